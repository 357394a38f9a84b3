"""Models of all that slides are made of: points, tables, maps, charts, pictures, entries of kinds.

A part that can be withheld as a whole is ``Markable``; where it was, a ``WithheldPart`` names the
slot that holds it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, StringConstraints, Tag

from pipeline.content.model.dossier_yaml import (
    Authored,
    CellText,
    Id,
    LettersText,
    NotelessText,
    Plain,
    RichLines,
    RichText,
)
from pipeline.content.model.media_name import MediaName

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
    text: NotelessText = Field(
        description="The note. With a sign of its own it is printed as written, sign included."
    )


def _as_point(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class Point(Markable):
    """A list item with items below it."""

    text: RichText
    points: tuple[PointOrSlot, ...] = ()


PointOrSlot = Annotated[
    Annotated[Point, BeforeValidator(_as_point), Tag("given")] | _WithheldTag,
    Discriminator(_part),
]
Points = tuple[PointOrSlot, ...]
PointOrText = Annotated[Point, BeforeValidator(_as_point)]


class LabelledText(Authored):
    """A short label and what it stands for."""

    label: RichText
    text: RichText


class Agreement(Authored):
    """An agreement and the year since which it applies."""

    name: RichText
    year: Annotated[int, Field(ge=1950, le=2100)]


class LegendEntry(Markable):
    """An entry of a map's legend and the states it covers; it may cover none."""

    label: RichText
    fill: Literal["area", "partner", "hatched", "dotted"]
    states: tuple[State, ...] = Field((), description="ISO 3166-1 alpha-3; XKX for Kosovo*.")


EntryOrSlot = Annotated[Annotated[LegendEntry, Tag("given")] | _WithheldTag, Discriminator(_part)]


class MapSpec(Markable):
    """A map with its legend."""

    view: Literal["world", "europe"] = "world"
    inset: Literal["world", "europe"] | None = Field(None, description="A second, closer view.")
    alt: LettersText = Field(description="What the map shows, for readers who cannot see it.")
    legend: tuple[EntryOrSlot, ...] = Field(min_length=1, max_length=6)


class Partner(Markable):
    """A country with an arrangement: its printed name and its place on the map."""

    name: RichText
    state: State | None = None


MapOrSlot = Annotated[Annotated[MapSpec, Tag("given")] | _WithheldTag, Discriminator(_part)]
PartnerOrSlot = Annotated[Annotated[Partner, Tag("given")] | _WithheldTag, Discriminator(_part)]


class SpanningCell(Authored):
    """A table cell that covers several places of the grid; the covered ones are not written."""

    text: CellText
    columns: Annotated[int, Field(ge=1, le=16)] = 1
    rows: Annotated[int, Field(ge=1, le=40)] = 1


def _cell(value: object) -> str:
    return "spanning" if isinstance(value, dict | SpanningCell) else "plain"


Cell = Annotated[
    Annotated[CellText, Tag("plain")] | Annotated[SpanningCell, Tag("spanning")],
    Discriminator(_cell),
]
Row = tuple[Cell, ...]


class KeyedRow(Markable):
    """A table row in the form that can be marked for withholding."""

    row: Row = Field(description="The cells.")


def _row(value: object) -> str:
    """Tell a list of cells from a row with a key, and both from a slot."""
    keyed = isinstance(value, dict | KeyedRow) and _part(value) == "given"
    return "keyed" if keyed else _part(value)


GivenRow = Row | KeyedRow
RowOrSlot = Annotated[
    Annotated[Row, Tag("given")] | Annotated[KeyedRow, Tag("keyed")] | _WithheldTag,
    Discriminator(_row),
]


