"""Maps of a deck as native shapes, a shape for each coloured state; and their legend."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pipeline.core.lengths import Pt, emu
from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Map
from pipeline.layout import map_layout
from pipeline.render.drawingml import map_outlines
from pipeline.render.drawingml.drawing_text import (
    Xml,
    extent,
    offset,
    xfrm,
    xml,
)
from pipeline.render.pptx.slide_shapes import Paint, Sheet
from pipeline.render.pptx.text import Line, Setting
from pipeline.render.pptx.text_styles import colour, style_of

#: Points by which a legend's text may be wider than measured: programs round where lines end.
_SLACK = 1.0
#: Points: size and place of a legend entry's swatch.
_SWATCH = Box(0, 4, 26, 16)


def draw(sheet: Sheet, block: Map, frame: Box) -> None:
    """Draw a map's views as one group with the alternative text, and its legend after it."""
    plan = map_layout.plan(block, frame, sheet.theme)
    box = map_outlines.bounds(plan.views)
    properties = sheet.properties("Map", alt=block.alt)
    # The group's inner coordinates are the slide's own.
    corner = offset("a:chOff", emu(box.x), emu(box.y))
    size = extent("a:chExt", emu(Pt(box.width)), emu(Pt(box.height)))
    place = xfrm(box, inside=(corner, size))
    head = xml("p:nvGrpSpPr", None, properties, xml("p:cNvGrpSpPr"), xml("p:nvPr"))
    shapes = map_outlines.shapes(block, plan.views, _painted(sheet.theme))
    leaves = [_leaf(sheet, shape.name, shape.appearance) for shape in shapes]
    sheet.add(xml("p:grpSp", None, head, xml("p:grpSpPr", None, place), *leaves))
    _draw_legend(sheet, block, plan.legend)


def _painted(theme: Theme) -> Callable[[str], str]:
    """Return what writes the colour of a token."""
    return partial(colour, theme)


def _leaf(sheet: Sheet, name: str, appearance: str) -> Xml:
    """Return a shape of the map; the group speaks for it."""
    properties = sheet.properties(name, decoration=True)
    head = xml("p:nvSpPr", None, properties, xml("p:cNvSpPr"), xml("p:nvPr"))
    return xml("p:sp", None, head, xml("p:spPr", None, Xml(appearance)))


def _draw_legend(sheet: Sheet, block: Map, box: Box) -> None:
    """Draw a swatch and a text for each named category."""
    theme = sheet.theme
    style = style_of(theme, "legend", dark=sheet.dark)
    width = box.width - map_layout.SWATCH_ROOM
    top: float = box.y
    heights = map_layout.entry_heights(block, box.width, theme)
    for entry, height in zip(map_layout.legend_entries(block), heights, strict=True):
        swatch = Box(box.x + _SWATCH.x, top + _SWATCH.y, _SWATCH.width, _SWATCH.height)
        drawn = map_outlines.sample(swatch, entry.fill, _painted(theme))
        sheet.add(_leaf(sheet, "Legend swatch", drawn))
        place = Box(box.x + map_layout.SWATCH_ROOM, top, width + _SLACK, height)
        lines = [Line(entry.label, style)]
        properties = sheet.properties("Legend", lines, numbered=True)
        setting = Setting(style, own=True)
        sheet.add(sheet.text_shape(properties, place, lines, setting, Paint()))
        top += height + style.space
