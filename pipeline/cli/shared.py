"""Shared parts of all commands: finding dossiers, ``--key``, messages, exit codes, bug reports."""

from __future__ import annotations

import argparse
import errno
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, PipelineError, Problem, Where, shown_path
from pipeline.output import freshness, manifest

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
#: Exit code when nobody reads what a command prints any more, as shells have it.
UNREAD = 141
#: What the system says of writing alone.
_OF_WRITING = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG))
#: Kinds of characters that steer a terminal, or cannot be shown: controls, directions, halves of a
#: character, line separators.
_STEERING = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def dossiers(paths: Sequence[Path]) -> list[Path]:
    """Return the dossiers that some paths name: folders with a dossier.yaml, or folders of such.

    Raises:
        ContentError: a path names none.
    """
    found: list[Path] = []
    for path in paths:
        below = [Path(folder) for folder in freshness.folders(path)]
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
    own = freshness.own_key()
    return None if own is None else Path(own)


def shown(text: str) -> str:
    """Return text without what steers a terminal: a name or a file may come from anywhere."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(letter) in _STEERING else letter
        for letter in text
    )


def say(text: str) -> None:
    """Tell the user one thing, on standard error; if nobody listens, work goes on."""
    with suppress(OSError):
        print("\n".join(map(shown, text.split("\n"))), file=sys.stderr, flush=True)


def as_json(data: Any) -> str:
    """Return data as JSON that standard output can carry, whatever it is connected to."""
    is_ascii = "utf" not in (sys.stdout.encoding or "").lower()
    return json.dumps(data, indent=2, ensure_ascii=is_ascii) + "\n"


def prepare_streams() -> None:
    """Give every stream somewhere to go, and let none refuse a character."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # it was closed: the next file that is opened would take its place
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")


def unread() -> int:
    """Close standard output, which nobody reads any more, and return the exit code for that."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):  # a test may have put something else in its place
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return UNREAD


def refused(error: OSError) -> PipelineError:
    """Return a system error as a problem with a place."""
    if error.errno in _OF_WRITING:
        return atomic_write.cannot_write(
            Path(os.fsdecode(error.filename or "standard output")), error
        )
    place = shown_path(Path(os.fsdecode(error.filename))) if error.filename else "the system"
    reason = os.strerror(error.errno) if error.errno else "no reason given"
    hint = "see whether it is there, and whether you may read and change it"
    return PipelineError(
        Problem(Where(place), "system-refused", f"the system says: {reason}", hint)
    )


def guarded(
    action: Callable[[], object],
    arguments: argparse.Namespace,
    tell: Callable[[str], None] = say,
) -> int:
    """Run an action; report what went wrong, and return the exit code, 0 if nothing did.

    An interruption by the user is not one action's: it ends the command.
    """
    try:
        action()
    except PipelineError as error:
        for problem in error.problems:
            tell(str(problem))
        return error.exit_code
    except BrokenPipeError:
        raise
    except OSError as error:
        for problem in refused(error).problems:
            tell(str(problem))
        return PipelineError.exit_code
    except Exception as error:  # the last line of defence: a bug of ours
        return unexpected(error, arguments, tell)
    return 0


def unexpected(error: Exception, arguments: argparse.Namespace, tell: Callable[[str], None]) -> int:
    """Write the traceback of a bug to a file, and return 1.

    The exception's words are left out: they may quote content (G23).
    """
    import traceback  # noqa: PLC0415 - for bugs alone

    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    kind = type(error).__name__
    output: Path = getattr(arguments, "output", Path("output"))
    path = _noted(output, f"{frames}{kind}\n".encode())
    place = f"Where it happened: {shown_path(path)}" if path else "Run it with -v to see where"
    tell(f"unexpected {kind}; this is a bug in dossier. {place}")
    if arguments.verbose:
        tell(f"{frames}{kind}")
    return 1


def _noted(output: Path, data: bytes) -> Path | None:
    """Write where a bug is to the output folder, or where that fails, to one of the system's."""
    try:
        path = manifest.work_folder(output) / "traceback.txt"
        atomic_write.write(path, data, 0o600)
    except PipelineError:
        import tempfile  # noqa: PLC0415 - as above

        try:
            descriptor, name = tempfile.mkstemp(".txt", "dossier-traceback-")
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
        except OSError:
            return None
        return Path(name)
    return path
