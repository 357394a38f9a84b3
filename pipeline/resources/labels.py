"""Fixed phrases, dates and legal grounds of a language, from ``templates/``; all languages.

Phrases read in published documents stand under ``seen:``, this project's own wording under
``own:``; a dossier may replace any of them. Nothing here is translated by the program. Dates are
written as the Unicode CLDR has them in the language's long form, unless a file gives a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from babel.dates import format_date, get_date_format

from pipeline.core.errors import Problem, TemplateError, Where
from pipeline.resources import paths


@dataclass(frozen=True)
class Ground:
    """Legal ground of Regulation (EC) No 1049/2001 for withholding a text."""

    id: str
    reference: str
    absolute: bool


@cache
def grounds() -> Mapping[str, Ground]:
    """Return the closed list of grounds by id, in the order in which a cover names them (G8)."""
    data = yaml.load(paths.templates("grounds.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return {key: Ground(key, row["reference"], row["absolute"]) for key, row in data.items()}


@cache
def languages() -> tuple[str, ...]:
    """Return the languages for which labels exist, sorted."""
    return tuple(sorted(path.stem for path in paths.templates("labels").glob("*.yaml")))


MarkerStyle = Literal["plain", "numbered", "labelled", "deleted"]
_MARKERS: dict[MarkerStyle, str] = {
    "plain": "marker", "numbered": "marker_numbered", "labelled": "marker_labelled",
    "deleted": "marker_deleted",
}  # fmt: skip
#: The language in which the phrases are conceived: its own wording is no translation.
_FIRST = "en"
#: Patterns that CLDR gives where no file does.
DATES = ("date", "date_first", "date_padded")


#: Regions of the official languages whose code is not their region's.
_REGIONS = {
    "cs": "CZ", "da": "DK", "el": "GR", "en": "GB", "et": "EE", "ga": "IE", "sl": "SI", "sv": "SE",
}  # fmt: skip


def locale(language: str) -> str:
    """Return the BCP 47 tag that Office files want: ``en`` is ``en-GB``, ``de`` is ``de-DE``.

    The tag of another language, or one with a region, stays as it is.
    """
    if language not in languages():
        return language
    return f"{language}-{_REGIONS.get(language, language.upper())}"


@dataclass(frozen=True)
class Labels:
    """The phrases of one language, with a dossier's own ones laid over them.

    Attributes:
        language: ISO 639-1 code.
        phrases: by key.
        unverified: keys of this project's own translations, which nobody has checked.
    """

    language: str
    phrases: Mapping[str, str]
    unverified: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> str:
        """Return a phrase.

        Raises:
            TemplateError: the language has no such phrase.
        """
        if key not in self.phrases:
            where = Where(f"templates/labels/{self.language}.yaml")
            hint = f"add it there, or under 'labels: {{{key}: …}}' in dossier.yaml"
            raise TemplateError(Problem(where, "missing-label", f"no phrase for '{key}'", hint))
        return self.phrases[key]

    def marker(self, style: MarkerStyle, *, by_ground: bool = False) -> str:
        """Return what markers of a style print; ``{number}`` and ``{grounds}`` stand for words.

        Args:
            style: of the markers.
            by_ground: numbers are those of justifications.
        """
        printed = self[_MARKERS[style]]
        if style == "numbered" and by_ground:
            return printed.format(number=self["justification_number"])
        return printed

    def markers(self) -> tuple[str, ...]:
        """Return what markers of every style print."""
        return (*map(self.marker, _MARKERS), self.marker("numbered", by_ground=True))

    def date(self, day: date, *, padded: bool = False) -> str:
        """Return a date in words; ``padded`` gives the day two digits, as working papers do."""
        first = "date_first" if day.day == 1 else "date"
        pattern = self["date_padded" if padded else first]
        return format_date(day, pattern, locale=self.language)


@cache
def _read(path: Path) -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    return data


def load(language: str, own: Mapping[str, str] | None = None) -> Labels:
    """Read the phrases of a language.

    Args:
        language: ISO 639-1 code, one of ``languages()``.
        own: phrases of the dossier, which win.

    Raises:
        TemplateError: no labels for this language.
    """
    path = paths.templates("labels", f"{language}.yaml")
    if not path.is_file():
        hint = f"languages with labels: {', '.join(languages())}"
        problem = Problem(Where(f"templates/labels/{language}.yaml"), "no-labels", "missing", hint)
        raise TemplateError(problem)
    data = _read(path)
    given: dict[str, str] = {**data["seen"], **data["own"]}
    unverified = frozenset(data["own"]) - set(own or {})
    return Labels(
        language,
        {**_dates(language, given), **given, **(own or {})},
        frozenset() if language == _FIRST else unverified,
    )


def _dates(language: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return patterns of dates; Unicode TR 35, 8.1: ``d`` is the day, ``dd`` the same padded."""
    usual = given.get("date") or str(get_date_format("long", language).pattern)
    padded = re.sub(r"(?<![d'\w])d(?![d'\w])", "dd", usual)
    return {"date": usual, "date_first": usual, "date_padded": padded}
