"""Reading order of what stands on a slide: by role, then rows, then columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.importing.deck.placement import around
from pipeline.importing.found import Box, Element, Text
from pipeline.importing.office_package import Element as Shape

#: Share of the lower of two boxes that may stand beside the other and be another row.
_LOOSE = 0.25


@dataclass
class Node:
    """A thing on the slide, or a group of such.

    Attributes:
        rank: of its role: placeholders before what stands free.
        shape: that it was read from.
        anchor: where its text stands in it: 't', 'ctr' or 'b'.
    """

    box: Box
    element: Element | None = None
    children: list[Node] = field(default_factory=list)
    rank: int = 2
    shape: Shape | None = None
    anchor: str = "t"


def group(children: list[Node]) -> Node:
    """Return a group, which is read as a unit."""
    return Node(around([child.box for child in children]), children=children)


_RANKS = {"title": 0, "subtitle": 1, "footer": 9}


def rank_of(element: Element, *, is_placeholder: bool) -> int:
    """Return the place of a role in the order: title, subtitle, placeholders, what stands free."""
    role = element.role if isinstance(element, Text) else ""
    return _RANKS.get(role, 2 if is_placeholder else 3)


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
    if len(columns) > 1:
        return [node for column in columns for node in _by_place(column)]
    return sorted(nodes, key=lambda node: (round(node.box.y), round(node.box.x)))


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
