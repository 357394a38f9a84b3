"""Paragraphs of an imported deck, read for the proof: letters, levels and links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from pipeline.audit.original.facts import Line

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: Signs that some programs write for line breaks and tabs, which XML cannot hold.
_ESCAPED = re.compile(r"_x00(?:0[0-9A-Fa-f]|1[0-9A-Fa-f])_")
#: Signs that no reader sees: soft hyphen, joiners, marks of direction, byte order.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_COUNTED = ("slidenum", "datetime")
_WEB = ("http://", "https://", "mailto:")


def squeezed(text: str) -> str:
    """Return a text with its white space folded, and without signs that no reader sees."""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", _ESCAPED.sub(" ", text))).split())


def lines(
    body: ET.Element, relations: Mapping[str, tuple[str, str, bool]], at: str = "paragraph"
) -> tuple[Line, ...]:
    """Return the paragraphs of a text that say something.

    Args:
        body: of a shape, a cell or a note.
        relations: of the part.
        at: what a paragraph is called in messages.
    """
    found: list[Line] = []
    for number, row in enumerate(body.findall(f"{_A}p"), start=1):
        line = _line(row, relations, f"{at} {number}")
        if line.text or line.fields:
            found.append(line)
    return tuple(found)


def _line(row: ET.Element, relations: Mapping[str, tuple[str, str, bool]], at: str) -> Line:
    letters: list[str] = []
    fields: list[str] = []
    for child in row:
        if child.tag == f"{_A}br":
            letters.append(" ")
        elif child.tag == f"{_A}fld" and child.get("type", "").lower().startswith(_COUNTED):
            fields.append(_letters(child))
        elif child.tag not in {f"{_A}pPr", f"{_A}endParaRPr"}:
            letters.append(_letters(child))
    properties = row.find(f"{_A}pPr")
    level = properties.get("lvl", "0") if properties is not None else "0"
    text = squeezed("".join(letters))
    return Line(
        at,
        text,
        int(level) if level.isascii() and level.isdigit() else 0,
        tuple(_links(row, relations)) if text else (),
        tuple(field for field in map(squeezed, fields) if field),
    )


def _letters(element: ET.Element) -> str:
    """Return the letters of a run, a field, or a formula, which stands apart."""
    if element.tag in {f"{_A}r", f"{_A}fld"}:
        return "".join(part.text or "" for part in element.findall(f"{_A}t"))
    said = "".join(part.text or "" for part in element.iter(f"{_M}t"))
    return f" {said} " if said else ""


def _links(row: ET.Element, relations: Mapping[str, tuple[str, str, bool]]) -> list[str]:
    found: list[str] = []
    for run in row.findall(f"{_A}r"):
        said = "".join(part.text or "" for part in run.findall(f"{_A}t")).strip()
        link = run.find(f"{_A}rPr/{_A}hlinkClick")
        relation = relations.get(link.get(f"{_R}id", "")) if link is not None else None
        if said and relation is not None and relation[2]:
            address = relation[1].strip()
            if address.lower().startswith(_WEB) and address not in found:
                found.append(address)
    return found
