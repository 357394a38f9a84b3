"""Workbook embedded in a chart, read: the cells that its series name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.core.ooxml_names import q
from pipeline.importing import office_package
from pipeline.importing.office_package import (
    BadFileError,
    Element,
    Package,
    find,
    find_all,
    is_on,
    whole,
)

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_MOST_CELLS = 20_000
#: Of a sheet in Excel.
_MOST_COLUMNS = 16_384


@dataclass
class _Sheet:
    """Cells of a sheet by row and column, and which rows and columns nobody sees."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def is_shown(self, row: int, column: int) -> bool:
        """Tell whether a cell is in no hidden row or column."""
        return row not in self.hidden_rows and column not in self.hidden_columns


@dataclass
class Workbook:
    """Cells of an embedded workbook.

    Attributes:
        shows_hidden: the chart draws rows and columns that are hidden, too.
    """

    package: Package
    shows_hidden: bool = False
    _sheets: dict[str, _Sheet] = field(default_factory=dict)

    def values(self, formula: str) -> list[str]:
        """Return the cells that a formula such as ``Sheet1!$B$2:$B$5`` names."""
        sheet, _, cells = formula.rpartition("!")
        found = _RANGE.fullmatch(cells.strip())
        if found is None:
            return []
        try:
            known = self._sheet(sheet.strip("'").replace("''", "'"))
        except BadFileError:
            return []
        left, top = _column(found[1]), int(found[2])
        right = _column(found[3]) if found[3] else left
        bottom = int(found[4]) if found[4] else top
        if (right - left + 1) * (bottom - top + 1) > _MOST_CELLS:
            return []
        return [
            known.cells.get((row, column), "")
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if self.shows_hidden or known.is_shown(row, column)
        ]

    def _sheet(self, name: str) -> _Sheet:
        if name not in self._sheets:
            self._sheets[name] = self._read(name)
        return self._sheets[name]

    def _read(self, name: str) -> _Sheet:
        main = self.package.related("", "officeDocument")
        rows = find_all(self.package.xml(main), "s:sheets/s:sheet")
        row = next((row for row in rows if row.get("name") == name), rows[0] if rows else None)
        key = str(row.get(q("r:id"), "")) if row is not None else ""
        relation = self.package.relations(main).get(key)
        if relation is None:
            return _Sheet()
        shared, root = self._shared(main), self.package.xml(relation.target)
        found = _Sheet()
        for cell in root.iter(q("s:c")):
            place = _RANGE.fullmatch(str(cell.get("r", "")))
            if place is not None:
                found.cells[int(place[2]), _column(place[1])] = _text(cell, shared)
        for row in root.iter(q("s:row")):
            if is_on(row.get("hidden")):
                found.hidden_rows.add(whole(row.get("r")))
        for column in root.iter(q("s:col")):
            if is_on(column.get("hidden")):
                last = min(whole(column.get("max")), _MOST_COLUMNS)
                found.hidden_columns.update(range(whole(column.get("min")), last + 1))
        return found

    def _shared(self, main: str) -> list[str]:
        part = self.package.related(main, "sharedStrings")
        if not part:
            return []
        rows = find_all(self.package.xml(part), "s:si")
        return ["".join(str(text.text or "") for text in row.iter(q("s:t"))) for row in rows]


def _text(cell: Element, shared: list[str]) -> str:
    value = find(cell, "s:v")
    text = str(value.text or "") if value is not None else ""
    match cell.get("t"):
        case "s":
            number = whole(text, -1)
            return shared[number] if 0 <= number < len(shared) else ""
        case "inlineStr":
            return "".join(str(row.text or "") for row in cell.iter(q("s:t")))
        case "e":
            return ""
        case _:
            return text


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def workbook(package: Package, chart: str, *, shows_hidden: bool) -> Workbook | None:
    """Return the workbook within a chart; None if there is none that can be read.

    Args:
        package: that the chart is in.
        chart: its part.
        shows_hidden: the chart draws rows and columns that are hidden, too.
    """
    part = package.related(chart, "package")
    if not part:
        return None
    try:
        return Workbook(office_package.read(package.bytes(part)), shows_hidden)
    except BadFileError:
        return None
