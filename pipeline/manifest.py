"""What was made, from what: the manifest that goes out, and the private record of freshness.

The manifest stands beside the files and may be published with them: it names the files, their
sizes and digests, and the markers by ground, and nothing that a reader could test a guess against
(G20, G30). Whether files are fresh is decided from a second record under ``output/.work`` that
never leaves the machine (``fresh``): digests of the content files as they were, of the program and
its templates, and of what each format drew.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from pipeline.fresh import record_path

NAME = "manifest.json"

_MODES = {"public": (0o755, 0o644), "full": (0o700, 0o600)}


@dataclass(frozen=True)
class FileEntry:
    """One finished file; ``size`` in bytes."""

    name: str
    format: str
    size: int
    sha256: str


@dataclass(frozen=True)
class GroundCount:
    """How many markers of an edition rest on a ground."""

    ground: str
    reference: str
    markers: int


@dataclass(frozen=True)
class Manifest:
    """The public record of one edition in one language.

    Attributes:
        markers: in each file; every file of an edition has the same ones.
        tools: versions of this program and of the libraries that wrote the files.
    """

    dossier: str
    reference: str
    edition: str
    language: str
    date: str
    markers: int
    grounds: tuple[GroundCount, ...]
    files: tuple[FileEntry, ...]
    tools: Mapping[str, str]

    def to_json(self) -> bytes:
        """Return the manifest as it is written: sorted keys, two spaces, one final newline."""
        text = json.dumps(asdict(self), sort_keys=True, indent=2, ensure_ascii=False)
        return text.encode() + b"\n"


@dataclass(frozen=True)
class Record:
    """What a finished build knows of one edition; private.

    Attributes:
        inputs: digest of the content files.
        program: digest of code and templates.
        folder: of the files, relative to the output folder.
        searched: digest of the vault whose values the audit searched for; empty if it searched
            for none.
        formats: that the dossier names.
        look: digests of the house's files that were used, by their paths from the dossier's
            folder, and of the theme that the command line named.
        jobs: what each file is made from, by its name.
        files: SHA-256 by file name, manifest included.
    """

    inputs: str
    program: str
    searched: str = ""
    formats: tuple[str, ...] = ()
    look: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    jobs: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


def modes(audience: str) -> tuple[int, int]:
    """Return the permissions of an edition's folder and of its files (G21)."""
    return _MODES[audience]


def work_folder(output: Path) -> Path:
    """Return the private folder for staging and records, made with mode 0700."""
    work = output / ".work"
    work.mkdir(parents=True, exist_ok=True)
    work.chmod(0o700)
    return work


def read_record(output: Path, dossier: str, audience: str) -> Record | None:
    """Return the record of the last finished build, if there is a readable one."""
    try:
        data = json.loads(Path(record_path(output, dossier, audience)).read_text("utf-8"))
        return Record(**data)
    except (OSError, ValueError, TypeError):
        return None


def write_record(output: Path, dossier: str, audience: str, record: Record) -> None:
    """Write the record of a finished build."""
    data = json.dumps(asdict(record), sort_keys=True).encode()
    write_file(Path(record_path(output, dossier, audience)), data, 0o600)


def drop_record(output: Path, dossier: str, audience: str) -> None:
    """Forget an edition, so that whatever interrupts what follows, the next build starts anew."""
    Path(record_path(output, dossier, audience)).unlink(missing_ok=True)


def for_jobs(record: Record, folder: Path, jobs: Mapping[str, str]) -> Record:
    """Return a record that knows its folder and what each file is made from."""
    return replace(record, folder=str(folder), jobs=dict(sorted(jobs.items())))


def with_files(record: Record, files: Mapping[str, str]) -> Record:
    """Return a finished build's record: its files, and the jobs that made them."""
    jobs = {name: digest for name, digest in record.jobs.items() if name in files}
    return replace(record, jobs=jobs, files=dict(files))


def write_file(path: Path, data: bytes, mode: int, staging: Path | None = None) -> None:
    """Write a file so that it is never seen half-written: a temporary name, then a rename.

    Args:
        path: of the file.
        data: its bytes.
        mode: its permissions.
        staging: where the temporary file stands, on the same file system; beside it by default.
    """
    temporary = (staging or path.parent) / f".{path.name}.{os.getpid()}.tmp"
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def promote(folder: Path, staged: Mapping[str, bytes], audience: str, work: Path) -> None:
    """Put audited files in their place, the manifest last.

    Even a killed build leaves no temporary file beside the published ones (G34).

    Args:
        folder: the edition's folder; made if need be.
        staged: finished and audited files by name.
        audience: the full edition's files can be read by their owner alone (G21).
        work: the private work folder, where files stand until they are whole.
    """
    staging = work / "staging" / folder.parent.parent.name
    staging.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in staging.iterdir():  # what a killed build left behind
        left.unlink()
    folder_mode, file_mode = _MODES[audience]
    folder.mkdir(parents=True, exist_ok=True)
    for parent in (folder, folder.parent):
        parent.chmod(folder_mode)
    for name in sorted(staged, key=lambda name: (name == NAME, name)):
        write_file(folder / name, staged[name], file_mode, staging)


def remove_stale(output: Path, last: Record, folder: str, names: set[str]) -> None:
    """Take away what an earlier build made and this edition no longer says (G11)."""
    for name in last.files:
        if last.folder != folder or name not in names:
            (output / last.folder / name).unlink(missing_ok=True)


def unlisted(folder: Path, names: set[str]) -> list[str]:
    """Return what stands in an edition's folder and is not named, sorted."""
    return sorted(path.name for path in folder.iterdir() if path.name not in names)


_held: set[int] = set()


def leave_locks() -> None:
    """Let go, in a forked child, of the locks that its parent holds."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


@contextmanager
def locked(output: Path, dossier: str) -> Generator[None]:
    """Hold a dossier's lock, so that two builds at once take turns."""
    path = work_folder(output) / f"{dossier}.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        _held.add(descriptor)
        yield
    finally:
        _held.discard(descriptor)
        os.close(descriptor)
