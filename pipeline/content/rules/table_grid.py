"""Grid columns of table cells that span several rows or columns; error for uneven rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Size = tuple[int, int]
"""Columns and rows that a cell covers."""


@dataclass(frozen=True)
class UnevenRowError(Exception):
    """A row whose cells do not fill the grid.

    Attributes:
        row: its index.
        message: what is wrong, in words for the author.
    """

    row: int
    message: str


def columns_of(rows: Sequence[Sequence[Size] | None], width: int) -> list[list[int]]:
    """Return the column, from 0, in which each written cell of each row begins.

    A place that a cell above covers is passed over, as in HTML. A row that is None is withheld as
    a whole: nothing may reach into it.

    Raises:
        UnevenRowError: for the first row whose cells leave places free, overlap or stand over.
    """
    covered: set[tuple[int, int]] = set()
    out: list[list[int]] = []
    for index, row in enumerate(rows):
        if row is None:
            if any((index, column) in covered for column in range(width)):
                raise UnevenRowError(index, "a cell above reaches into this withheld row")
            out.append([])
            continue
        free = [column for column in range(width) if (index, column) not in covered]
        begins: list[int] = []
        for columns, deep in row:
            if not set(free[:1]) or free[:columns] != list(range(free[0], free[0] + columns)):
                raise UnevenRowError(index, _needs(row, width))
            if index + deep > len(rows):
                raise UnevenRowError(index, "a cell reaches below the last row")
            begins.append(free[0])
            covered |= {(index + d, free[0] + c) for d in range(1, deep) for c in range(columns)}
            del free[:columns]
        if free:
            raise UnevenRowError(index, _needs(row, width))
        out.append(begins)
    return out


def _needs(row: Sequence[Size], width: int) -> str:
    return f"this row has {sum(columns for columns, _ in row)} cells, the header has {width}"
