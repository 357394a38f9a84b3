"""One text of a new office file, as an import writes it, with the pictures that it shows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.content import media
from pipeline.core.errors import ContentError, Problem, Where, shown_path
from pipeline.importing import reader_process
from pipeline.importing.document import import_document
from pipeline.importing.found import Deck
from pipeline.importing.import_file import read_file
from pipeline.importing.made import Given
from pipeline.importing.wanted import Wanted

#: A picture's file in a fence.
_FILE = re.compile(r"^(file: )(\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class OfficeText:
    """A text of an office file.

    Attributes:
        text: as an import writes it.
        name: of the file that an import makes of it: body.md, annex-1.md.
        others: what else the file holds, by the names of files.
        pictures: that the text shows, by file name.
        sha256: of the office file.
    """

    text: str
    name: str
    others: tuple[str, ...]
    sha256: str
    pictures: dict[str, bytes] = field(default_factory=dict[str, bytes])


def read(file: Path, part: str, language: str) -> OfficeText:
    """Return the text of an office file that is a version of a dossier's part.

    Args:
        file: a .docx.
        part: name of the dossier's file; an annex may be all that the office file holds.
        language: of the dossier.

    Raises:
        ContentError: it cannot be imported, is no document, or has no such part.
    """
    where = Where(shown_path(file))
    data = read_file(file, where)
    digest = hashlib.sha256(data).hexdigest()
    with TemporaryDirectory(prefix="dossier-import-") as folder:
        pictures = Path(folder)
        found = reader_process.read(data, pictures, where, hidden=False)
        if isinstance(found, Deck):
            message, hint = "this is a presentation, and has no running text", "give a .docx"
            raise ContentError(Problem(where, "not-a-document", message, hint))
        given = Given(data, where, file.name, digest, "")
        made = import_document.made(found, given, Wanted(language=language))
        texts = {name: text.decode() for name, text in made.files.items() if name.endswith(".md")}
        if part in texts:
            name = part
        elif len(texts) == 1:
            name = next(iter(texts))
        else:
            there = ", ".join(texts)
            message = f"the file has no {part}: an import makes {there} of it"
            hint = "give the file that holds it, or name one of these with --as"
            raise ContentError(Problem(where, "no-such-part", message, hint))
        text = texts[name]
        shown = {row[2] for row in _FILE.finditer(text)}
        there_ = {path.name: path.read_bytes() for path in pictures.iterdir()}
        kept = {key: data_ for key, data_ in there_.items() if key in shown}
    others = tuple(other for other in texts if other != name)
    return OfficeText(text, name, others, digest, kept)


def with_names(given: OfficeText, known: Mapping[str, bytes]) -> tuple[str, dict[str, bytes]]:
    """Return a text whose pictures have the names of a dossier's, and the pictures that are new.

    Args:
        given: the text.
        known: the dossier's pictures, by file name.
    """
    by_content = {data: name for name, data in known.items()}
    names: dict[str, str] = {}
    new: dict[str, bytes] = {}
    for name, data in given.pictures.items():
        same = by_content.get(data)
        number, fresh = 1, name
        while same is None and (fresh in known or fresh in new):
            number += 1
            stem, dot, ending = name.rpartition(".")
            fresh = f"{stem}-{number}{dot}{ending}"
        names[name] = same or fresh
        if same is None:
            new[fresh] = data
    return _FILE.sub(lambda row: f"{row[1]}{names.get(row[2], row[2])}", given.text), new


def pictures(folder: Path) -> dict[str, bytes]:
    """Return the pictures of a dossier, by file name."""
    there = folder / media.FOLDER
    rows = sorted(there.iterdir()) if there.is_dir() else []
    return {path.name: path.read_bytes() for path in rows if path.is_file()}
