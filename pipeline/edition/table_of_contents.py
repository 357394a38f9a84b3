"""Table of contents of an edition: entries, levels, and how they fall on pages.

Everything is computed from the edition alone, so no entry can say what its slide does not (G7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.edition.edition import Edition, NoteRun, Runs, Slide, TextRun
from pipeline.edition.texts import slide_title

#: Points of a page that entries may fill, below the heading; of a line, and between two entries.
_ROOM, _LINE, _SPACE = 640.0, 14.0, 6.0
#: Letters on a line, reckoned short: no title takes more lines than this tells.
_LETTERS = 52


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
        level: 1, or 2 for a slide within a section.
    """

    slide: Slide
    level: int

    @property
    def number(self) -> int:
        """Return the number of the slide that the entry leads to."""
        return self.slide.number

    @property
    def slide_as_one(self) -> Slide:
        """Return the slide, without the mark of its part if it continues on others."""
        if not self.slide.part:
            return self.slide
        field = "subtitle" if self.slide.subtitle else "title"
        return self.slide.model_copy(update={field: getattr(self.slide, field)[:-1]})

    @property
    def title(self) -> str:
        """Return the title in letters alone."""
        return slide_title(self.slide_as_one)

    @property
    def runs(self) -> Runs:
        """Return the title on one line: markers as they are, no link and no footnote mark."""
        slide = self.slide_as_one
        numeral = (TextRun(text=f"{slide.numeral} "),) if slide.numeral else ()
        between = (TextRun(text=" "),) if slide.title and slide.subtitle else ()
        return tuple(
            run.model_copy(update={"href": None}) if isinstance(run, TextRun) else run
            for run in (*numeral, *slide.title, *between, *slide.subtitle)
            if not isinstance(run, NoteRun)
        )

    @property
    def height(self) -> float:
        """Return the points that the entry takes at most."""
        return _SPACE + _LINE * (1 + len(self.title) // _LETTERS)


def entries(edition: Edition) -> tuple[Entry, ...]:
    """Return an entry for every slide; one that continues is listed once, where it begins."""
    levels = heading_levels(edition.slides)
    return tuple(
        Entry(slide, level)
        for slide, level in zip(edition.slides, levels, strict=True)
        if slide.part <= 1
    )


def pages(edition: Edition) -> tuple[tuple[Entry, ...], ...]:
    """Return the entries of each page of the contents; nothing if the edition has none."""
    if not edition.contents_title or not edition.slides:
        return ()
    found: list[list[Entry]] = [[]]
    room = _ROOM
    for entry in entries(edition):
        if found[-1] and entry.height > room:
            found.append([])
            room = _ROOM
        room -= entry.height
        found[-1].append(entry)
    return tuple(tuple(page) for page in found)
