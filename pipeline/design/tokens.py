"""Types of design tokens: boxes, fonts, text styles, pages, slide grids, shades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from pipeline.core.lengths import Pt

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]
#: Left, top, width and height.
Rect = tuple[Pt, Pt, Pt, Pt]


@dataclass(frozen=True, init=False)
class Box:
    """A rectangle; points from the top left of the slide.

    Sums and differences of lengths are plain numbers to the type checkers; a box takes them as
    points, and gives its own lengths as such.
    """

    x: Pt
    y: Pt
    width: Pt
    height: Pt

    def __init__(self, x: float, y: float, width: float, height: float) -> None:
        """Take points."""
        for name, length in (("x", x), ("y", y), ("width", width), ("height", height)):
            object.__setattr__(self, name, length)


class Token(BaseModel):
    """Base class of all tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Font(Token):
    """A face: the name Office files ask for, and the metric-compatible family that is embedded."""

    name: str
    family: str


class Fonts(Token):
    """The faces of slides, of the cover and, if it is another one, of the slides' titles."""

    deck: Font
    cover: Font
    heading: Font | None = None


class Style(Token):
    """A text style: sizes in points, largest first; points of space below a paragraph.

    Attributes:
        tracking: points between letters beyond those of the face.
    """

    sizes: tuple[Pt, ...]
    bold: bool = False
    colour: str
    space: Pt = Pt(0)
    tracking: Pt = Pt(0)

    def size(self, step: int) -> Pt:
        """Return the size at a step; steps beyond the scale give the smallest size."""
        return self.sizes[min(step, len(self.sizes) - 1)]


class Page(Token):
    """A page of the document; margins are top, right, bottom, left."""

    width: Pt
    height: Pt
    margin: tuple[Pt, Pt, Pt, Pt]


class SlideLayout(Token):
    """Boxes of a slide layout: title, the lines above it (if any), and regions.

    Attributes:
        name: as programs show it.
        sink: part of the space that a region's blocks leave free which is put above them.
    """

    name: str
    sink: Annotated[float, Field(ge=0, le=1)] = 0
    overline: Rect | None = None
    title: Rect
    regions: dict[str, Rect]


class SlideGrid(Token):
    """The slide and its layouts.

    Attributes:
        tag: device at the slide's upper edge.
        kicker: of the small line above a title.
        second_line: points by which what stands below a title of two lines is lower.
        measure: greatest width of running text.
        title_rule: below the title of the first and the last slide.
    """

    width: Pt
    height: Pt
    footer: Rect
    footnote_bottom: Pt
    tag: Rect
    kicker: Rect
    second_line: Pt
    measure: Pt
    title_rule: Rect
    section_panel: Pt
    layouts: dict[str, SlideLayout]

    @property
    def regions_height(self) -> Pt:
        """Return the height of the layout with a figure, which has the least."""
        return self.layouts["text-figure"].regions["figure"][3]


class Shade(Token):
    """A colour as a slot of a deck's colour scheme, made lighter or darker.

    Attributes:
        slot: name of the slot, ``tx1`` or ``accent1``.
        keep, lift: the lightness is multiplied by ``keep``, then ``lift`` is added; thousandths of
            a per cent, as DrawingML's lumMod and lumOff.
    """

    slot: str
    keep: int = 100_000
    lift: int = 0


class Plate(Token):
    """Plain background behind a text of a brand's layout."""

    rect: Rect
    colour: Colour


class HouseLayout(Token):
    """Layout of a brand's deck template that stands for one of ours.

    Attributes:
        part: name of its part in the package.
        holders: attributes by which a slide's placeholders find those of the layout: ``title``,
            each region, ``footer`` and ``number``; what has none is drawn as a text box.
        text_only: regions whose placeholder takes text alone.
        background: the slide's colour.
        plates: backgrounds of texts that differ from the slide's.
        inverted: text of the body is set in the colour of paper.
        anchor, align: of the title.
        body_align: of the lines on a title slide.
        footer, number: their boxes.
        footer_colour: token.
        inline_numeral: a section's numeral stands on the line of its title.
    """

    part: str
    holders: dict[str, dict[str, str | int]]
    text_only: tuple[str, ...] = ()
    background: Colour
    plates: tuple[Plate, ...] = ()
    inverted: bool = False
    anchor: Literal["t", "ctr", "b"] = "b"
    align: Literal["l", "ctr", "r"] = "l"
    body_align: Literal["l", "ctr", "r"] = "l"
    footer: Rect
    footer_align: Literal["l", "ctr", "r"] = "l"
    number: Rect
    number_align: Literal["l", "ctr", "r"] = "r"
    footer_colour: str = "muted"
    inline_numeral: bool = True


class HouseGrid(Token):
    """Extra data of a theme that was derived from a brand's deck template.

    Attributes:
        layouts: by our ids.
        shades: tokens that are slots of the brand's colour scheme; others are fixed colours.
        face, heading_face: names to be stated in text; empty where the scheme's are meant.
        stretch: text counts as so much wider than it is measured, where its face is not at hand.
        paper_colours: of the document, whose background is white.
    """

    layouts: dict[str, HouseLayout]
    shades: dict[str, Shade]
    face: str = ""
    heading_face: str = ""
    stretch: Annotated[float, Field(ge=1)] = 1
    paper_colours: dict[str, Colour]
