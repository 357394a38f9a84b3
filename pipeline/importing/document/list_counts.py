"""Numbers of a document's lists, counted in its order as word processors count them.

A paragraph names a list and a level, itself or by its style; what is printed before it follows from
all paragraphs above. Counts belong to the definition (w:abstractNum), which several lists share; a
list that overrides a start begins anew at its first paragraph (ECMA-376 17.9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.content import numerals
from pipeline.core.ooxml_names import q
from pipeline.importing.document import unseen_words
from pipeline.importing.document.styles import Styles, switched, value
from pipeline.importing.office_package import Element, find, whole

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_STYLES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_MOST = 30_000
BULLET = "•"
_WHITE = (1.0, 1.0, 1.0)


@dataclass
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    is_unseen: bool = False
    style: str = ""
    restart: int | None = None
    is_legal: bool = False
    indent: float | None = None


@dataclass
class _List:
    """A list (w:num)."""

    definition: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)
    is_begun: bool = False


@dataclass(frozen=True)
class Label:
    """What a list prints before a paragraph: its text, its level from 0, and of which list.

    Attributes:
        indent: of the words, in points; None if the list does not say it.
    """

    text: str
    level: int
    list_id: str
    indent: float | None


class Numbering:
    """Lists of a document, and how far each has counted."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        linked: dict[str, str] = {}
        of_style: dict[str, str] = {}
        for row in root.findall(q("w:abstractNum")) if root is not None else ():
            key = str(row.get(q("w:abstractNumId"), ""))
            self._definitions[key] = {
                whole(str(level.get(q("w:ilvl"), "0"))): _level(level, styles)
                for level in row.findall(q("w:lvl"))
            }
            if name := value(row, "w:numStyleLink"):
                linked[key] = name
            if name := value(row, "w:styleLink"):
                of_style[name] = key
        for key, name in linked.items():
            if not self._definitions[key] and name in of_style:
                self._definitions[key] = self._definitions[of_style[name]]
        for row in root.findall(q("w:num")) if root is not None else ():
            self._lists[str(row.get(q("w:numId"), ""))] = _list(row, styles)

    def of(self, properties: Element | None, style: str) -> Label | None:
        """Return what is printed before the next paragraph; None where it is in no list.

        Args:
            properties: of the paragraph.
            style: its id.
        """
        number, at = self._named(properties, style)
        given = self._lists.get(number)
        if given is None:
            return None
        levels = self._definitions.get(given.definition, {}) | given.levels
        level = levels.get(at)
        if level is None:
            return None
        counts = self._counts.setdefault(given.definition, {})
        if not given.is_begun:
            given.is_begun = True
            for deep, start in given.starts.items():
                counts[deep] = start - 1
                for below in [key for key in counts if key > deep]:
                    del counts[below]
        counts[at] = min(counts.get(at, given.starts.get(at, level.start) - 1) + 1, _MOST)
        for deep in [key for key in counts if key > at]:
            if _restarts(levels.get(deep), at):
                del counts[deep]
        return Label(_label(level, levels, counts, given.starts), at, number, level.indent)

    def _named(self, properties: Element | None, style: str) -> tuple[str, int]:
        """Return the list and the level that a paragraph names, itself or by its style."""
        own = find(properties, "w:numPr")
        number = value(own, "w:numId")
        level = whole(value(own, "w:ilvl"), -1)
        if number:
            return number, max(level, 0)
        for row in self._styles.chain(style):
            named = find(row, "w:pPr/w:numPr")
            number = value(named, "w:numId")
            if number:
                if level < 0:
                    level = self._level_of(number, str(row.get(q("w:styleId"), "")), named)
                return number, level
        return "", 0

    def _level_of(self, number: str, style: str, named: Element | None) -> int:
        """Return the level of a list whose paragraphs have a style."""
        given = self._lists.get(number)
        levels = self._definitions.get(given.definition, {}) if given else {}
        linked = [at for at, level in levels.items() if level.style == style]
        return linked[0] if linked else max(whole(value(named, "w:ilvl")), 0)


def _restarts(level: _Level | None, at: int) -> bool:
    """Tell whether a level begins anew below one of a higher level."""
    if level is None or level.restart is None:
        return True
    return level.restart > 0 and at < level.restart


def _level(row: Element, styles: Styles) -> _Level:
    restart = find(row, "w:lvlRestart")
    left = find(row, "w:pPr/w:ind")
    indent = None
    if left is not None:
        given = left.get(q("w:left"), left.get(q("w:start")))
        indent = whole(str(given or "0")) / 20
    # a number that nobody sees counts, and is not printed
    is_unseen = bool(unseen_words.why(styles.look(find(row, "w:rPr")), _WHITE, is_own_shade=False))
    return _Level(
        max(whole(value(row, "w:start", "1"), 1), 0),
        value(row, "w:numFmt", "decimal"),
        value(row, "w:lvlText"),
        is_unseen,
        value(row, "w:pStyle"),
        whole(str(restart.get(q("w:val"), "0"))) if restart is not None else None,
        switched(find(row, "w:isLgl")),
        indent,
    )


def _list(row: Element, styles: Styles) -> _List:
    found = _List(value(row, "w:abstractNumId"))
    for override in row.findall(q("w:lvlOverride")):
        at = whole(str(override.get(q("w:ilvl"), "0")))
        start = find(override, "w:startOverride")
        level = find(override, "w:lvl")
        if level is not None:
            found.levels[at] = _level(level, styles)
        if start is not None:
            found.starts[at] = max(whole(str(start.get(q("w:val"), "1")), 1), 0)
    return found


def _label(
    level: _Level, levels: dict[int, _Level], counts: dict[int, int], starts: dict[int, int]
) -> str:
    if level.is_unseen:
        return ""
    if level.form == "bullet":
        return BULLET
    if level.form == "none" and not level.text:
        return ""

    def place(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        named = levels.get(at, _Level())
        count = counts.get(at, starts.get(at, named.start))
        return _written(count, "decimal" if level.is_legal else named.form)

    return _PLACE.sub(place, level.text).strip()


def _written(number: int, form: str) -> str:
    style = _STYLES.get(form, "1")
    if form == "none" or number < 1:
        return "" if form == "none" else str(number)
    if form == "decimalZero":
        return f"{number:02d}"
    return numerals.printed(number, style)
