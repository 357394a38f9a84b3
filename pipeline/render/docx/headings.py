"""Slide headings of the Word document: page break, section line, heading with the whole title."""

from __future__ import annotations

from pipeline.core.lengths import Pt, twips
from pipeline.design.theme import Theme
from pipeline.edition.slide import Slide
from pipeline.edition.table_of_contents import slide_anchor
from pipeline.edition.texts import title_lines
from pipeline.render.docx.bookmarks import Bookmarks
from pipeline.render.docx.runs import Pen, paragraph, style, text

#: The opening and the closing slide stand apart from the others.
STAND_ALONE = ("title", "closing")
#: Points below the name of a section; see ``styles.xml.j2``.
_BELOW_KICKER = 0.0


def heading(slide: Slide, pen: Pen, name: str, theme: Theme, bookmarks: Bookmarks) -> list[str]:
    """Return the lines above the title and the heading, in a style, which holds the whole title.

    The page begins with their section: a break before them would tear the page of a program that
    heeds it in the style and not where it is taken back.
    """
    small, main = title_lines(slide)
    size = _size(slide, theme)
    above = [("SlideOverline", pen.runs(line)) for line in slide.overline]
    section = slide.kicker.numeral
    numeral = text(f"{section}  ", style("SectionNumeral")) if section else ""
    content = text(f"{slide.numeral} ", style("SlideNumeral")) if slide.numeral else ""
    if small:
        content += numeral + pen.runs(small, "SlideKicker") + text("\n") + pen.runs(main, "", size)
    else:
        above += [("SectionName", numeral + pen.runs(slide.kicker.section))] if section else []
        content += pen.runs(main, "DisplayTitle" if slide.layout in STAND_ALONE else "", size)
    content = bookmarks.listing(content, slide_anchor(slide.number))
    written = [paragraph(look, words) for look, words in above]
    is_first = not written and not small and slide.layout not in STAND_ALONE
    return [*written, paragraph(name, content, _below_kicker(theme) if is_first else "")]


def _size(slide: Slide, theme: Theme) -> str:
    """Return the size of a title that is set smaller than others, as on its slide."""
    if not slide.title_step or slide.layout in STAND_ALONE:
        return ""
    half = round(theme.styles["title"].size(slide.title_step) * theme.page_scale * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _below_kicker(theme: Theme) -> str:
    """Return the distance that lets a title stand where it would below the name of a section."""
    line = theme.styles["kicker"].size(0) * theme.line_height * theme.page_scale
    return f'<w:spacing w:before="{twips(Pt(line + _BELOW_KICKER))}"/>'
