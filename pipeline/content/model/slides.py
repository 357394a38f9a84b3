"""Models of presentation.yaml: one for each kind of slide.

To add a kind, add a model here and its lowering in ``pipeline.compose``; see
docs/adding-a-slide-kind.md.
"""

from __future__ import annotations

from typing import Annotated, Literal, cast

from pydantic import Field, StringConstraints, ValidatorFunctionWrapHandler, WrapValidator

from pipeline.content import markup
from pipeline.content.model.dossier_yaml import (
    Authored,
    Id,
    LettersText,
    NotelessLines,
    RichLines,
    RichText,
)
from pipeline.content.model.lazy_types import OneOfKinds
from pipeline.content.model.parts import (
    Agreement,
    ChartOrSlot,
    Column,
    Cost,
    CriterionOrSlot,
    Day,
    FootnoteText,
    ImageOrSlot,
    KeyFigureOrSlot,
    LabelledText,
    MapOrSlot,
    Markable,
    MixedFigure,
    NextStepOrSlot,
    PartnerOrSlot,
    PhaseOrSlot,
    Points,
    RequestOrSlot,
    TableOrSlot,
    TimelineEntryOrSlot,
)


def _numeral(value: object, handler: ValidatorFunctionWrapHandler) -> str:
    return "" if value is markup.GAP else cast("str", handler(value))


#: Empty in a draft that lacks it.
Numeral = Annotated[str, StringConstraints(pattern=r"^[IVXLC]+$"), WrapValidator(_numeral)]


class _Slide(Markable):
    title: RichText
    subtitle: RichText | None = Field(None, description="Second line of the title.")
    footnotes: dict[Id, FootnoteText] = Field(default_factory=dict)
    notes: NotelessLines | None = Field(None, description="Speaker notes, one paragraph a line.")


class _Opener(_Slide):
    section: Numeral | None = Field(None, description="Numeral of the section it opens.")


class TitleSlide(_Slide):
    """The first slide: who speaks about what, when."""

    kind: Literal["title"]
    agency: RichText | None = None
    lines: RichLines | None = Field(None, description="Speaker, unit, division, date.")


class ObjectivesSlide(_Opener):
    """Two to four objectives side by side, with a text before and points after them."""

    kind: Literal["objectives"]
    numbered: bool = Field(default=False, description="Print a number above each objective.")
    lead: RichLines | None = None
    heading: RichText | None = Field(None, description="Names the objectives.")
    objectives: tuple[LabelledText, ...] = Field(min_length=2, max_length=4)
    points: Points = ()


class ClustersSlide(_Opener):
    """Numbered clusters, two by two."""

    kind: Literal["clusters"]
    numbered: bool = Field(default=False, description="Print a number above each cluster.")
    clusters: tuple[LabelledText, ...] = Field(min_length=2, max_length=6)


class AgreementsSlide(_Opener):
    """Agreements on a line of years."""

    kind: Literal["agreements"]
    agreements: tuple[Agreement, ...] = Field(min_length=2, max_length=8)
    remark: RichText | None = None


class ArrangementsSlide(_Slide):
    """A list of partner countries beside a map on which they are coloured."""

    kind: Literal["arrangements"]
    lead: RichText | None = None
    partners: tuple[PartnerOrSlot, ...] = Field(min_length=1, max_length=60)
    map: MapOrSlot | None = None


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


class TableSlide(_Opener):
    """A table."""

    kind: Literal["table"]
    lead: RichLines | None = None
    table: TableOrSlot


class CardsSlide(_Opener):
    """Short labelled texts as cards of equal size."""

    kind: Literal["cards"]
    lead: RichLines | None = None
    columns: Annotated[int, Field(ge=2, le=4)] | None = Field(
        None, description="Cards side by side; as many as there are, up to 3, when left out."
    )
    numbered: bool = Field(default=False, description="Print a number above each card's heading.")
    cards: tuple[LabelledText, ...] = Field(min_length=2, max_length=8)
    points: Points = ()


class ColumnsSlide(_Opener):
    """Two columns of text side by side."""

    kind: Literal["columns"]
    left: Column
    right: Column


class TimelineSlide(_Opener):
    """Points on a line of time."""

    kind: Literal["timeline"]
    lead: RichLines | None = None
    spacing: Literal["even", "time"] = Field(
        "even", description="even: by order; time: as far apart as the times given with 'at'."
    )
    entries: tuple[TimelineEntryOrSlot, ...] = Field(min_length=2, max_length=8)
    remark: RichText | None = None


class MapSlide(_Opener):
    """A map with its legend; with points, beside them."""

    kind: Literal["map"]
    lead: RichLines | None = None
    map: MapOrSlot
    points: Points = ()


