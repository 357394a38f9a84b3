"""Command ``release``: make withheld words public again."""

from __future__ import annotations

import argparse
from typing import Any

from pipeline.cli.reviewer import add_command, dossier_folder, needed_key
from pipeline.cli.shared import add_key, say
from pipeline.core.errors import shown_path

_NOT_ENCRYPTED = "put back as public text; check the file before you build"


_RELEASE = """\
Put the words of one slot back where it stands, as public text, and forget the slot. Nothing else
in the files changes. A whole slide, table or map, or a part of one, is put back as it was typed,
with the slots that it holds; these stay withheld until they are released themselves.
"""


def add(commands: Any) -> None:
    """Add the command to the parser."""
    release = add_command(commands, "release", "make withheld words public", _RELEASE, _release)
    release.add_argument("slot", metavar="SLOT", help="the slot's id, for example r1")
    add_key(release, "your secret key")


def _release(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import releasing  # noqa: PLC0415 - heavy

    where = releasing.release(dossier_folder(arguments), arguments.slot, needed_key(arguments))
    say(f"{where or shown_path(arguments.dossier)}: {arguments.slot} {_NOT_ENCRYPTED}")
    return 0
