"""Model of a running text: what a Markdown file of a dossier holds (see ``text_reader``).

A part that can be withheld as a whole is ``Markable``, as on slides. Where one was, its slot
stands alone; the number of a paragraph or a section stays, and so does an entry's mark.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pipeline.content import markup
from pipeline.content.model.dossier_yaml import Authored, Id
from pipeline.content.model.lazy_types import ReadBy
from pipeline.content.model.parts import (
    ChartOrSlot,
    ImageOrSlot,
    MapOrSlot,
    Markable,
    TableOrSlot,
    TimelineOrSlot,
    WithheldPart,
)

TextRich = Annotated[markup.Rich, ReadBy(markup.parse)]
TextCell = Annotated[markup.Rich, ReadBy(markup.parse_cell)]
TextNoteless = Annotated[markup.Rich, ReadBy(markup.parse_noteless)]
#: Greek and Cyrillic letters.
_OTHERS = "\u0391-\u03a9\u03b1-\u03c9\u0410-\u044f"
TypedNumber = Annotated[
    str, StringConstraints(pattern=rf"^\(?[0-9A-Za-z.{_OTHERS}]+[.)]?$", max_length=16)
]
Mark = Annotated[
    str, StringConstraints(pattern=rf"^(?:\(?[0-9A-Za-z{_OTHERS}]+\)|–|)$", max_length=8)
]
AnnexNumber = Annotated[str, StringConstraints(pattern=r"^(?:[IVXLC]+|[0-9]+)$", max_length=8)]


class Entry(Markable):
    """An entry of a list; without a mark, a paragraph that goes on in what is above it."""

    kind: Literal["entry"]
    mark: Mark = ""
    text: TextRich
    id: Id | None = None
    items: tuple[EntryOrSlot, ...] = ()


class WithheldEntry(WithheldPart):
    """An entry that is withheld with all below it; its mark stays."""

    kind: Literal["withheld-entry"]
    mark: Mark = ""
    id: Id | None = None


EntryOrSlot = Annotated[Entry | WithheldEntry, Field(discriminator="kind")]


class TextParagraph(Markable):
    """A paragraph, numbered or not, with the lists that hang on it."""

    kind: Literal["paragraph"]
    number: TypedNumber | None = None
    text: TextRich
    id: Id | None = None
    items: tuple[EntryOrSlot, ...] = ()


class WithheldParagraph(WithheldPart):
    """A numbered paragraph that is withheld with what hangs on it; its number stays."""

    kind: Literal["withheld-paragraph"]
    number: TypedNumber
    id: Id | None = None


class WithheldBlocks(WithheldPart):
    """Stands in place of one or several blocks without a number."""

    kind: Literal["withheld"]
    id: Id | None = None


class TextList(Authored):
    """A list that hangs on no paragraph."""

    kind: Literal["list"]
    items: tuple[EntryOrSlot, ...] = Field(min_length=1)


class Grid(Markable):
    """A pipe table."""

    kind: Literal["grid"]
    header: tuple[TextCell, ...] = Field(min_length=1, max_length=16)
    rows: tuple[tuple[TextCell, ...], ...] = Field(min_length=1)
    numeric: tuple[int, ...] = ()


class _Figure(Authored):
    """A figure in a fence; its YAML is that of slides."""

    caption: TextRich | None = None
    id: Id | None = None


class TableFigure(_Figure):
    """A table in a fence."""

    kind: Literal["table-figure"]
    table: TableOrSlot


class ChartFigure(_Figure):
    """A chart in a fence."""

    kind: Literal["chart-figure"]
    chart: ChartOrSlot


class ImageFigure(_Figure):
    """A picture in a fence."""

    kind: Literal["image-figure"]
    image: ImageOrSlot


class MapFigure(_Figure):
    """A map in a fence."""

    kind: Literal["map-figure"]
    map: MapOrSlot


class TimelineFigure(_Figure):
    """A line of time in a fence."""

    kind: Literal["timeline-figure"]
    timeline: TimelineOrSlot


class FormRow(Markable):
    """A row of a form: its label, and a value that may be empty."""

    label: TextRich
    value: TextCell = ()


class Form(Markable):
    """Rows of label and value."""

    kind: Literal["form"]
    caption: TextRich | None = None
    id: Id | None = None
    rows: tuple[FormRow | WithheldPart, ...] = Field(min_length=1)


Words = Annotated[TextParagraph | TextList | WithheldBlocks, Field(discriminator="kind")]


class Statement(Markable):
    """What a delegation, or several, said."""

    kind: Literal["statement"]
    id: Id | None = None
    speaker: TextRich
    blocks: tuple[Words, ...] = Field(min_length=1)


class Quotation(Markable):
    """Somebody else's words."""

    kind: Literal["quote"]
    id: Id | None = None
    blocks: tuple[Words, ...] = Field(min_length=1)


class PageEnd(Authored):
    """A page ends here."""

    kind: Literal["page-break"]


class Section(Markable):
    """A heading and what stands below it, down to the next of its level."""

    kind: Literal["section"]
    level: Annotated[int, Field(ge=1, le=4)]
    number: TypedNumber | None = None
    unnumbered: bool = False
    text: TextRich
    id: Id | None = None
    blocks: tuple[TextBlock, ...] = ()


class WithheldSection(WithheldPart):
    """A section that is withheld as a whole; its number stays."""

    kind: Literal["withheld-section"]
    level: Annotated[int, Field(ge=1, le=4)]
    number: TypedNumber | None = None
    unnumbered: bool = False
    id: Id | None = None


Figure = TableFigure | ChartFigure | ImageFigure | MapFigure | TimelineFigure
GivenBlock = (
    Section
    | WithheldSection
    | TextParagraph
    | WithheldParagraph
    | WithheldBlocks
    | TextList
    | Grid
    | Figure
    | Form
    | Statement
    | Quotation
    | PageEnd
)
TextBlock = Annotated[GivenBlock, Field(discriminator="kind")]


class Annex(Markable):
    """An annex: its number, its title, its own blocks."""

    kind: Literal["annex"]
    number: AnnexNumber | None = None
    title: TextRich | None = None
    id: Id | None = None
    landscape: bool = False
    blocks: tuple[TextBlock, ...] = ()


class WithheldAnnex(WithheldPart):
    """An annex that is withheld as a whole; its label stays."""

    kind: Literal["withheld-annex"]
    number: AnnexNumber | None = None
    id: Id | None = None
    landscape: bool = False


AnnexOrSlot = Annotated[Annex | WithheldAnnex, Field(discriminator="kind")]


class Text(Authored):
    """A Markdown file: the body of a document, an annex, or several."""

    numbering: Literal["typed", "computed"] = Field(
        "typed",
        description="typed: numbers are as written, and checked; computed: the program counts.",
    )
    blocks: tuple[TextBlock, ...] = ()
    annexes: tuple[AnnexOrSlot, ...] = ()
    footnotes: dict[Id, TextNoteless] = Field(default_factory=dict)
