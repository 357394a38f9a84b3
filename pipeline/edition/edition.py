"""Primitives of an edition: what one audience may read, in one language; JSON and digest.

An ``Edition`` is frozen, has no field that could hold a withheld value's slot secret, and knows
nothing of how authors write. Renderers get one rebuilt from its JSON, so whatever is not in that
JSON cannot be in a file. No type here may import from ``pipeline.content`` (G1, G2).

Reading order is the order of the fields and tuples. Text is always a tuple of runs.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.resources.authorities import CatalogueFacts

Audience = Literal["full", "public"]
Format = Literal["pptx", "docx", "pdf", "html"]
PdfProfile = Literal["ua1-a2a", "ua2-a4"]
"""The standards that a PDF keeps: PDF/UA-1 and PDF/A-2a, or PDF/UA-2 and PDF/A-4 in PDF 2.0."""
FORMATS: tuple[Format, ...] = ("pptx", "docx", "pdf", "html")
#: What is made of a dossier that does not say which formats it wants.
USUAL_FORMATS: tuple[Format, ...] = ("pptx", "docx", "pdf")


class Primitive(BaseModel):
    """Base class of everything an edition is made of."""

    # built when first used: most runs need few of these types by themselves
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )


class TextRun(Primitive):
    """Text of one emphasis, link and language.

    Attributes:
        href: link target, http(s) or mailto.
        withheld: this edition prints the words, the public edition prints a marker instead.
        lang: BCP 47 tag of the words' language, ``de`` or ``de-AT``; None for the edition's own.
    """

    kind: Literal["text"] = "text"
    text: str
    strong: bool = False
    emphasis: bool = False
    href: str | None = None
    withheld: bool = False
    lang: str | None = None


class MarkerRun(Primitive):
    """One redaction marker.

    Attributes:
        text: what is printed; a fixed phrase that says nothing of what it stands for (G5).
        spoken: what a screen reader says: the word and the grounds.
        number: position among the markers of the edition, from 1, in reading order (G6).
        grounds: ids from the closed list, in its order.
        label: the grounds in words, as the cover would print them.
        reason: why they apply here, if the reviewer gave a reason; public.
    """

    kind: Literal["marker"] = "marker"
    text: str
    spoken: str
    number: int
    grounds: tuple[str, ...]
    label: str = ""
    reason: str = ""


class NoteRun(Primitive):
    """A reference to a footnote of the same slide.

    Attributes:
        mark: what is printed, for example ``*`` or ``1``.
        index: position in ``Slide.footnotes``, from 0.
    """

    kind: Literal["note"] = "note"
    mark: str
    index: int


Run = Annotated[TextRun | MarkerRun | NoteRun, Field(discriminator="kind")]
Runs = tuple[Run, ...]


ParagraphStyle = Literal["body", "lead", "heading", "remark", "row", "quote", "attribution"]


class Paragraph(Primitive):
    """One paragraph in one of the theme's text styles."""

    kind: Literal["paragraph"] = "paragraph"
    region: str = "body"
    style: ParagraphStyle = "body"
    runs: Runs


class Item(Primitive):
    """A list item and the items below it."""

    runs: Runs
    items: tuple[Item, ...] = ()


class BulletList(Primitive):
    """An unordered list; ``columns`` > 1 flows the items down each column in turn."""

    kind: Literal["bullets"] = "bullets"
    region: str = "body"
    items: tuple[Item, ...]
    columns: int = 1


class Card(Primitive):
    """One card: a number in a disc (may be empty), a short heading, a text."""

    number: str = ""
    heading: Runs
    text: Runs


class Cards(Primitive):
    """Cards of equal size in reading order, row by row."""

    kind: Literal["cards"] = "cards"
    region: str = "body"
    columns: int
    cards: tuple[Card, ...]


class TimelinePoint(Primitive):
    """One point of a timeline: its label on the line (a year) and what happened.

    Attributes:
        at: place on the line, from 0 at its start to 1 at its end; None to space evenly.
    """

    label: Runs
    text: Runs
    at: float | None = None


class Timeline(Primitive):
    """Points in time in the author's order, spaced evenly or as their times are."""

    kind: Literal["timeline"] = "timeline"
    region: str = "body"
    points: tuple[TimelinePoint, ...]


class Cell(Primitive):
    """One table cell.

    Attributes:
        header: "" for data, "column" or "row" for a header cell and its direction.
        numeric: align right.
        columns, rows: how many columns and rows of the grid the cell covers.
        covered: a cell above or to the left covers this place; it has no text.
    """

    runs: Runs
    header: Literal["", "column", "row"] = ""
    numeric: bool = False
    columns: int = 1
    rows: int = 1
    covered: bool = False


