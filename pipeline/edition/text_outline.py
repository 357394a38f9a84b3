"""Outline of running texts: headings with their levels, and places that something leads to.

Everything is computed from the edition alone, so it says no more than what is printed (G7).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from pipeline.edition.edition import Edition
from pipeline.edition.running_text import RunningText, TextHeading, TextParagraph
from pipeline.edition.runs import NoteRun, ReferenceRun, Run, Runs, TextRun
from pipeline.edition.texts import all_runs, plain

#: Levels of headings, the title of an annex included.
LEVELS = 5


@dataclass(frozen=True)
class Heading:
    """A heading in the outline of a text: the title of an annex, or one within a text.

    Attributes:
        level: from 1; none is left out on the way down.
        number: as printed before it; of an annex its label.
        index: of the block that it is; -1 for the title.
    """

    level: int
    number: str
    runs: Runs
    anchor: str
    index: int

    @property
    def line(self) -> Runs:
        """Return the heading on one line: markers as they are, no link and no footnote mark."""
        space = " " if self.runs else ""
        number = (TextRun(text=f"{self.number}{space}"),) if self.number else ()
        return tuple(_bare(run) for run in (*number, *self.runs) if not isinstance(run, NoteRun))

    @property
    def title(self) -> str:
        """Return the heading on one line in letters alone, as outlines have it."""
        return " ".join(plain(self.line).split())


def _bare(run: Run) -> Run:
    if isinstance(run, ReferenceRun):
        return TextRun(text=run.text)
    return run.model_copy(update={"href": None}) if isinstance(run, TextRun) else run


def has_title(text: RunningText) -> bool:
    """Tell whether a text has a block with its label or its title."""
    return bool(text.label or text.title)


def headings(text: RunningText) -> Iterator[Heading]:
    """Yield the headings of a text in reading order."""
    last = base = int(has_title(text))
    if base:
        yield Heading(1, text.label, text.title, text.anchor, -1)
    for index, block in enumerate(text.blocks):
        if isinstance(block, TextHeading):
            last = min(block.level + base, last + 1)
            yield Heading(last, block.number, block.runs, block.anchor, index)


def before(edition: Edition) -> tuple[RunningText, ...]:
    """Return the texts that stand before the slides."""
    return edition.texts[: edition.texts_before]


def after(edition: Edition) -> tuple[RunningText, ...]:
    """Return the texts that stand after the slides."""
    return edition.texts[edition.texts_before :]


def places(text: RunningText) -> Iterator[str]:
    """Yield the anchors of a text in reading order: its own, and those of its blocks."""
    yield text.anchor
    for block in text.blocks:
        if isinstance(block, TextHeading | TextParagraph) and block.anchor:
            yield block.anchor


def references(edition: Edition) -> dict[str, str]:
    """Return what cross-references print, by the anchor to which they lead."""
    runs = chain.from_iterable(all_runs(edition.texts))
    return {run.anchor: run.text for run in runs if isinstance(run, ReferenceRun)}
