"""Warnings where readers could infer a withheld value from public text.

Nothing here knows a value: the warnings come from the public text alone, so they can be given on
any machine and tell a reader nothing new.

Guarantee: G31.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import yaml
from babel import Locale
from pydantic import BaseModel

from pipeline.content import markup
from pipeline.content.load import Source
from pipeline.content.model import parts as pieces
from pipeline.content.model import running_text as texts
from pipeline.content.model import slides as kinds
from pipeline.content.model.walk import parts
from pipeline.content.yaml_positions import Path
from pipeline.core.errors import Problem
from pipeline.core.textfold import fold
from pipeline.redaction import totals
from pipeline.resources import paths

#: Shown entries from which an alphabetical order is no coincidence: four are once in 24.
_SORTED = 4
#: Withheld entries up to which a known list gives them away.
_FEW = 3

#: One entry of a list: its place, and its letters; None where it is withheld.
_Entry = tuple[Path, str | None]


def warnings(source: Source) -> tuple[Problem, ...]:
    """Return a warning for each list or table that tells more than it shows."""
    found: list[Problem] = []
    for name, path, entries in _lists(source):
        document = source.documents[name]
        place = document.where(next((p for p, text in entries if text is None), path))
        for code, message, hint in _list_warnings(entries, source.dossier.language):
            found.append(Problem(place, code, message, hint))
    for name, path, message in totals.found(source):
        hint = "withhold a second number beside it, or the total"
        found.append(
            Problem(source.documents[name].where(path), "total-tells-value", message, hint)
        )
    return tuple(found)


def _lists(source: Source) -> Iterator[tuple[str, Path, list[_Entry]]]:
    for name, model in source.enclosed:
        yield from ((name, path, entries) for path, entries in _lists_in(model))


def _lists_in(deck: BaseModel) -> Iterator[tuple[Path, list[_Entry]]]:
    for path, model in parts(deck):
        fields: dict[str, Sequence[object]] = {}
        if isinstance(model, kinds.OfficersSlide):
            fields = {"officers": model.officers, "points": model.points}
        elif isinstance(model, kinds.ArrangementsSlide):
            fields = {"partners": model.partners}
        elif isinstance(model, kinds.BulletsSlide | kinds.ObjectivesSlide | pieces.Point):
            fields = {"points": model.points}
        elif isinstance(model, texts.TextParagraph | texts.TextList | texts.Entry):
            fields = {"items": model.items}
        for name, entries in fields.items():
            named = [((*path, name, i), _letters(entry)) for i, entry in enumerate(entries)]
            if any(text is None for _, text in named):
                yield (*path, name), named


def _letters(entry: object) -> str | None:
    """Return what an entry shows, or None if it is nothing but a withheld place."""
    match entry:
        case pieces.WithheldPart():
            return None
        case pieces.Point(text=text) | pieces.Partner(name=text) | texts.Entry(text=text):
            return _letters(text)
        case tuple():
            slots = any(isinstance(part, markup.Slot) for part in entry)
            words = "".join(part.text for part in entry if isinstance(part, markup.Words)).strip()
            return None if slots and not words else words
        case _:
            return ""


def _list_warnings(entries: list[_Entry], language: str) -> Iterator[tuple[str, str, str]]:
    shown = [fold(text) for _, text in entries if text]
    missing = len(entries) - len(shown)
    if len(shown) >= _SORTED and shown == sorted(shown):
        yield (
            "place-in-sorted-list",
            "the list is in alphabetical order: the marker's place tells its first letters",
            "move the marker to the end of the list",
        )
    for name, known in _known_lists(language).items():
        if missing <= _FEW and set(shown) <= known and len(known) - len(shown) == missing:
            yield (
                "known-list-minus-shown",
                f"this is the list of the {name} but for the marked places",
                "withhold the whole list, or more of it",
            )


@cache
def _known_lists(language: str) -> dict[str, frozenset[str]]:
    data: dict[str, list[str]] = yaml.load(
        paths.templates("known-lists.yaml").read_text("utf-8"), yaml.CSafeLoader
    )
    names = Locale(language).territories
    return {title: frozenset(fold(names[code]) for code in row) for title, row in data.items()}
