"""Extent of a shape's words on a slide: where they may stand, and where they probably do.

No program lays the words out anew here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from pipeline.importing.deck.placement import around, grown
from pipeline.importing.deck.reading_order import Node
from pipeline.importing.found import Box, Paragraph, Text
from pipeline.importing.office_package import (
    Element,
    children,
    emu,
    find,
    local,
    per_mille,
    whole,
)

#: Height of a line in sizes of its letters, and their width, at least and at most.
_LINE, _LETTER = (1.12, 1.28), (0.40, 0.62)
_USUAL_SIZE = 18.0
_INSET = 3.6


@dataclass(frozen=True)
class Band:
    """Where a paragraph may stand.

    Attributes:
        top, bottom: from where to where at most.
        likely: its probable box.
        size: of its letters.
    """

    top: float
    bottom: float
    likely: Box
    size: float


@dataclass(frozen=True)
class Extent:
    """Where the words of a shape may stand.

    Attributes:
        box: around all of it.
        bands: of its paragraphs, in order.
    """

    box: Box
    bands: list[Band]


def extent(node: Node, text: Text) -> Extent:
    """Return where the words of a shape may stand."""
    body = find(node.shape, "p:txBody/a:bodyPr") if node.shape is not None else None
    is_wide = body is not None and body.get("wrap") == "none"
    scale = font_scale(body)
    inset = emu(body.get("tIns")) / 12700 if body is not None and body.get("tIns") else _INSET
    width = max(node.box.width - 14.4, 10.0)
    rows = [_lines(row, 1e6 if is_wide else width, scale, text.size) for row in text.paragraphs]
    anchor = str(body.get("anchor", node.anchor)) if body is not None else node.anchor
    free = node.box.height - 2 * inset
    holds_all = node.is_fitted and scale == 1.0  # else it would be less
    least = sum(row.least for row in rows)
    if holds_all and least > free > 0:
        rows = [_shrunk(row, free / least) for row in rows]
    bands: list[Band] = []
    for row, (top, latest, bottom) in zip(rows, _places(rows, anchor, free), strict=True):
        first = node.box.y + inset
        likely = _likely(node, row.width, width, is_wide=is_wide)
        high = (row.least + row.most) / 2
        likely = Box(likely.x, first + (top + latest) / 2, likely.width, high)
        band = Band(first + top, first + bottom, likely, row.size)
        bands.append(_within(band, node.box) if holds_all else band)
    boxes = [Box(node.box.x, row.top, node.box.width, row.bottom - row.top) for row in bands]
    wide = max([row.width for row in rows], default=0.0) if is_wide else 0.0
    whole_ = around([node.box, *boxes])
    if node.is_unusual:
        by = max(wide, whole_.height - node.box.height, 0.0)
        return Extent(grown(node.box, by), bands)
    beyond = max(wide - whole_.width, 0.0)
    return Extent(
        Box(whole_.x - beyond * (node.align != "l"), whole_.y,
            whole_.width + beyond * (1 if node.align == "l" else 2), whole_.height),
        bands,
    )  # fmt: skip


def _places(
    rows: Sequence[_Lines], anchor: str, free: float
) -> Iterator[tuple[float, float, float]]:
    """Yield, for each paragraph, where it begins at the least and at the most, and ends at most.

    Args:
        rows: with the least and the most height of each.
        anchor: of the text: 't', 'ctr' or 'b'.
        free: height of the room for it.
    """
    share = {"ctr": 0.5, "b": 1.0}.get(anchor, 0.0)  # of what the room is higher than the text
    least, most = sum(row.least for row in rows), sum(row.most for row in rows)
    above_least = above_most = 0.0
    for row in rows:
        rest_least, rest_most = least - above_least, most - above_most
        ended = above_most + row.most
        yield (
            share * (free - rest_most) + (1 - share) * above_least,
            share * (free - rest_least) + (1 - share) * above_most,
            share * (free - (rest_least - row.least)) + (1 - share) * ended,
        )
        above_least, above_most = above_least + row.least, ended


def _within(band: Band, box: Box) -> Band:
    """Return where a paragraph may stand that does not leave its shape."""
    top = min(max(band.top, box.y), box.y + box.height)
    return replace(band, top=top, bottom=max(min(band.bottom, box.y + box.height), top))


@dataclass(frozen=True)
class _Lines:
    least: float
    most: float
    size: float
    width: float


def _lines(paragraph: Paragraph, room: float, scale: float, otherwise: float) -> _Lines:
    size = (paragraph.size or otherwise or _USUAL_SIZE) * scale
    letters = sum(len(run.text) for run in paragraph.runs)
    lines = [max(ceil(letters * size * share / room), 1) for share in _LETTER]
    spacing = paragraph.spacing
    return _Lines(
        lines[0] * size * _LINE[0] + spacing,
        lines[1] * size * _LINE[1] + spacing,
        size,
        letters * size * sum(_LETTER) / 2,
    )


def _shrunk(row: _Lines, share: float) -> _Lines:
    """Return lines in smaller letters."""
    return replace(row, least=row.least * share, size=row.size * share)


def _likely(node: Node, wide: float, room: float, *, is_wide: bool) -> Box:
    """Return where the words of a paragraph stand across."""
    left, width = node.box.x + 7.2, room if wide > room and not is_wide else wide
    if node.align == "ctr":
        left += (room - width) / 2
    elif node.align == "r":
        left += room - width
    elif node.align != "l":
        left, width = node.box.x, max(node.box.width, width)
    return Box(left, 0.0, width, 0.0)


def span(paragraph: Paragraph, left: float, right: float, margin: float) -> tuple[float, float]:
    """Return from where to where across a cell a paragraph may stand at most.

    Args:
        paragraph: of the cell.
        left: edge of the cell.
        right: edge of the cell.
        margin: at the left of its words.
    """
    if not paragraph.is_left or paragraph.level or paragraph.bulleted:
        return left, right
    letters = sum(len(run.text) for run in paragraph.runs)
    first = left + margin
    return first, min(right, first + letters * (paragraph.size or _USUAL_SIZE) * _LETTER[1])


def font_scale(body: Element | None) -> float:
    """Return by how much the letters of a text are scaled to fit its shape."""
    fitted = find(body, "a:normAutofit")
    scale = fitted.get("fontScale") if fitted is not None else None
    return per_mille(scale) / 100_000 if scale else 1.0


def anchor_of(chain: list[Element]) -> str:
    """Return where a shape's text stands in it: 't', 'ctr' or 'b'."""
    return _stated(chain, "anchor") or "t"


