"""Table of contents and pagination: entries, levels, pages of slides, numbers at their foot.

Everything is computed from the edition alone, so no entry can say what its slide does not (G7).
A page is a slide, but in a document whose tables flow: there ``fit`` tells what a slide takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import assert_never

from pipeline.edition.blocks import Table
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Format
from pipeline.edition.running_text import RunningText
from pipeline.edition.runs import NoteRun, Run, Runs, TextRun
from pipeline.edition.slide import Slide
from pipeline.edition.text_outline import after, before, headings, references
from pipeline.edition.texts import plain, rebuilt

#: Points of a page that entries may fill, below the heading; of a line, and between two entries.
_ROOM, _LINE, _SPACE = 640.0, 14.0, 6.0
#: Letters on a line, reckoned short: no title takes more lines than this tells.
_LETTERS = 52
#: Levels of the headings of texts that are listed.
_LISTED = 3


def flowing(edition: Edition) -> Edition:
    """Return an edition as a document has it: a table divided over several slides is one."""
    slides: list[Slide] = []
    for slide in edition.slides:
        if slide.sheets:
            slides.append(slide)
        else:
            slides[-1] = _continued(slides[-1], slide)
    whole = tuple(_as_one(slide) for slide in slides)
    return edition.model_copy(update={"slides": whole})


def _continued(slide: Slide, part: Slide) -> Slide:
    """Return a slide with the rows of the next part of its table, and that part's footnotes."""
    notes = list(slide.footnotes)
    notes += [note for note in part.footnotes if note not in notes]

    def counted(run: Run) -> Run:
        if not isinstance(run, NoteRun):
            return run
        return run.model_copy(update={"index": notes.index(part.footnotes[run.index])})

    more = rebuilt(part.blocks[-1], lambda runs: tuple(counted(run) for run in runs))
    table = slide.blocks[-1]
    if not isinstance(table, Table) or not isinstance(more, Table):
        raise TypeError("only tables go on without a heading of their own")
    whole = table.model_copy(update={"rows": (*table.rows, *more.rows[more.header_rows :])})
    blocks = (*slide.blocks[:-1], whole)
    return slide.model_copy(update={"blocks": blocks, "footnotes": tuple(notes)})


def _as_one(slide: Slide) -> Slide:
    """Return a slide whose table flows with its frame, as one that is not divided."""
    if slide.flow is None:
        return slide
    changes = {"frames": (*slide.frames[:-1], slide.flow), "part": 0}
    return slide.model_copy(update=changes)


def heading_levels(slides: Iterable[Slide]) -> list[int]:
    """Return the level of each slide's heading: a numeral opens a section, the rest stand in it."""
    levels: list[int] = []
    inside = False
    for slide in slides:
        inside = (inside or bool(slide.numeral)) and slide.layout != "closing"
        levels.append(2 if inside and not slide.numeral else 1)
    return levels


@dataclass(frozen=True)
class Entry:
    """One line of the contents.

    Attributes:
        level: 1, 2 for a slide within a section, up to 3 for a heading of a text.
        runs: the title on one line: markers as they are, no link and no footnote mark.
        anchor: name of the place to which the entry leads.
        number: of the slide that it leads to; 0 for a heading of a text.
    """

    level: int
    runs: Runs
    anchor: str
    number: int = 0

    @property
    def title(self) -> str:
        """Return the title in letters alone."""
        return plain(self.runs)

    @property
    def height(self) -> float:
        """Return the points that the entry takes at most."""
        return _SPACE + _LINE * (1 + len(self.title) // _LETTERS)


def slide_anchor(number: int) -> str:
    """Return the name of a slide's place, to which an entry of the contents leads."""
    return f"slide-{number}"


def _of_slide(slide: Slide, level: int) -> Entry:
    numeral = (TextRun(text=f"{slide.numeral} "),) if slide.numeral else ()
    between = (TextRun(text=" "),) if slide.title and slide.subtitle else ()
    runs = tuple(
        run.model_copy(update={"href": None}) if isinstance(run, TextRun) else run
        for run in (*numeral, *slide.title, *between, *slide.subtitle)
        if not isinstance(run, NoteRun)
    )
    return Entry(level, runs, slide_anchor(slide.number), slide.number)


def _of_texts(texts: Iterable[RunningText]) -> Iterator[Entry]:
    for text in texts:
        for heading in headings(text):
            if heading.level <= _LISTED:
                yield Entry(heading.level, heading.line, heading.anchor)


def front(edition: Edition) -> int:
    """Return the number of pages of cover and contents in document and PDF."""
    return 1 + len(pages(edition))


def pages_before(edition: Edition, fmt: Format) -> int:
    """Return how many pages, as the audit counts them, a format has before the slides."""
    match fmt:
        case "pptx":
            return 0
        case "docx":  # all of it is one text
            return 1
        case "pdf":
            return front(edition)
        case "html":  # cover and contents
            return 2
        case _:
            assert_never(fmt)


def first_pages(edition: Edition) -> dict[int, int]:
    """Return on which page of the document each slide begins, by its number; the cover is 1.

    Texts before the slides count as a page each: the programs that lay them out count anew.
    """
    first = 1 + front(edition) + len(before(edition))
    starts = accumulate((slide.sheets for slide in edition.slides), initial=first)
    return {slide.number: start for slide, start in zip(edition.slides, starts, strict=False)}


def text_page(edition: Edition, text: RunningText) -> int:
    """Return on which page of the document a text begins; see ``first_pages``."""
    index = edition.texts.index(text)
    slides = sum(slide.sheets for slide in edition.slides)
    return 1 + front(edition) + index + (slides if index >= edition.texts_before else 0)


def slide_foot(edition: Edition, number: int, page: int) -> str:
    """Return the numbers at the foot of a slide's page in the PDF, which has a page for each."""
    return f"{slide_words(edition, number)}{edition.page_word} {page}"


def slide_words(edition: Edition, number: int) -> str:
    """Return the text at the foot of a slide's page before the page's own number."""
    return f"{edition.slide_word.replace('{number}', str(number))} | " if edition.slide_word else ""


def entries(edition: Edition) -> tuple[Entry, ...]:
    """Return an entry for every slide and heading; a slide that continues is listed once."""
    levels = heading_levels(edition.slides)
    slides = (
        _of_slide(slide, level)
        for slide, level in zip(edition.slides, levels, strict=True)
        if slide.part <= 1
    )
    return (*_of_texts(before(edition)), *slides, *_of_texts(after(edition)))


def begins_on_cover(edition: Edition) -> bool:
    """Tell whether the first text begins on the cover's page; contents would part them."""
    return edition.begins_on_cover and bool(before(edition)) and not pages(edition)


def targets(edition: Edition) -> frozenset[str]:
    """Return the anchors of all places to which something in a document leads."""
    listed = (entry.anchor for page in pages(edition) for entry in page)
    return frozenset((*references(edition), *listed))


def pages(edition: Edition) -> tuple[tuple[Entry, ...], ...]:
    """Return the entries of each page of the contents; nothing if the edition has none."""
    listed = entries(edition) if edition.contents_title else ()
    if not listed:
        return ()
    found: list[list[Entry]] = [[]]
    room = _ROOM
    for entry in listed:
        if found[-1] and entry.height > room:
            found.append([])
            room = _ROOM
        room -= entry.height
        found[-1].append(entry)
    return tuple(tuple(page) for page in found)
