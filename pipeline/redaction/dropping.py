"""Slots that stand nowhere any more: removal of their declarations and of their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.content import replace_files
from pipeline.content.model.walk import slots_in
from pipeline.content.secret import Secret
from pipeline.content.yaml_letters import NotEditableError
from pipeline.core.errors import Where
from pipeline.redaction import vault
from pipeline.redaction.yaml_edit import declarations, edited_files
from pipeline.redaction.yaml_edit.edited_files import SLOTS, Content


def used(content: Content) -> frozenset[str]:
    """Return the slots that stand in the texts of a dossier, or within one that does."""
    found = {slot for _, model in content.source.models() for _, slot, _ in slots_in(model)}
    declared = content.source.redactions.slots
    todo = [*found]
    while todo:
        inner = [slot for slot in declared[todo.pop()].holds if slot not in found]
        found.update(inner)
        todo += inner
    return frozenset(found)


def dropped(
    content: Content, slots: Iterable[str], key_file: Path | None
) -> tuple[Content, list[replace_files.Change]]:
    """Return a dossier without some declarations, and its vault without their values.

    Args:
        content: a dossier in whose texts the slots do not stand.
        slots: their ids.
        key_file: of the vault, which is opened if there is one.

    Raises:
        VaultError: no-key, or the vault cannot be used.
        ContentError: redactions.yaml cannot be edited.
    """
    gone = sorted(slots)
    if not gone:
        return content, []
    for slot in gone:
        try:
            text = declarations.without_slot(content.texts[SLOTS], slot)
        except NotEditableError:
            raise edited_files.not_editable(Where(content.shown(SLOTS), 1, 1)) from None
        content = content.edited({SLOTS: text})
    if not vault.exists(content.folder):
        return content, []
    held = vault.held(content.folder, key_file)
    contents = vault.Contents(_without(held.values, gone), _without(held.written, gone))
    return content, [vault.change(content.folder, contents, vault.recipients(content.folder))]


def _without(secrets: Mapping[str, Secret], slots: Iterable[str]) -> dict[str, Secret]:
    left = set(slots)
    return {name: secret for name, secret in secrets.items() if name not in left}
