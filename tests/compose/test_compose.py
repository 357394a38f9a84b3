from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.compose import compose
from pipeline.content.load import Source, load
from pipeline.content.secret import Secret
from pipeline.core.errors import ContentError
from pipeline.edition.edition import from_json, to_json
from pipeline.edition.runs import MarkerRun, TextRun
from pipeline.edition.texts import all_runs, markers, plain
from tests.conftest import FIRST, MINI, words_vault


def test_the_first_dossier_has_three_markers_and_the_source_s_justifications(
    first: Source,
) -> None:
    edition = compose(first, "public")
    assert [(run.number, run.text) for run in markers(edition)] == [
        (1, "[REDACTED]"),
        (2, "[REDACTED]"),
        (3, "[REDACTED]"),
    ]
    assert edition.cover.justifications == (
        "Justifications for redactions: protection of personal data, international relations "
        "(relationship with third countries, ongoing internal decision-making)"
    )


def test_g8_the_justifications_are_the_set_in_use_in_fixed_order(mini: Source) -> None:
    edition = compose(mini, "public")
    used = [use.id for use in edition.grounds]
    assert used == [
        "personal-data",
        "public-security",
        "international-relations",
        "commercial-interests",
        "inspections",
        "decision-making",
    ]
    assert edition.cover.justifications.count("öffentliche Sicherheit") == 1
    assert "Verteidigung" not in edition.cover.justifications


def test_the_stamp_is_in_the_public_edition_only(first: Source) -> None:
    public, full = compose(first, "public"), compose(first, "full")
    assert public.cover.stamp == "DOCUMENT PARTIALLY ACCESSIBLE TO THE PUBLIC (31.05.2024)"
    assert full.cover.stamp == ""
    assert (public.file_stem, full.file_stem) == ("wk04146.en24.PA", "wk04146.en24")


def test_a_full_edition_without_values_prints_the_markers_and_says_so_once(first: Source) -> None:
    full = compose(first, "full")
    assert len(markers(full)) == 3
    assert len(full.cover.notices) == 1
    assert "does not hold the withheld values" in full.cover.notices[0]
    assert compose(first, "public").cover.notices == ()


def test_a_full_edition_with_values_shows_and_marks_them(mini: Source) -> None:
    full = compose(mini, "full", words_vault(mini))
    assert markers(full) == ()
    shown = [
        run.text
        for runs in all_runs(full)
        for run in runs
        if isinstance(run, TextRun) and run.withheld
    ]
    assert len(shown) == 13
    assert full.cover.justifications == ""
    assert plain(full.slides[4].title) == "Quarkganz"


def test_g1_g3_the_public_edition_is_the_same_with_and_without_a_vault(mini: Source) -> None:
    assert to_json(compose(mini, "public")) == to_json(compose(mini, "public", words_vault(mini)))


class Untouchable(dict[str, Secret]):
    def __getitem__(self, key: str) -> Secret:
        raise AssertionError("the public edition looked into the vault")

    get = __contains__ = __iter__ = __len__ = __getitem__  # type: ignore[assignment]


def test_g3_the_public_edition_never_looks_into_the_vault(mini: Source) -> None:
    compose(mini, "public", Untouchable())


def test_g6_markers_are_numbered_in_reading_order_and_carry_no_slot_id(mini: Source) -> None:
    edition = compose(mini, "public")
    assert [run.number for run in markers(edition)] == list(range(1, len(markers(edition)) + 1))
    text = to_json(edition).decode()
    for slot in mini.redactions.slots:
        assert slot not in text


def test_g5_equal_and_unequal_values_give_the_same_public_edition(mini: Source) -> None:
    same = {slot: Secret("x") for slot in mini.redactions.slots}
    other = {slot: Secret(slot * 99) for slot in mini.redactions.slots}
    assert to_json(compose(mini, "public", same)) == to_json(compose(mini, "public", other))


def test_g5_a_withheld_table_is_a_block_of_its_own_with_one_marker(mini: Source) -> None:
    slide = compose(mini, "public").slides[3]
    (block,) = slide.blocks
    assert block.kind == "withheld"
    assert [run.text for run in markers(slide)] == [block.marker.text]


