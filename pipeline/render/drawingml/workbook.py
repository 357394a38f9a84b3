"""Workbook behind a native chart: exactly the plotted data.

Guarantee: G14.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from pipeline.design.theme import Theme
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.edition.texts import plain
from pipeline.render import ooxml

_SHEET = "xl/worksheets/sheet1.xml"
_TEXTS = "xl/sharedStrings.xml"


def workbook(block: Chart, theme: Theme, language: str) -> bytes:
    """Return a workbook: categories in the first column, then a column for each series.

    The cells stand where the chart's formulas look for them.
    """
    parts = dict(ooxml.blank_parts("xlsx", theme, language))
    texts = _Texts()
    rows = _pairs(block, texts) if block.form == "scatter" else _table(block, texts)
    data = f"<sheetData>{''.join(rows)}</sheetData>".encode()
    parts[_SHEET] = parts[_SHEET].replace(b"<sheetData/>", data)
    parts[_TEXTS] = parts[_TEXTS].replace(b"/>", texts.table(), 1)
    return ooxml.pack(parts)


def _table(block: Chart, texts: _Texts) -> list[str]:
    """Return the rows of categories."""
    head = ["", *(plain(series.name) for series in block.series)]
    rows = [_row(1, [texts.cell(text, column, 1) for column, text in enumerate(head) if text])]
    for index, category in enumerate(block.categories):
        number = index + 2
        cells = [texts.cell(plain(category), 0, number)]
        for column, series in enumerate(block.series, start=1):
            value = series.values[index]
            if value is not None:
                cells.append(
                    f'<c r="{_name(column, number)}"><v>{chart_text.number(value)}</v></c>'
                )
        rows.append(_row(number, cells))
    return rows


def _pairs(block: Chart, texts: _Texts) -> list[str]:
    """Return the points of a scatter chart: a table of two columns for each series, in turn."""
    rows: list[str] = []
    top = 1
    for series in block.series:
        rows.append(_row(top, [texts.cell(plain(series.name), 1, top)]))
        pairs = zip(series.xs, series.values, strict=True)
        for number, pair in enumerate(pairs, start=top + 1):
            cells = [
                f'<c r="{_name(column, number)}"><v>{chart_text.number(value or 0.0)}</v></c>'
                for column, value in enumerate(pair)
            ]
            rows.append(_row(number, cells))
        top += len(series.xs) + 2
    return rows


def _row(number: int, cells: list[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


class _Texts:
    """Texts of a workbook's cells, in a table: not every program reads those in the cells."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def cell(self, text: str, column: int, row: int) -> str:
        """Return a cell that names its text by its place in the table."""
        self._texts.append(text)
        return f'<c r="{_name(column, row)}" t="s"><v>{len(self._texts) - 1}</v></c>'

    def table(self) -> bytes:
        """Return the rest of the table's part, from the end of its first tag."""
        rows = (f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self._texts)
        count = len(self._texts)
        return f' count="{count}" uniqueCount="{count}">{"".join(rows)}</sst>'.encode()


def _name(column: int, row: int) -> str:
    """Return a cell's name; a chart has fewer columns than there are letters."""
    return f"{chr(ord('A') + column)}{row}"
