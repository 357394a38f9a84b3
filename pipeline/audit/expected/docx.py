"""Expected text of a Word document: one text, its footnotes, headers and footers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.audit.expected import native_charts, texts
from pipeline.audit.expected.texts import Expected, Printer, printed
from pipeline.edition import spoken_text, table_of_contents
from pipeline.edition.blocks import Chart, Timeline
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import RunningText, TextHeading, TextParagraph
from pipeline.edition.runs import NoteRun, ReferenceRun, Runs
from pipeline.edition.slide import Slide, document_blocks
from pipeline.edition.text_outline import after, before, places, references
from pipeline.edition.texts import all_runs, repeated_title, slide_title


def expected(edition: Edition) -> Expected:
    """Return the texts that a document must have: one text, its footnotes, its headers and feet."""
    printer = _Document()
    listed = table_of_contents.pages(edition)
    head = [edition.contents_title] if listed else []
    toc = (line for entries in listed for line in texts.contents_lines(entries))
    if edition.texts:  # on which page a heading stands is for the program to say
        toc = (entry.title for entries in listed for entry in entries)
    written = ((name, "\n".join(lines)) for name, lines in _pieces(edition, printer))
    parts = (("the cover", "\n".join([*texts.cover_lines(edition.cover), *head, *toc])), *written)
    below = list(_all_notes(edition))
    return Expected(
        pages=("\n".join(text for _, text in parts),),
        notes=tuple(text for _, text in below),
        parts=parts,
        noted=tuple(name for name, _ in below),
        furniture=tuple(_feet(edition)),
        furniture_word="header or footer",
        is_furniture_ordered=False,
        has_no_bullets=True,
        alternatives=printer.alternatives(edition),
        names=tuple(_names(edition)),
        labels=tuple("\n".join(native_charts.in_document(block)) for block in _charts(edition)),
        label_word="chart",
        expansions=tuple(spoken_text.in_document(edition)),
        jumps=tuple(_jumps(edition)),
    )


def _charts(edition: Edition) -> Iterator[Chart]:
    """Yield the charts of a document in order."""
    of_slides = (document_blocks(slide) for slide in edition.slides)
    texts = [*(text.blocks for text in before(edition)), *of_slides]
    texts += [text.blocks for text in after(edition)]
    for blocks in texts:
        yield from (block for block in blocks if isinstance(block, Chart))


def _pieces(edition: Edition, printer: Printer) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the name and the lines of each text and slide, in order."""
    for text in before(edition):
        yield _name(edition, text), printer.text(text)
    for slide in edition.slides:
        yield f"slide {slide.number}", printer.slide(slide)
    for text in after(edition):
        yield _name(edition, text), printer.text(text)


def _name(edition: Edition, text: RunningText) -> str:
    return f"text {edition.texts.index(text) + 1}"


def _all_notes(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield each footnote of a document with the name of what it belongs to, in order."""
    for text in before(edition):
        yield from ((_name(edition, text), note) for note in _notes(text, all_runs(text)))
    for slide in edition.slides:
        runs = (*slide.overline, slide.title, slide.subtitle, *_texts(slide))
        yield from ((f"slide {slide.number}", note) for note in _notes(slide, runs))
    for text in after(edition):
        yield from ((_name(edition, text), note) for note in _notes(text, all_runs(text)))


def _jumps(edition: Edition) -> Iterator[int]:
    """Yield to which of the document's bookmarks each link leads, counted from 1."""
    entries = [entry for page in table_of_contents.pages(edition) for entry in page]
    listed, referred = {entry.anchor for entry in entries}, references(edition)
    marks: list[tuple[str, str]] = []
    for anchor in _places(edition):
        marks += [(kind, anchor) for kind, known in (("toc", listed), ("ref", referred))
                  if anchor in known]  # fmt: skip
    for entry in entries:
        yield marks.index(("toc", entry.anchor)) + 1
    for run in (*_references(edition, in_notes=False), *_references(edition, in_notes=True)):
        yield marks.index(("ref", run.anchor)) + 1


def _references(edition: Edition, *, in_notes: bool) -> Iterator[ReferenceRun]:
    """Yield the cross-references of texts, or of their footnotes, which stand in another part."""
    for text in edition.texts:
        held = text.footnotes if in_notes else (text.title, *all_runs(text.blocks))
        for runs in held:
            yield from (run for run in runs if isinstance(run, ReferenceRun))


def _places(edition: Edition) -> Iterator[str]:
    for text in before(edition):
        yield from places(text)
    yield from (table_of_contents.slide_anchor(slide.number) for slide in edition.slides)
    for text in after(edition):
        yield from places(text)


class _Document(Printer):
    def head(self, slide: Slide) -> Iterator[str]:
        yield from (*texts.above(slide), *texts.section(slide), *texts.title(slide))

    def slide(self, slide: Slide) -> Iterator[str]:
        yield from (*self.head(slide), slide.withheld_line)
        again = repeated_title(slide)
        for block in document_blocks(slide):
            if isinstance(block, Chart):
                yield again
                again = ""
            yield from self.block(block)

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
    for text in edition.texts[int(table_of_contents.begins_on_cover(edition)) :]:
        yield f"{foot}{word} {table_of_contents.text_page(edition, text)}"
    yield from (edition.reference, "", "")  # the last one is that of the slides


def _names(edition: Edition) -> Iterator[str]:
    yield edition.cover.number
    yield ", ".join(row.label.rstrip(": ") for row in edition.cover.rows)
    for slide in edition.slides:
        yield slide_title(slide)
    for text in edition.texts:
        for block in text.blocks:  # a mark that is no number is the sign of a list
            if isinstance(block, TextHeading | TextParagraph):
                yield block.mark if isinstance(block, TextParagraph) else block.number


def _notes(holder: Slide | RunningText, texts: Iterable[Runs]) -> Iterator[str]:
    """Yield footnotes in the order in which a document refers to them."""
    order: dict[int, None] = {}
    for runs in texts:
        order.update((run.index, None) for run in runs if isinstance(run, NoteRun))
    yield from (printed(holder.footnotes[index]) for index in order)


def _texts(slide: Slide) -> Iterator[Runs]:
    for block in document_blocks(slide):
        if isinstance(block, Timeline):  # a row of labels above a row of events
            yield from (point.label for point in block.points)
            yield from (point.text for point in block.points)
        else:
            yield from all_runs(block)
