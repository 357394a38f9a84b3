"""Text of a chart in reading order, and its numbers as a table; for all formats."""

from __future__ import annotations

from pipeline.edition.edition import Cell, Chart, Table, TextRun
from pipeline.edition.texts import plain

#: Values up to which each is printed where it stands; more are read from an axis.
_LABELLED = 12


def is_whole(block: Chart) -> bool:
    """Say whether a chart shows the parts of one whole."""
    return block.form in {"pie", "doughnut"}


def is_labelled(block: Chart) -> bool:
    """Say whether each value is printed where it stands; if not, an axis has marks."""
    if is_whole(block):
        return True
    few = len(block.categories) * len(block.series) <= _LABELLED
    return few and not block.stacked and (block.form != "line" or len(block.series) == 1)


def has_legend(block: Chart) -> bool:
    """Say whether a chart names its series above the plot; a single one is named, too."""
    return not is_whole(block)


def number(value: float) -> int | float:
    """Return a value as a native chart and its workbook hold it: whole without a point."""
    return int(value) if value == int(value) else value


def texts(block: Chart) -> tuple[str, ...]:
    """Return all texts of a drawn chart, in the order of a plan's labels."""
    out = [plain(block.unit)] if block.unit else []
    categories = [plain(category) for category in block.categories]
    if is_whole(block):
        pairs = zip(categories, block.series[0].shown, strict=True)
        return tuple(text for text in (*out, *(part for pair in pairs for part in pair)) if text)
    out += [plain(series.name) for series in block.series]
    if is_labelled(block):
        out += [*categories, *(text for series in block.series for text in series.shown)]
    else:
        out += [*block.tick_labels, *categories]
    return tuple(text for text in out if text)


def as_table(block: Chart) -> Table:
    """Return a chart's numbers as a table, with their unit in its corner."""
    head = [block.unit, *(series.name for series in block.series)]
    rows = [tuple(Cell(runs=runs, header="column", numeric=bool(i)) for i, runs in enumerate(head))]
    for index, category in enumerate(block.categories):
        shown = (series.shown[index] for series in block.series)
        cells = (Cell(runs=(TextRun(text=text),) if text else (), numeric=True) for text in shown)
        rows.append((Cell(runs=category, header="row"), *cells))
    return Table(alt=block.alt, rows=tuple(rows))
