"""Draft of a running text's document: plain data with the exact place of every text in its file.

The tree is that of ``model.running_text``; ``Document`` is the one that YAML files give, so that
models, messages, walks, redaction and search work on texts as on slides.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.content import yaml_letters, yaml_positions
from pipeline.content.yaml_letters import Scalar
from pipeline.content.yaml_positions import Document, Path, Tree
from pipeline.core.errors import Problem

if TYPE_CHECKING:
    from pipeline.content.markdown_blocks import Block

#: Braces behind white space, at the end.
_ATTRIBUTES = re.compile(r"(?:\A|(?<=[ \t\r\n]))\{([^{}\r\n]*)\}\Z")
_WORD = re.compile(
    r"(?:#(?P<id>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)|(?P<key>withhold)=(?P<ground>[a-z][a-z0-9-]*)"
    r"|(?P<flag>landscape|whole|unnumbered))(?=\s|\Z)"
)


@dataclass(frozen=True)
class Attributes:
    """What stands in braces at the end of a heading, a paragraph or the first line of a fence.

    Attributes:
        start: of the braces in the file; -1 where there are none.
        id: name of the place, with where it stands.
        ground: on which it is to be withheld, with where the word ``withhold`` begins.
        flags: words that stand by themselves.
    """

    start: int = -1
    id: tuple[str, int] | None = None
    ground: tuple[str, int, int] | None = None
    flags: frozenset[str] = frozenset()

    def kept(self, *more: str) -> str:
        """Return the braces that stay where a part is withheld; empty for none."""
        words = [f"#{self.id[0]}"] if self.id else []
        words += [*sorted(self.flags - {*more}), *more]
        return f" {{{' '.join(words)}}}" if words else ""


@dataclass(frozen=True)
class Span:
    """Where a part stands that can be withheld as a whole, and what stays when it is.

    Attributes:
        start, end: of what goes.
        head, tail: what stands around the slot that takes its place: a number, an id.
        words_end: where braces stand, or would.
        given: the braces.
    """

    start: int
    end: int
    head: str = ""
    tail: str = ""
    words_end: int = -1
    given: Attributes = Attributes()


@dataclass
class TextDocument(Document):
    """A Markdown file as plain data, with the place of every text.

    Attributes:
        names: what a place is called, by path: ``annex-1/paragraph-4``.
        ids: names that an author chose: of footnotes and anchors.
        comments: of the YAML in fences.
        spans: of parts that can be withheld as a whole, by path.
        fences: where the YAML of a figure begins and ends, by path.
    """

    names: dict[Path, str] = field(default_factory=dict)
    ids: list[Scalar] = field(default_factory=list)
    comments: list[Scalar] = field(default_factory=list)
    spans: dict[Path, Span] = field(default_factory=dict)
    fences: dict[Path, tuple[int, int]] = field(default_factory=dict)

    @property
    def layout(self) -> yaml_letters.Layout:
        """Return the exact places of all texts."""
        noted = tuple(self.comments)
        return yaml_letters.Layout(self.text, self.scalars, tuple(self.ids), noted)

    def fence_of(self, path: Path) -> Path | None:
        """Return the path of the fence in whose YAML a place stands; None if it is in none."""
        return next((path[:end] for end in range(len(path) + 1) if path[:end] in self.fences), None)

    def place_name(self, path: Path) -> str:
        """Return the name of a place as people read it."""
        known = next((end for end in range(len(path), 0, -1) if path[:end] in self.names), 0)
        rest = path[known:]
        if known and rest in {("text",), ("title",)}:
            rest = ()
        steps = (str(step + 1) if isinstance(step, int) else step for step in rest)
        return "/".join((*([self.names[path[:known]]] if known else []), *steps))


class Draft:
    """Document that is being made of a Markdown file."""

    def __init__(self, document: TextDocument) -> None:
        """Begin with an empty tree."""
        self.document = document
        self.text = document.text
        self._starts = [*document.lines.starts, len(document.text)]
        self._counts: Counter[tuple[str, str]] = Counter()

    def report(self, index: int, code: str, message: str, hint: str) -> None:
        """Note a problem at a character of the file."""
        place = self.document.place(index)
        self.document.problems.append(Problem(place, code, message, hint))

    def put(self, path: Path, start: int) -> None:
        """Note where a value that is no text begins."""
        self.document.values[path] = self.document.place(start)

    def words(self, path: Path, start: int, end: int) -> str:
        """Note a text with its place, and return it as it stands in the file."""
        raw = self.text[start:end]
        self.put(path, start)
        self.document.scalars[path] = Scalar(raw, start, "md", raw)
        return raw

    def fixed(self, path: Path, start: int, value: str) -> str:
        """Note a value that the file has in other letters: a kind, a level, a mark."""
        self.put(path, start)
        return value

    def line(self, number: int) -> str:
        """Return a line, counted from 0, without its end."""
        lines = self.document.lines.all
        return lines[number] if number < len(lines) else ""

    def begins(self, line: int) -> int:
        """Return where a line begins, counted from 0; behind the last one, the end of the file."""
        return self._starts[min(line, len(self._starts) - 1)]

    def stretch(self, block: Block) -> tuple[int, int]:
        """Return where the words of a paragraph begin and end."""
        first = block.content.split("\n", 1)[0].rstrip()
        start = self.begins(block.first) + len(self.line(block.first).rstrip()) - len(first)
        return start, self.end_of(block)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Return a stretch of the file without white space at its ends."""
        raw = self.text[start:end]
        start += len(raw) - len(raw.lstrip())
        return start, max(start, start + len(raw.strip()))

    def name(self, path: Path, within: str, kind: str) -> str:
        """Name a place by its kind and its count among those of its kind."""
        self._counts[within, kind] += 1
        name = f"{within}/{kind}" if within else kind
        self.document.names[path] = f"{name}-{self._counts[within, kind]}"
        return self.document.names[path]

    def attributes(self, start: int, end: int) -> tuple[int, Attributes]:
        """Return where words end, and what stands in braces behind them."""
        found = _ATTRIBUTES.search(self.text[start:end])
        if found is None:
            return end, Attributes()
        at, inside = start + found.start(), found[1]
        behind = start + len(self.text[start:at].rstrip())
        id_: tuple[str, int] | None = None
        ground: tuple[str, int, int] | None = None
        flags, reached = set[str](), 0
        while reached < len(inside):
            word = _WORD.match(inside, reached)
            place = start + found.start(1) + reached
            if word is None:
                hint = "write {#id} or {withhold=ground}; a backslash before { prints the sign"
                message = "braces at the end of a line name the place, or mark it; this is unknown"
                self.report(place, "bad-attribute", message, hint)
                break
            if word["id"]:
                id_ = (word["id"], place + 1)
            elif word["key"]:
                ground = (word["ground"], place, place + word.start("ground") - reached)
            else:
                flags.add(word["flag"])
            reached = word.end() + len(inside[word.end() :]) - len(inside[word.end() :].lstrip())
        return behind, Attributes(at, id_, ground, frozenset(flags))

    def allow(self, given: Attributes, *allowed: str) -> None:
        """Report what stands in braces and means nothing there."""
        there = {"id"} if given.id else set[str]()
        there |= {"withhold"} if given.ground else set()
        for word in sorted((there | given.flags) - set(allowed)):
            message = f"'{word}' means nothing here"
            self.report(given.start, "bad-attribute", message, "take it out of the braces")

    def span(self, path: Path, row: Span) -> None:
        """Note where a part stands that can be withheld as a whole."""
        self.document.spans[path] = row

    def extend(self, path: Path, end: int) -> None:
        """Note that a part goes on."""
        if (row := self.document.spans.get(path)) is not None:
            self.document.spans[path] = replace(row, end=max(row.end, end))

    def end_of(self, block: Block) -> int:
        """Return where a block ends, without empty lines behind it."""
        last = block.behind - 1
        while last > block.first and not self.line(last).strip():
            last -= 1
        return self.begins(last) + len(self.line(last).rstrip())

    def attach(self, path: Path, given: Attributes) -> dict[str, Tree]:
        """Return the keys that braces give to the tree of a part."""
        out: dict[str, Tree] = {}
        if given.id is not None:
            name, start = given.id
            out["id"] = self.words((*path, "id"), start, start + len(name))
            self.document.ids.append(self.document.scalars.pop((*path, "id")))
        if given.ground is not None:
            ground, key, start = given.ground
            out["withhold"] = self.words((*path, "withhold"), start, start + len(ground))
            self.document.keys[(*path, "withhold")] = self.document.place(key)
        return out

    def yaml(self, path: Path, start: int, end: int) -> Tree:
        """Read the YAML of a fence into the tree, each place as it is in this file."""
        if path:  # not the keys in the first lines, which are the whole file's
            self.document.fences[path] = (start, end)
        first = self.document.place(start).line - 1
        shift = start - first
        part = yaml_positions.read("\n" * first + self.text[start:end], self.document.file)
        self.document.problems += part.problems
        for key, where in part.values.items():
            self.document.values[(*path, *key)] = where
        for key, where in part.keys.items():
            self.document.keys[(*path, *key)] = where
        for key, scalar in part.scalars.items():
            moved = replace(scalar, start=scalar.start + shift)
            self.document.scalars[(*path, *key)] = moved
        if part.problems or not isinstance(part.tree, dict):
            return part.tree
        layout = yaml_letters.read(part.text)
        self.document.ids += (replace(key, start=key.start + shift) for key in layout.keys)
        self.document.comments += (
            replace(row, start=row.start + shift) for row in layout.comments()
        )
        return part.tree
