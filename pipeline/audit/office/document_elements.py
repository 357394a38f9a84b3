"""Elements of a Word document that say something, lead elsewhere, or say what a marker is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Letters, symbols, white space.
SIGNS = frozenset((f"{_W}t", f"{_W}sym", f"{_W}br", f"{_W}tab"))
_LEADING = frozenset((f"{_W}hyperlink", f"{_W}instrText"))
_TITLED = frozenset((f"{_W}alias", f"{_W}statusText"))
#: Field of a cross-reference.
_REFERENCE = re.compile(r"\s*REF (\S+)")


def said(row: ET.Element) -> str:
    """Return what an element of a run says: letters, a symbol, white space, or nothing."""
    if row.tag == f"{_W}t":
        return row.text or ""
    if row.tag == f"{_W}sym":
        return chr(int(row.get(f"{_W}char", "FFFD"), 16))
    return " " if row.tag in SIGNS else ""


def anchors(root: ET.Element) -> Iterator[str]:
    """Yield the bookmarks to which the links and the cross-references of a part lead, in order."""
    for row in (row for row in root.iter() if row.tag in _LEADING):
        if row.tag == f"{_W}hyperlink" and (anchor := row.get(f"{_W}anchor")) is not None:
            yield anchor
        if row.tag == f"{_W}instrText" and (found := _REFERENCE.match(row.text or "")):
            yield found[1]


def titles_of(root: ET.Element) -> Iterator[str]:
    """Yield what controls and form fields of a part say of themselves: each around one marker."""
    yield from (row.get(f"{_W}val", "") for row in root.iter() if row.tag in _TITLED)
