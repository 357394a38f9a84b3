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
    found = _combined(chart.plots) if len(chart.plots) > 1 else _of_plot(chart.plots[0])
    for form in found:
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
            if all(_has_places(row) and all(row.values) for row in plot.series):
                yield Form("scatter")
            elif not any(row.xs for row in plot.series):
                yield Form("line", why="points with names across, not numbers, are drawn as lines")
        case "bubble" if all(_has_places(row) and all(row.values) for row in plot.series):
            yield Form("scatter", why="bubbles are drawn as points; a table has their sizes")
        case "radar" | "stock" | "surface":
            yield Form("line", why=f"a {plot.kind} chart is drawn as lines")
        case _:
            return


def _whole(plot: Plot) -> Iterator[Form]:
    values = [value for row in plot.series for value in row.values]
    is_whole = len(plot.series) == 1 and _LEAST_PARTS <= _length(plot.series) <= _MOST_PARTS
    if is_whole and not _is_negative(plot) and any(value not in {"", "0"} for value in values):
        yield Form(plot.kind)
    for name in ("bar", "column"):
        yield Form(name, why=f"a {plot.kind} of other parts than two to six is drawn as {name}s")


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
    """Yield columns with lines over them, of which the lines may have an axis of their own.

    Other forms that stand over each other become these: those of the second axis are the lines.
    """
    if any(row.xs for plot in plots for row in plot.series) or plots[0].second_axis:
        return
    are_lines = [plot.kind == "line" or plot.second_axis for plot in plots]
    if all(are_lines) and any(plot.second_axis for plot in plots):
        are_lines = [plot.second_axis for plot in plots]
    columns = [plot for plot, is_line in zip(plots, are_lines, strict=True) if not is_line]
    whys = {f"{plot.kind}s" for plot in columns if plot.kind != "bar" or plot.lying}
    whys |= {f"{plot.kind}s" for plot in plots if plot.second_axis and plot.kind != "line"}
    if not columns or (whys and not any(plot.second_axis for plot in plots)):
        yield Form("line", why="forms that stand over each other are drawn as lines")
        return
    lines, right = (
        frozenset(_places(plots, chosen))
        for chosen in (are_lines, [plot.second_axis for plot in plots])
    )
    is_stacked = [plot.grouping in {_STACKED, _SHARES} and len(plot.series) > 1 for plot in columns]
    stacked = len(columns) == 1 and is_stacked[0] and not _is_negative(columns[0])
    why = _AS_NUMBERS if columns[0].grouping == _SHARES else ""
    if whys:
        why = "forms that stand over each other are drawn as columns and lines"
    yield Form("column", stacked, why, lines, right)


def _places(plots: list[Plot], chosen: list[bool]) -> Iterator[int]:
    """Yield the places of series among those of all plots, of the plots that are chosen."""
    at = 0
    for plot, is_chosen in zip(plots, chosen, strict=True):
        if is_chosen:
            yield from range(at, at + len(plot.series))
        at += len(plot.series)


def _has_places(row: Series) -> bool:
    """Tell whether each point says where it stands across, or none does: then they are counted."""
    if not row.xs:
        return not any(row.categories)
    return len(row.xs) >= len(row.values) and all(NUMBER.fullmatch(text) for text in row.xs)


def _is_negative(plot: Plot) -> bool:
    return any(value.startswith("-") for row in plot.series for value in row.values)


def _length(rows: list[Series]) -> int:
    return max((max(len(row.categories), len(row.values)) for row in rows), default=0)
