"""Cover of a Council document, as it is printed."""

from __future__ import annotations

from typing import Literal

from pipeline.edition.primitive import Primitive
from pipeline.edition.runs import Runs, TextRun

CoverPart = Literal[
    "institution", "secretariat", "place_date", "original", "stamp", "released", "number", "file",
    "marking", "codes", "heading", "disclaimer", "document_type", "department", "unit", "telephone",
]  # fmt: skip
"""What stands above the rows of a cover; each is a field of ``Cover``."""
#: Parts that stand at the right of the page, one below the other.
ON_THE_RIGHT: tuple[CoverPart, ...] = (
    "place_date", "original", "stamp", "released", "number", "file", "marking", "codes",
    "department", "unit", "telephone",
)  # fmt: skip


class CoverRow(Primitive):
    """One row of the cover's header table, for example From / To / Subject.

    Attributes:
        lines: paragraphs.
        is_numbered: each line is an item, whose first run is its number with a space.
    """

    label: str
    lines: tuple[Runs, ...]
    is_numbered: bool = False


class Cover(Primitive):
    """The first page of a Council document, from top to bottom.

    Attributes:
        head: which parts stand above the rows, and in which order.
        stamp: only in a public edition of a document with withheld parts.
        original: "(OR. en)" on standard documents, else empty.
        released: "PUBLIC" on a document that was made public as a whole, else empty.
        file: interinstitutional file, one or several lines.
        heading: above the disclaimer: "WORKING PAPER" in the form of 2020.
        department, unit, telephone: of a staff note, each with its label.
        below: rows under the sentence that hands over what follows.
        notices: what only this edition's readers need to know (full edition: shading, values).
        closing: last line of the page: who made the document public.
        gaps: parts above the rows that a draft lacks; the phrase for it stands there.
    """

    head: tuple[CoverPart, ...]
    institution: str
    secretariat: str
    place_date: str
    original: str = ""
    stamp: str = ""
    released: str = ""
    number: str
    file: tuple[str, ...] = ()
    marking: str
    codes: tuple[str, ...]
    heading: str = ""
    disclaimer: str = ""
    document_type: str
    department: Runs = ()
    unit: str = ""
    telephone: Runs = ()
    rows: tuple[CoverRow, ...]
    lead_in: Runs = ()
    below: tuple[CoverRow, ...] = ()
    enclosure_author: Runs = ()
    notices: tuple[str, ...] = ()
    justifications: str = ""
    closing: str = ""
    gaps: tuple[CoverPart, ...] = ()

    def lines(self, part: CoverPart) -> tuple[Runs, ...]:
        """Return the lines of a part above the rows."""
        if part in {"department", "telephone"}:
            runs: Runs = getattr(self, part)
            return (runs,) if runs else ()
        value: str | tuple[str, ...] = getattr(self, part)
        lines = (value,) if isinstance(value, str) else value
        is_gap = part in self.gaps
        return tuple(
            (TextRun(text=line, strong=is_gap, to_write=is_gap),) for line in lines if line
        )
