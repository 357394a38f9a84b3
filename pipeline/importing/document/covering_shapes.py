"""Shapes that lie over the words of a document: what they may cover is withheld.

A page is not laid out here. A shape that hangs on its paragraph covers what may stand beside it, by
estimated heights; a black one that is placed on the page covers the paragraph that it hangs on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.ooxml_names import q
from pipeline.importing.colour_scheme import Colour, Scheme, is_black
from pipeline.importing.document.page_places import OLD_SHAPES, in_points, old_style
from pipeline.importing.document.paint import colour
from pipeline.importing.found import Paragraph, Run, Table, Told
from pipeline.importing.found_document import Block, Passage
from pipeline.importing.office_package import Element, find, is_on, local, per_mille, whole
from pipeline.importing.printed_markers import count

#: Width of a page's text and of a letter against its size; height of a line against it.
_WIDTH, _LETTER, _LINE = 450.0, 0.45, 1.3
_USUAL = 11.0
_EMU = 12700
#: A shape lower than this, in points, is a line and hides nothing.
_THIN = 6.0
#: Share of a fill that is opaque, in thousandths of a per cent.
_OPAQUE = 60_000
_WHITE: Colour = (1.0, 1.0, 1.0)
_NAMED: dict[str, Colour] = {"black": (0.0, 0.0, 0.0), "white": _WHITE}
_OFF = frozenset(("f", "false"))


@dataclass(frozen=True)
class Cover:
    """A shape without words that hides what is behind it.

    Attributes:
        behind: how many blocks stood before the drawing's own paragraph.
        is_black: it does not only hide, it says that it does.
    """

    drawing: Element
    behind: int
    is_black: bool


def fill(shape: Element, colours: Scheme) -> tuple[bool, Colour | None]:
    """Return whether a shape is filled so that nothing is seen through, and its colour if known."""
    if shape.get("fillcolor") is not None or local(shape) in OLD_SHAPES:
        name = str(shape.get("fillcolor", "white")).split(" ")[0]
        is_clear = any(
            local(row) == "fill" and _is_clear(str(row.get("opacity", "1"))) for row in shape
        )
        if str(shape.get("filled", "t")) in _OFF or is_clear:
            return False, None
        return True, _NAMED.get(name, colour(name.removeprefix("#")))
    look = next((row for row in shape if local(row) == "spPr"), None)
    solid = find(look, "a:solidFill")
    if solid is not None:
        alphas = [per_mille(row.get("val")) for row in solid.iter(q("a:alpha"))]
        is_opaque = all(alpha >= _OPAQUE for alpha in alphas)
        return is_opaque, colours.of(solid) if is_opaque else None
    if find(look, "a:noFill") is not None:
        return False, None
    style = next((row for row in shape if local(row) == "style"), None)
    painted = find(style, "a:fillRef")
    is_styled = painted is not None and whole(painted.get("idx")) > 0
    is_filled = look is not None and any(local(row).endswith("Fill") for row in look)
    return is_styled or is_filled, colours.of(painted) if is_styled and not is_filled else None


def _is_clear(opacity: str) -> bool:
    """Tell whether a fill of older programs lets light through (65536ths, followed by f)."""
    try:
        share = float(opacity[:-1]) / 65536 if opacity.endswith("f") else float(opacity)
    except ValueError:
        return False
    return share * 100_000 < _OPAQUE


def covers(drawing: Element, behind: int, colours: Scheme) -> Iterator[Cover]:
    """Yield the shapes of a drawing that hide what is behind them.

    Args:
        drawing: w:drawing or w:pict.
        behind: how many blocks stood before its paragraph.
        colours: of the theme.
    """
    is_in_front = _floats(drawing)
    has_more = any(local(row) in {"txbxContent", "pic", "imagedata"} for row in drawing.iter())
    for row in drawing.iter():
        if local(row) not in {"wsp", "rect", "roundrect"} or not is_in_front:
            continue
        is_filled, painted = fill(row, colours)
        if not is_filled or any(True for _ in row.iter(q("w:t"))):
            continue
        if is_black(painted):
            yield Cover(drawing, behind, is_black=True)
        elif not has_more and not _flows_around(drawing):
            yield Cover(drawing, behind, is_black=False)


def _floats(drawing: Element) -> bool:
    anchor = next(iter(drawing.iter(q("wp:anchor"))), None)
    if anchor is None:
        return local(drawing) == "pict" and not any(
            old_style(row).get("z-index", "").startswith("-") for row in drawing
        )
    return not is_on(anchor.get("behindDoc")) and _size(drawing)[1] >= _THIN


def _flows_around(drawing: Element) -> bool:
    """Tell whether words stand around a drawing, and not below it."""
    anchor = next(iter(drawing.iter(q("wp:anchor"))), None)
    if anchor is None:
        wraps = [row for row in drawing.iter() if local(row) == "wrap"]
        is_placed = any(old_style(row).get("position") == "absolute" for row in drawing)
        return not is_placed or any(row.get("type", "none") != "none" for row in wraps)
    return find(anchor, "wp:wrapNone") is None


def cover(shapes: Sequence[Cover], blocks: Sequence[Block], told: list[Told]) -> None:
    """Withhold what shapes may cover."""
    for shape in shapes:
        top = _top(shape.drawing)
        wide, high = _size(shape.drawing)
        hit = 0
        if top is None and shape.is_black:
            for block in blocks[max(shape.behind - 1, 0) :]:
                hit += _withhold(block)
                if hit:
                    break
            words = "a black shape is placed on the page: look whether it covers more than this"
            told.append(Told("shape", "black-box", words, fate="changed"))
        elif top is None:
            words = "a filled shape is placed on the page, over words: look whether it covers some"
            told.append(Told("shape", "black-box", words))
            continue
        else:
            wide = _WIDTH if shape.is_black else wide
            hit = sum(_withhold(block) for block in _below(shape, blocks, top, high))
        if not hit:
            words = "a black shape that covers no words"
            words = words if shape.is_black else "a filled shape that covers no words"
            told.append(Told("shape", "decoration", words))


def _below(shape: Cover, blocks: Sequence[Block], top: float, high: float) -> Iterator[Block]:
    """Yield the blocks that stand below a shape, by estimated heights.

    What may stand there counts for a black shape; for others what probably does.
    """
    for block, at, height in _places(blocks, shape.behind):
        middle = at + height / 2
        if shape.is_black:
            is_hit = at < top + high and at + height > top
        else:
            is_hit = height > 0 and top <= middle <= top + high
        if is_hit:
            yield block


def _places(blocks: Sequence[Block], first: int) -> Iterator[tuple[Block, float, float]]:
    """Yield blocks with their distance from the top of one, and their height."""
    at = 0.0
    for block in blocks[first:]:
        height = _height(block)
        yield block, at, height
        at += height
    at = 0.0
    for block in reversed(blocks[:first]):
        height = _height(block)
        at -= height
        yield block, at, height


def _size(drawing: Element) -> tuple[float, float]:
    """Return the width and the height of a shape in points."""
    extent = next(iter(drawing.iter(q("wp:extent"))), None)
    if extent is not None:
        return whole(extent.get("cx")) / _EMU, whole(extent.get("cy")) / _EMU
    styles = [old_style(row) for row in drawing]
    sizes = [[in_points(row.get(name, "0")) for row in styles] for name in ("width", "height")]
    return max(sizes[0], default=0.0), max(sizes[1], default=0.0)


def _top(drawing: Element) -> float | None:
    """Return where a shape begins below the top of its paragraph; None if it is on the page."""
    anchor = next(iter(drawing.iter(q("wp:anchor"))), None)
    if anchor is None:
        styles = [old_style(row) for row in drawing if local(row) in OLD_SHAPES]
        given = styles[0] if styles else {}
        if given.get("mso-position-vertical-relative", "text") not in {"text", "line"}:
            return None
        return in_points(given.get("margin-top", given.get("top", "0")))
    upright = find(anchor, "wp:positionV")
    if upright is None or upright.get("relativeFrom") not in {"paragraph", "line"}:
        return None
    offset = find(upright, "wp:posOffset")
    return whole(str(offset.text or "").strip() if offset is not None else "") / _EMU


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
