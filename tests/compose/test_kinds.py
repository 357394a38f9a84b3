"""Charts, tables with merged cells, timelines, agendas: from the author's kinds to primitives."""

from __future__ import annotations

import pytest

from pipeline.compose import chart_axis, compose
from pipeline.content.load import load
from pipeline.content.secret import Secret
from pipeline.core.errors import ContentError
from pipeline.edition.blocks import (
    BulletList,
    Cards,
    Chart,
    Paragraph,
    Picture,
    Series,
    Table,
    Timeline,
    Withheld,
)
from pipeline.edition.edition import Edition, to_json
from pipeline.edition.runs import MarkerRun, TextRun
from pipeline.edition.texts import markers, plain
from tests.conftest import GALLERY, Written

CHART = """
- kind: chart
  title: T
  chart:
    form: column
    alt: A
    decimals: 1
    categories: [North, South]
    series:
      - {name: Entries, values: ["1200.5", "[[value]]"]}
      - withheld: series
"""
SLOTS = "value: {grounds: [defence]}, series: {grounds: [decision-making]}"
HELD = {"value": Secret("7.25"), "series": Secret('{name: Zyxwvut, values: ["3", "4"]}')}


def blocks(edition: Edition, number: int = 1) -> tuple[object, ...]:
    return edition.slides[number - 1].blocks


def test_g5_a_withheld_number_is_a_gap_and_a_marker_in_its_place(written: Written) -> None:
    public = compose(load(written(CHART, SLOTS)), "public")
    chart, line = blocks(public)
    assert isinstance(chart, Chart)
    assert isinstance(line, Paragraph)
    assert [series.values for series in chart.series] == [(1200.5, None)]
    assert [plain(runs) for runs in chart.series[0].shown] == ["1\u00a0200.5", "[REDACTED]"]
    assert plain(line.runs) == "[REDACTED]"  # of a series that is withheld
    assert len(markers(public)) == 2


def test_g5_the_axis_of_the_public_edition_comes_from_public_numbers(written: Written) -> None:
    folder = written(CHART, SLOTS)
    big = HELD | {"value": Secret("99999")}
    full = blocks(compose(load(folder), "full", big))[0]
    public = blocks(compose(load(folder), "public", big))[0]
    assert isinstance(full, Chart)
    assert isinstance(public, Chart)
    assert full.ticks[-1] >= 99999
    assert public.ticks[-1] < 2000


def test_the_full_edition_plots_what_it_holds_and_tells_what_the_public_does_not_see(
    written: Written,
) -> None:
    full = compose(load(written(CHART, SLOTS)), "full", HELD)
    chart, line = blocks(full)
    assert isinstance(chart, Chart)
    assert isinstance(line, Paragraph)
    assert [series.values for series in chart.series] == [(1200.5, 7.25), (3.0, 4.0)]
    shaded = [run.text for run in line.runs if isinstance(run, TextRun) and run.withheld]
    assert shaded == ["7.25", "Zyxwvut"]
    assert not markers(full)


@pytest.mark.parametrize("value", ["seven", "1,5", "1e9", "", "[[x]]"])
def test_g19_a_held_value_that_is_no_number_is_named_by_its_slot(
    written: Written, value: str
) -> None:
    folder = written(CHART, SLOTS)
    with pytest.raises(ContentError, match="bad-withheld-part") as caught:
        compose(load(folder), "full", HELD | {"value": Secret(value)})
    assert "'value'" in str(caught.value)


def test_a_chart_of_which_everything_is_withheld_leaves_its_markers(written: Written) -> None:
    slides = CHART.replace('- {name: Entries, values: ["1200.5", "[[value]]"]}', "")
    (line,) = blocks(compose(load(written(slides, "series: {grounds: [defence]}")), "public"))
    assert isinstance(line, Paragraph)
    assert plain(line.runs) == "[REDACTED]"


def test_a_chart_and_a_picture_can_be_withheld_as_a_whole() -> None:
    public = compose(load(GALLERY), "public")
    whole = [block for slide in public.slides for block in slide.blocks if block.kind == "withheld"]
    assert len(whole) == 6  # a table, a map, two charts, two pictures
    assert all(isinstance(block, Withheld) for block in whole)
    assert sum(isinstance(b, Picture) for slide in public.slides for b in slide.blocks) == 5


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0, 0], (0, 0.2, 0.4, 0.6, 0.8, 1)),
        ([820, 1140], (0, 250, 500, 750, 1000, 1250)),
        ([31.5, -2.5], (-10, 0, 10, 20, 30, 40)),
        ([0.03], (0, 0.01, 0.02, 0.03)),
        ([-5, -1], (-5, -4, -3, -2, -1, 0)),
        ([100], (0, 20, 40, 60, 80, 100)),
        ([1e12 + 1], (0, 2.5e11, 5e11, 7.5e11, 1e12, 1.25e12)),
        ([1e12], (0, 2e11, 4e11, 6e11, 8e11, 1e12)),
        ([0.00001, 0.00002], (0, 5e-6, 1e-5, 1.5e-5, 2e-5)),
    ],
)
def test_an_axis_has_few_round_marks_and_holds_every_value(
    values: list[float], ticks: tuple[float, ...]
) -> None:
    series = Series(name=(), values=tuple(values), shown=((),) * len(values))
    found = chart_axis.ticks([series], stacked=False)
    assert found == pytest.approx(ticks)
    assert found[0] <= min(0, *values)
    assert found[-1] >= max(values)


