"""Differences between two PDFs, page by page and word by word: pages paired, words compared.

Pages are read as the audit reads them. A page whose words only moved to another number is the same:
what stands at its foot is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from pipeline.audit.findings import UnreadableError
from pipeline.audit.readers.extract import Reading
from pipeline.distribution.compare import page_lines
from pipeline.distribution.package import marker_counts
from pipeline.distribution.package.listing import refused

#: Share of words in common from which two pages are taken for one that was changed.
_ALIKE = 0.4

How = Literal["same", "gone", "come"]


@dataclass(frozen=True)
class Stretch:
    """Words that all stayed, went or came."""

    how: How
    text: str


@dataclass(frozen=True)
class PagePair:
    """A page before and after.

    Attributes:
        before: its index in the first file, from 0; None if it is new.
        after: its index in the second; None if it went.
        label: what it is called, by the number at its foot, in the second file if it is there:
            ``Slide 8``; ``Cover`` and ``Contents`` in front of the slides.
        title: as the outline has it, else its first line.
        words: its text, in reading order.
    """

    before: int | None
    after: int | None
    label: str
    title: str
    words: tuple[Stretch, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether no word differs; a picture may."""
        return all(stretch.how == "same" for stretch in self.words)


def pages(before: bytes, after: bytes) -> tuple[PagePair, ...]:
    """Return the pages of two PDFs, paired, in the order of the second.

    Raises:
        DistributeError: one cannot be read.
    """
    try:
        old, new = marker_counts.reading(before, "pdf"), marker_counts.reading(after, "pdf")
    except UnreadableError as error:
        raise refused("PDF", "unreadable", str(error), "") from None
    first, second = _texts(old), _texts(new)
    return tuple(
        _pair((first, second), (old, new), earlier, later)
        for earlier, later in _aligned(first, second)
    )


def _texts(reading: Reading) -> list[list[str]]:
    """Return the words of each page, without what stands at its foot."""
    return [" ".join(written).split() for written in page_lines.lines(reading, "pdf")]


def _pair(
    texts: tuple[list[list[str]], list[list[str]]],
    readings: tuple[Reading, Reading],
    earlier: int | None,
    later: int | None,
) -> PagePair:
    before = [] if earlier is None else texts[0][earlier]
    after = [] if later is None else texts[1][later]
    reading, index = (readings[0], earlier or 0) if later is None else (readings[1], later)
    title = next((line.strip() for line in reading.pages[index].splitlines() if line.strip()), "")
    if len(reading.furniture) == len(reading.pages):  # the outline names every page
        title = reading.furniture[index]
    words = tuple(_stretches(before, after))
    return PagePair(earlier, later, _label(reading, index), title, words)


def _label(reading: Reading, index: int) -> str:
    """Return what a page is called: a slide by its number."""
    return page_lines.names(reading, "pdf")[index].capitalize()


def _stretches(before: Sequence[str], after: Sequence[str]) -> Iterator[Stretch]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Stretch("same", " ".join(after[new_start:new_end]))
            continue
        if old_end > old_start:
            yield Stretch("gone", " ".join(before[old_start:old_end]))
        if new_end > new_start:
            yield Stretch("come", " ".join(after[new_start:new_end]))


def _aligned(
    first: Sequence[Sequence[str]], second: Sequence[Sequence[str]]
) -> Iterator[tuple[int | None, int | None]]:
    """Yield which pages belong together: the same ones, and between them those that are alike."""
    olds, news = (["\n".join(words) for words in side] for side in (first, second))
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(old_start, old_end), range(new_start, new_end), strict=True)
            continue
        at = old_start
        for new in range(new_start, new_end):
            match = next(
                (old for old in range(at, old_end) if _are_alike(first[old], second[new])), None
            )
            if match is None:
                yield None, new
            else:
                yield from ((old, None) for old in range(at, match))
                yield match, new
                at = match + 1
        yield from ((old, None) for old in range(at, old_end))


def _are_alike(words: Sequence[str], other: Sequence[str]) -> bool:
    matcher = SequenceMatcher(None, words, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
