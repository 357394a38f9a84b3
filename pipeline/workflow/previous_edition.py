"""Comparison of a public edition with the previous one: markers changed, withheld words in that.

Guarantee: G32.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from pipeline.core.matching import Needle, Text
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import RunningText
from pipeline.edition.runs import MarkerRun
from pipeline.edition.text_outline import after as after_slides
from pipeline.edition.text_outline import before as before_slides
from pipeline.edition.texts import all_runs, plain, strings

#: One text of an edition: its place in words, its letters, its number of markers.
_Line = tuple[str, str, int]


def _lines(edition: Edition) -> Iterator[_Line]:
    for place, part in (
        ("cover", edition.cover),
        *_texts(before_slides(edition)),
        *((f"slide {slide.number}", slide) for slide in edition.slides),
        *_texts(after_slides(edition)),
    ):
        for runs in all_runs(part):
            count = sum(isinstance(run, MarkerRun) for run in runs)
            yield place, plain(runs), count


def _texts(texts: Iterable[RunningText]) -> Iterator[tuple[str, RunningText]]:
    """Yield the texts of a document with what they are called: an annex by its label."""
    for text in texts:
        yield text.label or "text", text


def changed_markers(before: Edition, after: Edition) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return places where markers were lifted, and where some were added, in reading order."""
    old, new = list(_lines(before)), list(_lines(after))
    matcher = SequenceMatcher(
        None, [text for _, text, _ in old], [text for _, text, _ in new], autojunk=False
    )
    lifted: list[str] = []
    added: list[str] = []
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone = [place for place, _, count in old[old_start:old_end] for _ in range(count)]
        come = [place for place, _, count in new[new_start:new_end] for _ in range(count)]
        lifted += gone[len(come) :]
        added += come[len(gone) :]
    return tuple(lifted), tuple(added)


def told_before(before: Edition, needles: Sequence[Needle]) -> tuple[str, ...]:
    """Return the slots whose words an earlier public edition printed, sorted.

    Short words and numbers stand in every text by chance; they are not looked for.
    """
    wordy = [needle for needle in needles if needle.matcher.is_wordy]
    texts = [Text(text) for text in strings(before)] if wordy else []
    return tuple(sorted({row.slot for row in wordy if any(map(row.matcher.is_in, texts))}))
