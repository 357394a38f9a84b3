"""Where a map's views and legend go inside a frame: the same in all formats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import maps
from pipeline.edition import Map, MapCategory
from pipeline.theme import Box, Theme

#: A coloured state smaller than this, in points, gets a dot.
DOT_BELOW = 4.0
DOT_RADIUS = 3.0
#: The inset takes this part of the frame's height.
_INSET_SHARE = 0.4
#: Points: where less is left beside the inset, the legend stands below it.
_LEGEND_WIDTH = 140.0
#: A box this much wider than high has the legend beside the view, on this part of its width.
_WIDE = 1.6
_BESIDE = 0.28


@dataclass(frozen=True)
class PlacedView:
    """A view of the map in its box; ``scale`` is points for each unit of the view."""

    view: maps.View
    box: Box
    scale: float


@dataclass(frozen=True)
class MapPlan:
    """A map's views, and the box of its legend."""

    views: tuple[PlacedView, ...]
    legend: Box


@dataclass(frozen=True)
class DrawnState:
    """A coloured state: its fill token and, where its outline is too small to see, its dot.

    Attributes:
        fill: None for the land that no category names.
        dot: centre in points from the top left of the slide.
    """

    code: str
    fill: str | None
    rings: tuple[maps.Ring, ...]
    dot: tuple[float, float] | None


def legend_entries(block: Map) -> tuple[MapCategory, ...]:
    """Return the categories that a legend names."""
    return tuple(category for category in block.categories if category.label)


def _place(view: maps.View, box: Box) -> PlacedView:
    scale = min(box.width / view.width, box.height / view.height)
    return PlacedView(view, Box(box.x, box.y, view.width * scale, view.height * scale), scale)


def plan(block: Map, box: Box, theme: Theme) -> MapPlan:
    """Place the views and the legend of a map.

    With an inset: the main view at the top, the inset below on the left, the legend beside it.
    Without, or in a narrow box: the legend below; to the right of one view where it is wide.
    """
    style = theme.styles["legend"]
    row = style.size(0) * theme.line_height + style.space
    legend_height = row * len(legend_entries(block))
    main = maps.view(block.view)
    if block.inset is None and legend_height and box.width > _WIDE * box.height:
        placed = _place(main, Box(box.x, box.y, box.width * (1 - _BESIDE) - theme.gap, box.height))
        left = placed.box.x + placed.box.width + 2 * theme.gap
        top = box.y + max(box.height - legend_height, 0) / 2
        return MapPlan((placed,), Box(left, top, box.x + box.width - left, legend_height))
    if block.inset is None:
        room = box.height - (legend_height + theme.gap if legend_height else 0)
        placed = _place(main, Box(box.x, box.y, box.width, room))
        top = placed.box.y + placed.box.height + theme.gap
        return MapPlan((placed,), Box(box.x, top, box.width, legend_height))
    inset = maps.view(block.inset)
    below = max(box.height * _INSET_SHARE, legend_height)
    placed = _place(main, Box(box.x, box.y, box.width, box.height - below - theme.gap))
    top = placed.box.y + placed.box.height + theme.gap
    second = _place(inset, Box(box.x, top, box.width, box.y + box.height - top))
    left = second.box.x + second.box.width + theme.gap
    if box.x + box.width - left < _LEGEND_WIDTH:
        bottom = box.y + box.height - legend_height
        second = _place(inset, Box(box.x, top, box.width, bottom - theme.gap - top))
        return MapPlan((placed, second), Box(box.x, bottom, box.width, legend_height))
    legend = Box(left, top, box.x + box.width - left, legend_height)
    return MapPlan((placed, second), legend)


def states(placed: PlacedView, block: Map) -> Iterator[DrawnState]:
    """Yield a view's states: first the land in no category, then the coloured ones by code.

    A state that the inset shows larger gets no dot in the main view.
    """
    closer = maps.view(block.inset).states if block.inset else {}
    fills = {code: row.fill for row in block.categories for code in row.states}
    for code, state in sorted(
        placed.view.states.items(), key=lambda row: (row[0] in fills, row[0])
    ):
        fill = fills.get(code)
        dot = None
        shown_closer = placed.view.name != block.inset and code in closer
        if fill and not shown_closer and _extent(state) * placed.scale < DOT_BELOW:
            x, y = state.point
            dot = (placed.box.x + x * placed.scale, placed.box.y + y * placed.scale)
        yield DrawnState(code, fill, state.rings, dot)


def _extent(state: maps.State) -> int:
    """Return the longer side of the box round a state's largest ring, in the view's units."""
    return max(
        max(max(ring[::2]) - min(ring[::2]), max(ring[1::2]) - min(ring[1::2]))
        for ring in state.rings
    )
