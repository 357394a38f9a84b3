"""Footnotes of a new version under the names that a text has for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.importing.version.hunks import Hunk
from pipeline.importing.version.pieces import Parts, Piece


@dataclass
class Names:
    """Names of footnotes.

    Attributes:
        known: those of the new file that the text has, with their name in it.
        fresh: the others, with a name that the text does not have.
    """

    known: dict[str, str] = field(default_factory=dict[str, str])
    fresh: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def all(self) -> dict[str, str]:
        """Return the names of all of them in the text."""
        return {**self.known, **self.fresh}


def matched(found: Sequence[Hunk], ours: Parts, theirs: Parts) -> Names:
    """Return how the footnotes of the new file are called in the text."""
    names = Names()
    pairs = [(hunk.ours, hunk.theirs) for hunk in found]
    names.known = _known(pairs, ours.notes, theirs.notes)
    taken, number = set(ours.notes), 0
    for key in theirs.notes:
        if key in names.known:
            continue
        while f"note-{number}" in taken or not number:
            number += 1
        names.fresh[key] = f"note-{number}"
        taken.add(f"note-{number}")
    return names


_Pairs = Sequence[tuple[Sequence[Piece], Sequence[Piece]]]


def _known(pairs: _Pairs, ours: dict[str, Piece], theirs: dict[str, Piece]) -> dict[str, str]:
    """Return footnotes that stand in the same places, or say the same, where this is clear."""
    known: dict[str, str] = {}
    for own, new in pairs:
        left = [name for piece in own for name in piece.wording.notes if name in ours]
        right = [name for piece in new for name in piece.wording.notes if name in theirs]
        if len(left) == len(right):
            for name, other in zip(left, right, strict=True):
                if other not in known and name not in known.values():
                    known[other] = name
    said = {note.wording.keys: name for name, note in ours.items()}
    for other, note in theirs.items():
        same = said.get(note.wording.keys)
        if other not in known and same is not None and same not in known.values():
            known[other] = same
    return known


def hunks(found: Sequence[Hunk], ours: Parts, base: Parts | None, theirs: Parts) -> list[Hunk]:
    """Return the text's footnotes, each with its earlier and its new words."""
    return list(_hunks(found, ours, base, theirs))


def _hunks(found: Sequence[Hunk], ours: Parts, base: Parts | None, theirs: Parts) -> Iterator[Hunk]:
    new = {name: other for other, name in matched(found, ours, theirs).known.items()}
    old: dict[str, str] = {}
    if base is not None:
        pairs = [(hunk.ours, hunk.base) for hunk in found]
        old = {name: other for other, name in _known(pairs, ours.notes, base.notes).items()}
    for name, note in ours.notes.items():
        come = (theirs.notes[new[name]],) if name in new else ()
        if base is None:
            stood: tuple[Piece, ...] = (note,)
        else:
            stood = (base.notes[old[name]],) if name in old else ()
        yield Hunk((note,), stood, come)
