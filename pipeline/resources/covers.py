"""Forms of covers: for each type its rows, what is needed and its footer, from ``templates/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from pipeline.resources import paths


@dataclass(frozen=True)
class Row:
    """Row of a cover.

    Attributes:
        field: key of the author's text, and of the phrase that is its label.
        needed: a cover without it is refused.
        phrase: key of the text, where the author gives none.
    """

    field: str
    needed: bool = False
    phrase: str = ""


@dataclass(frozen=True)
class Form:
    """Form of a cover.

    Attributes:
        rows, below: of the table, and under the sentence that hands over what follows.
        head: parts above the rows, from top to bottom.
        needs: fields that stand elsewhere and are needed, too.
        codes, marking: ``needed``, ``allowed`` or ``none``.
        lead_in: the same, or the key of a phrase that stands in its place.
        institution: key of the phrase with who issues it.
        slashed_date: the date is written in numbers, without a place.
        suffix: what a number of this type ends with; empty for any.
        seen: an original of this form has been read.
    """

    rows: tuple[Row, ...]
    head: tuple[str, ...]
    below: tuple[Row, ...] = ()
    needs: tuple[str, ...] = ()
    codes: str = "needed"
    marking: str = "allowed"
    lead_in: str = "allowed"
    institution: str = "institution"
    slashed_date: bool = False
    suffix: str = ""
    seen: bool = True

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """Return all rows, from top to bottom."""
        return (*self.rows, *self.below)


def _form(data: Mapping[str, Any], usual: tuple[str, ...]) -> Form:
    given: dict[str, Any] = {**data, "head": tuple(data.get("head", usual))}
    given["needs"] = tuple(data.get("needs", ()))
    for name in ("rows", "below"):
        given[name] = tuple(Row(**row) for row in data.get(name, ()))
    return Form(**given)


@cache
def _read() -> dict[str, Any]:
    text = paths.templates("covers.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return data


@cache
def forms() -> Mapping[str, Form]:
    """Return the form of each type of cover."""
    data = _read()
    usual = tuple(data["usual_head"])
    return {name: _form(row, usual) for name, row in data["types"].items()}


def footer(series: str) -> tuple[tuple[str, ...], ...]:
    """Return what stands at the foot of a series' documents: left, middle and right."""
    rows = _read()["footers"]
    places = rows.get(series, rows["usual"])
    return tuple(tuple(places[place]) for place in ("left", "middle", "right"))


def begins_on_cover(series: str) -> bool:
    """Tell whether the text of a series' documents begins on the cover's page."""
    return series in _read()["begins_on_cover"]
