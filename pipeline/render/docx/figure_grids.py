"""Slides with several figures as pages of the Word document; numbers of charts below them.

The numbers stand in the same columns as their charts. If the page has no room for them, they go to
the next one; charts are made somewhat lower first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from pipeline.core.lengths import Pt, twips
from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.blocks import Block, Chart, Map, Picture
from pipeline.edition.slide import FOOT, Frame, Slide, cell_of
from pipeline.layout import map_layout, picture_layout
from pipeline.render.docx import tables
from pipeline.render.docx.pictures import Pictures
from pipeline.render.docx.runs import Pen
from pipeline.render.docx.tables import TableLook

_Placed = tuple[Block, Frame | None]
_Write = Callable[[Iterable[_Placed], float], list[str]]
#: Part of their height to which charts are lowered, if then the page holds their numbers.
_LOWEST = 0.7
#: Part of a column that the categories take in the table of a chart's numbers.
_FIRST_COLUMN = 0.4
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
        self._slide = slide
        self._theme = theme
        self._pictures = pictures
        self._pen = pen
        self._title = title
        frames = slide.frames or (None,) * len(slide.blocks)
        self._placed: list[_Placed] = list(zip(slide.blocks, frames, strict=True))
        self._scale = theme.page_scale
        self._gap = theme.card_gap * self._scale

    def parts(self, write: _Write, full: float, room: float) -> list[str]:
        """Return the page below its heading.

        Args:
            write: writes blocks at a width.
            full: width of the page.
            room: points of the page below the heading.
        """
        text = [row for row in self._placed if not cell_of(row[0]) and row[0].region != FOOT]
        foot = [row for row in self._placed if row[0].region == FOOT]
        left = self._left() if text else 0.0
        used = sum(self._height(row) for row in (*foot, *(() if left else text)))
        lowered = self._lowered(room - used, full - left)
        before = write(text, left - self._gap if left else full)
        grid = self._grid(write, full - left, lowered)
        numbers = self._numbers(full - left)
        if left:
            cells = tables.side_by_side([before, [grid]], (left, full - left), self._gap)
            below = tables.side_by_side([[], [numbers]], (left, full - left), self._gap)
            return [cells, *write(foot, full), *([below] if numbers else [])]
        return [*before, grid, *write(foot, full), *([numbers] if numbers else [])]

    def _height(self, row: _Placed) -> float:
        frame = row[1]
        return (frame.height + self._theme.gap) * self._scale if frame else 0.0

    def _left(self) -> float:
        """Return where the figures begin, in points of the page; 0 if text stands above them."""
        if self._slide.layout != "text-figure":
            return 0.0
        regions = self._theme.slide.layouts[self._slide.layout].regions
        return (regions["figure"][0] - regions["body"][0]) * self._scale

    def _rows(self) -> list[list[list[_Placed]]]:
        """Return the figures row by row, each with its heading and the notes below it."""
        cells = [
            list(group)
            for number, group in groupby(self._placed, key=lambda row: cell_of(row[0]))
            if number
        ]
        tops = {area.region: area.y for area in self._slide.areas}

        def top(cell: list[_Placed]) -> float:
            return tops.get(cell[-1][0].region, float(cells.index(cell)))

        return [list(row) for _, row in groupby(cells, key=top)]

    def _table(self, cells: list[list[list[str]]], width: float) -> str:
        """Return cells in rows as a table that only arranges."""
        columns = max(len(row) for row in cells)
        wide = (width + self._gap) / columns
        gap = twips(Pt(self._gap))
        margins = tables.margins(left=twips(Pt(0)), bottom=gap, right=gap)
        return tables.Grid("", (wide,) * columns, margins=margins).table(cells)

    def _wide(self, row: list[list[_Placed]], width: float) -> float:
        columns = max(len(row) for row in self._rows())
        return (width + self._gap) / columns - self._gap if row else width

    def _grid(self, write: _Write, width: float, lowered: float) -> str:
        rows = [
            [self._cell(cell, write, self._wide(row, width), lowered) for cell in row]
            for row in self._rows()
        ]
        return self._table(rows, width)

    def _cell(self, cell: list[_Placed], write: _Write, width: float, lowered: float) -> list[str]:
        out: list[str] = []
        for block, frame in cell:
            size = self._size(frame, width)
            if isinstance(block, Chart):
                box = Box(0, 0, width, size.height * lowered)
                out += self._pictures.chart(block, box, self._scale)
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

    def _size(self, frame: Frame | None, width: float) -> Box:
        high = frame.height * self._scale if frame else width / 2
        return Box(0, 0, width, high)

    def _views(self, block: Map, size: Box) -> Box:
        """Return the box of a map's views, below which its legend stands."""
        legend = map_layout.entry_heights(block, size.width / self._scale, self._theme)
        space = self._theme.styles["legend"].space
        below = sum(height + space for height in legend) * self._scale
        return Box(0, 0, size.width, max(size.height - below, _LEAST_MAP * self._scale))

    def _charts(self) -> list[Chart]:
        return [block for block, _ in self._placed if isinstance(block, Chart)]

    def _numbers(self, width: float) -> str:
        """Return the numbers of the charts, each in its chart's column; empty without charts."""
        rows = [
            [
                [
                    self._numbers_of(block, self._wide(row, width))
                    for block, _ in cell
                    if isinstance(block, Chart)
                ]
                for cell in row
            ]
            for row in self._rows()
        ]
        return self._table([row for row in rows if any(row)], width) if self._charts() else ""

    def _columns(self, block: Chart, width: float) -> tuple[float, ...]:
        count, first = len(block.series), width * _FIRST_COLUMN
        return (first, *((width - first) / count,) * count)

    def _numbers_of(self, block: Chart, width: float) -> str:
        look = TableLook(self._title, self._theme, size="Dense")
        table, columns = chart_text.as_table(block), self._columns(block, width)
        return tables.data(table, self._pen, columns, look)

    def _lowered(self, room: float, width: float) -> float:
        """Return the part of their height that charts keep, so that the page holds their numbers.

        Args:
            room: points of the page for figures and numbers.
            width: of all figures.
        """
        if not self._charts() or not self._slide.areas:
            return 1.0
        numbers = 0.0
        for row in self._rows():
            wide = self._wide(row, width)
            heights = [
                tables.height(
                    chart_text.as_table(block), self._columns(block, wide), self._theme,
                    "table_dense",
                )
                for cell in row
                for block, _ in cell
                if isinstance(block, Chart)
            ]  # fmt: skip
            numbers += max(heights, default=0.0) + self._gap
        areas = [area for area in self._slide.areas if area.region != FOOT]
        cells = [area for area in areas if area.region != "body"]
        bottom = max(area.y + area.height for area in cells)
        high = (bottom - min(area.y for area in cells)) * self._scale + self._gap
        part = (room - numbers) / high
        return min(part, 1.0) if part >= _LOWEST else 1.0
