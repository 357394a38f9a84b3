"""Vault: a dossier's withheld values in one age file, ``withheld.age``; its keys and recipients.

The plain text is JSON, ``{"version": 1, "values": {slot: words}}``, and as many spaces as make its
size a power of two: the size of the file tells nothing of the values until all of them together
pass the smallest bucket. (It varies by some bytes all the same: age adds noise to its header.) A
value that reads differently from how it was typed may also stand under ``written``, so that its
release gives back what was typed. The plain text exists in memory only; keys come from files, and
no message quotes a value, a key or the words of a library.

``recipients.txt`` beside the vault lists who can read it, one age public key (age1…) per line.

Guarantees: G18, G19.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pyrage as _pyrage  # type: ignore[import-untyped]

from pipeline.content import inline_rules, replace_files
from pipeline.content.secret import Secret
from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, Problem, Where, shown_path

pyrage: Any = _pyrage  # it has no types

NAME = "withheld.age"
RECIPIENTS = "recipients.txt"
#: Form of the encrypted file; another one is refused.
VERSION = 1
#: Smallest plain text in bytes: one value of 20,000 characters of any script fits.
BUCKET = 128 * 1024

#: Bytes of a list of keys; a larger file is none.
_LARGEST_LIST = 1_000_000
_ID = re.compile(inline_rules.ID)
_SECTIONS = {"version", "values", "written"}


class VaultError(ContentError):
    """The vault, its recipients or a key cannot be used. Names ids and files only."""


@dataclass(frozen=True)
class Contents:
    """Decrypted contents of a vault.

    Attributes:
        values: words by slot id.
        written: as typed in the content file, for those that are typed differently.
    """

    values: Mapping[str, Secret] = field(default_factory=dict)
    written: Mapping[str, Secret] = field(default_factory=dict)


def _error(where: Where, code: str, message: str, hint: str) -> VaultError:
    return VaultError(Problem(where, code, message, hint))


def exists(folder: Path) -> bool:
    """Tell whether a dossier has a vault."""
    return (folder / NAME).exists()


def read(folder: Path, key_file: Path) -> dict[str, Secret]:
    """Return the values of a dossier's vault by slot id.

    Raises:
        VaultError: no-vault, wrong-key, bad-vault or bad-key-file.
    """
    return dict(open_(folder, key_file).values)


def held_ids(folder: Path, key_file: Path) -> frozenset[str]:
    """Return the slots that have a value.

    Raises:
        VaultError: as ``read``.
    """
    return frozenset(open_(folder, key_file).values)


def open_(folder: Path, key_file: Path) -> Contents:
    """Return all that a dossier's vault holds.

    Raises:
        VaultError: as ``read``.
    """
    path = folder / NAME
    where = Where(shown_path(path))
    if not path.is_file():
        hint = "mark a text as [[ground: words]] and run: dossier seal"
        raise _error(where, "no-vault", "the dossier has no vault", hint)
    keys = _identities(key_file)
    plain, said = _decrypted(atomic_write.read(path), keys)
    if plain is None:
        if said == "No matching keys found":
            hint = "give the file of a key whose public half is in recipients.txt: --key FILE"
            raise _error(where, "wrong-key", "this key does not open the vault", hint)
        hint = "take the file from a copy that is known to be good"
        raise _error(where, "bad-vault", "the vault is damaged or was tampered with", hint)
    return _contents(plain, where)


def held(folder: Path, key_file: Path | None) -> Contents:
    """Return the contents that the next vault takes over: none, and no key needed, without a vault.

    Raises:
        VaultError: no-key, or as ``read``.
    """
    if not exists(folder):
        return Contents()
    if key_file is None:
        where = Where(shown_path(folder / NAME))
        message = "the dossier has a vault; to change it, its key is needed"
        raise _error(where, "no-key", message, "give the file of the key: --key FILE")
    return open_(folder, key_file)


def _decrypted(data: bytes, keys: Sequence[Any]) -> tuple[bytes | None, str]:
    """Return the plain text, or None and the library's words, which are for ``open_`` alone."""
    try:
        return pyrage.decrypt(data, keys), ""
    except pyrage.DecryptError as error:
        return None, str(error)


