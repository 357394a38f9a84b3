"""Phases of work: times become places and words, and a withheld phase leaves no trace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compose import compose
from pipeline.content import phase_times
from pipeline.content.load import load
from pipeline.content.model.parts import Phase
from pipeline.content.secret import Secret
from pipeline.core.errors import PipelineError
from pipeline.edition.blocks import Table
from pipeline.edition.primitive import Bar
from pipeline.edition.runs import MarkerRun
from pipeline.edition.texts import plain
from tests.conftest import Written

PHASES = """
- kind: next-steps
  title: T
  alt: A
  today: 2026-04-15
  phases:
    - {name: a, starts: 2026-01, ends: 2026-03, done: true}
    - {withheld: whole}
    - {name: b, at: 2026-12-15}
"""
SLOTS = "whole: {grounds: [defence]}"


def drawn(folder: object, values: dict[str, Secret] | None = None) -> Table:
    audience = "full" if values else "public"
    (table,) = compose(load(folder), audience, values).slides[0].blocks  # type: ignore[arg-type]
    assert isinstance(table, Table)
    return table


def bars(table: Table) -> list[Bar]:
    return [cell.bar for row in table.rows for cell in row if cell.bar]


def test_phases_have_bars_where_their_time_is_and_milestones_a_mark(written: Written) -> None:
    table = drawn(written(PHASES, SLOTS))
    assert table.header_rows == 2
    assert {len(row) for row in table.rows} == {1 + phase_times.COLUMNS}
    today, first, last = bars(table)
    assert (first.start, first.end, first.done) == (0, 0.25, True)
    assert last.start == last.end == pytest.approx((11 + 14.5 / 31) / 12, abs=1e-4)
    assert today.start == pytest.approx((3 + 14.5 / 30) / 12, abs=1e-4)
    said = [[plain(cell.runs) for cell in row if not cell.covered] for row in table.rows]
    assert said[0] == ["Step", "▼\u00a0Today"]
    assert said[1][:3] == ["Jan", "Feb", "Mar"]
    assert said[2] == ["✓\u00a0a", "Jan – Mar 2026"]
    assert said[3] == ["[REDACTED]"]
    assert said[4] == ["b", "15 Dec 2026\u00a0●"]


def test_g5_the_line_of_time_is_that_of_the_phases_that_are_shown(written: Written) -> None:
    folder = written(PHASES, SLOTS)
    public = drawn(folder)
    for value in ("{name: c, starts: 2019-01, ends: 2019-02}", "{name: c, at: 2031-05}"):
        full = drawn(folder, {"whole": Secret(value)})
        assert bars(full) != bars(public)
        assert drawn(folder) == public
    (marker,) = [row[0] for row in public.rows if isinstance(row[0].runs[:1], tuple)
                 and row[0].runs and isinstance(row[0].runs[0], MarkerRun)]  # fmt: skip
    assert (marker.columns, marker.bar) == (len(public.rows[0]), None)


def test_a_value_that_is_no_phase_in_time_is_named_by_its_slot(written: Written) -> None:
    for value in ("{name: c}", "{name: c, starts: 2026-05, ends: 2026-02}"):
        with pytest.raises(PipelineError, match="whole"):
            drawn(written(PHASES, SLOTS), {"whole": Secret(value)})


def test_more_than_a_year_is_drawn_in_quarters(written: Written) -> None:
    table = drawn(written(PHASES.replace("2026-12-15", "2027-02"), SLOTS))
    heads = [plain(cell.runs) for cell in table.rows[1] if not cell.covered]
    assert heads == ["Q1", "Q2", "Q3", "Q4"] * 3
    assert bars(table)[1].end == pytest.approx(1 / 12, abs=1e-4)


days = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(str)


@given(days, st.integers(0, 1000))
def test_a_phase_begins_before_it_ends_and_both_are_on_its_line(first: str, length: int) -> None:
    last = str(date.fromisoformat(first) + timedelta(length))
    phase = Phase.model_validate({"name": "a", "starts": first, "ends": last})
    assert phase_times.is_timed(phase)
    span = phase_times.window([phase])
    assert 0 <= span.begin(first) < span.place(first) <= span.end(last) <= 1
    assert len(list(span.days())) == phase_times.COLUMNS
