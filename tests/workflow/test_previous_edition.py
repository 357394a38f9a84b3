"""G32: what changed between two public editions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.core.matching import Needle
from pipeline.edition.edition import Edition
from pipeline.edition.texts import all_runs
from pipeline.workflow.previous_edition import changed_markers, told_before
from tests.conftest import MINI


def edited(project: Callable[[Path], Path], old: str, new: str, slot: str = "") -> Edition:
    copy = project(MINI)
    for name in ("dossier.yaml", "presentation.yaml"):
        path = copy / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    if slot:
        path = copy / "redactions.yaml"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if f"  {slot}:" not in line), "utf-8")
    return compose(load(copy), "public")


def test_g32_releasing_a_slot_lifts_its_marker_and_changes_no_other_text(
    project: Callable[[Path], Path],
) -> None:
    before = compose(load(MINI), "public")
    after = edited(project, "[[contract-price]]", "5", "contract-price")
    assert changed_markers(before, after) == (("slide 2",), ())
    assert changed_markers(after, before) == ((), ("slide 2",))
    texts = [list(all_runs(one.slides[3:])) for one in (before, after)]  # type: ignore[arg-type]
    stripped = [[[run.text for run in runs if run.kind != "note"] for runs in one] for one in texts]
    assert stripped[0] == stripped[1]


def test_g32_other_changes_are_no_change_of_markers(project: Callable[[Path], Path]) -> None:
    before = compose(load(MINI), "public")
    assert changed_markers(before, before) == ((), ())
    assert changed_markers(before, edited(project, "Vielen Dank", "Danke")) == ((), ())
    moved = edited(project, "Abteilung für", "Abteilung der")
    assert changed_markers(before, moved) == ((), ())


def test_g31_words_that_were_public_before_are_told_by_slot() -> None:
    before = compose(load(MINI), "public")
    needles = (Needle("new", "Noch ein Punkt"), Needle("other", "nie gesagt"))
    assert told_before(before, needles) == ("new",)
