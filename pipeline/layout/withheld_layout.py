"""Frame drawn in place of a withheld figure or table: positions of hatching, marker and words."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box

#: Points between two slanted lines, along the frame's edge.
CELL = 10.0
#: Points between marker and words.
_GAP = 8.0

_Point = tuple[float, float]


def hatches(box: Box) -> Iterator[tuple[_Point, _Point]]:
    """Yield the slanted lines of a frame, from its top left corner: where each begins and ends."""
    for number in range(1, int((box.width + box.height) / CELL) + 1):
        at = number * CELL
        left, right = max(0.0, at - box.height), min(at, box.width)
        if right > left:
            yield (left, at - left), (right, at - right)


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
