"""Command ``build``: make the files of dossiers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.cli.build_options import BuildOptions, add_options
from pipeline.cli.shared import EXIT_CODES, dossiers, guarded, say


def add(commands: Any) -> None:
    """Add the command to the parser."""
    build = commands.add_parser(
        "build",
        help="make the files of one or many dossiers",
        description="Make every file that is not up to date. Files go to\n"
        "OUTPUT/<dossier>/<edition>/<language>/, each edition with a manifest.json.\n"
        "A failed build leaves the last good files as they are.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(build)
    build.set_defaults(run=_build)


def _build(arguments: argparse.Namespace) -> int:
    """Build what is not up to date, and return the highest exit code of any dossier."""
    options = BuildOptions(arguments)
    folders = dossiers(arguments.dossier)
    stale = [folder for folder in folders if not options.is_fresh(folder)]
    if len(folders) > 1:
        each_once = partial(_require_each_once, folders, frozenset(stale), options)
        if code := guarded(each_once, arguments):
            return code
    for folder in folders:
        if folder not in stale:
            say(f"{folder.name}: up to date")
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


def _require_each_once(
    folders: Sequence[Path], stale: Collection[Path], options: BuildOptions
) -> None:
    """Refuse two dossiers of one number and language, before anything is built.

    Of those that are up to date their records know both.
    """
    from pipeline.content import same_documents  # noqa: PLC0415 - heavy

    stems = {folder: "" if folder in stale else options.stem(folder) for folder in folders}
    same_documents.require_each_once(
        {folder: stem or same_documents.written_stem(folder) for folder, stem in stems.items()},
        options.homes.real,
    )


def _build_many(folders: list[Path], options: BuildOptions) -> dict[Path, int]:
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
