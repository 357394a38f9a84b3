"""Invisible and odd characters of pasted text, folded away; white space; forbidden characters.

Word processors and web pages put marks between letters that nobody sees: places where a line may
break or may not (a soft hyphen is content), directions, ligatures as one sign, spaces of many
widths. They make a word that cannot be found, and most have no glyph. A text is read without them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

#: White space that may be folded; a no-break space is content.
SPACE = re.compile("[ \t\r\n]+")
#: Characters that XML 1.0 forbids, non-characters, and marks that turn a text's order round.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\u202d\u202e]")

#: What nobody sees: breaks allowed or not, joiners, directions, variants of a glyph.
_UNSEEN = (
    "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202c\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
)
_BREAKS = "\u0085\u2028\u2029"
#: Spaces of a width of their own that may end a line, and those that may not.
_SPACES, _FIXED_SPACES = "\u2000-\u2006\u2008\u200a\u205f\u3000", "\u2007\u202f"
#: A thin space divides the thousands of a number, which stays on one line.
_THIN = re.compile("(?<=\\d)[\u2009\u200a](?=\\d)")
_LIGATURES = "\ufb00-\ufb06"
_HYPHENS = "\u2010\u2011"
_ODD = re.compile(f"[{_UNSEEN}{_BREAKS}{_SPACES}{_FIXED_SPACES}\u2009{_LIGATURES}{_HYPHENS}]")
#: Letters and the marks that are set on them.
_CLUSTER = re.compile("[^\u0300-\u036f]?[\u0300-\u036f]*", re.DOTALL)


def spaced(text: str) -> str:
    """Return a text with its white space folded to single spaces, and none at its ends."""
    if "  " in text or "\n" in text or "\t" in text or "\r" in text:  # few have any of these
        text = SPACE.sub(" ", text)
    return text.strip(" ")


def folded(text: str) -> str:
    """Return a text as it is read: its white space folded, and what no reader sees."""
    text = spaced(text)
    if text.isascii():
        return text
    if _ODD.search(text):
        text = spaced(_ODD.sub(_plain, _THIN.sub("\u00a0", text)))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def folded_within(text: str) -> str:
    """Return words as they are read within a text: a space at their ends stays."""
    return folded(f".{text}.")[1:-1]


def is_folded(text: str) -> bool:
    """Tell whether words, apart from white space, are read as they stand."""
    return folded(text) == spaced(text)


def _plain(found: re.Match[str]) -> str:
    sign = found[0]
    if re.match(f"[{_UNSEEN}]", sign):
        return ""
    if sign in _HYPHENS:
        return "-"
    if sign in _FIXED_SPACES:
        return "\u00a0"
    return unicodedata.normalize("NFKC", sign) if re.match(f"[{_LIGATURES}]", sign) else " "


def origin(text: str, offset: int) -> int:
    """Return the position in the unfolded text of a character of a folded one.

    Args:
        text: with its white space folded (``spaced``), and nothing else.
        offset: of a character of ``folded(text)``, which may be its end.
    """
    ends = [cluster.end() for cluster in _CLUSTER.finditer(text)]
    # a longer beginning never folds to fewer letters
    index = bisect_right(ends, offset, key=lambda end: len(folded(f".{text[:end]}.")) - 2)
    if index == len(ends):
        return len(text)
    return ends[index - 1] if index else 0
