"""Positions of a chart's bars, lines, axes, names and numbers in its frame.

What a chart says does not depend on its size (``edition.chart_text``); how its texts are divided
into lines, and how large their letters are, does (``plan``). Coordinates are points from the
frame's top left corner.
"""

from __future__ import annotations

import math
from dataclasses import replace

from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.edition.texts import plain
from pipeline.layout.chart_parts import (
    BARS,
    PAD,
    ChartParts,
    ChartPlan,
    Label,
    Scale,
    Setting,
    Slice,
)
from pipeline.layout.pie_labels import parted

#: Lines in which a category may be named: with more, names take more room than what they name.
_MOST_LINES = 3
#: A chart cannot be read when its plot is lower than this, in points.
_LEAST_PLOT = 120.0
#: A height at which every chart fits.
_AMPLE = 2000.0
#: By how much totals, which are bold, are wider than other numbers: the embedded face has one
#: per cent more (measured), what stands in for it may have more.
_BOLD = 1.1
#: Part of a chart's width that names of lying bars may take: the bars keep most of it.
_NAMES = 0.36
#: A pie's radius is at most this part of the width: the rest is for its labels.
_RADIUS = 0.24


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
    setting = Setting(theme, step)
    drawing = _Drawing(block, setting, frame.width, frame.height)
    if chart_text.is_whole(block):
        return drawing.whole()
    drawn = drawing.lying() if block.form == "bar" else drawing.upright()
    if drawn.over > 0 and drawing.is_named_beside and step >= STEPS - 1:  # they take its room
        above = _Drawing(block, setting, frame.width, frame.height, may_name_beside=False)
        return above.lying() if block.form == "bar" else above.upright()
    return drawn


