"""What authors write in presentation.yaml: one model per kind of slide.

To add a kind, add a model here and its lowering in ``pipeline.compose``; see
docs/adding-a-slide-kind.md.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, StringConstraints, Tag

from pipeline.source.model import Authored, Id, Plain, RichLines, RichText

Numeral = Annotated[str, StringConstraints(pattern=r"^[IVXLC]+$")]
State = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Markable(Authored):
    """Base of every part that can be withheld as a whole."""

    withhold: Id | None = Field(
        None,
        description="Ground on which the whole part is to be withheld; 'dossier seal' moves it "
        "into the vault.",
    )


class WithheldPart(Authored):
    """Stands in place of a part that is withheld as a whole."""

    withheld: Id = Field(description="Id of the slot in redactions.yaml.")


def _part(value: object) -> str:
    """Tell a part that is given from one whose place a slot holds."""
    if isinstance(value, WithheldPart):
        return "slot"
    return "slot" if isinstance(value, dict) and "withheld" in value else "given"


_WithheldTag = Annotated[WithheldPart, Tag("slot")]


class FootnoteText(Authored):
    """A footnote of one slide."""

    mark: Plain | None = Field(None, description="Its sign; numbered when left out.")
    text: RichText = Field(
        description="The note. With a sign of its own it is printed as written, sign included."
    )


class _Slide(Markable):
    title: RichText
    subtitle: RichText | None = Field(None, description="Second line of the title.")
    footnotes: dict[Id, FootnoteText] = Field(default_factory=dict)
    notes: RichLines | None = Field(None, description="Speaker notes, one paragraph a line.")


def _as_point(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class _Opener(_Slide):
    section: Numeral | None = Field(None, description="Numeral of the section it opens.")


class Point(Markable):
    """A list item with items below it."""

    text: RichText
    points: tuple[_PointOrSlot, ...] = ()


_PointOrSlot = Annotated[
    Annotated[Point, BeforeValidator(_as_point), Tag("given")] | _WithheldTag,
    Discriminator(_part),
]
Points = tuple[_PointOrSlot, ...]
PointOrText = Annotated[Point, BeforeValidator(_as_point)]


class LabelledText(Authored):
    """A short label and what it stands for."""

    label: RichText
    text: RichText


class TitleSlide(_Slide):
    """The first slide: who speaks about what, when."""

    kind: Literal["title"]
    agency: RichText | None = None
    lines: RichLines | None = Field(None, description="Speaker, unit, division, date.")


class ObjectivesSlide(_Opener):
    """Two to four objectives side by side, with a text before and points after them."""

    kind: Literal["objectives"]
    lead: RichLines | None = None
    heading: RichText | None = Field(None, description="Names the objectives.")
    objectives: tuple[LabelledText, ...] = Field(min_length=2, max_length=4)
    points: Points = ()


class ClustersSlide(_Opener):
    """Numbered clusters, two by two."""

    kind: Literal["clusters"]
    numbered: bool = Field(default=False, description="Print each cluster's number in a disc.")
    clusters: tuple[LabelledText, ...] = Field(min_length=2, max_length=6)


class Agreement(Authored):
    """An agreement and the year since which it applies."""

    name: RichText
    year: Annotated[int, Field(ge=1950, le=2100)]


class AgreementsSlide(_Opener):
    """Agreements on a line of years."""

    kind: Literal["agreements"]
    agreements: tuple[Agreement, ...] = Field(min_length=2, max_length=8)
    remark: RichText | None = None


class LegendEntry(Markable):
    """An entry of a map's legend and the states it covers; it may cover none."""

    label: RichText
    fill: Literal["area", "partner", "hatched", "dotted"]
    states: tuple[State, ...] = Field((), description="ISO 3166-1 alpha-3; XKX for Kosovo*.")


_EntryOrSlot = Annotated[Annotated[LegendEntry, Tag("given")] | _WithheldTag, Discriminator(_part)]


class MapSpec(Markable):
    """A map with its legend."""

    view: Literal["world", "europe"] = "world"
    inset: Literal["world", "europe"] | None = Field(None, description="A second, closer view.")
    alt: RichText = Field(description="What the map shows, for readers who cannot see it.")
    legend: tuple[_EntryOrSlot, ...] = Field(min_length=1, max_length=6)


class Partner(Markable):
    """A country with an arrangement: its printed name and its place on the map."""

    name: RichText
    state: State | None = None


_Map = Annotated[Annotated[MapSpec, Tag("given")] | _WithheldTag, Discriminator(_part)]
_PartnerOrSlot = Annotated[Annotated[Partner, Tag("given")] | _WithheldTag, Discriminator(_part)]


class ArrangementsSlide(_Slide):
    """A list of partner countries beside a map on which they are coloured."""

    kind: Literal["arrangements"]
    lead: RichText | None = None
    partners: tuple[_PartnerOrSlot, ...] = Field(min_length=1, max_length=60)
    map: _Map | None = None


class OfficersSlide(_Opener):
    """Where liaison officers are posted, and what else is to be said of them."""

    kind: Literal["liaison-officers"]
    heading: RichText
    officers: tuple[RichText, ...] = Field(min_length=1)
    points: Points = ()


class BulletsSlide(_Opener):
    """A list, up to three levels deep."""

    kind: Literal["bullets"]
    lead: RichLines | None = None
    points: Points = Field(min_length=1)


Row = tuple[RichText, ...]


class KeyedRow(Markable):
    """A table row in the form that can be marked for withholding."""

    row: Row = Field(description="The cells.")


def _row(value: object) -> str:
    """Tell a list of cells from a row with a key, and both from a slot."""
    keyed = isinstance(value, dict | KeyedRow) and _part(value) == "given"
    return "keyed" if keyed else _part(value)


GivenRow = Row | KeyedRow
_RowOrSlot = Annotated[
    Annotated[Row, Tag("given")] | Annotated[KeyedRow, Tag("keyed")] | _WithheldTag,
    Discriminator(_row),
]


class TableSpec(Markable):
    """A regular table; the first row is its header."""

    alt: RichText = Field(description="What the table tells, for readers who cannot see it.")
    row_headers: bool = Field(default=False, description="The first column names the rows.")
    numeric: tuple[int, ...] = Field((), description="Columns with numbers, counted from 1.")
    header: tuple[RichText, ...] = Field(min_length=1, max_length=8)
    rows: tuple[_RowOrSlot, ...] = Field(min_length=1)


_Table = Annotated[Annotated[TableSpec, Tag("given")] | _WithheldTag, Discriminator(_part)]


class TableSlide(_Opener):
    """A table."""

    kind: Literal["table"]
    lead: RichLines | None = None
    table: _Table


class ClosingSlide(_Slide):
    """The last slide."""

    kind: Literal["closing"]
    agency: RichLines | None = None


class WithheldSlide(Authored):
    """A slide that is withheld as a whole, its title included."""

    kind: Literal["withheld"]
    slot: Id


GivenSlide = (
    TitleSlide
    | ObjectivesSlide
    | ClustersSlide
    | AgreementsSlide
    | ArrangementsSlide
    | OfficersSlide
    | BulletsSlide
    | TableSlide
    | ClosingSlide
)
Slide = Annotated[GivenSlide | WithheldSlide, Field(discriminator="kind")]


class Presentation(Authored):
    """presentation.yaml: the deck."""

    slides: tuple[Slide, ...] = Field(min_length=1)
