"""Slide headings of the Word document: page break, section line, heading with the whole title."""

from __future__ import annotations

from pipeline.edition.slide import Slide
from pipeline.edition.table_of_contents import slide_anchor
from pipeline.edition.texts import title_lines
from pipeline.render.docx.bookmarks import Bookmarks
from pipeline.render.docx.runs import Pen, paragraph, style, text

#: The opening and the closing slide stand apart from the others.
STAND_ALONE = ("title", "closing")


def heading(slide: Slide, pen: Pen, name: str, bookmarks: Bookmarks) -> list[str]:
    """Return the lines above the title and the heading, in a style, which holds the whole title.

    The page begins with their section: a break before them would tear the page of a program that
    heeds it in the style and not where it is taken back.
    """
    small, main = title_lines(slide)
    above = [("SlideOverline", pen.runs(line)) for line in slide.overline]
    section = slide.kicker.numeral
    numeral = text(f"{section}  ", style("SectionNumeral")) if section else ""
    content = text(f"{slide.numeral} ", style("SlideNumeral")) if slide.numeral else ""
    if small:
        content += numeral + pen.runs(small, "SlideKicker") + text("\n") + pen.runs(main)
    else:
        above += [("SectionName", numeral + pen.runs(slide.kicker.section))] if section else []
        content += pen.runs(main, "DisplayTitle" if slide.layout in STAND_ALONE else "")
    content = bookmarks.listing(content, slide_anchor(slide.number))
    written = [paragraph(look, words) for look, words in above]
    return [*written, paragraph(name, content)]
