"""Stacks of blocks: those of one region below each other, at the largest step at which they fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from pipeline.core.lengths import Pt
from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Block, Paragraph, Table
from pipeline.edition.slide import Frame
from pipeline.layout.block_heights import Ruler
from pipeline.layout.regions import gap_below
from pipeline.layout.title_layout import ROUNDING


@dataclass(frozen=True)
class Setting:
    """How the blocks of a region are set.

    Attributes:
        first_step: the first one to try.
        columns: of a table that continues: those of the whole, on each slide.
        sink: the part of free space that is put above the blocks.
    """

    first_step: int = 0
    columns: tuple[float, ...] = ()
    sink: float = 0.0


@dataclass(frozen=True)
class Stack:
    """Frames by block, and by how many points blocks are too high and too wide."""

    frames: dict[int, Frame]
    over: float
    excess: float


@dataclass(frozen=True)
class _Tried:
    """What came of one step: heights of the blocks, least and greatest, and what is too much."""

    ruler: Ruler
    heights: list[tuple[float, float]]
    over: float
    excess: float
    breaks_words: bool

    @property
    def fits(self) -> bool:
        """Say whether nothing is too high or too wide."""
        return self.over <= ROUNDING and self.excess <= ROUNDING


def _tried(members: list[tuple[int, Block]], box: Box, ruler: Ruler, gaps: float) -> _Tried:
    heights = [ruler.height(block, box.width) for _, block in members]
    return _Tried(
        ruler=ruler,
        heights=heights,
        over=sum(least for least, _ in heights) + gaps - box.height,
        excess=max(ruler.excess(block, box.width) for _, block in members),
        breaks_words=any(ruler.breaks_words(block, box.width) for _, block in members),
    )


def stack(members: list[tuple[int, Block]], box: Box, theme: Theme, setting: Setting) -> Stack:
    """Stack blocks in a box at the largest step at which they fit.

    Args:
        members: the blocks of one region, with their place on the slide.
        box: the region's.
        theme: type scale.
        setting: how they are set.
    """
    gaps = [gap_below(block, theme) for _, block in members[:-1]]
    chosen = _chosen(members, box, theme, setting)
    ruler, over, excess, heights = chosen.ruler, chosen.over, chosen.excess, chosen.heights
    step = ruler.step
    spare = max(-over, 0.0)
    elastic = sum(most > least for least, most in heights)
    grown = [
        min(most, least + spare / elastic) if most > least else least for least, most in heights
    ]
    frames: dict[int, Frame] = {}
    free = max(box.height - sum(grown) - sum(gaps), 0.0)
    top, last = box.y + round(free * setting.sink, 2), _last_remarks(members, theme)
    for (index, block), height, gap in zip(members, grown, [*gaps, 0.0], strict=True):
        columns: tuple[float, ...] = ()
        rows: list[float] = []
        if isinstance(block, Table):
            columns, rows = ruler.columns(block, box.width), ruler.rows(block, box.width)
        if index == last:
            top += free - round(free * setting.sink, 2)
        frames[index] = Frame(
            x=box.x,
            y=Pt(round(top, 2)),
            width=Pt(round(sum(columns), 2) if columns else ruler.width_of(block, box.width)),
            height=Pt(round(height, 2)),
            # the further steps are those of tables alone
            step=step if isinstance(block, Table) else min(step, STEPS - 1),
            columns=tuple(map(Pt, columns)),
            rows=tuple(Pt(round(row, 2)) for row in rows),
        )
        top += height + gap
    return Stack(frames, over, excess)


def _chosen(members: list[tuple[int, Block]], box: Box, theme: Theme, setting: Setting) -> _Tried:
    """Return the first step at which all fits and no word is broken; nothing after it is tried.

    If there is none, it is the last of those at which all fits, where fewer words are broken; else
    the last of all.
    """
    tried: list[_Tried] = []
    for attempt in _attempts(members, box, theme, setting):
        if attempt.fits and not attempt.breaks_words:
            return attempt
        tried.append(attempt)
    return ([attempt for attempt in tried if attempt.fits] or tried)[-1]


def _attempts(
    members: list[tuple[int, Block]], box: Box, theme: Theme, setting: Setting
) -> Iterator[_Tried]:
    """Yield what comes of each step; a table that is too wide for all of them has smaller ones."""
    gaps = sum(gap_below(block, theme) for _, block in members[:-1])
    first = setting.first_step
    excess = 0.0
    for step in range(first, max(STEPS, first + 1)):
        attempt = _tried(members, box, Ruler(theme, step, setting.columns), gaps)
        excess = attempt.excess
        yield attempt
    if excess > ROUNDING and any(isinstance(block, Table) for _, block in members):
        for step in range(max(STEPS, first + 1), theme.table_steps):
            yield _tried(members, box, Ruler(theme, step, setting.columns), gaps)


def _last_remarks(members: list[tuple[int, Block]], theme: Theme) -> int:
    """Return the first of the remarks that end a region and stand at its foot; -1 if none do."""
    last = [index for index, _ in takewhile(_is_remark, reversed(members))]
    return last[-1] if last and len(last) < len(members) and not theme.house else -1


def _is_remark(member: tuple[int, Block]) -> bool:
    return isinstance(member[1], Paragraph) and member[1].style in {"remark", "source"}
