"""Footer position on a brand's slide layout: number, marking, language, page.

The brand's own placeholders come first. Where they are missing, too narrow for what the foot says,
or behind a logo, the foot is put beside what stands there; above it, if nothing is left beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.design.brand.layout_reader import Face, Placeholder
from pipeline.design.brand.shape_geometry import shares
from pipeline.design.tokens import Box

#: Least width of a footer, in points, for number, marking and language.
_WIDTH, _NUMBER_WIDTH = 190.0, 60.0
#: Height of the foot, for one line of ten points with its space.
_HEIGHT = 20.0
#: Points between two things at the foot, and from them to the slide's edge.
_GAP, _EDGE = 14.0, 12.0
#: Share of the slide's width from which what stands at its foot is a band to write on, no logo.
_BAND = 0.6
#: The foot is not put higher than on this share of the slide's height.
_LOWEST = 0.75

Foot = tuple[Box, Box, Placeholder | None, Placeholder | None]


def footers(face: Face, width: float, height: float) -> Foot:
    """Return the boxes of footer and page number, and the placeholders that hold them.

    Args:
        face: of a layout.
        width: of the slide, in points.
        height: of the slide.
    """
    foot = next((holder for holder in face.holders if holder.kind == "ftr"), None)
    number = next((holder for holder in face.holders if holder.kind == "sldNum"), None)
    logos = [box for box in face.obstacles if box.width < _BAND * width]
    line = _line(foot or number or face.master_holder("ftr", "sldNum", "dt"), width, height)
    if foot and (foot.box.width < _WIDTH or _is_on(foot.box, logos)):
        foot = None
    if number and _is_on(number.box, logos):
        number = None
    if foot is None or number is None:
        line = _with_room(line, logos, height)
    number_box = number.box if number else _at_the_end(_widest(line, logos))
    rest = Box(line.x, line.y, max(number_box.x - _GAP - line.x, 1.0), line.height)
    return (foot.box if foot else _widest(rest, logos)), number_box, foot, number


def _line(holder: Placeholder | None, width: float, height: float) -> Box:
    left = _EDGE * 3
    y, high = height - _HEIGHT - _EDGE, _HEIGHT
    if holder is not None:
        y, high = holder.box.y, max(holder.box.height, _HEIGHT)
    return Box(left, min(y, height - high), width - 2 * left, high)


def _is_on(box: Box, logos: Sequence[Box]) -> bool:
    return any(shares(box, logo) for logo in logos)


def _with_room(line: Box, logos: Sequence[Box], height: float) -> Box:
    """Return the line, or one above what leaves no space on it."""
    if _widest(line, logos).width >= _WIDTH + _GAP + _NUMBER_WIDTH:
        return line
    top = min((logo.y for logo in logos if shares(line, logo)), default=line.y)
    above = Box(line.x, top - _HEIGHT - _GAP / 2, line.width, _HEIGHT)
    return above if above.y >= _LOWEST * height and not _is_on(above, logos) else line


def _widest(line: Box, logos: Sequence[Box]) -> Box:
    """Return the widest part of a line on which nothing stands; all of it, if there is no such."""
    ends: list[float] = [line.x]
    free: list[tuple[float, float]] = []
    for logo in sorted((box for box in logos if shares(line, box)), key=lambda box: box.x):
        free.append((max(ends), logo.x - _GAP))
        ends.append(logo.x + logo.width + _GAP)
    free.append((max(ends), line.x + line.width))
    start, end = max(free, key=lambda part: part[1] - part[0])
    return Box(start, line.y, end - start, line.height) if end > start else line


def _at_the_end(line: Box) -> Box:
    return Box(line.x + line.width - _NUMBER_WIDTH, line.y, _NUMBER_WIDTH, line.height)
