"""Characters that the real fonts can set, and the problem of those that they cannot."""

from __future__ import annotations

import unicodedata
from functools import cache

from pipeline.core.errors import Problem, Where
from pipeline.layout.text_metrics import NO_BREAK_SPACE, SUBSTITUTES, characters

_SIGNS = frozenset(("Sm", "So", "Sc", "Sk", "No", "Nl", "Pd", "Po", "Ps", "Pe"))
_LETTERLIKE = range(0x2100, 0x2150)
#: Beyond it stand pictures in colour, and scripts of long ago.
_LAST_SIGN = 0xFFFF
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))


def is_settable(sign: str, family: str) -> bool:
    """Tell whether a character can be set: a face has it, and it runs from left to right."""
    code = ord(sign)
    if code == NO_BREAK_SPACE:
        return True
    if runs_leftwards(sign):
        return False
    if code in characters(family) or code in characters(SUBSTITUTES[0]):
        return True
    return code in _signs()


def runs_leftwards(sign: str) -> bool:
    """Tell whether a character belongs to a script that runs from right to left."""
    return unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT


def missing_glyph(where: Where, sign: str) -> Problem:
    """Return the problem of a character that cannot be set.

    Args:
        where: it stands.
        sign: the character; empty if it is withheld, and no message may have it (G23).
    """
    if not sign:
        message = "a withheld text has a character that no font has"
        return Problem(where, "missing-glyph", message, "withhold it anew, in letters of the Union")
    if runs_leftwards(sign):
        message = f"the script of U+{ord(sign):04X} runs from right to left"
        hint = "such scripts cannot be set yet: write the text in another one"
    else:
        message = f"no font has the character U+{ord(sign):04X}"
        hint = "use another character; templates/fonts/README.md tells what the fonts have"
    return Problem(where, "missing-glyph", message, hint)


@cache
def _signs() -> frozenset[int]:
    """Return the signs of the last substitute: no letters, and no pictures in colour."""
    return frozenset(code for code in characters(SUBSTITUTES[-1]) if _is_sign(code))


def _is_sign(code: int) -> bool:
    sign = chr(code)
    return (
        code <= _LAST_SIGN
        and (unicodedata.category(sign) in _SIGNS or code in _LETTERLIKE)
        and unicodedata.east_asian_width(sign) not in {"W", "F"}
    )
