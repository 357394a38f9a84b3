"""Frame drawn in place of a withheld figure or table: positions of hatching, marker and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Withheld
from pipeline.edition.runs import NoteRun, Runs, TextRun
from pipeline.layout.text_metrics import advance, line_count

#: Points between two slanted lines, along the frame's edge.
CELL = 10.0
#: Points between marker and words.
_GAP = 8.0
#: Points: no text in a frame is smaller.
_LEAST = 10.0

_Point = tuple[float, float]


def hatches(box: Box, free: Sequence[Box] = ()) -> Iterator[tuple[_Point, _Point]]:
    """Yield the slanted lines of a frame: where each begins and ends, from its top left corner.

    Args:
        box: the frame.
        free: boxes within it, from its corner, that the lines leave out; one below the other.
    """
    for number in range(1, int((box.width + box.height) / CELL) + 1):
        at = number * CELL
        left, right = max(0.0, at - box.height), min(at, box.width)
        for place in sorted(free, key=lambda place: -place.y):
            begin = max(place.x, at - place.y - place.height)
            end = min(place.x + place.width, at - place.y)
            if left < begin < end:
                yield (left, at - left), (begin, at - begin)
            if begin < end:
                left = max(left, end)
        if right > left:
            yield (left, at - left), (right, at - right)


def free_boxes(frame: Box, texts: tuple[Runs, Runs], theme: Theme) -> tuple[Box, ...]:
    """Return the boxes of a frame's marker and words, from its corner, with some room around."""
    found: list[Box] = []
    for runs, box, look in zip(texts, boxes(frame, theme), ("body", "remark"), strict=True):
        size = theme.styles[look].size(0)
        wide = sum(advance(run.text, theme.family(look), bold=True) for run in runs
                   if not isinstance(run, NoteRun)) * size + 2 * _GAP  # fmt: skip
        wide = min(wide, frame.width)
        left = (frame.width - wide) / 2
        found.append(Box(left, box.y - frame.y - _GAP / 2, wide, box.height + _GAP))
    return tuple(found)


@dataclass(frozen=True)
class WithheldPlan:
    """What stands in the frame of a withheld figure.

    Attributes:
        marker_size, words_size: points; smaller than usual where the frame is narrow.
        marker, words: their boxes, the second one below the first.
    """

    marker_size: float
    words_size: float
    marker: Box
    words: Box


def plan(frame: Box, block: Withheld, theme: Theme) -> WithheldPlan:
    """Place marker and words in a frame, in sizes at which the marker stays on one line.

    Args:
        frame: as wide as its place, whatever is withheld.
        block: its texts are fixed, or legal grounds.
        theme: for type.
    """
    width = frame.width - _GAP
    marker, words = float(theme.styles["body"].size(0)), float(theme.styles["remark"].size(0))
    while marker > _LEAST and _lines((block.marker,), marker, width, "body", theme) > 1:
        marker -= 1
    line: Runs = (TextRun(text=block.line),)

    def height() -> float:
        lines = _lines(line, words, width, "remark", theme) if block.line else 1
        return lines * words * theme.line_height

    while words > _LEAST and marker * theme.line_height + _GAP + height() > frame.height:
        words -= 1
    boxes = _stacked(frame, marker * theme.line_height, height())
    return WithheldPlan(marker, words, *boxes)


def _lines(runs: Runs, size: float, width: float, look: str, theme: Theme) -> int:
    return line_count(runs, size, width, theme.family(look))


def _stacked(frame: Box, high: float, below: float) -> tuple[Box, Box]:
    """Return the boxes of two texts of so many points, in the middle of a frame."""
    top = round(frame.y + (frame.height - high - _GAP - below) / 2, 2)
    upper = Box(frame.x, top, frame.width, round(high, 2))
    lower = round(upper.y + upper.height + _GAP, 2)
    return upper, Box(frame.x, lower, frame.width, round(below, 2))


def boxes(frame: Box, theme: Theme) -> tuple[Box, Box]:
    """Return the boxes of marker and words of a slide that is withheld as a whole."""
    high, below = (theme.styles[name].size(0) * theme.line_height for name in ("body", "remark"))
    return _stacked(frame, high, below)
