"""Command ``import``: make a dossier of somebody's presentation or document."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import unicodedata
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli import import_part
from pipeline.cli.shared import guarded, say
from pipeline.core.errors import ContentError, Problem, Where, shown_path

if TYPE_CHECKING:
    from pipeline.content.load import Source
    from pipeline.importing.report import Report

#: Things to write that are named one by one; of more, only the number.
_NAMED = 6


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "import",
        help="make a dossier of somebody's .pptx or .docx: its content as a draft, and a report",
        description="Make a dossier of a .pptx or a .docx: texts, tables, charts, pictures\n"
        "and notes become content files of a draft, slides of the one, running text of the other;\n"
        "import-report.html in its folder says what became of every\n"
        "shape and paragraph. Nothing is invented: what the file does not tell is to be written.\n"
        "What is hidden in it stays behind. docs/importing.md says what becomes of what.\n\n"
        "With --as, a .docx becomes a new version of one text of a dossier that is there:\n\n"
        "  dossier import new.docx --base old.docx --as body.md --into content/x\n"
        "  dossier import new.docx --base old.docx --as body.md --into content/x \\\n"
        "    --take 1,3-5 --keep 2",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, help="the .pptx or .docx")
    parser.add_argument(
        "--into",
        type=Path,
        metavar="FOLDER",
        help="the new dossier (default: content/ and the file's name)",
    )
    parser.add_argument("--number", metavar="NUMBER", help="as printed, such as 'WK 7/2026 INIT'")
    parser.add_argument(
        "--language", metavar="XX", help="ISO 639-1 (default: that of most of the file's words)"
    )
    parser.add_argument(
        "--template", action="store_true", help="make the .pptx the dossier's own template, too"
    )
    parser.add_argument("--hidden", action="store_true", help="take hidden slides, too")
    parser.add_argument(
        "--force",
        action="store_true",
        help="replace the dossier that stands there; a copy is kept beside it",
    )
    import_part.add(parser)
    parser.set_defaults(run=_import)


def _import(arguments: argparse.Namespace) -> int:
    return guarded(partial(_make, arguments), arguments)


def _make(arguments: argparse.Namespace) -> None:
    for path in (arguments.file, arguments.into or Path(), arguments.base or Path()):
        _require_utf8(path)
    if import_part.is_wanted(arguments):
        import_part.bring_in(arguments)
        return
    from pipeline.content.model import reference  # noqa: PLC0415 - heavy
    from pipeline.content.model_errors import meant  # noqa: PLC0415
    from pipeline.importing.import_file import import_file  # noqa: PLC0415
    from pipeline.importing.wanted import Wanted  # noqa: PLC0415
    from pipeline.resources import labels  # noqa: PLC0415

    number = ""
    if arguments.number:
        try:
            number = reference.parse(arguments.number).printed
        except reference.BadReferenceError as error:
            hint = f"such as '{error.example}'"
            raise ContentError(Problem(Where("--number"), "bad-number", str(error), hint)) from None
    language = arguments.language or ""
    if language and language not in labels.languages():
        message, hint = "this value is not known", meant(language, labels.languages())
        raise ContentError(Problem(Where("--language"), "unknown-value", message, hint))
    folder = arguments.into or Path("content") / _folder_name(arguments.file)
    wanted = Wanted(number, language, arguments.hidden, arguments.template, arguments.force)
    made, source = import_file(arguments.file, folder, wanted)
    _tell(made, folder)
    _check(folder, source)


def _require_utf8(path: Path) -> None:
    """Refuse a name that no content file can hold.

    Raises:
        ContentError: it is not written in UTF-8.
    """
    if os.fsencode(path).decode("utf-8", "ignore").encode() != os.fsencode(path):
        where = Where(os.fsencode(path).decode("utf-8", "replace"))
        message, hint = "this name is not written in UTF-8", "rename it"
        raise ContentError(Problem(where, "bad-file-name", message, hint))


def _folder_name(file: Path) -> str:
    """Return a file's name as that of a dossier: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", file.stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "imported"


def _tell(made: Report, folder: Path) -> None:
    """Say what came of it, what is to be written, and what comes next."""
    shown = shlex.quote(shown_path(folder))
    counts = made.counts()
    became = ", ".join(made.texts) or f"{len(made.slides)} slides became {made.made}"
    say(f"{shown} is there: {became}")
    say(
        f"  {counts['taken']} texts and figures as they were, {counts['changed']} with a change, "
        f"{counts['left-out']} left out, {counts['to-withhold']} to be withheld"
    )
    if count := made.unsettable():
        say(f"  of these, {count} in letters that no font of the project has: the report has them")
    say("To be written:")
    for file in dict.fromkeys(gap.file for gap in made.gaps):
        places = [gap.place for gap in made.gaps if gap.file == file]
        more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
        say(f"  {file}: {', '.join(places[:_NAMED])}{more}")
    say("Next:")
    say(f"  1. see what became of what: open {shown}/import-report.html")
    say(f"  2. write what is missing, and take out 'draft: true': dossier serve {shown}")
    say(f"  3. build: make build DOSSIERS={shown}, or dossier build {shown}")


def _check(folder: Path, source: Source) -> None:
    """Check what was made, as ``dossier check`` does.

    Raises:
        ContentError: it has problems.
    """
    from pipeline.workflow import design, trial_build  # noqa: PLC0415 - heavy

    problems, _ = trial_build.problems(folder, source, design.opened(folder, source))
    if problems:
        raise ContentError(*problems)
    say(f"{folder.name}: valid as a draft")
