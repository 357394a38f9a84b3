"""Native charts of a deck, in the theme's colours, with their workbook."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from pipeline.core import lengths
from pipeline.core.ooxml_names import CHART_URI
from pipeline.design.slide_design import SLOTS
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Chart
from pipeline.edition.slide import Frame
from pipeline.edition.spoken_text import alternative
from pipeline.layout import chart_layout
from pipeline.layout.chart_parts import ChartPlan
from pipeline.render.drawingml import labels_beside
from pipeline.render.drawingml.chart_look import ChartLook
from pipeline.render.drawingml.drawing_text import Xml, xml
from pipeline.render.drawingml.labels_beside import PlacedLabel
from pipeline.render.drawingml.native_chart import chart_part
from pipeline.render.drawingml.workbook import workbook
from pipeline.render.pptx.slide_shapes import Paint, Sheet
from pipeline.render.pptx.text import Line, Setting
from pipeline.render.pptx.text_styles import LetterStyle, Style, colour

#: Colours of charts that are a lighter or a darker shade of a slot's, in thousandths of a per cent.
_SHADES = {
    "grey": ("muted", {"lumMod": 67_000, "lumOff": 33_000}),
    "deep": ("accent", {"lumMod": 65_000}),
}


def draw(sheet: Sheet, block: Chart, frame: Frame, holder: Mapping[str, str | int] | None) -> None:
    """Draw a chart in its frame, in its region's placeholder if that is free."""
    theme, language = sheet.theme, sheet.typesetter.language
    box = Box(frame.x, frame.y, frame.width, frame.height)
    plan = chart_layout.plan(block, Box(0, 0, box.width, box.height), theme, frame.step)
    look = ChartLook(language, _slot)
    if theme.house:
        look = ChartLook(language, partial(colour, theme), face=theme.house.face)
    drawn, book = chart_part(block, plan, box, look), workbook(block, theme, language)
    properties = sheet.properties("Chart", numbered=True, alt=alternative(block))
    content = xml("c:chart", {"r:id": sheet.media.chart(drawn, book)})
    data = xml("a:graphicData", {"uri": CHART_URI}, content)
    sheet.add(sheet.graphic(properties, holder, box, data))
    _draw_beside(sheet, block, plan, box)


def _slot(token: str) -> Xml:
    """Return a colour of our own decks as a slot of the theme, or a shade of one."""
    slot, changes = _SHADES.get(token, (token, {}))
    inner = (xml(f"a:{change}", {"val": part}) for change, part in changes.items())
    return xml("a:schemeClr", {"val": SLOTS[slot]}, *inner)


def _draw_beside(sheet: Sheet, block: Chart, plan: ChartPlan, box: Box) -> None:
    """Draw what a native chart does not have, as shapes beside it."""
    for swatch in labels_beside.swatches(block, plan):
        place = Box(box.x + swatch.box.x, box.y + swatch.box.y, swatch.box.width, swatch.box.height)
        sheet.add(sheet.shape("Legend swatch", place, Paint(fill=swatch.token, shape=swatch.shape)))
    for label in labels_beside.labels(block, plan, sheet.theme):
        _draw_label(sheet, label, box)


def _draw_label(sheet: Sheet, label: PlacedLabel, box: Box) -> None:
    """Draw one label as a text of its own."""
    place = Box(box.x + label.box.x, box.y + label.box.y, label.box.width, label.box.height)
    letters = LetterStyle(lengths.Pt(label.size), label.bold, label.colour)
    style = Style(letters, align=label.align)
    lines = [Line(label.runs, style)]
    setting = Setting(style, own=True, anchor="ctr", turned=label.turned, one_line=True)
    paint = Paint(fill="marker_ground" if label.is_marker else None)
    properties = sheet.properties("Chart label", lines, numbered=True)
    sheet.add(sheet.text_shape(properties, place, lines, setting, paint))
