"""Height of footnotes that must stand on one page of running text, measured against that page.

A line takes its footnotes along to its page, and so does a row of a table; the head of a table
takes those of the first row below it along, too. Where these are higher than a page, no way of
dividing the text helps, and a program that lays it out leaves something out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.design.theme import Theme
from pipeline.edition.blocks import Table
from pipeline.edition.primitive import Primitive
from pipeline.edition.running_text import RunningText, TextHeading, TextParagraph
from pipeline.edition.runs import NoteRun, Runs
from pipeline.edition.texts import all_runs
from pipeline.layout import figures_in_text
from pipeline.layout.block_heights import Ruler
from pipeline.layout.text_metrics import line_count

#: Points, as in templates/html/text.css.j2: type of the text and of its notes, and below each note.
_TEXT, _NOTE, _BELOW = 12.0, 10.0, 2.0
#: Points: the rule above the notes with what is around it, and what stands around a table.
_AROUND, _BESIDE = 14.5, 20.0
#: Points: the first lines below a heading, which it takes along, with what is around both.
_FOLLOWED = 50.0
#: Lines that stay together at the beginning and the end of a paragraph (orphans, widows).
_TOGETHER = 2


def crowded(text: RunningText, theme: Theme) -> Iterator[tuple[int, ...]]:
    """Yield footnotes that have to stand on one page and are higher than it.

    Args:
        text: composed, its notes in the order of their first references.
        theme: of the edition.

    Returns:
        For each such place, the notes by their place among those of the text, from 0.
    """
    page = figures_in_text.page_of(text, theme)
    width = figures_in_text.width_of(page)
    family = theme.fonts.cover.family
    line = _NOTE * figures_in_text.LINE
    heights = [line_count(note, _NOTE, width, family) * line + _BELOW for note in text.footnotes]
    high = page.height - page.margin[0] - page.margin[2] - _AROUND
    seen: set[int] = set()
    for group, height in _groups(text, width, theme):
        fresh = tuple(dict.fromkeys(note for note in group if note not in seen))
        if fresh and sum(heights[note] for note in fresh) + height > high:
            yield fresh
            seen |= set(fresh)


def _groups(text: RunningText, width: float, theme: Theme) -> Iterator[tuple[list[int], float]]:
    """Yield the notes that belong to what is never divided, and how high that is."""
    met: set[int] = set()
    for block in (text.title, *text.blocks):
        if isinstance(block, Table):
            found = list(_of_table(block, width, theme))
        elif isinstance(block, TextHeading | TextParagraph):
            more = _FOLLOWED if _keeps(block) else 0.0
            found = [(group, own + more) for group, own in _of_lines(block.runs, width, theme)]
        elif isinstance(block, tuple):
            found = [(group, own + _FOLLOWED) for group, own in _of_lines(block, width, theme)]
        else:
            found = [(_notes(block), _TEXT)]
        for group, height in found:
            yield [note for note in group if note not in met], height
        met |= {note for group, _ in found for note in group}


def _keeps(block: TextHeading | TextParagraph) -> bool:
    """Tell whether what follows a block stands on its page."""
    return isinstance(block, TextHeading) or block.style in {"speaker", "caption"}


def _notes(part: Primitive | tuple[Primitive, ...]) -> list[int]:
    return [run.index for runs in all_runs(part) for run in runs if isinstance(run, NoteRun)]


def _of_lines(runs: Runs, width: float, theme: Theme) -> Iterator[tuple[list[int], float]]:
    """Yield the notes of lines that stay together; where lines end is measured."""
    family = theme.fonts.cover.family
    placed = [
        (line_count(runs[: at + 1], _TEXT, width, family), run.index)
        for at, run in enumerate(runs)
        if isinstance(run, NoteRun)
    ]
    if not placed:
        return
    count = line_count(runs, _TEXT, width, family)
    size = count if count < 2 * _TOGETHER else _TOGETHER
    for first in range(1, count - size + 2):
        group = [note for line, note in placed if first <= line < first + size]
        if group:
            yield group, size * _TEXT * figures_in_text.LINE


def _of_table(block: Table, width: float, theme: Theme) -> Iterator[tuple[list[int], float]]:
    """Yield the notes of each row, those of the first one with the head's."""
    notes = [_notes(tuple(row)) for row in block.rows]
    if not any(notes):
        return
    look = figures_in_text.for_tables(theme)
    frame = figures_in_text.frame(block, width, theme)
    heights = Ruler(look, frame.step).rows(block, width)
    heads = block.header_rows
    with_head = heads + 1
    yield _joined(notes[:with_head]), sum(heights[:with_head]) + _BESIDE
    for row, height in zip(notes[with_head:], heights[with_head:], strict=True):
        yield row, height + _BESIDE


def _joined(rows: Sequence[list[int]]) -> list[int]:
    return [note for row in rows for note in row]
