"""Space for the parts of a slide on its page in the Word document, in points of the slide.

Texts are larger there than on the slide, and programs differ: what is reckoned leaves a reserve.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import BulletList, Map, Paragraph
from pipeline.edition.slide import Frame, Slide
from pipeline.layout import map_layout
from pipeline.layout.document_page import (
    Placed,
    heading_height,
    height_below_heading,
    page_width,
    placed,
)

BODY = "body"
#: Points of the slide that a map's views do not fall below.
LEAST_MAP = 80.0
#: Text on a page against that of the slide at the ratio of their widths: see ``_macros.j2``.
_GROWTH = 1.15
#: Points of the slide that a figure leaves free at the end of its page: programs differ.
_RESERVE = 14.0


@dataclass(frozen=True)
class PageSpace:
    """Page of a slide whose figures do not stand in a grid.

    Attributes:
        slide: fitted.
        theme: of the document.
        height: of the page between its margins, in points.
    """

    slide: Slide
    theme: Theme
    height: float

    @property
    def placed(self) -> list[Placed]:
        """Return the blocks with their frames."""
        return placed(self.slide)

    @property
    def side(self) -> str:
        """Return the region beside the body, if anything stands there."""
        regions = (block.region for block in self.slide.blocks)
        return next((region for region in regions if region != BODY), "")

    @property
    def left(self) -> float:
        """Return the width that the body takes where something stands beside it; of the page."""
        regions = self.theme.slide.layouts[self.slide.layout].regions
        return (regions[self.side][0] - regions[BODY][0]) * self.theme.page_scale

    @property
    def gap(self) -> float:
        """Return the points of the page between the body and what stands beside it."""
        return self.theme.gap * self.theme.page_scale

    def above(self) -> list[Placed]:
        """Return the paragraphs that keep the full width above a list in columns and a figure."""
        texts = [placed for placed in self.placed if placed[0].region == BODY]
        leading = list(takewhile(lambda placed: isinstance(placed[0], Paragraph), texts))
        rest = [block for block, _ in texts[len(leading) :]]
        columned = len(rest) == 1 and isinstance(rest[0], BulletList) and rest[0].columns > 1
        return leading if columned else []

    def below_heading(self) -> float:
        """Return what the page has below its heading and above its footnotes."""
        return height_below_heading(self.slide, self.theme, self.height)

    def needed(self, region: str) -> float:
        """Return about what a region's text takes at its usual size."""
        used = 0.0
        for block, frame in self.placed:
            if frame is None or block.region != region:
                continue
            height = frame.height + self.theme.gap / 2
            if isinstance(block, Paragraph | BulletList):
                look = self.theme.styles[block.style if isinstance(block, Paragraph) else "body"]
                height *= (min(look.sizes) * _GROWTH / look.size(frame.step)) ** 2
            used += height
        return used

    def is_full(self) -> bool:
        """Tell whether the page would not hold the slide's text at its usual size.

        That is larger than on the slide, so text takes more lines, and these are higher.
        """
        if self.slide.flow or any(frame is None for _, frame in self.placed):
            return self.slide.flow is not None
        regions = {block.region for block in self.slide.blocks}
        most = max((self.needed(region) for region in regions), default=0.0)
        return most > self.below_heading() - _RESERVE

    def for_figure(self) -> float:
        """Return the height that paragraphs, heading and footnotes leave for a figure."""
        return max(self._without_notes() - self._paragraphs(self.placed), LEAST_MAP)

    def figure(self, frame: Frame | None, width: float) -> Box:
        """Return the box that a figure takes in points of the page: as on the slide, reduced.

        Args:
            frame: of the figure on the slide.
            width: that it may take, in points of the page.
        """
        scale = self.theme.page_scale
        place = frame or self.theme.region_box(self.slide.layout, BODY)
        height = min(place.height, self.for_figure())
        return Box(0, 0, min(place.width * scale, width), height * scale)

    def views(self, block: Map, frame: Frame | None, width: float) -> Box:
        """Return the box of a map's views in points of the page, no wider than its place.

        Unlike on the slide, paragraphs may stand above it and the legend always stands below it.

        Args:
            block: the map.
            frame: of the map on the slide.
            width: that it may take, in points of the page.
        """
        theme, scale = self.theme, self.theme.page_scale
        place = frame or theme.region_box(self.slide.layout, block.region)
        legend = map_layout.entry_heights(block, width / scale / _GROWTH, theme)
        rest = sum(height * _GROWTH + theme.styles["legend"].space for height in legend)
        rest += self._paragraphs(self.placed if block.region == BODY else self.above())
        room = max(self._without_notes() - rest, LEAST_MAP)
        return Box(0, 0, min(place.width * scale, width), min(place.height, room) * scale)

    def _without_notes(self) -> float:
        rest = self.slide.footnote_height + self.theme.gap + _RESERVE
        rest += heading_height(self.slide, self.theme)
        return self.height / self.theme.page_scale - rest

    def _paragraphs(self, blocks: Iterable[Placed]) -> float:
        """Return what the paragraphs among blocks take at full width."""
        return sum(
            self._paragraph(frame) for block, frame in blocks if isinstance(block, Paragraph)
        )

    def _paragraph(self, frame: Frame | None) -> float:
        line = max(self.theme.styles["lead"].sizes) * self.theme.line_height
        full = self.theme.footer_box.width
        measured = frame.height * frame.width / full if frame else 0
        return max(line, measured * _GROWTH) + self.theme.gap


def space_of(slide: Slide, theme: Theme) -> PageSpace:
    """Return the space on a slide's page, whose margins are the usual ones."""
    page = theme.document_slide
    return PageSpace(slide, theme, page.height - page.margin[0] - page.margin[2])


def width_of(space: PageSpace, region: str) -> float:
    """Return the width that blocks of a region take, in points of the page."""
    full = page_width(space.theme)
    if not space.side:
        return full
    return space.left - space.gap if region == BODY else full - space.left
