"""Small pictures of pages for the documentation."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import PIL.Image

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
_COLOURS = 48


def packed(sheet: Any, width: int) -> bytes:
    """Return a small picture of a PDF's page, as PNG.

    Args:
        sheet: page of pypdfium2.
        width: of the picture, in pixels.
    """
    picture = sheet.render(scale=4 * width / sheet.get_width()).to_pil().convert("RGB")
    small = picture.resize(
        (width, round(width * picture.height / picture.width)), PIL.Image.Resampling.LANCZOS
    )
    buffer = io.BytesIO()
    # so that a small thing of its own colour keeps it: a marker, a tag
    method = PIL.Image.Quantize.MAXCOVERAGE
    few = small.quantize(_COLOURS, method, dither=PIL.Image.Dither.NONE)
    few.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
