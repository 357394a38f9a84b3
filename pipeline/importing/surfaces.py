"""Paint of shapes: fills of all kinds, fat lines, cells and pictures, and whether they hide."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import PIL.Image

from pipeline.core.ooxml_names import q
from pipeline.importing.colour_scheme import Colour, Scheme, is_black, is_same
from pipeline.importing.office_package import (
    Element,
    children,
    emu,
    find,
    find_all,
    local,
    per_mille,
    whole,
)

#: Share of a paint that has to be opaque, in thousandths of a per cent.
_OPAQUE = 60_000
#: Width from which on a line hides words, in points.
FAT = 6.0
_FILLS = {"noFill", "solidFill", "gradFill", "pattFill", "blipFill", "grpFill"}
#: Styles of tables that paint no cell: none, and a grid alone.
PLAIN_STYLES = {
    "{2D5ABB26-0587-4C30-8999-92F81FD0307C}", "{5940675A-B579-460E-94D1-54222C63F5DA}",
}  # fmt: skip
#: Pixels of a picture that are looked at, in both directions; and what it may have at most.
_LOOKED_AT, _MOST_PIXELS = 24, 40_000_000
_SEEN = 128


@dataclass(frozen=True)
class Paint:
    """What fills an area.

    Attributes:
        colour: None if it is not the same all over, or unknown.
        is_black: some of it is.
        is_opaque: it hides what is behind it.
        alpha: how opaque it is on the whole, in thousandths of a per cent.
    """

    colour: Colour | None = None
    is_black: bool = False
    is_opaque: bool = True
    alpha: float = 100_000


def fill(
    holder: Element | None, colours: Scheme, outer: Paint | None = None
) -> tuple[bool, Paint | None]:
    """Return whether an element says how it is filled, and the paint; None if it has none.

    Args:
        holder: what holds the fill: properties of a shape, a line, a cell, a run.
        colours: of the slide.
        outer: paint of the group around it.
    """
    for child in children(holder):
        match local(child):
            case "noFill":
                return True, None
            case "grpFill":
                return True, outer
            case "blipFill":
                return True, Paint(is_opaque=_amount(child) >= _OPAQUE)
            case "solidFill":
                return True, _mixed([child], colours)
            case "gradFill":
                return True, _mixed(find_all(child, "a:gsLst/a:gs"), colours)
            case "pattFill":
                rows = [find(child, "a:fgClr"), find(child, "a:bgClr")]
                return True, _mixed([row for row in rows if row is not None], colours)
            case _:
                pass
    return False, None


def _mixed(rows: list[Element], colours: Scheme) -> Paint:
    found = [colours.of(row) for row in rows]
    alphas = [alpha(row) for row in rows] or [100_000]
    known = [colour for colour in found if colour is not None]
    is_plain = bool(known) and len(known) == len(rows)
    is_plain = is_plain and all(is_same(known[0], colour) for colour in known)
    return Paint(
        known[0] if is_plain else None,
        any(is_black(colour) for colour in known),
        sum(alphas) / len(alphas) >= _OPAQUE,
        sum(alphas) / len(alphas),
    )


def alpha(paint: Element) -> int:
    """Return how opaque a colour is, in thousandths of a per cent."""
    given = next(paint.iter(q("a:alpha")), None)
    return per_mille(given.get("val")) if given is not None else 100_000


def _amount(picture: Element) -> int:
    given = next(picture.iter(q("a:alphaModFix")), None)
    return per_mille(given.get("amt", "100000")) if given is not None else 100_000


def of_shape(shape: Element, chain: list[Element], colours: Scheme) -> Paint | None:
    """Return a shape's paint: its own, that of its style, or inherited; None if it has none."""
    outer = _of_group(shape.getparent(), colours)
    for holder in chain:
        is_stated, paint = fill(find(holder, "p:spPr"), colours, outer)
        if is_stated:
            return paint
        style = find(holder, "p:style/a:fillRef")
        if style is not None:
            return _mixed([style], colours) if whole(style.get("idx")) else None
    return None


def _of_group(group: Element | None, colours: Scheme) -> Paint | None:
    while group is not None and local(group) == "grpSp":
        properties = find(group, "p:grpSpPr")
        if find(properties, "a:grpFill") is None:
            return fill(properties, colours)[1]
        group = group.getparent()
    return None


def of_line(shape: Element, colours: Scheme) -> tuple[float, Paint | None]:
    """Return the width of a shape's line in points, and its paint; None if it hides nothing."""
    line = find(shape, "p:spPr/a:ln")
    width = emu(line.get("w")) / 12700 if line is not None else 0.0
    if width < FAT:
        return 0.0, None
    is_stated, paint = fill(line, colours)
    if not is_stated:
        style = find(shape, "p:style/a:lnRef")
        paint = _mixed([style], colours) if style is not None and whole(style.get("idx")) else None
    return width, paint


def of_picture(shape: Element, data: bytes) -> Paint | None:
    """Return what a picture hides with; None if most of it can be seen through, or is unknown."""
    if _amount(shape) < _OPAQUE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = PIL.Image.open(io.BytesIO(data))
            if picture.width * picture.height > _MOST_PIXELS:
                return Paint()
            picture.draft("RGB", (_LOOKED_AT, _LOOKED_AT))
            small = picture.convert("RGBA").resize((_LOOKED_AT, _LOOKED_AT))
    except Exception:
        return None
    raw = small.tobytes()
    seen = [tuple(raw[at : at + 3]) for at in range(0, len(raw), 4) if raw[at + 3] >= _SEEN]
    if len(seen) * 100_000 < _OPAQUE * _LOOKED_AT * _LOOKED_AT:
        return None
    pixels = [(red / 255, green / 255, blue / 255) for red, green, blue in seen]
    is_plain = all(is_same(pixels[0], pixel) for pixel in pixels)
    black = sum(1 for pixel in pixels if is_black(pixel))
    return Paint(pixels[0] if is_plain else None, 2 * black > len(pixels))


def cells(grid: Element, colours: Scheme) -> Iterator[tuple[int, int, Paint]]:
    """Yield the row, the column and the paint of each opaque cell, as far as cells say it."""
    for index, row in enumerate(find_all(grid, "a:tr")):
        for place, cell in enumerate(find_all(row, "a:tc")):
            _, paint = fill(find(cell, "a:tcPr"), colours)
            if paint is not None and paint.is_opaque:
                yield index, place, paint


def outlines(letters: Element | None) -> Iterator[Element]:
    """Yield what outlines letters in a colour."""
    line = find(letters, "a:ln")
    yield from (row for row in children(line) if local(row) in _FILLS - {"noFill"})
