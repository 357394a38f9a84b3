"""Small pictures of pages for the documentation."""

from __future__ import annotations

import io
import itertools
from pathlib import Path
from typing import Any

import PIL.Image
import PIL.ImageOps

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
_COLOURS = 48


#: Pixels that stay of the room that is closed, at four times the picture's size.
_ROOM = 120
#: How much darker than paper ink is, of 255.
_PALE = 8


def packed(sheet: Any, width: int, *, is_closed: bool = False) -> bytes:
    """Return a small picture of a PDF's page, as PNG.

    Args:
        sheet: page of pypdfium2.
        width: of the picture, in pixels.
        is_closed: the largest room from side to side is cut out.
    """
    picture = sheet.render(scale=4 * width / sheet.get_width()).to_pil().convert("RGB")
    if is_closed:
        picture = _closed(picture)
    small = picture.resize(
        (width, round(width * picture.height / picture.width)), PIL.Image.Resampling.LANCZOS
    )
    buffer = io.BytesIO()
    # so that a small thing of its own colour keeps it: a marker, a tag
    method = PIL.Image.Quantize.MAXCOVERAGE
    few = small.quantize(_COLOURS, method, dither=PIL.Image.Dither.NONE)
    few.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _closed(picture: PIL.Image.Image) -> PIL.Image.Image:
    """Return a white page without its largest room: what is below a short text, above the foot."""
    inked = PIL.ImageOps.invert(picture.convert("L")).point(
        lambda light: 255 if light > _PALE else 0
    )
    narrow = inked.resize((1, picture.height), PIL.Image.Resampling.BOX)
    rows = [at for at in range(picture.height) if narrow.getpixel((0, at))]
    first, behind = max(itertools.pairwise(rows), key=lambda pair: pair[1] - pair[0])
    if behind - first <= _ROOM:
        return picture
    begin, end = first + _ROOM // 2, behind - _ROOM // 2
    shorter = PIL.Image.new("RGB", (picture.width, picture.height - (end - begin)), "white")
    shorter.paste(picture.crop((0, 0, picture.width, begin)), (0, 0))
    shorter.paste(picture.crop((0, end, picture.width, picture.height)), (0, begin))
    return shorter
