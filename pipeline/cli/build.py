"""Commands ``build``, ``check``, ``watch`` and ``schema``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.cli.shared import EXIT_CODES, add_key, dossiers, guarded, key_file, say
from pipeline.core import atomic_write
from pipeline.core.errors import ContentError
from pipeline.output import freshness

#: Dossiers in work for each processor while a cluster draws.
_WAITING = 4


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    _add_build(commands)
    check = commands.add_parser("check", help="validate content files without building")
    check.add_argument("dossier", nargs="+", type=Path, help="a dossier, or a folder of dossiers")
    check.add_argument(
        "--tracked",
        action="store_true",
        help="also check that git tracks no secret key, no full edition and no unsealed text; "
        "with the key, that it tracks no withheld value",
    )
    add_key(check, "the key of the withheld values: what only they tell is checked, too")
    check.set_defaults(run=_check)
    schema = commands.add_parser(
        "schema", help="print the JSON Schemas of the content files, the catalogue record, packages"
    )
    schema.add_argument("--write", type=Path, metavar="FOLDER", help="write them to a folder")
    schema.set_defaults(run=_schema)


def _count(word: str) -> int:
    number = int(word)
    if number < 1:
        raise ValueError
    return number


def _add_build(commands: Any) -> None:
    build = commands.add_parser(
        "build",
        help="make the files of one or many dossiers",
        description="Make every file that is not up to date. Files go to\n"
        "OUTPUT/<dossier>/<edition>/<language>/, each edition with a manifest.json.\n"
        "A failed build leaves the last good files as they are.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_options(build)
    build.set_defaults(run=_build)
    watch = commands.add_parser(
        "watch",
        help="build again whenever a content file is saved",
        description="Build what is not up to date, then again whenever a file is saved.\n"
        "Problems are shown, the last good files stay, and watching goes on. Ctrl-C ends it.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_options(watch)
    watch.set_defaults(run=_watch)


def _add_options(build: argparse.ArgumentParser) -> None:
    """Add what build and watch have in common."""
    build.add_argument("dossier", nargs="+", type=Path, help="a dossier, or a folder of dossiers")
    build.add_argument(
        "--edition", action="append", choices=("full", "public"), help="only this edition"
    )
    build.add_argument(
        "--format",
        action="append",
        choices=("pptx", "docx", "pdf", "html"),
        help="only this format (default: those that the dossier names)",
    )
    build.add_argument(
        "--output", type=Path, default=Path("output"), help="output folder (default: output)"
    )
    build.add_argument(
        "--keep",
        action="store_true",
        help="also write each edition's content as JSON to OUTPUT/.work, to look at",
    )
    build.add_argument(
        "--theme",
        type=Path,
        metavar="FILE",
        help="a house's theme file; what it leaves out is the project's (templates/theme.yaml)",
    )
    build.add_argument(
        "--jobs",
        type=_count,
        metavar="N",
        help="how many dossiers to build at once (default: one for each processor)",
    )
    build.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="let the workers of a Dask cluster draw the files, for example tcp://host:8786; "
        "full editions are drawn here all the same",
    )
    build.add_argument(
        "--cluster-full",
        action="store_true",
        help="send full editions to the cluster, too: everyone who runs it can read them",
    )
    add_key(
        build, "the key of the withheld values, for the full edition and to audit the public one"
    )


def _build(arguments: argparse.Namespace) -> int:
    """Build what is not up to date, and return the highest exit code of any dossier."""
    options = _Options(arguments)
    folders = dossiers(arguments.dossier)
    stale: list[Path] = []
    for folder in folders:
        if options.is_fresh(folder):
            say(f"{folder.name}: up to date")
        else:
            stale.append(folder)
    if not stale:
        return 0
    if len(stale) == 1 or options.jobs == 1:
        codes = {folder: options.build(folder, say) for folder in stale}
    else:
        codes = _build_many(stale, options)
    if len(folders) > 1:
        failed = [f"{folder} (exit code {code})" for folder, code in codes.items() if code]
        same, done = len(folders) - len(stale), len(codes) - len(failed)
        say(f"{len(folders)} dossiers: {done} built, {same} up to date, {len(failed)} failed")
        for row in sorted(failed):
            say(f"  failed: {row}")
    return max(codes.values())


def _watch(arguments: argparse.Namespace) -> int:
    """Build now and after each change; the process keeps what it has laid out."""
    from pipeline.workflow import watching  # noqa: PLC0415 - heavy

    def build(folder: Path) -> None:
        options = _Options(arguments)
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


class _Options:
    """What a build was asked for, as it can be sent to other processes."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.formats = tuple(arguments.format or ())
        self.audiences = tuple(arguments.edition or ("full", "public"))
        self.program = freshness.program_digest(arguments.output)
        self.key = key_file(arguments)
        processors = len(os.sched_getaffinity(0))
        # who waits for a cluster leaves the processor to others
        usual = processors if arguments.cluster is None else _WAITING * processors
        self.jobs: int = arguments.jobs or usual

    def is_fresh(self, folder: Path) -> bool:
        """Tell whether nothing is to be done for a dossier."""
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
            )
            for audience in self.audiences
        )

    def build(self, folder: Path, tell: Callable[[str], None], *, alone: bool = True) -> int:
        """Build one dossier and return its exit code.

        Args:
            folder: the dossier.
            tell: gets each line.
            alone: no other is built meanwhile, so a second process may help.
        """
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


