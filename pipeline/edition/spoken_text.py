"""Spoken text of redaction markers, charts and figures, for screen readers, by format.

A PDF has them at each marker, a document as the title of a control around each marker. A deck has
no place for them beside letters: they stand in the alternative text of the shape, table or chart.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import assert_never

from pipeline.edition import chart_text, table_of_contents
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Cards,
    Chart,
    Map,
    Paragraph,
    Picture,
    Table,
    Timeline,
    Withheld,
)
from pipeline.edition.edition import Edition
from pipeline.edition.primitive import Primitive
from pipeline.edition.running_text import PageBreak, RunningText, TextHeading, TextParagraph
from pipeline.edition.runs import MarkerRun, NoteRun, Runs
from pipeline.edition.slide import Slide, document_blocks
from pipeline.edition.text_outline import after, before
from pipeline.edition.texts import all_runs, markers

#: Letters of a content control's title; Word cuts what is longer.
_TITLE = 64
#: Letters before a marker that tell it from others.
_CONTEXT = 40


def title(marker: MarkerRun) -> str:
    """Return the spoken text of a marker, in the length that Word keeps."""
    return textwrap.shorten(marker.spoken, _TITLE, placeholder="…")


def figure_name(word: str, number: int) -> str:
    """Return the name of a document's figure: a word of its language, numbered from the second."""
    return word if number == 1 else f"{word} {number}"


def figures(edition: Edition) -> Iterator[Block]:
    """Yield the blocks of slides, and the tables and figures of texts, in no order."""
    for slide in edition.slides:
        yield from slide.blocks
    for text in edition.texts:
        for block in text.blocks:
            if not isinstance(block, TextHeading | TextParagraph | PageBreak):
                yield block


def figure_names(edition: Edition) -> Iterator[str]:
    """Yield the names of a document's figures, in its order."""
    drawn = (block for block in figures(edition) if isinstance(block, Map | Chart | Picture))
    for number, _ in enumerate(drawn, start=1):
        yield figure_name(edition.map_word, number)


def joined(texts: Iterable[Runs]) -> str:
    """Return the grounds of the markers of some texts, as one text beside them says them.

    Where they differ, each ground is told with its marker and the words before it.
    """
    found = [
        (f"{_before(runs[:index])}{run.text}", run.spoken)
        for runs in texts
        for index, run in enumerate(runs)
        if isinstance(run, MarkerRun)
    ]
    grounds = dict.fromkeys(spoken for _, spoken in found)
    if len(grounds) > 1:
        grounds = dict.fromkeys(f"{place}: {spoken}" for place, spoken in found)
    return "; ".join(grounds)


def _before(runs: Runs) -> str:
    """Return the last words before a marker."""
    words = _said(runs).split()
    kept = ""
    while words and len(kept) + len(words[-1]) <= _CONTEXT:
        kept = f"{words.pop()} {kept}"
    return kept


def alternative(block: Table | Chart) -> str:
    """Return the alternative text of a table or chart with markers, their grounds included."""
    spoken, told = joined(all_runs(block)), _with_annotation(block)
    return f"{told} ({spoken})" if spoken else told


def _with_annotation(block: Table | Chart) -> str:
    """Return an alternative text, behind it the words at one of a chart's numbers."""
    if isinstance(block, Table) or not block.annotation:
        return block.alt
    place = block.annotation.place
    where = (block.series[block.annotation.series].name, block.categories[place])
    told = f"{', '.join(map(_said, where))}: {_said(block.annotation.runs)}"
    return f"{block.alt.rstrip(' .')}. {told}"


def in_words(block: Chart) -> str:
    """Return a chart in words: what it shows, its unit, and its numbers category by category.

    A marker says its grounds, as in the table of the numbers that other formats have.
    """
    table = chart_text.as_table(block)
    (corner, *names), *rows = ([_said(cell.runs) for cell in row] for row in table.rows)
    told = [
        f"{row[0]}: {', '.join(_named(names, at, value) for at, value in enumerate(row[1:]))}"
        for row in rows
    ]
    alt = _with_annotation(block).rstrip(" .")
    return ". ".join(filter(None, (alt, corner, "; ".join(told))))


def _named(names: list[str], at: int, value: str) -> str:
    return f"{names[at]} {value}" if len(names) > 1 else value


def _said(runs: Runs) -> str:
    """Return runs as they are read aloud, without marks of footnotes."""
    return "".join(
        run.spoken if isinstance(run, MarkerRun) else run.text
        for run in runs
        if not isinstance(run, NoteRun)
    )


def ranges(slide: Slide) -> Iterator[str]:
    """Yield spoken texts that a slide's shapes may have: each of some texts, in reading order."""
    found = [runs for runs in all_runs(slide) if any(isinstance(run, MarkerRun) for run in runs)]
    for begin in range(len(found)):
        for end in range(begin, len(found)):
            yield joined(found[begin : end + 1])


def in_pdf(edition: Edition) -> Iterator[str]:
    """Yield the spoken text of a PDF's markers, in order; a chart is a picture there."""
    for marker in _front(edition):
        yield marker.spoken
    for slide in edition.slides:
        yield from of_slide_in_pdf(slide)


def of_slide_in_pdf(slide: Slide) -> Iterator[str]:
    """Yield the spoken text of the markers on a slide's page of a PDF."""
    pieces = (*slide.overline, slide.title, slide.subtitle)
    blocks = (block for block in slide.blocks if not isinstance(block, Chart))
    yield from (marker.spoken for marker in _each(*pieces, *blocks, *slide.footnotes))


def in_document(edition: Edition) -> Iterator[str]:
    """Yield the titles of a document's markers, in its order; footnotes come after all else."""
    for marker in _front(edition):
        yield title(marker)
    for text in before(edition):
        yield from _text(text)
    for slide in edition.slides:
        for part in (*slide.overline, slide.title, slide.subtitle):
            yield from (title(marker) for marker in _each(part))
        for block in document_blocks(slide):
            yield from map(title, _block(block))
    for text in after(edition):
        yield from _text(text)
    notes = [text.footnotes for text in before(edition)]
    notes += [slide.footnotes for slide in edition.slides]
    notes += [text.footnotes for text in after(edition)]
    for several in notes:
        yield from map(title, _each(*several))


def _text(text: RunningText) -> Iterator[str]:
    yield from map(title, _each(text.title))
    for block in text.blocks:
        match block:
            case TextHeading() | TextParagraph() | Timeline():
                yield from map(title, markers(block))
            case PageBreak():
                pass
            case Table() | Chart() | Map() | Picture() | Withheld():
                yield from map(title, _block(block))
            case _:
                assert_never(block)


def _front(edition: Edition) -> Iterator[MarkerRun]:
    """Yield the markers of cover and contents."""
    yield from markers(edition.cover)
    for entries in table_of_contents.pages(edition):
        for entry in entries:
            yield from (run for run in entry.runs if isinstance(run, MarkerRun))


def _each(*parts: Primitive | Runs) -> Iterator[MarkerRun]:
    for part in parts:
        yield from markers(part)


def _block(block: Block) -> Iterator[MarkerRun]:
    """Yield a block's markers as a document has them: in tables, row by row."""
    match block:
        case Chart():
            yield from markers(chart_text.as_table(block))
        case Timeline():
            yield from _each(*(point.label for point in block.points))
            yield from _each(*(point.text for point in block.points))
        case Paragraph() | BulletList() | Cards() | Table() | Map() | Picture() | Withheld():
            yield from markers(block)
        case _:
            assert_never(block)
