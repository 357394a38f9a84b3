"""Tables of the Word document: data, cover header, cards, timelines, blocks side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.lengths import Pt, Twips, twips
from pipeline.design.theme import Theme
from pipeline.edition import table_rules
from pipeline.edition.blocks import Card, Cards, CardStyles, Cell, Table
from pipeline.edition.cover import CoverRow
from pipeline.render.docx import phase_bars
from pipeline.render.docx.runs import Pen, attribute, paragraph, style, text, with_paragraphs

#: Eighths of a point: the rule above a card and below a header.
HEAVY = 16
#: Colour, and breadth in eighths of a point, of what stands below a place of a table.
_RULES: dict[table_rules.Rule, tuple[str, int]] = {
    "group": ("accent", 6),
    "header": ("accent", HEAVY),
    "row": ("rule", 6),
    "total": ("ink", 12),
}
#: Eighths of a point: the rules of a marked column.
_MARKED = 12
#: Points between the rule above a card and its words.
_ABOVE_CARD = 8
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
        total: the last row sums up the others.
        borders, margins: of the cells of a table without a style, as XML.
        heights: least heights of the rows in points; empty where their text decides.
    """

    style: str
    widths: tuple[float, ...]
    title: str = ""
    alt: str = ""
    header_rows: int = 0
    row_headers: bool = False
    total: bool = False
    borders: str = ""
    margins: str = ""
    heights: tuple[float, ...] = ()

    def table(
        self,
        rows: Sequence[Sequence[Sequence[str]]],
        spans: Sequence[Sequence[str]] = (),
        owns: Sequence[Sequence[str]] = (),
    ) -> str:
        """Return the table.

        Args:
            rows: cells as lists of paragraphs and tables; a last row may be shorter.
            spans: for each cell the properties by which it covers others, see ``_spans``.
            owns: for each cell the further properties that no style serves for.
        """
        columns = "".join(f'<w:gridCol w:w="{twips(Pt(width))}"/>' for width in self.widths)
        body = "".join(
            self._row(
                row,
                index,
                spans[index] if spans else ("",) * len(row),
                owns[index] if owns else ("",) * len(row),
            )
            for index, row in enumerate(rows)
        )
        return f"<w:tbl>{self._properties()}<w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"

    def _properties(self) -> str:
        caption = f'<w:tblCaption w:val="{attribute(self.title)}"/>' if self.title else ""
        described = f'<w:tblDescription w:val="{attribute(self.alt)}"/>' if self.alt else ""
        first_row, first_column = int(bool(self.header_rows)), int(self.row_headers)
        style = f'<w:tblStyle w:val="{self.style}"/>' if self.style else ""
        last_row = int(self.total)
        mask = 0x0600 | first_row * 0x0020 | last_row * 0x0040 | first_column * 0x0080
        return (
            f"<w:tblPr>{style}"
            f'<w:tblW w:w="{sum(twips(Pt(width)) for width in self.widths)}" w:type="dxa"/>'
            f'{self.borders}<w:tblLayout w:type="fixed"/>{self.margins}'
            f'<w:tblLook w:val="{mask:04X}" w:firstRow="{first_row}" w:lastRow="{last_row}" '
            f'w:firstColumn="{first_column}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"{caption}{described}</w:tblPr>"
        )

    def _row(
        self,
        row: Sequence[Sequence[str]],
        index: int,
        spans: Sequence[str],
        owns: Sequence[str],
    ) -> str:
        missing = len(self.widths) - len(row)
        short = f'<w:gridAfter w:val="{missing}"/>' if missing else ""
        repeated = "<w:tblHeader/>" if index < self.header_rows else ""
        if self.heights:
            height = twips(Pt(self.heights[index]))
            repeated = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeated}'
        cells = ""
        for place, (cell, span, own) in enumerate(zip(row, spans, owns, strict=True)):
            if span == _COVERED:
                continue
            reach = next(
                (i for i, other in enumerate(spans[place + 1 :]) if other != _COVERED), None
            )
            end = len(row) if reach is None else place + 1 + reach
            width = sum(twips(Pt(width)) for width in self.widths[place:end])
            cells += (
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{own}</w:tcPr>'
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


def edge(side: str, colour: str, eighths: int, space: int = 0) -> str:
    """Return a rule in a colour, given as six hexadecimal digits."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


def _below(rule: table_rules.Rule, side: str, theme: Theme) -> str:
    """Return the rule below a place of a table as the top or the bottom of a cell."""
    if not rule:
        return f'<w:{side} w:val="nil"/>'
    colour, eighths = _RULES[rule]
    return edge(side, theme.colour(colour), eighths)


def _borders(block: Table, row: int, column: int, theme: Theme, *, is_timed: bool) -> str:
    """Return the rules of a place: not every program follows those of a table's style."""
    top = _below(table_rules.below(block, row - 1, column), "top", theme) if row else ""
    bottom = _below(table_rules.below(block, row, column), "bottom", theme)
    if is_timed:  # LibreOffice keeps a style's line below a cell over many others
        white = [edge(side, theme.colour("paper"), 4) for side in ("top", "bottom")]
        top = top.replace('<w:top w:val="nil"/>', white[0])
        bottom = bottom.replace('<w:bottom w:val="nil"/>', white[1])
    if not table_rules.is_marked(block, row, column):
        return f"<w:tcBorders>{top}{bottom}</w:tcBorders>"
    left, right = (edge(side, theme.colour("accent"), _MARKED) for side in ("left", "right"))
    return f"<w:tcBorders>{top}{left}{bottom}{right}</w:tcBorders>"


def _own(block: Table, row: int, column: int, theme: Theme, *, is_timed: bool) -> str:
    """Return the properties of a cell: its rules, and text that begins and ends with the table."""
    cell, last = block.rows[row][column], len(block.rows[row]) - 1
    margins = "" if column and not is_timed else '<w:left w:w="0" w:type="dxa"/>'
    if column + cell.columns - 1 == last:
        margins += '<w:right w:w="0" w:type="dxa"/>'
    bounds = f"<w:tcMar>{margins}</w:tcMar>" if margins else ""
    low = '<w:vAlign w:val="bottom"/>' if cell.header == "column" else ""
    if block.roomy and not low:
        low = '<w:vAlign w:val="center"/>'
    return f"{_borders(block, row, column, theme, is_timed=is_timed)}{bounds}{low}"


def _cell(cell: Cell, pen: Pen, size: str, look: str = "", properties: str = "") -> list[str]:
    names = {
        ("", False): "TableText",
        ("", True): "TableNumber",
        ("row", False): "TableRowHeading",
        ("row", True): "TableRowHeading",
        ("column", False): "TableHeading",
        ("column", True): "TableNumberHeading",
    }
    own = pen.direct.header if cell.header == "column" else ""
    name = f"{names[cell.header, cell.numeric]}{size}"
    return [paragraph(name, pen.runs(cell.runs, look, own), properties)]


@dataclass(frozen=True)
class TableLook:
    """Look of a table of data.

    Attributes:
        title: for screen readers.
        theme: for the colours of rules.
        style: of the table.
        size: ending of the names of its texts' styles.
    """

    title: str
    theme: Theme
    style: str = "RuledTable"
    size: str = ""


def _timed(cell: Cell, pen: Pen, given: TableLook, columns: Sequence[float]) -> list[str]:
    """Return a cell of a line of time: its words where their time is, and the bar below them."""
    indent, bar = phase_bars.placed(cell, columns, given.theme, f"TableText{given.size}")
    return [*_cell(cell, pen, given.size, properties=indent), *bar]


def data(
    block: Table,
    pen: Pen,
    widths: tuple[float, ...],
    given: TableLook,
    heights: tuple[float, ...] = (),
) -> str:
    """Return a table of data.

    Args:
        block: the table.
        pen: writes the cells.
        widths: of the columns, in points.
        given: its look.
        heights: least heights of the rows in points, where it flows over several pages.
    """
    body = block.rows[block.header_rows :]
    grid = Grid(
        given.style,
        widths,
        title=given.title,
        alt=block.alt,
        header_rows=block.header_rows,
        row_headers=any(row[0].header == "row" for row in body),
        total=block.total,
        heights=heights,
    )
    look = "SlideNumeral" if block.roomy else ""
    rows = [
        [
            _timed(cell, pen, given, widths[place : place + cell.columns])
            if cell.bar
            else _cell(cell, pen, given.size, look if cell.header == "row" else "")
            for place, cell in enumerate(row)
        ]
        for row in block.rows
    ]
    is_timed = block.is_timed  # asked once: it goes through all cells
    owns = [
        [_own(block, index, place, given.theme, is_timed=is_timed) for place in range(len(row))]
        for index, row in enumerate(block.rows)
    ]
    return grid.table(rows, _spans(block), owns)


def _card(card: Card, names: CardStyles, pen: Pen, theme: Theme, step: int) -> list[str]:
    """Return a card's paragraphs; the first one has the rule above it."""
    rows = [("CardNumber", text(card.number), "")] if card.number else []
    heading, words = "CardHeading", "CardText"
    if card.figure:
        size = theme.styles[names.number].size(step) * theme.page_scale
        rows.append(
            (
                "FigureNumber",
                _figure(card, pen, size),
                _exactly(twips(Pt(size * theme.line_height))),
            )
        )
        heading, words = "FigureText", "Comparison"
    rows += [(heading, pen.runs(card.heading), "")] if card.heading else []
    rows += [(words, pen.runs(card.text), "")] if card.text else []
    above = f"<w:pBdr>{edge('top', theme.colour('accent'), HEAVY, _ABOVE_CARD)}</w:pBdr>"
    return [
        paragraph(name, content, own if index else above + own)
        for index, (name, content, own) in enumerate(rows)
    ]


def _figure(card: Card, pen: Pen, size: float) -> str:
    """Return a large number with its unit; markers are as small as the unit."""
    half = round(size * 2)
    large = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    unit = text(" ") + pen.runs(card.unit) if card.unit else ""
    return pen.runs(card.figure, "LargeNumber", large) + unit


def _exactly(height: Twips) -> str:
    """Return the height of a paragraph's lines, whatever stands in them."""
    return f'<w:spacing w:line="{height}" w:lineRule="exact"/>'


def _rows(block: Cards, pen: Pen) -> list[str]:
    """Return cards that are rows, with their numbers before a tab."""
    written: list[str] = []
    for card in block.cards:
        look = "RequestLetter" if block.form else "SlideNumeral"
        number = text(card.number, style(look)) + text("\t") if card.number else ""
        name = "Request" if block.form else "ListRow" if written else "FirstRow"
        written.append(paragraph(name, number + pen.runs(card.heading)))
    return written


def cards(block: Cards, pen: Pen, width: float, theme: Theme, step: int) -> list[str]:
    """Return cards as a table, row by row, whose cells have space to the right and below.

    Args:
        block: the cards.
        pen: writes them.
        width: of the table in points.
        theme: for type and lengths.
        step: of the type scale, for large numbers.
    """
    if block.ruled:
        return _rows(block, pen)
    count = max(block.columns, 1)
    gap = theme.card_gap * theme.page_scale
    edge = twips(Pt(gap))
    # the last column's gap lies outside of the text
    grid = Grid("", ((width + gap) / count,) * count, margins=margins(bottom=edge, right=edge))
    written = [_card(card, block.styles, pen, theme, step) for card in block.cards]
    if count == 1:
        return [part for card in written for part in card]
    rows = [written[start : start + count] for start in range(0, len(written), count)]
    return [grid.table(rows)]


def margins(**sides: Twips) -> str:
    """Return the margins of all cells; sides that are not said have none, in any program."""
    given = "".join(
        f'<w:{side} w:w="{sides.get(side, 0)}" w:type="dxa"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return f"<w:tblCellMar>{given}</w:tblCellMar>"


def side_by_side(cells: Sequence[list[str]], widths: tuple[float, ...], gap: float) -> str:
    """Return a table of one row without rules, which only arranges; ``gap`` in points."""
    return Grid("", widths, margins=margins(right=twips(Pt(gap / 2)))).table([cells])
