"""Places of markers in words, as the statement of reasons and the reviewer's panel have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.compose import compose
from pipeline.compose.marker_places import place_names
from pipeline.content.load import load
from pipeline.edition.texts import markers
from pipeline.resources import labels
from tests.conftest import NOTE, ROOT


def places(folder: Path) -> list[str]:
    edition = compose(load(folder), "public", None)
    found = place_names(edition, labels.load("en"))
    return [found[run.number] for run in markers(edition)]


def test_a_place_in_a_text_is_what_its_reader_sees() -> None:
    """Figures once were told by the count of all blocks from the beginning of the text."""
    assert places(NOTE) == [
        "I 1", "I 2(c)", "I 3", "Table 1, Old Mill", "Table 1, 3", "Figure 2", "Figure 2",
        "II A ¶ 13", "II B 9", "II C", "II D", "IV ¶ 3", "V, Chair", "V, Telephone", "V ¶ 1, 6",
        "Notes 2", "ANNEX I",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("st-99995-2026", ["ANNEX I, Family name", "ANNEX I, First name", "ANNEX III, 3"]),
        ("st-99996-2026", ["Statements of delegations ¶ 8", "Joint statements ¶ 4"]),
        ("st-99997-2026-add-1", ["Table 1, 99 07", "Table 1, 12"]),
        ("wk-99992-2026", ["Report of a meeting that never took place, 3. Chair"]),
    ],
)
def test_rows_have_their_names_and_sections_without_a_number_their_words(
    name: str, wanted: list[str]
) -> None:
    assert set(wanted) <= set(places(ROOT / "tests" / "projects" / name))
