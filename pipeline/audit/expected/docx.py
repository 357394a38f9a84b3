"""Expected text of a Word document: one text, its footnotes, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit.expected import texts
from pipeline.audit.expected.texts import Expected, Printer, printed
from pipeline.edition import spoken_text, table_of_contents
from pipeline.edition.blocks import Block, NoteRun, Runs, Timeline
from pipeline.edition.edition import Edition
from pipeline.edition.slide import Slide, document_blocks
from pipeline.edition.texts import all_runs, slide_title


def expected(edition: Edition) -> Expected:
    """Return the texts that a document must have: one text, its footnotes, its headers and feet."""
    printer = _Document()
    listed = table_of_contents.pages(edition)
    places = {slide.number: place for place, slide in enumerate(edition.slides, start=1)}
    head = [edition.contents_title] if listed else []
    toc = (line for entries in listed for line in texts.contents_lines(entries))
    written = ((slide.number, "\n".join(printer.slide(slide))) for slide in edition.slides)
    parts = ((0, "\n".join([*texts.cover_lines(edition.cover), *head, *toc])), *written)
    below = [(slide.number, text) for slide in edition.slides for text in _notes(slide)]
    return Expected(
        pages=("\n".join(text for _, text in parts),),
        notes=tuple(text for _, text in below),
        parts=parts,
        noted=tuple(number for number, _ in below),
        furniture=tuple(_feet(edition)),
        furniture_word="header or footer",
        is_furniture_ordered=False,
        alternatives=printer.alternatives(edition),
        names=tuple(_names(edition)),
        expansions=tuple(spoken_text.in_document(edition)),
        jumps=tuple(places[entry.number] for entries in listed for entry in entries),
    )


class _Document(Printer):
    def head(self, slide: Slide) -> Iterator[str]:
        yield from (*texts.above(slide), *texts.section(slide), *texts.title(slide))

    def blocks(self, slide: Slide) -> tuple[Block, ...]:
        return document_blocks(slide)

    def timeline(self, block: Timeline) -> Iterator[str]:
        yield from texts.rows_of(block)


def _feet(edition: Edition) -> Iterator[str]:
    """Yield the lines at foot and head of a document's pages: one foot for each slide."""
    foot, word, front = texts.foot(edition), edition.page_word, table_of_contents.front(edition)
    yield from (f"{foot}{word} 2", f"{foot}{word} 1")
    if edition.slides:
        begins_on = table_of_contents.first_pages(edition)
        for slide in edition.slides:
            said = table_of_contents.slide_words(edition, slide.number)
            yield f"{foot}{said}{word} {begins_on[slide.number]}"
    else:
        yield f"{foot}{word} {front + 1}"
    yield from (edition.reference, "")


def _names(edition: Edition) -> Iterator[str]:
    yield edition.cover.number
    yield ", ".join(row.label.rstrip(": ") for row in edition.cover.rows)
    for slide in edition.slides:
        yield slide_title(slide)


def _notes(slide: Slide) -> Iterator[str]:
    """Yield a slide's footnotes in the order in which a document refers to them."""
    order: dict[int, None] = {}
    for runs in (*slide.overline, slide.title, slide.subtitle, *_texts(slide)):
        order.update((run.index, None) for run in runs if isinstance(run, NoteRun))
    yield from (printed(slide.footnotes[index]) for index in order)


def _texts(slide: Slide) -> Iterator[Runs]:
    for block in document_blocks(slide):
        if isinstance(block, Timeline):  # a row of labels above a row of events
            yield from (point.label for point in block.points)
            yield from (point.text for point in block.points)
        else:
            yield from all_runs(block)
