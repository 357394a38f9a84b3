"""Remains of an office file that no import takes: its properties, and parts of certain kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.importing.found import Told
from pipeline.importing.office_package import Package

_PROPERTIES = {
    "core-properties": "properties of the file: who wrote it, title, key words and dates",
    "extended-properties": "properties of the file: program, company, counts",
    "custom-properties": "properties of the file that somebody added",
    "thumbnail": "a small picture of its beginning",
}

Kinds = Mapping[str, tuple[str, str, str]]
"""Kinds of relationships: what the part is, why it stays behind, and the words of the report."""


def properties(package: Package) -> Iterator[Told]:
    """Yield what the report says of a file's properties."""
    kinds = [row.kind for row in package.relations("").values()]
    for kind, words in _PROPERTIES.items():
        if any(row.endswith(kind) for row in kinds):
            yield Told("property", kind, words)


def related(package: Package, part: str, kinds: Kinds) -> Iterator[Told]:
    """Yield what the report says of the parts that one part leads to, counted by kind."""
    own = [row.kind for row in package.relations(part).values()]
    for kind, (what, why, words) in kinds.items():
        if number := own.count(kind):
            yield Told(what, why, f"{words}: {number}")
