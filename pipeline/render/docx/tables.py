"""Tables of the Word document: data, cover header, cards, timelines, blocks side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.design.theme import Theme
from pipeline.edition.blocks import Card, Cards, Cell, Table, Timeline
from pipeline.edition.cover import CoverRow
from pipeline.layout.text_metrics import line_count
from pipeline.render.docx.runs import Pen, attribute, paragraph, text, with_paragraphs
from pipeline.render.docx.sections import twips

#: Points: the column of labels in the cover's header.
_LABELS = 96.0


@dataclass(frozen=True)
class Grid:
    """Column widths and style of a whole table.

    Attributes:
        style: id of the table style; empty for a table that only arranges: it has none, by which
            Word and screen readers tell it from data.
        widths: of the columns, in points.
        title, alt: for screen readers; empty for a table that only arranges.
        header_rows: rows at the top that repeat on every page.
        row_headers: the first column names the rows.
        borders, margins: of the cells of a table without a style, as XML.
        heights: least heights of the rows in points; empty where their text decides.
    """

    style: str
    widths: tuple[float, ...]
    title: str = ""
    alt: str = ""
    header_rows: int = 0
    row_headers: bool = False
    borders: str = ""
    margins: str = ""
    heights: tuple[float, ...] = ()

    def table(
        self,
        rows: Sequence[Sequence[Sequence[str]]],
        shaded: str = "",
        spans: Sequence[Sequence[str]] = (),
    ) -> str:
        """Return the table.

        Args:
            rows: cells as lists of paragraphs and tables; a last row may be shorter.
            shaded: cell properties where no style serves: of header rows after the first or, in a
                table without header rows, of all cells that there are.
            spans: for each cell the properties by which it covers others, see ``_spans``.
        """
        columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in self.widths)
        grounds = range(1, self.header_rows) if self.header_rows else range(len(rows))
        body = "".join(
            self._row(
                row,
                index,
                shaded if index in grounds else "",
                spans[index] if spans else ("",) * len(row),
            )
            for index, row in enumerate(rows)
        )
        return f"<w:tbl>{self._properties()}<w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"

    def _properties(self) -> str:
        caption = f'<w:tblCaption w:val="{attribute(self.title)}"/>' if self.title else ""
        described = f'<w:tblDescription w:val="{attribute(self.alt)}"/>' if self.alt else ""
        first_row, first_column = int(bool(self.header_rows)), int(self.row_headers)
        style = f'<w:tblStyle w:val="{self.style}"/>' if self.style else ""
        mask = 0x0600 | first_row * 0x0020 | first_column * 0x0080
        return (
            f"<w:tblPr>{style}"
            f'<w:tblW w:w="{sum(twips(width) for width in self.widths)}" w:type="dxa"/>'
            f'{self.borders}<w:tblLayout w:type="fixed"/>{self.margins}'
            f'<w:tblLook w:val="{mask:04X}" w:firstRow="{first_row}" w:lastRow="0" '
            f'w:firstColumn="{first_column}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"{caption}{described}</w:tblPr>"
        )

    def _row(
        self, row: Sequence[Sequence[str]], index: int, shading: str, spans: Sequence[str]
    ) -> str:
        missing = len(self.widths) - len(row)
        short = f'<w:gridAfter w:val="{missing}"/>' if missing else ""
        repeated = "<w:tblHeader/>" if index < self.header_rows else ""
        if self.heights:
            height = twips(self.heights[index])
            repeated = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeated}'
        cells = ""
        for place, (cell, span) in enumerate(zip(row, spans, strict=True)):
            if span == _COVERED:
                continue
            reach = next((i for i, one in enumerate(spans[place + 1 :]) if one != _COVERED), None)
            end = len(row) if reach is None else place + 1 + reach
            width = sum(twips(width) for width in self.widths[place:end])
            cells += (
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shading}</w:tcPr>'
                f"{''.join(with_paragraphs(cell, closed=True))}</w:tc>"
            )
        return f"<w:tr><w:trPr>{short}<w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def header(rows: Sequence[CoverRow], title: str, pen: Pen, width: float) -> str:
    """Return a table of a cover, such as From / To / Subject; each line is a paragraph."""
    labels = ", ".join(row.label.rstrip(" :") for row in rows)
    grid = Grid(
        "CoverTable",
        (_LABELS, width - _LABELS),
        title=title,
        alt=labels,
        row_headers=True,
    )
    return grid.table(
        [
            (
                [paragraph("HeaderLabel", text(row.label))],
                [paragraph("HeaderText", pen.runs(line)) for line in row.lines],
            )
            for row in rows
        ]
    )


#: Stands for a place to the right of a cell that covers it: such a place is not written.
_COVERED = "-"


def _spans(block: Table) -> list[list[str]]:
    """Return for each place of a grid the properties by which cells cover others.

    A cell that covers rows goes on in an empty cell of each; one that covers columns is one.
    """
    out = [["" for _ in row] for row in block.rows]
    for top, row in enumerate(block.rows):
        for left, cell in enumerate(row):
            if cell.covered:
                continue
            wide = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
            for down in range(cell.rows):
                kind = "continue" if down else "restart"
                deep = f'<w:vMerge w:val="{kind}"/>' if cell.rows > 1 else ""
                beside = [_COVERED] * (cell.columns - 1)
                out[top + down][left : left + cell.columns] = [wide + deep, *beside]
    return out


def _cell(cell: Cell, pen: Pen, size: str) -> list[str]:
    names = {
        ("", False): "TableText",
        ("", True): "TableNumber",
        ("row", False): "TableRowHeading",
        ("row", True): "TableRowHeading",
        ("column", False): "TableHeading",
        ("column", True): "TableNumberHeading",
    }
    if cell.header == "column":  # on a dark ground
        pen = replace(pen, link_style="HeadingLink")
    return [paragraph(f"{names[cell.header, cell.numeric]}{size}", pen.runs(cell.runs))]


def data(
    block: Table,
    pen: Pen,
    widths: tuple[float, ...],
    names: tuple[str, str],
    *,
    dense: bool = False,
    heights: tuple[float, ...] = (),
) -> str:
    """Return a table of data.

    Args:
        block: the table.
        pen: writes the cells.
        widths: of the columns, in points.
        names: title for screen readers; colour below header rows, six hexadecimal digits.
        dense: in smaller type.
        heights: least heights of the rows in points, where it flows over several pages.
    """
    title, ground = names
    body = block.rows[block.header_rows :]
    grid = Grid(
        "RuledTable",
        widths,
        title=title,
        alt=block.alt,
        header_rows=block.header_rows,
        row_headers=any(row[0].header == "row" for row in body),
        heights=heights,
    )
    size = "Dense" if dense else ""
    rows = [[_cell(cell, pen, size) for cell in row] for row in block.rows]
    shaded = _shading(ground, "accent1") if block.header_rows else ""
    return grid.table(rows, shaded, _spans(block))


def height(block: Table, widths: Sequence[float], theme: Theme, look: str) -> float:
    """Return about what a table takes in points of the page, whatever program draws it.

    Args:
        block: the table.
        widths: of its columns, in points.
        theme: for its type.
        look: its text's style.
    """
    scale, family = theme.page_scale, theme.family(look)
    size, side = min(theme.styles[look].sizes) * scale, theme.cell_padding * scale
    line = size * theme.line_height
    rows = (
        max(
            line_count(cell.runs, size, max(width - 2 * side, size), family, bold=True)
            for cell, width in zip(row, widths, strict=True)
        )
        for row in block.rows
    )
    return sum(lines * line + 2 * side for lines in rows)


def _card(card: Card, pen: Pen) -> list[str]:
    parts = [paragraph("CardNumber", text(card.number))] if card.number else []
    parts += [paragraph("CardHeading", pen.runs(card.heading))] if card.heading else []
    return parts + ([paragraph("CardText", pen.runs(card.text))] if card.text else [])


def _shading(fill: str, theme_fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}" w:themeFill="{theme_fill}"/>'


def cards(block: Cards, pen: Pen, width: float, theme: Theme) -> str:
    """Return cards as a table, row by row.

    The cells carry their own background: LibreOffice would give a style's to missing ones as well.
    """
    count = max(block.columns, 1)
    side = theme.card_padding * theme.page_scale
    grid = Grid(
        "",
        (width / count,) * count,
        borders=_gaps(theme.colour("paper")),
        margins=_margins(top=side, left=side, bottom=side, right=side),
    )
    written = [_card(card, pen) for card in block.cards]
    rows = [written[start : start + count] for start in range(0, len(written), count)]
    return grid.table(rows, _shading(theme.colour("tint"), "background2"))


def _gaps(paper: str) -> str:
    """Return the space between cards: rules of the paper's colour, 12 points broad."""
    rule = f'w:val="single" w:sz="96" w:space="0" w:color="{paper}" w:themeColor="background1"'
    sides = "".join(f"<w:{side} {rule}/>" for side in ("bottom", "insideH", "insideV"))
    return f"<w:tblBorders>{sides}</w:tblBorders>"


def _margins(**sides: float) -> str:
    """Return the margins of all cells, in points."""
    given = "".join(
        f'<w:{side} w:w="{twips(points)}" w:type="dxa"/>' for side, points in sides.items()
    )
    return f"<w:tblCellMar>{given}</w:tblCellMar>"


def timeline(block: Timeline, pen: Pen, width: float, title: str) -> str:
    """Return a timeline as a table: the points' labels are its header row."""
    count = len(block.points)
    grid = Grid("TimelineTable", (width / count,) * count, title=title, header_rows=1)
    labels = [[paragraph("TimelineLabel", pen.runs(point.label))] for point in block.points]
    texts = [[paragraph("TimelineText", pen.runs(point.text))] for point in block.points]
    return grid.table([labels, texts])


def side_by_side(cells: Sequence[list[str]], widths: tuple[float, ...], gap: float) -> str:
    """Return a table of one row without rules, which only arranges; ``gap`` in points."""
    return Grid("", widths, margins=_margins(right=gap / 2)).table([cells])
