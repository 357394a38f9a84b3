"""Numbers of running text as Word's own lists, whose computed text is what the edition prints.

Marks are read as numbers of a format, and Word's counting is followed paragraph by paragraph. Where
a program would print something else than the edition (a gap, a list that begins anew, a number that
came with a withheld one), the paragraph begins a list of its own that starts with its number. A
mark that is no number is written out as the sign of a list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from pipeline.core.lengths import Pt, twips
from pipeline.render.docx.runs import attribute

Family = Literal["heading", "entry"]

#: Levels that Word has of a list.
_LEVELS = 9
#: Ids below this are those of the bullets of slides.
_FIRST = 10
#: Word's name of the format of what is no number.
_SIGN = "bullet"
_NUMBER = re.compile(
    r"(?P<before>[(\[]?)(?P<number>\d{1,6}|[ivxlc]+|[IVXLC]+|[a-z]|[A-Z])(?P<after>[.):\]]{0,2})"
)
#: What Word would take for the place of a number.
_PLACE = re.compile(r"%\d")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMANS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"),
           (1, "i"))  # fmt: skip


@dataclass(frozen=True)
class Scheme:
    """How the numbers of one level look.

    Attributes:
        form: Word's name of the format; ``bullet`` for a sign.
        before, after: what stands around the number; the whole sign before.
    """

    form: str
    before: str
    after: str = ""

    def pattern(self, level: int) -> str:
        """Return the text of a level, counted from 0, as Word has it."""
        number = "" if self.form == _SIGN else f"%{level + 1}"
        return f"{self.before}{number}{self.after}"


def is_listed(mark: str) -> bool:
    """Tell whether Word can print a mark before the paragraphs of a list."""
    return _PLACE.search(mark) is None


def is_counted(mark: str) -> bool:
    """Tell whether Word counts a mark, and does not print it as a sign."""
    return readings(mark)[0][0].form != _SIGN


def _roman(text: str) -> int:
    """Return the value of a Roman number in small letters; 0 if it is not written as usual."""
    signs = [_ROMAN[sign] for sign in text]
    pairs = zip(signs, [*signs[1:], 0], strict=True)
    value = sum(-sign if sign < following else sign for sign, following in pairs)
    rest, written = value, ""
    for size, letters in _ROMANS:
        written += letters * (rest // size)
        rest %= size
    return value if written == text else 0


def readings(mark: str) -> list[tuple[Scheme, int]]:
    """Return how a mark can be read as a number, the likelier reading first; else as a sign."""
    found: list[tuple[Scheme, int]] = []
    row = _NUMBER.fullmatch(mark)
    if row:
        before, number, after = row["before"], row["number"], row["after"]
        case = "lower" if number.islower() else "upper"
        low = number.lower()
        if number.isdigit() and number == str(int(number)):
            found.append((Scheme("decimal", before, after), int(number)))
        if len(low) == 1 and low.isalpha():
            found.append((Scheme(f"{case}Letter", before, after), ord(low) - ord("a") + 1))
        if low.isalpha() and set(low) <= set(_ROMAN) and (value := _roman(low)):
            place = 0 if low == "i" else len(found)
            found.insert(place, (Scheme(f"{case}Roman", before, after), value))
    return found or [(Scheme(_SIGN, mark), 0)]


@dataclass
class _List:
    """A list of several levels: its definition, and its counters as programs keep them.

    Attributes:
        id: of the definition and of the list.
        indents: of each level: where the text begins, and how far the mark hangs, in points.
        levels: of those in use, the look and the first number.
        counters: last number of each level.
    """

    id: int
    indents: tuple[tuple[float, float], ...]
    levels: dict[int, tuple[Scheme, int]] = field(default_factory=dict[int, tuple[Scheme, int]])
    counters: dict[int, int] = field(default_factory=dict[int, int])

    def prints(self, level: int, scheme: Scheme, value: int) -> bool:
        """Tell whether all programs print a number, or a sign, on a level next."""
        known, start = self.levels.get(level, (scheme, value))
        if known != scheme:
            return False
        if scheme.form == _SIGN:
            return True
        if level not in self.counters and any(deeper > level for deeper in self.counters):
            return False  # programs differ where a level was left out
        return value == self.counters.get(level, start - 1) + 1

    def go_on(self, level: int, scheme: Scheme, value: int) -> None:
        """Note what a paragraph prints; deeper levels begin anew after it."""
        self.levels.setdefault(level, (scheme, value))
        self.counters = {key: last for key, last in self.counters.items() if key < level}
        self.counters[level] = value

    def definition(self) -> str:
        """Return the definition of the levels."""
        levels = "".join(
            self._level(level, *self.levels.get(level, (Scheme("decimal", "", "."), 1)))
            for level in range(_LEVELS)
        )
        return (
            f'<w:abstractNum w:abstractNumId="{self.id}"><w:multiLevelType w:val="multilevel"/>'
            f"{levels}</w:abstractNum>"
        )

    def _level(self, level: int, scheme: Scheme, start: int) -> str:
        left, hanging = self.indents[level]
        is_sign = scheme.form == _SIGN
        first = 1 if is_sign else start
        # LibreOffice prints the first letter of a bullet alone; any program a number's fixed text
        form = "decimal" if is_sign and len(scheme.before) > 1 else scheme.form
        return (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="{first}"/>'
            f'<w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{attribute(scheme.pattern(level))}"/><w:lvlJc w:val="left"/><w:pPr>'
            f'<w:ind w:left="{twips(Pt(left))}" w:hanging="{twips(Pt(hanging))}"/></w:pPr></w:lvl>'
        )

    def number(self) -> str:
        """Return the list that paragraphs name."""
        return f'<w:num w:numId="{self.id}"><w:abstractNumId w:val="{self.id}"/></w:num>'


class Numbering:
    """The lists of a document; a text, whose numbers begin anew, has its own."""

    def __init__(self, step: float) -> None:
        """Begin with no lists; ``step``: points by which levels stand further in."""
        self._step = step
        self._lists: list[_List] = []
        self._used: dict[Family, list[_List]] = {}

    def begin_text(self) -> None:
        """Begin a text: no list goes on."""
        self._used = {"heading": [], "entry": []}

    def of(self, family: Family, level: int, mark: str) -> str:
        """Return the paragraph property by which a paragraph gets its mark."""
        used, read = self._used[family], readings(mark)
        going = (
            (row, scheme, value)
            for scheme, value in read
            for row in reversed(used)
            if row.prints(level, scheme, value)
        )
        found = next(going, None)
        if found is None:
            made = _List(_FIRST + len(self._lists), self._indents(family))
            self._lists.append(made)
            used.append(made)
            found = (made, *read[0])
        row, scheme, value = found
        row.go_on(level, scheme, value)
        used.remove(row)
        used.append(row)
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{row.id}"/></w:numPr>'

    def _indents(self, family: Family) -> tuple[tuple[float, float], ...]:
        if family == "heading":
            return ((self._step, self._step),) * _LEVELS
        return tuple((self._step * (level + 1), self._step) for level in range(_LEVELS))

    def filled(self, blank: bytes) -> bytes:
        """Return the part of lists with these: all definitions stand before all lists."""
        definitions = "".join(row.definition() for row in self._lists).encode()
        numbers = "".join(row.number() for row in self._lists).encode()
        begin, end = blank.index(b"<w:num "), blank.index(b"</w:numbering>")
        return blank[:begin] + definitions + blank[begin:end] + numbers + blank[end:]
