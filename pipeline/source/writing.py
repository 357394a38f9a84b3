"""Change files of a dossier's folder: all written before the first is replaced, in a given order.

Every new file is complete on the disk under a temporary name before the first old one goes, so a
full disk changes nothing. Then the files are renamed one after another, each rename made durable
before the next: whoever gives the files decides what an interruption in between leaves behind.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.diagnostics import ContentError, Problem, Where, shown_path


@dataclass(frozen=True)
class Change:
    """A file's new content, and the old one that it was made from.

    Attributes:
        path: a link is followed.
        old: as read before; None when there was no file. What stands there now must be the same.
        mode: for a new file; one that exists keeps its own, unless ``private``.
        private: only the owner may read it, whatever it was before.
    """

    path: Path
    new: bytes
    old: bytes | None
    mode: int = 0o644
    private: bool = False


@contextmanager
def locked(folder: Path) -> Generator[None]:
    """Hold a dossier's folder, so that two commands that change it take turns.

    Raises:
        ContentError: there is no such folder.
    """
    if not folder.is_dir():
        hint = "give the folder that holds dossier.yaml"
        where = Where(shown_path(folder))
        raise ContentError(Problem(where, "no-dossier", "no such folder", hint))
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def content(path: Path) -> bytes | None:
    """Return what stands in a file, or None if there is none."""
    return path.read_bytes() if path.exists() else None


def replace(changes: Sequence[Change]) -> None:
    """Put all new files in their places, in the order given; the folder must be locked.

    Raises:
        ContentError: a file has changed since it was read, or the disk refused. Then nothing was
            changed, or only the first files of the order were.
    """
    for change in changes:
        if content(change.path) != change.old:
            _refuse(change.path, "changed-meanwhile", "the file has changed since it was read")
    staged: list[tuple[Path, Path]] = []
    try:
        failed = _stage(changes, staged) or _promote(staged)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
    if failed:
        _refuse(failed, "cannot-write", "the file could not be written")


def _refuse(path: Path, code: str, message: str) -> None:
    hint = "nothing is lost; run the command again"
    raise ContentError(Problem(Where(shown_path(path)), code, message, hint))


def _stage(changes: Sequence[Change], staged: list[tuple[Path, Path]]) -> Path | None:
    """Write all files under temporary names; return the one that could not be written."""
    for change in changes:
        target = change.path.resolve()
        temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        for stale in target.parent.glob(f".{target.name}.*.tmp"):
            stale.unlink()  # left by a command that was killed: the folder is locked
        staged.append((temporary, target))
        keeps = not change.private and target.exists()
        mode = target.stat().st_mode & 0o777 if keeps else change.mode
        try:
            write_private(temporary, change.new)
            temporary.chmod(mode)
        except OSError:
            return change.path
    return None


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that its owner alone can read, and wait until it is on the disk.

    Raises:
        FileExistsError: there is one.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _promote(staged: Sequence[tuple[Path, Path]]) -> Path | None:
    for temporary, target in staged:
        try:
            temporary.replace(target)
            descriptor = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError:
            return target
    return None
