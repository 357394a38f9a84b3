"""Paragraphs of an office file as texts of the content: titles, lines, points, notes, cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.importing import inline_text
from pipeline.importing.found import Fate, Paragraph, Run, Text
from pipeline.importing.inline_text import Slots
from pipeline.importing.report_items import Item, Leaf

#: Levels of a list that content has.
LEVELS = 3
#: Letters of a line that no slide is too small for.
_LONG = 280
_MARKUP, _SENTENCE = re.compile(r"(?<!\\)[\[*]|\\$"), re.compile(r"[.;:!?](?= )")
_DEEP = "a point of the fourth level or deeper stands on the third"


@dataclass
class Line:
    """A paragraph as a text of the content."""

    leaf: Leaf
    level: int
    bulleted: bool


@dataclass
class Writer:
    """Writes the texts of a dossier; what it leaves out it tells.

    Attributes:
        language: of the dossier.
        items: of the slide at hand.
        running: texts stand in Markdown.
    """

    language: str
    slots: Slots = field(default_factory=Slots)
    items: list[Item] = field(default_factory=list)
    running: bool = False

    def line(self, paragraph: Paragraph, what: str, at: str, shape: Text | None) -> Line | None:
        """Return a paragraph; None if nothing of it can be written."""
        number, name = (shape.shape, shape.name) if shape else (None, "")
        text = "".join(run.text for run in paragraph.runs).strip()
        got = inline_text.written(paragraph.runs, self.language, self.slots, running=self.running)
        first = Item(what, number, name, at, text or None)
        if not got.text:
            if text:
                first.fate, first.why = "left-out", "no-glyph"
                first.words = "no face of the project has its letters"
                self.items.append(first)
            return None
        changes = [*paragraph.told, *got.told]
        items = [first]
        if any(run.withheld for run in paragraph.runs):
            items += self._withheld(paragraph.runs, first)
        for code, words in changes:
            if first.fate == "taken":
                first.fate, first.why, first.words = "changed", code, words
            else:
                items.append(Item(what, number, name, at, None, "changed", code, words))
        self.items += items
        return Line(Leaf(got.text, items), paragraph.level, paragraph.bulleted)

    def _withheld(self, runs: Iterable[Run], first: Item) -> list[Item]:
        """Make an item say that words are to be withheld; further places get items of their own."""
        rows = [run for run in runs if run.withheld]
        if any(run.withheld != "marker" or run.words for run in rows):
            first.text = None
        further: list[Item] = []
        for index, run in enumerate(rows):
            item = first if not index else Item(first.what, first.shape, first.name, first.at)
            item.fate, item.why = "to-withhold", _WHY[run.withheld]
            plural = "" if run.words == 1 else "s"
            item.words = _WITHHELD[run.withheld]
            if run.words:
                item.words += f": {run.words} word{plural}"
            if index:
                further.append(item)
        return further

    def lines(self, shape: Text, what: str) -> list[Line]:
        """Return the paragraphs of a shape."""
        rows = (
            self.line(paragraph, what, f"paragraph {index}", shape)
            for index, paragraph in enumerate(shape.paragraphs, start=1)
        )
        return [row for row in rows if row is not None]

    def notes(self, paragraphs: Sequence[Paragraph]) -> list[Leaf]:
        """Return speaker notes, one paragraph a line."""
        rows = (
            self.line(paragraph, "note", f"notes, line {index}", None)
            for index, paragraph in enumerate(paragraphs, start=1)
        )
        return [row.leaf for row in rows if row is not None]


_WHY = {
    "marker": "marker",
    "highlight": "black-highlight",
    "covered": "black-box",
    "black": "black-on-black",
}
_WITHHELD = {
    "marker": "a printed marker became a slot",
    "highlight": "words highlighted in black became a slot",
    "covered": "words under a box that hides them became a slot",
    "black": "black words on black became a slot",
}


def joined(lines: Sequence[Line]) -> Leaf | None:
    """Return several paragraphs as one text."""
    if not lines:
        return None
    text = " ".join(line.leaf.text for line in lines)
    items = [item for line in lines for item in line.leaf.items]
    leaf = Leaf(text, items)
    if len(lines) > 1:
        return changed(leaf, "paragraphs-joined", "several paragraphs became one")
    return leaf


def changed(leaf: Leaf, code: str, words: str, fate: Fate = "changed") -> Leaf:
    """Return a text whose items tell of a change, if they tell of none yet.

    The given ones stay as they are: another way to show the slide may not need the change.
    """
    items = [
        replace(item, fate=fate, why=code, words=words) if item.fate == "taken" else item
        for item in leaf.items
    ]
    return Leaf(leaf.text, items)


def shorter(lines: Sequence[Line]) -> list[Line]:
    """Return lines with long ones divided at the ends of their sentences, or between words."""
    return [part for line in lines for part in _parts(line)]


def _parts(line: Line) -> Iterator[Line]:
    text = line.leaf.text
    if len(text) <= _LONG or _MARKUP.search(text):
        yield line
        return
    leaf = changed(line.leaf, "paragraph-divided", "a paragraph longer than a slide was divided")
    while text:
        end = len(text)
        if end > _LONG:
            ends = [found.end() for found in _SENTENCE.finditer(text, 0, _LONG)]
            end = (ends or [text.rfind(" ", 0, _LONG)])[-1]
            end = end if end > 0 else _LONG
        yield Line(Leaf(text[:end].strip(), leaf.items), line.level, line.bulleted)
        text = text[end:].strip()


def points(lines: Sequence[Line]) -> list[Any]:
    """Return paragraphs as a nested list of three levels."""
    top: list[Any] = []
    open_: list[list[Any]] = [top]
    stated: list[int] = []
    for line in lines:
        while stated and stated[-1] >= line.level:
            stated.pop()
            open_.pop()
        leaf = line.leaf
        if len(open_) > LEVELS:
            leaf = changed(leaf, "level", _DEEP)
            del open_[LEVELS:], stated[LEVELS - 1 :]
        entry: dict[str, Any] = {"text": leaf, "points": []}
        open_[-1].append(entry)
        stated.append(line.level)
        open_.append(entry["points"])
    return _short(top)


def _short(rows: list[Any]) -> list[Any]:
    """Write points without others below them as their text alone."""
    return [
        {"text": row["text"], "points": _short(row["points"])} if row["points"] else row["text"]
        for row in rows
    ]
