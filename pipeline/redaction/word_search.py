"""Search for given terms in a dossier's files, however they are typed: texts, keys, comments.

Searched are the texts of the content files as a reader sees them, with the targets of their links,
the keys that an author chose (the names of footnotes and of slots), and comments. Not searched are
the program's own words: the keys of its models, the kinds of slides, grounds.

A place has a name that may stand in a tracked file: ``presentation.yaml slides/3/points/2``, with
the keys as they are typed, and places in lists counted from 1.

Guarantee: G26.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, cast, get_args

from pydantic import BaseModel, PlainValidator

from pipeline.content import markup
from pipeline.content.model import dossier_yaml
from pipeline.content.texts import place_name
from pipeline.content.yaml_letters import Letter, NotEditableError, Scalar
from pipeline.content.yaml_positions import Path
from pipeline.core.errors import Where
from pipeline.core.matching import Needle, Text
from pipeline.core.textfold import canonical
from pipeline.redaction.yaml_edit.edited_files import COVER, SLOTS, Content

#: Signs of the inline syntax that can stand within a word.
_SIGNS = frozenset("*\\")
#: Stands for what is no words: longer than any gap within a value.
_SLOT = "|" * 8
#: Printed without being a text of the models: the number, codes, years.
_PRINTED = (("number",), ("codes",))
_YEAR = "year"


@dataclass(frozen=True, order=True)
class Hit:
    """Place where words of a slot stand unmarked.

    Attributes:
        where: in the file.
        place: its name, for ``repeats_allowed``; empty where the words must go: comments, keys.
    """

    where: Where
    place: str = ""


@dataclass(frozen=True)
class _Searched:
    """A text of a file made ready for search.

    Attributes:
        scalar: as it stands in the file.
        place: see ``Hit``.
        read: the text as a reader sees it, where that differs.
        is_code: it is a number or a code, which holds short numbers and words by chance.
    """

    file: str
    scalar: Scalar
    place: str
    read: str = ""
    is_code: bool = False

    @cached_property
    def _signs(self) -> list[tuple[str, int]]:
        """Return the canonical letters of the folded value, each with its place in it."""
        return [
            (sign, index)
            for index, letter in enumerate(self.scalar.folded)
            if letter not in _SIGNS
            for sign in canonical(letter)
        ]

    @cached_property
    def typed(self) -> Text:
        """Return the text as it is typed, without signs that stand within words."""
        return Text("".join(sign for sign, _ in self._signs))

    @cached_property
    def seen(self) -> Text:
        """Return the text as a reader sees it."""
        return Text(self.read or self.scalar.folded)

    def begins(self, needles: Sequence[Needle]) -> Iterator[int]:
        """Yield positions in the file where words of some needles begin; overlaps count once."""
        sure = [row for row in needles if row.matcher.is_wordy or not self.is_code]
        found = sorted(span for row in sure for span in row.matcher.find(self.typed))
        reached = -2
        for start, end in found:
            if start > reached + 1:  # the next word of the same name is the same place
                yield self._index(self._signs[start][1])
            reached = max(reached, end)
        if not found and self.read and any(row.matcher.is_in(self.seen) for row in sure):
            yield self.scalar.start

    def _index(self, offset: int) -> int:
        try:
            letters: tuple[Letter, ...] = self.scalar.letters()
        except NotEditableError:  # its letters have no places of their own
            return self.scalar.start
        before = self.scalar.folded[:offset].replace(" ", "")
        return letters[min(len(before), len(letters) - 1)].start


class Search:
    """The texts, keys and comments of a dossier's files, folded once for many searches."""

    def __init__(self, content: Content, beside: str = "") -> None:
        """Take a dossier.

        Args:
            content: its files.
            beside: what stands before the names of places, for a dossier beside the one at hand.
        """
        self._content = content
        self._beside = beside
        self._texts = [row for name in content.layouts for row in self._of_file(name)]

    def hits(self, needles: Sequence[Needle]) -> Iterator[Hit]:
        """Yield every place where the words of a slot begin.

        Args:
            needles: all that is looked for of the slot.
        """
        for row in self._texts:
            for start in row.begins(needles):
                yield Hit(self._content.where(row.file, start), row.place)

    def explains(self, needle: Needle, words: str) -> bool:
        """Tell whether a text of the edition is one of these files', in which a needle stands."""
        said = canonical(words)
        return any(
            (
                needle.matcher.is_in(row.seen if row.read else row.typed)
                and all(part.strip() in said for part in row.seen.canonical.split(_SLOT))
            )
            or (needle.matcher.is_in(row.typed) and said.strip() in row.typed.canonical)
            for row in self._texts
            if row.place
        )

    @cached_property
    def places(self) -> frozenset[str]:
        """Return the names of all places where words could be allowed to stand."""
        return frozenset(row.place for row in self._texts if row.place)

    def _of_file(self, name: str) -> Iterator[_Searched]:
        layout = self._content.layouts[name]
        document = self._content.source.documents[name]
        rich = {path: text for file, path, text in self._content.rich() if file == name}
        for path in dict.fromkeys((*rich, *map(document.resolve, _plain(self._content, name)))):
            if scalar := layout.values.get(path):
                read = _words(rich[path]) if path in rich else ""
                is_code = name == COVER and path[:1] in _PRINTED
                yield _Searched(name, scalar, self._place(name, path), read, is_code)
        for scalar in layout.keys:
            if scalar.value not in _fields():
                yield _Searched(name, scalar, "")
        for scalar in layout.comments():
            yield _Searched(name, scalar, "")

    def _place(self, name: str, path: Path) -> str:
        return f"{self._beside}{name} {place_name(self._content.documents[name], path)}"


def _words(text: markup.Rich) -> str:
    """Return a text as a reader sees it, with a stop in the place of slots and notes."""
    return "".join(part.text if isinstance(part, markup.Words) else _SLOT for part in text)


def _plain(content: Content, name: str) -> Iterator[Path]:
    """Yield the paths of the plain texts of a file, and of what else it has that is printed."""
    source = content.source
    models: dict[str, BaseModel] = {**dict(source.models()), SLOTS: source.redactions}
    yield from _plain_below(models[name], ())
    for path in content.layouts[name].values:
        if (name == COVER and path[:1] in _PRINTED) or path[-1:] == (_YEAR,):
            yield path


def _plain_below(value: object, path: Path) -> Iterator[Path]:
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            inner = getattr(value, name)
            at = (*path, info.alias or name)
            if _is_plain(info.annotation) or _is_plain(info.metadata):
                yield from _strings(inner, at)
            else:
                yield from _plain_below(inner, at)
    elif isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            yield from _plain_below(inner, (*path, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(cast("tuple[object, ...]", value)):
            yield from _plain_below(inner, (*path, index))


def _strings(value: object, path: Path) -> Iterator[Path]:
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            yield from _strings(inner, (*path, key))
    elif isinstance(value, BaseModel):
        yield from _plain_below(value, path)


def _is_plain(annotation: Any) -> bool:
    if isinstance(annotation, PlainValidator):
        return annotation.func is markup.parse_plain
    if isinstance(annotation, list | tuple):
        return any(map(_is_plain, cast("Iterable[object]", annotation)))
    return any(map(_is_plain, (*get_args(annotation), *getattr(annotation, "__metadata__", ()))))


@cache
def _fields() -> frozenset[str]:
    """Return the keys of all models: the program's own words."""
    found: set[str] = set()
    todo: list[type[BaseModel]] = [dossier_yaml.Authored]
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        found |= {info.alias or name for name, info in kind.model_fields.items()}
    return frozenset(found)
