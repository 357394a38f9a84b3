"""Maps as native shapes: land as one shape, each coloured state another, named by its code.

Outlines are written as custom geometry at once; python-pptx's builder takes minutes for a map.
DrawingML does not say how the rings of one path combine. Holes run against the sense of their
outline, so that they stay holes under either rule, and larger states are drawn first, so that a
state inside another shows in any case.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.design.theme import Box, Theme
from pipeline.edition.edition import Map
from pipeline.layout import map_layout
from pipeline.layout.map_layout import DrawnState, PlacedView
from pipeline.render.ooxml import emu
from pipeline.render.pptx.slide_shapes import Paint, Sheet
from pipeline.render.pptx.slide_xml import Element, el, parsed, preset, xfrm
from pipeline.render.pptx.text import Line, Setting
from pipeline.render.pptx.text_styles import colour, fill, line, style_of
from pipeline.resources.maps import Ring

_SOLID = {"area": "map_area", "partner": "map_partner", "withheld": "land"}
#: Pattern and the colour of its lines or dots, on the colour of paper.
_PATTERNS = {"hatched": ("wdUpDiag", "attention"), "dotted": ("pct40", "second")}
#: Points: the line between states, and the frame of the closer view.
_BORDER = 0.4
_INSET_FRAME = 0.75
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
    place.append(el("a:chOff", {"x": emu(left), "y": emu(top)}))
    place.append(el("a:chExt", {"cx": emu(right - left), "cy": emu(bottom - top)}))
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
    land = [state.rings for state in states if state.fill is None]
    if land:
        ground = el("a:solidFill", None, colour(sheet.theme, "land"))
        yield _freeform(sheet, f"Land{suffix}", land, placed, ground)
    coloured = [(state, state.fill) for state in states if state.fill is not None]
    coloured.sort(key=lambda pair: (-_spread(_bounds([pair[0].rings])), pair[0].code))
    for state, token in coloured:
        ground = _ground(sheet.theme, token)
        yield _freeform(sheet, f"{state.code}{suffix}", [state.rings], placed, ground)
    for state, token in coloured:
        if state.dot:
            yield _dot(sheet, state, state.dot, _ground(sheet.theme, token))
    if closer:
        frame = Paint(line="rule", width=_INSET_FRAME)
        yield sheet.shape("Frame of closer view", placed.box, frame)


def _ground(theme: Theme, token: str) -> Element:
    """Return the fill of a category."""
    if token in _SOLID:
        return fill(theme, _SOLID[token])
    pattern, ink = _PATTERNS[token]
    return el(
        "a:pattFill",
        {"prst": pattern},
        el("a:fgClr", None, colour(theme, ink)),
        el("a:bgClr", None, colour(theme, "paper")),
    )


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
    sheet: Sheet, name: str, states: list[tuple[Ring, ...]], placed: PlacedView, ground: Element
) -> Element:
    """Return outlines as one shape, with a path of its own for each state."""
    left, top, right, bottom = _bounds(states)
    width, height = max(right - left, 1), max(bottom - top, 1)
    scale = placed.scale
    box = Box(
        placed.box.x + left * scale, placed.box.y + top * scale, width * scale, height * scale
    )
    size = f'w="{width}" h="{height}"'
    traced = (f"<a:path {size}>{_traced(rings, left, top)}</a:path>" for rings in states)
    paths = parsed("a:pathLst", "".join(traced))
    empty = [el(f"a:{part}") for part in ("avLst", "gdLst", "ahLst", "cxnLst")]
    edge = {"l": "0", "t": "0", "r": "r", "b": "b"}
    geometry = el("a:custGeom", None, *empty, el("a:rect", edge), paths)
    outline = line(sheet.theme, "paper", _BORDER)
    outline.append(el("a:round"))
    return _leaf(sheet, name, (xfrm(box), geometry, ground, outline))


def _traced(rings: tuple[Ring, ...], left: int, top: int) -> str:
    """Return closed rings as the steps of a path; as text, for a map has thousands of them."""
    steps: list[str] = []
    for ring in rings:
        first, *others = zip(ring[::2], ring[1::2], strict=True)
        steps.append(f'<a:moveTo><a:pt x="{first[0] - left}" y="{first[1] - top}"/></a:moveTo>')
        steps += [f'<a:lnTo><a:pt x="{x - left}" y="{y - top}"/></a:lnTo>' for x, y in others]
        steps.append("<a:close/>")
    return "".join(steps)


def _dot(sheet: Sheet, state: DrawnState, centre: tuple[float, float], ground: Element) -> Element:
    """Return the dot of a state that is too small to be seen."""
    radius = map_layout.DOT_RADIUS
    box = Box(centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius)
    outline = line(sheet.theme, "paper", _BORDER)
    return _leaf(sheet, f"{state.code} dot", (xfrm(box), preset("ellipse"), ground, outline))


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
    top = box.y
    heights = map_layout.entry_heights(block, box.width, theme)
    for entry, height in zip(map_layout.legend_entries(block), heights, strict=True):
        swatch = Box(box.x + _SWATCH.x, top + _SWATCH.y, _SWATCH.width, _SWATCH.height)
        outline = line(theme, "muted", 0.5)
        look = (xfrm(swatch), preset(), _ground(theme, entry.fill), outline)
        sheet.add(_leaf(sheet, "Legend swatch", look))
        place = Box(box.x + map_layout.SWATCH_ROOM, top, width + _SLACK, height)
        lines = [Line(entry.label, style)]
        properties = sheet.properties("Legend", lines, numbered=True)
        setting = Setting(style, own=True)
        sheet.add(sheet.text_shape(properties, place, lines, setting, Paint()))
        top += height + style.space
