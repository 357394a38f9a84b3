"""Positions of a chart's bars, lines, axes, names and numbers in its frame.

What a chart says does not depend on its size (``edition.chart_text``); how its texts are divided
into lines, and how large their letters are, does (``plan``). Coordinates are points from the
frame's top left corner.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.edition.chart_text import Kind
from pipeline.edition.texts import plain
from pipeline.layout.text_metrics import advance, wrapped

#: Colours of series, or of the parts of a whole, in order.
COLOURS = ("accent", "second", "attention", "map_area", "muted", "ink")
#: Lines in which a category may be named.
_MOST_LINES = 3
#: A chart cannot be read when its plot is lower than this, in points.
_LEAST_PLOT = 120.0
#: A height at which every chart fits.
_AMPLE = 2000.0
_SWATCH = 12.0
_PAD = 6.0
#: Part of the width of a category's slot that its bars take.
_BARS = 0.7
#: Part of a chart's width that names of lying bars may take.
_NAMES = 0.36
#: A pie's radius is at most this part of the width: the rest is for its labels.
_RADIUS = 0.24
#: The hole of a ring, as a part of the radius.
HOLE = 0.58

#: Points: the letters of a marker in a chart are no smaller, however long it is.
_LEAST_MARKER = 10.0
#: Ground of a marker beside its words, and its height, as parts of the size of its letters.
MARKER_SIDES, MARKER_HEIGHT = 0.25, 1.1

Anchor = Literal["start", "middle", "end"]
_Scale = Callable[[float], float]
#: Of a number: index of its category, then of its series.
_Place = tuple[int, int]


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
        slices: of a pie or ring, in the box ``plot``.
        rules: from the axis's marks across the plot: x, y, x, y.
        axis: the line on which bars stand: x, y, x, y.
        swatches: index of the series and box.
        least: least height of the frame in points.
        over: points by which texts are wider than their space.
    """

    plot: Box
    size: float
    bars: tuple[tuple[int, Box], ...] = ()
    lines: tuple[tuple[int, tuple[tuple[float, float], ...]], ...] = ()
    slices: tuple[Slice, ...] = ()
    rules: tuple[tuple[float, float, float, float], ...] = ()
    axis: tuple[float, float, float, float] | None = None
    swatches: tuple[tuple[int, Box], ...] = ()
    labels: tuple[Label, ...] = ()
    least: float = 0
    over: float = 0


def marker_width(text: str, size: float, family: str, *, bold: bool = True) -> float:
    """Return the length of a marker, or of a withheld number, with its ground; points."""
    return (advance(text, family, bold=bold) + 2 * MARKER_SIDES) * size


def demands(block: Chart, width: float, theme: Theme, step: int) -> tuple[float, float]:
    """Return the least height of a chart, and by how much its texts are too wide; points."""
    drawn = plan(block, Box(0, 0, width, _AMPLE), theme, step)
    return drawn.least, drawn.over


def plan(block: Chart, frame: Box, theme: Theme, step: int) -> ChartPlan:
    """Divide a chart's frame; its place does not count.

    Args:
        block: the chart.
        frame: its size in points.
        theme: for type and colours.
        step: of the type scale.
    """
    drawing = _Drawing(block, _Setting(theme, step), frame.width, frame.height)
    if chart_text.is_whole(block):
        return drawing.whole()
    return drawing.lying() if block.form == "bar" else drawing.upright()


@dataclass(frozen=True)
class _Setting:
    theme: Theme
    step: int

    @property
    def family(self) -> str:
        return self.theme.fonts.deck.family

    @property
    def size(self) -> float:
        return self.theme.styles["chart_label"].size(self.step)

    @property
    def line(self) -> float:
        return self.size * self.theme.line_height

    def width(self, text: str) -> float:
        return advance(text, self.family) * self.size

    def lines(self, text: str, width: float) -> tuple[str, ...]:
        return wrapped(text, self.size, width, self.family)


