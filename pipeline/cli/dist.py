"""Command ``dist``: pack what a recipient may have, sign it, register it, send it."""

from __future__ import annotations

import argparse
import secrets
import sys
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli import signing_keys
from pipeline.cli.shared import (
    EXIT_CODES,
    add_key,
    dossiers,
    guarded,
    key_file,
    say,
)
from pipeline.core.errors import shown_path

if TYPE_CHECKING:
    from pipeline.distribution.issue import Issued
    from pipeline.distribution.packing import Signer
    from pipeline.distribution.transport.address import Address

_PROFILES = ("pdf-only", "office")


def add(commands: Any) -> None:
    """Add the command to the parser."""
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
        worst = max(worst, guarded(partial(_hand_out, folder, arguments, signer), arguments))
    return worst


def _hand_out(folder: Path, arguments: argparse.Namespace, signer: Signer | None) -> None:
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
