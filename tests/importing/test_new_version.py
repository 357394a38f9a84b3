"""A new version of a text: whatever happened to a part in either version, nothing goes silently."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product

import pytest

from pipeline.content import inline_rules
from pipeline.importing.version import (
    alignment,
    change_list,
    choices,
    text_writing,
    version_changes,
)
from pipeline.importing.version.change import Comparison
from pipeline.importing.version.pieces import Piece
from tests.importing import versions
from tests.importing.versions import KINDS, OURS, SLOT, THEIRS

_SLOT = re.compile(rf"\[\[({inline_rules.ID})\]\]")


def compared(own: str, base: str | None, new: str) -> Comparison:
    old = versions.parts(base) if base is not None else None
    return version_changes.compared(versions.parts(own), old, versions.parts(new))


def texts(kind: str, own: str, new: str, *, has_base: bool) -> tuple[str, str | None, str]:
    base = versions.written(versions.blocks(kind))
    return (
        versions.written(versions.ours(kind, own)),
        base if has_base else None,
        versions.written(versions.theirs(kind, new)),
    )


def plain(text: str) -> str:
    """Return what a text says without what is marked to be withheld."""
    text = inline_rules.UNSEALED.sub("", text)
    pieces = versions.parts(text)
    return "\n".join(
        piece.wording.raw
        for piece in (*pieces.pieces, *pieces.notes.values())
        if not piece.is_marked
    )


def view(found: Comparison) -> str:
    rows = change_list.shown(found.changes, {})
    about = {"file": "new.docx", "part": "body.md", "base": None}
    return change_list.as_json(rows, about).decode()


def reached(own: Piece, new: Piece) -> bool:
    return alignment.is_same(own, new) or (bool(own.slot) and own.shape == new.shape)


@pytest.mark.parametrize("has_base", [True, False], ids=["base", "no-base"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_or_told_unasked(kind: str, has_base: bool) -> None:
    for own, new in product(OURS, THEIRS):
        if versions.is_possible(kind, own):
            _check(kind, own, new, has_base=has_base)


def _check(kind: str, own: str, new: str, *, has_base: bool) -> None:
    ours, base, theirs = texts(kind, own, new, has_base=has_base)
    is_withheld = own not in {"same", "edited", "deleted", "inserted"}
    for take in (False, True):
        found = compared(ours, base, theirs)
        if is_withheld:  # G9, G23: the list quotes nothing that is withheld
            assert not any(word in view(found) for word in ("Quirbel", "Zanzifax", "Vornhold"))
        choices.decide(found.changes, "all" if take else "", "" if take else "all")
        refused = choices.opened(found.changes)
        assert all(change.refusal for change in found.changes if change.number in refused)
        choices.decide(found.changes, "", ",".join(map(str, refused)))
        text = text_writing.written(found, versions.read)
        assert text is not None, (ours, theirs, [vars(row) for row in found.changes])
        _check_slots(ours, text, found)
        if is_withheld:
            assert not any(word in plain(text) for word in ("Quirbel", "Vornhold")), text
        _check_pieces(ours, text, found)
        if not any(change.decision == "take" for change in found.changes):
            assert text == ours
        if take and not any(change.refusal for change in found.changes):
            covers_more = (kind, own) in {("heading", "whole-slot"), ("form", "whole-mark")}
            is_ours = own in {"edited", "inserted", "deleted", "slot-edited"} and has_base
            if not covers_more and not is_ours:
                _check_order(text, theirs)
            _check_again(text, theirs)


def _check_slots(ours: str, text: str, found: Comparison) -> None:
    lost = {slot for row in found.changes if row.decision == "take" for slot in row.lost}
    before, after = Counter(_SLOT.findall(ours)), Counter(_SLOT.findall(text))
    assert {slot: count for slot, count in before.items() if slot not in lost} == after
    assert set(before) <= {SLOT}


def _check_pieces(ours: str, text: str, found: Comparison) -> None:
    """What stood there stands there, unless a change that is listed took it away."""
    there = Counter((row.shape, row.wording.keys) for row in versions.parts(text).pieces)
    gone = [row for change in found.changes if change.decision == "take" for row in change.ours]
    for piece in gone:
        there[piece.shape, piece.wording.keys] += 1
    before = Counter((row.shape, row.wording.keys) for row in versions.parts(ours).pieces)
    assert not before - there


def _check_order(text: str, theirs: str) -> None:
    rows, wanted = versions.parts(text).pieces, versions.parts(theirs).pieces
    assert len(rows) == len(wanted), text
    assert all(map(reached, rows, wanted)), text


def _check_again(text: str, theirs: str) -> None:
    """The same file brought in again changes nothing."""
    assert not [row for row in compared(text, theirs, theirs).changes if row.number]
