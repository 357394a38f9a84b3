"""Places of shapes on a slide, through the groups that hold them; boxes around and in common."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.importing.found import Box
from pipeline.importing.office_package import Element, emu, find, whole

_POINT = 12700
#: Angles in 60000ths of a degree: half a turn, and from where on a shape lies on its side.
_HALF_TURN, _ON_ITS_SIDE = 10_800_000, 2_700_000


@dataclass(frozen=True)
class Frame:
    """How places within a group become places on the slide: scale and offset of each axis."""

    x_scale: float = 1.0
    x_offset: float = 0.0
    y_scale: float = 1.0
    y_offset: float = 0.0

    def box(self, transform: Element | None) -> Box | None:
        """Return the place of a shape on the slide; None if it says none."""
        offset, extent = find(transform, "a:off"), find(transform, "a:ext")
        if offset is None or extent is None:
            return None
        x, y = emu(offset.get("x")), emu(offset.get("y"))
        width, height = emu(extent.get("cx")), emu(extent.get("cy"))
        turned = abs(whole(transform.get("rot")) if transform is not None else 0) % _HALF_TURN
        if _ON_ITS_SIDE <= turned < _HALF_TURN - _ON_ITS_SIDE:
            x, y = x + (width - height) // 2, y + (height - width) // 2
            width, height = height, width
        return Box(
            (x * self.x_scale + self.x_offset) / _POINT,
            (y * self.y_scale + self.y_offset) / _POINT,
            width * self.x_scale / _POINT,
            height * self.y_scale / _POINT,
        )

    def inside(self, transform: Element | None) -> Frame:
        """Return how places within a group become places on the slide."""
        names = ("a:off", "a:ext", "a:chOff", "a:chExt")
        offset, extent, first, size = (find(transform, name) for name in names)
        if offset is None or extent is None or first is None or size is None:
            return self
        wide, high = emu(size.get("cx")) or 1, emu(size.get("cy")) or 1
        x_scale, y_scale = emu(extent.get("cx")) / wide, emu(extent.get("cy")) / high
        x_offset = emu(offset.get("x")) - emu(first.get("x")) * x_scale
        y_offset = emu(offset.get("y")) - emu(first.get("y")) * y_scale
        return Frame(
            x_scale * self.x_scale,
            x_offset * self.x_scale + self.x_offset,
            y_scale * self.y_scale,
            y_offset * self.y_scale + self.y_offset,
        )


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
