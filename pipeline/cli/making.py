"""Commands of the drafting officer: build, check, schema."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Any

from pipeline import manifest
from pipeline.cli.common import EXIT_CODES, add_key, dossiers, guarded, key_file, say
from pipeline.diagnostics import ContentError


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
    add_key(check, "the key of the withheld values, to search for them with --tracked")
    check.set_defaults(run=_check)
    schema = commands.add_parser(
        "schema", help="print the JSON Schemas of the content files and packages"
    )
    schema.add_argument("--write", type=Path, metavar="FOLDER", help="write them to a folder")
    schema.set_defaults(run=_schema)


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
    add_key(
        build, "the key of the withheld values, for the full edition and to audit the public one"
    )
    build.set_defaults(run=_build)


def _build(arguments: argparse.Namespace) -> int:
    formats = tuple(arguments.format or ())
    audiences = tuple(arguments.edition or ("full", "public"))
    worst = 0
    program = manifest.program_digest()
    key = key_file(arguments)
    for folder in dossiers(arguments.dossier):
        keyed = key is not None and (folder / manifest.VAULT).exists()
        if not arguments.keep and all(
            manifest.is_fresh(
                folder,
                arguments.output,
                audience,
                formats,
                program,
                keyed=keyed,
                theme=arguments.theme,
            )
            for audience in audiences
        ):
            say(f"{folder.name}: up to date")
            continue
        from pipeline import build  # noqa: PLC0415 - heavy

        options = build.Options(
            arguments.output,
            audiences,
            formats,
            arguments.keep,
            key,
            arguments.key is None,
            theme=arguments.theme,
        )
        worst = max(worst, guarded(partial(build.build, folder, options, say), arguments))
    return worst


def _check(arguments: argparse.Namespace) -> int:
    from pipeline.build import look  # noqa: PLC0415 - heavy
    from pipeline.source import load  # noqa: PLC0415

    def valid(folder: Path) -> None:
        look.opened(folder, load.load(folder))

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
    from pipeline import build, tracked  # noqa: PLC0415 - heavy

    key = key_file(arguments)
    needles = [needle for folder in folders for needle in build.held_needles(folder, key)]
    problems = tracked.problems(folders, needles, folders[0])
    if problems:
        raise ContentError(*problems)
    searched = "and no withheld value " if needles else ""
    say(f"git tracks no key, no full edition, no unsealed text {searched}here")


def _schema(arguments: argparse.Namespace) -> int:
    from pipeline.distribute import contents  # noqa: PLC0415 - heavy
    from pipeline.source import schema  # noqa: PLC0415

    for name, text in (schema.schemas() | {"package": contents.schema()}).items():
        if arguments.write is None:
            sys.stdout.write(text)
        else:
            arguments.write.mkdir(parents=True, exist_ok=True)
            manifest.write_file(arguments.write / f"{name}.schema.json", text.encode(), 0o644)
    return 0
