"""Word document: an A4 cover as on Council papers, contents, a landscape page for each slide.

The blank package is our own (``templates/docx``); python-docx holds it while links and pictures
are added; the text is written as XML in one pass, which keeps long documents fast. Pure: no clock,
no network, no file but the templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.parts.document import DocumentPart

from pipeline.design.brand.docx_template import DocumentTemplate
from pipeline.design.theme import Theme
from pipeline.edition.edition import Edition
from pipeline.edition.table_of_contents import pages
from pipeline.render import ooxml
from pipeline.render.docx import brand_template, contents_field, cover, sections
from pipeline.render.docx.pictures import Pictures
from pipeline.render.docx.runs import Footnotes, Pen
from pipeline.render.docx.sections import Body, Paper
from pipeline.render.docx.slides import Pages
from pipeline.resources.labels import locale

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)

#: Relationship ids of headers and footers in templates/docx/word/_rels.
_FOOTER, _SLIDE_FOOTER, _FIRST_FOOTER = "rId7", "rId8", "rId9"
_HEADER, _NO_HEADER = "rId10", "rId11"


def _pen(part: Part) -> Pen:
    def link(target: str) -> str:
        return part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    return Pen(link)


def _body(edition: Edition, theme: Theme, part: DocumentPart, footnotes: Footnotes) -> str:
    """Return the content of the document's body."""

    def embed(image: BytesIO) -> str:
        relation, _ = part.get_or_add_image(image)
        return relation

    portrait, landscape = _papers(theme)
    pen = _pen(part)
    body = Body()
    body.add(cover.parts(edition.cover, pen, portrait.width))
    body.add(contents_field.parts(edition, pen))
    if not edition.slides:
        return body.xml(portrait)
    body.end_section(portrait, "nextPage")
    pictures = Pictures(embed, edition.map_word, theme)
    sheets = Pages(theme, landscape, pen, footnotes, pictures, bool(edition.contents_title))
    return body.xml(sheets.add(edition.slides, body))


def _papers(theme: Theme) -> tuple[Paper, Paper]:
    return (
        Paper(theme.cover_page, _HEADER, _FOOTER, "Footer", _FIRST_FOOTER),
        Paper(theme.document_slide, _NO_HEADER, _SLIDE_FOOTER, "SlideFooter"),
    )


def render(
    edition: Edition,
    theme: Theme,
    template: DocumentTemplate | None = None,
    mapped: Mapping[str, str] | None = None,
) -> bytes:
    """Draw an edition as a Word document.

    Args:
        edition: fitted; without frames, figures and table columns take their region's size.
        theme: design tokens.
        template: a brand's, from which the theme has its colours.
        mapped: our styles for which named ones of the template stand.
    """
    package = ooxml.blank("docx", theme, locale(edition.language))
    document = Document(BytesIO(package))
    part = document.part
    footnotes = Footnotes(
        _pen(part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)), theme.fonts.deck.name
    )
    content = _body(edition, theme, part, footnotes)
    body = parse_xml(f"<w:body {_NAMESPACES}>{content}</w:body>")
    part.element.replace(part.element[0], body)
    buffer = BytesIO()
    document.save(buffer)
    parts = ooxml.unpack(buffer.getvalue())
    portrait, landscape = _papers(theme)
    front = 1 + len(pages(edition))
    parts["word/footer1.xml"] = sections.footer(edition, portrait, 2)
    parts["word/footer2.xml"] = sections.footer(edition, landscape, front + 1)
    parts["word/footer3.xml"] = sections.footer(edition, portrait, 1)
    parts["word/header1.xml"] = sections.header(edition.reference)
    parts["word/header2.xml"] = sections.header("")
    parts["word/footnotes.xml"] = footnotes.fill(parts["word/footnotes.xml"])
    parts["docProps/core.xml"] = ooxml.core_properties(edition)
    parts["docProps/app.xml"] = ooxml.app_properties()
    if template:
        dressed = brand_template.Housed(template, mapped or {}, theme, locale(edition.language))
        parts = dressed.parts(parts)
    return ooxml.pack(parts)
