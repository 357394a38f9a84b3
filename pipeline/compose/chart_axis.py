"""Numbers of charts and tables as printed; ticks of axes, totals, order of categories."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from babel import Locale
from babel.numbers import format_decimal, get_decimal_symbol

from pipeline.edition.blocks import Series
from pipeline.edition.runs import Run

#: Most intervals of an axis: more marks than this are not read, and their lines cross the bars.
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
        """Return a number by the Interinstitutional Style Guide, in the language's own signs."""
        if round(value, self.decimals) == 0:
            value = 0.0  # and never "-0"
        pattern = "#,##0" + ("." + "0" * self.decimals if self.decimals else "")
        return _signed(format_decimal(value, format=pattern, locale=_english()), self.language)


#: By the Interinstitutional Style Guide a no-break space stands between thousands in every
#: language; the narrow one stands in no font that comes with the project.
_THOUSANDS, _MINUS = "\u00a0", "\u2212"
#: A number as authors write it in a table, in the signs of no language in particular.
_WRITTEN = re.compile(
    r"(?P<sign>[-\u2013\u2212]?)"
    r"(?P<whole>\d{4,15}|\d{1,3}(?:(?P<apart>[ \u00a0.,'])\d{3}(?:(?P=apart)\d{3})*)?)"
    r"(?:(?P<point>[.,])(?P<rest>\d{1,9}))?"
)
#: Digits of a group.
_GROUP = 3


def _signed(english: str, language: str) -> str:
    """Return a number as English writes it in the signs of a language."""
    signs = {",": _THOUSANDS, ".": _decimal_sign(language), "-": _MINUS}
    return "".join(signs.get(sign, sign) for sign in english)


@cache
def _english() -> Locale:
    return Locale("en")


@cache
def _decimal_sign(language: str) -> str:
    """Return a language's decimal sign; Babel reads the language's name anew at each question."""
    return str(get_decimal_symbol(language))


def in_table(text: str, language: str) -> str:
    """Return a number of a table as the language writes it; any other text as it is.

    What could be read in two ways, as a number with three decimals or with a separator of
    thousands, stays as the author wrote it.
    """
    found = _WRITTEN.fullmatch(text)
    if not found:
        return text
    own = _decimal_sign(language)
    apart, point, whole, rest = found.group("apart", "point", "whole", "rest")
    if (apart and apart in {own, point}) or (apart == "." and not point and whole.count(".") == 1):
        return text
    if point and point != own and not apart and len(rest) == _GROUP:
        return text
    digits = re.sub(r"\D", "", whole)
    if digits != "0" * len(digits) and digits.startswith("0") and len(digits) > 1:
        return text
    sign = _MINUS if found["sign"] else ""
    grouped = f"{int(digits):,}".replace(",", _THOUSANDS) if len(digits) > _GROUP else digits
    return f"{sign}{grouped}{own}{rest}" if rest else f"{sign}{grouped}"


def printed(series: Series, form: Form) -> Series:
    """Return a series with its numbers as they are printed."""
    shown = tuple(
        runs if value is None else tuple(_reprinted(run, form.printed(value)) for run in runs)
        for value, runs in zip(series.values, series.shown, strict=True)
    )
    return series.model_copy(update={"shown": shown})


def _reprinted(run: Run, text: str) -> Run:
    return run.model_copy(update={"text": text})


def ticks(series: Iterable[Series], *, stacked: bool, bars: bool = False) -> tuple[float, ...]:
    """Return the values that an axis marks: from 0 or below to the largest value or above.

    Args:
        series: of the chart.
        stacked: its bars stand on each other.
        bars: it has bars, whose labels below 0 need space before the names of the categories.
    """
    given = tuple(series)
    rows = [[value or 0.0 for value in row.values] for row in given if not row.line]
    sums = [sum(column) for column in zip(*rows, strict=True)] if stacked else []
    values = sums or [value for row in rows for value in row]
    values += [value or 0.0 for row in given if row.line for value in row.values]
    low, high = min([0.0, *values]), max([0.0, *values])
    if low == high:
        high = 1.0
    width = _width(low, high, _INTERVALS)
    exact_low, exact_high = _exact(low), _exact(high)
    first, last = math.floor(exact_low / width), math.ceil(exact_high / width)
    if bars and low < 0 and exact_low / width - first < _LABEL:
        first -= 1
    return tuple(float(number * width) for number in range(first, last + 1))


