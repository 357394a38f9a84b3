"""Counts of redaction markers in finished files, and the patterns by which markers are found."""

from __future__ import annotations

import re
import struct
import zlib

import pikepdf
import pypdfium2

from pipeline.audit.findings import UnreadableError
from pipeline.audit.formats import reader_of
from pipeline.audit.readers.extract import Reading
from pipeline.edition.formats import Format

_SPACE = re.compile(r"\s+")
_SLOT = re.compile(r"\{(number|grounds)\}")
#: Letters for private use, in the place of what a marker does not fix.
_NUMBER, _WORDS = "\ue000", "\ue001"
_GAP = re.compile(r"\\\{(number|grounds)\\\}")


def count(data: bytes, fmt: Format, marker: str) -> int:
    """Return the number of markers that a file prints, in its text and its notes.

    Args:
        data: the file.
        fmt: its format.
        marker: as printed; ``{number}`` and ``{grounds}`` stand for a number and for words.

    Raises:
        UnreadableError: the file cannot be read.
    """
    found = reading(data, fmt)
    text = _SPACE.sub("", "".join((*found.pages, *found.notes)))
    return len(re.findall(pattern(marker), text))


def reading(data: bytes, fmt: Format) -> Reading:
    """Return the texts of a file, as the audit reads them.

    Raises:
        UnreadableError: the file cannot be read.
    """
    try:
        return reader_of(fmt).read(data)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        RuntimeError,
        struct.error,
        zlib.error,
        pikepdf.PdfError,
        pypdfium2.PdfiumError,
    ):
        raise UnreadableError("the file cannot be read") from None


def pattern(marker: str) -> str:
    """Return a regular expression for a marker, to be used on text without any space."""
    bare = re.escape(_SPACE.sub("", marker))
    return _GAP.sub(lambda gap: r"\d+" if gap[1] == "number" else ".+?", bare)


def spaced(marker: str) -> str:
    """Return a regular expression for a marker in text as it is, with any space between letters.

    It wants a dot to match line ends as well. A marker without brackets is no part of a word.
    """
    letters = (re.escape(letter) for letter in _SPACE.sub("", _SLOT.sub(_stand_in, marker)))
    found = r"\s*".join(letters)
    if marker[:1].isalnum():
        found = rf"(?<!\w){found}"
    if marker[-1:].isalnum():
        found = rf"{found}(?!\w)"
    return found.replace(_NUMBER, r"\d+").replace(_WORDS, ".+?")


def _stand_in(gap: re.Match[str]) -> str:
    return _NUMBER if gap[1] == "number" else _WORDS
