"""Design tokens: colours, fonts, type scale and slide grid, read once and used by all formats.

Lengths are points (1/72 inch), origin top left. A slide is 960 by 540 points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pipeline.diagnostics import Problem, TemplateError, Where, shown_path

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
FONTS = TEMPLATES / "fonts"

#: Steps of the type scale that fitting tries; styles with fewer sizes stay at their smallest.
STEPS = 4
#: Points: a strip of a timeline is not narrower, so that text has a width to be measured at.
_LEAST_STRIP = 24.0

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]


@dataclass(frozen=True)
class Box:
    """A rectangle; points from the top left of the slide."""

    x: float
    y: float
    width: float
    height: float


class _Token(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Font(_Token):
    """A face: the name Office files ask for, and the metric-compatible family that is embedded."""

    name: str
    family: str


class Fonts(_Token):
    """The face of slides and the face of the cover."""

    deck: Font
    cover: Font


class Style(_Token):
    """A text style: sizes in points, largest first; points of space below a paragraph."""

    sizes: tuple[float, ...]
    bold: bool = False
    colour: str
    space: float = 0

    def size(self, step: int) -> float:
        """Return the size at a step; steps beyond the scale give the smallest size."""
        return self.sizes[min(step, len(self.sizes) - 1)]


class Page(_Token):
    """A page of the document; margins are top, right, bottom, left."""

    width: float
    height: float
    margin: tuple[float, float, float, float]


_Rect = tuple[float, float, float, float]


class SlideLayout(_Token):
    """Where a layout has its title, the lines above it (if any) and its regions.

    Attributes:
        name: as programs show it.
        sink: part of the room that a region's blocks leave free which is put above them.
    """

    name: str
    sink: Annotated[float, Field(ge=0, le=1)] = 0
    overline: _Rect | None = None
    title: _Rect
    regions: dict[str, _Rect]


class SlideGrid(_Token):
    """The slide and its layouts."""

    width: float
    height: float
    footer: _Rect
    footnote_bottom: float
    section_panel: float
    layouts: dict[str, SlideLayout]


class Theme(_Token):
    """All tokens."""

    name: str
    colours: dict[str, Colour]
    fonts: Fonts
    styles: dict[str, Style]
    line_height: float
    drop: float
    gap: float
    card_padding: float
    card_disc: float
    card_indent: float
    timeline_zone: float
    event_padding: float
    list_indent: float
    cell_padding: float
    withheld_height: float
    cover_page: Page
    document_slide: Page
    slide: SlideGrid

    def title_style(self, layout: str) -> str:
        """Return the style of a layout's title."""
        return {"title": "display", "section": "section_title", "closing": "statement"}.get(
            layout, "title"
        )

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

    def strips(self, places: Sequence[float | None], width: float) -> tuple[Box, ...]:
        """Divide a timeline's width: for each point a strip, whose middle is the point.

        Args:
            places: from 0 to 1, in order; None to space evenly.
            width: points.

        Returns:
            Boxes without height; a strip reaches half-way to its neighbours at most.
        """
        half = width / (2 * len(places))
        given = [place for place in places if place is not None]
        if len(given) < len(places):
            middles = [half * (2 * index + 1) for index in range(len(places))]
        else:
            middles = [half + place * (width - 2 * half) for place in given]
        edges = [-middles[0], *middles, 2 * width - middles[-1]]
        out: list[Box] = []
        for before, middle, after in zip(edges, middles, edges[2:], strict=False):
            wide = max(min(middle - before, after - middle) - self.gap, _LEAST_STRIP)
            out.append(Box(round(middle - wide / 2, 2), 0, round(wide, 2), 0))
        return tuple(out)

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
def load(path: Path = TEMPLATES / "theme.yaml") -> Theme:
    """Read a theme.

    Raises:
        TemplateError: the file cannot be read, or a token is missing or malformed.
    """
    try:
        return Theme.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        hint = "compare it with the theme that comes with the project, templates/theme.yaml"
        where = Where(shown_path(path))
        problem = Problem(where, "bad-theme", "the theme cannot be used", hint)
        raise TemplateError(problem) from error
