"""Native tables, in the style of templates/pptx/ppt/tableStyles.xml.j2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.design.tokens import Box
from pipeline.edition.blocks import Cell, Table
from pipeline.edition.slide import Frame
from pipeline.edition.spoken_text import alternative
from pipeline.render.ooxml import emu
from pipeline.render.pptx.slide_shapes import Sheet
from pipeline.render.pptx.slide_xml import TABLE_URI, Element, el, text
from pipeline.render.pptx.text import Line, Setting
from pipeline.render.pptx.text_styles import Look, Style, fill, style_of

STYLE_ID = "{3E4C5B1A-6F0D-4D4B-8C55-2A8E1D90B7A1}"


def draw(sheet: Sheet, block: Table, frame: Frame, holder: Mapping[str, str | int] | None) -> None:
    """Draw a table in its frame, in its region's placeholder if that is free."""
    box = Box(frame.x, frame.y, frame.width, frame.height)
    properties = sheet.properties("Table", numbered=True, alt=alternative(block))
    data = el("a:graphicData", {"uri": TABLE_URI}, _grid(sheet, block, frame))
    sheet.add(sheet.graphic(properties, holder, box, data))


def _grid(sheet: Sheet, block: Table, frame: Frame) -> Element:
    flags = {
        "firstRow": int(block.header_rows > 0),
        "firstCol": int(any(row[0].header == "row" for row in block.rows)),
    }
    style = style_of(sheet.theme, *sheet.theme.table_style(frame.step))
    # in a house's deck each cell states its ground: programs differ in what they take
    styled = sheet.theme.house is None
    columns = [el("a:gridCol", {"w": emu(width)}) for width in frame.columns]
    spans = _spans(block)
    rows = [
        el(
            "a:tr",
            {"h": emu(frame.rows[index])},
            *(
                _cell(
                    sheet,
                    cell,
                    style,
                    spans[index][column],
                    styled=styled and not index,
                )
                for column, cell in enumerate(row)
            ),
        )
        for index, row in enumerate(block.rows)
    ]
    properties = el("a:tblPr", flags, text("a:tableStyleId", STYLE_ID))
    return el("a:tbl", None, properties, el("a:tblGrid", None, *columns), *rows)


def _spans(block: Table) -> list[list[dict[str, str | int]]]:
    """Return the attributes by which cells cover their neighbours, and are covered by them."""
    out: list[list[dict[str, str | int]]] = [[{} for _ in row] for row in block.rows]
    for top, row in enumerate(block.rows):
        for left, cell in enumerate(row):
            for down in range(cell.rows):
                for right in range(cell.columns):
                    place = out[top + down][left + right]
                    if not right and cell.columns > 1:
                        place["gridSpan"] = cell.columns
                    if not down and cell.rows > 1:
                        place["rowSpan"] = cell.rows
                    if right:
                        place["hMerge"] = 1
                    if down:
                        place["vMerge"] = 1
    return out


def _cell(
    sheet: Sheet, cell: Cell, style: Style, spans: dict[str, str | int], *, styled: bool
) -> Element:
    """Return a cell; ``styled``: it is in the first row, which the table style formats."""
    is_column = cell.header == "column"
    size = style.look.size
    look = Look(size, bool(cell.header), "paper" if is_column else style.look.colour)
    inherited = look if styled or not is_column else Look(size, bold=False, colour="ink")
    # Text in tables inherits its size from the presentation: each run states its own.
    base = Style(replace(inherited, size=0))
    line = Line(cell.runs, Style(look, align=_align(cell)))
    body = sheet.typesetter.body("a:txBody", [line], Setting(base, anchor=""))
    pad = emu(sheet.theme.cell_padding)
    sides = {"marL": pad, "marR": pad, "marT": pad, "marB": pad}
    ground = fill(sheet.theme, "accent") if is_column and not styled else None
    return el("a:tc", spans, body, el("a:tcPr", sides, ground))


def _align(cell: Cell) -> str:
    if cell.numeric:
        return "r"
    return "ctr" if cell.columns > 1 and cell.header == "column" else "l"
