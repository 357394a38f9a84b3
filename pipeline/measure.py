"""Widths and line breaks of text in the faces that come with the project."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import uharfbuzz

from pipeline.edition import Runs, TextRun
from pipeline.theme import FONTS

#: Points added to a marker's width by its padding.
_MARKER_PADDING = 8.0
#: A line may break after white space and after a hyphen or slash inside a word.
_PIECES = re.compile(r"[^\s/-]*[/-]+|[^\s/-]+|[ \t]+")

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
    for piece, piece_width in pieces(runs, size, family, bold=bold):
        if piece.isspace():
            pending += piece_width
        elif used and used + pending + piece_width > width:
            lines, used, pending = lines + 1, piece_width, 0.0
        else:
            used, pending = used + pending + piece_width, 0.0
        while used > width:
            lines, used = lines + 1, used - width
    return lines


def pieces(runs: Runs, size: float, family: str, *, bold: bool) -> Iterable[tuple[str, float]]:
    """Yield what a line may not be broken within, with its width in points."""
    for run in runs:
        if isinstance(run, TextRun):
            heavy, italic = bold or run.strong, run.emphasis
            for piece in _PIECES.findall(run.text):
                yield piece, advance(piece, family, bold=heavy, italic=italic) * size
        elif run.kind == "marker":
            yield "", _MARKER_PADDING
            for piece in _PIECES.findall(run.text):
                yield piece, advance(piece, family, bold=True) * size
        else:
            yield run.mark, advance(run.mark, family) * size


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
