"""Frame drawn in place of a withheld figure or table: positions of hatching, marker and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import NoteRun, Runs
from pipeline.layout.text_metrics import advance

#: Points between two slanted lines, along the frame's edge.
CELL = 10.0
#: Points between marker and words.
_GAP = 8.0

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
    for runs, box, look in zip(
        texts, (marker_box(frame, theme), words_box(frame, theme)), ("body", "remark"), strict=True
    ):
        size = theme.styles[look].size(0)
        wide = sum(advance(run.text, theme.family(look), bold=True) for run in runs
                   if not isinstance(run, NoteRun)) * size + 2 * _GAP  # fmt: skip
        wide = min(wide, frame.width)
        left = (frame.width - wide) / 2
        found.append(Box(left, box.y - frame.y - _GAP / 2, wide, box.height + _GAP))
    return tuple(found)


def marker_box(frame: Box, theme: Theme) -> Box:
    """Return the box of the marker, with the words below it in the middle of the frame."""
    high, below = (theme.styles[name].size(0) * theme.line_height for name in ("body", "remark"))
    top = frame.y + (frame.height - high - _GAP - below) / 2
    return Box(frame.x, round(top, 2), frame.width, round(high, 2))


def words_box(frame: Box, theme: Theme) -> Box:
    """Return the box of the words below the marker."""
    above = marker_box(frame, theme)
    high = theme.styles["remark"].size(0) * theme.line_height
    return Box(frame.x, round(above.y + above.height + _GAP, 2), frame.width, round(high, 2))
