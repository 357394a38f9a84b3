"""Cover page of the Word document: plain paragraphs, and one table between rules."""

from __future__ import annotations

from pipeline.edition.cover import Cover, CoverPart, CoverRow
from pipeline.render.docx import tables
from pipeline.render.docx.runs import Pen, paragraph, text

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

#: Distance of a row below the sentence from the row above it.
_NEXT_ROW = '<w:spacing w:before="160"/>'
#: Style of a part that stands directly above the table, where it needs another one.
_LAST = {"Particular": "LastParticular"}


def _below(row: CoverRow, pen: Pen, spacing: str) -> list[str]:
    """Return a row below the sentence; lines of an item that go on stand below its words."""
    written: list[str] = []
    for line in row.lines:
        before, style, properties = (
            ("\t", "BelowMore", "") if written else (f"{row.label}\t", "Below", spacing)
        )
        if row.is_numbered:
            marked = text(before) + pen.runs(line[:1]) + text("\t") + pen.runs(line[1:])
            written.append(paragraph(f"{style}Item", marked, properties))
        else:
            written.append(paragraph(style, text(before) + pen.runs(line), properties))
    return written


def parts(cover: Cover, pen: Pen, width: float) -> list[str]:
    """Return the cover's paragraphs and its header table from top to bottom."""
    head = [(STYLES[part], line) for part in cover.head for line in cover.lines(part)]
    written = [paragraph(style, pen.runs(line)) for style, line in head[:-1]]
    style, line = head[-1]
    written.append(paragraph(_LAST.get(style, style), pen.runs(line)))
    if cover.rows:
        written.append(tables.header(cover.rows, cover.number, pen, width))
    if cover.lead_in:
        written.append(paragraph("LeadIn", pen.runs(cover.lead_in)))
    for index, row in enumerate(cover.below):
        written += _below(row, pen, _NEXT_ROW if index else "")
    if cover.enclosure_author:
        written.append(paragraph("EnclosureAuthor", pen.runs(cover.enclosure_author)))
    written += [paragraph("Notice", text(notice)) for notice in cover.notices]
    if cover.justifications:
        written.append(paragraph("Justifications", text(cover.justifications)))
    if cover.closing:
        written.append(paragraph("Closing", text(cover.closing)))
    return written
