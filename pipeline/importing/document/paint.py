"""Colours of letters, shades and highlights of a document; those of its theme are resolved."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping

from pipeline.core.ooxml_names import q
from pipeline.importing.colour_scheme import Colour, Scheme, scheme
from pipeline.importing.office_package import Element, find, local, whole

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
#: How documents call the colours of a theme (ECMA-376 17.18.97); settings may exchange the first.
_NAMES = {
    "text1": "dk1", "background1": "lt1", "text2": "dk2", "background2": "lt2", "dark1": "dk1",
    "light1": "lt1", "dark2": "dk2", "light2": "lt2", "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}  # fmt: skip
_EXCHANGED = {"t1": "text1", "bg1": "background1", "t2": "text2", "bg2": "background2"}
#: ECMA-376 17.18.40.
HIGHLIGHTS: Mapping[str, Colour] = {
    "black": (0.0, 0.0, 0.0), "white": (1.0, 1.0, 1.0), "yellow": (1.0, 1.0, 0.0),
    "green": (0.0, 1.0, 0.0), "cyan": (0.0, 1.0, 1.0), "magenta": (1.0, 0.0, 1.0),
    "blue": (0.0, 0.0, 1.0), "red": (1.0, 0.0, 0.0), "darkblue": (0.0, 0.0, 0.5),
    "darkcyan": (0.0, 0.5, 0.5), "darkgreen": (0.0, 0.5, 0.0), "darkmagenta": (0.5, 0.0, 0.5),
    "darkred": (0.5, 0.0, 0.0), "darkyellow": (0.5, 0.5, 0.0), "darkgray": (0.5, 0.5, 0.5),
    "lightgray": (0.75, 0.75, 0.75),
}  # fmt: skip
#: Share, in thousandths of a per cent, from which on a fill that lets light through is not seen.
_CLEAR = 85_000
#: What looks hold for a fill that cannot be told, and for one that nobody sees.
UNKNOWN, UNPAINTED = "1", ""


def colour(text: str) -> Colour | None:
    """Return a colour of six hexadecimal digits; None for what is none."""
    if not _HEX.fullmatch(text or ""):
        return None
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def theme_colours(theme: Element | None, settings: Element | None) -> Scheme:
    """Return the colours of a document's theme, by the names that documents have for them."""
    names = dict(_NAMES)
    mapping = find(settings, "w:clrSchemeMapping")
    for ours, theirs in _EXCHANGED.items():
        given = str(mapping.get(q(f"w:{ours}"), "")) if mapping is not None else ""
        names[theirs] = _NAMES.get(given, names[theirs])
    return scheme(theme, names)


def named(row: Element, colours: Scheme, value: str = "val", theme: str = "themeColor") -> str:
    """Return a colour as six hexadecimal digits; '' for what is automatic or none.

    Args:
        row: what has it: letters, a shade, a border.
        colours: of the theme, which outranks the digits (ECMA-376 17.3.2.6).
        value: attribute of the digits.
        theme: attribute of the colour's name; its tint and its shade are called after it.
    """
    key = str(row.get(q(f"w:{theme}"), ""))
    base = colours.slots.get(colours.names.get(key, key))
    if base is None:
        given = str(row.get(q(f"w:{value}"), ""))
        return given if _HEX.fullmatch(given) else ""
    stem = theme.removesuffix("Color")
    hue, light, full = colorsys.rgb_to_hls(*base)
    tint, shaded = (_byte(row.get(q(f"w:{stem}{what}"))) for what in ("Tint", "Shade"))
    light = light * tint + (1 - tint)
    return _digits(colorsys.hls_to_rgb(hue, light * shaded, full))


def _byte(text: object) -> float:
    """Return a share that is written as two hexadecimal digits."""
    given = str(text or "")
    return int(given, 16) / 255 if re.fullmatch(r"[0-9A-Fa-f]{2}", given) else 1.0


def _digits(given: Colour) -> str:
    return "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02X}" for part in given)


def shade(row: Element, colours: Scheme) -> str:
    """Return the colour of a shade (w:shd), its pattern mixed; '' for none."""
    kind = str(row.get(q("w:val"), ""))
    ink = named(row, colours, "color")
    paper = named(row, colours, "fill", "themeFill")
    if kind == "solid":
        return ink or "000000"
    share = re.fullmatch(r"pct(\d{1,3})", kind)
    over, under = colour(ink) or (0.0, 0.0, 0.0), colour(paper) or (1.0, 1.0, 1.0)
    if share is None:
        return paper
    part = min(int(share[1]), 100) / 100
    mixed = [part * a + (1 - part) * b for a, b in zip(over, under, strict=True)]
    return _digits((mixed[0], mixed[1], mixed[2]))


def behind(row: Element | None, colours: Scheme, otherwise: Colour | None) -> Colour | None:
    """Return the colour that a shade puts behind words; another one if it says nothing."""
    given = shade(row, colours) if row is not None else ""
    return colour(given) or otherwise


def of_fill(row: Element, colours: Scheme) -> str:
    """Return the colour of a fill of letters (w14:textFill): digits, UNKNOWN or UNPAINTED."""
    kinds = {local(child): child for child in row}
    if "noFill" in kinds:
        return UNPAINTED
    holder = kinds.get("solidFill")
    given = holder[0] if holder is not None and len(holder) else None
    if given is None:
        return UNKNOWN
    changes = {local(child): whole(str(child.get(q("w14:val"), "0"))) for child in given}
    if changes.pop("alpha", 0) >= _CLEAR:  # how much light it lets through
        return UNPAINTED
    text = str(given.get(q("w14:val"), ""))
    if changes:
        return UNKNOWN
    if local(given) == "srgbClr":
        return text if _HEX.fullmatch(text) else UNKNOWN
    usual = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
    found = colours.slots.get(usual.get(text, text))
    return _digits(found) if found is not None else UNKNOWN
