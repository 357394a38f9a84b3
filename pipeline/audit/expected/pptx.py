"""Expected text of a deck: slides, speaker notes, spoken descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pipeline.audit.expected import native_charts, texts
from pipeline.audit.expected.texts import Expected, Printer
from pipeline.edition import spoken_text
from pipeline.edition.blocks import Block, Chart, Table
from pipeline.edition.edition import Edition
from pipeline.edition.slide import Slide


def expected(edition: Edition) -> Expected:
    """Return the texts that a deck must have: slides, speaker notes, spoken descriptions."""
    printer, foot = _Deck(), texts.foot(edition)
    noted = [slide for slide in edition.slides if slide.notes]
    return Expected(
        pages=tuple(
            "\n".join([*printer.slide(slide), *texts.footnotes(slide), foot, str(slide.number)])
            for slide in edition.slides
        ),
        notes=tuple(texts.joined(slide.notes) for slide in noted),
        furniture=(),
        alternatives=printer.alternatives(edition),
        names=tuple(chain.from_iterable(spoken_text.ranges(slide) for slide in edition.slides)),
        noted=tuple(f"slide {slide.number}" for slide in noted),
    )


class _Deck(Printer):
    def head(self, slide: Slide) -> Iterator[str]:
        # the title is read first, wherever it stands
        yield from (*texts.title(slide), *texts.section(slide), *texts.above(slide), slide.stamp)

    def chart(self, block: Chart) -> Iterator[str]:
        """Yield what a native chart says, with the texts that stand beside it."""
        yield from native_charts.chart(block)
        yield from native_charts.beside(block)

    def alternative(self, block: Block) -> Iterator[str]:
        if isinstance(block, Table | Chart):
            yield spoken_text.alternative(block)
        else:
            yield from super().alternative(block)
