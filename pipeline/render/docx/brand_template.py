"""Word document in a brand's template: its styles in place of ours, ours beside them.

What a slide's page needs (its break, its place in the outline, the mark of a list) is stated on the
paragraph where the brand's style does not have it; numbers that a brand gives to headings are
taken away, because the edition has its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import TypeAlias

from lxml import etree

from pipeline.core.ooxml_names import NAMESPACES, q
from pipeline.design.brand.docx_template import DocumentTemplate, needed
from pipeline.design.theme import Theme

#: lxml has no public name for it.
Element: TypeAlias = etree._Element  # pyright: ignore[reportPrivateUsage]

_W = f"{{{NAMESPACES['w']}}}"
_STYLES, _NUMBERING, _THEME = "word/styles.xml", "word/numbering.xml", "word/theme/theme1.xml"
_TEXTS = ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/header2.xml")
_NAMES = ("w:pStyle", "w:rStyle", "w:tblStyle")
#: Order of what we may add (ECMA-376, 17.3.1.26 and 17.3.2.28).
_PARAGRAPH = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl",
              "numPr", "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens",
              "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr",
              "sectPr")  # fmt: skip
_RUN = ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "color", "spacing", "w",
        "kern", "position", "sz", "szCs", "highlight", "u", "bdr", "shd", "vertAlign",
        "lang")  # fmt: skip
_STYLE = ("name", "aliases", "basedOn", "next", "link", "uiPriority", "semiHidden",
          "unhideWhenUsed", "qFormat", "locked", "pPr", "rPr", "tblPr", "trPr", "tcPr",
          "tblStylePr")  # fmt: skip
#: The style on which the cover's are based.
_COVER = "CoverText"
#: Our text may become smaller by this, beside a house's; half points that are never gone below.
_LEAST_SCALE, _SMALL = 0.6, 18
#: What our paragraphs are where they say nothing, so that a house's defaults do not move them.
_PLAIN_SPACING = {"before": "0", "after": "0", "line": "240", "lineRule": "auto"}
_PLAIN_INDENT = {"left": "0", "right": "0", "firstLine": "0"}


def _make(tag: str, **attributes: str) -> Element:
    row = etree.Element(q(f"w:{tag}"), nsmap={"w": NAMESPACES["w"]})
    for name, value in attributes.items():
        row.set(f"{_W}{name}", value)
    return row


def _put(parent: Element, row: Element, order: tuple[str, ...]) -> None:
    """Put a child where the schema wants it."""
    rank = order.index(str(row.tag).removeprefix(_W))
    for index, child in enumerate(parent):
        name = str(child.tag).removeprefix(_W)
        if name in order and order.index(name) > rank:
            parent.insert(index, row)
            return
    parent.append(row)


def _put_behind(parent: Element, tag: str, rows: list[Element]) -> None:
    """Put children behind the last one of a kind; where there is none, behind definitions."""
    places = [index for index, row in enumerate(parent) if row.tag in {q("w:abstractNum"), q(tag)}]
    at = max(places, default=-1) + 1
    for index, row in enumerate(rows, start=at):
        parent.insert(index, row)


def _child(parent: Element, tag: str, order: tuple[str, ...]) -> Element:
    """Return a child, made if need be."""
    found = parent.find(q(f"w:{tag}"))
    if found is None:
        found = _make(tag)
        _put(parent, found, order)
    return found


def _value(parent: Element, tag: str) -> str:
    row = parent.find(q(f"w:{tag}"))
    return str(row.get(f"{_W}val", "")) if row is not None else ""


class BrandedDocument:
    """Converter of a finished document to a brand's styles, lists and theme."""

    def __init__(
        self, template: DocumentTemplate, mapped: Mapping[str, str], theme: Theme, language: str
    ) -> None:
        self._template = template
        self._mapped = mapped
        self._theme = theme
        self._language = language
        self._ids: dict[str, str] = {}
        self._direct: dict[str, list[Element]] = {}
        self._numbers: dict[str, str] = {}

    def parts(self, parts: dict[str, bytes]) -> dict[str, bytes]:
        """Return the parts with the brand's styles, lists and theme.

        Args:
            parts: of a document in our own styles.
        """
        ours = etree.fromstring(parts[_STYLES])
        rows = {str(row.get(f"{_W}styleId")): row for row in ours.findall(q("w:style"))}
        named = {
            style: (
                _value(row, "name"),
                str(row.get(f"{_W}type")),
                row.get(f"{_W}customStyle") is None,
            )
            for style, row in rows.items()
        }
        theirs = needed(named, self._template, self._mapped)
        self._ids = dict(theirs)
        self._rename(rows)
        numbering, number = self._lists(parts[_NUMBERING], rows)
        for style, target in theirs.items():
            if named[style][1] == "paragraph":
                self._note(style, target, rows, number)
        out = dict(parts)
        out[_STYLES] = self._styles(ours, rows, number)
        out[_NUMBERING] = numbering
        if self._template.theme:
            out[_THEME] = self._template.theme
        for name, data in list(out.items()):
            if name in _TEXTS or name.startswith("word/footer"):
                out[name] = self._renamed(data)
        return out

    def _rename(self, rows: Mapping[str, Element]) -> None:
        """Give ours another id and name where the brand has a style of the same."""
        taken = {brand_style.id for brand_style in self._template.named}
        names = {brand_style.name.lower() for brand_style in self._template.named}
        for style, row in rows.items():
            if style in self._ids:
                continue
            target = style
            while target in taken:
                target = f"Dossier{target}"
            self._ids[style] = target
            name = _child(row, "name", _STYLE)
            if str(name.get(f"{_W}val")).lower() in names:
                name.set(f"{_W}val", f"Dossier {name.get(f'{_W}val')}")
                row.set(f"{_W}customStyle", "1")

    def _is_theirs(self, style: str) -> bool:
        return any(brand_style.id == self._ids[style] for brand_style in self._template.named)

    def _lists(self, ours: bytes, rows: Mapping[str, Element]) -> tuple[bytes, str]:
        """Add our lists to the brand's, under ids that it does not have."""
        mine = etree.fromstring(ours)
        theirs = (
            etree.fromstring(self._template.numbering)
            if self._template.numbering
            else _make("numbering")
        )

        def free(tag: str, attribute: str) -> int:
            used = [int(str(row.get(f"{_W}{attribute}", "0"))) for row in theirs.iter(q(tag))]
            return max([0, *used]) + 1

        definition, number = free("w:abstractNum", "abstractNumId"), free("w:num", "numId")
        defined: dict[str, str] = {}
        shapes: list[Element] = []
        for own, shape in enumerate(mine.iter(q("w:abstractNum")), start=definition):
            defined[str(shape.get(f"{_W}abstractNumId"))] = str(own)
            copied = deepcopy(shape)
            copied.set(f"{_W}abstractNumId", str(own))
            self._link(copied, rows)
            shapes.append(copied)
        listed: list[Element] = []
        for own, row in enumerate(mine.iter(q("w:num")), start=number):
            self._numbers[str(row.get(f"{_W}numId"))] = str(own)
            made = _make("num", numId=str(own))
            made.append(_make("abstractNumId", val=defined[_value(row, "abstractNumId")]))
            listed.append(made)
        _put_behind(theirs, "w:abstractNum", shapes)
        _put_behind(theirs, "w:num", listed)
        return _written(theirs), str(number)

    def _link(self, shape: Element, rows: Mapping[str, Element]) -> None:
        """Tie the levels of a list to our styles, and not to those that are the brand's."""
        for row in list(shape.iter(q("w:pStyle"))):
            style = str(row.get(f"{_W}val"))
            if style in rows and not self._is_theirs(style):
                row.set(f"{_W}val", self._ids[style])
            else:
                parent = row.getparent()
                if parent is not None:
                    parent.remove(row)

    def _note(self, style: str, target: str, rows: Mapping[str, Element], number: str) -> None:
        """Note what paragraphs in a brand's style have to state themselves."""
        template = self._template
        direct: list[Element] = []
        listed = self._ours(style, "numPr", rows)
        if not template.has(target, "w:pPr/w:pageBreakBefore"):
            broken = self._ours(style, "pageBreakBefore", rows)
            direct += [_make("pageBreakBefore")] if broken is not None else []
        if listed is None and template.has(target, "w:pPr/w:numPr"):
            direct.append(_numbers("0", "0"))
        elif listed is not None and not template.has(target, "w:pPr/w:numPr"):
            direct.append(_numbers(number, _value(listed, "ilvl") or "0"))
        outline = self._ours(style, "outlineLvl", rows)
        if outline is not None and not template.has(target, "w:pPr/w:outlineLvl"):
            direct.append(_make("outlineLvl", val=str(outline.get(f"{_W}val"))))
        if direct:
            self._direct[style] = direct

    def _ours(self, style: str, tag: str, rows: Mapping[str, Element]) -> Element | None:
        while style in rows:
            found = rows[style].find(f"{q('w:pPr')}/{q(f'w:{tag}')}")
            if found is not None:
                return found
            style = _value(rows[style], "basedOn")
        return None

    def _styles(self, ours: Element, rows: Mapping[str, Element], number: str) -> bytes:
        """Return the brand's styles, and ours that it lacks."""
        root = etree.fromstring(self._template.styles)
        self._speak(root)
        size = int(str(next(ours.iter(q("w:sz"))).get(f"{_W}val")))
        scale = min(max(self._template.size / size, _LEAST_SCALE), 1.0)
        for style, row in rows.items():
            if self._is_theirs(style):
                continue
            added = deepcopy(row)
            added.set(f"{_W}styleId", self._ids[style])
            if any(brand_style.get(f"{_W}default") for brand_style in root.findall(q("w:style"))
                   if brand_style.get(f"{_W}type") == row.get(f"{_W}type")):  # fmt: skip
                added.attrib.pop(f"{_W}default", None)
            based = _value(row, "basedOn")
            for tag in ("basedOn", "next"):
                link = added.find(q(f"w:{tag}"))
                if link is not None:
                    link.set(f"{_W}val", self._ids[str(link.get(f"{_W}val"))])
            for numbering in added.iter(q("w:numId")):
                numbering.set(f"{_W}val", number)
            if based in rows and _value(rows[based], "name") == "Normal":
                _stand_alone(added, str(size))
            if not _is_of_cover(style, rows):
                _scaled(added, scale)
            root.append(added)
        return _written(root)

    def _speak(self, root: Element) -> None:
        """State the document's language where the brand states its own."""
        stated = False
        for row in root.iter(q("w:lang")):
            row.set(f"{_W}val", self._language)
            stated = True
        if stated:
            return
        defaults = root.find(q("w:docDefaults"))
        if defaults is None:
            defaults = _make("docDefaults")
            root.insert(0, defaults)
        run = _child(defaults, "rPrDefault", ("rPrDefault", "pPrDefault"))
        properties = _child(run, "rPr", ("rPr",))
        _put(properties, _make("lang", val=self._language), _RUN)

    def _renamed(self, part: bytes) -> bytes:
        """Return a part whose styles have the brand's ids."""
        root = etree.fromstring(part)
        for row in root.iter(q("w:numId")):
            row.set(f"{_W}val", self._numbers[str(row.get(f"{_W}val"))])
        for paragraph in root.iter(q("w:p")):
            properties = paragraph.find(q("w:pPr"))
            if properties is None:
                continue
            for row in self._direct.get(_value(properties, "pStyle"), []):
                if properties.find(str(row.tag)) is None:
                    _put(properties, deepcopy(row), _PARAGRAPH)
        slots = set(self._theme.word_slots.values())
        for row in _rows(root):
            if row.tag in {q(name) for name in _NAMES}:
                style = str(row.get(f"{_W}val"))
                row.set(f"{_W}val", self._ids.get(style, style))
            for name in ("themeColor", "themeFill"):
                if row.get(f"{_W}{name}") not in {None, *slots}:
                    del row.attrib[f"{_W}{name}"]
        return _written(root)


