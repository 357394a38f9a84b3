"""Content files under edit: read, compared with what was wanted, handed on for writing.

An edit is a new text of a file. It is accepted when everything in the file reads as before, but
for the texts that were to change, and those read as they were wanted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from pipeline.content import (
    characters,
    drafts,
    load,
    markup,
    replace_files,
    texts,
    yaml_letters,
    yaml_positions,
)
from pipeline.content.model import walk
from pipeline.content.model.dossier_yaml import Dossier
from pipeline.content.model.redactions_yaml import Redactions
from pipeline.content.model.slides import Presentation
from pipeline.content.rules import consistency
from pipeline.content.text_draft import TextDocument
from pipeline.content.yaml_letters import NotEditableError
from pipeline.core.errors import ContentError, Problem, Where, shown_path

COVER, DECK, SLOTS = load.FILES
_BOM = b"\xef\xbb\xbf"
_LETTER = re.compile(r"[^\r\n]")

_Model = TypeVar("_Model", bound=BaseModel)

Text = Sequence[markup.Inline | str]
"""Parts of a text; a bare string stands for words in whatever look their place gives them."""
Wanted = Mapping[tuple[str, yaml_positions.Path], Text]
"""Texts that were to change, by file and path, with what they were to become."""
Part = yaml_positions.Tree | Callable[[yaml_positions.Tree], bool]
Parts = Mapping[tuple[str, yaml_positions.Path], Part]
"""Whole parts that were to change, by file and path, with what they were to become, or a test."""


def anything(_: yaml_positions.Tree) -> bool:
    """Stand for a part that was to come or to go."""
    return True


@dataclass(frozen=True)
class Content:
    """Content files of one dossier, before or after an edit.

    Attributes:
        data: bytes as read, by file name; None for a file that is not there.
        texts: as they are now; empty for a file that is not there.
        enclosures: names of texts and slides, in order.
        known: files as they were read, before or after other edits.
    """

    folder: Path
    data: dict[str, bytes | None]
    texts: dict[str, str]
    enclosures: tuple[str, ...] = (DECK,)
    known: dict[tuple[str, str, str], yaml_positions.Document] = field(
        default_factory=dict[tuple[str, str, str], yaml_positions.Document], repr=False
    )

    @cached_property
    def documents(self) -> dict[str, yaml_positions.Document]:
        """Return the files with the place of everything in them, as far as they can be read."""
        word = ""
        found: dict[str, yaml_positions.Document] = {}
        for name, text in self.texts.items():
            key = (name, text, word if texts.NAME.fullmatch(name) else "")
            if (document := self.known.get(key)) is None:
                document = self._document(name, text, word)
            found[name] = self.known[key] = document
            word = word or texts.annex_word(document)
        return found

    def _document(self, name: str, text: str, annex: str) -> yaml_positions.Document:
        if texts.NAME.fullmatch(name):
            return texts.document(text, self.shown(name), annex)
        return yaml_positions.read(text or load.EMPTY.get(name, ""), self.shown(name))

    @cached_property
    def layouts(self) -> dict[str, yaml_letters.Layout]:
        """Return the exact places of all texts, by file name."""
        return {
            name: document.layout
            if isinstance(document := self.documents[name], TextDocument)
            else yaml_letters.read(text)
            for name, text in self.texts.items()
            if text
        }

    def yaml(self, name: str, path: yaml_positions.Path) -> tuple[str, yaml_positions.Path]:
        """Return YAML in which a place stands, with the same places as in the file, and its path.

        Raises:
            NotEditableError: the place stands in Markdown.
        """
        document = self.documents[name]
        if not isinstance(document, TextDocument):
            return self.texts[name], path
        if (fence := document.fence_of(path)) is None:
            raise NotEditableError
        start, end = document.fences[fence]
        text = self.texts[name]
        before, behind = (_LETTER.sub(" ", part) for part in (text[:start], text[end:]))
        return before + text[start:end] + behind, path[len(fence) :]

    def is_markdown(self, name: str, path: yaml_positions.Path) -> bool:
        """Tell whether a place stands in Markdown, and not in YAML."""
        document = self.documents[name]
        return isinstance(document, TextDocument) and document.fence_of(path) is None

    @cached_property
    def source(self) -> load.Source:
        """Return the models; slots that no text uses are let pass (a command was interrupted).

        Raises:
            ContentError: the files have other problems.
            NotEditableError: they are no models at all.
        """
        documents = self.documents
        if any(document.problems for document in documents.values()):
            raise NotEditableError
        is_draft = drafts.is_draft(documents[COVER])
        cover = _validated(Dossier, documents[COVER], is_draft=is_draft)
        deck = load.NO_SLIDES
        if self.texts[DECK]:
            deck = _validated(Presentation, documents[DECK], is_draft=is_draft)
        slots = _validated(Redactions, documents[SLOTS], is_draft=is_draft)
        written = texts.models(self.enclosures, documents, [], [] if is_draft else None)
        if written is None:
            raise NotEditableError
        broken = consistency.problems(cover, deck, slots, documents, written)
        problems = [problem for problem in broken if problem.code != "unused-slot"]
        if not is_draft:
            problems += consistency.unfinished(cover, deck, slots, documents, written)
        if problems:
            raise ContentError(*problems)
        name = self.folder.resolve().name
        return load.Source(name, cover, deck, slots, documents, {}, texts=written)

    def enclosed(self) -> list[tuple[str, BaseModel]]:
        """Return texts and slides with their files, in reading order."""
        return [row for row in self.source.models() if row[0] != COVER]

    def changes(self, *first: str) -> list[replace_files.Change]:
        """Return the new contents of changed files: some first, then cover, texts and slides."""
        names = (*first, COVER, *(name for name in self.texts if name not in load.FILES), DECK)
        return [change for name in names if (change := self.change(name))]

    def shown(self, name: str) -> str:
        """Return a file's path as the user would type it."""
        return shown_path(self.folder / name)

    def where(self, name: str, index: int) -> Where:
        """Return the line and column of a character of a file."""
        lines = self.documents[name].lines
        if lines.text != self.texts[name]:
            return yaml_letters.where(self.texts[name], index, self.shown(name))
        return Where(self.shown(name), *lines.place(index))

    def rich(self) -> list[tuple[str, yaml_positions.Path, markup.Rich]]:
        """Return every running text: file, path in the file, parts."""
        return [
            (name, self.documents[name].resolve(path), text)
            for name, model in self.source.models()
            for path, text in walk.texts(model)
        ]

    def edited(self, texts: Mapping[str, str]) -> Content:
        """Return the dossier with other texts."""
        changed = {**self.texts, **texts}
        return Content(self.folder, self.data, changed, self.enclosures, self.known)

    def change(self, name: str) -> replace_files.Change | None:
        """Return a file's new content to write, or None if it is unchanged."""
        old, text = self.data[name], self.texts[name].encode("utf-8")
        new = _BOM + text if old and old.startswith(_BOM) else text
        return None if new == (old or b"") else replace_files.Change(self.folder / name, new, old)


