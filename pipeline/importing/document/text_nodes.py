"""Types for the parts of an imported text, in the order in which they are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.importing.found import Chart, Picture, Run
from pipeline.importing.found_document import Grid, Passage

Kind = Literal["heading", "annex", "paragraph", "entry", "part", "quote", "figure", "page-end"]


@dataclass
class Node:
    """A part of a text.

    Attributes:
        kind: a ``part`` is a paragraph that hangs on an entry or a numbered paragraph.
        passage: of what has words.
        level: of a heading, from 1; of entries and parts, the depth of their list, from 1.
        number: number or mark, as it is written; '' for none.
        prefix: a number that stands as words.
        runs: the words, without a number that was typed before them.
        caption: of a figure.
        id: name of the place, where something refers to it.
        printed: what a reference to it prints; '' for nothing.
        landscape: of an annex: its pages lie on their side.
        is_whole: of a heading: its slot stands for all below it, too.
        told: what was changed, as (code, words).
    """

    kind: Kind
    passage: Passage | None = None
    level: int = 0
    number: str = ""
    prefix: str = ""
    runs: list[Run] = field(default_factory=list)
    figure: Grid | Chart | Picture | None = None
    caption: Passage | None = None
    id: str = ""
    printed: str = ""
    landscape: bool = False
    told: list[tuple[str, str]] = field(default_factory=list)
    is_whole: bool = False

    @property
    def anchors(self) -> list[str]:
        """Return the bookmarks that lead here."""
        rows = [row.anchors for row in (self.passage, self.caption) if row is not None]
        return [name for row in rows for name in row]
