"""Commands ``dist`` and ``verify``: make packages, and check received ones."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli import register as registering
from pipeline.cli import signing_keys
from pipeline.cli.shared import (
    EXIT_CODES,
    add_key,
    as_json,
    dossiers,
    guarded,
    key_file,
    say,
    shown,
)
from pipeline.core import atomic_write
from pipeline.core.errors import DistributeError, Problem, shown_path

if TYPE_CHECKING:
    from pipeline.distribution.issue import Issued
    from pipeline.distribution.packing import Signer
    from pipeline.distribution.register.register_entries import Line
    from pipeline.distribution.transport.address import Address
    from pipeline.distribution.verify import Report

_NOT_REVOKED = {
    "none": "",
    "embedded": ", not revoked by the proofs it brings",
    "fetch": ", not revoked today",
}
_LARGEST_CERTIFICATE = 1_000_000
_PROFILES = ("pdf-only", "office")


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    _add_dist(commands)
    registering.add(commands)
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
    dist.add_argument(
        "--date",
        type=_day,
        default=None,
        metavar="YYYY-MM-DD",
        help="the day for the register (default: today)",
    )
    dist.add_argument(
        "--again",
        action="store_true",
        help="hand out another package of a name that went out before, beside the earlier one",
    )
    dist.add_argument(
        "--reason",
        type=_reason,
        metavar="TEXT",
        help="why it withholds more than what went out before; kept in the register, and nowhere "
        "else. - reads it from standard input, as others can read command lines",
    )
    dist.add_argument(
        "--unsearched",
        action="store_true",
        help="hand a public edition out that was not searched for the values of its vault; the "
        "manifest of the package and the register say so",
    )
    dist.add_argument(
        "--to",
        metavar="URL",
        help="send it there, and read it back: a folder, sftp://HOST/FOLDER, s3://BUCKET/FOLDER, "
        "https://HOST/FOLDER (WebDAV); passwords never stand in it. After a cut, the same command "
        "goes on",
    )
    add_key(dist, "the key of the withheld values, to search public files for them")
    signing_keys.add(dist)
    dist.set_defaults(run=_dist)


def _dist(arguments: argparse.Namespace) -> int:
    from pipeline.distribution.transport import address  # noqa: PLC0415

    worst = 0
    arguments.to = address.parse(arguments.to) if arguments.to is not None else None
    signer = signing_keys.signer(arguments)
    for folder in dossiers(arguments.dossier):
        worst = max(worst, guarded(partial(_one, folder, arguments, signer), arguments))
    return worst


def _one(folder: Path, arguments: argparse.Namespace, signer: Signer | None) -> None:
    from pipeline.distribution import issue  # noqa: PLC0415 - heavy
    from pipeline.distribution.register import register_entries  # noqa: PLC0415
    from pipeline.workflow import package_order  # noqa: PLC0415 - heavy

    wanted = package_order.Wanted(
        arguments.output,
        arguments.audience,
        arguments.profile,
        key_file(arguments),
        arguments.key is None,
        arguments.theme,
        arguments.again,
        arguments.reason or "",
        arguments.unsearched,
    )
    made = package_order.packed(folder, wanted, signer)
    day = arguments.date or date.today().isoformat()  # noqa: DTZ011 - the officer's own day
    occasion = register_entries.Occasion(
        day, secrets.token_hex(32), arguments.again, arguments.reason or ""
    )
    issued = issue.issue(made, arguments.output, occasion)
    _say_issued(issued)
    if arguments.reason and issued.is_new and not issued.entry.reason:
        say("  it withholds no more than what went out before; the reason was not kept")
    if arguments.to is not None:
        _send(issued, arguments.output, arguments.to, day)


def _send(issued: Issued, output: Path, to: Address, day: str) -> None:
    from tqdm import tqdm  # noqa: PLC0415

    from pipeline.distribution.register.register_entries import Occasion  # noqa: PLC0415
    from pipeline.distribution.transport import deliver  # noqa: PLC0415 - heavy

    def clock() -> str:
        # when it was seen is a fact about the world
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: TID251

    occasion = Occasion(day, secrets.token_hex(32))
    with tqdm(total=issued.size, unit="B", unit_scale=True, disable=None, leave=False) as bar:

        def tell(phase: str, count: int) -> None:
            bar.set_description("reading back" if phase == "read" else "sending", refresh=False)
            bar.update(count - bar.n)

        done = deliver.deliver(issued, output, to, (occasion, clock), tell)
    say(f"  {'sent to' if done.is_new else 'stands at'} {done.line.to}, read back: the same")
    if done.is_registered_now:
        say(f"  register: line {done.line.sequence}, SHA-256 {done.line.digest()}")


def _say_issued(issued: Issued) -> None:
    say(f"{shown_path(issued.path)}: {len(issued.contents.files)} files, {issued.size} bytes")
    say(f"  SHA-256 {issued.sha256}")
    say(f"  signed by {issued.signer}" if issued.signer else "  not signed")
    if issued.is_new:
        say(f"  register: line {issued.entry.sequence}, SHA-256 {issued.entry.digest()}")
        if issued.entry.reason:
            say("  it withholds more than what went out before; the reason is in the register")
    else:
        say(f"  handed out on {issued.entry.day}; the register stays as it is")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day: use YYYY-MM-DD") from None


def _reason(text: str) -> str:
    from pipeline.distribution.register.register_entries import LONGEST_REASON  # noqa: PLC0415 - heavy

    words = sys.stdin.read() if text == "-" else text
    found = " ".join(words.split())
    if not found or len(found) > LONGEST_REASON or not found.isprintable():
        message = f"a reason is one to {LONGEST_REASON} letters"
        raise argparse.ArgumentTypeError(message)
    return found


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
