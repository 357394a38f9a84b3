"""Lists of the Word document: items with bullets, or rows between rules."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.edition.blocks import BulletList, Item
from pipeline.render.docx.runs import Pen, paragraph

_LEVELS = ("ListBullet", "ListBullet2", "ListBullet3")


def listed(block: BulletList, pen: Pen, dense: str, narrower: str) -> list[str]:
    """Return a list as paragraphs; see ``items`` for the settings."""
    if not block.ruled:
        return items(block.items, pen, dense, narrower)
    names = ("FirstRow", *("ListRow",) * len(block.items))
    pairs = zip(names, block.items, strict=False)
    return [paragraph(name, pen.runs(item.runs)) for name, item in pairs]


def items(
    given: Iterable[Item], pen: Pen, dense: str, narrower: str = "", level: int = 0
) -> list[str]:
    """Return list items as paragraphs; levels below the third stay on the third.

    Args:
        given: the items.
        pen: writes them.
        dense: ending of the styles' names where the page is full.
        narrower: properties of each paragraph.
        level: of the items, from 0.
    """
    written: list[str] = []
    for item in given:
        name = _LEVELS[min(level, len(_LEVELS) - 1)]
        written.append(paragraph(f"{name}{dense}", pen.runs(item.runs), narrower))
        written += items(item.items, pen, dense, narrower, level + 1)
    return written
