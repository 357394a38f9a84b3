"""Command ``unmark``: take away a mark that is not yet sealed."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from pipeline.cli.shared import say
from pipeline.core.errors import ContentError, Problem, Where

_LAYOUT = argparse.RawDescriptionHelpFormatter


_UNMARK = """\
Take away a mark that is not yet sealed; what was marked stays as it is. The place is that which
'dossier withhold' printed: the first bracket of the mark, or the key 'withhold' of a whole part, as
in presentation.yaml:12:9 or body.md:30:12
"""


_PLACE = re.compile(
    r"(?:.*/)?((?:dossier|presentation)\.yaml|[A-Za-z0-9._-]+\.md):([0-9]+):([0-9]+)"
)


def add(commands: Any) -> None:
    """Add the command to the parser."""
    unmark = commands.add_parser(
        "unmark",
        help="take away a mark that is not sealed",
        description=_UNMARK,
        formatter_class=_LAYOUT,
    )
    unmark.add_argument("dossier", type=Path, help="folder of the dossier")
    unmark.add_argument("place", metavar="FILE:LINE:COLUMN", help="where the mark begins")
    unmark.set_defaults(run=_unmark)


def _unmark(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import unmarking  # noqa: PLC0415 - heavy

    found = _PLACE.fullmatch(arguments.place)
    if found is None:
        hint = "write the file, its line and its column: presentation.yaml:12:9"
        raise ContentError(Problem(Where("PLACE"), "no-mark", "this is no place in a file", hint))
    name, line, column = found.groups()
    where = unmarking.unmark(arguments.dossier, int(line), int(column), name)
    say(f"{where}: no longer marked")
    return 0
