"""Running text of an imported document: its nodes as lines of Markdown, one a paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from pipeline.content import text_foreign
from pipeline.importing.document import block_text, figure_text
from pipeline.importing.document.sheet import Sheet
from pipeline.importing.document.text_nodes import Node
from pipeline.importing.found import Paragraph, Run
from pipeline.importing.found_document import Grid, Note
from pipeline.importing.inline_text import escaped
from pipeline.importing.printed_markers import count
from pipeline.importing.report_items import Item, Leaf
from pipeline.importing.run_joining import plain_if_all
from pipeline.importing.text_content import Line, Writer
from pipeline.resources import labels

BODY = "body.md"
_SLOT = re.compile(r"\[\[[a-z0-9-]+\]\]")


class TextWriter:
    """Writes the files of a text.

    Attributes:
        sheets: files, the body first.
        marks: where sections begin among the items, with their titles and files.
        nodes: by file and line.
    """

    def __init__(self, writer: Writer, notes: Sequence[Note], places: Mapping[str, Node]) -> None:
        self.writer = writer
        self.sheets = [Sheet(BODY)]
        self._notes = {note.key: note for note in notes}
        self._places = places
        self._annex = labels.load(writer.language)["annex"]
        self._indents: list[int] = []
        self._base = 0
        self._last = ""
        self._depth = 0
        self._bears = False
        self._written: set[str] = set()
        self.marks: list[tuple[int, str | None, str]] = []
        self.nodes: dict[tuple[str, int], Node] = {}

    @property
    def sheet(self) -> Sheet:
        """Return the file that is being written."""
        return self.sheets[-1]

    def write(self, nodes: Sequence[Node]) -> None:
        """Write all parts of a text, and the footnotes of each file at its end."""
        for node, behind in zip_longest(nodes, nodes[1:]):
            self._bears = behind is not None and behind.kind in {"entry", "part"}
            if node.kind == "annex":
                self._end()
                self.sheets.append(Sheet(f"annex-{len(self.sheets)}.md"))
            begun = len(self.sheet.lines)
            self._node(node)
            for line in range(begun, len(self.sheet.lines)):
                self.nodes[self.sheet.name, line + 1] = node
            self._last = node.kind
        self._end()
        self.sheets = [sheet for sheet in self.sheets if sheet.lines]
        for note in self._notes.values():
            if note.key not in self._written:
                self._unused(note)

    def _node(self, node: Node) -> None:
        if node.kind == "page-end":
            self.sheet.gap()
            self.sheet.add("***")
        elif node.kind == "figure":
            self._figure(node)
        elif node.kind in {"heading", "annex"}:
            self._heading(node)
        elif node.kind == "quote":
            self._quote(node)
        elif node.kind in {"entry", "part"}:
            self._hanging(node)
        else:
            self._paragraph(node)

    def _line(self, node: Node, what: str, *, is_title: bool = False) -> Line | None:
        """Return the words of a node as a text; the report has them with a typed number."""
        passage = node.passage
        if passage is None:
            return None
        paragraph = Paragraph(self._named(node.runs), size=passage.size)
        if what == "heading":
            for run in paragraph.runs:
                run.bold = False
        if is_title:
            plain_if_all(paragraph)
        paragraph.told = [*node.told, *passage.told]
        line = self.writer.line(paragraph, what, f"paragraph {passage.number}", None)
        text = " ".join("".join(run.text for run in passage.runs).split())
        if line is not None and line.leaf.items[0].text is not None:
            line.leaf.items[0].text = text or None
        return line

    def _named(self, runs: Sequence[Run]) -> list[Run]:
        """Return runs that name notes and places by their ids in this file."""
        out: list[Run] = []
        for run in runs:
            note = place = ""
            if run.note:
                note = self._note(run.note)
                if not note:
                    continue
            if run.place and run.place in self._places:
                node = self._places[run.place]
                place = node.id if run.text.strip() == node.printed else ""
            out.append(replace(run, note=note, place=place))
        return _apart(out)

    def _note(self, key: str) -> str:
        """Return the name of a note in this file; '' if there is no such note."""
        note = self._notes.get(key)
        if note is None or not note.paragraphs:
            return ""
        return self.sheet.notes.setdefault(key, f"note-{len(self.sheet.notes) + 1}")

    def _heading(self, node: Node) -> None:
        self._indents, self._base = [], 0
        begun = len(self.writer.items)
        line = self._line(node, "heading", is_title=True)
        if node.kind == "annex" or node.level == 1:
            title = line.leaf.items[0].text if line else node.printed or None
            self.marks.append((begun, title, self.sheet.name))
        items = line.leaf.items if line else []
        words = line.leaf.text if line else ""
        self.sheet.gap()
        if node.kind == "annex":
            if line is None and node.passage is not None:
                text = "".join(run.text for run in node.passage.runs).strip()
                at = f"paragraph {node.passage.number}"
                items = [Item("heading", None, "", at, text)]
                self.writer.items += items
            title = f": {block_text.numbered_heading(words)}" if words else ""
            self.sheet.add(f"# {node.printed}{title}{_braces(node)}", items)
            return
        if line is None and not node.prefix:
            return
        sign = "#" * node.level
        if node.number:
            text = f"{node.number} {block_text.numbered_heading(words)}"
        elif node.prefix:
            text = block_text.heading(f"{escaped(node.prefix, running=True)} {words}".rstrip())
        else:
            text = block_text.heading(words)
        if sign == "#":
            text = block_text.no_annex(text, self._annex)
        self.sheet.add(f"{sign} {text}{_braces(node)}", items)

    def _paragraph(self, node: Node) -> None:
        is_caption = node.passage is not None and node.passage.role == "caption"
        line = self._line(node, "paragraph", is_title=is_caption)
        self._indents, self._base = [], 0
        if line is None:
            return
        words = self._prefixed(node, line.leaf.text)
        self.sheet.gap()
        if node.number:
            self._base = len(node.number) + 1
            text = f"{node.number} {block_text.plain(words)}"
            self.sheet.add(f"{text}{_braces(node)}", line.leaf.items)
        else:
            self.sheet.add(f"{block_text.plain(words)}{_braces(node)}", line.leaf.items)

    def _hanging(self, node: Node) -> None:
        """Write an entry, or a paragraph that hangs on one."""
        line = self._line(node, "paragraph")
        if line is None:
            return
        words = self._prefixed(node, line.leaf.text)
        depth = node.level if node.kind == "part" else node.level - 1
        self._indents = self._indents[:depth]
        room = " " * (self._base + sum(self._indents))
        if node.kind == "part":
            self.sheet.gap()
            self.sheet.add(f"{room}{block_text.plain(words)}{_braces(node)}", line.leaf.items)
            return
        leads = self._last == "entry" and text_foreign.leads_to_list(self.sheet.lines[-1])
        if self._last != "entry" or (node.level > self._depth and not leads):
            self.sheet.gap()
        self._depth = node.level
        self._indents.append(2 if node.number == "–" else 4)
        text = f"{room}{node.number} {block_text.plain(words)}"
        self.sheet.add(f"{text}{_braces(node)}", line.leaf.items)

    def _prefixed(self, node: Node, words: str) -> str:
        """Return words with a number that stands as words; a slot that bears entries is not alone.

        A slot alone in a paragraph would stand for all that hangs on it.
        """
        if self._bears and _SLOT.fullmatch(words):
            words = f"*{words}*"
        return f"{escaped(node.prefix, running=True)} {words}" if node.prefix else words

    def _quote(self, node: Node) -> None:
        line = self._line(node, "paragraph", is_title=True)
        if line is None:
            return
        if self._last == "quote":
            self.sheet.lines.pop()
            self.sheet.add("")
        else:
            self.sheet.gap()
            self.sheet.add("```quote")
        self.sheet.add(block_text.plain(line.leaf.text), line.leaf.items)
        self.sheet.add("```")

    def _figure(self, node: Node) -> None:
        self._indents, self._base = [], 0
        caption: Leaf | None = None
        if node.caption is not None:
            named = Node("paragraph", node.caption, runs=node.caption.runs)
            line = self._line(named, "caption", is_title=True)
            caption = line.leaf if line else None
        figure_text.write(self._with_names(node), caption, self.writer, self.sheet)

    def _with_names(self, node: Node) -> Node:
        """Return a table whose cells name notes and places as this file does."""
        if not isinstance(node.figure, Grid):
            return node
        rows = [
            [
                replace(cell, paragraphs=[
                    replace(row, runs=self._named(row.runs)) for row in cell.paragraphs
                ])
                for cell in line
            ]
            for line in node.figure.rows
        ]  # fmt: skip
        return replace(node, figure=replace(node.figure, rows=rows))

    def _end(self) -> None:
        """Write the footnotes of a file."""
        sheet = self.sheet
        for key, name in list(sheet.notes.items()):
            self._written.add(key)
            note = self._notes[key]
            leaf = self._joined(note)
            sheet.gap()
            if leaf is None:  # nothing of its words can be written
                sheet.add(f"[^{name}]: …")
            else:
                sheet.add(f"[^{name}]: {block_text.plain(leaf.text)}", leaf.items)

    def _joined(self, note: Note) -> Leaf | None:
        items: list[Item] = []
        texts: list[str] = []
        kind, _, number = note.key.partition("-")
        for index, row in enumerate(note.paragraphs, start=1):
            paragraph = Paragraph(self._named(row.runs), told=[*row.told])
            if note.is_end:
                paragraph.told.append(("endnote", "an endnote became a footnote"))
            if len(note.paragraphs) > 1:
                paragraph.told.append(("paragraphs-joined", "several paragraphs became one"))
            line = self.writer.line(
                paragraph, "footnote", f"{kind} {number}, paragraph {index}", None
            )
            if line is not None:
                texts.append(line.leaf.text)
                items += line.leaf.items
        return Leaf(" ".join(texts), items) if texts else None

    def _unused(self, note: Note) -> None:
        """Tell a note to which nothing refers."""
        kind, _, number = note.key.partition("-")
        for index, row in enumerate(note.paragraphs, start=1):
            said = count(" ".join(run.text for run in row.runs))
            words = f"a note to which no text that was taken refers: {said} words"
            at = f"{kind} {number}, paragraph {index}"
            self.writer.items.append(
                Item("footnote", None, "", at, None, "left-out", "unused", words)
            )


def _braces(node: Node) -> str:
    """Return what stands in braces behind a node: its name, and what else is said of it."""
    words = [f"#{node.id}"] if node.id else []
    words += ["landscape"] if node.landscape else []
    words += ["whole"] if node.is_whole else []
    return f" {{{' '.join(words)}}}" if words else ""


def _apart(runs: list[Run]) -> list[Run]:
    """Return runs with emphasis taken from spaces and signs of notes."""
    return [
        replace(run, bold=False, italic=False) if run.note or run.place else run for run in runs
    ]
