"""Colour arithmetic: contrast, mixing, legibility, and the transformations that Office applies.

A colour is six hexadecimal digits in capitals, without ``#``.
"""

from __future__ import annotations

import colorsys

#: Least contrast of text against its background (WCAG 2.2, 1.4.3).
LEAST = 4.5
WHITE, BLACK = "FFFFFF", "000000"
#: Steps in which a colour is made darker or lighter until it can be read: one is not seen.
_STEPS = 100
#: Below it sRGB is linear (IEC 61966-2-1).
_LINEAR = 0.04045
#: Luminance on which black and white have the same contrast.
_EVEN = 0.18


def channels(digits: str) -> tuple[float, float, float]:
    """Return red, green and blue from 0 to 1."""
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def digits(red: float, green: float, blue: float) -> str:
    """Return a colour from red, green and blue between 0 and 1."""
    return "".join(f"{round(min(max(part, 0), 1) * 255):02X}" for part in (red, green, blue))


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    linear = [c / 12.92 if c <= _LINEAR else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    high, low = sorted((luminance(colour), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour between two, with a share of the other from 0 to 1."""
    pairs = zip(channels(colour), channels(other), strict=True)
    red, green, blue = (a + (b - a) * share for a, b in pairs)
    return digits(red, green, blue)


def shaded(colour: str, keep: int, lift: int) -> str:
    """Return a colour whose lightness is multiplied and raised, as lumMod and lumOff do.

    Args:
        colour: the base.
        keep: factor, in thousandths of a per cent.
        lift: what is added, in thousandths of a per cent.
    """
    hue, light, full = colorsys.rgb_to_hls(*channels(colour))
    light = min(max(light * keep / 100_000 + lift / 100_000, 0), 1)
    return digits(*colorsys.hls_to_rgb(hue, light, full))


def legible(colour: str, backgrounds: tuple[str, ...]) -> bool:
    """Tell whether text of a colour can be read on all of some backgrounds."""
    return all(contrast(colour, background) >= LEAST for background in backgrounds)


def made_legible(colour: str, backgrounds: tuple[str, ...]) -> tuple[str, int, int]:
    """Return a colour, darkened or lightened until it can be read, and how: keep and lift.

    If no lightness of its hue can be read on all of them, it is black or white, whichever is read
    better, and ``keep`` is 0.
    """
    if legible(colour, backgrounds):
        return colour, 100_000, 0
    dark_background = (
        sum(luminance(background) for background in backgrounds) / len(backgrounds) < _EVEN
    )
    for step in range(1, _STEPS + 1):
        keep = 100_000 - step * 1000
        lift = step * 1000 if dark_background else 0
        made = shaded(colour, keep, lift)
        if legible(made, backgrounds):
            return made, keep, lift
    plain = max(
        (BLACK, WHITE),
        key=lambda tone: min(contrast(tone, background) for background in backgrounds),
    )
    return plain, 0, 0
