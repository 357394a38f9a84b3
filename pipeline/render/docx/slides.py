"""Slides as landscape pages of the Word document: a heading, then the blocks in reading order.

Sizes come from what ``fit`` has measured, reduced as the page is to the slide; the styles take the
smallest step of the type scale by the same ratio, so what fits its slide fits its page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import assert_never

from pipeline.core.lengths import Pt, twips
from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Cards,
    Chart,
    Map,
    MarkerRun,
    Paragraph,
    Picture,
    Table,
    Timeline,
    Withheld,
)
from pipeline.edition.slide import Frame, Slide, is_grid
from pipeline.edition.table_of_contents import heading_levels
from pipeline.edition.texts import slide_title
from pipeline.layout import chart_pages, document_page, map_layout
from pipeline.render.docx import headings, lists, tables, timelines
from pipeline.render.docx.bookmarks import Bookmarks
from pipeline.render.docx.figure_grids import FigureGrid
from pipeline.render.docx.paragraph_styles import BESIDE_BAR, STYLES
from pipeline.render.docx.pictures import Pictures
from pipeline.render.docx.runs import (
    AFTER_TABLE,
    WITHHELD_BLOCK,
    Footnotes,
    Notes,
    Pen,
    lowered,
    paragraph,
    style,
    text,
)
from pipeline.render.docx.sections import Body, Paper, footer_key
from pipeline.render.docx.tables import TableLook

_Placed = tuple[Block, Frame | None]


#: The opening and the closing slide stand lower on their page, beside a band as on the slide.
_STAND_ALONE = headings.STAND_ALONE
#: Points from the top of their page.
_LOWER = 176.0

#: Text on a page against that of the slide at the ratio of their widths: see ``_macros.j2``.
_GROWTH = 1.15

_BODY = "body"
#: Points of the slide: a map and a chart are not drawn lower.
_LEAST_MAP = 80.0
_LEAST_CHART, _SMALLEST_CHART = 150.0, 110.0
#: Points of the slide that a figure leaves free at the end of its page: programs differ.
_RESERVE = 14.0
#: Part of the width that the categories take in the table of a chart's numbers.
_FIRST_COLUMN = 0.4


@dataclass(frozen=True)
class Pages:
    """Writer of slides as pages: theme, paper, footnotes and pictures that they share.

    Attributes:
        pen: writes into the document, without footnotes.
        bookmarks: of the document; headings may be the targets of a table of contents.
        with_texts: texts have Word's own styles of headings, and slides others.
        tag: relationship id of the header with the slides' tag; empty for none.
    """

    theme: Theme
    paper: Paper
    pen: Pen
    footnotes: Footnotes
    pictures: Pictures
    bookmarks: Bookmarks
    with_texts: bool = False
    tag: str = ""

    @property
    def scale(self) -> float:
        """Return the length of a slide's point on the page."""
        return self.theme.page_scale

    def add(self, slides: tuple[Slide, ...], body: Body) -> Paper:
        """Add the slides, each on its own page, and return the paper of the section left open."""
        open_paper: Paper | None = None
        for slide, level in zip(slides, heading_levels(slides), strict=True):
            paper = self.paper_for(slide)
            if open_paper is not None and paper != open_paper:
                body.end_section(open_paper, "nextPage")
            open_paper = paper
            notes = Notes(slide.footnotes, self.footnotes)
            pen = replace(self.pen, note=notes.reference)
            name = f"{'Slide' if self.with_texts else ''}Heading{level}"
            body.add(headings.heading(slide, pen, name, self.theme, self.bookmarks))
            if slide.withheld:
                words = text(slide.withheld_line, style("WithheldWords"))
                body.add([paragraph(WITHHELD_BLOCK, words)])
            _Page(self, slide, pen).add(body)
            body.add([paragraph("FootnoteText", pen.runs(note)) for note in notes.unused()])
        return open_paper or self.paper

    def paper_for(self, slide: Slide) -> Paper:
        """Return the paper of a slide's page."""
        own = replace(self.paper, footer=footer_key(slide.number))
        if slide.layout not in _STAND_ALONE:
            return replace(own, header=self.tag, at_edge=True) if self.tag else own
        page = own.page
        margin = (_LOWER, *page.margin[1:])
        lower = page.model_copy(update={"margin": margin})
        return replace(own, page=lower, band=self.theme.colour("accent"))


