"""A part that holds slots or marks is withheld whole: they stay slots in the vault (G6, G32)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.compose import compose
from pipeline.content import load
from pipeline.core.errors import ContentError
from pipeline.edition.edition import to_json
from pipeline.edition.texts import markers
from pipeline.redaction import sealing, slot_places, vault, withholding_parts
from tests.redaction.test_sealing import COVER, DECK, HEAD, SLOTS, Bench

NAME = "Zyxwvut"
FIRST = "slides:\n  - kind: bullets\n    title: First\n    points: [stays]\n"

#: A part that holds a text, by its name: the deck with {text} in it and the mark of the whole.
PARTS = {
    "slide": "  - kind: closing\n    title: T\n    withhold: defence\n    agency: {text}\n",
    "slide's title": "  - kind: closing\n    withhold: defence\n    title: {text}\n",
    "slide in braces": "  - {{kind: closing, title: T, withhold: defence, agency: {text}}}\n",
    "slide's notes": "  - kind: closing\n    title: T\n    withhold: defence\n    notes: {text}\n",
    "item": "  - kind: bullets\n    title: T\n    points:\n"
    "      - text: {text}\n        withhold: defence\n      - b\n",
    "item below": "  - kind: bullets\n    title: T\n    points:\n"
    "      - text: top\n        withhold: defence\n"
    "        points:\n          - {text}\n      - b\n",
    "partner": "  - kind: arrangements\n    title: T\n    partners:\n"
    "      - {{name: {text}, withhold: defence}}\n      - {{name: Chad}}\n",
    "legend": "  - kind: map\n    title: T\n    map:\n      alt: m\n      legend:\n"
    "        - {{label: {text}, fill: area, withhold: defence}}\n"
    "        - {{label: l, fill: partner}}\n",
    "map": "  - kind: map\n    title: T\n    map:\n      withhold: defence\n      alt: {text}\n"
    "      legend:\n        - {{label: l, fill: partner}}\n",
    "table": "  - kind: table\n    title: T\n    table:\n      alt: a\n      withhold: defence\n"
    "      header: [A, B]\n      rows:\n        - [{text}, b]\n",
    "row": "  - kind: table\n    title: T\n    table:\n      alt: a\n      header: [A, B]\n"
    "      rows:\n        - {{row: [{text}, b], withhold: defence}}\n        - [c, d]\n",
    "chart": "  - kind: chart\n    title: T\n    chart:\n      form: column\n      alt: {text}\n"
    "      withhold: defence\n      categories: [a, b]\n"
    "      series: [{{name: s, values: ['1', '2']}}]\n",
    "series": "  - kind: chart\n    title: T\n    chart:\n      form: column\n      alt: a\n"
    "      categories: [a, b]\n      series:\n"
    "        - {{name: {text}, values: ['1', '2'], withhold: defence}}\n"
    "        - {{name: t, values: ['3', '4']}}\n",
    "entry": "  - kind: timeline\n    title: T\n    entries:\n"
    "      - {{label: l, text: {text}, withhold: defence}}\n"
    "      - {{label: m, text: x}}\n      - {{label: n, text: y}}\n",
}  # fmt: skip
#: What the text is: with the name still marked, or as a slot that was sealed before.
TEXT = '"with [[personal-data: Zyxwvut]] there"'


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def without_marks(text: str) -> str:
    """Return a deck as it reads when everything in it is public again."""
    bare = text.replace("[[personal-data: Zyxwvut]]", NAME)
    for form in (", withhold: defence", "withhold: defence, "):
        bare = bare.replace(form, "")
    lines = bare.splitlines(keepends=True)
    return "".join(line for line in lines if line.strip() != "withhold: defence")


@pytest.mark.parametrize("before", [True, False], ids=["a slot", "a mark"])
@pytest.mark.parametrize("name", PARTS)
def test_g32_a_part_with_a_withheld_name_is_sealed_and_released_byte_for_byte(
    bench: Bench, name: str, before: bool
) -> None:
    deck = FIRST + PARTS[name].format(text=TEXT)
    bench.put(DECK, deck)
    outer = "r2"
    if before:  # the name is in the vault when the part is marked: it never comes out again
        bare = without_marks(deck.replace("[[personal-data: Zyxwvut]]", "[[keep]]"))
        assert bare.count("[[keep]]") == 1
        bench.put(DECK, bare.replace("[[keep]]", "[[personal-data: Zyxwvut]]"))
        bench.seal()
        bench.put(DECK, deck.replace("[[personal-data: Zyxwvut]]", "[[r1]]"))
    marked = bench.text(DECK)
    done = bench.seal()
    assert {row.slot for row in done.sealed} == ({"r2"} if before else {"r1", "r2"})
    sealed, slots = bench.text(DECK), bench.text(SLOTS)
    assert NAME not in sealed + slots
    assert "[[r1]]" not in sealed
    assert f"  {outer}: {{grounds: [defence], holds: [r1]}}\n" in slots
    held = bench.held()
    assert held["r1"] == NAME
    assert NAME not in held[outer]
    assert "[[r1]]" in held[outer]

    source = load.load(bench.folder)
    values = vault.read(bench.folder, bench.key)
    public, full = compose(source, "public"), compose(source, "full", values)
    assert len(markers(public)) == 1
    assert markers(public)[0].grounds == ("defence",)
    assert NAME not in to_json(public).decode()
    if name != "slide's notes":
        assert (
            f'"{NAME}"' in to_json(full).decode() or f"with {NAME} there" in to_json(full).decode()
        )

    bench.release(outer)
    assert bench.text(DECK) == without_marks(marked.replace("[[personal-data: Zyxwvut]]", "[[r1]]"))
    assert bench.text(SLOTS) == "slots:\n  r1: {grounds: [personal-data]}\n"
    bench.release("r1")
    assert bench.text(DECK) == without_marks(deck)
    assert bench.held() == {}


def test_a_part_in_a_part_in_a_part_comes_out_as_it_went_in(bench: Bench) -> None:
    slide = (
        "  - kind: table\n    title: T  # a comment\n    withhold: defence\n    table:\n"
        "      alt: a\n      withhold: international-relations\n      header: [A, B]\n"
        "      rows:\n        - {row: ['[[personal-data: Zyxwvut]]', b], withhold: defence}\n"
    )
    bench.put(DECK, FIRST + slide)
    done = bench.seal()
    assert [row.slot for row in done.sealed] == ["r4", "r3", "r2", "r1"]
    slots = bench.text(SLOTS)
    for outer, inner in (("r2", "r1"), ("r3", "r2"), ("r4", "r3")):
        assert f"{outer}: {{" in slots
        assert f"holds: [{inner}]" in slots
    load.load(bench.folder)
    for slot in ("r4", "r3", "r2", "r1"):
        bench.release(slot)
    wanted = (FIRST + slide).replace("    withhold: defence\n", "")
    wanted = wanted.replace("      withhold: international-relations\n", "")
    wanted = wanted.replace(", withhold: defence", "").replace("[[personal-data: Zyxwvut]]", NAME)
    assert bench.text(DECK) == wanted
    assert bench.text(SLOTS) == "slots: {}\n"


def test_a_link_s_target_and_a_withheld_row_stay_slots_inside_a_slide(bench: Bench) -> None:
    slide = (
        "  - kind: table\n    title: '[there]([[a]])'\n    table:\n      alt: x\n"
        "      header: [A, B]\n      rows: [{withheld: b}, [c, d]]\n    withhold: defence\n"
    )
    bench.put(DECK, FIRST + slide)
    bench.put(SLOTS, "slots: {a: {grounds: [defence]}, b: {grounds: [defence]}}\n")
    bench.seal()
    assert "r1: {grounds: [defence], holds: [a, b]}" in bench.text(SLOTS)
    values = vault.read(bench.folder, bench.key)
    full = compose(load.load(bench.folder), "full", values)
    assert len(markers(full)) == 2, "what is not held is a marker in the full edition, too"


def test_a_slot_inside_a_part_is_released_after_it(bench: Bench) -> None:
    bench.put(DECK, FIRST + PARTS["slide"].format(text=TEXT))
    bench.seal()
    said = bench.refused(lambda: bench.release("r1"), "slot-inside")
    assert "slot 'r2'" in said


def test_the_reviewer_is_told_that_a_slot_stands_inside_another(bench: Bench) -> None:
    bench.put(DECK, FIRST + PARTS["slide"].format(text=TEXT))
    bench.seal()
    rows = {row.slot: row for row in slot_places.places(bench.folder, bench.key)}
    assert rows["r1"].inside == "r2"
    assert not rows["r1"].places
    assert rows["r1"].held
    assert rows["r2"].inside == ""


@pytest.mark.parametrize("killed", ["vault", "slots"])
def test_an_interrupted_run_is_finished_with_the_same_slots(bench: Bench, killed: str) -> None:
    bench.put(DECK, FIRST + PARTS["slide"].format(text=TEXT))
    marked = bench.text(DECK)
    bench.seal()
    sealed, slots = bench.text(DECK), bench.text(SLOTS)
    bench.put(DECK, marked)
    if killed == "vault":
        (bench.folder / SLOTS).unlink()
    bench.seal()
    assert bench.text(DECK) == sealed
    assert bench.text(SLOTS) == slots
    assert set(bench.held()) == {"r1", "r2"}


@pytest.mark.parametrize(
    ("holds", "code"),
    [("[nowhere]", "unknown-slot"), ("[r1]", "slot-used-twice"), ("[r1, r1]", "slot-used-twice")],
)
def test_what_a_slot_holds_is_declared_and_stands_nowhere_else(
    bench: Bench, holds: str, code: str
) -> None:
    bench.put(COVER, HEAD)
    bench.put(DECK, FIRST.replace("stays", '"[[r1]]", withheld: r2') + "")
    bench.put(
        SLOTS,
        f"slots:\n  r1: {{grounds: [defence]}}\n  r2: {{grounds: [defence], holds: {holds}}}\n",
    )
    with pytest.raises(ContentError) as caught:
        load.load(bench.folder)
    assert [row.code for row in caught.value.problems][:1] == [code]


def test_slots_that_hold_each_other_and_stand_nowhere_are_unused(bench: Bench) -> None:
    bench.put(DECK, FIRST)
    bench.put(
        SLOTS,
        "slots:\n  a: {grounds: [defence], holds: [b]}\n  b: {grounds: [defence], holds: [a]}\n",
    )
    with pytest.raises(ContentError) as caught:
        load.load(bench.folder)
    assert [row.code for row in caught.value.problems] == ["unused-slot", "unused-slot"]


def test_g19_a_vault_cannot_bring_a_slot_into_a_part_that_does_not_declare_it(
    bench: Bench,
) -> None:
    bench.put(DECK, FIRST + PARTS["slide"].format(text=TEXT))
    bench.seal()
    bench.put(
        SLOTS,
        bench.text(SLOTS)
        .replace(", holds: [r1]", "")
        .replace("  r1: {grounds: [personal-data]}\n", ""),
    )
    values = vault.read(bench.folder, bench.key)
    with pytest.raises(ContentError, match="r2"):
        compose(load.load(bench.folder), "full", values)


def test_g26_the_name_inside_is_still_looked_for(bench: Bench) -> None:
    bench.put(DECK, FIRST.replace("stays", NAME) + PARTS["slide"].format(text=TEXT))
    done = bench.seal()
    assert [(row.slot, row.where.line) for row in done.repeats] == [("r1", 4)]


def test_a_slide_is_marked_whole_by_command_though_a_name_is_withheld(bench: Bench) -> None:
    bench.put(
        DECK,
        FIRST
        + without_marks(PARTS["slide"].format(text="'[[personal-data: Zyxwvut]]'")).replace(
            NAME, "[[personal-data: Zyxwvut]]"
        ),
    )
    bench.seal()
    withholding_parts.withhold_slide(bench.folder, 2, "defence")
    assert NAME not in json.dumps(bench.yaml())
    sealing.seal(bench.folder, bench.key)
    assert "  - kind: withheld\n    slot: r2\n" in bench.text(DECK)
