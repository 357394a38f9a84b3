"""Columns of a list: its items divided evenly, and the width of each column."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.design.theme import Theme
from pipeline.edition.blocks import BulletList, Item, Runs

Entry = tuple[int, Runs]
"""A list item on its own: its level, from 0, and its text."""


def entries(items: tuple[Item, ...], level: int = 0) -> Iterator[Entry]:
    """Yield items and those below them, in order."""
    for item in items:
        yield level, item.runs
        yield from entries(item.items, level + 1)


def columns(block: BulletList) -> list[list[Entry]]:
    """Return the items of each column; the last ones may have fewer."""
    found = list(entries(block.items))
    rows = -(-len(found) // block.columns)
    return [found[start : start + rows] for start in range(0, len(found), rows)]


def column_width(block: BulletList, width: float, theme: Theme) -> float:
    """Return the width of a column in points."""
    return (width - theme.gap * (block.columns - 1)) / block.columns
