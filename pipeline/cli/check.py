"""Command ``check``: validate content files without building; check what git tracks."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.cli.shared import add_key, dossiers, guarded, key_file, say
from pipeline.core.errors import ContentError


def add(commands: Any) -> None:
    """Add the command to the parser."""
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


def _check(arguments: argparse.Namespace) -> int:
    from pipeline.content import load, same_documents  # noqa: PLC0415
    from pipeline.redaction.unmarked_repeats import require_places  # noqa: PLC0415
    from pipeline.workflow import (  # noqa: PLC0415
        build,
        design,
        trial_build,
        withheld_values,
    )

    key = key_file(arguments)
    stems: dict[Path, str] = {}

    def valid(folder: Path) -> None:
        source = load.load(folder)
        stems[folder] = same_documents.stem(source.dossier)
        require_places(source, folder)
        opened = design.opened(folder, source)
        options = build.Options(Path("output"), key=key, key_is_found=arguments.key is None)
        values = withheld_values.held_values(folder, options, say)
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
    worst = max(worst, guarded(partial(same_documents.require_each_once, stems), arguments))
    if arguments.tracked and not worst:
        worst = guarded(partial(_check_tracked, folders, arguments), arguments)
    return worst


def _check_tracked(folders: list[Path], arguments: argparse.Namespace) -> None:
    from pipeline.workflow import tracked_files, withheld_values  # noqa: PLC0415 - heavy

    key = key_file(arguments)
    held = {folder: withheld_values.held_needles(folder, key) for folder in folders}
    needles = [needle for rows in held.values() for needle in rows]
    for folder, rows in held.items():
        if rows and key is not None:
            withheld_values.searched_needles(folder, key)
    problems = tracked_files.problems(folders, needles, folders[0])
    if problems:
        raise ContentError(*problems)
    searched = "and no withheld value " if needles else ""
    say(f"git tracks no key, no full edition, no unsealed text {searched}here")