class ChartSlide(_Opener):
    """A chart; with points, beside them."""

    kind: Literal["chart"]
    lead: RichLines | None = None
    chart: ChartOrSlot
    points: Points = ()
    remark: RichText | None = Field(None, description="Below the chart, for its source.")


class ImageSlide(_Opener):
    """A picture; with points, beside them."""

    kind: Literal["image"]
    lead: RichLines | None = None
    image: ImageOrSlot
    points: Points = ()


class ImagesSlide(_Opener):
    """Two to nine pictures side by side; a text stands above or beside them."""

    kind: Literal["images"]
    lead: RichLines | None = None
    points: Points = ()
    images: tuple[ImageOrSlot, ...] = Field(min_length=2, max_length=9)


class MixedSlide(_Opener):
    """One to four figures, with headings if needed; a text stands above or beside them."""

    kind: Literal["mixed"]
    lead: RichLines | None = None
    points: Points = ()
    figures: tuple[MixedFigure, ...] = Field(min_length=1, max_length=4)
    remark: RichText | None = Field(None, description="At the foot, for the source.")


class FiguresSlide(_Opener):
    """Two to four numbers side by side, each with what it says."""

    kind: Literal["figures"]
    figures: tuple[KeyFigureOrSlot, ...] = Field(min_length=2, max_length=4)
    remark: RichText | None = Field(None, description="At the foot, for the source.")


class DecisionSlide(_Opener):
    """What delegations are asked: one to three requests, lettered by the program."""

    kind: Literal["decision"]
    invitation: RichText | None = Field(
        None, description="Above the requests; 'Delegations are invited to' when left out."
    )
    requests: tuple[RequestOrSlot, ...] = Field(min_length=1, max_length=3)
    forum: RichText | None = Field(None, description="At the foot: where and when it is decided.")


class OptionsSlide(_Opener):
    """Two to four options side by side, and how each fares by some criteria."""

    kind: Literal["options"]
    alt: LettersText = Field(description="What the table tells, for readers who cannot see it.")
    options: tuple[RichText, ...] = Field(min_length=2, max_length=4)
    preferred: Annotated[int, Field(ge=1, le=4)] | None = Field(
        None, description="Which option is preferred, counted from 1."
    )
    criteria: tuple[CriterionOrSlot, ...] = Field(min_length=1, max_length=8)
    cost: Cost | None = Field(None, description="A last row with numbers.")


class NextStepsSlide(_Opener):
    """Who does what by when, or phases on a line of time; the next step is in bold letters."""

    kind: Literal["next-steps"]
    alt: LettersText = Field(description="What the table tells, for readers who cannot see it.")
    steps: tuple[NextStepOrSlot, ...] = Field((), max_length=6)
    phases: tuple[PhaseOrSlot, ...] = Field(
        (), max_length=6, description="Bars of months or quarters, instead of steps."
    )
    today: Day | None = Field(None, description="Point to this day above the phases.")


class MessageSlide(_Opener):
    """A chart or a map with the number that it proves; the title is the sentence."""

    kind: Literal["message"]
    chart: ChartOrSlot | None = Field(None, description="The figure; or give a map.")
    map: MapOrSlot | None = Field(None, description="The figure; or give a chart.")
    point: KeyFigureOrSlot
    remark: RichText | None = Field(None, description="Below the figure, for its source.")


class QuoteSlide(_Opener):
    """Somebody's words."""

    kind: Literal["quote"]
    quote: RichLines
    attribution: RichText | None = Field(None, description="Whose words, and where they stand.")


class AgendaSlide(_Slide):
    """The sections of the deck, listed by the program."""

    kind: Literal["agenda"]


class SectionSlide(_Slide):
    """Opens a section, and lists the titles of its slides."""

    kind: Literal["section"]
    section: Numeral = Field(description="Numeral of the section, such as II.")
    lead: RichLines | None = None
    listed: bool = Field(default=True, description="List the titles of the section's slides.")


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
    | CardsSlide
    | ColumnsSlide
    | TimelineSlide
    | MapSlide
    | ChartSlide
    | ImageSlide
    | ImagesSlide
    | MixedSlide
    | FiguresSlide
    | DecisionSlide
    | OptionsSlide
    | NextStepsSlide
    | MessageSlide
    | QuoteSlide
    | AgendaSlide
    | SectionSlide
    | ClosingSlide
)
_AnySlide = Annotated[GivenSlide | WithheldSlide, Field(discriminator="kind")]
Slide = Annotated[_AnySlide, OneOfKinds(_AnySlide)]


class Presentation(Authored):
    """presentation.yaml: the deck."""

    slides: tuple[Slide, ...] = Field(min_length=1)
