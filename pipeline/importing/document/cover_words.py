"""Fixed phrases of Council covers in all languages, and what else their lines say."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from babel.dates import get_month_names

from pipeline.content.model import reference
from pipeline.resources import labels

#: Phrases that are the labels of rows, as fields of the cover.
_ROWS = (
    "from",
    "received",
    "on",
    "to",
    "previous",
    "commission",
    "of_document",
    "dated",
    "corrects",
    "adds_to",
    "department",
    "telephone",
    "contact",
    "subject",
    "meeting",
    "venue",
    "agenda",
    "enclosure",
    "new_status",
    "unit",
)
_FIXED = (
    "institution",
    "secretariat",
    "secretariat_of_council",
    "disclaimer",
    "working_paper",
    "released",
    "made_public",
    "shading_notice",
    "not_held_notice",
    "numbers_differ",
)
#: Older forms of labels and of the institution's name.
_OLDER = {"from": "from", "to": "to", "no prev doc": "previous", "no cion doc": "commission",
          "no cion prop": "commission", "dated": "dated", "encl": "enclosure"}  # fmt: skip
_CODE = re.compile(r"[A-Z]{2,}(?:[-/ ][A-Z]+)*(?: \d{1,5})?")
_ORIGINAL = re.compile(r"\(\s*OR\.?\s*[:.]?\s*([a-z]{2})\s*\)", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})\.?\s+(?:de\s+)?([^\W\d]+)\.?\s+(?:de\s+)?(\d{4})")
_NUMERIC = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


def bare(text: str) -> str:
    """Return a phrase for comparing: small letters and single spaces, no signs at its end."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    for mark in "\u201c\u201d\u201e\u00ab\u00bb\u2019'\"":
        plain = plain.replace(mark, "")
    return " ".join(plain.replace(".", " ").split()).strip(" :")


@dataclass(frozen=True)
class Phrases:
    """Fixed phrases of covers.

    Attributes:
        rows: fields by the label of their row.
        types: types of documents by their names.
        fixed: what the program prints by itself.
    """

    rows: Mapping[str, str]
    types: Mapping[str, str]
    fixed: frozenset[str]


@cache
def phrases() -> Phrases:
    """Return the phrases of all languages."""
    rows: dict[str, str] = {}
    types: dict[str, str] = {}
    fixed: set[str] = {"council of the european union", "general secretariat of the council"}
    for language in labels.languages():
        words = labels.load(language)
        for field in _ROWS:
            rows.setdefault(bare(words[field]), field)
        for key in words.phrases:
            if key.startswith("type."):
                types.setdefault(bare(words[key]), key.removeprefix("type."))
        fixed |= {bare(words[key]) for key in _FIXED}
    return Phrases(_OLDER | rows, types, frozenset(fixed))


def date_in(text: str, language: str) -> datetime.date | None:
    """Return the first date of a line; None if it has none."""
    found = _DAY.search(text)
    if found:
        month = _months(language).get(found[2].casefold()) or _months("en").get(found[2].casefold())
        return _date(int(found[3]), month or 0, int(found[1]))
    numeric = _NUMERIC.search(text)
    return _date(int(numeric[3]), int(numeric[2]), int(numeric[1])) if numeric else None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


@cache
def _months(language: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for number, name in get_month_names("wide", context=context, locale=language).items():
            found[name.casefold()] = number
    return found


def place_before_date(text: str) -> str:
    """Return the place that a line names before its date; '' for none."""
    place, comma, _ = text.partition(",")
    return place.strip() if comma and re.fullmatch(r"[^\W\d][\w .'-]{1,40}", place.strip()) else ""


def number_in(text: str) -> str:
    """Return the number of a document, as printed; '' if a line is none."""
    try:
        return reference.parse(" ".join(text.split())).printed
    except reference.BadReferenceError:
        return ""


def original_in(text: str) -> str:
    """Return the original language that a line names; '' for none."""
    found = _ORIGINAL.search(text)
    return found[1].lower() if found else ""


def is_code(text: str) -> bool:
    """Tell whether a line is a subject code."""
    return bool(_CODE.fullmatch(text.strip()))


def stamp_date(text: str) -> datetime.date | None:
    """Return the date of the stamp of a document that is public in part; None for no stamp."""
    for language in labels.languages():
        words, _, _ = labels.load(language)["stamp"].partition("{")
        if bare(text).startswith(bare(words.strip(" ("))) and len(bare(words)) > 8:  # noqa: PLR2004
            return date_in(text, language)
    return None


def file_in(text: str) -> str:
    """Return the interinstitutional file that a line names; '' for none."""
    for language in labels.languages():
        words = labels.load(language)["file"].strip()
        if text.strip().casefold().startswith(words.casefold()):
            return text.strip()[len(words) :].strip()
    return ""


def is_justifications(text: str) -> bool:
    """Tell whether a line says why something is withheld."""
    for language in labels.languages():
        words, _, _ = labels.load(language)["justifications"].partition("{")
        if words.strip() and text.strip().startswith(words.strip()):
            return True
    return False
