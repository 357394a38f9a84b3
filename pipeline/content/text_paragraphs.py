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
#: A line that may number a paragraph, in the words of another; a year may not.
_NUMBERED = re.compile(r"[ \t]*(\d{1,3})\.[ \t]")
#: What the line above ends with, then; not a number, as dates do ("30." and "12. 2026").
_FINISHED = re.compile(r"(?:[^\d\s]\.|[:;!?])[\])»\u201d\u2019\"']*(?:\[\^[^\]]*\])?\Z")
_DASHES = ("-", "–", "—")
_PRINTED = "a backslash before its full stop or bracket prints it"
#: Lists in lists.
LEVELS = 4
#: The next number of a paragraph where the program counts.
ANY = -1

Node = dict[str, Tree]


class Paragraphs:
    """Reader of paragraphs and lists."""

    def __init__(self, draft: Draft, *, is_part: bool) -> None:
        """Begin with a draft of a file, or of a part of a file."""
        self.draft = draft
        self._is_part = is_part
        self._lines_of_words = set[int]()
        self.next_number = 0

    def note_lines(self, blocks: Sequence[Block]) -> None:
        """Note the lines that hold the words of paragraphs, not a heading, a fence or a table."""
        for block in blocks:
            if block.kind == "paragraph":
                self._lines_of_words.update(range(block.first, block.behind))
            self.note_lines(block.inside)

    def paragraph(self, block: Block, path: Path, number: tuple[str, int] | None = None) -> Node:
        """Return a paragraph; one that is a slot alone stands for a part as a whole."""
        start, end = self.draft.stretch(block)
        end, given = self.draft.attributes(start, end)
        self._require_no_number(block)
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
                self.require_gap(block)
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

    def require_gap(self, block: Block) -> None:
        """Refuse a list right below words that do not lead to one: it may be a line of theirs."""
        above = self.draft.line(block.first - 1).rstrip()
        if block.first - 1 not in self._lines_of_words or self._is_part:
            return
        if block.kind == "ordered_list" and block.inside[0].mark != "1":
            return  # it ends no paragraph, so it can be no words of one
        line = self.draft.line(block.first)
        is_dash = line.lstrip()[:1] in _DASHES
        if not text_foreign.leads_to_list(above):
            start = self.draft.begins(block.first) + len(line) - len(line.lstrip())
            message = "a list begins here, right below words that do not lead to one"
            text = "begin with other words" if is_dash else "put a backslash before its sign"
            hint = f"put an empty line before it; or, if it is text, {text}"
            self.draft.report(start, "list-or-text", message, hint)

    def _require_no_number(self, block: Block) -> None:
        """Refuse a line of words that was meant for a numbered paragraph: Markdown joins it."""
        for line in range(block.first + 1, block.behind):
            found = _NUMBERED.match(self.draft.line(line))
            if found is None or not _FINISHED.search(self.draft.line(line - 1).rstrip()):
                continue
            if self.next_number in {int(found[1]), ANY}:
                message = "a number begins this line, which goes on with the words above it"
                hint = "put an empty line before it; or, if it is text, a backslash before its sign"
                start = self.draft.begins(line) + found.start(1)
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
            self.empty(entry, start, "this entry is empty", "write its words behind its mark")
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

    def empty(self, block: Block, start: int, message: str, hint: str) -> None:
        """Report what has a number or a mark, and behind it no words; or another one."""
        inner = block.inside[0] if block.inside else None
        if inner is not None and inner.kind in LISTS and inner.first == block.first:
            message = "two numbers or marks begin this line"
            hint = "write words behind the first; if it is text (a date, 30. 12. 2026), "
            hint += _PRINTED
        self.draft.report(start, "empty-text", message, hint)

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
            hint = f"write (1), (a), (i) or – for entries of a list; {_PRINTED}"
            self.draft.report(start, "unknown-markdown", message, hint)
        elif entry.mark != "-":
            message = f"'{entry.mark}' begins a list in Markdown, and not here"
            hint = "begin each entry with '- ', '– ', (a) or (i); a backslash before it prints it"
            self.draft.report(start, "unknown-markdown", message, hint)
        return "–"

    def misplaced(self, block: Block) -> None:
        """Report a block that cannot stand within a paragraph, an entry or a fence."""
        line = self.draft.line(block.first)
        start = self.draft.begins(block.first) + len(line) - len(line.lstrip())
        message, hint = text_foreign.block(block)
        if block.kind == "ordered_list":
            message = "numbered paragraphs stand by themselves in a text, and not within a fence"
            hint = "write (1), (a), (i) or – for entries of a list"
        elif not message:
            message = "this stands by itself in a text, and not within a paragraph or a fence"
            hint = "begin the line at the left margin, with an empty line before it"
        self.draft.report(start, "unknown-markdown", message, hint)
