"""Primitives of running text: the body of a document and its annexes, which flow over pages.

A text is flat: each paragraph says how deep it stands and what is printed before it. Numbers are
the author's, or were computed when the edition was composed; no format counts (G7).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.edition.blocks import Chart, Map, Picture, Table, Timeline, Withheld
from pipeline.edition.primitive import Primitive
from pipeline.edition.runs import Runs


class TextHeading(Primitive):
    """A heading of a text.

    Attributes:
        level: 1 to 4.
        number: as printed before it, ``I.`` or ``A.``; may be empty.
        anchor: name of its place, unique in the edition; contents and cross-references lead there.
    """

    kind: Literal["heading"] = "heading"
    level: int
    number: str = ""
    runs: Runs
    anchor: str


TextStyle = Literal["body", "quote", "speaker", "caption"]
"""Looks of paragraphs: a speaker heads a statement (``DK:``), a caption stands above a figure."""


class TextParagraph(Primitive):
    """A paragraph of a text: plain, numbered, or an entry of a list.

    Attributes:
        level: 0 for the text's own paragraphs, numbered or not; 1 to 4 for entries of lists.
        mark: as printed before it: ``12.``, ``(a)``, ``(i)``, ``–``; empty for a plain one, and
            for one that goes on in the entry above it.
        anchor: name of its place, if something leads there; else empty.
    """

    kind: Literal["text-paragraph"] = "text-paragraph"
    style: TextStyle = "body"
    level: int = 0
    mark: str = ""
    runs: Runs
    anchor: str = ""


class PageBreak(Primitive):
    """A page ends here by the author's wish."""

    kind: Literal["page-break"] = "page-break"


TextBlock = Annotated[
    TextHeading | TextParagraph | PageBreak | Table | Chart | Map | Picture | Timeline | Withheld,
    Field(discriminator="kind"),
]
"""What stands in a text; figures and tables are those of slides, as wide as the text."""


class RunningText(Primitive):
    """The body of a document, or an annex.

    Attributes:
        role: an annex begins a page and has a title block; pages of each are a section.
        label: "ANNEX I" as printed above an annex; empty for the body.
        title: below the label; may be empty.
        anchor: name of its place.
        is_landscape: its pages lie.
        blocks: in reading order.
        footnotes: the printed notes, in order of their first reference; ``NoteRun.index`` counts
            them from 0.
    """

    role: Literal["body", "annex"]
    label: str = ""
    title: Runs = ()
    anchor: str
    is_landscape: bool = False
    blocks: tuple[TextBlock, ...]
    footnotes: tuple[Runs, ...] = ()
