"""Areas, scatter charts, lines over columns: what is drawn stands where its numbers say."""

from __future__ import annotations

from itertools import combinations

import pytest

from pipeline.design.tokens import Box
from pipeline.edition.blocks import Chart, Series
from pipeline.edition.runs import MarkerRun
from pipeline.layout import chart_layout
from pipeline.layout.chart_parts import ChartPlan, series_colours
from pipeline.render.svg import chart_drawing
from tests.geometry.given import LOOK, chart, foot, is_inside, right, words

FRAME = Box(0, 0, 852, 372)


def near(value: float) -> object:
    return pytest.approx(value, abs=0.03)


def plan(block: Chart) -> ChartPlan:
    return chart_layout.plan(block, FRAME, LOOK, 0)


def scatter() -> Chart:
    row = Series(
        name=words("North"),
        values=(0.0, 50.0, 100.0),
        shown=(words("0"), words("50"), words("100")),
        xs=(10.0, 20.0, 30.0),
        shown_xs=("10", "20", "30"),
    )
    return Chart(
        alt="c", form="scatter", categories=(), series=(row, row), ticks=(0.0, 50.0, 100.0),
        tick_labels=("0", "50", "100"), second_unit="km", second_ticks=(10.0, 20.0, 30.0),
        second_tick_labels=("10", "20", "30"),
    )  # fmt: skip


def combined(*, held: bool = False) -> Chart:
    block = chart("column", [[100.0, 150.0], [50.0, 75.0]])
    marker = (MarkerRun(text="[REDACTED]", spoken="s", number=1, grounds=()),)
    line = Series(
        name=words("Share"),
        values=(None if held else 1.5, 3.0),
        shown=(marker if held else words("1.5"), words("3")),
        line=True,
        right=True,
    )
    changes: dict[str, object] = {
        "series": (*block.series, line), "second_unit": "per cent",
        "second_ticks": (0.0, 1.0, 2.0, 3.0), "second_tick_labels": ("0", "1", "2", "3"),
    }  # fmt: skip
    return block.model_copy(update=changes)


def test_points_of_a_scatter_chart_stand_by_both_axes() -> None:
    drawn = plan(scatter())
    plot = drawn.plot
    first, middle, last = (place for index, place in drawn.points if index == 0)
    assert first == (near(plot.x), near(foot(plot)))
    assert middle == (near(plot.x + plot.width / 2), near(plot.y + plot.height / 2))
    assert last == (near(right(plot)), near(plot.y))
    assert is_inside(plot, FRAME)


def test_areas_on_each_other_touch_and_end_at_their_sum() -> None:
    block = chart("area", [[50.0, 75.0, 100.0], [25.0, 50.0, 50.0]], stacked=True)
    drawn = plan(block)
    (_, lower), (_, upper) = drawn.areas
    assert list(reversed(upper[3:])) == list(lower[:3])
    assert upper[2][1] == near(drawn.plot.y)
    assert all(y == near(foot(drawn.plot)) for _, y in lower[3:])


def test_a_line_over_columns_is_read_at_the_right() -> None:
    drawn = plan(combined())
    ((index, places),) = drawn.lines
    assert index == 2
    assert [y for _, y in places] == [near(foot(drawn.plot) - drawn.plot.height / 2),
                                      near(drawn.plot.y)]  # fmt: skip
    assert {series for series, _ in drawn.bars} == {0, 1}
    at_right = [label for label in drawn.labels if label.x > right(drawn.plot)]
    assert [label.text for label in at_right if label.anchor == "start"] == ["0", "1", "2", "3"]
    assert max(label.x for label in drawn.labels if label.kind == "unit") <= FRAME.width


def test_a_withheld_number_of_a_line_lies_over_no_column() -> None:
    drawn = plan(combined(held=True))
    (marker,) = (label for label in drawn.labels if label.kind == "marker")
    assert marker.y + marker.size / 2 < drawn.plot.y
    assert all(box.y > marker.y + marker.size / 2 for _, box in drawn.bars)


def test_of_sixty_categories_about_twelve_are_named_and_no_name_meets_another() -> None:
    block = chart("line", [[float(at) for at in range(60)]])
    drawn = plan(block)
    named = [label for label in drawn.labels if label.kind == "category" and label.y > drawn.plot.y]
    assert {label.text.split()[0] for label in named} <= {"Category", *map(str, range(1, 61))}
    places = sorted({label.x for label in named})
    assert len(places) == 12
    assert all(other - one > 50 for one, other in combinations(places, 2))
    assert drawn.over <= 0


def test_twelve_series_have_twelve_looks() -> None:
    block = chart("line", [[1.0, 2.0]] * 12)
    looks = {(colour, chart_drawing.turn(at)) for at, colour in enumerate(series_colours(block))}
    assert len(looks) == 12
