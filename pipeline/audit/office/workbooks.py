"""Audit of the workbooks behind native charts: exactly the plotted data.

Guarantee: G14.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from pipeline.audit.findings import UnreadableError
from pipeline.audit.office import office_parts, opc
from pipeline.audit.office.opc import Package
from pipeline.design.brand.trusted_parts import NOTHING, TrustedParts

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CHART = re.compile(r"(?:ppt|word)/charts/chart\d{1,4}\.xml")
_SHEET = "xl/worksheets/sheet1.xml"
_TEXTS = "xl/sharedStrings.xml"


def faults(package: Package, trusted: TrustedParts = NOTHING) -> Iterator[tuple[str, str]]:
    """Yield faults of the workbooks of a file's charts: a problem's code and message.

    Args:
        package: a deck or a document, as read.
        trusted: what comes from a brand template; in a workbook, the names of its fonts.
    """
    books = {name for name in package.members if name.endswith(".xlsx")}
    for name in sorted(filter(package.is_ours, package.members)):
        if not _CHART.fullmatch(name):
            continue
        related = package.relations(name).values()
        targets = [target for kind, target, _ in related if kind == "package"]
        if len(targets) != 1 or targets[0] not in books:
            yield "unknown-part", f"{name} has no workbook of its own, or more than one"
            continue
        book = targets[0]
        books.remove(book)
        try:
            yield from _book(package.members[book], book, package.xml(name), trusted.values)
        except UnreadableError as error:
            yield "unreadable", f"{book}: {error}"
    if books:
        yield "unknown-part", "there is a workbook that belongs to no chart"


def _book(
    data: bytes, name: str, chart: ET.Element, names: frozenset[str]
) -> Iterator[tuple[str, str]]:
    book, loose = opc.read(data, "xlsx")
    for fault in loose:
        yield "loose-bytes", f"{name}: {fault}"
    for fault in opc.strange(book):
        yield "unknown-part", f"{name}: {fault}"
    for code, message in office_parts.faults(book, "xlsx", None, TrustedParts(values=names)):
        yield code, f"{name}: {message}"
    if sorted(_cells(book)) != sorted(_plotted(chart)):
        yield "foreign-data", f"{name} holds something else than its chart plots"


def _cells(book: Package) -> Iterator[str]:
    """Yield what the cells of the only sheet hold; a text is named by its place in a table.

    Raises:
        UnreadableError: a cell names a text that is not there, or a text is named by no cell.
    """
    told = ["".join(row.itertext()) for row in book.xml(_TEXTS).iter(f"{_X}si")]
    named: set[int] = set()
    for cell in book.xml(_SHEET).iter(f"{_X}c"):
        held = "".join(row.text or "" for row in cell.iter())
        if cell.get("t") != "s":
            yield held
            continue
        if not held.isdecimal() or int(held) >= len(told):
            raise UnreadableError("a cell has a text that is not there")
        named.add(int(held))
        yield told[int(held)]
    if len(named) != len(told):
        raise UnreadableError("a text is in no cell")


def _plotted(chart: ET.Element) -> Iterator[str]:
    """Yield the names of a chart's series, its categories once, and its values."""
    for index, series in enumerate(chart.iter(f"{_C}ser")):
        for part in ("tx", "val", "xVal", "yVal", *(() if index else ("cat",))):
            holder = series.find(f"{_C}{part}")
            if holder is not None:
                yield from (row.text or "" for row in holder.iter(f"{_C}v"))
