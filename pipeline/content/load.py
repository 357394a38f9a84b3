"""Loader of a dossier's folder: validated models and pictures, or all problems at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.content import (
    drafts,
    markup,
    media,
    model_errors,
    replace_files,
    texts,
    yaml_errors,
    yaml_positions,
)
from pipeline.content.model import walk
from pipeline.content.model.dossier_yaml import Dossier
from pipeline.content.model.redactions_yaml import Redactions
from pipeline.content.model.running_text import Text
from pipeline.content.model.slides import Presentation
from pipeline.content.rules import consistency, covers, enclosures, gaps, yaml_surprises
from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, Problem, Where, shown_path

FILES = ("dossier.yaml", "presentation.yaml", "redactions.yaml")

#: Files that a dossier need not have, and what then stands for them.
EMPTY = {"presentation.yaml": "slides: []", "redactions.yaml": "slots: {}"}

#: Of a dossier that is its cover alone.
NO_SLIDES = Presentation.model_construct(slides=())

#: Content files are small; a larger one is a mistake and would only cost time.
MAX_BYTES = 4_000_000

#: Bytes of a folder's name: names of files are made of it.
_LONGEST_NAME = 100
#: What else stands in an output folder.
_TAKEN = frozenset(("packages", "register.jsonl", "register.public", "register.all"))

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True)
class Source:
    """Validated models of one dossier, and the place of everything in its files.

    Attributes:
        id: name of the folder.
        documents: the files with positions, by name.
        media: the pictures that slides and texts show, by file name.
        notices: what is right as it stands, and may have been meant otherwise.
    """

    id: str
    dossier: Dossier
    presentation: Presentation
    redactions: Redactions
    documents: dict[str, yaml_positions.Document]
    media: Mapping[str, media.Image]
    notices: tuple[Problem, ...] = ()
    texts: texts.Texts = texts.NONE

    def models(self) -> Iterator[tuple[str, BaseModel]]:
        """Yield what a reader gets with its file, in reading order: cover, texts, slides."""
        yield from _models(self.dossier, self.presentation, self.texts)

    @property
    def enclosed(self) -> Iterator[tuple[str, Presentation | Text]]:
        """Yield slides and texts with their files, in reading order."""
        rows = list(self.texts.by_file.items())
        yield from rows[: self.texts.before]
        yield "presentation.yaml", self.presentation
        yield from rows[self.texts.before :]

    def not_buildable(self) -> Iterator[Problem]:
        """Yield what can be edited and not built.

        Each text with a character that no face can set, and access that does not fit what is
        withheld.
        """
        yield from consistency.unsettable(self.documents.values())
        withholds = bool(self.redactions.slots) or any(self.unsealed())
        document = self.documents["dossier.yaml"]
        yield from covers.unfit_access(self.dossier, document, withholds=withholds)

    def unsealed(self) -> Iterator[Where]:
        """Yield the place of each text or part that is marked for withholding, not yet sealed."""
        yield from _unsealed(self.models(), self.documents)


def _models(
    dossier: Dossier, presentation: Presentation, given: texts.Texts
) -> Iterator[tuple[str, BaseModel]]:
    rows = list(given.by_file.items())
    yield "dossier.yaml", dossier
    yield from rows[: given.before]
    yield "presentation.yaml", presentation
    yield from rows[given.before :]


def _unsealed(
    models: Iterable[tuple[str, BaseModel]], documents: Mapping[str, yaml_positions.Document]
) -> Iterator[Where]:
    for file, model in models:
        for path, text in walk.texts(model):
            for part in text:
                if isinstance(part, markup.Unsealed):
                    yield documents[file].where(path, part.offset)
        for path, _ in walk.marked(model):
            yield documents[file].where_key((*path, "withhold"))


def load(folder: Path, base: Path | None = None) -> Source:
    """Read and validate a dossier.

    Args:
        folder: the dossier's folder.
        base: folder to which paths in messages are relative; the working directory by default.

    Raises:
        ContentError: with all problems of all files, sorted by place.
    """
    if not folder.is_dir():
        hint = "give the folder that holds dossier.yaml"
        where = Where(shown_path(folder, base))
        raise ContentError(Problem(where, "no-dossier", "no such folder", hint))
    problems: list[Problem] = list(_misnamed(folder, base))
    documents = {name: _read(folder / name, base) for name in FILES}
    listed = texts.names(folder, documents["dossier.yaml"])
    documents |= texts.read(
        listed, documents["dossier.yaml"], lambda name: _content(folder / name, base)
    )
    missing: list[Problem] | None = [] if drafts.is_draft(documents["dossier.yaml"]) else None
    for document in documents.values():
        problems += document.problems
    dossier = validated(Dossier, documents["dossier.yaml"], problems, missing)
    presentation: Presentation | None = NO_SLIDES
    if (folder / "presentation.yaml").exists():
        presentation = validated(Presentation, documents["presentation.yaml"], problems, missing)
    redactions = validated(Redactions, documents["redactions.yaml"], problems, missing)
    written = texts.models(listed, documents, problems, missing)
    if dossier:
        problems += texts.problems(folder, dossier, documents["dossier.yaml"])
        problems += enclosures.problems(dossier, documents["dossier.yaml"], folder)
    problems += consistency.problems(dossier, presentation, redactions, documents, written)
    unfinished = consistency.unfinished(dossier, presentation, redactions, documents, written)
    if missing is None:
        problems += unfinished
    else:
        missing += drafts.to_write(unfinished)
    if dossier and presentation and any(row.code == "unused-slot" for row in problems):
        given = written or texts.NONE
        is_marked = any(_unsealed(_models(dossier, presentation, given), documents))
        problems = list(_interrupted(folder, problems, is_marked=is_marked))
    shown = (("presentation.yaml", presentation), *(written.by_file.items() if written else ()))
    pictures = _pictures(folder, shown, documents, problems)
    if dossier and presentation and redactions and written and not problems:
        id_ = folder.resolve().name
        left = tuple(gaps.notices(documents.values()))
        if missing is not None:
            left = tuple(drafts.notices(documents["dossier.yaml"], (*missing, *left)))
        told = tuple(
            sorted(
                (
                    *yaml_surprises.notices(documents, _models(dossier, presentation, written)),
                    *left,
                    *media.strays(folder, (presentation, *written.by_file.values())),
                )
            )
        )
        return Source(id_, dossier, presentation, redactions, documents, pictures, told, written)
    raise ContentError(*problems)


def _pictures(
    folder: Path,
    models: Iterable[tuple[str, Presentation | Text | None]],
    documents: Mapping[str, yaml_positions.Document],
    problems: list[Problem],
) -> dict[str, media.Image]:
    """Return the pictures that slides and texts show, as far as these can be read."""
    found: dict[str, media.Image] = {}
    for name, model in models:
        if model is not None:
            found |= media.read(folder, model, documents[name], problems)
    return found


def content_files(folder: Path) -> tuple[str, ...]:
    """Return the names of a dossier's content files, whether they are there or not."""
    return (*FILES, *texts.text_names(texts.names(folder, cover(folder))))


