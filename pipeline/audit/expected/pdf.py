"""Expected text of a PDF: pages with their footers, bookmarks, spoken words of markers."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit.expected import texts
from pipeline.audit.expected.texts import Expected, Printer
from pipeline.edition import chart_text, spoken_text, table_of_contents
from pipeline.edition.blocks import Block, Chart
from pipeline.edition.edition import Edition
from pipeline.edition.slide import Slide
from pipeline.edition.texts import slide_title


def expected(edition: Edition) -> Expected:
    """Return the texts that a PDF must have: pages with their feet, bookmarks, expansions."""
    printer, foot = _Portable(), texts.foot(edition)
    front = "\n".join(texts.cover_lines(edition.cover))
    listed = table_of_contents.pages(edition)
    slides = (
        [*printer.slide(slide), *texts.footnotes(slide), f"{foot} {_numbers(edition, slide)}"]
        for slide in edition.slides
    )
    pages = (
        f"{front}\n{foot} {edition.page_word} 1",
        *(_contents_page(edition, number) for number in range(2, 2 + len(listed))),
        *map("\n".join, slides),
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
        jumps=tuple(entry.number for entries in listed for entry in entries),
    )


class _Portable(Printer):
    def head(self, slide: Slide) -> Iterator[str]:
        title, section = texts.title(slide), texts.section(slide)
        yield from (*texts.above(slide), slide.stamp, *title, *section)

    def chart(self, block: Chart) -> Iterator[str]:
        """Yield what a drawn chart says."""
        yield from chart_text.texts(block)

    def alternative(self, block: Block) -> Iterator[str]:
        if isinstance(block, Chart):
            yield spoken_text.in_words(block)
        else:
            yield from super().alternative(block)


def _numbers(edition: Edition, slide: Slide) -> str:
    return table_of_contents.slide_foot(edition, slide.number)


def _contents_page(edition: Edition, number: int) -> str:
    """Return what a page of the contents says; pages count from the cover, which is 1."""
    lines = texts.contents_lines(table_of_contents.pages(edition)[number - 2])
    head = edition.contents_title if number == 2 else ""  # noqa: PLR2004 - after the cover
    foot = f"{texts.foot(edition)} {edition.page_word} {number}"
    return "\n".join([head, *lines, edition.reference, foot])
