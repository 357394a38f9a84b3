"""Notices of texts left to be written in a new dossier: gaps that its author has to fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.content.yaml_positions import Document
from pipeline.core.errors import Problem

#: Stands where a text is to be written, and for a subject code.
GAP, CODE_GAP = "(to be written)", "TO BE WRITTEN"


def notices(documents: Iterable[Document]) -> Iterator[Problem]:
    """Yield a notice for each gap that is left."""
    for document in documents:
        for path, scalar in document.scalars.items():
            if GAP in scalar.value or scalar.value == CODE_GAP:
                message = "this is still to be written, and is printed as it stands"
                yield Problem(document.where(path), "to-be-written", message)
