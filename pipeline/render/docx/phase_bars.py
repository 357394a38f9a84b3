"""Bars on a table's line of time in the Word document: shadings of paragraphs without words."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.lengths import Pt, twips
from pipeline.design.theme import Theme
from pipeline.edition.blocks import Cell
from pipeline.layout import phase_layout
from pipeline.render.docx.runs import paragraph

#: The step of the type scale at which a document sets its tables.
_STEP = 1


def placed(cell: Cell, columns: Sequence[float], theme: Theme, style: str) -> tuple[str, list[str]]:
    """Return the indent of a cell's words, and the paragraph of its bar if it has one.

    Args:
        cell: of the line of time.
        columns: widths in points of those that it covers.
        theme: for colours, type and the page's scale.
        style: of the bar's paragraph.
    """
    scale = theme.page_scale
    at = phase_layout.placed(cell, [width / scale for width in columns], theme, _STEP)
    indent = f'<w:ind w:left="{twips(Pt(at.words * scale))}"/>'
    if cell.bar is None or not phase_layout.is_bar(cell):
        return indent, []
    colour = theme.colour("accent" if cell.bar.done else "map_area")
    high = twips(Pt(phase_layout.bar_height(_STEP) * scale))
    above = twips(Pt(phase_layout.GAP * scale))
    left, right = twips(Pt(at.start * scale)), twips(Pt(sum(columns) - at.end * scale))
    own = (
        f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'
        f'<w:spacing w:before="{above}" w:line="{high}" w:lineRule="exact"/>'
        f'<w:ind w:left="{left}" w:right="{right}"/>'
    )
    return indent, [paragraph(style, "", own)]
