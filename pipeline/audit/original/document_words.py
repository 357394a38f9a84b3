"""Words of one paragraph of an imported document, read for the proof, with links and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from pipeline.audit.original.document_numbers import Styles, W, attribute

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_REMOVED = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
_DRAWINGS = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_SPACES = frozenset(f"{W}{name}" for name in ("tab", "ptab", "br", "cr"))
_LOOSE = frozenset(f"{W}{name}" for name in ("sym", "softHyphen", "noBreakHyphen"))
_WEB = ("http://", "https://", "mailto:")
_LISTS = re.compile(r"\s*(?:TOC|INDEX|TOA)\b", re.IGNORECASE)
_UNSHOWN = re.compile(r"\s*(?:TC|XE|TA|RD|PRIVATE|SET|ASK|FILLIN)\b", re.IGNORECASE)
_OFF = frozenset(("0", "false", "off"))


@dataclass
class Spoken:
    """What a paragraph says."""

    text: str = ""
    hidden: int = 0
    links: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    drawings: list[ET.Element] = field(default_factory=list)
    is_contents: bool = False
    is_loose: bool = False

    def behind(self, first: Spoken | None) -> Spoken:
        """Return these words behind others whose paragraph goes on in this one."""
        if first is None:
            return self
        return Spoken(
            first.text + self.text, first.hidden + self.hidden, [*first.links, *self.links],
            [*first.notes, *self.notes], [*first.drawings, *self.drawings],
            first.is_contents or self.is_contents, first.is_loose or self.is_loose,
        )  # fmt: skip


def speak(
    paragraph: ET.Element,
    relations: dict[str, tuple[str, str, bool]],
    styles: Styles,
    fields: list[str] | None = None,
    *,
    in_note: bool = False,
) -> Spoken:
    """Return the words of a paragraph.

    Args:
        paragraph: the element.
        relations: of its part.
        styles: of the document.
        fields: instructions of the fields that stand open, with a null sign in front of each whose
            result has begun; is changed.
        in_note: whether it stands in a note, whose own number is no word of it.
    """
    found = Spoken()
    _Speaker(found, relations, styles, styles.of(paragraph), [] if fields is None else fields,
             in_note).children(paragraph)  # fmt: skip
    return found


@dataclass
class _Speaker:
    found: Spoken
    relations: dict[str, tuple[str, str, bool]]
    styles: Styles
    style: str
    fields: list[str]
    in_note: bool

    def children(self, holder: ET.Element) -> None:
        for child in holder:
            if child.tag == f"{W}r":
                self._run(child)
            elif child.tag == f"{W}hyperlink":
                self._link(child)
            elif child.tag == f"{_MC}AlternateContent":
                branch = next((row for row in child if len(row)), None)
                if branch is not None:
                    self.children(branch)
            elif child.tag.startswith(_M):
                self._formula(child)
            elif child.tag == f"{W}sdt":
                if child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                    self.children(child)
            elif child.tag not in _REMOVED and child.tag != f"{W}pPr":
                self.children(child)

    def _formula(self, element: ET.Element) -> None:
        rows = list(self._signs(element)) if self._is_shown() else []
        hidden = " ".join(sign for sign, is_seen in rows if not is_seen)
        self.found.hidden += len(hidden.split())
        self.found.is_loose = self.found.is_loose or bool(rows)
        self.found.text += f" {''.join(sign for sign, is_seen in rows if is_seen)} "

    def _signs(self, element: ET.Element) -> Iterator[tuple[str, bool]]:
        """Yield the signs of a formula, each with whether it is seen (ECMA-376 22.1.2)."""
        for child in element:
            if child.tag == f"{_M}t":
                yield child.text or "", True
            elif self._is_unseen_part(child, element):
                yield " ".join(row.text or "" for row in child.iter(f"{_M}t")), False
            else:
                yield from self._signs(child)

    def _is_unseen_part(self, child: ET.Element, above: ET.Element) -> bool:
        name = child.tag.removeprefix(_M)
        if child.tag in _REMOVED:
            return True
        if name == "r":
            return self._is_hidden(child.find(f"{W}rPr"), "")
        if name == "phant":
            shown = child.find(f"{_M}phantPr/{_M}show")
            return shown is not None and shown.get(f"{_M}val", "1") in _OFF
        switch = {"deg": "radPr/deg", "sub": "naryPr/sub", "sup": "naryPr/sup"}.get(name)
        path = "/".join(f"{_M}{step}" for step in f"{switch}Hide".split("/"))
        given = above.find(path) if switch else None
        return given is not None and given.get(f"{_M}val", "1") not in _OFF

    def _link(self, element: ET.Element) -> None:
        before = self.found.text
        self.children(element)
        relation = self.relations.get(element.get(f"{_R}id", ""))
        said = self.found.text[len(before) :].strip()
        if said and relation is not None and relation[2]:
            address = relation[1].strip()
            anchor = element.get(f"{W}anchor", "")
            address = f"{address}#{anchor}" if anchor else address
            if address.lower().startswith(_WEB) and address not in self.found.links:
                self.found.links.append(address)

    def _is_shown(self) -> bool:
        return all(
            row.startswith("\0") and not _LISTS.match(row[1:]) and not _UNSHOWN.match(row[1:])
            for row in self.fields
        )

    def _run(self, run: ET.Element) -> None:
        properties = run.find(f"{W}rPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            return
        style = attribute(properties, "rStyle")
        names = (
            [attribute(row, "name").lower() for row in self.styles.chain(style)] if style else []
        )
        if self.in_note and any(
            name in {"footnote reference", "endnote reference"} for name in names
        ):
            return
        is_hidden = self._is_hidden(properties, style)
        fonts = properties.find(f"{W}rFonts") if properties is not None else None
        font = fonts.get(f"{W}ascii", "").lower() if fonts is not None else ""
        if font.startswith(("symbol", "wingdings")):
            self.found.is_loose = True
            run = _without_words(run)
        for child in run:
            if child.tag in _NOTES:
                if self._is_shown() and not (self.in_note or is_hidden):
                    self.found.notes.append(f"{_NOTES[child.tag]}-{child.get(f'{W}id', '')}")
                if child.get(f"{W}customMarkFollows", "0") not in _OFF:
                    return
                continue
            self._part(child, is_hidden=is_hidden)

    def _part(self, child: ET.Element, *, is_hidden: bool) -> None:
        if child.tag == f"{W}fldChar":
            if child.find(f"{W}ffData") is not None:
                self.found.is_loose = True
            self._field(child.get(f"{W}fldCharType", ""))
        elif child.tag == f"{W}instrText":
            if self.fields and not self.fields[-1].startswith("\0"):
                self.fields[-1] += child.text or ""
        elif child.tag in _DRAWINGS:
            self.found.drawings.append(child)
        elif child.tag == f"{W}ruby" and not is_hidden:
            self.found.is_loose = True
            for row in child.findall(f"{W}rubyBase/{W}r"):
                self._run(row)
        elif child.tag == f"{_MC}AlternateContent":
            branch = next((row for row in child if len(row)), None)
            for row in branch if branch is not None else ():
                self._part(row, is_hidden=is_hidden)
        else:
            self._say(child, is_hidden=is_hidden)

    def _say(self, child: ET.Element, *, is_hidden: bool) -> None:
        text = " " if child.tag in _SPACES else ""
        if child.tag in _LOOSE:
            self.found.is_loose = True
        if child.tag == f"{W}t":
            text = child.text or ""
        elif child.tag == f"{W}noBreakHyphen":
            text = "-"
        if self._is_shown():
            if is_hidden:
                self.found.hidden += len(text.split())
            else:
                self.found.text += text
        elif text and any(_LISTS.match(row[1:]) for row in self.fields):
            self.found.text += text
            self.found.is_contents = True

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append("")
        elif kind == "separate" and self.fields:
            self.fields[-1] = f"\0{self.fields[-1]}"
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _is_hidden(self, properties: ET.Element | None, style: str) -> bool:
        given = properties.find(f"{W}vanish") if properties is not None else None
        for key in (style, self.style):
            for row in self.styles.chain(key) if given is None and key else ():
                if given is None:
                    given = row.find(f"{W}rPr/{W}vanish")
        return given is not None and given.get(f"{W}val", "1").lower() not in _OFF


def _without_words(run: ET.Element) -> ET.Element:
    """Return a run without its letters, which its font shows as signs."""
    found = ET.Element(run.tag)
    found.extend(child for child in run if child.tag != f"{W}t")
    return found
