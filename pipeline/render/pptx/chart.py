"""Native charts of a deck, in the theme's colours, with their workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.parts.chart import ChartPart
from pptx.util import Pt

from pipeline.core import lengths
from pipeline.core.ooxml_names import CHART_URI, q
from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart, Runs, TextRun
from pipeline.edition.slide import Frame
from pipeline.edition.spoken_text import alternative
from pipeline.edition.texts import plain
from pipeline.layout import chart_layout, chart_parts
from pipeline.layout.chart_parts import ChartPlan, Label
from pipeline.render.pptx import brand_template, chart_forms
from pipeline.render.pptx.chart_series import SLOTS, ink, style_series
from pipeline.render.pptx.slide_shapes import Paint, Sheet
from pipeline.render.pptx.slide_xml import Element, el, text
from pipeline.render.pptx.text import Line, Setting
from pipeline.render.pptx.text_styles import LetterStyle, Style
from pipeline.render.pptx.workbook import workbook

_TYPES = {
    ("column", False): XL_CHART_TYPE.COLUMN_CLUSTERED,
    ("column", True): XL_CHART_TYPE.COLUMN_STACKED,
    ("bar", False): XL_CHART_TYPE.BAR_CLUSTERED,
    ("bar", True): XL_CHART_TYPE.BAR_STACKED,
    ("line", False): XL_CHART_TYPE.LINE_MARKERS,
    ("area", False): XL_CHART_TYPE.AREA,
    ("area", True): XL_CHART_TYPE.AREA_STACKED,
    ("scatter", False): XL_CHART_TYPE.XY_SCATTER,
    ("pie", False): XL_CHART_TYPE.PIE,
    ("doughnut", False): XL_CHART_TYPE.DOUGHNUT,
}
#: Colours on which letters of a ring are dark.
_LIGHT = ("map_area", "grey")
_HOLE = "58"


def draw(sheet: Sheet, block: Chart, frame: Frame, holder: Mapping[str, str | int] | None) -> None:
    """Draw a chart in its frame, in its region's placeholder if that is free."""
    package = cast("Any", sheet.media.package)
    part: Any = ChartPart.new(
        _TYPES[block.form, block.stacked], chart_forms.data(block, _number_format(block)), package
    )
    chart_forms.take_lines_out(part.chart._chartSpace, block)
    book = workbook(block, sheet.theme, sheet.typesetter.language)
    part.chart_workbook.update_from_xlsx_blob(book)
    box = Box(frame.x, frame.y, frame.width, frame.height)
    plan = chart_layout.plan(block, Box(0, 0, box.width, box.height), sheet.theme, frame.step)
    _style(part.chart, block, plan, box)
    _number_axes(part.chart._chartSpace)
    _speak(part.chart._chartSpace, sheet.typesetter.language)
    if sheet.theme.house:
        brand_template.recolour(part.chart, sheet.theme)
    properties = sheet.properties("Chart", numbered=True, alt=alternative(block))
    content = el("c:chart", {"r:id": sheet.media.chart(part)})
    data = el("a:graphicData", {"uri": CHART_URI}, content)
    sheet.add(sheet.graphic(properties, holder, box, data))
    _draw_beside(sheet, block, plan, box)


def _draw_beside(sheet: Sheet, block: Chart, plan: ChartPlan, box: Box) -> None:
    """Draw what a native chart does not have: names, totals, what stands for missing numbers."""
    if chart_text.is_whole(block):
        return
    colours = chart_parts.series_colours(block)
    for index, swatch in plan.swatches:
        place = Box(box.x + swatch.x, box.y + swatch.y, swatch.width, swatch.height)
        paint = Paint(fill=colours[index], shape=chart_forms.swatch_shape(block, index))
        sheet.add(sheet.shape("Legend swatch", place, paint))
    missing = iter(chart_text.beside(block))
    for kinds in ({"unit"}, {"name"}, {"marker", "absent"}, {"total"}, {"category"}):
        for label in plan.labels:
            if label.kind in kinds:
                runs = next(missing) if "marker" in kinds else (TextRun(text=label.text),)
                _draw_label(sheet, label, runs, plan.size, box)


def _draw_label(sheet: Sheet, label: Label, runs: Runs, usual: float, box: Box) -> None:
    """Draw one label as a text of its own."""
    theme, size = sheet.theme, label.size or usual
    is_marker = label.kind == "marker"
    heavy = is_marker or label.kind == "total"
    wide = chart_parts.marker_width(label.text, size, theme.fonts.deck.family, bold=heavy)
    high = (chart_parts.MARKER_HEIGHT if is_marker else theme.line_height) * size
    starts = {"middle": wide / 2, "start": 0.0, "end": wide}
    left = box.x + label.x - starts[label.anchor]
    place = Box(left, box.y + label.y - high / 2, wide, high)
    if label.turned:
        place = Box(left + (wide - high) / 2, box.y + label.y - wide / 2, high, wide)
    aligned = {"start": "l", "middle": "ctr", "end": "r"}[label.anchor]
    style = Style(LetterStyle(lengths.Pt(size), heavy, label.colour), align=aligned)
    lines = [Line(runs, style)]
    setting = Setting(style, own=True, anchor="ctr", turned=label.turned, one_line=True)
    paint = Paint(fill="marker_ground" if is_marker else None)
    properties = sheet.properties("Chart label", lines, numbered=True)
    sheet.add(sheet.text_shape(properties, place, lines, setting, paint))


