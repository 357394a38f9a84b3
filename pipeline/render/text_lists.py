"""Lists of running text: flat paragraphs with marks, as nested entries for formats that nest.

A numbered paragraph is an entry of the outermost list; what goes on without a mark belongs to the
entry above it. Headings and figures end all lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.edition.running_text import TextBlock, TextParagraph


@dataclass
class Placed:
    """A block that is no entry of a list.

    Attributes:
        index: of the block in its text.
        indent: levels by which it stands further in.
    """

    block: TextBlock
    index: int
    indent: int = 0
    kind: str = "block"


@dataclass
class Entry:
    """An entry of a list: a paragraph with its mark, and what goes on below it."""

    paragraph: TextParagraph
    parts: list[EntryList | Placed] = field(default_factory=list["EntryList | Placed"])


@dataclass
class EntryList:
    """A list, whose entries have one level.

    Attributes:
        indent: levels by which it stands further in than what holds it.
    """

    level: int
    indent: int
    entries: list[Entry] = field(default_factory=list[Entry])
    kind: str = "list"


def nested(blocks: Iterable[TextBlock]) -> list[EntryList | Placed]:
    """Return the blocks of a text, its lists nested."""
    parts: list[EntryList | Placed] = []
    open_lists: list[EntryList] = []
    for index, block in enumerate(blocks):
        is_entry = isinstance(block, TextParagraph) and bool(block.mark or block.level)
        if not isinstance(block, TextParagraph) or not is_entry:
            open_lists.clear()
            parts.append(Placed(block, index))
            continue
        while open_lists and open_lists[-1].level > block.level:
            open_lists.pop()
        if not block.mark:
            _go_on(Placed(block, index), parts, open_lists)
            continue
        if not open_lists or open_lists[-1].level < block.level:
            holder = open_lists[-1].entries[-1].parts if open_lists else parts
            within = open_lists[-1].level + 1 if open_lists else 0
            made = EntryList(block.level, block.level - within)
            holder.append(made)
            open_lists.append(made)
        open_lists[-1].entries.append(Entry(block))
    return parts


def _go_on(placed: Placed, parts: list[EntryList | Placed], open_lists: list[EntryList]) -> None:
    """Put a paragraph without a mark into the entry above it, if one is open."""
    level = placed.block.level if isinstance(placed.block, TextParagraph) else 0
    if open_lists:
        placed.indent = level - open_lists[-1].level
        open_lists[-1].entries[-1].parts.append(placed)
    else:
        placed.indent = level + 1
        parts.append(placed)
