"""Brand's Word template, cleaned to styles, lists and theme; which of its styles stand for ours.

Body, headers, footers, properties, macros, settings and pictures stay behind. ``read`` depends on
the template's bytes alone, so that an audit can do it again (see ``trusted_parts``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from lxml import etree

from pipeline.core.ooxml_names import NAMESPACES, q
from pipeline.design import colours
from pipeline.design.brand import ooxml_reader
from pipeline.design.brand.layout_backgrounds import Tone
from pipeline.design.brand.ooxml_reader import BadTemplateError, Element, is_number, serialised
from pipeline.design.brand.palette import of_scheme
from pipeline.design.theme import Theme
from pipeline.design.tokens import Font, Shade

_W = f"{{{NAMESPACES['w']}}}"
_SYSTEM = {"windowText": colours.BLACK, "window": colours.WHITE}
#: Our theme slots in words of WordprocessingML; the others are called the same.
_SLOTS = {"tx1": "text1", "dk1": "text1"}
#: Pictures for bullets, and what programs note about editing.
_DROPPED = ("w:rsid", "w:numPicBullet", "w:lvlPicBulletId")
#: Order of what describes a level of a list (ECMA-376, 17.9.6).
_LEVEL = ("start", "numFmt", "lvlRestart", "pStyle", "isLgl", "suff", "lvlText", "legacy", "lvlJc",
          "pPr", "rPr")  # fmt: skip
_HIDING = ("w:vanish", "w:specVanish", "w:webHidden")
_BASES = {"paragraph": "Normal", "character": "Default Paragraph Font", "table": "Normal Table",
          "numbering": "No List"}  # fmt: skip


@dataclass(frozen=True)
class NamedStyle:
    """A style of the template: its id, its name as Word writes it in every language, its type."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True)
class DocumentTemplate:
    """Cleaned Word template of a brand.

    Attributes:
        styles, numbering: parts; the second may be empty.
        theme: part; may be empty.
    """

    styles: bytes
    numbering: bytes
    theme: bytes

    @cached_property
    def root(self) -> Element:
        """Return the tree of the styles."""
        return etree.fromstring(self.styles)

    @cached_property
    def named(self) -> tuple[NamedStyle, ...]:
        """Return the styles, in order."""
        return tuple(
            NamedStyle(
                str(row.get(f"{_W}styleId", "")),
                _value(row.find(q("w:name"))),
                str(row.get(f"{_W}type", "paragraph")),
            )
            for row in self.root.findall(q("w:style"))
        )

    def called(self, name: str, kind: str) -> str:
        """Return the id of a style by its name; '' if there is none."""
        wanted = name.lower()
        found = (
            style.id for style in self.named if style.name.lower() == wanted and style.kind == kind
        )
        return next(found, "")

    def base(self, kind: str) -> str:
        """Return the id of the style that all of a kind begin with; '' if there is none."""
        for row in self.root.findall(q("w:style")):
            is_default = row.get(f"{_W}default") in {"1", "true"}
            if is_default and row.get(f"{_W}type", "paragraph") == kind:
                return str(row.get(f"{_W}styleId", ""))
        return self.called(_BASES[kind], kind)

    def chain(self, style: str) -> Iterator[Element]:
        """Yield a style and those that it is based on."""
        rows = {str(row.get(f"{_W}styleId")): row for row in self.root.findall(q("w:style"))}
        seen: set[str] = set()
        while style in rows and style not in seen:
            seen.add(style)
            yield rows[style]
            style = _value(rows[style].find(q("w:basedOn")))

    def has(self, style: str, path: str) -> bool:
        """Tell whether a style, or one that it is based on, states something."""
        steps = "/".join(q(step) for step in path.split("/"))
        for row in self.chain(style):
            found = row.find(steps)
            if found is not None:
                last = found.find(q("w:numId")) if path.endswith("numPr") else found
                return last is None or last.get(f"{_W}val") not in {"0", "false", "none"}
        return False

    def hides(self, style: str) -> bool:
        """Tell whether text in a style is not shown."""
        return any(self.has(style, f"w:rPr/{tag}") for tag in _HIDING)

    @property
    def parts(self) -> dict[str, bytes]:
        """Return the template's parts by what they are."""
        return {"styles": self.styles, "numbering": self.numbering, "theme": self.theme}

    @cached_property
    def _scheme(self) -> dict[str, str]:
        found: dict[str, str] = {}
        rows = etree.fromstring(self.theme).iter(q("a:clrScheme")) if self.theme else ()
        for scheme in rows:
            for row in scheme:
                value = row[0] if len(row) else None
                if value is not None:
                    given = str(value.get("lastClr") or value.get("val") or "")
                    colour = _SYSTEM.get(given, given.upper())
                    if len(colour) == len(colours.WHITE):
                        found[str(row.tag).rpartition("}")[2]] = colour
        return found

    @cached_property
    def size(self) -> int:
        """Return the size of running text in half points; Word's own where nothing says so."""
        stated = [
            row.find(f"{q('w:rPr')}/{q('w:sz')}") for row in self.chain(self.base("paragraph"))
        ]
        stated.append(next(iter(self.root.iterfind(f".//{q('w:rPrDefault')}//{q('w:sz')}")), None))
        found = [_value(row) for row in stated if row is not None]
        return int(found[0]) if found and is_number(found[0]) else 20

    @cached_property
    def face(self) -> str:
        """Return the face of running text: the default's, else the scheme's for text."""
        for fonts in self.root.iter(q("w:rFonts")):
            if fonts.getparent() is not None and fonts.get(f"{_W}ascii"):
                return str(fonts.get(f"{_W}ascii"))
            break
        rows = etree.fromstring(self.theme).iter(q("a:minorFont")) if self.theme else ()
        for row in rows:
            latin = row.find(q("a:latin"))
            if latin is not None:
                return str(latin.get("typeface", ""))
        return ""

    def themed(self, theme: Theme) -> Theme:
        """Return a theme with the template's colours and face, for the document alone."""
        base = theme.on_paper()
        if not self._scheme:
            return base
        shades: dict[str, Shade] = {}
        ink = Tone(self._scheme.get("dk1", colours.BLACK), Shade(slot="tx1"))
        found = of_scheme(self._scheme, colours.WHITE, ink, base, shades)
        plain = {
            key: shade for key, shade in shades.items() if (shade.keep, shade.lift) == (100_000, 0)
        }
        slots = {key: _SLOTS.get(shade.slot, shade.slot) for key, shade in plain.items()}
        deck = Font(name=self.face or base.fonts.deck.name, family=base.fonts.deck.family)
        fonts = base.fonts.model_copy(update={"deck": deck})
        update = {"colours": found, "word_slots": slots, "fonts": fonts}
        return Theme.model_validate(base.model_copy(update=update).model_dump())


