"""Proof of tables and charts: an imported deck's, compared with those of the content."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from pipeline.audit.original.facts import Cell, Chart
from pipeline.audit.original.original_lines import squeezed
from pipeline.audit.original.plain_content import said

_MISSING = frozenset(("", "n/a"))
#: What stands between the names of categories of several levels.
_BETWEEN = frozenset(("–", "-", "/", "·", "|"))
#: A number that is said to be rounded may differ by half of its ninth decimal.
_ROUNDED = Decimal("0.0000000005")
_FIRST_DAYS = (datetime.date(1899, 12, 30), datetime.date(1904, 1, 1))
Tree = dict[str, Any]
Place = tuple[int, int]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = cast("Tree", value).get("text", "")
    return " ".join(said(value).words) if isinstance(value, str) else ""


def _span(value: Any, key: str) -> int:
    text = str(cast("Tree", value).get(key, "1")) if isinstance(value, dict) else "1"
    return int(text) if text.isascii() and text.isdigit() else 1


def grid(table: Tree) -> dict[Place, tuple[str, int, int]]:
    """Return the cells of a table of the content by row and column: words, columns, rows."""
    rows: list[Any] = [table[key] for key in ("groups", "header") if key in table]
    rows += (
        cast("Tree", row).get("row", []) if isinstance(row, dict) else row
        for row in table.get("rows", ())
    )
    found: dict[Place, tuple[str, int, int]] = {}
    taken: set[Place] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            columns, deep = _span(cell, "columns"), _span(cell, "rows")
            taken |= {(number + y, column + x) for y in range(deep) for x in range(columns)}
            found[number, column] = (_text(cell), columns, deep)
            column += columns
    return found


def is_same_table(
    cells: Sequence[Cell], table: Tree, loose: frozenset[str], withheld: Set[str] = frozenset()
) -> bool:
    """Tell whether every cell with words stands at its place, with its spans.

    Args:
        cells: of the original.
        table: of the content.
        loose: texts of cells of which the report says that they were changed.
        withheld: places of paragraphs that became slots, which are not quoted.
    """
    made = grid(table)
    head = [row for row in (table.get("groups"), table.get("header")) if row]
    # a table that names no columns gets a blank header
    more = (
        len(head)
        + len(table.get("rows", ()))
        - max((row.row + row.rows for row in cells), default=0)
    )
    down = int(more > 0 and len(head) == 1 and not any(map(_text, head[0])))
    for cell in cells:
        text = squeezed(" ".join(line.text for line in cell.lines))
        if not text or text in loose or any(line.at in withheld for line in cell.lines):
            continue
        if made.get((cell.row + down, cell.column)) != (text, cell.columns, cell.rows):
            return False
    return True


def chart_faults(chart: Chart, made: Tree, rounded: frozenset[str]) -> Iterator[str]:
    """Yield what a chart of the content lacks or says otherwise.

    Args:
        chart: of the original.
        made: of the content; a table, if its form is not drawn.
        rounded: numbers of which the report says that they were rounded.
    """
    if "header" in made:
        yield from _table_faults(chart, [made], rounded)
        return
    rows = [cast("Tree", row) for row in made.get("series", ()) if isinstance(row, dict)]
    if len(rows) != len(chart.series):
        yield "has another number of series"
        return
    categories = [_text(value) for value in made.get("categories", ())]
    for number, (series, row) in enumerate(zip(chart.series, rows, strict=True), start=1):
        if _text(row.get("name", "")) not in {series.name, str(number) if not series.name else ""}:
            yield f"series {number} has another name"
        values = [str(value) for value in row.get("values", ())]
        if not _are_numbers(series.values, values, rounded):
            yield f"series {number} has other numbers"
        xs = [str(value) for value in row.get("x", ())]
        if series.xs and xs and not _are_numbers(series.xs, xs, rounded):
            yield f"series {number} has other numbers across"
        if categories and not _are_names(series.categories, categories, has_days=chart.has_days):
            yield f"series {number} has other categories"


def tables_faults(chart: Chart, tables: Sequence[Tree], rounded: frozenset[str]) -> Iterator[str]:
    """Yield what tables that stand for a chart lack."""
    yield from _table_faults(chart, tables, rounded)


def sizes_faults(chart: Chart, tables: Sequence[Tree], rounded: frozenset[str]) -> Iterator[str]:
    """Yield the series of which no table has the sizes, where a chart has no place for them."""
    columns = [column for table in tables for column in _columns(table)]
    for number, series in enumerate(chart.series, start=1):
        names = {series.name, "" if series.name else str(number)}
        if series.sizes and not any(
            column[0] in names and _are_numbers(series.sizes, column[1:], rounded)
            for column in columns
        ):
            yield f"series {number} lacks its sizes"


def _table_faults(chart: Chart, tables: Sequence[Tree], rounded: frozenset[str]) -> Iterator[str]:
    columns = [column for table in tables for column in _columns(table)]
    left = list(columns)
    for number, series in enumerate(chart.series, start=1):
        parts = (
            (series.name, series.values), ("", series.xs), ("", series.sizes),
        )  # fmt: skip
        for name, values in parts:
            if not values:
                continue
            fitting = (
                column
                for column in (left if values is series.values else columns)
                if (values is not series.values or column[0] == name)
                and _are_numbers(values, column[1:], rounded)
            )
            column = next(fitting, None)
            if column is None:
                yield f"series {number} lacks its name or numbers"
            elif values is series.values:
                left.remove(column)
        if not series.xs and not any(
            _are_names(series.categories, column[1:], has_days=chart.has_days) for column in columns
        ):
            yield f"series {number} lacks its categories"


def _columns(table: Tree) -> list[list[str]]:
    cells = grid(table)
    width = max((column for _, column in cells), default=-1) + 1
    height = max((row for row, _ in cells), default=-1) + 1
    blank = ("", 1, 1)
    return [
        [cells.get((row, column), blank)[0] for row in range(height)] for column in range(width)
    ]


def _are_numbers(given: Sequence[str], made: Sequence[str], rounded: frozenset[str]) -> bool:
    if len([value for value in made if value not in _MISSING]) > len(given):
        return False
    filled = [*made, *[""] * (len(given) - len(made))]
    return all(
        _is_number(value, other, rounded) for value, other in zip(given, filled, strict=False)
    )


def _is_number(given: str, made: str, rounded: frozenset[str]) -> bool:
    if given in _MISSING or made in _MISSING:
        return given in _MISSING and made in _MISSING
    try:
        first, second = Decimal(given), Decimal(made.replace(" ", ""))
    except InvalidOperation:
        return squeezed(given) == squeezed(made)
    return first == second or (given in rounded and abs(first - second) <= _ROUNDED)


def _are_names(given: Sequence[str], made: Sequence[str], *, has_days: bool) -> bool:
    if len(made) < len(given):
        return False
    for number, (name, other) in enumerate(zip(given, made, strict=False), start=1):
        wanted = {name} if name else {"", str(number)}
        if has_days:
            wanted |= _days(name)
        if other not in wanted and _bare(other) != _bare(name):
            return False
    return True


def _bare(name: str) -> str:
    """Return a name without what stands between the names of several levels."""
    return " ".join(word for word in name.split() if word not in _BETWEEN)


def _days(text: str) -> set[str]:
    """Return how a day may be written of which a file keeps a number."""
    found: set[str] = set()
    for first in _FIRST_DAYS:
        try:
            day = first + datetime.timedelta(days=int(float(text)))
        except (ValueError, OverflowError):
            continue
        found |= {day.isoformat(), f"{day:%Y-%m}", str(day.year), f"{day.day} {day:%b}"}
        found |= {f"{day:%b}", f"{day:%b %Y}", f"{day.day} {day:%b %Y}"}
    return found
