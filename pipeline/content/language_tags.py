"""Check of language tags for foreign passages (BCP 47): a language and at most a region.

Names come from the Unicode CLDR. A script is not part of a tag: Office would not know most of them,
and the faces that come with the project have Latin, Greek and Cyrillic letters only.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

_TAG = re.compile(r"([a-z]{2,3})(?:-([A-Z]{2}))?")
#: Codes of no language in particular.
_NONE = frozenset({"mul", "und", "zxx", "root"})


@cache
def is_language(tag: str) -> bool:
    """Tell whether a tag names a language, as in ``de`` or ``de-AT``, written in this form."""
    match = _TAG.fullmatch(tag)
    if match is None:
        return False
    language, region = match.groups()
    names = Locale("en")
    return (language in names.languages and language not in _NONE) and (
        region is None or region in names.territories
    )
