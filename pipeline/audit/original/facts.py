"""Types for what an imported deck says: slides, shapes, lines, cells, charts."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """Paragraph of an original.

    Attributes:
        at: its place, for a message: ``paragraph 2``.
        text: white space folded.
        level: from 0.
        links: addresses that lead out of the file.
        fields: texts that a program fills in: the slide's number, a date.
    """

    at: str
    text: str
    level: int = 0
    links: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """Cell of a table that others do not cover."""

    row: int
    column: int
    columns: int
    rows: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Series:
    """Series of a chart; numbers as the shortest that are stored so, '' where there is none."""

    name: str
    categories: tuple[str, ...]
    values: tuple[str, ...]
    xs: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """Numbers and names of a chart.

    Attributes:
        titles: of the chart, its axes and their units; names of trend lines, labels from cells.
        has_days: its categories are days, of which a file keeps numbers.
        is_readable: its part is a chart of the usual form.
    """

    series: tuple[Series, ...]
    titles: tuple[str, ...] = ()
    has_days: bool = False
    is_readable: bool = True


@dataclass(frozen=True)
class Shape:
    """Shape of a slide with what it says.

    Attributes:
        ids: its own, then those of the groups that hold it.
        kind: placeholder's kind; '' for none.
        alternative: text for readers who cannot see.
        picture: bytes of its picture.
        is_masked: its picture is shown in a frame that is no rectangle.
        crop: shares of a picture that are cut off: left, top, right, bottom.
    """

    ids: tuple[int, ...]
    kind: str = ""
    lines: tuple[Line, ...] = ()
    cells: tuple[Cell, ...] = ()
    size: tuple[int, int] = (0, 0)
    chart: Chart | None = None
    alternative: str = ""
    picture: bytes | None = None
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    is_masked: bool = False

    @property
    def says_something(self) -> bool:
        """Tell whether there is anything that an import may lose."""
        told = (self.lines, self.cells, self.chart, self.alternative, self.picture)
        return any(bool(part) for part in told)


@dataclass
class Slide:
    """Slide of an original."""

    number: int
    part: str
    is_hidden: bool
    shapes: list[Shape] = field(default_factory=list)
    notes: tuple[Line, ...] = ()
