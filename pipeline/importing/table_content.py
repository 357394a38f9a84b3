"""Tables of an office file as tables of the content: header, groups, spans, columns of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.importing import text_content
from pipeline.importing.found import Cell, Table, Text
from pipeline.importing.inline_text import Slots
from pipeline.importing.report_items import Flow, Item, Leaf, Part
from pipeline.importing.slide_figures import Figure, alternative
from pipeline.importing.text_content import Writer

#: Columns of a table of the content, and rows that a cell may cover.
MOST_COLUMNS, _MOST_ROWS = 16, 40
#: A number as content's columns of numbers have it.
_NUMBER = re.compile(r"-?\d{1,3}(?:[ \u00a0]\d{3})*(?:\.\d+)?|-?\d+(?:\.\d+)?")
_SLOT = re.compile(r"\[\[([a-z][a-z0-9-]*)\]\]")
_DIVIDED = "a table of more columns than a slide holds became several tables"
_HEADER_SPAN = "a merged cell of the header stands in its first place alone"


@dataclass
class _Place:
    """A cell that begins at a place of the grid."""

    leaf: Leaf | None
    columns: int
    rows: int


Grid = dict[tuple[int, int], _Place]


@dataclass
class TableContent:
    """A table's cells on their grid.

    Attributes:
        height: rows, header included.
    """

    cells: Grid
    height: int
    width: int
    found: Table
    slots: Slots | None = None

    def ways(self) -> Iterator[list[Figure]]:
        """Yield ways to show it, the best first: whole, or divided into tables of some columns."""
        for room in (MOST_COLUMNS, 12, 8, 6, 4, 3, 2, 1):
            if room < self.width or room == MOST_COLUMNS:
                yield self._divided(room)

    def _divided(self, room: int) -> list[Figure]:
        starts = [*range(0, self.width, room)]
        item = Item("table", self.found.shape, self.found.name)
        if len(starts) > 1:
            item.fate, item.why, item.words = "changed", "divided", _DIVIDED
        figures: list[Figure] = []
        for start in starts:
            tree: dict[str, Any] = {}
            if not start:
                tree |= alternative(self.found.alt, self.found.shape, self.found.name, self.slots)
            columns = [*range(start, min(start + room, self.width))]
            view = _View(self, columns)
            view.fill(tree, names_rows=not start)
            if view.has_spans_in_header and item.fate == "taken":
                item.fate, item.why, item.words = "changed", "header-span", _HEADER_SPAN
            figures.append(Figure("table", Part(tree, [item])))
        return figures


def read(table: Table, writer: Writer) -> TableContent:
    """Return a table's cells; those whose spans do not fit their grid are mended."""
    shape = Text(table.shape, table.name, table.box, "free", [])
    cells: Grid = {}
    taken: set[tuple[int, int]] = set()
    width = table.columns
    for index, row in enumerate(table.rows):
        column = 0
        for place, cell in enumerate(row, start=1):
            while (index, column) in taken:
                column += 1
            width = max(width, column + 1)
            columns, rows = _fitting(cell, index, column, table, taken)
            at = f"row {index + 1}, cell {place}"
            cells[index, column] = _Place(_text(cell, at, shape, writer), columns, rows)
            taken |= {(index + d, column + c) for d in range(rows) for c in range(columns)}
            column += columns
    return TableContent(cells, len(table.rows), width, table, writer.slots)


def _fitting(
    cell: Cell, row: int, column: int, table: Table, taken: set[tuple[int, int]]
) -> tuple[int, int]:
    """Return the columns and rows that a cell can cover."""
    columns = max(min(cell.columns, max(table.columns - column, 1)), 1)
    while columns > 1 and any((row, column + c) in taken for c in range(columns)):
        columns -= 1
    return columns, max(min(cell.rows, len(table.rows) - row, _MOST_ROWS), 1)


def _text(cell: Cell, at: str, shape: Text, writer: Writer) -> Leaf | None:
    rows = [
        writer.line(paragraph, "cell", f"{at}, paragraph {index}", shape)
        for index, paragraph in enumerate(cell.paragraphs, start=1)
    ]
    return text_content.joined([row for row in rows if row is not None])