def is_unusual(chain: list[Element]) -> bool:
    """Tell whether a text stands in columns, on its side or turned within its shape."""
    turned = whole(_stated(chain, "rot")) % 21_600_000
    is_lying = _stated(chain, "vert") not in {"", "horz"}
    return is_lying or whole(_stated(chain, "numCol")) > 1 or bool(turned)


def is_fitted(chain: list[Element]) -> bool:
    """Tell whether the letters of a text are made smaller where it would not fit its shape."""
    for holder in chain:
        for row in children(find(holder, "p:txBody/a:bodyPr")):
            if local(row) in {"normAutofit", "spAutoFit", "noAutofit"}:
                return local(row) == "normAutofit"
    return False


def _stated(chain: list[Element], name: str) -> str:
    for holder in chain:
        found = find(holder, "p:txBody/a:bodyPr")
        if found is not None and found.get(name):
            return str(found.get(name))
    return ""


def align_of(shape: Element, levels: list[Element]) -> str:
    """Return how a text is aligned: 'l', 'ctr', 'r', or '' if its paragraphs differ."""
    usual = next((str(row.get("algn")) for row in levels if row.get("algn")), "l")
    body = find(shape, "p:txBody")
    rows = [find(row, "a:pPr") for row in (body if body is not None else ()) if _is_line(row)]
    found = {usual if row is None else str(row.get("algn", usual)) for row in rows}
    found = {"l" if name in {"just", "dist"} else name for name in found}
    return found.pop() if len(found) == 1 else ""


def _is_line(element: Element) -> bool:
    return str(element.tag).endswith("}p")
