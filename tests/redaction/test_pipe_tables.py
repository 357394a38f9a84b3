"""Pipe tables of running text, withheld as a whole: marked, sealed, opened, released, unmarked."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.secret import Secret, Vault
from pipeline.core.errors import ContentError
from pipeline.edition.blocks import Table
from pipeline.edition.texts import markers, strings
from pipeline.redaction import recipients, releasing, sealing, unmarking, vault, withheld_needles
from pipeline.redaction.withholding_parts import withhold_part
from tests.conftest import NOTE, Project

ANNEX, PLACE = "annex-1.md", "annex-1.md annex-1/table-1"


def held(folder: Path, key: Path) -> Vault:
    return vault.read(folder, key)


def test_the_mark_stands_behind_the_head_and_is_taken_away(project: Project) -> None:
    folder = project(NOTE)
    before = (folder / ANNEX).read_text("utf-8")
    where = withhold_part(folder, PLACE, "defence")
    marked = (folder / ANNEX).read_text("utf-8")
    assert "| Commitments | Payments | {withhold=defence}\n" in marked
    assert marked.replace(" {withhold=defence}", "") == before
    unmarking.unmark(folder, where.line, where.column, ANNEX)
    assert (folder / ANNEX).read_text("utf-8") == before


def test_g1_a_sealed_table_is_a_marker_in_public_and_a_table_in_full(
    project: Project, tmp_path: Path
) -> None:
    folder, key = project(NOTE), tmp_path / "key.txt"
    recipients.begin(folder, [], key)
    before = (folder / ANNEX).read_text("utf-8")
    withhold_part(folder, PLACE, "defence")
    (row,) = sealing.seal(folder, key).sealed
    sealed = (folder / ANNEX).read_text("utf-8")
    assert f"\n[[{row.slot}]]\n" in sealed
    assert "Reserve" not in sealed
    source, values = load(folder), held(folder, key)
    public, full = compose(source, "public", values), compose(source, "full", values)
    assert not any(isinstance(block, Table) for block in public.texts[1].blocks)
    assert len(markers(public)) == len(markers(compose(load(NOTE), "public", None))) + 1
    (table,) = (block for block in full.texts[1].blocks if isinstance(block, Table))
    assert "410 000" in " ".join(strings(table)).replace("\xa0", " ")
    words = {needle.slot for needle in withheld_needles.needles(values, source)}
    assert row.slot in words
    other = {**values, row.slot: Secret("| a |\n|---|\n| b |")}
    assert compose(source, "public", other) == public
    releasing.release(folder, row.slot, key)
    assert (folder / ANNEX).read_text("utf-8") == before


def test_a_row_is_refused_with_what_can_be_done(project: Project) -> None:
    folder = project(NOTE)
    annex = folder / ANNEX
    text = annex.read_text("utf-8")
    line = next(line for line in text.splitlines() if "Staff" in line)
    annex.write_text(text.replace(line, f"{line} {{withhold=defence}}"), "utf-8")
    with pytest.raises(ContentError) as caught:
        load(folder)
    (problem,) = caught.value.problems
    assert problem.code == "bad-attribute"
    assert problem.where.line == text[: text.index(line)].count("\n") + 1
    assert "```table" in problem.hint


def test_braces_within_the_last_cell_are_its_words(project: Project) -> None:
    folder = project(NOTE)
    annex = folder / ANNEX
    annex.write_text(annex.read_text("utf-8").replace("| 12 500   |", "| 12 \\{500} |"), "utf-8")
    assert "12 {500}" in " ".join(strings(compose(load(folder), "public", None))).replace(
        "\xa0", " "
    )