def _value(row: Element | None) -> str:
    return str(row.get(f"{_W}val", "")) if row is not None else ""


def read(data: bytes) -> DocumentTemplate:
    """Read a .docx or .dotx file.

    Raises:
        BadTemplateError: it is none, or has no styles.
    """
    source = ooxml_reader.read(data)
    main = source.related("", "officeDocument")
    if not main or source.xml(main).tag != q("w:document"):
        raise BadTemplateError("this is not a Word file")
    styles = source.related(main, "styles")
    if not styles or source.xml(styles).tag != q("w:styles"):
        raise BadTemplateError("the file has no styles")
    numbering, theme = source.related(main, "numbering"), source.related(main, "theme")
    made = DocumentTemplate(
        serialised(_cleaned(source.xml(styles))),
        serialised(_cleaned(source.xml(numbering))) if numbering else b"",
        serialised(_flat(source.xml(theme))) if theme else b"",
    )
    if not made.base("paragraph"):
        raise BadTemplateError("the file has no style for paragraphs")
    return made


def _cleaned(root: Element) -> Element:
    """Take out what is not WordprocessingML of 2006, and what was removed."""
    for row in list(root.iter()):
        parent = row.getparent()
        dropped = not str(row.tag).startswith(_W) or row.tag in {q(tag) for tag in _DROPPED}
        if dropped and parent is not None:
            parent.remove(row)
            continue
        for name in list(row.attrib):
            if not str(name).startswith(_W) or "rsid" in str(name):
                del row.attrib[name]
        row.text = row.tail = None
    for level in root.iter(q("w:lvl")):  # LibreOffice writes them in an order of its own
        level[:] = sorted(level, key=lambda row: _rank(str(row.tag).removeprefix(_W)))
    return root


def _rank(name: str) -> int:
    return _LEVEL.index(name) if name in _LEVEL else len(_LEVEL)


def _flat(root: Element) -> Element:
    """Take pictures and extensions out of a theme."""
    for row in list(root.iter(q("a:blipFill"))):
        parent = row.getparent()
        if parent is not None:
            flat = etree.SubElement(parent, q("a:solidFill"))
            etree.SubElement(flat, q("a:schemeClr"), {"val": "phClr"})
            parent.replace(row, flat)
    for row in list(root.iter(q("a:extLst"))):
        parent = row.getparent()
        if parent is not None:
            parent.remove(row)
    for row in list(root.iter()):
        for name in list(row.attrib):
            if str(name).startswith("{"):
                del row.attrib[name]
    return root


OurStyle: TypeAlias = tuple[str, str, bool]
"""Name of one of our styles, its type, and whether Word knows it by that name."""


def needed(ours: Mapping[str, OurStyle], template: DocumentTemplate,
           mapped: Mapping[str, str]) -> dict[str, str]:  # fmt: skip
    """Return which of our styles the template's stand for: our id -> its id.

    Args:
        ours: by our id.
        template: the brand's.
        mapped: our id -> the name of a style of the file.
    """
    found: dict[str, str] = {}
    for style, (name, kind, is_known) in ours.items():
        if style in mapped:
            target = template.called(mapped[style], kind)
        elif name == _BASES[kind]:
            target = template.base(kind)
        else:
            target = template.called(name, kind) if is_known and style not in OWN else ""
        if target:
            found[style] = target
    return found


#: Styles of page furniture and contents: they stay ours, with their tabs, whatever a house has.
OWN = frozenset(("Header", "Footer", "TOC1", "TOC2", "TOCHeading"))
