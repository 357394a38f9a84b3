"""Read a dossier's folder into validated models, and report every problem at once."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline import disk
from pipeline.diagnostics import ContentError, Problem, Where, shown_path
from pipeline.source import check, markup, media, notices, positions, walk, writing
from pipeline.source.model import Dossier, Redactions
from pipeline.source.slides import Presentation

FILES = ("dossier.yaml", "presentation.yaml", "redactions.yaml")

#: Content files are small; a larger one is a mistake and would only cost time.
MAX_BYTES = 4_000_000

#: Bytes of a folder's name: names of files are made of it.
_LONGEST_NAME = 100
#: What else stands in an output folder.
_TAKEN = frozenset(("packages", "register.jsonl", "register.public", "register.all"))

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True)
class Source:
    """One dossier as written: models, and the place of everything in its files.

    Attributes:
        id: name of the folder.
        documents: the YAML files with positions, by file name.
        media: the pictures that the deck shows, by file name.
        notices: what is right as it stands, and may have been meant otherwise.
    """

    id: str
    dossier: Dossier
    presentation: Presentation
    redactions: Redactions
    documents: dict[str, positions.Document]
    media: Mapping[str, media.Image]
    notices: tuple[Problem, ...] = ()

    def unsettable(self) -> Iterator[Problem]:
        """Yield each text with a character that no face can set, where it stands."""
        return check.unsettable(self.documents.values())

    def unsealed(self) -> Iterator[Where]:
        """Yield where a text or a part stands that is marked for withholding, not yet sealed."""
        yield from _unsealed(self.dossier, self.presentation, self.documents)


def _unsealed(
    dossier: Dossier, presentation: Presentation, documents: Mapping[str, positions.Document]
) -> Iterator[Where]:
    for file, model in (("dossier.yaml", dossier), ("presentation.yaml", presentation)):
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
    for document in documents.values():
        problems += document.problems
    dossier = _validate(Dossier, documents["dossier.yaml"], problems)
    presentation = _validate(Presentation, documents["presentation.yaml"], problems)
    redactions = _validate(Redactions, documents["redactions.yaml"], problems)
    problems += check.problems(dossier, presentation, redactions, documents)
    if dossier and presentation and any(row.code == "unused-slot" for row in problems):
        is_marked = any(_unsealed(dossier, presentation, documents))
        problems = list(_interrupted(folder, problems, is_marked=is_marked))
    pictures: dict[str, media.Image] = {}
    if presentation is not None:
        deck = documents["presentation.yaml"]
        pictures = media.read(folder, presentation, deck, problems)
    if dossier and presentation and redactions and not problems:
        id_ = folder.resolve().name
        told = tuple(sorted(notices.notices(documents.values(), presentation)))
        return Source(id_, dossier, presentation, redactions, documents, pictures, told)
    raise ContentError(*problems)


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
    command = writing.unfinished(folder)
    is_sealing = command == writing.SEALING and is_marked
    for problem in problems:
        slot = command.removeprefix(writing.RELEASING)
        is_of_slot = slot != command and f"'{slot}'" in problem.message
        if problem.code == "unused-slot" and (is_sealing or is_of_slot):
            message = f"'{command}' was interrupted, and this slot is left over from it"
            words = command.split(" ")
            hint = f"run it again: {' '.join((*words[:2], shown_path(folder), *words[2:]))}"
            yield Problem(problem.where, "interrupted", message, hint)
        else:
            yield problem


def _read(path: Path, base: Path | None) -> positions.Document:
    shown = shown_path(path, base)
    if path.name == "redactions.yaml" and not path.exists():
        return positions.read("slots: {}", shown)
    try:
        return positions.read(disk.read(path, MAX_BYTES).decode("utf-8-sig"), shown)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem(
            Where(shown, line, 1),
            "not-utf-8",
            "the file is not UTF-8 text here",
            "save it as UTF-8",
        )
    except disk.TooLargeError:
        message = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
        problem = Problem(Where(shown), "too-large", message)
    except OSError:
        problem = Problem(
            Where(shown),
            "no-file",
            "the file is missing or cannot be read",
            "every dossier has dossier.yaml and presentation.yaml",
        )
    return positions.Document(shown, problems=[problem])


def _validate(
    model: type[_Model], document: positions.Document, problems: list[Problem]
) -> _Model | None:
    if document.problems:
        return None
    try:
        return model.model_validate(document.tree)
    except ValidationError as error:
        broken: list[positions.Path] = []
        entries = error.errors(include_url=False, include_input=False)
        for entry in entries:
            entry["loc"] = _without_kind(entry["loc"])
        places = [document.resolve(entry["loc"]) for entry in entries]
        for entry, place in zip(entries, places, strict=True):
            if entry["type"] == "too_short" and any(
                other[: len(place)] == place and other != place for other in places
            ):
                continue  # what was refused does not count as missing
            if not any(place[: len(parent)] == parent and place != parent for parent in broken):
                problems.append(_problem(model, document, dict(entry)))
            if entry["type"] in {"model_type", "dict_type", "tuple_type", "union_tag_invalid"}:
                broken.append(place)
        return None


def _without_kind(loc: positions.Path) -> positions.Path:
    """Drop the kind that pydantic puts after a slide's index: it may equal the name of a field."""
    return (*loc[:2], *loc[3:]) if loc[:1] == ("slides",) else loc


