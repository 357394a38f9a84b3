"""Expected text of a web page: cover, contents, slides, the line at its foot."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit.expected import read_aloud, texts
from pipeline.audit.expected.texts import Expected, Printer
from pipeline.edition import table_of_contents
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import RunningText
from pipeline.edition.runs import ReferenceRun
from pipeline.edition.slide import Slide
from pipeline.edition.text_outline import after, before, places
from pipeline.edition.texts import all_runs


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
    targets = list(_places(edition))
    jumps = [*(entry.anchor for entry in entries), *_references(edition)]
    return Expected(
        pages=(
            "\n".join(texts.cover_lines(cover)),
            *(["\n".join([edition.web.contents, *listed])] if listed else []),
            *(_text(printer, text) for text in before(edition)),
            *map("\n".join, slides),
            *(_text(printer, text) for text in after(edition)),
            texts.foot(edition),
        ),
        notes=(),
        furniture=tuple(read_aloud.aloud(edition)),
        furniture_word="text read aloud",
        alternatives=printer.alternatives(edition),
        names=read_aloud.row_names(edition),
        labels=tuple(read_aloud.drawn(edition)),
        label_word="drawing",
        has_no_bullets=True,
        jumps=tuple(targets.index(anchor) + 1 for anchor in jumps),
    )


def _text(printer: Printer, text: RunningText) -> str:
    return "\n".join([*printer.text(text), *map(texts.printed, text.footnotes)])


def _places(edition: Edition) -> Iterator[str]:
    """Yield the places to which something may lead, in the page's order."""
    for text in before(edition):
        yield from places(text)
    yield from (table_of_contents.slide_anchor(slide.number) for slide in edition.slides)
    for text in after(edition):
        yield from places(text)


def _references(edition: Edition) -> Iterator[str]:
    """Yield where the cross-references lead, in the page's order: footnotes stand below a text."""
    for runs in all_runs(edition.texts):
        yield from (run.anchor for run in runs if isinstance(run, ReferenceRun))


class _Page(Printer):
    def head(self, slide: Slide) -> Iterator[str]:
        """Yield what stands above the blocks; a colon parts the lines of a title."""
        numeral, small, main = texts.title(slide)
        yield from (*texts.above(slide), numeral, f"{small}:" if small else "", main)
