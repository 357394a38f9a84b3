"""Content files that an import made, with its report; and the file that it was given."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.errors import Where
from pipeline.importing.report import Report


@dataclass(frozen=True)
class Given:
    """A file to be imported.

    Attributes:
        where: it is, for messages.
        name: of the file.
        folder: name of the dossier to be.
    """

    data: bytes
    where: Where
    name: str
    sha256: str
    folder: str


@dataclass(frozen=True)
class Made:
    """Files of a dossier by name, and the report on them."""

    files: dict[str, bytes]
    report: Report
