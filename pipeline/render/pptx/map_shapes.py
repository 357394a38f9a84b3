"""Maps of a deck as native shapes, a shape for each coloured state; and their legend.

Outlines are written as custom geometry at once; python-pptx's builder takes minutes for a map.
DrawingML does not say how the rings of one path combine. Holes run against the sense of their
outline, so that they stay holes under either rule, and larger states are drawn first, so that a
state inside another shows in any case.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from copy import deepcopy

from pipeline.core.lengths import Pt, emu
from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Map
from pipeline.layout import map_layout
from pipeline.layout.map_layout import PlacedView
from pipeline.render.pptx.slide_shapes import Paint, Sheet
from pipeline.render.pptx.slide_xml import Element, el, extent, offset, parsed, preset, xfrm
from pipeline.render.pptx.text import Line, Setting
from pipeline.render.pptx.text_styles import colour, fill, line, style_of
from pipeline.resources.maps import Ring

_SOLID = {"area": "map_area", "partner": "map_partner"}
#: The colour of a pattern's lines or dots, on the colour of paper.
_PATTERNS = {"hatched": "attention", "dotted": "second", "withheld": "grey"}
#: Points: the line between states.
_BORDER = Pt(0.6)
#: Points: radius of the circle whose line makes a dot.
_DOT = 0.8
#: Points for each unit of swatches and of the dots of small states, and the sides of these.
_FINE = 0.05
_SIDES = 24
#: Points by which a legend's text may be wider than measured: programs round where lines end.
_SLACK = 1.0
#: Points: size and place of a legend entry's swatch.
_SWATCH = Box(0, 4, 26, 16)

Bounds = tuple[int, int, int, int]


def draw(sheet: Sheet, block: Map, frame: Box) -> None:
    """Draw a map's views as one group with the alternative text, and its legend after it."""
    plan = map_layout.plan(block, frame, sheet.theme)
    left = min(placed.box.x for placed in plan.views)
    top = min(placed.box.y for placed in plan.views)
    right = max(placed.box.x + placed.box.width for placed in plan.views)
    bottom = max(placed.box.y + placed.box.height for placed in plan.views)
    properties = sheet.properties("Map", alt=block.alt)
    place = xfrm(Box(left, top, right - left, bottom - top))
    # The group's inner coordinates are the slide's own.
    place.append(offset("a:chOff", emu(left), emu(top)))
    place.append(extent("a:chExt", emu(Pt(right - left)), emu(Pt(bottom - top))))
    head = el("p:nvGrpSpPr", None, properties, el("p:cNvGrpSpPr"), el("p:nvPr"))
    group = el("p:grpSp", None, head, el("p:grpSpPr", None, place))
    for index, placed in enumerate(plan.views):
        group.extend(_view(sheet, block, placed, closer=index > 0))
    sheet.add(group)
    _draw_legend(sheet, block, plan.legend)


def _view(sheet: Sheet, block: Map, placed: PlacedView, *, closer: bool) -> Iterable[Element]:
    """Yield one view's shapes: land, coloured states from large to small, dots."""
    suffix = " (closer view)" if closer else ""
    states = list(map_layout.states(placed, block))
    edge = _freeform([(placed.view.outline,)], placed.box, placed.scale, "")
    seas = (fill(sheet.theme, "tint"), el("a:ln", None, el("a:noFill")))
    yield _leaf(sheet, f"Seas{suffix}", (*edge, *seas))
    # one path of many rings: some programs draw no more than the first path of a shape
    land = [tuple(ring for state in states if state.fill is None for ring in state.rings)]
    if land[0]:
        background = el("a:solidFill", None, colour(sheet.theme, "land"))
        look = (background, _edge(sheet.theme, None))
        yield _leaf(sheet, f"Land{suffix}", (*_freeform(land, placed.box, placed.scale, ""), *look))
    coloured = [(state, state.fill) for state in states if state.fill is not None]
    coloured.sort(key=lambda pair: (-_spread(_bounds([pair[0].rings])), pair[0].code))
    for state, token in coloured:
        look = (_background(sheet.theme, token), _edge(sheet.theme, token))
        traced = _freeform([state.rings], placed.box, placed.scale, token)
        yield _leaf(sheet, f"{state.code}{suffix}", (*traced, *look))
    outline = (el("a:noFill"), line(sheet.theme, "grey", Pt(map_layout.OUTLINE)))
    yield _leaf(sheet, f"Outline{suffix}", (*deepcopy(edge), *outline))
    for state, token in coloured:
        if state.dot:
            yield _dot(sheet, state.code, state.dot, token)


