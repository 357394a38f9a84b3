"""Command ``register``: list what was handed out, as web page, table and JSON."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from pipeline.cli.shared import EXIT_CODES, say
from pipeline.core.errors import DistributeError, shown_path
from pipeline.output import exchange, manifest


def add(commands: Any) -> None:
    """Add the command to the parser."""
    listed = commands.add_parser(
        "register",
        help="list what was handed out, as a web page, a table and JSON",
        description="Write a list of all that 'dossier dist' handed out to everybody, from\n"
        "OUTPUT/register.jsonl to OUTPUT/register.public/. With --all, what went to named\n"
        "recipients as well, to OUTPUT/register.all/, which its owner alone can read.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    listed.add_argument(
        "--output", type=Path, default=Path("output"), help="output folder (default: output)"
    )
    listed.add_argument("--all", action="store_true", help="also what was not for everybody")
    listed.add_argument(
        "--repair",
        action="store_true",
        help="first take out a last line that is not complete, as a killed command leaves it",
    )
    listed.set_defaults(run=_register)


def _register(arguments: argparse.Namespace) -> int:
    from pipeline.distribution.register import pending, register, register_page  # noqa: PLC0415 - heavy

    path = arguments.output / register.NAME
    if not path.exists():
        register.read(path)  # says so, and makes no folder
    if arguments.repair:
        kept = pending.repair(arguments.output)
        say(f"{shown_path(kept)}: the incomplete line" if kept else "the last line is complete")
    with manifest.locked(arguments.output, register.NAME):
        exchange.settle(arguments.output, register.NAME)
        entries, problems = register.read(path)
        if problems:
            raise DistributeError(*problems)
        written = register_page.write(entries, arguments.output, restricted=arguments.all)
    for path in written:
        say(shown_path(path))
    if arguments.repair:
        for problem in pending.unregistered(arguments.output, entries):
            say(f"warning: {problem}")
    return 0
