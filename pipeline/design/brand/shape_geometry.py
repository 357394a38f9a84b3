"""Boxes of template shapes: lengths read, boxes cut, clipped, shared; plain colours."""

from __future__ import annotations

from pipeline.core.lengths import Pt
from pipeline.design.brand.ooxml_reader import BadTemplateError, points
from pipeline.design.tokens import Box, Rect


def is_colour(text: str) -> bool:
    """Tell whether a text is six hexadecimal digits."""
    return len(text) == 6 and all(letter in "0123456789ABCDEF" for letter in text)  # noqa: PLR2004


def points_or(length: str, default: float) -> float:
    """Return a length in points, or the default if it is none."""
    try:
        return points(length)
    except BadTemplateError:
        return default


def shared(box: Box, other: Box) -> float:
    """Return the area that two boxes share."""
    wide = min(box.x + box.width, other.x + other.width) - max(box.x, other.x)
    high = min(box.y + box.height, other.y + other.height) - max(box.y, other.y)
    return max(wide, 0) * max(high, 0)


def clipped(box: Box, to: Box) -> Box:
    """Return the part of a box that lies in another."""
    left, top = max(box.x, to.x), max(box.y, to.y)
    right, bottom = min(box.x + box.width, to.width), min(box.y + box.height, to.height)
    return Box(left, top, max(right - left, 0), max(bottom - top, 0))


def relative(place: Box, box: Box) -> tuple[float, float, float, float]:
    """Return a box as shares of a place: left, top, right, bottom."""

    def share(value: float, start: float, length: float) -> float:
        return min(max((value - start) / length, 0), 1)

    return (
        share(box.x, place.x, place.width),
        share(box.y, place.y, place.height),
        share(box.x + box.width, place.x, place.width),
        share(box.y + box.height, place.y, place.height),
    )


def cut(box: Box, height: float) -> tuple[Box, Box]:
    """Divide a box at a distance from its top."""
    top = Box(box.x, box.y, box.width, height)
    return top, Box(box.x, box.y + height, box.width, box.height - height)


def rect_of(box: Box) -> Rect:
    """Return a box as a theme has it, in hundredths of a point."""
    x, y, width, height = (round(n, 2) for n in (box.x, box.y, box.width, box.height))
    return Pt(x), Pt(y), Pt(width), Pt(height)


def shares(box: Box, other: Box) -> bool:
    """Tell whether two boxes overlap by more than rounding."""
    return shared(box, other) > 1
