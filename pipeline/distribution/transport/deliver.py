"""Delivery of a package that was handed out: sent, read back, entered in the register.

The line of the package stands in the register before anything is sent; the line of the delivery
comes after it was read back, so it says what was seen and not what was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.audit.findings import UnreadableError
from pipeline.audit.office.opc import unzipped
from pipeline.distribution.issue import Issued
from pipeline.distribution.package import package_manifest
from pipeline.distribution.package.audiences import PUBLIC
from pipeline.distribution.package.listing import refused
from pipeline.distribution.register import register
from pipeline.distribution.register.register_entries import Delivery, Entry, Line, Occasion
from pipeline.distribution.transport import send
from pipeline.distribution.transport.address import Address, lies_in
from pipeline.distribution.transport.store import Parcel, Tell
from pipeline.output import manifest
from pipeline.output.freshness import sha256

#: Lock of those that send.
_SENDING = f"{register.NAME}.sending"


@dataclass(frozen=True)
class Delivered:
    """Delivered package and its address.

    Attributes:
        line: of the register.
        is_new: the package was not there before.
        is_registered_now: the line is new.
    """

    line: Delivery
    is_new: bool
    is_registered_now: bool


def deliver(
    issued: Issued,
    output: Path,
    address: Address,
    when: tuple[Occasion, Callable[[], str]],
    tell: Tell,
    waits: Sequence[float] = send.WAITS_S,
) -> Delivered:
    """Send a package, and register that it is there.

    Args:
        issued: handed out, so that it stands in the output folder.
        output: the output folder.
        address: a folder that is there.
        when: whose day and salt the line gets, and the clock: ISO 8601 in UTC.
        tell: hears how far it got.
        waits: seconds between tries.

    Raises:
        DistributeError: it must not go there, or could not be sent; nothing is registered then.
    """
    parcel = Parcel(issued.path.name, _bytes(issued), issued.sha256, _restricted(issued.entry))
    occasion, clock = when
    # one delivery at a time: what the first one to a folder makes of it binds the next
    with manifest.locked(output, _SENDING):
        with manifest.locked(output, register.NAME):
            check(register.registered(output), issued.entry, address)
        is_new = send.send(parcel, address, tell, waits)
        with manifest.locked(output, register.NAME):
            found = register.registered(output)
            for line in register.deliveries(found):
                if (line.entry, line.to) == (issued.entry.digest(), str(address)):
                    return Delivered(line, is_new, is_registered_now=False)
            line = register.sent(found, issued.entry, occasion, (str(address), clock()))
            register.append(output / register.NAME, line)
    return Delivered(line, is_new, is_registered_now=True)


def check(found: Sequence[Line], entry: Entry, address: Address) -> None:
    """Check that a full edition does not go where packages for everybody go.

    The first package that was sent to a folder says what the folder is for.

    Raises:
        DistributeError: it would.
    """
    if not _restricted(entry):
        return
    entries = {row.digest(): row for row in register.distributions(found)}
    seen: set[str] = set()
    for line in register.deliveries(found):
        if line.to in seen:
            continue
        seen.add(line.to)
        if entries[line.entry].is_public and lies_in(str(address), line.to):
            message = f"packages for everybody have gone to {line.to}, and this one has more"
            hint = "send it to a folder that the public cannot read"
            raise refused(str(address), "public-place", message, hint)


def _restricted(entry: Entry) -> bool:
    return any(row.edition != "public" for row in entry.editions)


def _bytes(issued: Issued) -> bytes:
    """Return the package as it stands in the output folder; what it says is looked at again.

    Raises:
        DistributeError: it is not the one that was registered, or holds what its audience may not
            have.
    """
    data = issued.path.read_bytes()
    if sha256(data) != issued.entry.sha256:
        message = "this is not the package that was registered"
        raise refused(str(issued.path), "bad-package", message)
    try:
        members, _ = unzipped(data)
        declared = package_manifest.read(members[f"{issued.entry.name}/{manifest.NAME}"])
    except (UnreadableError, KeyError, package_manifest.BadContentsError):
        raise refused(str(issued.path), "bad-package", "the package cannot be read") from None
    audiences = {issued.entry.audience, declared.audience}
    editions = {row.edition for row in declared.editions} | {row.edition for row in declared.files}
    if PUBLIC in audiences and "full" in editions:
        message = "a file of a full edition is not for the public"
        raise refused(str(issued.path), "not-public", message, "")
    return data
