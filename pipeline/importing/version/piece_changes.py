"""Changes of single pieces: what can become of each, and what would stand in the text.

A change that would put words which are withheld, or may be, into the text as plain words cannot be
taken at all: see ``Maker._refusal``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.importing.version import alignment, held_words, note_names, withheld_spans
from pipeline.importing.version.change import Change, Kind, Row, Spans
from pipeline.importing.version.held_words import HeldWords
from pipeline.importing.version.hunks import Hunk
from pipeline.importing.version.pieces import Parts, Piece
from pipeline.importing.version.wording import SLOT, Wording

#: What begins a part that may be marked as a whole, and ends the one before.
HEADS = frozenset(("heading", "annex"))
#: What hangs on something above it.
HANGING = frozenset(("entry", "part"))


class Maker:
    """Makes changes of the pieces of a text, its footnotes among them."""

    def __init__(
        self,
        held: HeldWords,
        ours: Parts,
        theirs: Parts,
        names: note_names.Names,
        *,
        has_base: bool,
    ) -> None:
        self.held, self.names, self.has_base = held, names, has_base
        self._ours = ours
        #: Pieces of the new file that this text has left out, and what stands behind each.
        self._absent = set[int]()
        self._above = {id(piece): id(above) for above, piece in pairwise(theirs.pieces)}
        self.new_notes = {
            name: replace(theirs.notes[key], id=name, prefix=f"[^{name}]: ", line=0)
            for key, name in names.fresh.items()
        }

    def rows(self, hunk: Hunk) -> list[Row]:
        """Return the places of a hunk."""
        own, new = hunk.ours, hunk.theirs
        if self.has_base and _alike(hunk.base, new):
            if not own:
                self._absent.update(map(id, new))
            return _left(own, new)
        if _reads_as(own, new):
            return self._same(own, new, hunk.base if self.has_base else ())
        if not new:
            return [self.gone(piece) for piece in own]
        if not own:
            return [self._new(piece, is_free=not hunk.base) for piece in new]
        if len(own) == len(new) == 1:
            is_ours = bool(self.has_base and _reads_as(own, hunk.base))
            row = self.changed(own[0], new[0], is_ours=is_ours)
            if row.change and self.has_base and len(hunk.base) == 1:
                _tell_other_words(row.change, hunk.base[0])
            return [row]
        return [self._together(own, new)]

    def _same(
        self, own: tuple[Piece, ...], new: tuple[Piece, ...], base: tuple[Piece, ...]
    ) -> list[Row]:
        """Return pieces that read the same, but perhaps for what stands at their slots."""
        rows: list[Row] = []
        for at, (piece, other) in enumerate(zip(own, new, strict=True)):
            change: Change | None = None
            here = _at_slots(piece, other)
            before = _at_slots(piece, base[at]) if len(base) == len(own) else None
            is_plain = here != before and any(key != SLOT for key in here or ())
            has_slots = any(row.slot for row in piece.wording.hidden)
            if is_plain and has_slots and not self._is_held(piece, other):
                kind: Kind = "not-compared" if before is None else "withheld"
                spans = self._spans(piece, other)
                change = Change(kind, (piece,), (other,), (spans,), "slot-words", "slot-words")
                if kind == "not-compared":
                    change.is_choice, change.decision = False, "keep"
            rows.append(Row((piece,), (), change, (other,)))
        return rows

    def _is_held(self, own: Piece, new: Piece) -> bool:
        """Tell whether the vault is known to hold what stands at each slot."""
        if own.slot:
            return self.held.holds(own.slot, new.wording.keys)
        found = withheld_spans.places(own.wording, new.wording) or {}
        rows = [(group.rows, new.wording.keys[slice(*span)]) for group, span in found.items()]
        return bool(rows) and all(
            len(slots) == 1 and (slots[0].ground or self.held.holds(slots[0].slot, keys))
            for slots, keys in rows
        )

    def gone(self, piece: Piece) -> Row:
        """Return a piece that the new file does not have."""
        slots = tuple(row.slot for row in piece.wording.hidden if row.slot)
        change = Change("gone", (piece,), (), (), "gone", lost=slots + self._lost_notes(piece, ()))
        if piece.ground and piece.kind in HEADS:
            change.refusal = "ends-mark"
        return Row((piece,), (), change)

    def _new(self, piece: Piece, *, is_free: bool) -> Row:
        taken = self._named(piece)
        change = Change("new", (), (piece,), ((),), "new", self._refusal(piece, (), taken))
        is_alone = not is_free or self._above.get(id(piece)) in self._absent
        if is_alone and piece.kind in HANGING:
            change.refusal = change.refusal or "hangs"
            self._absent.add(id(piece))
        row = Row((), (taken,), change, (piece,))
        return self._settled(row, is_free=self.has_base and is_free)

    def _settled(self, row: Row, *, is_free: bool) -> Row:
        """Take a change that needs no choice."""
        change = row.change
        assert change is not None  # noqa: S101 - as made
        change.taken = row.taken
        if is_free and not change.refusal:
            change.is_choice, change.decision = False, "take"
        return row

    def changed(self, own: Piece, new: Piece, *, is_ours: bool) -> Row:
        """Return a piece that was changed."""
        spans = self._spans(own, new)
        if own.slot or spans is None:
            why = "slot-words" if own.slot else "no-place"
            return Row((own,), (), Change("withheld", (own,), (new,), (None,), why, why), (new,))
        words = withheld_spans.carried(own.wording, new.wording, self._placed(own, new))
        same = own.shape == new.shape
        taken = replace(
            self._named(new),
            wording=Wording(
                self._renamed(Wording(words, new.wording.targets)), own.wording.targets
            ),
            id=own.id,
            ground=own.ground,
            under=own.under,
            flags=tuple(dict.fromkeys((*(own.flags if same else ()), *new.flags))),
        )
        if same:
            taken = replace(taken, prefix=own.prefix, number=own.number, indent=own.indent, line=-1)
        lost = self._lost_notes(own, taken.wording.notes)
        why = "both" if self.has_base and not is_ours else "changed"
        why = "withheld" if own.withholds or lost else why
        shown: Spans | None = None if own.is_marked else spans
        refusal = self._refusal(new, spans, taken)
        if own.is_block and own.is_marked and not own.ground and not own.under:
            refusal = "marked-within"
        change = Change("changed", (own,), (new,), (shown,), why, refusal, lost=lost)
        row = Row((own,), (taken,), change, (new,))
        return self._settled(row, is_free=is_ours and why == "changed")

    def _together(self, own: tuple[Piece, ...], new: tuple[Piece, ...]) -> Row:
        """Return several pieces that were changed as one."""
        if any(piece.withholds for piece in own):
            spans = tuple(None for _ in new)
            change = Change("withheld", own, new, spans, "slot-words", "slot-words")
            return Row(own, (), change, new)
        taken = tuple(self._named(piece) for piece in new)
        refusals = [self._refusal(piece, (), row) for piece, row in zip(new, taken, strict=True)]
        change = Change("changed", own, new, tuple(() for _ in new), "both")
        change.refusal = next(filter(None, refusals), "")
        return self._settled(Row(own, taken, change, new), is_free=False)

    def _placed(self, own: Piece, new: Piece) -> dict[withheld_spans.Group, tuple[int, int]]:
        return withheld_spans.places(own.wording, new.wording) or {}

    def _spans(self, own: Piece, new: Piece) -> Spans | None:
        if own.slot:
            return ((0, len(new.wording.keys)),)
        found = withheld_spans.places(own.wording, new.wording)
        return None if found is None else tuple(found.values())

    def _named(self, piece: Piece) -> Piece:
        """Return a piece of the new file as it is to be written."""
        prefix, number = piece.prefix, piece.number
        if self._ours.is_computed and piece.kind == "heading":
            prefix, number = f"{'#' * piece.level} ", ""
        if self._ours.is_computed and piece.kind == "paragraph" and number:
            prefix, number = "1. ", "1."  # any number stands for the next one
        wording = Wording(self._renamed(piece.wording), piece.wording.targets)
        return replace(
            piece, wording=wording, prefix=prefix, number=number, lines=(), line=0, id=""
        )

    def _renamed(self, wording: Wording) -> str:
        return wording.renamed(self.names.all, {})

    def _lost_notes(self, piece: Piece, kept: Iterable[str]) -> tuple[str, ...]:
        """Return slots in footnotes to which nothing would refer any more."""
        gone = [name for name in piece.wording.notes if name not in kept]
        notes = [self._ours.notes[name] for name in gone if name in self._ours.notes]
        return tuple(row.slot for note in notes for row in note.wording.hidden if row.slot)

    def _refusal(self, new: Piece, spans: Spans, taken: Piece) -> str:
        """Return why a piece cannot be taken: it would say what is withheld, or may do so."""
        keys = held_words.uncovered(new.wording, spans)
        for name in taken.wording.notes:
            if (note := self.new_notes.get(name)) is not None:
                keys += note.wording.keys
        if SLOT in keys:
            return "their-slot"
        if self.held.gives_away(keys):
            return "gives-away"
        return "unknown-words" if self.held.unknown else ""


def _at_slots(own: Piece, new: Piece) -> tuple[str, ...] | None:
    """Return what stands in an office file where slots stand; None if that is not certain."""
    keys = new.wording.keys
    if own.slot:
        return keys
    found = withheld_spans.places(own.wording, new.wording)
    rows = None if found is None else sorted(found.items(), key=lambda row: row[1])
    if rows is None:
        return None
    return tuple(
        key
        for group, span in rows
        if any(row.slot for row in group.rows)
        for key in keys[slice(*span)]
    )


def _tell_other_words(change: Change, base: Piece) -> None:
    """Say so where what stands in the place of a slot is not what stood there."""
    own = change.ours[0]
    before = _at_slots(own, base)
    if change.why == "withheld" and before and before != _at_slots(own, change.theirs[0]):
        change.why = "slot-differs"


def _left(own: tuple[Piece, ...], new: tuple[Piece, ...]) -> list[Row]:
    """Return pieces that stay, each with that of the new file, if each has one."""
    others = new if len(new) == len(own) else ()
    return [Row((piece,), (), None, others[at : at + 1]) for at, piece in enumerate(own)]


def _alike(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    return [(row.shape, row.wording.keys) for row in left] == [
        (row.shape, row.wording.keys) for row in right
    ]


def _reads_as(own: Sequence[Piece], new: Sequence[Piece]) -> bool:
    """Tell whether pieces read as others; a slot alone reads as what stands in its place."""
    if not own or len(own) != len(new):
        return False
    return all(
        left.shape == right.shape
        and (left.slot or alignment.slot_spans(left.wording, right.wording) is not None)
        for left, right in zip(own, new, strict=True)
    )
