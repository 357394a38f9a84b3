"""New version of one text brought into a dossier, start to end.

Read top to bottom: read the office files as an import does, put them beside the text, take what was
decided, write the list of changes; once all is decided, write the text, check it, and put it there
with a copy of what stood there beside the dossier.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.content import media, replace_files, texts
from pipeline.content.text_draft import TextDocument
from pipeline.content.yaml_letters import NotEditableError
from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, Problem, Where, shown_path
from pipeline.importing import placing
from pipeline.importing.version import (
    change_list,
    choices,
    office_text,
    pieces,
    text_writing,
    version_changes,
)
from pipeline.importing.version.change import Change, Comparison
from pipeline.importing.version.held_words import Known
from pipeline.importing.version.office_text import OfficeText
from pipeline.redaction import dropping, vault, withheld_needles
from pipeline.redaction.yaml_edit import edited_files
from pipeline.redaction.yaml_edit.edited_files import COVER, SLOTS, Content

#: Bytes of a list of changes that is read back.
_LONGEST = 64_000_000


@dataclass(frozen=True)
class Order:
    """What is wanted.

    Attributes:
        file: the new office file.
        base: the earlier one; None if it is not known.
        part: name of the text's file in the dossier.
        take, keep: what becomes of changes, as ``choices.decide`` reads it.
        key_file: of the vault: then its values are searched for; it is needed if slots go.
        key_is_found: nobody gave it; it is the user's own.
    """

    file: Path
    part: str
    base: Path | None = None
    take: str = ""
    keep: str = ""
    key_file: Path | None = None
    key_is_found: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    Attributes:
        changes: all of them, decided or not.
        is_written: the text is as was decided.
        copy: folder with what stood there before; None if nothing was written.
        others: texts of the office file that were not looked at.
    """

    changes: Sequence[Change]
    is_written: bool
    copy: Path | None = None
    others: tuple[str, ...] = ()

    @property
    def open(self) -> list[int]:
        """Return the numbers of changes that are still to be decided."""
        return choices.opened(self.changes)


def bring_in(folder: Path, order: Order) -> Outcome:
    """Bring a new version of a text into a dossier, as far as all is decided.

    Raises:
        ContentError: a file cannot be read, a decision is none, or the text that comes of them
            would break a rule. The text is as it was.
        VaultError: slots go, and the vault cannot be used.
        WriteError: the system refused.
    """
    with replace_files.locked(folder):
        content = edited_files.read(folder)
        _require_text(content, order.part)
        own = _unix(content.texts[order.part])
        theirs, base, pictures = _office_texts(content, order)
        read = _reader(content, order.part)
        ours = pieces.divided(read(own))
        old = pieces.divided(read(base)) if base is not None else None
        found = version_changes.compared(
            ours, old, pieces.divided(read(theirs.text)), _known(content, order)
        )
        about = _about(order, own, theirs)
        is_listed = _is_listed(folder, about)
        if is_listed or not choices.has_numbers(order.take, order.keep):
            choices.decide(found.changes, order.take, order.keep)
        _list(folder, found, about)
        if not is_listed and choices.has_numbers(order.take, order.keep):
            raise _not_listed(folder)
        if choices.opened(found.changes):
            return Outcome(found.changes, is_written=False, others=theirs.others)
        text = text_writing.written(found, read)
        if text is None:
            raise _refused(content, order.part, "the text would not read as it is meant")
        if text == own:
            return Outcome(found.changes, is_written=False, others=theirs.others)
        new = _checked(content, order.part, text, found.changes)
        kept = _put(content, new, pictures, order)
        return Outcome(found.changes, is_written=True, copy=kept, others=theirs.others)


def _known(content: Content, order: Order) -> Known:
    """Return what is withheld in the dossier, as far as its texts and the key tell it.

    Raises:
        VaultError: the key that was given does not open the vault.
    """
    others = tuple(
        pieces.divided(document)
        for name, document in content.documents.items()
        if isinstance(document, TextDocument) and name != order.part
    )
    if order.key_file is None or not vault.exists(content.folder):
        return Known(texts=others)
    try:
        values = vault.read(content.folder, order.key_file)
    except vault.VaultError:
        if order.key_is_found:
            return Known(texts=others)
        raise
    source = content.source
    return Known(withheld_needles.needles(values, source), frozenset(values), others)


def _require_text(content: Content, part: str) -> None:
    if texts.NAME.fullmatch(part) and part in content.texts:
        return
    there = [name for name in content.texts if texts.NAME.fullmatch(name)]
    if part == texts.SLIDES:
        message = "slides do not take a new version: only running text does"
    else:
        message = "the dossier has no running text of this name"
    hint = f"name one of {', '.join(there)}" if there else "the dossier has no running text"
    raise ContentError(Problem(Where("--as"), "no-such-part", message, hint))


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")