@dataclass
class _Drawing:
    """A chart while it is planned: what stands above the plot first."""

    block: Chart
    set: _Setting
    width: float
    height: float
    labels: list[Label] = field(default_factory=list)
    numbers: list[tuple[_Place, Label]] = field(default_factory=list)
    swatches: list[tuple[int, Box]] = field(default_factory=list)
    over: float = 0

    def _needs(self, wanted: float, room: float) -> None:
        self.over = max(self.over, wanted - room)

    def _head(self) -> float:
        """Place the unit and the legend; return where the plot may begin."""
        line, top = self.set.line, 0.0
        if self.block.unit:
            for text in self.set.lines(plain(self.block.unit), self.width):
                self.labels.append(Label(text, 0, top + line / 2, colour="muted"))
                top += line
        if not chart_text.has_legend(self.block):
            return top + _PAD
        left = 0.0
        for index, series in enumerate(self.block.series):
            name = plain(series.name)
            wide = _SWATCH + _PAD + self.set.width(name)
            if left and left + wide > self.width:
                left, top = 0.0, top + line
            self._needs(wide, self.width)
            middle = top + line / 2
            self.swatches.append((index, Box(left, middle - _SWATCH / 2, _SWATCH, _SWATCH)))
            self.labels.append(Label(name, left + _SWATCH + _PAD, middle))
            left += wide + 3 * _PAD
        return top + line + _PAD

    def _at(self, value: float) -> float:
        """Return where a value stands between the first and the last mark of the axis: 0 to 1."""
        first, last = self.block.ticks[0], self.block.ticks[-1]
        return (value - first) / (last - first)

    def upright(self) -> ChartPlan:
        """Plan bars that stand, or lines."""
        block, line = self.block, self.set.line
        labelled = chart_text.is_labelled(block)
        top = self._head() + (line if labelled else line / 2)
        left = 0.0
        if not labelled:
            left = max(self.set.width(text) for text in block.tick_labels) + _PAD
        slot = (self.width - left) / len(block.categories)
        names = [self.set.lines(plain(name), slot - _PAD) for name in block.categories]
        for text in (text for lines in names for text in lines):
            self._needs(self.set.width(text), slot - 2)
        deepest = max(len(lines) for lines in names)
        self._needs(deepest * line, _MOST_LINES * line)
        below = deepest * line + _PAD
        plot = Box(left, top, self.width - left, self.height - top - below)
        foot = plot.y + plot.height

        def y(value: float) -> float:
            return foot - self._at(value) * plot.height

        rules = tuple((left, y(mark), self.width, y(mark)) for mark in block.ticks)
        if not labelled:
            for mark, text in zip(block.ticks, block.tick_labels, strict=True):
                self.labels.append(Label(text, left - _PAD, y(mark), "end", "muted"))
        self._below(names, left, slot, foot + _PAD)
        drawn = self._done(plot, top + below + _LEAST_PLOT)
        axis = (left, y(0), self.width, y(0))
        drawn = replace(drawn, rules=() if labelled else rules, axis=axis)
        if block.form == "line":
            drawn = replace(drawn, lines=tuple(self._lines(left, slot, y)))
            if labelled:
                self._over_points(left, slot, y)
        else:
            spans = list(self._spans(slot))
            bars = [
                (series, Box(left + at, min(y(a), y(b)), wide, abs(y(b) - y(a))))
                for series, at, wide, a, b in spans
            ]
            drawn = replace(drawn, bars=tuple(bars))
            if labelled:
                self._over_bars(bars, [b < a for *_, a, b in spans], slot)
        self._stand(plot, slot, y)
        return replace(drawn, labels=self._painted(), over=self.over)

    def _below(self, names: list[tuple[str, ...]], left: float, slot: float, top: float) -> None:
        """Name the categories below their slots."""
        for index, lines in enumerate(names):
            for number, text in enumerate(lines):
                middle = top + (number + 0.5) * self.set.line
                self.labels.append(Label(text, left + (index + 0.5) * slot, middle, "middle"))

    def _lines(
        self, left: float, slot: float, y: _Scale
    ) -> Iterator[tuple[int, tuple[tuple[float, float], ...]]]:
        """Yield each series's points, in pieces where values are missing."""
        for index, series in enumerate(self.block.series):
            piece: list[tuple[float, float]] = []
            for place, value in enumerate((*series.values, None)):
                if value is not None:
                    piece.append((left + (place + 0.5) * slot, y(value)))
                elif piece:
                    yield index, tuple(piece)
                    piece = []

    def _over_points(self, left: float, slot: float, y: _Scale) -> None:
        series = self.block.series[0]
        for place, (value, shown) in enumerate(zip(series.values, series.shown, strict=True)):
            if value is not None:
                text, kind = plain(shown), chart_text.kind_of(series, place)
                x, middle = left + (place + 0.5) * slot, y(value) - 0.75 * self.set.line
                self._put((place, 0), Label(text, x, middle, "middle", kind=kind))
                self._needs(self.set.width(text), slot)

    def _stand(self, plot: Box, slot: float, y: _Scale) -> None:
        """Put markers, and what says that there is no number, where bars or points would stand.

        A marker is read upwards and stands on its axis, as long as it is: no value decides of it.
        """
        block = self.block
        bars = block.form != "line"
        several = 1 if block.stacked or not bars else len(block.series)
        for index, series in enumerate(block.series):
            for place, runs in enumerate(series.shown):
                if not chart_text.is_beside(block, series, place):
                    continue
                column = index if several > 1 else (several - 1) / 2
                inset = (1 - _BARS) / 2 if bars else 0.5
                wide = slot * _BARS / several if bars else 0.0
                x = plot.x + (place + inset) * slot + (column + 0.5) * wide
                text = plain(runs)
                if chart_text.kind_of(series, place) == "absent":
                    self._needs(self.set.width(text), slot / several)
                    middle = y(0) - self.set.line / 2
                    self._put((place, index), Label(text, x, middle, "middle", "muted", "absent"))
                    continue
                below = sum(one.values[place] or 0.0 for one in block.series[:index])
                foot = y(below if block.stacked else 0)
                size = self._marker_size(text, plot.height)
                middle = max(foot - self._marker_width(text, size) / 2,
                             plot.y + self._marker_width(text, size) / 2)  # fmt: skip
                label = Label(text, x, middle, "middle", "marker_text", "marker")
                self._put((place, index), replace(label, turned=True, size=size))

    def _put(self, place: _Place, label: Label) -> None:
        """Keep what stands for a number until all of them can be put in order."""
        self.numbers.append((place, label))

    def _painted(self) -> tuple[Label, ...]:
        """Return the labels in their order: numbers last, by category."""
        numbers = sorted(self.numbers, key=lambda pair: pair[0])
        return (*self.labels, *(label for _, label in numbers))

    def _marker_width(self, text: str, size: float) -> float:
        return marker_width(text, size, self.set.family)

    def _marker_size(self, text: str, room: float) -> float:
        """Return the size of a marker's letters: the chart's, or less for a long marker."""
        size = self.set.size
        return min(size, max(size * room / self._marker_width(text, size), _LEAST_MARKER))

    def _spans(self, slot: float) -> Iterator[tuple[int, float, float, float, float]]:
        """Yield each bar: its series, where it begins along the slots, its width, two values."""
        block = self.block
        beside = 1 if block.stacked else len(block.series)
        wide = slot * _BARS / beside
        for place in range(len(block.categories)):
            for index, series in enumerate(block.series):
                if (value := series.values[place]) is None:
                    continue
                begin = place * slot + slot * (1 - _BARS) / 2
                if not block.stacked:
                    yield index, begin + index * wide, wide, 0.0, value
                    continue
                below = sum(one.values[place] or 0.0 for one in block.series[:index])
                yield index, begin, wide, below, below + value

    def _over_bars(self, bars: list[tuple[int, Box]], negative: list[bool], slot: float) -> None:
        room = slot / len(self.block.series)
        for (_, box), (place, text, kind), below in zip(
            bars, self._on_bars(), negative, strict=True
        ):
            edge = box.y + box.height + self.set.line / 2 if below else box.y - self.set.line / 2
            self._put(place, Label(text, box.x + box.width / 2, edge, "middle", kind=kind))
            self._needs(self.set.width(text), room)

    def _on_bars(self) -> Iterator[tuple[_Place, str, Kind]]:
        """Yield what stands on each bar and whose it is, in the order of the bars."""
        for place in range(len(self.block.categories)):
            for index, series in enumerate(self.block.series):
                if series.values[place] is not None:
                    kind = chart_text.kind_of(series, place)
                    yield (place, index), plain(series.shown[place]), kind

    def lying(self) -> ChartPlan:
        """Plan bars that lie, the first category at the top."""
        block, line = self.block, self.set.line
        labelled = chart_text.is_labelled(block)
        top = self._head()
        most = max(self.set.width(plain(name)) for name in block.categories)
        left = min(most, self.width * _NAMES) + _PAD
        right = self.set.width(block.tick_labels[-1]) / 2
        if labelled:
            right = _PAD + max((self.set.width(text) for _, text, _ in self._on_bars()), default=0)
        below = _PAD if labelled else line + _PAD
        plot = Box(left, top, self.width - left - right, self.height - top - below)
        slot = plot.height / len(block.categories)
        names = [self.set.lines(plain(name), left - _PAD) for name in block.categories]

        def x(value: float) -> float:
            return left + self._at(value) * plot.width

        foot = plot.y + plot.height
        if not labelled:
            for mark, text in zip(block.ticks, block.tick_labels, strict=True):
                self.labels.append(Label(text, x(mark), foot + line / 2, "middle", "muted"))
        deepest = max(len(lines) for lines in names)
        beside = 1 if block.stacked or not labelled else len(block.series)
        each = max(deepest * line, beside * line / _BARS)
        for index, lines in enumerate(names):
            first = plot.y + (index + 0.5) * slot - (len(lines) - 1) * line / 2
            for number, text in enumerate(lines):
                self._needs(self.set.width(text), left - _PAD)
                self.labels.append(Label(text, left - _PAD, first + number * line, "end"))
        bars = [
            (series, Box(min(x(a), x(b)), plot.y + at, abs(x(b) - x(a)), wide))
            for series, at, wide, a, b in self._spans(slot)
        ]
        if labelled:
            for (_, box), (place, text, kind) in zip(bars, self._on_bars(), strict=True):
                middle = box.y + box.height / 2
                before = box.x - _PAD - self.set.width(text) >= left
                if box.x + box.width <= x(0) and box.width and before:  # below 0
                    self._put(place, Label(text, box.x - _PAD, middle, "end", kind=kind))
                else:
                    self._put(place, Label(text, box.x + box.width + _PAD, middle, kind=kind))
        self._lie(plot, slot, x)
        rules = tuple((x(mark), plot.y, x(mark), foot) for mark in block.ticks)
        return replace(
            self._done(plot, top + below + max(_LEAST_PLOT, each * len(block.categories))),
            bars=tuple(bars),
            rules=() if labelled else rules,
            axis=(x(0), plot.y, x(0), foot),
            labels=self._painted(),
            over=self.over,
        )

    def _lie(self, plot: Box, slot: float, x: _Scale) -> None:
        """Put markers, and what says that there is no number, where bars would lie."""
        block = self.block
        several = 1 if block.stacked else len(block.series)
        wide = slot * _BARS / several
        for index, series in enumerate(block.series):
            for place, runs in enumerate(series.shown):
                if not chart_text.is_beside(block, series, place):
                    continue
                column = 0 if block.stacked else index
                middle = plot.y + (place + (1 - _BARS) / 2) * slot + (column + 0.5) * wide
                text = plain(runs)
                if chart_text.kind_of(series, place) == "absent":
                    label = Label(text, x(0) + _PAD, middle, "start", "muted", "absent")
                    self._put((place, index), label)
                    continue
                before = sum(one.values[place] or 0.0 for one in block.series[:index])
                size = self._marker_size(text, plot.width)
                long = self._marker_width(text, size)
                left = min(x(before if block.stacked else 0), plot.x + plot.width - long)
                label = Label(text, left + long / 2, middle, "middle", "marker_text", "marker")
                self._put((place, index), replace(label, size=size))

    def whole(self) -> ChartPlan:
        """Plan a pie or a ring with a label beside each part."""
        block, line = self.block, self.set.line
        top = self._head()
        values = [value or 0.0 for value in block.series[0].values]
        total = sum(values) or 1.0
        radius = min((self.height - top) / 2 - _PAD, self.width * _RADIUS)
        middle = (self.width / 2, top + (self.height - top) / 2)
        slices: list[Slice] = []
        angle = 0.0
        for value in values:
            slices.append(Slice(angle, angle + value / total * math.tau))
            angle = slices[-1].end
        room = self.width / 2 - radius - 3 * _PAD
        places, sides = self._beside(slices, middle, radius, top)
        for index, (category, shown) in enumerate(
            zip(block.categories, map(plain, block.series[0].shown), strict=True)
        ):
            lines = (*self.set.lines(plain(category), room), *([shown] if shown else []))
            right, y = places[index]
            x = middle[0] + (radius + 2 * _PAD) * (1 if right else -1)
            for number, text in enumerate(lines):
                at = y + (number - (len(lines) - 1) / 2) * line
                self.labels.append(Label(text, x, at, "start" if right else "end"))
                self._needs(self.set.width(text), room)
        plot = Box(middle[0] - radius, middle[1] - radius, 2 * radius, 2 * radius)
        return replace(
            self._done(plot, top + max(_LEAST_PLOT, sides)),
            slices=tuple(slices),
            labels=tuple(self.labels),
            over=self.over,
        )

    def _beside(
        self, slices: list[Slice], middle: tuple[float, float], radius: float, top: float
    ) -> tuple[list[tuple[bool, float]], float]:
        """Return for each part on which side its label stands and at which height.

        Also return the height that the labels of the fuller side need.
        """
        line = self.set.line
        room = self.width / 2 - radius - 3 * _PAD
        places: list[tuple[bool, float]] = []
        for one in slices:
            half = (one.start + one.end) / 2
            places.append((half <= math.pi, middle[1] - math.cos(half) * (radius + _PAD)))
        tallest = 0.0
        for side in (True, False):
            own = sorted(
                (i for i, place in enumerate(places) if place[0] == side),
                key=lambda i: places[i][1],
            )
            high = [
                (len(self.set.lines(plain(self.block.categories[i]), room)) + 1) * line for i in own
            ]
            tallest = max(tallest, sum(high))
            floor = top
            for i, tall in zip(own, high, strict=True):
                at = max(places[i][1], floor + tall / 2)
                places[i], floor = (side, at), at + tall / 2
            ceiling = self.height
            for i, tall in zip(reversed(own), reversed(high), strict=True):
                at = min(places[i][1], ceiling - tall / 2)
                places[i], ceiling = (side, at), at - tall / 2
        return places, tallest

    def _done(self, plot: Box, least: float) -> ChartPlan:
        swatches = tuple(self.swatches)
        return ChartPlan(plot=plot, size=self.set.size, swatches=swatches, least=least)
