"""Quarantine of files that failed the audit, in a private folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.core import atomic_write
from pipeline.core.errors import Problem

FOLDER = "quarantine"


def quarantine(work: Path, name: str, data: bytes, problems: Iterable[Problem]) -> Path:
    """Write a failed file and a report of why it failed.

    The folder can be opened by its owner alone, and the files are made unreadable for others
    before they hold anything. The report names files, slots and places, never words.

    Args:
        work: a private folder.
        name: the file's name; only its last part is used.
        data: the file.
        problems: what the audit found.

    Raises:
        WriteError: the system refused.

    Returns:
        The path of the file; its report has the same name with ``.txt`` added.
    """
    folder = work / FOLDER
    with atomic_write.writing(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    path = folder / Path(name).name
    report = "".join(f"{row.code}: {row.message}\n" for row in sorted(set(problems)))
    _write(path, data)
    _write(path.with_name(f"{path.name}.txt"), report.encode())
    return path


def _write(path: Path, data: bytes) -> None:
    with atomic_write.writing(path):
        path.unlink(missing_ok=True)
        atomic_write.fill(path, data, 0o600, os.O_EXCL)
