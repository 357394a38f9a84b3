"""Files that may go out, taken from an edition's manifest, checked and audited once more.

Three things must agree before a file is taken: the manifest that lists it, the private record of
the build that audited it, and the bytes. A public file passes the audit once more while its object
is made; there is no other way to make one, and nothing but such objects fits into a public package.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.errors import DistributeError, LeakError, Problem, Where
from pipeline.edition.formats import Audience
from pipeline.output import freshness, manifest

#: The audit of one finished file: its name, its bytes, the files beside it; all that is wrong.
Audit = Callable[[str, bytes, Mapping[str, bytes]], tuple[Problem, ...]]

_HINT = "run 'dossier build' again, then this command"


def refused(where: str, code: str, message: str, hint: str = _HINT) -> DistributeError:
    """Return an error with one problem."""
    return DistributeError(Problem(Where(where), code, message, hint))


@dataclass(frozen=True)
class Listing:
    """Files of one edition in one language, by its manifest, with their bytes.

    Attributes:
        declared: the manifest.
        data: what the manifest lists, by name; each as its digest there and in the record says.
    """

    declared: manifest.Manifest
    data: dict[str, bytes]

    @property
    def is_public(self) -> bool:
        """Tell whether anyone may have the edition."""
        return self.declared.edition == "public"

    def entry(self, name: str) -> manifest.FileEntry:
        """Return a file's entry in the manifest."""
        return next(entry for entry in self.declared.files if entry.name == name)


@dataclass(frozen=True, init=False)
class PublicFile:
    """A file that anyone may have: listed by a public edition's manifest, and audited just now."""

    listing: Listing
    entry: manifest.FileEntry
    data: bytes

    def __init__(self, listing: Listing, name: str, audit: Audit) -> None:
        """Take a file from a listing.

        Args:
            listing: of a public edition.
            name: of a file that it lists.
            audit: against the public edition.

        Raises:
            DistributeError: the edition is not public, or does not list the file.
            LeakError: the file did not pass the audit.
        """
        if not listing.is_public:
            raise refused(name, "not-public", "a file of a full edition is not for the public", "")
        if name not in listing.data:
            raise refused(name, "not-listed", "no public manifest lists this file", "")
        if problems := audit(name, listing.data[name], listing.data):
            raise LeakError(*problems)
        object.__setattr__(self, "listing", listing)
        object.__setattr__(self, "entry", listing.entry(name))
        object.__setattr__(self, "data", listing.data[name])


@dataclass(frozen=True)
class FullFile:
    """A file of a full edition, for recipients who may read all of it."""

    listing: Listing
    entry: manifest.FileEntry
    data: bytes


def read(output: Path, dossier: str, edition: Audience) -> Listing:
    """Return the files of an edition's last build.

    Args:
        output: the output folder.
        dossier: its id.
        edition: which one.

    Raises:
        DistributeError: nothing was built; or a file, or the manifest, is not what was audited.
    """
    shown = f"{dossier} {edition}"
    record = manifest.read_record(output, dossier, edition)
    if record is None or manifest.NAME not in record.files:
        raise refused(shown, "not-built", "this edition has not been built", "run 'dossier build'")
    folder = output / record.folder
    data = {name: _bytes(folder / name) for name in record.files}
    changed = [name for name, digest in record.files.items()
               if freshness.sha256(data[name]) != digest]  # fmt: skip
    if changed:
        message = "this is not the file that was built and audited"
        raise DistributeError(
            *(Problem(Where(str(folder / name)), "not-audited", message, _HINT) for name in changed)
        )
    declared = _manifest(data.pop(manifest.NAME), str(folder / manifest.NAME))
    _agree(declared, data, (dossier, edition), str(folder / manifest.NAME))
    return Listing(declared, data)


def _bytes(path: Path) -> bytes:
    try:
        return b"" if path.is_symlink() else path.read_bytes()
    except OSError:
        return b""


def _manifest(data: bytes, shown: str) -> manifest.Manifest:
    try:
        rows: dict[str, Any] = json.loads(data)
        rows["files"] = tuple(manifest.FileEntry(**row) for row in rows["files"])
        rows["grounds"] = tuple(manifest.GroundCount(**row) for row in rows["grounds"])
        return manifest.Manifest(**rows)
    except (ValueError, TypeError, KeyError):
        raise refused(shown, "not-audited", "the manifest cannot be read") from None


def _agree(
    declared: manifest.Manifest, data: dict[str, bytes], whose: tuple[str, str], shown: str
) -> None:
    """Check that a manifest is this edition's, and lists exactly these files."""
    listed = {entry.name: (entry.size, entry.sha256) for entry in declared.files}
    found = {name: (len(content), freshness.sha256(content)) for name, content in data.items()}
    if (declared.dossier, declared.edition) != whose or listed != found:
        message = "the manifest does not describe the files that were built"
        raise refused(shown, "not-audited", message)
