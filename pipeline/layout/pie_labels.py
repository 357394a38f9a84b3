"""Spacing of the labels left and right of a pie, so that no two are read as one line."""

from __future__ import annotations

from collections.abc import Sequence

#: Parts of a line by which two lines must stand apart, so that no program reads them as one:
#: pdfminer joins what overlaps by half of its height.
_APART = 0.5


def parted(
    places: Sequence[tuple[bool, float]],
    heights: Sequence[float],
    line: float,
    room: tuple[float, float],
) -> list[tuple[bool, float]]:
    """Return places of labels whose sides do not meet on one line where one follows the other.

    Programs that read a page put texts that follow each other and stand on one line from left to
    right. The last label at the right is followed by the first at the left: the left side moves.

    Args:
        places: of each label, in the order of the parts: whether at the right, and its middle.
        heights: of each label.
        line: height of a line.
        room: where labels may begin and end.
    """
    out = list(places)
    at = next((i for i in range(1, len(out)) if out[i - 1][0] and not out[i][0]), 0)
    left = [index for index, (right, _) in enumerate(out) if not right]
    if not at:
        return out
    last = out[at - 1][1] + (heights[at - 1] - line) / 2
    first = out[at][1] - (heights[at] - line) / 2
    gap = first - last
    if abs(gap) >= _APART * line:
        return out
    top = min(out[i][1] - heights[i] / 2 for i in left)
    foot = max(out[i][1] + heights[i] / 2 for i in left)
    for move in sorted((_APART * line - gap, -_APART * line - gap), key=abs):
        if top + move >= room[0] and foot + move <= room[1]:
            return [place if place[0] else (False, place[1] + move) for place in out]
    return out
