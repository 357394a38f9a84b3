"""Places of a chart and of the table of its numbers on the pages of the Word document.

The numbers stand on the chart's page where they leave it the height that its texts need, and on
pages of their own where they do not: ``fit`` counts these, and the document breaks there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pipeline.design.theme import Theme
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart, Table
from pipeline.edition.slide import Frame, Slide, is_grid
from pipeline.layout import chart_layout, document_page
from pipeline.layout.page_space import BODY, PageSpace, space_of, width_of

#: Points of the slide: a chart is not drawn lower for the sake of larger numbers below it.
_LEAST_CHART = 150.0
#: Part of the width that the categories take in the table of a chart's numbers.
_FIRST_COLUMN = 0.4
#: Points of the page: the least height of a row, which holds one line; what a rule may add to it.
_ROW, _RULE = 20.0, 0.5
#: Points at the end of a page that stay free: programs differ.
_RESERVE = 12.0
#: Points below the slide's title where it is said again above the numbers.
BELOW_TITLE = 6.0


@dataclass(frozen=True)
class ChartNumbers:
    """Where the numbers of a chart stand, and what height that leaves it.

    Attributes:
        where: below the chart, or what it stands beside; beside that, under the chart; on the
            pages that follow.
        height: of the chart, in points of the page.
        columns: widths of the table's columns, in points.
        is_dense: the table has the smaller letters.
        heights: least heights of its rows in points, on pages of their own; else empty.
    """

    where: Literal["below", "beside", "next"]
    height: float
    columns: tuple[float, ...]
    is_dense: bool
    heights: tuple[float, ...] = ()


@dataclass(frozen=True)
class ChartPage:
    """Page of one chart.

    Attributes:
        space: of the page.
        block: the chart.
        frame: on the slide, if it was measured.
    """

    space: PageSpace
    block: Chart
    frame: Frame | None

    @cached_property
    def table(self) -> Table:
        """Return the numbers."""
        return chart_text.as_table(self.block)

    @property
    def width(self) -> float:
        """Return the width that the chart may take, in points of the page."""
        return width_of(self.space, self.block.region)

    def numbers(self) -> ChartNumbers:
        """Return where the numbers stand."""
        full, theme = document_page.page_width(self.space.theme), self.space.theme
        is_beside = self.block.region != BODY and self._lacks_room_below(full)
        columns = self._columns(self.width if self.block.region == BODY or is_beside else full)
        whole = self.space.for_figure() * theme.page_scale
        for look, least in (
            ("table", max(self._least, _LEAST_CHART * theme.page_scale)),
            ("table_dense", self._least),
        ):
            height = whole - document_page.table_height(self.table, columns, theme, look)
            if height >= least:
                where: Literal["below", "beside"] = "beside" if is_beside else "below"
                return ChartNumbers(where, height, columns, look == "table_dense")
        columns = self._columns(full)
        rows = document_page.row_heights(self.table, columns, theme, "table_dense")
        heights = tuple(max(row, _ROW) for row in rows)
        height = self.space.figure(self.frame, self.width).height
        return ChartNumbers("next", height, columns, is_dense=True, heights=heights)

    @property
    def _least(self) -> float:
        """Return the height below which the chart's texts would overlap, in points of the page."""
        scale, step = self.space.theme.page_scale, self.frame.step if self.frame else 0
        return (
            chart_layout.demands(self.block, self.width / scale, self.space.theme, step)[0] * scale
        )

    def _lacks_room_below(self, width: float) -> bool:
        """Tell whether the text beside the chart leaves no room for its numbers below both."""
        theme, columns = self.space.theme, self._columns(width)
        high = document_page.table_height(self.table, columns, theme, "table_dense")
        return self.space.needed(BODY) + high / theme.page_scale > self.space.below_heading()

    def _columns(self, width: float) -> tuple[float, ...]:
        count, first = len(self.table.rows[0]) - 1, width * _FIRST_COLUMN
        return (first, *((width - first) / count,) * count)


def sheets(slide: Slide, theme: Theme) -> int:
    """Return how many pages a slide takes in the document.

    Args:
        slide: fitted.
        theme: of the document.
    """
    if is_grid(slide) or not any(isinstance(block, Chart) for block in slide.blocks):
        return 1
    space = space_of(slide, theme)
    tables = (
        ChartPage(space, block, frame).numbers().heights
        for block, frame in space.placed
        if isinstance(block, Chart)
    )
    title = theme.styles["kicker"].size(0) * theme.line_height * theme.page_scale + BELOW_TITLE
    return 1 + sum(_pages(rows, space.height - _RESERVE, title) for rows in tables)


def _pages(rows: tuple[float, ...], height: float, title: float) -> int:
    """Return how many pages rows take below a title; the first of them is repeated on each page."""
    if not rows:
        return 0
    pages, used = 1, title + rows[0] + _RULE
    for row in rows[1:]:
        if used + row + _RULE > height:
            pages, used = pages + 1, rows[0] + _RULE
        used += row + _RULE
    return pages
