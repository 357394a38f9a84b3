"""Slides with several figures as pages of the Word document; numbers of charts below them.

The numbers stand in the same columns as their charts. If the page has no room for them, they go to
the next one; charts are made somewhat lower first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.core.lengths import Pt, twips
from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart, Map, Picture
from pipeline.edition.slide import Frame, Slide
from pipeline.layout import map_layout, picture_layout
from pipeline.layout.document_page import GridPage, Placed
from pipeline.render.docx import tables
from pipeline.render.docx.pictures import Pictures
from pipeline.render.docx.runs import Pen
from pipeline.render.docx.tables import TableLook

_Write = Callable[[Iterable[Placed], float], list[str]]
#: Points of the slide: a map's views are not lower.
_LEAST_MAP = 80.0


class FigureGrid:
    """Text and figures of one slide."""

    def __init__(
        self, slide: Slide, theme: Theme, pictures: Pictures, pen: Pen, title: str
    ) -> None:
        """Begin a page.

        Args:
            slide: fitted, or its figures stand below each other.
            theme: for lengths.
            pictures: of the document.
            pen: writes its texts.
            title: names tables for screen readers.
        """
        self._page = GridPage(slide, theme)
        self._theme = theme
        self._pictures = pictures
        self._pen = pen
        self._title = title
        self._scale = theme.page_scale

    def parts(self, write: _Write, full: float) -> tuple[list[str], list[str]]:
        """Return the page below its heading, and the numbers of its charts.

        Args:
            write: writes blocks at a width.
            full: width of the page.
        """
        page = self._page
        left = page.left
        before = write(page.text, left - page.gap if left else full)
        grid = self._grid(write, full - left, page.lowered() or 1.0)
        numbers = self._numbers(full - left)
        if not left:
            return [*before, grid, *write(page.foot, full)], [numbers] if numbers else []
        widths = (left, full - left)
        cells = tables.side_by_side([before, [grid]], widths, page.gap)
        below = tables.side_by_side([[], [numbers]], widths, page.gap) if numbers else ""
        return [cells, *write(page.foot, full)], [below] if below else []

    def _table(self, cells: list[list[list[str]]], width: float) -> str:
        """Return cells in rows as a table that only arranges."""
        columns = max(len(row) for row in cells)
        wide = (width + self._page.gap) / columns
        gap = twips(Pt(self._page.gap))
        margins = tables.margins(left=twips(Pt(0)), bottom=gap, right=gap)
        return tables.Grid("", (wide,) * columns, margins=margins).table(cells)

    def _grid(self, write: _Write, width: float, lowered: float) -> str:
        rows = [
            [self._cell(cell, write, self._page.column(width), lowered) for cell in row]
            for row in self._page.rows()
        ]
        return self._table(rows, width)

    def _cell(self, cell: list[Placed], write: _Write, width: float, lowered: float) -> list[str]:
        out: list[str] = []
        for block, frame in cell:
            size = self._size(frame, width, lowered)
            if isinstance(block, Chart):
                out += self._pictures.chart(block, size, self._scale)
            elif isinstance(block, Picture):
                step = frame.step if frame else 0
                high = size.height / self._scale
                place = Box(0, 0, width / self._scale, high)
                pixels, _ = picture_layout.place(block, place, self._theme, step)
                box = Box(0, 0, pixels.width * self._scale, pixels.height * self._scale)
                out += self._pictures.picture(block, box, self._pen)
            elif isinstance(block, Map):
                out += self._pictures.map(block, self._views(block, size), self._pen)
            else:
                out += write([(block, frame)], width)
        return out

    def _size(self, frame: Frame | None, width: float, lowered: float) -> Box:
        high = frame.height * self._scale if frame else width / 2
        return Box(0, 0, width, high * lowered)

    def _views(self, block: Map, size: Box) -> Box:
        """Return the box of a map's views, below which its legend stands."""
        legend = map_layout.entry_heights(block, size.width / self._scale, self._theme)
        space = self._theme.styles["legend"].space
        below = sum(height + space for height in legend) * self._scale
        return Box(0, 0, size.width, max(size.height - below, _LEAST_MAP * self._scale))

    def _numbers(self, width: float) -> str:
        """Return the numbers of the charts, each in its chart's column; empty without charts."""
        rows = [
            [
                [
                    self._numbers_of(block, self._page.column(width))
                    for block, _ in cell
                    if isinstance(block, Chart)
                ]
                for cell in row
            ]
            for row in self._page.rows()
        ]
        return (
            self._table([row for row in rows if any(row)], width) if self._page.has_charts else ""
        )

    def _numbers_of(self, block: Chart, width: float) -> str:
        look = TableLook(self._title, self._theme, size="Dense")
        table = chart_text.as_table(block)
        columns = self._page.number_columns(table, width)
        return tables.data(table, self._pen, columns, look)
