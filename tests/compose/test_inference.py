"""G31: warnings where what is shown tells what is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.compose.inference import warnings
from pipeline.source.load import load
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


def test_the_first_dossier_has_no_warning() -> None:
    assert warnings(load(FIRST)) == ()
