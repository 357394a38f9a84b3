"""Interface of stores to which packages are sent, the package in transit, and errors.

Whatever stops a try is one of two things. A ``CutError`` passes, and the next try goes on from
there: connections that break, servers that are busy. A ``DistributeError`` does not: no access, a
host that nobody knows, a folder that is not there.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from pipeline.core.errors import DistributeError
from pipeline.distribution.package.listing import refused
from pipeline.distribution.transport.address import Address

#: Bytes that are written, or read, at once.
BLOCK = 2**20
#: Seconds until a server that says nothing counts as gone.
SILENCE_S = 60

#: What goes on: bytes that need not be sent again, bytes sent, bytes read back.
Phase = Literal["kept", "sent", "read"]
Tell = Callable[[Phase, int], None]
Feed = Callable[[bytes], object]

# what these libraries find comes back as an error; their words can hold addresses and names
for _name in ("asyncssh", "botocore", "aiobotocore", "s3fs", "fsspec", "sshfs", "httpx", "webdav4"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


class CutError(Exception):
    """A try that failed and may succeed later; the message says how, and quotes nothing."""


class ChangedError(CutError):
    """Package read back that is not the one that was sent."""


@dataclass(frozen=True)
class Parcel:
    """Finished package to be sent.

    Attributes:
        name: that it is to have.
        data: its bytes.
        sha256: of them.
        restricted: it is not for everybody.
    """

    name: str
    data: bytes
    sha256: str
    restricted: bool

    @property
    def part(self) -> str:
        """Return the name that it has until it is whole and read back.

        Another package never goes on where this one stopped: the digest is in the name.
        """
        return f".{self.name}.{self.sha256[:16]}.part"


class Store(Protocol):
    """Interface of a place to which packages are sent."""

    def check(self) -> None:
        """Check that the folder is there.

        Raises:
            DistributeError: it is not, or this user may not see it.
        """
        ...

    def size(self, name: str) -> int | None:
        """Return the bytes of a file; None if it is not there."""
        ...

    def read(self, name: str, feed: Feed) -> None:
        """Read a file, block by block."""
        ...

    def deliver(self, parcel: Parcel, tell: Tell) -> None:
        """Send a parcel; its name is there afterwards, whole and read back, or not at all.

        Raises:
            CutError: it is not, and what was sent stays where that can be.
            DistributeError: it is not, and never will be in this way.
        """
        ...

    def close(self) -> None:
        """End the connection."""
        ...


def no_access(address: Address, hint: str) -> DistributeError:
    """Return the error of a store that does not let this user in, or not write."""
    return refused(str(address), "no-access", "the server does not let you write here", hint)


def no_place(address: Address) -> DistributeError:
    """Return the error of a folder that is not there; none is made, as it may be misspelt."""
    hint = "compare the address; if it is right, make the folder first"
    return refused(str(address), "no-place", "there is no such folder", hint)


def lost(error: BaseException) -> CutError:
    """Return the error of a broken connection by its kind: a library's words can quote more."""
    name = errno.errorcode.get(getattr(error, "errno", None) or 0)
    return CutError(name or type(error).__name__)
