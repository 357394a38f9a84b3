"""Sizes of tables and figures in running text: as wide as the text, in type of its size.

They are the primitives of slides; here they get a look of their own, and a frame from the width of
the page alone. Nothing measured here depends on a withheld value (G5).
"""

from __future__ import annotations

from typing import assert_never

from pipeline.core.lengths import Pt
from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import Box, Page
from pipeline.edition.blocks import Cell, Chart, Map, Picture, Table, Timeline, Withheld
from pipeline.edition.chart_text import is_whole
from pipeline.edition.running_text import RunningText
from pipeline.edition.slide import Frame
from pipeline.layout import chart_layout, map_layout, picture_layout
from pipeline.layout.block_heights import Ruler

Figure = Table | Chart | Map | Picture | Timeline | Withheld

#: Points: sizes of type in text.
TABLE, DENSE, LABEL = (10.5,), (8.5,), (10.0, 9.0, 8.5)
CAPTION, MARKER = 11.0, 12.0
_PADDING, _GAP, _ROOM, _WITHHELD = 4.0, 8.0, 18.0, 84.0
#: Height of a line against its type; of charts and pies against their width.
LINE, _CHART_SHAPE, _PIE_SHAPE = 1.15, 0.48, 0.42
#: Points: the greatest height of maps and pictures, and a screen's point on paper.
_MOST_MAP, _MOST_PICTURE, _PIXEL = 330.0, 420.0, 0.75


def for_tables(theme: Theme) -> Theme:
    """Return the look of tables in text: in the type of the cover."""
    paper = _for_paper(theme)
    fonts = paper.fonts.model_copy(update={"deck": paper.fonts.cover, "heading": None})
    return paper.model_copy(update={"fonts": fonts, "line_height": LINE})


def for_figures(theme: Theme) -> Theme:
    """Return the look of charts and maps in text: in the type of slides, smaller."""
    return _for_paper(theme)


def _for_paper(theme: Theme) -> Theme:
    paper = theme.on_paper()
    sizes = {
        "table": TABLE, "table_dense": DENSE, "chart_label": LABEL, "legend": LABEL[:1],
        "caption": (CAPTION,), "body": (MARKER,), "remark": LABEL[:1],
    }  # fmt: skip
    styles = {
        name: style.model_copy(update={"sizes": sizes[name]}) if name in sizes else style
        for name, style in paper.styles.items()
    }
    lengths = {"cell_padding": _PADDING, "gap": _GAP, "column_room": _ROOM, "drop": 0.0}
    return paper.model_copy(update={"styles": styles, **lengths})


def page_of(text: RunningText, theme: Theme) -> Page:
    """Return the page on which a text stands: the cover's, which may lie."""
    page = theme.cover_page
    if not text.is_landscape:
        return page
    top, right, bottom, left = page.margin
    return Page(width=page.height, height=page.width, margin=(left, top, right, bottom))


def width_of(page: Page) -> float:
    """Return the width of a page between its margins, in points."""
    return page.width - page.margin[1] - page.margin[3]


def as_rows(block: Timeline) -> Table:
    """Return a timeline as a table: each point is a row that its label names."""
    rows = tuple(
        (Cell(runs=point.label, header="row" if point.label else ""), Cell(runs=point.text))
        for point in block.points
    )
    return Table(alt="", header_rows=0, rows=rows)


def frame(block: Figure, width: float, theme: Theme) -> Frame:
    """Return the frame of a table or figure.

    Args:
        block: the figure.
        width: of the text in points.
        theme: of the edition, not yet in the look of text.
    """
    match block:
        case Timeline():
            return frame(as_rows(block), width, theme)
        case Table():
            return _table(block, width, for_tables(theme))
        case Chart():
            return _chart(block, width, for_figures(theme))
        case Map():
            return _map(block, width, for_figures(theme))
        case Picture():
            return _picture(block, width, for_tables(theme))
        case Withheld():
            return _framed(width, _WITHHELD)
        case _:
            assert_never(block)


def excess(block: Figure, width: float, theme: Theme) -> float:
    """Return by how many points a table's words or a chart's texts are wider than the text."""
    if isinstance(block, Timeline):
        return excess(as_rows(block), width, theme)
    if isinstance(block, Table):
        last = for_tables(theme)
        return Ruler(last, last.table_steps - 1).excess(block, width)
    return Ruler(for_figures(theme), STEPS - 1).excess(block, width)


def _framed(width: float, height: float, step: int = 0) -> Frame:
    wide, high = Pt(round(width, 2)), Pt(round(height, 2))
    return Frame(x=Pt(0), y=Pt(0), width=wide, height=high, step=step)


def _table(block: Table, width: float, theme: Theme) -> Frame:
    rulers = [Ruler(theme, step) for step in range(theme.table_steps)]
    ruler = next((ruler for ruler in rulers if not ruler.excess(block, width)), rulers[-1])
    columns = ruler.columns(block, width)
    rows = tuple(round(height, 2) for height in ruler.rows(block, width))
    made = _framed(sum(columns), sum(rows), ruler.step)
    return made.model_copy(update={"columns": columns, "rows": rows})


def _chart(block: Chart, width: float, theme: Theme) -> Frame:
    tried = [(step, *chart_layout.demands(block, width, theme, step)) for step in range(STEPS)]
    step, least, _ = next((row for row in tried if row[2] <= 0), tried[-1])
    shape = _PIE_SHAPE if is_whole(block) else _CHART_SHAPE
    return _framed(width, max(least, min(width, _MOST_PICTURE) * shape), step)


def _map(block: Map, width: float, theme: Theme) -> Frame:
    box = Box(0, 0, width, max(map_layout.least_height(block, width, theme), _MOST_MAP))
    drawn = map_layout.plan(block, box, theme)
    boxes = (drawn.legend, *(view.box for view in drawn.views))
    return _framed(width, max(box.y + box.height for box in boxes))


def picture_box(block: Picture, width: float) -> Box:
    """Return the greatest size of a picture's pixels in a text of some width."""
    wide = min(width, block.width * _PIXEL)
    return Box(0, 0, wide, min(wide * block.height / block.width, _MOST_PICTURE))


def _picture(block: Picture, width: float, theme: Theme) -> Frame:
    high = picture_box(block, width).height
    caption = picture_layout.caption_height(block, width, theme, 0)
    return _framed(width, high + caption)
