"""Command ``new``: begin a dossier, or a REV, COR or ADD of an earlier one."""

from __future__ import annotations

import argparse
import datetime
import shlex
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.shared import guarded, say
from pipeline.core.errors import ContentError, Problem, Where, shown_path

if TYPE_CHECKING:
    from pipeline.workflow.new_dossier import Wanted

_LANGUAGE, _TYPE = "en", "working-document"


def add(commands: Any) -> None:
    """Add the command to the parser."""
    new = commands.add_parser(
        "new",
        help="begin a dossier: a small one that builds, or a REV, COR or ADD of an earlier one",
        description="Write a small dossier that builds, with comments that teach. On a terminal\n"
        "it asks for what is not given. With --from it takes over what a REV (everything), a COR\n"
        "or an ADD (what the cover says of the document) keeps of an earlier dossier.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    new.add_argument("folder", type=Path, help="the new dossier, such as content/wk-7-2026")
    new.add_argument("--number", metavar="NUMBER", help="as printed, such as 'WK 7/2026 INIT'")
    new.add_argument("--language", metavar="XX", help=f"ISO 639-1 (default: {_LANGUAGE})")
    new.add_argument("--type", metavar="TYPE", help=f"of the cover (default: {_TYPE})")
    new.add_argument("--title", metavar="TITLE", help="of the first slide")
    new.add_argument(
        "--from", dest="earlier", type=Path, metavar="DOSSIER", help="the dossier that it follows"
    )
    new.add_argument("--as", dest="suffix", metavar="SUFFIX", help="with --from: such as 'REV 1'")
    new.set_defaults(run=_new, refuse=new.error)


def _new(arguments: argparse.Namespace) -> int:
    refuse: Callable[[str], object] = arguments.refuse
    if bool(arguments.earlier) != bool(arguments.suffix):
        refuse("--from and --as are given together")
    own = ("number", "language", "type", "title")
    if arguments.earlier and any(getattr(arguments, name) for name in own):
        refuse("with --from, number, language, type and title are those of the earlier dossier")
    return guarded(partial(_write, arguments), arguments)


def _write(arguments: argparse.Namespace) -> None:
    from pipeline.workflow import new_dossier  # noqa: PLC0415 - heavy

    folder: Path = arguments.folder
    new_dossier.require_free(folder)  # before anything is asked
    if arguments.earlier:
        today = datetime.date.today()  # noqa: DTZ011 - the author's own day
        new_dossier.follow(folder, arguments.earlier, arguments.suffix, today)
    else:
        new_dossier.create(folder, _wanted(arguments))
    shown = shlex.quote(shown_path(folder))
    say(f"{shown} is there. Next:")
    say(f"  1. write: open {shown}/dossier.yaml, and replace what is (to be written)")
    say(f"  2. see it while you write: dossier serve {shown}")
    say(f"  3. build: make build DOSSIERS={shown}, or dossier build {shown}")


def _wanted(arguments: argparse.Namespace) -> Wanted:
    """Return what was given, and what a person at a terminal answers.

    Raises:
        ContentError: the number is missing or none, or language or type is not known.
    """
    from pipeline.content.model_errors import meant  # noqa: PLC0415 - heavy
    from pipeline.resources import covers, labels  # noqa: PLC0415
    from pipeline.workflow import new_dossier  # noqa: PLC0415

    number = arguments.number or _asked(
        "Number, as printed (such as WK 7/2026 INIT)", check=new_dossier.parsed
    )
    if not number:
        hint = "give it as printed, such as --number 'WK 7/2026 INIT'"
        raise ContentError(Problem(Where("--number"), "missing-key", "a number is needed", hint))
    parsed = new_dossier.parsed(number)
    language = arguments.language or _asked("Language (two letters)", _LANGUAGE)
    kind = arguments.type or _asked("Type of the cover", _TYPE)
    for option, value, known in (
        ("--language", language, labels.languages()),
        ("--type", kind, tuple(covers.forms())),
    ):
        if value not in known:
            message, hint = "this value is not known", meant(value, known)
            raise ContentError(Problem(Where(option), "unknown-value", message, hint))
    title = arguments.title or _asked("Title of the first slide", "")
    today = datetime.date.today()  # noqa: DTZ011 - the author's own day
    return new_dossier.Wanted(parsed, language, kind, title, today)


def _asked(question: str, usual: str = "", check: Callable[[str], object] | None = None) -> str:
    """Return what a person answers at a terminal; elsewhere nobody is asked.

    Args:
        question: to ask.
        usual: answer of who gives none.
        check: raises ``ContentError`` for an answer that is none; then it is asked again.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return usual
    shown = f"{question} [{usual}]: " if usual else f"{question}: "
    while True:
        print(shown, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        answer = line.strip() or usual
        try:
            if check is not None and answer:
                check(answer)
        except ContentError as error:
            say(str(error))
        else:
            if answer or not line or check is None:
                return answer
