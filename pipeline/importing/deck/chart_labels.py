"""Shapes laid over a chart that repeat its own data: names, numbers, totals, the marks of an axis.

They are found, and told in the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from pipeline.importing.deck.furniture import words_of
from pipeline.importing.found import Box, Chart, Slide, Text
from pipeline.importing.report_items import Item

#: Share of a text that lies within the chart.
_WITHIN = 0.5
#: Marks of an axis: how many there are at least, and points by which they stand uneven.
_LEAST_MARKS, _UNEVEN = 3, 2.0
#: A number as it is printed, and what it has between thousands.
_NUMBER = re.compile(r"[-\u2212]?\d+(?:[\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_BETWEEN = str.maketrans({"\u00a0": "", "\u202f": "", " ": "", ",": ".", "\u2212": "-"})


def of(slide: Slide) -> frozenset[int]:
    """Return the shapes whose words are labels of a chart below them, by number."""
    found: set[int] = set()
    for chart in (row for row in slide.elements if isinstance(row, Chart) and row.plots):
        said, numbers = _said(chart), _numbers(chart)
        over = [
            shape
            for shape in slide.elements
            if isinstance(shape, Text) and shape.role == "free" and _is_within(shape.box, chart.box)
        ]
        found.update(
            shape.shape for shape in over if words_of(shape) in said or _value(shape) in numbers
        )
        found.update(shape.shape for shape in _marks(over))
    return frozenset(found)


def _marks(shapes: list[Text]) -> Iterator[Text]:
    """Yield the numbers that stand along one line, as far from each other as their values are."""
    numbers = [shape for shape in shapes if _value(shape) is not None]
    sides: tuple[tuple[Callable[[Box], float], Callable[[Box], float]], ...] = (
        (lambda box: box.x, lambda box: box.y),
        (lambda box: box.x + box.width, lambda box: box.y),
        (lambda box: box.y, lambda box: box.x + box.width / 2),
    )
    for line, along in sides:
        groups: dict[int, list[Text]] = {}
        for shape in numbers:
            groups.setdefault(round(line(shape.box)), []).append(shape)
        for group in groups.values():
            row = sorted(group, key=lambda shape: along(shape.box))
            places = [along(shape.box) for shape in row]
            values = [_value(shape) or 0.0 for shape in row]
            if len(row) >= _LEAST_MARKS and _is_even(places, values):
                yield from row


def _value(shape: Text) -> float | None:
    """Return the number that a shape says alone."""
    text = words_of(shape)
    return float(text.translate(_BETWEEN)) if _NUMBER.fullmatch(text) else None


def _is_even(places: list[float], values: list[float]) -> bool:
    """Tell whether places and values go by steps of one length each, and values by any but 0."""
    steps = [after - before for before, after in pairwise(places)]
    rises = [after - before for before, after in pairwise(values)]
    return (
        max(steps) - min(steps) <= _UNEVEN
        and min(rises) * max(rises) > 0
        and max(rises) - min(rises) <= 0.01 * max(map(abs, rises))
    )


def told(shape: Text) -> Iterator[Item]:
    """Yield what the report says of such words."""
    words = "a label laid over a chart, which says the same itself"
    text = words_of(shape)
    yield Item("paragraph", shape.shape, shape.name, None, text, "left-out", "chart-label", words)


def _is_within(box: Box, chart: Box) -> bool:
    wide = min(box.x + box.width, chart.x + chart.width) - max(box.x, chart.x)
    high = min(box.y + box.height, chart.y + chart.height) - max(box.y, chart.y)
    return max(wide, 0.0) * max(high, 0.0) >= _WITHIN * box.width * box.height > 0


def _said(chart: Chart) -> frozenset[str]:
    """Return what a chart says in words: names and numbers."""
    rows = [series for plot in chart.plots for series in plot.series]
    said = {text for row in rows for text in (row.name, *row.categories, *row.values)}
    return frozenset(said - {""})


def _numbers(chart: Chart) -> frozenset[float]:
    """Return the numbers of a chart, and the sums of its categories."""
    rows = [series.values for plot in chart.plots for series in plot.series]
    sums = (sum(map(float, values)) for values in zip(*rows, strict=False) if all(values))
    numbers = (float(value) for values in rows for value in values if value)
    return frozenset(round(number, 9) for number in (*sums, *numbers))
