"""Rules of files that go out with a document as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.content.model.dossier_yaml import Dossier
from pipeline.content.yaml_positions import Document
from pipeline.core.errors import Problem

#: A name that a file of a package can have.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.[A-Za-z0-9]{1,8}")
#: Names that files of the dossier and of a package have.
_TAKEN = re.compile(
    r"(?:dossier|presentation|redactions)\.yaml|withheld\.age|manifest\.json|readme\.txt"
    r"|[a-z]+\d{5}(?:-[a-z]{2}\d\d)*\.[a-z]{2}\d\d\..*",
    re.IGNORECASE,
)


def problems(dossier: Dossier, document: Document, folder: Path) -> Iterator[Problem]:
    """Yield originals that cannot go out: not there, or of a name that is taken."""
    seen: set[str] = set()
    for index, enclosure in enumerate(dossier.enclosures):
        where = document.where(("enclosures", index, "file"))
        path = folder / enclosure.file
        if not enclosure.original:
            continue  # what stands behind the cover is another rule's
        if not _NAME.fullmatch(enclosure.file) or _TAKEN.fullmatch(enclosure.file):
            message = "a file of this name cannot stand in a package"
            hint = "give it a name of its own, of letters without accents, digits, '.', '-' and '_'"
            yield Problem(where, "bad-enclosure", message, hint)
        elif enclosure.file.casefold() in seen:
            yield Problem(where, "bad-enclosure", "this file is enclosed twice", "keep one")
        elif path.is_symlink() or not path.is_file():
            message = "there is no such file beside dossier.yaml"
            yield Problem(where, "no-file", message, "put it there, or remove the line")
        seen.add(enclosure.file.casefold())
