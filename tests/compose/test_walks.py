"""Walks over an edition's texts find all of them, though they pass fields that can hold none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.edition.primitive import Primitive
from pipeline.edition.runs import MarkerRun, NoteRun, ReferenceRun, TextRun
from pipeline.edition.texts import all_runs
from tests.conftest import FIRST, ROOT, ready

RUNS = (TextRun, MarkerRun, NoteRun, ReferenceRun)


def every(value: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the texts of a value, whatever its fields are declared to hold."""
    if isinstance(value, tuple) and value and all(isinstance(part, RUNS) for part in value):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from every(part)
    elif isinstance(value, MarkerRun):
        yield (value,)
    elif isinstance(value, Primitive):
        for name in type(value).model_fields:
            yield from every(getattr(value, name))


@pytest.mark.parametrize("name", ["first", "gallery", "st-99994-2026", "st-99999-2026"])
def test_no_text_is_passed(name: str) -> None:
    edition = ready(FIRST if name == "first" else ROOT / "tests" / "projects" / name, "public")
    assert list(all_runs(edition)) == list(every(edition))
    assert len(list(all_runs(edition))) > 20
