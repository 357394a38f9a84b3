"""Widths of columns and heights of rows: what stands in a cell has room in it."""

from __future__ import annotations

import pytest

from pipeline.design.theme import STEPS
from pipeline.edition.blocks import Cell, Table
from pipeline.layout import phase_layout
from pipeline.layout.block_heights import Ruler
from pipeline.layout.text_metrics import advance
from tests.geometry.given import LOOK, NEAR, placed, slide, table, words

WIDTH = 852.0
LONG = "A text of several words that takes several lines in its cell " * 3
COVERED = Cell(runs=(), covered=True)


def near(value: float) -> object:
    return pytest.approx(value, abs=NEAR)


def spanning(text: str, *, columns: int = 1, rows: int = 1, header: bool = False) -> Cell:
    kind = "column" if header else ""
    return Cell.model_validate(
        {"runs": words(text), "columns": columns, "rows": rows, "header": kind}
    )


def needed(cell: Cell, block: Table, place: int, ruler: Ruler) -> float:
    """Return the height that a cell needs at the widths of its columns."""
    widths = ruler.columns(block, WIDTH)[place : place + cell.columns]
    padding = 2 * LOOK.cell_padding
    height = ruler.text(cell.runs, "table", sum(widths) - padding, bold=bool(cell.header))
    return height + padding


DEEP = table(
    [
        ["A", "B", "C"],
        [spanning(LONG * 2, rows=2), "x", "y"],
        [COVERED, "x", "y"],
        ["a", "b", "c"],
    ]
)
TABLES = {
    "plain": table([["A", "B"], ["a", LONG], [LONG, "b"]]),
    "a cell over two rows": DEEP,
    "a cell over three rows, beside a high one": table(
        [
            ["A", "B"],
            [spanning(LONG * 3, rows=3), "x"],
            [COVERED, LONG],
            [COVERED, "x"],
            ["a", "b"],
        ]
    ),
    "two cells over the same rows": table(
        [
            ["A", "B", "C"],
            [spanning(LONG, rows=2), spanning(LONG * 2, rows=2), "x"],
            [COVERED, COVERED, "x"],
        ]
    ),
    "a group above columns": table(
        [
            [spanning("A group of a long name", columns=2, header=True), COVERED, "C"],
            ["A", "B", "C"],
            ["a", "b", LONG],
        ],
        header_rows=2,
    ),
}
every_table = pytest.mark.parametrize("block", TABLES.values(), ids=TABLES)


@every_table
@pytest.mark.parametrize("step", range(STEPS))
def test_rows_hold_what_stands_in_them_and_cells_over_rows_make_them_grow(
    block: Table, step: int
) -> None:
    ruler = Ruler(LOOK, step)
    rows = ruler.rows(block, WIDTH)
    for number, row in enumerate(block.rows):
        for place, cell in enumerate(row):
            if not cell.covered:
                room = sum(rows[number : number + cell.rows])
                assert needed(cell, block, place, ruler) <= room + NEAR


@every_table
def test_rows_are_no_higher_than_what_stands_in_them(block: Table) -> None:
    ruler = Ruler(LOOK, 0)
    rows = ruler.rows(block, WIDTH)
    line = LOOK.table_size(0) * LOOK.line_height + 2 * LOOK.cell_padding
    for number, row in enumerate(block.rows):
        own = [needed(c, block, p, ruler) for p, c in enumerate(row) if c.rows == 1]
        above = [
            needed(cell, block, place, ruler) - sum(rows[top:number])
            for top, cells in enumerate(block.rows[: number + 1])
            for place, cell in enumerate(cells)
            if cell.rows > 1 and top <= number < top + cell.rows
        ]
        assert rows[number] <= max(line, *own, *above) + NEAR


def test_a_cell_over_rows_makes_the_last_of_them_grow_and_no_other() -> None:
    ruler = Ruler(LOOK, 0)
    first, second, last = ruler.rows(DEEP, WIDTH)[1:]
    line = LOOK.table_size(0) * LOOK.line_height + 2 * LOOK.cell_padding
    assert first == near(line)
    assert last == near(line)
    assert first + second == near(needed(DEEP.rows[1][0], DEEP, 0, ruler))
    assert second > 1.5 * line


@every_table
@pytest.mark.parametrize("width", [WIDTH, 430.0])
def test_columns_fill_the_width_and_break_no_word(block: Table, width: float) -> None:
    ruler = Ruler(LOOK, STEPS - 1)
    found = ruler.columns(block, width)
    assert sum(found) == near(width)
    size = LOOK.table_size(STEPS - 1)
    for row in block.rows:
        for place, cell in enumerate(row):
            room = sum(found[place : place + cell.columns]) - 2 * LOOK.cell_padding
            for run in cell.runs:
                for word in run.text.split():
                    wide = advance(word, "Carlito", bold=bool(cell.header)) * size
                    assert wide <= room


