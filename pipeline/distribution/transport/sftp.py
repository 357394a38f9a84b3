"""Store on SFTP; hosts, users and keys are those of OpenSSH's configuration and agent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any

import asyncssh
from fsspec.asyn import sync
from sshfs import SSHFileSystem

from pipeline.core.errors import DistributeError
from pipeline.distribution.package.listing import refused
from pipeline.distribution.transport import staged
from pipeline.distribution.transport.address import Address
from pipeline.distribution.transport.store import (
    BLOCK,
    SILENCE_S,
    Feed,
    Parcel,
    Tell,
    lost,
    no_access,
    no_place,
)

#: Signs of life, one each quarter of ``SILENCE_S``, without which a connection counts as lost.
_KEEPALIVES = 4


class Sftp(staged.Renaming):
    """Store in a folder of an SFTP server whose key is known."""

    resumes = True

    def __init__(self, address: Address) -> None:
        self._address = address
        options: dict[str, Any] = {
            # sshfs would take any key; empty stands for ~/.ssh/known_hosts and the configuration
            "known_hosts": (),
            "password": None,
            "connect_timeout": SILENCE_S,
            "login_timeout": SILENCE_S,
            "keepalive_interval": SILENCE_S // _KEEPALIVES,
            "keepalive_count_max": _KEEPALIVES,
        }
        if address.port is not None:
            options["port"] = address.port
        if address.user:
            options["username"] = address.user
        with self._failing():
            self._fs = SSHFileSystem(address.host, skip_instance_cache=True, **options)

    def check(self) -> None:
        """Check that the folder is there."""
        with self._failing():
            try:
                found = self._fs.info(self._address.path or "/")
            except FileNotFoundError:
                raise no_place(self._address) from None
            if found["type"] != "directory":
                raise no_place(self._address)

    def size(self, name: str) -> int | None:
        """Return the bytes of a file; None if it is not there."""
        with self._failing():
            try:
                return int(self._fs.info(self._path(name))["size"])
            except FileNotFoundError:
                return None

    def read(self, name: str, feed: Feed) -> None:
        """Read a file, block by block."""
        with self._failing(), self._file(self._path(name), "rb") as file:
            while block := file.read(BLOCK):
                feed(block)

    def deliver(self, parcel: Parcel, tell: Tell) -> None:
        """Write a parcel, read it back, and give it its name."""
        staged.deliver(self, parcel, tell)

    def write(self, parcel: Parcel, start: int, tell: Tell) -> None:
        """Write a parcel under the name of its part, from a byte on.

        Each block names its place. What an earlier connection had on its way can still arrive, and
        then writes the same bytes to the same place; appending would write them twice.
        """
        path = self._path(parcel.part)
        mode = 0o600 if parcel.restricted else 0o644

        async def made(sftp: asyncssh.SFTPClient) -> None:
            async with sftp.open(path, "ab", asyncssh.SFTPAttrs(permissions=mode)):
                pass  # it is there, and has its mode, before anything is in it
            await sftp.chmod(path, mode)

        with self._failing():
            self._ask(made)
            with self._file(path, "r+b") as file:
                file.seek(start)
                for place in range(start, len(parcel.data), BLOCK):
                    file.write(parcel.data[place : place + BLOCK])
                    tell("sent", min(place + BLOCK, len(parcel.data)))

    def remove(self, name: str) -> None:
        """Remove a file."""
        with self._failing():
            self._fs.rm_file(self._path(name))

    def rename(self, old: str, new: str) -> None:
        """Rename a file by the standard's own request, which never replaces another one."""

        async def renamed(sftp: asyncssh.SFTPClient) -> None:
            await sftp.rename(self._path(old), self._path(new))

        with self._failing():
            self._ask(renamed)

    def close(self) -> None:
        """End the connection."""
        self._fs.client.close()

    def _path(self, name: str) -> str:
        return f"{self._address.path}/{name}"

    def _file(self, path: str, mode: str) -> Any:
        return self._fs.open(path, mode)

    def _ask(self, what: Callable[[asyncssh.SFTPClient], Awaitable[None]]) -> None:
        """Ask for what sshfs does not offer, on its connection."""

        async def asked() -> None:
            async with self._fs.client.start_sftp_client() as sftp:
                await what(sftp)

        sync(self._fs.loop, asked)

    @contextmanager
    def _failing(self) -> Generator[None]:
        try:
            yield
        except asyncssh.HostKeyNotVerifiable:
            raise self._unknown() from None
        except (asyncssh.PermissionDenied, PermissionError, asyncssh.SFTPPermissionDenied,
                asyncssh.KeyImportError):  # fmt: skip
            hint = "see that 'sftp HOST' lets you in with a key, and that the folder is yours"
            raise no_access(self._address, hint) from None
        except (OSError, asyncssh.Error) as error:
            raise lost(error) from None

    def _unknown(self) -> DistributeError:
        message = "the key of this host is not the one that is known, or none is known"
        hint = (
            "get the key's fingerprint from whoever runs the host, connect once with 'sftp HOST',"
            " compare, and accept it; then it stands in ~/.ssh/known_hosts"
        )
        return refused(str(self._address), "unknown-host", message, hint)
