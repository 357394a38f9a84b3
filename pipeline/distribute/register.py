"""The register: every package that was ever handed out, one line each, never changed.

A line holds the SHA-256 of the line before it, so a line that was changed, removed, inserted or
moved is found by whoever reads the file. The last lines are held by nothing: that they are there is
known from a package that was handed out, or from the digest of a line that somebody kept.

A line of a full edition has its package's digest, which follows from the withheld values, and the
digests of lines go out. So each line has a salt, as G20 wants it: without it, a reader could test a
guess. The file itself can be read by its owner alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pipeline.diagnostics import Problem, Where, shown_path
from pipeline.distribute import contents
from pipeline.distribute.choice import PUBLIC
from pipeline.distribute.contents import Count, Digest, FileName, Words
from pipeline.distribute.listing import refused
from pipeline.edition import Audience
from pipeline.fresh import sha256

NAME = "register.jsonl"
FORM: Literal["dossier-register/1"] = "dossier-register/1"

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
ZipName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,140}\.zip$")]
_HINT = "compare it with a copy; see docs/distributing.md"


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Edition(_Declared):
    """An edition that was in the package."""

    dossier: Words
    reference: Words
    edition: Audience
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    date: Day
    markers: Count


class File(_Declared):
    """A file that was in the package."""

    name: FileName
    size: Count
    sha256: Digest


class Entry(_Declared):
    """One distribution: a line of the register.

    Attributes:
        sequence: number of the line, from 1.
        previous: SHA-256 of the line before, its line feed included; none in the first.
        day: when it was handed out, ISO 8601.
        salt: random, so that the digest of the line tells nothing of what the line says.
        issue: number of this issue of the package of this name, from 1.
        file: name of the zip.
        sha256: of the zip; ``manifest`` is that of the package's manifest.
        earlier: SHA-256 of the last package of the same document for the same audience.
        tool: version of this program.
    """

    form: Literal["dossier-register/1"]
    sequence: Annotated[int, Field(ge=1)]
    previous: Digest | None
    day: Day
    salt: Digest
    audience: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    name: FileName
    issue: Annotated[int, Field(ge=1)]
    file: ZipName
    size: Count
    sha256: Digest
    manifest: Digest
    editions: Annotated[tuple[Edition, ...], Field(min_length=1)]
    files: Annotated[tuple[File, ...], Field(min_length=1)]
    signer: str
    earlier: Digest | None
    tool: Words

    @property
    def is_public(self) -> bool:
        """Tell whether everybody could have the package."""
        return self.audience == PUBLIC and all(row.edition == "public" for row in self.editions)

    def to_line(self) -> bytes:
        """Return the line as it is written, with its line feed."""
        data = self.model_dump(mode="json")
        return json.dumps(data, sort_keys=True, ensure_ascii=False).encode() + b"\n"

    def digest(self) -> str:
        """Return the SHA-256 of the line: what ``sha256sum`` says of it."""
        return sha256(self.to_line())


@dataclass(frozen=True)
class Occasion:
    """When a package is handed out, and what comes from outside the program.

    Attributes:
        day: ISO 8601.
        salt: 32 random bytes, in hexadecimal.
        again: another package of this name may have been handed out before.
    """

    day: str
    salt: str
    again: bool = False


def read(path: Path) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the entries of a register, and all that is wrong with it.

    Raises:
        DistributeError: there is no register here.
    """
    shown = shown_path(path)
    try:
        data = path.read_bytes()
    except OSError:
        hint = "the register is written by the first 'dossier dist'"
        raise refused(shown, "no-register", "there is no such file", hint) from None
    entries: list[Entry] = []
    found: list[Problem] = []
    whole, _, rest = data.rpartition(b"\n")
    last: Entry | None = None
    for number, line in enumerate(whole.split(b"\n") if whole else (), 1):
        entry = _entry(line + b"\n")
        if entry is None:
            found.append(_fault(shown, number, "this line is not as this program writes it"))
        else:
            # what follows a line that cannot be read hangs in the air, and that is one fault
            if last is not None or number == 1:
                found += [_fault(shown, *row) for row in _breaks(last, entry, number)]
            entries.append(entry)
        last = entry
    if rest or data == b"\n":
        found.append(_fault(shown, data.count(b"\n", 0, -1) + 1, "the last line is not complete"))
    return tuple(entries), tuple(sorted(found))


