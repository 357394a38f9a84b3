"""Word styles of the project's own template (id, name, type), to compare with a brand's."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TypeAlias

OurStyle: TypeAlias = tuple[str, str, bool]
"""A style's name, its type, and whether Word knows it by that name."""

_CALL = re.compile(r'\{\{ (paragraph|character|table)\("(\w+)", "([^"]+)"')
_BUILTIN = re.compile(r"set builtin = \[(.*?)\]")


@cache
def ours(templates: Path) -> dict[str, OurStyle]:
    """Return our styles for text, in order.

    Args:
        templates: the project's folder of templates.
    """
    text = (templates / "docx" / "word" / "styles.xml.j2").read_text("utf-8")
    known = re.findall(r'"([^"]+)"', "".join(_BUILTIN.findall(text)))
    return {style: (name, kind, name in known) for kind, style, name in _CALL.findall(text)}
