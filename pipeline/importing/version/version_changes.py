"""Changes between a dossier's text and a new version of it, and which of them are choices.

A piece that the new file leaves as it was stays as it is. What the new file alone changes is taken
where nothing is withheld in it. Everything else is a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.importing.version import alignment, held_words, note_names
from pipeline.importing.version.change import Change, Comparison, Row
from pipeline.importing.version.held_words import NOTHING, Known
from pipeline.importing.version.hunks import hunks
from pipeline.importing.version.piece_changes import HANGING, HEADS, Maker
from pipeline.importing.version.pieces import Parts, Piece

#: Pairs of words in pieces that are compared to find out which have moved.
_MOST_WORDS = 50_000_000
#: Changes that what hangs on a piece shares with it.
_GOING = frozenset(("gone", "moved"))
#: Why something cannot be taken that may say what is withheld: nothing of it is shown.
_SECRET = frozenset(("gives-away", "unknown-words", "no-place"))


def compared(ours: Parts, base: Parts | None, theirs: Parts, known: Known = NOTHING) -> Comparison:
    """Compare a text with a new version of it.

    Args:
        ours: the dossier's.
        base: of the earlier file, if it is given.
        theirs: of the new file.
        known: what else is known of what the dossier withholds.
    """
    theirs = _with_head(ours, theirs)
    base = _with_head(ours, base) if base is not None else None
    found = [*hunks(ours.pieces, base.pieces if base else None, theirs.pieces)]
    names = note_names.matched(found, ours, theirs)
    note_hunks = note_names.hunks(found, ours, base, theirs)
    held = held_words.held_words(found, note_hunks, known, has_base=base is not None)
    make = Maker(held, ours, theirs, names, has_base=base is not None)
    rows = [row for hunk in found for row in make.rows(hunk)]
    _join_moved(rows, make)
    _join_hanging(rows)
    _cover(rows)
    notes = [
        row for hunk in note_hunks for row in (make.rows(hunk) if hunk.theirs else [Row(hunk.ours)])
    ]
    result = Comparison(ours, rows, notes, names, make.new_notes)
    _cover(notes)
    number = 0
    for change in result.changes:
        if change.is_compared:
            change.number = number = number + 1
    return result


def _with_head(ours: Parts, other: Parts) -> Parts:
    """Return an annex with its heading, which an office file of the annex alone may not have."""
    head = ours.pieces[0] if ours.pieces else None
    if head is None or head.kind != "annex" or head.slot:
        return other
    if any(piece.kind == "annex" for piece in other.pieces):
        return other
    return replace(other, pieces=[replace(head), *other.pieces])


def _join_moved(rows: list[Row], make: Maker) -> None:
    """Let what is gone here and new there be one change."""
    gone = [row for row in rows if row.change and row.change.kind == "gone"]
    come = [row for row in rows if row.change and row.change.kind == "new"]
    sizes = [sum(len(piece.wording.keys) for piece in _pieces(rows_)) for rows_ in (gone, come)]
    if sizes[0] * sizes[1] > _MOST_WORDS:
        return
    for row in gone:
        own = row.ours[0]
        found = next((new for new in come if alignment.has_moved(own, _only(new))), None)
        if found is None:
            continue
        come.remove(found)
        joined = make.changed(own, _only(found), is_ours=False)
        change = joined.change
        assert change is not None  # noqa: S101 - as made
        change.kind = "withheld" if change.kind == "withheld" else "moved"
        is_free = make.has_base and not own.withholds and alignment.is_same(own, _only(found))
        change.why = change.why if own.withholds else "moved"
        if is_free and not change.refusal:
            change.is_choice, change.decision = False, "take"
        row.change = found.change = change
        row.taken, found.taken = (), tuple(replace(piece, line=0) for piece in joined.taken)


def _pieces(rows: Sequence[Row]) -> list[Piece]:
    return [piece for row in rows if row.change for piece in (*row.change.ours, *row.change.theirs)]


def _join_hanging(rows: Sequence[Row]) -> None:
    """Let entries that came, went or moved with what they hang on be one change with it."""
    into: dict[Change, Change] = {}
    done: set[Change] = set()
    for before, row in pairwise(rows):
        above, change = before.change, row.change
        if above is None or change is None or change in done:
            continue
        piece = (*change.ours, *change.theirs)[0]
        kinds = {above.kind, change.kind}
        if not (kinds == {"new"} or kinds <= _GOING) or piece.kind not in HANGING:
            continue
        above = into.get(above, above)
        into[change] = above
        done.add(change)
        above.ours += change.ours
        above.theirs += change.theirs
        above.spans += change.spans
        above.taken += change.taken
        above.lost += change.lost
        above.kind = "moved" if "moved" in kinds else above.kind
        above.refusal = above.refusal or change.refusal
        above.why = change.why if change.is_marked else above.why
        if above.refusal or above.is_choice or change.is_choice:
            above.is_choice, above.decision = True, ""
    for row in rows:
        while row.change in into:
            row.change = into[row.change]


def _cover(rows: Sequence[Row]) -> None:
    """Let nothing be shown of what may hold withheld words, or comes into a marked part."""
    above = ""
    for row in rows:
        if row.ours:
            last = row.ours[-1]
            above = last.under or last.ground
        change = row.change
        if change and above and not row.ours and change.theirs[0].kind in HEADS:
            change.refusal, change.decision, change.is_choice = "ends-mark", "", True
        if change and (change.refusal in _SECRET or (above and not row.ours)):
            change.spans = tuple(None for _ in change.theirs)


def _only(row: Row) -> Piece:
    assert row.change is not None  # noqa: S101 - as made
    return row.change.theirs[0]
