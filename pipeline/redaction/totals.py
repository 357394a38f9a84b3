"""Withheld numbers that follow from the numbers beside them: a total minus its parts.

Looked at are the columns and rows of tables, and the series and categories of charts. A line of
numbers tells its only withheld one if its last number is a total of the others, if it is given in
per cent of a whole, or if a text of the slide says a total. Whatever else a reader can work out is
the reviewer's to see; docs/redaction.md says so.

Guarantee: G31.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

import yaml

from pipeline.content import markup
from pipeline.content.load import Source
from pipeline.content.model import parts as pieces
from pipeline.content.model import running_text, walk
from pipeline.content.model.slides import WithheldSlide
from pipeline.content.rules import figures, table_grid
from pipeline.content.yaml_positions import Path
from pipeline.resources import paths

_NUMBER = re.compile(r"-?\d[\d\u00a0\u202f .]*(?:,\d+)?")
#: Per cents of a whole may be rounded.
_WHOLE, _ROUNDED = 100.0, 1.5


_DECK = "presentation.yaml"


class _Number(NamedTuple):
    """One number of a line.

    Attributes:
        path: where it stands, from its table or chart.
        value: None if it is withheld.
        text: as typed.
    """

    path: Path
    value: float | None
    text: str = ""


def found(source: Source) -> Iterator[tuple[str, Path, str]]:
    """Yield withheld numbers that can be worked out, with file and place, and from what."""
    if not source.redactions.slots:  # nothing is withheld
        return
    yield from ((_DECK, path, why) for path, why in _on_slides(source))
    for name, text in source.texts.by_file.items():
        yield from ((name, path, why) for path, why in _in(text, (), lambda: False))


def _on_slides(source: Source) -> Iterator[tuple[Path, str]]:
    for index, slide in enumerate(source.presentation.slides):
        if isinstance(slide, WithheldSlide):
            continue
        yield from _in(slide, ("slides", index), partial(_says_total, slide))


def _in(model: object, above: Path, said: Callable[[], bool]) -> Iterator[tuple[Path, str]]:
    """Yield the numbers of a slide's, or a text's, tables and charts that the others tell."""
    for path, part in walk.parts(model, above):
        match part:
            case pieces.TableSpec():
                lines, unit = [*_columns(part), *_rows(part)], ""
            case running_text.Grid():
                lines, unit = list(_of_grid(part)), ""
            case pieces.ChartSpec():
                lines, unit = list(_of_chart(part)), _letters(part.unit or ())
            case _:
                continue
        lines = [line for line in lines if any(row.value is None for row in line)]
        if not lines:
            continue
        says = (isinstance(part, pieces.TableSpec) and part.total) or said()
        told = {place: why for line in lines for place, why in _told(line, unit, said=says)}
        yield from (((*path, *place), why) for place, why in told.items())


def _of_grid(grid: running_text.Grid) -> Iterator[list[_Number]]:
    """Yield the numbers of each column of a pipe table that has any."""
    for column in grid.numeric:
        yield [
            _of_cell(("rows", index, column - 1), row[column - 1])
            for index, row in enumerate(grid.rows)
            if column <= len(row)
        ]


def _told(line: Sequence[_Number], unit: str, *, said: bool) -> Iterator[tuple[Path, str]]:
    """Yield the one withheld number of a line, if the others give it away."""
    hidden = [row for row in line if row.value is None]
    shown = [row.value for row in line if row.value is not None]
    if len(hidden) != 1 or not shown:
        return
    last = line[-1].value
    is_share = "%" in unit or (bool(shown) and all("%" in row.text for row in line if row.text))
    if is_share:
        if sum(shown) <= _WHOLE + _ROUNDED:
            yield hidden[0].path, "these are per cents of a whole: 100 minus the others gives it"
    elif len(shown) > 1 and last is not None and last >= sum(shown[:-1]) and min(shown) >= 0:
        yield hidden[0].path, "the last number is a total: total minus parts gives this number"
    elif said:
        yield hidden[0].path, "a text of the slide says a total: total minus parts gives it"


def _says_total(slide: object) -> bool:
    """Tell whether a text of a slide, outside of its figures, has a number and a word for total."""
    return any(
        _totals().search(text) and _NUMBER.search(text)
        for text in (
            _letters(rich)
            for path, rich in walk.texts(slide, ("slides",))
            if not {"table", "chart", "footnotes"} & set(path)
        )
    )


@cache
def _totals() -> re.Pattern[str]:
    """Return what finds a word for a total, in the languages of the Union."""
    data: dict[str, list[str]] = yaml.load(
        paths.templates("total-words.yaml").read_text("utf-8"), yaml.CSafeLoader
    )
    words = sorted({word for row in data.values() for word in row}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def _columns(table: pieces.TableSpec) -> Iterator[list[_Number]]:
    """Yield each column of numbers of a table, from its first row to its last."""
    for column in table.numeric:
        yield [_of_cell(path, cell) for path, cell in _column(table, column - 1)]


def _column(table: pieces.TableSpec, column: int) -> Iterator[tuple[Path, pieces.Cell | None]]:
    """Yield for each row where it has its cell of a column, and the cell; None if withheld.

    A place that another cell covers counts as that cell's: it tells the same number.
    """
    rows = [row.row if isinstance(row, pieces.KeyedRow) else row for row in table.rows]
    begins = table_grid.columns_of(figures.body_rows(table), figures.width_of(table))
    last: tuple[Path, pieces.Cell | None] = (("rows", 0, 0), None)
    for number, (row, starts) in enumerate(zip(rows, begins, strict=True)):
        if not isinstance(row, tuple):
            last = (("rows", number), None)
        elif column in starts:
            index = starts.index(column)
            last = (("rows", number, index), row[index])
        yield last


def _rows(table: pieces.TableSpec) -> Iterator[list[_Number]]:
    """Yield the numbers of each row, where several columns have them."""
    if len(table.numeric) > 2:  # noqa: PLR2004 - parts and their total
        columns = [list(column) for column in _columns(table)]
        yield from ([*row] for row in zip(*columns, strict=True))


def _of_cell(path: Path, given: pieces.Cell | None) -> _Number:
    cell = given.text if isinstance(given, pieces.SpanningCell) else given
    if cell is None or any(isinstance(part, markup.Slot) for part in cell):
        return _Number(path, None)
    text = _letters(cell)
    return _Number(path, _value(text), text)


def _of_chart(chart: pieces.ChartSpec) -> Iterator[list[_Number]]:
    """Yield the numbers of each series, and those of each category where bars are stacked."""
    series = [row for row in chart.series if isinstance(row, pieces.SeriesSpec)]
    places = [index for index, row in enumerate(chart.series) if isinstance(row, pieces.SeriesSpec)]
    lines = [
        [_of_cell(("series", place, "values", at), value) for at, value in enumerate(row.values)]
        for place, row in zip(places, series, strict=True)
    ]
    yield from lines
    if len(lines) > 1:
        yield from ([*row] for row in zip(*lines, strict=False))


def _letters(rich: markup.Rich) -> str:
    return "".join(part.text for part in rich if isinstance(part, markup.Words))


def _value(text: str) -> float:
    """Return the number of a text; nothing counts as nought."""
    match = _NUMBER.search(text)
    if match is None:
        return 0.0
    plain = re.sub(r"[\u00a0\u202f ]", "", match.group())
    if "," in plain:  # a point separates thousands
        return float(plain.replace(".", "").replace(",", "."))
    return float(plain.replace(".", "") if plain.count(".") > 1 else plain.rstrip(".") or 0)
