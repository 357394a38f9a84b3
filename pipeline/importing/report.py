"""Report of an import: the fate of every shape and paragraph, and what is to be written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.content.rules import covers
from pipeline.importing.report_items import Item, Leaf, Part, Tree

FILE, PAGE = "import-report.json", "import-report.html"
_COVER, _DECK, _SLOTS = "dossier.yaml", "presentation.yaml", "redactions.yaml"
_NO_TITLE = ("withheld",)


@dataclass
class SlideReport:
    """What became of a slide.

    Attributes:
        became: (number in presentation.yaml, kind) of what it became.
    """

    number: int
    part: str
    title: str | None
    became: list[tuple[int, str]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


@dataclass
class SectionReport:
    """What became of a part of a document, from one heading to the next.

    Attributes:
        file: of the content.
    """

    number: int
    title: str | None
    file: str
    items: list[Item] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Return what the report's file holds."""
        return {
            "number": self.number,
            "title": self.title,
            "became": [self.file],
            "items": [item.plain() for item in self.items],
        }


@dataclass(frozen=True)
class Gap:
    """Something that is still to be written."""

    file: str
    place: str
    why: str


@dataclass
class Report:
    """What became of a file: a deck has slides, a document sections and files of its text.

    Attributes:
        made: how many slides were made.
    """

    file: str
    sha256: str
    folder: str
    slides: list[SlideReport]
    document: list[Item]
    made: int
    gaps: list[Gap]
    sections: list[SectionReport] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def parts(self) -> Sequence[SlideReport | SectionReport]:
        """Return the parts of the original."""
        return self.slides or self.sections

    def plain(self) -> dict[str, Any]:
        """Return what the report's file holds."""
        made = {"files": self.texts} if self.texts else {"slides": self.made}
        parts = (
            {"sections": [section.plain() for section in self.sections]}
            if self.texts
            else self._slides()
        )
        return {
            "schema": 1,
            "original": {"file": self.file, "sha256": self.sha256},
            "made": {"folder": self.folder, **made},
            **parts,
            "document": [item.plain() for item in self.document],
            "to_write": [
                {"file": gap.file, "place": gap.place, "why": gap.why} for gap in self.gaps
            ],
        }

    def _slides(self) -> dict[str, Any]:
        return {
            "slides": [
                {
                    "number": slide.number,
                    "part": slide.part,
                    "title": slide.title,
                    "became": [{"slide": number, "kind": kind} for number, kind in slide.became],
                    "items": [item.plain() for item in slide.items],
                }
                for slide in self.slides
            ]
        }

    def as_json(self) -> str:
        """Return the report's file."""
        return json.dumps(self.plain(), indent=1, ensure_ascii=False) + "\n"

    def counts(self) -> dict[str, int]:
        """Return how many items have each fate."""
        found: dict[str, int] = {"taken": 0, "changed": 0, "left-out": 0, "to-withhold": 0}
        for item in self._items():
            found[item.fate] += 1
        return found

    def unsettable(self) -> int:
        """Return how many texts no face of the project has letters for."""
        return sum(item.why == "no-glyph" and item.fate == "left-out" for item in self._items())

    def _items(self) -> Iterator[Item]:
        yield from self.document
        for part in self.parts:
            yield from part.items


def collected(told: Iterable[Item], trees: Sequence[Tree]) -> list[Item]:
    """Return the items of a slide, each once: those of its texts, and those told besides."""
    placed: dict[_Key, Item] = {}
    for tree in trees:
        for item in within(tree):  # a text may stand on several slides: its first place counts
            placed.setdefault(_key(item), item)
    known = {key[:3] for key in placed}
    others = (
        item
        for item in told
        if item.fate == "left-out" or item.at is None or _key(item)[:3] not in known
    )
    taken = set(map(id, placed.values()))
    return [*placed.values(), *(item for item in others if id(item) not in taken)]


_Key = tuple[str, int | None, str | None, str, str | None, int]
#: Figures, of which two may bear one number on a slide.
_FIGURES = {"picture", "chart", "table"}


def _key(item: Item) -> _Key:
    is_figure = item.what in _FIGURES and item.at is None and item.text is None
    own = id(item) if is_figure else 0
    return item.what, item.shape, item.at, item.why, item.text, own


def within(tree: Tree) -> Iterator[Item]:
    """Yield the items of a tree of content."""
    match tree:
        case Leaf():
            yield from tree.items
        case Part():
            yield from tree.items
            yield from within(tree.tree)
        case dict():
            for value in tree.values():
                yield from within(value)
        case list() | tuple():
            for value in tree:
                yield from within(value)
        case _:
            return


def gaps(
    cover: dict[str, Any], slides: Sequence[dict[str, Any]], slots: Sequence[str]
) -> list[Gap]:
    """Return what is still to be written: what no office file tells, and what this one left out.

    Args:
        cover: dossier.yaml.
        slides: plain, as written.
        slots: ids.
    """
    found = cover_gaps(cover)
    for number, slide in enumerate(slides, start=1):
        if "title" not in slide and slide["kind"] not in _NO_TITLE:
            found.append(Gap(_DECK, f"slides/{number}/title", "the slide has no title"))
        if slide["kind"] == "section" and "section" not in slide:
            found.append(Gap(_DECK, f"slides/{number}/section", "a section has a numeral"))
        for path, figure in _figures(slide, f"slides/{number}"):
            if "alt" not in figure and "withheld" not in figure:
                what = "it has no alternative text"
                found.append(Gap(_DECK, f"{path}/alt", what))
    return [*found, *slot_gaps(slots)]


def cover_gaps(cover: dict[str, Any]) -> list[Gap]:
    """Return what is to be written in dossier.yaml."""
    why = "no office file tells it"
    given = cover["cover"]
    keys = ["number", "date", *(["codes"] if covers.needs_codes(given["type"]) else [])]
    found = [Gap(_COVER, key, why) for key in keys if key not in cover]
    return found + [
        Gap(_COVER, f"cover/{key}", why) for key in covers.needed(given["type"]) if key not in given
    ]


def slot_gaps(slots: Sequence[str]) -> list[Gap]:
    """Return what is to be written in redactions.yaml."""
    return [Gap(_SLOTS, f"slots/{slot}/grounds", "why it is withheld") for slot in slots]


def _figures(tree: Tree, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(tree, dict):
        if {"file", "series", "header", "withheld"} & tree.keys():
            yield path, tree
        for key, value in tree.items():
            yield from _figures(value, f"{path}/{key}")
    elif isinstance(tree, list):
        for index, value in enumerate(tree, start=1):
            yield from _figures(value, f"{path}/{index}")
