"""Contrast of slide text with the backgrounds of a brand template's layout: hidden text found."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from pipeline.design import colours
from pipeline.design.brand.layout_reader import Face
from pipeline.design.tokens import Box

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
#: EMU of a point; the audit reckons by itself.
_EMU = 12700
#: Contrast below which text counts as hidden; ours has 4.5.
_HIDDEN = 2.0


def is_pale(root: ET.Element, face: Face) -> bool:
    """Tell whether a text of a slide has hardly a contrast to its background.

    Args:
        root: of the slide.
        face: its layout, as the brand template has it.
    """
    return any(_is_hidden(shape, face) for tag in (f"{_P}sp", f"{_P}graphicFrame")
               for shape in root.iter(tag))  # fmt: skip


def _is_hidden(shape: ET.Element, face: Face) -> bool:
    behind = face.background_at(_box(shape, face))
    own = _colour(shape.find(f"{_P}spPr"), face)
    for row in shape.iter(f"{_A}tc"):
        background = _colour(row.find(f"{_A}tcPr"), face) or behind
        if any(_is_near(text, background, face) for text in _texts(row)):
            return True
    if shape.tag == f"{_P}graphicFrame":
        return False
    return any(_is_near(text, own or behind, face) for text in _texts(shape))


def _texts(owner: ET.Element) -> list[ET.Element]:
    return [row for tag in ("rPr", "defRPr") for row in owner.iter(f"{_A}{tag}")]


def _is_near(row: ET.Element, background: str, face: Face) -> bool:
    colour = _colour(row, face)
    mark = row.find(f"{_A}highlight")
    behind = _first(mark, face) if mark is not None else ""
    return bool(colour) and colours.contrast(colour, behind or background) < _HIDDEN


def _colour(holder: ET.Element | None, face: Face) -> str:
    fill = holder.find(f"{_A}solidFill") if holder is not None else None
    return _first(fill, face) if fill is not None else ""


def _first(fill: ET.Element, face: Face) -> str:
    if not len(fill):
        return ""
    value = fill[0].get("val", "")
    colour = face.scheme.get(value, value)
    if not re.fullmatch(r"[0-9A-F]{6}", colour):
        return ""
    for change in fill[0]:
        amount = int(change.get("val", "0")) if change.get("val", "").isdigit() else 0
        keep, lift = (amount, 0) if change.tag == f"{_A}lumMod" else (100_000, amount)
        colour = colours.shaded(colour, keep, lift)
    return colour


def _box(shape: ET.Element, face: Face) -> Box:
    place = next(shape.iter(f"{_A}xfrm"), None)
    offset = place.find(f"{_A}off") if place is not None else None
    extent = place.find(f"{_A}ext") if place is not None else None
    if offset is None or extent is None:
        return face.slide
    numbers = (offset.get("x"), offset.get("y"), extent.get("cx"), extent.get("cy"))
    x, y, width, height = (int(n or 0) / _EMU for n in numbers)
    return Box(x, y, width, height)