def _background(theme: Theme, token: str) -> Element:
    """Return the fill of a category."""
    if token in _SOLID:
        return fill(theme, _SOLID[token])
    return fill(theme, "paper")


def _edge(theme: Theme, token: str | None) -> Element:
    """Return the line round a state: of its colour where its fill is a pattern, else of paper."""
    if token in _PATTERNS:
        edge = line(theme, _PATTERNS[token], Pt(map_layout.PATTERN_LINES[token]))
    else:
        edge = line(theme, "paper", _BORDER)
    edge.append(el("a:round"))
    return edge


def _bounds(states: Iterable[tuple[Ring, ...]]) -> Bounds:
    rings = [ring for state in states for ring in state]
    return (
        min(min(ring[::2]) for ring in rings),
        min(min(ring[1::2]) for ring in rings),
        max(max(ring[::2]) for ring in rings),
        max(max(ring[1::2]) for ring in rings),
    )


def _spread(bounds: Bounds) -> int:
    left, top, right, bottom = bounds
    return (right - left) * (bottom - top)


def _freeform(
    states: list[tuple[Ring, ...]], corner: Box, scale: float, token: str
) -> tuple[Element, Element]:
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
    if token in _PATTERNS:
        drawn = _dotted if token == "dotted" else _hatched  # noqa: S105 - a fill
        pattern = "".join(drawn(states[0], (left, top), scale))
        traced.append(f'<a:path {size} fill="none">{pattern}</a:path>')
    paths = parsed("a:pathLst", "".join(traced))
    empty = [el(f"a:{part}") for part in ("avLst", "gdLst", "ahLst", "cxnLst")]
    edge = {"l": "0", "t": "0", "r": "r", "b": "b"}
    return xfrm(box), el("a:custGeom", None, *empty, el("a:rect", edge), paths)


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


def _dot(sheet: Sheet, code: str, centre: tuple[float, float], token: str) -> Element:
    """Return the dot of a state that is too small to be seen."""
    radius = map_layout.DOT_RADIUS
    box = Box(centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius)
    traced = (xfrm(box), preset("ellipse"))
    if token in _PATTERNS:
        steps = [index * math.tau / _SIDES for index in range(_SIDES)]
        around = [(1 + math.cos(step), 1 + math.sin(step)) for step in steps]
        ring = tuple(round(radius * part / _FINE) for pair in around for part in pair)
        traced = _freeform([(ring,)], box, _FINE, token)
    return _leaf(
        sheet, f"{code} dot", (*traced, _background(sheet.theme, token), _edge(sheet.theme, token))
    )


def _sample(sheet: Sheet, box: Box, token: str) -> Element:
    """Return a legend's swatch."""
    theme = sheet.theme
    traced, outline = (xfrm(box), preset()), line(theme, "muted", Pt(0.5))
    if token in _PATTERNS:
        right, bottom = round(box.width / _FINE), round(box.height / _FINE)
        ring = (0, 0, right, 0, right, bottom, 0, bottom)
        traced, outline = _freeform([(ring,)], box, _FINE, token), _edge(theme, token)
    return _leaf(sheet, "Legend swatch", (*traced, _background(theme, token), outline))


def _leaf(sheet: Sheet, name: str, appearance: Iterable[Element]) -> Element:
    """Return a shape of the map; the group speaks for it."""
    properties = sheet.properties(name, decoration=True)
    head = el("p:nvSpPr", None, properties, el("p:cNvSpPr"), el("p:nvPr"))
    return el("p:sp", None, head, el("p:spPr", None, *appearance))


def _draw_legend(sheet: Sheet, block: Map, box: Box) -> None:
    """Draw a swatch and a text for each named category."""
    theme = sheet.theme
    style = style_of(theme, "legend", dark=sheet.dark)
    width = box.width - map_layout.SWATCH_ROOM
    top: float = box.y
    heights = map_layout.entry_heights(block, box.width, theme)
    for entry, height in zip(map_layout.legend_entries(block), heights, strict=True):
        swatch = Box(box.x + _SWATCH.x, top + _SWATCH.y, _SWATCH.width, _SWATCH.height)
        sheet.add(_sample(sheet, swatch, entry.fill))
        place = Box(box.x + map_layout.SWATCH_ROOM, top, width + _SLACK, height)
        lines = [Line(entry.label, style)]
        properties = sheet.properties("Legend", lines, numbered=True)
        setting = Setting(style, own=True)
        sheet.add(sheet.text_shape(properties, place, lines, setting, Paint()))
        top += height + style.space
