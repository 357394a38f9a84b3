"""Numbers of a document's paragraphs, counted from its lists as Word counts them.

A paragraph has no number of its own: it names a list and a level, and what stands before it follows
from all paragraphs above. Only what a paragraph names itself is counted; styles have bullets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LOOK, _NUMBERED = f"{_W}pPr", f"{_W}numPr"
_PLACE = re.compile(r"%([1-9])")
_ROMANS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
           (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LETTERS = 26
#: Stands where a list cannot be counted: no edition has it.
_UNKNOWN = "\0"


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str


def _value(parent: ET.Element, tag: str, default: str = "") -> str:
    row = parent.find(f"{_W}{tag}")
    return default if row is None else row.get(f"{_W}val", default)


def _written(number: int, form: str) -> str:
    """Return a number in one of Word's formats."""
    if form == "decimal":
        return str(number)
    upper = form.startswith("upper")
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        sign = chr(ord("a") + (number - 1) % _LETTERS) * ((number - 1) // _LETTERS + 1)
        return sign.upper() if upper else sign
    if form in {"lowerRoman", "upperRoman"} and number > 0:
        sign = ""
        for size, letters in _ROMANS:
            sign += letters * (number // size)
            number %= size
        return sign.upper() if upper else sign
    return _UNKNOWN


class Counter:
    """Counter of all lists of a document, in its order."""

    def __init__(self, numbering: ET.Element | None) -> None:
        """Begin a document with its part of lists."""
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counted: dict[str, dict[int, int]] = {}
        if numbering is None:
            return
        for row in numbering.iter(f"{_W}num"):
            self._lists[row.get(f"{_W}numId", "")] = _value(row, "abstractNumId")
            if row.find(f"{_W}lvlOverride") is not None:
                self._lists[row.get(f"{_W}numId", "")] = _UNKNOWN
        for row in numbering.iter(f"{_W}abstractNum"):
            self._levels[row.get(f"{_W}abstractNumId", "")] = {
                int(level.get(f"{_W}ilvl", "0")): _Level(
                    int(_value(level, "start", "1")),
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText"),
                )
                for level in row.iter(f"{_W}lvl")
            }

    def of(self, paragraph: ET.Element) -> str:
        """Return what Word prints before the next paragraph; nothing where it names no list."""
        looks = paragraph.findall(_LOOK)
        named = next((row for look in looks for row in look.findall(_NUMBERED)), None)
        number = "0" if named is None else _value(named, "numId", "0")
        if named is None or number == "0":
            return ""
        name, level = self._lists.get(number, ""), int(_value(named, "ilvl", "0"))
        levels = self._levels.get(name, {})
        if level not in levels:
            return _UNKNOWN
        counted = self._counted.setdefault(name, {})
        counted[level] = counted.get(level, levels[level].start - 1) + 1
        for deeper in [key for key in counted if key > level]:
            del counted[deeper]

        def place(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            shown = counted.get(at, levels[at].start) if at in levels else 0
            return _written(shown, levels[at].form) if at in levels else _UNKNOWN

        return _PLACE.sub(place, levels[level].text)
