"""Decks whose every word is known are imported, and counted with readers of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import cli
from tests.support import known_decks
from tests.support.thinned import thinned
from tools import import_report

_DECKS = 60
#: Least percentages of one deck and of all together.
_BARS = {
    "words": 99.9, "order": 98, "titles": 99.5, "notes": 99.5, "cells": 99.5, "alternatives": 99.5,
    "levels": 97, "numbers": 100, "pictures": 98, "checked": 100, "built": 95,
}  # fmt: skip
#: Slides that one slide may become, in percent; seconds for a deck of about 23 slides.
_MOST_SLIDES, _MOST_CPU = 115, 1.5


def imported(tmp_path: Path, number: int, *, builds: bool = False) -> import_report.Row:
    known = known_decks.deck(number)
    file = tmp_path / known.name
    file.write_bytes(known.data)
    return import_report.measured(file, tmp_path, builds=builds)


def reached(row: import_report.Row) -> list[str]:
    """Return the bars that are not reached."""
    missed = [name for name, bar in _BARS.items() if not getattr(row, name).at_least(bar)]
    missed += ["slides"] if 100 * row.slides.kept > _MOST_SLIDES * row.slides.whole else []
    missed += [name for name in ("plain", "unproved", "readers") if getattr(row, name)]
    return missed


@pytest.mark.parametrize("number", thinned(range(_DECKS), 30))
def test_each_deck_arrives(tmp_path: Path, number: int) -> None:
    assert reached(imported(tmp_path, number)) == []


@pytest.mark.parametrize("number", thinned(range(_DECKS), 30))
def test_g38_what_is_hidden_in_a_deck_stays_behind(tmp_path: Path, number: int) -> None:
    known = known_decks.deck(number)
    file, folder = tmp_path / known.name, tmp_path / "x"
    file.write_bytes(known.data)
    assert cli.main(["import", str(file), "--into", str(folder)]) == 0
    assert len(known.hidden) >= 5
    arrived = {
        place
        for place, words in known.hidden.items()
        for path in folder.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    }
    assert arrived == set()


@pytest.mark.slow
def test_decks_are_built_in_all_formats_unedited(tmp_path: Path) -> None:
    assert reached(imported(tmp_path, 1, builds=True)) == []


@pytest.mark.slow
def test_an_import_takes_little_time(tmp_path: Path) -> None:
    imported(tmp_path, 2)  # fonts are measured once
    (tmp_path / "known-2").rename(tmp_path / "before")
    assert imported(tmp_path, 2).cpu <= _MOST_CPU


def test_each_construct_stands_in_twenty_decks_and_more() -> None:
    assert len(known_decks.PARTS) == 19
    known = known_decks.deck(0)
    assert len(known.hidden) >= 5
    assert sum(len(slide.charts) for slide in known.slides) >= 5
    assert known_decks.deck(0).slides == known.slides
