"""Audit of a PDF for hidden text: all text must leave a trace on the rendered page.

pdfium draws each page and lists its pieces of text. Text that is invisible by mode, of the colour
of its background, covered, clipped, tiny or off the page leaves no trace where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from math import hypot
from typing import Any, cast

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from pipeline.audit.pdf.page_digests import once
from pipeline.core.cache import Cache

#: Least difference between the lightest and the darkest point where a text stands, of 255.
_TRACE = 24
#: Points by which a box may stand over the edge of the page.
_SLACK = 2.0
_VISIBLE_MODES = frozenset((0, 1, 2))
#: Least size of letters, in points; what is printed of a full stop is smaller.
_LEAST = 4.0
#: Tones for a point where a sign is so small that the page as a whole does not show it.
_CLOSER = 6


def faults(document: pypdfium2.PdfDocument, digests: Sequence[str | None] = ()) -> Iterator[str]:
    """Yield hidden text on the pages of an open document.

    Args:
        document: open.
        digests: of its pages, by which it is kept what was found on them; see ``page_digests``.
    """
    for index in range(len(document)):
        find = partial(_found, document, index)
        digest = digests[index] if digests else None
        yield from (f"page {index + 1} has {fault}" for fault in once(_known, digest, find))


#: What was found on pages, by their digests.
_known: Cache[str, tuple[str, ...]] = Cache(1024)


def _found(document: pypdfium2.PdfDocument, index: int) -> tuple[str, ...]:
    page = document[index]
    layer = page.get_textpage()
    bitmap = page.render(scale=1, grayscale=True)
    try:
        return tuple(_hidden(page, layer, _sheet(page, bitmap, 1)))
    finally:
        bitmap.close()
        layer.close()
        page.close()


def _hidden(page: Any, layer: Any, sheet: _Sheet) -> Iterator[str]:
    closer = cache(partial(_closer, page))
    items: Any = page.get_objects((raw.FPDF_PAGEOBJ_TEXT,), max_depth=8, textpage=layer)
    for item in items:
        if not item.extract().strip():
            continue
        if item.level:
            yield "text in a form"
        elif _is_hidden(item, sheet) and _is_hidden(item, closer()):
            yield "text that cannot be seen"


@dataclass(frozen=True)
class _Sheet:
    """A drawn page.

    Attributes:
        left, top: of the page's box, in points; the origin of a PDF is at the bottom left.
        scale: tones for a point.
    """

    tones: Image.Image
    left: float
    top: float
    scale: int


def _sheet(page: Any, bitmap: Any, scale: int) -> _Sheet:
    left, _, _, top = page.get_cropbox()
    return _Sheet(bitmap.to_pil(), left, top, scale)


def _closer(page: Any) -> _Sheet:
    """Draw a page so large that the trace of a full stop in small type can be seen."""
    bitmap = page.render(scale=_CLOSER, grayscale=True)
    try:
        sheet = _sheet(page, bitmap, _CLOSER)
        return replace(sheet, tones=sheet.tones.copy())
    finally:
        bitmap.close()


def _is_hidden(item: Any, sheet: _Sheet) -> bool:
    """Tell whether a piece of text is invisible by its mode, its place or what is drawn there."""
    if raw.FPDFTextObj_GetTextRenderMode(item.raw) not in _VISIBLE_MODES:
        return True
    if _size(item) < _LEAST:
        return True
    left, bottom, right, top = (edge * sheet.scale for edge in item.get_bounds())
    first, last = int(left - sheet.left * sheet.scale), int(right - sheet.left * sheet.scale) + 1
    above, below = int(sheet.top * sheet.scale - top), int(sheet.top * sheet.scale - bottom) + 1
    slack = int(_SLACK * sheet.scale)
    width, height = sheet.tones.size
    if min(first, above) < -slack or last > width + slack or below > height + slack:
        return True
    box = (max(first, 0), max(above, 0), min(last, width), min(below, height))
    if box[0] >= box[2] or box[1] >= box[3]:
        return True
    darkest, lightest = cast("tuple[int, int]", sheet.tones.crop(box).getextrema())
    return lightest - darkest < _TRACE


def _size(item: Any) -> float:
    """Return the size of a piece's letters in points: by its font, as its matrix scales it."""
    matrix = item.get_matrix()
    tall: float = item.get_font_size() * hypot(matrix.c, matrix.d)
    return tall
