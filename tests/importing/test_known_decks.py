"""Decks whose every word is known are imported, and counted with readers of others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import cli
from tests.support import known_decks, mixed_decks
from tests.support.known_decks import Known
from tests.support.thinned import thinned
from tools import import_report

_DECKS = 60
#: Least percentages of one deck and of all together.
_BARS = {
    "words": 99.9, "order": 98, "titles": 99.5, "notes": 99.5, "cells": 99.5, "alternatives": 99.5,
    "levels": 97, "native": 85, "numbers": 100, "pictures": 98, "checked": 100, "built": 95,
}  # fmt: skip
#: Slides that one slide may become, in percent; seconds for a deck of about 23 slides.
_MOST_SLIDES, _MOST_CPU = 115, 1.5


#: Plain decks, and mixtures of all that office files may hold.
_MADE: dict[str, Callable[[int], Known]] = {"known": known_decks.deck, "mixed": mixed_decks.deck}
_CASES = [(make, number) for number in range(_DECKS) for make in _MADE]


def written(tmp_path: Path, make: str, number: int) -> tuple[Known, Path]:
    known = _MADE[make](number)
    file = tmp_path / known.name
    file.write_bytes(known.data)
    return known, file


def imported(tmp_path: Path, make: str, number: int, *, builds: bool = False) -> import_report.Row:
    _, file = written(tmp_path, make, number)
    return import_report.measured(file, tmp_path, builds=builds)


def said(folder: Path) -> Counter[str]:
    """Return the words of all texts of the content, its marks and slots left out."""
    content = yaml.safe_load((folder / "presentation.yaml").read_text("utf-8"))
    found: Counter[str] = Counter()
    todo: list[Any] = [content]
    while todo:
        tree = todo.pop()
        if isinstance(tree, dict | list):
            todo += tree.values() if isinstance(tree, dict) else tree
        else:
            bare = re.sub(
                r"(?<!\\)(\]\{lang=\w+\}|\]\([^)]*\)|\*\*?|\[\[[\w-]+\]\]|\[)", "", str(tree)
            )
            found.update(re.sub(r"\\(.)", r"\1", bare).replace("\u00ad", "").split())
    return found


def lost(known: Known, folder: Path) -> Counter[str]:
    """Return the words of a deck that stand nowhere in the content."""
    texts = [text for slide in known.slides for text in (
        slide.title, *slide.notes, *slide.alternatives, *(text for _, text in slide.lines),
        *(cell for row in slide.cells for cell in row),
    )]  # fmt: skip
    wanted = Counter(word for text in texts for word in text.replace("\u00ad", "").split())
    return wanted - said(folder)


def reached(row: import_report.Row) -> list[str]:
    """Return the bars that are not reached."""
    missed = [name for name, bar in _BARS.items() if not getattr(row, name).at_least(bar)]
    missed += ["slides"] if 100 * row.slides.kept > _MOST_SLIDES * row.slides.whole else []
    missed += [name for name in ("plain", "unproved", "readers") if getattr(row, name)]
    return missed


@pytest.mark.parametrize(("make", "number"), thinned(_CASES, 40, 3))
def test_each_deck_arrives(tmp_path: Path, make: str, number: int) -> None:
    assert reached(imported(tmp_path, make, number)) == []


@pytest.mark.parametrize(("make", "number"), thinned(_CASES, 40, 2))
def test_g38_no_word_of_a_deck_is_lost_and_what_is_hidden_stays_behind(
    tmp_path: Path, make: str, number: int
) -> None:
    known, file = written(tmp_path, make, number)
    folder = tmp_path / "x"
    assert cli.main(["import", str(file), "--into", str(folder)]) == 0
    assert len(known.hidden) >= 5
    arrived = {
        place
        for place, words in known.hidden.items()
        for path in folder.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    }
    assert arrived == set()
    assert not lost(known, folder)


@pytest.mark.slow
def test_decks_are_built_in_all_formats_unedited(tmp_path: Path) -> None:
    assert reached(imported(tmp_path, "mixed", 1, builds=True)) == []


@pytest.mark.slow
def test_an_import_takes_little_time(tmp_path: Path) -> None:
    imported(tmp_path, "known", 2)  # fonts are measured once
    (tmp_path / "known-2").rename(tmp_path / "before")
    assert imported(tmp_path, "known", 2).cpu <= _MOST_CPU


def test_each_construct_stands_in_twenty_decks_and_more() -> None:
    assert len(known_decks.PARTS) == 19
    known = known_decks.deck(0)
    assert len(known.hidden) >= 5
    assert sum(len(slide.charts) for slide in known.slides) >= 5
    assert known_decks.deck(0).slides == known.slides
