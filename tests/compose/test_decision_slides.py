"""Key figures, decisions, options, next steps, messages: from the author's kinds to primitives."""

from __future__ import annotations

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.secret import Secret
from pipeline.edition.blocks import Cards, Chart, Paragraph, Table
from pipeline.edition.edition import Edition, to_json
from pipeline.edition.runs import MarkerRun, TextRun
from pipeline.edition.texts import plain
from tests.conftest import Written

FIGURES = """
- kind: figures
  title: T
  figures:
    - {number: "1240.5", unit: posts, statement: a}
    - {number: "[[number]]", statement: b}
    - {withheld: whole}
"""
OPTIONS = """
- kind: options
  title: T
  alt: A
  options: [Wait, Act]
  preferred: 2
  criteria:
    - {criterion: Speed, ratings: [fails, "[[rating]]"]}
    - {withheld: whole}
  cost: {label: Cost, values: ["1240.5", n/a]}
"""
STEPS = """
- kind: next-steps
  title: T
  alt: A
  steps:
    - {by: March, step: a, responsible: x, done: true}
    - {withheld: whole}
    - {by: May, step: b, responsible: y}
    - {by: June, step: c, responsible: z}
"""
SLOTS = "whole: {grounds: [defence]}"


def blocks(edition: Edition) -> tuple[object, ...]:
    return edition.slides[0].blocks


def cells(table: object) -> list[list[str]]:
    assert isinstance(table, Table)
    return [[plain(cell.runs) for cell in row if not cell.covered] for row in table.rows]


def test_a_withheld_figure_keeps_its_column_and_is_a_marker(written: Written) -> None:
    folder = written(FIGURES, f"{SLOTS}, number: {{grounds: [defence]}}")
    (cards,) = blocks(compose(load(folder), "public"))
    assert isinstance(cards, Cards)
    assert cards.columns == 3
    assert [plain(card.figure) for card in cards.cards] == [
        "1\u00a0240.5", "[REDACTED]", "[REDACTED]",
    ]  # fmt: skip
    assert [plain(card.heading) for card in cards.cards] == ["a", "b", ""]


def test_g5_a_public_edition_with_figures_does_not_depend_on_their_values(
    written: Written,
) -> None:
    source = load(written(FIGURES, f"{SLOTS}, number: {{grounds: [defence]}}"))
    held = {
        "number": Secret("9" * 30),
        "whole": Secret("{number: '1', statement: Zyxwvut, comparison: Zyxwvut}"),
    }
    assert to_json(compose(source, "public", held)) == to_json(compose(source, "public"))
    (cards,) = blocks(compose(source, "full", held))
    assert isinstance(cards, Cards)
    assert all(
        run.withheld
        for runs in (cards.cards[2].figure, cards.cards[2].heading, cards.cards[2].text)
        for run in runs
        if isinstance(run, TextRun)
    )
    assert plain(cards.cards[2].text) == "Zyxwvut"


def test_requests_are_lettered_and_a_withheld_one_keeps_its_letter(written: Written) -> None:
    slides = "- {kind: decision, title: T, requests: [a, {withheld: whole}, c], forum: F}"
    heading, cards, forum = blocks(compose(load(written(slides, SLOTS)), "public"))
    assert isinstance(heading, Paragraph)
    assert isinstance(cards, Cards)
    assert isinstance(forum, Paragraph)
    assert plain(heading.runs) == "Delegations are invited to:"
    assert [(card.number, plain(card.heading)) for card in cards.cards] == [
        ("(a)", "a"), ("(b)", "[REDACTED]"), ("(c)", "c"),
    ]  # fmt: skip
    assert cards.ruled


def test_ratings_have_their_mark_and_the_preferred_option_says_so(written: Written) -> None:
    folder = written(OPTIONS, f"{SLOTS}, rating: {{grounds: [defence]}}")
    (table,) = blocks(compose(load(folder), "public"))
    assert cells(table) == [
        ["Criterion", "Wait", "Preferred: Act"],
        ["Speed", "○\u00a0does not", "[REDACTED]"],
        ["[REDACTED]"],
        ["Cost", "1\u00a0240.5", "n/a"],
    ]
    assert isinstance(table, Table)
    assert table.marked == 2


def test_a_withheld_rating_has_its_mark_in_the_full_edition(written: Written) -> None:
    source = load(written(OPTIONS, f"{SLOTS}, rating: {{grounds: [defence]}}"))
    held = {
        "rating": Secret("partly"),
        "whole": Secret("{criterion: Zyxwvut, ratings: [meets, own words]}"),
    }
    (table,) = blocks(compose(source, "full", held))
    assert cells(table)[1:3] == [
        ["Speed", "○\u00a0does not", "◐\u00a0in part"],
        ["Zyxwvut", "●\u00a0meets", "own words"],
    ]


def test_the_first_step_that_is_not_done_is_strong_and_a_withheld_one_is_not(
    written: Written,
) -> None:
    (table,) = blocks(compose(load(written(STEPS, SLOTS)), "public"))
    assert cells(table) == [
        ["By", "Step", "Responsible"],
        ["✓\u00a0March", "a", "x"],
        ["[REDACTED]"],
        ["May", "b", "y"],
        ["June", "c", "z"],
    ]
    assert isinstance(table, Table)
    strong = [
        any(isinstance(run, TextRun) and run.strong for run in row[1].runs) for row in table.rows
    ]
    assert strong == [False, False, False, True, False]


def test_a_message_has_its_figure_before_the_number_that_it_proves(written: Written) -> None:
    slides = """
    - kind: message
      title: T
      chart: {form: bar, alt: A, categories: [a], series: [{name: s, values: ["1"]}]}
      point: {withheld: whole}
      remark: R
    """
    slide = compose(load(written(slides, SLOTS)), "public").slides[0]
    chart, remark, cards = slide.blocks
    assert slide.layout == "message"
    assert isinstance(chart, Chart)
    assert isinstance(remark, Paragraph)
    assert isinstance(cards, Cards)
    assert isinstance(cards.cards[0].figure[0], MarkerRun)
    assert (chart.region, cards.region) == ("body", "second")
