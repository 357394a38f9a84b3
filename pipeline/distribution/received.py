"""Reader and checker of a received package: its members, and all that is wrong but signatures.

A package is a zip, or the folder that it was unpacked into. Every file must be listed, every listed
file must be there, and nothing else may be. Signatures are looked at by ``verify``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from pipeline.audit.findings import UnreadableError
from pipeline.audit.office.opc import unzipped
from pipeline.core import atomic_write
from pipeline.core.errors import Problem, Where, shown_path
from pipeline.distribution.package import marker_counts, package_manifest
from pipeline.distribution.package.listing import refused
from pipeline.output.freshness import sha256
from pipeline.output.manifest import NAME

_MEMBER = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,120})/([A-Za-z0-9][A-Za-z0-9._-]{0,120})")
#: Most files of a package's folder.
_MOST = 10_000
#: Largest package, in bytes, that is read.
_LARGEST = 256 * 2**20


def read(path: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the members of a package, each below the folder of its name, and the zip's faults.

    Raises:
        DistributeError: there is no package here.
    """
    shown = shown_path(path)
    if path.is_dir():
        return _folder(path)
    try:
        return unzipped(atomic_write.read(path, _LARGEST))
    except UnreadableError as error:
        raise refused(shown, "bad-package", str(error), "ask for the package again") from None
    except atomic_write.TooLargeError:
        raise refused(shown, "too-large", "a package of this size is not read", "") from None
    except OSError:
        hint = "give a package (.zip), or the folder that it was unpacked into"
        raise refused(shown, "no-package", "no package can be read here", hint) from None


def _folder(path: Path) -> tuple[dict[str, bytes], list[str]]:
    members: dict[str, bytes] = {}
    faults: list[str] = []
    below = list(islice(path.rglob("*"), _MOST + 1))
    size = sum(entry.lstat().st_size for entry in below)
    if len(below) > _MOST or size > _LARGEST:
        shown = shown_path(path)
        raise refused(shown, "too-large", "a package of this size is not read", "give its folder")
    for entry in sorted(below):
        if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
            faults.append("the folder holds what is no plain file")
        elif entry.is_file():
            # deeper ones do not have the name of a member, and are found by it
            members[f"package/{entry.relative_to(path)}"] = entry.read_bytes()
        elif not any(entry.iterdir()):
            faults.append("the folder holds an empty folder")
    return members, faults


def problems(members: Mapping[str, bytes], faults: Sequence[str]) -> tuple[Problem, ...]:
    """Return the problems of a package, besides its signatures.

    Args:
        members: by name, below the package's folder.
        faults: of the zip.
    """
    return checked(members, faults)[0]


def frame(members: Mapping[str, bytes], faults: Sequence[str]) -> tuple[Problem, ...]:
    """Return problems of a package's container: links, names twice, names elsewhere.

    Args:
        members: by name, below the package's folder.
        faults: of the zip.
    """
    found = [_problem("the package", "loose-bytes", fault) for fault in faults]
    strange = [name for name in members if not _MEMBER.fullmatch(name)]
    folders = {name.partition("/")[0] for name in members}
    if strange or len(folders) > 1:
        message = "the package holds what does not stand in its one folder"
        found.append(_problem("the package", "unlisted-file", message))
    return tuple(found)


def bare(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a package's files by their own names, without its folder's."""
    return {name.partition("/")[2]: data for name, data in members.items()}


def _problem(name: str, code: str, message: str) -> Problem:
    return Problem(Where(name), code, message)


def checked(
    members: Mapping[str, bytes], faults: Sequence[str]
) -> tuple[tuple[Problem, ...], package_manifest.Contents | None]:
    """Return the problems of a package, and its manifest; None if that cannot be read."""
    found = list(frame(members, faults))
    data = bare(members)
    if NAME not in data:
        found.append(_problem(NAME, "missing-file", "the package has no manifest"))
        return tuple(found), None
    try:
        declared = package_manifest.read(data[NAME])
    except package_manifest.BadContentsError as error:
        found.append(_problem(NAME, "bad-manifest", str(error)))
        return tuple(found), None
    found += _differences(data, declared)
    return tuple(sorted(set(found))), declared


def _differences(
    data: Mapping[str, bytes], declared: package_manifest.Contents
) -> Iterator[Problem]:
    """Compare what is there with what is declared."""
    for name in sorted(declared.names() - set(data)):
        yield _problem(name, "missing-file", "the manifest lists this file, and it is not there")
    for name in sorted(set(data) - declared.names()):
        shown = name if _MEMBER.fullmatch(f"package/{name}") else "the package"
        yield _problem(shown, "unlisted-file", "the manifest does not list this file")
    if package_manifest.SUMS in data and data[package_manifest.SUMS] != declared.sums():
        message = "the check sums are not those of the manifest and its files"
        yield _problem(package_manifest.SUMS, "changed-file", message)
    markers: dict[tuple[str, str], str] = {
        (row.edition, row.language): row.marker for row in declared.editions
    }
    for file in declared.files:
        if file.name in data:
            yield from _file(file, data[file.name], markers)


def _file(
    file: package_manifest.File, data: bytes, markers: Mapping[tuple[str, str], str]
) -> Iterator[Problem]:
    if (len(data), sha256(data)) != (file.size, file.sha256):
        yield _problem(file.name, "changed-file", "this is not the file that the manifest lists")
        return
    if file.audited is not None:
        first = data[: file.audited.size]
        if sha256(first) != file.audited.sha256:
            message = "the signed PDF does not begin with the file that was audited"
            yield _problem(file.name, "changed-file", message)
            return
        from pipeline.distribution.signing import pdf_revision  # noqa: PLC0415 - heavy

        for fault in pdf_revision.faults(data, file.audited.size):
            yield _problem(file.name, "loose-bytes", f"the signed PDF has {fault}")
        data = first
    yield from _markers(file, data, markers.get((file.edition or "", file.language)))


def _markers(file: package_manifest.File, data: bytes, marker: str | None) -> Iterator[Problem]:
    if file.format is None or file.markers is None:
        return
    if marker is None:
        yield _problem(
            file.name, "bad-manifest", "the manifest does not say of which edition it is"
        )
        return
    try:
        number = marker_counts.count(data, file.format, marker)
    except UnreadableError:
        yield _problem(file.name, "unreadable", "the file cannot be read")
        return
    if number != file.markers:
        message = f"the file prints {number} markers, and the manifest says {file.markers}"
        yield _problem(file.name, "marker-count", message)
