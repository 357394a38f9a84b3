"""Cover page of the Word document: plain paragraphs, and one table between rules."""

from __future__ import annotations

from pipeline.edition.cover import Cover
from pipeline.render.docx import tables
from pipeline.render.docx.runs import Pen, paragraph, text


def parts(cover: Cover, pen: Pen, width: float) -> list[str]:
    """Return the cover's paragraphs and its header table from top to bottom."""
    head = (
        ("Institution", cover.institution),
        ("Secretariat", cover.secretariat),
        ("PlaceAndDate", cover.place_date),
        ("OriginalLanguage", cover.original),
        ("Stamp", cover.stamp),
        ("DocumentNumber", cover.number),
        ("InterinstitutionalFile", cover.file),
        ("Marking", cover.marking),
        *(("SubjectCode", code) for code in cover.codes),
        ("Disclaimer", cover.disclaimer),
        ("DocumentType", cover.document_type),
    )
    written = [paragraph(style, text(line)) for style, line in head if line]
    written += [tables.header(cover, pen, width)] if cover.rows else []
    for style, runs in (("LeadIn", cover.lead_in), ("EnclosureAuthor", cover.enclosure_author)):
        if runs:
            written.append(paragraph(style, pen.runs(runs)))
    written += [paragraph("Notice", text(notice)) for notice in cover.notices]
    if cover.justifications:
        written.append(paragraph("Justifications", text(cover.justifications)))
    return written
