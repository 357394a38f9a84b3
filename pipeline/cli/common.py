"""What all commands share: how they speak, and how they end."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline import fresh, manifest
from pipeline.diagnostics import ContentError, PipelineError, Problem, Where, shown_path

EXIT_CODES = """\
exit codes:
  0  done, or nothing to do
  2  the content files have problems (or the command line has: see --help)
  3  a finished file did not pass the audit; nothing was published
  4  theme, labels, fonts or templates are wrong or missing
  5  a text does not fit, or a file could not be made
  6  a package could not be made, or is not what it says
  1  anything else
  130  interrupted
of many dossiers, the highest code of any; a summary names those that failed
"""


#: Exit code after Ctrl-C, as shells have it.
INTERRUPTED = 130


def dossiers(paths: Sequence[Path]) -> list[Path]:
    """Return the dossiers that some paths name: folders with a dossier.yaml, or folders of such.

    Raises:
        ContentError: a path names none.
    """
    found: list[Path] = []
    for path in paths:
        below = [Path(folder) for folder in fresh.folders(path)]
        if not below[0].is_dir():
            hint = "give a folder that holds dossier.yaml, or the folder above such folders"
            raise ContentError(Problem(Where(shown_path(path)), "no-dossier", "not found", hint))
        found += below
    return found


def add_key(parser: argparse.ArgumentParser, purpose: str) -> None:
    """Add ``--key`` to a command; keys are given by file and never as words (G18)."""
    parser.add_argument(
        "--key",
        type=Path,
        metavar="FILE",
        help=f"file with {purpose} (default: ~/.config/dossier/key.txt, if it is there)",
    )


def key_file(arguments: argparse.Namespace) -> Path | None:
    """Return the key file to use: the one given with --key, or the user's own if it exists."""
    if arguments.key is not None:
        return Path(arguments.key)
    own = fresh.own_key()
    return None if own is None else Path(own)


def say(line: str) -> None:
    """Tell the user one thing, on standard error."""
    print(line, file=sys.stderr, flush=True)


def guarded(
    action: Callable[[], object],
    arguments: argparse.Namespace,
    tell: Callable[[str], None] = say,
) -> int:
    """Run an action; return 0, or the exit code of what went wrong after telling it.

    An interruption by the user is not one action's: it ends the command.
    """
    try:
        action()
    except PipelineError as error:
        for problem in error.problems:
            tell(str(problem))
        return error.exit_code
    except Exception as error:  # the last line of defence: a bug of ours
        return unexpected(error, arguments, tell)
    return 0


def unexpected(error: Exception, arguments: argparse.Namespace, tell: Callable[[str], None]) -> int:
    """Write where a bug is, and return 1.

    The exception's words are left out: they may quote content (G23).
    """
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    kind = type(error).__name__
    output: Path = getattr(arguments, "output", Path("output"))
    path = manifest.work_folder(output) / "traceback.txt"
    manifest.write_file(path, f"{frames}{kind}\n".encode(), 0o600)
    tell(f"unexpected {kind}; this is a bug in dossier. Where it happened: {shown_path(path)}")
    if arguments.verbose:
        tell(f"{frames}{kind}")
    return 1
