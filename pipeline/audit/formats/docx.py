"""Audit of a Word document (.docx): its texts read, and all that is wrong, from bytes to words."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit import languages
from pipeline.audit.formats import office_file
from pipeline.audit.formats.reader import Check
from pipeline.audit.leaks import canary
from pipeline.audit.office import office_parts, opc
from pipeline.audit.readers import extract
from pipeline.core.errors import Problem
from pipeline.edition.blocks import Chart, Map
from pipeline.edition.edition import Edition
from pipeline.edition.spoken_text import figures

_KIND = "docx"
#: The part with text of its own, in which the canary is planted.
_TEXTS = "word/document.xml"


def read(data: bytes) -> extract.Reading:
    """Return the texts of a document."""
    return extract.document(opc.read(data, _KIND)[0])


def findings(data: bytes, check: Check) -> Iterator[Problem]:
    """Yield all that is wrong with a document."""
    parts, found = office_file.parts_of(data, _KIND, check)
    yield from found
    drawn = _drawn(check.edition) if check.edition else 0
    yield from office_file.parts_findings(parts, _KIND, check, drawn=drawn)
    yield from office_file.coded(office_parts.hidden_in_document(parts), check)
    yield from check.said(extract.document(parts), languages.of_office(parts))
    yield from canary.prove_office(parts, (extract.document, _TEXTS), check.name, check.edition,
                                   check.needles)  # fmt: skip


def _drawn(edition: Edition) -> int:
    """Return how many pictures the program makes: of each map and chart, which others draw."""
    return sum(isinstance(block, Map | Chart) for block in figures(edition))
