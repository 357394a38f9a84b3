"""Shared parts of the reviewer's commands: dossier folder, secret key, how to add a command.

No value and no key ever stands on the command line, in the environment or in what is printed: keys
are given as files, and messages name slots and places.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.cli.shared import key_file, say
from pipeline.core.errors import ContentError, Problem, Where, shown_path

LAYOUT = argparse.RawDescriptionHelpFormatter


def dossier_folder(arguments: argparse.Namespace) -> Path:
    """Return the folder of a dossier.

    Raises:
        ContentError: no dossier is there.
    """
    folder: Path = arguments.dossier
    if not (folder / "dossier.yaml").is_file():
        hint = "give the folder that holds dossier.yaml"
        raise ContentError(Problem(Where(shown_path(folder)), "no-dossier", "not found", hint))
    return folder


def given_key(arguments: argparse.Namespace) -> Path | None:
    """Return the key file to use; warn if others can read it."""
    from pipeline.redaction import vault  # noqa: PLC0415 - heavy

    path = key_file(arguments)
    if path is not None and (warning := vault.exposed_key(path)):
        say(f"warning: {warning}")
    return path


def needed_key(arguments: argparse.Namespace) -> Path:
    """Return the key file to use.

    Raises:
        ContentError: none was given, and none is at its usual place.
    """
    path = given_key(arguments)
    if path is None:
        hint = "give the file of your secret key: --key FILE"
        raise ContentError(Problem(Where("--key"), "no-key", "a key is needed", hint))
    return path


def add_command(
    commands: Any,
    name: str,
    summary: str,
    description: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """Add a command about one dossier to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=description, formatter_class=LAYOUT
    )
    parser.add_argument("dossier", type=Path, help="folder of the dossier, for example content/x")
    parser.set_defaults(run=run)
    return parser


def readers_text(number: int) -> str:
    """Say how many keys can open a vault."""
    return f"the vault can be opened with {number} {'key' if number == 1 else 'keys'}"
