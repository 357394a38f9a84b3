"""One way to compare letters that look or sound the same, for every search for withheld words.

Two texts that fold to the same string say the same to a reader: case, accents, compatibility forms
(ligatures, full-width letters), white space, hyphens, invisible characters and punctuation at the
edges do not count.
"""

from __future__ import annotations

import re
import unicodedata

#: Characters between words: white space, hyphens and dashes, invisible and control characters.
_BETWEEN = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u2015\u202a-\u202e\u2060-\u206f\u2212\ufeff_-]+"
)
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return a text folded for search: no case, accents, white space, hyphens or invisibles."""
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", letters.casefold()))


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, each folded, in order."""
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return tuple(fold(word) for word in _WORD.findall(letters))
