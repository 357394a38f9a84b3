"""Reading order of what stands on a slide: by role, then rows, then columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.importing.deck.placement import around
from pipeline.importing.found import Box, Element, Text
from pipeline.importing.office_package import Element as Shape

#: Share of the lower of two boxes that may stand beside the other and be another row.
_LOOSE = 0.25


@dataclass
class Node:
    """A thing on the slide, or a group of such.

    Attributes:
        rank: of its role: the title first, feet last.
        shape: that it was read from.
        anchor: where its text stands in it: 't', 'ctr' or 'b'.
        align: how it is aligned: 'l', 'ctr', 'r'; '' if its paragraphs differ.
        is_unusual: it is turned or flipped, or stands in columns: where its words are is unknown.
    """

    box: Box
    element: Element | None = None
    children: list[Node] = field(default_factory=list)
    rank: int = 1
    shape: Shape | None = None
    anchor: str = "t"
    align: str = ""
    is_unusual: bool = False


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
    for rank in sorted({node.rank for node in nodes}):
        for node in _by_place([node for node in nodes if node.rank == rank]):
            out += [node.element] if node.element is not None else ordered(node.children)
    return out


def _by_place(nodes: list[Node]) -> list[Node]:
    if len(nodes) < 2:  # noqa: PLR2004 - nothing to order
        return nodes
    rows = _divided(nodes, lambda box: (box.y, box.y + box.height))
    if len(rows) > 1:
        return [node for row in rows for node in _by_place(row)]
    columns = _divided(nodes, lambda box: (box.x, box.x + box.width))
    if len(columns) > 1:  # at the widest gap alone: there may be rows on either side of it
        at = _widest(columns)
        parts = (columns[:at], columns[at:])
        return [
            node for part in parts for node in _by_place([node for row in part for node in row])
        ]
    return sorted(nodes, key=lambda node: (round(node.box.y), round(node.box.x)))


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
