"""Labels of a chart for all formats: which values, names and markers are printed; its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pipeline.edition.blocks import Cell, Chart, Series, Table
from pipeline.edition.runs import MarkerRun, Runs, TextRun
from pipeline.edition.texts import plain

#: Values up to which each is printed where it stands; more have an axis: labels would meet.
_LABELLED = 12
_THOUSAND = 1000
#: Categories up to which each is named; of more, so many are.
_NAMED, _FEW = 24, 12
#: What a label stands for: "marker" in the place of a withheld number, "absent" where there is
#: none, "withheld" a number that the public edition does not print; the name of a series, a total,
#: the unit of a second axis, one of very many categories, a line of the annotation, a mark of an
#: axis that native charts cannot number.
Kind = Literal[
    "", "marker", "absent", "withheld", "name", "total", "unit", "category", "note", "mark"
]  # fmt: skip


def is_whole(block: Chart) -> bool:
    """Say whether a chart shows the parts of one whole."""
    return block.form in {"pie", "doughnut"}


def is_combined(block: Chart) -> bool:
    """Say whether lines go over the columns of a chart."""
    return any(series.line for series in block.series)


def is_line(block: Chart, index: int) -> bool:
    """Say whether a series is drawn as a line."""
    return block.form == "line" or block.series[index].line


def named_categories(block: Chart) -> tuple[int, ...]:
    """Return which categories are named below a chart: of very many, about twelve."""
    count = len(block.categories)
    return tuple(range(0, count, 1 if count <= _NAMED else -(-count // _FEW)))


def is_thinned(block: Chart) -> bool:
    """Say whether not every category is named below a chart."""
    return len(named_categories(block)) < len(block.categories)


def is_labelled(block: Chart) -> bool:
    """Say whether each value is printed where it stands; if not, an axis has marks."""
    if is_whole(block):
        return True
    if block.form in {"area", "scatter"} or is_combined(block):
        return False
    few = len(block.categories) * len(block.series) <= _LABELLED
    return few and not block.stacked and (block.form != "line" or len(block.series) == 1)


def names(block: Chart) -> tuple[str, ...]:
    """Return the names of the series that stand beside bars and lines."""
    return () if is_whole(block) else tuple(plain(series.name) for series in block.series)


def kind_of(series: Series, place: int) -> Kind:
    """Return the kind of a series's value: a marker, none, withheld words, or a plain number."""
    runs = series.shown[place]
    if any(isinstance(run, MarkerRun) for run in runs):
        return "marker"
    if series.values[place] is None:
        return "absent"
    return "withheld" if any(isinstance(r, TextRun) and r.withheld for r in runs) else ""


def beside(block: Chart) -> tuple[Runs, ...]:
    """Return texts in place of a chart's missing numbers, in the order of a plan."""
    if is_whole(block):
        return ()
    return tuple(
        series.shown[place]
        for place in range(len(block.categories))
        for series in block.series
        if is_beside(block, series, place)
    )


def is_beside(block: Chart, series: Series, place: int) -> bool:
    """Say whether a drawn chart says something of a number that it does not have."""
    kind = kind_of(series, place)
    return kind == "marker" or (kind == "absent" and is_labelled(block))


def is_spelled(block: Chart) -> bool:
    """Say whether a native chart's labels bear their text, as no form of numbers can say it.

    The sign before decimals, and separators of negative numbers, follow the language of whoever
    reads the deck.
    """
    values = [value for series in block.series for value in series.values if value is not None]
    signed = any(value < 0 for value in values)
    grouped = any(abs(value) >= _THOUSAND for value in values)
    return is_labelled(block) and bool(block.decimals or (signed and grouped))


def has_spelled_marks(ticks: Sequence[float]) -> bool:
    """Say whether an axis's marks are texts: signs before decimals follow the reader's language."""
    return any(mark != int(mark) for mark in ticks)


def mark_kind(ticks: Sequence[float]) -> Kind:
    """Return the kind of the labels at an axis's marks."""
    return "mark" if has_spelled_marks(ticks) else ""


