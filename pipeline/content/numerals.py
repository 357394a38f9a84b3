"""Numbers of headings, paragraphs and entries: ``I.``, ``A.``, ``1.``, ``(a)``, ``(ii)``, ``1.2``.

A letter may be a Roman numeral as well: ``(i)`` follows ``(h)`` as a letter, and begins a list of
Roman numerals otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
          (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
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


def value(text: str, style: str) -> int:
    """Return the value of a numeral of a style; 0 if it is none."""
    if style == "1":
        return int(text) if text.isdigit() else 0
    count = _of_roman(text) if style in "iI" else _of_letters(text)
    return count if count and printed(count, style) == text else 0


def _of_letters(text: str) -> int:
    same = len(set(text)) == 1 and text.isascii() and text.isalpha()
    return ord(text[0].lower()) - ord("a") + 1 + _LETTERS * (len(text) - 1) if same else 0


def _of_roman(text: str) -> int:
    values = {sign: number for number, sign in _ROMAN if len(sign) == 1}
    digits = [values.get(sign, 0) for sign in text.upper()]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-digit if digit < after else digit for digit, after in pairs) if all(digits) else 0


def printed(number: int, style: str) -> str:
    """Return a number in a style: ``1``, ``a``, ``A``, ``i`` or ``I``."""
    if style == "1":
        return str(number)
    text = roman(number) if style in "iI" else letters(number)
    return text.lower() if style.islower() else text.upper()


def styles(text: str) -> list[str]:
    """Return the styles that a numeral may be of, the likelier one first."""
    if text.isdigit():
        return ["1"]
    pair = ["i", "a"] if text.islower() else ["I", "A"]
    found = [style for style in pair if value(text, style)]
    if len(text) == 1 and text not in "iI" and len(found) > 1:
        found.reverse()  # c, d, l, m, v, x are letters, unless Roman numerals went before
    return found


@dataclass
class Sequence:
    """Numbers of one kind that follow each other.

    Attributes:
        style: ``1``, ``a``, ``A``, ``i`` or ``I``; empty before the first.
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
