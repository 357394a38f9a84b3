"""Timelines in the Word document: a table with a line below its row of labels."""

from __future__ import annotations

from itertools import pairwise

from pipeline.core.lengths import Pt, twips
from pipeline.design.theme import Theme
from pipeline.edition.blocks import Timeline
from pipeline.layout import timeline_layout
from pipeline.render.docx.runs import Pen, paragraph
from pipeline.render.docx.tables import HEAVY, Grid, edge, margins

#: Points between the words of two events.
_BETWEEN = Pt(12.0)


def timeline(block: Timeline, pen: Pen, width: float, look: tuple[str, Theme], step: int) -> str:
    """Return a timeline as a table: the points' labels are its header row.

    Each column begins where its point stands on the slide, labels are as large as there, and labels
    and events as far from the line.

    Args:
        block: the timeline.
        pen: writes its words.
        width: of the table in points.
        look: its title for screen readers, and the theme.
        step: of the type scale on the slide.
    """
    title, theme = look
    scale = theme.page_scale
    starts = [strip.x * scale for strip in timeline_layout.strips(block, width / scale, theme)]
    columns = tuple(right - left for left, right in pairwise((*starts, width)))
    size = round(theme.styles["year"].size(step) * scale * 2)
    large = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    apart = margins(right=twips(_BETWEEN))
    grid = Grid("TimelineTable", columns, title=title, header_rows=1, margins=apart)
    labels = [
        [paragraph("TimelineLabel", pen.runs(point.label, "", large))] for point in block.points
    ]
    texts = [[paragraph("TimelineText", pen.runs(point.text))] for point in block.points]
    line = f"<w:tcBorders>{edge('bottom', theme.colour('accent'), HEAVY)}</w:tcBorders>"
    above = f'{line}{_free("bottom", theme.timeline_above * scale)}<w:vAlign w:val="bottom"/>'
    below = _free("top", theme.timeline_below * scale)
    count = len(block.points)
    return grid.table([labels, texts], owns=[[above] * count, [below] * count])


def _free(side: str, points: float) -> str:
    """Return what is free at a side of a cell."""
    return f'<w:tcMar><w:{side} w:w="{twips(Pt(points))}" w:type="dxa"/></w:tcMar>'