def _validated(model: type[_Model], document: yaml_positions.Document, *, is_draft: bool) -> _Model:
    found = load.validated(model, document, [], [] if is_draft else None)
    if found is None:  # raised here, so that nothing hangs on to what pydantic quotes
        raise NotEditableError
    return found


def read(folder: Path) -> Content:
    """Read a dossier for editing.

    Raises:
        ContentError: it has problems; slots that no text uses are let pass.
    """
    try:
        load.load(folder)
    except ContentError as error:
        if any(problem.code not in {"unused-slot", "interrupted"} for problem in error.problems):
            raise
    enclosures = texts.names(folder, load.cover(folder))
    names = (*load.FILES, *texts.text_names(enclosures))
    data = {name: replace_files.content(folder / name) for name in names}
    given = {name: (old or b"").decode("utf-8-sig") for name, old in data.items()}
    return Content(folder, data, given, enclosures)


def reads_as_wanted(old: Content, new: Content, wanted: Wanted, parts: Parts | None = None) -> bool:
    """Tell whether an edit changed what was wanted, and nothing else, in cover and deck.

    Args:
        old: before the edit.
        new: after it.
        wanted: the texts that were to change; none of them inside one of the parts.
        parts: the whole parts that were to change.
    """
    try:
        names = (name for name in old.texts if name != SLOTS)
        there = [name for name in names if old.texts[name] or new.texts[name]]
        return all(_same(old, new, name, wanted, parts or {}) for name in there)
    except NotEditableError:
        return False


