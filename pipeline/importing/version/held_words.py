"""Words that are withheld, as far as the three versions tell them; what would give them away.

What stands at a slot's place in an office file is what is withheld. Values of the vault are known
only as search terms, and only if somebody with its key asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.core.matching import Needle, Text
from pipeline.importing.version import withheld_spans
from pipeline.importing.version.hunks import Hunk
from pipeline.importing.version.pieces import Parts, Piece
from pipeline.importing.version.wording import Hidden, Wording

#: Letters from which a word tells something by itself.
_TELLING = 4
#: Words and signs up to which one word of a value gives it away: a name, and no sentence.
_NAME = 6


@dataclass(frozen=True)
class Known:
    """What else is known of what the dossier withholds.

    Attributes:
        needles: search terms for the values of the vault, if that was opened.
        slots: whose values they are.
        texts: the dossier's other texts, whose marked words are withheld as well.
    """

    needles: tuple[Needle, ...] = ()
    slots: frozenset[str] = frozenset()
    texts: tuple[Parts, ...] = ()


NOTHING = Known()


@dataclass
class HeldWords:
    """What is withheld in a text.

    Attributes:
        known: from elsewhere.
        values: words that are withheld, as tokens; ``rough``: those among which they stand.
        unknown: slots whose words nobody here can know: their place in the new file is not certain.
        public: words that the text says without withholding them, in small letters.
    """

    known: Known = NOTHING
    values: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    rough: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    unknown: list[str] = field(default_factory=list[str])
    public: set[str] = field(default_factory=set[str])
    _said: list[str] = field(default_factory=list[str])
    _searched: list[Needle] | None = None

    def add_public(self, piece: Piece) -> None:
        """Note what a piece of the text says to all."""
        if piece.is_marked:
            return
        keys = [key.casefold() for key in piece.wording.public]
        self.public.update(keys)
        self._said.append(_joined(keys))

    def add_marked(self, piece: Piece) -> None:
        """Note what is marked in a piece, or the piece as a whole if that is."""
        if piece.is_marked:
            self.add(piece.wording.keys)
        for row in piece.wording.hidden:
            if row.ground:
                self.add(piece.wording.keys[row.first : row.behind])

    def add(self, keys: Iterable[str], *, is_rough: bool = False) -> None:
        """Note words that are withheld; if roughly, they are among others, and each may be one."""
        value = tuple(keys)
        if any(key[:1].isalnum() for key in value):
            (self.rough if is_rough else self.values).append(value)

    def gives_away(self, keys: Sequence[str]) -> bool:
        """Tell whether words hold some that are withheld and that the text says nowhere else."""
        small = [key.casefold() for key in keys]
        text, there = _joined(small), set(small)
        for value in self.values:
            if _tells(value, there - self.public, least=1 if len(value) <= _NAME else 2):
                return True
            whole = _joined(key.casefold() for key in value)
            if whole in text and not any(whole in said for said in self._said):
                return True
        if any(_tells(value, there - self.public, least=1) for value in self.rough):
            return True
        words = Text(" ".join(keys))
        return any(needle.matcher.is_in(words) for needle in self._needles())

    def _needles(self) -> Sequence[Needle]:
        """Return what is searched for: values that the text does not say anyway."""
        if self._searched is None:
            said = [Text(row.replace("\0", " ")) for row in self._said]
            self._searched = [
                needle
                for needle in self.known.needles
                if not any(needle.matcher.is_in(text) for text in said)
            ]
        return self._searched

    def holds(self, slot: str, keys: Sequence[str]) -> bool:
        """Tell whether words are the value of a slot, as far as the vault was opened."""
        return any(
            needle.slot == slot and Wording(needle.text, {}).keys == tuple(keys)
            for needle in self.known.needles
        )


def _tells(value: Sequence[str], new: Set[str], *, least: int) -> bool:
    """Tell whether new words of a piece give a value away: a name, a number, or so many words."""
    strong = {
        key.casefold() for key in value if (key.isdigit() and len(key) > 1) or key[0].isupper()
    }
    telling = {key.casefold() for key in value if len(key) >= _TELLING or key.isdigit()}
    return bool(strong & new) or len(telling & new) >= least


def _joined(keys: Iterable[str]) -> str:
    return "\0".join(("", *keys, ""))


def held_words(
    hunks: Sequence[Hunk], notes: Sequence[Hunk], known: Known, *, has_base: bool
) -> HeldWords:
    """Return what is withheld in a text, and what it says besides.

    Args:
        hunks: of the text.
        notes: its footnotes.
        known: from elsewhere.
        has_base: the earlier file is known.
    """
    held = HeldWords(known)
    for text in known.texts:
        for piece in (*text.pieces, *text.notes.values()):
            held.add_marked(piece)
    left = [piece for hunk in (*hunks, *notes) if not hunk.ours for piece in hunk.base]
    for hunk in (*hunks, *notes):
        for piece in hunk.ours:
            held.add_public(piece)
            held.add_marked(piece)
        there = [row.slot for piece in hunk.ours for row in piece.wording.hidden if row.slot]
        told = dict(_slots(hunk, hunk.theirs, is_base=False))
        before = dict(_slots(hunk, hunk.base, is_base=True)) if has_base else told
        for value in (*told.values(), *before.values()):
            held.add(value)
        unsure = [slot for slot in there if slot not in before and slot not in known.slots]
        if unsure and has_base:  # they are among the words of the earlier file that fit nowhere
            for piece in hunk.base or left:
                held.add(piece.wording.keys, is_rough=True)
        elif not has_base:
            held.unknown += unsure
    return held


def _slots(
    hunk: Hunk, other: Sequence[Piece], *, is_base: bool
) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield slots of a hunk with what stands in their place in an office file."""
    if len(hunk.ours) == len(other) == 1 and not hunk.ours[0].slot:
        yield from _placed(hunk.ours[0].wording, other[0].wording)
    elif other and (is_base or _is_in_place(hunk.ours, other)):
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
        slots = [row.slot for row in group.rows if row.slot]
        keys = right.keys[first:behind]
        rows = _apart(left, group, keys)
        if rows is not None:
            yield from ((row.slot, own) for row, own in rows if row.slot)
        yield from ((slot, keys) for slot in slots if rows is None)


def _apart(
    left: Wording, group: withheld_spans.Group, keys: Sequence[str]
) -> list[tuple[Hidden, Sequence[str]]] | None:
    """Return what stands at each slot of a group, if the words between them tell."""
    found: list[tuple[Hidden, Sequence[str]]] = []
    for row, behind in pairwise(group.rows):
        between = left.keys[row.behind : behind.first]
        places = withheld_spans.all_places(keys, between) if between else []
        if len(places) != 1:
            return None
        found.append((row, keys[: places[0]]))
        keys = keys[places[0] + len(between) :]
    return [*found, (group.rows[-1], keys)]


def uncovered(wording: Wording, spans: Iterable[tuple[int, int]]) -> list[str]:
    """Return the words of a piece that are not at the place of what is withheld."""
    covered = {at for first, behind in spans for at in range(first, behind)}
    return [key for at, key in enumerate(wording.keys) if at not in covered]
