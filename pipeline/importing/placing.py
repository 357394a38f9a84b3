"""Folder of an imported dossier: filled beside its place, and put there in one step."""

from __future__ import annotations

import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from types import FrameType
from typing import NoReturn

from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, Problem, Where, shown_path

#: Names of folders that are being filled; age in seconds from which on nobody fills one any more.
_PREFIX, _FILLED = ".import-", re.compile(r"\.import-[a-z0-9_]{8}")
_ABANDONED_S = 3600
#: Signals that end a program, and what is added to them for its exit code.
_ENDINGS, _ENDED_BY = (signal.SIGTERM, signal.SIGHUP), 128


def require_free(folder: Path, *, force: bool) -> None:
    """Refuse a place where something stands, unless it may be replaced; an empty folder is none.

    Raises:
        ContentError: something does.
    """
    if not os.path.lexists(folder):
        return
    is_folder = folder.is_dir() and not folder.is_symlink()
    if is_folder and (force or not any(folder.iterdir())):
        return
    hint = "give another folder with --into; --force replaces a dossier, and keeps a copy beside it"
    where = Where(shown_path(folder))
    raise ContentError(Problem(where, "already-there", "something stands here", hint))


@contextmanager
def placed(folder: Path, *, force: bool) -> Generator[Path]:
    """Give a folder to fill, which then stands in its place, or is gone.

    What stood there is kept beside it, under the name ``copy_of`` returns.
    """
    require_free(folder, force=force)
    with atomic_write.writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder.parent)
        around = Path(mkdtemp(prefix=_PREFIX, dir=folder.parent))
    staged = around / os.path.basename(os.path.realpath(folder))  # noqa: PTH119 - links may circle
    try:
        with atomic_write.writing(folder), _ending_in_order():
            staged.mkdir()
            yield staged
            if folder.is_dir() and any(folder.iterdir()):
                folder.rename(copy_of(folder))
            staged.rename(folder)
    finally:
        shutil.rmtree(around, ignore_errors=True)


@contextmanager
def _ending_in_order() -> Generator[None]:
    """Let what would end the program at once raise ``SystemExit``, so that nothing is left."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return
    before = {number: signal.signal(number, _end) for number in _ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    del frame
    raise SystemExit(_ENDED_BY + number)


def _sweep(folder: Path) -> None:
    """Remove what imports left that were killed."""
    oldest = time.time() - _ABANDONED_S
    for path in folder.glob(f"{_PREFIX}*"):
        if not _FILLED.fullmatch(path.name) or path.is_symlink() or not path.is_dir():
            continue
        if path.stat().st_mtime < oldest:
            shutil.rmtree(path, ignore_errors=True)


def copy_of(folder: Path) -> Path:
    """Return where what stands in a place is kept: a hidden name, which no dossier has."""
    number = 1
    while True:
        kept = folder.with_name(f".{folder.name}.before-import-{number}")
        if not os.path.lexists(kept):
            return kept
        number += 1
