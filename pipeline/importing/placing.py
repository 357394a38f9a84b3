"""Folder of an imported dossier: filled beside its place, and put there in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, Problem, Where, shown_path


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
        around = Path(mkdtemp(prefix=".import-", dir=folder.parent))
    staged = around / os.path.basename(os.path.realpath(folder))  # noqa: PTH119 - links may circle
    try:
        with atomic_write.writing(folder):
            staged.mkdir()
            yield staged
            if folder.is_dir() and any(folder.iterdir()):
                folder.rename(copy_of(folder))
            staged.rename(folder)
    finally:
        shutil.rmtree(around, ignore_errors=True)


def copy_of(folder: Path) -> Path:
    """Return where what stands in a place is kept: a hidden name, which no dossier has."""
    number = 1
    while True:
        kept = folder.with_name(f".{folder.name}.before-import-{number}")
        if not os.path.lexists(kept):
            return kept
        number += 1
