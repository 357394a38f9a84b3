"""Register file: a line for each package handed out or sent, chained; read, checked, continued.

A line holds the SHA-256 of the line before it, so a line that was changed, removed, inserted or
moved is found by whoever reads the file. The last lines are held by nothing: that they are there is
known from a package that was handed out, or from the digest of a line that somebody noted.

The file can be read by its owner alone. What a line says is in ``register_entries``.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.core import atomic_write
from pipeline.core.errors import DistributeError, Problem, Where, shown_path
from pipeline.distribution.package import package_manifest
from pipeline.distribution.package.listing import refused
from pipeline.distribution.register import register_entries
from pipeline.distribution.register.register_entries import Delivery, Entry, Line, Occasion
from pipeline.output.freshness import sha256

NAME = "register.jsonl"

#: Bytes of a register that is read: a hundred thousand distributions.
_LARGEST = 256 * 2**20
_TORN = "a command was killed while it wrote it: dossier register --repair"
_HINT = "compare it with a copy; see docs/distributing.md"


def read(path: Path) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """Return the lines of a register, and all that is wrong with it.

    Raises:
        DistributeError: there is no register here.
    """
    shown = shown_path(path)
    try:
        data = atomic_write.read(path, _LARGEST)
    except OSError:
        hint = "the register is written by the first 'dossier dist'"
        raise refused(shown, "no-register", "there is no such file", hint) from None
    entries: list[Line] = []
    found: list[Problem] = []
    whole, _, rest = data.rpartition(b"\n")
    last: Line | None = None
    for number, line in enumerate(whole.split(b"\n") if whole else (), 1):
        entry = register_entries.read(line + b"\n")
        if entry is None:
            found.append(_fault(shown, number, "this line is not as this program writes it"))
        else:
            # what follows a line that cannot be read hangs in the air, and that is one fault
            if last is not None or number == 1:
                found += [_fault(shown, *row) for row in _breaks(last, entry, number)]
            entries.append(entry)
        last = entry
    if rest or data == b"\n":
        number = data.count(b"\n", 0, -1) + 1
        message = "the last line is not complete"
        found.append(Problem(Where(shown, number, 1), "bad-register", message, _TORN))
    return tuple(entries), tuple(sorted(found))


def registered(output: Path) -> tuple[Line, ...]:
    """Return the lines of an output folder's register; none before the first distribution.

    Raises:
        DistributeError: the register was tampered with, or is not complete.
    """
    path = output / NAME
    if not path.exists():
        return ()
    entries, problems = read(path)
    if problems:
        raise DistributeError(*problems)
    return entries


def _fault(shown: str, number: int, message: str) -> Problem:
    return Problem(Where(shown, number, 1), "bad-register", message, _HINT)


def _breaks(last: Line | None, entry: Line, number: int) -> Iterator[tuple[int, str]]:
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
    path: Path, entries: Sequence[Line], heads: Iterable[str], manifests: Iterable[str] = ()
) -> tuple[Problem, ...]:
    """Return which digests the register should have and does not.

    Args:
        path: of the register.
        entries: its lines.
        heads: SHA-256 of lines, or of packages, that are known from elsewhere.
        manifests: SHA-256 of the manifests of packages.
    """
    known = {entry.digest() for entry in entries} | {entry.sha256 for entry in entries}
    written = {entry.manifest for entry in distributions(entries)}
    message = "the register has no line for it: its end is missing, or it is another register"
    lost = [digest for digest in heads if digest not in known]
    lost += [digest for digest in manifests if digest not in written]
    return tuple(
        Problem(Where(shown_path(path)), "not-registered", f"{digest}: {message}", _HINT)
        for digest in lost
    )


def distributions(found: Sequence[Line]) -> tuple[Entry, ...]:
    """Return the packages that were handed out."""
    return tuple(line for line in found if isinstance(line, Entry))


def deliveries(found: Sequence[Line]) -> tuple[Delivery, ...]:
    """Return the deliveries of packages."""
    return tuple(line for line in found if isinstance(line, Delivery))


def latest(entries: Sequence[Line], name: str) -> Entry | None:
    """Return the last issue of the package of a name."""
    return next((entry for entry in reversed(distributions(entries)) if entry.name == name), None)


def _earlier(entries: Sequence[Line], declared: package_manifest.Contents) -> str | None:
    """Return the digest of the last package of a document for an audience, in any profile."""
    first = declared.editions[0]
    whose = (first.dossier, first.language, declared.audience)
    for entry in reversed(distributions(entries)):
        row = entry.editions[0]
        if (row.dossier, row.language, entry.audience) == whose:
            return entry.sha256
    return None


def following(
    entries: Sequence[Line],
    declared: package_manifest.Contents,
    data: bytes,
    signer: str,
    where: tuple[Occasion, str],
) -> Entry:
    """Return the entry of a package that is being handed out.

    Args:
        entries: lines of the register so far.
        declared: the package's manifest.
        data: the zip.
        signer: who signed it.
        where: the occasion, and the name of the zip.
    """
    occasion, file = where
    last = latest(entries, declared.name)
    return Entry(
        form=register_entries.FORM,
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
            register_entries.Edition(
                dossier=row.dossier,
                reference=row.reference,
                edition=row.edition,
                language=row.language,
                date=row.date,
                markers=row.markers,
                unsearched=row.unsearched,
            )
            for row in declared.editions
        ),
        files=tuple(
            register_entries.File(name=row.name, size=row.size, sha256=row.sha256)
            for row in declared.files
        ),
        signer=signer,
        earlier=_earlier(entries, declared),
        tool=declared.tools["dossier"],
        reason=occasion.reason or None,
        access=occasion.access,
    )


def sent(
    entries: Sequence[Line], entry: Entry, occasion: Occasion, where: tuple[str, str]
) -> Delivery:
    """Return the line of a package that was sent, and read back.

    Args:
        entries: lines of the register so far.
        entry: the package's own.
        occasion: whose day and salt the line gets.
        where: the address, and when, ISO 8601 in UTC.
    """
    return Delivery(
        form=register_entries.SENT,
        sequence=len(entries) + 1,
        previous=entries[-1].digest() if entries else None,
        day=occasion.day,
        salt=occasion.salt,
        entry=entry.digest(),
        file=entry.file,
        sha256=entry.sha256,
        size=entry.size,
        to=where[0],
        at=where[1],
    )


def append(path: Path, entry: Line) -> None:
    """Write a line, and wait until it is on the disk; the caller holds the lock.

    Raises:
        WriteError: the system refused; the line is not there.
    """
    is_new = not path.exists()
    with atomic_write.writing(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.fchmod(descriptor, 0o600)
            _append(descriptor, entry.to_line())
        finally:
            os.close(descriptor)
        if is_new:
            atomic_write.sync(path.parent)


def _append(descriptor: int, line: bytes) -> None:
    size = os.fstat(descriptor).st_size
    try:
        if os.write(descriptor, line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    except OSError:
        with suppress(OSError):  # what cannot be taken back is found, and mended by a command
            os.ftruncate(descriptor, size)
        raise
