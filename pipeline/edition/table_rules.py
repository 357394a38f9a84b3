"""Horizontal lines (rules) of a table: which line stands below each place of its grid."""

from __future__ import annotations

from typing import Literal

from pipeline.edition.blocks import Cell, Table

#: A group's line over its columns; the line below the header, below a row, round the totals.
Rule = Literal["", "group", "header", "row", "total"]


def below(block: Table, row: int, column: int) -> Rule:
    """Return the rule below a place of the grid; none where a cell goes on in the next row.

    A cell over several rows has the rule that stands below the last of them.
    """
    row += block.rows[row][column].rows - 1
    if row < block.header_rows - 1:
        above = origin(block, row, column)
        return "group" if above.columns > 1 and not above.bar else ""
    if row == block.header_rows - 1:
        return "header"
    last = len(block.rows) - 1
    if block.total and row >= last - 1:
        return "total"
    return "" if _goes_on(block, row) else "row"


def is_raised(block: Table, row: int) -> bool:
    """Say whether the rule below a row has to be drawn above the next one, or below the table.

    A cell over several rows ends there. WeasyPrint divides it among pages, and draws the rule at
    its own foot on the first of them.
    """
    return row >= block.header_rows and any(
        cell.rows > 1 and start + cell.rows - 1 == row
        for start in range(block.header_rows, row)
        for cell in block.rows[start]
    )


def is_marked(block: Table, row: int, column: int) -> bool:
    """Say whether a place of the grid stands between the rules of a marked column."""
    return column == block.marked > 0 and origin(block, row, column).columns == 1


def origin(block: Table, row: int, column: int) -> Cell:
    """Return the cell of a row that covers a place of it: itself, or one to the left."""
    for start in range(column, -1, -1):
        cell = block.rows[row][start]
        if not cell.covered:
            return cell if start + cell.columns > column else block.rows[row][column]
    return block.rows[row][column]


def _goes_on(block: Table, row: int) -> bool:
    """Say whether a cell covers a row and the next one."""
    return any(
        start + cell.rows - 1 > row
        for start in range(row + 1)
        for cell in block.rows[start]
        if cell.rows > 1
    )
