"""Types for what the reader finds in an office file, as JSON that leaves its process.

Nothing withheld is in it: words under a black box are counted, and not kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

#: In the place of withheld words: what shows that they were withheld.
Withheld = Literal["", "marker", "highlight", "covered", "black"]
Fate = Literal["taken", "changed", "left-out", "to-withhold"]


@dataclass
class Run:
    """Words of one look.

    Attributes:
        text: empty if they are withheld.
        href: target of a link; '' if there is none.
        lang: tag as the file has it; '' if it has none.
        withheld: how the file shows that they are.
        words: that are withheld.
        note: of a document: key of the footnote that stands here, instead of words.
        place: of a document: bookmark to whose number the words lead.
    """

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    lang: str = ""
    withheld: Withheld = ""
    words: int = 0
    note: str = ""
    place: str = ""


@dataclass
class Told:
    """Something to be told of a thing: a stable code, and words for a person.

    Attributes:
        text: visible words concerned; None for what is hidden or withheld.
    """

    what: str
    why: str
    words: str
    fate: Fate = "left-out"
    text: str | None = None
    at: str | None = None
    shape: int | None = None
    name: str = ""


@dataclass
class Paragraph:
    """A paragraph.

    Attributes:
        level: from 0.
        bulleted: it bears a mark or a number.
        size: of its largest letters, in points; 0 if unknown.
        spacing: above it, in points.
        is_left: its lines begin at the left.
        told: what was changed in it, as (code, words).
    """

    runs: list[Run]
    level: int = 0
    bulleted: bool = False
    size: float = 0.0
    spacing: float = 0.0
    is_left: bool = False
    told: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Box:
    """Place on the slide, in points, from its top left."""

    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0


Role = Literal["title", "subtitle", "body", "free", "footer", "smartart", "caption"]


@dataclass
class Text:
    """A shape with words.

    Attributes:
        size: of its largest letters, in points; 0 if unknown.
    """

    shape: int
    name: str
    box: Box
    role: Role
    paragraphs: list[Paragraph]
    size: float = 0.0
    type: Literal["text"] = "text"


@dataclass
class Cell:
    """A cell of a table that others do not cover.

    Attributes:
        margin: at the left of its words, in points.
    """

    paragraphs: list[Paragraph]
    columns: int = 1
    rows: int = 1
    margin: float = 0.0


@dataclass
class Table:
    """A table; each row has the cells that begin in it.

    Attributes:
        tops, lefts: where rows and columns begin and the last ends, in points.
        alt: alternative text; '' if it has none.
        withheld: a black box lies on it.
        has_header: its first row may name its columns.
    """

    shape: int
    name: str
    box: Box
    rows: list[list[Cell]]
    columns: int
    first_row: bool = False
    first_column: bool = False
    last_row: bool = False
    tops: list[float] = field(default_factory=list)
    lefts: list[float] = field(default_factory=list)
    alt: str = ""
    withheld: bool = False
    has_header: bool = True
    type: Literal["table"] = "table"


@dataclass
class Series:
    """Numbers of a chart as they are written; '' where there is none.

    Attributes:
        xs: of a scatter or bubble chart.
        sizes: of a bubble chart.
    """

    name: str
    categories: list[str]
    values: list[str]
    xs: list[str] = field(default_factory=list)
    sizes: list[str] = field(default_factory=list)
    format: str = ""


@dataclass
class Plot:
    """One of the plots of a chart: its element's name without 'Chart', and how it is grouped."""

    kind: str
    grouping: str
    lying: bool
    series: list[Series]
    second_axis: bool = False


@dataclass
class Chart:
    """A chart with its numbers.

    Attributes:
        value_title, second_title, category_title: of its axes.
    """

    shape: int
    name: str
    box: Box
    plots: list[Plot]
    title: str = ""
    value_title: str = ""
    second_title: str = ""
    category_title: str = ""
    alt: str = ""
    withheld: bool = False
    told: list[Told] = field(default_factory=list)
    type: Literal["chart"] = "chart"


@dataclass
class Picture:
    """A picture, whose pixels were saved; ``file`` is '' if it could not be read.

    Attributes:
        sha256: of the original's bytes.
    """

    shape: int
    name: str
    box: Box
    file: str
    alt: str = ""
    sha256: str = ""
    withheld: bool = False
    told: list[Told] = field(default_factory=list)
    type: Literal["picture"] = "picture"


Element = Text | Table | Chart | Picture


@dataclass
class Slide:
    """A slide: what it shows, in the order of reading.

    Attributes:
        layout: type of its layout, such as ``title`` or ``secHead``.
    """

    number: int
    part: str
    layout: str
    elements: list[Element]
    notes: list[Paragraph]
    told: list[Told]
    hidden: bool = False
    section: str = ""


@dataclass
class Deck:
    """A presentation.

    Attributes:
        languages: letters by base language of their runs.
        width, height: of a slide, in points.
    """

    slides: list[Slide]
    told: list[Told]
    languages: dict[str, int]
    width: float
    height: float
    kind: Literal["deck"] = "deck"
