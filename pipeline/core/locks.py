"""Locks on open files and folders, which the system lets go when their process ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager

_held: set[int] = set()


@contextmanager
def locked(descriptor: int, *, waits: bool = True) -> Generator[bool]:
    """Hold a lock, so that two commands take turns; give whether it is held.

    Args:
        descriptor: of an open file or folder; closed at the end.
        waits: until whoever holds it lets go.
    """
    is_held = True
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except BlockingIOError:
            is_held = False
        _held.add(descriptor)
        yield is_held
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def leave() -> None:
    """Drop, in a forked child, the locks that its parent holds."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()
