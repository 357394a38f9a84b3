"""Plan of a chart whose bars lie: places of plot, axis, categories, numbers, names.

Coordinates are points from the frame's top left corner.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.texts import plain
from pipeline.layout.chart_parts import (
    BARS,
    BOLD,
    LEADER,
    PAD,
    ChartParts,
    ChartPlan,
    Label,
    Scale,
)

#: An annotation takes this part of a chart's width at most.
_NOTE = 0.26
#: Part of a chart's width that names of lying bars may take: the bars keep most of it.
_NAMES = 0.36


class LyingChart(ChartParts):
    """Chart of bars that lie, the first category at the top, while it is planned."""

    def plan(self) -> ChartPlan:
        """Plan bars that lie, the first category at the top."""
        block, line = self.block, self.set.line
        labelled = chart_text.is_labelled(block)
        top = self._unit()
        most = max(self.set.width(plain(name)) for name in block.categories)
        left = min(most, self.width * _NAMES) + PAD
        notes = self._note_lines(self.width * _NOTE)
        note = self._note_width(notes) + 3 * PAD if notes else 0.0
        right = self._right_of_bars() + note
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
                kind = chart_text.mark_kind(block.ticks)
                middle = foot + line / 2
                self.labels.append(Label(text, x(mark), middle, "middle", "muted", kind))
        deepest = max(len(lines) for lines in names)
        beside = 1 if block.stacked or not labelled else len(block.series)
        rows = max(deepest * line, beside * line / BARS) * len(block.categories)
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
        if notes:
            self._annotate(notes, plot, self._behind_number(bars, plot.y, slot))
        rules = tuple((x(mark), plot.y, x(mark), foot) for mark in block.ticks)
        return replace(
            self._done(plot, top + below + max(self.least_plot, len(notes) * line, rows)),
            bars=tuple(bars),
            rules=() if labelled else rules,
            axis=(x(0), plot.y, x(0), foot),
            labels=self._painted(),
            leader=self.leader,
            over=self.over,
        )

    def _annotate(self, lines: tuple[str, ...], plot: Box, number: tuple[float, float]) -> None:
        """Put the annotation at the right edge, and a line to it from behind its number."""
        (x, y), high = number, len(lines) * self.line
        left = self.width - self._note_width(lines)
        top = min(max(y - high / 2, plot.y), plot.y + plot.height - high)
        for index, text in enumerate(lines):
            middle = top + (index + 0.5) * self.line
            self.notes.append(Label(text, left, middle, kind="note"))
        begin = x + PAD / 2
        self.leader = Box(begin, y - LEADER / 2, max(left - PAD / 2 - begin, PAD / 2), LEADER)

    def _behind_number(
        self, bars: list[tuple[int, Box]], top: float, slot: float
    ) -> tuple[float, float]:
        """Return where what stands for the annotated number ends, and at what height."""
        block, note = self.block, self.block.annotation
        if note is None:
            raise AssertionError("there is no annotation")
        first = top + note.place * slot
        y = first + slot / 2
        ends = [0.0]
        for series, box in bars:
            middle = box.y + box.height / 2
            if first < middle < first + slot and (block.stacked or series == note.series):
                ends.append(box.x + box.width)
                y = y if block.stacked else middle
        own = self._at_number((note.place, note.series))
        y = own[0].y if own and not block.stacked else y
        ends += [box.x + box.width for box in self._on_data() if box.y < y < box.y + box.height]
        return max(ends), y

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

    def _right_of_bars(self) -> float:
        """Return the room that numbers behind the bars, or the last mark of the axis, need."""
        texts = [text for text in self.block.totals if text]
        if chart_text.is_labelled(self.block):
            texts += [text for _, text, _ in self._on_bars()]
        if texts:
            return PAD + max(map(self.set.width, texts)) * BOLD
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
        if block.annotation and not block.annotation.place:  # its line goes there
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
