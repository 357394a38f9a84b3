"""Positions of a map's views and legend in its frame; its states with fills, dots and hatching."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Map, MapCategory
from pipeline.layout.text_metrics import line_count, pieces, widest_word
from pipeline.resources import maps

#: A coloured state smaller than this, in points, gets a dot: its colour could not be told.
DOT_BELOW = 4.0
#: Points of a dot's radius: the least on which a pattern is seen.
DOT_RADIUS = 3.0
#: Points: a cell of the patterns of maps, whose lines and dots keep their size at every scale.
CELL = 5.0
#: Points: the line round a view, which lies in its box.
OUTLINE = 0.75
#: Points: the lines of patterns, and the outlines of what is filled with them.
PATTERN_LINES = {"hatched": 1.2, "dotted": 1.2, "withheld": 0.6}
#: The inset takes this part of the frame's height: chosen by eye.
_INSET_SHARE = 0.4
#: A box this much wider than high has the legend beside the view, on this part of its width.
_WIDE = 1.6
_BESIDE = 0.28
#: An inset is at most this part of the frame's width: the rest is for the legend.
_INSET_WIDTH = 0.6
#: Points: the least height of a map's frame, also of one that shares the slide's
#: width; the least
#: height of each view in it, and the steps between.
LEAST, _LEAST_NARROW, _NARROW = 200.0, 120.0, 500.0
_LEAST_VIEW = 70.0
_STEP = 5.0
#: A height at which every legend has room.
_AMPLE = 2000.0
#: Points from a legend's left edge to its words: the swatch stands there.
SWATCH_ROOM = 36.0


@dataclass(frozen=True)
class PlacedView:
    """A view of the map in its box; ``scale`` is points for each unit of the view.

    Half the line round the view is outside of the box, and inside what it was given.
    """

    view: maps.View
    box: Box
    scale: float


@dataclass(frozen=True)
class MapPlan:
    """Placed views of a map, and the box of its legend."""

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
    scale = min((box.width - OUTLINE) / view.width, (box.height - OUTLINE) / view.height)
    left, top = box.x + OUTLINE / 2, box.y + OUTLINE / 2
    return PlacedView(view, Box(left, top, view.width * scale, view.height * scale), scale)


def entry_heights(block: Map, width: float, theme: Theme) -> tuple[float, ...]:
    """Return the height of each entry of a legend, without the space below it.

    Args:
        block: the map.
        width: of the legend in points.
        theme: for its type.
    """
    style, family = theme.styles["legend"], theme.fonts.deck.family
    size = style.size(0)
    room = max(width - SWATCH_ROOM, size)
    lines = (line_count(row.label, size, room, family) for row in legend_entries(block))
    return tuple(count * size * theme.line_height for count in lines)


def _legend_height(block: Map, width: float, theme: Theme) -> float:
    space = theme.styles["legend"].space
    return sum(height + space for height in entry_heights(block, width, theme))


def _widest_entry(block: Map, theme: Theme) -> float:
    """Return the points that an entry of a legend needs so that no word of it is broken."""
    style, family = theme.styles["legend"], theme.fonts.deck.family
    words = (widest_word(row.label, style.size(0), family) for row in legend_entries(block))
    return SWATCH_ROOM + max(words, default=0.0) * theme.stretch + 1


def _beside(block: Map, width: float, theme: Theme) -> float:
    """Return the width of a legend beside a view: no more than its longest entry takes."""
    style, family = theme.styles["legend"], theme.fonts.deck.family
    size = style.size(0)
    lines = (pieces(row.label, size, family, bold=False) for row in legend_entries(block))
    longest = max((sum(width for _, width in line) for line in lines), default=0.0)
    whole = SWATCH_ROOM + longest * theme.stretch + 1
    return max(min(width * _BESIDE, whole), _widest_entry(block, theme)) + theme.gap


def plan(block: Map, box: Box, theme: Theme) -> MapPlan:
    """Place the views and the legend of a map.

    With an inset: the main view at the top, the inset below on the left, the legend beside it.
    Without, or in a narrow box: the legend below; to the right of one view where it is wide.
    """
    main = maps.view(block.view)
    if block.inset:
        return _with_inset(block, box, theme)
    below = _legend_height(block, box.width, theme)
    if below and box.width > _WIDE * box.height:
        lower = _below(main, box, below, theme)
        beside = _beside(block, box.width, theme)
        placed = _place(main, Box(box.x, box.y, box.width - beside - theme.gap, box.height))
        left = placed.box.x + placed.box.width + 2 * theme.gap
        width = box.x + box.width - left
        height = _legend_height(block, width, theme)
        if box.width > _NARROW or lower.views[0].scale < placed.scale:
            return MapPlan((placed,), Box(left, box.y, width, height))
        return lower
    return _below(main, box, below, theme)


def _below(main: maps.View, box: Box, below: float, theme: Theme) -> MapPlan:
    """Place a view above its legend, which is so high."""
    room = box.height - (below + theme.gap if below else 0)
    placed = _place(main, Box(box.x, box.y, box.width, max(room, _LEAST_VIEW)))
    top = placed.box.y + placed.box.height + theme.gap
    return MapPlan((placed,), Box(box.x, top, box.width, below))


def _with_inset(block: Map, box: Box, theme: Theme) -> MapPlan:
    """Place two views; where the legend needs it, the lower part becomes higher."""
    drawn = _two_views(block, box, theme, box.height * _INSET_SHARE)
    legend = drawn.legend
    if legend.y + legend.height > box.y + box.height:
        drawn = _two_views(block, box, theme, legend.height)
    return drawn


def _two_views(block: Map, box: Box, theme: Theme, below: float) -> MapPlan:
    room = max(box.height - below - theme.gap, _LEAST_VIEW)
    placed = _place(maps.view(block.view), Box(box.x, box.y, box.width, room))
    top = placed.box.y + placed.box.height + theme.gap
    height = max(box.y + box.height - top, _LEAST_VIEW)
    inset = maps.view(block.inset or block.view)
    second = _place(inset, Box(box.x, top, box.width * _INSET_WIDTH, height))
    left = second.box.x + second.box.width + theme.gap
    width = box.x + box.width - left
    return MapPlan((placed, second), Box(left, top, width, _legend_height(block, width, theme)))


def least_height(block: Map, width: float, theme: Theme) -> float:
    """Return the smallest height, in steps, at which a map can be read and its legend fits."""
    height = (LEAST if width > _NARROW else _LEAST_NARROW) * theme.room
    while height < _AMPLE:
        drawn = plan(block, Box(0, 0, width, height), theme)
        foot = max(box.y + box.height for box in (drawn.legend, *(v.box for v in drawn.views)))
        if foot <= height + 0.01:
            break
        height += _STEP
    return height


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
        if fill and not shown_closer and extent(state.rings) * placed.scale < DOT_BELOW:
            x, y = state.point
            dot = (placed.box.x + x * placed.scale, placed.box.y + y * placed.scale)
        yield DrawnState(code, fill, state.rings, dot)


def extent(rings: tuple[maps.Ring, ...]) -> int:
    """Return the longer side of the box round a state's largest ring, in the view's units."""
    return max(
        max(max(ring[::2]) - min(ring[::2]), max(ring[1::2]) - min(ring[1::2])) for ring in rings
    )


def hatches(rings: tuple[maps.Ring, ...], cell: float) -> Iterator[tuple[float, ...]]:
    """Yield the rising lines that cross a state: x, y, x, y in the view's units.

    Args:
        rings: of the state.
        cell: distance of two lines along the axes.
    """
    sums = [tuple(x + y for x, y in zip(ring[::2], ring[1::2], strict=True)) for ring in rings]
    for at, edges in _crossed(rings, sums, cell, 0.0):
        for left, right in zip(edges[::2], edges[1::2], strict=True):
            yield left, at - left, right, at - right


def dots(rings: tuple[maps.Ring, ...], cell: float) -> Iterator[tuple[float, float]]:
    """Yield the centres of the dots within a state, one in each cell of a grid of its view."""
    heights = [ring[1::2] for ring in rings]
    for at, edges in _crossed(rings, heights, cell, 0.5):
        for left, right in zip(edges[::2], edges[1::2], strict=True):
            first, last = math.ceil(left / cell - 0.5), math.floor(right / cell - 0.5)
            yield from (((number + 0.5) * cell, at) for number in range(first, last + 1))


def _crossed(
    rings: tuple[maps.Ring, ...],
    values: list[tuple[int, ...]],
    cell: float,
    shift: float,
) -> Iterator[tuple[float, list[float]]]:
    """Yield equidistant lines that cross rings, each with where it does, from left to right.

    Args:
        rings: of a state.
        values: for each of their points, that by which lines are distinguished.
        cell: between two lines.
        shift: of the lines, in cells.
    """
    found: dict[int, list[float]] = {}
    for ring, levels in zip(rings, values, strict=True):
        across = ring[::2]
        for here in range(len(levels)):
            low, high = levels[here - 1], levels[here]
            if low == high:
                continue
            first, last = sorted((low / cell - shift, high / cell - shift))
            # a line through a point between two edges crosses one of them
            for number in range(math.ceil(first), math.ceil(last)):
                part = ((number + shift) * cell - low) / (high - low)
                place = across[here - 1] + part * (across[here] - across[here - 1])
                found.setdefault(number, []).append(place)
    for number in sorted(found):
        yield (number + shift) * cell, sorted(found[number])