class Table(Primitive):
    """A grid: every row has a cell for every column; the first ``header_rows`` repeat."""

    kind: Literal["table"] = "table"
    region: str = "body"
    alt: str
    header_rows: int = 1
    rows: tuple[tuple[Cell, ...], ...]

    @model_validator(mode="after")
    def _is_rectangular(self) -> Self:
        if len({len(row) for row in self.rows}) != 1:
            raise ValueError("rows differ in length")
        return self


MapFill = Literal["area", "partner", "hatched", "dotted", "withheld"]


class MapCategory(Primitive):
    """A group of states on a map.

    Attributes:
        label: printed in the legend; empty when the category is explained beside the map.
        fill: token of the theme; fills differ in lightness or pattern, not in hue alone.
        states: ISO 3166-1 alpha-3 codes (XKX for Kosovo*); may be empty.
    """

    label: Runs
    fill: MapFill
    states: tuple[str, ...]


class Map(Primitive):
    """A map in one of the views of templates/maps, with an optional second, closer view."""

    kind: Literal["map"] = "map"
    region: str = "figure"
    view: str
    inset: str | None = None
    alt: str
    categories: tuple[MapCategory, ...]


ChartForm = Literal["column", "bar", "line", "pie", "doughnut"]


class Series(Primitive):
    """One series of a chart.

    Attributes:
        values: one for each category; None where there is none to be shown.
        shown: the same as printed in the edition's language; a marker where a number is withheld,
            a word where there is none.
    """

    name: Runs
    values: tuple[float | None, ...]
    shown: tuple[Runs, ...]


class Chart(Primitive):
    """A chart of numbers by category.

    Attributes:
        form: upright bars, lying bars, lines, a pie or a ring; the last two have one series.
        stacked: bars stand on each other.
        decimals: of the values as printed.
        unit: what the values count, printed above the chart; may be empty.
        ticks: values of the axis, from its start to its end; chosen from public values (G5).
        tick_labels: the same as printed.
    """

    kind: Literal["chart"] = "chart"
    region: str = "body"
    alt: str
    form: ChartForm
    stacked: bool = False
    decimals: int = 0
    unit: Runs = ()
    categories: tuple[Runs, ...]
    series: tuple[Series, ...]
    ticks: tuple[float, ...]
    tick_labels: tuple[str, ...]

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        count = len(self.categories)
        rows = [row for one in self.series for row in (one.values, one.shown)]
        if any(len(row) != count for row in rows) or len(self.ticks) != len(self.tick_labels):
            raise ValueError("values and labels differ in number")
        return self


class Picture(Primitive):
    """A picture with its caption.

    Attributes:
        data: a PNG made from the pixels alone (G15), in base 64.
        width, height: pixels.
    """

    kind: Literal["picture"] = "picture"
    region: str = "body"
    alt: str
    caption: Runs = ()
    data: str
    width: int
    height: int


class Withheld(Primitive):
    """Box with a marker in place of a withheld figure or table; its size is fixed (G5)."""

    kind: Literal["withheld"] = "withheld"
    region: str = "body"
    marker: MarkerRun


Block = Annotated[
    Paragraph | BulletList | Cards | Timeline | Table | Map | Chart | Picture | Withheld,
    Field(discriminator="kind"),
]

Layout = Literal[
    "title",
    "section",
    "text",
    "text-figure",
    "columns",
    "cards-2",
    "cards-3",
    "cards-4",
    "table",
    "timeline",
    "map",
    "chart",
    "image",
    "quote",
    "agenda",
    "closing",
]
"""Kinds of slides by their geometry; each has its boxes in the theme, and a layout in the deck."""


class Frame(Primitive):
    """Rectangle that ``fit`` gave a block, and its step of the type scale.

    Attributes:
        x, y: top left corner; points from the top left of the slide.
        width, height: points.
        step: 0 is the theme's largest size for the block's styles; each step is one smaller.
        columns: a table's column widths in points; empty for other blocks.
        rows: a table's row heights in points; empty for other blocks.
    """

    x: float
    y: float
    width: float
    height: float
    step: int
    columns: tuple[float, ...] = ()
    rows: tuple[float, ...] = ()


class Slide(Primitive):
    """One slide of the deck, one landscape page of the document.

    Attributes:
        overline: lines above the title, read before it (an agency's name).
        numeral: "I." on a slide that opens a section, else empty.
        title, subtitle: together the slide's title.
        footnotes: the printed notes; a note repeats its own mark.
        notes: speaker notes, one paragraph each.
        frames: empty until ``fit`` has placed the blocks; then one for each block.
        title_step: step of the title in the type scale; set by ``fit``.
        stamp: on the opening slide of a public edition of which parts are withheld; else empty.
        footnote_height: points that ``fit`` reserves above the footer for the footnotes.
        part: from 1 where ``fit`` has divided a slide over several, else 0; the title then ends
            with a run that tells which part it is.
        flow: where ``fit`` has divided a table, on its first slide: the whole table as it stands in
            the document; its rows are least heights in points of the page.
        sheets: pages that the slide takes in the document; none if it continues such a table.
    """

    number: int
    layout: Layout
    overline: tuple[Runs, ...] = ()
    numeral: str = ""
    title: Runs
    subtitle: Runs = ()
    blocks: tuple[Block, ...]
    footnotes: tuple[Runs, ...] = ()
    notes: tuple[Runs, ...] = ()
    frames: tuple[Frame, ...] = ()
    title_step: int = 0
    footnote_height: float = 0
    part: int = 0
    flow: Frame | None = None
    sheets: int = 1
    stamp: str = ""

    @model_validator(mode="after")
    def _is_fitted_or_not(self) -> Self:
        if self.frames and len(self.frames) != len(self.blocks):
            raise ValueError("one frame per block")
        return self


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


