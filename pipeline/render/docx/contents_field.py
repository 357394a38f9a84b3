"""Table of contents as a Word field that can be updated, with its result in place.

Its entries lead to bookmarks around the headings, which are named by ordinals (G6, G7).
"""

from __future__ import annotations

from pipeline.edition import table_of_contents
from pipeline.edition.edition import Edition
from pipeline.edition.table_of_contents import Entry
from pipeline.render.docx.bookmarks import Bookmarks
from pipeline.render.docx.runs import AFTER_TABLE, Pen, field_begin, field_end, paragraph, text

#: Headings of two levels as links, by outline level too, without numbers in a web layout; in a
#: document with texts of three levels.
_INSTRUCTION = 'TOC \\o "1-{levels}" \\h \\z \\u'

_NEW_PAGE = "<w:pageBreakBefore/>"


def parts(edition: Edition, pen: Pen, bookmarks: Bookmarks) -> list[str]:
    """Return the heading and the entries as paragraphs; nothing if the edition has no contents.

    The numbers are those of the slides, as in deck and PDF. The field is locked: a program that
    fills it anew would put the numbers of pages in their place. With texts there are none: on which
    page a heading stands is for the program to say, and it does when it is asked to fill the field.
    """
    pages = table_of_contents.pages(edition)
    if not pages:
        return []
    written = [paragraph("TOCHeading", text(edition.contents_title), _NEW_PAGE)]
    rows = [(entry, bool(page) and entry is entries[0])
            for page, entries in enumerate(pages) for entry in entries]  # fmt: skip
    for index, (entry, begins) in enumerate(rows):
        content = _entry(entry, pen, bookmarks, is_numbered=not edition.texts)
        if not index:
            instruction = _INSTRUCTION.format(levels=3 if edition.texts else 2)
            content = field_begin(instruction, locked=not edition.texts) + content
        if index == len(rows) - 1:
            content += field_end()
        written.append(paragraph(f"TOC{entry.level}", content, _NEW_PAGE if begins else ""))
    # the section ends in a paragraph of its own: LibreOffice would take its end into the field, and
    # the foot of its pages lose their numbers. A tab in it: else a section that begins with a
    # form field, as a heading with a marker does, would be one paragraph there
    return [*written, paragraph(AFTER_TABLE, text("\t"))]


def _entry(entry: Entry, pen: Pen, bookmarks: Bookmarks, *, is_numbered: bool) -> str:
    number = text(chr(9)) + text(str(entry.number)) if is_numbered else ""
    return (
        f'<w:hyperlink w:anchor="{bookmarks.toc(entry.anchor)}" w:history="1">'
        f"{pen.runs(entry.runs)}{number}</w:hyperlink>"
    )
