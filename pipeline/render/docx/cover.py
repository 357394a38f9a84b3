"""Cover page of the Word document: plain paragraphs, and one table between rules."""

from __future__ import annotations

from pipeline.edition.cover import Cover, CoverPart
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
        first, *others = row.lines
        words = text(f"{row.label}\t") + pen.runs(first)
        written.append(paragraph("Below", words, _NEXT_ROW if index else ""))
        written += [paragraph("BelowMore", text("\t") + pen.runs(line)) for line in others]
    if cover.enclosure_author:
        written.append(paragraph("EnclosureAuthor", pen.runs(cover.enclosure_author)))
    written += [paragraph("Notice", text(notice)) for notice in cover.notices]
    if cover.justifications:
        written.append(paragraph("Justifications", text(cover.justifications)))
    if cover.closing:
        written.append(paragraph("Closing", text(cover.closing)))
    return written
