"""Sending of a package to an address: the store opened, retries until it is read back."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing

from pipeline.distribution.package.listing import refused
from pipeline.distribution.transport import staged
from pipeline.distribution.transport.address import Address
from pipeline.distribution.transport.store import ChangedError, CutError, Parcel, Phase, Store, Tell

#: Seconds between tries; a try that got further than those before begins the row anew.
WAITS_S = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
#: How often what comes back may be other than what was sent.
_CHANGES = 2


def opened(address: Address) -> Store:
    """Return the store of an address, connected.

    Raises:
        CutError: it cannot be reached now.
        DistributeError: it cannot be reached in this way.
    """
    try:
        match address.scheme:
            case "sftp":
                from pipeline.distribution.transport.sftp import Sftp  # noqa: PLC0415 - an extra

                return Sftp(address)
            case "s3":
                from pipeline.distribution.transport.s3 import Bucket  # noqa: PLC0415 - an extra

                return Bucket(address)
            case "https" | "http":
                from pipeline.distribution.transport.webdav import WebDav  # noqa: PLC0415 - an extra

                return WebDav(address)
            case _:
                from pipeline.distribution.transport.folder import Folder  # noqa: PLC0415

                return Folder(address)
    except ImportError:
        message = f"{address.scheme}:// needs packages that are not installed"
        hint = "pip install 'dossier[remote]'"
        raise refused(str(address), "bad-address", message, hint) from None


def send(parcel: Parcel, address: Address, tell: Tell, waits: Sequence[float] = WAITS_S) -> bool:
    """Send a parcel, and return whether it was not there before.

    Args:
        parcel: what to send.
        address: where to.
        tell: gets how many bytes are there, sent and read back.
        waits: seconds between tries.

    Raises:
        DistributeError: it could not be sent, or another file of its name stands there.
    """
    failures = changes = 0
    furthest = -1

    def heard(phase: Phase, count: int) -> None:
        nonlocal furthest, failures
        if phase == "kept" and count > furthest:
            furthest, failures = count, 0
        tell(phase, count)

    while True:
        try:
            with closing(opened(address)) as store:
                return _once(store, parcel, address, heard)
        except ChangedError:
            changes += 1
            furthest = -1
            if changes >= _CHANGES:
                message = "what was read back is not what was sent, twice; it was removed there"
                hint = "nothing was delivered; ask whoever runs the server, and do not use it"
                raise refused(str(address), "changed-on-the-way", message, hint) from None
        except CutError as cut:
            if failures >= len(waits):
                message = f"the package could not be sent ({cut}), tried {failures + 1} times"
                hint = "nothing stands there under its name; the same command again goes on"
                raise refused(str(address), "not-sent", message, hint) from None
            time.sleep(waits[failures])
            failures += 1


def _once(store: Store, parcel: Parcel, address: Address, tell: Tell) -> bool:
    store.check()
    size = store.size(parcel.name)
    if size is None:
        store.deliver(parcel, tell)
        return True
    if size == len(parcel.data) and staged.digest(store, parcel.name, tell) == parcel.sha256:
        return False
    message = f"another file named {parcel.name} stands there, and was left as it is"
    hint = "find out what it is; send to another folder, or have it removed there"
    raise refused(str(address), "sent-before", message, hint)