#: How programs print whole numbers, in the signs of no reader's own language: a no-break space
#: between thousands, a minus as long as a plus.
_PLAIN, _SIGNED = "0", '0;"\u2212"0'
_GROUPED = '[>=1000000]#"\u00a0"###"\u00a0"##0;[>=1000]#"\u00a0"##0;0'
_SIGNED_GROUPED = '#"\u00a0"##0;"\u2212"#"\u00a0"##0;0'
_THOUSAND = 1000


def _whole_format(values: Iterable[float]) -> str:
    """Return the form of whole numbers."""
    given = list(values)
    signed = any(value < 0 for value in given)
    if all(abs(value) < _THOUSAND for value in given):
        return _SIGNED if signed else _PLAIN
    return _SIGNED_GROUPED if signed else _GROUPED


def _numbers(block: Chart) -> list[float]:
    return [value for series in block.series for value in series.values if value is not None]


def _number_format(block: Chart) -> str:
    if block.decimals:
        return "0." + "0" * block.decimals
    return _whole_format(_numbers(block))


def _style(chart: Any, block: Chart, plan: ChartPlan, box: Box) -> None:
    chart.font.size = Pt(plan.size)
    chart.font.color.theme_color = SLOTS["ink"]
    chart.has_title = bool(block.unit)
    if block.unit:
        _title(chart, plain(block.unit), plan.size)
    in_ring = block.form == "doughnut"
    chart.has_legend = in_ring
    if in_ring:
        chart.legend.position = XL_LEGEND_POSITION.RIGHT
        chart.legend.include_in_layout = False
    if chart_text.is_whole(block):
        _style_whole(chart.plots[0], block)
    else:
        _style_axes(chart, block)
        style_series(chart, block)
    if chart_text.is_labelled(block):
        _style_labels(chart.plots[0], block)
        if chart_text.is_spelled(block):
            _spell_labels(chart.plots[0], block)
    plot = plan.plot
    if in_ring:  # its legend stands on the right
        plot = Box(0, plot.y, plot.width, plot.height)
    _layout(chart._chartSpace, plot, box, plan.size)


def _title(chart: Any, text: str, size: float) -> None:
    frame = chart.chart_title.text_frame
    chart.chart_title.include_in_layout = False
    frame.text = text
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(size), False
    font.color.theme_color = SLOTS["muted"]


def _style_axes(chart: Any, block: Chart) -> None:
    labelled = chart_text.is_labelled(block)
    values, categories = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale = block.ticks[0], block.ticks[-1]
    values.major_unit = block.ticks[1] - block.ticks[0]
    values.visible = not labelled
    if block.form == "scatter":
        _style_numbers_below(categories, block)
    elif block.form == "area":
        chart_forms.between_categories(chart._chartSpace)
    values.has_major_gridlines = not labelled
    if not labelled:
        ink(values.major_gridlines.format.line.color, "rule")
        values.major_gridlines.format.line.width = Pt(0.5)
        values.format.line.fill.background()
        values.major_tick_mark = XL_TICK_MARK.NONE
        ink(values.tick_labels.font.color, "muted")
        values.tick_labels.number_format = _tick_format(block.ticks)
        values.tick_labels.number_format_is_linked = False
    chart_forms.add_right_axis(chart._chartSpace, block, _tick_format(block.second_ticks))
    categories.has_major_gridlines = False
    categories.major_tick_mark = XL_TICK_MARK.NONE
    # very many names are drawn beside the chart: not every program leaves out the same ones
    none = chart_text.is_thinned(block)
    categories.tick_label_position = (
        XL_TICK_LABEL_POSITION.NONE if none else XL_TICK_LABEL_POSITION.LOW
    )
    if block.form == "scatter":
        chart_forms.cross_at_least(chart._chartSpace)
    if block.form == "bar":  # the first category at the top, the axis of values below all
        categories.reverse_order = True
        # python-pptx lets only an axis of values say where it is crossed
        for crosses in values._element.iter(q("c:crosses")):
            crosses.set("val", "max")
    ink(categories.format.line.color, "muted")


def _tick_format(ticks: Sequence[float]) -> str:
    """Return the form of the numbers of an axis."""
    whole = all(mark == int(mark) for mark in ticks)
    return _whole_format(ticks) if whole else "General"


