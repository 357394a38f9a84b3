"""Commands of the distributor and of the receiver: dist, verify."""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli import keys
from pipeline.cli.common import EXIT_CODES, add_key, dossiers, guarded, key_file, say
from pipeline.diagnostics import DistributeError, shown_path

if TYPE_CHECKING:
    from pipeline.distribute.issue import Issued
    from pipeline.distribute.package import Signer
    from pipeline.distribute.verify import Report

_PROFILES = ("pdf-only", "office")


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    _add_dist(commands)
    verify = commands.add_parser(
        "verify",
        help="check a package that you received: complete, unchanged, signed by whom",
        description="Check a package, or the folder that it was unpacked into. Every file must be\n"
        "there and unchanged, none may be there besides, and each must print as many markers as\n"
        "the package says. Nothing is built, and no content is needed.",
        epilog="exit codes:\n  0  nothing is wrong\n  6  something is; each finding is named",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verify.add_argument("package", type=Path, help="a package (.zip), or its folder")
    verify.add_argument(
        "--trust",
        action="append",
        type=Path,
        default=[],
        metavar="CERT",
        help="a certificate that you trust (PEM or DER), of the signer or of who issued his; "
        "a package that it did not sign then fails",
    )
    verify.add_argument("--json", action="store_true", help="print the report as JSON")
    verify.set_defaults(run=_verify)


def _add_dist(commands: Any) -> None:
    dist = commands.add_parser(
        "dist",
        help="pack what a recipient may have, with check sums and, on request, signatures",
        description="Pack the files of a dossier that an audience may have, as they were built\n"
        "and audited. The package goes to OUTPUT/packages/<audience>/, with a README.txt that\n"
        "tells its reader how to check it. Without --sign-with or --sign-with-token it is not\n"
        "signed, and says so.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    dist.add_argument("dossier", nargs="+", type=Path, help="a dossier, or a folder of dossiers")
    dist.add_argument(
        "--audience",
        required=True,
        metavar="NAME",
        help="public, delegations, or a name under 'distribution:' in dossier.yaml",
    )
    dist.add_argument(
        "--profile",
        choices=_PROFILES,
        help="pdf-only: the PDFs alone, as partial access is released; office: decks and documents",
    )
    dist.add_argument(
        "--output", type=Path, default=Path("output"), help="output folder (default: output)"
    )
    dist.add_argument(
        "--theme", type=Path, metavar="FILE", help="the theme that the build was given"
    )
    add_key(dist, "the key of the withheld values, to search public files for them")
    keys.add(dist)
    dist.set_defaults(run=_dist)


def _dist(arguments: argparse.Namespace) -> int:
    worst = 0
    signer = keys.signer(arguments)
    for folder in dossiers(arguments.dossier):
        worst = max(worst, guarded(partial(_one, folder, arguments, signer), arguments))
    return worst


def _one(folder: Path, arguments: argparse.Namespace, signer: Signer | None) -> None:
    from pipeline.build import packaging  # noqa: PLC0415 - heavy
    from pipeline.distribute import issue  # noqa: PLC0415

    wanted = packaging.Wanted(
        arguments.output,
        arguments.audience,
        arguments.profile,
        key_file(arguments),
        arguments.key is None,
        arguments.theme,
    )
    made = packaging.packed(folder, wanted, signer)
    _say_issued(issue.issue(made, arguments.output))


def _say_issued(issued: Issued) -> None:
    say(f"{shown_path(issued.path)}: {len(issued.contents.files)} files, {issued.size} bytes")
    say(f"  SHA-256 {issued.sha256}")
    say(f"  signed by {issued.signer}" if issued.signer else "  not signed")


def _verify(arguments: argparse.Namespace) -> int:
    from pipeline.distribute import verify  # noqa: PLC0415 - heavy

    trust = [_certificate(path) for path in arguments.trust]
    report = verify.verify(arguments.package, trust)
    for problem in report.problems:
        say(str(problem))
    sys.stdout.write(_as_json(report) if arguments.json else _as_text(report))
    return DistributeError.exit_code if report.problems else 0


def _certificate(path: Path) -> bytes:
    from pipeline.distribute.listing import refused  # noqa: PLC0415 - heavy

    try:
        return path.read_bytes()
    except OSError:
        hint = "give a file with a certificate, in PEM or DER"
        raise refused(shown_path(path), "bad-certificate", "cannot be read", hint) from None


def _as_text(report: Report) -> str:
    lines: list[str] = []
    if report.contents is not None:
        declared = report.contents
        lines.append(f"package {declared.name}, for {declared.audience}")
        lines += [
            f"  {row.reference}, {row.edition} edition, {row.language}, {row.date}:"
            f" {row.markers} redactions"
            for row in declared.editions
        ]
        lines.append(f"  {len(declared.files)} files listed")
        for row in report.signatures:
            checked = "trusted" if row.trusted else "not checked against a trusted certificate"
            stamp = f", time stamp {row.time}" if row.time else ""
            lines.append(f"  {row.file}: signed by {row.signer}, {checked}{stamp}")
            lines.append(f"    certificate SHA-256 {row.fingerprint}")
        if not declared.signed:
            lines.append("  not signed: complete or not, it does not show who sent it")
    count = len(report.problems)
    lines.append(f"{count} problems" if count else "nothing is wrong")
    return "\n".join(lines) + "\n"


def _as_json(report: Report) -> str:
    data = {
        "contents": report.contents.model_dump(mode="json") if report.contents else None,
        "signatures": [
            {
                "file": row.file,
                "signer": row.signer,
                "fingerprint": row.fingerprint,
                "trusted": row.trusted,
                "time": row.time,
            }
            for row in report.signatures
        ],
        "problems": [
            {"file": row.where.file, "code": row.code, "message": row.message}
            for row in report.problems
        ],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
