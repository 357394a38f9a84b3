"""Word-level diff of two texts, and whether markers took the place of words.

A marker is one word, whatever is printed in it: numbers in markers move when one of them is lifted,
and that is no difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Literal

from pipeline.distribution.package import marker_counts


@dataclass(frozen=True)
class Word:
    """A word, or a marker, or the end of a line.

    Attributes:
        text: as it is printed.
        is_marker: words are withheld here.
    """

    text: str
    is_marker: bool = False

    @property
    def key(self) -> str:
        """Return the key by which words are compared."""
        return "\0" if self.is_marker else self.text


@dataclass(frozen=True)
class Step:
    """Consecutive words that all stayed, went or came."""

    kind: Literal["same", "gone", "come"]
    words: tuple[Word, ...]


END = Word("\n")
_PARTS = re.compile(r"\n|[^\s]+")


def words(lines: Sequence[str], markers: Sequence[str]) -> list[Word]:
    """Return the words of lines, each line with its end; a marker may go over several lines.

    Args:
        lines: of a text.
        markers: as they are printed; ``{number}`` and ``{grounds}`` stand for words.
    """
    text = "".join(f"{line}\n" for line in lines)
    # the longest first: one kind of marker can be the beginning of another
    patterns = sorted((marker_counts.spaced(marker) for marker in markers), key=len, reverse=True)
    found: list[Word] = []
    place = 0
    for match in re.finditer("|".join(patterns), text, re.DOTALL) if patterns else ():
        found += _plain(text[place : match.start()])
        found.append(Word(" ".join(match[0].split()), is_marker=True))
        place = match.end()
    return found + _plain(text[place:])


def _plain(text: str) -> list[Word]:
    return [END if part == "\n" else Word(part) for part in _PARTS.findall(text)]


def steps(before: Sequence[Word], after: Sequence[Word]) -> tuple[Step, ...]:
    """Return the edit steps from one text to another, in reading order."""
    matcher = SequenceMatcher(
        None, [word.key for word in before], [word.key for word in after], autojunk=False
    )
    found: list[Step] = []
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            found.append(Step("same", tuple(after[new_start:new_end])))
            continue
        if old_end > old_start:
            found.append(Step("gone", tuple(before[old_start:old_end])))
        if new_end > new_start:
            found.append(Step("come", tuple(after[new_start:new_end])))
    return tuple(found)


def may_withhold_more(before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Tell whether a marker may stand for words that were there before.

    It may if it is new, and if words went beside it: it then can stand for more than it did. Words
    that went elsewhere were deleted, which everybody may do.
    """
    found = steps(before, after)
    for number, step in enumerate(found):
        if step.kind == "come" and any(word.is_marker for word in step.words):
            return True
        if step.kind == "gone" and any(not word.is_marker and word != END for word in step.words):
            left = (word for row in reversed(found[:number]) for word in _stayed(row)[::-1])
            right = (word for row in found[number + 1 :] for word in _stayed(row))
            if any(word.is_marker for word in (*islice(left, 1), *islice(right, 1))):
                return True
    return False


def _stayed(step: Step) -> tuple[Word, ...]:
    return tuple(word for word in step.words if word != END) if step.kind == "same" else ()
