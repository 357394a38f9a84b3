"""Numbers of an imported document's paragraphs, counted anew for the proof (ECMA-376 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_ROMANS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
           (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST = 3000
_DEEPEST = 20
BULLET = "•"


def attribute(parent: ET.Element | None, path: str, otherwise: str = "") -> str:
    """Return the value of a property."""
    row = (
        parent.find("/".join(f"{W}{step}" for step in path.split("/")))
        if parent is not None
        else None
    )
    return otherwise if row is None else row.get(f"{W}val", otherwise)


def _int(text: str, otherwise: int = 0) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else otherwise


@dataclass
class _Definition:
    levels: dict[int, ET.Element] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Styles:
    """Styles of a document, as far as the proof needs them."""

    def __init__(self, root: ET.Element | None) -> None:
        rows = root.findall(f"{W}style") if root is not None else []
        self.rows = {row.get(f"{W}styleId", ""): row for row in rows}
        self.usual = next((row.get(f"{W}styleId", "") for row in rows
                           if row.get(f"{W}type") == "paragraph"
                           and row.get(f"{W}default") in {"1", "true", "on"}), "")  # fmt: skip

    def chain(self, key: str) -> list[ET.Element]:
        """Return a style and those that it is based on."""
        found: list[ET.Element] = []
        while key in self.rows and len(found) < _DEEPEST and self.rows[key] not in found:
            found.append(self.rows[key])
            key = attribute(self.rows[key], "basedOn")
        return found

    def of(self, paragraph: ET.Element) -> str:
        """Return the style of a paragraph."""
        named = attribute(paragraph, "pPr/pStyle")
        return named if named in self.rows else self.usual

    def heading(self, paragraph: ET.Element) -> int:
        """Return the level of a heading, from 1; 0 for none."""
        own = attribute(paragraph, "pPr/outlineLvl")
        if not own:
            for row in self.chain(self.of(paragraph)):
                name = attribute(row, "name").lower()
                if re.fullmatch(r"heading [1-9]", name):
                    return int(name[-1])
                own = own or attribute(row, "pPr/outlineLvl")
        level = _int(own, 9)
        return level + 1 if 0 <= level < 9 else 0  # noqa: PLR2004 - nine is text


class Numbers:
    """Counts the lists of a document, in its order."""

    def __init__(self, root: ET.Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, _Definition] = {}
        self._lists: dict[str, ET.Element] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        named: dict[str, str] = {}
        for row in root.findall(f"{W}abstractNum"):
            key = row.get(f"{W}abstractNumId", "")
            levels = {_int(level.get(f"{W}ilvl", "0")): level for level in row.findall(f"{W}lvl")}
            self._definitions[key] = _Definition(levels)
            if style := attribute(row, "styleLink"):
                named[style] = key
        for row in root.findall(f"{W}abstractNum"):
            link = named.get(attribute(row, "numStyleLink"))
            own = self._definitions[row.get(f"{W}abstractNumId", "")]
            if link is not None and not own.levels:
                own.levels = self._definitions[link].levels
        for row in root.findall(f"{W}num"):
            self._lists[row.get(f"{W}numId", "")] = row

    def of(self, paragraph: ET.Element) -> tuple[str, str, int]:
        """Return what is printed before the next paragraph, its list, and its level."""
        number, at = self._named(paragraph)
        given = self._lists.get(number)
        own = (
            self._definitions.get(attribute(given, "abstractNumId")) if given is not None else None
        )
        if given is None or own is None:
            return "", "", 0
        overrides = {
            _int(row.get(f"{W}ilvl", "0")): row for row in given.findall(f"{W}lvlOverride")
        }
        levels = dict(own.levels)
        for deep, row in overrides.items():
            if (level := row.find(f"{W}lvl")) is not None:
                levels[deep] = level
        if at not in levels:
            return "", "", 0
        starts = {
            deep: _int(attribute(row, "startOverride", ""), -1) for deep, row in overrides.items()
        }
        starts = {deep: start for deep, start in starts.items() if start >= 0}
        if number not in self._begun:
            self._begun.add(number)
            for deep, start in starts.items():
                own.counts[deep] = start - 1
                own.counts = {key: count for key, count in own.counts.items() if key <= deep}
        first = starts.get(at, _int(attribute(levels[at], "start", "1"), 1))
        own.counts[at] = own.counts.get(at, first - 1) + 1
        own.counts = {
            key: count for key, count in own.counts.items()
            if key <= at or not _restarts(levels.get(key), at)
        }  # fmt: skip
        return _printed(levels, at, own.counts, starts), number, at

    def _named(self, paragraph: ET.Element) -> tuple[str, int]:
        number = attribute(paragraph, "pPr/numPr/numId")
        level = attribute(paragraph, "pPr/numPr/ilvl")
        if number:
            return number, max(_int(level), 0)
        for row in self._styles.chain(self._styles.of(paragraph)):
            number = attribute(row, "pPr/numPr/numId")
            if number:
                return number, _int(level) if level else self._linked(number, row)
        return "", 0

    def _linked(self, number: str, style: ET.Element) -> int:
        key = style.get(f"{W}styleId", "")
        own = self._definitions.get(attribute(self._lists.get(number), "abstractNumId"))
        for at, level in own.levels.items() if own is not None else ():
            if attribute(level, "pStyle") == key:
                return at
        return max(_int(attribute(style, "pPr/numPr/ilvl")), 0)


def _restarts(level: ET.Element | None, at: int) -> bool:
    given = attribute(level, "lvlRestart")
    return not given or (_int(given) > 0 and at < _int(given))


def _printed(
    levels: dict[int, ET.Element], at: int, counts: dict[int, int], starts: dict[int, int]
) -> str:
    level = levels[at]
    hidden = level.find(f"{W}rPr/{W}vanish")
    if hidden is not None and hidden.get(f"{W}val", "1") not in {"0", "false", "off"}:
        return ""
    if attribute(level, "numFmt") == "bullet":
        return BULLET
    is_legal = attribute(level, "isLgl", "0") != "0" or (
        level.find(f"{W}isLgl") is not None and level.find(f"{W}isLgl").get(f"{W}val") is None  # type: ignore[union-attr]
    )

    def place(found: re.Match[str]) -> str:
        deep = int(found[1]) - 1
        row = levels.get(deep)
        start = starts.get(deep, _int(attribute(row, "start", "1"), 1))
        form = "decimal" if is_legal else attribute(row, "numFmt", "decimal")
        return _number(counts.get(deep, start), form)

    return _PLACE.sub(place, attribute(level, "lvlText")).strip()


def _number(count: int, form: str) -> str:
    text = str(count)
    if form == "none":
        return ""
    if form.endswith("Letter") and count > 0:
        text = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    elif form.endswith("Roman") and 0 < count <= _MOST:
        text, rest = "", count
        for size, letters in _ROMANS:
            text += letters * (rest // size)
            rest %= size
    elif form == "decimalZero":
        text = f"{count:02d}"
    return text.upper() if form.startswith("upper") else text
