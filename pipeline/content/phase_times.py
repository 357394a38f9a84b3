"""Times of phases on a line of twelve months or quarters, from 0 at its start to 1 at its end."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.content.model.parts import Phase

#: Months or quarters of a line of time.
COLUMNS = 12
_QUARTER, _YEAR = 3, 12


@dataclass(frozen=True)
class Span:
    """A line of time.

    Attributes:
        first: its first month, counted from the year 0.
        months: of each of its parts, 1 or 3.
    """

    first: int
    months: int

    def days(self) -> Iterator[date]:
        """Yield the first day of each part."""
        for index in range(COLUMNS):
            year, month = divmod(self.first + index * self.months, _YEAR)
            yield date(year, month + 1, 1)

    def begin(self, time: str) -> float:
        """Return where a time begins."""
        return self._share(*_parts(time, 0.0))

    def end(self, time: str) -> float:
        """Return where a time ends."""
        return self._share(*_parts(time, 1.0))

    def place(self, time: str) -> float:
        """Return the middle of a time."""
        return self._share(*_parts(time, 0.5))

    def _share(self, month: int, part: float) -> float:
        share = (month + part - self.first) / (COLUMNS * self.months)
        return round(min(max(share, 0.0), 1.0), 4)


def month_of(time: str) -> int:
    """Return the month of a time, counted from the year 0."""
    return _parts(time, 0.0)[0]


def is_time(time: str) -> bool:
    """Say whether a time is one of the calendar."""
    year, month, *rest = map(int, time.split("-"))
    if not (year and 1 <= month <= _YEAR):
        return False
    return not rest or 1 <= rest[0] <= monthrange(year, month)[1]


def is_day(time: str) -> bool:
    """Tell a day from a month."""
    return time.count("-") > 1


def is_timed(phase: Phase) -> bool:
    """Say whether a phase has a beginning and an end in this order, or is a milestone."""
    if not all(map(is_time, times([phase]))):
        return False
    if phase.at or not (phase.starts and phase.ends):
        return bool(phase.at) and not (phase.starts or phase.ends)
    if is_day(phase.starts) != is_day(phase.ends):
        return False
    return _parts(phase.starts, 0.0) <= _parts(phase.ends, 1.0)


def _parts(time: str, middle: float) -> tuple[int, float]:
    """Return a month, and how much of it has passed at the begin, the middle or the end of a time.

    Args:
        time: YYYY-MM or YYYY-MM-DD.
        middle: 0 for its begin, 1 for its end.
    """
    year, month, *rest = map(int, time.split("-"))
    if rest:
        middle = (rest[0] - 1 + middle) / monthrange(year, month)[1]
    return year * _YEAR + month - 1, middle


def times(phases: Iterable[Phase]) -> list[str]:
    """Return all times of phases."""
    return [time for row in phases for time in (row.starts, row.ends, row.at) if time]


def months(phases: Iterable[Phase]) -> int:
    """Return how many months phases take, from the first to the last one of all."""
    found = [month_of(time) for time in times(phases)]
    return max(found) - min(found) + 1 if found else 1


def window(phases: Iterable[Phase]) -> Span:
    """Return the line of time for phases: months, or quarters if twelve months are too few."""
    shown = list(phases)
    first = min((month_of(time) for time in times(shown)), default=_YEAR)
    if months(shown) <= COLUMNS:
        return Span(first, 1)
    return Span(first - first % _QUARTER, _QUARTER)