class _Drawing(ChartParts):
    """Plans of the three forms: standing bars and lines, lying bars, parts of a whole."""

    def upright(self) -> ChartPlan:
        """Plan bars that stand, or lines."""
        block, line = self.block, self.set.line
        labelled = chart_text.is_labelled(block)
        beside = self._beside_width()
        top = self._unit()
        top = top + PAD if beside else self._legend(top)
        top += line if labelled or any(block.totals) else line / 2
        left, end = 0.0, self.width - beside
        if not labelled:
            left = max(self.set.width(text) for text in block.tick_labels) + PAD
        slot = (end - left) / len(block.categories)
        names = [self.set.lines(plain(name), slot - PAD) for name in block.categories]
        for text in (text for lines in names for text in lines):
            self._needs(self.set.width(text), slot - 2)
        deepest = max(len(lines) for lines in names)
        self._needs(deepest * line, _MOST_LINES * line)
        below = deepest * line + PAD
        plot = Box(left, top, end - left, self.height - top - below)
        foot = plot.y + plot.height

        def y(value: float) -> float:
            return foot - self._at(value) * plot.height

        rules = tuple((left, y(mark), end, y(mark)) for mark in block.ticks)
        if beside:
            self._name_beside(end + 2 * PAD, plot, y)
        if not labelled:
            for mark, text in zip(block.ticks, block.tick_labels, strict=True):
                self.labels.append(Label(text, left - PAD, y(mark), "end", "muted"))
        self._below(names, left, slot, foot + PAD)
        drawn = self._done(plot, top + below + _LEAST_PLOT)
        axis = (left, y(0), end, y(0))
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
        self._total_above(left, slot, y)
        return replace(drawn, labels=self._painted(), over=self.over)

    def _total_above(self, left: float, slot: float, y: Scale) -> None:
        """Put the totals above bars that stand on each other."""
        for place, text in enumerate(self.block.totals):
            if text:
                high = sum(max(series.values[place] or 0.0, 0.0) for series in self.block.series)
                x = left + (place + 0.5) * slot
                middle = y(high) - self.line / 2
                self.totals.append(Label(text, x, middle, "middle", kind="total"))
                self._needs(self.set.width(text), slot)

    def _stand(self, plot: Box, slot: float, y: Scale) -> None:
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
                inset = (1 - BARS) / 2 if bars else 0.5
                wide = slot * BARS / several if bars else 0.0
                x = plot.x + (place + inset) * slot + (column + 0.5) * wide
                text = plain(runs)
                if chart_text.kind_of(series, place) == "absent":
                    self._needs(self.set.width(text), slot / several)
                    middle = y(0) - self.set.line / 2
                    self._put((place, index), Label(text, x, middle, "middle", "muted", "absent"))
                    continue
                below = sum(row.values[place] or 0.0 for row in block.series[:index])
                foot = y(below if block.stacked else 0)
                size = self._marker_size(text, plot.height)
                middle = max(foot - self._marker_width(text, size) / 2,
                             plot.y + self._marker_width(text, size) / 2)  # fmt: skip
                label = Label(text, x, middle, "middle", "marker_text", "marker")
                self._put((place, index), replace(label, turned=True, size=size))

    def lying(self) -> ChartPlan:
        """Plan bars that lie, the first category at the top."""
        block, line = self.block, self.set.line
        labelled = chart_text.is_labelled(block)
        top = self._unit()
        most = max(self.set.width(plain(name)) for name in block.categories)
        left = min(most, self.width * _NAMES) + PAD
        right = self._right_of_bars()
        over = self._are_over_first(left, right)
        behind = 0.0 if over else self._behind_first(left, right)
        right += behind
        top = top + line if over else top + PAD if behind else self._legend(top)
        below = PAD if labelled else line + PAD
        plot = Box(left, top, self.width - left - right, self.height - top - below)
        slot = plot.height / len(block.categories)
        names = [self.set.lines(plain(name), left - PAD) for name in block.categories]

        def x(value: float) -> float:
            return left + self._at(value) * plot.width

        foot = plot.y + plot.height
        if not labelled:
            for mark, text in zip(block.ticks, block.tick_labels, strict=True):
                self.labels.append(Label(text, x(mark), foot + line / 2, "middle", "muted"))
        deepest = max(len(lines) for lines in names)
        beside = 1 if block.stacked or not labelled else len(block.series)
        each = max(deepest * line, beside * line / BARS)
        self._name_before(names, plot, slot, left)
        bars = [
            (series, Box(min(x(a), x(b)), plot.y + at, abs(x(b) - x(a)), wide))
            for series, at, wide, a, b in self._spans(slot)
        ]
        if labelled:
            self._number_behind(bars, left, x)
        self._lie(plot, slot, x)
        if over:
            self._name_over(plot.y + slot * (1 - BARS) / 2 - line / 2, x)
        elif behind:
            self._name_behind(plot.y, slot, x)
        self._total_behind(plot.y, slot, x)
        rules = tuple((x(mark), plot.y, x(mark), foot) for mark in block.ticks)
        return replace(
            self._done(plot, top + below + max(_LEAST_PLOT, each * len(block.categories))),
            bars=tuple(bars),
            rules=() if labelled else rules,
            axis=(x(0), plot.y, x(0), foot),
            labels=self._painted(),
            over=self.over,
        )

    def _name_before(
        self, names: list[tuple[str, ...]], plot: Box, slot: float, left: float
    ) -> None:
        """Name the categories before their bars."""
        line = self.line
        for index, lines in enumerate(names):
            first = plot.y + (index + 0.5) * slot - (len(lines) - 1) * line / 2
            for number, text in enumerate(lines):
                self._needs(self.set.width(text), left - PAD)
                self.labels.append(Label(text, left - PAD, first + number * line, "end"))

    def _number_behind(self, bars: list[tuple[int, Box]], left: float, x: Scale) -> None:
        """Put numbers behind their bars, before those below 0."""
        for (_, box), (place, text, kind) in zip(bars, self._on_bars(), strict=True):
            middle = box.y + box.height / 2
            before = box.x - PAD - self.set.width(text) >= left
            if box.x + box.width <= x(0) and box.width and before:  # below 0
                self._put(place, Label(text, box.x - PAD, middle, "end", kind=kind))
            else:
                self._put(place, Label(text, box.x + box.width + PAD, middle, kind=kind))

    def _lie(self, plot: Box, slot: float, x: Scale) -> None:
        """Put markers, and what says that there is no number, where bars would lie."""
        block = self.block
        several = 1 if block.stacked else len(block.series)
        wide = slot * BARS / several
        for index, series in enumerate(block.series):
            for place, runs in enumerate(series.shown):
                if not chart_text.is_beside(block, series, place):
                    continue
                column = 0 if block.stacked else index
                middle = plot.y + (place + (1 - BARS) / 2) * slot + (column + 0.5) * wide
                text = plain(runs)
                if chart_text.kind_of(series, place) == "absent":
                    label = Label(text, x(0) + PAD, middle, "start", "muted", "absent")
                    self._put((place, index), label)
                    continue
                before = sum(row.values[place] or 0.0 for row in block.series[:index])
                size = self._marker_size(text, plot.width)
                long = self._marker_width(text, size)
                left = min(x(before if block.stacked else 0), plot.x + plot.width - long)
                label = Label(text, left + long / 2, middle, "middle", "marker_text", "marker")
                self._put((place, index), replace(label, size=size))

    def whole(self) -> ChartPlan:
        """Plan a pie or a ring with a label beside each part."""
        block, line = self.block, self.set.line
        top = self._unit() + PAD
        values = [value or 0.0 for value in block.series[0].values]
        total = sum(values) or 1.0
        radius = min((self.height - top) / 2 - PAD, self.width * _RADIUS)
        middle = (self.width / 2, top + (self.height - top) / 2)
        slices: list[Slice] = []
        angle = 0.0
        for value in values:
            slices.append(Slice(angle, angle + value / total * math.tau))
            angle = slices[-1].end
        room = self.width / 2 - radius - 3 * PAD
        places, sides = self._beside(slices, middle, radius, top)
        for index, (category, shown) in enumerate(
            zip(block.categories, map(plain, block.series[0].shown), strict=True)
        ):
            lines = (*self.set.lines(plain(category), room), *([shown] if shown else []))
            right, y = places[index]
            x = middle[0] + (radius + 2 * PAD) * (1 if right else -1)
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

    def _right_of_bars(self) -> float:
        """Return the room that numbers behind the bars, or the last mark of the axis, need."""
        texts = [text for text in self.block.totals if text]
        if chart_text.is_labelled(self.block):
            texts += [text for _, text, _ in self._on_bars()]
        if texts:
            return PAD + max(map(self.set.width, texts)) * _BOLD
        return self.set.width(self.block.tick_labels[-1]) / 2

    def _are_over_first(self, left: float, right: float) -> bool:
        """Say whether each part of the first bar is as long as the name above it."""
        block, names = self.block, chart_text.names(self.block)
        room = self.width - left - right
        parts = [series.values[0] or 0.0 for series in block.series]
        return (
            block.stacked
            and len(names) > 1
            and all(
                value > 0 and self.set.width(name) + PAD <= (self._at(value) - self._at(0)) * room
                for name, value in zip(names, parts, strict=True)
            )
        )

    def _name_over(self, middle: float, x: Scale) -> None:
        """Name the parts of the first bar above it."""
        below = 0.0
        for index, name in enumerate(chart_text.names(self.block)):
            value = self.block.series[index].values[0] or 0.0
            self.named.append(self._name(index, name, x(below + value / 2), middle, "middle"))
            below += value

    def _behind_first(self, left: float, right: float) -> float:
        """Return the room that names behind the first category's bars need; 0 if they cannot stand.

        They stand behind its numbers, each of which must be there.
        """
        block, names = self.block, chart_text.names(self.block)
        firsts = [series.values[0] for series in block.series]
        given = all(value is not None and value >= 0 for value in firsts)
        if block.stacked or len(names) == 1 or not given or not chart_text.is_labelled(block):
            return 0.0
        wide = max(map(self.set.width, names)) + 2 * PAD
        self.is_named_beside = self.may_name_beside and left + right + wide <= self.width / 2
        return wide if self.is_named_beside else 0.0

    def _name_behind(self, top: float, slot: float, x: Scale) -> None:
        """Name the series behind the numbers of the first category's bars."""
        wide = slot * BARS / len(self.block.series)
        names = chart_text.names(self.block)
        for index, (name, series) in enumerate(zip(names, self.block.series, strict=True)):
            number = self.set.width(plain(series.shown[0]))
            at = x(series.values[0] or 0.0) + 3 * PAD + number
            middle = top + slot * (1 - BARS) / 2 + (index + 0.5) * wide
            self.named.append(self._name(index, name, at, middle))

    def _total_behind(self, top: float, slot: float, x: Scale) -> None:
        """Put the totals behind bars of which parts lie behind each other."""
        for place, text in enumerate(self.block.totals):
            if text:
                long = sum(max(series.values[place] or 0.0, 0.0) for series in self.block.series)
                middle = top + (place + 0.5) * slot
                self.totals.append(Label(text, x(long) + PAD, middle, kind="total"))

    def _beside(
        self, slices: list[Slice], middle: tuple[float, float], radius: float, top: float
    ) -> tuple[list[tuple[bool, float]], float]:
        """Return for each part on which side its label stands and at which height.

        Also return the height that the labels of the fuller side need.
        """
        line = self.set.line
        room = self.width / 2 - radius - 3 * PAD
        names = (self.set.lines(plain(name), room) for name in self.block.categories)
        tall = [(len(lines) + 1) * line for lines in names]
        places: list[tuple[bool, float]] = []
        for part in slices:
            half = (part.start + part.end) / 2
            places.append((half <= math.pi, middle[1] - math.cos(half) * (radius + PAD)))
        tallest = 0.0
        for side in (True, False):
            own = sorted(
                (i for i, place in enumerate(places) if place[0] == side),
                key=lambda i: places[i][1],
            )
            high = [tall[i] for i in own]
            tallest = max(tallest, sum(high))
            floor = top
            for i, each in zip(own, high, strict=True):
                at = max(places[i][1], floor + each / 2)
                places[i], floor = (side, at), at + each / 2
            ceiling = self.height
            for i, each in zip(reversed(own), reversed(high), strict=True):
                at = min(places[i][1], ceiling - each / 2)
                places[i], ceiling = (side, at), at - each / 2
        return parted(places, tall, line, (top, self.height)), tallest
