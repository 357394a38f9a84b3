"""Slides as landscape pages of the Word document: a heading, then the blocks in reading order.

Sizes come from what ``fit`` has measured, reduced as the page is to the slide; the styles take the
smallest step of the type scale by the same ratio, so what fits its slide fits its page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from pipeline.core.lengths import Pt, twips
from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Cards,
    Chart,
    Map,
    Paragraph,
    Picture,
    Table,
    Timeline,
    Withheld,
)
from pipeline.edition.runs import MarkerRun
from pipeline.edition.slide import Frame, Slide, is_grid
from pipeline.edition.table_of_contents import heading_levels
from pipeline.edition.texts import repeated_title, slide_title
from pipeline.layout import chart_pages, document_page
from pipeline.layout.chart_pages import ChartPage
from pipeline.layout.document_page import Placed
from pipeline.layout.page_space import BODY, PageSpace
from pipeline.render.docx import headings, lists, tables, timelines
from pipeline.render.docx.bookmarks import Bookmarks
from pipeline.render.docx.figure_grids import FigureGrid
from pipeline.render.docx.paragraph_styles import BESIDE_BAR, STYLES
from pipeline.render.docx.pictures import Pictures
from pipeline.render.docx.runs import (
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

#: The opening and the closing slide stand lower on their page, beside a band as on the slide.
_STAND_ALONE = headings.STAND_ALONE
#: Points from the top of their page.
_LOWER = 176.0


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
        self._space = PageSpace(slide, pages.theme, pages.paper.height)
        self._blocks = self._space.placed
        self._on_next_page: list[str] = []
        # A marker counts once: a title that has one is not repeated for screen readers.
        marked = any(isinstance(run, MarkerRun) for run in (*slide.title, *slide.subtitle))
        self._title = "" if marked else slide_title(slide)
        self._dense = "Dense" if self._space.is_full() else ""

    def add(self, body: Body) -> None:
        """Add the blocks: side by side where the slide has a figure beside its text."""
        if is_grid(self._slide):
            pages = self._pages
            grid = FigureGrid(self._slide, pages.theme, pages.pictures, self._pen, self._title)
            page, numbers = grid.parts(self._written, pages.paper.width)
            body.add(page)
            if numbers and self._slide.sheets > 1:
                body.end_section(pages.paper_for(self._slide), "nextPage")
                body.add([self._title_again("")])
            body.add(numbers)
            return
        if self._space.side:
            body.add(self._beside(self._space.side))
        else:
            self._add_blocks(body)
        body.add(self._on_next_page)

    def _add_blocks(self, body: Body) -> None:
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
            body.add([tables.side_by_side(cells, widths, self._space.gap)])
            return
        body.end_section(paper, "continuous")
        body.add(lists.items(block.items, self._pen, self._dense))
        body.end_section(paper, "continuous", block.columns, self._space.gap)

    def _columns(self, block: BulletList) -> list[list[str]]:
        """Divide a list as ``fit`` has measured it: columns of equally many lines."""
        written = lists.items(block.items, self._pen, self._dense)
        rows = -(-len(written) // block.columns)
        return [written[start : start + rows] for start in range(0, len(written), rows)]

    def _beside(self, side: str) -> list[str]:
        """Return the text with the figure or text to its right, in a table without rules."""
        full, left = self._pages.paper.width, self._space.left
        above = self._space.above()
        texts = [placed for placed in self._blocks if placed[0].region == BODY][len(above) :]
        figures = [placed for placed in self._blocks if placed[0].region == side]
        if not texts:
            return self._written([*above, *figures], full)
        over = self._written(above, full)  # first: footnotes are counted as they are written
        if len(texts) == 1 and isinstance(texts[0][0], BulletList):
            cells = self._columns(texts[0][0])
        else:
            cells = [self._written(texts, left - self._space.gap)]
        widths = (*((left / len(cells),) * len(cells)), full - left)
        below: list[str] = []
        first, frame = figures[0]
        if isinstance(first, Chart):
            drawn, numbers, is_beside = self._chart(first, frame)
            rest = self._written(figures[1:], full - left if is_beside else full)
            cells.append([*drawn, *numbers, *rest] if is_beside else drawn)
            below = [] if is_beside else [*numbers, *rest]
        else:
            cells.append(self._written(figures, full - left))
        return [*over, tables.side_by_side(cells, widths, self._space.gap), *below]

    def _written(self, blocks: Iterable[Placed], width: float) -> list[str]:
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
                return self._pages.pictures.map(block, self._space.views(block, frame, width), pen)
            case Chart():
                drawn, numbers, _ = self._chart(block, frame)
                return [*drawn, *numbers]
            case Picture():
                return self._pages.pictures.picture(block, self._space.figure(frame, width), pen)
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

    def _chart(self, block: Chart, frame: Frame | None) -> tuple[list[str], list[str], bool]:
        """Return a chart's drawing, its numbers, and whether what stands below it is beside text.

        Numbers that need a page of their own are kept for it.
        """
        pages, placed = self._pages, ChartPage(self._space, block, frame)
        numbers = placed.numbers()
        box = Box(0, 0, placed.width, numbers.height)
        # the alternative text stands with the drawing
        look = TableLook(self._title, pages.theme, size="Dense" if numbers.is_dense else "")
        table = tables.data(placed.table, self._pen, numbers.columns, look, numbers.heights)
        drawn = pages.pictures.chart(block, box, pages.scale)
        if numbers.where != "next":
            return drawn, [table], numbers.where == "beside"
        self._on_next_page += [self._title_again("<w:pageBreakBefore/>"), table]
        return drawn, [], True

    def _title_again(self, own: str) -> str:
        """Return the line above numbers that stand on a page without their chart."""
        below = f'<w:spacing w:after="{twips(Pt(chart_pages.BELOW_TITLE))}"/>'
        return paragraph("SectionName", text(repeated_title(self._slide)), f"{own}{below}")

    def _table_columns(self, block: Table, frame: Frame | None, width: float) -> tuple[float, ...]:
        count = len(block.rows[0])
        if frame is None or len(frame.columns) != count:
            return (width / count,) * count
        shrunk = min(self._pages.scale, width / sum(frame.columns))
        return tuple(shrunk * column for column in frame.columns)
