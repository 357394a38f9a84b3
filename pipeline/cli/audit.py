"""Command ``audit``: check finished files, or prove an import against its original."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.shared import EXIT_CODES, as_json, say
from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, LeakError, Problem, Where, shown_path
from pipeline.edition.formats import FORMATS, format_of

if TYPE_CHECKING:
    from pipeline.core.matching import Needle
    from pipeline.design.brand.trusted_parts import TrustedParts
    from pipeline.edition.edition import Edition
    from pipeline.workflow.design import Look

#: The catalogue record, which is no format.
_RECORD = ".jsonld"
#: Bytes of a file that is read.
_LARGEST = 256 * 2**20


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    audit = commands.add_parser(
        "audit",
        help="check finished files: structure, text, withheld values",
        description="Check finished files with the gate that every build runs. Without --dossier\n"
        "or --against, only their structure is checked; without --key, no value is searched.\n"
        "With --key, files of any other kind (a manifest, a log) are searched, too. A catalogue\n"
        "record (jsonld) is compared with --dossier alone, and with the files beside it. With\n"
        "--original, the import of a deck or a document is proved instead.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    audit.add_argument(
        "file",
        nargs="+",
        type=Path,
        help="pptx, docx, pdf, html or jsonld; with --original, a dossier",
    )
    audit.add_argument("--dossier", type=Path, help="compare with what this dossier says")
    audit.add_argument(
        "--edition", choices=("full", "public"), default="public", help="default: public"
    )
    audit.add_argument(
        "--against", type=Path, metavar="EDITION.json", help="compare with a kept edition"
    )
    audit.add_argument(
        "--key", type=Path, metavar="FILE", help="search the dossier's withheld values"
    )
    audit.add_argument(
        "--template",
        action="append",
        type=Path,
        metavar="FILE",
        help="a house's .pptx or .docx that the files were made in (a dossier names its own)",
    )
    audit.add_argument(
        "--theme", type=Path, metavar="FILE", help="the theme that --dossier was built with"
    )
    audit.add_argument(
        "--original",
        type=Path,
        metavar="FILE",
        help="the .pptx or .docx that a dossier was imported from: give the dossier's folder "
        "instead of files; whatever of the original is neither in its content nor in its import "
        "report is a finding",
    )
    audit.add_argument("--json", action="store_true", help="print the findings as JSON")
    audit.set_defaults(run=_audit, refuse=audit.error)


def _audit(arguments: argparse.Namespace) -> int:
    refuse: Callable[[str], object] = arguments.refuse
    if arguments.key and not arguments.dossier:
        refuse("--key needs --dossier")
    if arguments.key and arguments.edition == "full":
        refuse("--key is for public files: the full edition prints the values")
    if arguments.original:
        return _proved(arguments)
    from pipeline.design.brand import trusted_parts  # noqa: PLC0415 - heavy

    editions, look = _editions(arguments)
    templates = trusted_parts.of_files(arguments.template or [], arguments.theme)
    needles = _needles(arguments)
    found: list[Problem] = []
    for path in arguments.file:
        fmt = format_of(path.name)
        trusted = look.trusted(fmt) if look and fmt else fmt and templates.get(fmt)
        compared = editions if not arguments.against or path.suffix != _RECORD else ()
        problems = _findings(path, compared, needles, trusted)
        found += problems
        for row in problems:
            say(f"{row.where}: {row.code}: {row.message}")
        if not arguments.json and not problems:
            say(f"{shown_path(path)}: {_checked(path, compared, needles)}")
    if arguments.json:
        _print(found)
    return LeakError.exit_code if found else 0


def _proved(arguments: argparse.Namespace) -> int:
    """Prove an import: see ``pipeline.audit.original.proof``."""
    from pipeline.audit.original import proof  # noqa: PLC0415 - heavy

    refuse: Callable[[str], object] = arguments.refuse
    if len(arguments.file) != 1 or not arguments.file[0].is_dir():
        refuse("--original needs one folder of a dossier")
    folder, name = arguments.file[0], shown_path(arguments.original)
    try:
        data = atomic_write.read(arguments.original, _LARGEST)
    except OSError as error:
        reason = (error.strerror or "no reason is given").lower()
        problem = Problem(Where(name), "unreadable", f"the file cannot be read: {reason}")
        found: tuple[Problem, ...] = (problem,)
    else:
        found = proof.findings(data, name, folder)
    for row in found:
        say(str(row))
    if arguments.json:
        _print(found)
    elif not found:
        say(f"{name}: passed: all that it says is in the content of {shown_path(folder)}, or told")
    return LeakError.exit_code if found else 0


def _print(found: Sequence[Problem]) -> None:
    rows = [{"file": r.where.file, "code": r.code, "message": r.message} for r in found]
    sys.stdout.write(as_json(rows))


def _checked(path: Path, editions: Sequence[Edition], needles: tuple[Needle, ...] | None) -> str:
    """Return what was checked of a file that passed, and what could not be."""
    compared = "text compared" if editions else "text not compared (no --dossier, no --against)"
    searched = "values not searched (no --key)"
    if needles is not None:
        number = len({needle.slot for needle in needles})
        searched = f"{number} {'value' if number == 1 else 'values'} searched"
        if format_of(path.name) is None and path.suffix.lower() != _RECORD:
            return f"passed: {searched}; of a file of this kind nothing else is known"
    return f"passed: structure checked, {compared}, {searched}"


def _findings(
    path: Path,
    editions: Sequence[Edition],
    needles: tuple[Needle, ...] | None,
    trusted: TrustedParts | None,
) -> list[Problem]:
    from pipeline.audit import catalogue_record, checks  # noqa: PLC0415 - heavy
    from pipeline.audit.leaks import scan  # noqa: PLC0415 - heavy
    from pipeline.design.brand.trusted_parts import NOTHING  # noqa: PLC0415
    from pipeline.workflow import publish  # noqa: PLC0415

    name = shown_path(path)
    try:
        data = atomic_write.read(path, _LARGEST)
    except OSError as error:
        reason = (error.strerror or "no reason is given").lower()
        return [Problem(Where(name), "unreadable", f"the file cannot be read: {reason}")]
    fmt = format_of(path.name)
    if fmt is not None:
        said = editions[0] if editions else None
        return list(checks.findings(data, fmt, name, said, needles or (), trusted or NOTHING))
    if path.suffix == _RECORD:
        names = [f"{edition.file_stem}.{ending}" for edition in editions for ending in FORMATS]
        files = [path.parent / name for name in names if (path.parent / name).is_file()]
        beside = {file.name: atomic_write.read(file, _LARGEST) for file in files}
        described = publish.finished(editions, beside)
        return list(catalogue_record.findings(data, name, described, needles or ()))
    if needles is None:
        message = f"only {', '.join(FORMATS)} and jsonld can be audited without a key"
        return [Problem(Where(name), "unknown-format", message)]
    return scan.leaks(data, name, needles)


def _editions(arguments: argparse.Namespace) -> tuple[Sequence[Edition], Look | None]:
    """Return what the files must say, if that is known, and their theme; the main edition first.

    Raises:
        ContentError: the dossier, or the saved edition, cannot be used.
    """
    if arguments.against:
        from pipeline.edition import edition  # noqa: PLC0415 - heavy

        try:
            return [edition.from_json(atomic_write.read(arguments.against, _LARGEST))], None
        except (OSError, ValueError):
            where = Where(shown_path(arguments.against))
            hint = "give a file that 'dossier build --keep' wrote"
            message = "not an edition"
            raise ContentError(Problem(where, "no-edition", message, hint)) from None
    if arguments.dossier:
        from pipeline.workflow.preparing import prepared_documents  # noqa: PLC0415 - heavy

        return prepared_documents(arguments.dossier, arguments.edition, arguments.theme)
    return (), None


def _needles(arguments: argparse.Namespace) -> tuple[Needle, ...] | None:
    """Return what to search; None without a key."""
    if not arguments.key:
        return None
    from pipeline.workflow.withheld_values import held_needles  # noqa: PLC0415 - heavy

    return held_needles(arguments.dossier, arguments.key)
