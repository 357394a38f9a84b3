"""SVG turned into pixels by resvg, with the project's own fonts alone."""

from __future__ import annotations

import resvg_py

from pipeline.design.theme import FONTS


def png(svg: str, width_px: int) -> bytes:
    """Rasterise an SVG on a white background."""
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