class TableSpec(Markable):
    """A table; the first row is its header, under a row of groups if there is one."""

    alt: LettersText = Field(description="What the table tells, for readers who cannot see it.")
    row_headers: bool = Field(default=False, description="The first column names the rows.")
    numeric: tuple[int, ...] = Field((), description="Columns with numbers, counted from 1.")
    total: bool = Field(default=False, description="The last row sums up those above it.")
    groups: Row | None = Field(
        None, description="A row above the header, whose cells span the columns that they group."
    )
    header: tuple[CellText, ...] = Field(min_length=1, max_length=16)
    rows: tuple[RowOrSlot, ...] = Field(min_length=1)


TableOrSlot = Annotated[Annotated[TableSpec, Tag("given")] | _WithheldTag, Discriminator(_part)]


class SeriesSpec(Markable):
    """One series of a chart: its name, and a number for each category."""

    name: LettersText
    form: Literal["line"] | None = Field(None, description="A line over the columns of a chart.")
    axis: Literal["left", "right"] = Field(
        "left", description="Where its numbers are read; a line may have an axis at the right."
    )
    x: tuple[Plain, ...] = Field(
        (), max_length=60, description="Of a scatter chart: for each value where it stands."
    )
    values: tuple[RichText, ...] = Field(
        min_length=1,
        max_length=60,
        description="Numbers with a point before decimals, n/a, or a slot.",
    )


_SeriesOrSlot = Annotated[Annotated[SeriesSpec, Tag("given")] | _WithheldTag, Discriminator(_part)]


class AnnotationSpec(Authored):
    """Some words at one number of a chart, with a line that leads to it."""

    category: Annotated[int, Field(ge=1, le=60)] = Field(
        description="Number of its category, counted from 1 as they are written."
    )
    series: Annotated[int, Field(ge=1, le=12)] = Field(1, description="Number of its series.")
    text: LettersText = Field(description="Up to 40 letters.")


class ChartSpec(Markable):
    """A chart: bars upright (column) or lying (bar), lines, areas, points, parts of a whole."""

    form: Literal["column", "bar", "line", "area", "scatter", "pie", "doughnut"]
    stacked: bool = Field(default=False, description="Bars or areas stand on each other.")
    alt: LettersText = Field(description="What the chart shows, for readers who cannot see it.")
    unit: LettersText | None = Field(None, description="What is counted, printed above the chart.")
    right_unit: Plain | None = Field(
        None, description="What the axis at the right counts, printed above it."
    )
    x_unit: Plain | None = Field(
        None, description="What the axis below a scatter chart counts, printed below it."
    )
    decimals: Annotated[int, Field(ge=0, le=9)] | None = Field(
        None, description="Decimals of the numbers; as many as are given, when left out."
    )
    highlight: Annotated[int, Field(ge=1, le=24)] | None = Field(
        None,
        description="What it is about: the number of a series, or of the only one's category.",
    )
    annotation: AnnotationSpec | None = Field(
        None, description="Some words at one number: of columns, bars, lines or areas."
    )
    order: Literal["given", "value"] = Field(
        "given", description="By value: the largest category first; lines keep their order."
    )
    categories: tuple[LettersText, ...] = Field(
        (), max_length=60, description="None for a scatter chart; up to 60 for lines, areas."
    )
    series: tuple[_SeriesOrSlot, ...] = Field(
        min_length=1, max_length=12, description="Up to 12 lines or groups of points; 6 others."
    )


ChartOrSlot = Annotated[Annotated[ChartSpec, Tag("given")] | _WithheldTag, Discriminator(_part)]


class ImageSpec(Markable):
    """A picture from the dossier's folder ``media``."""

    file: MediaName = Field(description="Name of a PNG or JPEG file in the folder media.")
    alt: LettersText = Field(description="What the picture shows, for readers who cannot see it.")
    caption: RichText | None = None


ImageOrSlot = Annotated[Annotated[ImageSpec, Tag("given")] | _WithheldTag, Discriminator(_part)]


