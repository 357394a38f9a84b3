"""Tables of a document, read: cells with their spans, a table within a cell as words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.core.ooxml_names import q
from pipeline.importing import alternative_text
from pipeline.importing.colour_scheme import Colour
from pipeline.importing.document import passages
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
    local,
    whole,
)
from pipeline.importing.printed_markers import marked
from pipeline.importing.run_joining import merged, plain_if_all

_MOST_COLUMNS, _MOST_ROWS = 500, 5000
_AROUND = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
#: Bits of w:tblLook (ECMA-376 17.4.55).
_FIRST_ROW, _LAST_ROW, _FIRST_COLUMN = 0x20, 0x40, 0x80


def only_cell(table: Element) -> Element | None:
    """Return the one cell of a table that is a box around other things; None for a real table."""
    rows = [*_rows(table)]
    cells = [cell for row in rows for cell in _cells(row)]
    return cells[0] if len(cells) == 1 else None


def _rows(holder: Element) -> Iterator[Element]:
    for child in holder:
        if local(child) == "tr":
            if find(child, "w:trPr/w:del") is None:
                yield child
        elif local(child) in _AROUND:
            yield from _rows(child)


def _cells(holder: Element) -> Iterator[Element]:
    for child in holder:
        if local(child) == "tc":
            yield child
        elif local(child) in _AROUND:
            yield from _cells(child)


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
        drawings: that stand in its cells.
        paragraphs: how many its cells have.
    """

    setting: Setting
    numbering: Numbering
    number: int
    told: list[Told] = field(default_factory=list)
    drawings: list[Element] = field(default_factory=list)
    paragraphs: int = 0
    _plain: int = 0

    def read(self, table: Element) -> Grid:
        """Return a table.

        Raises:
            BadFileError: it has more columns or rows than can be read.
        """
        properties = find(table, "w:tblPr")
        behind = None if self._is_painted(properties) else self.setting.behind
        lines: list[list[_Place]] = []
        rows = [*_rows(table)]
        if len(rows) > _MOST_ROWS:
            raise BadFileError("too-large", f"a table has more than {_MOST_ROWS} rows")
        for index, row in enumerate(rows, start=1):
            lines.append([*self._line(row, index, behind)])
        width = max((place.column + place.wide for line in lines for place in line), default=0)
        if width > _MOST_COLUMNS:
            raise BadFileError("too-large", f"a table has more than {_MOST_COLUMNS} columns")
        look = find(properties, "w:tblLook")
        grid = Grid(self.number, "", Box(), _merged(lines), width)
        grid.first_row = _bit(look, "firstRow", _FIRST_ROW)
        grid.first_column = _bit(look, "firstColumn", _FIRST_COLUMN)
        grid.last_row = _bit(look, "lastRow", _LAST_ROW)
        grid.header_rows = _headers(rows)
        says_so = grid.first_row and width > 1  # every table of Word's says that it has a first row
        grid.has_header = bool(says_so or grid.header_rows or self._is_bold(grid))
        grid.alt = self._alternative(properties)
        return grid

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

    def _line(self, row: Element, index: int, behind: Colour | None) -> Iterator[_Place]:
        properties = find(row, "w:trPr")
        column = whole(value(properties, "w:gridBefore"))
        if column:
            yield _Place(Cell([], columns=column), 0, column, goes_on=False)
        for place, element in enumerate(_cells(row), start=1):
            own = find(element, "w:tcPr")
            wide = min(max(whole(value(own, "w:gridSpan", "1"), 1), 1), _MOST_COLUMNS + 1)
            merge, across = find(own, "w:vMerge"), value(own, "w:hMerge")
            goes_on = merge is not None and value(own, "w:vMerge", "continue") != "restart"
            at = f"row {index}, cell {place}"
            shade = find(own, "w:shd")
            fill = str(shade.get(q("w:fill"), "")) if shade is not None else ""
            paint = passages.colour(fill) if fill not in {"", "auto"} else behind
            paragraphs = self._words(element, at, paint)
            if goes_on or across == "continue":
                self._tell_covered(paragraphs, at)
                paragraphs = []
            cell = Cell(paragraphs, columns=wide)
            yield _Place(cell, column, wide, goes_on=goes_on)
            column += wide

    def _tell_covered(self, paragraphs: list[Paragraph], at: str) -> None:
        words = sum(len(run.text.split()) for row in paragraphs for run in row.runs)
        if words:
            text = f"covered by a merged cell: {words} words"
            self.told.append(Told("cell", "merged", text, at=at, shape=self.number))

    def _words(self, element: Element, at: str, behind: Colour | None) -> list[Paragraph]:
        setting = replace(self.setting, behind=behind)
        found: list[Paragraph] = []
        for count, paragraph in enumerate(_paragraphs(element), start=1):
            self.paragraphs += 1
            place = f"{at}, paragraph {count}"
            found += self._paragraph(paragraph, setting, place)
        for _ in element.findall(q("w:tbl")):
            words = "a table within a cell: its words stand in the cell"
            self.told.append(Told("table", "nested", words, "changed", at=at, shape=self.number))
        return found

    def _paragraph(self, element: Element, setting: Setting, at: str) -> Iterator[Paragraph]:
        style = passages.style_of(element, setting.styles)
        words = passages.read(element, style, setting)
        self.drawings += words.figures
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
        if local(child) == "p":
            yield child
        elif local(child) in {"tbl", "tr", "tc", *_AROUND}:
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
