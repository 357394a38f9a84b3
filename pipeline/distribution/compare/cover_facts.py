"""Number and date that two versions of a document print, left out when they are compared.

Between two versions of a document they always differ, so a comparison leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.resources import labels

#: Pages on which a cover stands; a document is one page.
_PLACES = ("cover", "text")
#: Letters for private use, in the place of a number and of a date.
_NUMBER, _DATE = "\ue000", "\ue001"


@dataclass(frozen=True)
class CoverFacts:
    """Number and date of the editions of one side of a comparison.

    Attributes:
        numbers: as printed.
        days: their dates.
        language: in which dates are printed; empty if there is none.
    """

    numbers: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()
    language: str = ""

    def bare(self, text: str) -> str:
        """Return a text without number and date."""
        return self._sub(_DATE, self._dates, self._sub(_NUMBER, self.numbers, text))

    def keys(self, lines: Sequence[tuple[str, str]], mentions: int) -> list[str]:
        """Return the lines of a file by which it is compared: without the cover's number and date.

        Args:
            lines: of the file, each with its place.
            mentions: in how many lines of its cover the program itself writes the number.
        """
        left = {_NUMBER: mentions, _DATE: 1}
        found: list[str] = []
        for place, line in lines:
            key = line
            for sign, words in ((_NUMBER, self.numbers), (_DATE, self._dates)):
                if place in _PLACES and left[sign] and (bare := self._sub(sign, words, key)) != key:
                    key = bare
                    left[sign] -= 1
            found.append(key)
        return found

    @property
    def _dates(self) -> Iterable[str]:
        for day in sorted(self.days):
            if self.language:
                phrases = labels.load(self.language)
                yield from (phrases.date(day), phrases.date(day, padded=True))
            yield from (f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"{day:%Y%m%d}")

    @staticmethod
    def _sub(sign: str, words: Iterable[str], text: str) -> str:
        for word in sorted(words, key=len, reverse=True):
            spaced = r"\s+".join(map(re.escape, word.split()))
            # no part of a longer number: 7606/24 is not in 17606/24, and not in 7606/24 REV 1
            text = re.sub(rf"(?<![\w/]){spaced}(?!\d|/|\s+[A-Z]+ \d)", sign, text)
        return text


def left_out(before: CoverFacts, after: CoverFacts) -> str:
    """Return a sentence on what a comparison leaves out of what differs; empty if nothing."""
    has_number, has_date = before.numbers != after.numbers, before.days != after.days
    what = " and ".join(["number"] * has_number + ["date"] * has_date)
    if has_number:
        return f"{what} of the cover and the foot of pages are left out; --all shows them"
    return "date of the cover is left out; --all shows it" if has_date else ""
