"""Space on a slide's page in the Word document, reckoned before a program draws it.

A slide with several figures takes two pages if its first one does not hold the numbers of its
charts: ``fit`` counts them, and the document breaks where that was reckoned, in every program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.design.theme import Theme
from pipeline.edition import chart_text
from pipeline.edition.blocks import Block, Chart, Table
from pipeline.edition.slide import FOOT, Frame, Slide, cell_of
from pipeline.edition.texts import title_lines
from pipeline.layout import chart_layout, title_layout
from pipeline.layout.regions import region_box
from pipeline.layout.text_metrics import line_count

Placed = tuple[Block, Frame | None]
#: Part of a line's width at which a program may break it.
_NARROWER = 0.98
#: Part of their height to which figures are lowered, if then the page holds their numbers.
_LOWEST = 0.55
#: Points of the page left free: texts are larger than on the slide, and programs differ.
_RESERVE = 68.0
#: Part of a column that the categories take in the table of a chart's numbers.
_FIRST_COLUMN = 0.4


def page_width(theme: Theme) -> float:
    """Return the width of a slide's page between its margins, in points."""
    page = theme.document_slide
    return page.width - page.margin[1] - page.margin[3]


def placed(slide: Slide) -> list[Placed]:
    """Return the blocks of a slide, each with its frame if it was measured."""
    frames = slide.frames or (None,) * len(slide.blocks)
    return list(zip(slide.blocks, frames, strict=True))


def heading_height(slide: Slide, theme: Theme) -> float:
    """Return about what the heading takes, with the space below, in slide points.

    Lines are counted somewhat narrower than they are: programs differ.
    """
    height = 2.0 * theme.gap
    width = page_width(theme) / theme.page_scale * _NARROWER
    small, main = title_lines(slide)
    above = small or title_layout.kicker_runs(slide.kicker)
    for runs, look, step in ((above, "kicker", 0), (main, "title", slide.title_step)):
        size, bold = theme.styles[look].size(step), theme.styles[look].bold
        lines = 1  # a title stands as low without a line above it
        if runs:
            lines = line_count(runs, size, width, theme.family(look), bold=bold)
        height += lines * size * theme.line_height
    return height


def sunk(slide: Slide, theme: Theme) -> float:
    """Return by how much a slide's first block stands below its region's top, in page points.

    What stands beside a section's panel on the slide stands below its heading on the page.
    """
    if not slide.frames or not theme.slide.layouts[slide.layout].sink or slide.layout == "section":
        return 0.0
    top = region_box(slide, slide.blocks[0].region, theme).y
    return max(slide.frames[0].y - top, 0.0) * theme.page_scale


def height_below_heading(slide: Slide, theme: Theme, height: float) -> float:
    """Return what a page has below its heading and above its footnotes, in slide points.

    Args:
        slide: fitted.
        theme: of the document.
        height: of the page between its margins, in points.
    """
    return height / theme.page_scale - heading_height(slide, theme) - slide.footnote_height


def row_heights(
    block: Table, widths: Sequence[float], theme: Theme, look: str
) -> tuple[float, ...]:
    """Return about what the rows of a table take in points of the page, whatever program draws it.

    Args:
        block: the table.
        widths: of its columns, in points.
        theme: for its type.
        look: its text's style.
    """
    scale, family = theme.page_scale, theme.family(look)
    size, side = min(theme.styles[look].sizes) * scale, theme.cell_padding * scale
    line = size * theme.line_height
    lines = (
        max(
            line_count(cell.runs, size, max(width - 2 * side, size), family, bold=True)
            for cell, width in zip(row, widths, strict=True)
        )
        for row in block.rows
    )
    return tuple(count * line + 2 * side for count in lines)


def table_height(block: Table, widths: Sequence[float], theme: Theme, look: str) -> float:
    """Return about what a table takes in points of the page; for the rest, see ``row_heights``."""
    return sum(row_heights(block, widths, theme, look))


