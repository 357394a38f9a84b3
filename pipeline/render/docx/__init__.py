"""Word document of an edition: an A4 cover, contents, a landscape page for each slide.

The blank package is our own (``templates/docx``); python-docx holds it while links and pictures
are added; the text is written as XML in one pass, and put into the part that it saves, which keeps
long documents fast. Pure: no clock, no network, no file but the templates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, cast

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.opc.pkgwriter import PackageWriter
from docx.parts.document import DocumentPart

from pipeline.design.brand import NONE, House
from pipeline.design.theme import Theme
from pipeline.edition import table_of_contents as pages
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import RunningText
from pipeline.edition.table_of_contents import flowing
from pipeline.edition.text_outline import after, before
from pipeline.layout import figures_in_text
from pipeline.render import ooxml
from pipeline.render.docx import brand_template, contents_field, cover, sections
from pipeline.render.docx.bookmarks import Bookmarks
from pipeline.render.docx.embedded_parts import Media
from pipeline.render.docx.numbering import Numbering
from pipeline.render.docx.pictures import Pictures
from pipeline.render.docx.running_text import STEP, Texts
from pipeline.render.docx.runs import Direct, Footnotes, Pen
from pipeline.render.docx.sections import Body, Paper
from pipeline.render.docx.slides import Pages
from pipeline.resources.labels import locale

_MAIN = "word/document.xml"
_EMPTY = b"<w:body/>"
#: Relationship ids of headers and footers in templates/docx/word/_rels.
_FOOTER, _FIRST_FOOTER = "rId7", "rId9"
_HEADER, _NO_HEADER, _TAG = "rId10", "rId11", "rId12"


def _pen(part: Part, theme: Theme, *, in_notes: bool = False) -> Pen:
    def link(target: str) -> str:
        return part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    return Pen(link, Direct.of(theme), in_notes)


@dataclass(frozen=True)
class _Shared:
    """What stands in parts of its own: footnotes, lists, the header with the tag of slides.

    Attributes:
        bookmarks: places, to which footnotes lead as well.
        tag: relationship id of that header; empty in a house's document.
    """

    footnotes: Footnotes
    numbering: Numbering
    bookmarks: Bookmarks
    tag: str


def _body(edition: Edition, theme: Theme, part: DocumentPart, shared: _Shared) -> str:
    """Return the content of the document's body."""
    paper, landscape = _papers(theme)
    if pages.begins_on_cover(edition):
        paper = replace(paper, header=_NO_HEADER)
    pen, bookmarks = _pen(part, theme), shared.bookmarks
    body = Body()
    body.add(cover.parts(edition.cover, pen, paper.width))
    body.add(contents_field.parts(edition, pen, bookmarks))
    language = locale(edition.language)
    pictures = Pictures(Media(part), edition.map_word, theme, language)
    texts = Texts(theme, pen, shared.footnotes, pictures, shared.numbering, bookmarks)
    papers = {text.anchor: own for text, own, _ in _text_papers(edition, theme)}
    for text in before(edition):
        if text.anchor in papers:
            body.end_section(paper, "nextPage")
            paper = papers[text.anchor]
        is_first = text is edition.texts[0]
        texts.add(text, body, below_cover=is_first and pages.begins_on_cover(edition))
    if edition.slides:
        body.end_section(paper, "nextPage")
        drawn = (pen, shared.footnotes, pictures, bookmarks)
        slides = Pages(theme, landscape, *drawn, bool(edition.texts), shared.tag)
        paper = slides.add(edition.slides, body)
    for text in after(edition):
        body.end_section(paper, "nextPage")
        paper = papers[text.anchor]
        texts.add(text, body)
    return body.xml(paper)


def _text_papers(edition: Edition, theme: Theme) -> Iterator[tuple[RunningText, Paper, int]]:
    """Yield each text that begins a page, its paper, and the number of its foot.

    Every one has a foot of its own; they are numbered after those of the slides.
    """
    styles = {False: "Footer", True: "LyingFooter"}
    first = max((slide.number for slide in edition.slides), default=1) + 1
    shown = edition.texts[int(pages.begins_on_cover(edition)) :]
    for number, text in enumerate(shown, start=first):
        page, foot = figures_in_text.page_of(text, theme), sections.footer_key(number)
        yield text, Paper(page, _NO_HEADER, foot, styles[text.is_landscape]), number


