"""Cross-references of a Word document as a program prints them that fills their fields anew.

Word does so when asked, LibreOffice on opening: a field without a switch then holds the text of its
bookmark, one with the switch ``n`` the number of that paragraph, without a stop at its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from pipeline.audit.office.list_numbers import Counter

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIELD = re.compile(r"\s*REF (\S+)( \\n)?")


@dataclass
class Reference:
    """A field: the bookmark that it names, whether it wants a number, and what is printed."""

    name: str
    is_number: bool
    printed: str = ""


@dataclass(frozen=True)
class Places:
    """What the bookmarks of a document hold, and the numbers of their paragraphs."""

    texts: dict[str, str]
    numbers: dict[str, str]

    @classmethod
    def of(cls, root: ET.Element, counter: Counter, sign: Callable[[ET.Element], str]) -> Places:
        """Read a part; ``sign``: what an element of a run says."""
        texts: dict[str, str] = {}
        numbers: dict[str, str] = {}
        for paragraph in root.iter(f"{_W}p"):
            number, opened = counter.of(paragraph), dict[str, str]()
            for row in paragraph.iter():
                if row.tag == f"{_W}bookmarkStart":
                    name = row.get(f"{_W}name", "")
                    opened[row.get(f"{_W}id", "")] = name
                    texts[name], numbers[name] = "", number.rstrip(".")
                elif row.tag == f"{_W}bookmarkEnd":
                    opened.pop(row.get(f"{_W}id", ""), None)
                elif said := sign(row):
                    for name in opened.values():
                        texts[name] += said
        return cls(texts, numbers)

    def stay(self, field: Reference) -> bool:
        """Tell whether a field that is filled anew prints what is printed."""
        filled = self.numbers if field.is_number else self.texts
        return filled.get(field.name) == field.printed


def fields(root: ET.Element, sign: Callable[[ET.Element], str]) -> Iterator[Reference]:
    """Yield the cross-references of a part, in order."""
    if not any(_FIELD.match(row.text or "") for row in root.iter(f"{_W}instrText")):
        return  # most parts have none, and thousands of elements
    found: Reference | None = None
    for row in root.iter():
        if row.tag == f"{_W}instrText" and (match := _FIELD.match(row.text or "")):
            found = Reference(match[1], bool(match[2]))
        elif row.tag == f"{_W}fldChar" and row.get(f"{_W}fldCharType") == "end" and found:
            yield found
            found = None
        elif found:
            found.printed += sign(row)
