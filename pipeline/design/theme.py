"""Theme of all formats, loaded from theme.yaml: boxes, text styles and colours to be looked up.

Lengths are points (1/72 inch), origin top left. A slide is 960 by 540 points.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from pipeline.core.errors import Problem, TemplateError, Where, shown_path
from pipeline.core.lengths import Pt
from pipeline.design.slide_design import BrandDesign, OwnDesign, SlideDesign
from pipeline.design.tokens import (
    Box,
    Colour,
    Fonts,
    HouseGrid,
    Page,
    Shade,
    SlideGrid,
    Style,
    Token,
)
from pipeline.resources import paths

FONTS = paths.templates("fonts")
_OWN = paths.templates("theme.yaml")
#: Points: the width of the middle part of a foot, in which a marking and a mark of the edition fit.
_MARKING = 250.0

#: Steps of the type scale that fitting tries; styles with fewer sizes stay at their smallest.
STEPS = 4

#: Tokens that have a slot in the theme part of documents, templates/docx/word/theme.
WORD_SLOTS = {
    "ink": "text1",
    "paper": "background1",
    "muted": "text2",
    "tint": "background2",
    "accent": "accent1",
    "second": "accent2",
    "attention": "accent3",
    "map_area": "accent4",
    "rule": "accent5",
    "land": "accent6",
}


class Theme(Token):
    """Design tokens of one theme.

    Attributes:
        house: set when the theme was derived from a brand's deck template (``design.brand``).
        word_slots: tokens that have a slot in the theme part of documents.
    """

    name: str
    colours: dict[str, Colour]
    fonts: Fonts
    styles: dict[str, Style]
    line_height: float
    drop: float
    gap: Pt
    card_gap: Pt
    card_padding: Pt
    row_height: Pt
    row_padding: Pt
    row_numbers: Pt
    request_padding: Pt
    timeline_above: Pt
    timeline_below: Pt
    list_indent: Pt
    cell_padding: Pt
    roomy_row: float
    roomy_less: float
    column_room: Pt
    withheld_height: Pt
    cover_page: Page
    document_slide: Page
    slide: SlideGrid
    house: HouseGrid | None = None
    word_slots: dict[str, str] = WORD_SLOTS

    @property
    def _design(self) -> SlideDesign:
        if self.house is None:
            return OwnDesign(self.slide, self.colours)
        return BrandDesign(self.slide, self.house, self.gap)

    def shade(self, token: str) -> Shade | None:
        """Return a colour token as a slot of the deck's colour scheme, if it is one."""
        return self._design.shade(token)

    def is_dark(self, layout: str) -> bool:
        """Say whether the body of a layout is set in the colour of paper."""
        return self._design.is_dark(layout)

    def background(self, layout: str) -> str:
        """Return the colour of a layout's slides."""
        return self._design.background(layout)

    def family(self, style: str) -> str:
        """Return the family in which a text style is measured and printed."""
        heading = self.fonts.heading
        return heading.family if heading and style.startswith("title:") else self.fonts.deck.family

    @property
    def room(self) -> float:
        """Return the share of the height of our slides that a brand's leave, at most all of it."""
        return self._design.room

    @property
    def stretch(self) -> float:
        """Return by how much text counts as wider than it is measured."""
        return self._design.stretch

    def has_inline_numeral(self, layout: str) -> bool:
        """Say whether the numeral of a section stands on the line of its title."""
        return self._design.has_inline_numeral(layout)

    def on_paper(self) -> Theme:
        """Return the theme for a document, whose background is white whatever the slides' is."""
        if self.house is None:
            return self
        return self.model_copy(update={"colours": self.house.paper_colours, "house": None})

    @property
    def withheld_ink(self) -> str:
        """Return the text colour on the pale background of withheld words."""
        return self.ink_on_white

    @property
    def ink_on_white(self) -> str:
        """Return the token of text on white, whatever the slides' background is."""
        return "paper_ink" if "paper_ink" in self.colours else "ink"

    @property
    def page_scale(self) -> float:
        """Return the length of a slide's point on a page of the document."""
        page = self.document_slide
        wide = (page.width - page.margin[1] - page.margin[3]) / self.slide.footer[2]
        high = (page.height - page.margin[0] - page.margin[2]) / self.slide.height
        return min(wide, high)

    def table_style(self, step: int) -> tuple[str, int]:
        """Return the style of a table's text, and the step in that style's own sizes.

        Steps beyond ``STEPS`` are those of tables with many columns.
        """
        return ("table", step) if step < STEPS else ("table_dense", step - STEPS)

    def table_size(self, step: int) -> Pt:
        """Return the size of a table's text at a step."""
        style, own = self.table_style(step)
        return self.styles[style].size(own)

    @property
    def table_steps(self) -> int:
        """Return the number of steps of the type of tables."""
        return STEPS + len(self.styles["table_dense"].sizes)

    def title_style(self, layout: str) -> str:
        """Return the style of a layout's title."""
        return self._design.title_style(layout)

    def colour(self, token: str) -> str:
        """Return a colour as six hexadecimal digits without ``#``, as Office files write it."""
        return self.colours[token][1:]

    def title_box(self, layout: str) -> Box:
        """Return the box of a layout's title."""
        return Box(*self.slide.layouts[layout].title)

    def overline_box(self, layout: str) -> Box | None:
        """Return the box of the lines above a layout's title, if it has one."""
        rect = self.slide.layouts[layout].overline
        return Box(*rect) if rect else None

    def stamp_box(self, layout: str) -> Box:
        """Return the box of the stamp on the opening slide, wherever a brand has its title."""
        return self._design.stamp_box(layout)

    def region_box(self, layout: str, region: str) -> Box:
        """Return the box of a layout's region."""
        return Box(*self.slide.layouts[layout].regions[region])

    def footnote_box(self, height: float, layout: str) -> Box:
        """Return the box of a slide's footnotes, as high as ``fit`` has measured.

        It is as wide as the layout's body, and on plain layouts as the slide.
        """
        left, _, width, _ = self.slide.footer
        if layout in {"title", "section", "closing"}:
            left, _, width, _ = self.slide.layouts[layout].regions["body"]
        return Box(left, self.slide.footnote_bottom - height, width, height)

    def marking_box(self, layout: str) -> Box:
        """Return the box of the middle part of a slide's foot, between the foot's two ends."""
        left, top, width, height = self.slide.footer
        start, end = self.footnote_box(0, layout).x, left + width
        return Box((start + end - _MARKING) / 2, top, _MARKING, height)

    @property
    def footer_box(self) -> Box:
        """Return the box of the line at the foot of each slide."""
        return Box(*self.slide.footer)


def tile(box: Box, count: int, columns: int, gap: float) -> tuple[Box, ...]:
    """Cut a box into equal boxes, row by row from the top left, with a gap between them."""
    rows = -(-count // columns)
    width = (box.width - gap * (columns - 1)) / columns
    height = (box.height - gap * (rows - 1)) / rows
    return tuple(
        Box(
            round(box.x + (index % columns) * (width + gap), 2),
            round(box.y + (index // columns) * (height + gap), 2),
            round(width, 2),
            round(height, 2),
        )
        for index in range(count)
    )


@cache
def load(path: Path = _OWN) -> Theme:
    """Read a theme.

    Raises:
        TemplateError: the file cannot be read, or a token is missing or malformed.
    """
    try:
        return Theme.model_validate(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        hint = "compare it with the theme that comes with the project, templates/theme.yaml"
        where = Where(shown_path(path))
        problem = Problem(where, "bad-theme", "the theme cannot be used", hint)
        raise TemplateError(problem) from error
