"""Handing a package out: the one place where a distribution happens and is known to have happened.

Whatever must know of a distribution (a register, a transfer) begins here, with an ``Issued``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline import fresh, manifest
from pipeline.distribute.contents import Contents
from pipeline.distribute.package import Package

FOLDER = "packages"


@dataclass(frozen=True)
class Issued:
    """A package that was handed out.

    Attributes:
        contents: its manifest.
        sha256: of the zip.
        size: of the zip, in bytes.
        path: where it stands.
        signer: who signed it; empty if nobody did.
    """

    contents: Contents
    sha256: str
    size: int
    path: Path
    signer: str


def issue(package: Package, output: Path) -> Issued:
    """Write a finished package to the output folder.

    Args:
        package: finished and proved.
        output: the output folder; the package goes to ``packages/<audience>/`` in it. A package
            that has more than public editions can be read by its owner alone (G21).
    """
    folder = output / FOLDER / package.contents.audience
    folder_mode, file_mode = manifest.modes("public" if package.is_public else "full")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(folder_mode)
    path = folder / package.file_name
    manifest.write_file(path, package.data, file_mode, manifest.work_folder(output))
    digest = fresh.sha256(package.data)
    return Issued(package.contents, digest, len(package.data), path, package.signer)
