"""Marker styles, joining, the legend, the statement of reasons, and what can be withheld."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.compose import compose
from pipeline.compose.statement_of_reasons import statement
from pipeline.content.load import load
from pipeline.content.secret import Secret
from pipeline.core.errors import ContentError
from pipeline.design import theme
from pipeline.edition.blocks import BulletList, Map, Table
from pipeline.edition.edition import Edition, to_json
from pipeline.edition.runs import TextRun
from pipeline.edition.texts import all_runs, markers, plain
from pipeline.layout import fit
from pipeline.resources import labels
from tests.conftest import FIRST, MINI

Project = Callable[[Path], Path]


def dossier(project: Project, setting: str = "", slides: str = "", slots: str = "") -> Path:
    """Return a copy of the mini-project with a setting, and slides of its own if given."""
    copy = project(MINI)
    redactions = copy / "redactions.yaml"
    text = redactions.read_text("utf-8") if not slides else f"slots:\n{slots}"
    redactions.write_text(f"{setting}\n{text}", "utf-8")
    if slides:
        (copy / "presentation.yaml").write_text(f"slides:\n{slides}", "utf-8")
        cover = copy / "dossier.yaml"
        cover.write_text(cover.read_text("utf-8").replace("[[subject-place]]", "Orte"), "utf-8")
    return copy


def public(folder: Path) -> Edition:
    return compose(load(folder), "public")


def test_numbered_markers_count_in_reading_order_and_have_a_legend(project: Project) -> None:
    edition = public(dossier(project, "marker: numbered"))
    texts = [run.text for run in markers(edition)]
    assert texts == [f"[UNKENNTLICH GEMACHT {n}]" for n in range(1, len(texts) + 1)]
    legend = edition.slides[-1]
    assert plain(legend.title) == "Unkenntlichmachungen"
    (table,) = legend.blocks
    assert isinstance(table, Table)
    rows = [[plain(cell.runs) for cell in row] for row in table.rows]
    assert rows[0] == ["Nr.", "Grund", "Verordnung (EG) Nr. 1049/2001"]
    assert ["2", "Schutz personenbezogener Daten", "Article 4(1)(b)"] in rows
    numbers = [n for row in rows[1:] for n in row[0].split(", ")]
    assert sorted(map(int, numbers)) == list(range(1, len(texts) + 1))


def test_labelled_markers_say_their_grounds(project: Project) -> None:
    edition = public(dossier(project, "marker: labelled"))
    texts = {run.text for run in markers(edition)}
    assert "[UNKENNTLICH GEMACHT: Schutz personenbezogener Daten]" in texts
    assert len(edition.slides) == len(public(MINI).slides)


BY_GROUND = "marker: numbered\nnumbering: ground"
THREE = "".join(f"  {slot}: {{grounds: [defence]}}\n" for slot in "abc")
DELETED = {"en": "DELETED", "de": "GELÖSCHT", "el": "ΔΙΑΓΡΑΦΗΚΕ"}


def in_language(folder: Path, language: str) -> Path:
    cover = folder / "dossier.yaml"
    text = cover.read_text("utf-8").replace("language: de", f"language: {language}")
    cover.write_text(text, "utf-8")
    return folder


def legend_rows(edition: Edition) -> list[list[str]]:
    (table,) = edition.slides[-1].blocks
    assert isinstance(table, Table)
    return [[plain(cell.runs) for cell in row] for row in table.rows]


@pytest.mark.parametrize("language", DELETED)
def test_g5_deleted_is_a_word_of_the_dossier_s_language_with_the_grounds_read_aloud(
    language: str, project: Project
) -> None:
    slides = (
        "  - kind: table\n    title: '[[a]]'\n"
        "    table: {alt: 'x [[b]]', header: [A], rows: [['[[c]] y']]}\n"
    )
    folder = in_language(dossier(project, "marker: deleted", slides, THREE), language)
    edition = public(folder)
    word = DELETED[language]
    assert {run.text for run in markers(edition)} == {word}
    (table,) = edition.slides[0].blocks
    assert isinstance(table, Table)
    assert table.alt == f"x {word}"
    assert edition.title == word
    defence = labels.load(language)["ground.defence"]
    assert all(run.spoken.endswith(f": {defence}") for run in markers(edition))
    assert len(edition.slides) == 1


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "[REDACTED {}]"), ("de", "[UNKENNTLICH GEMACHT {}]"), ("el", "[ΑΠΑΛΕΙΦΘΗΚΕ {}]")],
)
def test_markers_on_the_same_grounds_have_the_number_of_their_justification(
    language: str, shown: str, project: Project
) -> None:
    setting = (
        f"{BY_GROUND}\njustifications:\n"
        "  defence: {scope: Places of exercises, reason: They are secret.}\n"
        "  personal-data: {scope: Names}\n"
    )
    slots = (
        "  a: {grounds: [defence]}\n"
        "  b: {grounds: [personal-data, defence], reason: Own reason.}\n"
        "  c: {grounds: [defence], reason: Other reason.}\n"
        "  d: {grounds: [{ground: defence, detail: exercises}]}\n"
        "  e: {grounds: [defence, personal-data], reason: Own reason.}\n"
        "  f: {grounds: [public-security]}\n"
    )
    slides = "  - {kind: bullets, title: '[[a]]', points: ['[[b]] x [[c]]', '[[d]] [[e]] [[f]]']}\n"
    edition = public(in_language(dossier(project, setting, slides, slots), language))
    numerals = ["J1", "J2", "J1", "J3", "J2", "J4"]
    found = markers(edition)
    assert [run.text for run in found] == [shown.format(numeral) for numeral in numerals]
    assert [run.number for run in found] == [1, 2, 3, 4, 5, 6]
    assert all(f": {run.numeral}, {run.label}" in run.spoken for run in found)
    phrases = labels.load(language)
    header, *rows = legend_rows(edition)
    assert header[3:] == [phrases["legend_scope"], phrases["statement.reason"]]
    defence, names = phrases["ground.defence"], phrases["ground.personal-data"]
    assert [[row[0], row[1], *row[3:]] for row in rows] == [
        ["J1", defence, "Places of exercises", "They are secret. Other reason."],
        ["J2", f"{names}, {defence}", "Names; Places of exercises", "Own reason."],
        ["J3", f"{defence} (exercises)", "Places of exercises", "They are secret."],
        ["J4", phrases["ground.public-security"], "", ""],
    ]
    assert rows[0][2] == "Article 4(1)(a), second indent"
    (table,) = statement(edition, phrases).slides[0].blocks
    assert isinstance(table, Table)
    told = [[plain(cell.runs) for cell in row] for row in table.rows[1:]]
    assert [row[0] for row in told] == numerals
    assert told[0][-1] == "They are secret."


def test_a_legend_by_ground_has_no_column_of_nothing(project: Project) -> None:
    slides = "  - {kind: bullets, title: A, points: ['[[a]] x [[b]] y [[c]] z [[d]]']}\n"
    edition = public(dossier(project, BY_GROUND, slides, SLOTS))
    assert legend_rows(edition) == [
        ["Nr.", "Grund", "Verordnung (EG) Nr. 1049/2001"],
        ["J1", "Verteidigung und militärische Belange", "Article 4(1)(a), second indent"],
    ]


def test_joined_markers_have_the_number_of_all_their_grounds_in_any_order(
    project: Project,
) -> None:
    slots = (
        "  a: {grounds: [defence], reason: A.}\n  b: {grounds: [personal-data], reason: B.}\n"
        "  c: {grounds: [personal-data], reason: B.}\n  d: {grounds: [defence], reason: A.}\n"
        "  e: {grounds: [{ground: defence, detail: 'x, y'}]}\n"
    )
    slides = "  - {kind: bullets, title: A, points: ['[[a]], [[b]] x [[c]] [[d]] y [[e]]']}\n"
    edition = public(dossier(project, f"{BY_GROUND}\njoin_adjacent: true", slides, slots))
    assert [run.numeral for run in markers(edition)] == ["J1", "J1", "J2"]
    assert [row[-1] for row in legend_rows(edition)[1:]] == ["A. B. B. A.", ""]


def test_g9_numbers_by_ground_do_not_tell_what_a_withheld_part_holds(project: Project) -> None:
    """The same public tree with and without slots inside the part that is withheld as a whole."""
    slides = "  - {kind: withheld, slot: a}\n  - {kind: bullets, title: B, points: ['[[b]]']}\n"
    last = "  b: {grounds: [personal-data]}\n"
    made = [
        to_json(public(dossier(project, BY_GROUND, slides, f"{outer}{last}")))
        for outer in (
            "  a: {grounds: [defence]}\n",
            "  a: {grounds: [defence], holds: [i, j]}\n  i: {grounds: [legal-advice]}\n"
            "  j: {grounds: [inspections]}\n",
        )
    ]
    assert made[0] == made[1]


def test_a_full_edition_with_all_values_has_no_legend(project: Project) -> None:
    folder = dossier(
        project,
        "marker: numbered",
        "  - {kind: bullets, title: A, points: ['x [[a]] y']}\n",
        "  a: {grounds: [defence]}\n",
    )
    assert len(compose(load(folder), "full", {"a": Secret("w")}).slides) == 1
    assert len(public(folder).slides) == 2


SLOTS = "".join(f"  {slot}: {{grounds: [defence]}}\n" for slot in "abcd")


def test_adjacent_markers_are_joined_on_request(project: Project) -> None:
    slides = "  - {kind: bullets, title: A, points: ['x [[a]], [[b]] y [[c]]', '[[d]]']}\n"
    folder = dossier(project, "", slides, SLOTS)
    apart = public(folder)
    redactions = folder / "redactions.yaml"
    redactions.write_text("join_adjacent: true\n" + redactions.read_text("utf-8"), "utf-8")
    joined = public(folder)
    assert len(markers(apart)) == 4
    (block,) = joined.slides[0].blocks
    assert isinstance(block, BulletList)
    marker = "[UNKENNTLICH GEMACHT]"
    assert [plain(item.runs) for item in block.items] == [f"x {marker} y {marker}", marker]
    assert [run.number for run in markers(joined)] == [1, 2, 3]


def test_joined_lists_rows_and_slides_do_not_show_how_many_were_withheld(
    project: Project,
) -> None:
    slides = (
        "  - {kind: bullets, title: A, points: [x, '[[a]]', {withheld: b}, y]}\n"
        "  - {kind: withheld, slot: c}\n"
        "  - {kind: withheld, slot: d}\n"
        "  - {kind: bullets, title: B, points: [z]}\n"
    )
    edition = public(dossier(project, "join_adjacent: true", slides, SLOTS))
    (block,) = edition.slides[0].blocks
    assert isinstance(block, BulletList)
    assert [plain(item.runs) for item in block.items] == ["x", "[UNKENNTLICH GEMACHT]", "y"]
    assert [slide.number for slide in edition.slides] == [1, 2, 3]
    assert len(markers(edition)) == 2


def test_joined_markers_carry_the_grounds_of_both(project: Project) -> None:
    slots = "  a: {grounds: [defence]}\n  b: {grounds: [personal-data]}\n"
    slides = "  - {kind: bullets, title: A, points: ['[[a]] [[b]]']}\n"
    (run,) = markers(public(dossier(project, "join_adjacent: true", slides, slots)))
    assert run.grounds == ("personal-data", "defence")
    assert "Verteidigung" in run.spoken
    assert "personenbezogener" in run.spoken


def test_a_row_an_item_and_a_link_s_target_can_be_withheld(project: Project) -> None:
    slides = (
        "  - kind: table\n    title: T\n    table:\n      alt: t\n      header: [A, B]\n"
        "      rows: [[x, y], {withheld: a}]\n"
        "  - {kind: bullets, title: B, points: [{withheld: b}, 'see [here]([[c]]).']}\n"
        "  - {kind: bullets, title: N, points: [x], notes: '[[d]]'}\n"
    )
    folder = dossier(project, "", slides, SLOTS)
    edition = public(folder)
    (table,) = edition.slides[0].blocks
    assert isinstance(table, Table)
    assert [plain(cell.runs) for cell in table.rows[2]] == ["[UNKENNTLICH GEMACHT]", ""]
    (points,) = edition.slides[1].blocks
    assert isinstance(points, BulletList)
    assert plain(points.items[1].runs) == "see here [UNKENNTLICH GEMACHT]."
    assert not any(
        isinstance(run, TextRun) and run.href for runs in all_runs(edition) for run in runs
    )
    values = {
        "a": Secret("[geheim, 7]"),
        "b": Secret("{text: Punkt, points: [darunter]}"),
        "c": Secret("https://geheim.example/"),
        "d": Secret("Notiz"),
    }
    full = compose(load(folder), "full", values)
    text = to_json(full).decode()
    assert all(word in text for word in ("geheim", "darunter", "https://geheim.example/", "Notiz"))
    assert markers(full) == ()
    shown = {
        run.text
        for runs in all_runs(full)
        for run in runs
        if isinstance(run, TextRun) and run.withheld
    }
    assert {"geheim", "7", "Punkt", "darunter", "here", "Notiz"} <= shown


def test_a_link_s_value_must_be_a_link(project: Project) -> None:
    slides = "  - {kind: bullets, title: B, points: ['[here]([[a]])']}\n"
    folder = dossier(project, "", slides, "  a: {grounds: [defence]}\n")
    with pytest.raises(ContentError) as caught:
        compose(load(folder), "full", {"a": Secret("javascript:geheim()")})
    assert "geheim" not in str(caught.value)


def test_a_partner_and_a_legend_entry_can_be_withheld_as_a_whole(project: Project) -> None:
    copy = project(FIRST)
    deck = copy / "presentation.yaml"
    text = deck.read_text("utf-8")
    text = text.replace("- {name: Nigeria, state: NGA}", "- withheld: partner")
    text = text.replace(
        "- label: Potential mandate\n          fill: dotted", "- withheld: category"
    )
    deck.write_text(text, "utf-8")
    redactions = copy / "redactions.yaml"
    redactions.write_text(
        redactions.read_text("utf-8")
        + "  partner: {grounds: [international-relations]}\n"
        + "  category: {grounds: [international-relations]}\n",
        "utf-8",
    )
    source = load(copy)
    slide = compose(source, "public").slides[5]
    the_map = next(block for block in slide.blocks if isinstance(block, Map))
    assert "NGA" not in {state for row in the_map.categories for state in row.states}
    assert "Nigeria" not in to_json(compose(source, "public")).decode()
    values = {
        "partner": Secret("{name: Nigeria, state: NGA}"),
        "category": Secret("{label: Potential mandate, fill: dotted, states: [NER]}"),
    }
    full = compose(source, "full", values).slides[5]
    the_map = next(block for block in full.blocks if isinstance(block, Map))
    assert {"NGA", "NER"} <= {state for row in the_map.categories for state in row.states}


def test_a_withheld_name_with_an_open_state_is_refused(project: Project) -> None:
    copy = project(FIRST)
    deck = copy / "presentation.yaml"
    text = deck.read_text("utf-8").replace("{name: Nigeria,", '{name: "[[title-line-1]]",')
    deck.write_text(text.replace('- "[[title-line-1]]"\n', "- Somebody\n"), "utf-8")
    with pytest.raises(ContentError, match="state-tells-slot"):
        load(copy)


def test_alt_text_can_hold_a_slot_and_counts_for_the_justifications(project: Project) -> None:
    copy = project(FIRST)
    deck = copy / "presentation.yaml"
    text = deck.read_text("utf-8").replace("Map of the world with", "Map of [[place]] with")
    deck.write_text(text, "utf-8")
    redactions = copy / "redactions.yaml"
    redactions.write_text(
        redactions.read_text("utf-8") + "  place: {grounds: [defence]}\n", "utf-8"
    )
    edition = compose(load(copy), "public")
    the_map = next(block for block in edition.slides[5].blocks if isinstance(block, Map))
    assert the_map.alt.startswith("Map of [REDACTED] with")
    assert "defence" in edition.cover.justifications


def test_the_statement_of_reasons_names_number_place_ground_and_reason(project: Project) -> None:
    slots = (
        "  a: {grounds: [defence], reason: Es geht um Standorte.}\n"
        "  b: {grounds: [personal-data]}\n"
    )
    slides = "  - {kind: bullets, title: A, points: ['x [[a]]', y], notes: '[[b]]'}\n"
    folder = dossier(project, "statement: true", slides, slots)
    cover = folder / "dossier.yaml"
    cover.write_text(cover.read_text("utf-8") + "notes_in: [public]\n", "utf-8")
    edition = fit.fit(public(folder), theme.load())
    reasons = statement(edition, labels.load("de"))
    (table,) = reasons.slides[0].blocks
    assert isinstance(table, Table)
    rows = [[plain(cell.runs) for cell in row] for row in table.rows[1:]]
    assert rows == [
        [
            "1",
            "Folie 1",
            "Verteidigung und militärische Belange",
            "Article 4(1)(a), second indent",
            "Es geht um Standorte.",
        ],
        ["2", "Folie 1, Notizen", "Schutz personenbezogener Daten", "Article 4(1)(b)", ""],
    ]
    assert reasons.file_stem.endswith(".PA.reasons")
    assert "BEGRÜNDUNG" in reasons.cover.document_type


def test_a_long_table_continues_with_its_header_and_its_footnotes(project: Project) -> None:
    rows = "".join(f"        - [Zeile {n}, '{n}']\n" for n in range(40))
    slides = (
        "  - kind: table\n    title: Lang\n    subtitle: Teil\n    table:\n      alt: t\n"
        f"      header: [A, B]\n      rows:\n{rows}        - ['letzte[^n]', z]\n"
        "    footnotes: {n: {text: Note}}\n    notes: gesprochen\n"
    )
    folder = dossier(project, "", slides, "  {}\n")
    (folder / "redactions.yaml").write_text("slots: {}\n")
    edition = fit.fit(compose(load(folder), "full"), theme.load())
    total = len(edition.slides)
    assert total > 2
    assert {plain(slide.subtitle) for slide in edition.slides} == {"Teil"}
    said = [slide.continued for slide in edition.slides]
    assert said == ["", *(f"Fortsetzung ({n}/{total})" for n in range(2, total + 1))]
    tables = [slide.blocks[0] for slide in edition.slides]
    assert all(isinstance(one, Table) and plain(one.rows[0][0].runs) == "A" for one in tables)
    body = [plain(row[0].runs) for one in tables for row in one.rows[1:]]  # type: ignore[union-attr]
    assert body == [f"Zeile {n}" for n in range(40)] + ["letzte"]
    assert [len(slide.footnotes) for slide in edition.slides] == [0] * (total - 1) + [1]
    assert [len(slide.notes) for slide in edition.slides] == [1] + [0] * (total - 1)
    assert [slide.number for slide in edition.slides] == list(range(1, total + 1))
