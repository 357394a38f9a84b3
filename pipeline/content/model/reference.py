"""Numbers of Council documents: parsed, and written for print, registers, addresses, file names.

Printed: ``14374/17``, ``7606/1/17 REV 1`` (the middle number repeats the REV number and is nothing
else), ``CM 1711/1/24 REV 1``, ``WK 4146/2024 INIT`` (working papers: year in four digits and always
a suffix). Register: ``ST 7606 2017 REV 1``. Address: ``ST-9727-2026-INIT``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SERIES = ("ST", "WK", "CM", "CP", "DS", "SN", "PE-CONS", "EUCO", "XT", "CONV", "PV/CONS")
SUFFIXES = ("REV", "ADD", "COR", "DCL", "EXT", "AMD")

_SERIES = "|".join(re.escape(series) for series in SERIES)
_TAIL = rf"(?P<tail>INIT|(?:{'|'.join(SUFFIXES)}) [1-9]\d?(?: (?:{'|'.join(SUFFIXES)}) [1-9]\d?)*)"
_PRINTED = re.compile(
    rf"(?:(?P<series>{_SERIES}) )?(?P<number>[1-9]\d{{0,4}})"
    rf"(?:/(?P<middle>[1-9]\d?))?/(?P<year>\d{{4}}|\d{{2}})(?: {_TAIL})?"
)
_REGISTER = re.compile(
    rf"(?P<series>{_SERIES}) (?P<number>[1-9]\d{{0,4}}) (?P<year>\d{{4}})(?: {_TAIL})?"
)
#: Two-digit years belong to the hundred years from this one on.
_FIRST_YEAR = 1952
_WK = "WK 4146/2024 INIT"


class BadReferenceError(ValueError):
    """Not a number of a Council document; the message says which rule is broken.

    Attributes:
        example: numbers that keep the rule.
    """

    def __init__(self, message: str, example: str = "") -> None:
        super().__init__(message)
        self.example = example or f"{_WK}', '14374/17' or '7606/1/17 REV 1"


@dataclass(frozen=True)
class Reference:
    """One document number.

    Attributes:
        series: "ST" for standard documents, whose printed number has no prefix.
        year: four digits.
        suffixes: for example ``(("REV", 4), ("ADD", 1))``; empty for the first version.
    """

    series: str
    number: int
    year: int
    suffixes: tuple[tuple[str, int], ...] = ()

    @property
    def _tail(self) -> str:
        return " ".join(f"{name} {count}" for name, count in self.suffixes)

    @property
    def printed(self) -> str:
        """Return the number as it stands on the cover."""
        if self.series == "WK":
            return f"WK {self.number}/{self.year} {self._tail or 'INIT'}"
        revised = self.suffixes and self.suffixes[0][0] == "REV"
        middle = f"/{self.suffixes[0][1]}" if revised else ""
        prefix = "" if self.series == "ST" else f"{self.series} "
        return f"{prefix}{self.number}{middle}/{self.year % 100:02d} {self._tail}".rstrip()

    @property
    def register(self) -> str:
        """Return the number as the public register lists it."""
        return f"{self.series} {self.number} {self.year} {self._tail or 'INIT'}"

    @property
    def address(self) -> str:
        """Return the number as it stands in addresses of the register."""
        return self.register.replace("/", "-").replace(" ", "-")

    def file_stem(self, language: str, *, partial: bool) -> str:
        """Return the file name without extension, for example ``wk04146.en24.PA``.

        Args:
            language: ISO 639-1 code.
            partial: the file is the partially accessible edition.
        """
        series = self.series.lower().replace("-", "").replace("/", "")
        tail = "".join(f"-{name[:2].lower()}{count:02d}" for name, count in self.suffixes)
        stem = f"{series}{self.number:05d}{tail}.{language}{self.year % 100:02d}"
        return f"{stem}.PA" if partial else stem


def _full_year(text: str) -> int:
    if len(text) == 4:  # noqa: PLR2004 - digits of a full year
        return int(text)
    return _FIRST_YEAR + (int(text) - _FIRST_YEAR) % 100


def _pairs(tail: str | None) -> tuple[tuple[str, int], ...]:
    if tail is None or tail == "INIT":
        return ()
    words = tail.split(" ")
    return tuple((name, int(count)) for name, count in zip(words[::2], words[1::2], strict=True))


def parse(text: str) -> Reference:
    """Read a document number in its printed, register or address form.

    Raises:
        BadReferenceError: it is none of these, or breaks a rule of its series.
    """
    spaced = text.replace("PV-CONS", "PV/CONS")
    spaced = re.sub(r"-(?=\d|INIT|REV|ADD|COR|DCL|EXT|AMD)|(?<=\d)-", " ", spaced)
    if match := _REGISTER.fullmatch(spaced):
        series, tail = match["series"], _pairs(match["tail"])
        return Reference(series, int(match["number"]), int(match["year"]), tail)
    match = _PRINTED.fullmatch(text)
    if match is None:
        raise BadReferenceError("this is not a number of a Council document")
    series = match["series"] or "ST"
    suffixes = _pairs(match["tail"])
    if series == "WK":
        _check_working_paper(match)
    else:
        revision = suffixes[0][1] if suffixes and suffixes[0][0] == "REV" else None
        middle = int(match["middle"]) if match["middle"] else None
        if middle != revision:
            raise BadReferenceError(
                "the middle number is the REV number, and only that", "7606/1/17 REV 1"
            )
        if len(match["year"]) == 4:  # noqa: PLR2004 - digits of a full year
            raise BadReferenceError(
                "only working papers (WK) print the year in four digits", "14374/17"
            )
    return Reference(series, int(match["number"]), _full_year(match["year"]), suffixes)


def _check_working_paper(match: re.Match[str]) -> None:
    year, tail = _full_year(match["year"]), match["tail"] or "INIT"
    example = f"WK {int(match['number'])}/{year} {tail}"
    if len(match["year"]) != 4:  # noqa: PLR2004 - digits of a full year
        raise BadReferenceError("a working paper (WK) prints the year in four digits", example)
    if match["tail"] is None:
        message = "a working paper (WK) always has a suffix; the first is INIT"
        raise BadReferenceError(message, example)
    if match["middle"]:
        raise BadReferenceError("a working paper (WK) has no middle number", example)
