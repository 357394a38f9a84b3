"""Store on local folders, network drives, and whatever else fsspec can write to."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import fsspec

from pipeline.distribution.package.listing import refused
from pipeline.distribution.transport import staged
from pipeline.distribution.transport.address import Address
from pipeline.distribution.transport.store import (
    BLOCK,
    Feed,
    Parcel,
    Tell,
    lost,
    no_access,
    no_place,
)


class Folder(staged.Renaming):
    """Store in a folder by way of fsspec.

    Stores without folders have none to be missing, and most cannot write a file further: only
    folders of the system are known to.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self.resumes = address.scheme == "file"
        try:
            url = address.path if self.resumes else str(address)
            self._fs, self._root = fsspec.url_to_fs(url or "/", skip_instance_cache=True)
        except ImportError:
            hint = f"install the package by which fsspec reaches {address.scheme}://"
            message = "the package that reaches it is not installed"
            raise refused(str(address), "bad-address", message, hint) from None
        except ValueError:
            hint = "see docs/distributing.md for what is known"
            raise refused(str(address), "bad-address", "fsspec cannot reach it", hint) from None

    def check(self) -> None:
        """Check that the folder is there; stores without real folders have none."""
        with self._failing():
            if self.resumes and not self._fs.isdir(self._root):
                raise no_place(self._address)

    def size(self, name: str) -> int | None:
        """Return the bytes of a file; None if it is not there."""
        with self._failing():
            self._fs.invalidate_cache()
            path = self._path(name)
            return int(self._fs.info(path)["size"]) if self._fs.exists(path) else None

    def read(self, name: str, feed: Feed) -> None:
        """Read a file, block by block."""
        with self._failing(), self._fs.open(self._path(name), "rb") as file:
            while block := file.read(BLOCK):
                feed(block)

    def deliver(self, parcel: Parcel, tell: Tell) -> None:
        """Write a parcel, read it back, and give it its name."""
        staged.deliver(self, parcel, tell)

    def write(self, parcel: Parcel, start: int, tell: Tell) -> None:
        """Write a parcel under the name of its part, from a byte on."""
        path = self._path(parcel.part)
        with self._failing():
            if self.resumes:  # the file is there, and has its mode, before anything is in it
                self._fs.touch(path, truncate=False)
                self._fs.chmod(path, 0o600 if parcel.restricted else 0o644)
            with self._fs.open(path, "r+b" if self.resumes else "wb") as file:
                if start:
                    file.seek(start)
                for place in range(start, len(parcel.data), BLOCK):
                    file.write(parcel.data[place : place + BLOCK])
                    tell("sent", min(place + BLOCK, len(parcel.data)))

    def remove(self, name: str) -> None:
        """Remove a file."""
        with self._failing():
            self._fs.rm_file(self._path(name))

    def rename(self, old: str, new: str) -> None:
        """Rename a file; somebody who takes the name in the same instant is not noticed."""
        with self._failing():
            if self._fs.exists(self._path(new)):
                raise FileExistsError
            self._fs.mv(self._path(old), self._path(new))

    def close(self) -> None:
        """Do nothing: there is no connection of ours."""

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    @contextmanager
    def _failing(self) -> Generator[Any]:
        try:
            yield
        except PermissionError:
            raise no_access(self._address, "ask whose folder it is") from None
        except OSError as error:
            raise lost(error) from None
