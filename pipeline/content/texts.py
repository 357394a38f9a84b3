"""Running texts of a dossier: which of its files they are, in which order, and their models."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from pipeline.content import drafts, model_errors
from pipeline.content.model.dossier_yaml import Dossier
from pipeline.content.model.running_text import Annex, Text, WithheldAnnex
from pipeline.content.text_draft import TextDocument
from pipeline.content.yaml_positions import Document, Tree
from pipeline.content.yaml_positions import Path as Path_
from pipeline.core.errors import Problem, Where
from pipeline.resources import labels

BODY, SLIDES = "body.md", "presentation.yaml"
_ANNEX = re.compile(r"annex-[A-Za-z0-9._-]+\.md")
#: The name of a text's file.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.md")


@dataclass(frozen=True)
class Texts:
    """Running texts of a dossier by file, in their order.

    Attributes:
        before: how many of them stand before the slides.
    """

    by_file: Mapping[str, Text] = field(default_factory=dict[str, Text])
    before: int = 0


def parts(text: Text) -> Iterator[tuple[Path_, Annex | WithheldAnnex | None]]:
    """Yield what a file begins anew: its body, if it has one, and each annex; with their paths."""
    if text.blocks:
        yield ("blocks",), None
    for index, annex in enumerate(text.annexes):
        yield ("annexes", index), annex


#: Of a dossier without any.
NONE = Texts()


def names(folder: Path, cover: Document) -> tuple[str, ...]:
    """Return the enclosures of a dossier in order: texts, and the slides if there are any.

    Args:
        folder: of the dossier.
        cover: its dossier.yaml, which may list them.
    """
    listed = _listed(cover.tree)
    if listed:
        return listed
    there = {path.name for path in folder.iterdir() if path.is_file()} if folder.is_dir() else set()
    annexes = sorted((name for name in there if _ANNEX.fullmatch(name)), key=_natural)
    return tuple(name for name in (BODY, SLIDES) if name in there) + tuple(annexes)


def _listed(tree: Tree) -> tuple[str, ...]:
    rows = tree.get("enclosures") if isinstance(tree, dict) else None
    found = [
        row.get("file") if isinstance(row, dict) else row
        for row in (rows if isinstance(rows, list) else [])
        if not (isinstance(row, dict) and "original" in row)
    ]
    return tuple(row for row in found if isinstance(row, str))


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part) if part.isdigit() else -1, part) for part in re.split(r"(\d+)", name)]


def text_names(enclosures: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of texts among enclosures."""
    return tuple(name for name in dict.fromkeys(enclosures) if NAME.fullmatch(name))


def before_slides(enclosures: tuple[str, ...]) -> int:
    """Return how many texts stand before the slides; without slides, all do."""
    found = text_names(enclosures)
    if SLIDES not in enclosures:
        return len(found)
    return len(text_names(enclosures[: enclosures.index(SLIDES)]))


def annex_word(cover: Document) -> str:
    """Return what the heading of an annex begins with, in the language of the dossier."""
    tree = cover.tree if isinstance(cover.tree, dict) else {}
    language, own = tree.get("language"), tree.get("labels")
    if isinstance(own, dict) and isinstance(word := own.get("annex"), str) and word.strip():
        return word.strip()
    known = isinstance(language, str) and language in labels.languages()
    return labels.load(str(language) if known else "en")["annex"]


def document(text: str, file: str, annex: str, *, is_part: bool = False) -> TextDocument:
    """Read a Markdown file; see ``text_reader.read``, which is loaded with the first one."""
    from pipeline.content import text_reader  # noqa: PLC0415 - of no use for slides alone

    return text_reader.read(text, file, annex, is_part=is_part)


def read(
    enclosures: tuple[str, ...], cover: Document, content: Callable[[str], Document | str]
) -> dict[str, Document]:
    """Read the texts among enclosures.

    Args:
        enclosures: names of files.
        cover: the dossier's dossier.yaml.
        content: returns the text of a file, or a document that says why it cannot be read.
    """
    word, out = annex_word(cover), dict[str, Document]()
    for name in text_names(enclosures):
        given = content(name)
        shown = cover.file.removesuffix("dossier.yaml") + name
        out[name] = document(given, shown, word) if isinstance(given, str) else given
    return out


def problems(folder: Path, dossier: Dossier, cover: Document) -> Iterator[Problem]:
    """Yield what is listed and cannot be enclosed, or else texts that are there and not listed."""
    shown = [index for index, row in enumerate(dossier.enclosures) if not row.original]
    listed = [dossier.enclosures[index].file for index in shown]
    if not listed:
        return
    wrong = tuple(_wrong_rows(folder, listed, [cover.where(("enclosures", at)) for at in shown]))
    yield from wrong or _not_listed(folder, listed, cover)


def _wrong_rows(folder: Path, listed: list[str], places: list[Where]) -> Iterator[Problem]:
    for index, (name, where) in enumerate(zip(listed, places, strict=True)):
        if name != SLIDES and not NAME.fullmatch(name):
            message = "an enclosure is presentation.yaml, or a text whose name ends in .md"
            hint = "name a file of the dossier's folder, or '{file: name.pptx, original: true}'"
            yield Problem(where, "bad-enclosure", message, hint)
        elif listed.index(name) != index:
            message = "this enclosure is listed twice"
            yield Problem(where, "bad-enclosure", message, "list each file once")
        elif name == SLIDES and not (folder / name).is_file():
            message = "there is no such file"
            yield Problem(where, "no-file", message, "write it, or take it out of the list")


def _not_listed(folder: Path, listed: list[str], cover: Document) -> Iterator[Problem]:
    for path in sorted(folder.iterdir()):
        is_text = path.name in {BODY, SLIDES} or _ANNEX.fullmatch(path.name)
        if is_text and path.is_file() and path.name not in listed:
            message = f"{path.name} is in the folder, and is not listed"
            hint = f"add {path.name} to the list, or move the file away"
            yield Problem(cover.where(("enclosures",)), "bad-enclosure", message, hint)


def models(
    enclosures: tuple[str, ...],
    documents: Mapping[str, Document],
    problems: list[Problem],
    missing: list[Problem] | None = None,
) -> Texts | None:
    """Return the texts of a dossier, or None and the problems of those that are no good.

    Args:
        enclosures: names of files.
        documents: by name.
        problems: gets what is wrong.
        missing: gets what is to be written, if the dossier is a draft.
    """
    found = {name: model_of(documents[name], problems, missing) for name in text_names(enclosures)}
    good = {name: model for name, model in found.items() if model is not None}
    return Texts(good, before_slides(enclosures)) if len(good) == len(found) else None


def model_of(
    document: Document, problems: list[Problem], missing: list[Problem] | None
) -> Text | None:
    """Return a text, or None and its problems; of a draft, what is missing besides."""
    if document.problems:
        return None
    made, errors = _tried(document.tree)
    if errors and missing is not None:
        filled = drafts.filled(Text, document, errors)
        missing += filled.missing
        made, errors = _tried(filled.tree)
    problems += model_errors.problems(Text, document, errors)
    return made


def _tried(tree: Tree) -> tuple[Text | None, list[model_errors.Entry]]:
    try:
        return Text.model_validate(tree), []
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        return None, [dict(row) for row in errors]


def place_name(document: Document, path: tuple[str | int, ...]) -> str:
    """Return the name of a place in a file: keys, and places in lists from 1."""
    if isinstance(document, TextDocument):
        return document.place_name(path)
    return "/".join(str(step + 1) if isinstance(step, int) else step for step in path)
