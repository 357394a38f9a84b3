"""Command ``withhold``: mark words for withholding.

The words come on standard input: no text that is to be withheld stands on a command line.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from pipeline.cli.shared import say

_LAYOUT = argparse.RawDescriptionHelpFormatter


_WITHHOLD = """\
Mark words for withholding where they stand, as you would by hand:

  echo "the words" | dossier withhold content/x --slide 3 --ground personal-data

The words are read from standard input. They must stand once in the texts of the slide, without a
change of type, a link or a marker between them; else nothing is changed. Then run: dossier seal
"""


def add(commands: Any) -> None:
    """Add the command to the parser."""
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
