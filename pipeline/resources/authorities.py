"""Codes of the EU Publications Office's authority tables; facts of a document in such codes.

What an edition tells in such codes has its type here; who reads it decides what they stand for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from pipeline.resources import paths


@dataclass(frozen=True)
class Authorities:
    """The codes that a catalogue record may name.

    Attributes:
        base: address of the tables, without a final slash.
        tables: by the name of a table, its codes by our own words for them.
        institution: code of who publishes under the standard labels.
        place: code of the place that the standard labels name.
    """

    base: str
    tables: dict[str, dict[str, str]]
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
    data: dict[str, Any] = yaml.load(
        paths.templates("authorities.yaml").read_text("utf-8"), yaml.CSafeLoader
    )
    names = ("language", "resource-type", "corporate-body")
    return Authorities(
        base=data["base"],
        tables={name: data[name] for name in names},
        institution=data["institution"],
        place=data["place"],
    )


class CatalogueFacts(BaseModel):
    """Facts of a document for the catalogue record, beside its printed texts; empty if unknown.

    Attributes:
        publisher, creator, place, document_type: codes of the tables.
        released: date of the decision to give partial access, ISO 8601.
        versions, related: numbers on the cover: of this document's earlier versions, and others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    publisher: str = ""
    creator: str = ""
    place: str = ""
    document_type: str = ""
    released: str = ""
    versions: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
