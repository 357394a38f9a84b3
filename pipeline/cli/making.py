"""Commands of the drafting officer: build, check, schema."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Any

from pipeline import manifest
from pipeline.cli.common import EXIT_CODES, dossiers, guarded, say


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    _add_build(commands)
    check = commands.add_parser("check", help="validate content files without building")
    check.add_argument("dossier", nargs="+", type=Path, help="a dossier, or a folder of dossiers")
    check.set_defaults(run=_check)
    schema = commands.add_parser("schema", help="print the JSON Schemas of the content files")
    schema.add_argument("--write", type=Path, metavar="FOLDER", help="write them to a folder")
    schema.set_defaults(run=_schema)


def _add_build(commands: Any) -> None:
    build = commands.add_parser(
        "build",
        help="make the files of one or many dossiers",
        description="Make every file that is not up to date. Files go to "
        "OUTPUT/<dossier>/<edition>/<language>/, each edition with a manifest.json. A failed "
        "build leaves the last good files as they are.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    build.add_argument("dossier", nargs="+", type=Path, help="a dossier, or a folder of dossiers")
    build.add_argument(
        "--edition", action="append", choices=("full", "public"), help="only this edition"
    )
    build.add_argument(
        "--format", action="append", choices=("pptx", "docx", "pdf"), help="only this format"
    )
    build.add_argument(
        "--output", type=Path, default=Path("output"), help="output folder (default: output)"
    )
    build.add_argument(
        "--keep",
        action="store_true",
        help="also write each edition's content as JSON to OUTPUT/.work, to look at",
    )
    build.set_defaults(run=_build)


def _build(arguments: argparse.Namespace) -> int:
    formats = tuple(arguments.format or ("pptx", "docx", "pdf"))
    audiences = tuple(arguments.edition or ("full", "public"))
    worst = 0
    program = manifest.program_digest()
    for folder in dossiers(arguments.dossier):
        if not arguments.keep and all(
            manifest.is_fresh(folder, arguments.output, audience, formats, program)
            for audience in audiences
        ):
            say(f"{folder.name}: up to date")
            continue
        from pipeline import build  # noqa: PLC0415 - heavy

        options = build.Options(arguments.output, audiences, formats, arguments.keep)
        worst = max(worst, guarded(partial(build.build, folder, options, say), arguments))
    return worst


def _check(arguments: argparse.Namespace) -> int:
    from pipeline.source import load  # noqa: PLC0415 - heavy

    worst = 0
    for folder in dossiers(arguments.dossier):
        code = guarded(partial(load.load, folder), arguments)
        if code == 0:
            say(f"{folder.name}: valid")
        worst = max(worst, code)
    return worst


def _schema(arguments: argparse.Namespace) -> int:
    from pipeline.source import schema  # noqa: PLC0415 - heavy

    for name, text in schema.schemas().items():
        if arguments.write is None:
            sys.stdout.write(text)
        else:
            arguments.write.mkdir(parents=True, exist_ok=True)
            manifest.write_file(arguments.write / f"{name}.schema.json", text.encode(), 0o644)
    return 0
