"""Rules of tables, charts and timelines; sizes of tables and numbers of charts, read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.content import markup
from pipeline.content.model.parts import (
    Cell,
    ChartSpec,
    KeyedRow,
    MapSpec,
    Partner,
    SeriesSpec,
    SpanningCell,
    TableSpec,
    TimelineEntry,
    TimelineSpec,
)
from pipeline.content.model.running_text import Text
from pipeline.content.model.slides import ArrangementsSlide, Presentation, TimelineSlide
from pipeline.content.model.walk import parts, slots_in
from pipeline.content.rules import chart_form_rules, map_rules, table_grid
from pipeline.content.yaml_positions import Document, Path
from pipeline.core.errors import Problem

#: A number of a chart as authors write it.
NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")
NOT_AVAILABLE = "n/a"
#: Parts of a whole that can be told from each other.
_LEAST_PARTS, _MOST_PARTS = 2, 6


def problems(deck: Presentation | Text, document: Document) -> Iterator[Problem]:
    """Yield every broken rule of the figures of a deck or a text."""
    for path, model in parts(deck):
        match model:
            case MapSpec():
                yield from map_rules.problems(model, path, document)
            case ArrangementsSlide():
                yield from map_rules.partner_problems(model, path, document)
            case Partner():
                yield from map_rules.told_by_the_map(model, path, document)
            case TableSpec():
                yield from _table(model, path, document)
            case ChartSpec():
                yield from _chart(model, path, document)
            case TimelineSlide() | TimelineSpec():
                yield from _timeline(model, path, document)
            case _:
                pass


def size(cell: Cell) -> table_grid.Size:
    """Return the number of columns and rows of the grid that a cell covers."""
    return (cell.columns, cell.rows) if isinstance(cell, SpanningCell) else (1, 1)


def width_of(table: TableSpec) -> int:
    """Return a table's number of columns."""
    if table.groups:
        return sum(size(cell)[0] for cell in table.groups)
    return len(table.header)


def head_rows(table: TableSpec) -> list[list[table_grid.Size]]:
    """Return the sizes of the cells above the body, for ``table_grid.columns_of``."""
    header: list[table_grid.Size] = [(1, 1) for _ in table.header]
    return [[size(cell) for cell in table.groups], header] if table.groups else [header]


def body_rows(table: TableSpec) -> list[list[table_grid.Size] | None]:
    """Return the sizes of the body's cells, None for a withheld row."""
    rows = [row.row if isinstance(row, KeyedRow) else row for row in table.rows]
    return [[size(cell) for cell in row] if isinstance(row, tuple) else None for row in rows]


def _table(table: TableSpec, path: Path, document: Document) -> Iterator[Problem]:
    width = width_of(table)
    for key, rows in (("header", head_rows(table)), ("rows", body_rows(table))):
        try:
            table_grid.columns_of(rows, width)
        except table_grid.UnevenRowError as error:
            place = (*path, key, error.row) if key == "rows" else (*path, key)
            yield Problem(
                document.where(place),
                "uneven-table",
                error.message,
                'add or remove cells; an empty one is written "", a wide one counts as many',
            )
    for index, column in enumerate(table.numeric):
        if not 1 <= column <= width:
            yield Problem(
                document.where((*path, "numeric", index)),
                "bad-value",
                "the table has no such column",
                f"use 1 to {width}",
            )


def number(text: markup.Rich) -> float | None:
    """Return the number that a chart's value is; None for one that is not available.

    Raises:
        ValueError: it is no number, or is withheld.
    """
    if len(text) != 1 or not isinstance(text[0], markup.Words):
        raise ValueError("not a number")
    words = text[0].text
    if words == NOT_AVAILABLE:
        return None
    if not NUMBER.fullmatch(words):
        raise ValueError("not a number")
    return float(words)


def decimals_of(chart: ChartSpec) -> int:
    """Return the most decimals that a value of a chart was given with, withheld ones left out."""
    return most_decimals(_given_values(chart))


def most_decimals(written: Iterable[str]) -> int:
    """Return the most decimals of some numbers as they are written."""
    found = (len(words.partition(".")[2]) for words in written if NUMBER.fullmatch(words))
    return max(found, default=0)


def _given_values(chart: ChartSpec) -> Iterator[str]:
    """Yield the numbers of a chart that are not withheld, as written."""
    for series in chart.series:
        if isinstance(series, SeriesSpec):
            for value in series.values:
                if len(value) == 1 and isinstance(value[0], markup.Words):
                    yield value[0].text


