"""Walks over validated models: their texts, parts, uses of slots, whole parts that are marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Generic, TypeVar, cast

from pydantic import BaseModel

from pipeline.content import markup
from pipeline.content.model.parts import Markable, WithheldPart
from pipeline.content.model.redactions_yaml import SlotDeclaration
from pipeline.content.model.running_text import Text
from pipeline.content.model.slides import Presentation, WithheldSlide
from pipeline.content.yaml_positions import Path
from pipeline.core.cache import Cache

_INLINE = (markup.Words, markup.Slot, markup.Note, markup.Reference, markup.Unsealed, markup.Gap)


_Row = TypeVar("_Row")


class _Last(Generic[_Row]):
    """What was found in the last decks: checks walk over the same one many times."""

    def __init__(self, walk: Callable[[object, Path], Iterator[_Row]], most: int = 4) -> None:
        self._walk = walk
        self._kept = Cache[int, tuple[object, tuple[_Row, ...]]](most)

    def __call__(self, value: object, path: Path) -> Iterator[_Row]:
        """Yield the rows of a walk."""
        if path or not isinstance(value, Presentation | Text):
            return self._walk(value, path)
        kept = self._kept.get(id(value))
        if kept is not None and kept[0] is value:
            return iter(kept[1])
        rows = tuple(self._walk(value, path))
        self._kept.keep(id(value), (value, rows))
        return iter(rows)


def texts(value: object, path: Path = ()) -> Iterator[tuple[Path, markup.Rich]]:
    """Yield every running text below a model with its path in the file, in order of the fields."""
    return _last_texts(value, path)


@cache
def _fields(kind: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a model, each with its key in the file."""
    return tuple((name, info.alias or name) for name, info in kind.model_fields.items())


#: What has nothing below it: most fields of most models.
_ATOMS = frozenset((str, int, float, bool, type(None)))


def _texts(value: object, path: Path) -> Iterator[tuple[Path, markup.Rich]]:
    found: list[tuple[Path, markup.Rich]] = []
    _gather(value, path, found)
    return iter(found)


def _gather(value: object, path: Path, found: list[tuple[Path, markup.Rich]]) -> None:
    if isinstance(value, tuple):
        several = cast("tuple[object, ...]", value)
        if several and all(isinstance(part, _INLINE) for part in several):
            found.append((path, cast("markup.Rich", several)))
            return
        below: Iterable[tuple[str | int, object]] = enumerate(several)
    elif isinstance(value, BaseModel):
        below = [(key, getattr(value, name)) for name, key in _fields(type(value))]
    elif isinstance(value, dict):
        below = cast("dict[str, object]", value).items()
    else:
        return
    for key, part in below:
        if type(part) not in _ATOMS:
            _gather(part, (*path, key), found)


def parts(value: object, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Yield every model below a value with its path, parents first."""
    return _last_parts(value, path)


def _parts(value: object, path: Path) -> Iterator[tuple[Path, BaseModel]]:
    if isinstance(value, BaseModel):
        yield path, value
        below: Iterable[tuple[str | int, object]] = [
            (key, getattr(value, name)) for name, key in _fields(type(value))
        ]
    elif isinstance(value, tuple):
        below = enumerate(cast("tuple[object, ...]", value))
    else:
        return
    for key, part in below:
        if type(part) not in _ATOMS:
            yield from _parts(part, (*path, key))


_last_texts = _Last(_texts)
_last_parts = _Last(_parts)


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


def nested(
    used: Iterable[str], slots: Mapping[str, SlotDeclaration]
) -> Iterator[tuple[str, str, int]]:
    """Yield every slot that stands inside a withheld part.

    Args:
        used: slots that stand in the files themselves.
        slots: all that are declared.

    Yields:
        The outer slot, the inner one, its index among those that the outer one holds.
    """
    waiting, seen = list(used), set[str]()
    while waiting:
        outer = waiting.pop()
        if outer in seen or outer not in slots:
            continue
        seen.add(outer)
        for index, inner in enumerate(slots[outer].holds):
            yield outer, inner, index
            waiting.append(inner)


def marked(value: object) -> Iterator[tuple[Path, str]]:
    """Yield every whole part that is marked for withholding: its path, its ground."""
    for path, model in parts(value):
        if isinstance(model, Markable) and model.withhold is not None:
            yield path, model.withhold
