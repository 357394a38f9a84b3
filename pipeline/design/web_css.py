"""Style sheet of web pages, from the theme alone, and the security policy that admits only it.

Light colours are those of the document, whose background is white; dark ones are derived from them
and checked to be read (4.5:1). No face is embedded: the sheet names those that Office has, those
that come with the project, and the system's own.

Guarantee: G4.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256

from markupsafe import Markup

from pipeline.design import colours
from pipeline.design.theme import Theme
from pipeline.design.tokens import Font
from pipeline.resources import paths
from pipeline.resources.jinja import environment

#: Tokens that drawings are painted with; of two with the same colour, the first one counts.
_PAINTS = (
    "ink", "paper", "accent", "second", "attention", "muted", "grey", "deep", "rule", "land",
    "map_area",
    "map_partner", "marker_ground", "withheld_ground", "withheld_line",
)  # fmt: skip
#: What the dark background is mixed of: this grey, and a share of the ink.
_NIGHT, _INKED = "121417", 0.35
#: Shares of the background's counterpart in what is mixed of both.
_MUTED, _RULE, _LAND, _TINT, _AREA, _PALE, _BAND = 0.66, 0.28, 0.18, 0.16, 0.45, 0.22, 0.7
_GREY, _DEEP = 0.5, 0.6
_DAY, _MARKER = "E8EBF0", "111111"


@lru_cache(maxsize=8)
def _sheet(named: str, families: tuple[tuple[str, ...], ...], tokens: tuple[str, ...]) -> str:
    """Return the sheet; all arguments can be hashed, so equal themes share one."""
    light = dict(row.split("=") for row in tokens)
    light |= {"band": light["accent"], "band_text": light["paper"]}
    paints = {light[token]: token for token in reversed(_PAINTS)}
    template = environment(paths.templates("html", "page")).get_template(named)
    return template.render(
        light=light,
        dark=dark(light),
        paints={token: colour for colour, token in sorted(paints.items())},
        families=[_stack(row) for row in families],
    )


def sheets(theme: Theme) -> tuple[str, str]:
    """Return the style sheets of a theme's pages: without running texts, and with them."""
    return sheet(theme), sheet(theme, with_texts=True)


def sheet(theme: Theme, *, with_texts: bool = False) -> str:
    """Return the style sheet of a theme's pages, with running texts or without."""
    light = theme.on_paper().colours
    fonts = theme.fonts
    serif = _names(fonts.cover, "Liberation Serif", "serif")
    sans = _names(fonts.deck, "Liberation Sans", "system-ui", "sans-serif")
    heads = _names(fonts.heading or fonts.deck, "Liberation Sans", "system-ui", "sans-serif")
    tokens = tuple(f"{key}={value}" for key, value in sorted(light.items()))
    own = _sheet("style.css.j2", (sans, heads, serif), tokens)
    return own + _sheet("text.css.j2", (sans, heads, serif), tokens) if with_texts else own


def policy(style: str) -> str:
    """Return the policy that lets a page have this one sheet, pictures within it, and no more."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def dark(light: Mapping[str, str]) -> dict[str, str]:
    """Return the tokens for readers who ask for a dark page."""
    given = {key: value.lstrip("#") for key, value in light.items()}
    paper = colours.mixed(_NIGHT, given["ink"], _INKED)
    tint = colours.mixed(paper, given["accent"], _TINT)
    pale = colours.mixed(paper, given["attention"], _PALE)
    backgrounds = (paper, tint)

    def legible(colour: str, *more: str) -> str:
        return colours.made_legible(colour, (*backgrounds, *more))[0]

    out = {"paper": paper, "tint": tint, "withheld_ground": pale}
    out["ink"] = legible(_DAY, pale)
    out["accent"] = legible(given["accent"])
    out["second"] = legible(given["second"])
    out["attention"] = legible(given["attention"], pale)
    out["withheld_line"] = legible(given["withheld_line"], pale)
    out["muted"] = legible(colours.mixed(paper, out["ink"], _MUTED))
    out["rule"] = colours.mixed(paper, out["ink"], _RULE)
    out["grey"] = colours.mixed(paper, out["ink"], _GREY)
    out["deep"] = colours.mixed(out["accent"], out["ink"], _DEEP)
    out["land"] = colours.mixed(paper, out["ink"], _LAND)
    out["map_area"] = colours.mixed(paper, out["accent"], _AREA)
    out["map_partner"] = out["accent"]
    out["band"] = colours.mixed(paper, given["accent"], _BAND)
    out["band_text"] = colours.made_legible(_DAY, (out["band"],))[0]
    out |= {"marker_ground": _DAY, "marker_text": _MARKER}
    return {key: f"#{value}" for key, value in out.items()}


def _names(font: Font, *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((font.name, font.family, *more)))


def _stack(names: tuple[str, ...]) -> Markup:
    """Return a list of families; all but plain letters of a name is escaped by code."""
    generic = {"serif", "sans-serif", "system-ui"}
    return Markup(", ").join(
        Markup(name) if name in generic else _quoted(name)  # noqa: S704 - one of three words
        for name in names
    )


def _quoted(name: str) -> Markup:
    text = "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in name)
    return Markup(f'"{text}"')  # noqa: S704 - only letters, digits, spaces and escapes
