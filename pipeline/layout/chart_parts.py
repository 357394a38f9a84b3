"""Types of a planned chart, its colours, and what all forms have: legend, axis, names, numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Literal

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.edition.chart_text import Kind
from pipeline.edition.texts import plain
from pipeline.layout.plain_lines import wrapped
from pipeline.layout.text_metrics import advance

#: Colours of series, or of the parts of a whole, in order: two that meet differ in grey, too.
COLOURS = ("accent", "grey", "deep", "map_area", "second", "ink")
#: The same where one of them is what the chart is about.
_POINT, _CONTEXT = "accent", ("grey", "ink", "map_area", "deep", "second")
#: Of lines over columns.
_OVER = ("ink", "second", "muted")
#: Colours of names beside what has a colour that letters cannot have.
_NAMED = {"grey": "muted", "map_area": "ink"}
#: Points: a chart cannot be read when its plot is lower; one that shares the slide's width may be
#: lower.
_LEAST_PLOT, _LEAST_NARROW_PLOT, _NARROW = 120.0, 64.0, 500.0
#: Points: a legend's swatch, as high as its capitals; what stays free around texts.
_SWATCH = 12.0
PAD = 6.0
#: By how much totals, which are bold, are wider than other numbers: the embedded face has one
#: per cent more (measured), what stands in for it may have more.
BOLD = 1.1
#: Points: the line from an annotation to its number.
LEADER = 1.0
#: Part of a category's slot that its bars take: the gap is less than half a bar, and told from it.
BARS = 0.7
#: The hole of a ring, as a part of the radius, chosen by eye.
HOLE = 0.58

#: Points: the letters of a marker in a chart are no smaller, however long it is.
_LEAST_MARKER = 10.0
#: Ground of a marker beside its words, and its height, as parts of the size of its letters.
MARKER_SIDES, MARKER_HEIGHT = 0.25, 1.1

Anchor = Literal["start", "middle", "end"]
Scale = Callable[[float], float]
#: Of a number: index of its category, then of its series.
Place = tuple[int, int]


@dataclass(frozen=True)
class Label:
    """One line of text; ``x`` is its start, middle or end, and ``y`` its middle.

    Attributes:
        turned: it is read upwards, round its middle.
        size: in points, where it is smaller than the chart's letters; else 0.
    """

    text: str
    x: float
    y: float
    anchor: Anchor = "start"
    colour: str = "ink"
    kind: Kind = ""
    turned: bool = False
    size: float = 0


@dataclass(frozen=True)
class Slice:
    """Slice of a pie or ring: angles in radians, clockwise from the top."""

    start: float
    end: float


@dataclass(frozen=True)
class ChartPlan:
    """Placed parts of a chart: bars, lines, slices, labels, axis, legend.

    Attributes:
        plot: the box of bars and lines, or of the pie.
        size: of the letters, in points.
        bars: index of the series and box of each bar.
        lines: for each series its points; a gap divides it into several lines.
        areas: index of the series and corners of each area, from its first value on.
        points: of scatter charts: index of the series, and where it stands.
        slices: of a pie or ring, in the box ``plot``.
        rules: from the axis's marks across the plot: x, y, x, y.
        axis: the line on which bars stand: x, y, x, y.
        swatches: index of the series and box.
        leader: the line from the annotation to its number.
        least: least height of the frame in points.
        over: points by which texts are wider than their space.
    """

    plot: Box
    size: float
    bars: tuple[tuple[int, Box], ...] = ()
    lines: tuple[tuple[int, tuple[tuple[float, float], ...]], ...] = ()
    areas: tuple[tuple[int, tuple[tuple[float, float], ...]], ...] = ()
    points: tuple[tuple[int, tuple[float, float]], ...] = ()
    slices: tuple[Slice, ...] = ()
    rules: tuple[tuple[float, float, float, float], ...] = ()
    axis: tuple[float, float, float, float] | None = None
    swatches: tuple[tuple[int, Box], ...] = ()
    leader: Box | None = None
    labels: tuple[Label, ...] = ()
    least: float = 0
    over: float = 0


def series_colours(block: Chart) -> tuple[str, ...]:
    """Return the colour of each series, or of each part of a whole."""
    count = len(block.categories) if chart_text.is_whole(block) else len(block.series)
    if chart_text.is_combined(block):  # lines are told from the columns behind them
        lines, columns = cycle(_OVER), cycle(COLOURS)
        return tuple(next(lines) if series.line else next(columns) for series in block.series)
    if not block.highlight:
        return tuple(COLOURS[at % len(COLOURS)] for at in range(count))
    if not chart_text.is_whole(block) and count == 1:
        return (_CONTEXT[0],)
    others = cycle(_CONTEXT)
    return tuple(_POINT if at == block.highlight else next(others) for at in range(1, count + 1))


def bar_colour(block: Chart, series: int, place: int) -> str:
    """Return the colour of one bar: the one that the chart is about has another one."""
    if block.highlight and len(block.series) == 1:
        return _POINT if place == block.highlight - 1 else _CONTEXT[0]
    return series_colours(block)[series]


def marker_width(text: str, size: float, family: str, *, bold: bool = True) -> float:
    """Return the length of a marker, or of a withheld number, with its ground; points."""
    return (advance(text, family, bold=bold) + 2 * MARKER_SIDES) * size


@dataclass(frozen=True)
class Setting:
    """Theme and step of the type scale with which a chart is drawn; whether its plot may be low."""

    theme: Theme
    step: int
    is_low: bool = False

    @property
    def family(self) -> str:
        """Return the family of the letters."""
        return self.theme.fonts.deck.family

    @property
    def size(self) -> float:
        """Return the size of the letters in points."""
        return self.theme.styles["chart_label"].size(self.step)

    @property
    def line(self) -> float:
        """Return the height of a line in points."""
        return self.size * self.theme.line_height

    def width(self, text: str) -> float:
        """Return the width of a text in points."""
        return advance(text, self.family) * self.size

    def lines(self, text: str, width: float) -> tuple[str, ...]:
        """Return a text in lines of a width in points; a long word stands over."""
        return wrapped(text, self.size, width, self.family)

    def broken(self, text: str, width: float) -> tuple[str, ...]:
        """Return a text in lines of a width in points; a long word is broken."""
        return wrapped(text, self.size, width, self.family, breaks=True)


@dataclass
class ChartParts:
    """A chart while it is planned: what stands above the plot first.

    Attributes:
        named: names of series, which are read after the unit wherever they stand.
        numbers: what stands for numbers, until all of it can be put in order.
        notes: lines of the annotation.
        leader: from it to its number.
        may_name_beside: names of series may stand to the right of what they name.
        is_named_beside: they do.
    """

    block: Chart
    set: Setting
    width: float
    height: float
    labels: list[Label] = field(default_factory=list)
    named: list[Label] = field(default_factory=list)
    may_name_beside: bool = True
    is_named_beside: bool = False
    units: int = 0
    numbers: list[tuple[Place, Label]] = field(default_factory=list)
    totals: list[Label] = field(default_factory=list)
    notes: list[Label] = field(default_factory=list)
    leader: Box | None = None
    swatches: list[tuple[int, Box]] = field(default_factory=list)
    over: float = 0

    @property
    def line(self) -> float:
        """Return the height of a line in points."""
        return self.set.line

    @property
    def least_plot(self) -> float:
        """Return the least height of the plot in points."""
        is_low = self.set.is_low or self.width <= _NARROW
        return _LEAST_NARROW_PLOT if is_low else _LEAST_PLOT

    def _needs(self, wanted: float, room: float) -> None:
        self.over = max(self.over, wanted - room)

    def _unit(self) -> float:
        """Place the unit; return where what follows may begin."""
        top = 0.0
        second = self.block.second_unit if self.block.form != "scatter" else ""
        wide = self.width - self.set.width(second) - 2 * PAD if second else self.width
        if self.block.unit:
            for text in self.set.broken(plain(self.block.unit), wide):
                self.labels.append(Label(text, 0, top + self.line / 2, colour="muted"))
                top += self.line
        if second:
            self._needs(self.set.width(second), self.width / 2)
            middle = self.line / 2
            self.labels.append(Label(second, self.width, middle, "end", "muted", "unit"))
            top = max(top, self.line)
        self.units = len(self.labels)
        return top

    def _legend(self, top: float) -> float:
        """Name the series in a row above the plot; a single one needs no sample of its colour."""
        line, left = self.line, 0.0
        single = len(self.block.series) == 1
        for index, name in enumerate(chart_text.names(self.block)):
            sample = 0.0 if single else _SWATCH + PAD
            wide = sample + self.set.width(name)
            if left and left + wide > self.width:
                left, top = 0.0, top + line
            self._needs(wide, self.width)
            middle = top + line / 2
            if not single:
                box = Box(left, middle - _SWATCH / 2, _SWATCH, _SWATCH)
                self.swatches.append((index, box))
            self.named.append(Label(name, left + sample, middle, kind="name"))
            left += wide + 3 * PAD
        return top + line + PAD

    def _name(self, index: int, text: str, x: float, y: float, anchor: Anchor = "start") -> Label:
        """Return the name of a series in its colour, or in one that letters can have."""
        token = series_colours(self.block)[index]
        return Label(text, x, y, anchor, _NAMED.get(token, token), "name")

    def _at(self, value: float) -> float:
        """Return where a value stands between the first and the last mark of the axis: 0 to 1."""
        first, last = self.block.ticks[0], self.block.ticks[-1]
        return (value - first) / (last - first)

    def _put(self, place: Place, label: Label) -> None:
        """Keep what stands for a number until all of them can be put in order."""
        self.numbers.append((place, label))

    def _painted(self) -> tuple[Label, ...]:
        """Return the labels in their order: numbers last, by category."""
        numbers = (label for _, label in sorted(self.numbers, key=lambda pair: pair[0]))
        first, others = self.labels[: self.units], self.labels[self.units :]
        return (*first, *self.named, *others, *numbers, *self.totals, *self.notes)

    def _note_lines(self, width: float) -> tuple[str, ...]:
        """Return the annotation in lines of a width in points; none without one."""
        words = "".join(chart_text.annotation(self.block))
        return self.set.broken(words, width) if words else ()

    def _note_width(self, lines: tuple[str, ...]) -> float:
        """Return the width of the boxes in which native charts have an annotation's lines."""
        size, family = self.set.size, self.set.family
        return max(marker_width(text, size, family, bold=False) for text in lines)

    def _at_number(self, place: Place) -> list[Label]:
        """Return what stands for one number."""
        return [label for at, label in self.numbers if at == place]

    def _box(self, label: Label) -> Box:
        """Return the box of a label; one that is turned is read upwards."""
        size = label.size or self.set.size
        wide, high = self.set.width(label.text), self.line
        if label.kind == "marker":
            wide, high = self._marker_width(label.text, size), size * MARKER_HEIGHT
        elif label.kind == "total":
            wide *= BOLD
        left = label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
        if label.turned:
            return Box(label.x - high / 2, label.y - wide / 2, high, wide)
        return Box(left, label.y - high / 2, wide, high)

    def _on_data(self) -> list[Box]:
        """Return the boxes of all that stands on or beside the data, and that no line may cross."""
        return [self._box(label) for label in (*(row for _, row in self.numbers), *self.totals)]

    def _marker_width(self, text: str, size: float) -> float:
        return marker_width(text, size, self.set.family)

    def _marker_size(self, text: str, room: float) -> float:
        """Return the size of a marker's letters: the chart's, or less for a long marker."""
        size = self.set.size
        return min(size, max(size * room / self._marker_width(text, size), _LEAST_MARKER))

    def _spans(self, slot: float) -> Iterator[tuple[int, float, float, float, float]]:
        """Yield each bar: its series, where it begins along the slots, its width, two values."""
        block = self.block
        bars = [(index, series) for index, series in enumerate(block.series) if not series.line]
        beside = 1 if block.stacked else max(len(bars), 1)
        wide = slot * BARS / beside
        for place in range(len(block.categories)):
            for number, (index, series) in enumerate(bars):
                if (value := series.values[place]) is None:
                    continue
                begin = place * slot + slot * (1 - BARS) / 2
                if not block.stacked:
                    yield index, begin + number * wide, wide, 0.0, value
                    continue
                below = sum(row.values[place] or 0.0 for _, row in bars[:number])
                yield index, begin, wide, below, below + value

    def _on_bars(self) -> Iterator[tuple[Place, str, Kind]]:
        """Yield what stands on each bar and whose it is, in the order of the bars."""
        for place in range(len(self.block.categories)):
            for index, series in enumerate(self.block.series):
                if series.values[place] is not None:
                    kind = chart_text.kind_of(series, place)
                    yield (place, index), plain(series.shown[place]), kind

    def _done(self, plot: Box, least: float) -> ChartPlan:
        swatches = tuple(self.swatches)
        return ChartPlan(plot=plot, size=self.set.size, swatches=swatches, least=least)
