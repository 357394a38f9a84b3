"""Cover of a Council document, as it is printed."""

from __future__ import annotations

from pipeline.edition.blocks import Primitive, Runs


class CoverRow(Primitive):
    """One row of the cover's header table, for example From / To / Subject."""

    label: str
    lines: tuple[Runs, ...]


class Cover(Primitive):
    """The first page of a Council document, from top to bottom.

    Attributes:
        stamp: only in a public edition of a document with withheld parts.
        original: "(OR. en)" on standard documents, else empty.
        file: interinstitutional file, else empty.
        notices: what only this edition's readers need to know (full edition: shading, values).
    """

    institution: str
    secretariat: str
    place_date: str
    original: str = ""
    stamp: str = ""
    number: str
    file: str = ""
    marking: str
    codes: tuple[str, ...]
    disclaimer: str = ""
    document_type: str
    rows: tuple[CoverRow, ...]
    lead_in: Runs
    enclosure_author: Runs = ()
    notices: tuple[str, ...] = ()
    justifications: str = ""
