"""Command ``import`` with ``--as``: a new version of one text is brought into a dossier."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.shared import add_key, key_file, say
from pipeline.core.errors import ContentError, Problem, Where, shown_path

if TYPE_CHECKING:
    from pipeline.importing.version.change import Change
    from pipeline.workflow.new_version import Outcome

#: Options that belong to a new version of a text alone, and those that do not belong to it.
_OWN = ("base", "take", "keep")
_OTHERS = ("number", "language", "template", "hidden", "force")
#: Changes that are named one by one; of more, only the number.
_NAMED = 40


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options to the parser."""
    group = parser.add_argument_group(
        "a new version of one text of a dossier",
        "What the new file leaves as it was stays, with its slots and marks. Everything else is\n"
        "listed in import-changes.html in the dossier. Nothing is written before all that is to\n"
        "be decided is decided with --take and --keep; a copy of what stood there is kept.\n"
        "No words that are withheld ever come in as plain text.",
    )
    group.add_argument(
        "--as",
        dest="part",
        metavar="PART",
        help="the text of the dossier that the file is a new version of: body.md, annex-1.md",
    )
    group.add_argument(
        "--base",
        type=Path,
        metavar="OLD.docx",
        help="the earlier file, of which the text was imported: what it says no differently needs "
        "no decision. Without it each difference is a choice",
    )
    what = "numbers of the list, such as 3,5-7; or 'unmarked': all in which nothing is withheld; "
    group.add_argument(
        "--take", default="", metavar="LIST", help=f"take these changes: {what}or 'all' that can be"
    )
    group.add_argument(
        "--keep",
        default="",
        metavar="LIST",
        help="leave the text as it is there: the same words, or 'rest': all that are not taken",
    )
    add_key(
        parser,
        "the key of the vault, whose values are then searched for",
    )


def is_wanted(arguments: argparse.Namespace) -> bool:
    """Tell whether a new version of a text is to be brought in.

    Raises:
        ContentError: an option does not fit.
    """
    if arguments.part is None:
        for option in _OWN:
            if getattr(arguments, option):
                raise _bad(option, "this is for a new version of a text", "name the text with --as")
        return False
    for option in _OTHERS:
        if getattr(arguments, option):
            message = "a new version of a text takes this from the dossier"
            raise _bad(option, message, f"leave --{option} out")
    if arguments.into is None:
        raise _bad("into", "a new version of a text goes into a dossier", "name its folder")
    return True


def _bad(option: str, message: str, hint: str) -> ContentError:
    return ContentError(Problem(Where(f"--{option}"), "bad-option", message, hint))


def bring_in(arguments: argparse.Namespace) -> None:
    """Bring a new version of a text into a dossier, and say what came of it.

    Raises:
        ContentError: something is still to be decided; or as ``new_version.bring_in``.
    """
    from pipeline.workflow import new_version  # noqa: PLC0415 - heavy

    order = new_version.Order(
        arguments.file, arguments.part, arguments.base, arguments.take, arguments.keep,
        key_file(arguments), arguments.key is None,
    )  # fmt: skip
    done = new_version.bring_in(arguments.into, order)
    part = shown_path(arguments.into / arguments.part)
    page = shown_path(arguments.into / "import-changes.html")
    _tell(done, part)
    if done.open:
        from pipeline.importing.version import choices  # noqa: PLC0415

        message = f"to be decided: {choices.ranges(done.open)}; nothing was written"
        hint = f"look at {page}, then run it again with --take and --keep"
        raise ContentError(Problem(Where(part), "undecided", message, hint))
    if done.is_written and done.copy is not None:
        say(f"{part}: written; what stood there is in {shlex.quote(shown_path(done.copy))}")
        say(f"Next: look at {page}, then dossier check {shlex.quote(shown_path(arguments.into))}")
    else:
        say(f"{part}: nothing to write")


def _tell(done: Outcome, part: str) -> None:
    """Say what the new file changes, without a word of it."""
    from pipeline.importing.version import change_words  # noqa: PLC0415 - heavy

    numbered = [change for change in done.changes if change.number]
    shown = numbered
    if len(numbered) > _NAMED:  # what is to be decided goes first
        shown = sorted(numbered, key=lambda change: bool(change.decision))[:_NAMED]
    for change in shown:
        say(f"  {change.number:>3}  {_place(change)}  {change_words.KINDS[change.kind]}: "
            f"{_fate(change)}")  # fmt: skip
        if change.is_choice and change.refusal and not change.decision:
            message, _ = change_words.REFUSALS[change.refusal]
            say(f"       cannot be taken: {message}")
        if change.lost:
            say(f"       if it is taken, slots go for good: {', '.join(change.lost)}")
    if len(numbered) > _NAMED:
        say(f"  and {len(numbered) - _NAMED} more")
    left = [change for change in done.changes if not change.is_compared]
    if left:
        lines = ", ".join(str(change.ours[0].line) for change in left[:_NAMED])
        say(f"{part}: what stands at slots was not compared (no --base): lines {lines}")
    if done.others:
        say(f"Not looked at: {', '.join(done.others)} of the file (--as)")


def _place(change: Change) -> str:
    return f"line {change.ours[0].line:<4}" if change.ours else "new      "


def _fate(change: Change) -> str:
    if change.decision:
        asked = "" if change.is_choice else ", as the new file alone changed it"
        return {"take": f"to be taken{asked}", "keep": "to be kept"}[change.decision]
    return "can only be kept" if change.refusal else "take or keep"
