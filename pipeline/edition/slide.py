"""Slide type of an edition, with frames of its blocks; grids of figures, blocks of documents."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from pipeline.core.lengths import Pt
from pipeline.edition.blocks import Block, Chart
from pipeline.edition.primitive import Primitive
from pipeline.edition.runs import MarkerRun, Runs

Layout = Literal[
    "title",
    "section",
    "text",
    "text-figure",
    "columns",
    "cards-2",
    "cards-3",
    "cards-4",
    "table",
    "timeline",
    "map",
    "chart",
    "image",
    "figures",
    "decision",
    "message",
    "mixed",
    "quote",
    "agenda",
    "closing",
]
"""Kinds of slides by their geometry; each has its boxes in the theme, and a layout in the deck."""


#: Regions of a figure in a grid, of the heading above it, and of what stands below all of them.
FIGURE, HEADING, FOOT = "figure-", "heading-", "foot"


class Frame(Primitive):
    """Rectangle that ``fit`` gave a block, and its step of the type scale.

    Attributes:
        x, y: top left corner; points from the top left of the slide.
        width, height: points.
        step: 0 is the theme's largest size for the block's styles; each step is one smaller.
        columns: a table's column widths in points; empty for other blocks.
        rows: a table's row heights in points; empty for other blocks.
    """

    x: Pt
    y: Pt
    width: Pt
    height: Pt
    step: int
    columns: tuple[Pt, ...] = ()
    rows: tuple[Pt, ...] = ()


class Area(Primitive):
    """A region that ``fit`` has cut out of a layout's: for the figures of a grid, and their text.

    Attributes:
        x, y, width, height: points from the top left of the slide.
        step: of the type scale, the first that may be tried.
    """

    region: str
    x: Pt
    y: Pt
    width: Pt
    height: Pt
    step: int = 0


class Kicker(Primitive):
    """The section in which a slide stands, in small letters above its title.

    Attributes:
        numeral: "II" on the slides of the second section; empty before the first.
        section: the section's name; empty where the title has a line of its own above it.
    """

    numeral: str = ""
    section: Runs = ()


class Slide(Primitive):
    """One slide of the deck, one landscape page of the document.

    Attributes:
        overline: lines above the title, read before it (an agency's name).
        numeral: "I." on a slide that opens a section, else empty.
        kicker: the section of a slide within it.
        title, subtitle: together the slide's title.
        continued: "continued (2/2)" where a slide goes on that began before, else empty.
        footnotes: the printed notes; a note repeats its own mark.
        notes: speaker notes, one paragraph each.
        areas: regions of a slide with several figures; set by ``fit``.
        frames: empty until ``fit`` has placed the blocks; then one for each block.
        title_step: step of the title in the type scale; set by ``fit``.
        withheld: the line below the marker of a slide that is withheld as a whole; holds
            ``{grounds}``.
        stamp: on the opening slide of a public edition of which parts are withheld; else empty.
        footnote_height: points that ``fit`` reserves above the footer for the footnotes.
        part: from 1 where ``fit`` has divided a slide over several, else 0.
        flow: where ``fit`` has divided a table, on its first slide: the whole table as it stands in
            the document; its rows are least heights in points of the page.
        sheets: pages that the slide takes in the document; none if it continues such a table.
    """

    number: int
    layout: Layout
    overline: tuple[Runs, ...] = ()
    numeral: str = ""
    kicker: Kicker = Kicker()
    title: Runs
    subtitle: Runs = ()
    continued: str = ""
    blocks: tuple[Block, ...]
    footnotes: tuple[Runs, ...] = ()
    notes: tuple[Runs, ...] = ()
    areas: tuple[Area, ...] = ()
    frames: tuple[Frame, ...] = ()
    title_step: int = 0
    footnote_height: float = 0
    part: int = 0
    flow: Frame | None = None
    sheets: int = 1
    stamp: str = ""
    withheld: str = ""

    @property
    def withheld_line(self) -> str:
        """Return the line on a slide that is withheld as a whole, with its grounds."""
        labels = (run.label for run in self.title if isinstance(run, MarkerRun))
        return self.withheld.replace("{grounds}", ", ".join(labels))

    @model_validator(mode="after")
    def _is_fitted_or_not(self) -> Self:
        if self.frames and len(self.frames) != len(self.blocks):
            raise ValueError("one frame per block")
        return self


def is_grid(slide: Slide) -> bool:
    """Say whether a slide's figures stand in a grid."""
    return any(block.region.startswith(FIGURE) for block in slide.blocks)


def cell_of(block: Block) -> str:
    """Return the number of a grid's figure to which a block belongs; empty for another block."""
    if block.region.startswith((FIGURE, HEADING)):
        return block.region.partition("-")[2]
    return ""


def document_blocks(slide: Slide) -> tuple[Block, ...]:
    """Return a slide's blocks as the document says them.

    Numbers of charts stand below a grid, and on pages of their own if their chart needs its page.
    """
    if not is_grid(slide) and (slide.sheets == 1 or slide.flow):
        return slide.blocks
    charts = tuple(block for block in slide.blocks if isinstance(block, Chart))
    return (*(block for block in slide.blocks if not isinstance(block, Chart)), *charts)
