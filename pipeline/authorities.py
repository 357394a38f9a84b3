"""Codes of the authority tables of the EU Publications Office, as data in ``templates/``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


@dataclass(frozen=True)
class Authorities:
    """The codes that a catalogue record may name.

    Attributes:
        base: address of the tables, without a final slash.
        tables: by the name of a table, its codes by our own words for them.
        media_types: by format, as IANA lists them.
        institution: code of who publishes under the standard labels.
        place: code of the place that the standard labels name.
    """

    base: str
    tables: dict[str, dict[str, str]]
    media_types: dict[str, str]
    institution: str
    place: str

    def code(self, table: str, word: str) -> str:
        """Return a table's code for a word of ours, or nothing."""
        return self.tables[table].get(word, "")

    def address(self, table: str, code: str) -> str:
        """Return the address that stands for a code."""
        return f"{self.base}/{table}/{code}"


@cache
def load() -> Authorities:
    """Read the codes."""
    data: dict[str, Any] = yaml.safe_load((TEMPLATES / "authorities.yaml").read_text("utf-8"))
    names = ("language", "file-type", "resource-type", "corporate-body")
    return Authorities(
        base=data["base"],
        tables={name: data[name] for name in names},
        media_types=data["media-type"],
        institution=data["institution"],
        place=data["place"],
    )
