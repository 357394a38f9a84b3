"""Three versions of a text side by side: what stood, what stands now, and what is to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.importing.version.alignment import Stretch, aligned
from pipeline.importing.version.pieces import Piece


@dataclass(frozen=True)
class Hunk:
    """Pieces that belong together.

    Attributes:
        ours: as they stand in the dossier.
        base: as they stood in the earlier file; without one, ours.
        theirs: as they stand in the new file.
    """

    ours: tuple[Piece, ...]
    base: tuple[Piece, ...]
    theirs: tuple[Piece, ...]


def hunks(
    ours: Sequence[Piece], base: Sequence[Piece] | None, theirs: Sequence[Piece]
) -> Iterator[Hunk]:
    """Yield the pieces of all versions, each once, in the order of ours.

    Args:
        ours: of the dossier.
        base: of the earlier file, if it is given.
        theirs: of the new file.
    """
    if base is None:
        for row in aligned(ours, theirs):
            stood = tuple(ours[row.i1 : row.i2])
            yield Hunk(stood, stood, tuple(theirs[row.j1 : row.j2]))
        return
    walk = _Walk(aligned(ours, base), aligned(base, theirs))
    for own, old, new in walk.cuts():
        rows = tuple(ours[slice(*own)]), tuple(base[slice(*old)]), tuple(theirs[slice(*new)])
        if not rows[1] and rows[0] and rows[2]:  # both wrote something here
            yield from (
                Hunk(tuple(rows[0][row.i1 : row.i2]), (), tuple(rows[2][row.j1 : row.j2]))
                for row in aligned(rows[0], rows[2])
            )
        else:
            yield Hunk(*rows)


_Span = tuple[int, int]


class _Walk:
    def __init__(self, own: list[Stretch], new: list[Stretch]) -> None:
        self._own, self._new = own, new
        self._p = self._q = 0

    def cuts(self) -> Iterator[tuple[_Span, _Span, _Span]]:
        """Yield the smallest stretches that are whole in all three: ours, base, theirs."""
        o = b = t = 0
        while self._p < len(self._own) or self._q < len(self._new):
            o2, b2, t2 = self._insertions(o, b, t)
            if (o2, t2) != (o, t):
                yield (o, o2), (b, b), (t, t2)
                o, t = o2, t2
                continue
            own, new = self._own[self._p], self._new[self._q]
            self._p, self._q = self._p + 1, self._q + 1
            o2, ends, t2 = own.i2, [own.j2, new.i2], new.j2
            while ends[0] != ends[1]:
                if ends[0] < ends[1]:
                    own = self._own[self._p]
                    self._p, o2, ends[0] = self._p + 1, own.i2, own.j2
                else:
                    new = self._new[self._q]
                    self._q, t2, ends[1] = self._q + 1, new.j2, new.i2
            b2 = ends[0]
            yield (o, o2), (b, b2), (t, t2)
            o, b, t = o2, b2, t2

    def _insertions(self, o: int, b: int, t: int) -> tuple[int, int, int]:
        """Return the ends of what only one of both wrote at a place of the base."""
        while self._p < len(self._own) and self._own[self._p].j2 == b:
            o, self._p = self._own[self._p].i2, self._p + 1
        while self._q < len(self._new) and self._new[self._q].i2 == b:
            t, self._q = self._new[self._q].j2, self._q + 1
        return o, b, t
