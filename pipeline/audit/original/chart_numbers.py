"""Charts of an imported file, read for the proof: names and numbers that their parts hold."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as ET

from pipeline.audit.findings import UnreadableError
from pipeline.audit.original.facts import Chart, Series
from pipeline.audit.original.original_file import OfficeFile
from pipeline.audit.original.original_lines import lines, squeezed

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
#: Points of one series that are read.
_MOST = 10_000


def read(file: OfficeFile, part: str) -> Chart:
    """Return a chart's series, in the order of the file, and its titles."""
    try:
        root = file.xml(part)
    except UnreadableError:
        return Chart((), is_readable=False)
    series = tuple(_series(row) for row in root.iter(f"{_C}ser"))
    titles = [
        squeezed(" ".join(line.text for line in lines(body, {})))
        for name in ("title", "dispUnitsLbl")
        for title in root.iter(f"{_C}{name}")
        for body in title.iter(f"{_C}rich")
    ]
    titles += [squeezed(row.text or "") for line in root.iter(f"{_C}trendline")
               for row in line.iter(f"{_C}name")]  # fmt: skip
    titles += [squeezed(row.text or "") for cells in root.iter(f"{_C15}dlblRangeCache")
               for row in cells.iter(f"{_C}v")]  # fmt: skip
    codes = [row.text or "" for holder in root.iter(f"{_C}cat") for row in holder.iter()
             if row.tag == f"{_C}formatCode"]  # fmt: skip
    named = tuple(row for row in series if row.values or row.name)
    return Chart(
        named,
        tuple(title for title in titles if title),
        any(_is_of_days(code) for code in codes),
        is_readable=root.tag == f"{_C}chartSpace" and (bool(named) or not series),
    )


def _is_of_days(code: str) -> bool:
    bare = _QUOTED.sub("", code.split(";", maxsplit=1)[0]).lower()
    return bool(re.search(r"[yd]|mmm|m", bare)) and not re.search(r"[0#?]", bare)


def _series(row: ET.Element) -> Series:
    name = row.find(f"{_C}tx")
    said = " ".join(_points(name)) if name is not None else ""
    categories = row.find(f"{_C}cat")
    return Series(
        squeezed(said),
        tuple(_categories(categories)) if categories is not None else (),
        tuple(map(number, _points(_first(row, "val", "yVal")))),
        tuple(_points(row.find(f"{_C}xVal"))),
        tuple(map(number, _points(row.find(f"{_C}bubbleSize")))),
    )


def _first(row: ET.Element, *names: str) -> ET.Element | None:
    return next((part for name in names if (part := row.find(f"{_C}{name}")) is not None), None)


def _categories(holder: ET.Element) -> list[str]:
    """Return categories; of several levels, the words of all, the outermost first."""
    levels = holder.findall(f".//{_C}lvl")
    if not levels:
        return [squeezed(text) for text in _points(holder)]
    count = _count(holder)
    rows = [_filled(levels[0], count), *(_carried(_filled(row, count)) for row in levels[1:])]
    return [squeezed(" ".join(row[at] for row in reversed(rows))) for at in range(count)]


def _carried(names: list[str]) -> list[str]:
    """Return the names of an outer level, each for all that stands below it."""
    found: list[str] = []
    for name in names:
        found.append(name or (found[-1] if found else ""))
    return found


def _points(holder: ET.Element | None) -> list[str]:
    if holder is None:
        return []
    if holder.find(f"{_C}v") is not None:
        return [(holder.find(f"{_C}v") or holder[0]).text or ""]
    return _filled(holder, _count(holder))


def _count(holder: ET.Element) -> int:
    stated = next(holder.iter(f"{_C}ptCount"), None)
    text = stated.get("val", "") if stated is not None else ""
    highest = max((_index(row) for row in holder.iter(f"{_C}pt")), default=-1) + 1
    return min(max(int(text) if text.isascii() and text.isdigit() else 0, highest), _MOST)


def _index(row: ET.Element) -> int:
    text = row.get("idx", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _filled(holder: ET.Element, count: int) -> list[str]:
    found = [""] * count
    for row in holder.iter(f"{_C}pt"):
        if (at := _index(row)) < count:
            found[at] = "".join(part.text or "" for part in row.iter(f"{_C}v")).strip()
    return found


def number(text: str) -> str:
    """Return a number as the shortest that is stored as this one; '' for what is none."""
    try:
        value = Decimal(repr(float(text)))
    except (ValueError, OverflowError, InvalidOperation):
        return ""
    if not value.is_finite():
        return ""
    written = format(value, "f")
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written in {"-0", ""} else written
