"""Native tables of a deck, in the style of templates/pptx/ppt/tableStyles.xml.j2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.core.lengths import Pt, emu
from pipeline.core.ooxml_names import TABLE_URI
from pipeline.design.tokens import Box
from pipeline.edition import table_rules
from pipeline.edition.blocks import Cell, Table
from pipeline.edition.slide import Frame
from pipeline.edition.spoken_text import alternative
from pipeline.layout import phase_layout
from pipeline.render.drawingml.drawing_text import Xml, text, xml
from pipeline.render.pptx.slide_shapes import Paint, Sheet
from pipeline.render.pptx.text import Line, Setting
from pipeline.render.pptx.text_styles import LetterStyle, Style, style_of

#: Colour and breadth in points of each rule; white between two groups of columns.
_RULES: dict[table_rules.Rule, tuple[str | None, Pt]] = {
    "": (None, Pt(0)),
    "group": ("accent", Pt(0.75)),
    "header": ("accent", Pt(2)),
    "row": ("rule", Pt(0.75)),
    "total": ("ink", Pt(1.5)),
}
#: Between two groups of columns: their rules do not touch.
_BETWEEN = Pt(8.0)
#: On both sides of a marked column.
_MARKED = ("accent", Pt(1.5))
STYLE_ID = "{3E4C5B1A-6F0D-4D4B-8C55-2A8E1D90B7A1}"


def draw(sheet: Sheet, block: Table, frame: Frame, holder: Mapping[str, str | int] | None) -> None:
    """Draw a table in its frame, in its region's placeholder if that is free."""
    box = Box(frame.x, frame.y, frame.width, frame.height)
    properties = sheet.properties("Table", numbered=True, alt=alternative(block))
    data = xml("a:graphicData", {"uri": TABLE_URI}, _grid(sheet, block, frame))
    sheet.add(sheet.graphic(properties, holder, box, data))
    for bar in phase_layout.bars(block, frame, sheet.theme):
        place = Box(box.x + bar.box.x, box.y + bar.box.y, bar.box.width, bar.box.height)
        paint = Paint(fill="accent" if bar.done else "map_area")
        sheet.add(sheet.shape("Table bar", place, paint))


def _grid(sheet: Sheet, block: Table, frame: Frame) -> Xml:
    flags = {
        "firstRow": int(block.header_rows > 0),
        "firstCol": int(any(row[0].header == "row" for row in block.rows)),
    }
    style = style_of(sheet.theme, *sheet.theme.table_style(frame.step))
    columns = [xml("a:gridCol", {"w": emu(width)}) for width in frame.columns]
    spans, drawn = _spans(block), (block, frame, block.is_timed)
    rows = [
        xml(
            "a:tr",
            {"h": emu(frame.rows[index])},
            *(
                _cell(sheet, drawn, (index, column), style, spans[index][column])
                for column in range(len(row))
            ),
        )
        for index, row in enumerate(block.rows)
    ]
    properties = xml("a:tblPr", flags, text("a:tableStyleId", STYLE_ID))
    return xml("a:tbl", None, properties, xml("a:tblGrid", None, *columns), *rows)


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
    sheet: Sheet,
    drawn: tuple[Table, Frame, bool],
    place: tuple[int, int],
    style: Style,
    spans: dict[str, str | int],
) -> Xml:
    """Return the cell at a place; it states its own rules, because programs differ.

    Args:
        sheet: of the slide.
        drawn: the table, its frame, and whether it has a line of time.
        place: row and column.
        style: of its text.
        spans: which further places it covers.
    """
    (block, frame, is_timed), (row, column) = drawn, place
    cell = block.rows[row][column]
    is_column = cell.header == "column"
    size = style.look.size
    is_accent = is_column or (block.roomy and cell.header == "row")
    look = LetterStyle(size, bool(cell.header), "accent" if is_accent else style.look.colour)
    # Text in tables inherits its size from the presentation: each run states its own.
    base = Style(LetterStyle(Pt(0), bold=False, colour="ink"))
    words = Line(cell.runs, Style(look, align=_align(cell)))
    body = sheet.typesetter.body("a:txBody", [words], Setting(base, anchor=""))
    pad, last = emu(sheet.theme.cell_padding), len(block.rows[row]) - 1
    left = pad if column and not is_timed else 0
    sides: dict[str, str | int] = {
        "marL": left, "marR": pad if column < last else 0, "marT": pad, "marB": pad,
    }  # fmt: skip
    if is_column:
        sides["anchor"] = "b"
    elif block.roomy:
        sides["anchor"] = "ctr"
    if cell.bar is not None:
        covered = frame.columns[column : column + cell.columns]
        sides["marL"] = emu(Pt(phase_layout.placed(cell, covered, sheet.theme, frame.step).words))
        sides["marR"] = 0
        low = sheet.theme.cell_padding + phase_layout.below(cell, frame.step)
        sides["marB"] = emu(Pt(low))
    return xml("a:tc", spans, body, xml("a:tcPr", sides, *_borders(sheet, block, place)))


def _borders(sheet: Sheet, block: Table, place: tuple[int, int]) -> Iterator[Xml]:
    """Yield the borders of a place: left, right, above, below."""
    row, column = place
    for tag, side in (("a:lnL", 0), ("a:lnR", 1)):
        beside = column - 1 + side
        apart = beside >= 0 and _are_groups(block, row, beside)
        # the rule of a marked column is also its neighbour's
        if any(table_rules.is_marked(block, row, at) for at in (column, column - 1 + 2 * side)):
            yield sheet.side(tag, *_MARKED)
            continue
        yield sheet.side(tag, "paper" if apart else None, _BETWEEN)
    above = table_rules.below(block, row - 1, column) if row else ""
    yield sheet.side("a:lnT", *_RULES[above])
    yield sheet.side("a:lnB", *_RULES[table_rules.below(block, row, column)])


def _are_groups(block: Table, row: int, column: int) -> bool:
    """Say whether a place and the one to its right belong to two groups of columns."""
    if row >= block.header_rows or column + 1 >= len(block.rows[row]):
        return False
    pair = [table_rules.origin(block, row, at) for at in (column, column + 1)]
    return all(cell.columns > 1 for cell in pair) and not block.rows[row][column + 1].covered


def _align(cell: Cell) -> str:
    if cell.numeric:
        return "r"
    return "l"
