"""Cover of a Council document, read: its head, the table From/To/Subject, what hands it over.

Lines that no key of the content can hold are told, and so are those that the program prints itself.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.content.rules import covers
from pipeline.importing.document import cover_words
from pipeline.importing.document.cover_words import bare, phrases
from pipeline.importing.found import Paragraph
from pipeline.importing.found_document import Block, Grid, PageEnd, Passage
from pipeline.importing.report_items import Item, Leaf
from pipeline.importing.run_joining import plain_if_all
from pipeline.importing.text_content import Writer
from pipeline.resources.covers import forms

#: Blocks within which the table of a cover begins; rows of it whose labels must be known.
_FIRST, _LEAST = 45, 2
#: Keys of dossier.yaml, in the order in which they are written.
_ORDER = ("draft", "number", "language", "date", "place", "original", "marking", "codes", "file",
          "cover")  # fmt: skip
_OWN = "the program prints its own"
_LABELLED = re.compile(r"\s*([^\t:]{2,40}:?)[ \u00a0]*(?:\t|:)\s*(.+)", re.DOTALL)


@dataclass
class Cover:
    """A cover as far as a file tells it, and the blocks behind it.

    Attributes:
        tree: dossier.yaml.
        stamp: date of the stamp of a document that is public in part.
    """

    tree: dict[str, Any]
    rest: list[Block]
    stamp: str = ""


@dataclass
class _Line:
    """A line of the head."""

    paragraph: Paragraph
    at: str

    @property
    def text(self) -> str:
        return " ".join("".join(run.text for run in self.paragraph.runs).split())


@dataclass
class _Row:
    key: str
    label: _Line
    lines: list[_Line] = field(default_factory=list)


def read_cover(blocks: Sequence[Block], writer: Writer, number: str) -> Cover:
    """Return what the first blocks of a document say as its cover.

    Args:
        blocks: of the document.
        writer: gets the items of the report.
        number: of the document, if it is known otherwise.
    """
    tree: dict[str, Any] = {"draft": True}
    if number:
        tree["number"] = number
    tree["language"] = writer.language
    reader = _Reader(writer, tree)
    found = _header(blocks)
    if found is None:
        tree["cover"] = {"type": "working-document"}
        return Cover(tree, reader.titled(blocks))
    start, end, rows = found
    head = [line for block in blocks[:start] for line in _lines(block)]
    others = [block for block in blocks[:start] if block.type in {"picture", "chart"}]
    for block in others:
        words = f"a {block.type} of the cover: the program prints its own cover"
        writer.items.append(Item(block.type, getattr(block, "shape", None), "", None, None,
                                 "left-out", "cover", words))  # fmt: skip
    kind, label = reader.head(head)
    tree["cover"] = {"type": kind, **({"label": label} if label else {})}
    reader.rows(rows, kind)
    rest = reader.below(list(blocks[end:]), kind)
    return Cover(_ordered(tree), rest, reader.stamp)


def _ordered(tree: dict[str, Any]) -> dict[str, Any]:
    return {key: tree[key] for key in _ORDER if key in tree}


def _header(blocks: Sequence[Block]) -> tuple[int, int, list[_Row]] | None:
    """Return where the rows From, To, Subject begin and end, and the rows; None for none."""
    for at, block in enumerate(blocks[:_FIRST]):
        if isinstance(block, Grid):
            rows = [*_table_rows(block)]
            known = [row for row in rows if row.key]
            if _is_header(known):
                return at, at + 1, rows
    rows = []
    begins = -1
    for at, block in enumerate(blocks[:_FIRST]):
        row = _labelled(block) if isinstance(block, Passage) else None
        if row is not None:
            begins = at if begins < 0 else begins
            rows.append(row)
        elif begins >= 0 and at > begins + len(rows) - 1:
            break
    if _is_header(rows):
        return begins, begins + len(rows), rows
    return None


def _is_header(rows: Sequence[_Row]) -> bool:
    """Tell whether rows are those of a cover: Subject, and others."""
    keys = {row.key for row in rows}
    return len(keys) >= _LEAST and "subject" in keys


def _table_rows(grid: Grid) -> Iterator[_Row]:
    for index, cells in enumerate(grid.rows, start=1):
        lines = [
            [_Line(row, f"row {index}, cell {place}, paragraph {count}")
             for count, row in enumerate(cell.paragraphs, start=1)]
            for place, cell in enumerate(cells, start=1)
        ]  # fmt: skip
        worded = [cell for cell in lines if cell]
        if not worded:
            continue
        text = " ".join(line.text for line in worded[0])
        name = phrases().rows.get(bare(text), "") if len(worded) > 1 else ""
        if name:
            yield _Row(name, worded[0][0], [line for cell in worded[1:] for line in cell])
        else:
            yield _Row("", worded[0][0], [line for cell in worded for line in cell])


def _labelled(block: Passage) -> _Row | None:
    text = "".join(run.text for run in block.runs)
    found = _LABELLED.fullmatch(text)
    name = phrases().rows.get(bare(found[1]), "") if found else ""
    if not name or found is None or any(run.withheld for run in block.runs):
        return None
    line = _Line(replace_text(block, found.start(2)), f"paragraph {block.number}")
    return _Row(name, _Line(block, f"paragraph {block.number}"), [line])


def replace_text(block: Passage, start: int) -> Paragraph:
    """Return a paragraph without its first letters."""
    runs = []
    for run in block.runs:
        cut = min(start, len(run.text))
        start -= cut
        if len(run.text) > cut or run.withheld:
            runs.append(replace(run, text=run.text[cut:]))
    return Paragraph(runs, told=block.told)


def _lines(block: Block) -> Iterator[_Line]:
    if isinstance(block, Passage):
        yield _Line(block, f"paragraph {block.number}")
    elif isinstance(block, Grid):
        for index, row in enumerate(block.rows, start=1):
            for place, cell in enumerate(row, start=1):
                for count, paragraph in enumerate(cell.paragraphs, start=1):
                    yield _Line(paragraph, f"row {index}, cell {place}, paragraph {count}")


class _Reader:
    def __init__(self, writer: Writer, tree: dict[str, Any]) -> None:
        self.writer, self.tree = writer, tree
        self.stamp = ""

    def _item(self, line: _Line) -> Item:
        item = Item("cover", None, "", line.at, line.text or None)
        self.writer.items.append(item)
        return item

    def _taken(self, line: _Line, value: str) -> Leaf:
        return Leaf(value, [self._item(line)])

    def _leave(self, line: _Line, why: str, words: str) -> None:
        if any(run.withheld for run in line.paragraph.runs):
            self.writer.line(line.paragraph, "cover", line.at, None)
            return
        item = self._item(line)
        item.fate, item.why, item.words = "left-out", why, words

    def titled(self, blocks: Sequence[Block]) -> list[Block]:
        """Take the title of a document without a cover as its subject."""
        rest = list(blocks)
        first = next((at for at, row in enumerate(rest) if not isinstance(row, PageEnd)), None)
        block = rest[first] if first is not None else None
        if not isinstance(block, Passage) or block.role != "title" or first is None:
            return rest
        block.told.append(("promoted", "the title of the document became the subject of the cover"))
        leaf = self._words(_Line(block, f"paragraph {block.number}"), "title")
        if leaf is not None:
            self.tree["cover"]["subject"] = leaf
            del rest[first]
        return rest

    def _words(self, line: _Line, what: str = "cover") -> Leaf | None:
        """Return a line as a text of the cover, which has no footnotes."""
        runs = [replace(run, place="") for run in line.paragraph.runs if not run.note]
        if len(runs) < len(line.paragraph.runs):
            words = "a footnote of the cover, which has none here"
            self.writer.items.append(
                Item("footnote", None, "", line.at, None, "left-out", "cover", words)
            )
        paragraph = Paragraph(runs, told=[*line.paragraph.told])
        plain_if_all(paragraph)
        found = self.writer.line(paragraph, what, line.at, None)
        return found.leaf if found is not None else None

    def head(self, lines: Sequence[_Line]) -> tuple[str, str]:
        """Read what stands above the rows; return the cover's type, and its name if it is new."""
        kind = label = ""
        left: list[_Line] = []
        for line in lines:
            text = line.text
            if found := phrases().types.get(bare(text)):
                kind = found
                self._item(line).where = "dossier.yaml cover/type"
            elif not self._known(line):
                left.append(line)
        for line in left:
            is_label = not kind and line is left[-1] and line.text.isupper()
            if is_label and len(line.text) < 60:  # noqa: PLR2004 - a name, not a sentence
                kind, label = "other", line.text
                self._item(line).where = "dossier.yaml cover/label"
            else:
                self._leave(line, "cover", "a line of the cover that no key of dossier.yaml holds")
        series = str(self.tree.get("number", "WK"))
        return kind or ("working-document" if series.startswith("WK") else "note"), label

    def _known(self, line: _Line) -> bool:
        """Take a line of the head, if it is one that covers have."""
        text = line.text
        if any(run.withheld for run in line.paragraph.runs):
            return False
        if bare(text) in phrases().fixed:
            self._leave(line, "cover", f"a fixed phrase of the cover: {_OWN}")
            return True
        readers: tuple[Callable[[_Line], bool], ...] = (
            self._number, self._stamp, self._file, self._marking, self._date, self._codes,
        )  # fmt: skip
        return any(read(line) for read in readers)

    def _set(self, key: str, line: _Line, value: Any) -> bool:
        if key in self.tree:
            self._leave(line, "cover", "said elsewhere already")
        else:
            self.tree[key] = self._taken(line, value)
        return True

    def _number(self, line: _Line) -> bool:
        found = cover_words.number_in(line.text)
        return bool(found) and self._set("number", line, found)

    def _stamp(self, line: _Line) -> bool:
        found = cover_words.stamp_date(line.text)
        if found is None:
            return False
        self.stamp = found.isoformat()
        item = self._item(line)
        item.fate, item.why = "left-out", "stamp"
        item.words = (
            "the stamp of a decision to give access; it stands in 'access:' if there are slots"
        )
        return True

    def _file(self, line: _Line) -> bool:
        found = cover_words.file_in(line.text)
        return bool(found) and self._set("file", line, found)

    def _marking(self, line: _Line) -> bool:
        return line.text == "LIMITE" and self._set("marking", line, "LIMITE")

    def _date(self, line: _Line) -> bool:
        text = line.text
        original = cover_words.original_in(text)
        found = cover_words.date_in(text, self.writer.language)
        if found is None:
            return bool(original) and self._original(line, original)
        if len(text) > 60:  # noqa: PLR2004 - a sentence with a date
            return False
        self._set("date", line, found.isoformat())
        place = cover_words.place_before_date(text)
        if place and place not in {"Brussels", self._usual_place()}:
            self.tree["place"] = place
        if original:
            self._add_original(original)
        return True

    def _usual_place(self) -> str:
        from pipeline.resources import labels  # noqa: PLC0415

        return labels.load(self.writer.language)["place"]

    def _original(self, line: _Line, original: str) -> bool:
        self._item(line).where = "dossier.yaml original"
        self._add_original(original)
        return True

    def _add_original(self, original: str) -> None:
        if original != self.writer.language:
            self.tree["original"] = original

    def _codes(self, line: _Line) -> bool:
        if not cover_words.is_code(line.text) or "number" not in self.tree:
            return False
        self.tree.setdefault("codes", []).append(self._taken(line, line.text))
        return True

    def rows(self, rows: Sequence[_Row], kind: str) -> None:
        """Read the rows of the table."""
        cover, allowed = self.tree["cover"], covers.fields(kind)
        for row in rows:
            if row.key not in allowed or row.key in cover:
                for line in row.lines:
                    words = f"a row of the cover that its type has not: '{bare(row.label.text)}'"
                    self._leave(
                        line, "cover", words if row.key else "a row of the cover without a key"
                    )
                continue
            self._label(row)
            if row.key == "dated":
                day = cover_words.date_in(row.lines[0].text, self.writer.language)
                if day is not None:
                    cover["dated"] = self._taken(row.lines[0], day.isoformat())
                    continue
            leaves = [leaf for line in row.lines if (leaf := self._words(line)) is not None]
            if leaves:
                cover[row.key] = leaves[0] if len(leaves) == 1 else leaves

    def _label(self, row: _Row) -> None:
        if row.label.at.startswith("row"):
            self._leave(row.label, "cover", f"the name of a row: {_OWN}")

    def below(self, blocks: list[Block], kind: str) -> list[Block]:
        """Read what stands on the cover's page below the rows: the lead-in, notices, enclosures."""
        page = [*itertools.takewhile(lambda block: not isinstance(block, PageEnd), blocks)]
        rest = blocks
        while rest and isinstance(rest[0], Passage) and self._small(rest[0], kind):
            rest = rest[1:]
        lines = [row for row in page if isinstance(row, Passage) and not self._is_small(row)]
        is_page = 0 < len(page) < len(blocks) and all(isinstance(row, Passage) for row in page)
        if not (is_page and lines and self._hands_over(lines, kind)):
            return rest
        for row in page:
            if row in lines or not isinstance(row, Passage):
                continue
            if row in rest:
                self._small(row, kind)
        return blocks[len(page) :]

    @staticmethod
    def _is_small(block: Passage) -> bool:
        """Tell whether a line is one that covers have below their rows."""
        text = "".join(run.text for run in block.runs)
        row = _labelled(block)
        if row is not None and row.key == "enclosure":
            return True
        return bare(text) in phrases().fixed or cover_words.is_justifications(text)

    def _small(self, block: Passage, kind: str) -> bool:
        """Take such a line."""
        line = _Line(block, f"paragraph {block.number}")
        row = _labelled(block)
        if row is not None and row.key == "enclosure":
            self.rows([row], kind)
            return True
        if self._is_small(block):
            self._leave(line, "cover", f"a fixed phrase of the cover: {_OWN}")
            return True
        return False

    def _hands_over(self, lines: Sequence[Passage], kind: str) -> bool:
        """Take a sentence that hands over what follows, and below it who made that."""
        if forms()[kind].lead_in not in {"needed", "allowed"} or len(lines) > 2:  # noqa: PLR2004
            return False
        if any(row.heading or row.label for row in lines):
            return False
        if len(lines) == 2 and not lines[1].is_bold:  # noqa: PLR2004
            return False
        for row, key in zip(lines, ("lead_in", "enclosure_author"), strict=False):
            leaf = self._words(_Line(row, f"paragraph {row.number}"))
            if leaf is not None:
                self.tree["cover"][key] = leaf
        return True
