"""Colour tokens from a brand's colour scheme, each checked for contrast with its backgrounds.

Ink, accents and what is derived from them are the brand's; the colours that mean something in
themselves (markers, withheld words) stay the project's. A colour that cannot be read (4.5:1) is
darkened or lightened in its own hue; if no lightness of it can, black or white stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.design import colours
from pipeline.design.brand.layout_backgrounds import Tone
from pipeline.design.brand.layout_reader import Face, Placeholder
from pipeline.design.theme import Theme
from pipeline.design.tokens import Shade

_OURS = ("marker_ground", "marker_text", "withheld_ground", "withheld_line")
_ACCENTS = {"accent": "accent1", "second": "accent2", "attention": "accent3"}
#: Shares of ink in what is mixed of ink and paper; of the accent in the tint; of ink in a deep
#: accent.
_MUTED, _GREY, _RULE, _LAND, _TINT, _DEEP = 0.66, 0.5, 0.24, 0.13, 0.09, 0.6
#: Share of the accent in the states of a map's area: between land and partners.
_AREA = 0.45


@dataclass(frozen=True)
class Palette:
    """Colours by token, and the slots of those that are slots.

    Attributes:
        colours: on the slides.
        shades: tokens that can be written as a slot.
        on_paper: on the white pages of the document.
    """

    colours: Mapping[str, str]
    shades: Mapping[str, Shade]
    on_paper: Mapping[str, str]


def palette(face: Face, text: Placeholder, base: Theme) -> Palette:
    """Return the palette of a deck.

    Args:
        face: the layout for text.
        text: its placeholder for text.
        base: the theme of the project.
    """
    background = face.background_at(text.box)
    shades: dict[str, Shade] = {}
    for slot in ("bg1", "bg2", "tx1", "tx2"):
        if face.scheme.get(slot) == background:
            shades["paper"] = Shade(slot=slot)
            break
    ink = text.look.tone or Tone(face.scheme.get("tx1", colours.BLACK), Shade(slot="tx1"))
    found = of_scheme(face.scheme, background, ink, base, shades)
    dark = ink.colour if colours.legible(ink.colour, (colours.WHITE,)) else face.scheme.get("dk1")
    white = of_scheme(face.scheme, colours.WHITE, Tone(dark or colours.BLACK), base, {})
    found["paper_ink"] = white["ink"]
    return Palette(found, shades, white)


def of_scheme(
    scheme: Mapping[str, str], background: str, ink: Tone, base: Theme, shades: dict[str, Shade]
) -> dict[str, str]:
    """Return all tokens for a background; ``shades`` gets those that are slots."""
    first = scheme.get("accent1", base.colour("accent"))
    tint = _tint(background, first, ink.colour)
    backgrounds = (background, tint)
    out: dict[str, str] = {"paper": background, "tint": tint}
    out["ink"] = _taken("ink", ink, backgrounds, shades)
    for token, slot in _ACCENTS.items():
        tone = Tone(scheme.get(slot, base.colour(token)), Shade(slot=slot))
        out[token] = _taken(
            token, tone if slot in scheme else Tone(tone.colour), backgrounds, shades
        )
    out["muted"] = colours.made_legible(colours.mixed(background, out["ink"], _MUTED), backgrounds)[
        0
    ]
    out["rule"] = colours.mixed(background, out["ink"], _RULE)
    out["grey"] = colours.mixed(background, out["ink"], _GREY)
    out["deep"] = colours.mixed(out["accent"], out["ink"], _DEEP)
    out["land"] = colours.mixed(background, out["ink"], _LAND)
    out["map_area"] = colours.mixed(background, out["accent"], _AREA)
    out["map_partner"] = out["accent"]
    if "accent" in shades:
        shades["map_partner"] = shades["accent"]
    ours = {token: base.colours[token] for token in _OURS}
    rest = {key: value for key, value in base.colours.items() if key not in out}
    return {**rest, **{key: f"#{value}" for key, value in out.items()}, **ours}


def _tint(background: str, accent: str, ink: str) -> str:
    """Return a background a little nearer to the accent on which ink can still be read."""
    for share in (_TINT, _TINT / 2):
        tint = colours.mixed(background, accent, share)
        if colours.contrast(ink, tint) >= colours.LEAST:
            return tint
    return colours.mixed(background, accent, _TINT / 4)


def _taken(token: str, tone: Tone, backgrounds: tuple[str, ...], shades: dict[str, Shade]) -> str:
    """Return a colour that can be read, and note the slot if it still is one."""
    colour, keep, lift = colours.made_legible(tone.colour, backgrounds)
    if tone.shade is not None and keep:
        if colour == tone.colour:
            shades[token] = tone.shade
        elif (tone.shade.keep, tone.shade.lift) == (100_000, 0):
            shades[token] = Shade(slot=tone.shade.slot, keep=keep, lift=lift)
    return colour
