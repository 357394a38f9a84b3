"""Cover page of the Word document: plain paragraphs, and one table between rules."""

from __future__ import annotations

from pipeline.edition.cover import Cover, CoverPart
from pipeline.render.docx import tables
from pipeline.render.docx.runs import Pen, blank_paragraph, paragraph, text

#: Word's style of each part above the rows.
STYLES: dict[CoverPart, str] = {
    "institution": "Institution",
    "secretariat": "Secretariat",
    "place_date": "PlaceAndDate",
    "original": "OriginalLanguage",
    "stamp": "Stamp",
    "released": "Marking",
    "number": "DocumentNumber",
    "file": "InterinstitutionalFile",
    "marking": "Marking",
    "codes": "SubjectCode",
    "heading": "DocumentType",
    "disclaimer": "Disclaimer",
    "document_type": "DocumentType",
    "department": "Particular",
    "unit": "Particular",
    "telephone": "Particular",
}


def parts(cover: Cover, pen: Pen, width: float) -> list[str]:
    """Return the cover's paragraphs and its header table from top to bottom."""
    written = [
        paragraph(STYLES[part], pen.runs(line)) for part in cover.head for line in cover.lines(part)
    ]
    if cover.rows:
        written.append(tables.header(cover.rows, cover.number, pen, width))
    if cover.lead_in:
        written.append(paragraph("LeadIn", pen.runs(cover.lead_in)))
    if cover.below:
        if not cover.lead_in:
            written.append(blank_paragraph())
        written.append(tables.header(cover.below, cover.number, pen, width))
    if cover.enclosure_author:
        written.append(paragraph("EnclosureAuthor", pen.runs(cover.enclosure_author)))
    written += [paragraph("Notice", text(notice)) for notice in cover.notices]
    if cover.justifications:
        written.append(paragraph("Justifications", text(cover.justifications)))
    if cover.closing:
        written.append(paragraph("Closing", text(cover.closing)))
    return written
