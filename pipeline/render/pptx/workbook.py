"""Workbook behind a native chart: exactly the plotted data (G14)."""

from __future__ import annotations

from xml.sax.saxutils import escape

from pipeline.core import stable_zip
from pipeline.design.theme import Theme
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.edition.texts import plain
from pipeline.render import ooxml

_SHEET = "xl/worksheets/sheet1.xml"


def workbook(block: Chart, theme: Theme, language: str) -> bytes:
    """Return a workbook: categories in the first column, then a column for each series.

    The cells stand where the chart's formulas look for them.
    """
    parts = stable_zip.unpack(ooxml.blank("xlsx", theme, language))
    head = ["", *(plain(series.name) for series in block.series)]
    rows = [_row(1, [_text(text, column, 1) for column, text in enumerate(head) if text])]
    for index, category in enumerate(block.categories):
        number = index + 2
        cells = [_text(plain(category), 0, number)]
        for column, series in enumerate(block.series, start=1):
            value = series.values[index]
            if value is not None:
                cells.append(
                    f'<c r="{_name(column, number)}"><v>{chart_text.number(value)}</v></c>'
                )
        rows.append(_row(number, cells))
    data = f"<sheetData>{''.join(rows)}</sheetData>".encode()
    parts[_SHEET] = parts[_SHEET].replace(b"<sheetData/>", data)
    return ooxml.pack(parts)


def _row(number: int, cells: list[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text(text: str, column: int, row: int) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    place = _name(column, row)
    return f'<c r="{place}" t="inlineStr"><is><t{kept}>{escape(text)}</t></is></c>'


def _name(column: int, row: int) -> str:
    """Return a cell's name; a chart has fewer columns than there are letters."""
    return f"{chr(ord('A') + column)}{row}"
