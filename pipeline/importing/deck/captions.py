"""Lines that name the figures of a slide: one beside each, and no other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.importing.deck.columns import Words
from pipeline.importing.found import Box
from pipeline.importing.slide_figures import Figure

_LONGEST = 80
#: Share of a figure's width by which its caption may be wider on each side.
_BEYOND = 0.15


def paired(words: Sequence[Words], shown: Sequence[Figure]) -> list[Figure] | None:
    """Return figures with the line that stands nearest to each as its heading.

    Args:
        words: of the slide, in the order of reading; those of figures hold their places.
        shown: its figures, in their order.

    Returns:
        None if there are not as many lines as figures, or two are nearest to one.
    """
    boxes = [row.box for row in words if row.role == "figure"]
    lines = [row for row in words if row.lines]
    if len(shown) < 2 or not len(boxes) == len(shown) == len(lines):  # noqa: PLR2004 - several
        return None
    if any(not _is_name(row) for row in lines) or any(figure.before for figure in shown):
        return None
    nearest = [_nearest(row.box, boxes) for row in lines]
    if len(set(nearest)) != len(boxes):
        return None
    headings = dict(zip(nearest, (row.lines[0].leaf for row in lines), strict=True))
    return [replace(figure, before=[headings[at]]) for at, figure in enumerate(shown)]


def _is_name(row: Words) -> bool:
    if len(row.lines) != 1:
        return False
    (line,) = row.lines
    return not (line.bulleted or line.level) and len(line.leaf.text) <= _LONGEST


def _nearest(box: Box, boxes: Sequence[Box]) -> int:
    distances = [_distance(box, other) for other in boxes]
    return distances.index(min(distances))


def _distance(first: Box, second: Box) -> float:
    across = max(second.x - first.x - first.width, first.x - second.x - second.width, 0.0)
    down = max(second.y - first.y - first.height, first.y - second.y - second.height, 0.0)
    return across + down


def is_below(line: Box, figure: Box) -> bool:
    """Tell whether a line stands below a figure, and is not wider than it."""
    slack = _BEYOND * figure.width
    return (
        line.y >= figure.y
        and line.x >= figure.x - slack
        and line.x + line.width <= figure.x + figure.width + slack
    )
