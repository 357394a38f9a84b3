"""Plan of a pie or ring: places of its slices, with a label beside each.

Coordinates are points from the frame's top left corner.
"""

from __future__ import annotations

import math
from dataclasses import replace

from pipeline.design.tokens import Box
from pipeline.edition.texts import plain
from pipeline.layout.chart_parts import PAD, ChartParts, ChartPlan, Label, Slice
from pipeline.layout.pie_labels import parted

#: A pie's radius is at most this part of the width: the rest is for its labels.
_RADIUS = 0.24


class PieChart(ChartParts):
    """Pie or ring while it is planned."""

    def plan(self) -> ChartPlan:
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
            self._done(plot, top + max(self.least_plot, sides)),
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
