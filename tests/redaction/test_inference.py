"""G31: warnings where what is shown tells what is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.content.load import load
from pipeline.redaction.inference import warnings
from tests.conftest import FIRST, MINI

SORTED = "[Albanien, Belgien, '[[a]]', Dänemark, Estland]"
UNSORTED = "[Estland, Belgien, '[[a]]', Albanien, Dänemark]"
BALKANS = "[Serbien, Albanien, Kosovo, Nordmazedonien, Montenegro, '[[a]]']"
TABLE = "{alt: t, numeric: [2], header: [Land, Zahl], rows: [[A, '1'], [B, %s], [C, '4'], [%s]]}"


def codes(project: Callable[[Path], Path], slide: str) -> list[str]:
    copy = project(MINI)
    (copy / "presentation.yaml").write_text(f"slides:\n  - {slide}\n", "utf-8")
    (copy / "redactions.yaml").write_text("slots: {a: {grounds: [defence]}}\n")
    cover = copy / "dossier.yaml"
    cover.write_text(cover.read_text("utf-8").replace("[[subject-place]]", "x"), "utf-8")
    found = warnings(load(copy))
    assert all(problem.where.line for problem in found)
    return [problem.code for problem in found]


def test_g31_a_marker_inside_an_alphabetical_list_is_warned_of(
    project: Callable[[Path], Path],
) -> None:
    assert codes(project, f"{{kind: bullets, title: A, points: {SORTED}}}") == [
        "place-in-sorted-list"
    ]


@pytest.mark.parametrize("points", [UNSORTED, "[a, '[[a]]', b]", "['x [[a]]', b, c, d, e]"])
def test_g31_other_lists_are_not(project: Callable[[Path], Path], points: str) -> None:
    assert codes(project, f"{{kind: bullets, title: A, points: {points}}}") == []


def test_g31_a_known_list_but_for_the_markers_is_warned_of(
    project: Callable[[Path], Path],
) -> None:
    assert codes(project, f"{{kind: bullets, title: A, points: {BALKANS}}}") == [
        "known-list-minus-shown"
    ]


@pytest.mark.parametrize(
    ("cell", "last", "wanted"),
    [
        ("'[[a]]'", "Summe, '12'", ["total-tells-value"]),
        ("'[[a]]'", "D, '3'", []),
        ("'2'", "'[[a]]', '12'", []),
    ],
)
def test_g31_one_withheld_number_above_a_total_is_warned_of(
    project: Callable[[Path], Path], cell: str, last: str, wanted: list[str]
) -> None:
    table = TABLE % (cell, last)
    assert codes(project, f"{{kind: table, title: A, table: {table}}}") == wanted


CHART = "{form: %s, stacked: true, alt: t, %s categories: [A, B, C], series: [%s]}"


@pytest.mark.parametrize(
    ("form", "unit", "series", "more", "wanted"),
    [
        ("column", "unit: '%',", "{name: S, values: ['20', '[[a]]', '50']}", "", 1),
        ("column", "unit: Reports,", "{name: S, values: ['20', '[[a]]', '5']}", "", 0),
        ("column", "", "{name: S, values: ['20', '[[a]]', '90']}", "", 1),
        ("column", "", "{name: S, values: ['20', '[[a]]', '10']}", "", 0),
        ("column", "", "{name: S, values: ['20', '[[a]]', '10']}", "remark: 90 in total,", 1),
        ("column", "", "{name: S, values: ['20', '[[a]]', '10']}", "remark: Insgesamt 90,", 1),
        ("column", "", "{name: S, values: ['20', '[[a]]', '10']}", "remark: totally 90,", 0),
        (
            "column",
            "",
            "{name: S, values: ['20', '[[a]]', '1']}, {name: R, values: ['5', '6', '7']}, "
            "{name: All, values: ['25', '40', '8']}",
            "",
            1,
        ),
    ],
)
def test_g31_numbers_of_a_chart_that_follow_from_others_are_warned_of(
    project: Callable[[Path], Path], form: str, unit: str, series: str, more: str, wanted: int
) -> None:
    chart = CHART % (form, unit, series)
    found = codes(project, f"{{kind: chart, title: A, {more} chart: {chart}}}")
    assert found == ["total-tells-value"] * wanted


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("[A, '20 %'], [B, '[[a]]'], [C, '50 %']", 1),
        ("[A, '20 %'], [B, '[[a]]'], [C, '95 %']", 0),
        ("[A, '20'], [B, '[[a]]'], [C, '5']", 0),
    ],
)
def test_g31_per_cents_of_a_table_are_warned_of(
    project: Callable[[Path], Path], rows: str, wanted: int
) -> None:
    table = f"{{alt: t, numeric: [2], header: [Land, Anteil], rows: [{rows}]}}"
    found = codes(project, f"{{kind: table, title: A, table: {table}}}")
    assert found == ["total-tells-value"] * wanted


def test_g31_a_row_whose_last_number_is_its_total_is_warned_of(
    project: Callable[[Path], Path],
) -> None:
    rows = "[A, '1', '[[a]]', '9'], [B, '3', '4', '7']"
    table = f"{{alt: t, numeric: [2, 3, 4], header: [L, M, N, Summe], rows: [{rows}]}}"
    assert codes(project, f"{{kind: table, title: A, table: {table}}}") == ["total-tells-value"]


@pytest.mark.parametrize(("total", "wanted"), [("true", ["total-tells-value"]), ("false", [])])
def test_g31_a_row_of_totals_is_believed_whatever_its_numbers(
    project: Callable[[Path], Path], total: str, wanted: list[str]
) -> None:
    rows = "[A, '20'], [B, '[[a]]'], [C, '10']"
    table = f"{{alt: t, numeric: [2], total: {total}, header: [L, M], rows: [{rows}]}}"
    assert codes(project, f"{{kind: table, title: A, table: {table}}}") == wanted


def test_the_first_dossier_has_no_warning() -> None:
    assert warnings(load(FIRST)) == ()
