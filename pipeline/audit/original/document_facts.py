"""Types for what an imported document says: paragraphs in order, tables, notes, drawings."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.audit.original.facts import Cell, Chart


@dataclass(frozen=True)
class Saying:
    """Paragraph of a document.

    Attributes:
        at: its place, for messages.
        text: visible words, white space folded.
        hidden: how many words nobody sees.
        label: number or sign that is printed before it; '' for none.
        list_id: which list it is of.
        level: of its list, from 0.
        heading: its level as a heading, from 1; 0 for none.
        links: addresses that lead out of the file.
        notes: keys of the notes that it refers to.
        table: number of the table that it stands in; 0 for none.
        is_contents: it is a line of a table of contents.
        is_caption: its style, or how it begins, says that it names a figure.
        is_loose: some signs of it are not letters of the file: of formulas, fonts, forms.
    """

    at: str
    text: str
    hidden: int = 0
    label: str = ""
    list_id: str = ""
    level: int = 0
    heading: int = 0
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    table: int = 0
    is_contents: bool = False
    is_caption: bool = False
    is_loose: bool = False


@dataclass(frozen=True)
class Table:
    """Table of a document: its cells by place."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Drawing:
    """Picture or chart of a document.

    Attributes:
        alternative: text for readers who cannot see.
        crop: shares of a picture that are cut off: left, top, right, bottom.
        behind: how many paragraphs stand before it.
    """

    number: int
    alternative: str = ""
    picture: bytes | None = None
    chart: Chart | None = None
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    behind: int = 0


@dataclass
class Written:
    """Document of an original."""

    sayings: list[Saying] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    notes: list[Saying] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    has_comments: bool = False
