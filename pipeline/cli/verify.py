"""Command ``verify``: check a received package and its signatures, or a register."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.shared import (
    as_json,
    say,
    shown,
)
from pipeline.core import atomic_write
from pipeline.core.errors import DistributeError, Problem, shown_path

if TYPE_CHECKING:
    from pipeline.distribution.register.register_entries import Line
    from pipeline.distribution.verify import Report

_NOT_REVOKED = {
    "none": "",
    "embedded": ", not revoked by the proofs it brings",
    "fetch": ", not revoked today",
}


#: Bytes of a file with certificates: some hundreds of them.
_LARGEST_CERTIFICATE = 1_000_000


def add(commands: Any) -> None:
    """Add the command to the parser."""
    verify = commands.add_parser(
        "verify",
        help="check a package that you received: complete, unchanged, signed by whom",
        description="Check a package, or the folder that it was unpacked into. Every file must be\n"
        "there and unchanged, none may be there besides, and each must print as many markers as\n"
        "the package says. Nothing is built, and no content is needed. With --register, check the\n"
        "register of distributions instead, and that it has the package, if one is given.",
        epilog="exit codes:\n  0  nothing is wrong\n  6  something is; each finding is named",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verify.add_argument("package", nargs="?", type=Path, help="a package (.zip), or its folder")
    verify.add_argument(
        "--trust",
        action="append",
        type=Path,
        default=[],
        metavar="CERT",
        help="a certificate that you trust (PEM or DER), of the signer or of who issued his; "
        "a package that it did not sign then fails",
    )
    verify.add_argument(
        "--revocation",
        nargs="?",
        const="embedded",
        default="none",
        choices=["embedded", "fetch"],
        help="with --trust: no certificate was revoked. embedded (if no word follows): by the "
        "proofs that signed PDFs bring, at the time of their time stamps; fetch: today, asked of "
        "the addresses that the certificates name, by the network",
    )
    verify.add_argument(
        "--register",
        type=Path,
        metavar="FILE",
        help="a register.jsonl: no line changed, removed, inserted or moved",
    )
    verify.add_argument(
        "--head",
        action="append",
        default=[],
        metavar="DIGEST",
        help="with --register: SHA-256 of a line, or of a package, that it must have",
    )
    verify.add_argument("--json", action="store_true", help="print the report as JSON")
    verify.set_defaults(run=_verify, usage=verify.error)


def _verify(arguments: argparse.Namespace) -> int:
    if arguments.package is None and arguments.register is None:
        arguments.usage("give a package, or --register FILE")
    if arguments.head and arguments.register is None:
        arguments.usage("--head needs --register FILE")
    if arguments.trust and arguments.package is None:
        arguments.usage("--trust needs a package")
    if arguments.revocation != "none" and not arguments.trust:
        arguments.usage("--revocation needs --trust CERT")
    trust = [_certificate(path) for path in arguments.trust]
    report = _verified(arguments, trust) if arguments.package else None
    entries, problems = _checked(arguments, report)
    if report is not None:
        problems = (*report.problems, *problems)
    for problem in problems:
        say(str(problem))
    sys.stdout.write(
        _as_json(report, entries, problems)
        if arguments.json
        else _as_text(report, entries, problems)
    )
    return DistributeError.exit_code if problems else 0


def _verified(arguments: argparse.Namespace, trust: Sequence[bytes]) -> Report:
    from pipeline.distribution import verify  # noqa: PLC0415 - heavy

    return verify.verify(arguments.package, trust, arguments.revocation)


def _checked(
    arguments: argparse.Namespace, report: Report | None
) -> tuple[tuple[Line, ...] | None, tuple[Problem, ...]]:
    """Return the lines of the register that was named, and what is wrong with it."""
    if arguments.register is None:
        return None, ()
    from pipeline.distribution.register import register  # noqa: PLC0415 - heavy
    from pipeline.output.freshness import sha256  # noqa: PLC0415

    entries, problems = register.read(arguments.register)
    manifests = [sha256(report.contents.to_json())] if report and report.contents else []
    heads = list(arguments.head)
    if arguments.package is not None and arguments.package.is_file():
        heads.append(sha256(atomic_write.read(arguments.package)))
        manifests = []
    lost = register.missing(arguments.register, entries, heads, manifests)
    return entries, (*problems, *lost)


def _certificate(path: Path) -> bytes:
    from pipeline.distribution.package.listing import refused  # noqa: PLC0415 - heavy

    try:
        return atomic_write.read(path, _LARGEST_CERTIFICATE)
    except OSError:
        hint = "give a file with a certificate, in PEM or DER"
        raise refused(shown_path(path), "bad-certificate", "cannot be read", hint) from None


def _as_text(
    report: Report | None, entries: Sequence[Line] | None, problems: Sequence[Problem]
) -> str:
    lines: list[str] = []
    if entries is not None:
        counts = Counter(type(line).__name__ for line in entries)
        sent = f", {counts['Delivery']} deliveries" if counts["Delivery"] else ""
        lines.append(f"register of {counts['Entry']} distributions{sent}")
        if entries:
            lines.append(f"  last line: {entries[-1].day}, SHA-256 {entries[-1].digest()}")
    if report is not None and report.contents is not None:
        declared = report.contents
        lines.append(f"package {declared.name}, for {declared.audience}")
        lines += [
            f"  {row.reference}, {row.edition} edition, {row.language}, {row.date}:"
            f" {row.markers} redactions"
            f"{', not searched for withheld values' if row.unsearched else ''}"
            for row in declared.editions
        ]
        lines.append(f"  {len(declared.files)} files listed")
        for row in report.signatures:
            checked = "trusted" if row.trusted else "not checked against a trusted certificate"
            stamp = f", time stamp {row.time}" if row.time else ""
            revoked = _NOT_REVOKED[row.revocation]
            lines.append(f"  {row.file}: signed by {row.signer}, {checked}{stamp}{revoked}")
            lines.append(f"    certificate SHA-256 {row.fingerprint}")
        if not declared.signed:
            lines.append("  not signed: complete or not, it does not show who sent it")
    count = len(problems)
    lines.append(f"{count} problems" if count else "nothing is wrong")
    return "".join(f"{shown(line)}\n" for line in lines)


def _as_json(
    report: Report | None, entries: Sequence[Line] | None, problems: Sequence[Problem]
) -> str:
    contents = report.contents if report is not None else None
    data: dict[str, Any] = {
        "contents": contents.model_dump(mode="json") if contents else None,
        "signatures": [asdict(row) for row in report.signatures] if report is not None else [],
        "problems": [
            {
                "file": row.where.file,
                "line": row.where.line,
                "code": row.code,
                "message": row.message,
            }
            for row in problems
        ],
    }
    if entries is not None:
        last = entries[-1].digest() if entries else None
        data["register"] = {"lines": len(entries), "head": last}
    return as_json(data)
