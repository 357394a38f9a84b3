"""Items of an import's report, and trees of content whose texts know which items they carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pipeline.importing.found import Fate, Told


@dataclass
class Item:
    """The fate of a paragraph, a figure, or a fact about one.

    Attributes:
        text: visible words concerned; None for what is hidden, covered or withheld.
        where: file and path in the content; None while it has none.
    """

    what: str
    shape: int | None = None
    name: str = ""
    at: str | None = None
    text: str | None = None
    fate: Fate = "taken"
    why: str = ""
    words: str = ""
    where: str | None = None

    def plain(self) -> dict[str, object]:
        """Return what the report's file holds."""
        return {
            "shape": self.shape, "name": self.name, "what": self.what, "at": self.at,
            "text": self.text, "fate": self.fate, "where": self.where, "why": self.why,
            "words": self.words,
        }  # fmt: skip


@dataclass
class Leaf:
    """A text of the content, and the items that it carries."""

    text: str
    items: list[Item] = field(default_factory=list)


@dataclass
class Part:
    """A part of the content, such as a table, and the items that it carries."""

    tree: dict[str, Any]
    items: list[Item] = field(default_factory=list)


class Flow(list[Any]):
    """A list that is written in brackets, on one line."""


Tree: TypeAlias = Any
"""Mappings, lists, words, numbers, leaves and parts."""


def of_told(told: Told) -> Item:
    """Return what a reader told as an item."""
    return Item(
        told.what, told.shape, told.name, told.at, told.text, told.fate, told.why, told.words
    )


def plain(tree: Tree) -> Tree:
    """Return content as its file holds it: texts and lists."""
    match tree:
        case Leaf():
            return tree.text
        case Part():
            return plain(tree.tree)
        case dict():
            return {key: plain(value) for key, value in tree.items()}
        case Flow():
            return Flow(plain(value) for value in tree)
        case list() | tuple():
            return [plain(value) for value in tree]
        case _:
            return tree


def settle(tree: Tree, file: str) -> None:
    """Write into each item where its text stands; the first place counts."""
    for path, items in _placed(tree, ()):
        for item in items:
            if item.where is None and item.fate != "left-out":
                item.where = f"{file} {path}"


def _placed(tree: Tree, path: Sequence[str]) -> Iterator[tuple[str, list[Item]]]:
    match tree:
        case Leaf():
            yield "/".join(path), tree.items
        case Part():
            yield "/".join(path), tree.items
            yield from _placed(tree.tree, path)
        case dict():
            for key, value in tree.items():
                yield from _placed(value, (*path, str(key)))
        case list() | tuple():
            for index, value in enumerate(tree, start=1):
                yield from _placed(value, (*path, str(index)))
        case _:
            return
