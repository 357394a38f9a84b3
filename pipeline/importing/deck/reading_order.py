"""Reading order of what stands on a slide: by role, then rows, then columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from pipeline.importing.deck.placement import around
from pipeline.importing.found import Box, Element, Picture, Text
from pipeline.importing.office_package import Element as Shape

#: Share of the lower of two boxes that may stand beside the other and be another row.
_LOOSE = 0.25
#: Share of the pairs that stand otherwise than in rows, of which fewer stand otherwise than in
#: columns, for these to be meant; how many things are compared.
_OTHERWISE, _MOST_COMPARED = 0.25, 200


@dataclass
class Node:
    """A thing on the slide, or a group of such.

    Attributes:
        rank: of its role: the title first, feet last.
        shape: that it was read from.
        anchor: where its text stands in it: 't', 'ctr' or 'b'.
        align: how it is aligned: 'l', 'ctr', 'r'; '' if its paragraphs differ.
        is_fitted: its letters are made smaller where they would not fit its shape.
        at: its place in the file.
        is_unusual: it is turned or flipped, or stands in columns: where its words are is unknown.
    """

    box: Box
    element: Element | None = None
    children: list[Node] = field(default_factory=list)
    rank: int = 1
    shape: Shape | None = None
    anchor: str = "t"
    align: str = ""
    is_fitted: bool = False
    is_unusual: bool = False
    at: int = 0


def group(children: list[Node]) -> Node:
    """Return a group, which is read as a unit."""
    box = around([child.box for child in children])
    return Node(box, children=children, rank=min(child.rank for child in children))


_USUAL = 1
_RANKS = {"title": 0, "footer": 2}


def rank_of(element: Element) -> int:
    """Return the place of a role in the order: the title first, feet last."""
    return _RANKS.get(element.role, _USUAL) if isinstance(element, Text) else _USUAL


def ordered(nodes: list[Node]) -> list[Element]:
    """Return all things in the order of reading."""
    out: list[Element] = []
    for at, node in enumerate(nodes):
        node.at = at
    for rank in sorted({node.rank for node in nodes}):
        for node in _by_place([node for node in nodes if node.rank == rank], is_whole=True):
            out += [node.element] if node.element is not None else ordered(node.children)
    return out


def _by_place(nodes: list[Node], *, is_whole: bool = False) -> list[Node]:
    """Return things row by row, and columns side by side from the left.

    Where lines go through in both directions, things stand in columns if the file has them in
    columns. A picture that words stand around is no hindrance for rows.

    Args:
        nodes: of one rank.
        is_whole: they are all of a slide or group, so that a grid may stand between other rows.
    """
    if len(nodes) < 2:  # noqa: PLR2004 - nothing to order
        return nodes
    rows, columns = _rows(nodes), _columns(nodes)
    if len(rows) > 1:
        found = _joined(rows)
        if len(nodes) > _MOST_COMPARED:
            return found
        if len(columns) > 1:
            return _nearer(found, _joined(columns))
        grids = [_joined(_grids(rows, least)) for least in (2, 1)] if is_whole else []
        return min([found, *grids], key=_turned)
    if len(columns) > 1:
        found = _beside(columns)
        worded = [node for node in nodes if not _is_picture(node)]
        rows = _rows(worded)
        if len(worded) < len(nodes) and len(rows) > 1 and len(_columns(worded)) > 1:
            return _nearer([*filter(_is_picture, nodes), *_joined(rows)], found)
        return found
    return sorted(nodes, key=lambda node: (round(node.box.y), round(node.box.x)))


def _grids(rows: Sequence[list[Node]], least: int) -> list[list[Node]]:
    """Return rows, those as one through which a line goes downwards.

    Args:
        rows: from the top.
        least: things of a row that may be joined with others.
    """
    found: list[list[Node]] = []
    for row in rows:
        both = [*found[-1], *row] if found else row
        is_grid = found and min(len(found[-1]), len(row)) >= least and len(_columns(both)) > 1
        found[-1:] = [both] if is_grid else [*found[-1:], row]
    return found


def _joined(parts: Sequence[list[Node]]) -> list[Node]:
    return [node for part in parts for node in _by_place(part)]


def _beside(columns: Sequence[list[Node]]) -> list[Node]:
    """Return columns divided at the widest gap alone: there may be rows on either side of it."""
    at = _widest(columns)
    parts = (columns[:at], columns[at:])
    return _joined([[node for row in part for node in row] for part in parts])


def _nearer(rows: list[Node], columns: list[Node]) -> list[Node]:
    """Return an order by columns if the file's own is much nearer to that; else the one by rows."""
    return columns if _turned(columns) < _OTHERWISE * _turned(rows) else rows


def _turned(nodes: Sequence[Node]) -> int:
    """Return how many pairs stand in another order in the file."""
    return sum(first.at > second.at for first, second in combinations(nodes, 2))


def _is_picture(node: Node) -> bool:
    if node.element is None:
        return all(map(_is_picture, node.children))
    return isinstance(node.element, Picture)


def _rows(nodes: Sequence[Node]) -> list[list[Node]]:
    return _divided(nodes, lambda box: (box.y, box.y + box.height))


def _columns(nodes: Sequence[Node]) -> list[list[Node]]:
    return _divided(nodes, lambda box: (box.x, box.x + box.width))


def _widest(columns: Sequence[Sequence[Node]]) -> int:
    """Return the column before which the widest gap is."""
    gaps = [
        min(node.box.x for node in after) - max(node.box.x + node.box.width for node in before)
        for before, after in pairwise(columns)
    ]
    return gaps.index(max(gaps)) + 1


def _divided(nodes: Sequence[Node], span: Callable[[Box], tuple[float, float]]) -> list[list[Node]]:
    """Divide things where a line between them goes through none, or hardly."""
    found: list[list[Node]] = []
    end = 0.0
    for node in sorted(nodes, key=lambda node: span(node.box)):
        first, last = span(node.box)
        overlap = end - first
        if found and overlap > _LOOSE * min(last - first, end - span(found[-1][-1].box)[0]):
            found[-1].append(node)
            end = max(end, last)
        else:
            found.append([node])
            end = last
    return found
