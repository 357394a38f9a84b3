"""Series of a native chart as text: names, numbers, and how columns, lines, areas show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart, Series
from pipeline.edition.texts import plain
from pipeline.layout import chart_parts
from pipeline.render.drawingml import value_labels
from pipeline.render.drawingml.chart_look import ChartLook, flags
from pipeline.render.drawingml.drawing_text import text

_MARKS = ("circle", "square", "diamond") * 2
_DASHES = ("solid", "dash", "sysDot", "dashDot", "sysDash", "lgDash")
#: Per cent of a bar's width between two categories; each bar beside another adds as much.
_GAP = 43
#: Points: a line, and a mark on it.
_LINE, _MARK = 2.5, 8.0
#: Of points that no line joins, in EMU.
_NO_LINE = '<a:ln w="47625"><a:noFill/></a:ln>'
#: Opacity of areas that lie through each other, in thousandths of a per cent; as in the PDF.
_CLEAR = "25000"


@dataclass(frozen=True)
class SeriesWriter:
    """Writer of the series of one chart.

    Attributes:
        block: the chart.
        look: what its plan does not have.
        number_format: of its values.
    """

    block: Chart
    look: ChartLook
    number_format: str

    def some(self, wanted: Callable[[Series], bool]) -> str:
        """Return those of the series that are wanted, in their order."""
        return "".join(
            self._one(index) for index, series in enumerate(self.block.series) if wanted(series)
        )

    def _one(self, index: int) -> str:
        block = self.block
        named, before, behind = self._looks(index)
        data = self._pairs(index) if block.form == "scatter" else self._table(index)
        name = _reference("c:tx", "str", self._cell(index), [(0, plain(block.series[index].name))])
        head = flags({"c:idx": index, "c:order": index})
        return f"<c:ser>{head}{name}{named}{before}{data}{behind}</c:ser>"

    def _looks(self, index: int) -> tuple[str, str, str]:
        """Return what stands behind a series's name, before its numbers, and behind them."""
        block, look = self.block, self.look
        if chart_text.is_whole(block):
            return "", self._slices(), ""
        token = chart_parts.series_colours(block)[index]
        if block.form == "scatter":
            return f"<c:spPr>{_NO_LINE}</c:spPr>{self._mark(index, token)}", "", _UNBENT
        if chart_text.is_line(block, index):
            turn = _turn(index) if block.form == "line" else 0
            dash = f'<a:prstDash val="{_DASHES[turn]}"/>'
            line = f'<a:ln w="{look.emu(_LINE)}">{look.fill(token)}{dash}</a:ln>'
            spelled = value_labels.of_points(block, index, look)
            return f"<c:spPr>{line}</c:spPr>{self._mark(index, token)}", spelled, _UNBENT
        if block.form == "area":
            return f"<c:spPr>{self._area(token)}</c:spPr>", "", ""
        edge = f"<a:ln>{look.fill('paper')}</a:ln>" if block.stacked else ""
        solid = f"<c:spPr>{look.fill(token)}{edge}</c:spPr>{flags({'c:invertIfNegative': 0})}"
        return solid, self._point() + value_labels.of_points(block, index, look), ""

    def _mark(self, index: int, token: str) -> str:
        size = round(self.look.emu(_MARK) / 12700)
        symbol = flags({"c:symbol": _MARKS[_turn(index)], "c:size": size})
        inner = f"{self.look.fill(token)}<a:ln><a:noFill/></a:ln>"
        return f"<c:marker>{symbol}<c:spPr>{inner}</c:spPr></c:marker>"

    def _area(self, token: str) -> str:
        """Part areas that stand on each other by white; others have an edge, seen through."""
        look = self.look
        if self.block.stacked:
            return f"{look.fill(token)}<a:ln>{look.fill('paper')}</a:ln>"
        edge = f'<a:ln w="{look.emu(_LINE)}">{look.fill(token)}</a:ln>'
        return look.fill(token, opacity=_CLEAR) + edge

    def _point(self) -> str:
        """Return the colour of the bar that a chart is about."""
        block = self.block
        if not block.highlight or len(block.series) > 1:
            return ""
        place = block.highlight - 1
        fill = self.look.fill(chart_parts.bar_colour(block, 0, place))
        return f"<c:dPt>{flags({'c:idx': place})}<c:spPr>{fill}</c:spPr></c:dPt>"

    def _slices(self) -> str:
        """Return the colours of the parts of a whole, and their own labels."""
        block, look = self.block, self.look
        edge = f"<a:ln>{look.fill('paper')}</a:ln>"
        slices = (
            f"<c:dPt>{flags({'c:idx': place})}<c:spPr>{look.fill(token)}{edge}</c:spPr></c:dPt>"
            for place, token in enumerate(chart_parts.series_colours(block))
        )
        return "".join(slices) + value_labels.of_points(block, 0, look)

    def _table(self, index: int) -> str:
        """Return the categories, and the values of a series, as they stand in the workbook."""
        block = self.block
        last = len(block.categories) + 1
        names = enumerate(map(plain, block.categories))
        values = (
            (at, str(chart_text.number(value)))
            for at, value in enumerate(block.series[index].values)
            if value is not None
        )
        categories = _reference("c:cat", "str", f"$A$2:$A${last}", names, last - 1)
        column = _column(index)
        cells = f"${column}$2:${column}${last}"
        return categories + self._numbers("c:val", cells, values, last - 1)

    def _pairs(self, index: int) -> str:
        """Return both numbers of a series's points, as they stand in the workbook."""
        series, top = self.block.series[index], self._top(index)
        first, last = top + 1, top + len(series.xs)
        both = (("c:xVal", "A", series.xs), ("c:yVal", "B", series.values))
        return "".join(
            self._numbers(
                tag,
                f"${column}${first}:${column}${last}",
                ((at, str(chart_text.number(value or 0.0))) for at, value in enumerate(values)),
                len(values),
            )
            for tag, column, values in both
        )

    def _numbers(self, tag: str, cells: str, values: Iterable[tuple[int, str]], count: int) -> str:
        form = text("c:formatCode", self.number_format)
        return _reference(tag, "num", cells, values, count, form)

    def _top(self, index: int) -> int:
        """Return the row of the workbook in which the table of a scatter chart's series begins."""
        return 1 + sum(len(series.xs) + 2 for series in self.block.series[:index])

    def _cell(self, index: int) -> str:
        """Return where the name of a series stands in the workbook."""
        return f"$B${self._top(index)}" if self.block.form == "scatter" else f"${_column(index)}$1"


