"""Commands ``withhold`` and ``unmark``: mark words for sealing, and take marks away.

The words come on standard input: no text that is to be withheld stands on a command line.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from pipeline.cli.shared import say
from pipeline.core.errors import ContentError, Problem, Where

_LAYOUT = argparse.RawDescriptionHelpFormatter
_WITHHOLD = """\
Mark words for withholding where they stand, as you would by hand:

  echo "the words" | dossier withhold content/x --slide 3 --ground personal-data

The words are read from standard input. They must stand once in the texts of the slide, without a
change of type, a link or a marker between them; else nothing is changed. Then run: dossier seal
"""
_UNMARK = """\
Take away a mark that is not yet sealed; what was marked stays as it is. The place is that which
'dossier withhold' printed: the first bracket of the mark, or the key 'withhold' of a whole part, as
in presentation.yaml:12:9
"""
_PLACE = re.compile(r"(?:.*/)?((?:dossier|presentation)\.yaml):([0-9]+):([0-9]+)")


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    withhold = commands.add_parser(
        "withhold",
        help="mark words for withholding",
        description=_WITHHOLD,
        formatter_class=_LAYOUT,
    )
    withhold.add_argument("dossier", type=Path, help="folder of the dossier")
    withhold.add_argument(
        "--slide", type=int, required=True, metavar="N", help="its number in the file; 0: the cover"
    )
    withhold.add_argument("--ground", required=True, help="id of the ground, see dossier schema")
    withhold.add_argument(
        "--whole", action="store_true", help="the slide as a whole; nothing is read then"
    )
    withhold.set_defaults(run=_withhold)
    unmark = commands.add_parser(
        "unmark",
        help="take away a mark that is not sealed",
        description=_UNMARK,
        formatter_class=_LAYOUT,
    )
    unmark.add_argument("dossier", type=Path, help="folder of the dossier")
    unmark.add_argument("place", metavar="FILE:LINE:COLUMN", help="where the mark begins")
    unmark.set_defaults(run=_unmark)


def _withhold(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import withholding  # noqa: PLC0415 - heavy

    if arguments.whole:
        where = withholding.withhold_slide(arguments.dossier, arguments.slide, arguments.ground)
    else:
        if sys.stdin.isatty():
            say("the words, then Ctrl-D:")
        passage = withholding.Passage(arguments.slide, sys.stdin.read())
        where = withholding.withhold(arguments.dossier, passage, arguments.ground)
    say(f"{where}: marked ({arguments.ground}); not yet sealed")
    return 0


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
