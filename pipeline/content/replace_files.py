"""Replacement of several files of a dossier: all written first, then renamed in a given order.

Every new file is complete on the disk under a temporary name before the first old one goes, so a
full disk changes nothing. Then the files are renamed one after another, each rename made durable
before the next: whoever gives the files decides what an interruption in between leaves behind.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.core import atomic_write, locks
from pipeline.core.errors import ContentError, Problem, Where, shown_path

#: Names a command while it replaces the files of a dossier one after another.
UNFINISHED = ".unfinished"
SEALING = "dossier seal"
RELEASING = "dossier release "
#: Letters of an interrupted command's name that are read back: ours are shorter.
_LONGEST = 200


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
    with locks.locked(os.open(folder, os.O_RDONLY | os.O_DIRECTORY)):
        yield


def content(path: Path) -> bytes | None:
    """Return the bytes of a file, or None if there is none."""
    return atomic_write.read(path) if path.exists() else None


def replace(changes: Sequence[Change], command: str = "") -> None:
    """Put all new files in their places, in the order given; the folder must be locked.

    Args:
        changes: of files of one folder.
        command: that makes them; after an interruption between two files, messages name it.

    Raises:
        ContentError: a file has changed since it was read.
        WriteError: the system refused. Then nothing was changed, or only the first files of the
            order were.
    """
    for change in changes:
        if content(change.path) != change.old:
            hint = "nothing is lost; run the command again"
            message = "the file has changed since it was read"
            problem = Problem(Where(shown_path(change.path)), "changed-meanwhile", message, hint)
            raise ContentError(problem)
    staged: list[tuple[Path, Path]] = []
    note = changes[0].path.with_name(UNFINISHED) if command and len(changes) > 1 else None
    try:
        _stage(changes, staged)
        if note is not None:
            atomic_write.remove(note)
            with atomic_write.writing(note):
                write_private(note, command.encode())
        _promote(staged)
        if note is not None:
            atomic_write.remove(note)
    finally:
        left = [temporary for temporary, _ in staged if temporary.exists()]
        if note is not None and len(left) == len(changes):  # nothing has changed
            atomic_write.remove(note)
        for temporary in left:
            atomic_write.remove(temporary)


def finished(folder: Path) -> None:
    """Forget that a command was interrupted: nothing is left of it to be done."""
    atomic_write.remove(folder / UNFINISHED)


def unfinished(folder: Path) -> str:
    """Return the command that was interrupted between two files of a dossier; '' if none was."""
    try:
        return atomic_write.read(folder / UNFINISHED, _LONGEST).decode("utf-8", "replace")
    except OSError:
        return ""


def _stage(changes: Sequence[Change], staged: list[tuple[Path, Path]]) -> None:
    """Write all files under temporary names."""
    for change in changes:
        target = Path(os.path.realpath(change.path))
        temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        with atomic_write.writing(change.path):
            for stale in target.parent.glob(f".{target.name}.*.tmp"):
                stale.unlink()  # left by a command that was killed: the folder is locked
            staged.append((temporary, target))
            keeps = not change.private and target.exists()
            mode = target.stat().st_mode & 0o777 if keeps else change.mode
            write_private(temporary, change.new)
            temporary.chmod(mode)


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that its owner alone can read, and wait until it is on the disk.

    Raises:
        FileExistsError: there is one.
        OSError: the system refused; nothing is left.
    """
    atomic_write.fill(path, data, 0o600, os.O_EXCL)


def _promote(staged: Sequence[tuple[Path, Path]]) -> None:
    for temporary, target in staged:
        with atomic_write.writing(target):
            temporary.replace(target)
            atomic_write.sync(target.parent)