def _contents(plain: bytes, where: Where) -> Contents:
    """Check a plain text; a vault can be written by whoever knows a recipient, so trust nothing."""
    doubled: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        doubled.extend(name for name in names if names.count(name) > 1)
        return dict(pairs)

    data: object = None
    try:
        data = json.loads(plain.decode("utf-8"), object_pairs_hook=once)
    except (ValueError, RecursionError):
        doubled.clear()
    hint = "take the file from a copy that is known to be good"
    if doubled:
        named = f"slot '{doubled[0]}'" if _ID.fullmatch(doubled[0]) else "a name"
        raise _error(where, "bad-vault", f"the vault holds {named} twice", hint)
    sections = cast("dict[str, object]", data) if isinstance(data, dict) else {}
    if sections.get("version") != VERSION or not sections.keys() <= _SECTIONS:
        raise _error(where, "bad-vault", "this is not a vault of this version", hint)
    parts = [_secrets(sections.get(name, {})) for name in ("values", "written")]
    if parts[0] is None or parts[1] is None or not parts[1].keys() <= parts[0].keys():
        raise _error(where, "bad-vault", "the vault holds what is no value of a slot", hint)
    return Contents(parts[0], parts[1])


def _secrets(section: object) -> dict[str, Secret] | None:
    if not isinstance(section, dict):
        return None
    out: dict[str, Secret] = {}
    for slot, words in cast("dict[str, object]", section).items():
        if not _ID.fullmatch(slot) or not isinstance(words, str):
            return None
        out[slot] = Secret(words)
    return out


def write(folder: Path, values: Mapping[str, Secret], recipients: Sequence[str]) -> None:
    """Write a vault in place of the one there is.

    Raises:
        VaultError: no-recipients or bad-recipient.
        ContentError: the disk refused; the old vault is as it was.
    """
    replace_files.replace([change(folder, Contents(values), recipients)])


def change(folder: Path, contents: Contents, recipients: Sequence[str]) -> replace_files.Change:
    """Return the vault's next file, encrypted, for a caller that changes other files with it.

    Raises:
        VaultError: no-recipients or bad-recipient.
    """
    path = folder / NAME
    keys = check_recipients(folder, recipients)
    sealed = pyrage.encrypt(_plain(contents), keys, armored=True)
    return replace_files.Change(path, sealed, replace_files.content(path), 0o600, private=True)


def _plain(contents: Contents) -> bytes:
    data: dict[str, object] = {"version": VERSION, "values": _opened(contents.values)}
    if contents.written:
        data["written"] = _opened(contents.written)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    plain = text.encode("utf-8")
    return plain.ljust(max(BUCKET, 1 << (len(plain) - 1).bit_length()))


def _opened(secrets: Mapping[str, Secret]) -> dict[str, str]:
    return {slot: secret.reveal() for slot, secret in secrets.items()}


def recipients(folder: Path) -> tuple[str, ...]:
    """Return the public keys that the next vault is encrypted to, each once.

    Raises:
        VaultError: no-recipients or bad-recipient.
    """
    path = folder / RECIPIENTS
    found: dict[str, None] = {}
    for number, line in enumerate(_lines(path), start=1):
        if text := listed(line):
            _recipient(text, Where(shown_path(path), number, 1))
            found[text] = None
    if not found:
        raise _no_recipients(folder)
    return tuple(found)


def check_recipients(folder: Path, recipients: Sequence[str]) -> list[Any]:
    """Return public keys as the library wants them.

    Raises:
        VaultError: no-recipients or bad-recipient.
    """
    if not recipients:
        raise _no_recipients(folder)
    where = Where(shown_path(folder / RECIPIENTS))
    return [_recipient(text, where) for text in recipients]


