"""Free boxes of a slide's regions, between title and footnotes, and the gaps between blocks."""

from __future__ import annotations

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Block, Paragraph
from pipeline.edition.slide import Slide
from pipeline.layout.block_heights import Ruler
from pipeline.layout.title_layout import lowered


def footnote_height(slide: Slide, theme: Theme) -> float:
    """Return the points that a slide's footnotes need above the footer."""
    if not slide.footnotes:
        return 0.0
    space = theme.styles["footnote"].space
    width = theme.footnote_box(0, slide.layout).width
    ruler = Ruler(theme, 0)
    return sum(ruler.text(note, "footnote", width) + space for note in slide.footnotes)


def region_box(slide: Slide, region: str, theme: Theme) -> Box:
    """Return a region's box, lower below a title of two lines, shorter above footnotes.

    What ``fit`` has cut out of such a box stays where it is.
    """
    for area in slide.areas:
        if area.region == region:
            return Box(area.x, area.y, area.width, area.height)
    box = theme.region_box(slide.layout, region)
    lower = lowered(slide, theme)
    box = Box(box.x, box.y + lower, box.width, box.height - lower)
    notes = footnote_height(slide, theme)
    if not notes:
        return box
    floor = theme.footnote_box(notes, slide.layout).y - theme.gap
    return Box(box.x, box.y, box.width, min(box.height, floor - box.y))


def gap_below(block: Block, theme: Theme) -> float:
    """Return the space below a block: its style's for a paragraph, else the theme's gap."""
    return theme.styles[block.style].space if isinstance(block, Paragraph) else theme.gap
