"""Language of an imported file: what was asked for, or that of most of its words."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.importing.report_items import Item
from pipeline.resources import labels

_USUAL_LANGUAGE = "en"


def language_of(found: Mapping[str, int], given: str, told: list[Item]) -> str:
    """Return the language of a dossier.

    Args:
        found: letters by base language of their runs.
        given: ISO 639-1; '' to take that of most words.
        told: gets an item if the file says none.
    """
    if given:
        return given
    known = labels.languages()
    rows = [(count, name) for name, count in found.items() if name in known]
    if rows:
        return max(rows)[1]
    words = f"the file does not say its language: {_USUAL_LANGUAGE} was written"
    told.append(Item("property", fate="changed", why="language", words=words))
    return _USUAL_LANGUAGE
