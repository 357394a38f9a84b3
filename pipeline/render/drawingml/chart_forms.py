"""Forms of native charts: their data, lines over columns, an axis at the right, clear areas."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, cast

from pipeline.core.ooxml_names import q
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.edition.texts import plain
from pipeline.render.drawingml.chart_data import CategoryChartData, XyChartData
from pipeline.render.drawingml.drawing_xml import Element, el

#: Ids of the axes that belong to the axis at the right.
_RIGHT = ("right categories", "right values")
#: Opacity of areas that lie through each other, in thousandths of a per cent; as in the PDF.
_CLEAR = "25000"


def data(block: Chart, number_format: str) -> Any:
    """Return a chart's data in the form that its kind of native chart takes."""
    if block.form == "scatter":
        points: Any = cast("Any", XyChartData)(number_format=number_format)
        for series in block.series:
            added = points.add_series(plain(series.name))
            for x, y in zip(series.xs, series.values, strict=True):
                added.add_data_point(chart_text.number(x), chart_text.number(y or 0.0))
        return points
    found: Any = cast("Any", CategoryChartData)(number_format=number_format)
    found.categories = [plain(category) for category in block.categories]
    for series in block.series:
        values = [None if value is None else chart_text.number(value) for value in series.values]
        found.add_series(plain(series.name), values)
    return found


def plot_area(root: Element) -> Element:
    """Return the element in which a chart's plots and axes stand."""
    area = root.find(f"{q('c:chart')}/{q('c:plotArea')}")
    if area is None:
        raise LookupError("plotArea")
    return area


def take_lines_out(root: Element, block: Chart) -> None:
    """Move the series that are lines from the plot of columns to plots of their own."""
    area = plot_area(root)
    columns = area.find(q("c:barChart"))
    if columns is None:
        return
    axes = [str(row.get("val")) for row in columns.findall(q("c:axId"))]
    every = {series_index(row): row for row in columns.findall(q("c:ser"))}
    place = area.index(columns)
    for right in (False, True):
        wanted = [at for at, row in enumerate(block.series) if row.line and row.right == right]
        if not wanted:
            continue
        place += 1
        area.insert(place, _lines([every[at] for at in wanted], _RIGHT if right else axes))


def series_index(row: Element) -> int:
    """Return which series of the chart an element of a plot is."""
    index = row.find(q("c:idx"))
    return 0 if index is None else int(str(index.get("val")))


def _lines(rows: Sequence[Element], axes: Sequence[str]) -> Element:
    for row in rows:
        for bars_alone in row.findall(q("c:invertIfNegative")):
            row.remove(bars_alone)
    head = (el("c:grouping", {"val": "standard"}), el("c:varyColors", {"val": "0"}))
    foot = (el("c:marker", {"val": "1"}), *(el("c:axId", {"val": axis}) for axis in axes))
    return el("c:lineChart", None, *head, *rows, *foot)


def add_right_axis(root: Element, block: Chart, number_format: str) -> None:
    """Put an axis at the right, like the one at the left, with marks of its own."""
    area = plot_area(root)
    categories, values = area.find(q("c:catAx")), area.find(q("c:valAx"))
    if categories is None or values is None or not block.second_ticks:
        return
    ticks, (across, up) = block.second_ticks, _RIGHT
    right = deepcopy(values)
    for lines in right.findall(q("c:majorGridlines")):
        right.remove(lines)
    settings = {
        "c:axId": up, "c:crossAx": across, "c:crosses": "max", "c:axPos": "r",
        "c:min": f"{ticks[0]:g}", "c:max": f"{ticks[-1]:g}",
        "c:majorUnit": f"{ticks[1] - ticks[0]:g}",
        "c:tickLblPos": "none" if chart_text.has_spelled_marks(ticks) else "nextTo",
    }  # fmt: skip
    _set(right, settings)
    for form in right.iter(q("c:numFmt")):
        form.set("formatCode", number_format)
    hidden = deepcopy(categories)
    _set(hidden, {"c:axId": across, "c:crossAx": up, "c:delete": "1"})
    last = area.index(list(area.iter(q("c:valAx")))[-1])
    area.insert(last + 1, right)
    area.insert(last + 2, hidden)


def _set(axis: Element, settings: dict[str, str]) -> None:
    for tag, value in settings.items():
        for row in axis.iter(q(tag)):
            row.set("val", value)


def between_categories(root: Element) -> None:
    """Let an area begin in the middle of its first category, as lines do."""
    for row in plot_area(root).iter(q("c:crossBetween")):
        row.set("val", "between")


def cross_at_least(root: Element) -> None:
    """Let axes of numbers cross where both begin."""
    for row in plot_area(root).iter(q("c:crosses")):
        row.set("val", "min")


def make_clear(fill: Element) -> None:
    """Let what lies behind a fill be seen through it."""
    for colour in fill.iter(q("a:schemeClr"), q("a:srgbClr")):
        colour.append(el("a:alpha", {"val": _CLEAR}))
