"""New dossiers: a small one that builds, or one that follows an earlier document."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from markupsafe import Markup

from pipeline.content import load, replace_files, yaml_positions
from pipeline.content.model import reference
from pipeline.content.model.dossier_yaml import CoverText
from pipeline.content.model.reference import Reference
from pipeline.content.rules.gaps import CODE_GAP, GAP
from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, Problem, Where, shown_path
from pipeline.resources import covers, paths
from pipeline.resources.jinja import environment

_COVER = "dossier.yaml"
#: Of an earlier document's dossier.yaml, what a new decision or a new document does not keep.
_NOT_KEPT = ("access", "release_date")
#: Types of the covers of what follows a document, by the word in its number, with the row that
#: names the document.
_FOLLOWING = {"COR": ("corrigendum", "corrects"), "ADD": ("addendum", "adds_to")}
_AS = re.compile(r"(REV|COR|ADD) [1-9]\d?")


@dataclass(frozen=True)
class Wanted:
    """What a new dossier is to be.

    Attributes:
        number: of the document, as printed.
        language: ISO 639-1.
        kind: type of its cover.
        title: of its first slide.
        day: its date.
    """

    number: Reference
    language: str
    kind: str
    title: str
    day: datetime.date


def parsed(number: str) -> Reference:
    """Read a number.

    Raises:
        ContentError: it is none.
    """
    try:
        return reference.parse(number)
    except reference.BadReferenceError as error:
        hint = f"such as '{error.example}'"
        raise ContentError(Problem(Where("--number"), "bad-number", str(error), hint)) from None


def create(folder: Path, wanted: Wanted) -> None:
    """Write a small dossier that builds, with comments that teach.

    Raises:
        ContentError: there is something at this place, or what is wanted cannot be a dossier.
        WriteError: the system refused; nothing is left.
    """
    texts = {
        "schema": os.path.relpath(paths.templates("schema"), os.path.realpath(folder)),
        "number": wanted.number.printed,
        "language": wanted.language,
        "date": _day(wanted),
        "today": wanted.day.isoformat(),
        "type": wanted.kind,
        "code": CODE_GAP,
        "title": json.dumps(wanted.title or f"Title {GAP}", ensure_ascii=False),
    }
    # YAML needs no escapes of HTML; every text is a word of ours or a JSON string
    marked = {key: Markup(text) for key, text in texts.items()}  # noqa: S704
    fields = [tuple(map(Markup, row)) for row in _fields(wanted.kind)]
    form = covers.forms()[wanted.kind]
    facts = {"codes": form.codes == "needed", "marking": form.marking != "none", "fields": fields}
    templates = environment(paths.templates("new"))
    with _placed(folder) as staged:
        for name in (_COVER, "presentation.yaml"):
            text = templates.get_template(f"{name}.j2").render(**marked, **facts)
            (staged / name).write_text(f"{text.rstrip()}\n", "utf-8")


def _day(wanted: Wanted) -> str:
    """Return a date that the number allows: the given one, or one in the number's year."""
    year = wanted.number.year
    fits = wanted.day.year == year or (wanted.number.suffixes and wanted.day.year > year)
    return wanted.day.isoformat() if fits else f"{year}-01-01    # {GAP}"


def _fields(kind: str) -> Iterator[tuple[str, str, str]]:
    """Yield key, value and comment of what a cover needs."""
    form = covers.forms()[kind]
    for field in form.needs:
        yield field, GAP, _about(field)
    for row in form.rows:
        if row.needed:
            yield row.field, "2000-01-01" if row.field == "dated" else GAP, _about(row.field)
    if form.lead_in == "needed":
        yield "lead_in", GAP, _about("lead_in")


def _about(field: str) -> str:
    info = CoverText.model_fields["sender" if field == "from" else field]
    return str(info.description).rstrip(".")


