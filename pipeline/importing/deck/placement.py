"""Places of shapes on a slide, through the groups that hold them; boxes around and in common."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin

from pipeline.importing.found import Box
from pipeline.importing.office_package import Element, emu, find, is_on, whole

_POINT = 12700
#: Angles of a whole turn and of a degree, in 60000ths of a degree; what is upright is nearly so.
_TURN, _DEGREE = 21_600_000, 60_000
Matrix = tuple[float, float, float, float, float, float]
"""How a point (x, y) moves: (a x + c y + e, b x + d y + f)."""


@dataclass(frozen=True)
class Frame:
    """How places within a group become places on the slide.

    Attributes:
        is_turned: a group around is turned or flipped.
    """

    matrix: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    is_turned: bool = False

    def box(self, transform: Element | None) -> Box | None:
        """Return the box around a shape on the slide, turned as it is; None if it says none."""
        stated = _stated(transform)
        if stated is None or transform is None:
            return None
        x, y, width, height = stated
        corners = ((0.0, 0.0), (width, 0.0), (0.0, height), (width, height))
        return self._around(transform, [(x + right, y + down) for right, down in corners])

    def pieces(self, transform: Element | None, count: int = 16) -> list[Box]:
        """Return the boxes around pieces of a line that goes from corner to corner."""
        stated = _stated(transform)
        if stated is None or transform is None:
            return []
        x, y, width, height = stated
        ends = [(x + width * at / count, y + height * at / count) for at in range(count + 1)]
        return [self._around(transform, list(pair)) for pair in pairwise(ends)]

    def _around(self, transform: Element, points: list[tuple[float, float]]) -> Box:
        own = _times(self.matrix, _turning(transform))
        found = [_moved(own, point) for point in points]
        left, top = min(x for x, _ in found), min(y for _, y in found)
        width, height = max(x for x, _ in found) - left, max(y for _, y in found) - top
        return Box(left / _POINT, top / _POINT, width / _POINT, height / _POINT)

    def inside(self, transform: Element | None) -> Frame:
        """Return how places within a group become places on the slide."""
        stated, first, size = (
            _stated(transform),
            find(transform, "a:chOff"),
            find(transform, "a:chExt"),
        )
        if stated is None or transform is None or first is None or size is None:
            return self
        x, y, width, height = stated
        wide, high = width / (emu(size.get("cx")) or 1), height / (emu(size.get("cy")) or 1)
        scaled = (
            wide,
            0.0,
            0.0,
            high,
            x - emu(first.get("x")) * wide,
            y - emu(first.get("y")) * high,
        )
        matrix = _times(self.matrix, _times(_turning(transform), scaled))
        return Frame(matrix, self.is_turned or is_turned(transform))


def is_turned(transform: Element | None) -> bool:
    """Tell whether a shape is turned or flipped."""
    if transform is None:
        return False
    angle = whole(transform.get("rot")) % _TURN
    is_upright = min(angle, _TURN - angle) < _DEGREE
    return not is_upright or is_on(transform.get("flipH")) or is_on(transform.get("flipV"))


def _stated(transform: Element | None) -> tuple[float, float, float, float] | None:
    offset, extent = find(transform, "a:off"), find(transform, "a:ext")
    if offset is None or extent is None:
        return None
    lengths = (offset.get("x"), offset.get("y"), extent.get("cx"), extent.get("cy"))
    x, y, width, height = (float(emu(length)) for length in lengths)
    return x, y, width, height


def _turning(transform: Element) -> Matrix:
    """Return how a shape is flipped and turned, around its middle."""
    x, y, width, height = _stated(transform) or (0.0, 0.0, 0.0, 0.0)
    middle = (x + width / 2, y + height / 2)
    angle = radians(whole(transform.get("rot")) % _TURN / _DEGREE)
    turned = (cos(angle), sin(angle), -sin(angle), cos(angle), 0.0, 0.0)
    across = -1.0 if is_on(transform.get("flipH")) else 1.0
    along = -1.0 if is_on(transform.get("flipV")) else 1.0
    matrix = _times(turned, (across, 0.0, 0.0, along, 0.0, 0.0))
    back = _times(matrix, (1.0, 0.0, 0.0, 1.0, -middle[0], -middle[1]))
    return _times((1.0, 0.0, 0.0, 1.0, *middle), back)


def _times(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j,
        a * k + c * m + e, b * k + d * m + f,
    )  # fmt: skip


def _moved(matrix: Matrix, point: tuple[float, float]) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def around(boxes: list[Box]) -> Box:
    """Return the least box that holds some."""
    if not boxes:
        return Box()
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right = max(box.x + box.width for box in boxes)
    bottom = max(box.y + box.height for box in boxes)
    return Box(left, top, right - left, bottom - top)


def common(first: Box, second: Box) -> float:
    """Return the area that two boxes share."""
    wide = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
    high = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    return max(wide, 0.0) * max(high, 0.0)


def grown(box: Box, by: float) -> Box:
    """Return a box with more room on all sides."""
    return Box(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by)


def holds(outer: Box, inner: Box, slack: float = 2.0) -> bool:
    """Tell whether a box lies within another."""
    return (
        outer.x <= inner.x + slack
        and outer.y <= inner.y + slack
        and outer.x + outer.width >= inner.x + inner.width - slack
        and outer.y + outer.height >= inner.y + inner.height - slack
    )
