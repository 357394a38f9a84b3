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

  echo "the words" | dossier withhold content/x --in "body.md paragraph-4" --ground personal-data

The words are read from standard input. They must stand once on the slide or in the place, without a
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
    where = withhold.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--slide", type=int, metavar="N", help="its number in the file; 0: the cover"
    )
    where.add_argument(
        "--in",
        dest="place",
        metavar="PLACE",
        help='a text, or a place in it: body.md, "body.md annex-1/paragraph-4"',
    )
    withhold.add_argument("--ground", required=True, help="id of the ground, see dossier schema")
    withhold.add_argument(
        "--whole",
        action="store_true",
        help="the slide, or the part of a text, as a whole; nothing is read then",
    )
    withhold.set_defaults(run=_withhold)


def _withhold(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import withholding, withholding_parts  # noqa: PLC0415 - heavy

    folder, ground = arguments.dossier, arguments.ground
    if arguments.whole and arguments.place:
        where = withholding_parts.withhold_part(folder, arguments.place, ground)
    elif arguments.whole:
        where = withholding_parts.withhold_slide(folder, arguments.slide, ground)
    else:
        if sys.stdin.isatty():
            say("the words, then Ctrl-D:")
        words = sys.stdin.read()
        passage = withholding.Passage(arguments.slide or 0, words, place=arguments.place or "")
        where = withholding.withhold(folder, passage, ground)
    say(f"{where}: marked ({ground}); not yet sealed")
    return 0
