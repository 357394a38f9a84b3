"""Expected text of a PDF: pages with their footers, bookmarks, spoken words of markers."""

from __future__ import annotations

from pipeline.audit.expected import flowing_pages, texts
from pipeline.audit.expected.portable_pages import PdfPrinter, contents_page, slide_page
from pipeline.audit.expected.texts import Expected
from pipeline.edition import spoken_text, table_of_contents
from pipeline.edition.edition import Edition
from pipeline.edition.texts import slide_title


def expected(edition: Edition) -> Expected:
    """Return the texts that a PDF must have: pages with their feet, bookmarks, expansions."""
    printer, foot = PdfPrinter(), texts.foot(edition)
    if edition.texts:
        return flowing_pages.expected(edition, printer)
    front = "\n".join(texts.cover_lines(edition.cover))
    listed = table_of_contents.pages(edition)
    used = table_of_contents.front(edition)
    pages = (
        f"{front}\n{foot} {edition.page_word} 1",
        *(_contents_page(edition, number) for number in range(2, 2 + len(listed))),
        *(slide_page(edition, slide, printer, used + slide.number) for slide in edition.slides),
    )
    titles = tuple(slide_title(slide) for slide in edition.slides)
    return Expected(
        pages=pages,
        notes=(),
        furniture=(edition.cover.number, *([edition.contents_title] if listed else []), *titles),
        alternatives=printer.alternatives(edition),
        names=titles,
        expansions=tuple(spoken_text.in_pdf(edition)),
        labels=tuple(str(number) for number in range(1, 1 + len(pages))),
        jumps=tuple(used + entry.number for entries in listed for entry in entries),
    )


def _contents_page(edition: Edition, number: int) -> str:
    """Return what a page of the contents says; pages count from the cover, which is 1."""
    entries = table_of_contents.pages(edition)[number - 2]
    return contents_page(edition, number, texts.contents_lines(entries))
