"""Bookmarks of the Word document: named by ordinals, never by words (G6, G7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipeline.edition import table_of_contents
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import RunningText, TextHeading, TextParagraph
from pipeline.edition.runs import ReferenceRun, Runs, TextRun
from pipeline.edition.text_outline import after, before, places, references
from pipeline.render.docx import numbering
from pipeline.render.docx.runs import field_begin, field_end, text

#: Ids of bookmarks to which cross-references lead are greater than those of the contents.
_REFERRED = 1_000_000


def around(content: str, name: str, number: int) -> str:
    """Return content inside a bookmark."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


@dataclass
class Bookmarks:
    """Places of an edition and what leads there.

    Attributes:
        ordinals: of each place, by its anchor, in reading order.
        listed: anchors to which the contents lead.
        referred: what cross-references print, by the anchor to which they lead.
        numbers: of the places in texts, where they have one.
    """

    ordinals: dict[str, int]
    listed: frozenset[str] = frozenset()
    referred: dict[str, str] = field(default_factory=dict[str, str])
    numbers: dict[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def of(cls, edition: Edition) -> Bookmarks:
        """Return the places of an edition; a slide's ordinal is its number, where all is slides."""
        ordinals: dict[str, int] = {}
        numbers: dict[str, str] = {}
        for given in before(edition):
            ordinals |= _counted(given, len(ordinals))
        shift = len(ordinals)
        for slide in edition.slides:
            ordinals[table_of_contents.slide_anchor(slide.number)] = shift + slide.number
        last = shift + max((slide.number for slide in edition.slides), default=0)
        for given in after(edition):
            counted = _counted(given, last)
            ordinals |= counted
            last += len(counted)
        for given in edition.texts:
            numbers |= dict(_numbers(given))
        listed = (row.anchor for page in table_of_contents.pages(edition) for row in page)
        return cls(ordinals, frozenset(listed), references(edition), numbers)

    def toc(self, anchor: str) -> str:
        """Return the name of the bookmark to which the contents lead."""
        return f"_Toc{self.ordinals[anchor]:09d}"

    def _ref(self, anchor: str) -> str:
        return f"_Ref{self.ordinals[anchor]:09d}"

    def heading(self, content: str, anchor: str) -> str:
        """Return the content of a heading, marked if the contents or references lead there."""
        return self.listing(self.target(content, anchor), anchor)

    def listing(self, content: str, anchor: str) -> str:
        """Return content, marked if the contents lead there."""
        if anchor not in self.listed:
            return content
        return around(content, self.toc(anchor), self.ordinals[anchor])

    def target(self, content: str, anchor: str) -> str:
        """Return content, marked if cross-references lead there."""
        if anchor not in self.referred:
            return content
        return around(content, self._ref(anchor), _REFERRED + self.ordinals[anchor])

    def caption(self, runs: Runs, anchor: str, write: Callable[[Runs], str]) -> str:
        """Return a caption; references print its beginning, "Table 1", which alone is marked."""
        first, number = runs[0] if runs else None, self.referred.get(anchor, "")
        if not isinstance(first, TextRun) or not first.text.startswith(number) or not number:
            return self.target(write(runs), anchor)
        head, tail = (
            (first.model_copy(update={"text": words}),) if words else ()
            for words in (number, first.text[len(number) :])
        )
        return self.target(write(head), anchor) + write((*tail, *runs[1:]))

    def reference(self, run: ReferenceRun) -> str:
        """Return a cross-reference as a field with its result.

        A program that fills it anew prints the same: the paragraph's number, or the label in the
        bookmark. Programs disagree on numbers of several levels, which are links, and so are those
        that are written as signs.
        """
        name = self._ref(run.anchor)
        number = self.numbers.get(run.anchor, "")
        if number and (number.rstrip(".") != run.text or not numbering.is_counted(number)):
            return f'<w:hyperlink w:anchor="{name}" w:history="1">{text(run.text)}</w:hyperlink>'
        switch = " \\n" if number else ""
        return field_begin(f"REF {name}{switch} \\h") + text(run.text) + field_end()


def _counted(given: RunningText, last: int) -> dict[str, int]:
    anchors = dict.fromkeys(anchor for anchor in places(given) if anchor)
    return {anchor: last + at for at, anchor in enumerate(anchors, start=1)}


def _numbers(given: RunningText) -> Iterator[tuple[str, str]]:
    """Yield places in a text and their numbers."""
    for block in given.blocks:
        if isinstance(block, TextHeading):
            yield block.anchor, block.number
        elif isinstance(block, TextParagraph):
            yield block.anchor, block.mark