class _Page:
    """The blocks of one slide."""

    def __init__(self, pages: Pages, slide: Slide, pen: Pen) -> None:
        self._pages = pages
        self._slide = slide
        self._pen = pen
        frames = slide.frames or (None,) * len(slide.blocks)
        self._blocks: list[_Placed] = list(zip(slide.blocks, frames, strict=True))
        self._layout = pages.theme.slide.layouts[slide.layout]
        # A marker counts once: a title that has one is not repeated for screen readers.
        marked = any(isinstance(run, MarkerRun) for run in (*slide.title, *slide.subtitle))
        self._title = "" if marked else slide_title(slide)
        self._dense = "Dense" if self._is_full() else ""

    def add(self, body: Body) -> None:
        """Add the blocks: side by side where the slide has a figure beside its text."""
        if is_grid(self._slide):
            pages = self._pages
            grid = FigureGrid(self._slide, pages.theme, pages.pictures, self._pen, self._title)
            page, numbers = grid.parts(self._written, pages.paper.width)
            body.add(page)
            if numbers and self._slide.sheets > 1:
                body.end_section(pages.paper_for(self._slide), "nextPage")
            body.add(numbers)
            return
        if self._side:
            body.add(self._beside(self._side))
            return
        for block, frame in self._blocks:
            if isinstance(block, BulletList) and block.columns > 1:
                self._add_columns(block, body)
            else:
                written = self._block(block, frame, self._pages.paper.width)
                first = block is self._blocks[0][0]
                sunk = document_page.sunk(self._slide, self._pages.theme) if first else 0.0
                body.add(lowered(written, sunk))

    def _add_columns(self, block: BulletList, body: Body) -> None:
        """Let a list flow in columns, which Word balances in a section of its own.

        With a footnote on the page Word would start such a section on a new page (Microsoft
        knowledge base 292074), so then a table without rules holds the columns.
        """
        paper = self._pages.paper_for(self._slide)
        if self._slide.footnotes:
            cells = self._columns(block)
            widths = (paper.width / len(cells),) * len(cells)
            body.add([tables.side_by_side(cells, widths, self._gap)])
            return
        body.end_section(paper, "continuous")
        body.add(lists.items(block.items, self._pen, self._dense))
        body.end_section(paper, "continuous", block.columns, self._gap)

    def _columns(self, block: BulletList) -> list[list[str]]:
        """Divide a list as ``fit`` has measured it: columns of equally many lines."""
        written = lists.items(block.items, self._pen, self._dense)
        rows = -(-len(written) // block.columns)
        return [written[start : start + rows] for start in range(0, len(written), rows)]

    @property
    def _gap(self) -> float:
        return self._pages.theme.gap * self._pages.scale

    @property
    def _side(self) -> str:
        """Return the region beside the body, if anything stands there."""
        regions = (block.region for block, _ in self._blocks)
        return next((region for region in regions if region != _BODY), "")

    def _above(self) -> list[_Placed]:
        """Return the paragraphs that keep the full width above a list in columns and a figure."""
        texts = [placed for placed in self._blocks if placed[0].region == _BODY]
        leading = list(takewhile(lambda placed: isinstance(placed[0], Paragraph), texts))
        rest = [block for block, _ in texts[len(leading) :]]
        columned = len(rest) == 1 and isinstance(rest[0], BulletList) and rest[0].columns > 1
        return leading if columned else []

    def _beside(self, side: str) -> list[str]:
        """Return the text with the figure or text to its right, in a table without rules."""
        full, regions = self._pages.paper.width, self._layout.regions
        left = (regions[side][0] - regions[_BODY][0]) * self._pages.scale
        above = self._above()
        texts = [placed for placed in self._blocks if placed[0].region == _BODY][len(above) :]
        figures = [placed for placed in self._blocks if placed[0].region == side]
        if not texts:
            return self._written([*above, *figures], full)
        over = self._written(above, full)  # first: footnotes are counted as they are written
        if len(texts) == 1 and isinstance(texts[0][0], BulletList):
            cells = self._columns(texts[0][0])
        else:
            cells = [self._written(texts, left - self._gap)]
        widths = (*((left / len(cells),) * len(cells)), full - left)
        below: list[str] = []
        first, frame = figures[0]
        if isinstance(first, Chart):
            # its numbers stand below; where the text leaves no room for them, beside it
            is_long = chart_pages.is_long(chart_text.as_table(first))
            beside = (
                not is_long
                and self._needed(_BODY) + self._least_numbers(first) > self._room_below_heading()
            )
            picture, numbers = self._chart(first, frame, full - left, full - left * beside)
            rest = self._written(figures[1:], full - left * beside)
            cells.append([*picture, *(numbers if beside else ())])
            below = rest if beside else [*numbers, *rest]
        else:
            cells.append(self._written(figures, full - left))
        return [*over, tables.side_by_side(cells, widths, self._gap), *below]

    def _written(self, blocks: Iterable[_Placed], width: float) -> list[str]:
        return [part for block, frame in blocks for part in self._block(block, frame, width)]

    def _block(self, block: Block, frame: Frame | None, width: float) -> list[str]:
        """Return one block; ``width`` in points."""
        pen, title, theme = self._pen, self._title, self._pages.theme
        match block:
            case Paragraph():
                beside_bar = BESIDE_BAR.get((self._slide.layout, block.style))
                name = beside_bar or STYLES[block.style] + self._dense
                own = "" if beside_bar else self._measure(width)
                return [paragraph(name, pen.runs(block.runs), own)]
            case BulletList():
                return lists.listed(block, pen, self._dense, self._measure(width))
            case Cards():
                return tables.cards(block, pen, width, theme, frame.step if frame else 0)
            case Timeline():
                step = frame.step if frame else 0
                return [timelines.timeline(block, pen, width, (title, theme), step)]
            case Table():
                widths = self._table_columns(block, frame, width)
                dense = frame is not None and frame.step >= STEPS
                look = TableLook(title, theme, size="Dense" if dense else "")
                return [tables.data(block, pen, widths, look, self._row_heights(block, frame))]
            case Map():
                return self._pages.pictures.map(block, self._figure_box(block, frame, width), pen)
            case Chart():
                picture, numbers = self._chart(block, frame, width, width)
                return [*picture, *numbers]
            case Picture():
                return self._pages.pictures.picture(block, self._room(frame, width), pen)
            case Withheld():
                words = text(f"\n{block.line}", style("WithheldWords")) if block.line else ""
                return [paragraph(WITHHELD_BLOCK, pen.runs((block.marker,)) + words)]
            case _:
                assert_never(block)

    def _row_heights(self, block: Table, frame: Frame | None) -> tuple[float, ...]:
        """Return the least heights of a table's rows, where not their text alone decides."""
        flows = frame is not None and frame == self._slide.flow
        if frame is None or not (flows or block.roomy):
            return ()
        return frame.rows if flows else tuple(row * self._pages.scale for row in frame.rows)

    def _measure(self, width: float) -> str:
        """Return the indent that keeps running text to its measure in so many points."""
        spare = width - self._pages.theme.slide.measure * self._pages.scale
        return f'<w:ind w:right="{twips(Pt(spare))}"/>' if spare > 1 else ""

    def _chart(
        self, block: Chart, frame: Frame | None, width: float, full: float
    ) -> tuple[list[str], list[str]]:
        """Return a chart's picture, ``width`` points wide, and its numbers ``full`` points wide."""
        pages, table = self._pages, chart_text.as_table(block)
        box, least = self._room(frame, width, is_whole=True), _LEAST_CHART * pages.scale
        count = len(table.rows[0])
        first = full * _FIRST_COLUMN
        widths = (first, *((full - first) / (count - 1),) * (count - 1))
        below = document_page.table_height(table, widths, pages.theme, "table")
        dense = box.height - below < least
        if dense:
            below = document_page.table_height(table, widths, pages.theme, "table_dense")
        left = max(box.height - below, _SMALLEST_CHART * pages.scale)
        is_long = chart_pages.is_long(table)
        if is_long:
            left, dense = self._room(frame, width).height, True
        box = Box(0, 0, width, left)
        # the alternative text stands with the picture
        heights = (chart_pages.ROW,) * len(table.rows) if is_long else ()
        look = TableLook(self._title, pages.theme, size="Dense" if dense else "")
        numbers = tables.data(table, self._pen, widths, look, heights)
        next_page = [paragraph(AFTER_TABLE, "", "<w:pageBreakBefore/>")] if is_long else []
        return pages.pictures.chart(block, box, pages.scale), [*next_page, numbers]

    def _room(self, frame: Frame | None, width: float, *, is_whole: bool = False) -> Box:
        """Return the box that a figure may take, above its footnotes.

        As on the slide, reduced; the whole of what the page leaves free for one with a table below.
        """
        theme, scale = self._pages.theme, self._pages.scale
        place = frame or theme.region_box(self._slide.layout, _BODY)
        rest = (
            self._slide.footnote_height
            + theme.gap
            + document_page.heading_height(self._slide, theme)
            + _RESERVE
        )
        others = (self._height_above(f) for b, f in self._blocks if isinstance(b, Paragraph))
        room = max(self._pages.paper.height / scale - rest - sum(others), _LEAST_MAP)
        height = room if is_whole else min(place.height, room)
        return Box(0, 0, min(place.width * scale, width), height * scale)

    def _table_columns(self, block: Table, frame: Frame | None, width: float) -> tuple[float, ...]:
        count = len(block.rows[0])
        if frame is None or len(frame.columns) != count:
            return (width / count,) * count
        shrunk = min(self._pages.scale, width / sum(frame.columns))
        return tuple(shrunk * column for column in frame.columns)

    def _figure_box(self, block: Map, frame: Frame | None, width: float) -> Box:
        """Return the box of a map's views: as on the slide, reduced, and no wider than its place.

        Unlike on the slide, paragraphs may stand above it and the legend always stands below it.
        """
        theme, scale = self._pages.theme, self._pages.scale
        place = frame or theme.region_box(self._slide.layout, block.region)
        legend = map_layout.entry_heights(block, width / scale / _GROWTH, theme)
        rest = self._slide.footnote_height + theme.gap + _RESERVE
        rest += sum(height * _GROWTH + theme.styles["legend"].space for height in legend)
        texts = [placed for placed in self._blocks if isinstance(placed[0], Paragraph)]
        above = texts if block.region == _BODY else self._above()
        rest += sum(self._height_above(measured) for _, measured in above)
        rest += document_page.heading_height(self._slide, theme)
        room = max(self._pages.paper.height / scale - rest, _LEAST_MAP)
        return Box(0, 0, min(place.width * scale, width), min(place.height, room) * scale)

    def _is_full(self) -> bool:
        """Tell whether the page would not hold the slide's text at its usual size.

        That is larger than on the slide, so text takes more lines, and these are higher.
        """
        if self._slide.flow or any(frame is None for _, frame in self._blocks):
            return self._slide.flow is not None
        regions = {block.region for block, _ in self._blocks}
        most = max((self._needed(region) for region in regions), default=0.0)
        return most > self._room_below_heading() - _RESERVE

    def _needed(self, region: str) -> float:
        """Return about what a region's text takes at its usual size, in slide points."""
        theme, used = self._pages.theme, 0.0
        for block, frame in self._blocks:
            if frame is None or block.region != region:
                continue
            height = frame.height + theme.gap / 2
            if isinstance(block, Paragraph | BulletList):
                look = theme.styles[block.style if isinstance(block, Paragraph) else "body"]
                height *= (min(look.sizes) * _GROWTH / look.size(frame.step)) ** 2
            used += height
        return used

    def _least_numbers(self, block: Chart) -> float:
        """Return about what the table of a chart's numbers takes, in slide points."""
        table, theme = chart_text.as_table(block), self._pages.theme
        widths = (self._pages.paper.width / len(table.rows[0]),) * len(table.rows[0])
        return document_page.table_height(table, widths, theme, "table_dense") / theme.page_scale

    def _room_below_heading(self) -> float:
        height = self._pages.paper.height
        return document_page.height_below_heading(self._slide, self._pages.theme, height)

    def _height_above(self, frame: Frame | None) -> float:
        """Return what a paragraph measured in its region takes at full width, in slide points."""
        line = max(self._pages.theme.styles["lead"].sizes) * self._pages.theme.line_height
        full = self._pages.theme.footer_box.width
        measured = frame.height * frame.width / full if frame else 0
        return max(line, measured * _GROWTH) + self._pages.theme.gap
