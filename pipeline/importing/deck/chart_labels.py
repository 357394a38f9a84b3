"""Shapes laid over a chart that repeat its own data: names, numbers, totals; found, reported."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.importing.deck.furniture import words_of
from pipeline.importing.found import Box, Chart, Slide, Text
from pipeline.importing.report_items import Item

#: Share of a text that lies within the chart.
_WITHIN = 0.5


def of(slide: Slide) -> frozenset[int]:
    """Return the shapes whose words are labels of a chart below them, by number."""
    charts = [row for row in slide.elements if isinstance(row, Chart) and row.plots]
    return frozenset(
        shape.shape
        for shape in slide.elements
        if isinstance(shape, Text) and shape.role == "free"
        for chart in charts
        if _is_within(shape.box, chart.box) and words_of(shape) in _said(chart)
    )


def told(shape: Text) -> Iterator[Item]:
    """Yield what the report says of such words."""
    words = "a label laid over a chart, which says the same itself"
    text = words_of(shape)
    yield Item("paragraph", shape.shape, shape.name, None, text, "left-out", "chart-label", words)


def _is_within(box: Box, chart: Box) -> bool:
    wide = min(box.x + box.width, chart.x + chart.width) - max(box.x, chart.x)
    high = min(box.y + box.height, chart.y + chart.height) - max(box.y, chart.y)
    return max(wide, 0.0) * max(high, 0.0) >= _WITHIN * box.width * box.height > 0


def _said(chart: Chart) -> frozenset[str]:
    """Return what a chart says: names, numbers, and the sums of its categories."""
    rows = [series for plot in chart.plots for series in plot.series]
    said = {text for row in rows for text in (row.name, *row.categories, *row.values)}
    for values in zip(*(row.values for row in rows), strict=False):
        if all(values):
            said.add(f"{sum(map(float, values)):g}")
    return frozenset(said - {""})
