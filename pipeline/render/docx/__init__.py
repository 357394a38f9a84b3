"""Word document of an edition: an A4 cover, contents, a landscape page for each slide.

The blank package is our own (``templates/docx``); python-docx holds it while links and pictures
are added; the text is written as XML in one pass, which keeps long documents fast. Pure: no clock,
no network, no file but the templates.
"""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.parts.document import DocumentPart

from pipeline.core import stable_zip
from pipeline.design.brand import NONE, House
from pipeline.design.theme import Theme
from pipeline.edition import table_of_contents as pages
from pipeline.edition.edition import Edition
from pipeline.edition.table_of_contents import flowing
from pipeline.render import ooxml
from pipeline.render.docx import brand_template, contents_field, cover, sections
from pipeline.render.docx.pictures import Pictures
from pipeline.render.docx.runs import Direct, Footnotes, Pen
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
_FOOTER, _FIRST_FOOTER = "rId7", "rId9"
_HEADER, _NO_HEADER = "rId10", "rId11"


def _pen(part: Part, theme: Theme, *, in_notes: bool = False) -> Pen:
    def link(target: str) -> str:
        return part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    return Pen(link, Direct.of(theme), in_notes)


def _body(edition: Edition, theme: Theme, part: DocumentPart, footnotes: Footnotes) -> str:
    """Return the content of the document's body."""

    def embed(image: BytesIO) -> str:
        relation, _ = part.get_or_add_image(image)
        return relation

    portrait, landscape = _papers(theme)
    pen = _pen(part, theme)
    body = Body()
    body.add(cover.parts(edition.cover, pen, portrait.width))
    body.add(contents_field.parts(edition, pen))
    if not edition.slides:
        return body.xml(portrait)
    body.end_section(portrait, "nextPage")
    pictures = Pictures(embed, edition.map_word, theme)
    sheets = Pages(theme, landscape, pen, footnotes, pictures, bool(edition.contents_title))
    return body.xml(sheets.add(edition.slides, body))


def _add_footers(parts: dict[str, bytes], edition: Edition, paper: Paper) -> None:
    """Add a footer for each slide: no field tells the number of a slide in every program.

    The blank package has the first one; the others stand behind that of the cover.
    """
    begins_on = pages.first_pages(edition)
    related, typed = "", ""
    for number in begins_on or (1,):
        name = sections.footer_part(number)
        before = pages.slide_words(edition, number) if begins_on else ""
        page = begins_on.get(number, pages.front(edition) + 1)
        parts[f"word/{name}"] = sections.footer(edition, paper, page, before)
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
    package = ooxml.blank("docx", theme, language)
    document = Document(BytesIO(package))
    part = document.part
    footnotes = Footnotes(
        _pen(part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES), theme, in_notes=True),
        theme.fonts.deck.name,
    )
    content = _body(edition, theme, part, footnotes)
    body = parse_xml(f"<w:body {_NAMESPACES}>{content}</w:body>")
    part.element.replace(part.element[0], body)
    buffer = BytesIO()
    document.save(buffer)
    parts = stable_zip.unpack(buffer.getvalue())
    portrait, landscape = _papers(theme)
    parts["word/footer1.xml"] = sections.footer(edition, portrait, 2)
    parts["word/footer3.xml"] = sections.footer(edition, portrait, 1)
    _add_footers(parts, edition, landscape)
    parts["word/header1.xml"] = sections.header(edition.reference)
    parts["word/header2.xml"] = sections.header("")
    parts["word/footnotes.xml"] = footnotes.fill(parts["word/footnotes.xml"])
    parts["docProps/core.xml"] = ooxml.core_properties(edition)
    parts["docProps/app.xml"] = ooxml.app_properties()
    if template:
        dressed = brand_template.BrandedDocument(template, house.styles, theme, language)
        parts = dressed.parts(parts)
    return ooxml.pack(parts)
