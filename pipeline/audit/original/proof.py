"""Proof of an import: whatever of the original is neither in the content nor in the report.

Each paragraph of the original must be an item of the report, word for word; each item that is said
to be taken must stand at its place, in its order and at its level. So a loss is found wherever it
happened: in reading, in writing, or in an edit of the content or the report. Messages name places
and quote nothing (G23).
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from pipeline.audit.findings import UnreadableError, problem
from pipeline.audit.original import deck, document, original_file, told_items
from pipeline.audit.original.document_proof import DocumentProof
from pipeline.audit.original.places import Places
from pipeline.audit.original.plain_content import PlainContent
from pipeline.audit.original.slide_proof import SlideProof
from pipeline.audit.original.told_items import Entry, Report
from pipeline.core.errors import Problem

_HINT = "write it into the content, or import the file anew: what is left out stands in the report"
_HINT_REPORT = "import the file anew with 'dossier import'"


def findings(data: bytes, name: str, folder: Path) -> tuple[Problem, ...]:
    """Return what an import has lost or changed without saying so.

    Args:
        data: the original.
        name: of its file, for messages.
        folder: the dossier that it became.
    """
    try:
        told = told_items.read(folder)
        if told.sha256 != sha256(data).hexdigest():
            message = "the dossier was imported from another file than this one"
            return (problem(name, "another-original", message, "give the file that was imported"),)
        file = original_file.read(data)
        if told.is_document:
            proved = DocumentProof(document.read(file), told, folder)
            rows = [*proved.findings()]
        else:
            rows = [*_slides(file, told, PlainContent(folder))]
    except UnreadableError as error:
        return (problem(name, "unreadable", str(error), _HINT_REPORT),)
    return tuple(
        problem(name, code, message, _HINT_REPORT if code == "bad-report" else _HINT)
        for code, message in dict.fromkeys(rows)
    )


def _slides(
    file: original_file.OfficeFile, told: Report, content: PlainContent
) -> Iterator[tuple[str, str]]:
    entries: dict[tuple[int, str], Entry] = {(row.number, row.part): row for row in told.slides}
    places = Places(content)
    for slide in deck.slides(file):
        entry = entries.get((slide.number, slide.part))
        if entry is None:
            yield "not-imported", f"slide {slide.number} is neither in the content nor the report"
            continue
        yield from SlideProof(slide, entry, content, places).findings()
        kinds = [kind for kind, _, _ in file.relations(slide.part).values()]
        if "comments" in kinds and not any(
            row.what == "comment" for row in (*entry.items, *told.document)
        ):
            yield "not-imported", f"slide {slide.number}: comments that the report does not tell"
    yield from places.findings()
