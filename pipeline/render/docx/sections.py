"""Sections of the document: page size, columns, and the line at the foot of each page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.edition import Edition
from pipeline.render.docx.words import blank_paragraph, is_table, paragraph, text, with_paragraphs
from pipeline.theme import Page

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

Start = Literal["nextPage", "continuous"]


def twips(points: float) -> int:
    """Return points in twentieths of a point, Word's unit of length."""
    return round(points * 20)


@dataclass(frozen=True)
class Paper:
    """A kind of page.

    Attributes:
        page: size and margins.
        footer: relationship id of its footer.
        footer_style: style of the footer's paragraph.
    """

    page: Page
    footer: str
    footer_style: str

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
        turned = ' w:orient="landscape"' if page.width > page.height else ""
        many = f' w:num="{columns}" w:space="{twips(gap)}"' if columns > 1 else ""
        return (
            f'<w:sectPr><w:footerReference w:type="default" r:id="{self.footer}"/>'
            f'<w:type w:val="{start}"/>'
            f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{turned}/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
            f'w:header="{top // 2}" w:footer="{bottom // 2}" w:gutter="0"/>'
            f"<w:cols{many}/></w:sectPr>"
        )


class Body:
    """The document's body, filled from the top."""

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


def _field(instruction: str, result: int) -> str:
    """Return a field with its result, so that no program needs to update it on opening."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{text(str(result))}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def footer(edition: Edition, paper: Paper, first_page: int) -> bytes:
    """Return a footer's part: number, marking and language on the left, the page on the right."""
    line = text(" | ".join(edition.footer) + "\t")
    pages = _field("PAGE", first_page) + text("/") + _field("NUMPAGES", 1 + len(edition.slides))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:ftr {_NAMESPACE}>{paragraph(paper.footer_style, line + pages)}</w:ftr>"
    ).encode()
