"""Pages of a PDF that hold a slide or a part of the contents, as the audit expects them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit.expected import texts
from pipeline.audit.expected.texts import Printer
from pipeline.edition import chart_text, spoken_text, table_of_contents
from pipeline.edition.blocks import Block, Chart
from pipeline.edition.edition import Edition
from pipeline.edition.slide import Slide


class PdfPrinter(Printer):
    """Text of slides and texts as a PDF prints it."""

    def head(self, slide: Slide) -> Iterator[str]:
        """Yield what stands above the blocks of a slide."""
        title, section = texts.title(slide), texts.section(slide)
        yield from (*texts.above(slide), slide.stamp, *title, *section)

    def chart(self, block: Chart) -> Iterator[str]:
        """Yield what a drawn chart says."""
        yield from chart_text.texts(block)

    def alternative(self, block: Block) -> Iterator[str]:
        """Yield the text of a block for readers who cannot see; a chart's has its numbers."""
        if isinstance(block, Chart):
            yield spoken_text.in_words(block)
        else:
            yield from super().alternative(block)


def slide_page(edition: Edition, slide: Slide, printer: Printer, page: int) -> str:
    """Return what the page of a slide says."""
    numbers = table_of_contents.slide_foot(edition, slide.number, page)
    lines = [*printer.slide(slide), *texts.footnotes(slide), f"{texts.foot(edition)} {numbers}"]
    return "\n".join(lines)


def contents_page(edition: Edition, number: int, lines: Iterator[str]) -> str:
    """Return what a page of the contents says around its lines."""
    head = edition.contents_title if number == 2 else ""  # noqa: PLR2004 - after the cover
    foot = f"{texts.foot(edition)} {edition.page_word} {number}"
    return "\n".join([head, *lines, edition.reference, foot])
