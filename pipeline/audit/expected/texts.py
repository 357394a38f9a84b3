"""Expected text that formats have in common: an edition's cover, contents and slides as printed.

``Printer`` has what formats have in common; each has a class of its own for what it prints in
another way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import assert_never

from pipeline.edition import chart_text, spoken_text, table_of_contents
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Cards,
    Chart,
    Item,
    Map,
    Paragraph,
    Picture,
    Table,
    Timeline,
    Withheld,
)
from pipeline.edition.cover import Cover, CoverRow
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import PageBreak, RunningText, TextHeading, TextParagraph
from pipeline.edition.runs import NoteRun, ReferenceRun, Runs
from pipeline.edition.slide import Slide
from pipeline.edition.texts import all_runs, title_lines


@dataclass(frozen=True)
class Expected:
    """The texts a file must hold, and all of them; see ``extract.Reading`` for the fields.

    Attributes:
        expansions: spoken text of each marker, where a format keeps it apart.
        names: texts of the edition that a format may repeat to name a table or a link.
        labels: of a PDF's pages; what a web page's charts say in their drawings.
        parts: of the one page of a document: the name of each, for messages, and its text.
        noted: name of the slide or text to which each note belongs, where that is known.
        furniture_word, label_word: what ``furniture`` and ``labels`` are, for messages.
        is_furniture_ordered: a format whose furniture has no order of its own says no.
        has_no_bullets: the format's text has none of its lists' own signs.
        on_pages: tells all of this where it follows from how texts stand on the file's pages.
    """

    pages: tuple[str, ...]
    notes: tuple[str, ...]
    furniture: tuple[str, ...]
    alternatives: tuple[str, ...]
    names: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    expansions: tuple[str, ...] = ()
    jumps: tuple[int, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    noted: tuple[str, ...] = ()
    furniture_word: str = "bookmark"
    label_word: str = "page label"
    is_furniture_ordered: bool = True
    has_no_bullets: bool = False
    on_pages: Callable[[Sequence[str]], Expected] | None = None


def printed(runs: Runs) -> str:
    """Return runs as printed, footnote marks included."""
    return "".join(run.mark if isinstance(run, NoteRun) else run.text for run in runs)


def cover_lines(cover: Cover) -> Iterator[str]:
    """Yield the lines of the cover."""
    for part in cover.head:
        yield from map(printed, cover.lines(part))
    yield from _cover_rows(cover.rows)
    yield printed(cover.lead_in)
    yield from _cover_rows(cover.below)
    yield printed(cover.enclosure_author)
    yield from (*cover.notices, cover.justifications, cover.closing)


def _cover_rows(rows: Iterable[CoverRow]) -> Iterator[str]:
    for row in rows:
        yield from (row.label, joined(row.lines))


def contents_lines(entries: Iterable[table_of_contents.Entry]) -> Iterator[str]:
    """Yield the lines of a page of the contents, which give the numbers of slides."""
    for entry in entries:
        yield f"{entry.title} {entry.number}"


def foot(edition: Edition) -> str:
    """Return the text at the foot of every page, before its numbers."""
    return " ".join(filter(None, edition.footer))


def joined(lines: Iterable[Runs]) -> str:
    """Return lines as printed, one below the other."""
    return "\n".join(printed(line) for line in lines)


def footnotes(slide: Slide) -> tuple[str, ...]:
    """Return the footnotes of a slide."""
    return tuple(printed(note) for note in slide.footnotes)


class Printer:
    """Text of slides as most formats print it."""

    def slide(self, slide: Slide) -> Iterator[str]:
        """Yield what a slide says, from its title to its last block."""
        yield from self.head(slide)
        yield slide.withheld_line
        for block in slide.blocks:
            yield from self.block(block)

    def head(self, slide: Slide) -> Iterator[str]:
        """Yield what stands above the blocks of a slide."""
        yield from (*above(slide), *title(slide))

    def block(self, block: Block) -> Iterator[str]:
        """Yield what a block says."""
        match block:
            case Paragraph():
                yield printed(block.runs)
            case BulletList():
                yield from _items(block.items)
            case Cards():
                yield from _cards(block)
            case Timeline():
                yield from self.timeline(block)
            case Table():
                yield from (printed(cell.runs) for row in block.rows for cell in row)
            case Map():
                yield from (printed(category.label) for category in block.categories)
            case Chart():
                yield from self.chart(block)
            case Picture():
                yield printed(block.caption)
            case Withheld():
                yield from (block.marker.text, block.line)
            case _:
                assert_never(block)

    def text(self, text: RunningText) -> Iterator[str]:
        """Yield what a running text says, without its footnotes."""
        yield from (text.label, printed(text.title))
        for block in text.blocks:
            match block:
                case TextHeading():
                    yield f"{block.number} {printed(block.runs)}"
                case TextParagraph():
                    yield f"{block.mark} {printed(block.runs)}"
                case PageBreak():
                    pass
                case Timeline():
                    yield from chain.from_iterable(_events(block))
                case Table() | Chart() | Map() | Picture() | Withheld():
                    yield from self.block(block)
                case _:
                    assert_never(block)

    def timeline(self, block: Timeline) -> Iterator[str]:
        """Yield what a timeline says: each label with its event."""
        yield from chain.from_iterable(_events(block))

    def chart(self, block: Chart) -> Iterator[str]:
        """Yield what a chart says: the table of its numbers that stands below its picture."""
        table = chart_text.as_table(block)
        yield from (printed(cell.runs) for row in table.rows for cell in row)

    def alternatives(self, edition: Edition) -> tuple[str, ...]:
        """Return the texts of figures and tables for readers who cannot see."""
        blocks = spoken_text.figures(edition)
        return tuple(chain.from_iterable(self.alternative(block) for block in blocks))

    def alternative(self, block: Block) -> Iterator[str]:
        """Yield the text of a block for readers who cannot see, if it has one."""
        if isinstance(block, Table | Chart | Map | Picture):
            yield block.alt


def reference_names(edition: Edition) -> Iterator[str]:
    """Yield the numbers that cross-references print."""
    runs = chain.from_iterable(all_runs(edition.texts))
    yield from (run.text for run in runs if isinstance(run, ReferenceRun))


def title(slide: Slide) -> tuple[str, ...]:
    """Return numeral, small and large line of a slide's title."""
    return slide.numeral, *map(printed, title_lines(slide))


def section(slide: Slide) -> tuple[str, ...]:
    """Return what names the section of a slide: its numeral and its name."""
    return slide.kicker.numeral, printed(slide.kicker.section)


def above(slide: Slide) -> tuple[str, ...]:
    """Return the lines that stand above a slide's title."""
    return tuple(printed(line) for line in slide.overline)


def rows_of(block: Timeline) -> Iterator[str]:
    """Yield what a timeline says as a table: a row of labels above a row of events."""
    yield from chain.from_iterable(zip(*_events(block), strict=True))


def _events(block: Timeline) -> list[tuple[str, str]]:
    return [(printed(point.label), printed(point.text)) for point in block.points]


def _cards(block: Cards) -> Iterator[str]:
    for card in block.cards:
        figure = " ".join(filter(None, (printed(card.figure), printed(card.unit))))
        yield from (card.number, figure, printed(card.heading), printed(card.text))


def _items(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        yield printed(item.runs)
        yield from _items(item.items)