def listed(line: str) -> str:
    """Return a line of a list of keys without its comment."""
    return line.split("#", 1)[0].strip()


def _lines(path: Path) -> list[str]:
    try:
        return atomic_write.read(path, _LARGEST_LIST).decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _no_recipients(folder: Path) -> VaultError:
    where = Where(shown_path(folder / RECIPIENTS))
    message = "there is no public key to encrypt the vault to"
    return _error(where, "no-recipients", message, "begin with: dossier vault init --help")


def _recipient(text: str, where: Where) -> Any:
    key: Any = None
    if text.startswith("age1"):
        try:
            key = pyrage.x25519.Recipient.from_str(text)
        except pyrage.RecipientError:
            key = None
    if key is None:
        hint = "a public key begins with age1; copy it whole from its owner's key file"
        raise _error(where, "bad-recipient", "this is not an X25519 public key of age", hint)
    return key


def _identities(key_file: Path) -> list[Any]:
    shown = shown_path(key_file)
    hint = "give a file as age-keygen or 'dossier vault init --generate' writes it"
    keys: list[Any] = []
    for number, line in enumerate(_lines(key_file), start=1):
        if not (text := listed(line)):
            continue
        try:
            keys.append(pyrage.x25519.Identity.from_str(text))
        except pyrage.IdentityError:
            keys.append(None)
        if keys[-1] is None:
            where = Where(shown, number, 1)
            raise _error(where, "bad-key-file", "this line is not an age secret key", hint)
    if not keys:
        raise _error(Where(shown), "bad-key-file", "no key could be read from this file", hint)
    return keys


def public_keys(key_file: Path) -> tuple[str, ...]:
    """Return the public halves of a file's keys.

    Raises:
        VaultError: bad-key-file.
    """
    return tuple(str(key.to_public()) for key in _identities(key_file))


def exposed_key(key_file: Path) -> Problem | None:
    """Return a warning if others than its owner can read a key file (or write it)."""
    if not key_file.exists() or not key_file.stat().st_mode & 0o077:
        return None
    where = Where(shown_path(key_file))
    message = "others than its owner can read this key file"
    return Problem(where, "exposed-key", message, f"chmod 600 {where}")


def generate(key_file: Path) -> str:
    """Write a new key file that its owner alone can read; return the public half.

    Raises:
        VaultError: key-file-exists; a key is never overwritten.
        WriteError: the system refused.
    """
    key = pyrage.x25519.Identity.generate()
    public = str(key.to_public())
    try:
        with atomic_write.writing(key_file.parent):
            key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_files.write_private(key_file, f"# public key: {public}\n{key}\n".encode())
        atomic_write.sync(key_file.parent)
    except FileExistsError:
        where = Where(shown_path(key_file))
        message = "there is a file of this name; a key is never overwritten"
        raise _error(where, "key-file-exists", message, "give another name") from None
    except OSError as error:
        raise atomic_write.cannot_write(key_file, error) from None
    return public


def check(folder: Path, key_file: Path, declared: Iterable[str]) -> tuple[Problem, ...]:
    """Compare the slots that have a value with those that are declared.

    ``slot-not-held`` is for information: a dossier need not hold what it withholds.

    Raises:
        VaultError: as ``read``.
    """
    held, known = held_ids(folder, key_file), frozenset(declared)
    where = Where(shown_path(folder / NAME))
    extra = [
        Problem(
            where,
            "slot-not-declared",
            f"the vault holds slot '{slot}', which redactions.yaml does not declare",
            "run the interrupted 'dossier seal' or 'dossier release' again, or declare it",
        )
        for slot in sorted(held - known)
    ]
    missing = [
        Problem(where, "slot-not-held", f"slot '{slot}' has no value", "none is needed to publish")
        for slot in sorted(known - held)
    ]
    return (*extra, *missing)