def test_a_column_that_says_more_is_wider() -> None:
    block = table([["A", "B", "C"], ["a", "some words", "some words and some words more " * 2]])
    first, second, third = Ruler(LOOK, 0).columns(block, WIDTH)
    assert first < second < third


def test_a_part_in_a_narrower_region_has_the_columns_of_the_whole_in_proportion() -> None:
    block = table([["A", "B"], ["a", "b"]])
    whole = (300.0, 552.0)
    assert Ruler(LOOK, 0, whole).columns(block, 900) == whole
    narrow = Ruler(LOOK, 0, whole).columns(block, 426)
    assert sum(narrow) == pytest.approx(426, abs=NEAR)
    assert narrow[0] / narrow[1] == pytest.approx(whole[0] / whole[1], abs=0.001)


def test_columns_that_say_the_same_are_equally_wide() -> None:
    for text in ("a", "some words", LONG):
        block = table([["A", "A", "A"], [text] * 3])
        assert len(set(Ruler(LOOK, 0).columns(block, WIDTH))) == 1


def test_a_group_with_a_long_word_widens_the_columns_below_it_alone() -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitaen"[:20]
    group = [spanning(word * 2, columns=2, header=True), COVERED, "c"]
    block = table([group, ["a", "b", LONG]], header_rows=1)
    plain = table([["a", "b", "c"], ["a", "b", LONG]])
    (a, b, c), (x, y, z) = (Ruler(LOOK, 0).columns(one, WIDTH) for one in (block, plain))
    assert a + b > x + y
    assert c < z
    assert a - x == pytest.approx(b - y, abs=0.2)


@every_table
def test_a_frame_has_the_widths_and_heights_of_its_table(block: Table) -> None:
    for part in placed(slide(block, layout="table")):
        (frame,) = part.frames
        (own,) = part.blocks
        assert isinstance(own, Table)
        ruler = Ruler(LOOK, frame.step)
        assert frame.columns == ruler.columns(own, WIDTH)
        assert sum(frame.columns) == near(frame.width)
        assert frame.rows == tuple(near(row) for row in ruler.rows(own, WIDTH))
        assert sum(frame.rows) == near(frame.height)


def timed(count: int, *, late: bool) -> Table:
    heads = [spanning(letter, header=True) for letter in "ABCDEFGHIJKLM"]
    rows = [tuple(heads)]
    for index in range(count):
        start, end = (0.7, 0.8) if late else (index / 12, 0.5)
        bar = {"start": start, "end": end, "ends_words": late}
        given = {"runs": words("15 Sept - 30 Nov 2026"), "columns": 12, "bar": bar}
        rows.append((heads[0], Cell.model_validate(given), *[COVERED] * 11))
    shares = (0.28, *(0.06,) * 12)
    return Table(alt="t", roomy=True, shares=shares, rows=tuple(rows))


@pytest.mark.parametrize("count", [1, 3, 6])
@pytest.mark.parametrize("late", [False, True])
def test_bars_of_a_table_are_below_their_words_in_the_columns_of_their_time(
    count: int, late: bool
) -> None:
    block = timed(count, late=late)
    (fitted,) = placed(slide(block, layout="table"))
    (frame,) = fitted.frames
    size = LOOK.table_size(frame.step)
    assert size >= 18
    line = size * LOOK.line_height
    bars = list(phase_layout.bars(block, frame, LOOK))
    assert len(bars) == count
    assert len(set(frame.rows[1:])) == 1
    for index, (bar, row) in enumerate(zip(bars, block.rows[1:], strict=True), start=1):
        top, height = sum(frame.rows[:index]), frame.rows[index]
        above, below = bar.box.y - top, top + height - bar.box.y - bar.box.height
        assert above - line - phase_layout.GAP == near(below)
        assert below >= LOOK.cell_padding - 0.1
        first, cell = frame.columns[0], row[1]
        assert cell.bar
        grid = [first + sum(frame.columns[1 : 1 + n]) for n in range(13)]
        assert bar.box.x == near(grid[index - 1] if not late else grid[8] + 0.4 * frame.columns[9])
        at = phase_layout.placed(cell, frame.columns[1:], LOOK, frame.step)
        wide = advance("15 Sept - 30 Nov 2026", LOOK.fonts.deck.family) * size * LOOK.stretch
        assert 0 <= at.words <= sum(frame.columns[1:]) - wide + NEAR
        assert at.words + wide <= at.end + 2 if late else at.words == near(at.start)
