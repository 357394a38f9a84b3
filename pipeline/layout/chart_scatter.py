"""Positions of a scatter chart: points that stand by two numbers, between two axes.

Coordinates are points from the frame's top left corner.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.layout.chart_parts import PAD, ChartParts, ChartPlan, Label


class ScatterChart(ChartParts):
    """Scatter chart while it is planned."""

    def plan(self) -> ChartPlan:
        """Plan axes and points; the names of the series stand in a legend."""
        block, line = self.block, self.set.line
        top = self._legend(self._unit()) + line / 2
        left = max(self.set.width(text) for text in block.tick_labels) + PAD
        last = self.set.width(block.second_tick_labels[-1]) / 2
        below = line + PAD + (line if block.second_unit else 0.0)
        plot = Box(left, top, self.width - left - last, self.height - top - below)
        end, foot = plot.x + plot.width, plot.y + plot.height

        def y(value: float) -> float:
            return foot - self._at(value) * plot.height

        def x(value: float) -> float:
            first, most = block.second_ticks[0], block.second_ticks[-1]
            return plot.x + (value - first) / (most - first) * plot.width

        for mark, text in zip(block.ticks, block.tick_labels, strict=True):
            kind = chart_text.mark_kind(block.ticks)
            self.labels.append(Label(text, left - PAD, y(mark), "end", "muted", kind))
        for mark, text in zip(block.second_ticks, block.second_tick_labels, strict=True):
            kind, middle = chart_text.mark_kind(block.second_ticks), foot + PAD + line / 2
            self.labels.append(Label(text, x(mark), middle, "middle", "muted", kind))
            self._needs(self.set.width(text) + PAD, plot.width / (len(block.second_ticks) - 1))
        if block.second_unit:
            self._needs(self.set.width(block.second_unit), plot.width)
            middle = foot + PAD + 1.5 * line
            self.labels.append(Label(block.second_unit, end, middle, "end", "muted", "unit"))
        points = [
            (index, (x(across), y(value)))
            for index, series in enumerate(block.series)
            for across, value in zip(series.xs, series.values, strict=True)
            if value is not None
        ]
        return replace(
            self._done(plot, top + below + self.least_plot),
            rules=tuple((left, y(mark), end, y(mark)) for mark in block.ticks),
            axis=(left, foot, end, foot),
            points=tuple(points),
            labels=self._painted(),
            over=self.over,
        )
