"""Expected text of a web page: cover, contents, slides, the line at its foot."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit.expected import read_aloud, texts
from pipeline.audit.expected.texts import Expected, Printer
from pipeline.edition import table_of_contents
from pipeline.edition.edition import Edition
from pipeline.edition.slide import Slide


def expected(edition: Edition) -> Expected:
    """Return the texts that a web page must have: cover, contents, slides, the line at its foot."""
    printer = _Page()
    number = f"{edition.cover.number}\n{edition.title}"
    cover = edition.cover.model_copy(update={"number": number})
    entries = table_of_contents.entries(edition)
    listed = [entry.title for entry in entries]
    slides = (
        [
            edition.web.slide.replace("{number}", str(slide.number)),
            *printer.slide(slide),
            *texts.footnotes(slide),
        ]
        for slide in edition.slides
    )
    return Expected(
        pages=(
            "\n".join(texts.cover_lines(cover)),
            *(["\n".join([edition.web.contents, *listed])] if listed else []),
            *map("\n".join, slides),
            texts.foot(edition),
        ),
        notes=(),
        furniture=tuple(read_aloud.aloud(edition)),
        furniture_word="text read aloud",
        alternatives=printer.alternatives(edition),
        names=read_aloud.row_names(edition),
        labels=tuple(read_aloud.drawn(edition)),
        label_word="drawing",
        jumps=tuple(entry.number for entry in entries),
    )


class _Page(Printer):
    def head(self, slide: Slide) -> Iterator[str]:
        """Yield what stands above the blocks; a colon parts the lines of a title."""
        numeral, small, main = texts.title(slide)
        yield from (*texts.above(slide), numeral, f"{small}:" if small else "", main)
