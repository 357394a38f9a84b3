"""Last PDFs handed out of a dossier, found by the register and taken from their packages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import shown_path
from pipeline.distribution import received
from pipeline.distribution.package import package_manifest
from pipeline.distribution.package.listing import refused
from pipeline.distribution.register import pending, register
from pipeline.distribution.register.register_entries import Entry
from pipeline.edition.formats import Audience
from pipeline.output.freshness import sha256
from pipeline.output.manifest import NAME


@dataclass(frozen=True)
class Last:
    """Last PDF of an edition that was handed out to an audience."""

    entry: Entry
    edition: Audience
    language: str

    @property
    def name(self) -> str:
        """Return a name that distinguishes it from others."""
        return f"{self.entry.audience}.{self.edition}.{self.language}"


def last(output: Path, dossier: str) -> tuple[Last, ...]:
    """Return the last distributions of a dossier: one for each audience, edition and language.

    Args:
        output: the output folder, with its register.
        dossier: name of its folder.

    Raises:
        DistributeError: the register was tampered with.
    """
    found: dict[tuple[str, str, str], Last] = {}
    for entry in register.distributions(register.registered(output)):
        for row in entry.editions:
            if row.dossier == dossier:
                key = (entry.audience, row.edition, row.language)
                found[key] = Last(entry, row.edition, row.language)
    return tuple(found[key] for key in sorted(found))


def handed_out(output: Path, package: Last) -> bytes:
    """Return the PDF that was handed out.

    Raises:
        DistributeError: the package is gone, is another one, or has no PDF.
    """
    path = output / pending.PACKAGES / package.entry.audience / package.entry.file
    try:
        data = path.read_bytes()
    except OSError:
        hint = "packages stay in the output folder after they were handed out"
        raise refused(shown_path(path), "no-package", "the package is not there", hint) from None
    if sha256(data) != package.entry.sha256:
        message = "the package is not the one that was handed out"
        raise refused(shown_path(path), "bad-package", message, "compare it with a copy")
    members = {name.partition("/")[2]: data for name, data in received.read(path)[0].items()}
    declared = package_manifest.read(members[NAME])
    for file in declared.files:
        is_it = (file.kind, file.edition, file.language) == (
            "document",
            package.edition,
            package.language,
        )
        if is_it and file.format == "pdf" and not package_manifest.is_statement(file.name):
            size = file.audited.size if file.audited else None  # as it was before it was signed
            return members[file.name][:size]
    raise refused(shown_path(path), "no-format", "the package has no PDF", "")
