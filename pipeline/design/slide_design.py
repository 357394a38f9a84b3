"""Design of slides in two implementations: the project's own, and that of a brand's deck template.

A theme asks one of them whatever differs between the two; it is the only one to choose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pipeline.core.lengths import Pt
from pipeline.design.tokens import Box, Colour, HouseGrid, Shade, SlideGrid

#: Tokens that have a slot in the theme part; templates/pptx/_theme.j2 fills the slots.
SLOTS = {
    "ink": "tx1",
    "paper": "bg1",
    "muted": "tx2",
    "tint": "bg2",
    "accent": "accent1",
    "second": "accent2",
    "attention": "accent3",
    "map_area": "accent4",
    "map_partner": "accent5",
    "rule": "accent6",
}
#: Size of the stamp on the opening slide, and its place below the top.
_STAMP, _STAMP_TOP = (Pt(230.0), Pt(46.0)), Pt(64.0)
#: Of our own figure's region, against which a brand's room is measured.
_REGIONS_HEIGHT = Pt(376.0)
#: Layouts of ours whose title has a style of its own.
_TITLES = {"title": "display", "section": "section_title", "closing": "statement"}


class SlideDesign(Protocol):
    """Answers about slides that depend on whose design they have."""

    def shade(self, token: str) -> Shade | None:
        """Return a colour token as a slot of the deck's colour scheme, if it is one."""
        ...

    def is_dark(self, layout: str) -> bool:
        """Say whether the body of a layout is set in the colour of paper."""
        ...

    def background(self, layout: str) -> str:
        """Return the colour of a layout's slides."""
        ...

    def has_inline_numeral(self, layout: str) -> bool:
        """Say whether the numeral of a section stands on the line of its title."""
        ...

    def title_style(self, layout: str) -> str:
        """Return the style of a layout's title."""
        ...

    def stamp_box(self, layout: str) -> Box:
        """Return the box of the stamp on the opening slide."""
        ...

    @property
    def room(self) -> float:
        """Return the share of the height of our slides that is there, at most all of it."""
        ...

    @property
    def stretch(self) -> float:
        """Return by how much text counts as wider than it is measured."""
        ...


@dataclass(frozen=True)
class OwnDesign:
    """Design of the project's own slides: see ``SlideDesign``."""

    slide: SlideGrid
    colours: Mapping[str, Colour]

    def shade(self, token: str) -> Shade | None:
        """Return the token's slot in the theme part, which is filled with its very colour."""
        return Shade(slot=SLOTS[token]) if token in SLOTS else None

    def is_dark(self, layout: str) -> bool:
        """Say that the last slide alone is dark."""
        return layout == "closing"

    def background(self, layout: str) -> str:
        """Return the accent for the last slide, the colour of paper for all others."""
        return self.colours["accent" if self.is_dark(layout) else "paper"]

    def has_inline_numeral(self, layout: str) -> bool:
        """Say that numerals have a place of their own."""
        del layout
        return False

    def title_style(self, layout: str) -> str:
        """Return the style of a layout's title."""
        return _TITLES.get(layout, "title")

    def stamp_box(self, layout: str) -> Box:
        """Return the place at the top on the right, above the lines over the title."""
        del layout
        left, _, width, _ = self.slide.footer
        wide, high = _STAMP
        return Box(left + width - wide, _STAMP_TOP, wide, high)

    @property
    def room(self) -> float:
        """Return all of it."""
        return 1

    @property
    def stretch(self) -> float:
        """Return 1: our faces are those that text is measured with."""
        return 1


@dataclass(frozen=True)
class BrandDesign:
    """Design of a brand's deck template, as it was read: see ``SlideDesign``."""

    slide: SlideGrid
    house: HouseGrid
    gap: Pt

    def shade(self, token: str) -> Shade | None:
        """Return the slot of the brand's scheme that a token was taken from, if it was."""
        return self.house.shades.get(token)

    def is_dark(self, layout: str) -> bool:
        """Say whether paper can be read better than ink on the brand's layout."""
        return self.house.layouts[layout].inverted

    def background(self, layout: str) -> str:
        """Return the colour of the brand's layout."""
        return self.house.layouts[layout].background

    def has_inline_numeral(self, layout: str) -> bool:
        """Say whether the brand's layout has no other place for the numeral."""
        return self.house.layouts[layout].inline_numeral

    def title_style(self, layout: str) -> str:
        """Return the style of the title of the brand's layout, which was added to the theme."""
        return f"title:{layout}"

    def stamp_box(self, layout: str) -> Box:
        """Return the place above the foot: at the top a brand has its emblem."""
        left, top, width, _ = self.slide.footer
        wide, high = _STAMP
        foot = self.house.layouts[layout].footer[1]
        return Box(left + width - wide, min(top, foot) - high - self.gap, wide, high)

    @property
    def room(self) -> float:
        """Return the share of our figure's region that a brand's has."""
        return min(self.slide.regions_height / _REGIONS_HEIGHT, 1)

    @property
    def stretch(self) -> float:
        """Return more than 1 where a face of the brand is not at hand."""
        return self.house.stretch