class WebWords(Primitive):
    """Phrases of the web page alone, in the edition's language.

    Attributes:
        skip: link over cover and contents.
        contents: heads the list of slides.
        slide: stands above each title; holds ``{number}``.
        numbers: names the table below a chart.
        back: from a footnote to its reference; for screen readers alone.
        withheld, withheld_end: spoken around words that the public edition withholds.
    """

    skip: str = ""
    contents: str = ""
    slide: str = ""
    numbers: str = ""
    back: str = ""
    withheld: str = ""
    withheld_end: str = ""


class GroundUse(Primitive):
    """Use of a legal ground in this edition: how many markers rest on it."""

    id: str
    reference: str
    label: str
    markers: int


class Edition(Primitive):
    """Complete content of one dossier for one audience, in one language.

    Attributes:
        file_stem: name of every file of this edition, without its extension.
        date: of the document, ISO 8601.
        title: document title for properties and headings; from public runs in a public edition.
        author: corporate author for the properties.
        full_mark: says that this is the full edition of what the public gets in part; else empty.
        page_word: "Page" in the edition's language, for the foot of pages.
        slide_word: the same for slides, with ``{number}``; empty if the pages are no slides.
        notes_word: "Notes", names the footnotes of a slide.
        contents_title: "Contents", heads the table of contents of document and PDF; empty for none.
        web: phrases of the web page; empty for the other formats.
        catalogue: for the catalogue record; empty for every format.
        pdf_profile: of the PDF.
    """

    schema_version: Literal[1] = 1
    dossier: str
    audience: Audience
    language: str
    reference: str
    file_stem: str
    marking: str
    date: str
    title: str
    author: str
    full_mark: str = ""
    page_word: str
    slide_word: str = ""
    notes_word: str
    map_word: str
    contents_title: str = ""
    web: WebWords = WebWords()
    catalogue: CatalogueFacts = CatalogueFacts()
    pdf_profile: PdfProfile = "ua1-a2a"
    cover: Cover
    slides: tuple[Slide, ...]
    grounds: tuple[GroundUse, ...] = ()

    @property
    def footer(self) -> tuple[str, ...]:
        """Return the texts at the foot of every page before its number."""
        parts = (self.reference, self.marking, self.full_mark, self.language.upper())
        return tuple(part for part in parts if part)


def view_for(edition: Edition, fmt: Format) -> Edition:
    """Return the part of an edition that a format draws.

    Only the deck carries speaker notes; only document and PDF have a table of contents on pages.
    A web page flows: where ``fit`` has placed its blocks does not count. None draws ``catalogue``.

    A file's freshness is decided by the digest of this view, so a change that a format does not
    draw does not rebuild its file.
    """
    edition = edition.model_copy(update={"catalogue": CatalogueFacts()})
    if fmt != "pdf":
        edition = edition.model_copy(update={"pdf_profile": "ua1-a2a"})
    if fmt != "docx":
        one_each = {"flow": None, "sheets": 1}
        slides = tuple(slide.model_copy(update=one_each) for slide in edition.slides)
        edition = edition.model_copy(update={"slides": slides})
    if fmt == "pptx":
        return edition.model_copy(update={"contents_title": "", "web": WebWords()})
    bare = tuple(slide.model_copy(update={"notes": ()}) for slide in edition.slides)
    if fmt != "html":
        return edition.model_copy(update={"slides": bare, "web": WebWords()})
    unplaced = {"frames": (), "title_step": 0, "footnote_height": 0.0}
    flowing = tuple(slide.model_copy(update=unplaced) for slide in bare)
    return edition.model_copy(update={"slides": flowing, "contents_title": ""})


def to_json(edition: Edition) -> bytes:
    """Return canonical JSON: sorted keys, no spaces, UTF-8, one final newline."""
    data = edition.model_dump(mode="json")
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode() + b"\n"


def from_json(data: bytes) -> Edition:
    """Rebuild an edition from its JSON."""
    return Edition.model_validate_json(data)


def digest(edition: Edition) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(to_json(edition)).hexdigest()
