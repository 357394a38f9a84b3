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

_KIND = "docx"
#: Where parts with texts of their own stand, in one of each of which the canary is planted.
_TEXTS = ("word/document.xml", "word/charts/chart", "word/drawings/drawing")


def read(data: bytes) -> extract.Reading:
    """Return the texts of a document."""
    return extract.document(opc.read(data, _KIND)[0])


def findings(data: bytes, check: Check) -> Iterator[Problem]:
    """Yield all that is wrong with a document."""
    parts, found = office_file.parts_of(data, _KIND, check)
    yield from found
    yield from office_file.parts_findings(parts, _KIND, check)
    yield from office_file.coded(office_parts.hidden_in_document(parts), check)
    yield from check.said(extract.document(parts), languages.of_office(parts))
    yield from canary.prove_office(parts, (extract.document, _TEXTS), check.name, check.edition,
                                   check.needles)  # fmt: skip