def cover(folder: Path, base: Path | None = None) -> yaml_positions.Document:
    """Return a dossier's dossier.yaml as it is written, not validated."""
    return _read(folder / FILES[0], base)


def _misnamed(folder: Path, base: Path | None) -> Iterator[Problem]:
    """Yield what is wrong with a folder's name, which becomes part of the names of files."""
    name = os.path.basename(os.path.realpath(folder))  # noqa: PTH119 - links may lead in a circle
    is_long = len(os.fsencode(name)) > _LONGEST_NAME
    if is_long or not name.isprintable() or name.startswith((".", "-")) or name in _TAKEN:
        message = "this folder's name cannot be the name of a dossier"
        hint = f"rename it: at most {_LONGEST_NAME} letters, digits, dots and hyphens"
        yield Problem(Where(shown_path(folder, base)), "bad-folder-name", message, hint)


def _interrupted(
    folder: Path, problems: Iterable[Problem], *, is_marked: bool
) -> Iterator[Problem]:
    """Name the command that was interrupted before it had taken a slot into the texts, or out."""
    command = replace_files.unfinished(folder)
    is_sealing = command == replace_files.SEALING and is_marked
    for problem in problems:
        slot = command.removeprefix(replace_files.RELEASING)
        is_of_slot = slot != command and f"'{slot}'" in problem.message
        if problem.code == "unused-slot" and (is_sealing or is_of_slot):
            message = f"'{command}' was interrupted, and this slot is left over from it"
            words = command.split(" ")
            hint = f"run it again: {' '.join((*words[:2], shown_path(folder), *words[2:]))}"
            yield Problem(problem.where, "interrupted", message, hint)
        else:
            yield problem


def _read(path: Path, base: Path | None) -> yaml_positions.Document:
    shown = shown_path(path, base)
    if path.name in EMPTY and not path.exists():
        return yaml_positions.read(EMPTY[path.name], shown)
    given = _content(path, base)
    return yaml_positions.read(given, shown) if isinstance(given, str) else given


def _content(path: Path, base: Path | None) -> yaml_positions.Document | str:
    """Return the text of a file, or a document that says why it cannot be read."""
    shown = shown_path(path, base)
    try:
        return atomic_write.read(path, MAX_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = error.object[: error.start].decode("utf-8", "replace")
        place = yaml_errors.Lines(good).place(len(good) - 1)
        problem = Problem(
            Where(shown, place[0], place[1] + 1),
            "not-utf-8",
            "the file is not UTF-8 text here",
            "save it as UTF-8",
        )
    except atomic_write.TooLargeError:
        message = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
        problem = Problem(Where(shown), "too-large", message)
    except OSError:
        problem = Problem(
            Where(shown),
            "no-file",
            "the file is missing or cannot be read",
            "every dossier has dossier.yaml"
            if path.name == FILES[0]
            else "write it, or take it out of 'enclosures:' in dossier.yaml",
        )
    return yaml_positions.Document(shown, problems=[problem])


def validated(
    model: type[_Model],
    document: yaml_positions.Document,
    problems: list[Problem],
    missing: list[Problem] | None,
) -> _Model | None:
    """Return a file's model, or None and its problems.

    Args:
        model: of the file.
        document: as written.
        problems: gets what is wrong.
        missing: gets what is to be written, if the dossier is a draft.
    """
    if document.problems:
        return None
    made, errors = _tried(model, document.tree)
    if errors and missing is not None:
        filled = drafts.filled(model, document, errors)
        missing += filled.missing
        made, errors = _tried(model, filled.tree)
    problems += model_errors.problems(model, document, errors)
    return made


def _tried(
    model: type[_Model], tree: yaml_positions.Tree
) -> tuple[_Model | None, list[model_errors.Entry]]:
    try:
        return model.model_validate(tree), []
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        return None, [dict(row) for row in errors]
