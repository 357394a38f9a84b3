"""Expected text of native charts: their parts in decks and documents, and what stands beside."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit.expected.texts import printed
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.edition.texts import plain


def chart(block: Chart) -> Iterator[str]:
    """Yield what the part of a native chart says."""
    yield printed(block.unit)
    for series in sorted(block.series, key=lambda row: (row.line, row.right)):
        yield printed(series.name)
        yield from (str(chart_text.number(x)) for x in series.xs)
        if chart_text.is_spelled(block):
            for place, value in enumerate(series.values):
                if value is not None:
                    yield from chart_text.spelled(block, series, place)
        yield from map(printed, block.categories)
        yield from (str(chart_text.number(v)) for v in series.values if v is not None)


def beside(block: Chart) -> Iterator[str]:
    """Yield the texts that a native chart does not have, and that stand beside it."""
    yield block.second_unit
    yield from chart_text.names(block)
    yield from map(printed, chart_text.beside(block))
    yield from block.totals
    yield from chart_text.spelled_marks(block)
    if chart_text.is_thinned(block):
        yield from (printed(block.categories[at]) for at in chart_text.named_categories(block))
    yield from chart_text.annotation(block)


def in_document(block: Chart) -> Iterator[str]:
    """Yield what a chart of a document says, with the shapes on it, which name a ring's parts."""
    if block.form != "doughnut":
        yield from chart(block)
        yield from beside(block)
        return
    series = block.series[0]
    yield from (printed(block.unit), printed(series.name))
    yield from map(printed, block.categories)
    yield from (str(chart_text.number(v)) for v in series.values if v is not None)
    for category, shown in zip(block.categories, series.shown, strict=True):
        yield from (plain(category), plain(shown))
