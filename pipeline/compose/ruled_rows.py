"""Lists set as rows between rules: those of few short items."""

from __future__ import annotations

from pipeline.edition.blocks import BulletList, Item
from pipeline.edition.runs import TextRun

#: The most rows, which fill a slide, and the most letters of each, so that it is a line.
_ROWS, _LETTERS = 5, 60


def listed(items: tuple[Item, ...]) -> BulletList:
    """Return a list that stands alone: of few short items, as rows between rules."""
    short = all(not item.items and _letters(item) <= _LETTERS for item in items)
    return BulletList(items=items, ruled=short and len(items) <= _ROWS)


def _letters(item: Item) -> int:
    """Return the length of an item; what the public edition withholds counts in no edition."""
    words = (run for run in item.runs if isinstance(run, TextRun) and not run.withheld)
    return sum(len(run.text) for run in words)
