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

from pipeline.edition.blocks import MarkerRun, NoteRun, ReferenceRun, Runs

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


@dataclass
class Flow:
    """Text of one piece that begins a page."""

    body: Strand = field(default_factory=Strand)
    notes: Strand = field(default_factory=Strand)
    heads: list[Head] = field(default_factory=list[Head])


@dataclass(frozen=True)
class Part:
    """Part of a flow that stands on one page.

    Attributes:
        body, notes: first letter and the one after the last.
        head: that is repeated above it.
    """

    body: tuple[int, int]
    notes: tuple[int, int]
    head: Head | None = None


_State = tuple[int, int]


def laid(flow: Flow, pages: Iterable[str]) -> list[Part] | None:
    """Return how a flow stands on pages, of which it takes as many as it needs.

    Args:
        flow: the text.
        pages: letters of the pages from its first one on, without their feet.

    Returns:
        Its part of each page; None if no page may be as it is.
    """
    states: dict[_State, list[Part]] = {(0, 0): []}
    whole = (len(flow.body.text), len(flow.notes.text))
    for page in pages:
        following: dict[_State, list[Part]] = {}
        for state, parts in states.items():
            for part in _parts(flow, state, page):
                following.setdefault((part.body[1], part.notes[1]), [*parts, part])
        if whole in following:
            return following[whole]
        if not following:
            return None
        states = following
    return None


def stuck(flow: Flow, pages: Iterable[str]) -> int:
    """Return the first page, from 0, that cannot be a part of a flow; see ``laid``."""
    states: set[_State] = {(0, 0)}
    at = -1
    for at, page in enumerate(pages):
        parts = [part for state in states for part in _parts(flow, state, page)]
        if not parts:
            return at
        states = {(part.body[1], part.notes[1]) for part in parts}
    return max(at, 0)


def _parts(flow: Flow, state: _State, page: str) -> Iterator[Part]:
    """Yield the ways in which a page can go on with a flow: with more or fewer notes."""
    begin, noted = state
    for head in (None, *(row for row in flow.heads if row.begin <= begin < row.end)):
        repeated = head.strand.text if head else ""
        if not page.startswith(repeated):
            continue
        rest = page[len(repeated) :]
        for count in range(_common(rest, flow.body.text, begin), -1, -1):
            below = rest[count:]
            if flow.notes.text.startswith(below, noted):
                ends = begin + count, noted + len(below)
                yield Part((begin, ends[0]), (noted, ends[1]), head)


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
