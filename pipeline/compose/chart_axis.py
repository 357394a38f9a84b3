"""Number formats and axis ticks of charts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from babel.numbers import format_decimal

from pipeline.edition.edition import Series

#: Most intervals of an axis.
_INTERVALS = 5
#: Part of an interval that the label of a bar needs.
_LABEL = Fraction(1, 2)
#: Widths of an interval, in powers of ten.
_WIDTHS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))


@dataclass(frozen=True)
class Form:
    """Number format of a chart: decimals and language."""

    decimals: int
    language: str

    def printed(self, value: float) -> str:
        """Return a number as the language writes it."""
        pattern = "#,##0" + ("." + "0" * self.decimals if self.decimals else "")
        if round(value, self.decimals) == 0:
            value = 0.0  # and never "-0"
        text = format_decimal(value, format=pattern, locale=self.language)
        # the narrow no-break space stands in no font that comes with the project
        return text.replace("\u202f", "\u00a0")


def printed(series: Series, form: Form) -> Series:
    """Return a series with its numbers as they are printed."""
    shown = tuple("" if value is None else form.printed(value) for value in series.values)
    return series.model_copy(update={"shown": shown})


def ticks(series: Iterable[Series], *, stacked: bool, bars: bool = False) -> tuple[float, ...]:
    """Return the values that an axis marks: from 0 or below to the largest value or above.

    Args:
        series: of the chart.
        stacked: its bars stand on each other.
        bars: it has bars, whose labels below 0 need space before the names of the categories.
    """
    rows = [[value or 0.0 for value in one.values] for one in series]
    sums = [sum(column) for column in zip(*rows, strict=True)] if stacked else []
    values = sums or [value for row in rows for value in row]
    low, high = min([0.0, *values]), max([0.0, *values])
    if low == high:
        high = 1.0
    exact_low, exact_high = _exact(low), _exact(high)
    raw = (exact_high - exact_low) / _INTERVALS
    power = Fraction(10) ** math.floor(math.log10(raw))
    while power * 10 <= raw:  # the logarithm is rounded
        power *= 10
    width = next(one * power for one in _WIDTHS if one * power >= raw)
    first, last = math.floor(exact_low / width), math.ceil(exact_high / width)
    if bars and low < 0 and exact_low / width - first < _LABEL:
        first -= 1
    return tuple(float(number * width) for number in range(first, last + 1))


def _exact(value: float) -> Fraction:
    """Return the number that an author wrote: the shortest decimal that is this float."""
    return Fraction(repr(value))


def tick_labels(marks: Sequence[float], form: Form) -> tuple[str, ...]:
    """Return an axis's marks as printed, with as many decimals as they need."""
    decimals = next(
        (count for count in range(12) if all(round(mark, count) == mark for mark in marks)), 12
    )
    return tuple(Form(decimals, form.language).printed(mark) for mark in marks)
