"""Numbers of headings, paragraphs and entries: ``I.``, ``A.``, ``1.``, ``(a)``, ``b)``, ``1.2``.

A letter may be a Roman numeral as well: ``(i)`` follows ``(h)`` as a letter, and begins a list of
Roman numerals otherwise. Greek letters count as numerals do (the sixth is stigma, written as two
letters), Cyrillic ones as in Bulgarian.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
          (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_GREEK = [*"\u03b1\u03b2\u03b3\u03b4\u03b5", "\u03c3\u03c4", *"\u03b6\u03b7\u03b8"]
_TENS = "\u03b9\u03ba\u03bb\u03bc\u03bd\u03be\u03bf\u03c0"
_CYRILLIC = "".join(map(chr, (*range(0x430, 0x44A), 0x44E, 0x44F)))
_OTHERS = rf"{'|'.join(_GREEK)}|[{_TENS}](?:{'|'.join(_GREEK)})?|[{_CYRILLIC}]"
_ROMANS = r"(?=[ivx]{2,7}\))x{0,3}(?:ix|iv|v?i{0,3})"
_SMALL = rf"[a-z]|{'|'.join(2 * sign for sign in ascii_lowercase)}|{_ROMANS}|{_OTHERS}"
_NUMERAL = rf"(?:\((?:{_SMALL}|[A-Z]|{_ROMANS.upper()}|\d{{1,3}})\)|(?:{_SMALL})\))"
#: Marks of entries, but for dashes: numerals, not words as in "(EU) No 1049/2001" or "(sea)", nor
#: what joins two of them, "(a) to (c)".
MARK = rf"{_NUMERAL}(?![ \t]+\w{{1,5}}[ \t]+{_NUMERAL})"
#: Numbers of headings; a Greek iota may be meant for a Roman numeral, and is none.
HEADING = (
    rf"(?:[IVXLC]{{1,7}}|[A-Z]|[a-z]|\d{{1,3}}|{'|'.join(_GREEK).upper()}|{'|'.join(_GREEK)}"
    rf"|[{_CYRILLIC}{_CYRILLIC.upper()}])[.)]"
    rf"|\((?:[a-z]{{1,5}}|\d{{1,3}}|{_OTHERS})\)|(?:\d{{1,3}}\.)+\d{{1,3}}\.?"
)
_PARTS = re.compile(r"(\(?)((?:\d+\.)*)(\w+)([.)]?)")
_LETTERS = 26


def roman(number: int) -> str:
    """Return a Roman numeral in capitals."""
    out = ""
    for value, sign in _ROMAN:
        out += sign * (number // value)
        number %= value
    return out


def letters(number: int) -> str:
    """Return ``a`` for 1, ``z`` for 26, ``aa`` for 27, as word processors count."""
    return chr(ord("a") + (number - 1) % _LETTERS) * ((number - 1) // _LETTERS + 1)


def greek(number: int) -> str:
    """Return a Greek numeral in small letters."""
    tens, units = divmod(number, 10)
    return f"{_TENS[tens - 1] if 0 < tens <= len(_TENS) else ''}{('', *_GREEK)[units]}"


def value(text: str, style: str) -> int:
    """Return the value of a numeral of a style; 0 if it is none."""
    if style == "1":
        return int(text) if text.isdigit() else 0
    counts = {"i": _of_roman, "g": _of_greek, "c": _of_cyrillic}
    count = counts.get(style.lower(), _of_letters)(text)
    return count if count and printed(count, style) == text else 0


def _of_letters(text: str) -> int:
    same = len(set(text)) == 1 and text.isascii() and text.isalpha()
    return ord(text[0].lower()) - ord("a") + 1 + _LETTERS * (len(text) - 1) if same else 0


def _of_greek(text: str) -> int:
    signs = [greek(number) for number in range(1, 10 * len(_TENS) + 10)]
    return signs.index(text.lower()) + 1 if text.lower() in signs else 0


def _of_cyrillic(text: str) -> int:
    return _CYRILLIC.find(text.lower()) + 1 if len(text) == 1 else 0


def _of_roman(text: str) -> int:
    values = {sign: number for number, sign in _ROMAN if len(sign) == 1}
    digits = [values.get(sign, 0) for sign in text.upper()]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-digit if digit < after else digit for digit, after in pairs) if all(digits) else 0


def printed(number: int, style: str) -> str:
    """Return a number in a style: ``1``; ``a``, ``i``, ``g``, ``c``, or these in capitals."""
    if style == "1":
        return str(number)
    match style.lower():
        case "i":
            text = roman(number)
        case "g":
            text = greek(number)
        case "c":
            text = _CYRILLIC[number - 1 : number]
        case _:
            text = letters(number)
    return text.lower() if style.islower() else text.upper()


def is_first(mark: str) -> bool:
    """Tell whether a mark can be the first of a list."""
    return not Sequence().take(mark)


def styles(text: str) -> list[str]:
    """Return the styles that a numeral may be of, the likelier one first."""
    if text.isdigit():
        return ["1"]
    pair = [*"iagc"] if text.islower() else [*"IAGC"]
    found = [style for style in pair if value(text, style)]
    if len(text) == 1 and text not in "iI" and len(found) > 1:
        found.reverse()  # c, d, l, m, v, x are letters, unless Roman numerals went before
    return found


@dataclass
class Sequence:
    """Numbers of one kind that follow each other.

    Attributes:
        style: as ``printed`` has it; empty before the first.
        count: of the last one.
        before, behind: what stands around each.
    """

    style: str = ""
    count: int = 0
    before: str = ""
    behind: str = ""

    def take(self, typed: str) -> str:
        """Take the next number; return what it should have been, or nothing if it is that."""
        found = _PARTS.fullmatch(typed)
        if found is None:
            return "another form of number"
        before, text, behind = found[1] + found[2], found[3], found[4]
        known = styles(text)
        if not self.style:
            self.before, self.behind = before, behind
            self.style = next((style for style in known if value(text, style) == 1), "")
            if self.style:
                self.count = 1
                return ""
            self.style = known[0] if known else "1"
            self.count = value(text, self.style)
            return f"{before}{printed(1, self.style)}{behind}"
        wanted = f"{self.before}{printed(self.count + 1, self.style)}{self.behind}"
        self.count = value(text, self.style) or self.count + 1
        return "" if typed == wanted else wanted
