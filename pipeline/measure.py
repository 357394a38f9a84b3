"""Widths and line breaks of text in the faces that come with the project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import uharfbuzz

from pipeline.edition import Runs, TextRun
from pipeline.theme import FONTS

#: Points added to a marker's width by its padding.
_MARKER_PADDING = 8.0
_SPACES = re.compile(r"[ \t\n]+|[^ \t\n]+")
#: Inside a word a line may break after hyphen, slash and dash, but not before a number's digits
#: (Unicode Standard Annex 14: HY, SY and BA before NU).
_BREAKS = re.compile(r"(?<=[-/])(?![-/–\d])|(?<=–)(?![-/–])")

_AFTER_SLASH = re.compile(r"[^/]*/+|[^/]+")
#: HarfBuzz comes without types that hold.
hb: Any = uharfbuzz


@dataclass(frozen=True)
class _Face:
    font: Any
    units_per_em: int
    characters: frozenset[int]


@cache
def _face(family: str, *, bold: bool, italic: bool) -> _Face:
    style = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic"}
    name = style.get((bold, italic), "BoldItalic")
    path = FONTS / f"{family.replace(' ', '')}-{name}.ttf"
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    return _Face(hb.Font(face), face.upem, frozenset(face.unicodes))


@cache
def advance(text: str, family: str, *, bold: bool = False, italic: bool = False) -> float:
    """Return the width of a text at a size of 1 point, shaped without ligatures."""
    face = _face(family, bold=bold, italic=italic)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer, {"liga": False, "clig": False})
    width = sum(int(position.x_advance) for position in buffer.glyph_positions or ())
    return width / face.units_per_em


def unbroken(text: str) -> Iterator[str]:
    """Divide a text where lines may break: at spaces, after hyphens and dashes.

    Words with a slash ("and/or") stay on one line, as in Office, and break after it only where
    even a line of their own is too short.
    """
    for part in _SPACES.findall(text):
        held = ""
        for piece in _BREAKS.split(part):
            if held and held[-1] != "/":
                yield held
                held = ""
            held += piece
        if held:
            yield held


@dataclass(frozen=True)
class _Piece:
    """Letters of one look within which a line is not broken, if it can be helped."""

    text: str
    size: float
    family: str
    bold: bool = False
    italic: bool = False
    padding: float = 0.0

    def advance(self, text: str) -> float:
        """Return the width in points of some of the letters."""
        return advance(text, self.family, bold=self.bold, italic=self.italic) * self.size

    @property
    def width(self) -> float:
        """Return the width in points."""
        return self.padding + self.advance(self.text)

    def is_followed_by(self, following: _Piece) -> bool:
        """Say whether no line may break between this and the next piece, of whatever look."""
        if self.text.isspace() or following.text.isspace():
            return False
        return not _BREAKS.search(self.text[-1:] + following.text[:1])


_Word = tuple[_Piece, ...]


def _pieces(runs: Runs, size: float, family: str, *, bold: bool) -> Iterator[_Piece]:
    for run in runs:
        heavy, italic, text = bold, False, ""
        padding = 0.0
        if isinstance(run, TextRun):
            heavy, italic, text = bold or run.strong, run.emphasis, run.text
        elif run.kind == "marker":
            heavy, text, padding = True, run.text, _MARKER_PADDING
        else:
            text = run.mark
        for piece in unbroken(text):
            yield _Piece(piece, size, family, heavy, italic, padding)
            padding = 0.0


def _words(runs: Runs, size: float, family: str, *, bold: bool) -> Iterator[_Word]:
    """Yield what must stay on one line, be it of several looks, and the spaces between."""
    word: list[_Piece] = []
    for piece in _pieces(runs, size, family, bold=bold):
        if word and not word[-1].is_followed_by(piece):
            yield tuple(word)
            word = []
        word.append(piece)
    if word:
        yield tuple(word)


def _width(word: _Word) -> float:
    return sum(piece.width for piece in word)


def line_count(runs: Runs, size: float, width: float, family: str, *, bold: bool = False) -> int:
    """Return on how many lines runs are set, breaking greedily as Office and browsers do.

    Args:
        runs: one paragraph.
        size: points.
        width: points available.
        family: family of the face.
        bold: the paragraph's style is bold.
    """
    if width <= 0:
        raise ValueError("no text fits a line without width")
    lines, used, pending = 1, 0.0, 0.0
    for word in _words(runs, size, family, bold=bold):
        wide = _width(word)
        if word[0].text.isspace():
            pending += wide
            continue
        if used and used + pending + wide > width:
            lines, used, pending = lines + 1, 0.0, 0.0
        if wide <= width:
            used += pending + wide
        else:
            more, used = _broken(word, width)
            lines += more
        pending = 0.0
    return lines


def _broken(word: _Word, width: float) -> tuple[int, float]:
    """Break a word that is wider than a line; return the further lines, and how full the last is.

    A line holds one letter at least. What has a slash breaks there first, and ends its last line:
    in the PDF it is a box of its own.
    """
    lines, used, in_pair = 0, 0.0, False
    for piece in word:
        used += piece.padding
        for part in _AFTER_SLASH.findall(piece.text):
            if used and used + piece.advance(part) > width:
                lines, used = lines + 1, 0.0
            for letter in part:
                wide = piece.advance(letter)
                if used and used + wide > width:
                    lines, used = lines + 1, 0.0
                used += wide
        in_pair = in_pair or "/" in piece.text[:-1]
    return lines, width if in_pair else used


def pieces(runs: Runs, size: float, family: str, *, bold: bool) -> Iterable[tuple[str, float]]:
    """Yield what a line may not be broken within, and spaces, with their width in points."""
    for word in _words(runs, size, family, bold=bold):
        yield "".join(piece.text for piece in word), _width(word)


def widest_word(runs: Runs, size: float, family: str, *, bold: bool = False) -> float:
    """Return the width in points of the widest piece that cannot be broken."""
    return max((width for _, width in pieces(runs, size, family, bold=bold)), default=0.0)


def characters(family: str) -> frozenset[int]:
    """Return the code points for which a face has a glyph."""
    return _face(family, bold=False, italic=False).characters


def wrapped(text: str, size: float, width: float, family: str) -> tuple[str, ...]:
    """Return a text divided into the lines on which it is set; a long word stands over.

    Args:
        text: plain letters in the regular face.
        size: points.
        width: points available.
        family: family of the face.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and advance(longer, family) * size <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