def follow(folder: Path, earlier: Path, suffix: str, day: datetime.date) -> None:
    """Write the dossier of a document that follows another one.

    A revision (REV) keeps all content, with what is withheld and the vault; a corrigendum (COR)
    and an addendum (ADD) keep what the cover says of the document, and begin without slides.

    Args:
        folder: of the new dossier.
        earlier: the dossier that it follows.
        suffix: such as "REV 1".
        day: its date.

    Raises:
        ContentError: the earlier dossier is not valid, there is something at this place, or the
            suffix is none of these.
        WriteError: the system refused; nothing is left.
    """
    if not _AS.fullmatch(suffix):
        hint = "write REV, COR or ADD and a number, such as --as 'REV 1'"
        message = "a document is followed by a REV, a COR or an ADD"
        raise ContentError(Problem(Where("--as"), "bad-number", message, hint))
    source = load.load(earlier)
    kind, count = suffix.split(" ")
    first = source.dossier.number
    if first is None:
        where = source.documents[_COVER].where(())
        message = "the earlier document has no number yet"
        raise ContentError(Problem(where, "missing-key", message, "add 'number:' there"))
    kept = tuple(row for row in first.suffixes if kind != "REV" or row[0] != "REV")
    number = Reference(first.series, first.number, first.year, (*kept, (kind, int(count))))
    if number == first:
        message = f"{number.printed} is the number of the earlier document itself"
        raise ContentError(Problem(Where("--as"), "bad-number", message, "choose the next one"))
    document = source.documents[_COVER]
    changes: dict[yaml_positions.Path, str] = {
        ("number",): number.printed,
        ("date",): day.isoformat(),
    }
    if kind == "REV":
        with _placed(folder) as staged:
            shutil.copytree(earlier, staged, dirs_exist_ok=True, ignore=_unfinished)
            (staged / _COVER).write_text(_changed(document, changes), "utf-8")
        return
    text = _cover_of(document, changes, _FOLLOWING[kind], first.printed)
    with _placed(folder) as staged:
        (staged / _COVER).write_text(text, "utf-8")


def _unfinished(_: str, names: list[str]) -> set[str]:
    return {name for name in names if name.startswith(".") or name == replace_files.UNFINISHED}


def _changed(document: yaml_positions.Document, changes: Mapping[yaml_positions.Path, str]) -> str:
    """Return a file's text with other values, and without what a new document does not keep."""
    text = document.text
    for path, value in sorted(changes.items(), key=lambda row: -document.scalars[row[0]].start):
        scalar = document.scalars[path]
        text = text[: scalar.start] + value + text[scalar.start + len(scalar.raw) :]
    return "".join(_without(text, _NOT_KEPT))


def _without(text: str, keys: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of a file but for those of some keys at its top."""
    is_kept = True
    for line in text.splitlines(keepends=True):
        if line[:1] not in {" ", "#", "\n", "-"}:
            is_kept = line.partition(":")[0] not in keys
        if is_kept:
            yield line


def _cover_of(
    document: yaml_positions.Document,
    changes: Mapping[yaml_positions.Path, str],
    following: tuple[str, str],
    of: str,
) -> str:
    """Return a cover that keeps what the earlier one says of the document."""
    kind, row = following
    drop = (*_NOT_KEPT, "cover", "contents", "notes_in", "pptx_template")
    head = "".join(_without(_changed(document, changes), drop)).rstrip()
    form = covers.forms()[kind]
    rows = [f"  type: {kind}", f"  {row}: {of}"]
    tree = document.tree if isinstance(document.tree, dict) else {}
    given = tree.get("cover")
    for field in ("from", "to", "subject"):
        value = given.get(field) if isinstance(given, dict) else None
        if value is not None and any(line.field == field for line in form.rows):
            text = json.dumps(value, ensure_ascii=False)
            # what is withheld there stays there
            rows.append(f"  {field}: {GAP if '[[' in text else text}")
    return "\n".join([head, "cover:", *rows, ""])


def require_free(folder: Path) -> None:
    """Refuse a place where something stands; an empty folder is none.

    Raises:
        ContentError: something does.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "give the name of a folder that is not there yet, such as content/wk-7-2026"
        where = Where(shown_path(folder))
        raise ContentError(Problem(where, "already-there", "something stands here", hint))


@contextmanager
def _placed(folder: Path) -> Generator[Path]:
    """Give a folder to fill; it is read once, and then stands in its place, or is gone."""
    require_free(folder)
    with atomic_write.writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        around = Path(mkdtemp(prefix=".new-", dir=folder.parent))
    staged = around / os.path.basename(os.path.realpath(folder))  # noqa: PTH119 - links may circle
    try:
        with atomic_write.writing(folder):
            staged.mkdir()
            yield staged
        load.load(staged, around)
        with atomic_write.writing(folder):
            staged.rename(folder)
    finally:
        shutil.rmtree(around, ignore_errors=True)
