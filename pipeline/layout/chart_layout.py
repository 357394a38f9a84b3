"""Plan of a chart in its frame, of any form; and the least height that it needs.

What a chart says does not depend on its size (``edition.chart_text``); how its texts are divided
into lines, and how large their letters are, does (``plan``). Coordinates are points from the
frame's top left corner.
"""

from __future__ import annotations

from typing import assert_never

from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Chart
from pipeline.layout.chart_lying import LyingChart
from pipeline.layout.chart_parts import ChartPlan, Setting
from pipeline.layout.chart_pie import PieChart
from pipeline.layout.chart_scatter import ScatterChart
from pipeline.layout.chart_upright import UprightChart

#: A height at which every chart fits.
_AMPLE = 2000.0


def demands(block: Chart, width: float, theme: Theme, step: int) -> tuple[float, float]:
    """Return the least height of a chart, and by how much its texts are too wide; points."""
    drawn = plan(block, Box(0, 0, width, _AMPLE), theme, step)
    return drawn.least, drawn.over


def lowest(block: Chart, width: float, theme: Theme, step: int) -> float:
    """Return the height of a chart above its numbers, below which its texts would overlap; points.

    Args:
        block: the chart.
        width: in points.
        theme: for its type.
        step: of the type scale.
    """
    frame = Box(0, 0, width, _AMPLE)
    drawn = plan(block, frame, theme, step)
    lower = plan(block, frame, theme, step, is_low=True)
    return lower.least if lower.over <= max(drawn.over, 0) else drawn.least


def plan(block: Chart, frame: Box, theme: Theme, step: int, *, is_low: bool = False) -> ChartPlan:
    """Divide a chart's frame; its place does not count.

    Args:
        block: the chart.
        frame: its size in points.
        theme: for type and colours.
        step: of the type scale.
        is_low: its plot may be as low as in a chart that shares the slide's width.
    """
    setting = Setting(theme, step, is_low=is_low)
    drawing = _of_its_form(block, setting, frame)
    drawn = drawing.plan()
    if drawn.over > 0 and drawing.is_named_beside and step >= STEPS - 1:  # they take its room
        return _of_its_form(block, setting, frame, may_name_beside=False).plan()
    return drawn


def _of_its_form(
    block: Chart, setting: Setting, frame: Box, *, may_name_beside: bool = True
) -> UprightChart | LyingChart | ScatterChart | PieChart:
    size = frame.width, frame.height
    match block.form:
        case "column" | "line" | "area":
            return UprightChart(block, setting, *size, may_name_beside=may_name_beside)
        case "bar":
            return LyingChart(block, setting, *size, may_name_beside=may_name_beside)
        case "scatter":
            return ScatterChart(block, setting, *size)
        case "pie" | "doughnut":
            return PieChart(block, setting, *size)
        case _:
            assert_never(block.form)
