"""Plan of a chart of standing bars or lines: places of plot, axis, categories, numbers, names.

Coordinates are points from the frame's top left corner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.chart_text import Kind
from pipeline.edition.texts import plain
from pipeline.layout.chart_parts import (
    BARS,
    LEADER,
    MARKER_HEIGHT,
    PAD,
    ChartParts,
    ChartPlan,
    Label,
    Place,
    Scale,
)

#: Lines in which a category may be named: with more, names take more room than what they name.
_MOST_LINES = 3
#: Series that have to be told apart.
_SEVERAL = 2
#: Names beside a chart may take this part of its width; longer ones stand in a legend above.
_BESIDE = 0.28
#: An annotation takes this part of a chart's width at most.
_NOTE = 0.4
#: Height of a line's letters, as a part of the line.
_LETTERS = 0.8


class UprightChart(ChartParts):
    """Chart of bars that stand, or of lines, while it is planned."""

    def plan(self) -> ChartPlan:
        """Plan bars that stand, or lines."""
        block, line = self.block, self.set.line
        labelled = chart_text.is_labelled(block)
        beside = self._beside_width()
        top = self._unit()
        top = top + PAD if beside else self._legend(top)
        note, notes = top, self._note_lines(self.width * _NOTE)
        top += (len(notes) * line + 2 * PAD) * bool(notes)
        top += line if labelled or any(block.totals) else line / 2
        top += line * self._has_held_line
        left, end = 0.0, self.width - beside
        if not labelled:
            left = max(self.set.width(text) for text in block.tick_labels) + PAD
        right = max(map(self.set.width, block.second_tick_labels), default=-PAD) + PAD
        end -= right
        slot = (end - left) / len(block.categories)
        shown = chart_text.named_categories(block)
        room = slot * (shown[1] if len(shown) > 1 else 1)
        names = {at: self.set.lines(plain(block.categories[at]), room - PAD) for at in shown}
        for text in (text for lines in names.values() for text in lines):
            self._needs(self.set.width(text), room - 2)
        deepest = max(len(lines) for lines in names.values())
        self._needs(deepest * line, _MOST_LINES * line)
        below = deepest * line + PAD
        plot = Box(left, top, end - left, self.height - top - below)
        foot = plot.y + plot.height

        def y(value: float) -> float:
            return foot - self._at(value) * plot.height

        def second(value: float) -> float:
            first, last = block.second_ticks[0], block.second_ticks[-1]
            return foot - (value - first) / (last - first) * plot.height

        rules = tuple((left, y(mark), end, y(mark)) for mark in block.ticks)
        if beside:
            self._name_beside(end + 2 * PAD, plot, y)
        if not labelled:
            self._number_axes((left - PAD, end + PAD), (y, second))
        self._below(names, left, slot, foot + PAD)
        drawn = self._done(plot, top + below + self.least_plot)
        axis = (left, y(0), end, y(0))
        drawn = replace(drawn, rules=() if labelled else rules, axis=axis)
        drawn = self._with_data(drawn, slot, (y, second))
        self._stand(plot, slot, y)
        self._total_above(left, slot, y)
        self._keep_numbers_apart()
        if notes:
            self._annotate(notes, note, plot, slot, (y, second))
        return replace(drawn, labels=self._painted(), leader=self.leader, over=self.over)

    def _annotate(
        self,
        lines: tuple[str, ...],
        top: float,
        plot: Box,
        slot: float,
        scales: tuple[Scale, Scale],
    ) -> None:
        """Put the annotation above the plot, and a line from it down to its number."""
        x, end = self._spot(plot.x, slot, scales)
        half = self._note_width(lines) / 2
        middle = min(max(x, half), self.width - half)
        for number, text in enumerate(lines):
            y = top + (number + 0.5) * self.line
            self.notes.append(Label(text, middle, y, "middle", kind="note"))
        begin = top + len(lines) * self.line + PAD / 2
        self.leader = Box(x - LEADER / 2, begin, LEADER, max(end - PAD / 2 - begin, PAD / 2))

    def _spot(self, left: float, slot: float, scales: tuple[Scale, Scale]) -> tuple[float, float]:
        """Return where a line from above meets the annotated number: on what stands above it."""
        block, note = self.block, self.block.annotation
        if note is None:
            raise AssertionError("there is no annotation")
        series, y = block.series[note.series], scales[block.series[note.series].right]
        x, own = left + (note.place + 0.5) * slot, self._at_number((note.place, note.series))
        if not block.stacked and not chart_text.is_line(block, note.series):
            begins = note.place * slot
            for index, begin, wide, *_ in self._spans(slot):
                if index == note.series and begins <= begin < begins + slot:
                    x = left + begin + wide / 2
        value = max(series.values[note.place] or 0.0, 0.0)
        if block.stacked:
            last = note.series + 1 if block.form == "area" else len(block.series)
            value = sum(max(row.values[note.place] or 0.0, 0.0) for row in block.series[:last])
        elif chart_text.is_line(block, note.series):
            value = series.values[note.place] or 0.0
        x = own[0].x if own else x
        tops: list[float] = [box.y for box in self._on_data() if box.x < x < box.x + box.width]
        if series.values[note.place] is not None:
            tops.append(y(value))
        return x, min(tops, default=y(0))

    def _number_axes(self, ends: tuple[float, float], scales: tuple[Scale, Scale]) -> None:
        """Put the numbers of the axes at the left and, if there is one, at the right."""
        block, (y, second) = self.block, scales
        for mark, text in zip(block.ticks, block.tick_labels, strict=True):
            kind = chart_text.mark_kind(block.ticks)
            self.labels.append(Label(text, ends[0], y(mark), "end", "muted", kind))
        for mark, text in zip(block.second_ticks, block.second_tick_labels, strict=True):
            kind = chart_text.mark_kind(block.second_ticks)
            self.labels.append(Label(text, ends[1], second(mark), "start", "muted", kind))

    def _with_data(self, drawn: ChartPlan, slot: float, scales: tuple[Scale, Scale]) -> ChartPlan:
        """Return a plan with its bars, lines or areas, and the numbers on them."""
        block, left, y = self.block, drawn.plot.x, scales[0]
        labelled = chart_text.is_labelled(block)
        drawn = replace(drawn, lines=tuple(self._lines(left, slot, scales)))
        if block.form == "area":
            return replace(drawn, areas=tuple(self._areas(left, slot, y)))
        if block.form == "line":
            if labelled:
                self._over_points(left, slot, y)
            return drawn
        spans = list(self._spans(slot))
        bars = [
            (series, Box(left + at, min(y(a), y(b)), wide, abs(y(b) - y(a))))
            for series, at, wide, a, b in spans
        ]
        if labelled:
            self._over_bars(bars, [b < a for *_, a, b in spans], slot)
        return replace(drawn, bars=tuple(bars))

    def _total_above(self, left: float, slot: float, y: Scale) -> None:
        """Put the totals above bars that stand on each other."""
        for place, text in enumerate(self.block.totals):
            if text:
                high = sum(max(series.values[place] or 0.0, 0.0) for series in self.block.series)
                x = left + (place + 0.5) * slot
                middle = y(high) - self.line / 2
                self.totals.append(Label(text, x, middle, "middle", kind="total"))
                self._needs(self.set.width(text), slot)

    def _keep_numbers_apart(self) -> None:
        """Ask for the room that numbers on bars beside each other need, each whole.

        Whether they stand at other heights is judged in the lowest plot that the chart may have.
        """
        block = self.block
        numbers = sorted(
            (
                pair
                for pair in self.numbers
                if not block.stacked and not block.series[pair[0][1]].line
            ),
            key=lambda pair: pair[1].x,
        )
        for (first, label), (second, other) in pairwise(numbers):
            if label.turned or other.turned or self._are_level(first, second):
                wide = self._across(label) + self._across(other)
                self._needs((wide + PAD) / 2, other.x - label.x)

    def _are_level(self, first: Place, second: Place) -> bool:
        """Tell whether the numbers at two places may stand at one height."""
        heights = [
            self._at(self.block.series[index].values[place] or 0.0) * self.least_plot
            for place, index in (first, second)
        ]
        return abs(heights[0] - heights[1]) < self.line * _LETTERS

    def _across(self, label: Label) -> float:
        """Return the points that a number takes from left to right."""
        if label.turned:
            return (label.size or self.set.size) * MARKER_HEIGHT
        if label.kind == "marker":
            return self._marker_width(label.text, label.size or self.set.size)
        return self.set.width(label.text)

    def _stand(self, plot: Box, slot: float, y: Scale) -> None:
        """Put markers, and what says that there is no number, where bars or points would stand.

        A marker is read upwards and stands on its axis, as long as it is: no value decides of it.
        """
        block = self.block
        columns = [at for at in range(len(block.series)) if not chart_text.is_line(block, at)]
        for index, series in enumerate(block.series):
            bars = index in columns
            several = 1 if block.stacked or not bars else len(columns)
            for place, runs in enumerate(series.shown):
                if not chart_text.is_beside(block, series, place):
                    continue
                column = columns.index(index) if several > 1 else (several - 1) / 2
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
                foot = y(below if block.stacked and bars else 0)
                if series.line:  # above the columns, in a row of its own
                    size = self._marker_size(text, slot - 2)
                    middle = plot.y - self.set.line
                    label = Label(text, x, middle, "middle", "marker_text", "marker", size=size)
                    self._put((place, index), label)
                    continue
                size = self._marker_size(text, plot.height)
                middle = max(foot - self._marker_width(text, size) / 2,
                             plot.y + self._marker_width(text, size) / 2)  # fmt: skip
                label = Label(text, x, middle, "middle", "marker_text", "marker")
                self._put((place, index), replace(label, turned=True, size=size))

    @property
    def _has_held_line(self) -> bool:
        """Say whether a number of a line over columns is withheld."""
        return any(
            chart_text.kind_of(series, place) == "marker"
            for series in self.block.series
            if series.line
            for place in range(len(series.shown))
        )

    def _beside_width(self) -> float:
        """Return the room that names to the right of the plot take; 0 if they cannot stand there.

        Each stands level with the last number of its series, which must be there.
        """
        block, names = self.block, chart_text.names(self.block)
        if chart_text.is_combined(block):
            return 0.0
        if len(names) < _SEVERAL or any(series.values[-1] is None for series in block.series):
            return 0.0
        if block.stacked and any((series.values[-1] or 0) <= 0 for series in block.series):
            return 0.0
        wide = max(map(self.set.width, names)) + 2 * PAD
        room = self.height - 4 * self.line
        fits = wide <= self.width * _BESIDE and len(names) * self.line <= room
        self.is_named_beside = fits and self.may_name_beside
        return wide if self.is_named_beside else 0.0

    def _name_beside(self, x: float, plot: Box, y: Scale) -> None:
        """Name the series to the right of the plot, none over another."""
        block = self.block
        places: list[tuple[float, int]] = []
        for index, series in enumerate(block.series):
            value = series.values[-1] or 0.0
            if block.stacked:
                below = sum(row.values[-1] or 0.0 for row in block.series[:index])
                places.append((y(below + value / 2), index))
            else:
                lower = self.line / 2 if block.form == "column" else 0.0
                places.append((y(value) + lower, index))
        placed: dict[int, float] = {}
        floor: float = plot.y
        for at, index in sorted(places):
            placed[index] = max(at, floor + self.line / 2)
            floor = placed[index] + self.line / 2
        ceiling = plot.y + plot.height
        for _, index in sorted(places, reverse=True):
            placed[index] = min(placed[index], ceiling - self.line / 2)
            ceiling = placed[index] - self.line / 2
        for index, name in enumerate(chart_text.names(block)):
            self.named.append(self._name(index, name, x, placed[index]))

    def _below(
        self, names: dict[int, tuple[str, ...]], left: float, slot: float, top: float
    ) -> None:
        """Name the categories below their slots."""
        kind: Kind = "category" if chart_text.is_thinned(self.block) else ""
        for index, lines in names.items():
            for number, text in enumerate(lines):
                middle = top + (number + 0.5) * self.set.line
                x = left + (index + 0.5) * slot
                self.labels.append(Label(text, x, middle, "middle", kind=kind))

    def _lines(
        self, left: float, slot: float, scales: tuple[Scale, Scale]
    ) -> Iterator[tuple[int, tuple[tuple[float, float], ...]]]:
        """Yield the points of each series that is a line, in pieces where values are missing."""
        for index, series in enumerate(self.block.series):
            if not chart_text.is_line(self.block, index):
                continue
            y = scales[series.right]
            piece: list[tuple[float, float]] = []
            for place, value in enumerate((*series.values, None)):
                if value is not None:
                    piece.append((left + (place + 0.5) * slot, y(value)))
                elif piece:
                    yield index, tuple(piece)
                    piece = []

    def _areas(
        self, left: float, slot: float, y: Scale
    ) -> Iterator[tuple[int, tuple[tuple[float, float], ...]]]:
        """Yield the corners of each area: its values, then back along what it stands on."""
        below = [0.0] * len(self.block.categories)
        places = [left + (at + 0.5) * slot for at in range(len(below))]
        for index, series in enumerate(self.block.series):
            above = [
                foot + (value or 0.0) for foot, value in zip(below, series.values, strict=True)
            ]
            edge = [(x, y(value)) for x, value in zip(places, above, strict=True)]
            base = [(x, y(value)) for x, value in zip(places, below, strict=True)]
            yield index, (*edge, *reversed(base))
            if self.block.stacked:
                below = above

    def _over_points(self, left: float, slot: float, y: Scale) -> None:
        series = self.block.series[0]
        for place, (value, shown) in enumerate(zip(series.values, series.shown, strict=True)):
            if value is not None:
                text, kind = plain(shown), chart_text.kind_of(series, place)
                x, middle = left + (place + 0.5) * slot, y(value) - 0.75 * self.set.line
                self._put((place, 0), Label(text, x, middle, "middle", kind=kind))
                self._needs(self.set.width(text), slot)

    def _over_bars(self, bars: list[tuple[int, Box]], negative: list[bool], slot: float) -> None:
        room = slot / len(self.block.series)
        for (_, box), (place, text, kind), below in zip(
            bars, self._on_bars(), negative, strict=True
        ):
            edge = box.y + box.height + self.set.line / 2 if below else box.y - self.set.line / 2
            self._put(place, Label(text, box.x + box.width / 2, edge, "middle", kind=kind))
            self._needs(self.set.width(text), room)
