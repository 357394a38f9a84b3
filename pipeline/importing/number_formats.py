"""Numbers and dates as an office file stores them, turned into those of the content."""

from __future__ import annotations

import datetime
import math
import re
from decimal import Decimal, InvalidOperation

_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_MARKED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].')
#: Digits of a format, and its exponent.
_DIGITS = re.compile(r"([0#?][0#?.,]*)(E[+-]0+)?", re.IGNORECASE)
_FIRST_1900, _FIRST_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def exact(text: str) -> str:
    """Return a number with all its digits, without exponent; '' for what is none.

    A file keeps 4.3 as 4.2999999999999998: what is read is the shortest number that is stored so.
    """
    try:
        value = Decimal(repr(float(text)))
    except (ValueError, OverflowError, InvalidOperation):
        return ""
    if not value.is_finite():
        return ""
    written = format(value, "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in {"-0", ""} else written


def is_date(code: str) -> bool:
    """Tell whether a format is that of dates."""
    bare = _QUOTED.sub("", code.split(";", maxsplit=1)[0]).lower()
    return bool(re.search(r"[yd]|m(?!m?$)|mmm", bare)) and not re.search(r"[0#?]", bare)


def as_date(text: str, code: str, *, is_1904: bool) -> str:
    """Return a day's number as its format shows it: its parts alone, in the order of ISO 8601."""
    try:
        first = _FIRST_1904 if is_1904 else _FIRST_1900
        day = first + datetime.timedelta(days=int(float(text)))
    except (ValueError, OverflowError):
        return text
    bare = _QUOTED.sub("", code.split(";", maxsplit=1)[0]).lower()
    if "d" in bare:
        return day.isoformat() if "y" in bare else f"{day.day} {_MONTHS[day.month - 1]}"
    if "m" in bare:
        return f"{day.year}-{day.month:02}" if "y" in bare else _MONTHS[day.month - 1]
    return str(day.year)


def seen(text: str, code: str) -> str:
    """Return a number as its format prints it, if that is another number or has words; else ''.

    Rounding and signs between thousands are no other number.
    """
    sections = code.split(";")
    value = float(text or "nan")
    if math.isnan(value):
        return ""
    at = 1 if value < 0 and len(sections) > 1 else 0
    found = _DIGITS.search(_MARKED.sub(lambda row: " " * len(row[0]), sections[at]))
    if found is None:
        return ""
    before, after = (_words(part) for part in (sections[at][: found.start()],
                                               sections[at][found.end() :]))  # fmt: skip
    scale = len(found[0]) - len(found[0].rstrip(","))
    percent = "%" in before + after
    letters = any(letter.isalpha() for letter in before + after)
    if not (scale or percent or letters or found[2]):
        return ""
    value = (abs(value) if at else value) * (100 if percent else 1) / 1000**scale
    places = len(found[1].partition(".")[2].rstrip(","))
    form = f".{places}E" if found[2] else f"{',' if ',' in found[1].rstrip(',') else ''}.{places}f"
    return f"{before}{value:{form}}{after}".strip()


def _words(part: str) -> str:
    """Return what a part of a format prints beside the digits."""
    bare = re.sub(r"\[[^\]]*\]|[_*].", "", part)
    return re.sub(r'"([^"]*)"|\\(.)', lambda row: row[1] or row[2] or "", bare)


def decimals(code: str) -> int | None:
    """Return how many decimals a format prints; None if it prints as many as there are."""
    bare = _QUOTED.sub("", code.split(";", maxsplit=1)[0])
    if not re.search(r"[0#]", bare):
        return None
    if re.search(r"[0#?],+(?![0#?,.])|E[+-]", bare, re.IGNORECASE):
        return None  # it prints a part of the number, or its exponent
    found = re.search(r"\.([0#?]+)", bare)
    count = len(found[1]) if found else 0
    return count + 2 if "%" in bare else count
