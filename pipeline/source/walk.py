"""Walks over validated models: their texts, their parts, the slots that they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from pydantic import BaseModel

from pipeline.source import markup
from pipeline.source.parts import Markable, WithheldPart
from pipeline.source.positions import Path
from pipeline.source.slides import WithheldSlide

_INLINE = (markup.Words, markup.Slot, markup.Note, markup.Unsealed)


def texts(value: object, path: Path = ()) -> Iterator[tuple[Path, markup.Rich]]:
    """Yield every running text below a model with its path in the file, in order of the fields."""
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            yield from texts(getattr(value, name), (*path, info.alias or name))
    elif isinstance(value, dict):
        for key, part in cast("dict[str, object]", value).items():
            yield from texts(part, (*path, key))
    elif isinstance(value, tuple) and value:
        value = cast("tuple[object, ...]", value)
        if all(isinstance(part, _INLINE) for part in value):
            yield path, cast("markup.Rich", value)
        else:
            for index, part in enumerate(value):
                yield from texts(part, (*path, index))


def parts(value: object, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Yield every model below a value with its path, parents first."""
    if isinstance(value, BaseModel):
        yield path, value
        for name, info in type(value).model_fields.items():
            yield from parts(getattr(value, name), (*path, info.alias or name))
    elif isinstance(value, tuple):
        for index, part in enumerate(cast("tuple[object, ...]", value)):
            yield from parts(part, (*path, index))


def slots_in(value: object) -> Iterator[tuple[Path, str, int]]:
    """Yield every use of a slot below a model: path, slot id, offset in its text."""
    for path, text in texts(value):
        for part in text:
            if isinstance(part, markup.Slot):
                yield path, part.id, part.offset
            elif isinstance(part, markup.Words) and part.href_slot:
                yield path, part.href_slot, 0
    for path, model in parts(value):
        if isinstance(model, WithheldPart):
            yield (*path, "withheld"), model.withheld, 0
        if isinstance(model, WithheldSlide):
            yield (*path, "slot"), model.slot, 0


def marked(value: object) -> Iterator[tuple[Path, str]]:
    """Yield every whole part that is marked for withholding: its path, its ground."""
    for path, model in parts(value):
        if isinstance(model, Markable) and model.withhold is not None:
            yield path, model.withhold
