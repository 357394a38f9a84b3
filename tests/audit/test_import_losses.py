"""The proof of an import finds what the importer itself loses: its functions are broken here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.importing import chart_content, reader_process, text_content
from pipeline.importing.found import Chart, Deck, Paragraph, Picture, Table, Text
from tests.support import known_decks
from tests.support.unproved import findings

_NUMBER = 4


def test_an_honest_import_has_no_findings(tmp_path: Path) -> None:
    assert findings(known_decks.deck(_NUMBER), tmp_path) == 0


def _texts(deck: Deck) -> Iterator[Text]:
    for slide in deck.slides:
        yield from (part for part in slide.elements if isinstance(part, Text))


def _tables(deck: Deck) -> Iterator[Table]:
    for slide in deck.slides:
        yield from (part for part in slide.elements if isinstance(part, Table))


def _charts(deck: Deck) -> Iterator[Chart]:
    for slide in deck.slides:
        yield from (part for part in slide.elements if isinstance(part, Chart))


def _pictures(deck: Deck) -> Iterator[Picture]:
    for slide in deck.slides:
        yield from (part for part in slide.elements if isinstance(part, Picture))


def _no_notes(deck: Deck) -> None:
    for slide in deck.slides:
        slide.notes = []


def _no_levels(deck: Deck) -> None:
    for text in _texts(deck):
        for paragraph in text.paragraphs:
            paragraph.level = 0


def _rows_swapped(deck: Deck) -> None:
    for table in _tables(deck):
        table.rows[1], table.rows[2] = table.rows[2], table.rows[1]


def _last_row_lost(deck: Deck) -> None:
    for table in _tables(deck):
        table.rows.pop()


def _no_spans(deck: Deck) -> None:
    for table in _tables(deck):
        for row in table.rows:
            for cell in row:
                cell.columns = cell.rows = 1


def _values_rounded(deck: Deck) -> None:
    for chart in _charts(deck):
        for plot in chart.plots:
            for series in plot.series:
                series.values = [str(round(float(value))) for value in series.values]


def _series_unnamed(deck: Deck) -> None:
    for chart in _charts(deck):
        for plot in chart.plots:
            for series in plot.series:
                series.name = ""


def _series_lost(deck: Deck) -> None:
    for chart in _charts(deck):
        for plot in chart.plots:
            plot.series = plot.series[:-1] or plot.series


def _categories_lost(deck: Deck) -> None:
    for chart in _charts(deck):
        for plot in chart.plots:
            for series in plot.series:
                series.categories = []


def _no_alternatives(deck: Deck) -> None:
    for thing in (*_charts(deck), *_pictures(deck)):
        thing.alt = ""


def _pictures_swapped(deck: Deck) -> None:
    found = list(_pictures(deck))
    files = [picture.file for picture in found]
    for picture, file in zip(found, [*files[1:], files[0]], strict=True):
        picture.file = file


def _no_pictures(deck: Deck) -> None:
    for slide in deck.slides:
        slide.elements = [part for part in slide.elements if not isinstance(part, Picture)]


def _no_charts(deck: Deck) -> None:
    for slide in deck.slides:
        slide.elements = [part for part in slide.elements if not isinstance(part, Chart)]


def _no_links(deck: Deck) -> None:
    for text in _texts(deck):
        for paragraph in text.paragraphs:
            for run in paragraph.runs:
                run.href = ""


def _no_diagrams(deck: Deck) -> None:
    for slide in deck.slides:
        slide.elements = [
            part for part in slide.elements if not isinstance(part, Text) or part.role != "smartart"
        ]


def _last_paragraph_lost(deck: Deck) -> None:
    for text in _texts(deck):
        if len(text.paragraphs) > 1:
            text.paragraphs.pop()


def _last_run_lost(deck: Deck) -> None:
    for text in _texts(deck):
        for paragraph in text.paragraphs:
            if len(paragraph.runs) > 1:
                paragraph.runs.pop()


def _last_slide_lost(deck: Deck) -> None:
    deck.slides.pop()


def _free_texts_lost(deck: Deck) -> None:
    for slide in deck.slides:
        slide.elements = [
            part for part in slide.elements if not isinstance(part, Text) or part.role != "free"
        ]


def _paragraphs_turned(deck: Deck) -> None:
    for text in _texts(deck):
        if text.role == "body" and all(row.level == 0 for row in text.paragraphs):
            text.paragraphs.reverse()


READING: tuple[Callable[[Deck], None], ...] = (
    _no_notes, _no_levels, _rows_swapped, _last_row_lost, _no_spans, _values_rounded,
    _series_unnamed, _series_lost, _categories_lost, _no_alternatives, _pictures_swapped,
    _no_pictures, _no_charts, _no_links, _no_diagrams, _last_paragraph_lost, _last_run_lost,
    _last_slide_lost, _free_texts_lost, _paragraphs_turned,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("lose", READING, ids=lambda lose: lose.__name__.strip("_"))
def test_what_reading_loses_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lose: Callable[[Deck], None]
) -> None:
    read = reader_process.read

    def losing(*given: object, **more: object) -> Deck:
        deck = read(*given, **more)  # type: ignore[arg-type]
        lose(deck)
        return deck

    monkeypatch.setattr(reader_process, "read", losing)
    assert findings(known_decks.deck(_NUMBER), tmp_path) > 0


@pytest.mark.slow
def test_what_writing_loses_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rounded(text: str) -> str:
        return text.partition(".")[0]

    monkeypatch.setattr(chart_content, "rounded", rounded)
    assert findings(known_decks.deck(_NUMBER), tmp_path) > 0


@pytest.mark.slow
def test_points_that_writing_flattens_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flat(lines: list[text_content.Line]) -> list[object]:
        return [line.leaf for line in lines]

    monkeypatch.setattr(text_content, "points", flat)
    assert findings(known_decks.deck(_NUMBER), tmp_path) > 0


@pytest.mark.slow
def test_notes_that_writing_forgets_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_writer: object, _paragraphs: list[Paragraph]) -> list[object]:
        return []

    monkeypatch.setattr(text_content.Writer, "notes", none)
    assert findings(known_decks.deck(_NUMBER), tmp_path) > 0
