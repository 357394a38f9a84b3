"""Audit of a PDF: its texts read, and all that is wrong: objects, pictures, fonts, hidden text."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit import images, languages
from pipeline.audit.formats.reader import Check
from pipeline.audit.leaks import canary
from pipeline.audit.pdf import fonts, objects, visible_text
from pipeline.audit.pdf.engines import pikepdf
from pipeline.audit.readers import extract, pdf_reading
from pipeline.core.errors import Problem


def read(data: bytes) -> extract.Reading:
    """Return the texts of a PDF."""
    with objects.opened(data) as opened:
        return pdf_reading.portable(opened)


def findings(data: bytes, check: Check) -> Iterator[Problem]:
    """Yield all that is wrong with a PDF."""
    standing, faults = objects.layout_faults(data)
    yield from check.faults("loose-bytes", [f"the pdf {fault}" for fault in faults])
    edition = check.edition
    with objects.opened(data) as opened:
        pdf, document = opened.pdf, opened.document
        walk = objects.Walk(opened.table, check.told)
        yield from _objects(pdf, walk, standing, check)
        strange = images.strange_pixels(walk.pictures, edition) if edition else ()
        yield from check.faults("foreign-data", tuple(strange))
        reading = pdf_reading.portable(opened)
        yield from check.faults("active-content", [f"the pdf has {key}" for key in reading.parts])
        carried = sorted(set(fonts.faults(pdf, walk.streams, "".join(reading.pages))))
        yield from check.faults("foreign-data", [f"the pdf has {fault}" for fault in carried])
        if edition is None or edition.audience == "public":
            # in a full edition, what cannot be seen is a fault of the look and no leak
            yield from check.faults(
                "hidden-text", sorted(set(visible_text.faults(document, opened.digests)))
            )
        yield from check.said(reading, languages.of_pdf(pdf))
        yield from canary.prove_pdf(pdf, check.name, edition, check.needles)


def _objects(
    pdf: pikepdf.Pdf, walk: objects.Walk, standing: set[int], check: Check
) -> Iterator[Problem]:
    """Check what the objects of a PDF are, and that all of them are accounted for."""
    for fault in sorted(walk.faults):
        yield check.unknown(f"the pdf has {fault} that our files do not have")
    loose = sorted(set(objects.object_faults(pdf, walk, standing)))
    yield from check.faults("loose-bytes", [f"the pdf has {fault}" for fault in loose])
    foreign = sorted(set(objects.packet_faults(walk.packet(), check.told)))
    yield from check.faults("foreign-property", [f"the pdf has {fault}" for fault in foreign])
