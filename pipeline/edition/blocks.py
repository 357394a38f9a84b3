"""Primitives of slides: lists, cards, tables, charts, maps, pictures, withheld frames.

Reading order is the order of the fields and tuples. Text is always a tuple of runs.
"""

from __future__ import annotations

from collections.abc import Sized
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from pipeline.edition.primitive import Bar, Primitive
from pipeline.edition.runs import MarkerRun, Runs

ParagraphStyle = Literal[
    "body", "lead", "heading", "remark", "source", "row", "date", "quote", "attribution"
]


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
    """An unordered list; ``columns`` > 1 flows the items down each column in turn.

    Attributes:
        ruled: few short items stand as rows between rules.
    """

    kind: Literal["bullets"] = "bullets"
    region: str = "body"
    items: tuple[Item, ...]
    columns: int = 1
    ruled: bool = False


class Card(Primitive):
    """One card: a number (may be empty), a short heading, a text.

    Attributes:
        figure: a large number which the heading explains; a marker is not as large.
        unit: behind the figure, on its line.
    """

    number: str = ""
    figure: Runs = ()
    unit: Runs = ()
    heading: Runs
    text: Runs


class CardStyles(NamedTuple):
    """Text styles of a card's parts: its number or figure, the unit, heading and text."""

    number: str
    unit: str
    heading: str
    text: str


class Cards(Primitive):
    """Cards in reading order, row by row.

    Attributes:
        form: "requests" for rows of large letters without rules between them.
    """

    kind: Literal["cards"] = "cards"
    region: str = "body"
    columns: int
    form: Literal["", "requests"] = ""
    cards: tuple[Card, ...]

    @property
    def ruled(self) -> bool:
        """Say whether the cards are rows, between rules if any, with numbers in a column."""
        return self.columns == 1 and not any(card.text or card.figure for card in self.cards)

    @property
    def row_style(self) -> str:
        """Return the text style of rows."""
        return "request" if self.form else "body"

    @property
    def styles(self) -> CardStyles:
        """Return the text styles of the parts of cards."""
        if not any(card.figure for card in self.cards):
            return CardStyles("card_number", "unit", "card_heading", "card_text")
        if self.columns == 1:
            return CardStyles("point", "unit", "point_text", "remark")
        return CardStyles("figure", "unit", "figure_text", "remark")


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
        bar: the place of its words on a line of time, with a bar below them.
    """

    runs: Runs
    header: Literal["", "column", "row"] = ""
    numeric: bool = False
    columns: int = 1
    rows: int = 1
    covered: bool = False
    bar: Bar | None = None


class Table(Primitive):
    """A grid: every row has a cell for every column; the first ``header_rows`` repeat.

    Attributes:
        total: the last row sums up those above it.
        marked: column between two rules, from 0; 0 for none, as the first names the rows.
        roomy: rows are higher than their words, which stand in their middle.
        shares: of the width that each column has; empty where their content decides.
    """

    kind: Literal["table"] = "table"
    region: str = "body"
    alt: str
    header_rows: int = 1
    total: bool = False
    marked: int = 0
    roomy: bool = False
    shares: tuple[float, ...] = ()
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def is_timed(self) -> bool:
        """Say whether all columns but the first are a line of time, whose words begin at them."""
        return any(cell.bar for row in self.rows for cell in row)

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


ChartForm = Literal["column", "bar", "line", "area", "scatter", "pie", "doughnut"]


class Series(Primitive):
    """One series of a chart.

    Attributes:
        values: one for each category; None where there is none to be shown.
        shown: the same as printed in the edition's language; a marker where a number is withheld,
            a word where there is none.
        xs, shown_xs: of a scatter chart, where each value stands, and how that is printed.
        line: it is a line over the columns of a chart.
        right: its values are read at the second axis, at the right.
    """

    name: Runs
    values: tuple[float | None, ...]
    shown: tuple[Runs, ...]
    xs: tuple[float, ...] = ()
    shown_xs: tuple[str, ...] = ()
    line: bool = False
    right: bool = False


class Annotation(Primitive):
    """Some words at one number of a chart.

    Attributes:
        place: index of its category.
        series: index of its series.
        runs: the words.
    """

    place: int
    series: int
    runs: Runs


class Chart(Primitive):
    """A chart of numbers by category.

    Attributes:
        form: upright bars, lying bars, lines, areas, points that stand by two numbers, a pie or a
            ring; the last two have one series.
        stacked: bars or areas stand on each other.
        decimals: of the values as printed.
        highlight: number of the series, or of the only one's category, that the chart is about,
            from 1; 0 for none.
        annotation: words at one of its numbers.
        totals: of each category's bars that stand on each other, as printed; empty where a part
            is missing, or withheld from the public.
        unit: what the values count, printed above the chart; may be empty.
        ticks: values of the axis, from its start to its end; chosen from public values (G5).
        tick_labels: the same as printed.
        second_unit, second_ticks, second_tick_labels: of the axis at the right, or of the one below
            a scatter chart.
    """

    kind: Literal["chart"] = "chart"
    region: str = "body"
    alt: str
    form: ChartForm
    stacked: bool = False
    decimals: int = 0
    highlight: int = 0
    annotation: Annotation | None = None
    totals: tuple[str, ...] = ()
    unit: Runs = ()
    categories: tuple[Runs, ...]
    series: tuple[Series, ...]
    ticks: tuple[float, ...]
    tick_labels: tuple[str, ...]
    second_unit: str = ""
    second_ticks: tuple[float, ...] = ()
    second_tick_labels: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        pairs: list[tuple[Sized, Sized]] = [
            (self.ticks, self.tick_labels),
            (self.second_ticks, self.second_tick_labels),
        ]
        for series in self.series:
            places = series.xs if self.form == "scatter" else self.categories
            pairs += [(series.values, places), (series.shown, places), (series.xs, series.shown_xs)]
        if any(len(given) != len(wanted) for given, wanted in pairs):
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
    """Frame with a marker in place of a withheld figure or table; its size is fixed (G5).

    Attributes:
        words: the line below the marker; holds ``{grounds}``.
    """

    kind: Literal["withheld"] = "withheld"
    region: str = "body"
    marker: MarkerRun
    words: str = ""

    @property
    def line(self) -> str:
        """Return the line below the marker: what is missing, and on which grounds."""
        return self.words.replace("{grounds}", self.marker.label)


Block = Annotated[
    Paragraph | BulletList | Cards | Timeline | Table | Map | Chart | Picture | Withheld,
    Field(discriminator="kind"),
]
