"""Black shapes that lie over the words of a document: what they may cover is withheld.

A page is not laid out here. A shape that hangs on its paragraph covers what may stand beside it, by
estimated heights; one that is placed on the page covers the paragraph that it hangs on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.ooxml_names import q
from pipeline.importing.found import Paragraph, Run, Table, Told
from pipeline.importing.found_document import Block, Passage
from pipeline.importing.office_package import Element, find, whole
from pipeline.importing.printed_markers import count

#: Width of a page's text and of a letter against its size; height of a line against it.
_WIDTH, _LETTER, _LINE = 450.0, 0.45, 1.3
_USUAL = 11.0
_EMU = 12700


@dataclass(frozen=True)
class Cover:
    """A black shape, and how many blocks stood before the drawing's own."""

    drawing: Element
    behind: int


def cover(covers: Sequence[Cover], blocks: Sequence[Block], told: list[Told]) -> None:
    """Withhold what black shapes may cover."""
    for shape in covers:
        first = max(shape.behind - 1, 0)
        top, high = _place(shape.drawing)
        hit = 0
        at = 0.0
        for block in blocks[first:]:
            height = _height(block)
            if (top is None and hit) or (top is not None and at >= top + high):
                break
            if top is None or at + height > top:
                hit += _withhold(block)
            at += height
        if top is None:
            words = "a black shape is placed on the page: look whether it covers more than this"
            told.append(Told("shape", "black-box", words, fate="changed"))
        if not hit:
            words = "a black shape that covers no words"
            told.append(Told("shape", "decoration", words))


def _place(drawing: Element) -> tuple[float | None, float]:
    """Return where a shape begins below the top of its paragraph, and its height, in points."""
    anchor = next(iter(drawing.iter(q("wp:anchor"))), None)
    upright = find(anchor, "wp:positionV")
    extent = find(anchor, "wp:extent")
    high = whole(extent.get("cy")) / _EMU if extent is not None else 0.0
    if upright is None or upright.get("relativeFrom") not in {"paragraph", "line"}:
        return None, high
    offset = find(upright, "wp:posOffset")
    return whole(str(offset.text or "").strip() if offset is not None else "") / _EMU, high


def _height(block: Block) -> float:
    if isinstance(block, Passage):
        size = block.size or _USUAL
        letters = sum(len(run.text) for run in block.runs)
        return math.ceil(max(letters, 1) * size * _LETTER / _WIDTH) * size * _LINE
    return 20.0 * len(block.rows) if isinstance(block, Table) else 0.0


def _withhold(block: Block) -> int:
    if isinstance(block, Passage):
        return _paragraph(block)
    if isinstance(block, Table):
        return sum(
            _paragraph(row) for line in block.rows for cell in line for row in cell.paragraphs
        )
    return 0


def _paragraph(paragraph: Paragraph) -> int:
    words = count(" ".join(run.text for run in paragraph.runs))
    if words or any(run.withheld for run in paragraph.runs):
        words += sum(run.words for run in paragraph.runs)
        paragraph.runs = [Run("", withheld="covered", words=words)]
        return 1
    return 0
