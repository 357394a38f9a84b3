"""Maps drawn as SVG, and as PNG from the same SVG."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import resvg_py

from pipeline.design.theme import FONTS, Box, Theme
from pipeline.edition.edition import Map
from pipeline.layout import map_layout

_FILLS = {
    "area": "map_area",
    "partner": "map_partner",
    "hatched": "attention",
    "dotted": "second",
    "withheld": "land",
}

_PATTERNED = {"hatched", "dotted"}
#: Points: the white line between states.
_BORDER = 0.4

#: Lines and dots of the two patterned fills, as SVG, over a white ground.
_PATTERNS = (
    '<pattern id="hatched" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect width="5" height="5" fill="{paper}"/>'
    '<path d="M0 5L5 0M-1 1L1 -1M4 6L6 4" stroke="{attention}" stroke-width="1.4"/></pattern>'
    '<pattern id="dotted" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect width="5" height="5" fill="{paper}"/>'
    '<circle cx="2.5" cy="2.5" r="1.4" fill="{second}"/></pattern>'
)


def fill_value(fill: str, theme: Theme) -> str:
    """Return an SVG paint for a fill token."""
    return f"url(#{fill})" if fill in _PATTERNED else theme.colours[_FILLS[fill]]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _path(rings: tuple[tuple[int, ...], ...]) -> str:
    """Return path data in the view's own units; each ring's points are relative to the last."""
    out: list[str] = []
    for ring in rings:
        points = list(zip(ring[::2], ring[1::2], strict=True))
        steps = [f"{x - u} {y - v}" for (u, v), (x, y) in pairwise(points)]
        out.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z")
    return "".join(out)


def _frame(box: Box, colour: str) -> str:
    return (
        f'<rect x="{_number(box.x)}" y="{_number(box.y)}" width="{_number(box.width)}" '
        f'height="{_number(box.height)}" fill="none" stroke="{colour}" stroke-width="0.75"/>'
    )


def map_svg(block: Map, box: Box, theme: Theme) -> str:
    """Draw a map's views without legend; coordinates are points from the box's top left corner.

    Args:
        block: the map.
        box: frame that ``map_layout.plan`` divides; its position is ignored.
        theme: for colours.
    """
    plan = map_layout.plan(block, Box(0, 0, box.width, box.height), theme)
    height = max(view.box.y + view.box.height for view in plan.views)
    width = max(view.box.x + view.box.width for view in plan.views)
    colours = theme.colours
    shapes: list[str] = []
    for index, placed in enumerate(plan.views):
        if index:
            shapes.append(_frame(placed.box, colours["rule"]))
        land: list[str] = []
        coloured: list[str] = []
        dots: list[str] = []
        for state in map_layout.states(placed, block):
            if state.fill is None:
                land.append(_path(state.rings))
                continue
            paint = fill_value(state.fill, theme)
            coloured.append(f'<path d="{_path(state.rings)}" fill="{paint}"/>')
            if state.dot:
                x, y = (_number(value) for value in state.dot)
                dots.append(
                    f'<circle cx="{x}" cy="{y}" r="{map_layout.DOT_RADIUS}" fill="{paint}"/>'
                )
        origin = f"translate({_number(placed.box.x)} {_number(placed.box.y)})"
        shapes.append(
            f'<g transform="{origin} scale({placed.scale:.6f})" '
            f'stroke-width="{_number(_BORDER / placed.scale)}">'
            f'<path d="{"".join(land)}" fill="{colours["land"]}"/>{"".join(coloured)}</g>'
        )
        shapes += dots
    used = {category.fill for category in block.categories if category.states}
    patterns = _PATTERNS.format(**colours) if used & _PATTERNED else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}pt" '
        f'height="{_number(height)}pt" viewBox="0 0 {_number(width)} {_number(height)}">'
        f'<defs>{patterns}</defs><g fill-rule="evenodd" stroke="{colours["paper"]}" '
        f'stroke-width="{_BORDER}" stroke-linejoin="round">{"".join(shapes)}</g></svg>'
    )


def swatch(fill: str, theme: Theme) -> str:
    """Return a legend's sample of a fill, 26 by 16 points."""
    patterns = _PATTERNS.format(**theme.colours) if fill in _PATTERNED else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="26" height="16" viewBox="0 0 26 16">'
        f"<defs>{patterns}</defs>"
        f'<rect x="0.5" y="0.5" width="25" height="15" fill="{fill_value(fill, theme)}" '
        f'stroke="{theme.colours["muted"]}" stroke-width="0.5"/></svg>'
    )


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
