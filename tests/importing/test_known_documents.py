"""Text documents whose every word is known are imported; their content is read as it is built."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import cli
from pipeline.content import load, markup
from pipeline.content.model import running_text as kinds
from tests.support import known_documents
from tests.support.known_documents import Known, KnownParagraph
from tests.support.thinned import thinned
from tools import import_documents

_DOCUMENTS = 60
_BARS = {
    "words": 99.9, "order": 99.9, "notes": 99.5, "cells": 99.5, "headings": 97, "levels": 97,
    "numbers": 97, "alternatives": 99.5, "pictures": 98, "charts": 100, "checked": 100, "built": 90,
}  # fmt: skip
#: Seconds for a document of some four pages, with the start of two processes.
_MOST_CPU = 1.2


def imported(tmp_path: Path, known: Known) -> load.Source:
    file, folder = tmp_path / known.name, tmp_path / "x"
    file.write_bytes(known.data)
    assert cli.main(["import", str(file), "--into", str(folder)]) == 0
    return load.load(folder)


def text_of(rich: markup.Rich) -> str:
    words: list[str] = []
    for part in rich:
        match part:
            case markup.Words():
                words.append(part.text)
            case markup.Reference():
                words.append("\ue000")
            case _:
                words.append(" ")
    return " ".join("".join(words).split())


def number_of(block: Any) -> str:
    return str(getattr(block, "number", None) or "")


def flat(blocks: Any) -> Iterator[KnownParagraph]:
    """Yield headings, paragraphs and entries of a text in their order."""
    for block in blocks:
        match block:
            case kinds.Section():
                yield KnownParagraph(text_of(block.text), number_of(block), block.level)
                yield from flat(block.blocks)
            case kinds.TextParagraph():
                yield KnownParagraph(text_of(block.text), number_of(block))
                yield from entries(block.items, 1, shift=bool(block.number))
            case kinds.TextList():
                yield from entries(block.items, 1, shift=False)
            case kinds.Quotation():
                yield from flat(block.blocks)
            case _:
                pass


def entries(items: Any, depth: int, *, shift: bool) -> Iterator[KnownParagraph]:
    for item in items:
        yield KnownParagraph(text_of(item.text), item.mark, depth=depth)
        yield from entries(item.items, depth + bool(item.mark), shift=shift)


def values(label: str) -> list[str]:
    return re.findall(r"\w+", label)


def is_same(wanted: KnownParagraph, got: KnownParagraph) -> bool:
    """Tell whether a paragraph arrived: its words, its number, its level."""
    pattern = re.escape(got.text).replace("\ue000", r"\S+(?: \d+)?")
    words = got.text == wanted.text or re.fullmatch(pattern, wanted.text) is not None
    if not words and wanted.label and not got.label:  # its number stands as words
        words = got.text.split(" ", 1)[1:] == [wanted.text]
        return words and values(got.text.split(" ", 1)[0]) == values(wanted.label)
    labels = values(got.label) == values(wanted.label)
    return words and labels and bool(got.heading) == bool(wanted.heading)


def depths(rows: list[KnownParagraph]) -> list[int]:
    return [row.depth for row in rows]


@pytest.mark.parametrize("number", thinned(range(_DOCUMENTS), 20))
def test_each_paragraph_arrives_with_its_number_in_order(tmp_path: Path, number: int) -> None:
    known = known_documents.document(number)
    source = imported(tmp_path, known)
    got = list(flat(source.texts.by_file["body.md"].blocks))
    missed = [
        (wanted, found)
        for wanted, found in zip(known.paragraphs, got, strict=False)
        if not is_same(wanted, found)
    ]
    assert missed == []
    assert len(got) == len(known.paragraphs)
    levels = [(a.depth, b.depth) for a, b in zip(known.paragraphs, got, strict=True) if a.depth]
    # the first list of a document may be its numbered paragraphs: a level above
    assert sum(a not in {b, b + 1} for a, b in levels) == 0
    headings = [(a.heading, b.heading) for a, b in zip(known.paragraphs, got, strict=True)]
    assert all(a == b for a, b in headings)


@pytest.mark.parametrize("number", thinned(range(_DOCUMENTS), 20))
def test_each_document_reaches_the_bars(tmp_path: Path, number: int) -> None:
    known = known_documents.document(number)
    file = tmp_path / known.name
    file.write_bytes(known.data)
    row = import_documents.measured(file, tmp_path, builds=False)
    missed = {name: str(getattr(row, name)) for name, bar in _BARS.items()
              if not getattr(row, name).at_least(bar)}  # fmt: skip
    assert missed == {}
    assert row.unproved == 0


@pytest.mark.parametrize("number", thinned(range(_DOCUMENTS), 30))
def test_g38_what_is_hidden_in_a_document_stays_behind(tmp_path: Path, number: int) -> None:
    known = known_documents.document(number)
    imported(tmp_path, known)
    assert len(known.hidden) >= 12
    arrived = {
        place
        for place, words in known.hidden.items()
        for path in (tmp_path / "x").rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    }
    assert arrived == set()


@pytest.mark.parametrize("number", thinned(range(_DOCUMENTS), 30))
def test_notes_cells_links_references_and_slots_arrive(tmp_path: Path, number: int) -> None:
    known = known_documents.document(number)
    source = imported(tmp_path, known)
    text = source.texts.by_file["body.md"]
    assert sorted(text_of(note) for note in text.footnotes.values()) == sorted(known.notes)
    raw = (tmp_path / "x" / "body.md").read_text("utf-8")
    assert [address for address in known.links if f"]({address})" not in raw] == []
    assert raw.count("[see](#") == known.references
    assert len(source.redactions.slots) == known.slots
    made = Counter(" ".join(cell.split()) for cell in re.findall(r"[^|,\[\]{}:\n]+", raw))
    cells = Counter(known.cells)
    assert [cell for cell in cells if made[cell] < cells[cell] and cell not in raw] == []


@pytest.mark.slow
def test_a_document_is_built_in_all_formats_unedited(tmp_path: Path) -> None:
    known = known_documents.document(1)
    file = tmp_path / known.name
    file.write_bytes(known.data)
    assert import_documents.measured(file, tmp_path, builds=True).built.at_least(100)


@pytest.mark.slow
def test_an_import_takes_little_time(tmp_path: Path) -> None:
    for number in (2, 3):  # fonts are measured once
        known = known_documents.document(number)
        file = tmp_path / known.name
        file.write_bytes(known.data)
        row = import_documents.measured(file, tmp_path, builds=False)
    assert row.cpu <= _MOST_CPU


def test_each_construct_stands_in_every_document() -> None:
    assert len(known_documents.PARTS) == 26
    assert known_documents.document(0).paragraphs == known_documents.document(0).paragraphs
