"""Command ``watch``: build again whenever something is saved."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from pipeline.cli.build_options import BuildOptions, add_options
from pipeline.cli.shared import dossiers, say
from pipeline.core.errors import ContentError


def add(commands: Any) -> None:
    """Add the command to the parser."""
    watch = commands.add_parser(
        "watch",
        help="build again whenever a content file is saved",
        description="Build what is not up to date, then again whenever a file is saved.\n"
        "Problems are shown, the last good files stay, and watching goes on. Ctrl-C ends it.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(watch)
    watch.set_defaults(run=_watch)


def _watch(arguments: argparse.Namespace) -> int:
    """Build now and after each change; the process keeps what it has laid out."""
    from pipeline.workflow import watching  # noqa: PLC0415 - heavy

    def build(folder: Path) -> None:
        arguments.known = {}
        options = BuildOptions(arguments)
        if options.is_fresh(folder):
            say(f"{folder.name}: up to date")
        elif options.build(folder, say, alone=False) == 0:
            say(f"{folder.name}: built")

    def found() -> list[Path]:
        try:
            return dossiers(arguments.dossier)
        except ContentError:  # all of them are gone at the moment
            return []

    dossiers(arguments.dossier)
    say("watching; Ctrl-C ends")
    watching.watch(arguments.dossier, arguments.output, found, build)
    return 0
