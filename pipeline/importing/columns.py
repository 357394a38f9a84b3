"""Two columns of words: found by their places, written as the content's columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.importing import texts
from pipeline.importing.found import Box
from pipeline.importing.report_items import Leaf
from pipeline.importing.texts import Line

_LONGEST_HEADING = 80


@dataclass
class Words:
    """The lines of one shape; none of a figure, which only holds its place."""

    lines: list[Line]
    box: Box
    role: str
    is_list: bool = False


def lists(worded: Sequence[Words]) -> bool:
    """Tell whether any words are a list."""
    return any(row.is_list for row in worded)


def sides(worded: Sequence[Words]) -> dict[str, Any] | None:
    """Return two columns of words; None if they stand in no two columns.

    Bodies are placeholders for text, or, where there are none, free boxes that stand side by side.
    """
    bodies = [row for row in worded if row.role in {"body", "subtitle"}]
    if len(bodies) < 2:  # noqa: PLR2004 - two columns
        bodies = list(worded) if _are_beside(worded) else []
    if len(bodies) < 2:  # noqa: PLR2004 - two columns
        return None
    middle = _middle(bodies)
    left = [row for row in bodies if _centre(row.box) < middle] or bodies[:1]
    right = [row for row in bodies if all(row is not other for other in left)]
    others = [row for row in worded if all(row is not body for body in bodies)]
    if not right:
        left, right = left[:1], left[1:]
    for row in others:
        (left if _centre(row.box) < middle else right).append(row)
    return {"left": column(left), "right": column(right)}


def _are_beside(worded: Sequence[Words]) -> bool:
    """Tell whether exactly two free boxes of some lines stand side by side."""
    if len(worded) != 2:  # noqa: PLR2004 - two columns
        return False
    first, second = sorted((row.box for row in worded), key=lambda box: box.x)
    apart = second.x >= first.x + 0.8 * first.width
    level = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    return apart and level > 0.5 * min(first.height, second.height) > 0


def _centre(box: Box) -> float:
    return box.x + box.width / 2


def _middle(bodies: Sequence[Words]) -> float:
    centres = [_centre(row.box) for row in bodies]
    return (min(centres) + max(centres)) / 2


def column(rows: Sequence[Words]) -> dict[str, Any]:
    """Return a column: a heading if its first shape is one short line above others, then points."""
    tree: dict[str, Any] = {}
    rest = list(rows)
    first = rest[0].lines
    if len(first) == 1 and len(rest) > 1 and len(first[0].leaf.text) <= _LONGEST_HEADING:
        tree["heading"] = first[0].leaf
        rest = rest[1:]
    lines = [line for row in rest for line in row.lines]
    plain = [line.leaf for line in lines]
    if not any(line.bulleted or line.level for line in lines) and len(plain) <= 2:  # noqa: PLR2004
        tree["text"] = plain
    else:
        tree["points"] = [point for row in rest for point in texts.points(row.lines)]
    return tree


def divided(head: dict[str, Any], both: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Yield columns that are too long for a slide as those of several, with parts of each side."""
    most = max(len(both[side].get("points", [])) for side in ("left", "right"))
    for parts in range(2, min(most, 12) + 1):
        slides: list[dict[str, Any]] = []
        for index in range(parts):
            tree = {side: _share(both[side], index, parts) for side in ("left", "right")}
            if all(tree.values()):
                slides.append({**head, **tree})
            elif any(tree.values()):
                rest: list[Any] = [
                    *tree["left"].get("points", []),
                    *tree["right"].get("points", []),
                ]
                slides.append({**head, "kind": "bullets", "points": rest})
        yield slides


def _share(side: dict[str, Any], index: int, parts: int) -> dict[str, Any]:
    points: list[Leaf] = side.get("points", [])
    start, end = len(points) * index // parts, len(points) * (index + 1) // parts
    tree: dict[str, Any] = {}
    if not index:
        tree = {key: value for key, value in side.items() if key != "points"}
    if points[start:end]:
        tree["points"] = points[start:end]
    return tree
