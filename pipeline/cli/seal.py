"""Command ``seal``: move marked words into the vault."""

from __future__ import annotations

import argparse
from typing import Any

from pipeline.cli.reviewer import add_command, dossier_folder, given_key, readers_text
from pipeline.cli.shared import add_key, say

_SEAL = """\
Mark what must not be published, in dossier.yaml, presentation.yaml or a text (body.md):

  - "Speaker: [[personal-data: the words]]"

then run this command. It moves the words into the encrypted file withheld.age, leaves [[r1]] in
their place, and declares r1 with its ground in redactions.yaml. Comments and layout stay. Places
where the same words still stand unmarked are listed. All is done or nothing; after an interruption,
run it again.

The first time, say who can read the words: dossier vault init --help
"""


def add(commands: Any) -> None:
    """Add the command to the parser."""
    seal = add_command(commands, "seal", "move marked words into the vault", _SEAL, _seal)
    add_key(seal, "your secret key")


def _seal(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import sealing  # noqa: PLC0415 - heavy

    folder = dossier_folder(arguments)
    done = sealing.seal(folder, given_key(arguments))
    if not done.sealed:
        say(f"{folder.name}: nothing is marked")
    for sealed in done.sealed:
        say(f"{sealed.where}: sealed as {sealed.slot} ({sealed.ground})")
    for repeat in done.repeats:
        say(f"{repeat.where}: the words of {repeat.slot} stand here too, unmarked")
    if done.sealed:
        say(readers_text(done.recipients))
    return 0
