"""Texts that stand side by side on a slide, as two columns or as cards, found by their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.importing import text_content
from pipeline.importing.deck.placement import around
from pipeline.importing.found import Box
from pipeline.importing.report_items import Item, Leaf
from pipeline.importing.text_content import Line

_LONGEST_HEADING, _LONGEST_CARD = 80, 220
#: Share of the slide's width from which a text stands above or below columns, not in one.
_WIDE = 0.62
TWO, _FEWEST_CARDS, _MOST_CARDS = 2, 3, 8
#: Share of a box's width by which two columns may overlap, and of its height that they share.
_APART, _LEVEL = 0.8, 0.5
#: Lines of a column that are a text and no list.
_MOST_TEXTS = 2


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


def sides(worded: Sequence[Words], width: float) -> dict[str, Any] | None:
    """Return two columns of words; None if they stand in no two columns.

    Bodies are placeholders for text, or, where there are none, free boxes that stand side by side.

    Args:
        worded: in the order of reading.
        width: of the slide, in points.
    """
    bodies = [row for row in worded if row.role == "body"]
    narrow = [row for row in bodies if row.box.width < _WIDE * width]
    if len(narrow) >= TWO:
        bodies = narrow
    if len(bodies) < TWO:
        segment, after = _ending(worded)
        return _of_stacks(stacks(segment), after) or _of_bodies(worded)
    middle = _middle(bodies)
    left = [row for row in bodies if _centre(row.box) < middle] or bodies[:1]
    right = [row for row in bodies if all(row is not other for other in left)]
    if not right:
        left, right = left[:1], left[1:]
    highest = min(row.box.y for row in bodies)
    for row in worded:
        if all(row is not body for body in bodies):
            _put(row, left, right, is_before=row.box.y + row.box.height / 2 < highest)
    return {"left": column(left), "right": column(right)}


def _put(row: Words, left: list[Words], right: list[Words], *, is_before: bool) -> None:
    """Put what stands in no column: above them into the first, else behind the last."""
    if is_before:
        left.insert(0, row)
    else:
        right.append(row)


def stacks(worded: Sequence[Words]) -> list[list[Words]]:
    """Return boxes that stand in columns side by side, each from the top; none if they do not.

    More than two columns have several lines each. They follow each other in the order of reading;
    but two heads may stand in a row above two texts.
    """
    found: list[list[Words]] = []
    for row in sorted(worded, key=lambda row: row.box.x):
        if found and not _is_beside(around([other.box for other in found[-1]]), row.box):
            found[-1].append(row)
        else:
            found.append([row])
    boxes = [around([row.box for row in stack]) for stack in found]
    if len(found) < TWO or not all(_are_level(*pair) for pair in pairwise(boxes)):
        return []
    if len(found) > TWO and any(sum(len(row.lines) for row in stack) < TWO for stack in found):
        return []
    places = {id(row): at for at, row in enumerate(worded)}
    ordered = [sorted(stack, key=lambda row: places[id(row)]) for stack in found]
    follow = [places[id(row)] for stack in ordered for row in stack]
    return ordered if follow == sorted(follow) or _are_headed(ordered) else []


def _are_headed(found: Sequence[Sequence[Words]]) -> bool:
    """Tell whether two columns as wide as each other are a head above a longer text."""
    if [len(stack) for stack in found] != [TWO, TWO]:
        return False
    first, second = (around([row.box for row in stack]).width for stack in found)
    letters = [[sum(len(line.leaf.text) for line in row.lines) for row in stack] for stack in found]
    is_as_wide = _APART * max(first, second) <= min(first, second)
    return is_as_wide and all(head < text for head, text in letters)


def _ending(worded: Sequence[Words]) -> tuple[Sequence[Words], Sequence[Words]]:
    """Divide a line that stands alone below columns from these."""
    above = worded[:-1]
    is_foot = len(above) > TWO and len(worded[-1].lines) == 1 and not stacks(worded)
    return (above, worded[-1:]) if is_foot and stacks(above) else (worded, ())


def _of_stacks(found: list[list[Words]], after: Sequence[Words]) -> dict[str, Any] | None:
    if not found:
        return None
    half = (len(found) + 1) // 2
    left = [row for stack in found[:half] for row in stack]
    right = [*(row for stack in found[half:] for row in stack), *after]
    return {"left": column(left), "right": column(right)}


def _of_bodies(worded: Sequence[Words]) -> dict[str, Any] | None:
    """Return texts of several lines that stand below each other, the first one beside the rest."""
    bodies = [at for at, row in enumerate(worded) if len(row.lines) >= TWO]
    if len(bodies) < TWO:
        return None
    return {"left": column(worded[: bodies[1]]), "right": column(worded[bodies[1] :])}


def _is_beside(first: Box, second: Box) -> bool:
    return second.x >= first.x + _APART * first.width


def _are_level(first: Box, second: Box) -> bool:
    level = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    return level > _LEVEL * min(first.height, second.height) > 0


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
    elif (
        len(first) > 1
        and not _is_item(first[0])
        and all(map(_is_item, first[1:]))
        and (first[1].level == 0)
    ):
        tree["heading"] = first[0].leaf
        rest = [Words(first[1:], rest[0].box, rest[0].role, is_list=True), *rest[1:]]
    lines = [line for row in rest for line in row.lines]
    is_list = any(map(_is_item, lines))
    if not is_list and len(lines) <= _MOST_TEXTS:
        tree["text"] = [line.leaf for line in lines]
    else:
        tree["points"] = [point for row in rest for point in text_content.points(row.lines)]
    return tree


def _is_item(line: Line) -> bool:
    return line.bulleted or line.level > 0


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
                left, right = tree["left"].get("points", []), tree["right"].get("points", [])
                slides.append({**head, "kind": "bullets", "points": [*left, *right]})
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


def cards(worded: Sequence[Words]) -> dict[str, Any] | None:
    """Return three to eight boxes of a label and a text as cards; None if there are none.

    They are of one size, and follow each other; what stands before them is a lead, behind them
    points. A label and a text may be two boxes, one above the other.
    """
    worded = _with_pairs(worded)
    first = next((at for at, row in enumerate(worded) if _is_card(row)), len(worded))
    count = 0
    while first + count < len(worded) and _is_like(worded[first + count], worded[first]):
        count += 1
    if not _FEWEST_CARDS <= count <= _MOST_CARDS:
        return None
    chosen = worded[first : first + count]
    before = [line for row in worded[:first] for line in row.lines]
    after = worded[first + count :]
    if any(map(_is_item, before)):
        return None
    tree: dict[str, Any] = {}
    if before:
        tree["lead"] = [line.leaf for line in before]
    if _number(chosen[0]):
        tree["numbered"] = True
    pairs = ((row.lines[-2].leaf, row.lines[-1].leaf, row) for row in chosen)
    tree["cards"] = [
        {"label": Leaf(label.text, [*label.items, *_number(row)]), "text": text}
        for label, text, row in pairs
    ]
    if after:
        tree["points"] = [point for row in after for point in text_content.points(row.lines)]
    return tree


def _with_pairs(worded: Sequence[Words]) -> Sequence[Words]:
    """Return boxes, those as one that are a label above its text: three columns of them or more."""
    count = len(worded)
    least = TWO * _FEWEST_CARDS
    if count > TWO * (_MOST_CARDS + 1):
        return worded
    for length in range(count - count % TWO, least - 1, -TWO):
        for first in range(min(count - length, TWO) + 1):
            found = stacks(worded[first : first + length])
            if len(found) >= _FEWEST_CARDS and all(len(stack) == TWO for stack in found):
                return [*worded[:first], *map(_as_one, found), *worded[first + length :]]
    return worded


def _as_one(stack: Sequence[Words]) -> Words:
    """Return the boxes of a column as one."""
    lines = [line for row in stack for line in row.lines]
    return Words(lines, around([row.box for row in stack]), stack[0].role, lists(stack))


def _number(row: Words) -> list[Item]:
    """Return the items of a card's own number, which stands above its label."""
    first = row.lines[0].leaf
    if len(row.lines) <= TWO or not first.text.isdigit():
        return []
    words = "the program numbers cards itself"
    return text_content.changed(first, "numbered", words, "left-out").items


def _is_card(row: Words) -> bool:
    count = TWO + bool(_number(row))
    if len(row.lines) != count or any(map(_is_item, row.lines)):
        return False
    label, text = row.lines[-2:]
    return len(label.leaf.text) <= _LONGEST_HEADING and len(text.leaf.text) <= _LONGEST_CARD


def _is_like(row: Words, first: Words) -> bool:
    sizes = ((row.box.width, first.box.width), (row.box.height, first.box.height))
    is_alike = bool(_number(row)) == bool(_number(first))
    is_as_large = all(abs(own - other) <= 0.15 * max(own, other, 1.0) for own, other in sizes)
    return _is_card(row) and is_as_large and is_alike
