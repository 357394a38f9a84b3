"""Options that ``build`` and ``watch`` share, and the building of one dossier with them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import assert_never

from pipeline.cli import option_table
from pipeline.cli.shared import add_key, guarded, key_file
from pipeline.core.garbage import undisturbed
from pipeline.edition.formats import FORMATS
from pipeline.output import freshness

#: Dossiers in work for each processor while a cluster draws.
_WAITING = 4


def _count(word: str) -> int:
    number = int(word)
    if number < 1:
        raise ValueError
    return number


_TYPES: dict[str, Callable[[str], object]] = {"path": Path, "count": _count, "text": str}
_CHOICES = {"--edition": option_table.EDITIONS, "--format": FORMATS}


def add_options(build: argparse.ArgumentParser) -> None:
    """Add what build and watch have in common."""
    build.add_argument("dossier", nargs="+", type=Path, help="a dossier, or a folder of dossiers")
    build.set_defaults(output=Path(option_table.OUTPUT))
    for name, kind, word, text in option_table.OPTIONS:
        match kind:
            case "flag":
                build.add_argument(name, action="store_true", help=text)
            case "each":
                build.add_argument(name, action="append", choices=_CHOICES[name], help=text)
            case "path" | "count" | "text":
                build.add_argument(name, type=_TYPES[kind], metavar=word or None, help=text)
            case _:
                assert_never(kind)
    add_key(
        build, "the key of the withheld values, for the full edition and to audit the public one"
    )


class BuildOptions:
    """Options of a build from the command line, which can be sent to other processes."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.formats = tuple(arguments.format or ())
        self.audiences = tuple(arguments.edition or option_table.EDITIONS)
        self.program = freshness.program_digest(arguments.output)
        self.homes = freshness.Homes(arguments.output)
        self.key = key_file(arguments)
        processors = len(os.sched_getaffinity(0))
        # who waits for a cluster leaves the processor to others
        usual = processors if arguments.cluster is None else _WAITING * processors
        self.jobs: int = arguments.jobs or usual

    def is_fresh(self, folder: Path) -> bool:
        """Tell whether nothing is to be done for a dossier; asked once of a command."""
        if (message := self.arguments.known.get(folder)) is not None:
            return bool(message)
        keyed = self.key is not None and (folder / freshness.VAULT).exists()
        return not self.arguments.keep and all(
            freshness.is_fresh(
                folder,
                self.arguments.output,
                audience,
                self.formats,
                self.program,
                keyed=keyed,
                theme=self.arguments.theme,
                alone=len(self.audiences) == 1,
                homes=self.homes,
            )
            for audience in self.audiences
        )

    def stem(self, folder: Path) -> str:
        """Return number and language of a dossier that is up to date; empty if it has no files."""
        name = os.path.basename(self.homes.real(folder))  # noqa: PTH119 - as in its record
        return freshness.stem(self.arguments.output, name, self.audiences)

    def build(self, folder: Path, tell: Callable[[str], None], *, alone: bool = True) -> int:
        """Build one dossier and return its exit code.

        Args:
            folder: the dossier.
            tell: gets each line.
            alone: no other is built meanwhile, so a second process may help.
        """
        with undisturbed():
            from pipeline.workflow import build  # noqa: PLC0415 - heavy
            from pipeline.workflow.executors import this_machine  # noqa: PLC0415

        engine: this_machine.Engine = this_machine.beside if alone else this_machine.here
        if self.arguments.cluster is not None:
            from pipeline.workflow.executors import cluster  # noqa: PLC0415

            engine = cluster.engine(self.arguments.cluster, full=self.arguments.cluster_full)
        options = build.Options(
            self.arguments.output,
            self.audiences,
            self.formats,
            self.arguments.keep,
            self.key,
            self.arguments.key is None,
            theme=self.arguments.theme,
            engine=engine,
        )
        return guarded(partial(build.build, folder, options, tell), self.arguments, tell)

    def work(self, folder: Path) -> tuple[int, list[str]]:
        """Build one dossier of many; return its exit code and its messages."""
        lines: list[str] = []
        return self.build(folder, lines.append, alone=False), lines
