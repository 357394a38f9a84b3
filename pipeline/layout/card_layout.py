"""Boxes of cards side by side, of rows between rules, and of the bar beside requests."""

from __future__ import annotations

from itertools import accumulate

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import BulletList, Cards
from pipeline.layout.block_heights import Ruler

#: Points: how far to the left of a decision's requests their bar begins, and its breadth.
_BAR_LEFT, _BAR = 30.0, 6.0


def boxes(block: Cards, frame: Box, theme: Theme, step: int) -> tuple[Box, ...]:
    """Return the boxes of cards, from the frame's top left corner.

    Cards of a row have one top, and each row is as high as its fullest card.

    Args:
        block: the cards.
        frame: its size in points.
        theme: for type and lengths.
        step: of the type scale.
    """
    if block.ruled:
        return rows(block, frame, theme, step)
    heights = Ruler(theme, step).card_rows(block, frame.width)
    tops = list(accumulate((height + theme.card_gap for height in heights), initial=0.0))
    count = block.columns
    width = (frame.width - theme.card_gap * (count - 1)) / count
    return tuple(
        Box(
            round(index % count * (width + theme.card_gap), 2),
            round(tops[index // count], 2),
            round(width, 2),
            round(heights[index // count], 2),
        )
        for index in range(len(block.cards))
    )


def bar(region: Box) -> Box:
    """Return the bar beside the requests of a decision, from the slide's top left corner."""
    return Box(region.x - _BAR_LEFT, region.y, _BAR, region.height)


def rows(block: Cards | BulletList, frame: Box, theme: Theme, step: int) -> tuple[Box, ...]:
    """Return the boxes of rows between rules, from the frame's top left corner."""
    words = Ruler(theme, step).row_words(block, frame.width)
    pad = row_padding(block, frame, theme, step)
    tops = accumulate((height + 2 * pad for height in words), initial=0.0)
    return tuple(
        Box(0, round(top, 2), frame.width, round(height + 2 * pad, 2))
        for top, height in zip(tops, words, strict=False)
    )


def row_padding(block: Cards | BulletList, frame: Box, theme: Theme, step: int) -> float:
    """Return the points above and below the words of each row: rows share the frame's height."""
    words = Ruler(theme, step).row_words(block, frame.width)
    return round((frame.height - sum(words)) / (2 * len(words)), 2)
