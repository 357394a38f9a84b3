"""Web page of the differences between two packages or editions, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from pipeline.distribution import web_page_shell
from pipeline.distribution.compare.difference import Change, Comparison, FileDifference
from pipeline.distribution.compare.word_changes import END, Step, Word


@dataclass(frozen=True)
class Piece:
    """Words that all stayed, went or came, as printed, with the space or line end before them."""

    kind: Literal["same", "gone", "come"]
    space: str
    text: str


@dataclass(frozen=True)
class Passage:
    """Lines that differ, word by word, with the markers that went and came."""

    pieces: tuple[Piece, ...]
    lifted: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Slide, page, note or text in which something differs."""

    name: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class File:
    """A file that differs, as the page shows it."""

    row: FileDifference
    places: tuple[Place, ...]


def as_html(comparison: Comparison) -> bytes:
    """Return a page that holds all it shows, without scripts; it quotes both sides."""
    files = tuple(File(row, tuple(_places(row.changes))) for row in comparison.files)
    return web_page_shell.written(
        "difference",
        title="What changed",
        before=comparison.before.label,
        after=comparison.after.label,
        is_public=comparison.is_public,
        left_out=comparison.left_out,
        files=files,
        both=sum(bool(file.row.before and file.row.after) for file in files),
        come=sum(not file.row.before for file in files),
        gone=sum(not file.row.after for file in files),
    )


def _places(changes: Sequence[Change]) -> Iterator[Place]:
    for name, rows in groupby(changes, key=lambda change: change.place):
        yield Place(name, tuple(_passage(row) for row in rows))


def _passage(change: Change) -> Passage:
    marks: dict[str, list[str]] = {"gone": [], "come": [], "same": []}
    for step in change.steps:
        marks[step.kind] += [word.text for word in step.words if word.is_marker]
    return Passage(tuple(_pieces(change.steps)), tuple(marks["gone"]), tuple(marks["come"]))


def _pieces(steps: Sequence[Step]) -> Iterator[Piece]:
    space = ""
    for step in steps:
        for is_end, group in groupby(step.words, key=lambda word: word == END):
            words: list[Word] = list(group)
            if is_end:
                space = "\n"
                continue
            yield Piece(step.kind, space, " ".join(word.text for word in words))
            space = " "