def _entry(line: bytes) -> Entry | None:
    try:
        entry = Entry.model_validate_json(line)
    except ValidationError:
        return None
    return entry if entry.to_line() == line else None


def _fault(shown: str, number: int, message: str) -> Problem:
    return Problem(Where(shown, number, 1), "bad-register", message, _HINT)


def _breaks(last: Entry | None, entry: Entry, number: int) -> Iterator[tuple[int, str]]:
    """Return where the chain breaks between two lines that follow each other."""
    expected = last.sequence + 1 if last else 1
    if entry.sequence != expected:
        yield (
            number,
            (
                f"number {expected} should stand here, and it is number {entry.sequence}:"
                " a line was removed, inserted or moved"
            ),
        )
    elif entry.previous != (last.digest() if last else None):
        yield max(number - 1, 1), "this line is not the one that the next line was written after"


def missing(
    path: Path, entries: Sequence[Entry], heads: Iterable[str], manifests: Iterable[str] = ()
) -> tuple[Problem, ...]:
    """Return which digests the register should have and does not.

    Args:
        path: of the register.
        entries: of it.
        heads: SHA-256 of lines, or of packages, that are known from elsewhere.
        manifests: SHA-256 of the manifests of packages.
    """
    known = {entry.digest() for entry in entries} | {entry.sha256 for entry in entries}
    written = {entry.manifest for entry in entries}
    message = "the register has no line for it: its end is missing, or it is another register"
    lost = [digest for digest in heads if digest not in known]
    lost += [digest for digest in manifests if digest not in written]
    return tuple(
        Problem(Where(shown_path(path)), "not-registered", f"{digest}: {message}", _HINT)
        for digest in lost
    )


def latest(entries: Sequence[Entry], name: str) -> Entry | None:
    """Return the last issue of the package of a name."""
    return next((entry for entry in reversed(entries) if entry.name == name), None)


def _earlier(entries: Sequence[Entry], declared: contents.Contents) -> str | None:
    """Return the digest of the last package of a document for an audience, in any profile."""
    first = declared.editions[0]
    whose = (first.dossier, first.language, declared.audience)
    for entry in reversed(entries):
        row = entry.editions[0]
        if (row.dossier, row.language, entry.audience) == whose:
            return entry.sha256
    return None


def following(
    entries: Sequence[Entry],
    declared: contents.Contents,
    data: bytes,
    signer: str,
    where: tuple[Occasion, str],
) -> Entry:
    """Return the entry of a package that is being handed out.

    Args:
        entries: of the register so far.
        declared: the package's manifest.
        data: the zip.
        signer: who signed it.
        where: the occasion, and the name of the zip.
    """
    occasion, file = where
    last = latest(entries, declared.name)
    return Entry(
        form=FORM,
        sequence=len(entries) + 1,
        previous=entries[-1].digest() if entries else None,
        day=occasion.day,
        salt=occasion.salt,
        audience=declared.audience,
        name=declared.name,
        issue=last.issue + 1 if last else 1,
        file=file,
        size=len(data),
        sha256=sha256(data),
        manifest=sha256(declared.to_json()),
        editions=tuple(
            Edition(
                dossier=row.dossier,
                reference=row.reference,
                edition=row.edition,
                language=row.language,
                date=row.date,
                markers=row.markers,
            )
            for row in declared.editions
        ),
        files=tuple(
            File(name=row.name, size=row.size, sha256=row.sha256) for row in declared.files
        ),
        signer=signer,
        earlier=_earlier(entries, declared),
        tool=declared.tools["dossier"],
    )


def append(path: Path, entry: Entry) -> None:
    """Write an entry, and wait until it is on the disk; the caller holds the lock."""
    is_new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
        size = os.fstat(descriptor).st_size
        line = entry.to_line()
        try:
            written = os.write(descriptor, line)
            if written != len(line):
                raise OSError("the line is not complete")
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    if is_new:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
