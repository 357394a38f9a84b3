"""Types for what the reader finds in a text document, as JSON that leaves its process.

Words of one paragraph are ``found.Run``; tables, charts and pictures are those of ``found``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.importing.found import Chart, Paragraph, Picture, Table, Told

Role = Literal["", "title", "subtitle", "caption", "quote", "withheld"]


@dataclass
class Passage(Paragraph):
    """A paragraph of a document.

    Attributes:
        number: of the paragraph in its part, from 1, for the report.
        heading: its level, from 1; 0 for none.
        role: that its style gives it.
        label: number or sign that the program prints before it: ``1.``, ``(a)``, ``•``.
        list_id: which list it belongs to; '' for none.
        indent: of its words, in points.
        anchors: bookmarks that begin in it.
        is_bold, is_centred: all of it.
        new_page: it begins on a new page.
        box: it stands in the text box of this number; 0 for none.
    """

    number: int = 0
    heading: int = 0
    role: Role = ""
    label: str = ""
    list_id: str = ""
    indent: float = 0.0
    anchors: list[str] = field(default_factory=list)
    is_bold: bool = False
    is_centred: bool = False
    new_page: bool = False
    box: int = 0
    type: Literal["passage"] = "passage"


@dataclass
class PageEnd:
    """A page ends here; with ``landscape``, pages lie on their side from here on or no longer."""

    landscape: bool | None = None
    type: Literal["page-end"] = "page-end"


@dataclass
class Grid(Table):
    """A table of a document.

    Attributes:
        header_rows: how many rows are repeated on each page.
        anchors: bookmarks that begin in it.
    """

    header_rows: int = 0
    kind: Literal["grid"] = "grid"


Block = Passage | PageEnd | Grid | Chart | Picture


@dataclass
class Note:
    """A footnote or an endnote: its paragraphs.

    Attributes:
        key: by which runs name it.
        is_end: it stands at the end of the document.
    """

    key: str
    paragraphs: list[Paragraph]
    is_end: bool = False


@dataclass
class Document:
    """A text document, in the order of reading.

    Attributes:
        languages: letters by base language of their runs.
    """

    blocks: list[Block]
    notes: list[Note]
    told: list[Told]
    languages: dict[str, int]
    kind: Literal["document"] = "document"
