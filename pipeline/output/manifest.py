"""Manifest of an edition's files, the private record for freshness, and the lock of a dossier.

The manifest stands beside the files and may be published with them: it names the files, their sizes
and digests, and the markers by ground, and nothing that a reader could test a guess against (G20,
G30). Whether files are fresh is decided from a second record under ``output/.work`` that never
leaves the machine (``freshness``): digests of the content files as they were, of the program and
its templates, and of what each format drew.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from pipeline.core import atomic_write, locks
from pipeline.core.errors import ContentError, Problem, Where, shown_path
from pipeline.output import freshness
from pipeline.output.freshness import CONTENT, place, place_path, record_path

NAME = "manifest.json"

#: Name of a file of one dossier, as it was until version 0.3.
_NOTED = re.compile(
    r"(?P<dossier>.+)\.(?P<what>place|(?:full|public)(?:\.seen|\.[a-z]{2}\.[a-z]+)?\.json)"
)
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
    """Number of markers of an edition that rest on a ground."""

    ground: str
    reference: str
    markers: int


@dataclass(frozen=True)
class Manifest:
    """The public record of one edition in one language.

    Attributes:
        markers: withheld places of the edition; each has its marker in every format (a file can
            print one twice: a title and the table of contents).
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
    """Private record of one edition's last finished build: digests of all that it depends on.

    Attributes:
        inputs: digest of the content files.
        program: digest of code and templates.
        folder: of the files, relative to the output folder.
        searched: digest of the vault whose values the audit searched for; empty if it searched
            for none.
        formats: that the dossier names.
        look: digests of the brand's files that were used, by their paths from the dossier's
            folder, and of the theme that the command line named.
        jobs: what each file is made from, by its name.
        files: SHA-256 by file name, manifest included.
        left_out: why the edition was not made, although all editions were asked for; empty if it
            was made.
    """

    inputs: str
    program: str
    searched: str = ""
    formats: tuple[str, ...] = ()
    look: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    jobs: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    left_out: str = ""


def modes(audience: str) -> tuple[int, int]:
    """Return the permissions of an edition's folder and of its files (G21)."""
    return _MODES[audience]


def work_folder(output: Path) -> Path:
    """Return the private folder for staging and records, made with mode 0700."""
    work = output / ".work"
    with atomic_write.writing(work):
        work.mkdir(parents=True, exist_ok=True)
        work.chmod(0o700)
    return work


def private_folder(output: Path, dossier: str) -> Path:
    """Return the private folder of a dossier, made; what stood beside it before goes into it.

    Until version 0.3 all files stood in the work folder, under names that began with the dossier's.
    The one by which that is known goes last: whoever is interrupted goes on the next time.
    """
    work, folder = work_folder(output), Path(freshness.private_folder(output, dossier))
    with atomic_write.writing(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (last := work / f"{dossier}.place").exists():
            for path in [*(row for row in work.iterdir() if row != last), last]:
                if (named := _NOTED.fullmatch(path.name)) and named["dossier"] == dossier:
                    path.rename(folder / named["what"])
    return folder


def read_record(output: Path, dossier: str, audience: str) -> Record | None:
    """Return the record of the last finished build, if there is a readable one."""
    try:
        data = json.loads(Path(record_path(output, dossier, audience)).read_text("utf-8"))
        record = Record(**data)
        return record if all(isinstance(word, str) for word in _words(record)) else None
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return None


def _words(record: Record) -> Iterator[object]:
    """Yield all that a record holds, which are words if it is one of ours."""
    yield from (record.inputs, record.program, record.searched, record.folder, record.left_out)
    yield from record.formats
    for rows in (record.look, record.jobs, record.files):
        for row in rows.items():
            yield from row


def for_jobs(record: Record, folder: Path, jobs: Mapping[str, str]) -> Record:
    """Return a record that knows its folder and what each file is made from."""
    return replace(record, folder=str(folder), jobs=dict(sorted(jobs.items())))


def with_files(record: Record, files: Mapping[str, str]) -> Record:
    """Return a finished build's record: its files, and the jobs that made them."""
    jobs = {name: digest for name, digest in record.jobs.items() if name in files}
    return replace(record, jobs=jobs, files=dict(files))


def unlisted(folder: Path, names: set[str]) -> list[str]:
    """Return files in an edition's folder, or beside it, that are not named, sorted."""
    within = [path.name for path in folder.iterdir() if path.name not in names]
    beside = [f"../{path.name}" for path in folder.parent.iterdir() if path.name != folder.name]
    return sorted((*within, *beside))


def claim(output: Path, folder: Path) -> None:
    """Reserve a dossier's name in an output folder for the folder that had it first.

    A dossier that was moved, or whose first place is gone, keeps its name.

    Args:
        output: the output folder.
        folder: the dossier.

    Raises:
        ContentError: another dossier of this name has files there.
    """
    home, here = os.path.realpath(output), os.path.realpath(folder)
    path = Path(place_path(output, os.path.basename(here)))  # noqa: PTH119 - of a string
    with atomic_write.writing(path):
        known = path.read_bytes() if path.is_file() else b""
    if known == place(output, folder):
        return
    first = os.path.join(home, os.fsdecode(known))  # noqa: PTH118
    if known and os.path.realpath(first) != here and os.path.isfile(f"{first}/{CONTENT[0]}"):  # noqa: PTH113
        message = f"{shown_path(Path(first))} has this folder's name, and files in {output}"
        hint = "rename one of the two folders, or build one of them with another --output"
        raise ContentError(Problem(Where(shown_path(folder)), "same-name", message, hint))
    atomic_write.write(path, place(output, folder), 0o600)


@contextmanager
def locked(output: Path, dossier: str, *, waits: bool = True) -> Generator[bool]:
    """Hold a dossier's lock, so that two builds at once take turns; give whether it is held.

    Args:
        output: the output folder.
        dossier: its id.
        waits: until whoever holds it lets go.
    """
    path = work_folder(output) / f"{dossier}.lock"
    with atomic_write.writing(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with locks.locked(descriptor, waits=waits) as is_held:
        yield is_held
