"""Pieces of two versions of a text put beside each other: the same, changed, gone, new.

What is the same is found by ``difflib``, and so is how much two pieces have in common. On the left
slots may stand for words of the right: a piece with slots is the same as one that reads as it does
around them.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.importing.version.pieces import Piece
from pipeline.importing.version.wording import SLOT, Wording

#: Of 1: how much two pieces have in common that are versions of one, and of one that moved.
_ALIKE, _MOVED = 0.5, 0.7
#: Pairs of words in pieces between two that are the same that are compared with each other.
_MOST_WORDS = 50_000_000
#: Words and signs of a piece by which it is told whether it is alike.
_LONGEST = 400
#: Pieces from which on those that stand there many times are no landmarks: time would be squared.
_LONG = 2_000


@dataclass(frozen=True)
class Stretch:
    """Pieces that belong together: left from ``i1`` to ``i2``, right from ``j1`` to ``j2``."""

    i1: int
    i2: int
    j1: int
    j2: int


def slot_spans(left: Wording, right: Wording) -> list[tuple[int, int]] | None:
    """Return the tokens that stand where the left's slots stand, or None if all else differs.

    Args:
        left: with slots, each of which stands for one token or more.
        right: as it reads, or with slots of its own.
    """
    slots = [row for row in left.hidden if row.slot]
    if not slots:
        return [] if left.keys == right.keys else None
    edges = [0, *(edge for row in slots for edge in (row.first, row.behind)), len(left.keys)]
    fixed = [left.keys[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2)]
    keys, last = right.keys, fixed[-1]
    if keys[: len(fixed[0])] != fixed[0]:
        return None
    spans: list[tuple[int, int]] = []
    reached = len(fixed[0])
    for words in fixed[1:-1]:
        at = _find(keys, words, reached + 1)
        if at < 0:
            return None
        spans.append((reached, at))
        reached = at + len(words)
    end = len(keys) - len(last)
    if end <= reached or keys[end:] != last:
        return None
    return [*spans, (reached, end)]


def _find(keys: Sequence[str], words: Sequence[str], begin: int) -> int:
    """Return where words stand from a place on; -1 if they do not."""
    size = len(words)
    places = range(begin, len(keys) - size + 1)
    return next((at for at in places if tuple(keys[at : at + size]) == tuple(words)), -1)


def is_same(left: Piece, right: Piece) -> bool:
    """Tell whether a piece reads as another: slots are taken for what stands in their place."""
    if left.shape != right.shape:
        return False
    if left.is_whole:
        return right.wording.keys == left.wording.keys == (SLOT,)
    return slot_spans(left.wording, right.wording) is not None


def aligned(left: Sequence[Piece], right: Sequence[Piece]) -> list[Stretch]:
    """Return all pieces of both in order: singles that belong together, and what is alone.

    A slot that is all there is of a piece takes all that stands between its neighbours.
    """
    keys = [(piece.shape, piece.wording.keys) for piece in right]
    own = _keys(left, right)
    numbers: dict[_Key, int] = {}
    marks = [[numbers.setdefault(key, len(numbers)) for key in side] for side in (own, keys)]
    matcher = SequenceMatcher(None, marks[0], marks[1], autojunk=len(keys) > _LONG)
    found: list[Stretch] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found += (Stretch(i1 + n, i1 + n + 1, j1 + n, j1 + n + 1) for n in range(i2 - i1))
        else:
            found += _between(left, right, Stretch(i1, i2, j1, j2))
    return found


_Key = tuple[tuple[str, int, str], tuple[str, ...]]


def _keys(left: Sequence[Piece], right: Sequence[Piece]) -> list[_Key]:
    """Return what the left is compared by; a piece with slots has the key of what reads like it."""
    plain = {(piece.shape, piece.wording.keys) for piece in left}
    out: list[_Key] = []
    reached = 0
    for piece in left:
        key = (piece.shape, piece.wording.keys)
        if any(row.slot for row in piece.wording.hidden) and not piece.is_whole:
            places = [*range(reached, len(right)), *range(reached)]
            for at in places:
                other = (right[at].shape, right[at].wording.keys)
                if other not in plain and is_same(piece, right[at]):
                    key, reached = other, at + 1
                    plain.add(other)
                    break
        out.append(key)
    return out


_Ratios = dict[tuple[int, int], float]


def _between(left: Sequence[Piece], right: Sequence[Piece], gap: Stretch) -> list[Stretch]:
    """Divide what lies between pieces that are the same: versions of one piece, and the rest."""
    found: list[Stretch] = []
    i, j = gap.i1, gap.j1
    for own, new in [*_pairs(_ratios(left, right, gap)), (gap.i2, gap.j2)]:
        found += _alone(left, Stretch(i, own, j, new))
        if own < gap.i2:
            found.append(Stretch(own, own + 1, new, new + 1))
        i, j = own + 1, new + 1
    return found


def _pairs(ratios: _Ratios) -> list[tuple[int, int]]:
    """Return the pairs that are most alike, each between those that are more so."""
    found: list[tuple[int, int]] = []
    for i, j in sorted(ratios, key=lambda pair: (-ratios[pair], pair)):
        at = bisect(found, (i, j))
        before, behind = found[at - 1 : at], found[at : at + 1]
        if all(own < i and new < j for own, new in before if at) and all(
            own > i and new > j for own, new in behind
        ):
            found.insert(at, (i, j))
    return found


def _alone(left: Sequence[Piece], gap: Stretch) -> list[Stretch]:
    """Return what has no counterpart; a slot alone takes all that stands in its place."""
    if any(piece.is_whole for piece in left[gap.i1 : gap.i2]) and gap.j1 < gap.j2:
        return [gap]
    gone = [Stretch(i, i + 1, gap.j1, gap.j1) for i in range(gap.i1, gap.i2)]
    return gone + [Stretch(gap.i2, gap.i2, j, j + 1) for j in range(gap.j1, gap.j2)]


def _ratios(left: Sequence[Piece], right: Sequence[Piece], gap: Stretch) -> _Ratios:
    """Return how much pieces have in common that are versions of one."""
    found: _Ratios = {}
    own = {at: left[at].wording.public[:_LONGEST] for at in range(gap.i1, gap.i2)}
    new = {at: right[at].wording.keys[:_LONGEST] for at in range(gap.j1, gap.j2)}
    if sum(map(len, own.values())) * sum(map(len, new.values())) > _MOST_WORDS:
        return found
    for j, keys in new.items():
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(keys)
        for i, words in own.items():
            if left[i].is_whole or left[i].is_block != right[j].is_block:
                continue
            matcher.set_seq1(words)
            if matcher.real_quick_ratio() > _ALIKE and matcher.quick_ratio() > _ALIKE:
                ratio = matcher.ratio()
                if ratio > _ALIKE:
                    found[i, j] = ratio
    return found


def has_moved(left: Piece, right: Piece) -> bool:
    """Tell whether a piece that is gone is the one that is new elsewhere."""
    if left.is_whole or left.is_block != right.is_block:
        return False
    if is_same(left, right):
        return True
    words = left.wording.public[:_LONGEST], right.wording.keys[:_LONGEST]
    matcher = SequenceMatcher(None, words[0], words[1], autojunk=False)
    return matcher.quick_ratio() > _MOVED and matcher.ratio() > _MOVED
