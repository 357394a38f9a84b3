"""Numbers of charts: how they are printed, and where an axis has its marks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from pipeline.edition import Series

#: Most intervals of an axis.
_INTERVALS = 5
#: Widths of an interval, in powers of ten.
_WIDTHS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Form:
    """How a chart's numbers are printed."""

    decimals: int
    language: str

    def printed(self, value: float) -> str:
        """Return a number as the language writes it."""
        pattern = "#,##0" + ("." + "0" * self.decimals if self.decimals else "")
        text = format_decimal(value, format=pattern, locale=self.language)
        # the narrow no-break space stands in no font that comes with the project
        return text.replace("\u202f", "\u00a0")


def ticks(series: Iterable[Series], stacked: bool) -> tuple[float, ...]:  # noqa: FBT001 - a field
    """Return the values that an axis marks: from 0 or below to the largest value or above."""
    rows = [[value or 0.0 for value in one.values] for one in series]
    sums = [sum(column) for column in zip(*rows, strict=True)] if stacked else []
    values = sums or [value for row in rows for value in row]
    low, high = min([0.0, *values]), max([0.0, *values])
    if low == high:
        high = 1.0
    raw = (high - low) / _INTERVALS
    power = 10.0 ** math.floor(math.log10(raw))
    width = next(one * power for one in _WIDTHS if one * power >= raw * (1 - 1e-9))
    first, last = math.floor(low / width + 1e-9), math.ceil(high / width - 1e-9)
    return tuple(round(number * width, 9) for number in range(first, last + 1))


def tick_labels(marks: Sequence[float], form: Form) -> tuple[str, ...]:
    """Return an axis's marks as printed, with as many decimals as they need."""
    decimals = next(
        (count for count in range(9) if all(round(mark, count) == mark for mark in marks)), 9
    )
    return tuple(Form(decimals, form.language).printed(mark) for mark in marks)