def _is_of_cover(style: str, rows: Mapping[str, Element]) -> bool:
    """Tell whether a style is one of the cover's, whose sizes are those of Council papers."""
    while style in rows:
        if style == _COVER:
            return True
        style = _value(rows[style], "basedOn")
    return False


def _scaled(style: Element, scale: float) -> None:
    """Set a style in the proportion of the brand's text to ours."""
    for tag in ("w:sz", "w:szCs"):
        for row in style.iter(q(tag)):
            half = int(str(row.get(f"{_W}val")))
            if half > _SMALL:
                row.set(f"{_W}val", str(max(round(half * scale), _SMALL)))


def _rows(root: Element) -> Iterator[Element]:
    yield from root.iter()


def _numbers(number: str, level: str) -> Element:
    row = _make("numPr")
    row.append(_make("ilvl", val=level))
    row.append(_make("numId", val=number))
    return row


def _stand_alone(style: Element, size: str) -> None:
    """State all that a brand's Normal could set otherwise than it was measured."""
    kind = style.get(f"{_W}type")
    if kind != "paragraph":
        return
    properties = _child(style, "pPr", _STYLE)
    spacing = _child(properties, "spacing", _PARAGRAPH)
    for name, value in _PLAIN_SPACING.items():
        if spacing.get(f"{_W}{name}") is None:
            spacing.set(f"{_W}{name}", value)
    indent = _child(properties, "ind", _PARAGRAPH)
    for name, value in _PLAIN_INDENT.items():
        hangs = name == "firstLine" and indent.get(f"{_W}hanging") is not None
        if indent.get(f"{_W}{name}") is None and not hangs:
            indent.set(f"{_W}{name}", value)
    for tag, value in (("contextualSpacing", "0"), ("jc", "left")):
        if properties.find(q(f"w:{tag}")) is None:
            _put(properties, _make(tag, val=value), _PARAGRAPH)
    run = _child(style, "rPr", _STYLE)
    plain = {"b": "0", "bCs": "0", "i": "0", "iCs": "0", "caps": "0", "sz": size, "szCs": size}
    for tag, value in plain.items():
        if run.find(q(f"w:{tag}")) is None:
            _put(run, _make(tag, val=value), _RUN)


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
