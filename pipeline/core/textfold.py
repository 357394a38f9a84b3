"""Folding of text for every search for withheld words, in three degrees: canonical, fold, coarse.

Three foldings, from the finest to the coarsest:

* ``canonical`` keeps words, signs and case, and takes away what no reader sees or minds: accents
  (but for letters that are also spelt with two, ``ü`` as ``ue``), compatibility forms, invisible
  characters, kinds of dashes, spaces and quotation marks, look-alike letters of another script.
* ``fold`` has letters, digits and punctuation alone: no case, accents, spaces, hyphens.
* ``coarse`` has letters and digits alone, and one spelling for ``ü``, ``ue`` and ``u``. Whatever
  ``matching`` finds in a text is found in its coarse form, so that a search of that is
  enough to rule most texts out.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Characters between words: white space, hyphens and dashes, invisible and control characters.
_BETWEEN = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u2015\u202a-\u202e\u2060-\u206f\u2212\ufeff_-]+"
)
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
#: What folding does to the letters of ASCII.
_ASCII = {code: None if _BETWEEN.match(chr(code)) else chr(code).casefold() for code in range(128)}
#: Letters that Unicode does not take apart, as they are spelt without their sign. Not here: those
#: that are spelt in two ways (``ø`` as o and as oe), which ``matching`` knows.
_LETTERS = {
    "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t", "ĸ": "k", "ſ": "s",
    "þ": "th", "ß": "ss", "ς": "σ", "ɑ": "a", "ɡ": "g", "ƒ": "f",
}  # fmt: skip
_SPELT = {
    **_LETTERS,
    **{sign.upper(): plain.capitalize() for sign, plain in _LETTERS.items() if sign.isupper()},
    **{up: _LETTERS[low].capitalize() for low, up in zip("łđðħŋŧþ", "ŁĐÐĦŊŦÞ", strict=True)},
    "ẞ": "SS",
}
_SIGNS = {
    **dict.fromkeys("‘’‚‛ʼʹ′`´＇", "'"),
    **dict.fromkeys("“”„‟«»″＂", '"'),
    "−": "-", "…": "...", "⁄": "/", "＠": "@", "∕": "/",
}  # fmt: skip
_ABOVE, _RING = "\u0308", "\u030a"
#: Letters of other scripts that look like Latin ones, as they are typed: case matters.
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһкΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικορτυνχ",
    "ABESIJKMHOPCTYXaesijopcyxdqwhkABEZHIKMNOPTYXaikoptuvx",
)
_MIXED = re.compile(r"[A-Za-z\u00c0-\u024f][\u0370-\u052f]|[\u0370-\u052f][A-Za-z\u00c0-\u024f]")
_TWO_SCRIPTS = re.compile(
    r"(?=[\u0370-\u052f]*[A-Za-z\u00c0-\u024f])(?=[A-Za-z\u00c0-\u024f]*[\u0370-\u052f])[^\W\d_]+"
)
_UMLAUTS = str.maketrans("äöüåæœø", "aouaaoo")
_LOWER = bytes(ord(c.lower()) for c in map(chr, range(128))) + bytes(range(128, 256))
_NO_WORD = bytes(code for code in range(128) if not chr(code).isalnum())
#: Two letters that stand for one, in coarse text.
_PAIRS = ((b"ae", b"a"), (b"oe", b"o"), (b"ue", b"u"), (b"aa", b"a"))


def fold(text: str) -> str:
    """Return a text folded for search: no case, accents, white space, hyphens or invisibles."""
    # letters of ASCII neither change with, nor change, what stands beside them
    return (text if text.isascii() else _FOREIGN.sub(_folded, text)).translate(_ASCII)


def _folded(run: re.Match[str]) -> str:
    return _folded_run(run[0])


@lru_cache(maxsize=20_000)
def _folded_run(run: str) -> str:
    spelt = "".join(_SPELT.get(letter, letter) for letter in run)
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", _bare(spelt).casefold()))


def _bare(text: str) -> str:
    """Return a text taken apart into letters, without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def canonical(text: str) -> str:
    """Return a text as it reads: words, signs and case as they are, each letter in one way."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    if _MIXED.search(text):
        text = _TWO_SCRIPTS.sub(lambda word: word[0].translate(_LOOKALIKES), text)
    return _FOREIGN.sub(lambda run: _canonical_run(run[0]), text)


@lru_cache(maxsize=20_000)
def _canonical_run(run: str) -> str:
    return "".join(map(_canonical_sign, run))


@lru_cache(maxsize=4_096)
def _canonical_sign(sign: str) -> str:
    """Return one character in its one way; nothing for what has no width and no meaning."""
    if sign in _SIGNS:
        return _SIGNS[sign]
    category = unicodedata.category(sign)
    if category == "Pd":
        return "-"
    if category[0] == "Z" or sign == "\x85":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    apart = unicodedata.normalize("NFKD", sign)
    first = apart[:1]
    if (_ABOVE in apart and first in "aouAOU") or (_RING in apart and first in "aA"):
        return unicodedata.normalize("NFC", first + (_RING if _RING in apart else _ABOVE))
    kept = (c for c in apart if unicodedata.category(c) not in {"Mn", "Me", "Cf", "Cc"})
    return "".join(_SPELT.get(c, c) for c in kept)


def coarse(text: str) -> bytes:
    """Return the letters and digits of a ``canonical`` text in UTF-8, in the coarsest spelling."""
    if not text.isascii():
        text = _FOREIGN.sub(lambda run: _coarse_run(run[0]), text)
    out = text.encode("utf-8", "surrogatepass").translate(_LOWER, _NO_WORD)
    for pair, letter in _PAIRS:
        out = out.replace(pair, letter)
    return out


@lru_cache(maxsize=20_000)
def _coarse_run(run: str) -> str:
    return "".join(c for c in run.casefold().translate(_UMLAUTS) if c.isalnum())
