"""Paragraphs, numbered paragraphs and lists of a running text, with what hangs on each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.content import inline_rules, text_foreign
from pipeline.content.markdown_blocks import Block
from pipeline.content.text_draft import Attributes, Draft, Span
from pipeline.content.yaml_positions import Path, Tree

LISTS = frozenset(("entries", "bullet_list", "ordered_list"))
_ALONE = re.compile(rf"\[\[({inline_rules.ID})\]\]")
#: What a line ends with when a list may begin right below it.
_OPENING = (":", ";", ",", ".", "–", "—")
#: Lists in lists.
LEVELS = 4

Node = dict[str, Tree]


class Paragraphs:
    """Reader of paragraphs and lists."""

    def __init__(self, draft: Draft, *, is_part: bool) -> None:
        """Begin with a draft of a file, or of a part of a file."""
        self.draft = draft
        self._is_part = is_part

    def paragraph(self, block: Block, path: Path, number: tuple[str, int] | None = None) -> Node:
        """Return a paragraph; one that is a slot alone stands for a part as a whole."""
        start, end = self.draft.stretch(block)
        end, given = self.draft.attributes(start, end)
        self.draft.put(path, number[1] if number else start)
        node: Node = {}
        if number:
            node["number"] = self.draft.fixed((*path, "number"), number[1], f"{number[0]}.")
        if end <= start:
            self._braces_alone(given)
            end = start
        span = Span(start, self.draft.end_of(block), "", given.kept(), end, given)
        self.draft.span(path, span)
        if alone := self._alone(start, end, given):
            whole = "withheld-paragraph" if number else "withheld"
            node = {"kind": whole, **node, "withheld": self.slot(path, start, alone)}
            self.draft.allow(given, "id")
            return {**node, **self.draft.attach(path, given)}
        node = {"kind": "paragraph", **node, "text": self.text((*path, "text"), start, end)}
        self.draft.allow(given, "id", "withhold")
        return {**node, **self.draft.attach(path, given)}

    def _alone(self, start: int, end: int, given: Attributes) -> str:
        """Return the slot that is all there is of a text, or nothing."""
        found = _ALONE.fullmatch(self.draft.text[start:end])
        return found[1] if found and given.ground is None else ""

    def slot(self, path: Path, start: int, slot: str) -> Tree:
        """Note the slot that stands for a part, between its brackets."""
        return self.draft.words((*path, "withheld"), start + 2, start + 2 + len(slot))

    def _braces_alone(self, given: Attributes) -> None:
        if given.start >= 0:
            message = "braces stand here without the words that they belong to"
            hint = "put them at the end of a heading, a paragraph or the first line of a fence"
            self.draft.report(given.start, "bad-attribute", message, hint)

    def text(self, path: Path, start: int, end: int) -> Tree:
        """Note a text, and tell the Markdown in it that has no meaning here."""
        raw = self.draft.words(path, start, end)
        for at, message, hint in text_foreign.inline(raw):
            self.draft.report(start + at, "unknown-markdown", message, hint)
        return raw

    def hang(self, node: Node, path: Path, blocks: Sequence[Block], level: int = 1) -> None:
        """Add what belongs to a paragraph or an entry: lists, and paragraphs that go on."""
        items = node.setdefault("items", [])
        assert isinstance(items, list)  # noqa: S101 - made here
        for block in blocks:
            if block.kind in LISTS:
                self._require_gap(block)
                for entry in block.inside:
                    place = (*path, "items", len(items))
                    items.append(self._entry(block, entry, place, level))
            elif block.kind == "paragraph":
                place = (*path, "items", len(items))
                name = self.draft.document.names.get(path, "")
                self.draft.name(place, name, "part")
                items.append({**self._as_entry(self.paragraph(block, place)), "mark": ""})
            else:
                self.misplaced(block)
            self.draft.extend(path, self.draft.end_of(block))
        if items:
            self.draft.document.values.setdefault(
                (*path, "items"), self.draft.document.values[(*path, "items", 0)]
            )
        else:
            del node["items"]

    def _require_gap(self, block: Block) -> None:
        """Refuse a list right below words that do not lead to one: it may be a line of theirs."""
        above = self.draft.line(block.first - 1).rstrip() if block.first else ""
        is_entry = bool(above) and text_foreign.begins_entry(above)
        above = re.sub(r"\s\{[^{}]*\}$", "", above)
        if above and not is_entry and not self._is_part and not above.endswith(_OPENING):
            start = self.draft.begins(block.first)
            start += len(self.draft.line(block.first)) - len(self.draft.line(block.first).lstrip())
            message = "a list begins here, right below words that do not lead to one"
            hint = "put an empty line before it; or, if it is text, begin the line with other words"
            self.draft.report(start, "list-or-text", message, hint)

    @staticmethod
    def _as_entry(node: Node) -> Node:
        kind = "withheld-entry" if "withheld" in node else "entry"
        return {**node, "kind": kind}

    def _entry(self, block: Block, entry: Block, path: Path, level: int) -> Node:
        line = self.draft.line(entry.first)
        start = self.draft.begins(entry.first) + len(line) - len(line.lstrip())
        mark = self._mark(block, entry, start)
        name = self.draft.document.names.get(path[:-2], "")
        self.draft.name(path, name, "item")
        if level > LEVELS:
            message = f"a list has {LEVELS} levels at most"
            self.draft.report(start, "too-many-levels", message, "put this entry one level up")
        if not entry.inside or entry.inside[0].kind != "paragraph":
            self.draft.put(path, start)
            self.draft.report(
                start, "empty-text", "this entry is empty", "write its words behind its mark"
            )
            return {"kind": "entry", "mark": mark, "text": self.draft.words((*path, "text"), 0, 0)}
        node = {
            **self._as_entry(self.paragraph(entry.inside[0], path)),
            "mark": mark,
        }
        self.draft.put(path, start)
        self.draft.put((*path, "mark"), start)
        if "withheld" in node:
            for block_ in entry.inside[1:]:
                self.below_slot(block_)
        else:
            self.hang(node, path, entry.inside[1:], level + 1)
        return node

    def below_slot(self, block: Block) -> None:
        """Refuse what hangs on a slot that stands for a part as a whole."""
        message = "this hangs on a part that is withheld as a whole"
        hint = "put it where it belongs, or into the withheld part"
        self.draft.report(self.draft.begins(block.first), "below-slot", message, hint)

    def _mark(self, block: Block, entry: Block, start: int) -> str:
        if block.kind == "entries":
            return "–" if entry.mark == "—" else entry.mark
        if block.kind == "ordered_list":
            message = "a number and a full stop begin a paragraph of the text's own, not an entry"
            hint = "write (1), (a), (i) or – for entries of a list"
            self.draft.report(start, "unknown-markdown", message, hint)
        elif entry.mark != "-":
            message = f"'{entry.mark}' begins a list in Markdown, and not here"
            hint = "begin each entry with '- ', '– ', (a) or (i)"
            self.draft.report(start, "unknown-markdown", message, hint)
        return "–"

    def misplaced(self, block: Block) -> None:
        """Report a block that cannot stand within a paragraph, an entry or a fence."""
        line = self.draft.line(block.first)
        start = self.draft.begins(block.first) + len(line) - len(line.lstrip())
        message, hint = text_foreign.block(block)
        if not message:
            message = "this stands by itself in a text, and not within a paragraph or a fence"
            hint = "begin the line at the left margin, with an empty line before it"
        self.draft.report(start, "unknown-markdown", message, hint)
