"""Walks over an edition's texts and markers: in reading order, as plain text, changed; titles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Annotated, Any, Literal, NewType, TypeVar, cast, get_args, get_origin

from pipeline.edition.primitive import Primitive
from pipeline.edition.runs import MarkerRun, NoteRun, ReferenceRun, Runs, TextRun
from pipeline.edition.slide import Slide


def _same(value: Primitive) -> Primitive:
    return value


def rebuilt(
    value: _P,
    on_runs: Callable[[Runs], Runs],
    on_primitive: Callable[[Primitive], Primitive] = _same,
) -> _P:
    """Return a primitive with every text below it replaced, in reading order.

    Args:
        value: what to rebuild.
        on_runs: gets each text, a lone marker as a text of one run.
        on_primitive: gets each primitive once its texts are replaced.
    """

    def walk(part: Any) -> Any:
        if isinstance(part, MarkerRun):
            return on_runs((part,))[0]
        if isinstance(part, tuple):
            several: tuple[Any, ...] = part
            if several and all(
                isinstance(item, TextRun | MarkerRun | NoteRun | ReferenceRun) for item in several
            ):
                return on_runs(several)
            return tuple(walk(item) for item in several)
        if isinstance(part, Primitive):
            parts = ((name, getattr(part, name)) for name in _fields(type(part)))
            changes = {name: walk(item) for name, item in parts if type(item) not in _ATOMS}
            return on_primitive(part.model_copy(update=changes))
        return part

    changed: _P = walk(value)
    return changed


def plain(runs: Runs) -> str:
    """Return the text of runs as printed, markers included, footnote marks left out."""
    return "".join(run.text for run in runs if not isinstance(run, NoteRun))


def title_lines(slide: Slide) -> tuple[Runs, Runs]:
    """Return the small line of a slide's title, which may be empty, and the large one below it."""
    small = slide.title if slide.subtitle else ()
    if slide.continued:
        before = f"{_POINT}{slide.continued}" if small else slide.continued
        small = (*small, TextRun(text=before))
    return small, slide.subtitle or slide.title


def slide_title(slide: Slide) -> str:
    """Return a slide's whole title on one line, for bookmarks and outlines."""
    parts = (slide.numeral, *map(plain, title_lines(slide)))
    return " ".join(part for part in parts if part)


def repeated_title(slide: Slide) -> str:
    """Return the title as it stands above a chart's numbers on a further page of the document.

    It is empty if there is no such page, or if something of the title is withheld: a marker counts
    once, and words that the public does not have never stand without their mark.
    """
    is_held = any(
        isinstance(run, MarkerRun) or (isinstance(run, TextRun) and run.withheld)
        for run in (*slide.title, *slide.subtitle)
    )
    return "" if is_held or slide.flow or slide.sheets <= 1 else slide_title(slide)


#: Between a title's small line and what says that the slide goes on.
_POINT = " · "
_P = TypeVar("_P", bound=Primitive)


#: What holds no text: an edition has many of these, and its texts are looked for often.
_ATOMS = frozenset((str, int, float, bool, type(None)))
_RUNS = frozenset((TextRun, MarkerRun, NoteRun, ReferenceRun))


@cache
def _fields(kind: type[Primitive]) -> tuple[str, ...]:
    return tuple(kind.model_fields)


@cache
def _holders(kind: type[Primitive]) -> tuple[str, ...]:
    """Return the fields of a primitive in which texts can be."""
    return tuple(name for name, info in kind.model_fields.items() if not _is_atom(info.annotation))


def _is_atom(annotation: Any) -> bool:
    """Tell whether a type holds no text: numbers, words, and tuples and choices of them."""
    if annotation in _ATOMS or get_origin(annotation) is Literal:
        return True
    if get_origin(annotation) is Annotated:
        return _is_atom(get_args(annotation)[0])
    if isinstance(annotation, NewType):
        return _is_atom(annotation.__supertype__)
    inner = get_args(annotation)
    return bool(inner) and all(_is_atom(part) for part in inner if part is not Ellipsis)


def _gather(value: object, found: list[Runs]) -> None:
    kind = type(value)
    if kind is MarkerRun:
        found.append((cast("MarkerRun", value),))
        return
    if kind is tuple:
        parts = cast("tuple[object, ...]", value)
        if parts and type(parts[0]) in _RUNS and all(type(part) in _RUNS for part in parts):
            found.append(cast("Runs", parts))
            return
    elif issubclass(kind, Primitive):
        parts = tuple([getattr(value, name) for name in _holders(kind)])
    else:
        return
    for part in parts:
        if type(part) not in _ATOMS:
            _gather(part, found)


def all_runs(value: Primitive | tuple[Primitive, ...]) -> Iterator[Runs]:
    """Yield every text below a primitive, in reading order."""
    found: list[Runs] = []
    _gather(value, found)
    yield from found


def markers(value: Primitive | tuple[Primitive, ...]) -> tuple[MarkerRun, ...]:
    """Return the markers below a primitive, in reading order."""
    return tuple(run for runs in all_runs(value) for run in runs if isinstance(run, MarkerRun))


@cache
def _said(kind: type[Primitive]) -> tuple[str, ...]:
    """Return the fields of a primitive that hold more than a word of the program."""
    return tuple(name for name, info in kind.model_fields.items() if not _is_word(info.annotation))


def _is_word(annotation: Any) -> bool:
    if get_origin(annotation) is Literal:
        return True
    inner = get_args(annotation)
    return bool(inner) and all(
        _is_word(argument) or argument in {Ellipsis, type(None)} for argument in inner
    )


#: Fields that hold no words: pixels, the names of regions, views, grounds and files.
_APART = frozenset(
    ("data", "region", "view", "inset", "states", "grounds", "id", "dossier", "lang", "anchor")
)


def strings(value: Primitive | tuple[Primitive, ...]) -> Iterator[str]:
    """Yield all texts of an edition: what is printed, spoken, or a property.

    The program's own words (kinds, layouts) are left out, and each text of several runs is one.
    """
    if isinstance(value, tuple):
        if value and all(type(part) in _RUNS for part in value):
            runs = cast("Runs", value)
            yield "".join(run.mark if isinstance(run, NoteRun) else run.text for run in runs)
            yield from (run.href for run in runs if isinstance(run, TextRun) and run.href)
            return
        parts: tuple[object, ...] = value
    else:
        names = (name for name in _said(type(value)) if name not in _APART)
        parts = tuple(getattr(value, name) for name in names)
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, tuple | Primitive):
            yield from strings(cast("Primitive", part))