def spanning(values: Sequence[float]) -> tuple[float, ...]:
    """Return marks from the least value or below to the largest or above; 0 is there if near.

    Args:
        values: that the axis has to span; at least one.
    """
    low, high = min(values), max(values)
    if low == high or 0 < low <= high / 2 or low / 2 <= high < 0:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = 1.0
    width = _width(low, high, _INTERVALS)
    first, last = math.floor(_exact(low) / width), math.ceil(_exact(high) / width)
    return tuple(float(number * width) for number in range(first, last + 1))


def at_right(series: Iterable[Series], left: Sequence[float]) -> tuple[float, ...]:
    """Return the marks of an axis at the right, each level with one of the axis at the left.

    Args:
        series: that are read there.
        left: marks of the axis at the left, of which one is 0.
    """
    values = [0.0, *(value or 0.0 for row in series for value in row.values)]
    zero = left.index(0.0)
    sides = ((max(values), len(left) - 1 - zero), (-min(values), zero))
    widths = [_width(0.0, most, count) for most, count in sides if most and count]
    if any(most and not count for most, count in sides):  # the left axis has no such side
        return spanning(values)
    width = max(widths, default=Fraction(1))
    return tuple(float(number * width) for number in range(-zero, len(left) - zero))


def _width(low: float, high: float, intervals: int) -> Fraction:
    """Return the least round width of an axis's intervals of which so many are enough."""
    raw = (_exact(high) - _exact(low)) / intervals
    power = Fraction(10) ** math.floor(math.log10(raw))
    while power * 10 <= raw:  # the logarithm is rounded
        power *= 10
    return next(step * power for step in _WIDTHS if step * power >= raw)


def _exact(value: float) -> Fraction:
    """Return the number that an author wrote: the shortest decimal that is this float."""
    return Fraction(repr(value))


def tick_labels(marks: Sequence[float], form: Form) -> tuple[str, ...]:
    """Return an axis's marks as printed, with as many decimals as they need."""
    decimals = next(
        (count for count in range(12) if all(round(mark, count) == mark for mark in marks)), 12
    )
    return tuple(Form(decimals, form.language).printed(mark) for mark in marks)


def by_value(series: Sequence[Series], count: int) -> list[int]:
    """Return the order of categories from the largest to the least, unknown ones last.

    Only values that the edition prints count: what is withheld from it decides of nothing (G7).
    """
    sums = [sum(row.values[at] or 0.0 for row in series) for at in range(count)]
    unknown = [all(row.values[at] is None for row in series) for at in range(count)]
    return sorted(range(count), key=lambda at: (unknown[at], -sums[at]))


def reordered(series: Series, order: Sequence[int]) -> Series:
    """Return a series with its values in another order."""
    values, shown = (tuple(row[at] for at in order) for row in (series.values, series.shown))
    return series.model_copy(update={"values": values, "shown": shown})


def totals(series: Sequence[Series], form: Form) -> tuple[str, ...]:
    """Return the totals of stacked bars as printed; none where a part is missing or withheld."""
    if len(series) < 2:  # noqa: PLR2004 - a single part is its own total
        return ()
    out: list[str] = []
    for at in range(len(series[0].values)):
        values = [row.values[at] for row in series]
        held = any(_is_withheld(run) for row in series for run in row.shown[at])
        whole = all(value is not None for value in values) and not held
        out.append(form.printed(sum(value or 0.0 for value in values)) if whole else "")
    return tuple(out)


def _is_withheld(run: Run) -> bool:
    return run.kind == "text" and run.withheld
