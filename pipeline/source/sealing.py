"""Move marked words and parts into the vault, and put a slot's value back as public text.

An interruption at any point loses no value and can be mended by running the command again:

* ``seal`` writes the vault first, then redactions.yaml, then the texts: a value is in the vault
  before it leaves a text. A slot that an interrupted run made is found again by its value.
* ``release`` writes the text first, then redactions.yaml, then the vault: words are public text
  before they leave the vault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.diagnostics import ContentError, Problem, Where
from pipeline.matching import Matcher, Needle
from pipeline.source import (
    characters,
    declarations,
    editing,
    load,
    marks,
    markup,
    repeats,
    restoring,
    sought,
    vault,
    writing,
)
from pipeline.source.editing import COVER, DECK, SLOTS, Content
from pipeline.source.marks import Mark
from pipeline.source.media import Image
from pipeline.source.model import SlotDeclaration
from pipeline.source.positions import Path as Place
from pipeline.source.scalars import NotEditableError
from pipeline.source.walk import slots_in
from pipeline.source.withheld import Secret

_NUMBERED = re.compile(r"r([1-9][0-9]*)")


@dataclass(frozen=True)
class Sealed:
    """A text or a part that was moved: its place before, its slot, its ground."""

    where: Where
    slot: str
    ground: str


@dataclass(frozen=True)
class Repeat:
    """A place where the words of a slot still stand, unmarked."""

    where: Where
    slot: str


@dataclass(frozen=True)
class Sealing:
    """What ``seal`` did; places of repeats are those in the files as they are now."""

    sealed: tuple[Sealed, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    recipients: int = 0


def seal(folder: Path, key_file: Path | None) -> Sealing:
    """Move all marked words and parts of a dossier into its vault.

    Args:
        folder: the dossier's folder.
        key_file: needed if there is a vault already.

    Raises:
        VaultError: the vault or the list of recipients cannot be used, or a key is needed.
        ContentError: the dossier has problems, or a text or a part cannot be moved. Nothing was
            changed.
    """
    with writing.locked(folder):
        content = editing.read(folder)
        found = _marks(content)
        if not found:
            writing.finished(folder)
            return Sealing()
        held = vault.held(folder, key_file)
        recipients = vault.recipients(folder)
        slots = _assigned(content, held, found)
        edited = _sealed(content, found, slots)
        secrets = {slot: mark.secret for mark, slot in zip(found, slots, strict=True)}
        written = {
            slot: mark.written for mark, slot in zip(found, slots, strict=True) if mark.written
        }
        kept = {slot: held.written[slot] for slot in held.written if slot not in secrets}
        contents = vault.Contents({**held.values, **secrets}, {**kept, **written})
        yaml = [edited.change(name) for name in (SLOTS, COVER, DECK)]
        files = [vault.change(folder, contents, recipients), *filter(None, yaml)]
        writing.replace(files, writing.SEALING)
        return Sealing(
            tuple(
                Sealed(content.where(mark.file, mark.start), slot, mark.ground)
                for mark, slot in zip(found, slots, strict=True)
            ),
            _repeats(edited, zip(found, slots, strict=True)),
            len(recipients),
        )


def as_sealed(folder: Path, pictures: Mapping[str, Image]) -> load.Source:
    """Return a dossier as ``seal`` would leave it; nothing is written, and no vault is needed.

    Args:
        folder: the dossier's folder.
        pictures: the dossier's, which stay as they are.

    Raises:
        ContentError: the dossier has problems, or a text or a part could not be moved.
    """
    content = editing.read(folder)
    found = _marks(content)
    slots = _assigned(content, vault.Contents({}, {}), found)
    return replace(_sealed(content, found, slots).source, media=pictures)


def _repeats(edited: Content, pairs: Iterable[tuple[Mark, str]]) -> tuple[Repeat, ...]:
    search = repeats.Search(edited)
    found = (
        Repeat(hit.where, slot)
        for mark, slot in pairs
        for hit in search.hits(_needles(mark, slot, edited))
    )
    return tuple(dict.fromkeys(found))


def _needles(mark: Mark, slot: str, content: Content) -> tuple[Needle, ...]:
    return tuple(
        sought.of_value(
            slot,
            mark.secret.reveal(),
            is_part=mark.tree is not None,
            is_name=mark.ground == sought.PERSONAL,
            language=content.source.dossier.language,
        )
    )


def _marks(content: Content) -> list[Mark]:
    found = list(marks.whole(content))
    for name, path, text in content.rich():
        for part in text:
            if isinstance(part, markup.Unsealed):
                try:
                    found.append(_mark(content, name, path, part))
                except NotEditableError:
                    where = content.source.documents[name].where(path)
                    raise editing.not_editable(where) from None
    _require_words(content, found)
    return sorted(found, key=lambda mark: (mark.file, mark.start))


def _require_words(content: Content, found: Iterable[Mark]) -> None:
    """Refuse to seal what no search could find again: signs alone, in a text or a whole part."""
    problems = [
        Problem(
            content.where(mark.file, mark.start),
            "nothing-to-withhold",
            "what is marked has no letter and no digit",
            "mark words or a number; a sign alone stands in every file, and no search can tell "
            "where it got out",
        )
        for mark in found
        if not Matcher(mark.secret.reveal()).is_searchable
    ]
    if problems:
        raise ContentError(*problems)


def _mark(content: Content, name: str, path: Place, part: markup.Unsealed) -> Mark:
    layout = content.layouts[name]
    scalar = layout.values[path]
    typed_mark = markup.UNSEALED.match(scalar.folded, part.offset)
    words = part.secret.reveal()
    if typed_mark is None or characters.folded(typed_mark[2]) != characters.folded(words):
        raise NotEditableError
    begin, behind = typed_mark.start(2), typed_mark.end()
    start, end = scalar.stretch(part.offset, behind)
    written = words
    if words.strip():
        first, _ = scalar.stretch(begin, begin + 1)
        last, _ = scalar.stretch(behind - len("]]"), behind)
        written = layout.text[first:last]
    typed = Secret(written) if written != words else None
    return Mark(name, path, start, end, part.ground, part.secret, typed)


def _assigned(content: Content, held: vault.Contents, found: list[Mark]) -> list[str]:
    """Return a slot for each mark: one of an interrupted run with its value, else the next."""
    declared = content.source.redactions.slots
    used = {
        slot
        for model in (content.source.dossier, content.source.presentation)
        for _, slot, _ in slots_in(model)
    }
    spare = [slot for slot in held.values if slot not in used]
    numbers = [
        int(match[1])
        for slot in {*held.values, *declared, *used}
        if (match := _NUMBERED.fullmatch(slot))
    ]
    following = max(numbers, default=0) + 1
    out: list[str] = []
    for mark in found:
        wanted, words = _declaration(mark.ground), mark.secret.reveal()
        for slot in spare:
            if held.values[slot].reveal() == words and declared.get(slot, wanted) == wanted:
                spare.remove(slot)
                out.append(slot)
                break
        else:
            out.append(f"r{following}")
            following += 1
    return out


def _declaration(ground: str) -> SlotDeclaration:
    return SlotDeclaration.model_validate({"grounds": [ground]})


def _sealed(content: Content, found: list[Mark], slots: list[str]) -> Content:
    """Return the dossier after sealing, compared with what it was.

    Raises:
        ContentError: it would not read the same, or have a problem.
    """
    pairs = list(zip(found, slots, strict=True))
    texts = dict(content.texts)
    for mark, slot in reversed(pairs):
        raw = texts[mark.file]
        texts[mark.file] = raw[: mark.start] + mark.stand_in(slot) + raw[mark.end :]
    declared = content.source.redactions.slots
    new = {slot: mark.ground for mark, slot in pairs if slot not in declared}
    try:
        if new:
            texts[SLOTS] = declarations.with_slots(texts[SLOTS], new)
    except NotEditableError:
        raise editing.not_editable(Where(content.shown(SLOTS), 1, 1)) from None
    after = {**declared, **{slot: _declaration(ground) for slot, ground in new.items()}}
    edited = content.edited(texts)
    parts: editing.Parts = {
        (mark.file, mark.path): {key: one or slot for key, one in mark.tree.items()}
        for mark, slot in pairs
        if mark.tree
    }
    if not editing.reads_as_wanted(content, edited, _wanted(content, pairs), parts):
        raise editing.not_editable(content.where(found[0].file, found[0].start))
    _hold(edited, after)
    return edited


def _wanted(content: Content, pairs: list[tuple[Mark, str]]) -> editing.Wanted:
    """Return the texts whose words were sealed, with slots in the place of marks."""
    named: dict[tuple[str, Place], list[str]] = {}
    for mark, slot in pairs:
        named.setdefault((mark.file, mark.path), []).append(slot)
    wanted: dict[tuple[str, Place], editing.Text] = {}
    for name, path, text in content.rich():
        names = iter(named.get((name, path), ()))
        if (name, path) in named:
            wanted[name, path] = [
                markup.Slot(next(names)) if isinstance(part, markup.Unsealed) else part
                for part in text
            ]
    return wanted


def _hold(edited: Content, slots: Mapping[str, SlotDeclaration]) -> None:
    """Refuse an edit after which the dossier has problems, or other slots than wanted."""
    same = False
    try:
        same = edited.source.redactions.slots == slots
    except NotEditableError:
        same = False
    if not same:
        raise editing.not_editable(Where(edited.shown(SLOTS), 1, 1))


def release(folder: Path, slot: str, key_file: Path) -> Where | None:
    """Put the value of a slot back where it stands, as public text, and forget the slot.

    Returns:
        The place of the value; None if an interrupted run had put it back already.

    Raises:
        VaultError: the vault cannot be used.
        ContentError: there is no such slot, it has no value, or its value cannot stand in its
            place. Nothing was changed.
    """
    with writing.locked(folder):
        content = editing.read(folder)
        held = vault.open_(folder, key_file)
        declared = content.source.redactions.slots
        if slot not in declared and slot not in held.values:
            raise _refusal(content, "no-slot", "the dossier has no such slot", "dossier redactions")
        if slot not in held.values:
            message = f"slot '{slot}' has no value that could be put back"
            raise _refusal(content, "slot-not-held", message, "edit the text by hand")
        where, edited = None, content
        if use := _use(content, slot):
            edited, where = _released(content, use, held)
        elif part := _part(content, slot):
            value, typed = held.values[slot].reveal(), held.written.get(slot)
            edited, where = restoring.part(content, part, value, typed.reveal() if typed else None)
        else:
            _require_public(content, slot, held.values[slot])
        if slot in declared:
            edited = _undeclared(edited, slot)
        contents = vault.Contents(_without(held.values, slot), _without(held.written, slot))
        yaml = filter(None, [edited.change(name) for name in (COVER, DECK, SLOTS)])
        recipients = vault.recipients(folder)
        files = [*yaml, vault.change(folder, contents, recipients)]
        writing.replace(files, writing.RELEASING + slot)
        return where


def _refusal(content: Content, code: str, message: str, hint: str) -> ContentError:
    return ContentError(Problem(Where(content.shown(SLOTS)), code, message, hint))


def _without(secrets: Mapping[str, Secret], slot: str) -> dict[str, Secret]:
    return {name: secret for name, secret in secrets.items() if name != slot}


@dataclass(frozen=True)
class _Use:
    """Where a slot stands in a running text."""

    slot: str
    file: str
    path: Place
    text: markup.Rich
    offset: int


def _use(content: Content, slot: str) -> _Use | None:
    for name, path, text in content.rich():
        for part in text:
            if isinstance(part, markup.Slot) and part.id == slot:
                return _Use(slot, name, path, text, part.offset)
            if isinstance(part, markup.Words) and part.href_slot == slot:
                folded = content.layouts[name].values[path].folded
                return _Use(slot, name, path, text, folded.find(f"([[{slot}]])") + 1)
    return None


def _part(content: Content, slot: str) -> Place | None:
    """Return the path of the mapping that stands for a whole part."""
    for path, used, _ in slots_in(content.source.presentation):
        if used == slot and path[-1] in {"withheld", "slot"}:
            return path[:-1]
    return None


def _require_public(content: Content, slot: str, secret: Secret) -> None:
    """Refuse to drop the value of a slot that stands nowhere, unless its words are public text."""
    value = secret.reveal()
    needle = Needle(slot, value, content.source.dossier.language)
    public = restoring.stands(content, value) or any(repeats.Search(content).hits((needle,)))
    if any(content.source.unsealed()) or not public:
        message = f"slot '{slot}' is not used in the text"
        hint = f"write [[{slot}]] where the words were; or run an interrupted 'dossier seal' again"
        raise _refusal(content, "unused-slot", message, hint)


def _released(content: Content, use: _Use, held: vault.Contents) -> tuple[Content, Where]:
    layout = content.layouts[use.file]
    scalar = layout.values[use.path]
    where = content.source.documents[use.file].where(use.path)
    try:
        start, end = scalar.stretch(use.offset, use.offset + len(f"[[{use.slot}]]"))
    except NotEditableError:
        raise editing.not_editable(where) from None
    words = characters.SPACE.sub(" ", held.values[use.slot].reveal())
    wanted = [restoring.opened(part, use.slot, words) for part in use.text]
    written = held.written.get(use.slot)
    typed = written.reveal() if written else None
    for text in restoring.candidates(layout.text, scalar, (start, end), words, typed):
        edited = content.edited({use.file: text})
        if editing.reads_as_wanted(content, edited, {(use.file, use.path): wanted}):
            return edited, content.where(use.file, start)
    raise editing.not_editable(where)


def _undeclared(content: Content, slot: str) -> Content:
    try:
        text = declarations.without_slot(content.texts[SLOTS], slot)
    except NotEditableError:
        raise editing.not_editable(Where(content.shown(SLOTS), 1, 1)) from None
    edited = content.edited({SLOTS: text})
    slots = content.source.redactions.slots
    _hold(edited, {name: given for name, given in slots.items() if name != slot})
    return edited
