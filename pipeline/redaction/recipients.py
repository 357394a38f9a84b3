"""Recipients of a dossier's vault: public keys listed, added, removed, rotated.

A vault is encrypted anew before the list is written: an interruption in between is mended by
running the command again. What was encrypted before can still be opened with the keys of then.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from pipeline.content import replace_files
from pipeline.core.errors import Problem, Where, shown_path
from pipeline.redaction import vault
from pipeline.redaction.vault import VaultError

_HEAD = "# Who can open withheld.age: one age public key (age1...) per line.\n"


def begin(folder: Path, keys: Sequence[str], new_key: Path | None) -> str | None:
    """Write the first list of recipients; return the public half of the key that was made.

    Args:
        folder: the dossier's folder.
        keys: public keys.
        new_key: file for a new key of one's own; must not exist.

    Raises:
        VaultError: there is a list or a vault already, or a key cannot be used or written.
    """
    with replace_files.locked(folder):
        path = folder / vault.RECIPIENTS
        if path.exists() or vault.exists(folder):
            hint = "change it with: dossier vault recipients"
            raise _error(shown_path(path), "recipients-exist", "the vault has been begun", hint)
        public = _generated(folder, keys, new_key)
        made = (public,) if public else ()
        listed = tuple(dict.fromkeys((*keys, *made)))
        vault.check_recipients(folder, listed)
        text = _HEAD + "".join(f"{key}\n" for key in listed)
        replace_files.replace([replace_files.Change(path, text.encode(), None)])
        return public


def change(
    folder: Path, add: Sequence[str], remove: Sequence[str], key_file: Path | None
) -> tuple[str, ...]:
    """Change the list of recipients and encrypt the vault to the new one; return the new list.

    Args:
        folder: the dossier's folder.
        add: public keys.
        remove: public keys; each must be in the list.
        key_file: opens the vault; not needed while there is none.

    Raises:
        VaultError: the vault or a key cannot be used, or nobody would be left.
    """
    with replace_files.locked(folder):
        return _changed(folder, add, remove, vault.held(folder, key_file))


def rotate(
    folder: Path, key_file: Path, keys: Sequence[str], new_key: Path | None
) -> tuple[str | None, tuple[str, ...]]:
    """Put other keys in the place of one's own and encrypt the vault to the new list.

    Returns:
        The public half of the key that was made, if one was, and the new list.

    Raises:
        VaultError: the vault or a key cannot be used, or a new key file cannot be written.
    """
    with replace_files.locked(folder):
        held = vault.held(folder, key_file)
        mine, listed = vault.public_keys(key_file), vault.recipients(folder)
        public = _generated(folder, keys, new_key)
        add = [*keys, *([public] if public else [])]
        remove = [key for key in mine if key in listed and key not in add]
        return public, _changed(folder, add, remove, held)


def _changed(
    folder: Path, add: Sequence[str], remove: Sequence[str], held: vault.Contents
) -> tuple[str, ...]:
    path = folder / vault.RECIPIENTS
    before = vault.recipients(folder)
    if unknown := [key for key in remove if key not in before]:
        message = f"{len(unknown)} of the keys to remove are not in the list"
        hint = "list them with: dossier vault recipients"
        raise _error(shown_path(path), "unknown-recipient", message, hint)
    added = [key for key in dict.fromkeys(add) if key not in before]
    after = (*(key for key in before if key not in remove), *added)
    vault.check_recipients(folder, after)
    old = replace_files.content(path) or b""
    lines = old.decode("utf-8").splitlines()
    lines = [line for line in lines if vault.listed(line) not in remove]
    text = "".join(f"{line}\n" for line in [*lines, *added])
    changes = [vault.change(folder, held, after)] if vault.exists(folder) else []
    if text.encode() != old:
        changes.append(replace_files.Change(path, text.encode(), old))
    replace_files.replace(changes)
    return after


def _generated(folder: Path, keys: Sequence[str], new_key: Path | None) -> str | None:
    """Make a key once all else is known to be in order."""
    if keys:
        vault.check_recipients(folder, keys)
    if new_key is None:
        return None
    if Path(os.path.realpath(new_key)).is_relative_to(os.path.realpath(folder)):
        message = "a secret key must not lie in the dossier's folder"
        hint = "give a file in a folder of your own, for example ~/.config/dossier/key.txt"
        raise _error(shown_path(new_key), "key-in-dossier", message, hint)
    return vault.generate(new_key)


def _error(file: str, code: str, message: str, hint: str) -> VaultError:
    return VaultError(Problem(Where(file), code, message, hint))