def _chart(chart: ChartSpec, path: Path, document: Document) -> Iterator[Problem]:
    is_whole = chart.form in {"pie", "doughnut"}
    if is_whole and (
        len(chart.series) != 1 or not _LEAST_PARTS <= len(chart.categories) <= _MOST_PARTS
    ):
        yield Problem(
            document.where((*path, "form")),
            "bad-chart",
            f"a {chart.form} shows one series of {_LEAST_PARTS} to {_MOST_PARTS} parts",
            "use form: bar for other numbers",
        )
    yield from chart_form_rules.problems(chart, path, document)
    if chart.stacked and chart.form not in {"bar", "column", "area"}:
        yield Problem(
            document.where((*path, "stacked")),
            "bad-chart",
            "only bars and areas can be stacked",
            "use form: column, bar or area, or leave 'stacked' out",
        )
    several = len(chart.series) > 1
    if chart.highlight and chart.highlight > len(chart.series if several else chart.categories):
        what = "series" if several else "categories"
        yield Problem(
            document.where((*path, "highlight")),
            "bad-chart",
            f"the chart has fewer {what} than that",
            f"give the number of one of its {what}, counted from 1",
        )
    for index, series in enumerate(chart.series):
        if isinstance(series, SeriesSpec):
            place = (*path, "series", index, "values")
            yield from _values(series, chart, place, document)
            for at, x in enumerate(series.x):
                if not NUMBER.fullmatch(x):
                    where = (*path, "series", index, "x", at)
                    message, hint = "this is not a number", _number_hint(document, where)
                    yield Problem(document.where(where), "not-a-number", message, hint)
    if problem := _shows_nothing(chart, path, document):
        yield problem


def _shows_nothing(chart: ChartSpec, path: Path, document: Document) -> Problem | None:
    """Return the problem of a chart without a value, or of a whole without parts."""
    if not all(isinstance(series, SeriesSpec) for series in chart.series):
        return None  # what is withheld may be shown to others
    values = [
        value
        for series in chart.series
        if isinstance(series, SeriesSpec)
        for value in series.values
    ]
    if not all(len(value) == 1 and isinstance(value[0], markup.Words) for value in values):
        return None
    given = list(_given_values(chart))
    if not all(words == NOT_AVAILABLE or NUMBER.fullmatch(words) for words in given):
        return None  # told where they stand
    where = document.where((*path, "series"))
    if all(words == NOT_AVAILABLE for words in given):
        message = "no value of the chart is available: there is nothing to draw"
        return Problem(where, "bad-chart", message, "give a value, or write a text instead")
    whole = chart.form in {"pie", "doughnut"}
    if whole and not any(NUMBER.fullmatch(words) and float(words) > 0 for words in given):
        message = f"all parts of the {chart.form} are 0: there is nothing to draw"
        return Problem(where, "bad-chart", message, "use form: bar, or write a text instead")
    return None


def _values(
    series: SeriesSpec, chart: ChartSpec, path: Path, document: Document
) -> Iterator[Problem]:
    if chart.categories and len(series.values) != len(chart.categories):
        yield Problem(
            document.where(path),
            "uneven-chart",
            f"the series has {len(series.values)} values for {len(chart.categories)} categories",
            f"give a value for every category, {NOT_AVAILABLE} where there is none",
        )
    whole = chart.form in {"pie", "doughnut"}
    for index, value in enumerate(series.values):
        if len(value) == 1 and isinstance(value[0], markup.Slot | markup.Unsealed):
            if whole:
                yield Problem(
                    document.where((*path, index)),
                    "bad-chart",
                    "a whole without one of its parts would be drawn as if it were the whole",
                    "withhold the chart as a whole, or use form: bar",
                )
            continue
        try:
            given = number(value)
        except ValueError:
            yield Problem(
                document.where((*path, index)),
                "not-a-number",
                "this is not a number",
                _number_hint(document, (*path, index)),
            )
            continue
        if given is not None and given < 0 and (chart.stacked or whole):
            yield Problem(
                document.where((*path, index)),
                "bad-chart",
                "parts of a whole cannot be negative",
                "use form: column or bar without 'stacked'",
            )


def _timeline(
    slide: TimelineSlide | TimelineSpec, path: Path, document: Document
) -> Iterator[Problem]:
    """Check times: they must be there and in order, and must not tell what is withheld (G5)."""
    if slide.spacing == "even":
        return
    last = ""
    for index, entry in enumerate(slide.entries):
        place = (*path, "entries", index)
        if not isinstance(entry, TimelineEntry) or any(slots_in(entry)):
            yield Problem(
                document.where(place),
                "time-tells-slot",
                "its place on the line would tell when a withheld entry was",
                "use spacing: even",
            )
            continue
        if entry.at is None:
            yield Problem(document.where(place), "missing-key", "'at' is missing", "add 'at:'")
            continue
        if entry.at < last:
            yield Problem(
                document.where((*place, "at")),
                "times-out-of-order",
                "this lies before the entry above it",
                "put the entries in the order of their times",
            )
        last = max(last, entry.at)


#: A number with a comma before its decimals.
_COMMA = re.compile(r"-?\d+(?:[.\u00a0 ]\d{3})*,\d+")


def _number_hint(document: Document, path: Path) -> str:
    scalar = document.scalars.get(path)
    if scalar and _COMMA.fullmatch(scalar.value):
        return "write a point before decimals, no comma: 58.5, not 58,5"
    return f"write digits, with a point before decimals; {NOT_AVAILABLE} where there is none"
