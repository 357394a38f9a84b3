"""Heights of a timeline's parts."""

from __future__ import annotations

from pipeline.design.theme import Theme
from pipeline.edition.blocks import Timeline
from pipeline.layout.text_metrics import line_count


def label_height(block: Timeline, width: float, theme: Theme, step: int) -> float:
    """Return the height of the highest label above the line."""
    look = theme.styles["year"]
    size, family = look.size(step), theme.fonts.deck.family
    strips = theme.strips([point.at for point in block.points], width)
    lines = max(
        line_count(point.label, size, strip.width, family, bold=look.bold)
        for point, strip in zip(block.points, strips, strict=True)
    )
    return lines * size * theme.line_height


def event_top(block: Timeline, width: float, theme: Theme, step: int) -> float:
    """Return the distance from the frame's top to the boxes of the events."""
    return round(label_height(block, width, theme, step) + theme.timeline_zone, 2)
