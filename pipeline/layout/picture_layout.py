"""Positions of a picture and its caption in their frame."""

from __future__ import annotations

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Picture
from pipeline.layout.text_metrics import line_count

#: Points between a picture and its caption.
_GAP = 8.0


def caption_height(block: Picture, width: float, theme: Theme, step: int) -> float:
    """Return the height of a caption with the space above it; 0 without one."""
    if not block.caption:
        return 0.0
    look = theme.styles["caption"]
    size = look.size(step)
    lines = line_count(block.caption, size, width, theme.fonts.deck.family, bold=look.bold)
    return _GAP + lines * size * theme.line_height


def place(block: Picture, frame: Box, theme: Theme, step: int) -> tuple[Box, Box]:
    """Return the box of the pixels, as large as it can be, and the caption's below it."""
    below = caption_height(block, frame.width, theme, step)
    room = frame.height - below
    scale = min(frame.width / block.width, room / block.height)
    width, height = block.width * scale, block.height * scale
    left, top = frame.x, frame.y  # one left edge, one top
    pixels = Box(round(left, 2), round(top, 2), round(width, 2), round(height, 2))
    bottom = top + height + _GAP if below else top + height
    return pixels, Box(frame.x, round(bottom, 2), frame.width, round(max(below - _GAP, 0), 2))
