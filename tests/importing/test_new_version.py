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
from tests.support.thinned import thinned

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
@pytest.mark.parametrize("kind", thinned(KINDS, 3))
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


TABLE = """```table Table 1: Posts by region
alt: Posts
header: [Region, Posts]
numeric: [2]
rows:
  - [North, "12"]
  - [Zanzifax, "77"]
  - [South, "8"]
```
"""
CHART = """```chart Figure 1: Cases
form: column
alt: Cases in Zanzifax
categories: ["2025", "2026"]
series: [{name: Cases, values: [12, 15]}]
```
"""


@pytest.mark.parametrize("has_base", [True, False], ids=["base", "no-base"])
def test_a_withheld_row_keeps_its_place_in_a_table_that_changed(has_base: bool) -> None:
    ours = TABLE.replace('- [Zanzifax, "77"]', "- withheld: r1").replace(
        "region\n", "region {#t}\n"
    )
    found = compared(ours, TABLE if has_base else None, TABLE.replace('"8"', '"9"'))
    assert "Zanzifax" not in view(found)
    choices.decide(found.changes, "all", "")
    assert text_writing.written(found, versions.read) == ours.replace('"8"', '"9"')


def test_a_row_that_is_marked_by_a_key_is_not_lost() -> None:
    ours = TABLE.replace('[Zanzifax, "77"]', '{row: [Zanzifax, "77"], withhold: defence}')
    found = compared(ours, TABLE, TABLE.replace('"8"', '"9"'))
    assert [change.refusal for change in found.changes] == ["marked-within"]
    assert "Zanzifax" not in view(found)


def test_a_chart_that_is_withheld_as_a_whole_stays_withheld() -> None:
    ours = "```chart Figure 1: Cases\nwithheld: r1\n```\n"
    assert not [row for row in compared(ours, CHART, CHART).changes if row.number]
    assert not [row for row in compared(ours, None, CHART).changes if row.number]
    found = compared(ours, CHART, CHART.replace("15", "16"))
    assert [change.refusal for change in found.changes] == ["slot-words"]
    assert "Zanzifax" not in view(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["a " * 20_000 + "x"], ["a " * 20_000 + "y"]),
        (["same"] * 4_000, ["same"] * 3_990 + ["other"] * 10),
        ([f"{'a ' * 200} x{n}" for n in range(20)], [f"{'a ' * 200} y{n}" for n in range(20)]),
        ([f"word{n} stood here" for n in range(400)], [f"now {n} stands" for n in range(400)]),
    ],
)
def test_texts_that_are_made_to_be_slow_are_compared(old: list[str], new: list[str]) -> None:
    """Which took minutes: a test that does not end shows it, and none is timed."""
    found = compared("\n\n".join(old) + "\n", None, "\n\n".join(new) + "\n")
    for row in change_list.shown(found.changes, {}):
        assert row.steps
