"""Find where words stand in a dossier's files, however they are typed (G26).

The search of a keyed build is ``pipeline.compose.repeats``, which stops the build. This one tells
a reviewer, right after sealing, the exact place of each letter: in texts with their escapes and
inline signs, in keys and in comments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.diagnostics import Where
from pipeline.folding import fold
from pipeline.source.editing import Content
from pipeline.source.scalars import Letter, NotEditableError, Scalar

#: Words of fewer letters than this, folded, are found only where they stand alone.
SHORT = 4
#: Signs of the inline syntax that can stand within a word.
_SIGNS = str.maketrans("", "", "*\\")


@dataclass(frozen=True)
class _Folded:
    """A text folded for search.

    Attributes:
        places: for each folded letter, the index of the letter that it is made from.
    """

    file: str
    letters: tuple[Letter, ...]
    text: str
    places: tuple[int, ...]


class Search:
    """The texts, keys and comments of a dossier's files, folded once for many searches."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._folded = [
            _folded(name, scalar)
            for name, layout in content.layouts.items()
            for scalar in (*layout.values.values(), *layout.keys, *layout.comments())
        ]

    def places(self, words: str, *, alone: bool = False) -> Iterator[Where]:
        """Yield every place where words begin, whatever their case, accents, spaces, hyphens.

        Args:
            words: to look for.
            alone: only where they are no part of longer words, as short ones always are.
        """
        wanted = _fold(words)
        if not wanted:
            return
        for one in self._folded:
            at = one.text.find(wanted)
            while at >= 0:
                first, last = one.places[at], one.places[at + len(wanted) - 1]
                if not (alone or len(wanted) < SHORT) or _stands_alone(
                    one.letters, first, last + 1
                ):
                    yield self._content.where(one.file, one.letters[first].start)
                at = one.text.find(wanted, at + 1)


def _fold(text: str) -> str:
    return fold(text.translate(_SIGNS))


def _folded(file: str, scalar: Scalar) -> _Folded:
    try:
        letters = scalar.letters()
    except NotEditableError:  # its letters have no places of their own: all have the text's
        letters = tuple(Letter(sign, scalar.start, scalar.start) for sign in scalar.value)
    folded = [_fold(letter.text) for letter in letters]
    places = tuple(index for index, text in enumerate(folded) for _ in text)
    return _Folded(file, letters, "".join(folded), places)


def _stands_alone(letters: tuple[Letter, ...], first: int, behind: int) -> bool:
    return not any(
        letters[at - 1].end == letters[at].start
        and letters[at - 1].text.isalnum()
        and letters[at].text.isalnum()
        for at in (first, behind)
        if 0 < at < len(letters)
    )
