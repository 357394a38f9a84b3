"""Commands ``vault init``, ``recipients``, ``rotate`` and ``check``: who can open the vault."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from pipeline.cli.reviewer import (
    LAYOUT,
    add_command,
    dossier_folder,
    given_key,
    needed_key,
    readers_text,
)
from pipeline.cli.shared import add_key, say
from pipeline.core.errors import ContentError, Problem, Where

_VAULT = """\
The vault of a dossier is the file withheld.age: what is withheld, encrypted with age. The public
keys of those who can open it stand in recipients.txt beside it. To begin:

  dossier vault init content/x --generate ~/.config/dossier/key.txt

makes a key of your own. Keep that file to yourself, and keep a copy: without it nobody can read
the words again. To let a colleague read them, ask for the line that begins with age1.
"""


_ROTATE = """\
Put a new key in the place of yours and encrypt the vault anew. Copies of the old vault, in
backups or in the history of the project, can still be opened with the old key.
"""


def add(commands: Any) -> None:
    """Add the command to the parser."""
    vault = commands.add_parser(
        "vault",
        help="say who can read what is withheld",
        description=_VAULT,
        formatter_class=LAYOUT,
    )
    _add_vault(vault.add_subparsers(dest="action", required=True, metavar="ACTION"))


def _add_vault(actions: Any) -> None:
    init = add_command(actions, "init", "say who can read it, for the first time", _VAULT, _init)
    _with_new_keys(init)
    change = add_command(
        actions,
        "recipients",
        "list who can read it; add or remove readers",
        "Print the public keys in recipients.txt; with --add or --remove, change the list and "
        "encrypt the vault anew.",
        _recipients,
    )
    for option in ("--add", "--remove"):
        change.add_argument(
            option, action="append", default=[], metavar="age1…", help="a public key; repeatable"
        )
    add_key(change, "your secret key")
    rotate = add_command(actions, "rotate", "replace your key by a new one", _ROTATE, _rotate)
    _with_new_keys(rotate)
    add_key(rotate, "your secret key")
    check = add_command(
        actions,
        "check",
        "open it and compare it with redactions.yaml",
        "Open the vault and compare the slots that it holds with those in redactions.yaml.",
        _check,
    )
    add_key(check, "your secret key")


def _with_new_keys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--recipient",
        action="append",
        default=[],
        metavar="age1…",
        help="a public key that can read the vault; repeatable",
    )
    parser.add_argument(
        "--generate",
        type=Path,
        metavar="KEYFILE",
        help="make a new key, write it to this file, and let it read the vault",
    )


def _init(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import recipients  # noqa: PLC0415 - heavy

    folder = dossier_folder(arguments)
    _say_new_key(recipients.begin(folder, arguments.recipient, arguments.generate))
    say("written: recipients.txt; mark words as [[ground: words]] and run: dossier seal")
    return 0


def _say_new_key(public: str | None) -> None:
    if public is not None:
        say("the new key's public half, to be given to colleagues:")
        print(public)


def _recipients(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import recipients, vault  # noqa: PLC0415 - heavy

    folder = dossier_folder(arguments)
    if arguments.add or arguments.remove:
        key = given_key(arguments)
        listed = recipients.change(folder, arguments.add, arguments.remove, key)
        say(readers_text(len(listed)))
        if key is not None and not set(vault.public_keys(key)) & set(listed):
            say("your own key is not among them")
    else:
        for public in vault.recipients(folder):
            print(public)
    return 0


def _rotate(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import recipients  # noqa: PLC0415 - heavy

    folder = dossier_folder(arguments)
    if not arguments.recipient and arguments.generate is None:
        hint = "give --generate KEYFILE or --recipient age1…"
        raise ContentError(Problem(Where("--generate"), "no-recipients", "no new key", hint))
    key = needed_key(arguments)
    public, listed = recipients.rotate(folder, key, arguments.recipient, arguments.generate)
    _say_new_key(public)
    say(readers_text(len(listed)))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import vault  # noqa: PLC0415 - heavy
    from pipeline.redaction.yaml_edit import edited_files  # noqa: PLC0415 - heavy

    folder = dossier_folder(arguments)
    declared = edited_files.read(folder).source.redactions.slots
    vault.recipients(folder)
    problems = vault.check(folder, needed_key(arguments), declared)
    for problem in problems:
        say(str(problem))
    wrong = any(problem.code != "slot-not-held" for problem in problems)
    if not wrong:
        say(f"{folder.name}: the vault is in order")
    return ContentError.exit_code if wrong else 0
