"""Expected text of a PDF with running text, which is known once its pages are.

A text begins a page and takes as many as it needs; the audit finds its letters on them, all and in
order (``flow``). From that follows the rest: numbers of pages, at the foot and in the contents,
where links lead, and in which order markers are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import assert_never

from pipeline.audit.expected import texts
from pipeline.audit.expected.flow import Flow, Head, Item, Part, Span, Strand, laid, strictly, stuck
from pipeline.audit.expected.portable_pages import PdfPrinter, contents_page, slide_page
from pipeline.audit.expected.texts import Expected, cover_lines, printed
from pipeline.edition import spoken_text, table_of_contents
from pipeline.edition.blocks import Chart, Map, Picture, Table, Timeline, Withheld
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import (
    PageBreak,
    RunningText,
    TextBlock,
    TextHeading,
    TextParagraph,
)
from pipeline.edition.slide import Slide
from pipeline.edition.text_outline import after, before, headings
from pipeline.edition.texts import all_runs, markers, slide_title

#: What no page says: one that cannot be what it has to be is told by it.
_NEVER = "\0"


def expected(edition: Edition, printer: PdfPrinter) -> Expected:
    """Return the texts that a PDF must have; pages are known by ``on_pages``."""
    listed = table_of_contents.pages(edition)
    titles = (
        *(row.title for text in before(edition) for row in headings(text)),
        *(slide_title(slide) for slide in edition.slides),
        *(row.title for text in after(edition) for row in headings(text)),
    )
    wanted = Expected(
        pages=tuple(_whole(edition, printer)),
        notes=(),
        furniture=(edition.cover.number, *([edition.contents_title] if listed else []), *titles),
        alternatives=printer.alternatives(edition),
        names=(
            *titles,
            *(row.title for row in table_of_contents.entries(edition)),
            *texts.reference_names(edition),
        ),
        expansions=tuple(run.spoken for run in markers(edition)),
    )
    return replace(wanted, on_pages=partial(_on_pages, edition, printer, wanted))


def _whole(edition: Edition, printer: PdfPrinter) -> Iterator[str]:
    """Yield what each piece says, on however many pages it stands."""
    yield "\n".join(cover_lines(edition.cover))
    yield "\n".join(row.title for page in table_of_contents.pages(edition) for row in page)
    for text in edition.texts:
        yield "\n".join([*printer.text(text), *map(printed, text.footnotes)])
    for slide in edition.slides:
        yield slide_page(edition, slide, printer, 0)


@dataclass
class _Found:
    """What was found on the pages so far.

    Attributes:
        begins_on: page of each place, by its anchor.
        read: what is read aloud and where links lead, in the order of the file's structure; an
            entry of the contents is a link.
    """

    pages: list[str] = field(default_factory=list[str])
    begins_on: dict[str, int] = field(default_factory=dict[str, int])
    read: list[Item] = field(default_factory=list[Item])

    def say(self, spoken: Iterable[str]) -> None:
        """Note what is read aloud."""
        self.read += [Item(0, "spoken", words) for words in spoken]


class _StuckError(Exception):
    """A page cannot be what it has to be: its number, from 0."""


def _on_pages(
    edition: Edition, printer: PdfPrinter, wanted: Expected, pages: Sequence[str]
) -> Expected:
    """Return what a PDF must have, given its pages."""
    found, shown = _Found(), [strictly(page) for page in pages]
    listed = table_of_contents.pages(edition)
    try:
        if not table_of_contents.begins_on_cover(edition):
            _fixed(found, "\n".join([*cover_lines(edition.cover), _foot(edition, 1)]))
            found.say(run.spoken for run in markers(edition.cover))
        for entries in listed:
            _fixed(found, "")
            for entry in entries:
                found.say(run.spoken for run in markers(entry.runs))
                found.read.append(Item(0, "link", entry.anchor))
        for text in before(edition):
            _flow(found, edition, text, shown)
        for slide in edition.slides:
            _slide(found, edition, slide, printer)
        for text in after(edition):
            _flow(found, edition, text, shown)
    except _StuckError as error:
        return _with_fault(wanted, pages, error.args[0])
    for number, entries in enumerate(listed, start=1):
        lines = (f"{row.title} {found.begins_on.get(row.anchor, 0)}" for row in entries)
        found.pages[number] = contents_page(edition, number + 1, lines)
    return replace(
        wanted,
        pages=tuple(found.pages),
        labels=tuple(str(number) for number in range(1, 1 + len(found.pages))),
        expansions=tuple(row.said for row in found.read if row.kind == "spoken"),
        jumps=tuple(found.begins_on.get(row.said, 0) for row in found.read if row.kind == "link"),
    )


def _with_fault(wanted: Expected, pages: Sequence[str], at: int) -> Expected:
    """Return what no file with these pages has: one of them cannot be as it is."""
    kept = list(pages) or [""]
    kept[min(at, len(kept) - 1)] = _NEVER
    return replace(wanted, pages=tuple(kept))


def _foot(edition: Edition, page: int) -> str:
    return f"{texts.foot(edition)} {edition.page_word} {page}"


def _fixed(found: _Found, page: str) -> None:
    found.pages.append(page)


def _slide(found: _Found, edition: Edition, slide: Slide, printer: PdfPrinter) -> None:
    number = len(found.pages) + 1
    _fixed(found, slide_page(edition, slide, printer, number))
    found.begins_on[table_of_contents.slide_anchor(slide.number)] = number
    found.say(spoken_text.of_slide_in_pdf(slide))


def _flow(found: _Found, edition: Edition, text: RunningText, shown: Sequence[str]) -> None:
    """Find a text on the pages that follow."""
    first = len(found.pages)
    is_below_cover = first == 0
    flow = _flow_of(edition, text, is_below_cover=is_below_cover)
    bare = list(_without_feet(edition, shown, first))
    parts = laid(flow, bare)
    if parts is None:
        raise _StuckError(first + stuck(flow, bare))
    for part in parts:
        number = len(found.pages) + 1
        _fixed(found, shown[number - 1])
        found.read += _read(flow, part)
        is_last = part is parts[-1]
        for anchor, at in flow.body.anchors.items():
            if any(begin <= at < end or (is_last and at == end) for begin, end in part.body):
                found.begins_on.setdefault(anchor, number)


def _without_feet(edition: Edition, shown: Sequence[str], first: int) -> Iterator[str]:
    """Yield the letters of pages, from one on, without their feet; none where that is another."""
    for number, page in enumerate(shown[first:], start=first + 1):
        foot = strictly(_foot(edition, number))
        yield page.removesuffix(foot) if page.endswith(foot) else _NEVER


def _read(flow: Flow, part: Part) -> Iterator[Item]:
    """Yield what is read on a page: what its repeated head says, its body, its footnotes."""
    if part.head:
        yield from part.head.strand.items
    for span in part.body:
        yield from flow.body.within(*span)
    yield from flow.notes.within(*part.notes)


def _flow_of(edition: Edition, text: RunningText, *, is_below_cover: bool) -> Flow:
    """Return a text as it flows; what is printed above it on its page comes first."""
    flow = Flow()
    if is_below_cover:
        for line in cover_lines(edition.cover):
            flow.body.add(line)
        spoken = (Item(0, "spoken", run.spoken) for run in markers(edition.cover))
        flow.body.items += spoken
    flow.body.add(text.label, text.anchor)
    flow.body.add(text.title)
    for block in text.blocks:
        _add(flow, block)
    for note in text.footnotes:
        flow.notes.add(note)
    return flow


def _add(flow: Flow, block: TextBlock) -> None:
    body = flow.body
    match block:
        case TextHeading():
            body.add(block.number, block.anchor)
            body.add(block.runs)
        case TextParagraph():
            body.add(block.mark, block.anchor)
            body.add(block.runs)
        case Table():
            _add_table(flow, block)
        case Chart():  # a picture, whose markers are not read
            body.add("".join(PdfPrinter().chart(block)))
        case Withheld():
            body.add((block.marker,))
            body.add(block.line)
        case Timeline() | Map() | Picture():
            for runs in all_runs(block):
                body.add(runs)
        case PageBreak():
            pass
        case _:
            assert_never(block)


def _add_table(flow: Flow, block: Table) -> None:
    head = Strand()
    for row in block.rows[: block.header_rows]:
        for cell in row:
            head.add(cell.runs)
            flow.body.add(cell.runs)
    begin = len(flow.body.text)
    for row in block.rows[block.header_rows :]:
        cells: list[Span] = []
        for cell in row:
            start = len(flow.body.text)
            flow.body.add(cell.runs)
            cells.append((start, len(flow.body.text)))
        flow.rows.append(tuple(cells))
    if block.header_rows:
        flow.heads.append(Head(begin, len(flow.body.text), head))
