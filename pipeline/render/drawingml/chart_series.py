"""Styles of a native chart's series: columns, lines, areas, points, in the theme's colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pptx.dml.color import ColorFormat
from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.util import Length

from pipeline.core.ooxml_names import q
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.layout import chart_parts
from pipeline.render.drawingml import chart_forms

SLOTS = {
    "accent": MSO_THEME_COLOR.ACCENT_1,
    "second": MSO_THEME_COLOR.ACCENT_2,
    "attention": MSO_THEME_COLOR.ACCENT_3,
    "map_area": MSO_THEME_COLOR.ACCENT_4,
    "rule": MSO_THEME_COLOR.ACCENT_6,
    "muted": MSO_THEME_COLOR.TEXT_2,
    "grey": MSO_THEME_COLOR.TEXT_2,
    "deep": MSO_THEME_COLOR.ACCENT_1,
    "ink": MSO_THEME_COLOR.TEXT_1,
    "paper": MSO_THEME_COLOR.BACKGROUND_1,
}
#: Brightness, as python-pptx has it, of colours that are a shade of their slot's.
_SHADES = {"grey": 0.33, "deep": -0.35}
_MARKS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.DIAMOND) * 2
_DASHES = (
    MSO_LINE_DASH_STYLE.SOLID,
    MSO_LINE_DASH_STYLE.DASH,
    MSO_LINE_DASH_STYLE.ROUND_DOT,
    MSO_LINE_DASH_STYLE.DASH_DOT,
    MSO_LINE_DASH_STYLE.SQUARE_DOT,
    MSO_LINE_DASH_STYLE.LONG_DASH,
)
#: Per cent of a bar's width between two categories; each bar beside another adds as much.
_GAP = 43
#: Points: a line, and a mark on it.
_LINE, _MARK = 2.5, 8.0
_Drawn = tuple[Chart, Callable[[float], Length]]


def ink(colour: ColorFormat, token: str) -> None:
    """Set a colour to a token of the theme."""
    colour.theme_color = SLOTS[token]
    if token in _SHADES:
        colour.brightness = _SHADES[token]


def style_series(chart: Any, block: Chart, points: Callable[[float], Length]) -> None:
    """Style the series of all plots of a chart; ``points`` gives their lengths in the file."""
    colours = chart_parts.series_colours(block)
    columns = [row for row in block.series if not row.line]
    for plot in chart.plots:
        for series in plot.series:
            index = chart_forms.series_index(series._element)
            is_line = chart_text.is_line(block, index)
            if is_line or block.form == "scatter":
                _style_line(series, index, colours[index], (block, points))
                continue
            series.format.fill.solid()
            ink(series.format.fill.fore_color, colours[index])
            if block.form == "area":
                _style_area(series, colours[index], (block, points))
                continue
            beside = 1 if block.stacked else len(columns)
            plot.gap_width, plot.overlap = _GAP * beside, 100 if block.stacked else 0
            series.invert_if_negative = False
            _set_apart(series, block)


def _style_line(series: Any, index: int, token: str, drawn: _Drawn) -> None:
    """Style a line, or the points of a scatter chart."""
    block, points = drawn
    turn = (index + index // len(_MARKS)) % len(_MARKS)
    line, marker = series.format.line, series.marker
    if block.form == "scatter":
        line.fill.background()
    else:
        series.smooth = False
        ink(line.color, token)
        line.width = points(_LINE)
        line.dash_style = _DASHES[turn if block.form == "line" else 0]
    marker.style, marker.size = _MARKS[turn], round(points(_MARK).pt)
    marker.format.fill.solid()
    ink(marker.format.fill.fore_color, token)
    marker.format.line.fill.background()


def _style_area(series: Any, token: str, drawn: _Drawn) -> None:
    """Part areas that stand on each other by white; others have an edge, and are seen through."""
    block, points = drawn
    ink(series.format.line.color, "paper" if block.stacked else token)
    if not block.stacked:
        series.format.line.width = points(_LINE)
        chart_forms.make_clear(series._element.find(f"{q('c:spPr')}/{q('a:solidFill')}"))


def _set_apart(series: Any, block: Chart) -> None:
    """Part bars that stand on each other by white, and colour the bar that the chart is about."""
    if block.stacked:
        ink(series.format.line.color, "paper")
    if block.highlight and len(block.series) == 1:
        place = block.highlight - 1
        point = series.points[place].format
        point.fill.solid()
        ink(point.fill.fore_color, chart_parts.bar_colour(block, 0, place))
