"""Exchange of an edition's folder for its new one in a single step, with a journal for crashes.

The new folder is complete and on the disk, in the private work folder, before anything else
changes. A journal beside it then names both editions until the old one is gone, so whatever
interrupts, the next command of any kind ends what was begun:

1. journal; 2. the folders are exchanged (where the file system cannot, the old one is moved aside
and the new one in); 3. the record of the new edition; 4. the old folder goes, also one of another
language; 5. the journal goes.

Until step 2 is done, what was begun is given up: the old edition stands.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.core import atomic_write
from pipeline.core.errors import Problem, Where, WriteError, shown_path
from pipeline.output import freshness, manifest
from pipeline.output.manifest import Record

_STAGING = "staging"


@dataclass(frozen=True)
class _Journal:
    """What a promotion is about to do.

    Attributes:
        output: the output folder.
        whose: the dossier and the edition.
        inode: number of the new folder: wherever it stands, it is known by that.
        record: of the new edition, as JSON has it.
        last: folder and names of files of the edition that goes; an empty folder if none does.
    """

    output: Path
    whose: tuple[str, str]
    inode: int
    record: Mapping[str, Any]
    last: tuple[str, tuple[str, ...]]

    @property
    def path(self) -> Path:
        """Return the path of the journal."""
        return Path(freshness.journal_folder(self.output)) / f"{'.'.join(self.whose)}.json"

    @property
    def staged(self) -> Path:
        """Return the path of the new folder before the exchange, and of the old one after it."""
        return manifest.work_folder(self.output) / _STAGING / ".".join(self.whose)

    @property
    def aside(self) -> Path:
        """Return the path of the old folder where folders cannot be exchanged."""
        return self.staged.with_name(f"{self.staged.name}.old")

    @property
    def target(self) -> Path:
        """Return the path that the new edition gets."""
        return self.output / str(self.record["folder"])

    def names(self) -> frozenset[str]:
        """Return the files of both editions: any other is somebody's own."""
        return frozenset((*self.last[1], *self.record["files"]))


def promote(
    output: Path,
    whose: tuple[str, str],
    files: Mapping[str, bytes],
    last: Record | None,
    record: Record,
) -> None:
    """Replace an edition's folder with its new, audited files, in one step (G34).

    What somebody has put beside the last ones is carried over.

    Args:
        output: the output folder.
        whose: the dossier and the edition; their lock is held.
        files: all of the edition, by name.
        last: of the edition that goes.
        record: of this one, with its files.

    Raises:
        WriteError: the system refused; all of the last edition stands, or all of this one.
    """
    before = (last.folder, tuple(last.files)) if last is not None else ("", ())
    target = output / record.folder
    with atomic_write.writing(target):
        _make_way(output, target, whose[1])
        journal = _Journal(output, whose, 0, asdict(record), before)
        _discard(journal.staged, journal.aside)
        _stage(journal, files)
        inode = journal.staged.stat().st_ino
        journal = _Journal(output, whose, inode, journal.record, before)
        journal.path.parent.mkdir(mode=0o700, exist_ok=True)
        rows = {"inode": inode, "record": journal.record, "last": before}
        data = json.dumps(rows, sort_keys=True).encode()
        atomic_write.write(journal.path, data, 0o600, manifest.work_folder(output))
        _put(journal)
        _end(journal)


def withdraw(output: Path, whose: tuple[str, str], last: Record | None, record: Record) -> None:
    """Take an edition that is not to be made out of its folder, in one step.

    What somebody has put beside its files stays.

    Args:
        output: the output folder.
        whose: the dossier and the edition; their lock is held.
        last: of the edition that goes, if there is one.
        record: which says that the edition was left out.

    Raises:
        WriteError: the system refused; all of the last edition stands, or nothing of it.
    """
    if last is None or not last.folder:
        _note(output, whose, asdict(record))
        return
    promote(output, whose, {}, last, replace(record, folder=last.folder))
    for folder in (output / last.folder, (output / last.folder).parent):
        with suppress(OSError):  # something stands there that is not ours
            folder.rmdir()


def _make_way(output: Path, target: Path, audience: str) -> None:
    """Make the folders above an edition's, for those who may see it (G21)."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        message = "a link or a file stands where the folder of the edition is to be"
        hint = "move it away, or build into another folder with --output"
        raise WriteError(Problem(Where(shown_path(target)), "cannot-write", message, hint))
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.parent != output:
        target.parent.chmod(manifest.modes(audience)[0])


def _stage(journal: _Journal, files: Mapping[str, bytes]) -> None:
    """Write the new folder, with what somebody has put beside the old files."""
    folder_mode, file_mode = manifest.modes(journal.whose[1])
    staged = journal.staged
    staged.parent.mkdir(mode=0o700, exist_ok=True)
    staged.mkdir(mode=0o700)
    for name, data in sorted(files.items(), key=lambda row: (row[0] == manifest.NAME, row[0])):
        atomic_write.fill(staged / name, data, file_mode)
    for folder in _old_folders(journal):
        _carry(folder, staged, journal.names())
    staged.chmod(folder_mode)
    atomic_write.sync(staged)


def _old_folders(journal: _Journal) -> list[Path]:
    """Return the folders that the new one takes the place of: another language has another."""
    named = [journal.output / journal.last[0]] if journal.last[0] else []
    return [folder for folder in dict.fromkeys((journal.target, *named)) if folder.is_dir()]


def _carry(folder: Path, into: Path, ours: Collection[str]) -> None:
    """Link or copy what is somebody's own from one folder into another."""
    for row in sorted(folder.iterdir()):
        target = into / row.name
        if row.name in ours or os.path.lexists(target):
            continue
        if row.is_dir() and not row.is_symlink():
            shutil.copytree(row, target, symlinks=True, copy_function=_link)
        else:
            _link(row, target)


