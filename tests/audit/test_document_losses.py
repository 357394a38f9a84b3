"""The proof of an imported document finds what the importer loses: its results are broken here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.importing import reader_process
from pipeline.importing.document import outline, text_writer
from pipeline.importing.document.text_nodes import Node
from pipeline.importing.found import Chart, Paragraph, Picture, Run
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


def _columns_swapped(found: Document) -> None:
    for row in (row for table in _tables(found) for row in table.rows if len(row) > 2):
        row[0], row[-1] = row[-1], row[0]


def _markers_lost(found: Document) -> None:
    for row in _passages(found):
        row.runs = [run for run in row.runs if not run.withheld]


def _lines_joined(found: Document) -> None:
    for row in _passages(found):
        for run in row.runs:
            run.text = run.text.replace("\n", "")


def _letters_raised(found: Document) -> None:
    for row in _passages(found):
        if letter := re.fullmatch(r"(\(?)([a-y])\)", row.label):
            row.label = f"{letter[1]}{chr(ord(letter[2]) + 1)})"


def _heading_numbers_lost(found: Document) -> None:
    for row in _passages(found):
        row.label = "" if row.heading else row.label


def _boxes_at_the_end(found: Document) -> None:
    boxes = [row for row in _passages(found) if row.box]
    found.blocks = [*(row for row in found.blocks if row not in boxes), *boxes]


def _one_letter_lost(found: Document) -> None:
    run = [row for row in _passages(found) if not row.box and len(row.runs) == 1][2].runs[0]
    run.text = run.text[:2] + run.text[3:]


def _last_word_of_notes_lost(found: Document) -> None:
    for note in found.notes:
        run = note.paragraphs[-1].runs[-1]
        run.text = run.text.rpartition(" ")[0]


def _all_references_to_one_note(found: Document) -> None:
    for run in (run for row in _passages(found) for run in row.runs if run.note):
        run.note = found.notes[0].key


def _alternatives_turned(found: Document) -> None:
    things = [block for block in found.blocks if isinstance(block, Picture | Chart)]
    texts = [thing.alt for thing in things]
    for thing, text in zip(things, [*texts[1:], *texts[:1]], strict=True):
        thing.alt = text


def _captions_swapped(found: Document) -> None:
    first, *_, last = (row for row in _passages(found) if row.role == "caption")
    first.runs, last.runs = last.runs, first.runs


def _tables_swapped(found: Document) -> None:
    first, *_, last = _tables(found)
    one, other = found.blocks.index(first), found.blocks.index(last)
    found.blocks[one], found.blocks[other] = last, first


def _pictures_first(found: Document) -> None:
    found.blocks.sort(key=lambda block: not isinstance(block, Picture))


def _values_turned(found: Document) -> None:
    for chart in (block for block in found.blocks if isinstance(block, Chart)):
        chart.plots[0].series[0].values.reverse()


def _names_of_series_lost(found: Document) -> None:
    for chart in (block for block in found.blocks if isinstance(block, Chart)):
        chart.plots[0].series[0].name = "1"


def _links_to_elsewhere(found: Document) -> None:
    for run in (run for row in _passages(found) for run in row.runs if run.href):
        run.href = "https://other.example.eu/"


def _formulas_lost(found: Document) -> None:
    for row in _passages(found):
        row.runs = [run for run in row.runs if "=2y" not in run.text]


def _tables_within_cells_lost(found: Document) -> None:
    for cell in (cell for table in _tables(found) for row in table.rows for cell in row):
        del cell.paragraphs[1:]


def _heads_untold(found: Document) -> None:
    found.told = [row for row in found.told if row.what != "header"]


def _paragraphs_run_together(found: Document) -> None:
    first, second, *_ = (
        row for row in _passages(found) if not (row.label or row.heading or row.box or row.role)
    )
    first.runs += [Run(" "), *second.runs]
    found.blocks.remove(second)


READING: tuple[Callable[[Document], None], ...] = (
    _last_paragraph_lost, _headings_lost, _headings_as_paragraphs, _headings_flat, _lists_flat,
    _no_numbers, _numbers_raised, _no_bullets, _last_run_lost, _rows_swapped, _last_row_lost,
    _no_spans, _tables_lost, _notes_lost, _notes_swapped, _references_to_notes_lost,
    _text_boxes_lost, _links_lost, _pictures_lost, _charts_lost, _values_rounded, _no_alternatives,
    _captions_lost, _turned, _columns_swapped, _markers_lost, _lines_joined, _letters_raised,
    _heading_numbers_lost, _boxes_at_the_end, _one_letter_lost, _last_word_of_notes_lost,
    _all_references_to_one_note, _alternatives_turned, _captions_swapped, _tables_swapped,
    _pictures_first, _values_turned, _names_of_series_lost, _links_to_elsewhere, _formulas_lost,
    _tables_within_cells_lost, _heads_untold, _paragraphs_run_together,
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
