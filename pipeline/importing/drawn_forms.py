"""Forms of the content's charts that can show a chart of an office file, the best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.content.rules.figures import NUMBER
from pipeline.importing.found import Chart, Plot, Series

#: Categories and series of lines and areas, and of other forms; parts of a pie or a ring.
_MOST_ALONG, _MOST_CATEGORIES, _MOST_LINES, _MOST_SERIES, _MOST_PARTS = 60, 24, 12, 6, 6
_LEAST_PARTS = 2
_WHOLES = ("pie", "doughnut")
_STACKED, _SHARES = "stacked", "percentStacked"
_AS_NUMBERS = "shares of a hundred are drawn as the numbers themselves"


@dataclass(frozen=True)
class Form:
    """A form, and what differs from the file's.

    Attributes:
        lines, right: series that are lines over columns, and those read from the axis at the right.
    """

    name: str
    stacked: bool = False
    why: str = ""
    lines: frozenset[int] = frozenset()
    right: frozenset[int] = frozenset()


def forms(chart: Chart) -> Iterator[Form]:
    """Yield the forms that can show a chart with all its numbers."""
    rows = [series for plot in chart.plots for series in plot.series]
    if not any(value for row in rows for value in row.values):
        return
    if len(chart.plots) > 1:
        yield from _combined(chart.plots)
        return
    (plot,) = chart.plots
    for form in _of_plot(plot):
        along = form.name in {"line", "area"}
        most = _MOST_LINES if form.name in {"line", "scatter"} else _MOST_SERIES
        longest = _MOST_ALONG if along or form.name == "scatter" else _MOST_CATEGORIES
        if len(rows) <= most and _length(rows) <= longest:
            yield form


def _of_plot(plot: Plot) -> Iterator[Form]:
    match plot.kind:
        case "pie" | "doughnut":
            yield from _whole(plot)
        case "bar":
            yield from _bars(plot)
        case "line":
            yield Form("line", why="" if plot.grouping in {"", "standard"} else
                       "stacked lines are drawn one by one")  # fmt: skip
        case "area":
            yield from _areas(plot)
        case "scatter":
            if all(_has_places(row) for row in plot.series):
                yield Form("scatter")
        case _:
            return


def _whole(plot: Plot) -> Iterator[Form]:
    values = [value for row in plot.series for value in row.values]
    is_whole = len(plot.series) == 1 and _LEAST_PARTS <= _length(plot.series) <= _MOST_PARTS
    if is_whole and not _is_negative(plot) and any(value not in {"", "0"} for value in values):
        yield Form(plot.kind)
    yield Form("bar", why=f"a {plot.kind} of other parts than two to six is drawn as bars")


def _bars(plot: Plot) -> Iterator[Form]:
    wanted = plot.grouping in {_STACKED, _SHARES} and len(plot.series) > 1
    stacked = wanted and not _is_negative(plot)
    why = _AS_NUMBERS if plot.grouping == _SHARES and wanted else ""
    if wanted and not stacked:
        why = "stacked bars with negative numbers stand side by side"
    yield Form("bar" if plot.lying else "column", stacked, why)
    if not plot.lying:
        yield Form("bar", stacked, why or "drawn as lying bars, for want of room")


def _areas(plot: Plot) -> Iterator[Form]:
    """Yield areas, which have no gaps; with gaps, or negative and stacked, they are lines."""
    stacked = plot.grouping in {_STACKED, _SHARES} and len(plot.series) > 1
    count = _length(plot.series)
    is_whole = all(len(row.values) == count and all(row.values) for row in plot.series)
    if is_whole and not (stacked and _is_negative(plot)):
        why = _AS_NUMBERS if plot.grouping == _SHARES and stacked else ""
        yield Form("area", stacked, why)
    yield Form("line", why="areas are drawn as lines: they have gaps or need more room")


def _combined(plots: list[Plot]) -> Iterator[Form]:
    """Yield columns with lines over them, of which the lines may have an axis of their own."""
    columns, *others = plots
    is_drawn = columns.kind == "bar" and not columns.lying and not columns.second_axis
    if not is_drawn or any(plot.kind != "line" for plot in others):
        return
    rows = [series for plot in plots for series in plot.series]
    if len(rows) > _MOST_SERIES or _length(rows) > _MOST_CATEGORIES:
        return
    lines: set[int] = set()
    right: set[int] = set()
    at = len(columns.series)
    for plot in others:
        own = set(range(at, at + len(plot.series)))
        lines |= own
        right |= own if plot.second_axis else set()
        at += len(plot.series)
    stacked = columns.grouping in {_STACKED, _SHARES} and len(columns.series) > 1
    stacked = stacked and not _is_negative(columns)
    why = _AS_NUMBERS if columns.grouping == _SHARES else ""
    yield Form("column", stacked, why, frozenset(lines), frozenset(right))


def _has_places(row: Series) -> bool:
    """Tell whether each point says where it stands across, or none does: then they are counted."""
    return not row.xs or (
        len(row.xs) >= len(row.values) and all(NUMBER.fullmatch(text) for text in row.xs)
    )


def _is_negative(plot: Plot) -> bool:
    return any(value.startswith("-") for row in plot.series for value in row.values)


def _length(rows: list[Series]) -> int:
    return max((max(len(row.categories), len(row.values)) for row in rows), default=0)
