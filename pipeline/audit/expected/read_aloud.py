"""Expected words of a web page besides its text: for screen readers, in charts, row names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import assert_never

from pipeline.edition import chart_text, table_of_contents
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
from pipeline.edition.cover import CoverRow
from pipeline.edition.edition import Edition, WebWords
from pipeline.edition.running_text import PageBreak, RunningText, TextHeading, TextParagraph
from pipeline.edition.runs import MarkerRun, NoteRun, Runs, TextRun
from pipeline.edition.slide import Slide
from pipeline.edition.text_outline import after, before
from pipeline.edition.texts import all_runs, plain


def aloud(edition: Edition) -> Iterator[str]:
    """Yield text for screen readers alone, and names of links and tables, in the page's order."""
    web = edition.web
    cover = edition.cover
    entries = table_of_contents.entries(edition)
    if entries:
        yield web.skip
    if edition.slides and plain(edition.slides[0].title) == edition.title:
        yield from _runs(edition.slides[0].title, web)
    for part in cover.head:
        yield from _several(cover.lines(part), web)
    yield from _rows(cover.rows, web)
    yield from _runs(cover.lead_in, web)
    yield from _rows(cover.below, web)
    yield from _runs(cover.enclosure_author, web)
    for entry in entries:
        yield from _runs(entry.runs, web)
    for text in before(edition):
        yield from _text(text, web)
    for slide in edition.slides:
        yield from _slide(slide, web)
    for text in after(edition):
        yield from _text(text, web)


def drawn(edition: Edition) -> Iterator[str]:
    """Yield the text in each chart's drawing."""
    blocks = [block for text in before(edition) for block in text.blocks]
    shown = [block for slide in edition.slides for block in slide.blocks]
    below = [block for text in after(edition) for block in text.blocks]
    for block in (*blocks, *shown, *below):
        if isinstance(block, Chart):
            yield "\n".join(chart_text.texts(block))


def row_names(edition: Edition) -> tuple[str, ...]:
    """Return the names of the cover's tables."""
    tables = (edition.cover.rows, edition.cover.below)
    return tuple(_name(rows) for rows in tables if rows)


def _name(rows: tuple[CoverRow, ...]) -> str:
    return ", ".join(row.label.rstrip(": ") for row in rows)


def _rows(rows: tuple[CoverRow, ...], web: WebWords) -> Iterator[str]:
    if rows:
        yield _name(rows)
    for row in rows:
        yield from _several(row.lines, web)


def _runs(runs: Runs, web: WebWords) -> Iterator[str]:
    for run in runs:
        if isinstance(run, MarkerRun):
            yield run.spoken
        elif isinstance(run, TextRun) and run.withheld:
            yield from (web.withheld, web.withheld_end)


def _several(texts: tuple[Runs, ...], web: WebWords) -> Iterator[str]:
    return chain.from_iterable(_runs(runs, web) for runs in texts)


def _slide(slide: Slide, web: WebWords) -> Iterator[str]:
    yield from _several((*slide.overline, slide.title, slide.subtitle), web)
    for block in slide.blocks:
        yield from _block(block, web)
    yield from _notes(slide, web)


def _text(text: RunningText, web: WebWords) -> Iterator[str]:
    yield from _runs(text.title, web)
    for block in text.blocks:
        match block:
            case TextHeading() | TextParagraph():
                yield from _runs(block.runs, web)
            case PageBreak():
                pass
            case Table() | Chart() | Map() | Picture() | Timeline() | Withheld():
                yield from _block(block, web)
            case _:
                assert_never(block)
    yield from _notes(text, web)


def _notes(holder: Slide | RunningText, web: WebWords) -> Iterator[str]:
    runs = (run for texts in all_runs(holder) for run in texts)
    referred = {run.index for run in runs if isinstance(run, NoteRun)}
    for index, note in enumerate(holder.footnotes):
        yield from _runs(note, web)
        if index in referred:
            yield web.back


def _block(block: Block, web: WebWords) -> Iterator[str]:
    match block:
        case BulletList():
            yield from _items(block.items, web)
        case Table():
            yield from _table(block, web)
        case Chart():
            yield web.numbers
            yield from _table(chart_text.as_table(block), web)
        case Withheld():
            yield block.marker.spoken
        case Paragraph() | Cards() | Timeline() | Map() | Picture():
            yield from _several(tuple(all_runs(block)), web)
        case _:
            assert_never(block)


def _items(items: tuple[Item, ...], web: WebWords) -> Iterator[str]:
    for item in items:
        yield from _runs(item.runs, web)
        yield from _items(item.items, web)


def _table(block: Table, web: WebWords) -> Iterator[str]:
    yield block.alt
    for row in block.rows:
        yield from _several(tuple(cell.runs for cell in row), web)
