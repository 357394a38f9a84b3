"""Reader of an imported document, for the proof: paragraphs, tables, notes, pictures, charts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree as ET

from pipeline.audit.findings import UnreadableError
from pipeline.audit.original import chart_numbers
from pipeline.audit.original.document_facts import Drawing, Saying, Table, Written
from pipeline.audit.original.document_numbers import Numbers, Styles, W, attribute
from pipeline.audit.original.document_words import Spoken, speak
from pipeline.audit.original.facts import Cell, Line
from pipeline.audit.original.original_file import OfficeFile
from pipeline.audit.original.original_lines import squeezed

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"
_AROUND = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml"))
_GALLERIES = frozenset(("Table of Contents", "Bibliographies", "Table of Figures"))
_NAMES_FIGURE = re.compile(r"\S+[ \u00a0](?:[IVXLC]+|[A-Z]?\d+(?:[.-]\d+)*)\s*(?:[:.\u2013-]|$)")
_WHOLE = 100_000
#: Height of a row in twips below which no letter is seen.
_LOWEST = 40
_OFF = frozenset(("0", "false", "off"))


def read(file: OfficeFile) -> Written:
    """Return what a document says.

    Raises:
        UnreadableError: a part is missing or cannot be read.
    """
    main = next((target for kind, target, external in file.relations("").values()
                 if kind == "officeDocument" and not external), "")  # fmt: skip
    body = file.xml(main).find(f"{W}body") if main else None
    if body is None:
        raise UnreadableError("the original is no document")
    styles = Styles(_part(file, main, "styles"))
    reader = _Reader(file, main, styles, Numbers(_part(file, main, "numbering"), styles))
    reader.flow(body, 0)
    for kind in ("footnote", "endnote"):
        root = _part(file, main, f"{kind}s")
        part = _target(file, main, f"{kind}s")
        for row in root.findall(f"{W}{kind}") if root is not None else ():
            reader.note(row, kind, part)
    kinds = [kind for kind, _, _ in file.relations(main).values()]
    reader.found.has_comments = "comments" in kinds
    settings = _part(file, main, "settings")
    for key in _shown_heads(file.xml(main), settings):
        _, target, external = file.relations(main).get(key, ("", "", True))
        if not external and target in file.members:
            words = (speak(row, {}, styles) for row in _paragraphs(file.xml(target)))
            reader.found.repeated.append(squeezed(" ".join(row.text for row in words)))
    return reader.found


def _shown_heads(root: ET.Element, settings: ET.Element | None) -> list[str]:
    """Return the ids of the heads and feet that pages show (ECMA-376 17.10)."""
    found: list[str] = []
    even = settings.find(f"{W}evenAndOddHeaders") if settings is not None else None
    for section in root.iter(f"{W}sectPr"):
        switches = {"even": even, "first": section.find(f"{W}titlePg")}
        for row in section:
            if row.tag not in {f"{W}headerReference", f"{W}footerReference"}:
                continue
            kind = row.get(f"{W}type", "default")
            switch = switches.get(kind)
            is_on = switch is not None and switch.get(f"{W}val", "1") not in _OFF
            if kind == "default" or is_on:
                found.append(row.get(f"{_R}id", ""))
    return found


def _paragraphs(holder: ET.Element) -> Iterator[ET.Element]:
    """Yield the paragraphs of a head or a note, but for those of rows that nobody sees."""
    for child in _children(holder):
        if child.tag == f"{W}p":
            yield child
            for box in _boxes(child):
                yield from _paragraphs(box)
        elif child.tag == f"{W}tbl":
            for line in _lines(child):
                for cell in _cells(line):
                    yield from _paragraphs(cell)
        elif child.tag in _AROUND and child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
            yield from _paragraphs(child)


def _target(file: OfficeFile, main: str, kind: str) -> str:
    return next((target for name, target, external in file.relations(main).values()
                 if name == kind and not external), "")  # fmt: skip


def _part(file: OfficeFile, main: str, kind: str) -> ET.Element | None:
    target = _target(file, main, kind)
    try:
        return file.xml(target) if target else None
    except UnreadableError:
        return None


@dataclass
class _Reader:
    file: OfficeFile
    part: str
    styles: Styles
    numbers: Numbers
    found: Written = field(default_factory=Written)
    count: int = 0
    tables: int = 0
    contents: int = 0
    fields: list[str] = field(default_factory=list)
    held: Spoken | None = None
    later: list[ET.Element] = field(default_factory=list)

    @property
    def _relations(self) -> dict[str, tuple[str, str, bool]]:
        return self.file.relations(self.part)

    def flow(self, holder: ET.Element, table: int) -> None:
        """Read what stands in an element, in its order."""
        for child in _children(holder):
            if child.tag == f"{W}p":
                self._paragraph(child, table)
            elif child.tag == f"{W}tbl":
                self._table(child, table)
            elif child.tag in _AROUND:
                if attribute(child, "sdtPr/docPartObj/docPartGallery") in _GALLERIES:
                    self.contents += 1
                    self.flow(child, table)
                    self.contents -= 1
                elif child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                    self.flow(child, table)

    def _paragraph(self, row: ET.Element, table: int) -> Saying | None:
        self.count += 1
        words = speak(row, self._relations, self.styles, self.fields).behind(self.held)
        self.held = words if _goes_on(row, words) and not table else None
        if self.held is not None:
            return None
        label, list_id, level = self.numbers.of(row)
        saying = self._saying(words, f"paragraph {self.count}", table)
        saying = Saying(
            saying.at, saying.text, saying.hidden, label, list_id, level,
            0 if table else self.styles.heading(row), saying.links, saying.notes, table,
            bool(self.contents) or words.is_contents, self._is_caption(row, words), words.is_loose,
        )  # fmt: skip
        if saying.text or saying.hidden or saying.notes:
            self.found.sayings.append(saying)
        for drawing in words.drawings:
            if table:  # what stands over a table is read behind it
                self.later.append(drawing)
            else:
                self._drawing(drawing, table)
        return saying

    def _is_caption(self, row: ET.Element, words: Spoken) -> bool:
        names = [
            attribute(style, "name").lower() for style in self.styles.chain(self.styles.of(row))
        ]
        is_named = any(name.endswith("caption") for name in names)
        return is_named or bool(_NAMES_FIGURE.match(words.text))

    @staticmethod
    def _saying(words: Spoken, at: str, table: int) -> Saying:
        return Saying(at, squeezed(words.text), words.hidden, links=tuple(words.links),
                      notes=tuple(words.notes), table=table, is_loose=words.is_loose)  # fmt: skip

    def note(self, row: ET.Element, kind: str, part: str) -> None:
        """Read a note."""
        if row.get(f"{W}type", "normal") != "normal":
            return
        for number, paragraph in enumerate(_paragraphs(row), start=1):
            words = speak(paragraph, self.file.relations(part), self.styles, in_note=True)
            at = f"{kind} {row.get(f'{W}id', '')}, paragraph {number}"
            label, _, _ = self.numbers.of(paragraph)
            saying = replace(self._saying(words, at, 0), label=label)
            if saying.text:
                self.found.notes.append(saying)

    def _table(self, row: ET.Element, above: int) -> None:
        cells = [cell for line in _lines(row) for cell in _cells(line)]
        if len(cells) == 1 and not above:
            self.flow(cells[0], above)
            return
        if above:  # its words stand in the cell of the other
            for cell in cells:
                self.flow(cell, above)
            return
        self.tables += 1
        number = self.tables
        self.found.tables.append(Table(number, tuple(self._grid(row, number))))
        over, self.later = self.later, []
        for drawing in over:
            self._drawing(drawing, 0)

    def _grid(self, table: ET.Element, number: int) -> Iterator[Cell]:
        open_: dict[int, list[int]] = {}
        found: list[tuple[list[int], tuple[Line, ...]]] = []
        for index, line in enumerate(_lines(table)):
            column = _count(attribute(line, "trPr/gridBefore", "0"))
            still: dict[int, list[int]] = {}
            for cell in _cells(line):
                wide = max(_count(attribute(cell, "tcPr/gridSpan", "1")), 1)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                goes_on = merge is not None and merge.get(f"{W}val", "continue") != "restart"
                begun = len(self.found.sayings)
                self.flow(cell, number)
                said = self.found.sayings[begun:]
                lines = tuple(Line(row.at, _with_label(row)) for row in said if row.text)
                above = open_.get(column)
                if goes_on and above is not None and above[2] == wide:
                    above[3] += 1
                    still[column] = above
                    del self.found.sayings[begun:]
                else:
                    place = [index, column, wide, 1]
                    found.append((place, lines))
                    still[column] = place
                column += wide
            open_ = still
        for (row, column, wide, deep), lines in found:
            yield Cell(row, column, wide, deep, lines)

    def _drawing(self, drawing: ET.Element, table: int) -> None:
        own = next(drawing.iter(f"{_WP}docPr"), None)
        if own is not None and own.get("hidden") in {"1", "true", "on"}:
            return
        said = squeezed(own.get("descr", "")) if own is not None else ""
        for row in _outside_boxes(drawing):
            if row.tag == f"{_A}blip":
                key = row.get(f"{_R}embed", "")
                self._picture(key, said, drawing)
            elif row.tag == f"{_VML}imagedata":
                self._picture(row.get(f"{_R}id", ""), "", drawing)
            elif row.tag == _CHART and (relation := self._relations.get(row.get(f"{_R}id", ""))):
                chart = chart_numbers.read(self.file, relation[1])
                number = len(self.found.drawings) + 1
                behind = len(self.found.sayings)
                self.found.drawings.append(Drawing(number, said, chart=chart, behind=behind))
        for box in _boxes(drawing):
            self.flow(box, table)

    def _picture(self, key: str, said: str, drawing: ET.Element) -> None:
        relation = self._relations.get(key)
        data = self.file.members.get(relation[1]) if relation and not relation[2] else None
        cut = next(drawing.iter(f"{_A}srcRect"), None)
        sides = [_share(cut.get(side)) if cut is not None else 0.0 for side in "ltrb"]
        crop = (sides[0], sides[1], sides[2], sides[3])
        number = len(self.found.drawings) + 1
        behind = len(self.found.sayings)
        self.found.drawings.append(
            Drawing(number, said, picture=data or b"", crop=crop, behind=behind)
        )


def _goes_on(paragraph: ET.Element, words: Spoken) -> bool:
    """Tell whether a paragraph goes on in the next: its end is deleted, or it is a large letter."""
    if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
        return True
    if paragraph.find(f"{W}pPr/{W}rPr/{W}moveFrom") is not None:
        return True
    frame = paragraph.find(f"{W}pPr/{W}framePr")
    kind = frame.get(f"{W}dropCap", "none") if frame is not None else "none"
    return kind in {"drop", "margin"} and bool(words.text.strip())


def _with_label(row: Saying) -> str:
    return f"{row.label} {row.text}" if row.label and row.label != "•" else row.text


def _share(text: str | None) -> float:
    try:
        return float((text or "0").rstrip("%")) / (100 if text and "%" in text else _WHOLE)
    except ValueError:
        return 0.0


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _children(holder: ET.Element) -> Iterator[ET.Element]:
    for child in holder:
        if child.tag == f"{_MC}AlternateContent":
            yield from _children(_chosen(child))
        else:
            yield child


def _chosen(alternate: ET.Element) -> ET.Element:
    branches = [row for row in alternate if row.tag in {f"{_MC}Choice", f"{_MC}Fallback"}]
    return next((row for row in branches if len(row)), alternate)


def _lines(table: ET.Element) -> Iterator[ET.Element]:
    for child in table:
        if child.tag == f"{W}tr":
            if not _is_unseen_row(child):
                yield child
        elif child.tag in _AROUND:
            yield from _lines(child)


def _is_unseen_row(row: ET.Element) -> bool:
    """Tell whether a row is deleted, hidden, or too low for letters."""
    if row.find(f"{W}trPr/{W}del") is not None:
        return True
    switch = row.find(f"{W}trPr/{W}hidden")
    if switch is not None and switch.get(f"{W}val", "1") not in _OFF:
        return True
    high = row.find(f"{W}trPr/{W}trHeight")
    if high is None or high.get(f"{W}hRule") != "exact":
        return False
    return _count(high.get(f"{W}val", "0")) < _LOWEST


def _cells(line: ET.Element) -> Iterator[ET.Element]:
    for child in line:
        if child.tag == f"{W}tc":
            if child.find(f"{W}tcPr/{W}cellDel") is None:
                yield child
        elif child.tag in _AROUND:
            yield from _cells(child)


def _outside_boxes(drawing: ET.Element) -> Iterator[ET.Element]:
    """Yield what a drawing holds, but for what stands in its text boxes."""
    for child in _children(drawing):
        if child.tag != f"{W}txbxContent":
            yield child
            yield from _outside_boxes(child)


def _boxes(drawing: ET.Element) -> Iterator[ET.Element]:
    for child in _children(drawing):
        if child.tag == f"{W}txbxContent":
            yield child
        else:
            yield from _boxes(child)
