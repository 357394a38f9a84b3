"""Release of a slot: its value is put back as public text.

The text is written first, then redactions.yaml, then the vault: words are public text before they
leave the vault. After an interruption at any point, the command is run again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.content import characters, markup, replace_files
from pipeline.content.model.walk import nested, slots_in
from pipeline.content.secret import Secret
from pipeline.content.yaml_letters import NotEditableError
from pipeline.content.yaml_positions import Path as Place
from pipeline.core.errors import ContentError, Problem, Where
from pipeline.core.matching import Needle
from pipeline.redaction import text_parts, vault, word_search
from pipeline.redaction.sealing import hold
from pipeline.redaction.yaml_edit import declarations, edited_files, restore
from pipeline.redaction.yaml_edit.edited_files import SLOTS, Content


def release(folder: Path, slot: str, key_file: Path) -> Where | None:
    """Put the value of a slot back where it stands, as public text, and forget the slot.

    Returns:
        The place of the value; None if an interrupted run had put it back already.

    Raises:
        VaultError: the vault cannot be used.
        ContentError: there is no such slot, it has no value, or its value cannot stand in its
            place. Nothing was changed.
    """
    with replace_files.locked(folder):
        content = edited_files.read(folder)
        held = vault.open_(folder, key_file)
        declared = content.source.redactions.slots
        if slot not in declared and slot not in held.values:
            raise _refusal(content, "no-slot", "the dossier has no such slot", "dossier redactions")
        if slot not in held.values:
            message = f"slot '{slot}' has no value that could be put back"
            raise _refusal(content, "slot-not-held", message, "edit the text by hand")
        _require_outermost(content, slot)
        where, edited = None, content
        if use := _use(content, slot):
            edited, where = _released(content, use, held)
        elif part := _part(content, slot):
            value, typed = held.values[slot].reveal(), held.written.get(slot)
            put_back = text_parts.put_back if content.is_markdown(*part) else restore.part
            edited, where = put_back(content, *part, value, typed.reveal() if typed else None)
        else:
            _require_public(content, slot, held.values[slot])
        if slot in declared:
            edited = _undeclared(edited, slot)
        contents = vault.Contents(_without(held.values, slot), _without(held.written, slot))
        recipients = vault.recipients(folder)
        slots = filter(None, [edited.change(SLOTS)])
        files = [*edited.changes(), *slots, vault.change(folder, contents, recipients)]
        replace_files.replace(files, replace_files.RELEASING + slot)
        return where


def _refusal(content: Content, code: str, message: str, hint: str) -> ContentError:
    return ContentError(Problem(Where(content.shown(SLOTS)), code, message, hint))


def _require_outermost(content: Content, slot: str) -> None:
    """Refuse to release a slot inside a withheld part: what is around it comes back first."""
    source = content.source
    used = [name for _, model in content.enclosed() for _, name, _ in slots_in(model)]
    for outer, inner, _ in nested(used, source.redactions.slots):
        if inner == slot:
            message = f"slot '{slot}' stands inside the part that slot '{outer}' withholds"
            hint = f"release '{outer}' first; '{slot}' stays withheld in it until you release it"
            raise _refusal(content, "slot-inside", message, hint)


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


def _part(content: Content, slot: str) -> tuple[str, Place] | None:
    """Return the file and the path of what stands for a whole part."""
    for name, model in content.enclosed():
        for path, used, _ in slots_in(model):
            if used == slot and path[-1] in {"withheld", "slot"}:
                return name, path[:-1]
    return None


def _require_public(content: Content, slot: str, secret: Secret) -> None:
    """Refuse to drop the value of a slot that stands nowhere, unless its words are public text."""
    value = secret.reveal()
    needle = Needle(slot, value, content.source.dossier.language)
    public = restore.stands(content, value) or any(word_search.Search(content).hits((needle,)))
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
        raise edited_files.not_editable(where) from None
    words = characters.SPACE.sub(" ", held.values[use.slot].reveal())
    wanted = [restore.opened(part, use.slot, words) for part in use.text]
    written = held.written.get(use.slot)
    typed = written.reveal() if written else None
    for text in restore.candidates(layout.text, scalar, (start, end), words, typed):
        edited = content.edited({use.file: text})
        if edited_files.reads_as_wanted(content, edited, {(use.file, use.path): wanted}):
            return edited, content.where(use.file, start)
    raise edited_files.not_editable(where)


def _undeclared(content: Content, slot: str) -> Content:
    try:
        text = declarations.without_slot(content.texts[SLOTS], slot)
    except NotEditableError:
        raise edited_files.not_editable(Where(content.shown(SLOTS), 1, 1)) from None
    edited = content.edited({SLOTS: text})
    slots = content.source.redactions.slots
    hold(edited, {name: given for name, given in slots.items() if name != slot})
    return edited
