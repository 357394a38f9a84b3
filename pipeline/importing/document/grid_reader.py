"""Tables of a document, read: cells with their spans, a table within a cell as words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.core.ooxml_names import q
from pipeline.importing import alternative_text
from pipeline.importing.document import paint, passages, unseen_words
from pipeline.importing.document.list_counts import BULLET, Numbering
from pipeline.importing.document.passages import Setting
from pipeline.importing.document.styles import switched, value
from pipeline.importing.found import Box, Cell, Paragraph, Run, Told
from pipeline.importing.found_document import Grid
from pipeline.importing.office_package import (
    BadFileError,
    Element,
    find,
    is_on,
    whole,
    word_name,
)
from pipeline.importing.printed_markers import count, marked
from pipeline.importing.run_joining import merged, plain_if_all

_MOST_COLUMNS, _MOST_ROWS = 500, 5000
_AROUND = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
#: Bits of w:tblLook (ECMA-376 17.4.55).
_FIRST_ROW, _LAST_ROW, _FIRST_COLUMN = 0x20, 0x40, 0x80


def only_cell(table: Element) -> Element | None:
    """Return the one cell of a table that is a box around other things; None for a real table."""
    found = [cell for row in rows(table) for cell in cells(row)]
    return found[0] if len(found) == 1 else None


def rows(holder: Element) -> Iterator[Element]:
    """Yield the rows of a table that no revision takes away."""
    for child in holder:
        if word_name(child) == "tr":
            if find(child, "w:trPr/w:del") is None:
                yield child
        elif word_name(child) in _AROUND:
            yield from rows(child)


def cells(holder: Element) -> Iterator[Element]:
    """Yield the cells of a row that no revision takes away."""
    for child in holder:
        if word_name(child) == "tc":
            if find(child, "w:tcPr/w:cellDel") is None:
                yield child
        elif word_name(child) in _AROUND:
            yield from cells(child)


@dataclass
class _Place:
    cell: Cell
    column: int
    wide: int
    goes_on: bool


@dataclass
class TableReader:
    """Reader of one table.

    Attributes:
        number: of the table, by which the report names it.
        told: what stays behind.
        drawings: that stand in its cells, each with why nobody sees it.
        paragraphs: how many its cells have.
    """

    setting: Setting
    numbering: Numbering
    number: int
    told: list[Told] = field(default_factory=list)
    drawings: list[tuple[Element, str]] = field(default_factory=list)
    paragraphs: int = 0
    _plain: int = 0

    def read(self, table: Element) -> Grid:
        """Return a table.

        Raises:
            BadFileError: it has more columns or rows than can be read.
        """
        properties = find(table, "w:tblPr")
        self._tell_deleted(table)
        shown = [row for row in rows(table) if not self._is_left(row)]
        if len(shown) > _MOST_ROWS:
            raise BadFileError("too-large", f"a table has more than {_MOST_ROWS} rows")
        lines = self._lines(shown, properties)
        width = max((place.column + place.wide for line in lines for place in line), default=0)
        if width > _MOST_COLUMNS:
            raise BadFileError("too-large", f"a table has more than {_MOST_COLUMNS} columns")
        look = find(properties, "w:tblLook")
        grid = Grid(self.number, "", Box(), _merged(lines), width)
        grid.first_row = _bit(look, "firstRow", _FIRST_ROW)
        grid.first_column = _bit(look, "firstColumn", _FIRST_COLUMN)
        grid.last_row = _bit(look, "lastRow", _LAST_ROW)
        grid.header_rows = _headers(shown)
        says_so = grid.first_row and width > 1  # every table of Word's says that it has a first row
        grid.has_header = bool(says_so or grid.header_rows or self._is_bold(grid))
        grid.alt = self._alternative(properties)
        return grid

    def _lines(self, shown: list[Element], properties: Element | None) -> list[list[_Place]]:
        styles = self.setting.styles
        shade = paint.behind(find(properties, "w:shd"), styles.colours, self.setting.behind)
        behind = None if self._is_painted(properties) else shade
        look, style = find(properties, "w:tblLook"), value(properties, "w:tblStyle")
        lines: list[list[_Place]] = []
        for index, row in enumerate(shown, start=1):
            parts = ["firstRow"] * (index == 1 and _bit(look, "firstRow", _FIRST_ROW))
            parts += ["lastRow"] * (index == len(shown) and _bit(look, "lastRow", _LAST_ROW))
            own = styles.of_table(style, parts) if style else {}
            lines.append([*self._line(row, index, replace(self.setting, behind=behind,
                                                          of_table=own))])  # fmt: skip
        return lines

    def _tell_deleted(self, table: Element) -> None:
        """Tell rows and cells that a revision takes away."""
        gone = [row for row in table.iter(q("w:tr"), q("w:tc"))
                if find(row, "w:trPr/w:del") is not None
                or find(row, "w:tcPr/w:cellDel") is not None]  # fmt: skip
        for row in gone:
            words = count(" ".join(str(part.text or "") for part in row.iter(q("w:t"))))
            text = f"words that a revision takes away: {words}"
            self.told.append(Told("revision", "deleted", text, shape=self.number))

    def _is_left(self, row: Element) -> bool:
        """Tell the words of a row that nobody sees, and whether it is one."""
        why = "hidden" if unseen_words.is_prompt(row) else unseen_words.of_row(row)
        if why:
            self._line_of(row, why)
        return bool(why)

    def _line_of(self, row: Element, why: str) -> None:
        for place, cell in enumerate(cells(row), start=1):
            self._words(cell, f"hidden row, cell {place}", replace(self.setting, unseen=why))

    def _is_bold(self, grid: Grid) -> bool:
        """Tell whether all words of the first row are bold."""
        has_words = bool(grid.rows) and any(cell.paragraphs for cell in grid.rows[0])
        return has_words and not self._plain

    def _is_painted(self, properties: Element | None) -> bool:
        """Tell whether a table's style may paint its cells."""
        for row in self.setting.styles.chain(value(properties, "w:tblStyle")):
            if any(True for _ in row.iter(q("w:shd"))):
                return True
        return False

    def _alternative(self, properties: Element | None) -> str:
        own = properties.makeelement(q("wp:docPr"), {}, None) if properties is not None else None
        if own is None:
            return ""
        own.set("descr", value(properties, "w:tblDescription"))
        own.set("title", value(properties, "w:tblCaption"))
        text, told = alternative_text.read(own)
        self.told += [replace(row, shape=self.number) for row in told]
        return text

    def _line(self, row: Element, index: int, setting: Setting) -> Iterator[_Place]:
        properties = find(row, "w:trPr")
        column = whole(value(properties, "w:gridBefore"))
        if column:
            yield _Place(Cell([], columns=column), 0, column, goes_on=False)
        for place, element in enumerate(cells(row), start=1):
            own = find(element, "w:tcPr")
            wide = min(max(whole(value(own, "w:gridSpan", "1"), 1), 1), _MOST_COLUMNS + 1)
            merge, across = find(own, "w:vMerge"), value(own, "w:hMerge")
            goes_on = merge is not None and value(own, "w:vMerge", "continue") != "restart"
            at = f"row {index}, cell {place}"
            behind = paint.behind(find(own, "w:shd"), setting.styles.colours, setting.behind)
            unseen = "merged" if goes_on or across == "continue" else ""
            unseen = "hidden" if unseen_words.is_prompt(element) else unseen
            unseen = setting.unseen or unseen
            paragraphs = self._words(element, at, replace(setting, behind=behind, unseen=unseen))
            cell = Cell(paragraphs, columns=wide)
            yield _Place(cell, column, wide, goes_on=goes_on)
            column += wide

    def _words(self, element: Element, at: str, setting: Setting) -> list[Paragraph]:
        found: list[Paragraph] = []
        for number, paragraph in enumerate(_paragraphs(element), start=1):
            self.paragraphs += 1
            place = f"{at}, paragraph {number}"
            is_prompt = unseen_words.is_prompt(paragraph)
            own = replace(setting, unseen="hidden") if is_prompt else setting
            found += self._paragraph(paragraph, own, place)
        for _ in element.findall(q("w:tbl")):
            words = "a table within a cell: its words stand in the cell"
            self.told.append(Told("table", "nested", words, "changed", at=at, shape=self.number))
        return found

    def _paragraph(self, element: Element, setting: Setting, at: str) -> Iterator[Paragraph]:
        style = passages.style_of(element, setting.styles)
        words = passages.read(element, style, setting)
        self.drawings += ((row, setting.unseen) for row in words.figures)
        self.told += [replace(row, at=at, shape=self.number) for row in words.left]
        label = self.numbering.of(find(element, "w:pPr"), style)
        if not words.has_words:
            return
        row = Paragraph(marked(merged(words.runs)), size=words.size, told=words.told)
        worded = [run for run in row.runs if run.text.strip()]
        if at.startswith("row 1,") and not (worded and all(run.bold for run in worded)):
            self._plain += 1
        plain_if_all(row)
        if label is not None and label.text:
            row.bulleted = True
            if label.text != BULLET:
                row.told.append(("numbering", "the number of a list in a cell stands as words"))
                row.runs.insert(0, Run(f"{label.text} "))
        yield row