def test_below_the_lowest_bar_there_is_room_for_its_label() -> None:
    series = Series(name=(), values=(-5, 3, -100), shown=((),) * 3)
    assert chart_axis.ticks([series], stacked=False)[0] == -100
    assert chart_axis.ticks([series], stacked=False, bars=True)[0] == -125


@pytest.mark.parametrize("value", [-0.0, -0.4, 0.4])
def test_no_number_is_printed_as_less_than_nothing(value: float) -> None:
    assert chart_axis.Form(0, "en").printed(value) == "0"


@pytest.mark.parametrize(
    ("form", "values"), [("pie", "['0', '0']"), ("column", "[n/a, n/a]"), ("bar", "[n/a, n/a]")]
)
def test_a_chart_that_shows_nothing_is_refused(form: str, values: str, written: Written) -> None:
    chart = f"{{form: {form}, alt: x, categories: [a, b], series: [{{name: S, values: {values}}}]}}"
    with pytest.raises(ContentError) as caught:
        load(written(f"- {{kind: chart, title: T, chart: {chart}}}"))
    assert [row.code for row in caught.value.problems] == ["bad-chart"]


def test_a_chart_prints_as_many_decimals_as_are_given_to_its_readers(written: Written) -> None:
    chart = "{form: column, alt: x, categories: [a, b], series: [{name: S, values: ['1.25', '[[v]]']}]}"  # fmt: skip  # noqa: E501
    folder = written(f"- {{kind: chart, title: T, chart: {chart}}}", "v: {grounds: [defence]}")
    source = load(folder)
    (public,) = blocks(compose(source, "public"))
    assert isinstance(public, Chart)
    assert [plain(runs) for runs in public.series[0].shown] == ["1.25", "[REDACTED]"]
    (full, _) = blocks(compose(source, "full", {"v": Secret("2.3456")}))
    assert isinstance(full, Chart)
    assert [plain(runs) for runs in full.series[0].shown] == ["1.2500", "2.3456"]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "1\u00a0234.5"),
        ("de", "1\u00a0234,5"),
        ("fr", "1\u00a0234,5"),
        ("pl", "1\u00a0234,5"),
    ],
)
def test_numbers_are_printed_as_the_language_writes_them(language: str, shown: str) -> None:
    assert chart_axis.Form(1, language).printed(1234.5) == shown


def test_cells_that_cover_others_stand_in_a_full_grid() -> None:
    public = compose(load(GALLERY), "public")
    table, *_ = (b for slide in public.slides for b in slide.blocks if isinstance(b, Table))
    assert table.header_rows == 2
    assert {len(row) for row in table.rows} == {6}
    head = table.rows[0]
    assert [(cell.columns, cell.rows) for cell in head if not cell.covered] == [
        (1, 2), (1, 2), (2, 1), (2, 1),
    ]  # fmt: skip
    assert [cell.covered for cell in table.rows[1]] == [True, True, False, False, False, False]
    assert table.rows[3][0].covered
    assert table.rows[2][0].header == "row"
    assert table.rows[2][2].numeric


def test_a_withheld_entry_of_a_timeline_leaves_no_label() -> None:
    public = compose(load(GALLERY), "public")
    lines = [b for slide in public.slides for b in slide.blocks if isinstance(b, Timeline)]
    even, timed, _ = lines
    hidden = even.points[2]
    assert hidden.label == ()
    assert isinstance(hidden.text[0], MarkerRun)
    assert {point.at for point in even.points} == {None}
    places = [point.at for point in timed.points]
    assert places == pytest.approx([0, 0.2447, 0.4885, 1], abs=0.001)


def test_an_agenda_lists_the_sections_and_a_divider_its_slides() -> None:
    public = compose(load(GALLERY), "public")
    (agenda,) = (slide.blocks[0] for slide in public.slides if slide.layout == "agenda")
    assert isinstance(agenda, Cards)
    assert [(card.number, plain(card.heading)) for card in agenda.cards] == [
        ("I", "Text"),
        ("II", "Tables and charts"),
        ("III", "Time, places, pictures"),
        ("IV", "Deciding"),
    ]
    divider = next(slide for slide in public.slides if slide.numeral == "III.")
    listed = divider.blocks[-1]
    assert isinstance(listed, BulletList)
    assert [plain(item.runs) for item in listed.items][:2] == [
        "Evenly spaced",
        "As far apart as the times are",
    ]
    assert "Thank you" not in [plain(item.runs) for item in listed.items]


def test_g7_an_agenda_shows_a_marker_where_a_section_s_title_is_withheld(written: Written) -> None:
    slides = """
    - {kind: agenda, title: Agenda}
    - {kind: section, section: I, title: "About [[place]]"}
    - {kind: quote, title: "[[place-two]] once more[^n]", quote: q, footnotes: {n: {text: t}}}
    """
    slots = "place: {grounds: [defence]}, place-two: {grounds: [defence]}"
    source = load(written(slides, slots))
    public = compose(source, "public", {"place": Secret("Zyxwvut"), "place-two": Secret("Q")})
    assert b"Zyxwvut" not in to_json(public)
    assert len(markers(public)) == 4
    assert [run.number for run in markers(public)] == [1, 2, 3, 4]
