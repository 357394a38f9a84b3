"""One way to compare letters that look or sound the same, for every search for withheld words.

Two texts that fold to the same string say the same to a reader: case, accents, compatibility forms
(ligatures, full-width letters), white space, hyphens, invisible characters and punctuation at the
edges do not count.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Characters between words: white space, hyphens and dashes, invisible and control characters.
_BETWEEN = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u2015\u202a-\u202e\u2060-\u206f\u2212\ufeff_-]+"
)
_WORD = re.compile(r"[^\W_]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
#: What folding does to the letters of ASCII.
_ASCII = {code: None if _BETWEEN.match(chr(code)) else chr(code).casefold() for code in range(128)}


def fold(text: str) -> str:
    """Return a text folded for search: no case, accents, white space, hyphens or invisibles."""
    # letters of ASCII neither change with, nor change, what stands beside them
    return (text if text.isascii() else _FOREIGN.sub(_folded, text)).translate(_ASCII)


def _folded(run: re.Match[str]) -> str:
    return _folded_run(run[0])


@lru_cache(maxsize=20_000)
def _folded_run(run: str) -> str:
    letters = _bare(run)
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", letters.casefold()))


def _bare(text: str) -> str:
    """Return a text taken apart into letters, without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, each folded, in order."""
    return tuple(fold(word) for word in _WORD.findall(text if text.isascii() else _bare(text)))
