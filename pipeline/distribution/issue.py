"""Issue of a package: registered, then placed; packages that were handed out, found again.

A package is entered into the register before it stands in the output folder: what was handed out is
registered, whatever interrupts; until it stands there it waits where nothing overwrites it
(``pending``). A package that was handed out is never overwritten by another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pipeline.audit.findings import UnreadableError
from pipeline.audit.office.opc import unzipped
from pipeline.core.errors import DistributeError, shown_path
from pipeline.distribution import narrowing
from pipeline.distribution.package import package_manifest
from pipeline.distribution.package.listing import refused
from pipeline.distribution.package.package_manifest import Contents
from pipeline.distribution.packing import Package
from pipeline.distribution.register import pending, register
from pipeline.distribution.register.register_entries import Entry, Line, Occasion
from pipeline.output import freshness, manifest

FOLDER = pending.PACKAGES


@dataclass(frozen=True)
class Issued:
    """A package that was handed out.

    Attributes:
        contents: its manifest.
        sha256: of the zip.
        size: of the zip, in bytes.
        path: where it stands.
        signer: who signed it; empty if nobody did.
        entry: its line in the register.
        is_new: the line is new; these bytes were not what went out last under this name.
    """

    contents: Contents
    sha256: str
    size: int
    path: Path
    signer: str
    entry: Entry
    is_new: bool


def issue(package: Package, output: Path, occasion: Occasion) -> Issued:
    """Register a finished package, and write it to the output folder.

    Args:
        package: finished and proved.
        output: the output folder; the package goes to ``packages/<audience>/`` in it. A package
            that has more than public editions can be read by its owner alone (G21).
        occasion: when, and whether another package of this name may have gone out before.

    Raises:
        DistributeError: another one has, and that was not expected; this one withholds more, and
            nobody said why; or the register is broken.
        WriteError: the system refused; what is in the register goes to its place by the next
            command.
    """
    folder = output / FOLDER / package.contents.audience
    _, file_mode = manifest.modes("public" if package.is_public else "full")
    digest = freshness.sha256(package.data)
    with manifest.locked(output, register.NAME):
        pending.settle(output)
        entries = register.registered(output)
        last = register.latest(entries, package.contents.name)
        is_new = last is None or last.sha256 != digest
        path = _path(folder, package, last, occasion, digest)
        if package.access and package.access.date > occasion.day:
            message = f"access is given from {package.access.date} on, and it is {occasion.day}"
            hint = "hand it out on that day, or correct the date in dossier.yaml"
            raise refused(package.file_name, "not-yet", message, hint)
        reason = _reason(entries, package, output, occasion) if is_new else ""
        staged = pending.stage(output, package.data, file_mode)
        if last is None or is_new:
            occasion = replace(occasion, reason=reason, access=package.access)
            where = (occasion, path.name)
            last = register.following(
                entries, package.contents, package.data, package.signer, where
            )
            register.append(output / register.NAME, last)
        pending.place(staged, path, is_public=package.is_public)
    size = len(package.data)
    return Issued(package.contents, digest, size, path, package.signer, last, is_new)


def _reason(entries: Sequence[Line], package: Package, output: Path, occasion: Occasion) -> str:
    """Return the reason to register: the one that was given, if it is needed.

    Raises:
        DistributeError: one is needed, and none was given.
    """
    try:
        narrowing.check(entries, package, partial(kept, output))
    except DistributeError:
        if not occasion.reason:
            raise
        return occasion.reason
    return ""


def standing(output: Path, name: str) -> Package | None:
    """Return the package that went out last under a name; None if it is not there as it was.

    Raises:
        DistributeError: the register was tampered with, or is not complete.
    """
    last = register.latest(register.registered(output), name)
    return None if last is None else kept(output, last)


def kept(output: Path, entry: Entry) -> Package | None:
    """Return the package of a line; None if it is not there as it was."""
    try:
        data = (output / FOLDER / entry.audience / entry.file).read_bytes()
        if freshness.sha256(data) != entry.sha256:
            return None
        members, _ = unzipped(data)
        declared = package_manifest.read(members[f"{entry.name}/{manifest.NAME}"])
    except (OSError, KeyError, UnreadableError, package_manifest.BadContentsError):
        return None
    is_public = all(row.edition == "public" for row in declared.editions)
    return Package(declared, data, is_public, entry.signer)


def _path(
    folder: Path, package: Package, last: Entry | None, occasion: Occasion, digest: str
) -> Path:
    """Return where a package is to stand: where nothing else was handed out.

    Raises:
        DistributeError: something was, under this name, and ``again`` was not said.
    """
    if last is not None and last.sha256 == digest:
        return folder / last.file
    number = last.issue + 1 if last else 1
    path = _numbered(folder, package, number)
    is_taken = _differs(path, digest)
    if (last is not None or is_taken) and not occasion.again:
        when = f" on {last.day}" if last else ", and is not in the register"
        message = f"another package of this name was handed out{when}"
        hint = "see 'dossier diff'; --again hands this one out as well, beside the earlier one"
        if last is not None and bool(last.signer) != bool(package.signer):
            message += " (signed)" if last.signer else " (not signed)"
        raise refused(shown_path(folder / package.file_name), "issued-before", message, hint)
    while _differs(path, digest):
        number += 1
        path = _numbered(folder, package, number)
    return path


def _numbered(folder: Path, package: Package, number: int) -> Path:
    name = package.file_name if number == 1 else f"{package.contents.name}.{number}.zip"
    return folder / name


def _differs(path: Path, digest: str) -> bool:
    """Tell whether a file stands here that is another one."""
    return path.exists() and freshness.sha256(path.read_bytes()) != digest
