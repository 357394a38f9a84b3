"""Printed phrases whose translation was not read in a published document: their keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.edition.edition import Edition
from pipeline.edition.formats import SPECS, Format
from pipeline.resources.labels import DATES, Labels

#: Fields of an edition that are not printed as they stand.
_APART = frozenset({"dossier", "audience", "language", "file_stem", "kind", "region", "grounds"})
#: Phrases that stand within others.
_WITHIN = ("ground.", "place")
_GAP = re.compile(r"\\{\w+\\}")


def unverified(
    documents: Sequence[tuple[Edition, Sequence[Format]]], phrases: Labels
) -> tuple[str, ...]:
    """Return the keys of printed phrases that were not read in a published document.

    Args:
        documents: of one dossier, in its language, each with its formats.
        phrases: of the language.
    """
    printed: set[str] = set()
    for edition, formats in documents:
        has_web = any("phrases" in SPECS[fmt].draws for fmt in formats)
        apart = _APART if has_web else _APART | {"web"}
        printed |= set(_texts(edition.model_dump(), apart))
    return tuple(
        key
        for key in phrases.phrases
        if key in phrases.unverified and key not in DATES and _is_printed(key, phrases, printed)
    )


def _texts(value: Any, apart: frozenset[str]) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, part in value.items():
                if key not in apart:
                    yield from _texts(part, apart)
        case list() | tuple():
            for part in value:
                yield from _texts(part, apart)
        case _:
            return


def _is_printed(key: str, phrases: Labels, printed: set[str]) -> bool:
    pattern = re.compile(_GAP.sub(".+", re.escape(phrases[key])))
    if key.startswith(_WITHIN):
        return any(pattern.search(text) for text in printed)
    return any(pattern.fullmatch(text) for text in printed)
