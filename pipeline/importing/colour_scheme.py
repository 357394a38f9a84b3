"""Colours of an office file and its theme, resolved, to find words that cannot be seen."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.importing.office_package import Element, find, local, per_mille

Colour = tuple[float, float, float]
"""Red, green, blue, each from 0 to 1."""

_SLOTS = ("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5",
          "accent6", "hlink", "folHlink")  # fmt: skip
_USUAL = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_NAMED = {"black": (0.0, 0.0, 0.0), "white": (1.0, 1.0, 1.0), "red": (1.0, 0.0, 0.0),
          "yellow": (1.0, 1.0, 0.0), "blue": (0.0, 0.0, 1.0), "green": (0.0, 0.5, 0.0),
          "gray": (0.5, 0.5, 0.5), "grey": (0.5, 0.5, 0.5)}  # fmt: skip
#: How light a black box may be; how much two colours may differ and not be told from each other.
_DARKEST, _NEAR = 0.16, 0.035


@dataclass(frozen=True)
class Scheme:
    """Colours of a theme, by their names in it, and how slides call them."""

    slots: Mapping[str, Colour]
    names: Mapping[str, str]

    def of(self, element: Element | None) -> Colour | None:
        """Return the colour that an element holds (a solid fill, a highlight); None if unknown."""
        for child in element if element is not None else ():
            base = self._base(child)
            if base is not None:
                return _changed(base, child)
        return None

    def _base(self, element: Element) -> Colour | None:
        value = str(element.get("val", ""))
        match local(element):
            case "srgbClr":
                return _hex(value)
            case "sysClr":
                return _hex(str(element.get("lastClr", "")))
            case "prstClr":
                return _NAMED.get(value)
            case "scrgbClr":
                parts = [per_mille(element.get(name)) / 100_000 for name in ("r", "g", "b")]
                return (parts[0], parts[1], parts[2])
            case "schemeClr":
                return self.slots.get(self.names.get(value, _USUAL.get(value, value)))
            case _:
                return None


def scheme(theme: Element | None, names: Mapping[str, str]) -> Scheme:
    """Return the colours of a theme.

    Args:
        theme: its part; None if there is none.
        names: what a slide's names stand for.
    """
    slots: dict[str, Colour] = {"dk1": (0.0, 0.0, 0.0), "lt1": (1.0, 1.0, 1.0)}
    plain = Scheme({}, {})
    given = find(theme, "a:themeElements/a:clrScheme")
    for name in _SLOTS:
        found = plain.of(find(given, f"a:{name}"))
        if found is not None:
            slots[name] = found
    return Scheme(slots, names)


def _hex(value: str) -> Colour | None:
    try:
        number = int(value, 16)
    except ValueError:
        return None
    return ((number >> 16 & 255) / 255, (number >> 8 & 255) / 255, (number & 255) / 255)


def _changed(base: Colour, element: Element) -> Colour:
    hue, light, full = colorsys.rgb_to_hls(*base)
    for child in element:
        share = per_mille(child.get("val")) / 100_000
        match local(child):
            case "lumMod":
                light *= share
            case "lumOff":
                light += share
            case "shade":
                light *= share
            case "tint":
                light = light * share + (1 - share)
            case _:
                pass
    return colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), full)


def is_black(colour: Colour | None) -> bool:
    """Tell whether a colour is that of a black box."""
    return colour is not None and max(colour) <= _DARKEST


def is_same(first: Colour | None, second: Colour | None) -> bool:
    """Tell whether nobody can tell two colours from each other."""
    if first is None or second is None:
        return False
    return max(abs(a - b) for a, b in zip(first, second, strict=True)) <= _NEAR
