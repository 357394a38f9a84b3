"""Fences and pipe tables of a running text: figures, forms, statements, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.content import inline_rules, markdown_blocks
from pipeline.content.markdown_blocks import Block
from pipeline.content.text_draft import Attributes, Span
from pipeline.content.text_paragraphs import LISTS, Node, Paragraphs
from pipeline.content.yaml_positions import Path, Tree

#: Fences that hold the YAML of slides.
FIGURES = ("table", "chart", "image", "map", "timeline")
FENCES = (*FIGURES, "form", "statement", "quote")
_OPENING = re.compile(r"( {0,3})(`{3,}|~{3,})[ \t]*([^\s{]*)[ \t]*")
_ROW_SLOT = re.compile(rf"\[\[({inline_rules.ID})\]\]")
#: Between a form's label and its value.
_COLON = re.compile(r":(?=\s|\Z)")


class Fences(Paragraphs):
    """Reader of what stands in fences."""

    def fence(self, block: Block, path: Path, within: str) -> Node | None:
        """Return the part that a fence holds; None if it is none of ours."""
        opening = _OPENING.match(self.draft.line(block.first))
        begins = self.draft.begins(block.first)
        if opening is None:
            return None
        word = opening[3]
        if problem := self._bad_opening(block, opening):
            self.draft.report(begins + opening.start(3), "unknown-fence", *problem)
            return None
        start, end = self.draft.trimmed(
            begins + opening.end(), begins + len(self.draft.line(block.first))
        )
        end, given = self.draft.attributes(start, end)
        self.draft.put(path, begins)
        self.draft.name(path, within, word)
        body = self.draft.begins(block.first + 1), self.draft.begins(block.behind - 1)
        if not self.draft.text[slice(*body)].strip():
            message, hint = "this fence holds nothing", "write its content, or remove it"
            self.draft.report(begins, "empty-text", message, hint)
            return None
        if word in FIGURES:
            return self._figure(word, path, (start, end), given, body)
        self.draft.allow(given, "id", "withhold")
        node: Node = {"kind": word, **self.draft.attach(path, given)}
        span = Span(begins, self.draft.end_of(block), words_end=end, given=given)
        self.draft.span(path, span)
        if word == "form":
            node |= self._caption(path, start, end)
            node["rows"] = list(self._rows(path, block))
            return node
        if word == "statement":
            if end <= start:
                message = "a statement has no speaker"
                hint = "write who speaks behind the word: ```statement DK"
                self.draft.report(begins, "missing-key", message, hint)
                return None
            node["speaker"] = self.text((*path, "speaker"), start, end)
        elif end > start:
            message, hint = "words behind 'quote' have no place", "write them into the fence"
            self.draft.report(start, "unknown-fence", message, hint)
        node["blocks"] = self._words(path, block)
        return node

    def _bad_opening(self, block: Block, opening: re.Match[str]) -> tuple[str, str] | None:
        closing = self.draft.line(block.behind - 1).strip()
        if opening[1]:
            return "a fence begins at the left margin", "take the spaces before it away"
        if block.behind - 1 <= block.first or closing[:3] not in {"```", "~~~"}:
            return "this fence is never closed", "close it with ``` on a line of its own"
        if opening[3] not in FENCES:
            return (
                "a fence begins with the name of what it holds",
                f"write one of {', '.join(FENCES)} behind its signs",
            )
        return None

    def _caption(self, path: Path, start: int, end: int) -> Node:
        return {"caption": self.text((*path, "caption"), start, end)} if end > start else {}

    def _figure(
        self, word: str, path: Path, line: tuple[int, int], given: Attributes, body: tuple[int, int]
    ) -> Node:
        if given.ground is not None:
            message = "a figure is marked by a key within its fence"
            hint = f"write 'withhold: {given.ground[0]}' as a line of the fence"
            self.draft.report(given.ground[1], "bad-attribute", message, hint)
        self.draft.allow(given, "id", "withhold")
        node: Node = {"kind": f"{word}-figure", **self._caption(path, *line)}
        node |= self.draft.attach(path, Attributes(id=given.id))
        node[word] = self.draft.yaml((*path, word), *body)
        self.draft.document.names[(*path, word)] = self.draft.document.names[path]
        return node

    def _rows(self, path: Path, block: Block) -> Iterator[Tree]:
        """Yield the rows of a form: a label, a colon, and a value that may be empty."""
        rows: list[tuple[int, int]] = []
        for number in range(block.first + 1, block.behind - 1):
            line = self.draft.line(number)
            start, end = self.draft.begins(number), self.draft.begins(number) + len(line.rstrip())
            if not line.strip():
                continue
            if rows and line[0] in " \t":  # the value goes on
                rows[-1] = (rows[-1][0], end)
            else:
                rows.append((start, end))
        for index, (start, end) in enumerate(rows):
            yield self._row((*path, "rows", index), start, end)

    def _row(self, path: Path, start: int, end: int) -> Tree:
        self.draft.put(path, start)
        self.draft.name(path, self.draft.document.names[path[:-2]], "row")
        behind = end
        end, given = self.draft.attributes(start, end)
        self.draft.allow(given, "withhold")
        raw = self.draft.text[start:end]
        self.draft.span(path, Span(start, behind, words_end=end, given=given))
        if alone := _ROW_SLOT.fullmatch(raw):
            return {"withheld": self.slot(path, start, alone[1])}
        marks = [*inline_rules.UNSEALED.finditer(raw)]
        colon = next(
            (
                found
                for found in _COLON.finditer(raw)
                if not any(mark.start() < found.start() < mark.end() for mark in marks)
            ),
            None,
        )
        if colon is None or not raw[: colon.start()].strip():
            message = "a row of a form is a label, a colon, and its value"
            hint = "write 'Label: value'; a value that goes on is indented; it may be empty"
            self.draft.report(start, "bad-row", message, hint)
            return {"label": self.draft.words((*path, "label"), start, end), "value": ""}
        label = self.draft.trimmed(start, start + colon.start())
        value = self.draft.trimmed(start + colon.end(), end)
        return {
            "label": self.text((*path, "label"), *label),
            "value": self.text((*path, "value"), *value),
            **self.draft.attach(path, given),
        }

    def _words(self, path: Path, fence: Block) -> Tree:
        """Return the paragraphs and lists of a statement or a quotation."""
        first = fence.first + 1
        body = self.draft.begins(first), self.draft.begins(fence.behind - 1)
        nodes: list[Tree] = []
        within = self.draft.document.names[path]
        blocks = markdown_blocks.moved(self.draft.text[slice(*body)], first)
        self.note_lines(blocks)
        for block in blocks:
            place = (*path, "blocks", len(nodes))
            last = nodes[-1] if nodes else None
            if block.kind == "paragraph":
                self.draft.name(place, within, "paragraph")
                nodes.append(self.paragraph(block, place))
            elif block.kind in LISTS and block.kind != "ordered_list":
                if isinstance(last, dict) and last["kind"] == "paragraph":
                    self.hang(last, (*path, "blocks", len(nodes) - 1), [block])
                else:
                    self.draft.name(place, within, "list")
                    self.draft.put(place, self.draft.begins(block.first))
                    node: Node = {"kind": "list"}
                    self.hang(node, place, [block])
                    nodes.append(node)
            else:
                self.misplaced(block)
        return nodes

    def grid(self, block: Block, path: Path, within: str) -> Node:
        """Return a pipe table; each cell is a stretch of its line."""
        self.draft.put(path, self.draft.begins(block.first))
        self.draft.name(path, within, "table")
        start, end = self.draft.trimmed(
            self.draft.begins(block.first),
            self.draft.begins(block.first) + len(self.draft.line(block.first)),
        )
        end, given = self._braces(end, start)
        self.draft.allow(given, "withhold")
        self.draft.span(path, Span(start, self.draft.end_of(block), words_end=end, given=given))
        lines = [row.first for part in block.inside for row in part.inside]
        header, *rows = [list(self._cells(line, is_head=line == block.first)) for line in lines]
        ruler = self.draft.line(block.first + 1).strip().strip("|").split("|")
        right = [cell.strip().endswith(":") and cell.strip()[0] != ":" for cell in ruler]
        for line, row in zip(lines[1:], rows, strict=True):
            if len(row) != len(header):
                message = "this row has another number of cells than the table's head"
                hint = "give every row as many cells; a backslash before | prints it"
                self.draft.report(self.draft.begins(line), "uneven-table", message, hint)
        return {
            "kind": "grid",
            "header": self._texts((*path, "header"), header),
            "rows": [self._texts((*path, "rows", number), row) for number, row in enumerate(rows)],
            "numeric": [str(column) for column, is_right in enumerate(right, 1) if is_right],
            **self.draft.attach(path, given),
        }

    def _braces(self, end: int, start: int) -> tuple[int, Attributes]:
        """Return where a line of a pipe table ends, and the braces behind its last sign."""
        words_end, given = self.draft.attributes(start, end)
        if given.start < 0 or self.draft.text[words_end - 1] != "|":  # they are words of a cell
            return end, Attributes()
        return words_end, given

    def _texts(self, path: Path, cells: list[tuple[int, int]]) -> Tree:
        return [self.text((*path, index), *cell) for index, cell in enumerate(cells)]

    def _cells(self, number: int, *, is_head: bool) -> Iterator[tuple[int, int]]:
        """Yield where each cell of a line begins and ends."""
        start, end = self.draft.trimmed(
            self.draft.begins(number), self.draft.begins(number) + len(self.draft.line(number))
        )
        behind, given = self._braces(end, start)
        if given.start >= 0:
            if not is_head:
                message = "a row of a pipe table is not withheld by itself"
                hint = (
                    "mark the words of its cells, or write the table as a fence: ```table, whose "
                )
                hint += "rows can be: '- {row: [a, b], withhold: ground}'"
                self.draft.report(given.start, "bad-attribute", message, hint)
            end = behind
        start += self.draft.text[start] == "|"
        raw = self.draft.text[start:end]
        reached = 0
        while reached < len(raw):
            found = re.compile(r"(?:\\.|[^|\\]|\\\Z)*", re.DOTALL).match(raw, reached)
            behind = found.end() if found else len(raw)
            yield self.draft.trimmed(start + reached, start + behind)
            reached = behind + 1
