"""SVG rasterised to PNG, with the project's own fonts alone."""

from __future__ import annotations

from functools import lru_cache

import resvg_py

from pipeline.design.theme import FONTS


@lru_cache(maxsize=64)
def png(svg: str, width_px: int) -> bytes:
    """Rasterise an SVG on a white background, with the project's own fonts alone.

    Editions and languages draw the same map: the last few pictures are cached.
    """
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width_px,
            background="#ffffff",
            skip_system_fonts=True,
            font_dirs=[str(FONTS)],
            dpi=72,
        )
    )
