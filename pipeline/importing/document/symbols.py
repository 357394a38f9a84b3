"""Signs of symbol fonts, as letters of Unicode of the same form."""

from __future__ import annotations

#: Of the fonts Wingdings and Symbol, by code (Microsoft, "Wingdings character set").
_WINGDINGS = {
    0xA7: "▪", 0xA8: "□", 0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0x6F: "□", 0x6E: "■",
    0x71: "❑", 0x76: "❖", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE8: "➔", 0x6C: "●", 0xF0: "⇨",
    0x9F: "•", 0x4A: "☺", 0x2A: "✉", 0x28: "☎",
}  # fmt: skip
#: Letters of the font Symbol from A and from a; signs that it has in common with other fonts.
_GREEK = {0x41: "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", 0x61: "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"}
_SYMBOL = {
    **{first + at: sign for first, row in _GREEK.items() for at, sign in enumerate(row)},
    **{ord(sign): sign for sign in " !#%&()+,./0123456789:;<=>?[]_{|}"},
    0xB7: "•", 0xB3: "≥", 0xA3: "≤", 0xB9: "≠", 0xB1: "±", 0xB4: "\u00d7", 0xAE: "→", 0xAC: "←",
    0xDE: "⇒", 0xB0: "°", 0xA5: "∞", 0xE5: "∑", 0x2D: "\u2212", 0xD7: "⋅", 0xA0: "€",
}  # fmt: skip
#: Where symbol fonts keep their signs.
_PRIVATE = 0xF000
_UNKNOWN = "\ufffd"


def text_of(font: str, text: str) -> str:
    """Return a text as its font shows it.

    Args:
        font: its name in small letters; all but fonts of symbols show what is typed.
        text: as it stands in the file.
    """
    if not font.startswith(("wingdings", "symbol")):
        return text
    return "".join(
        sign_of(font, f"{ord(sign):X}") if sign > " " and (ord(sign) < 0x100 or _is_private(sign))  # noqa: PLR2004
        else sign
        for sign in text
    )  # fmt: skip


def _is_private(sign: str) -> bool:
    return _PRIVATE <= ord(sign) < _PRIVATE + 0x900


def sign_of(font: str, code: str) -> str:
    """Return a sign; U+FFFD, which no face has, for one that is not known.

    Args:
        font: its name.
        code: hexadecimal, as w:sym has it.
    """
    try:
        number = int(code, 16)
    except ValueError:
        return _UNKNOWN
    bare = number & 0xFF if number >= _PRIVATE else number
    if font.lower().startswith("wingdings"):
        return _WINGDINGS.get(bare, _UNKNOWN)
    if font.lower().startswith("symbol"):
        return _SYMBOL.get(bare, _UNKNOWN)
    return chr(number) if number < _PRIVATE else _UNKNOWN