class MixedFigure(Authored):
    """One figure of several: a table, a chart, a picture or a map, with a heading if needed."""

    heading: RichText | None = None
    table: TableOrSlot | None = Field(None, description="The figure; or one of the others.")
    chart: ChartOrSlot | None = Field(None, description="The figure; or one of the others.")
    image: ImageOrSlot | None = Field(None, description="The figure; or one of the others.")
    map: MapOrSlot | None = Field(None, description="The figure; or one of the others.")


class TimelineEntry(Markable):
    """A point in time and what happened."""

    label: RichText = Field(description="As printed on the line: a year, a month, a phase.")
    text: RichText
    at: Annotated[str, StringConstraints(pattern=r"^\d{4}(?:-\d\d(?:-\d\d)?)?$")] | None = Field(
        None, description="When: YYYY, YYYY-MM or YYYY-MM-DD; for spacing by time."
    )


TimelineEntryOrSlot = Annotated[
    Annotated[TimelineEntry, Tag("given")] | _WithheldTag, Discriminator(_part)
]


class TimelineSpec(Markable):
    """Points on a line of time, in a text."""

    spacing: Literal["even", "time"] = Field(
        "even", description="even: by order; time: as far apart as the times given with 'at'."
    )
    entries: tuple[TimelineEntryOrSlot, ...] = Field(min_length=2, max_length=8)


TimelineOrSlot = Annotated[
    Annotated[TimelineSpec, Tag("given")] | _WithheldTag, Discriminator(_part)
]


class Column(Authored):
    """One of two columns: a heading, a text, points; at least one of them."""

    heading: RichText | None = None
    text: RichLines | None = None
    points: Points = ()


class KeyFigure(Markable):
    """A number that stands for a statement."""

    number: RichText = Field(description="The number, with its sign: 64, +39 %.")
    unit: LettersText | None = Field(None, description="Behind the number, smaller: million, %.")
    statement: RichText = Field(description="What the number says.")
    comparison: RichText | None = Field(
        None, description="Below, smaller: what it compares with, or why it is so."
    )


KeyFigureOrSlot = Annotated[Annotated[KeyFigure, Tag("given")] | _WithheldTag, Discriminator(_part)]


class Request(Markable):
    """What delegations are asked to do."""

    text: RichText


RequestOrSlot = Annotated[
    Annotated[Request, BeforeValidator(_as_point), Tag("given")] | _WithheldTag,
    Discriminator(_part),
]
RequestOrText = Annotated[Request, BeforeValidator(_as_point)]


class Criterion(Markable):
    """A criterion, and how each option fares by it."""

    criterion: RichText
    ratings: tuple[CellText, ...] = Field(
        min_length=2,
        max_length=4,
        description="One for each option: meets, partly, fails (printed in the dossier's language "
        "behind a mark), or words of your own.",
    )


CriterionOrSlot = Annotated[Annotated[Criterion, Tag("given")] | _WithheldTag, Discriminator(_part)]


class Cost(Authored):
    """What each option costs."""

    label: RichText = Field(description="What is counted: Cost, EUR million.")
    values: tuple[CellText, ...] = Field(
        min_length=2, max_length=4, description="One for each option; n/a where there is none."
    )


class NextStep(Markable):
    """A step: by when, what, who."""

    by: RichText = Field(description="Its date, as printed.")
    step: RichText
    responsible: RichText
    done: bool = Field(default=False, description="Print a check mark before its date.")


Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d(?:-\d\d)?$")]


class Phase(Markable):
    """A phase of work, from one month or day to another; or a milestone."""

    name: RichText
    starts: Day | None = Field(None, description="Its first month or day: YYYY-MM or YYYY-MM-DD.")
    ends: Day | None = Field(None, description="Its last month or day.")
    at: Day | None = Field(None, description="Of a milestone: its month or day.")
    done: bool = Field(default=False, description="Print a check mark before its time.")


PhaseOrSlot = Annotated[Annotated[Phase, Tag("given")] | _WithheldTag, Discriminator(_part)]
NextStepOrSlot = Annotated[Annotated[NextStep, Tag("given")] | _WithheldTag, Discriminator(_part)]
