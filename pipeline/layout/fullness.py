"""Fullness of fitted slides, for authors: full, set smaller, or continued."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from pipeline.design.theme import STEPS, Theme
from pipeline.edition.slide import Slide
from pipeline.layout.block_heights import Ruler
from pipeline.layout.regions import gap_below, region_box

#: Share of a region's height from which it counts as full: one more line would not fit.
FULL = 0.9


@dataclass(frozen=True)
class Fullness:
    """Fullness of a region of a slide, or of its title.

    Attributes:
        name: of the region; ``title`` for the title.
        x, y: top left corner; points from the top left of the slide.
        width, height: points.
        percent: of the height that its text needs, rounded up; 0 where nobody measures.
        step: steps of the type scale below the largest size.
        smallest: it is set in the last step.
        parts: over how many slides its list or table continues.
    """

    name: str
    x: float
    y: float
    width: float
    height: float
    percent: int
    step: int
    smallest: bool
    parts: int = 1

    @property
    def is_full(self) -> bool:
        """Tell whether little more would fit."""
        return self.percent > FULL * 100


def fullness(slide: Slide, theme: Theme, parts: int = 1) -> tuple[Fullness, ...]:
    """Return the fullness of a fitted slide's regions, in reading order, its title first.

    Args:
        slide: fitted.
        theme: grid and type scale.
        parts: over how many slides it continues.
    """
    found: list[Fullness] = []
    if slide.title_step:
        box = theme.title_box(slide.layout)
        last = slide.title_step == STEPS - 1
        place = (box.x, box.y, box.width, box.height)
        found.append(Fullness("title", *place, 0, slide.title_step, last))
    for region in dict.fromkeys(block.region for block in slide.blocks):
        box = region_box(slide, region, theme)
        rows = [
            (block, frame)
            for block, frame in zip(slide.blocks, slide.frames, strict=True)
            if block.region == region
        ]
        step = max(frame.step for _, frame in rows)
        ruler = Ruler(theme, step)
        used = sum(ruler.height(block, box.width)[0] for block, _ in rows)
        used += sum(gap_below(block, theme) for block, _ in rows[:-1])
        percent = ceil(floor(used / box.height * 1000) / 10)
        place = (box.x, box.y, box.width, box.height)
        continued = parts if region == slide.blocks[-1].region else 1
        found.append(Fullness(region, *place, percent, step, step == STEPS - 1, continued))
    return tuple(found)
