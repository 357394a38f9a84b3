"""Change of a new version: pieces before and after, whether it is a choice, what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.importing.version.note_names import Names
from pipeline.importing.version.pieces import Parts, Piece

Kind = Literal["changed", "new", "gone", "moved", "withheld", "not-compared"]
Decision = Literal["", "take", "keep"]
Spans = tuple[tuple[int, int], ...]


@dataclass(eq=False)
class Change:
    """A change of the new version.

    Attributes:
        ours: pieces as they stand.
        theirs: as they stand in the new file.
        spans: of each of theirs, tokens that stand where something is withheld; None for a piece
            of which nothing can be shown.
        why: a code for why it is a choice, or for what it is.
        refusal: a code for why it cannot be taken; '' if it can.
        decision: what becomes of it; '' while it is open.
        is_choice: it is not taken, nor left, without being asked for.
        lost: slots that go if it is taken.
        number: of the change, from 1; 0 for one that is only noted.
        taken: what would stand in the text, with slots and marks in their places; empty if nothing.
    """

    kind: Kind
    ours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    spans: tuple[Spans | None, ...] = ()
    why: str = ""
    refusal: str = ""
    decision: Decision = ""
    is_choice: bool = True
    lost: tuple[str, ...] = ()
    number: int = 0
    taken: tuple[Piece, ...] = ()

    @property
    def is_compared(self) -> bool:
        """Tell whether it is known what became of the pieces."""
        return self.kind != "not-compared"

    @property
    def is_marked(self) -> bool:
        """Tell whether something is withheld in what it changes."""
        return bool(self.lost) or any(piece.withholds for piece in self.ours)


@dataclass(eq=False)
class Row:
    """A place in the text: what stands there if a change is kept, and if it is taken."""

    ours: tuple[Piece, ...]
    taken: tuple[Piece, ...] = ()
    change: Change | None = None
    theirs: tuple[Piece, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Return what stands there by what was decided."""
        is_taken = self.change is not None and self.change.decision == "take"
        return self.taken if is_taken else self.ours


@dataclass
class Comparison:
    """A new version, compared.

    Attributes:
        ours: the text as it stands.
        rows: of the text, in order; ``notes`` of its footnotes.
        names: of footnotes of the new file, in the dossier's text.
        new_notes: footnotes of the new file that have no counterpart, by their name in the text.
    """

    ours: Parts
    rows: list[Row]
    notes: list[Row]
    names: Names
    new_notes: dict[str, Piece] = field(default_factory=dict[str, Piece])

    @property
    def changes(self) -> list[Change]:
        """Return all changes, in the order of the text, those of footnotes last."""
        rows = (*self.rows, *self.notes)
        return list(dict.fromkeys(row.change for row in rows if row.change is not None))
