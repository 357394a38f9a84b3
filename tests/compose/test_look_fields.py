"""What the look needs of an edition: sections above titles, rows, totals, order, highlight."""

from __future__ import annotations

import pytest

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.secret import Secret
from pipeline.core.errors import ContentError
from pipeline.design import theme
from pipeline.edition.blocks import BulletList, Chart, Table
from pipeline.edition.edition import Edition, to_json
from pipeline.edition.runs import TextRun
from pipeline.edition.texts import plain, slide_title
from pipeline.layout.fit import fit
from tests.conftest import Written

SECTIONS = """
- {kind: title, title: Deck}
- {kind: bullets, title: Before, points: [x]}
- {kind: section, section: I, title: "Name[^n]", footnotes: {n: {text: Note}}}
- {kind: bullets, title: Within, points: [x]}
- {kind: bullets, title: Above, subtitle: Below, points: [x]}
- {kind: section, section: II, title: "Of [[place]]"}
- {kind: bullets, title: Held, points: [x]}
- {kind: closing, title: End}
"""


def _kickers(edition: Edition) -> list[tuple[str, str]]:
    return [(slide.kicker.numeral, plain(slide.kicker.section)) for slide in edition.slides]


@pytest.mark.parametrize("audience", ["public", "full"])
def test_slides_of_a_section_bear_its_name_unless_something_of_it_is_withheld(
    audience: str, written: Written
) -> None:
    source = load(written(SECTIONS, "place: {grounds: [defence]}"))
    vault = {"place": Secret("Zyxwvut")} if audience == "full" else None
    edition = compose(source, audience, vault)  # type: ignore[arg-type]
    none = ("", "")
    assert _kickers(edition) == [
        none, none, none, ("I", "Name"), ("I", ""), none, ("II", ""), none,
    ]  # fmt: skip


def test_a_name_that_is_longer_than_its_line_leaves_its_numeral(written: Written) -> None:
    long = SECTIONS.replace("Name[^n]", "Name " * 24 + "[^n]")
    edition = fit(
        compose(load(written(long, "place: {grounds: [defence]}")), "public"), theme.load()
    )
    within = next(slide for slide in edition.slides if plain(slide.title) == "Within")
    assert (within.kicker.numeral, within.kicker.section) == ("I", ())


def test_a_slide_that_goes_on_says_so_and_its_title_differs(written: Written) -> None:
    points = "".join(f"    - Point {number}\n" for number in range(20))
    slides = f"- kind: bullets\n  title: Long\n  points:\n{points}"
    edition = fit(compose(load(written(slides)), "public"), theme.load())
    assert [slide.continued for slide in edition.slides] == ["", "continued (2/2)"]
    titles = [slide_title(slide) for slide in edition.slides]
    assert titles == ["Long", "continued (2/2) Long"]
    counts = [len(b.items) for s in edition.slides for b in s.blocks if isinstance(b, BulletList)]
    assert counts == [10, 10]


@pytest.mark.parametrize(
    ("points", "ruled"),
    [
        ("[a, b]", True),
        ("[a, b, c, d, e, f]", False),
        (f"[{'long ' * 20}]", False),
        ("[{text: a, points: [b]}]", False),
        ('["[[place]]", b]', True),
    ],
)
@pytest.mark.parametrize("audience", ["public", "full"])
def test_few_short_points_are_rows_in_both_editions(
    points: str, ruled: bool, audience: str, written: Written
) -> None:
    title = "T" if "[[place]]" in points else "'T [[place]]'"
    slides = f"- {{kind: bullets, title: {title}, points: {points}}}"
    source = load(written(slides, "place: {grounds: [defence]}"))
    vault = {"place": Secret("word " * 30)} if audience == "full" else None
    (block,) = compose(source, audience, vault).slides[0].blocks  # type: ignore[arg-type]
    assert isinstance(block, BulletList)
    assert block.ruled is ruled


def test_a_row_of_totals_is_bold(written: Written) -> None:
    slides = """
    - kind: table
      title: T
      table: {alt: A, total: true, header: [a, b], rows: [[x, "1"], [All, "1"]]}
    """
    (block,) = compose(load(written(slides)), "public").slides[0].blocks
    assert isinstance(block, Table)
    assert block.total
    strong = [[run.strong for cell in row for run in cell.runs if isinstance(run, TextRun)]
              for row in block.rows]  # fmt: skip
    assert strong == [[False, False], [False, False], [True, True]]


CHART = """
- kind: chart
  title: T
  chart:
    form: bar
    alt: A
    order: value
    highlight: {highlight}
    categories: [North, South, West]
    series:
      - {{name: One, values: ["1", "[[value]]", "3"]}}
"""
SLOT = "value: {grounds: [defence]}"


def _chart(written: Written, highlight: int, vault: dict[str, Secret] | None) -> Chart:
    source = load(written(CHART.format(highlight=highlight), SLOT))
    edition = compose(source, "full" if vault else "public", vault)
    block = edition.slides[0].blocks[0]
    assert isinstance(block, Chart)
    return block


def test_the_largest_category_stands_first_and_a_withheld_one_last(written: Written) -> None:
    public = _chart(written, 1, None)
    assert [plain(name) for name in public.categories] == ["West", "North", "South"]
    assert [plain(shown) for shown in public.series[0].shown] == ["3", "1", "[REDACTED]"]
    assert public.highlight == 2  # the first one as written
    full = _chart(written, 1, {"value": Secret("9")})
    assert [plain(name) for name in full.categories] == ["South", "West", "North"]


def test_g7_the_order_of_the_public_edition_does_not_depend_on_the_value(written: Written) -> None:
    source = load(written(CHART.format(highlight=2), SLOT))
    bare = to_json(compose(source, "public"))
    for value in ("0", "2", "9"):
        assert to_json(compose(source, "public", {"value": Secret(value)})) == bare


def test_a_highlight_beyond_the_categories_is_a_problem(written: Written) -> None:
    with pytest.raises(ContentError, match="fewer categories"):
        load(written(CHART.format(highlight=4), SLOT))


STACK = """
- kind: chart
  title: T
  chart:
    form: column
    stacked: true
    alt: A
    highlight: 2
    categories: [North, South]
    series:
      - {name: One, values: ["1", "2"]}
      - {name: Two, values: ["10", "[[value]]"]}
      - withheld: series
"""


def test_totals_are_printed_where_no_part_is_withheld_in_either_edition(written: Written) -> None:
    slots = f"{SLOT}, series: {{grounds: [decision-making]}}"
    source = load(written(STACK, slots))
    public = compose(source, "public").slides[0].blocks[0]
    assert isinstance(public, Chart)
    assert public.totals == ()
    assert public.highlight == 2
    given = {"value": Secret("20"), "series": Secret('{name: Three, values: ["3", "4"]}')}
    full = compose(source, "full", given).slides[0].blocks[0]
    assert isinstance(full, Chart)
    assert full.totals == ("", "")


def test_totals_stand_on_bars_of_which_all_parts_are_given(written: Written) -> None:
    whole = STACK.replace('"[[value]]"', '"20"').replace("      - withheld: series\n", "")
    block = compose(load(written(whole)), "public").slides[0].blocks[0]
    assert isinstance(block, Chart)
    assert block.totals == ("11", "22")
    held = STACK.replace("      - withheld: series\n", "")
    block = compose(load(written(held, SLOT)), "public").slides[0].blocks[0]
    assert isinstance(block, Chart)
    assert block.totals == ("11", "")
