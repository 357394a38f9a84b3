"""Text styles and colours of slides, written as the theme's colour slots so that themes restyle.

Only the two backgrounds that mean something (marker, withheld words) are fixed colours: a brand's
theme must not turn a redaction marker into something else.
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, replace

from pipeline.core.lengths import Pt, emu
from pipeline.design.slide_design import SLOTS
from pipeline.design.theme import Theme
from pipeline.render.drawingml.drawing_text import Xml, xml

#: Tokens without a slot, and those of whose slots they are a lighter or a darker shade.
_SHADED = {"land": "rule", "grey": "muted", "deep": "accent"}


def colour(theme: Theme, token: str) -> Xml:
    """Return a colour token as a slot of the theme, or as fixed RGB when it has none."""
    if token in _SHADED and theme.house is None:
        return _shaded(theme, token)
    shade = theme.shade(token)
    if shade is not None:
        changes = (("a:lumMod", shade.keep, 100_000), ("a:lumOff", shade.lift, 0))
        inner = (xml(tag, {"val": value}) for tag, value, plain in changes if value != plain)
        return xml("a:schemeClr", {"val": shade.slot}, *inner)
    return xml("a:srgbClr", {"val": theme.colour(token)})


def _shaded(theme: Theme, token: str) -> Xml:
    """Return a colour as another one's slot, made as light or as dark as its token wants."""
    base = _SHADED[token]
    wanted, given = (_lightness(theme.colour(name)) for name in (token, base))
    if wanted <= given:
        kept, lift = round(wanted / given * 100_000), 0
    else:
        kept = round((1 - wanted) / (1 - given) * 100_000)
        lift = 100_000 - kept
    changes = (("a:lumMod", kept), ("a:lumOff", lift))
    inner = (xml(tag, {"val": value}) for tag, value in changes if value)
    return xml("a:schemeClr", {"val": SLOTS[base]}, *inner)


def _lightness(digits: str) -> float:
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return colorsys.rgb_to_hls(red, green, blue)[1]


def fill(theme: Theme, token: str | None) -> Xml:
    """Return a solid fill, or no fill."""
    return xml("a:solidFill", None, colour(theme, token)) if token else xml("a:noFill")


def line(
    theme: Theme, token: str | None, width: Pt = Pt(0), dash: str = "", tag: str = "a:ln"
) -> Xml:
    """Return an outline, or no outline; of a cell's side, by its tag."""
    if token is None:
        return xml(tag, None, xml("a:noFill"))
    dashes = xml("a:prstDash", {"val": dash}) if dash else None
    return xml(tag, {"w": emu(width)}, fill(theme, token), dashes)


@dataclass(frozen=True)
class LetterStyle:
    """Style of letters: size in points, weight, colour token."""

    size: Pt
    bold: bool
    colour: str


@dataclass(frozen=True)
class Style:
    """Style of a paragraph: its letters, the points below it, and its place on the line.

    Attributes:
        level: of a list item, from 0; None for a paragraph without bullet.
        left: points by which the paragraph is moved in.
    """

    look: LetterStyle
    space: Pt = Pt(0)
    align: str = "l"
    level: int | None = None
    left: Pt = Pt(0)


def style_of(theme: Theme, token: str, step: int = 0, *, dark: bool = False) -> Style:
    """Return a text style of the theme at a step of its scale.

    Args:
        theme: design tokens.
        token: name of the style.
        step: of the type scale.
        dark: the text stands on the accent colour, so it is set in the colour of paper.
    """
    given = theme.styles[token]
    look = LetterStyle(given.size(step), given.bold, "paper" if dark else given.colour)
    return Style(look, given.space)


def item_style(style: Style, level: int) -> Style:
    """Return a style as that of a list item."""
    return replace(style, level=level)
