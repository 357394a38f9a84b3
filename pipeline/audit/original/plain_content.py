"""Content of a dossier as plain YAML, for the proof: places, words, links, number of slots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.attrs import attrs_plugin

from pipeline.audit.findings import UnreadableError
from pipeline.audit.original.original_lines import squeezed
from pipeline.core import atomic_write, nesting_limits

FILES = ("dossier.yaml", "presentation.yaml", "redactions.yaml")
_LARGEST = 16 * 2**20
_SLOT = re.compile(r"(?<!\\)\[\[([a-z][a-z0-9-]*)(?::[^\]]*)?\]\]")
_NOTE = re.compile(r"(?<!\\)\[\^[a-z][a-z0-9-]*\]")
#: Stands for a slot while the rest of a text is read; no text of a file may hold it.
_HOLE = "\ue000"
Path_ = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """Text of the content as readers see it.

    Attributes:
        words: in order.
        links: addresses, percent signs resolved.
        slots: how many withheld places it has.
    """

    words: tuple[str, ...]
    links: frozenset[str]
    slots: int


def _any_link(_url: str) -> bool:
    return True


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(["emphasis", "link", "escape"])
    setattr(parser, "validateLink", _any_link)  # noqa: B010 - any address is compared
    attrs_plugin(parser, after=("link_close",), spans=True, allowed=("lang",))
    return parser


def said(text: str) -> Said:
    """Read a text of the content."""
    bare = _NOTE.sub("", _SLOT.sub(_HOLE, " ".join(text.split())))
    tokens = _parser().parseInline(bare)[0].children or []
    letters = "".join(token.content for token in tokens if token.type.startswith("text"))
    links = (str(token.attrs.get("href", "")) for token in tokens if token.type == "link_open")
    return Said(
        tuple(squeezed(letters.replace(_HOLE, " ")).split()),
        frozenset(map(unquote, links)),
        letters.count(_HOLE),
    )


@dataclass(frozen=True)
class PlainContent:
    """Content files of one dossier."""

    folder: Path

    @cached_property
    def trees(self) -> dict[str, Any]:
        """Return the files as plain data: mappings, lists, texts.

        Raises:
            UnreadableError: a file is no YAML, or too large.
        """
        return {name: self._tree(name) for name in FILES if (self.folder / name).is_file()}

    def _tree(self, name: str) -> Any:
        try:
            text = atomic_write.read(self.folder / name, _LARGEST).decode("utf-8-sig")
            if nesting_limits.of_yaml(text):
                raise UnreadableError(f"{name} is larger than is read")
            return yaml.load(text, yaml.CBaseLoader)  # noqa: S506 - makes texts alone
        except (OSError, ValueError, yaml.YAMLError) as error:
            if isinstance(error, UnreadableError):
                raise
            raise UnreadableError(f"{name} cannot be read") from None

    def at(self, place: str) -> Any:
        """Return what stands at a place as the report names it, or None."""
        file, _, path = place.partition(" ")
        tree = self.trees.get(file)
        for step in filter(None, path.split("/")):
            if isinstance(tree, list):
                rows = tree
                at = int(step) - 1 if step.isascii() and step.isdigit() else -1
                tree = rows[at] if 0 <= at < len(rows) else None
            else:
                tree = cast("dict[str, Any]", tree).get(step) if isinstance(tree, dict) else None
        return tree

    @cached_property
    def leaves(self) -> dict[str, int]:
        """Return the places of all texts of the slides, with their rank in the file."""
        rows = _leaves(self.trees.get("presentation.yaml"), ())
        return {f"presentation.yaml {'/'.join(path)}": rank for rank, path in enumerate(rows)}

    def from_place(self, place: str) -> list[str]:
        """Return the places of texts from one on, in the order of the file."""
        start = self.leaves.get(place)
        return [] if start is None else list(self.leaves)[start:]


def _leaves(tree: Any, path: Path_) -> Iterator[Path_]:
    if isinstance(tree, dict):
        for key, value in cast("dict[str, Any]", tree).items():
            yield from _leaves(value, (*path, key))
    elif isinstance(tree, list):
        for number, value in enumerate(tree, start=1):
            yield from _leaves(value, (*path, str(number)))
    elif isinstance(tree, str):
        yield path