class _View:
    """Some columns of a table, and how its first rows become a header."""

    def __init__(self, content: TableContent, columns: list[int]) -> None:
        self.content, self.columns = content, columns
        self.has_spans_in_header = False
        self.rows: list[list[_Place]] = []
        taken: set[tuple[int, int]] = set()
        for row in range(content.height):
            line: list[_Place] = []
            for at, column in enumerate(columns):
                if (row, at) in taken:
                    continue
                place = content.cells.get((row, column)) or _Place(None, 1, 1)
                if place.leaf and len(columns) < content.width:
                    leaf = text_content.changed(place.leaf, "divided", _DIVIDED)
                    place = _Place(leaf, place.columns, place.rows)
                wide = _run(columns, at, place.columns)
                taken |= {(row + d, at + c) for d in range(place.rows) for c in range(wide)}
                line.append(_Place(place.leaf, wide, place.rows))
            self.rows.append(line)

    def fill(self, tree: dict[str, Any], *, names_rows: bool) -> None:
        """Write header, rows and what they are into a table."""
        width = len(self.columns)
        head = self._head()
        body = self.rows[head:]
        if names_rows and self.content.found.first_column and width > 1:
            tree["row_headers"] = True
        numeric = [at + 1 for at in range(width) if self._is_numeric(at, head)]
        if numeric:
            tree["numeric"] = Flow(numeric)
        if (
            self.content.found.last_row
            and len(body) > 1
            and all(place.rows == 1 for place in body[-1])
        ):
            tree["total"] = True
        if head == 2:  # noqa: PLR2004 - groups above a header
            tree["groups"] = Flow(_written(place) for place in self.rows[0])
        tree["header"] = self._header(head, width)
        tree["rows"] = [_row(row, width) for row in self._rows(body, head)]

    def _head(self) -> int:
        """Return how many rows are the header: one, two with groups above it, or none."""
        if len(self.rows) < 2 or not self.content.found.has_header:  # noqa: PLR2004
            return 0  # a table of one row has no header either
        first, second = self.rows[0], self.rows[1]
        if all(place.columns == 1 and place.rows == 1 for place in first):
            return 1
        reaches = all(place.rows <= 2 for place in first)  # noqa: PLR2004
        plain = all(place.columns == 1 and place.rows == 1 for place in second)
        under = sum(place.columns for place in first if place.rows == 1)
        is_whole = len(second) == under and bool(second)
        if reaches and plain and is_whole and len(self.rows) > 2:  # noqa: PLR2004
            return 2
        return 1

    def _header(self, head: int, width: int) -> Flow:
        if not head:
            return Flow([""] * width)
        row = self.rows[head - 1]
        if all(place.columns == 1 and place.rows == 1 for place in row):
            return Flow(place.leaf or "" for place in row)
        cells: list[Any] = []
        for place in row:  # a header's cells cover one place: the others stay empty
            leaf = place.leaf
            if leaf and (place.columns > 1 or place.rows > 1):
                self.has_spans_in_header = True
                leaf = text_content.changed(leaf, "header-span", _HEADER_SPAN)
            cells += [leaf or "", *[""] * (place.columns - 1)]
        return Flow(cells)

    def _rows(self, body: list[list[_Place]], head: int) -> list[list[_Place]]:
        """Return the body with places for what cells of the header reach into."""
        if head != 1:
            return body
        reaching: dict[int, int] = {}
        at = 0
        for place in self.rows[0]:
            for column in range(at, at + place.columns):
                if place.rows > 1:
                    reaching[column] = place.rows - 1
            at += place.columns
        if not reaching:
            return body
        return [_filled(row, {at for at, deep in reaching.items() if deep > index})
                for index, row in enumerate(body)]  # fmt: skip

    def _is_numeric(self, at: int, head: int) -> bool:
        found = [
            place.leaf.text
            for (row, column), place in self.content.cells.items()
            if column == self.columns[at] and place.leaf is not None and row >= head
        ]
        open_ = [text for text in found if not _SLOT.fullmatch(text)]
        return bool(open_) and at > 0 and all(_NUMBER.fullmatch(text) for text in open_)


def _run(columns: list[int], at: int, wide: int) -> int:
    """Return how many neighbouring columns of a view a cell covers."""
    count = 1
    while count < wide and at + count < len(columns) and columns[at + count] == columns[at] + count:
        count += 1
    return count


def _filled(row: list[_Place], free: set[int]) -> list[_Place]:
    out: list[_Place] = []
    at, rest = 0, list(row)
    while rest or at in free:
        if at in free:
            out.append(_Place(None, 1, 1))
            at += 1
            continue
        place = rest.pop(0)
        out.append(place)
        at += place.columns
    return out


def _row(row: list[_Place], width: int) -> Any:
    """Return a row; one that is a slot alone in all its columns is withheld as a whole."""
    if len(row) == 1 and row[0].columns == width > 1 and row[0].rows == 1 and row[0].leaf:
        found = _SLOT.fullmatch(row[0].leaf.text)
        if found:
            return {"withheld": Leaf(found[1], row[0].leaf.items)}
    return Flow(_written(place) for place in row)


def _written(place: _Place) -> Any:
    if place.columns == 1 and place.rows == 1:
        return place.leaf or ""
    tree: dict[str, Any] = {"text": place.leaf or ""}
    if place.columns > 1:
        tree["columns"] = place.columns
    if place.rows > 1:
        tree["rows"] = place.rows
    return tree
