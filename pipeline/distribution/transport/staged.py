"""Base of stores that can rename: a package has a temporary name until it is read back."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from typing import Protocol

from pipeline.distribution.transport.store import ChangedError, Parcel, Store, Tell


class Renaming(Store, Protocol):
    """Store that writes under one name and renames to another, without replacing anything."""

    #: A file that was written in part can be written further.
    resumes: bool

    @abstractmethod
    def write(self, parcel: Parcel, start: int, tell: Tell) -> None:
        """Write a parcel under the name of its part, from a byte on; all of it before returns."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Remove a file."""

    @abstractmethod
    def rename(self, old: str, new: str) -> None:
        """Rename a file at once; fail if something has the new name."""


def deliver(store: Renaming, parcel: Parcel, tell: Tell) -> None:
    """Deliver a parcel to a store that can rename; see ``Store.deliver``."""
    written = store.size(parcel.part)
    start = written or 0
    if start > len(parcel.data) or not store.resumes:
        start = 0
        if written is not None and store.resumes:
            store.remove(parcel.part)
    tell("kept", start)
    if start < len(parcel.data):
        store.write(parcel, start, tell)
    if digest(store, parcel.part, tell) != parcel.sha256:
        store.remove(parcel.part)
        raise ChangedError
    store.rename(parcel.part, parcel.name)


def digest(store: Store, name: str, tell: Tell) -> str:
    """Return the SHA-256 of what a store has under a name."""
    found = hashlib.sha256()
    count = 0

    def feed(block: bytes) -> None:
        nonlocal count
        found.update(block)
        count += len(block)
        tell("read", count)

    store.read(name, feed)
    return found.hexdigest()
