"""Body of a document, read in its order: paragraphs, tables, figures, text boxes, page ends."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace

from pipeline.core.ooxml_names import q
from pipeline.importing.colour_scheme import Colour
from pipeline.importing.document import drawings, grid_reader, passages
from pipeline.importing.document.covering_shapes import Cover, cover, covers
from pipeline.importing.document.list_counts import BULLET, Label, Numbering
from pipeline.importing.document.passages import Setting, Words
from pipeline.importing.document.styles import switched, value
from pipeline.importing.found import Run, Told
from pipeline.importing.found_document import Block, PageEnd, Passage, Role
from pipeline.importing.office_package import BadFileError, Element, find, local, whole, word_name
from pipeline.importing.picture_reader import Pictures
from pipeline.importing.printed_markers import count, marked
from pipeline.importing.run_joining import merged

_ROLES: dict[str, Role] = {"title": "title", "subtitle": "subtitle"}
_GALLERIES = frozenset(("Table of Contents", "Bibliographies", "Table of Figures"))
_AROUND = frozenset(("ins", "moveTo", "customXml", "smartTag"))
_REMOVED = frozenset(("del", "moveFrom"))
#: Style of our own documents for what is withheld as a whole.
_WITHHELD = "withheld in text"
_NEW_PAGE = frozenset(("", "nextPage", "oddPage", "evenPage"))
#: Paragraphs of a document; more are none for people.
_MOST = 60_000


@dataclass
class Held:
    """Words of a paragraph whose end a revision takes away: they go on in the next one."""

    words: Words
    element: Element


@dataclass
class Body:
    """Reader of what stands in a document's part.

    Attributes:
        told: what stays behind.
    """

    setting: Setting
    numbering: Numbering
    pictures: Pictures
    blocks: list[Block] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    number: int = 0
    tables: int = 0
    drawn: int = 0
    box: int = 0
    _held: Held | None = None
    _sections: list[tuple[int, Element]] = field(default_factory=list)
    _covers: list[Cover] = field(default_factory=list)

    def read(self, root: Element) -> None:
        """Read a part, and put the ends of its sections where they are."""
        self.flow(root)
        last = find(root, "w:sectPr")
        if last is not None:
            self._sections.append((len(self.blocks), last))
        cover(self._covers, self.blocks, self.told)
        self._end_sections()

    def flow(self, holder: Element) -> None:
        """Read what stands in an element, in its order."""
        for child in holder:
            name = word_name(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name == "sdt":
                self._control(child)
            elif name in _AROUND:
                self.flow(child)
            elif name in _REMOVED:
                words = count(" ".join(str(row.text or "") for row in child.iter(q("w:t"))))
                self._tell("revision", "deleted", f"words that a revision takes away: {words}")
            elif name == "altChunk":
                self._tell("embedded-file", "embedded", "a part that stands in another file")
            elif name in {"oMath", "oMathPara"}:
                self._formula(child)

    def _tell(self, what: str, why: str, words: str, text: str | None = None) -> None:
        self.told.append(Told(what, why, words, text=text))

    def _control(self, element: Element) -> None:
        properties = find(element, "w:sdtPr")
        gallery = value(find(properties, "w:docPartObj"), "w:docPartGallery")
        content = find(element, "w:sdtContent")
        if content is None:
            return
        if gallery in _GALLERIES:
            for row in content.iter(q("w:p")):
                self._line_of_contents(row)
        elif find(properties, "w:showingPlcHdr") is not None:
            words = count(" ".join(str(row.text or "") for row in content.iter(q("w:t"))))
            text = f"the prompt of a control that is not filled in: {words} words"
            self._tell("placeholder", "hidden", text)
            self.number += sum(1 for _ in content.iter(q("w:p")))
        else:
            self.flow(content)

    def _line_of_contents(self, element: Element) -> None:
        self.number += 1
        words = passages.read(
            element, passages.style_of(element, self.setting.styles), self.setting
        )
        self.told += [replace(fact, at=f"paragraph {self.number}") for fact in words.left]
        said = "".join([*words.contents, *(run.text for run in words.runs)])
        self._contents(said)

    def _contents(self, text: str) -> None:
        text = " ".join(text.split())
        if text:
            words = "a line of a table of contents: the program makes its own"
            self.told.append(
                Told("contents", "contents", words, text=text, at=f"paragraph {self.number}")
            )

    def _formula(self, element: Element) -> None:
        self.number += 1
        holder = element.makeelement(q("w:p"), {}, None)
        holder.append(copy.deepcopy(element))
        self._say(holder, passages.read(holder, "", self.setting), None)

    def _paragraph(self, element: Element) -> None:
        self.number += 1
        if self.number > _MOST:
            message = f"the file has more than {_MOST} paragraphs"
            raise BadFileError("too-large", message)
        properties = find(element, "w:pPr")
        style = passages.style_of(element, self.setting.styles)
        words = passages.read(element, style, self.setting)
        if self._held is not None:
            words = _joined(self._held.words, words)
            self._held = None
        if _goes_on(properties, words):
            self._held = Held(words, element)
            return
        label = self.numbering.of(properties, style)
        self._say(element, words, label)
        section = find(properties, "w:sectPr")
        if section is not None:
            self._sections.append((len(self.blocks), section))

    def _say(self, element: Element, words: Words, label: Label | None) -> None:
        """Add a paragraph, and behind it the figures and text boxes that it holds."""
        at = f"paragraph {self.number}"
        for fact in words.left:
            fact.at = at
        self.told += words.left
        self._contents("".join(words.contents))
        new_page = self._begins_page(element, words)
        if new_page:
            self.blocks.append(PageEnd())
        if words.has_words:
            self.blocks.append(self._passage(element, words, label))
        first = len(self.blocks)
        for drawing in words.figures:
            self._drawing(drawing, first - words.has_words)
        if not words.has_words and words.anchors and len(self.blocks) > first:
            row = self.blocks[first]
            if isinstance(row, Passage):
                row.anchors += words.anchors
        if "behind" in words.breaks:
            self.blocks.append(PageEnd())

    def _begins_page(self, element: Element, words: Words) -> bool:
        style = passages.style_of(element, self.setting.styles)
        own = find(element, "w:pPr/w:pageBreakBefore")
        given = own if own is not None else self.setting.styles.first(style, "w:pageBreakBefore")
        return "before" in words.breaks or (
            switched(given) and (words.has_words or own is not None)
        )

    def _passage(self, element: Element, words: Words, label: Label | None) -> Passage:
        styles = self.setting.styles
        properties, style = find(element, "w:pPr"), passages.style_of(element, styles)
        runs = marked(merged(words.runs))
        worded = [run for run in runs if run.text.strip() and not run.withheld]
        found = Passage(runs, size=words.size, told=words.told, number=self.number)
        found.heading = styles.heading(style, properties)
        found.role = _role(styles.names(style))
        found.anchors = words.anchors
        found.is_bold = bool(worded) and all(run.bold for run in worded)
        found.is_centred = self._property(properties, style, "w:jc", "w:val") == "center"
        found.box = self.box
        if label is not None:
            found.label, found.level, found.list_id = label.text, label.level, label.list_id
            found.bulleted = True
        left = self._property(properties, style, "w:ind", "w:left", "w:start")
        if left:
            found.indent = whole(left) / 20
        elif label is not None and label.indent is not None:
            found.indent = label.indent
        return found

    def _property(self, own: Element | None, style: str, path: str, *names: str) -> str:
        for row in (find(own, path), self.setting.styles.first(style, path)):
            for name in names:
                if row is not None and row.get(q(name)) is not None:
                    return str(row.get(q(name)))
        return ""

    def _drawing(self, element: Element, at: int) -> None:
        """Read a drawing: its pictures and charts, and the words of its text boxes.

        Args:
            element: the drawing.
            at: how many blocks stand before that of its paragraph.
        """
        setting = self.setting
        found = drawings.of(element, setting.page, setting.unseen)
        self.told += found.told
        if not found.unseen:
            self._covers += covers(element, at, setting.styles.colours)
        for what in found.embedded:
            self._tell("embedded-file", "embedded", what)
        for thing in found.things:
            self.drawn += 1
            if local(thing.element) == "relIds":
                self._diagram(thing)
                continue
            block = drawings.read(thing, self.drawn, self.setting.source, self.pictures)
            if block is not None:
                self.blocks.append(block)
        for text in found.texts:
            self._text_box(text, drawings.behind(text, setting.styles.colours))
        for text, why in found.unseen:
            self._text_box(text, None, why)

    def _diagram(self, thing: drawings.Thing) -> None:
        """Add the points of a diagram as a list."""
        for text, level in drawings.diagram(thing, self.setting.source):
            self.number += 1
            row = Passage(marked([Run(text)]), level=level, bulleted=True, number=self.number)
            row.label, row.list_id, row.box = BULLET, f"diagram {self.drawn}", self.drawn
            row.told.append(("as-list", "the points of a diagram became a list"))
            self.blocks.append(row)

    def _text_box(self, content: Element, behind: Colour | None, unseen: str = "") -> None:
        before, box = self.setting, self.box
        self.box = self.drawn = self.drawn + 1
        unseen = before.unseen or unseen
        self.setting = replace(before, behind=behind, of_table={}, unseen=unseen)
        self.flow(content)
        self.setting, self.box = before, box

    def _table(self, element: Element) -> None:
        inner = grid_reader.only_cell(element)
        if inner is not None:
            self.flow(inner)
            return
        self.tables += 1
        reader = grid_reader.TableReader(self.setting, self.numbering, self.tables)
        grid = reader.read(element)
        self.told += reader.told
        self.number += reader.paragraphs
        if grid.rows:
            self.blocks.append(grid)
        at, before = len(self.blocks) - bool(grid.rows), self.setting
        for drawing, why in reader.drawings:
            self.setting = replace(before, unseen=before.unseen or why)
            self._drawing(drawing, at)
        self.setting = before

    def _end_sections(self) -> None:
        """Put page ends where sections begin on a new page."""
        ends: list[tuple[int, PageEnd]] = []
        lies = [_lies(section) for _, section in self._sections]
        for index, (_, section) in enumerate(self._sections[1:], start=1):
            kind = value(section, "w:type")
            turned = lies[index] if lies[index] != lies[index - 1] else None
            if kind in _NEW_PAGE or turned is not None:
                ends.append((self._sections[index - 1][0], PageEnd(turned)))
        if lies and lies[0]:
            self.blocks.insert(0, PageEnd(landscape=True))
            ends = [(at + 1, end) for at, end in ends]
        for at, end in reversed(ends):
            self.blocks.insert(at, end)


def _goes_on(properties: Element | None, words: Words) -> bool:
    """Tell whether a paragraph goes on in the next: its end is taken away, or it is one letter."""
    frame = find(properties, "w:framePr")
    kind = str(frame.get(q("w:dropCap"), "none")) if frame is not None else "none"
    is_taken = any(find(properties, f"w:rPr/w:{name}") is not None for name in _REMOVED)
    return is_taken or (kind in {"drop", "margin"} and words.has_words)


def _role(names: list[str]) -> Role:
    """Return the role of a style, by its name or that of one it is based on."""
    for name in names:
        if name in _ROLES:
            return _ROLES[name]
        if name.endswith("caption"):
            return "caption"
        if name.endswith("quote"):
            return "quote"
        if name == _WITHHELD:
            return "withheld"
    return ""


def _lies(section: Element) -> bool:
    size = find(section, "w:pgSz")
    if size is None:
        return False
    wide, high = (whole(str(size.get(q(name), "0"))) for name in ("w:w", "w:h"))
    return size.get(q("w:orient")) == "landscape" or wide > high


def _joined(first: Words, second: Words) -> Words:
    second.runs = [*first.runs, *second.runs]
    second.told = [*first.told, *(row for row in second.told if row not in first.told)]
    second.left = [*first.left, *second.left]
    second.anchors = [*first.anchors, *second.anchors]
    second.figures = [*first.figures, *second.figures]
    return second