def _office_texts(
    content: Content, order: Order
) -> tuple[OfficeText, str | None, dict[str, bytes]]:
    """Return the new text, the earlier one, and the pictures that the new one shows besides."""
    language = content.source.dossier.language
    known = office_text.pictures(content.folder)
    theirs = office_text.read(order.file, order.part, language)
    text, pictures = office_text.with_names(theirs, known)
    theirs = OfficeText(text, theirs.name, theirs.others, theirs.sha256)
    if order.base is None:
        return theirs, None, pictures
    base = office_text.read(order.base, order.part, language)
    return theirs, office_text.with_names(base, {**known, **pictures})[0], pictures


def _reader(content: Content, part: str) -> Callable[[str], TextDocument]:
    """Return what reads a text as the content does."""
    shown, word = content.shown(part), texts.annex_word(content.documents[COVER])

    def read(text: str) -> TextDocument:
        return texts.document(text, shown, word)

    return read


def _about(order: Order, own: str, theirs: OfficeText) -> dict[str, object]:
    base = order.base
    return {
        "part": order.part,
        "file": order.file.name,
        "base": base.name if base else None,
        "sha256": {
            "part": hashlib.sha256(own.encode()).hexdigest(),
            "file": theirs.sha256,
            "base": hashlib.sha256(atomic_write.read(base)).hexdigest() if base else None,
        },
    }


def _is_listed(folder: Path, about: Mapping[str, object]) -> bool:
    """Tell whether the list that stands in the folder is of the same files."""
    try:
        known = json.loads(atomic_write.read(folder / change_list.FILE, _LONGEST))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(known, dict) and all(known.get(key) == about[key] for key in about)


def _not_listed(folder: Path) -> ContentError:
    message = "the numbers are of another list: this one was made just now"
    hint = f"look at {shown_path(folder / change_list.PAGE)}, then run the command again"
    return ContentError(Problem(Where("--take, --keep"), "list-is-old", message, hint))


def _list(folder: Path, found: Comparison, about: Mapping[str, object]) -> None:
    """Write the list of changes, for people and for machines."""
    places: dict[Change, int] = {}
    line = 0
    for row in found.rows:
        line = row.ours[-1].line if row.ours else line
        if row.change is not None:
            places.setdefault(row.change, line)
    rows = change_list.shown(found.changes, places)
    for name, data in (
        (change_list.FILE, change_list.as_json(rows, about)),
        (change_list.PAGE, change_list.as_html(rows, about)),
    ):
        atomic_write.write(folder / name, data, 0o600)


def _refused(content: Content, part: str, reason: str) -> ContentError:
    message = f"with these choices {reason}; nothing was changed"
    hint = (
        "keep the changes that take away or move what others hang on, or what references lead to; "
        "--keep also leaves those that are taken unasked"
    )
    return ContentError(Problem(Where(content.shown(part)), "cannot-merge", message, hint))


def _checked(
    content: Content,
    part: str,
    text: str,
    found: Sequence[Change],
) -> Content:
    """Return the dossier with the text, if it keeps all rules and loses no slot unasked.

    Raises:
        ContentError: it does not.
    """
    if "\r\n" in content.texts[part]:
        text = text.replace("\n", "\r\n")
    edited = content.edited({part: text})
    try:
        lost = dropping.used(content) - dropping.used(edited)
    except ContentError as error:
        codes = ", ".join(sorted({problem.code for problem in error.problems}))
        raise _refused(content, part, f"a rule of the content would be broken ({codes})") from None
    except NotEditableError:
        raise _refused(content, part, "the text could not be read") from None
    allowed = {slot for change in found if change.decision == "take" for slot in change.lost}
    if not all(slot in allowed or _is_inner(content, slot, allowed) for slot in lost):
        raise _refused(content, part, "a slot would be lost")
    return edited


def _is_inner(content: Content, slot: str, allowed: set[str]) -> bool:
    declared = content.source.redactions.slots
    return any(slot in declared[outer].holds for outer in allowed if outer in declared)


def _put(content: Content, new: Content, pictures: Mapping[str, bytes], order: Order) -> Path:
    """Write all files that change, with a copy of what they were; return its folder."""
    lost = dropping.used(content) - dropping.used(new)
    new, of_vault = dropping.dropped(new, lost, order.key_file)
    text = new.texts[order.part]
    folder = content.folder / media.FOLDER
    shown = [name for name in pictures if name in text]
    added = [replace_files.Change(folder / name, pictures[name], None) for name in shown]
    slots = [change for change in (new.change(SLOTS),) if change]
    changed = [*added, *new.changes(), *slots, *of_vault]
    kept = placing.copy_of(content.folder)
    try:
        with atomic_write.writing(kept):
            kept.mkdir(mode=0o700)
            for change in changed:
                if change.old is not None:
                    shutil.copy2(change.path, kept / change.path.name)
            if shown:
                folder.mkdir(exist_ok=True)
        replace_files.replace(changed)
    except BaseException:
        if all(replace_files.content(change.path) == change.old for change in changed):
            shutil.rmtree(kept, ignore_errors=True)
        raise
    return kept
