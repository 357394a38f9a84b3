"""Whole parts: marked with a key, sealed with their comments, put back byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from pipeline.compose import compose
from pipeline.content import load
from pipeline.content.secret import Secret
from pipeline.core.errors import ContentError
from pipeline.edition.blocks import Chart
from pipeline.redaction import slot_places, vault
from tests.redaction.test_sealing import COVER, DECK, HEAD, SLOTS, WORDS, Bench, killed_before
from tests.support.thinned import thinned

SLIDES = """\
slides:
  # first
  - kind: bullets
    title: T
    points:
      - before  # beside

{item}
      # between
      - after
  - kind: arrangements
    title: U
    partners:
      - {{name: Chad, state: TCD}}
{partner}
    map:{map}
  - kind: table
    title: V
    table:{table}
{slide}
  # last
  - kind: closing
    title: W
# end
"""
ITEM = "      - gone"
PARTNER = "      - gone"
MAP = "\n      alt: m\n      legend:\n        - {label: l, fill: partner}"
LEGEND = "\n      alt: m\n      legend:\n        - {label: l, fill: partner}\n"
TABLE = "\n      alt: t\n      header: [A, B]\n      rows:\n        - [a, b]"
CHART = (
    "  - kind: chart\n    title: X\n    chart:\n      form: line\n      alt: a\n"
    "      categories: [c, d]\n      series:\n        - {name: n, values: ['1', '2']}\n"
)
TIMES = "  - kind: timeline\n    title: X\n    entries:\n      - {label: a, text: b}\n"
SLIDE = "  - {kind: closing, title: X}"


def deck(**parts: str) -> str:
    """Return a deck with some of its parts replaced."""
    given = {"item": ITEM, "partner": "", "map": MAP, "table": TABLE, "slide": SLIDE}
    given["partner"] = "      - {name: Mali, state: MLI}"
    return SLIDES.format(**{**given, **parts})


@dataclass(frozen=True)
class Case:
    """One part: the key it replaces in the deck, as marked, as sealed, as released.

    ``what`` is how a reviewer's table calls it.
    """

    key: str
    what: str
    marked: str
    sealed: str
    released: str


CASES = {
    "item": Case(
        "item",
        "slide 1: whole list item",
        "      # above\n      - text: Zyxwvut Qponml  # of Zyxwvut\n"
        "        # inside Zyxwvut\n        withhold: personal-data\n        points:\n"
        "          - below Zyxwvut\n\n          - >-\n            folded\n\n            Zyxwvut\n"
        "        # under Zyxwvut\n",
        "      # above\n      - withheld: r1\n",
        "      # above\n      - text: Zyxwvut Qponml  # of Zyxwvut\n"
        "        # inside Zyxwvut\n        points:\n"
        "          - below Zyxwvut\n\n          - >-\n            folded\n\n            Zyxwvut\n"
        "        # under Zyxwvut\n",
    ),
    "item, mark first": Case(
        "item",
        "slide 1: whole list item",
        "      - withhold: defence\n        text: |\n          Zyxwvut\n\n",
        "      - withheld: r1\n\n",
        "      - text: |\n          Zyxwvut\n\n",
    ),
    "item, mark first with a comment": Case(
        "item",
        "slide 1: whole list item",
        "      - 'withhold': defence # asked for by Zyxwvut\n        text: Zyxwvut",
        "      - withheld: r1",
        "      - # asked for by Zyxwvut\n        text: Zyxwvut",
    ),
    "item, mark first with a comment below": Case(
        "item",
        "slide 1: whole list item",
        "      - withhold: defence\n        # Zyxwvut\n        text: Zyxwvut",
        "      - withheld: r1",
        "      - # Zyxwvut\n        text: Zyxwvut",
    ),
    "item, mark last with a comment": Case(
        "item",
        "slide 1: whole list item",
        '      -   "text": "Zyx\\\n  wvut"\n          withhold: defence   # Zyxwvut',
        "      -   withheld: r1",
        '      -   "text": "Zyx\\\n  wvut"\n          # Zyxwvut',
    ),
    "item below an item": Case(
        "item",
        "slide 1: whole list item",
        "      - text: up\n        points:\n        - text: Zyxwvut\n          withhold: defence\n"
        "        # stays\n        - c",
        "      - text: up\n        points:\n        - withheld: r1\n        # stays\n        - c",
        "      - text: up\n        points:\n        - text: Zyxwvut\n        # stays\n        - c",
    ),
    "item in braces": Case(
        "item",
        "slide 1: whole list item",
        "      - {text: 'Zyxwvut, x', withhold: defence, points: [\n   a, # Zyxwvut\n      b]} "
        "# Zyxwvut",
        "      - {withheld: r1}",
        "      - {text: 'Zyxwvut, x', points: [\n   a, # Zyxwvut\n      b]} # Zyxwvut",
    ),
    "item in brackets and braces": Case(
        "item",
        "slide 1: whole list item",
        "      - {text: u, points: [ {withhold: defence, text: Zyxwvut} ,  # stays\n         v]}",
        "      - {text: u, points: [ {withheld: r1} ,  # stays\n         v]}",
        "      - {text: u, points: [ {text: Zyxwvut} ,  # stays\n         v]}",
    ),
    "partner": Case(
        "partner",
        "slide 2: whole entry",
        "      - name: Zyxwvut\n        withhold: international-relations\n        state: NGA",
        "      - withheld: r1",
        "      - name: Zyxwvut\n        state: NGA",
    ),
    "partner in braces": Case(
        "partner",
        "slide 2: whole entry",
        "      - {name: Zyxwvut, state: NGA, withhold: international-relations}  # Zyxwvut",
        "      - {withheld: r1}",
        "      - {name: Zyxwvut, state: NGA}  # Zyxwvut",
    ),
    "legend entry": Case(
        "map",
        "slide 2: whole map category",
        LEGEND + "        - label: Zyxwvut\n          fill: dotted\n"
        "          states: [NER,\n             NGA]\n          withhold: defence\n",
        LEGEND + "        - withheld: r1\n",
        LEGEND + "        - label: Zyxwvut\n          fill: dotted\n"
        "          states: [NER,\n             NGA]\n",
    ),
    "legend entry in braces": Case(
        "map",
        "slide 2: whole map category",
        LEGEND + "        - {label: Zyxwvut, withhold: defence, fill: dotted}",
        LEGEND + "        - {withheld: r1}",
        LEGEND + "        - {label: Zyxwvut, fill: dotted}",
    ),
    "map": Case(
        "map",
        "slide 2: whole map",
        "  # stays\n      # Zyxwvut\n\n      # Zyxwvut\n      alt: Zyxwvut\n"
        "      withhold: defence\n      legend:\n        - {label: l, fill: partner}",
        "  # stays\n      withheld: r1",
        "  # stays\n      # Zyxwvut\n\n      # Zyxwvut\n      alt: Zyxwvut\n"
        "      legend:\n        - {label: l, fill: partner}",
    ),
    "map in braces": Case(
        "map",
        "slide 2: whole map",
        " {alt: Zyxwvut, legend: [{label: l, fill: partner}],\n      withhold: defence}",
        " {withheld: r1}",
        " {alt: Zyxwvut, legend: [{label: l, fill: partner}]}",
    ),
    "table": Case(
        "table",
        "slide 3: whole table",
        "\n      withhold: defence\n      alt: Zyxwvut\n      header: [A, Zyxwvut]\n"
        "      rows:\n      - [a, 'Zyxwvut']\n      -\n        - c\n        - d\n      # Zyxwvut\n",
        "\n      withheld: r1\n",
        "\n      alt: Zyxwvut\n      header: [A, Zyxwvut]\n"
        "      rows:\n      - [a, 'Zyxwvut']\n      -\n        - c\n        - d\n      # Zyxwvut\n",
    ),
    "table in braces": Case(
        "table",
        "slide 3: whole table",
        " {withhold: defence, alt: Zyxwvut, header: [A], rows: [[Zyxwvut]]}",
        " {withheld: r1}",
        " {alt: Zyxwvut, header: [A], rows: [[Zyxwvut]]}",
    ),
    "row": Case(
        "table",
        "slide 3: whole table row",
        TABLE + "\n        - row: [Zyxwvut, 7]\n          withhold: defence\n        - [c, d]",
        TABLE + "\n        - withheld: r1\n        - [c, d]",
        TABLE + "\n        - row: [Zyxwvut, 7]\n        - [c, d]",
    ),
    "row in lines": Case(
        "table",
        "slide 3: whole table row",
        TABLE
        + "\n        - withhold: defence\n          row:\n            - Zyxwvut\n            - b",
        TABLE + "\n        - withheld: r1",
        TABLE + "\n        - row:\n            - Zyxwvut\n            - b",
    ),
    "row in braces": Case(
        "table",
        "slide 3: whole table row",
        TABLE + "\n        - {row: [Zyxwvut, 7], withhold: defence}",
        TABLE + "\n        - {withheld: r1}",
        TABLE + "\n        - {row: [Zyxwvut, 7]}",
    ),
    "slide": Case(
        "slide",
        "slide 4: whole slide",
        "  - kind: bullets  # Zyxwvut\n    withhold: decision-making\n    title: Zyxwvut[^n]\n"
        "    points:\n      - Zyxwvut\n    footnotes: {n: {text: Zyxwvut}}\n    # Zyxwvut\n",
        "  - kind: withheld\n    slot: r1\n",
        "  - kind: bullets  # Zyxwvut\n    title: Zyxwvut[^n]\n"
        "    points:\n      - Zyxwvut\n    footnotes: {n: {text: Zyxwvut}}\n    # Zyxwvut\n",
    ),
    "slide in braces": Case(
        "slide",
        "slide 4: whole slide",
        "  - {kind: closing, title: Zyxwvut,\n    withhold: defence}  # Zyxwvut",
        "  - {kind: withheld, slot: r1}",
        "  - {kind: closing, title: Zyxwvut}  # Zyxwvut",
    ),
    "series of a chart": Case(
        "slide",
        "slide 4: whole chart series",
        CHART + "        - {name: Zyxwvut, values: ['3', '4'], withhold: defence}\n",
        CHART + "        - {withheld: r1}\n",
        CHART + "        - {name: Zyxwvut, values: ['3', '4']}\n",
    ),
    "chart": Case(
        "slide",
        "slide 4: whole chart",
        "  - kind: chart\n    title: X\n    chart:\n      form: pie\n      alt: Zyxwvut\n"
        "      withhold: defence\n      categories: [Zyxwvut, b]\n"
        "      series: [{name: Zyxwvut, values: ['1', '2']}]\n",
        "  - kind: chart\n    title: X\n    chart:\n      withheld: r1\n",
        "  - kind: chart\n    title: X\n    chart:\n      form: pie\n      alt: Zyxwvut\n"
        "      categories: [Zyxwvut, b]\n      series: [{name: Zyxwvut, values: ['1', '2']}]\n",
    ),
    "entry of a timeline": Case(
        "slide",
        "slide 4: whole timeline entry",
        TIMES + "      - {label: Zyxwvut, text: Zyxwvut, withhold: defence}\n",
        TIMES + "      - {withheld: r1}\n",
        TIMES + "      - {label: Zyxwvut, text: Zyxwvut}\n",
    ),
}
#: Slides of every kind that a deck can have; the mark comes first, last or in between.
KINDS = {
    "title": "agency: Zyxwvut\n    lines: [x]",
    "objectives": "objectives:\n      - {label: a, text: b}\n      - {label: Zyxwvut, text: d}",
    "clusters": "clusters:\n      - {label: a, text: b}\n      - {label: Zyxwvut, text: d}",
    "agreements": "agreements: [{name: Zyxwvut, year: 2001}, {name: b, year: 2002}]",
    "arrangements": "partners: [{name: Zyxwvut}]",
    "liaison-officers": "heading: Zyxwvut\n    officers: [x]",
    "bullets": "points: [Zyxwvut]",
    "table": "table: {alt: t, header: [Zyxwvut], rows: [[x]]}",
    "closing": "agency: Zyxwvut",
    "cards": "cards:\n      - {label: a, text: b}\n      - {label: Zyxwvut, text: d}",
    "columns": "left: {heading: Zyxwvut}\n    right: {points: [x]}",
    "timeline": "entries: [{label: a, text: Zyxwvut}, {label: b, text: c}]",
    "map": "map: {alt: m, legend: [{label: Zyxwvut, fill: area}]}",
    "chart": "chart: {form: bar, alt: c, categories: [Zyxwvut], "
    "series: [{name: s, values: ['1']}]}",
    "quote": "quote: Zyxwvut",
    "section": "section: I\n    lead: Zyxwvut",
    "figures": "figures: [{number: Zyxwvut, statement: a}, {number: b, statement: c}]",
    "decision": "requests: [Zyxwvut]",
    "options": "alt: a\n    options: [b, Zyxwvut]\n    criteria: [{criterion: c, ratings: [d, e]}]",
    "next-steps": "alt: a\n    steps: [{by: b, step: Zyxwvut, responsible: c}]",
    "message": "map: {alt: m, legend: [{label: Zyxwvut, fill: area}]}\n"
    "    point: {number: a, statement: b}",
}
#: Parts of the slides that prepare a decision: what stands before the part, the part, its name.
DECIDED = {
    "figures": (
        "figures:\n      - {number: a, statement: b}\n      - ",
        "{number: Zyxwvut, statement: Zyxwvut@}",
        "key figure",
    ),
    "decision": ("requests:\n      - a\n      - ", "{text: Zyxwvut@}", "request"),
    "options": (
        "alt: a\n    options: [b, c]\n    criteria:\n      - ",
        "{criterion: Zyxwvut, ratings: [meets, Zyxwvut]@}",
        "criterion",
    ),
    "next-steps": (
        "alt: a\n    steps:\n      - ",
        "{by: Zyxwvut, step: Zyxwvut, responsible: Zyxwvut, done: true@}",
        "next step",
    ),
    "phases": (
        "alt: a\n    phases:\n      - ",
        "{name: Zyxwvut, starts: 2026-03, ends: 2026-05, done: true@}",
        "phase",
    ),
    "message": (
        "map: {alt: m, legend: [{label: l, fill: area}]}\n    point: ",
        "{number: Zyxwvut, statement: Zyxwvut@}",
        "key figure",
    ),
}
for _kind, (_before, _part, _what) in DECIDED.items():
    _named = "next-steps" if _kind == "phases" else _kind
    _head = f"  - kind: {_named}\n    title: X\n    {_before}"
    CASES[f"part of {_kind}"] = Case(
        "slide",
        f"slide 4: whole {_what}",
        f"{_head}{_part.replace('@', ', withhold: defence')}\n",
        f"{_head}{{withheld: r1}}\n",
        f"{_head}{_part.replace('@', '')}\n",
    )
for _kind, _rest in KINDS.items():
    _body = f"    title: Zyxwvut\n    {_rest}\n"
    CASES[f"slide {_kind}"] = Case(
        "slide",
        "slide 4: whole slide",
        f"  - withhold: defence\n    kind: {_kind}\n{_body}",
        "  - kind: withheld\n    slot: r1\n",
        f"  - kind: {_kind}\n{_body}",
    )


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.mark.parametrize(("name", "newline"), thinned(list(product(CASES, ("\n", "\r\n"))), 3))
def test_g32_a_whole_part_is_sealed_and_released_byte_for_byte(
    bench: Bench, name: str, newline: str
) -> None:
    case = CASES[name]

    def text(part: str) -> str:
        return deck(**{case.key: part}).replace("\n", newline)

    bench.put(DECK, text(case.marked))
    assert len(list(load.load(bench.folder).unsealed())) == 1
    done = bench.seal()
    assert [one.slot for one in done.sealed] == ["r1"]
    assert bench.text(DECK) == text(case.sealed)
    assert not any("Zyxwvut" in file for file in bench.yaml().values())
    (value,) = bench.held().values()
    assert "Zyx" in value
    assert "withhold" not in value
    assert load.yaml_positions.read(value, "x").problems == []
    source = load.load(bench.folder)
    assert source.redactions.slots["r1"].grounds[0].ground == done.sealed[0].ground
    assert not list(source.unsealed())
    (row,) = slot_places.places(bench.folder)
    assert [str(place) for place in row.places] == [case.what]
    bench.release("r1")
    assert bench.text(DECK) == text(case.released)
    assert bench.held() == {}
    assert bench.text(SLOTS) == "slots: {}\n"
    load.load(bench.folder)


def test_g32_words_and_parts_are_sealed_together_in_the_order_of_the_files(bench: Bench) -> None:
    bench.put(COVER, HEAD.replace("C,", '"[[defence: Alpha]]",'))
    bench.put(
        DECK,
        deck(
            item='      - "[[defence: Beta]]"\n      - {text: Gamma, withhold: defence}\n'
            "      - text: Delta\n        withhold: personal-data",
            table=TABLE + '\n        - [x, "[[defence: Epsilon]]"]\n'
            "        - {row: [Zeta, y], withhold: defence}",
        ),
    )
    bench.seal()
    assert bench.held() == {
        "r1": "Alpha",
        "r2": "Beta",
        "r3": "{text: Gamma}",
        "r4": "text: Delta",
        "r5": "Epsilon",
        "r6": "{row: [Zeta, y]}",
    }
    for slot in ("r3", "r6", "r2", "r1", "r5", "r4"):
        bench.release(slot)
    assert bench.text(DECK) == deck(
        item='      - "Beta"\n      - {text: Gamma}\n      - text: Delta',
        table=TABLE + '\n        - [x, "Epsilon"]\n        - {row: [Zeta, y]}',
    )


def test_the_place_of_each_marked_part_and_an_unknown_ground_are_told(bench: Bench) -> None:
    bench.put(DECK, deck(item="      - {text: Zyxwvut, withhold: defence}"))
    (where,) = load.load(bench.folder).unsealed()
    assert (Path(where.file).name, where.line, where.column) == (DECK, 8, 25)
    bench.put(DECK, deck(item="      - {text: Zyxwvut, withhold: defense}"))
    assert "presentation.yaml:8:35" in bench.refused(bench.seal, "unknown-ground")


def test_a_part_with_notes_of_its_slide_is_refused(bench: Bench) -> None:
    notes = "\n      - 'x[^n]'\n    footnotes: {n: {text: x}}\n    lead: after\n    notes:"
    item = f"      - {{text: '{WORDS}[^n]', withhold: defence}}{notes}"
    bench.put(DECK, deck(item=item))
    assert "presentation.yaml:8:" in bench.refused(bench.seal, "part-holds-notes")


def test_a_mark_in_a_form_that_is_not_known_is_not_edited(bench: Bench) -> None:
    item = f"      - text: {WORDS}\n        ? withhold\n        : defence"
    bench.put(DECK, deck(item=item))
    assert "presentation.yaml:9:11" in bench.refused(bench.seal, "cannot-edit")


def test_a_part_moved_by_its_author_is_indented_to_fit(bench: Bench) -> None:
    part = "      - text: Zyxwvut\n        withhold: defence\n        points:\n          - x"
    bench.put(DECK, deck(item=part))
    bench.seal()
    bench.put(DECK, deck(item="      - text: up\n        points:\n          - withheld: r1"))
    bench.release("r1")
    assert bench.text(DECK) == deck(
        item="      - text: up\n        points:\n          - text: Zyxwvut\n"
        "            points:\n              - x"
    )


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("- {text: up, points: [{withheld: r1}]}", f"text: {WORDS}\npoints: [x]"),
        ("-\n        withheld: # why\n          r1", f"text: {WORDS}"),
        ("- withheld: r1", f"text: '{WORDS}\n"),
        ("- withheld: r1", ""),
        ("- {withheld: r1, }", f"- {WORDS}\n-"),
    ],
)
def test_g32_a_part_that_cannot_be_put_back_as_it_was_is_refused(
    bench: Bench, slot: str, value: str
) -> None:
    bench.put(DECK, deck(item=f"      {slot}"))
    bench.put(SLOTS, "slots:\n  r1: {grounds: [defence]}\n")
    vault.write(bench.folder, {"r1": Secret(value)}, vault.recipients(bench.folder))
    bench.refused(lambda: bench.release("r1"), "whole-part")


@pytest.mark.parametrize("value", ["fill: 1", "{text: x, more: y}", "~"])
def test_a_value_that_is_no_such_part_is_refused(bench: Bench, value: str) -> None:
    bench.put(DECK, deck(item="      - withheld: r1"))
    bench.put(SLOTS, "slots:\n  r1: {grounds: [defence]}\n")
    vault.write(bench.folder, {"r1": Secret(value)}, vault.recipients(bench.folder))
    bench.refused(lambda: bench.release("r1"), "whole-part")


def test_a_plain_text_can_stand_for_a_list_item(bench: Bench) -> None:
    bench.put(DECK, deck(item="      - withheld: r1"))
    bench.put(SLOTS, "slots:\n  r1: {grounds: [defence]}\n")
    vault.write(bench.folder, {"r1": Secret("Zyxwvut")}, vault.recipients(bench.folder))
    bench.release("r1")
    assert bench.text(DECK) == deck(item="      - Zyxwvut")


def test_g26_long_texts_of_a_part_that_stand_elsewhere_are_listed(bench: Bench) -> None:
    bench.put(
        DECK,
        deck(
            item="      - text: up  # zyxwvut-QPONML\n"
            f"      - {{text: {WORDS}, points: [gone], withhold: defence}}",
            slide=f"  - {{kind: closing, title: '{WORDS} gone'}}",
        ),
    )
    done = bench.seal()
    assert [(one.slot, one.where.line, one.where.column) for one in done.repeats] == [
        ("r1", 8, 21),
        ("r1", 28, 29),
    ]


@pytest.mark.parametrize("step", [0, 1, 2])
def test_g34_a_seal_of_a_part_that_is_killed_is_finished_by_the_next(
    bench: Bench, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.put(DECK, deck(**{CASES["item"].key: CASES["item"].marked}))
    with monkeypatch.context() as patch:
        killed_before(patch, step)
        with pytest.raises(KeyboardInterrupt):
            bench.seal()
    bench.seal()
    assert bench.text(DECK) == deck(item=CASES["item"].sealed)
    assert list(bench.held()) == ["r1"]
    bench.release("r1")
    assert bench.text(DECK) == deck(item=CASES["item"].released)


@pytest.mark.parametrize("step", [0, 1, 2])
def test_g34_a_release_of_a_part_that_is_killed_is_finished_by_the_next(
    bench: Bench, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.put(DECK, deck(slide=CASES["slide"].marked))
    bench.seal()
    with monkeypatch.context() as patch:
        killed_before(patch, step)
        with pytest.raises(KeyboardInterrupt):
            bench.release("r1")
    bench.release("r1")
    assert bench.text(DECK) == deck(slide=CASES["slide"].released)
    assert bench.held() == {}


def test_a_row_with_a_key_is_checked_like_any_other(bench: Bench) -> None:
    bench.put(DECK, deck(table=TABLE + "\n        - row: [a]"))
    with pytest.raises(ContentError, match="uneven-table"):
        load.load(bench.folder)
    bench.put(DECK, deck(table=TABLE + "\n        - row: [a, b]"))
    load.load(bench.folder)


def test_a_number_of_a_chart_is_sealed_like_words_and_drawn_again_from_the_vault(
    bench: Bench,
) -> None:
    bench.put(DECK, deck(slide=CHART.replace("'2'", "'[[defence: 77.5]]'")))
    bench.seal()
    assert "'[[r1]]'" in bench.text(DECK)
    assert vault.read(bench.folder, bench.key)["r1"].reveal() == "77.5"
    full = compose(load.load(bench.folder), "full", vault.read(bench.folder, bench.key))
    (chart,) = (b for slide in full.slides for b in slide.blocks if isinstance(b, Chart))
    assert chart.series[0].values == (1.0, 77.5)