def _build_many(folders: list[Path], options: _Options) -> dict[Path, int]:
    """Build many dossiers at once, and return the exit code of each."""
    from tqdm import tqdm  # noqa: PLC0415

    from pipeline.workflow.executors import worker_pool  # noqa: PLC0415 - heavy

    codes: dict[Path, int] = {}
    tqdm.monitor_interval = 0  # it would start a thread, and workers are forks
    with tqdm(total=len(folders), unit=" dossiers", disable=None, smoothing=0.05) as bar:
        for folder, result in worker_pool.each(folders, options.work, options.jobs):
            lost = [f"{folder.name}: the process that built it was killed, twice"]
            codes[folder], lines = (1, lost) if result is None else result
            for line in lines:
                tqdm.write(line, file=sys.stderr)
            bar.update()
    return codes


def _check(arguments: argparse.Namespace) -> int:
    from pipeline.content import load  # noqa: PLC0415
    from pipeline.redaction.unmarked_repeats import require_places  # noqa: PLC0415
    from pipeline.workflow import (  # noqa: PLC0415
        build,
        design,
        trial_build,
    )

    key = key_file(arguments)

    def valid(folder: Path) -> None:
        source = load.load(folder)
        require_places(source, folder)
        opened = design.opened(folder, source)
        options = build.Options(Path("output"), key=key, key_is_found=arguments.key is None)
        values = build.held_values(folder, options, say)
        problems, notices = trial_build.problems(folder, source, opened, values)
        for notice in (*source.notices, *notices):
            say(f"notice: {notice}")
        if problems:
            raise ContentError(*problems)

    worst = 0
    folders = dossiers(arguments.dossier)
    for folder in folders:
        code = guarded(partial(valid, folder), arguments)
        if code == 0:
            say(f"{folder.name}: valid")
        worst = max(worst, code)
    if arguments.tracked and not worst:
        worst = guarded(partial(_check_tracked, folders, arguments), arguments)
    return worst


def _check_tracked(folders: list[Path], arguments: argparse.Namespace) -> None:
    from pipeline.workflow import build, tracked_files  # noqa: PLC0415 - heavy

    key = key_file(arguments)
    held = {folder: build.held_needles(folder, key) for folder in folders}
    needles = [needle for rows in held.values() for needle in rows]
    for folder, rows in held.items():
        if rows and key is not None:
            build.searched_needles(folder, key)
    problems = tracked_files.problems(folders, needles, folders[0])
    if problems:
        raise ContentError(*problems)
    searched = "and no withheld value " if needles else ""
    say(f"git tracks no key, no full edition, no unsealed text {searched}here")


def _schema(arguments: argparse.Namespace) -> int:
    from pipeline.content import schema  # noqa: PLC0415
    from pipeline.distribution.package import package_manifest  # noqa: PLC0415 - heavy
    from pipeline.distribution.register import register_entries  # noqa: PLC0415 - heavy
    from pipeline.render import jsonld  # noqa: PLC0415

    more = {
        "catalogue": jsonld.schema(),
        "package": package_manifest.schema(),
        "register": register_entries.schema(),
    }
    for name, text in (schema.schemas() | more).items():
        if arguments.write is None:
            sys.stdout.write(text)
        else:
            with atomic_write.writing(arguments.write):
                arguments.write.mkdir(parents=True, exist_ok=True)
            atomic_write.write(arguments.write / f"{name}.schema.json", text.encode(), 0o644)
    return 0