def gap(block: Chart) -> str:
    """Return how far apart the columns of a chart stand, and whether on each other."""
    columns = [row for row in block.series if not row.line]
    if not columns:
        return ""
    width = _GAP if block.stacked else _GAP * len(columns)
    return flags({"c:gapWidth": width} | ({"c:overlap": 100} if block.stacked else {}))


#: A line goes straight from point to point.
_UNBENT = flags({"c:smooth": 0})


def _turn(index: int) -> int:
    return (index + index // len(_MARKS)) % len(_MARKS)


def _column(index: int) -> str:
    """Return the column of a series in the workbook, behind that of the categories."""
    return chr(ord("B") + index)


def _reference(
    tag: str,
    kind: str,
    cells: str,
    held: Iterable[tuple[int, str]] | Sequence[tuple[int, str]],
    count: int = 1,
    form: str = "",
) -> str:
    """Return what some cells of the workbook hold, and where they stand."""
    points = "".join(f'<c:pt idx="{at}">{text("c:v", value)}</c:pt>' for at, value in held)
    cache = f"<c:{kind}Cache>{form}{flags({'c:ptCount': count})}{points}</c:{kind}Cache>"
    return f"<{tag}><c:{kind}Ref><c:f>Sheet1!{cells}</c:f>{cache}</c:{kind}Ref></{tag}>"