#: pydantic's error types in our words: code, message, hint. Input is never echoed (G23).
_PLAIN: dict[str, tuple[str, str, str]] = {
    "model_type": ("not-a-mapping", "keys and values are expected here", "write 'key: value'"),
    "model_attributes_type": ("not-a-mapping", "keys and values are expected here", ""),
    "dict_type": ("not-a-mapping", "keys and values are expected here", "write 'key: value'"),
    "tuple_type": ("not-a-list", "a list is expected here", "begin each entry with '- '"),
    "string_type": ("not-a-text", "a text is expected here", "write one line of text"),
    "string_pattern_mismatch": ("bad-form", "this does not have the form of this field", ""),
    "string_too_long": ("too-long", "this is too long", ""),
    "bool_parsing": ("bad-value", "true or false is expected here", "write true or false"),
    "int_parsing": ("bad-value", "a whole number is expected here", "write digits only"),
    "date_from_datetime_parsing": ("bad-date", "this is not a date", "write YYYY-MM-DD"),
    "date_parsing": ("bad-date", "this is not a date", "write YYYY-MM-DD"),
    "date_type": ("bad-date", "this is not a date", "write YYYY-MM-DD"),
    "bool_type": ("bad-value", "true or false is expected here", "write true or false"),
    "int_type": ("bad-value", "a whole number is expected here", "write digits only"),
}


def _problem(
    model: type[BaseModel], document: positions.Document, entry: dict[str, Any]
) -> Problem:
    loc: Sequence[str | int] = entry["loc"]
    context: dict[str, Any] = entry.get("ctx", {})
    match entry["type"]:
        case "dossier":
            where = document.where(loc, context["offset"])
            return Problem(where, context["code"], context["text"], context["hint"])
        case "missing":
            key = loc[-1]
            return Problem(
                document.where(loc[:-1]), "missing-key", f"'{key}' is missing", f"add '{key}:'"
            )
        case "extra_forbidden":
            return Problem(
                document.where_key(loc),
                "unknown-key",
                "this key is not known here",
                _suggest(model, str(loc[-1])),
            )
        case "union_tag_not_found":
            return Problem(document.where(loc), "missing-key", "'kind' is missing", "add 'kind:'")
        case "union_tag_invalid":
            return Problem(
                document.where((*loc, "kind")),
                "unknown-kind",
                "this kind is not known",
                f"use one of {context['expected_tags']}",
            )
        case "literal_error":
            return Problem(
                document.where(loc),
                "unknown-value",
                "this value is not known here",
                f"use {context['expected']}",
            )
        case "too_short":
            return Problem(
                document.where(loc), "too-few", f"at least {context['min_length']} are needed here"
            )
        case "too_long":
            return Problem(
                document.where(loc),
                "too-many",
                f"at most {context['max_length']} are possible here",
            )
        case "greater_than_equal" | "less_than_equal":
            bound = context.get("ge", context.get("le"))
            side = "at least" if "ge" in context else "at most"
            return Problem(document.where(loc), "bad-value", f"this must be {side} {bound}")
        case kind:
            code, message, hint = _PLAIN.get(kind, ("bad-value", "this value cannot be used", ""))
            return Problem(document.where(loc), code, message, hint)


def _all_keys(model: type[BaseModel]) -> set[str]:
    keys: set[str] = set()
    schema = model.model_json_schema(by_alias=True)
    for part in (schema, *schema.get("$defs", {}).values()):
        keys |= set(part.get("properties", {}))
    return keys


def _suggest(model: type[BaseModel], key: str) -> str:
    """Return a hint with the known key that looks most like the unknown one, which is not named."""
    if "[[" in key:
        return "this was meant as text: put quotes round the whole text, it holds ': '"
    near = difflib.get_close_matches(key, sorted(_all_keys(model)), n=1)
    return f"did you mean '{near[0]}'?" if near else "remove it; templates/schema/ lists the keys"
