"""The command ``dossier``: parse, call one function, print, exit.

Diagnostics go to standard error, data to standard output. Heavy modules are imported by the command
that needs them, so that a build with nothing to do costs next to nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pipeline import manifest
from pipeline.diagnostics import ContentError, PipelineError, Problem, Where, shown_path

_EXIT_CODES = """\
exit codes:
  0  done, or nothing to do
  2  the content files have problems (or the command line has: see --help)
  3  a finished file did not pass the audit; nothing was published
  4  theme, labels, fonts or templates are wrong or missing
  5  a text does not fit, or a file could not be made
  1  anything else
"""


def _dossiers(paths: Sequence[Path]) -> list[Path]:
    """Return the dossiers that some paths name: folders with a dossier.yaml, or folders of such.

    Raises:
        ContentError: a path names none.
    """
    found: list[Path] = []
    for path in paths:
        below = sorted(child.parent for child in path.glob("*/dossier.yaml"))
        if (path / "dossier.yaml").exists() or not below:
            below = [path]
        if not below[0].is_dir():
            hint = "give a folder that holds dossier.yaml, or the folder above such folders"
            raise ContentError(Problem(Where(shown_path(path)), "no-dossier", "not found", hint))
        found += below
    return found


def _build(arguments: argparse.Namespace) -> int:
    formats = tuple(arguments.format or ("pptx", "docx", "pdf"))
    audiences = tuple(arguments.edition or ("full", "public"))
    worst = 0
    program = manifest.program_digest()
    for folder in _dossiers(arguments.dossier):
        if not arguments.keep and all(
            manifest.is_fresh(folder, arguments.output, audience, formats, program)
            for audience in audiences
        ):
            _say(f"{folder.name}: up to date")
            continue
        from pipeline import build  # noqa: PLC0415 - heavy

        options = build.Options(arguments.output, audiences, formats, arguments.keep)
        worst = max(worst, _guarded(partial(build.build, folder, options, _say), arguments))
    return worst


def _check(arguments: argparse.Namespace) -> int:
    from pipeline.source import load  # noqa: PLC0415 - heavy

    worst = 0
    for folder in _dossiers(arguments.dossier):
        code = _guarded(partial(load.load, folder), arguments)
        if code == 0:
            _say(f"{folder.name}: valid")
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


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _guarded(action: Callable[[], object], arguments: argparse.Namespace) -> int:
    """Run an action; return 0, or the exit code of what went wrong after saying it."""
    try:
        action()
    except PipelineError as error:
        for problem in error.problems:
            _say(str(problem))
        return error.exit_code
    except KeyboardInterrupt:
        _say("interrupted; no published file is incomplete")
        return 130
    except Exception as error:  # the last line of defence: a bug of ours
        return _unexpected(error, arguments)
    return 0


def _unexpected(error: Exception, arguments: argparse.Namespace) -> int:
    """Write where a bug is, without the exception's words: they may quote content (G23)."""
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    kind = type(error).__name__
    output: Path = getattr(arguments, "output", Path("output"))
    path = manifest.work_folder(output) / "traceback.txt"
    manifest.write_file(path, f"{frames}{kind}\n".encode(), 0o600)
    _say(f"unexpected {kind}; this is a bug in dossier. Where it happened: {shown_path(path)}")
    if arguments.verbose:
        _say(f"{frames}{kind}")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dossier",
        description="Make decks, Council working documents and PDFs from validated content files, "
        "in a full edition and in a public edition without what is withheld.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="show where a bug happened")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_build(commands)
    check = commands.add_parser("check", help="validate content files without building")
    check.add_argument("dossier", nargs="+", type=Path, help="a dossier, or a folder of dossiers")
    check.set_defaults(run=_check)
    schema = commands.add_parser("schema", help="print the JSON Schemas of the content files")
    schema.add_argument("--write", type=Path, metavar="FOLDER", help="write them to a folder")
    schema.set_defaults(run=_schema)
    return parser


def _add_build(commands: Any) -> None:
    build = commands.add_parser(
        "build",
        help="make the files of one or many dossiers",
        description="Make every file that is not up to date. Files go to "
        "OUTPUT/<dossier>/<edition>/<language>/, each edition with a manifest.json. A failed "
        "build leaves the last good files as they are.",
        epilog=_EXIT_CODES,
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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    arguments = _parser().parse_args(argv)
    os.umask(0o022)
    code = 0

    def run() -> None:
        nonlocal code
        code = arguments.run(arguments)

    return _guarded(run, arguments) or code


if __name__ == "__main__":
    sys.exit(main())
