"""Maps drawn as SVG, without legend; swatches for the legend."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Map
from pipeline.layout import map_layout

#: Colour of each fill.
FILLS: dict[str, str] = {
    "area": "map_area",
    "partner": "map_partner",
    "hatched": "attention",
    "dotted": "second",
    "withheld": "grey",
}

_LINES = '<path d="M0 5L5 0M-1 1L1 -1M4 6L6 4" stroke="{colour}" stroke-width="{width}"/>'
#: Lines and dots of the patterned fills, as SVG, over a white background: a cell of 5 points.
_SIGNS = {
    "hatched": _LINES,
    "dotted": '<circle cx="2.5" cy="2.5" r="1.4" fill="{colour}"/>',
    "withheld": _LINES,
}
#: Points: the white line between states.
_BORDER = 0.6


def _pattern(fill: str, name: str, scale: float, theme: Theme) -> str:
    """Return a patterned fill whose cell has the size of the page wherever it is used.

    Args:
        fill: token of a patterned fill.
        name: id of the pattern.
        scale: points for each unit of the drawing that uses it.
        theme: for its colour.
    """
    width = _number(map_layout.PATTERN_LINES[fill])
    sign = _SIGNS[fill].format(colour=theme.colours[FILLS[fill]], width=width)
    turned = "" if scale == 1 else f' patternTransform="scale({1 / scale:.6f})"'
    return (
        f'<pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse"{turned}>'
        f'<rect width="5" height="5" fill="{theme.colours["paper"]}"/>{sign}</pattern>'
    )


def _shape(drawn: str, fill: str, scale: float, name: str, theme: Theme) -> str:
    """Return a shape in a fill; a patterned one has an outline of its colour.

    Args:
        drawn: element and geometry.
        fill: token.
        scale: points for each unit of the drawing.
        name: ends the ids of the patterns of this drawing.
        theme: for colours.
    """
    if fill not in _SIGNS:
        return f'<{drawn} fill="{theme.colours[FILLS[fill]]}"/>'
    colour, width = theme.colours[FILLS[fill]], _number(map_layout.PATTERN_LINES[fill] / scale)
    return f'<{drawn} fill="url(#{fill}{name})" stroke="{colour}" stroke-width="{width}"/>'


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


def map_svg(block: Map, box: Box, theme: Theme) -> str:
    """Draw a map's views without legend; coordinates are points from the box's top left corner.

    Args:
        block: the map.
        box: frame that ``map_layout.plan`` divides; its position is ignored.
        theme: for colours.
    """
    plan = map_layout.plan(block, Box(0, 0, box.width, box.height), theme)
    line = map_layout.OUTLINE / 2
    height = max(view.box.y + view.box.height for view in plan.views) + line
    width = max(view.box.x + view.box.width for view in plan.views) + line
    colours = theme.colours
    used = {str(row.fill) for row in block.categories if row.states} & set(_SIGNS)
    patterns = {fill: _pattern(fill, fill, 1, theme) for fill in sorted(used)}
    shapes: list[str] = []
    for index, placed in enumerate(plan.views):
        shapes += _view(block, placed, f"-{index}", theme)
        for fill in sorted(used):
            patterns[f"{fill}-{index}"] = _pattern(fill, f"{fill}-{index}", placed.scale, theme)
    drawn = "".join(shapes)
    needed = "".join(text for name, text in patterns.items() if f"url(#{name})" in drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}pt" '
        f'height="{_number(height)}pt" viewBox="0 0 {_number(width)} {_number(height)}">'
        f'<defs>{needed}</defs><g fill-rule="evenodd" '
        f'stroke="{colours["paper"]}" stroke-width="{_BORDER}" stroke-linejoin="round">'
        f"{drawn}</g></svg>"
    )


def _view(block: Map, placed: map_layout.PlacedView, name: str, theme: Theme) -> Iterator[str]:
    """Yield a view's seas, its states and its outline, then its dots.

    Patterned states are drawn last, and small ones over large ones.
    """
    land: list[str] = []
    coloured: list[tuple[bool, int, str]] = []
    dots: list[str] = []
    for state in map_layout.states(placed, block):
        path = _path(state.rings)
        if state.fill is None:
            land.append(path)
            continue
        drawn = _shape(f'path d="{path}"', state.fill, placed.scale, name, theme)
        coloured.append((state.fill in _SIGNS, -map_layout.extent(state.rings), drawn))
        if state.dot:
            x, y = (_number(value) for value in state.dot)
            circle = f'circle cx="{x}" cy="{y}" r="{map_layout.DOT_RADIUS}"'
            dots.append(_shape(circle, state.fill, 1, "", theme))
    edge, width = f'<path d="{_path((placed.view.outline,))}"', map_layout.OUTLINE / placed.scale
    line = f'stroke="{theme.colours["grey"]}" stroke-width="{_number(width)}"'
    seas = f'{edge} fill="{theme.colours["tint"]}" stroke="none"/>'
    origin = f"translate({_number(placed.box.x)} {_number(placed.box.y)})"
    over = "".join(drawn for *_, drawn in sorted(coloured, key=lambda row: row[:2]))
    yield (
        f'<g transform="{origin} scale({placed.scale:.6f})" '
        f'stroke-width="{_number(_BORDER / placed.scale)}">'
        f'{seas}<path d="{"".join(land)}" fill="{theme.colours["land"]}"/>{over}'
        f'{edge} fill="none" {line}/></g>'
    )
    yield from dots


def swatch(fill: str, theme: Theme) -> str:
    """Return a legend's sample of a fill, 26 by 16 points."""
    patterns = _pattern(fill, fill, 1, theme) if fill in _SIGNS else ""
    colour = theme.colours["muted"]
    width = 0.5
    paint = theme.colours[FILLS[fill]]
    if fill in _SIGNS:
        colour, width, paint = paint, map_layout.PATTERN_LINES[fill], f"url(#{fill})"
    inset = _number(width / 2)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="26" height="16" viewBox="0 0 26 16">'
        f"<defs>{patterns}</defs>"
        f'<rect x="{inset}" y="{inset}" width="{_number(26 - width)}" '
        f'height="{_number(16 - width)}" fill="{paint}" '
        f'stroke="{colour}" stroke-width="{width}"/></svg>'
    )