def _add_footers(parts: dict[str, bytes], edition: Edition, theme: Theme) -> None:
    """Add a footer for each slide and text: no field tells the number of a slide everywhere.

    The blank package has the first one; the others stand behind that of the cover.
    """
    begins_on = pages.first_pages(edition)
    _, landscape = _papers(theme)
    written = {
        number: sections.footer(
            edition,
            landscape,
            begins_on.get(number, pages.front(edition) + 1),
            pages.slide_words(edition, number) if begins_on else "",
        )
        for number in begins_on or (1,)
    }
    written |= {
        number: sections.footer(edition, paper, pages.text_page(edition, text))
        for text, paper, number in _text_papers(edition, theme)
    }
    related, typed = "", ""
    for number, footer in written.items():
        name = sections.footer_part(number)
        parts[f"word/{name}"] = footer
        if number > 1:
            key = sections.footer_key(number)
            related += (
                f'<Relationship Id="{key}" Type="{RELATIONSHIP_TYPE.FOOTER}" Target="{name}"/>'
            )
            typed += f'<Override PartName="/word/{name}" ContentType="{CONTENT_TYPE.WML_FOOTER}"/>'
    for part, more, end in (
        ("word/_rels/document.xml.rels", related, b"</Relationships>"),
        ("[Content_Types].xml", typed, b"</Types>"),
    ):
        parts[part] = parts[part].replace(end, more.encode() + end)


def _papers(theme: Theme) -> tuple[Paper, Paper]:
    return (
        Paper(theme.cover_page, _HEADER, _FOOTER, "Footer", _FIRST_FOOTER),
        Paper(theme.document_slide, _NO_HEADER, sections.footer_key(1), "SlideFooter"),
    )


def _saved(part: DocumentPart) -> dict[str, bytes]:
    """Return the parts of a document as python-docx saves them, without packing them."""
    package, writer, saved = cast("Any", part.package), cast("Any", PackageWriter), ooxml.Saved()
    for row in package.parts:
        row.before_marshal()
    writer._write_content_types_stream(saved, package.parts)
    writer._write_pkg_rels(saved, package.rels)
    writer._write_parts(saved, package.parts)
    return saved.parts


def _filled(part: bytes, content: str) -> bytes:
    """Return the main part with its content, which it was saved without."""
    before, body, after = part.partition(_EMPTY)
    if not body or _EMPTY in after:
        raise LookupError("the document has not the form that is known")
    return b"".join((before, b"<w:body>", content.encode(), b"</w:body>", after))


def render(edition: Edition, theme: Theme, house: House = NONE) -> bytes:
    """Draw an edition as a Word document.

    Args:
        edition: fitted; without frames, figures and table columns take their region's size.
        theme: design tokens; a brand's document template changes its colours.
        house: brand templates.
    """
    template = house.document
    theme = template.themed(theme) if template else theme.on_paper()
    edition = flowing(edition)
    language = locale(edition.language)
    package = ooxml.blank("docx", theme, language, texts=bool(edition.texts))
    document = Document(BytesIO(package))
    part = document.part
    pen = _pen(part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES), theme, in_notes=True)
    bookmarks = Bookmarks.of(edition)
    notes = Footnotes(replace(pen, reference=bookmarks.reference), theme.fonts.deck.name)
    shared = _Shared(notes, Numbering(STEP), bookmarks, "" if template else _TAG)
    content = _body(edition, theme, part, shared)
    parts = _saved(part)
    parts[_MAIN] = _filled(parts[_MAIN], content)
    portrait, landscape = _papers(theme)
    parts["word/footer1.xml"] = sections.footer(edition, portrait, 2)
    parts["word/footer3.xml"] = sections.footer(edition, portrait, 1)
    _add_footers(parts, edition, theme)
    parts["word/header1.xml"] = sections.header(edition.reference)
    parts["word/header2.xml"] = sections.header("")
    empty = sections.header("")
    parts["word/header3.xml"] = empty if template else sections.tag(landscape, theme)
    parts["word/footnotes.xml"] = shared.footnotes.fill(parts["word/footnotes.xml"])
    parts["word/numbering.xml"] = shared.numbering.filled(parts["word/numbering.xml"])
    parts["docProps/core.xml"] = ooxml.core_properties(edition)
    parts["docProps/app.xml"] = ooxml.app_properties()
    if template:
        dressed = brand_template.BrandedDocument(template, house.styles, theme, language)
        parts = dressed.parts(parts)
    return ooxml.pack(parts)
