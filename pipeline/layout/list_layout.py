"""Columns of a list: its items divided evenly, and the width of each column."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.design.theme import Theme
from pipeline.edition.blocks import BulletList, Item
from pipeline.edition.runs import Runs
from pipeline.layout.text_metrics import widest_word

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


def with_whole_words(block: BulletList, width: float, theme: Theme) -> BulletList:
    """Return a list in as many columns, of those asked for, as leave each of its words whole.

    Args:
        block: as composed.
        width: points, of its region.
        theme: type, and the gap between columns.
    """
    size, family = theme.styles["body"].size(0), theme.family("body")
    needed = max(
        widest_word(runs, size, family) + theme.list_indent * (level + 1)
        for level, runs in entries(block.items)
    )
    columns = block.columns
    while columns > 1 and column_width(block, width, theme) < needed:
        columns -= 1
        block = block.model_copy(update={"columns": columns})
    return block
