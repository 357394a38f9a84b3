"""Drafts of dossiers: gaps put in place of what is missing, and notices of what is to be written.

A dossier with ``draft: true`` may leave it out, or write nothing behind its key. A gap stands in
its place, of which renderers print a fixed phrase; nothing is ever made up. All other rules hold
as for any dossier, and what is missing is told by the very messages that would refuse it there.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from pydantic import BaseModel

from pipeline.content import markup, model_errors
from pipeline.content.model_errors import Entry
from pipeline.content.yaml_positions import Document, Path, Tree
from pipeline.core.errors import Problem

#: Code of what is to be written, and of a draft that has it all.
TO_WRITE, WRITTEN = "to-be-written", "nothing-to-write"
#: Keys that a draft may lack: of the document, of a slide and its figures, of a slot.
_OF_DOSSIER = frozenset((("number",), ("date",)))
_OF_SLIDES = frozenset(("title", "alt", "section"))
_OF_SLOT = "grounds"
#: Where the parts of a running text stand, whose figures may lack their alternative texts.
_OF_TEXTS = (("blocks",), ("annexes",))
#: What the models read as yes (pydantic, "Booleans").
_YES = frozenset(("true", "t", "yes", "y", "on", "1"))
_SLOT_PATH = 2


def is_draft(document: Document) -> bool:
    """Tell whether a dossier.yaml says that it is a draft, be it valid or not."""
    said = document.tree.get("draft") if isinstance(document.tree, dict) else None
    return isinstance(said, str) and said.lower() in _YES


@dataclass(frozen=True)
class Filled:
    """A file of a draft with its gaps.

    Attributes:
        tree: what is validated instead of what is written.
        missing: what is to be written, as it would be refused otherwise.
    """

    tree: Tree
    missing: tuple[Problem, ...]


def filled(model: type[BaseModel], document: Document, errors: Sequence[Entry]) -> Filled:
    """Put gaps into a file, where a draft may have them.

    Args:
        model: of the file.
        document: as it is written.
        errors: of the validator, without their input.
    """
    tree = copy.deepcopy(document.tree)
    missing: list[Problem] = []
    for entry in errors:
        path = _gap(model, document, entry)
        if path:
            _put(tree, path)
            missing += _told(model, document, entry)
    return Filled(tree, to_write(missing))


def to_write(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return what is missing as what is to be written."""
    return tuple(
        problem if problem.code == "title-twice" else replace(problem, code=TO_WRITE)
        for problem in problems
    )


def notices(document: Document, missing: Iterable[Problem]) -> Iterator[Problem]:
    """Yield what is to be written in a draft; that it is none any more, if nothing is.

    Args:
        document: dossier.yaml.
        missing: of all files.
    """
    told = tuple(missing)
    yield from told
    if not any(problem.code == TO_WRITE for problem in told):
        message = "nothing is left to be written in this draft"
        hint = "remove 'draft: true': then a public edition can be made"
        yield Problem(document.where_key(("draft",)), WRITTEN, message, hint)


def _gap(model: type[BaseModel], document: Document, entry: Entry) -> Path:
    """Return where an error is one of what a draft may lack; nothing if it is another one."""
    loc = model_errors.without_kind(tuple(entry["loc"]))
    if entry["type"] == "missing":
        path: Path = (*document.resolve(loc[:-1]), loc[-1])
    else:
        path = document.resolve(loc)
        if _value(document.tree, path) is not None:
            return ()
    return path if _may_lack(model, path) else ()


def _may_lack(model: type[BaseModel], path: Path) -> bool:
    if "slots" in model.model_fields:
        return path[:1] == ("slots",) and (
            len(path) == _SLOT_PATH or path[_SLOT_PATH:] == (_OF_SLOT,)
        )
    if path[:1] in _OF_TEXTS:
        return path[-1] == "alt"
    return path in _OF_DOSSIER or (path[:1] == ("slides",) and path[-1] in _OF_SLIDES)


def _told(model: type[BaseModel], document: Document, entry: Entry) -> Iterator[Problem]:
    for problem in model_errors.problems(model, document, [entry]):
        if entry["type"] == "missing":
            yield problem
        else:
            yield replace(problem, message="nothing is written here yet", hint="")


def _put(tree: Tree, path: Path) -> None:
    """Put a gap into a tree; a slot of which nothing is written lacks its grounds."""
    at: Any = tree
    for step in path[:-1]:
        at = at[step]
    is_slot = len(path) == _SLOT_PATH and path[0] == "slots"
    at[path[-1]] = {_OF_SLOT: markup.GAP} if is_slot else cast("Any", markup.GAP)


def _value(tree: Tree, path: Path) -> Tree:
    at: Any = tree
    for step in path:
        at = at[step]
    return cast("Tree", at)
