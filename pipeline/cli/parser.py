"""Argument parser of all commands, and the function that runs one.

Diagnostics go to standard error, data to standard output. Heavy modules are imported by the
command that needs them. One module for each command, named like it.
"""

from __future__ import annotations

import _thread
import argparse
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.cli import (
    audit,
    build,
    check,
    diff,
    dist,
    import_,
    new,
    redactions,
    register,
    release,
    schema,
    seal,
    serve,
    template,
    unmark,
    vault,
    verify,
    watch,
    withhold,
)
from pipeline.cli.shared import EXIT_CODES, INTERRUPTED, guarded, prepare_streams, say, unread
from pipeline.core.errors import PipelineError
from pipeline.output import freshness

#: In the order of the list that ``dossier --help`` prints.
_COMMANDS = (
    new,
    import_,
    build,
    watch,
    check,
    schema,
    serve,
    template,
    withhold,
    unmark,
    seal,
    release,
    redactions,
    vault,
    audit,
    dist,
    register,
    verify,
    diff,
)


class _Version(argparse.Action):
    """Prints which release this is; looked up only when asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(
            option_strings,
            argparse.SUPPRESS,
            nargs=0,
            default=argparse.SUPPRESS,
            help="print the version and exit",
        )
        del dest

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print it and end."""
        from importlib import metadata  # noqa: PLC0415 - rarely needed

        print(f"dossier {metadata.version('dossier')}")
        parser.exit()


#: Seconds until an interruption that was lost is raised again: Python has printed it by then.
_MOMENT = 0.1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dossier",
        description="Make decks, Council working documents and PDFs from validated content files,\n"
        "in a full edition and in a public edition without what is withheld.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version)
    parser.add_argument("-v", "--verbose", action="store_true", help="show where a bug happened")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.add(commands)
    return parser


def run(argv: Sequence[str], known: Mapping[str, str]) -> int:
    """Run the command and return its exit code.

    Args:
        argv: words of the command line.
        known: what was found of the freshness of dossiers; see ``freshness.up_to_date``.
    """
    prepare_streams()
    sys.unraisablehook = _again
    arguments = _parser().parse_args(argv)
    arguments.known = {Path(folder): message for folder, message in known.items()}
    os.umask(0o022)
    _settle(getattr(arguments, "output", None) or Path("output"))
    code = 0

    def action() -> None:
        nonlocal code
        code = arguments.run(arguments)
        sys.stdout.flush()

    try:
        return guarded(action, arguments) or code
    except KeyboardInterrupt:
        say("interrupted; no published file is incomplete")
        return INTERRUPTED
    except BrokenPipeError:
        return unread()


def _again(lost: sys.UnraisableHookArgs) -> None:
    """Raise an interruption again that came where Python prints exceptions, and goes on."""
    if issubclass(lost.exc_type, KeyboardInterrupt):
        # a moment later: raised here, it would be lost again
        threading.Timer(_MOMENT, _thread.interrupt_main).start()
    else:
        sys.__unraisablehook__(lost)


def _settle(output: Path) -> None:
    """End what interrupted commands have begun; what cannot is reported by who needs it."""
    if freshness.journals(output):
        from pipeline.output import exchange  # noqa: PLC0415 - rarely needed

        with suppress(PipelineError, OSError):
            exchange.settle_all(output)
    with suppress(OSError):
        if os.listdir(output / "packages" / ".pending"):  # noqa: PTH208 - mostly not there
            from pipeline.distribution.register import pending  # noqa: PLC0415 - rarely needed

            with suppress(PipelineError):
                pending.settle_all(output)