def _paragraphs(element: Element) -> Iterator[Element]:
    """Yield the paragraphs of a cell, those of tables within it where these stand."""
    for child in element:
        name = word_name(child)
        if name == "p":
            yield child
        elif name == "tbl":
            shown = (row for row in rows(child) if not unseen_words.of_row(row))
            yield from (part for row in shown for cell in cells(row) for part in _paragraphs(cell))
        elif name in _AROUND:
            yield from _paragraphs(child)


def _merged(lines: list[list[_Place]]) -> list[list[Cell]]:
    """Return rows of cells, those that go on below as one."""
    out: list[list[Cell]] = []
    open_: dict[int, Cell] = {}
    for line in lines:
        row: list[Cell] = []
        still: dict[int, Cell] = {}
        for place in line:
            above = open_.get(place.column)
            if place.goes_on and above is not None and above.columns == place.wide:
                above.rows += 1
                still[place.column] = above
            else:
                row.append(place.cell)
                still[place.column] = place.cell
        open_ = still
        out.append(row)
    return out


def _bit(look: Element | None, name: str, bit: int) -> bool:
    if look is None:
        return False
    own = look.get(q(f"w:{name}"))
    if own is not None:
        return is_on(own)
    try:
        return bool(int(str(look.get(q("w:val"), "0")), 16) & bit)
    except ValueError:
        return False


def _headers(rows: list[Element]) -> int:
    found = 0
    for row in rows:
        if not switched(find(row, "w:trPr/w:tblHeader")):
            break
        found += 1
    return found
