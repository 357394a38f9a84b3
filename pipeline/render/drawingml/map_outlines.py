"""Maps as native shapes, one for each coloured state: outlines, patterns, dots, as DrawingML text.

Outlines are written as custom geometry at once; python-pptx's builder takes minutes for a map.
DrawingML does not say how the rings of one path combine. Holes run against the sense of their
outline, so that they stay holes under either rule, and larger states are drawn first, so that a
state inside another shows in any case.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline.core.lengths import Pt, emu
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Map
from pipeline.layout import map_layout
from pipeline.layout.map_layout import PlacedView
from pipeline.resources.maps import Ring

Bounds = tuple[int, int, int, int]
Colour = Callable[[str], str]
"""Gives the element of a token's colour in the file."""

SOLID = {"area": "map_area", "partner": "map_partner"}
#: The colour of a pattern's lines or dots, on the colour of paper.
PATTERNS = {"hatched": "attention", "dotted": "second", "withheld": "grey"}
#: Points: the line between states.
_BORDER = Pt(0.6)
#: Points: radius of the circle whose line makes a dot.
_DOT = 0.8
#: Points for each unit of swatches and of the dots of small states, and the sides of these.
_FINE = 0.05
_SIDES = 24
_EMPTY = "<a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"


@dataclass(frozen=True)
class MapShape:
    """Shape of a map: its name, and its place, geometry, fill and outline as DrawingML."""

    name: str
    appearance: str


def bounds(views: Iterable[PlacedView]) -> Box:
    """Return the box round all views."""
    boxes = [placed.box for placed in views]
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right = max(box.x + box.width for box in boxes)
    return Box(left, top, right - left, max(box.y + box.height for box in boxes) - top)


def shapes(block: Map, views: tuple[PlacedView, ...], colour: Colour) -> Iterator[MapShape]:
    """Yield the shapes of a map's views.

    Of each: seas, land, coloured states from large to small, its outline, dots.
    """
    for index, placed in enumerate(views):
        yield from _view(block, placed, colour, closer=index > 0)


def sample(box: Box, token: str, colour: Colour) -> str:
    """Return the appearance of a legend's swatch."""
    if token not in PATTERNS:
        edge = f'<a:ln w="{emu(Pt(0.5))}">{_filled("muted", colour)}</a:ln>'
        return place(box) + _preset("rect") + _background(token, colour) + edge
    right, bottom = round(box.width / _FINE), round(box.height / _FINE)
    ring = (0, 0, right, 0, right, bottom, 0, bottom)
    traced = _freeform([(ring,)], box, _FINE, token)
    return traced + _background(token, colour) + _edge(token, colour)


def empty(box: Box) -> str:
    """Return the appearance of a shape that shows nothing and takes the room of its box."""
    return f"{place(box)}{_preset('rect')}<a:noFill/><a:ln><a:noFill/></a:ln>"


def place(box: Box) -> str:
    """Return the place and size of a shape."""
    size = f'cx="{emu(Pt(max(box.width, 0)))}" cy="{emu(Pt(max(box.height, 0)))}"'
    return f'<a:xfrm><a:off x="{emu(box.x)}" y="{emu(box.y)}"/><a:ext {size}/></a:xfrm>'


def _view(block: Map, placed: PlacedView, colour: Colour, *, closer: bool) -> Iterator[MapShape]:
    suffix = " (closer view)" if closer else ""
    states = list(map_layout.states(placed, block))
    edge = _freeform([(placed.view.outline,)], placed.box, placed.scale, "")
    seas = _filled("tint", colour) + "<a:ln><a:noFill/></a:ln>"
    yield MapShape(f"Seas{suffix}", edge + seas)
    # one path of many rings: some programs draw no more than the first path of a shape
    land = tuple(ring for state in states if state.fill is None for ring in state.rings)
    if land:
        look = _filled("land", colour) + _edge(None, colour)
        traced = _freeform([land], placed.box, placed.scale, "")
        yield MapShape(f"Land{suffix}", traced + look)
    coloured = [(state, state.fill) for state in states if state.fill is not None]
    coloured.sort(key=lambda pair: (-_spread(_bounds([pair[0].rings])), pair[0].code))
    for state, token in coloured:
        look = _background(token, colour) + _edge(token, colour)
        traced = _freeform([state.rings], placed.box, placed.scale, token)
        yield MapShape(f"{state.code}{suffix}", traced + look)
    width = emu(Pt(map_layout.OUTLINE))
    outline = f'<a:noFill/><a:ln w="{width}">{_filled("grey", colour)}</a:ln>'
    yield MapShape(f"Outline{suffix}", edge + outline)
    for state, token in coloured:
        if state.dot:
            look = _background(token, colour) + _edge(token, colour)
            yield MapShape(f"{state.code} dot", _dot(state.dot, token) + look)


