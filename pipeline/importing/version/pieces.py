"""Pieces of a running text: each heading, paragraph, entry, table and figure with its lines.

A piece is the smallest part that a new version changes, moves or takes away. It is found in what
the content's own reader read, so that a piece is what the content says it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.content.text_draft import TextDocument
from pipeline.content.yaml_positions import Path, Tree
from pipeline.importing.version.wording import Wording

#: Braces at the end of the first line of a fence, or behind the head of a pipe table.
_BRACES = re.compile(r"[ \t]+\{[^{}\n]*\}[ \t]*$")
_MARKED_WITHIN = re.compile(r"(?<!\w)withhold(?::[ \t]|=)")
#: Words of a place by which references to it are compared.
_TARGET = 4
_FLAGS = ("landscape", "unnumbered")


@dataclass(frozen=True)
class Piece:
    """A piece of a text.

    Attributes:
        kind: heading, annex, paragraph, entry, part (hangs on what is above it), table, fence,
            page-end, note.
        level: of a heading, or how deep an entry stands.
        prefix: what stands before its words: ``## I. ``, ``3. ``, ``(a) ``; empty for blocks.
        number: in it, as typed; of an entry its mark.
        wording: its words; of a table, a fence all its lines.
        lines: as they stand in the file.
        line: the first, from 1; 0 for one that is made, -1 for one that is made of one that stands.
        indent: columns before its first line.
        is_apart: an empty line stands before it.
        id: its name; of a footnote its own.
        ground: on which it is marked to be withheld as a whole; '' if it is not.
        flags: further words in its braces.
        slot: that stands for it as a whole; '' if none does.
        under: ground of the marked part that it stands in; '' if it stands in none.
    """

    kind: str
    level: int
    prefix: str
    number: str
    wording: Wording
    lines: tuple[str, ...] = ()
    line: int = 0
    indent: int = 0
    is_apart: bool = True
    id: str = ""
    ground: str = ""
    flags: tuple[str, ...] = ()
    slot: str = ""
    under: str = ""

    @property
    def is_block(self) -> bool:
        """Tell whether it is a table or a fence, whose lines are taken as they are."""
        return self.kind in {"table", "fence"}

    @property
    def is_whole(self) -> bool:
        """Tell whether a slot is all there is of it: it could stand for anything."""
        return bool(self.slot) or self.wording.is_vague

    @property
    def is_marked(self) -> bool:
        """Tell whether it is to be withheld as a whole, or something within it is, as a part."""
        within = self.is_block and _MARKED_WITHIN.search(self.wording.raw) is not None
        return bool(self.ground or self.under) or within

    @property
    def withholds(self) -> bool:
        """Tell whether anything of it is withheld or marked."""
        return bool(self.slot or self.wording.hidden) or self.is_marked

    @cached_property
    def shape(self) -> tuple[str, int, str]:
        """Return what it is, apart from its words and the value of its number."""
        form = "–" if self.number == "–" else "1" if self.number else ""
        return (self.kind, self.level, "" if self.kind in {"heading", "annex"} else form)

    @property
    def braces(self) -> str:
        """Return the braces behind its words."""
        words = [f"#{self.id}"] if self.id and self.kind != "note" else []
        words += [f"withhold={self.ground}"] if self.ground else []
        words += self.flags
        return f" {{{' '.join(words)}}}" if words else ""


@dataclass
class Parts:
    """A text in pieces.

    Attributes:
        front: its first lines, up to its first piece.
        pieces: without footnotes, in order.
        notes: footnotes by name, in order.
        notes_behind: footnotes that stand below a piece, by its index; -1 for those above all.
        is_computed: the program counts its numbers.
    """

    front: tuple[str, ...] = ()
    pieces: list[Piece] = field(default_factory=list[Piece])
    notes: dict[str, Piece] = field(default_factory=dict[str, Piece])
    notes_behind: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    is_computed: bool = False


def divided(document: TextDocument) -> Parts:
    """Return the pieces of a text that was read without problems."""
    tree = document.tree
    assert isinstance(tree, dict)  # noqa: S101 - as text_reader makes it
    found = [*_Walk(document).pieces(tree)]
    found.sort(key=lambda piece: piece.line)
    lines = document.text.replace("\r\n", "\n").split("\n")
    parts = Parts(is_computed=tree.get("numbering") == "computed")
    targets = _targets(found)
    ends = [*(piece.line - 1 for piece in found[1:]), len(lines)]
    first = found[0].line - 1 if found else 0
    parts.front = tuple(lines[:first])
    for piece, end in zip(found, ends, strict=True):
        own = lines[piece.line - 1 : end]
        while own and not own[-1].strip():
            own.pop()
        row = _with_lines(piece, own, targets)
        above = lines[piece.line - 2] if piece.line > 1 else ""
        row = replace(row, is_apart=not above.strip())
        if row.kind == "note":
            parts.notes[row.id] = row
            parts.notes_behind.setdefault(len(parts.pieces) - 1, []).append(row.id)
        else:
            parts.pieces.append(row)
    return parts


def _targets(found: list[Piece]) -> dict[str, str]:
    """Return what references to a place are compared by: the first words that stand there."""
    out: dict[str, str] = {}
    for piece in found:
        if piece.id and piece.kind != "note":
            wording = piece.wording
            cut = min((row.first for row in wording.hidden), default=len(wording.keys))
            out[piece.id] = " ".join(wording.keys[: min(cut, _TARGET)])
    return out


def _with_lines(piece: Piece, own: list[str], targets: Mapping[str, str]) -> Piece:
    raw = piece.wording.raw
    if piece.is_block:
        head = _BRACES.sub("", own[0]) if piece.braces else own[0]
        raw = "\n".join((head, *own[1:]))
    indent = len(own[0]) - len(own[0].lstrip()) if own else 0
    return replace(piece, wording=Wording(raw, targets), lines=tuple(own), indent=indent)


class _Walk:
    def __init__(self, document: TextDocument) -> None:
        self._document = document
        self._starts = document.lines.starts

    def pieces(self, tree: dict[str, Tree]) -> Iterator[Piece]:
        for key in ("blocks", "annexes"):
            yield from self._each(tree.get(key), (key,), "")
        notes = tree.get("footnotes")
        for name in notes if isinstance(notes, dict) else ():
            path: Path = ("footnotes", name)
            scalar = self._document.scalars[path]
            line = self._document.keys[path].line
            words = Wording(scalar.raw, {})
            yield Piece("note", 0, f"[^{name}]: ", "", words, line=line, id=str(name))

    def _each(self, rows: Tree, path: Path, under: str) -> Iterator[Piece]:
        for index, row in enumerate(rows if isinstance(rows, list) else []):
            if isinstance(row, dict):
                yield from self._node(row, (*path, index), under, 0)

    def _node(self, node: dict[str, Tree], path: Path, under: str, depth: int) -> Iterator[Piece]:
        kind = str(node["kind"])
        below = under or str(node.get("withhold") or "")
        if kind in {"section", "withheld-section", "annex", "withheld-annex"}:
            yield self._heading(node, path, under)
            yield from self._each(node.get("blocks"), (*path, "blocks"), below)
        elif kind == "list":
            yield from self._items(node, path, under, 1)
        elif kind in {"paragraph", "withheld-paragraph", "withheld"}:
            yield self._paragraph(node, path, "paragraph", under, 0)
            yield from self._items(node, path, below, 1)
        elif kind in {"entry", "withheld-entry"}:
            name = "entry" if node.get("mark") else "part"
            yield self._paragraph(node, path, name, under, depth if name == "entry" else depth - 1)
            yield from self._items(node, path, below, depth + 1)
        else:
            yield self._block(node, path, kind, under)

    def _items(self, node: dict[str, Tree], path: Path, under: str, depth: int) -> Iterator[Piece]:
        rows = node.get("items")
        for index, row in enumerate(rows if isinstance(rows, list) else []):
            if isinstance(row, dict):
                yield from self._node(row, (*path, "items", index), under, depth)

    def _words(self, node: dict[str, Tree], path: Path, key: str) -> tuple[str, int, int]:
        """Return a piece's words, where they begin in their line, and the line, from 1."""
        line = self._document.values[path].line
        start = self._starts[line - 1]
        if "withheld" in node:
            scalar = self._document.scalars[(*path, "withheld")]
            return f"[[{scalar.raw}]]", scalar.start - 2 - start, line
        scalar_ = self._document.scalars.get((*path, key))
        if scalar_ is None:  # an annex without a title
            text = _BRACES.sub("", self._document.lines.all[line - 1]).rstrip()
            return "", len(text), line
        return scalar_.raw, scalar_.start - start, line

    def _paragraph(
        self, node: dict[str, Tree], path: Path, kind: str, under: str, level: int
    ) -> Piece:
        raw, at, line = self._words(node, path, "text")
        number = str(node.get("mark") or node.get("number") or "")
        prefix = self._document.lines.all[line - 1][:at].lstrip()
        return self._made(
            node, Piece(kind, level, prefix, number, Wording(raw, {}), line=line), under
        )

    def _heading(self, node: dict[str, Tree], path: Path, under: str) -> Piece:
        is_annex = str(node["kind"]).endswith("annex")
        raw, at, line = self._words(node, path, "title" if is_annex else "text")
        prefix = self._document.lines.all[line - 1][:at]
        kind, level = ("annex", 0) if is_annex else ("heading", int(str(node["level"])))
        number = str(node.get("number") or "")
        return self._made(
            node, Piece(kind, level, prefix, number, Wording(raw, {}), line=line), under
        )

    def _block(self, node: dict[str, Tree], path: Path, kind: str, under: str) -> Piece:
        name = {"grid": "table", "page-break": "page-end"}.get(kind, "fence")
        line = self._document.values[path].line
        raw = "***" if name == "page-end" else ""
        return self._made(node, Piece(name, 0, "", "", Wording(raw, {}), line=line), under)

    @staticmethod
    def _made(node: dict[str, Tree], piece: Piece, under: str) -> Piece:
        flags = [flag for flag in _FLAGS if node.get(flag)]
        is_shut = str(node["kind"]) in {"withheld-section", "withheld-annex"}
        return replace(
            piece,
            id=str(node.get("id") or ""),
            ground=str(node.get("withhold") or ""),
            flags=(*flags, *(["whole"] if is_shut else [])),
            slot=str(node.get("withheld") or ""),
            under=under,
        )
