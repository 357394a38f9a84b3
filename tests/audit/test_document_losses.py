"""The proof of an imported document finds what the importer loses: its results are broken here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.importing import reader_process
from pipeline.importing.document import outline, text_writer
from pipeline.importing.document.text_nodes import Node
from pipeline.importing.found import Chart, Paragraph, Picture
from pipeline.importing.found_document import Document, Grid, Passage
from tests.support import known_documents
from tests.support.unproved import findings

_NUMBER = 4


def test_an_honest_import_has_no_findings(tmp_path: Path) -> None:
    assert findings(known_documents.document(_NUMBER), tmp_path) == 0


def _passages(found: Document) -> Iterator[Passage]:
    yield from (block for block in found.blocks if isinstance(block, Passage))


def _tables(found: Document) -> Iterator[Grid]:
    yield from (block for block in found.blocks if isinstance(block, Grid))


def _without(found: Document, is_lost: Callable[[Passage], bool]) -> None:
    found.blocks = [
        block for block in found.blocks if not (isinstance(block, Passage) and is_lost(block))
    ]


def _last_paragraph_lost(found: Document) -> None:
    found.blocks.remove([*_passages(found)][-1])


def _headings_lost(found: Document) -> None:
    _without(found, lambda row: row.heading == 2)


def _headings_as_paragraphs(found: Document) -> None:
    for row in _passages(found):
        row.heading = 0


def _headings_flat(found: Document) -> None:
    for row in _passages(found):
        row.heading = min(row.heading, 1)


def _lists_flat(found: Document) -> None:
    for row in _passages(found):
        row.level = 0 if row.label == "•" else row.level


def _no_numbers(found: Document) -> None:
    for row in _passages(found):
        row.label = "" if not row.heading else row.label


def _numbers_raised(found: Document) -> None:
    for row in _passages(found):
        if row.label.endswith(".") and row.label[:-1].isdigit():
            row.label = f"{int(row.label[:-1]) + 1}."


def _no_bullets(found: Document) -> None:
    for row in _passages(found):
        row.label = row.label.replace("•", "")


def _last_run_lost(found: Document) -> None:
    for row in _passages(found):
        if len(row.runs) > 1:
            row.runs.pop()


def _rows_swapped(found: Document) -> None:
    for table in _tables(found):
        table.rows[1], table.rows[-1] = table.rows[-1], table.rows[1]


def _last_row_lost(found: Document) -> None:
    for table in _tables(found):
        table.rows.pop()


def _no_spans(found: Document) -> None:
    for table in _tables(found):
        for row in table.rows:
            for cell in row:
                cell.columns = cell.rows = 1


def _tables_lost(found: Document) -> None:
    found.blocks = [block for block in found.blocks if not isinstance(block, Grid)]


def _notes_lost(found: Document) -> None:
    for note in found.notes:
        note.paragraphs = []


def _notes_swapped(found: Document) -> None:
    first, second = found.notes[0], found.notes[-1]
    first.paragraphs, second.paragraphs = second.paragraphs, first.paragraphs


def _references_to_notes_lost(found: Document) -> None:
    for row in _passages(found):
        row.runs = [run for run in row.runs if not run.note]


def _text_boxes_lost(found: Document) -> None:
    _without(found, lambda row: bool(row.box))


def _links_lost(found: Document) -> None:
    for row in _passages(found):
        for run in row.runs:
            run.href = ""


def _pictures_lost(found: Document) -> None:
    found.blocks = [block for block in found.blocks if not isinstance(block, Picture)]


def _charts_lost(found: Document) -> None:
    found.blocks = [block for block in found.blocks if not isinstance(block, Chart)]


def _values_rounded(found: Document) -> None:
    for chart in (block for block in found.blocks if isinstance(block, Chart)):
        for series in chart.plots[0].series:
            series.values = [str(round(float(value)) + 1) for value in series.values]


def _no_alternatives(found: Document) -> None:
    for thing in (block for block in found.blocks if isinstance(block, Picture | Chart)):
        thing.alt = ""


def _captions_lost(found: Document) -> None:
    _without(found, lambda row: row.role == "caption")


def _turned(found: Document) -> None:
    plain = [row for row in _passages(found) if not (row.label or row.heading or row.box)]
    first, last = found.blocks.index(plain[0]), found.blocks.index(plain[-1])
    found.blocks[first], found.blocks[last] = found.blocks[last], found.blocks[first]


READING: tuple[Callable[[Document], None], ...] = (
    _last_paragraph_lost, _headings_lost, _headings_as_paragraphs, _headings_flat, _lists_flat,
    _no_numbers, _numbers_raised, _no_bullets, _last_run_lost, _rows_swapped, _last_row_lost,
    _no_spans, _tables_lost, _notes_lost, _notes_swapped, _references_to_notes_lost,
    _text_boxes_lost, _links_lost, _pictures_lost, _charts_lost, _values_rounded, _no_alternatives,
    _captions_lost, _turned,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("lose", READING, ids=lambda lose: lose.__name__.strip("_"))
def test_what_reading_loses_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lose: Callable[[Document], None]
) -> None:
    read = reader_process.read

    def losing(*given: object, **more: object) -> Document:
        found = read(*given, **more)  # type: ignore[arg-type]
        assert isinstance(found, Document)
        lose(found)
        return found

    monkeypatch.setattr(reader_process, "read", losing)
    assert findings(known_documents.document(_NUMBER), tmp_path) > 0


@pytest.mark.slow
def test_nodes_that_the_outline_forgets_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrange = outline.Outline.arrange

    def forgetting(self: outline.Outline, blocks: list[object]) -> list[Node]:
        nodes = arrange(self, blocks)  # type: ignore[arg-type]
        return [node for node in nodes if node.kind != "part"][:-1]

    monkeypatch.setattr(outline.Outline, "arrange", forgetting)
    assert findings(known_documents.document(_NUMBER), tmp_path) > 0


@pytest.mark.slow
def test_words_that_writing_drops_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = text_writer.Writer.line

    def dropping(self: object, paragraph: Paragraph, *given: object) -> object:
        found = line(self, paragraph, *given)  # type: ignore[arg-type]
        if found is not None and "[" not in found.leaf.text:
            found.leaf.text = found.leaf.text.rpartition(" ")[0] or found.leaf.text
        return found

    monkeypatch.setattr(text_writer.Writer, "line", dropping)
    assert findings(known_documents.document(_NUMBER), tmp_path) > 0