def _preset(shape: str) -> str:
    return f'<a:prstGeom prst="{shape}"><a:avLst/></a:prstGeom>'


def _filled(token: str, colour: Colour) -> str:
    return f"<a:solidFill>{colour(token)}</a:solidFill>"


def _background(token: str, colour: Colour) -> str:
    """Return the fill of a category."""
    return _filled(SOLID.get(token, "paper"), colour)


def _edge(token: str | None, colour: Colour) -> str:
    """Return the line round a state: of its colour where its fill is a pattern, else of paper."""
    width, own = _BORDER, "paper"
    if token in PATTERNS:
        width, own = Pt(map_layout.PATTERN_LINES[token]), PATTERNS[token]
    return f'<a:ln w="{emu(width)}">{_filled(own, colour)}<a:round/></a:ln>'


def _bounds(states: Iterable[tuple[Ring, ...]]) -> Bounds:
    rings = [ring for state in states for ring in state]
    return (
        min(min(ring[::2]) for ring in rings),
        min(min(ring[1::2]) for ring in rings),
        max(max(ring[::2]) for ring in rings),
        max(max(ring[1::2]) for ring in rings),
    )


def _spread(found: Bounds) -> int:
    left, top, right, bottom = found
    return (right - left) * (bottom - top)


def _freeform(states: list[tuple[Ring, ...]], corner: Box, scale: float, token: str) -> str:
    """Return place and geometry of outlines: a path for each state, and one for its pattern.

    Programs draw patterned fills each in their own way: lines and dots are paths of the shape.

    Args:
        states: rings of each, in the units of their view.
        corner: of the view, in points.
        scale: points for each unit.
        token: of the fill, if it can be a pattern.
    """
    left, top, right, bottom = _bounds(states)
    width, height = max(right - left, 1), max(bottom - top, 1)
    box = Box(corner.x + left * scale, corner.y + top * scale, width * scale, height * scale)
    size = f'w="{width}" h="{height}"'
    traced = [f"<a:path {size}>{_traced(rings, left, top)}</a:path>" for rings in states]
    if token in PATTERNS:
        drawn = _dotted if token == "dotted" else _hatched  # noqa: S105 - a fill
        pattern = "".join(drawn(states[0], (left, top), scale))
        traced.append(f'<a:path {size} fill="none">{pattern}</a:path>')
    paths = f"<a:pathLst>{''.join(traced)}</a:pathLst>"
    inner = f'{_EMPTY}<a:rect l="0" t="0" r="r" b="b"/>{paths}'
    return f"{place(box)}<a:custGeom>{inner}</a:custGeom>"


def _point(x: float, y: float) -> str:
    return f'<a:pt x="{round(x)}" y="{round(y)}"/>'


def _hatched(rings: tuple[Ring, ...], origin: tuple[int, int], scale: float) -> Iterator[str]:
    """Yield the lines of a hatched state as steps of a path."""
    left, top = origin
    for x, y, u, v in map_layout.hatches(rings, map_layout.CELL / scale):
        start, end = _point(x - left, y - top), _point(u - left, v - top)
        yield f"<a:moveTo>{start}</a:moveTo><a:lnTo>{end}</a:lnTo>"


def _dotted(rings: tuple[Ring, ...], origin: tuple[int, int], scale: float) -> Iterator[str]:
    """Yield the dots of a dotted state as steps of a path: circles as small as their line."""
    left, top = origin
    radius = round(_DOT / scale)
    for x, y in map_layout.dots(rings, map_layout.CELL / scale):
        turn = f'<a:arcTo wR="{radius}" hR="{radius}" stAng="0" swAng="21600000"/>'
        yield f"<a:moveTo>{_point(x - left + radius, y - top)}</a:moveTo>{turn}<a:close/>"


def _traced(rings: tuple[Ring, ...], left: int, top: int) -> str:
    """Return closed rings as the steps of a path; as text, for a map has thousands of them."""
    steps: list[str] = []
    for ring in rings:
        first, *others = zip(ring[::2], ring[1::2], strict=True)
        steps.append(f'<a:moveTo><a:pt x="{first[0] - left}" y="{first[1] - top}"/></a:moveTo>')
        steps += [f'<a:lnTo><a:pt x="{x - left}" y="{y - top}"/></a:lnTo>' for x, y in others]
        steps.append("<a:close/>")
    return "".join(steps)


def _dot(centre: tuple[float, float], token: str) -> str:
    """Return place and geometry of the dot of a state that is too small to be seen."""
    radius = map_layout.DOT_RADIUS
    box = Box(centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius)
    if token not in PATTERNS:
        return place(box) + _preset("ellipse")
    steps = [index * math.tau / _SIDES for index in range(_SIDES)]
    around = [(1 + math.cos(step), 1 + math.sin(step)) for step in steps]
    ring = tuple(round(radius * part / _FINE) for pair in around for part in pair)
    return _freeform([(ring,)], box, _FINE, token)
