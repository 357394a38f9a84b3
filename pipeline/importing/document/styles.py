"""Styles of a document, resolved: properties of runs, and levels of headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.core.ooxml_names import q
from pipeline.importing.colour_scheme import Scheme
from pipeline.importing.document import paint
from pipeline.importing.office_package import Element, find, local, whole

#: Styles that stand on each other; more are a circle.
_DEEPEST = 20
_OFF = frozenset(("0", "false", "off", "none"))
_SWITCHES = frozenset(("b", "i", "vanish", "specVanish", "strike", "dstrike"))
_VALUES = frozenset(("sz", "vertAlign", "u", "highlight", "w"))
_HEADING = re.compile(r"heading ([1-9])")
Values = dict[str, str]


def value(parent: Element | None, tag: str, otherwise: str = "") -> str:
    """Return the value of a property below an element."""
    row = find(parent, tag)
    return otherwise if row is None else str(row.get(q("w:val"), otherwise))


def switched(row: Element | None) -> bool:
    """Tell whether a switch is there and on."""
    return row is not None and str(row.get(q("w:val"), "1")).lower() not in _OFF


def looks(properties: Element | None, colours: Scheme) -> Values:
    """Return what run properties say, in plain words; nothing of what they do not say.

    Args:
        properties: of a run (w:rPr).
        colours: of the document's theme.
    """
    found: Values = {}
    for row in properties if properties is not None else ():
        name = local(row)
        given = str(row.get(q("w:val"), ""))
        if name in _SWITCHES:
            found[name] = "" if given.lower() in _OFF else "1"
        elif name in _VALUES:
            found[name] = given
        elif name == "color":
            found[name] = paint.named(row, colours)
        elif name == "shd":
            found[name] = paint.shade(row, colours)
        elif name == "rFonts":
            found["font"] = str(row.get(q("w:ascii"), row.get(q("w:hAnsi"), ""))).lower()
        elif name == "lang":
            found[name] = given
        elif name == "textFill":
            found[name] = paint.of_fill(row, colours)
    return found


@dataclass(frozen=True)
class Styles:
    """Styles of a document.

    Attributes:
        root: of its part; None if it has none.
        colours: of the document's theme.
    """

    root: Element | None
    colours: Scheme = field(default_factory=lambda: paint.theme_colours(None, None))

    @cached_property
    def rows(self) -> dict[str, Element]:
        """Return the styles by id."""
        if self.root is None:
            return {}
        return {str(row.get(q("w:styleId"), "")): row for row in self.root.findall(q("w:style"))}

    @cached_property
    def default(self) -> str:
        """Return the id of the style of paragraphs that name none."""
        for key, row in self.rows.items():
            is_usual = str(row.get(q("w:default"), "0")) not in _OFF
            if row.get(q("w:type")) == "paragraph" and is_usual:
                return key
        return ""

    def chain(self, key: str) -> Iterator[Element]:
        """Yield a style and those that it is based on."""
        seen: set[str] = set()
        while key in self.rows and key not in seen and len(seen) < _DEEPEST:
            seen.add(key)
            yield self.rows[key]
            key = value(self.rows[key], "w:basedOn")

    @cached_property
    def _looks(self) -> dict[str, Values]:
        return {}

    @cached_property
    def _usual(self) -> Values:
        return self.look(find(self.root, "w:docDefaults/w:rPrDefault/w:rPr"))

    def look(self, properties: Element | None) -> Values:
        """Return what run properties say by themselves."""
        return looks(properties, self.colours)

    def of_style(self, key: str) -> Values:
        """Return how runs of a style look, as far as it says it."""
        if key not in self._looks:
            found: Values = {}
            for row in reversed([*self.chain(key)]):
                found |= self.look(find(row, "w:rPr"))
            self._looks[key] = found
        return self._looks[key]

    def of_run(
        self, paragraph: str, properties: Element | None, around: Values | None = None
    ) -> Values:
        """Return how a run looks.

        Args:
            paragraph: style of its paragraph.
            properties: its own.
            around: what the style of its table says.
        """
        own = value(properties, "w:rStyle")
        found = self._usual | (around or {}) | self.of_style(paragraph)
        if own:
            found = found | self.of_style(own)
        return found | self.look(properties) if properties is not None else found

    def of_table(self, key: str, parts: Iterable[str]) -> Values:
        """Return how words look by the style of their table.

        Args:
            key: of the style.
            parts: of the table that they stand in, such as ``firstRow``, the strongest last.
        """
        found = self.of_style(key)
        for part in parts:
            for row in reversed([*self.chain(key)]):
                for given in row.findall(q("w:tblStylePr")):
                    if given.get(q("w:type")) == part:
                        found = found | self.look(find(given, "w:rPr"))
        return found

    def first(self, key: str, path: str) -> Element | None:
        """Return a paragraph property of a style, or of the nearest that it is based on."""
        for row in self.chain(key):
            found = find(row, f"w:pPr/{path}")
            if found is not None:
                return found
        return find(self.root, f"w:docDefaults/w:pPrDefault/w:pPr/{path}")

    def name(self, key: str) -> str:
        """Return a style's name in small letters."""
        return value(self.rows.get(key), "w:name").lower() or key.lower()

    def names(self, key: str) -> list[str]:
        """Return the names of a style and of those that it is based on."""
        return [value(row, "w:name").lower() for row in self.chain(key)]

    def heading(self, key: str, properties: Element | None) -> int:
        """Return the level of a heading from 1; 0 for what is none."""
        own = find(properties, "w:outlineLvl")
        if own is None:
            for name in self.names(key):
                if found := _HEADING.fullmatch(name):
                    return int(found[1])
            own = self.first(key, "w:outlineLvl")
        level = whole(str(own.get(q("w:val"), "9")), 9) if own is not None else 9
        return level + 1 if 0 <= level < 9 else 0  # noqa: PLR2004 - nine is text (17.3.1.20)
