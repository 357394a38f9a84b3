"""Packages registered and not yet in the output folder: staged, placed, completed after a crash.

The bytes of a package wait in a folder of their own, ``packages/.pending``, under their digest, so
that no other command overwrites them. Whether an interrupted command has handed one out is for the
register to say: with a line it goes to its place, without one it was never handed out and goes
away.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.core import atomic_write
from pipeline.core.errors import DistributeError, Problem, Where, shown_path
from pipeline.distribution.register import register
from pipeline.distribution.register.register_entries import Line
from pipeline.output import freshness, manifest

PACKAGES = "packages"
#: Of the folder below that of the packages.
NAME = ".pending"


def _folder(output: Path) -> Path:
    return output / PACKAGES / NAME


def stage(output: Path, data: bytes, mode: int) -> Path:
    """Write a package to the pending folder, and return the file.

    Raises:
        WriteError: the system refused.
    """
    folder = _folder(output)
    with atomic_write.writing(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    path = folder / f"{freshness.sha256(data)}.zip"
    atomic_write.write(path, data, mode)
    return path


def place(path: Path, target: Path, *, is_public: bool) -> None:
    """Move a registered package to its place in the output folder.

    Args:
        path: where it waits.
        target: its place.
        is_public: everybody may see the folder (G21).

    Raises:
        WriteError: the system refused; the package waits.
    """
    with atomic_write.writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.parent.chmod(manifest.modes("public" if is_public else "full")[0])
        os.replace(path, target)  # noqa: PTH105 - as all that a test makes fail
        atomic_write.sync(target.parent)


def settle(output: Path) -> None:
    """End what interrupted commands have begun; the register's lock is held.

    Nothing is done while the register is not in order.

    Raises:
        WriteError: the system refused.
    """
    waiting = list(_waiting(output))
    if not waiting:
        return
    found: tuple[Line, ...] = ()
    if (output / register.NAME).exists():
        found, problems = register.read(output / register.NAME)
        if problems:
            return
    entries = {entry.sha256: entry for entry in register.distributions(found)}
    for path in waiting:
        entry = entries.get(path.stem)
        if entry is None or freshness.sha256(path.read_bytes()) != path.stem:
            atomic_write.remove(path)
            continue
        target = output / PACKAGES / entry.audience / entry.file
        if not target.exists():
            is_public = all(row.edition == "public" for row in entry.editions)
            place(path, target, is_public=is_public)
        elif freshness.sha256(target.read_bytes()) == entry.sha256:
            atomic_write.remove(path)


def _waiting(output: Path) -> Iterator[Path]:
    folder = _folder(output)
    return iter(sorted(folder.iterdir()) if folder.is_dir() else ())


def settle_all(output: Path) -> None:
    """End what interrupted commands have begun, unless one that hands out is running.

    Raises:
        WriteError: the system refused.
    """
    if any(_waiting(output)):
        with manifest.locked(output, register.NAME, waits=False) as is_held:
            if is_held:
                settle(output)


def repair(output: Path) -> Path | None:
    """Take an incomplete last line out of the register, and return where it is saved.

    Such a line is left by a command that was killed while it wrote: its package was not handed out,
    or what it sent was not yet known to have arrived.

    Returns:
        None if the last line is complete.

    Raises:
        DistributeError: there is no register here.
        WriteError: the system refused; the register is as it was.
    """
    path = output / register.NAME
    with manifest.locked(output, register.NAME):
        try:
            data = atomic_write.read(path)
        except OSError:
            hint = "the register is written by the first 'dossier dist'"
            problem = Problem(Where(shown_path(path)), "no-register", "there is no such file", hint)
            raise DistributeError(problem) from None
        whole, end, torn = data.rpartition(b"\n")
        if not torn:
            return None
        kept = path.with_name(f"{register.NAME}.torn-{freshness.sha256(torn)[:16]}")
        atomic_write.write(kept, torn, 0o600)
        atomic_write.write(path, whole + end, 0o600)
        settle(output)
        return kept


def unregistered(output: Path, found: Sequence[Line]) -> Iterator[Problem]:
    """Yield the packages that stand in the output folder and have no line in the register."""
    known = {entry.sha256 for entry in register.distributions(found)}
    for path in sorted((output / PACKAGES).glob("*/*.zip")):
        if path.parent.name != NAME and freshness.sha256(path.read_bytes()) not in known:
            message = "this package stands here, and the register has no line for it"
            hint = "find out whether anybody has it; take it away, and run 'dossier dist' again"
            yield Problem(Where(shown_path(path)), "not-registered", message, hint)
