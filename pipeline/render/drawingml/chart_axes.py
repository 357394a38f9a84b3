"""Axes of a native chart as text: their marks, numbers and lines, as the chart's plan has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.render.drawingml.chart_look import ChartLook, flags, number_form, whole_format

#: Ids of the axes: of categories and of values, and the same for an axis at the right.
LEFT, RIGHT = (1, 2), (3, 4)
#: Points: lines across the plot.
_GRIDLINE = 0.5
_NO_MARKS = flags({"c:majorTickMark": "none", "c:minorTickMark": "none"})
_MARKS = flags({"c:majorTickMark": "out", "c:minorTickMark": "none"})
_UPWARDS = '<c:orientation val="minMax"/>'


@dataclass(frozen=True)
class AxisWriter:
    """Writer of the axes of one chart."""

    block: Chart
    look: ChartLook

    def all(self) -> str:
        """Return all axes of a chart."""
        block = self.block
        if chart_text.is_whole(block):
            return ""
        if block.form == "scatter":
            return self._below() + self._values()
        right = self._at_right() if block.second_ticks else ""
        return self._categories() + self._values() + right

    def _categories(self) -> str:
        """Return the axis of categories; those of lying bars begin at the top."""
        is_lying = self.block.form == "bar"
        scaling = flags({"c:orientation": "maxMin" if is_lying else "minMax"})
        # very many names are drawn beside the chart: not every program leaves out the same ones
        shown = flags({"c:tickLblPos": "none" if chart_text.is_thinned(self.block) else "low"})
        look = f"{_NO_MARKS}{shown}{self._line('muted')}"
        return self._named(LEFT, (scaling, 0, "l" if is_lying else "b"), look)

    def _named(self, ids: tuple[int, int], head: tuple[str, int, str], look: str) -> str:
        """Return an axis of categories; ``head``: its scaling, whether it is hidden, its side."""
        scaling, hidden, side = head
        form = '<c:numFmt formatCode="General" sourceLinked="1"/>' if self._is_area else ""
        place = f"<c:scaling>{scaling}</c:scaling>{flags({'c:delete': hidden, 'c:axPos': side})}"
        foot = flags({
            "c:crossAx": ids[1], "c:crosses": "autoZero", "c:auto": 1, "c:lblAlgn": "ctr",
            "c:lblOffset": 100, "c:noMultiLvlLbl": 0,
        })  # fmt: skip
        return f"<c:catAx>{flags({'c:axId': ids[0]})}{place}{form}{look}{foot}</c:catAx>"

    def _values(self) -> str:
        """Return the axis of values, which is hidden where each value is printed."""
        block, look = self.block, self.look
        if chart_text.is_labelled(block):
            style = _MARKS + flags({"c:tickLblPos": "nextTo"})
            hidden, lines = "<c:delete/>", ""
        else:
            rule = f'<a:ln w="{look.emu(_GRIDLINE)}">{look.fill("rule")}</a:ln>'
            lines = f"<c:majorGridlines><c:spPr>{rule}</c:spPr></c:majorGridlines>"
            style, hidden = self._numbered(block.ticks), flags({"c:delete": 0})
        crosses = {"bar": "max", "scatter": "min"}.get(block.form, "autoZero")
        side = flags({"c:axPos": "b" if block.form == "bar" else "l"}) + lines
        ends = _ends(block.ticks, exact=False)
        return self._axis((LEFT[1], LEFT[0]), ends, hidden + side + style, crosses)

    def _below(self) -> str:
        """Return the axis below a scatter chart."""
        ticks = self.block.second_ticks
        shown = "none" if chart_text.has_spelled_marks(ticks) else "low"
        side = flags({"c:delete": 0, "c:axPos": "b"})
        style = number_form(whole_format(ticks)) + _NO_MARKS + flags({"c:tickLblPos": shown})
        style += self._line("muted") + self._letters()
        return self._axis(LEFT, _ends(ticks, exact=False), side + style, "min")

    def _at_right(self) -> str:
        """Return an axis at the right, and its hidden one of categories."""
        ticks = self.block.second_ticks
        side = flags({"c:delete": 0, "c:axPos": "r"})
        style = self._numbered(ticks)
        right = self._axis((RIGHT[1], RIGHT[0]), _ends(ticks, exact=True), side + style, "max")
        hidden = (_UPWARDS, 1, "b")
        return right + self._named(RIGHT, hidden, _MARKS + flags({"c:tickLblPos": "nextTo"}))

    def _axis(self, ids: tuple[int, int], ends: tuple[str, str], style: str, crosses: str) -> str:
        """Return an axis of numbers; ``ids``: its own, and that of the one that it crosses."""
        between = {"area": "between", "scatter": "midCat"}.get(self.block.form)
        upwards = _UPWARDS if between else ""
        scaling = f"<c:scaling>{upwards}{ends[0]}</c:scaling>"
        foot = flags({"c:crossAx": ids[1], "c:crosses": crosses})
        foot += flags({"c:crossBetween": between}) if between else ""
        return f"<c:valAx>{flags({'c:axId': ids[0]})}{scaling}{style}{foot}{ends[1]}</c:valAx>"

    def _numbered(self, ticks: Sequence[float]) -> str:
        """Return the look of an axis whose marks are numbered, but for those drawn beside it."""
        shown = flags({"c:tickLblPos": "none" if chart_text.has_spelled_marks(ticks) else "nextTo"})
        bare = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
        return f"{number_form(whole_format(ticks))}{_NO_MARKS}{shown}{bare}{self._letters()}"

    def _line(self, token: str) -> str:
        return f"<c:spPr><a:ln>{self.look.fill(token)}</a:ln></c:spPr>"

    def _letters(self) -> str:
        look = self.look.letters("muted")
        return f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p>{look}</a:p></c:txPr>"

    @property
    def _is_area(self) -> bool:
        return self.block.form == "area"


def _ends(ticks: Sequence[float], *, exact: bool) -> tuple[str, str]:
    """Return where an axis ends and begins, and how far apart its marks are."""
    form = "{:g}".format if exact else str
    ends = flags({"c:max": form(ticks[-1]), "c:min": form(ticks[0])})
    return ends, flags({"c:majorUnit": form(ticks[1] - ticks[0])})