def _style_numbers_below(axis: Any, block: Chart) -> None:
    """Style the axis below a scatter chart."""
    ticks = block.second_ticks
    axis.minimum_scale, axis.maximum_scale = ticks[0], ticks[-1]
    axis.major_unit = ticks[1] - ticks[0]
    ink(axis.tick_labels.font.color, "muted")
    axis.tick_labels.number_format = _tick_format(ticks)
    axis.tick_labels.number_format_is_linked = False


def _style_whole(plot: Any, block: Chart) -> None:
    plot.vary_by_categories = True
    for index in range(len(block.categories)):
        point = plot.series[0].points[index]
        point.format.fill.solid()
        token = chart_parts.series_colours(block)[index]
        ink(point.format.fill.fore_color, token)
        ink(point.format.line.color, "paper")
        if block.form == "doughnut":
            letters = "ink" if token in _LIGHT else "paper"
            ink(point.data_label.font.color, letters)
    if block.form == "doughnut":
        for hole in plot._element.iter(q("c:holeSize")):
            hole.set("val", _HOLE)


def _style_labels(plot: Any, block: Chart) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = _number_format(block), False
    if block.form == "pie":
        labels.show_category_name, labels.show_percentage = True, False
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        _separate(labels._element)
    elif block.form == "doughnut":
        labels.show_percentage = False
    elif block.form == "line":
        labels.position = XL_LABEL_POSITION.ABOVE
    else:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _spell_labels(plot: Any, block: Chart) -> None:
    """Give each label its text, as it is printed in the other formats."""
    position = None if block.form == "doughnut" else plot.data_labels.position
    for series, drawn in zip(block.series, plot.series, strict=True):
        for index, value in enumerate(series.values):
            if value is None:
                continue
            label = drawn.points[index].data_label
            label.text_frame.text = "\n".join(chart_text.spelled(block, series, index))
            if position is not None:
                label.position = position
            if block.form == "doughnut":
                token = chart_parts.series_colours(block)[index]
                letters = "ink" if token in _LIGHT else "paper"
                for paragraph in label.text_frame.paragraphs:
                    for run in paragraph.runs:
                        ink(run.font.color, letters)


def _separate(labels: Element) -> None:
    """Put a part's number on a line below its name."""
    for old in labels.findall(q("c:separator")):
        labels.remove(old)
    before = labels.find(q("c:showBubbleSize"))
    mark = text("c:separator", "\n")
    labels.insert(len(labels) if before is None else labels.index(before) + 1, mark)


def _is_beside(head: Element) -> bool:
    """Say whether a legend stands on the right."""
    return any(row.get("val", "r") == "r" for row in head.iter(q("c:legendPos")))


def _put_left(head: Element, y: float) -> None:
    """Put a title or a legend to the left edge, as the plan has it."""
    for old in head.findall(q("c:layout")):
        head.remove(old)
    manual = el(
        "c:manualLayout",
        None,
        el("c:xMode", {"val": "edge"}),
        el("c:yMode", {"val": "edge"}),
        el("c:x", {"val": "0"}),
        el("c:y", {"val": f"{y:.4f}"}),
    )
    before = head.find(q("c:tx"))
    if before is None:
        before = head.find(q("c:legendPos"))
    head.insert(0 if before is None else head.index(before) + 1, el("c:layout", None, manual))


def _layout(root: Element, plot: Box, box: Box, size: float) -> None:
    """Put the plot where the plan has it, so that deck and PDF show the same."""
    area = chart_forms.plot_area(root)
    for old in area.findall(q("c:layout")):
        area.remove(old)
    top = 0.0
    for head in (*root.iter(q("c:title")), *root.iter(q("c:legend"))):
        if head.getparent() is area.getparent() and not _is_beside(head):
            _put_left(head, top / box.height)
            top += size * 1.22
    across, down = box.width, box.height
    shares = (plot.x / across, plot.y / down, plot.width / across, plot.height / down)
    values = [
        el(f"c:{tag}", {"val": f"{share:.4f}"})
        for tag, share in zip(("x", "y", "w", "h"), shares, strict=True)
    ]
    manual = el(
        "c:manualLayout",
        None,
        el("c:layoutTarget", {"val": "inner"}),
        el("c:xMode", {"val": "edge"}),
        el("c:yMode", {"val": "edge"}),
        *values,
    )
    area.insert(0, el("c:layout", None, manual))


def _number_axes(root: Element) -> None:
    """Number axes from 1: python-pptx gives them negative ids, which the format does not allow."""
    ids: dict[str | None, str] = {}
    for row in root.iter(q("c:axId"), q("c:crossAx")):
        row.set("val", ids.setdefault(row.get("val"), str(len(ids) + 1)))


def _speak(root: Element, language: str) -> None:
    """Say in which language the chart's texts are."""
    for properties in root.iter(q("a:rPr"), q("a:defRPr"), q("a:endParaRPr")):
        properties.set("lang", language)
