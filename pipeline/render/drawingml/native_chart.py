"""Native charts of decks and Word documents: the XML of a chart part, in the theme's colours.

What is placed and how large it is comes from the plan by which the other formats draw the same
chart. Elements stand in the order that the format wants, written as text.
"""

from __future__ import annotations

from pipeline.core.ooxml_names import NAMESPACES
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Chart, Series
from pipeline.edition.texts import plain
from pipeline.layout.chart_parts import ChartPlan
from pipeline.render.drawingml import value_labels
from pipeline.render.drawingml.chart_axes import LEFT, RIGHT, AxisWriter
from pipeline.render.drawingml.chart_look import ChartLook, flags, whole_format
from pipeline.render.drawingml.chart_series import SeriesWriter, gap
from pipeline.render.drawingml.drawing_text import text

#: Relationships of a chart's part: to its workbook, and to the part of what is drawn on it.
WORKBOOK, SHAPES = "rId1", "rId2"

_SPACES = " ".join(f'xmlns:{name}="{NAMESPACES[name]}"' for name in ("c", "a", "r"))
_HEAD = f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<c:chartSpace {_SPACES}>"
_HOLE = "58"
_NO_LOOK = "<a:bodyPr/><a:lstStyle/>"
_LEGEND = '<c:legend><c:legendPos/><c:layout/><c:overlay val="0"/></c:legend>'
_BARE = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
_EDGES = '<c:xMode val="edge"/><c:yMode val="edge"/>'
#: Forms whose part says nothing of dates; those whose part says something of corners.
_DATELESS, _CORNERED = ("pie", "scatter"), ("area", "doughnut")
#: Forms of which nothing is said of what is hidden, and of labels beyond an axis.
_SHORT = ("column", "bar", "pie")


def chart_part(
    block: Chart, plan: ChartPlan, box: Box, look: ChartLook, *, has_shapes: bool = False
) -> bytes:
    """Return a chart's part, which names its workbook.

    Args:
        block: the chart.
        plan: its places, in points from the top left of its box.
        box: its size in points of the plan.
        look: what the plan does not have.
        has_shapes: it names a part with what is drawn on it.
    """
    face = look.letters("ink", f' sz="{look.size(plan.size)}"', look.face)
    ending = f'<a:endParaRPr lang="{look.language}"/>'
    letters = f"<c:txPr>{_NO_LOOK}<a:p>{face}{ending}</a:p></c:txPr>"
    book = f'<c:externalData r:id="{WORKBOOK}"><c:autoUpdate val="0"/></c:externalData>'
    dates = "" if block.form in _DATELESS else flags({"c:date1904": 0})
    corners = flags({"c:roundedCorners": 0}) if block.form in _CORNERED else ""
    drawn = f"<c:chart>{_chart(block, plan, box, look)}</c:chart>{_BARE if look.in_text else ''}"
    shapes = f'<c:userShapes r:id="{SHAPES}"/>' if has_shapes else ""
    return f"{_HEAD}{dates}{corners}{drawn}{letters}{book}{shapes}</c:chartSpace>".encode()


def _chart(block: Chart, plan: ChartPlan, box: Box, look: ChartLook) -> str:
    """Return title, plots, axes and legend of a chart."""
    is_ring = block.form == "doughnut" and not look.in_text  # its legend stands on the right
    title, untitled = "", flags({"c:autoTitleDeleted": 0 if block.unit else 1})
    if block.unit:
        title = _title(plain(block.unit), plan, look)
        untitled = "" if block.form == "scatter" else untitled
    plot = Box(0, plan.plot.y, plan.plot.width, plan.plot.height) if is_ring else plan.plot
    area = f"{_placed(plot, box)}{_plots(block, look)}{AxisWriter(block, look).all()}"
    foot = {"c:dispBlanksAs": "zero" if block.form == "area" else "gap"}
    if block.form not in _SHORT:
        foot = {"c:plotVisOnly": "1", **foot, "c:showDLblsOverMax": "0"}
    legend = _LEGEND if is_ring else ""
    return f"{title}{untitled}<c:plotArea>{area}</c:plotArea>{legend}{flags(foot)}"