@dataclass(frozen=True)
class GridPage:
    """Page of a slide with several figures.

    Attributes:
        slide: fitted, or its figures stand below each other.
        theme: for lengths.
    """

    slide: Slide
    theme: Theme

    @property
    def placed(self) -> list[Placed]:
        """Return the blocks with their frames."""
        return placed(self.slide)

    @property
    def gap(self) -> float:
        """Return the points between two figures on the page."""
        return self.theme.card_gap * self.theme.page_scale

    @property
    def text(self) -> list[Placed]:
        """Return what stands above or beside the figures."""
        return [row for row in self.placed if not cell_of(row[0]) and row[0].region != FOOT]

    @property
    def foot(self) -> list[Placed]:
        """Return what stands below the figures."""
        return [row for row in self.placed if row[0].region == FOOT]

    @property
    def left(self) -> float:
        """Return where the figures begin, in points of the page; 0 if no text stands beside."""
        if self.slide.layout != "text-figure" or not self.text:
            return 0.0
        regions = self.theme.slide.layouts[self.slide.layout].regions
        return (regions["figure"][0] - regions["body"][0]) * self.theme.page_scale

    def rows(self) -> list[list[list[Placed]]]:
        """Return the figures row by row, each with its heading and the notes below it."""
        cells = [
            list(group)
            for number, group in groupby(self.placed, key=lambda row: cell_of(row[0]))
            if number
        ]
        tops = {area.region: area.y for area in self.slide.areas}

        def top(cell: list[Placed]) -> float:
            return tops.get(cell[-1][0].region, float(cells.index(cell)))

        return [list(row) for _, row in groupby(cells, key=top)]

    def column(self, width: float) -> float:
        """Return the width of a figure, where all take ``width``; in points."""
        columns = max(len(row) for row in self.rows())
        return (width + self.gap) / columns - self.gap

    def number_columns(self, table: Table, width: float) -> tuple[float, ...]:
        """Return the widths of the columns of the table of a chart's numbers."""
        count, first = len(table.rows[0]) - 1, width * _FIRST_COLUMN
        return (first, *((width - first) / count,) * count)

    @property
    def has_charts(self) -> bool:
        """Tell whether numbers stand below the figures."""
        return any(isinstance(block, Chart) for block, _ in self.placed)

    def lowered(self) -> float:
        """Return the part of their height that figures keep, so that the page holds their numbers.

        It is 0 if the page cannot hold them: then they stand on the next one.
        """
        if not self.has_charts or not self.slide.areas:
            return 1.0
        page, scale = self.theme.document_slide, self.theme.page_scale
        high = page.height - page.margin[0] - page.margin[2]
        space = height_below_heading(self.slide, self.theme, high) * scale - _RESERVE
        others = (*self.foot, *(() if self.left else self.text))
        space -= sum((frame.height + self.theme.gap) * scale for _, frame in others if frame)
        areas = [area for area in self.slide.areas if area.region not in {FOOT, "body"}]
        bottom = max(area.y + area.height for area in areas)
        figures = (bottom - min(area.y for area in areas)) * scale + self.gap
        part = (space - self._numbers_height()) / figures
        return min(part, 1.0) if part >= max(_LOWEST, self._least_part()) else 0.0

    def _least_part(self) -> float:
        """Return the part of their height below which texts of charts would overlap."""
        needs = [
            chart_layout.lowest(block, frame.width, self.theme, frame.step) / frame.height
            for block, frame in self.placed
            if isinstance(block, Chart) and frame
        ]
        return min(max(needs, default=0.0), 1.0)

    def _numbers_height(self) -> float:
        """Return about what the tables of numbers take, row by row, in points of the page."""
        wide, height = self.column(page_width(self.theme) - self.left), 0.0
        for row in self.rows():
            charts = [block for cell in row for block, _ in cell if isinstance(block, Chart)]
            tables = map(chart_text.as_table, charts)
            heights = [
                table_height(table, self.number_columns(table, wide), self.theme, "table_dense")
                for table in tables
            ]
            height += max(heights, default=0.0) + self.gap
        return height


def sheets(slide: Slide, theme: Theme) -> int:
    """Return how many pages a slide with several figures takes."""
    return 1 if GridPage(slide, theme.on_paper()).lowered() else 2
