"""Body of the Word document and its sections: pages, columns, headers and footers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.core.lengths import Pt, twips
from pipeline.design.theme import Theme
from pipeline.design.tokens import Page
from pipeline.edition.edition import Edition
from pipeline.render.docx.runs import (
    blank_paragraph,
    field_begin,
    field_end,
    is_table,
    paragraph,
    text,
    with_paragraphs,
)

#: Of heads and feet; programs expect the second wherever there may be a relationship.
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)

Start = Literal["nextPage", "continuous"]


@dataclass(frozen=True)
class Paper:
    """Page format of a section: size, header, footers.

    Attributes:
        page: size and margins.
        header, footer: relationship ids.
        footer_style: style of the footer's paragraph.
        first_footer: relationship id of the first page's footer; that page then has no header.
        band: colour of a band down the left edge, six hexadecimal digits; empty for none.
        at_edge: the header begins at the page's edge, as the tag of a slide does.
    """

    page: Page
    header: str
    footer: str
    footer_style: str
    first_footer: str = ""
    band: str = ""
    at_edge: bool = False

    @property
    def is_upright(self) -> bool:
        """Tell portrait from landscape."""
        return self.page.height >= self.page.width

    @property
    def width(self) -> float:
        """Return the width between the margins in points."""
        return self.page.width - self.page.margin[1] - self.page.margin[3]

    @property
    def height(self) -> float:
        """Return the height between the margins in points."""
        return self.page.height - self.page.margin[0] - self.page.margin[2]

    def section(self, start: Start, columns: int = 1, gap: float = 0) -> str:
        """Return section properties; they stand at a section's end and say how it starts."""
        page = self.page
        top, right, bottom, left = (twips(side) for side in page.margin)
        turned = "" if self.is_upright else ' w:orient="landscape"'
        many = f' w:num="{columns}" w:space="{twips(Pt(gap))}"' if columns > 1 else ""
        first, header = self.first_footer, 0 if self.at_edge else min(top, bottom) // 2
        return (
            f'<w:sectPr><w:headerReference w:type="default" r:id="{self.header}"/>'
            f'<w:footerReference w:type="default" r:id="{self.footer}"/>'
            + (f'<w:footerReference w:type="first" r:id="{first}"/>' if first else "")
            + f'<w:type w:val="{start}"/>'
            f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{turned}/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
            f'w:header="{header}" w:footer="{bottom // 2}" w:gutter="0"/>'
            f"{self._border()}<w:cols{many}/>{'<w:titlePg/>' if first else ''}</w:sectPr>"
        )

    def _border(self) -> str:
        """Return the band, as broad as a border can be: twelve points."""
        if not self.band:
            return ""
        return (
            '<w:pgBorders w:offsetFrom="page"><w:left w:val="single" w:sz="96" w:space="0" '
            f'w:color="{self.band}" w:themeColor="accent1"/></w:pgBorders>'
        )


class Body:
    """Body of the document, filled from the top."""

    def __init__(self) -> None:
        """Begin with an empty first section."""
        self._parts: list[str] = []
        self._start: Start = "nextPage"

    def add(self, parts: list[str]) -> None:
        """Add paragraphs and tables to the section that is open."""
        self._parts += parts

    def end_section(
        self, paper: Paper, next_start: Start, columns: int = 1, gap: float = 0
    ) -> None:
        """Close the open section: its properties go into its last paragraph."""
        if not self._parts or is_table(self._parts[-1]) or "<w:sectPr>" in self._parts[-1]:
            self._parts.append(blank_paragraph())
        properties = paper.section(self._start, columns, gap)
        head, tail = self._parts[-1].split("</w:pPr>", 1)
        self._parts[-1] = f"{head}{properties}</w:pPr>{tail}"
        self._start = next_start

    def xml(self, paper: Paper) -> str:
        """Return the content of ``w:body``; the last section's properties close it."""
        parts = with_paragraphs(self._parts, closed=True)
        if "<w:sectPr>" in parts[-1]:
            parts.append(blank_paragraph())
        return "".join(parts) + paper.section(self._start)


def footer(edition: Edition, paper: Paper, first_page: int, before: str = "") -> bytes:
    """Return a footer's part: number left, marking bold in the middle, language and page right.

    The page's number stands there as a field with its result.

    Args:
        edition: for its words.
        paper: of the pages.
        first_page: number of the first of them.
        before: what stands before the page's number: that of the slide.
    """
    left, middle, right = edition.footer
    line = text(f"{left}\t") + text(middle, "<w:b/><w:bCs/>")
    line += text(f"\t{right}  {before}{edition.page_word} ")
    page = field_begin("PAGE") + text(str(first_page)) + field_end()
    return _part("ftr", paragraph(paper.footer_style, line + page))


def footer_part(number: int) -> str:
    """Return the name of the part with the footer of a slide, counted from 1."""
    return "footer2.xml" if number == 1 else f"footer{number + 2}.xml"


def footer_key(number: int) -> str:
    """Return the relationship id of a slide's footer; others are numbered from below."""
    return "rId8" if number == 1 else f"rId9{number:04d}"


def header(reference: str) -> bytes:
    """Return a header's part; an empty one keeps a section from that of the section before."""
    return _part("hdr", paragraph("Header", text(reference)))


def tag(paper: Paper, theme: Theme) -> bytes:
    """Return the header of a slide's page: the tag at its edge, which is a paragraph's shading."""
    _, _, width, height = (side * theme.page_scale for side in theme.slide.tag)
    rest = twips(Pt(paper.width - width))
    own = (
        f'<w:shd w:val="clear" w:color="auto" w:fill="{theme.colour("accent")}"/>'
        f'<w:spacing w:line="{twips(Pt(height))}" w:lineRule="exact"/>'
        f'<w:ind w:right="{rest}"/>'
    )
    return _part("hdr", paragraph("Header", "", own))


def _part(tag: str, content: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:{tag} {_NAMESPACES}>{content}</w:{tag}>"
    ).encode()
