"""Areas, scatter charts, lines over columns: their axes, what they print, what is refused."""

from __future__ import annotations

import pytest

from pipeline.compose import chart_axis, compose
from pipeline.content.load import load
from pipeline.content.secret import Secret
from pipeline.core.errors import ContentError
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart, Series
from pipeline.edition.edition import to_json
from pipeline.edition.texts import plain
from tests.conftest import Written

AREA = """
- kind: chart
  title: T
  chart:
    form: area
    alt: A
    categories: [a, b]
    series:
      - {name: s, values: ["1", "2"]}
      - {name: t, values: ["3", "4"]}
"""
SCATTER = """
- kind: chart
  title: T
  chart:
    form: scatter
    alt: A
    x_unit: km
    series:
      - {name: s, x: ["100", "240"], values: ["1", "2"]}
      - {withheld: row}
"""
COMBINED = """
- kind: chart
  title: T
  chart:
    form: column
    alt: A
    right_unit: per cent
    categories: [a, b]
    series:
      - {name: s, values: ["820", "1140"]}
      - {name: t, form: line, axis: right, values: ["1.2", "[[value]]"]}
"""
SLOTS = "row: {grounds: [defence]}"
HELD = "value: {grounds: [defence]}"


def drawn(folder: object, held: dict[str, str] | None = None) -> Chart:
    vault = {slot: Secret(value) for slot, value in held.items()} if held else None
    slide = compose(load(folder), "full" if vault else "public", vault).slides[0]  # type: ignore[arg-type]
    (chart,) = (block for block in slide.blocks if isinstance(block, Chart))
    return chart


def test_a_scatter_chart_has_an_axis_for_each_number_from_public_values_alone(
    written: Written,
) -> None:
    folder = written(SCATTER, SLOTS)
    chart = drawn(folder)
    assert chart.second_ticks == (0.0, 50.0, 100.0, 150.0, 200.0, 250.0)
    assert chart.second_unit == "km"
    far = "{name: z, x: ['9000'], values: ['77']}"
    assert max(drawn(folder, {"row": far}).second_ticks) >= 9000
    assert b"9000" not in to_json(compose(load(folder), "public"))


def test_the_points_of_a_scatter_chart_are_told_in_pairs(written: Written) -> None:
    table = chart_text.as_table(drawn(written(SCATTER, SLOTS)))
    rows = [[plain(cell.runs) for cell in row if not cell.covered] for row in table.rows]
    assert rows == [["", "km", "y"], ["s", "100", "1"], ["240", "2"]]


def test_an_axis_at_the_right_is_level_with_the_one_at_the_left(written: Written) -> None:
    chart = drawn(written(COMBINED, HELD))
    assert chart.ticks == (0.0, 250.0, 500.0, 750.0, 1000.0, 1250.0)
    assert len(chart.second_ticks) == len(chart.ticks)
    assert [series.right for series in chart.series] == [False, True]
    shown = plain(chart.series[1].shown[1])
    assert (chart.series[1].values[1], shown) == (None, "[REDACTED]")


def test_a_withheld_number_of_a_line_moves_no_axis(written: Written) -> None:
    folder = written(COMBINED, HELD)
    public = drawn(folder)
    assert max(public.second_ticks) < 10
    assert max(drawn(folder, {"value": "88"}).second_ticks) >= 88


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([3.0, 9.0], (0.0, 2.0, 4.0, 6.0, 8.0, 10.0)),
        ([2000.0, 2024.0], (2000.0, 2005.0, 2010.0, 2015.0, 2020.0, 2025.0)),
        ([-4.0, 6.0], (-4.0, -2.0, 0.0, 2.0, 4.0, 6.0)),
        ([0.0], (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
    ],
)
def test_an_axis_spans_its_values_and_begins_at_nought_if_that_is_near(
    values: list[float], marks: tuple[float, ...]
) -> None:
    assert chart_axis.spanning(values) == pytest.approx(marks)


def test_an_axis_at_the_right_has_its_nought_where_the_left_one_has_it() -> None:
    line = Series(name=(), values=(-1.0, 5.0), shown=((), ()), line=True, right=True)
    assert chart_axis.at_right([line], (-200.0, 0.0, 200.0, 400.0)) == (-2.5, 0.0, 2.5, 5.0)


REFUSED = [
    (AREA, '"2"', "n/a"),
    (AREA, '"2"', '"[[row]]"'),
    (AREA, "[a, b]", "[a]"),
    (AREA, "form: area", "form: pie"),
    (SCATTER, '"2"', '"[[row]]"'),
    (SCATTER, '"2"', "n/a"),
    (SCATTER, '"240"', ""),
    (SCATTER, '"240"', "far"),
    (SCATTER, "alt: A", "alt: A\n    categories: [a, b]"),
    (SCATTER, "form: scatter", "form: column"),
    (COMBINED, "form: column", "form: bar"),
    (COMBINED, "form: line, ", ""),
    (COMBINED, "axis: right, ", ""),
    (COMBINED, "{name: s,", "{name: s, form: line,"),
    (COMBINED, "right_unit: per cent", "x_unit: per cent"),
]


@pytest.mark.parametrize(("slides", "old", "new"), REFUSED)
def test_what_a_form_cannot_draw_is_told(written: Written, slides: str, old: str, new: str) -> None:
    assert old in slides
    changed = slides.replace(old, new, 1)
    slots = ", ".join(slot for slot in (SLOTS, HELD) if slot[:3] in changed)
    with pytest.raises(ContentError) as caught:
        load(written(changed, slots))
    codes = {row.code for row in caught.value.problems}
    assert codes & {"bad-chart", "not-a-number"}, codes


@pytest.mark.parametrize(
    ("form", "categories", "series", "refused"),
    [("line", 60, 12, False), ("area", 60, 6, False), ("column", 25, 1, True),
     ("area", 6, 7, True), ("bar", 24, 6, False)],
)  # fmt: skip
def test_lines_and_areas_have_more_room_than_bars(
    written: Written, form: str, categories: int, series: int, refused: bool
) -> None:
    names = ", ".join(f"c{number}" for number in range(categories))
    values = ", ".join(f'"{number}"' for number in range(categories))
    rows = "".join(f"      - {{name: s{at}, values: [{values}]}}\n" for at in range(series))
    slides = f"""
- kind: chart
  title: T
  chart:
    form: {form}
    alt: A
    categories: [{names}]
    series:
{rows}"""
    if not refused:
        assert load(written(slides)).presentation
        return
    with pytest.raises(ContentError):
        load(written(slides))