def _link(source: str | Path, target: str | Path) -> None:
    """Give a file a second name; where the file system has but one for each, copy it."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in atomic_write.NO_LINK:
            raise
        shutil.copy2(source, target, follow_symlinks=False)


def _put(journal: _Journal) -> None:
    """Bring the new folder to its place, and the old one out of it."""
    target, staged = journal.target, journal.staged
    if not target.exists():
        os.rename(staged, target)  # noqa: PTH104 - as all that a test makes fail
    elif not atomic_write.exchange(staged, target):
        os.rename(target, journal.aside)  # noqa: PTH104
        try:
            os.rename(staged, target)  # noqa: PTH104
        except OSError:
            os.rename(journal.aside, target)  # noqa: PTH104
            raise
    atomic_write.sync(target.parent)
    atomic_write.sync(staged.parent)


def _end(journal: _Journal) -> None:
    """End a promotion whose new folder stands: its record, then the old folder goes."""
    _note(journal.output, journal.whose, journal.record)
    old = journal.output / journal.last[0]
    if journal.last[0] and old != journal.target and old.is_dir():
        if journal.staged.is_dir():
            _sweep(journal, journal.staged)
        os.rename(old, journal.staged)  # noqa: PTH104
        atomic_write.sync(old.parent)
    for folder in (journal.staged, journal.aside):
        if folder.is_dir():
            _sweep(journal, folder)
    atomic_write.remove(journal.path)


def _note(output: Path, whose: tuple[str, str], record: Mapping[str, Any]) -> None:
    """Write the record of an edition as it is now."""
    manifest.private_folder(output, whose[0])
    path = Path(freshness.record_path(output, *whose))
    atomic_write.write(path, json.dumps(record, sort_keys=True).encode(), 0o600)


def _sweep(journal: _Journal, folder: Path) -> None:
    """Remove an old folder, after what somebody put into it at the last moment has left it."""
    for row in folder.iterdir():
        target = journal.target / row.name
        if row.name not in journal.names() and not os.path.lexists(target):
            os.rename(row, target)  # noqa: PTH104
    _discard(folder)


def _discard(*folders: Path) -> None:
    """Remove folders of the work folder."""
    for folder in folders:
        if folder.exists():
            folder.chmod(stat.S_IRWXU)
            shutil.rmtree(folder)


@contextmanager
def held(output: Path, folder: Path) -> Generator[None]:
    """Hold a dossier's lock; what an interrupted build of it has begun is ended first.

    Raises:
        ContentError: another dossier of this name has files in the output folder.
        WriteError: the system refused.
    """
    dossier = os.path.basename(os.path.realpath(folder))  # noqa: PTH119 - as ``freshness`` has it
    with manifest.locked(output, dossier):
        settle(output, dossier)
        manifest.claim(output, folder)
        yield


def settle(output: Path, dossier: str) -> None:
    """End what an interrupted build of a dossier has begun; its lock is held.

    Raises:
        WriteError: the system refused.
    """
    manifest.private_folder(output, dossier)
    for audience in ("full", "public"):
        path = Path(freshness.journal_folder(output)) / f"{dossier}.{audience}.json"
        with suppress(FileNotFoundError, NotADirectoryError):
            _settle(path, output, (dossier, audience))


def _settle(path: Path, output: Path, whose: tuple[str, str]) -> None:
    journal = _read(path, output, whose)
    with atomic_write.writing(path):
        if journal is None:  # it was never whole: nothing has happened yet
            atomic_write.remove(path)
            return
        if not journal.target.exists() and _is(journal.staged, journal.inode):
            os.rename(journal.staged, journal.target)  # noqa: PTH104
        if _is(journal.target, journal.inode):
            _end(journal)
            return
        if not journal.target.exists() and journal.aside.is_dir():
            os.rename(journal.aside, journal.target)  # noqa: PTH104
        _discard(journal.staged, journal.aside)
        atomic_write.remove(path)


def _is(folder: Path, inode: int) -> bool:
    return folder.is_dir() and folder.stat().st_ino == inode


def _read(path: Path, output: Path, whose: tuple[str, str]) -> _Journal | None:
    """Return a journal; None if it is not whole.

    Raises:
        FileNotFoundError: there is none.
    """
    data = path.read_bytes()
    try:
        rows: dict[str, Any] = json.loads(data)
        record: dict[str, Any] = rows["record"]
        folder, names = rows["last"]
        return _Journal(output, whose, int(rows["inode"]), record, (str(folder), tuple(names)))
    except (ValueError, TypeError, LookupError):
        return None


def settle_all(output: Path) -> None:
    """End what interrupted builds have begun, but for those that are still running.

    Raises:
        WriteError: the system refused.
    """
    for name in freshness.journals(output):
        dossier = name.rsplit(".", 2)[0]
        with manifest.locked(output, dossier, waits=False) as is_held:
            if is_held:
                settle(output, dossier)
