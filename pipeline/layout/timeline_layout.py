"""Positions of a timeline's points, labels, line and events in its frame."""

from __future__ import annotations

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Timeline
from pipeline.layout.text_metrics import line_count

#: Points: the line, and a point on it.
LINE, DOT = 2.0, 14.0
#: Points: a point's words have at least this width, so that they can be measured.
_LEAST = 24.0


def strips(block: Timeline, width: float, theme: Theme) -> tuple[Box, ...]:
    """Divide a timeline's width: each point has a strip, at whose left edge it stands.

    The last of points that stand as their times do has as much room as an evenly spaced one.

    Returns:
        Boxes without height; a strip reaches to the next one, and the last to the line's end.
    """
    places, count = [point.at for point in block.points], len(block.points)
    even = [index / count for index in range(count)]
    given = [place * (1 - 1 / count) for place in places if place is not None]
    starts = [part * width for part in (given if len(given) == count else even)]
    ends = [*starts[1:], width + theme.gap]
    return tuple(
        Box(round(start, 2), 0, round(max(end - start - theme.gap, _LEAST), 2), 0)
        for start, end in zip(starts, ends, strict=True)
    )


def label_height(block: Timeline, width: float, theme: Theme, step: int) -> float:
    """Return the height of the highest label above the line."""
    look = theme.styles["year"]
    size, family = look.size(step), theme.fonts.deck.family
    lines = max(
        line_count(point.label, size, strip.width, family, bold=look.bold)
        for point, strip in zip(block.points, strips(block, width, theme), strict=True)
    )
    return round(lines * size * theme.line_height, 2)


def line_top(block: Timeline, width: float, theme: Theme, step: int) -> float:
    """Return the distance from the frame's top to the upper edge of the line."""
    return label_height(block, width, theme, step) + theme.timeline_above - LINE / 2


def event_top(block: Timeline, width: float, theme: Theme, step: int) -> float:
    """Return the distance from the frame's top to the events."""
    return label_height(block, width, theme, step) + theme.timeline_above + theme.timeline_below
