"""Words that are withheld, as far as the three versions tell them; what would give them away.

Nobody opens a vault here. What stands at a slot's place in an office file is what is withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.importing.version import withheld_spans
from pipeline.importing.version.hunks import Hunk
from pipeline.importing.version.pieces import Piece
from pipeline.importing.version.wording import Wording

#: Letters from which a word tells something by itself.
_TELLING = 4
#: Words and signs up to which one word of a value gives it away: a name, and no sentence.
_NAME = 6


@dataclass
class HeldWords:
    """What is withheld in a text.

    Attributes:
        values: words that are withheld, as tokens in small letters.
        unknown: slots whose words nobody here can know: their place in the new file is not certain.
        public: words that the text says without withholding them.
    """

    values: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    unknown: list[str] = field(default_factory=list[str])
    public: set[str] = field(default_factory=set[str])
    _said: list[str] = field(default_factory=list[str])

    def add_public(self, piece: Piece) -> None:
        """Note what a piece of the text says to all."""
        if piece.is_marked:
            return
        keys = [key.casefold() for key in piece.wording.public]
        self.public.update(keys)
        self._said.append(_joined(keys))

    def add(self, keys: Iterable[str]) -> None:
        """Note words that are withheld."""
        value = tuple(key.casefold() for key in keys)
        if any(key[:1].isalnum() for key in value):
            self.values.append(value)

    def gives_away(self, keys: Sequence[str]) -> bool:
        """Tell whether words hold some that are withheld and that the text says nowhere else."""
        small = [key.casefold() for key in keys]
        text, known = _joined(small), set(small)
        for value in self.values:
            telling = {key for key in value if len(key) >= _TELLING or key.isdigit()}
            wanted = 1 if len(value) <= _NAME else 2
            if len((telling & known) - self.public) >= wanted:
                return True
            whole = _joined(value)
            if whole in text and not any(whole in said for said in self._said):
                return True
        return False


def _joined(keys: Iterable[str]) -> str:
    return "\0".join(("", *keys, ""))


def held_words(hunks: Sequence[Hunk], notes: Sequence[Hunk], *, has_base: bool) -> HeldWords:
    """Return what is withheld in a text, and what it says besides.

    Args:
        hunks: of the text.
        notes: its footnotes.
        has_base: the earlier file is known.
    """
    held = HeldWords()
    for hunk in (*hunks, *notes):
        for piece in hunk.ours:
            held.add_public(piece)
            if piece.is_marked:
                held.add(piece.wording.keys)
            for row in piece.wording.hidden:
                if row.ground:
                    held.add(piece.wording.keys[row.first : row.behind])
        known = {slot for slot, _ in _slots(hunk, has_base=has_base)}
        for _, value in _slots(hunk, has_base=has_base):
            held.add(value)
        there = [row.slot for piece in hunk.ours for row in piece.wording.hidden if row.slot]
        is_own = has_base and not hunk.base and not hunk.theirs  # the other side never had it
        held.unknown += [slot for slot in there if slot not in known and not is_own]
    return held


def _slots(hunk: Hunk, *, has_base: bool) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield slots of a hunk with what stands in their place in one of the office files."""
    for other in (hunk.theirs, hunk.base) if has_base else (hunk.theirs,):
        if len(hunk.ours) == len(other) == 1 and not hunk.ours[0].slot:
            yield from _placed(hunk.ours[0].wording, other[0].wording)
        elif other and (has_base or _is_in_place(hunk.ours, other)):
            keys = [key for row in other for key in row.wording.keys]
            for piece in hunk.ours:
                yield from ((row.slot, keys) for row in piece.wording.hidden if row.slot)


def _is_in_place(own: Sequence[Piece], other: Sequence[Piece]) -> bool:
    """Tell whether pieces may be taken for what a slot that stands alone withholds."""
    first = other[0]
    is_one = len(other) == 1 or first.kind == "heading"
    return len(own) == 1 and is_one and own[0].shape[:2] == first.shape[:2]


def _placed(left: Wording, right: Wording) -> Iterator[tuple[str, Sequence[str]]]:
    for group, (first, behind) in (withheld_spans.places(left, right) or {}).items():
        for row in group.rows:
            if row.slot:
                yield row.slot, right.keys[first:behind]


def uncovered(wording: Wording, spans: Iterable[tuple[int, int]]) -> list[str]:
    """Return the words of a piece that are not at the place of what is withheld."""
    covered = {at for first, behind in spans for at in range(first, behind)}
    return [key for at, key in enumerate(wording.keys) if at not in covered]
