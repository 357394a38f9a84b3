"""Name of a picture in a dossier's folder media, as content files give it."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

_MEDIA_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"


def _media_name(value: object) -> object:
    if isinstance(value, str) and not re.match(_MEDIA_NAME, value):
        message = "this name of a picture has a letter or a sign that it may not have"
        hint = (
            "give the file a name of letters without accents, digits, '.', '-' and '_' that begins "
            "with a letter or digit, and write that here"
        )
        if "/" in value or "\\" in value:
            message = "this names folders, and not the picture's file alone"
            hint = "put the file into the dossier's folder media, and write its name without a path"
        context = {
            "code": "bad-form",
            "text": message,
            "hint": hint,
            "offset": 0,
        }
        raise PydanticCustomError("dossier", "content", context)
    return value


MediaName = Annotated[str, BeforeValidator(_media_name), StringConstraints(pattern=_MEDIA_NAME)]