def _title(said: str, plan: ChartPlan, look: ChartLook) -> str:
    """Return the unit above a chart, at its left edge."""
    own = f'<a:rPr sz="{look.size(plan.size)}" b="0" lang="{look.language}">{look.fill("muted")}'
    words = f"<a:p><a:r>{own}</a:rPr>{text('a:t', said)}</a:r></a:p>"
    place = f'{_EDGES}<c:x val="0"/><c:y val="0.0000"/>'
    placed = f"<c:layout><c:manualLayout>{place}</c:manualLayout></c:layout>"
    return (
        f"<c:title><c:tx><c:rich>{_NO_LOOK}{words}</c:rich></c:tx>{placed}"
        f"{flags({'c:overlay': 0})}</c:title>"
    )


def _placed(plot: Box, box: Box) -> str:
    """Return where the plot stands, so that deck and PDF show the same."""
    across, down = box.width, box.height
    places = {
        "c:x": plot.x / across, "c:y": plot.y / down,
        "c:w": plot.width / across, "c:h": plot.height / down,
    }  # fmt: skip
    shares = flags({tag: f"{share:.4f}" for tag, share in places.items()})
    inner = f"{flags({'c:layoutTarget': 'inner'})}{_EDGES}{shares}"
    return f"<c:layout><c:manualLayout>{inner}</c:manualLayout></c:layout>"


def _plots(block: Chart, look: ChartLook) -> str:
    """Return the series of a chart, by the ways in which they are drawn."""
    form = _number_format(block)
    writer = SeriesWriter(block, look, form)
    labels = value_labels.of_plot(block, form, look)
    axes = "".join(flags({"c:axId": axis}) for axis in LEFT)
    match block.form:
        case "column" | "bar":
            head = {"c:barDir": "col" if block.form == "column" else "bar"}
            head["c:grouping"] = "stacked" if block.stacked else "clustered"
            rows = writer.some(lambda series: not series.line)
            columns = f"{flags(head)}{rows}{labels}{gap(block)}{axes}"
            return f"<c:barChart>{columns}</c:barChart>{_lines_over(writer)}"
        case "line":
            head = {"c:grouping": "standard", "c:varyColors": "0"}
            foot = flags({"c:marker": 1, "c:smooth": 0}) + axes
            return f"<c:lineChart>{flags(head)}{writer.some(_each)}{labels}{foot}</c:lineChart>"
        case "area":
            head = {"c:grouping": "stacked" if block.stacked else "standard", "c:varyColors": "0"}
            inner = f"{flags(head)}{writer.some(_each)}{value_labels.NONE}{axes}"
            return f"<c:areaChart>{inner}</c:areaChart>"
        case "scatter":
            head = {"c:scatterStyle": "lineMarker", "c:varyColors": "0"}
            return f"<c:scatterChart>{flags(head)}{writer.some(_each)}{axes}</c:scatterChart>"
        case "pie":
            return f"<c:pieChart><c:varyColors/>{writer.some(_each)}{labels}</c:pieChart>"
        case "doughnut":
            hole = flags({"c:firstSliceAng": 0, "c:holeSize": _HOLE})
            inner = f"<c:varyColors/>{writer.some(_each)}{labels}{hole}"
            return f"<c:doughnutChart>{inner}</c:doughnutChart>"


def _each(_: Series) -> bool:
    return True


def _lines_over(writer: SeriesWriter) -> str:
    """Return the lines over columns, those of the axis at the right last."""
    left = writer.some(lambda series: series.line and not series.right)
    right = writer.some(lambda series: series.line and series.right)
    head = flags({"c:grouping": "standard", "c:varyColors": 0})
    plots = ""
    for rows, ids in ((left, LEFT), (right, RIGHT)):
        foot = flags({"c:marker": 1}) + "".join(flags({"c:axId": axis}) for axis in ids)
        plots += f"<c:lineChart>{head}{rows}{foot}</c:lineChart>" if rows else ""
    return plots


def _number_format(block: Chart) -> str:
    if block.decimals:
        return "0." + "0" * block.decimals
    values = (value for series in block.series for value in series.values if value is not None)
    return whole_format(values)
