"""Outline of an imported text: which paragraphs are headings, numbered, entries, annexes.

Numbers must be in order in the content, where a reader of it checks them; one that is not stands as
words, and prints the same. So nothing here makes up a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.content import numerals
from pipeline.importing import inline_text
from pipeline.importing.document import list_labels
from pipeline.importing.document.annexes import AnnexHeadings
from pipeline.importing.document.figure_captions import Captions
from pipeline.importing.document.list_labels import Label
from pipeline.importing.document.main_list import main_list
from pipeline.importing.document.text_nodes import Node
from pipeline.importing.found import Chart, Picture, Run
from pipeline.importing.found_document import Block, Grid, PageEnd, Passage

#: Levels of headings and of lists that content has.
HEADINGS, LISTS = 4, 4
#: Letters of a bold line that is a heading; paragraphs that may stand between entries of one list.
_LONGEST, _BETWEEN = 120, 4
#: Points within which two indents are the same.
_NEAR = 2.0
#: How lists are called whose marks are typed.
_TYPED = "typed"
_ENDS = (".", ";", ",", ":")
_NUMBER = re.compile(numerals.HEADING)
_AS_WORDS = "its number is not in the order of the content, and stands as words"
_OTHER_FORM = "its number is printed in another form"
_DEEP_HEADING = "a heading of the fifth level or deeper is one of the fourth"
_DEEP = "an entry of the fifth level or deeper stands on the fourth"


@dataclass
class _Section:
    given: int
    level: int
    order: numerals.Sequence


@dataclass
class _Open:
    """An entry that others may hang on.

    Attributes:
        list_id: which list it is of; level and indent are those of the file.
    """

    list_id: str
    level: int
    indent: float
    printed: str = ""

    @property
    def is_typed(self) -> bool:
        """Tell whether its mark stands among the words of the file, whose indent says nothing."""
        return self.list_id.startswith(_TYPED)


class Outline:
    """Makes nodes of blocks."""

    def __init__(self, annex: str) -> None:
        self.nodes: list[Node] = []
        self._annex = annex
        self._annexes = AnnexHeadings(annex)
        self._blocks: Sequence[Block] = ()
        self._at = -1
        self._begin()

    def _begin(self) -> None:
        """Begin the body, or an annex."""
        self._sections: list[_Section] = [_Section(0, 0, numerals.Sequence())]
        self._paragraphs = 0
        self._is_free = False
        self._as_entries: set[tuple[str, int]] = set()
        self._main = main_list(self._blocks[self._at + 1 :], self._annex, self._label, self._list)
        self._leave()

    def _leave(self) -> None:
        """End what entries could hang on."""
        self._base: Node | None = None
        self._open: list[_Open] = []
        self._orders: dict[int, numerals.Sequence] = {}

    def arrange(self, blocks: Sequence[Block]) -> list[Node]:
        """Return the nodes of a document."""
        captions = Captions(blocks)
        self._blocks = blocks
        self._begin()
        for at, block in enumerate(blocks):
            self._at = at
            if isinstance(block, PageEnd):
                self._page_end(block)
            elif isinstance(block, Grid | Chart | Picture):
                self._leave()
                self.nodes.append(Node("figure", figure=block, caption=captions.of(at)))
            elif at not in captions.used:
                self._passage(block)
        while self.nodes and self.nodes[-1].kind == "page-end":
            self.nodes.pop()
        return self.nodes

    def _page_end(self, block: PageEnd) -> None:
        self._leave()
        if self.nodes and self.nodes[-1].kind != "page-end":
            self.nodes.append(Node("page-end"))
        self._annexes.lies = block.landscape if block.landscape is not None else self._annexes.lies

    def _passage(self, block: Passage) -> None:
        if inline_text.says_nothing(block.runs):  # is told when it is written
            self.nodes.append(Node("paragraph", block, runs=block.runs))
            return
        follows_end = not self.nodes or self.nodes[-1].kind == "page-end"
        annex = self._annexes.node(block, is_new=follows_end)
        if annex is not None:
            if follows_end and self.nodes:
                self.nodes.pop()
            self.nodes.append(annex)
            self._begin()
            return
        if block.role == "quote":
            self._leave()
            self.nodes.append(Node("quote", block, runs=block.runs))
            return
        level = block.heading or self._level_of_line(block)
        if level:
            self._heading(block, level)
            return
        label, runs = self._label(block)
        if label is None:
            self._plain(block)
        elif self._is_numbered(block, label):
            self._numbered(block, label, runs)
        else:
            self._entry(block, label, runs)

    @staticmethod
    def _label(block: Passage) -> tuple[Label | None, list[Run]]:
        if block.label:
            return list_labels.read(block.label), block.runs
        typed = list_labels.typed(block.runs)
        return typed if typed is not None else (None, block.runs)

    def _level_of_line(self, block: Passage) -> int:
        """Return the level of a heading that is none by its style: bold, short and numbered."""
        text = "".join(run.text for run in block.runs).strip()
        if not (block.is_bold and 0 < len(text) <= _LONGEST) or text.endswith(_ENDS):
            return 0
        number = block.label or list_labels.typed_heading(text)
        if not number or any(run.withheld for run in block.runs):
            return 0
        bare = number.strip("().")
        if re.fullmatch(r"[IVXLC]+", bare) and number.endswith("."):
            return 1
        if re.fullmatch(r"[A-Z]", bare) and number.endswith("."):
            return 2
        return 3 + bare.count(".") if re.fullmatch(r"\d{1,3}(?:\.\d{1,3})*", bare) else 0

    def _heading(self, block: Passage, given: int) -> None:
        self._leave()
        while len(self._sections) > 1 and self._sections[-1].given >= given:
            self._sections.pop()
        level = len(self._sections)
        node = Node("heading", block, min(level, HEADINGS), runs=block.runs)
        if level > HEADINGS:
            node.told.append(
                ("level", "a heading of the fifth level or deeper is one of the fourth")
            )
            while len(self._sections) > HEADINGS:
                self._sections.pop()
        if not block.heading:
            node.told.append(("promoted", "a bold line with a number became a heading"))
        number, node.runs = self._number_of(block)
        order = self._sections[-1].order
        if number and self._takes(order, number):
            node.number, node.printed = number, number.rstrip(".")
        elif number:
            node.prefix = number
            if block.label:
                node.told.append(("numbered", _AS_WORDS))
        self._sections.append(_Section(given, node.level, numerals.Sequence()))
        node.is_whole = self._is_whole(block, given)
        self._is_free = self._is_free or node.is_whole
        self.nodes.append(node)

    def _is_whole(self, block: Passage, given: int) -> bool:
        """Tell whether a heading is withheld and nothing stands below it: all of it is, then."""
        if any(run.text.strip() and not run.withheld for run in block.runs) or not any(
            run.withheld for run in block.runs
        ):
            return False
        below = self._blocks[self._at + 1 :]
        first = next((row for row in below if not isinstance(row, PageEnd)), None)
        return isinstance(first, Passage) and 0 < first.heading <= given

    @staticmethod
    def _number_of(block: Passage) -> tuple[str, list[Run]]:
        """Return the number of a heading, computed or typed, and its words."""
        if block.label:
            return list_labels.read(block.label).text, block.runs
        found = list_labels.typed_heading("".join(run.text for run in block.runs))
        if found:
            return found, list_labels.without_label(block.runs, found)
        typed = list_labels.typed(block.runs)
        if typed is not None and not typed[0].is_dash:
            return typed[0].text, typed[1]
        return "", block.runs

    @staticmethod
    def _takes(order: numerals.Sequence, number: str) -> bool:
        """Count a number, if it is one that follows."""
        trial = replace(order)
        if not _NUMBER.fullmatch(number) or trial.take(number):
            return False
        order.style, order.count = trial.style, trial.count
        order.before, order.behind = trial.before, trial.behind
        return True

    def _plain(self, block: Passage) -> None:
        depth = self._hangs(block)
        if depth >= 0:
            self.nodes.append(Node("part", block, depth, runs=block.runs))
            return
        self._leave()
        node = Node("paragraph", block, runs=block.runs)
        slots = [run for run in block.runs if run.withheld]
        if block.role == "withheld" and slots:
            node.runs = slots
            node.told.append(("furniture", "what is withheld is said by the program itself"))
        self._base = node
        self.nodes.append(node)

    def _hangs(self, block: Passage) -> int:
        """Return the depth of the entry on which a paragraph hangs; -1 if it stands by itself."""
        if self._open and (goes_on := self._continued()):
            return goes_on
        base = self._base
        if base is None or not base.number or base.passage is None or block.is_centred:
            return -1
        own = base.passage.indent
        if own <= 0 or block.indent < own - _NEAR:
            return -1
        deep = [at for at, row in enumerate(self._open, start=1)
                if row.indent > own and row.indent <= block.indent + _NEAR]  # fmt: skip
        return max(deep, default=0)

    def _continued(self) -> int:
        """Return the depth of an open list that goes on below a paragraph without a number."""
        for block in self._blocks[self._at + 1 : self._at + 1 + _BETWEEN]:
            if not isinstance(block, Passage) or block.heading:
                return 0
            label, _ = self._label(block)
            if label is None:
                continue
            if label.is_dash:
                return 0
            for depth, row in enumerate(self._open, start=1):
                if row.list_id == self._list(block, label) and row.level == block.level:
                    known = self._orders.get(depth)
                    mark = label.mark
                    return depth if mark and known and not replace(known).take(mark) else 0
            return 0
        return 0

    @staticmethod
    def _list(block: Passage, label: Label) -> str:
        if block.list_id:
            return block.list_id
        text = label.text or "–"
        return f"{_TYPED} {text[0] if text[0] == '(' else ''}{label.style}{text[-1:]}"

    def _is_numbered(self, block: Passage, label: Label) -> bool:
        """Tell whether a number is that of the next numbered paragraph."""
        key = self._list(block, label)
        if not label.is_paragraph or block.level or block.box:
            return False
        if (key, block.level) in self._as_entries and not label.is_typed:
            return False
        follows = label.count == self._paragraphs + 1
        if not (follows or (self._is_free and label.count > self._paragraphs)):
            return False
        if label.count == 1 and key != self._main:
            return False
        above = (row for row in self._open if row.list_id != key and not row.is_typed)
        return not any(row.indent < block.indent - _NEAR for row in above)

    def _numbered(self, block: Passage, label: Label, runs: list[Run]) -> None:
        self._leave()
        self._paragraphs, self._is_free = label.count, False
        node = Node("paragraph", block, number=f"{label.count}.", runs=runs)
        node.printed = str(label.count)
        if label.text != node.number:
            node.told.append(("numbering", _OTHER_FORM))
        self._base = node
        self.nodes.append(node)

    def _entry(self, block: Passage, label: Label, runs: list[Run]) -> None:
        key = self._list(block, label)
        if not block.list_id and label.count == 1 and label.is_paragraph:
            self._as_entries.discard((key, block.level))
        self._close(block, key, label)
        depth = len(self._open) + 1
        node = Node("entry", block, min(depth, LISTS), runs=runs)
        if depth > LISTS:
            depth = LISTS
            self._open = self._open[: LISTS - 1]
            node.told.append(("level", _DEEP))
        self._orders = {at: order for at, order in self._orders.items() if at <= depth}
        order = self._orders.setdefault(depth, numerals.Sequence())
        mark = label.mark
        if label.is_dash:
            self._orders.pop(depth)
            node.number = "–"
        elif mark and self._takes(order, mark):
            node.number = mark
            if mark != label.text:
                node.told.append(("numbering", _OTHER_FORM))
        else:
            self._as_words(node, label)
        above = self._open[-1].printed if self._open else (self._base.printed if self._base else "")
        dash = node.number in {"", "–"}
        node.printed = above if dash else f"{above}{node.number}"
        self._as_entries.add((key, block.level))
        if node.kind == "entry":
            self._open.append(_Open(key, block.level, block.indent, node.printed))
        if dash:
            node.printed = ""
        self.nodes.append(node)

    def _as_words(self, node: Node, label: Label) -> None:
        """Let a number stand as words, where it cannot be one: in a paragraph at the same depth."""
        node.prefix, node.number = label.text, ""
        if not label.is_typed:
            node.told.append(("numbered", _AS_WORDS))
        if node.level > 1 or (self._base is not None and self._base.number):
            node.kind, node.level = "part", node.level - 1
            return
        self._leave()
        node.kind, node.level = "paragraph", 0
        self._base = node

    def _close(self, block: Passage, key: str, label: Label) -> None:
        """Close the open entries that an entry does not hang on."""
        same = [at for at, row in enumerate(self._open) if row.list_id == key]
        lower = [at for at in same if self._open[at].level < block.level]
        if same and (block.list_id or label.is_typed):
            keep = lower[-1] + 1 if lower else same[0]
            level = [at for at in same if self._open[at].level == block.level]
            self._open = self._open[: level[0] if level else keep]
            return
        if block.list_id or label.is_dash:
            while self._open and self._open[-1].indent >= block.indent - _NEAR:
                if (
                    not block.list_id
                    and block.indent == self._open[-1].indent
                    and not label.count > 1
                ):
                    break
                self._open.pop()