def _same(old: Content, new: Content, name: str, wanted: Wanted, parts: Parts) -> bool:
    if old.texts[name] == new.texts[name]:
        return not any(file == name for file, _ in (*wanted, *parts))
    before, after = old.documents[name], new.documents[name]
    inside = {path: tree for (file, path), tree in parts.items() if file == name}
    if after.problems or _outside(before.values, inside) != _outside(after.values, inside):
        return False
    if not all(_is(at(after.tree, path), tree) for path, tree in inside.items()):
        return False
    olds, news = old.layouts[name].values, new.layouts[name].values
    return all(
        path in news
        and (
            _reads(news[path].value, wanted[name, path])
            if (name, path) in wanted
            else olds[path].value == news[path].value
        )
        for path in _outside(olds, inside)
    )


def _is(tree: yaml_positions.Tree, wanted: Part) -> bool:
    return wanted(tree) if callable(wanted) else alike(tree, wanted)


def _outside(
    paths: Iterable[yaml_positions.Path], inside: Mapping[yaml_positions.Path, Part]
) -> list[yaml_positions.Path]:
    """Return the paths that do not lie below certain parts, sorted: maps may be filled anew."""
    moved = {path for path, tree in inside.items() if tree is anything}
    return sorted(
        (
            path
            for path in paths
            if path not in moved and not any(path[:end] in inside for end in range(1, len(path)))
        ),
        key=repr,
    )


def at(tree: yaml_positions.Tree, path: yaml_positions.Path) -> yaml_positions.Tree:
    """Return the value at a path."""
    for step in path:
        match tree, step:
            case list(), int():
                tree = tree[step] if step < len(tree) else None
            case dict(), str():
                tree = tree.get(step)
            case _:
                return None
    return tree


def alike(tree: yaml_positions.Tree, other: yaml_positions.Tree) -> bool:
    """Tell whether two parts read the same; white space counts as it does in a text."""
    if isinstance(tree, str) and isinstance(other, str):
        return characters.SPACE.sub(" ", tree).strip(" ") == characters.SPACE.sub(" ", other).strip(
            " "
        )
    if isinstance(tree, list) and isinstance(other, list):
        return len(tree) == len(other) and all(map(alike, tree, other))
    if isinstance(tree, dict) and isinstance(other, dict):
        return tree.keys() == other.keys() and all(alike(tree[key], other[key]) for key in tree)
    return tree is None and other is None


def _reads(text: str, wanted: Text) -> bool:
    try:
        found = _letters(markup.parse(text))
    except ValueError:
        return False
    letters = _letters(wanted)
    if len(found) != len(letters) or not all(map(_agree, found, letters)):
        return False
    # words that are put back keep what no reader sees, too
    exact = "".join(part.text for part in markup.unfolded(text) if isinstance(part, markup.Words))
    odd = (part for part in wanted if isinstance(part, str) and not characters.is_folded(part))
    return all(characters.spaced(part) in exact for part in odd)


def _letters(rich: Text) -> list[object]:
    """Return a text letter by letter with its emphasis; white space folded, offsets left out.

    A link whose target is withheld is spelt out: before it is sealed, it is not read as a link.
    """
    out: list[object] = []
    for index, part in enumerate(rich):
        match part:
            case str():
                out += characters.folded_within(part)
            case markup.Words(text, href_slot=None):
                out += _spelt(text, part)
            case markup.Words(text, href_slot=slot):
                before, behind = rich[index - 1 : index], rich[index + 1 : index + 2]
                out += _spelt(text if _links(before, slot) else f"[{text}", part)
                if not _links(behind, slot):
                    out += [*_spelt("](", part), ("Slot", slot), *_spelt(")", part)]
            case markup.Slot(name) | markup.Note(name) | markup.Reference(name):
                out.append((type(part).__name__, name))
            case markup.Unsealed(ground):
                out.append((type(part).__name__, ground))
            case markup.Gap():
                pass
    folded = [letter for i, letter in enumerate(out) if letter != " " or (i and out[i - 1] != " ")]
    return folded[:-1] if folded[-1:] == [" "] else folded


def _spelt(text: str, part: markup.Words) -> list[object]:
    look = replace(part, text="", href_slot=None)
    return [" " if letter == " " else (letter, look) for letter in text]


def _links(neighbour: Text, slot: str | None) -> bool:
    return any(isinstance(part, markup.Words) and part.href_slot == slot for part in neighbour)


def _agree(found: object, wanted: object) -> bool:
    if isinstance(wanted, str) and isinstance(found, tuple):
        return bool(found[0] == wanted)
    return found == wanted


def not_editable(where: Where) -> ContentError:
    """Return the error for a text that no command changes."""
    message = "this text stands in a form that no command changes"
    hint = "write it on one line in double quotes, or edit it by hand"
    return ContentError(Problem(where, "cannot-edit", message, hint))
