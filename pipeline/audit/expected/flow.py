"""Text that flows over pages of a PDF whose breaks nothing foretells, as the audit expects it.

Every letter is expected, and the order: of the body, which goes on from page to page, of the
footnotes, which stand below it on pages of their own choice, and of a table's head, which a page
may repeat. What is read aloud and where links lead has its place among the letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from pipeline.edition.runs import MarkerRun, NoteRun, ReferenceRun, Runs

#: White space and soft hyphens; unlike on slides, a dash is a letter here.
_SPACE = re.compile("[\\s\u00ad]")


def strictly(text: str) -> str:
    """Return a text without white space."""
    return _SPACE.sub("", text)


@dataclass(frozen=True)
class Item:
    """Something unprinted at a place among letters: words that are read aloud, or a link.

    Attributes:
        at: letters before it.
        said: words, or the anchor to which the link leads.
    """

    at: int
    kind: Literal["spoken", "link"]
    said: str


def _items(runs: Runs, at: int) -> Iterator[Item]:
    for run in runs:
        if isinstance(run, MarkerRun):
            yield Item(at, "spoken", run.spoken)
        elif isinstance(run, ReferenceRun):
            yield Item(at, "link", run.anchor)
        at += len(strictly(run.mark if isinstance(run, NoteRun) else run.text))


@dataclass
class Strand:
    """Letters one after another, with what has its place among them.

    Attributes:
        text: without white space.
        anchors: places to which links may lead: letters before each.
    """

    text: str = ""
    items: list[Item] = field(default_factory=list[Item])
    anchors: dict[str, int] = field(default_factory=dict[str, int])

    def add(self, runs: Runs | str, anchor: str = "") -> None:
        """Add a text at the end."""
        if anchor:
            self.anchors[anchor] = len(self.text)
        if isinstance(runs, str):
            self.text += strictly(runs)
            return
        self.items += _items(runs, len(self.text))
        self.text += strictly("".join(
            run.mark if isinstance(run, NoteRun) else run.text for run in runs
        ))  # fmt: skip

    def within(self, begin: int, end: int) -> Iterator[Item]:
        """Yield what has its place between two letters; at the very end, what ends the strand."""
        is_last = end == len(self.text)
        return (row for row in self.items if begin <= row.at < end or (is_last and row.at == end))


@dataclass(frozen=True)
class Head:
    """Head of a table, which stands again on each page on which the table goes on.

    Attributes:
        begin, end: letters of the body before the table's rows, and before what follows it.
        strand: its letters.
    """

    begin: int
    end: int
    strand: Strand


Span = tuple[int, int]
"""Letters of the body: the first, and the one after the last."""


@dataclass
class Flow:
    """Text of one piece that begins a page.

    Attributes:
        rows: cells of each row of a table; one that is higher than a page goes on cell by cell.
    """

    body: Strand = field(default_factory=Strand)
    notes: Strand = field(default_factory=Strand)
    heads: list[Head] = field(default_factory=list[Head])
    rows: list[tuple[Span, ...]] = field(default_factory=list[tuple[Span, ...]])


@dataclass(frozen=True)
class State:
    """What of a flow stands on the pages so far.

    Attributes:
        body: letters of the body, up to the row that goes on, if one does.
        notes: letters of the footnotes.
        cells: of the row that goes on, what is left of each cell.
    """

    body: int = 0
    notes: int = 0
    cells: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Part:
    """Part of a flow that stands on one page.

    Attributes:
        body: letters of the body, in the order in which they stand there.
        notes: letters of the footnotes.
        head: that is repeated above.
        state: of the flow behind it.
    """

    body: tuple[Span, ...]
    notes: Span
    head: Head | None
    state: State


def laid(flow: Flow, pages: Iterable[str]) -> list[Part] | None:
    """Return how a flow stands on pages, of which it takes as many as it needs.

    Args:
        flow: the text.
        pages: letters of the pages from its first one on, without their feet.

    Returns:
        Its part of each page; None if no page may be as it is.
    """
    states: dict[State, list[Part]] = {State(): []}
    whole = State(len(flow.body.text), len(flow.notes.text))
    for page in pages:
        following: dict[State, list[Part]] = {}
        for state, parts in states.items():
            for part in _parts(flow, state, page):
                following.setdefault(part.state, [*parts, part])
        if whole in following:
            return following[whole]
        if not following:
            return None
        states = following
    return None


def stuck(flow: Flow, pages: Iterable[str]) -> int:
    """Return the first page, from 0, that cannot be a part of a flow; see ``laid``."""
    states = {State()}
    at = -1
    for at, page in enumerate(pages):
        states = {part.state for state in states for part in _parts(flow, state, page)}
        if not states:
            return at
    return max(at, 0)


def _parts(flow: Flow, state: State, page: str) -> Iterator[Part]:
    """Yield the ways in which a page can go on with a flow: with more or fewer notes."""
    at = state.body
    for head in (None, *(row for row in flow.heads if row.begin <= at <= row.end)):
        repeated = head.strand.text if head else ""
        if not page.startswith(repeated):
            continue
        for spans, following, below in _bodies(flow, state, page[len(repeated) :]):
            if flow.notes.text.startswith(below, state.notes):
                noted = state.notes + len(below)
                behind = State(following.body, noted, following.cells)
                yield Part(spans, (state.notes, noted), head, behind)


_Begun = tuple[tuple[Span, ...], State, str]
"""Letters of the body on a page, the state behind them, and the rest of the page."""


def _bodies(flow: Flow, state: State, page: str) -> Iterator[_Begun]:
    """Yield how much of the body may stand on a page, the most first."""
    begin, before = state.body, tuple[Span, ...]()
    if state.cells:
        yield from _halves(flow, state, state.cells, page)
        left = "".join(flow.body.text[first:last] for first, last in state.cells)
        if not page.startswith(left):
            return
        begin = next(row[-1][1] for row in flow.rows if row and row[0][0] == state.body)
        before, page = state.cells, page[len(left) :]
    most = _common(page, flow.body.text, begin)
    for count in range(most, -1, -1):
        end = begin + count
        yield (*before, (begin, end)), State(end), page[count:]
    for row in flow.rows:
        if row and begin <= row[0][0] <= begin + most <= row[-1][1]:
            count = row[0][0] - begin
            above = (*before, (begin, begin + count))
            for spans, following, below in _halves(flow, State(row[0][0]), row, page[count:]):
                yield (*above, *spans), following, below


def _halves(flow: Flow, state: State, cells: tuple[Span, ...], page: str) -> Iterator[_Begun]:
    """Yield how a row may stand on a page with the first letters of each of its cells."""
    found: list[tuple[tuple[Span, ...], str]] = [((), page)]
    for begin, end in cells:
        found = [
            ((*spans, (begin, begin + count)), rest[count:])
            for spans, rest in found
            for count in range(min(_common(rest, flow.body.text, begin), end - begin), -1, -1)
        ]
        found = [row for row in found if _may_go_on(flow, row[1], cells[len(row[0]) :], state)]
    for spans, rest in found:
        ends = ((taken[1], cell[1]) for taken, cell in zip(spans, cells, strict=True))
        yield spans, State(state.body, state.notes, tuple(ends)), rest


def _may_go_on(flow: Flow, rest: str, cells: tuple[Span, ...], state: State) -> bool:
    """Tell whether what is left of a page may begin with another cell, or with a footnote."""
    if not rest:
        return True
    starts = [flow.body.text[begin:end][:1] for begin, end in cells]
    return rest[0] in (*starts, flow.notes.text[state.notes : state.notes + 1])


def _common(page: str, text: str, begin: int) -> int:
    """Return how many letters of a page are those of a text from a place on."""
    low, high = 0, min(len(page), len(text) - begin)
    while low < high:
        middle = (low + high + 1) // 2
        if text.startswith(page[:middle], begin):
            low = middle
        else:
            high = middle - 1
    return low