def test_a_withheld_slide_keeps_its_place_and_loses_its_title(mini: Source) -> None:
    slide = compose(mini, "public").slides[4]
    assert isinstance(slide.title[0], MarkerRun)
    assert slide.blocks == ()


def test_g7_the_title_property_is_computed_from_the_public_tree(
    project: Callable[[Path], Path],
) -> None:
    copy = project(FIRST)
    deck = copy / "presentation.yaml"
    deck.write_text(
        deck.read_text("utf-8")
        .replace("title: Frontex International", 'title: "[[title-line-1]] International')
        .replace("Strategy 2024-2026\n", 'Strategy 2024-2026"\n', 1)
        .replace('- "[[title-line-1]]"\n', "- Somebody\n"),
        "utf-8",
    )
    vault = {"title-line-1": Secret("Frontex")}
    public = compose(load(copy), "public", vault)
    assert public.title == "[REDACTED] International Cooperation Strategy 2024-2026"
    assert compose(load(copy), "full", vault).title.startswith("Frontex International")


def test_g16_speaker_notes_stand_only_in_the_editions_that_declare_them(
    mini: Source, project: Callable[[Path], Path]
) -> None:
    assert all(not slide.notes for slide in compose(mini, "public").slides)
    assert compose(mini, "full").slides[0].notes
    copy = project(MINI)
    cover = copy / "dossier.yaml"
    cover.write_text(cover.read_text("utf-8") + "notes_in: [public]\n", "utf-8")
    assert compose(load(copy), "public").slides[0].notes
    assert not compose(load(copy), "full").slides[0].notes


def test_unsealed_text_stops_the_public_edition_and_says_where(
    project: Callable[[Path], Path],
) -> None:
    copy = project(MINI)
    deck = copy / "presentation.yaml"
    text = deck.read_text("utf-8").replace(
        "- Noch ein Punkt[^two]", '- "Noch [[personal-data: Jane Doe]][^two]"'
    )
    deck.write_text(text, "utf-8")
    source = load(copy)
    with pytest.raises(ContentError) as caught:
        compose(source, "public")
    (problem,) = caught.value.problems
    assert problem.code == "unsealed"
    assert (problem.where.line, problem.where.column) == (18, 15)
    assert "Jane" not in str(caught.value)
    assert "Jane Doe" in to_json(compose(source, "full")).decode()


def test_a_value_that_is_no_valid_part_names_its_slot_only(mini: Source) -> None:
    vault = dict(words_vault(mini)) | {"whole-slide": Secret("{kind: bullets, geheim: 1}")}
    with pytest.raises(ContentError) as caught:
        compose(mini, "full", vault)
    assert "whole-slide" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_a_value_with_a_forbidden_character_names_its_slot_only(mini: Source) -> None:
    vault = dict(words_vault(mini)) | {"speaker": Secret("geheim\x00")}
    with pytest.raises(ContentError) as caught:
        compose(mini, "full", vault)
    assert "speaker" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_an_edition_survives_its_json(first: Source, mini: Source) -> None:
    for edition in (compose(first, "public"), compose(mini, "full", words_vault(mini))):
        assert from_json(to_json(edition)) == edition


def test_footnotes_are_numbered_as_first_used_and_signs_are_kept(
    first: Source, mini: Source
) -> None:
    assert [plain(note) for note in compose(mini, "public").slides[1].footnotes] == [
        "1 Eine erfundene Anmerkung.",
        "2 Noch eine erfundene Anmerkung.",
    ]
    (note,) = compose(first, "public").slides[5].footnotes
    assert plain(note).startswith("(* This designation")


def test_working_papers_pad_the_day_and_standard_documents_do_not(
    project: Callable[[Path], Path], mini: Source
) -> None:
    copy = project(FIRST)
    cover = copy / "dossier.yaml"
    text = cover.read_text("utf-8").replace("2024-03-14", "2024-03-04")
    cover.write_text(text, "utf-8")
    assert compose(load(copy), "public").cover.place_date == "Brussels, 04 March 2024"
    assert compose(mini, "public").cover.place_date == "Brüssel, den 7. Februar 2024"
