"""Cells that cover several places of a table's grid."""

from __future__ import annotations

import pytest

from pipeline.content.rules.table_grid import Size, UnevenRowError, columns_of

PLAIN: Size = (1, 1)


def test_plain_rows_begin_in_every_column() -> None:
    assert columns_of([[PLAIN] * 3, [PLAIN] * 3], 3) == [[0, 1, 2], [0, 1, 2]]


def test_a_cell_that_covers_columns_moves_its_neighbours() -> None:
    assert columns_of([[(2, 1), PLAIN]], 3) == [[0, 2]]


def test_places_below_a_cell_that_covers_rows_are_passed_over() -> None:
    rows = [[(1, 2), PLAIN, PLAIN], [PLAIN, PLAIN], [PLAIN] * 3]
    assert columns_of(rows, 3) == [[0, 1, 2], [1, 2], [0, 1, 2]]
    assert columns_of([[PLAIN, (1, 2), PLAIN], [PLAIN, PLAIN]], 3) == [[0, 1, 2], [0, 2]]


def test_a_withheld_row_has_no_cells() -> None:
    assert columns_of([[PLAIN] * 2, None], 2) == [[0, 1], []]


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ([[PLAIN]], 0),
        ([[PLAIN] * 3], 0),
        ([[PLAIN, PLAIN], [PLAIN]], 1),
        ([[(1, 2), PLAIN], [(2, 1)]], 1),
        ([[PLAIN, (1, 2), PLAIN], [(2, 1)]], 1),
        ([[(1, 2), PLAIN]], 0),
        ([[(1, 2), PLAIN], None], 1),
        ([[(3, 1)]], 0),
    ],
)
def test_what_does_not_fill_the_grid_is_named_by_its_row(
    rows: list[list[Size] | None], row: int
) -> None:
    with pytest.raises(UnevenRowError) as caught:
        columns_of(rows, 3 if len(rows[0] or ()) == 3 and row else 2)
    assert caught.value.row == row