def spelled_marks(block: Chart) -> tuple[str, ...]:
    """Return the marks of axes that native charts cannot number, axis by axis."""
    if is_labelled(block):
        return ()
    axes = ((block.ticks, block.tick_labels), (block.second_ticks, block.second_tick_labels))
    return tuple(text for ticks, texts in axes if has_spelled_marks(ticks) for text in texts)


def spelled(block: Chart, series: Series, place: int) -> tuple[str, ...]:
    """Return the lines of a label that bears its text."""
    shown = plain(series.shown[place])
    return (plain(block.categories[place]), shown) if block.form == "pie" else (shown,)


def annotation(block: Chart) -> tuple[str, ...]:
    """Return the words at one of a chart's numbers, if it has some."""
    return (plain(block.annotation.runs),) if block.annotation else ()


def number(value: float) -> int | float:
    """Return a value as a native chart and its workbook hold it: whole without a point."""
    return int(value) if value == int(value) else value


def texts(block: Chart) -> tuple[str, ...]:
    """Return all texts of a drawn chart, in the order of a plan's labels."""
    out = [plain(block.unit)] if block.unit else []
    if block.form == "scatter":
        ticks = (*block.tick_labels, *block.second_tick_labels, block.second_unit)
        return tuple(text for text in (*out, *names(block), *ticks) if text)
    out.append(block.second_unit)
    categories = [plain(category) for category in block.categories]
    if is_whole(block):
        shown = map(plain, block.series[0].shown)
        pairs = zip(categories, shown, strict=True)
        return tuple(text for text in (*out, *(part for pair in pairs for part in pair)) if text)
    out += names(block)
    labelled = is_labelled(block)
    named = [categories[at] for at in named_categories(block)]
    out += named if labelled else [*block.tick_labels, *block.second_tick_labels, *named]
    # from left to right, as programs read what stands on one line
    out += [
        plain(series.shown[place])
        for place in range(len(categories))
        for series in block.series
        if is_beside(block, series, place) or (labelled and series.values[place] is not None)
    ]
    return tuple(text for text in (*out, *block.totals, *annotation(block)) if text)


def as_table(block: Chart) -> Table:
    """Return a chart's numbers as a table, with their unit in its corner."""
    if block.form == "scatter":
        return _as_pairs(block)
    head = [block.unit, *(_with_unit(series, block) for series in block.series)]
    rows = [tuple(Cell(runs=runs, header="column", numeric=bool(i)) for i, runs in enumerate(head))]
    for index, category in enumerate(block.categories):
        shown = (series.shown[index] for series in block.series)
        cells = (Cell(runs=runs, numeric=True) for runs in shown)
        rows.append((Cell(runs=category, header="row"), *cells))
    return Table(alt=block.alt, rows=tuple(rows))


def _with_unit(series: Series, block: Chart) -> Runs:
    """Return the name of a series, with the unit of the axis at the right if that is its own."""
    own = series.right and block.second_unit
    return (*series.name, TextRun(text=f" ({block.second_unit})")) if own else series.name


def _as_pairs(block: Chart) -> Table:
    """Return the points of a scatter chart, each with both numbers, beside their series' name."""
    second = (TextRun(text=block.second_unit or "x"),)
    head = ((), second, block.unit or (TextRun(text="y"),))
    rows = [tuple(Cell(runs=runs, header="column", numeric=bool(i)) for i, runs in enumerate(head))]
    for series in block.series:
        for at, (x, shown) in enumerate(zip(series.shown_xs, series.shown, strict=True)):
            first = Cell(runs=(), covered=True)
            if not at:
                first = Cell(runs=series.name, header="row", rows=len(series.xs))
            cells = Cell(runs=(TextRun(text=x),), numeric=True), Cell(runs=shown, numeric=True)
            rows.append((first, *cells))
    return Table(alt=block.alt, rows=tuple(rows))
