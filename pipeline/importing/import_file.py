"""Import of an office file, start to end: read, written as a draft dossier, reported.

Read top to bottom: read in a process of its own, make the content of a deck or of a document,
write all files beside their place, check that they load, put them there.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.content import load, media
from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, Problem, Where, shown_path
from pipeline.importing import placing, reader_process, report, report_page
from pipeline.importing.deck import import_deck
from pipeline.importing.document import import_document
from pipeline.importing.found import Deck
from pipeline.importing.made import Given, Made
from pipeline.importing.report import Report
from pipeline.importing.wanted import Wanted

#: Bytes of a file that is read.
_LARGEST = 256 * 2**20


def import_file(file: Path, folder: Path, wanted: Wanted) -> tuple[Report, load.Source]:
    """Make a dossier of a .pptx or .docx, and return its report and its content as loaded.

    Raises:
        ContentError: the file cannot be imported, or something stands in the dossier's place.
        WriteError: the system refused; nothing is left.
    """
    placing.require_free(folder, force=wanted.force)
    where = Where(shown_path(file))
    data = read_file(file, where)
    with placing.placed(folder, force=wanted.force) as staged:
        pictures = staged / media.FOLDER
        pictures.mkdir()
        found = reader_process.read(data, pictures, where, hidden=wanted.hidden)
        given = Given(data, where, file.name, hashlib.sha256(data).hexdigest(), folder.name)
        if isinstance(found, Deck):
            made = import_deck.made(found, given, wanted, pictures)
        else:
            made = import_document.made(found, given, wanted)
        _write(staged, made)
        if not any(pictures.iterdir()):
            pictures.rmdir()
        source = load.load(staged, staged.parent)
    return made.report, source


def read_file(file: Path, where: Where) -> bytes:
    """Return the bytes of an office file.

    Raises:
        ContentError: it is not there, or too large.
    """
    try:
        return atomic_write.read(file, _LARGEST)
    except atomic_write.TooLargeError:
        message = f"the file is larger than {_LARGEST >> 20} MB"
        raise ContentError(Problem(where, "too-large", message)) from None
    except OSError:
        message = "the file is missing or cannot be read"
        hint = "give a .pptx or a .docx"
        raise ContentError(Problem(where, "no-file", message, hint)) from None


def _write(staged: Path, made: Made) -> None:
    for name, content in made.files.items():
        (staged / name).write_bytes(content)
    (staged / report.FILE).write_text(made.report.as_json(), "utf-8")
    (staged / report.PAGE).write_bytes(report_page.as_html(made.report))
