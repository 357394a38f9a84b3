"""Reader of running text in Markdown: the blocks of a file as plain data with positions.

Blocks are CommonMark's, read by markdown-it; the inline syntax is that of all texts (``markup``).
What Markdown knows and a text does not have is a problem with its place. Numbers are kept as they
are typed; ``rules.running_text`` checks them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.content import markdown_blocks, numerals, yaml_errors
from pipeline.content.markdown_blocks import Block
from pipeline.content.text_draft import Attributes, Draft, Span, TextDocument
from pipeline.content.text_fences import Fences
from pipeline.content.text_paragraphs import ANY, LISTS, Node
from pipeline.content.yaml_positions import Path, Tree
from pipeline.core.errors import Problem, Where

_NUMBER = re.compile(rf"(?:{numerals.HEADING})(?=\s)")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_FRONT = re.compile(r"---[ \t]*(?:\r\n?|\n)(.*?)^---[ \t]*(?=[\r\n]|\Z)", re.DOTALL | re.MULTILINE)
#: Levels of headings.
_LEVELS = 4


def read(text: str, file: str, annex: str = "ANNEX", *, is_part: bool = False) -> TextDocument:
    """Read a Markdown file; problems are collected, never raised.

    Args:
        text: of the file.
        file: as shown to the user.
        annex: what the heading of an annex begins with, in the dossier's language.
        is_part: it is a part of a text, which was read where it stood.
    """
    document = TextDocument(file, text)
    document.problems += (
        Problem(Where(file, row.line, row.column), row.code, row.message, row.hint)
        for row in yaml_errors.characters(text)
    )
    if not document.problems:
        _Reader(document, annex, is_part=is_part).read()
    return document


@dataclass
class _Level:
    """What headings have opened: a section, an annex, or the text as a whole."""

    level: int
    path: Path
    blocks: list[Tree]


class _Reader(Fences):
    def __init__(self, document: TextDocument, annex: str, *, is_part: bool) -> None:
        super().__init__(Draft(document), is_part=is_part)
        self._annex = re.compile(
            rf"(?P<word>{re.escape(annex)})(?:[ \t]+(?P<number>[IVXLC]{{1,7}}|\d{{1,2}}))?"
            r"(?:[ \t]*(?:[:.]|[ \t][–—-])(?=[ \t]|\Z)[ \t]*(?P<title>.*))?\Z",
            re.DOTALL,
        )
        self._annex_word = re.compile(rf"{re.escape(annex)}(?![^\s:.])")
        self._open: list[_Level] = []
        self._within = ""
        self._numbering: Tree = None

    def read(self) -> None:
        document = self.draft.document
        blocks: list[Tree] = []
        annexes: list[Tree] = []
        footnotes: dict[str, Tree] = {}
        tree: dict[str, Tree] = {"blocks": blocks, "annexes": annexes, "footnotes": footnotes}
        self._open = [_Level(0, (), blocks)]
        document.values[()] = document.place(0)
        first = self._front(tree)
        found = markdown_blocks.moved(document.text[self.draft.begins(first) :], first)
        if not found and not document.problems:
            message, hint = "the file is empty", "was it saved? write a text, or remove the file"
            self.draft.report(0, "empty-file", message, hint)
        self.note_lines(found)
        self._restart(tree.get("numbering"))
        for block in found:
            if block.kind == "heading" and block.mark[:1] == "#":
                self._heading(block, annexes)
            elif block.kind == "footnote_reference":
                self._footnote(block, footnotes)
            else:
                self._block(block)
            if block.kind != "footnote_reference":
                for level in self._open:
                    self.draft.extend(level.path, self.draft.end_of(block))
        if found and len(annexes) == 1 and not blocks:  # its footnotes go along with it
            self.draft.extend(("annexes", 0), self.draft.end_of(found[-1]))
        document.tree = tree
        _complete(tree, (), document)
        for key in ("blocks", "annexes", "footnotes"):
            document.values.setdefault((key,), document.place(0))

    def _restart(self, numbering: Tree) -> None:
        """Begin the body or an annex: its numbers are typed from 1, or the program counts."""
        self._numbering = numbering
        if not self._is_part:
            self.next_number = ANY if numbering == "computed" else 1

    def _front(self, tree: dict[str, Tree]) -> int:
        """Read the keys in the file's first lines, and return the line behind them."""
        found = _FRONT.match(self.draft.text)
        if found is None:
            return 0
        given = self.draft.yaml((), found.start(1), found.end(1)) if found[1].strip() else {}
        self.draft.put((), 0)
        if isinstance(given, dict):
            for key, value in given.items():
                if key in tree:
                    message, hint = "this key is not known here", "remove it"
                    self.draft.report(found.start(1), "unknown-key", message, hint)
                else:
                    tree[key] = value
        else:
            message = "keys and values are expected between these lines"
            self.draft.report(0, "not-a-mapping", message, "write 'numbering: computed'")
        return self.draft.document.place(found.end() - 1).line

    def _add(self, node: Node | None) -> None:
        if node is not None:
            self._open[-1].blocks.append(node)

    def _next(self) -> Path:
        level = self._open[-1]
        return (*level.path, "blocks", len(level.blocks))

    def _block(self, block: Block) -> None:
        path = self._next()
        if self._is_shut():
            self.below_slot(block)
        elif block.kind == "paragraph":
            self.draft.name(path, self._within, "paragraph")
            self._add(self.paragraph(block, path))
        elif block.kind == "ordered_list":
            self.require_gap(block)
            for item in block.inside:
                self._numbered(block, item)
        elif block.kind in LISTS:
            self._list(block)
        elif block.kind == "table":
            self._add(self.grid(block, path, self._within))
        elif block.kind == "fence":
            self._add(self.fence(block, path, self._within))
        elif block.kind == "hr" and self.draft.line(block.first).strip() == "***":
            self.draft.put(path, self.draft.begins(block.first))
            self._add({"kind": "page-break"})
        elif block.kind == "hr":
            message = "a line across the page has no meaning in a text"
            hint = "write *** alone on a line where a page is to end, or take it away"
            self.draft.report(self.draft.begins(block.first), "unknown-markdown", message, hint)
        else:
            self.misplaced(block)

    def _is_shut(self) -> bool:
        """Tell whether the open section is withheld as a whole: nothing can stand in it."""
        return self._open[-1].level < 0

    def _numbered(self, block: Block, item: Block) -> None:
        path = self._next()
        line = self.draft.line(item.first)
        start = self.draft.begins(item.first) + len(line) - len(line.lstrip())
        if block.mark != ".":
            message = "a number and a bracket begin a list in Markdown, and not here"
            hint = "write 1. for a numbered paragraph, (1) for an entry of a list; a backslash "
            hint += "before the bracket prints it"
            self.draft.report(start, "unknown-markdown", message, hint)
        if self.next_number > 0:
            self.next_number = int(item.mark) + 1
        self.draft.name(path, self._within, "paragraph")
        if not item.inside or item.inside[0].kind != "paragraph":
            message, hint = "this paragraph is empty", "write its words behind its number"
            self.empty(item, start, message, hint)
            return
        node = self.paragraph(item.inside[0], path, (item.mark, start))
        if "withheld" in node:
            for inner in item.inside[1:]:
                self.below_slot(inner)
        else:
            self.hang(node, path, item.inside[1:])
        self._add(node)

    def _list(self, block: Block) -> None:
        """Add a list: to the paragraph above it, on which it hangs, or by itself."""
        blocks = self._open[-1].blocks
        last = blocks[-1] if blocks else None
        if isinstance(last, dict) and last["kind"] == "paragraph":
            self.hang(last, (*self._open[-1].path, "blocks", len(blocks) - 1), [block])
            return
        path, node = self._next(), Node({"kind": "list"})
        self.draft.put(path, self.draft.begins(block.first))
        self.draft.name(path, self._within, "list")
        self.hang(node, path, [block])
        self._add(node)

    def _heading(self, block: Block, annexes: list[Tree]) -> None:
        sign = _HEADING.match(self.draft.line(block.first))
        begins = self.draft.begins(block.first)
        start = begins + (sign.end() if sign else 0)
        end = start + len(block.content)
        end, given = self.draft.attributes(start, end)
        level = len(block.mark)
        words = self.draft.text[start:end]
        if level == 1 and (found := self._annex.fullmatch(words)):
            self._begin_annex(begins, start, found, given, annexes)
            return
        if level == 1 and self._annex_word.match(words):
            message = "this begins like an annex, and is none"
            hint = "write '# ANNEX I: its title', with the word of the dossier's language"
            self.draft.report(start, "bad-annex", message, hint)
        if level > _LEVELS:
            message = f"headings have {_LEVELS} levels at most"
            self.draft.report(begins, "too-many-levels", message, "write fewer # before it")
        if not words.strip():
            message, hint = "this heading is empty", "write its words behind the #"
            self.draft.report(begins, "empty-text", message, hint)
            return
        while self._open[-1].level >= level or (self._is_shut() and -self._open[-1].level >= level):
            self._open.pop()
        self._section(begins, (start, end), level, given)

    def _section(self, begins: int, words: tuple[int, int], level: int, given: Attributes) -> None:
        if self._is_shut():
            message = "this section stands in one that is withheld as a whole"
            hint = "put it where it belongs, or into the withheld part"
            self.draft.report(begins, "below-slot", message, hint)
            return
        path, (start, end) = self._next(), words
        self.draft.put(path, begins)
        self.draft.name(path, self._within, "heading")
        node: Node = {"kind": "section", "level": str(level)}
        if number := _NUMBER.match(self.draft.text, start, end):
            node["number"] = self.draft.words((*path, "number"), *number.span())
            del self.draft.document.scalars[(*path, "number")]
            start, end = self.draft.trimmed(number.end(), end)
        self.draft.allow(given, "id", "withhold", "unnumbered", "whole")
        if "unnumbered" in given.flags:
            node["unnumbered"] = "true"
        node |= self.draft.attach(path, given)
        blocks: list[Tree] = []
        head = self.draft.text[begins:start]
        self.draft.span(path, Span(begins, end, head, given.kept("whole"), end, given))
        if self._whole(node, path, (start, end), given):
            node["kind"] = "withheld-section"
            self._add(node)
            self._open.append(_Level(-level, path, blocks))
            return
        node["text"] = self.text((*path, "text"), start, end)
        node["blocks"] = blocks
        self._add(node)
        self._open.append(_Level(level, path, blocks))

    def _whole(self, node: Node, path: Path, words: tuple[int, int], given: Attributes) -> bool:
        """Tell whether a heading stands for all below it, and note its slot."""
        if "whole" not in given.flags:
            return False
        slot = self._alone(*words, given)
        if slot:
            node["withheld"] = self.slot(path, words[0], slot)
        else:
            message = "a section that is withheld as a whole has its slot for a heading"
            hint = "write # [[slot-id]] {whole}"
            self.draft.report(given.start, "bad-attribute", message, hint)
        return bool(slot)

    def _begin_annex(
        self,
        begins: int,
        start: int,
        found: re.Match[str],
        given: Attributes,
        annexes: list[Tree],
    ) -> None:
        path: Path = ("annexes", len(annexes))
        self._restart(self._numbering)
        self.draft.put(path, begins)
        self._within = self.draft.name(path, "", "annex")
        self.draft.allow(given, "id", "withhold", "landscape", "whole")
        node: Node = self.draft.attach(path, given)
        node["kind"] = "annex"
        if found["number"]:
            node["number"] = found["number"]
            self.draft.put((*path, "number"), start + found.start("number"))
        if "landscape" in given.flags:
            node["landscape"] = "true"
        title = (
            self.draft.trimmed(*(start + at for at in found.span("title")))
            if found["title"]
            else (start, start)
        )
        blocks: list[Tree] = []
        label = start + (found.end("number") if found["number"] else found.end("word"))
        head = f"{self.draft.text[begins:label]}: "
        end = start + found.end()
        self.draft.span(path, Span(begins, end, head, given.kept("whole"), end, given))
        if self._whole(node, path, title, given):
            node["kind"] = "withheld-annex"
            self._open = [_Level(-1, path, blocks)]
        else:
            if title[1] > title[0]:
                node["title"] = self.text((*path, "title"), *title)
            node["blocks"] = blocks
            self._open = [_Level(0, path, blocks)]
        annexes.append(node)

    def _footnote(self, block: Block, footnotes: dict[str, Tree]) -> None:
        line = self.draft.line(block.first)
        start = self.draft.begins(block.first) + line.index("[^") + 2
        name = block.info
        if len(block.inside) != 1 or block.inside[0].kind != "paragraph":
            message = "a footnote is one paragraph"
            hint = "write its words behind the colon, and nothing else below it"
            self.draft.report(start - 2, "bad-note", message, hint)
            return
        if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name) or name in footnotes:
            message = "this is no good name for a footnote, or another one has it"
            hint = "use small letters, digits and hyphens, and each name once"
            self.draft.report(start - 2, "bad-note", message, hint)
            return
        path: Path = ("footnotes", name)
        self.draft.document.keys[path] = self.draft.document.place(start)
        self.draft.words(path, start, start + len(name))
        self.draft.document.ids.append(self.draft.document.scalars.pop(path))
        self.draft.document.names[path] = f"footnote-{name}"
        place = self.draft.stretch(block.inside[0])
        footnotes[name] = self.text(path, *place)


def _complete(tree: Tree, path: Path, document: TextDocument) -> None:
    """Give a place to what has none of its own: that of what it holds first, or of its parent."""
    children: list[tuple[Path, Tree]] = []
    if isinstance(tree, dict):
        children = [((*path, key), child) for key, child in tree.items()]
    elif isinstance(tree, list):
        children = [((*path, index), child) for index, child in enumerate(tree)]
    for place, child in children:
        _complete(child, place, document)
    if path in document.values:
        return
    known = [document.values[place] for place, _ in children if place in document.values]
    if known:
        document.values[path] = known[0]
