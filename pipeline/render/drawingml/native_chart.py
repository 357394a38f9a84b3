"""Native charts of decks and Word documents: the XML of a chart part, in the theme's colours.

python-pptx writes a chart's data and knows its parts; what is placed and how large it is comes from
the plan by which the other formats draw the same chart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pptx.chart.chart import Chart as ChartProxy
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml import parse_xml
from pptx.util import Length, Pt

from pipeline.core.ooxml_names import q
from pipeline.design.slide_design import SLOTS
from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.edition.texts import plain
from pipeline.layout import chart_parts
from pipeline.layout.chart_parts import ChartPlan
from pipeline.render.drawingml import chart_forms, chart_series
from pipeline.render.drawingml.chart_series import ink
from pipeline.render.drawingml.drawing_text import Xml, elements
from pipeline.render.drawingml.drawing_xml import Element, el, text

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
#: Points: lines across the plot.
_GRIDLINE = 0.5
#: Tokens whose colours in a chart are a shade of a slot.
_SHADED = {SLOTS["muted"]: "grey", SLOTS["accent"]: "deep"}


@dataclass(frozen=True)
class ChartLook:
    """Look of a chart that its plan does not have.

    Attributes:
        language: BCP 47 tag of its texts.
        scale: length of a point of the plan in the file.
        face: font; empty for that of the file's theme.
        colour: of a token; None for the slots of our own decks.
        in_text: in a document, whose program would give a chart a ground and an outline; there a
            ring has no legend and no numbers in it: its labels are drawn beside it.
    """

    language: str
    scale: float = 1
    face: str = ""
    colour: Callable[[str], Xml] | None = None
    in_text: bool = False

    def points(self, length: float) -> Length:
        """Return a length of the plan in the file, to a tenth of a point if it is another one."""
        return Pt(length if self.scale == 1 else round(length * self.scale, 1))


def chart_space(block: Chart, plan: ChartPlan, box: Box, look: ChartLook) -> Any:
    """Return the root of a chart's part, to which its workbook is still to be tied.

    Args:
        block: the chart.
        plan: its places, in points from the top left of its box.
        box: its size in points of the plan.
        look: what the plan does not have.
    """
    given = chart_forms.data(block, _number_format(block))
    root = parse_xml(given.xml_bytes(_TYPES[block.form, block.stacked]))
    chart_forms.take_lines_out(root, block)
    chart = cast("Any", ChartProxy)(root, None)
    _style(chart, block, plan, look)
    in_ring = block.form == "doughnut" and not look.in_text  # its legend stands on the right
    plot = Box(0, plan.plot.y, plan.plot.width, plan.plot.height) if in_ring else plan.plot
    _layout(root, plot, box, plan.size)
    if look.in_text:
        _bare(root)
    _number_axes(root)
    _speak(root, look.language)
    if look.colour:
        _recolour(root, look.colour)
    if look.face:
        chart.font.name = look.face
    return root


def _bare(root: Element) -> None:
    """Leave out the ground and the outline of a chart."""
    empty = el("c:spPr", None, el("a:noFill"), el("a:ln", None, el("a:noFill")))
    chart = root.find(q("c:chart"))
    root.insert(len(root) if chart is None else root.index(chart) + 1, empty)


def _recolour(root: Element, colour: Callable[[str], Xml]) -> None:
    """Put the colours of a file's own theme into a chart that was styled by our slots."""
    tokens = {slot: token for token, slot in SLOTS.items()}
    for row in list(root.iter(q("a:schemeClr"))):
        slot = str(row.get("val"))
        token = _SHADED.get(slot) if len(row) else tokens.get(slot)
        parent = row.getparent()
        if token is not None and parent is not None:
            own = elements(colour(token))[0]
            for clear in row.findall(q("a:alpha")):
                own.append(clear)
            parent.replace(row, own)


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


def _style(chart: Any, block: Chart, plan: ChartPlan, look: ChartLook) -> None:
    size = look.points(plan.size)
    chart.font.size = size
    chart.font.color.theme_color = chart_series.SLOTS["ink"]
    chart.has_title = bool(block.unit)
    if block.unit:
        _title(chart, plain(block.unit), size)
    is_bare = block.form == "doughnut" and look.in_text  # its labels stand beside it
    chart.has_legend = block.form == "doughnut" and not is_bare
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.RIGHT
        chart.legend.include_in_layout = False
    if chart_text.is_whole(block):
        _style_whole(chart.plots[0], block, is_bare=is_bare)
    else:
        _style_axes(chart, block, look.points(_GRIDLINE))
        chart_series.style_series(chart, block, look.points)
    if chart_text.is_labelled(block) and not is_bare:
        _style_labels(chart.plots[0], block)
        if chart_text.is_spelled(block):
            _spell_labels(chart.plots[0], block)


def _title(chart: Any, text: str, size: Length) -> None:
    frame = chart.chart_title.text_frame
    chart.chart_title.include_in_layout = False
    frame.text = text
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = size, False
    font.color.theme_color = chart_series.SLOTS["muted"]


def _style_axes(chart: Any, block: Chart, line: Length) -> None:
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
        values.major_gridlines.format.line.width = line
        values.format.line.fill.background()
        values.major_tick_mark = XL_TICK_MARK.NONE
        _number(values, block.ticks)
    chart_forms.add_right_axis(chart._chartSpace, block, _whole_format(block.second_ticks))
    categories.has_major_gridlines = False
    categories.major_tick_mark = XL_TICK_MARK.NONE
    # very many names are drawn beside the chart: not every program leaves out the same ones
    none = chart_text.is_thinned(block) or (
        block.form == "scatter" and chart_text.has_spelled_marks(block.second_ticks)
    )
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


def _number(axis: Any, ticks: Sequence[float]) -> None:
    """Number the marks of an axis, but for those that are texts beside the chart."""
    ink(axis.tick_labels.font.color, "muted")
    axis.tick_labels.number_format = _whole_format(ticks)
    axis.tick_labels.number_format_is_linked = False
    if chart_text.has_spelled_marks(ticks):
        axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE


def _style_numbers_below(axis: Any, block: Chart) -> None:
    """Style the axis below a scatter chart."""
    ticks = block.second_ticks
    axis.minimum_scale, axis.maximum_scale = ticks[0], ticks[-1]
    axis.major_unit = ticks[1] - ticks[0]
    _number(axis, ticks)


def _style_whole(plot: Any, block: Chart, *, is_bare: bool) -> None:
    plot.vary_by_categories = True
    plot.has_data_labels = not is_bare
    for index in range(len(block.categories)):
        point = plot.series[0].points[index]
        point.format.fill.solid()
        token = chart_parts.series_colours(block)[index]
        ink(point.format.fill.fore_color, token)
        ink(point.format.line.color, "paper")
        if block.form == "doughnut" and not is_bare:
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
