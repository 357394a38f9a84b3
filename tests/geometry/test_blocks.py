"""How blocks share a region: stacked, grown, moved down, continued."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.design.theme import STEPS, tile
from pipeline.design.tokens import Box
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Chart,
    Item,
    Map,
    MapCategory,
    Paragraph,
    ParagraphStyle,
    Picture,
    Table,
    Withheld,
)
from pipeline.edition.runs import MarkerRun, NoteRun
from pipeline.edition.slide import Layout
from pipeline.layout import card_layout, list_layout, withheld_layout
from pipeline.layout.block_heights import Ruler
from pipeline.layout.regions import footnote_height, region_box
from pipeline.layout.title_layout import title_box
from pipeline.layout.withheld_layout import hatches
from tests.geometry.given import (
    LOOK,
    NEAR,
    are_apart,
    boxes,
    cards,
    chart,
    foot,
    gaps,
    is_inside,
    overlap,
    picture,
    placed,
    points,
    right,
    slide,
    table,
    words,
)


def near(value: float) -> object:
    return pytest.approx(value, abs=NEAR)


def paragraph(style: ParagraphStyle, text: str = "Some words of a paragraph") -> Paragraph:
    return Paragraph(style=style, runs=words(text))


def europe() -> Map:
    legend = (MapCategory(label=words("Members"), fill="area", states=("FRA",)),)
    return Map(region="body", view="europe", alt="m", categories=legend)


def marker() -> MarkerRun:
    return MarkerRun(text="[REDACTED]", spoken="redacted", number=1, grounds=())


COLUMNS = chart("column", [[10.0, 20.0]])
STACKS: list[tuple[Layout, list[Block]]] = [
    ("text", [paragraph("lead"), points(4)]),
    ("text", [paragraph("lead"), paragraph("heading"), points(2), paragraph("remark")]),
    ("chart", [paragraph("lead"), COLUMNS]),
    ("chart", [COLUMNS, paragraph("remark")]),
    ("image", [picture(40, 30), picture(30, 40, "A caption")]),
    ("image", [paragraph("lead"), picture(40, 30), COLUMNS]),
    ("map", [europe(), paragraph("remark")]),
    ("cards-2", [paragraph("lead"), cards(2, 2)]),
    ("cards-2", [cards(2, 2), picture(40, 30)]),
    ("quote", [paragraph("quote"), paragraph("attribution")]),
    ("table", [paragraph("lead"), table([["A", "B"], ["a", "b"]]), paragraph("remark")]),
    ("text", [Withheld(marker=marker()), points(2)]),
]


@pytest.mark.parametrize(("layout", "blocks"), STACKS)
def test_blocks_stand_below_each_other_with_the_space_of_their_style_between(
    layout: Layout, blocks: list[Block]
) -> None:
    (fitted,) = placed(slide(*blocks, layout=layout))
    found = boxes(fitted)
    region = LOOK.region_box(layout, "body")
    wanted = [
        LOOK.styles[block.style].space if isinstance(block, Paragraph) else LOOK.gap
        for block in blocks[:-1]
    ]
    last = blocks[-1]
    if isinstance(last, Paragraph) and last.style == "remark":  # it stands at the region's foot
        assert foot(found[-1]) == near(foot(region))
        assert gaps(found)[-1] >= wanted.pop() - NEAR
    assert gaps(found)[: len(wanted)] == [near(gap) for gap in wanted]
    assert are_apart(found)
    for block, box in zip(blocks, found, strict=True):
        assert box.x == region.x
        assert is_inside(box, region)
        if isinstance(block, Paragraph | BulletList):
            assert box.width == LOOK.slide.measure
        elif not isinstance(block, Table):
            assert box.width == region.width


GREEDY = (Chart, Map, Picture)


@pytest.mark.parametrize(("layout", "blocks"), STACKS)
def test_heights_add_up_to_the_box_and_what_can_grow_shares_what_is_left(
    layout: Layout, blocks: list[Block]
) -> None:
    (fitted,) = placed(slide(*blocks, layout=layout))
    found = boxes(fitted)
    region = LOOK.region_box(layout, "body")
    least = [
        Ruler(LOOK, frame.step).height(block, region.width)[0]
        for block, frame in zip(fitted.blocks, fitted.frames, strict=True)
    ]
    grown = [box.height - low for box, low in zip(found, least, strict=True)]
    elastic = [block for block in blocks if isinstance(block, GREEDY)]
    total = sum(box.height for box in found) + sum(gaps(found))
    spare = region.height - (total - sum(grown))
    for block, more in zip(blocks, grown, strict=True):
        assert more == near(spare / len(elastic) if isinstance(block, GREEDY) else 0)
    if elastic:
        assert total == near(region.height)
    free = region.height - (foot(found[-1]) - found[0].y)
    assert found[0].y - region.y == near(free * LOOK.slide.layouts[layout].sink)


@pytest.mark.parametrize("count", [2, 6, 8, 9])
def test_type_is_as_large_as_it_can_be(count: int) -> None:
    given = slide(paragraph("lead", "Word " * 20), points(count, "Of several words " * 3))
    (fitted,) = placed(given)
    step = fitted.frames[0].step
    assert {frame.step for frame in fitted.frames} == {step}
    height = LOOK.region_box("text", "body").height

    def needed(at: int) -> float:
        ruler = Ruler(LOOK, at)
        blocks = [ruler.height(block, 852)[0] for block in given.blocks]
        return sum(blocks) + LOOK.styles["lead"].space

    assert needed(step) <= height + NEAR
    assert step == 0 or needed(step - 1) > height


def test_lists_of_different_length_are_set_at_different_steps() -> None:
    steps = [placed(slide(points(n)))[0].frames[0].step for n in (2, 10, 11)]
    assert steps == sorted(steps)
    assert len(set(steps)) > 1


def test_regions_are_stacked_each_for_itself() -> None:
    beside = points(3).model_copy(update={"region": "second"})
    (fitted,) = placed(slide(paragraph("heading"), points(4), beside, layout="columns"))
    assert boxes(fitted, "second")[0].y == LOOK.region_box("columns", "second").y
    assert boxes(fitted)[0].y == LOOK.region_box("columns", "body").y
    assert are_apart([*boxes(fitted), *boxes(fitted, "second")])


# Footnotes


@pytest.mark.parametrize("count", [1, 3])
def test_footnotes_end_at_their_line_and_blocks_end_above_them(count: int) -> None:
    notes = [f"{n} A note of some words" for n in range(1, count + 1)]
    given = slide(COLUMNS, layout="chart", notes=notes)
    (fitted,) = placed(given)
    below = LOOK.footnote_box(fitted.footnote_height, "chart")
    assert foot(below) == near(LOOK.slide.footnote_bottom)
    assert foot(below) <= LOOK.footer_box.y
    line = LOOK.styles["footnote"].size(0) * LOOK.line_height
    assert below.height == near(count * (line + LOOK.styles["footnote"].space))
    (frame,) = boxes(fitted)
    assert below.y - foot(frame) == near(LOOK.gap), "a chart grows down to the notes' gap"


def test_long_footnotes_take_as_much_height_as_they_have_lines() -> None:
    one, two = (slide(points(1), notes=["Word " * count]) for count in (5, 60))
    low, high = footnote_height(one, LOOK), footnote_height(two, LOOK)
    size = LOOK.styles["footnote"].size(0)
    assert (high - low) % (size * LOOK.line_height) == near(0)
    assert high > low
    assert region_box(one, "body", LOOK).height - region_box(two, "body", LOOK).height > 0


# Lists in columns, and cards


@pytest.mark.parametrize(("count", "columns"), [(7, 3), (8, 2), (5, 2), (9, 3)])
def test_a_list_in_columns_is_divided_in_order_into_equal_parts(count: int, columns: int) -> None:
    block = points(count, "Land").model_copy(update={"columns": columns})
    parts = list_layout.columns(block)
    assert [runs for part in parts for _, runs in part] == [item.runs for item in block.items]
    lengths = [len(part) for part in parts]
    assert len(parts) == columns
    assert lengths[:-1] == [max(lengths)] * (columns - 1)
    width = list_layout.column_width(block, 852, LOOK)
    assert columns * width + (columns - 1) * LOOK.gap == near(852)


def test_a_list_in_columns_is_as_high_as_its_longest_column() -> None:
    long = Item(runs=words("Some words of a point that takes several lines of its column " * 2))
    short = Item(runs=words("Short"))
    ruler, space = Ruler(LOOK, 0), LOOK.styles["body"].space
    for items in ((long, short, short, short), (short, short, short, long)):
        block = BulletList(items=items, columns=2)
        inner = list_layout.column_width(block, 852, LOOK) - LOOK.list_indent
        heights = [ruler.text(item.runs, "body", inner) for item in (long, short)]
        assert ruler.bullets(block, 852) == near(sum(heights) + space)


def test_items_below_an_item_are_moved_in_by_a_step_each() -> None:
    text = words("i " * 150)
    below = Item(runs=text, items=(Item(runs=text, items=(Item(runs=text),)),))
    ruler, space = Ruler(LOOK, 0), LOOK.styles["body"].space
    widths = [160 - LOOK.list_indent * level for level in (1, 2, 3)]
    wanted = [ruler.text(text, "body", width) + space for width in widths]
    assert len(set(wanted)) == 3, "each step takes so much room that more lines are needed"
    assert ruler.items((below,), 160) == wanted


def test_a_marker_and_the_words_below_it_stand_together_in_the_middle_of_their_frame() -> None:
    for frame in (Box(54, 116, 852, LOOK.withheld_height), Box(474, 116, 432, 250)):
        marked, below = withheld_layout.boxes(frame, LOOK)
        assert marked.y - frame.y == near(foot(frame) - foot(below))
        assert 0 < below.y - foot(marked) < marked.height
        assert (marked.x, right(marked)) == (below.x, right(below)) == (frame.x, right(frame))


def test_the_bar_beside_requests_is_as_high_as_they_are_and_stands_free_of_them() -> None:
    region = LOOK.region_box("decision", "body")
    beside = card_layout.bar(region)
    assert (beside.y, beside.height) == (region.y, region.height)
    assert 0 < beside.x < right(beside) < region.x
    assert beside.width < region.x - right(beside)


def test_slanted_lines_end_at_the_edges_of_their_frame_and_all_rise_alike() -> None:
    frame = Box(54, 116, 300, 120)
    drawn = list(hatches(frame))
    for (left, low), (across, high) in drawn:
        assert -NEAR <= left < across <= frame.width + NEAR
        assert -NEAR <= high < low <= frame.height + NEAR
        assert across - left == near(low - high)
        assert left == near(0) or low == near(frame.height)
        assert high == near(0) or across == near(frame.width)
    ends = [left + low for (left, low), _ in drawn]
    steps = [second - first for first, second in pairwise(ends)]
    assert steps == [near(steps[0])] * len(steps)


@pytest.mark.parametrize(("count", "columns"), [(2, 2), (3, 3), (4, 2), (5, 3), (8, 4)])
def test_tiles_are_of_one_size_fill_their_box_and_have_the_gap_between_them(
    count: int, columns: int
) -> None:
    box = Box(54, 132, 852, 300)
    found = tile(box, count, columns, LOOK.gap)
    assert len({(one.width, one.height) for one in found}) == 1
    assert (found[0].x, found[0].y) == (box.x, box.y)
    assert max(map(right, found)) == near(right(box))
    assert max(map(foot, found)) == near(foot(box))
    for index, (one, other) in enumerate(pairwise(found), start=1):
        if index % columns:
            assert (other.y, other.x - right(one)) == (one.y, near(LOOK.gap))
        else:
            assert (other.x, other.y - foot(one)) == (box.x, near(LOOK.gap))


@pytest.mark.parametrize(("count", "columns", "number"), [(2, 2, ""), (4, 2, "1"), (3, 3, "2")])
def test_the_fullest_card_holds_its_words(count: int, columns: int, number: str) -> None:
    many = cards(count, columns, "Words " * 14, number)
    least = cards(1, 1).cards[0]
    block = many.model_copy(update={"cards": (least, *many.cards[1:])})
    layouts: dict[int, Layout] = {2: "cards-2", 3: "cards-3"}
    (fitted,) = placed(slide(block, layout=layouts[columns]))
    (frame,) = fitted.frames
    places = card_layout.boxes(block, boxes(fitted)[0], LOOK, frame.step)
    for card, box in zip(block.cards, places, strict=True):
        ruler, look = Ruler(LOOK, frame.step), LOOK.styles
        needed = LOOK.card_padding + ruler.text(card.heading, "card_heading", box.width)
        needed += look["card_number"].size(frame.step) * LOOK.line_height if card.number else 0
        needed += look["card_heading"].space + ruler.text(card.text, "card_text", box.width)
        assert needed <= box.height + NEAR


@pytest.mark.parametrize("number", ["", "1"])
def test_a_card_is_as_high_as_its_words_and_the_padding_round_them(number: str) -> None:
    block = cards(1, 1, "Words " * 40, number)
    (card,) = block.cards
    ruler = Ruler(LOOK, 0)
    heading = ruler.text(card.heading, "card_heading", 852)
    text = ruler.text(card.text, "card_text", 852)
    above = LOOK.styles["card_number"].size(0) * LOOK.line_height if number else 0
    wanted = LOOK.card_padding + above + heading + LOOK.styles["card_heading"].space + text
    assert ruler.height(block, 852) == (near(wanted), near(wanted))


@pytest.mark.parametrize("columns", [2, 3, 4])
def test_cards_fill_the_width_of_their_frame_with_the_gap_between_them(columns: int) -> None:
    frame = Box(54, 132, 852, 300)
    found = card_layout.boxes(cards(2 * columns, columns), frame, LOOK, 0)
    for row in (found[:columns], found[columns:]):
        between = [other.x - right(one) for one, other in pairwise(row)]
        assert between == [near(LOOK.card_gap)] * (columns - 1)
        assert (row[0].x, right(row[-1])) == (0, near(frame.width))
        assert len({box.y for box in row}) == 1
    assert found[columns].y - foot(found[0]) == near(LOOK.card_gap)


def test_a_title_of_two_lines_lowers_all_that_stands_below_it() -> None:
    short, long = (
        slide(points(2)).model_copy(update={"title": words(title)})
        for title in ("Title", "A title of so many words that it takes a second line " * 2)
    )
    tops = []
    for given in (short, long):
        (fitted,) = placed(given)
        title = title_box(fitted, LOOK)
        step = fitted.title_step
        needed = Ruler(LOOK, step).text(fitted.title, LOOK.title_style("text"), title.width)
        assert needed <= title.height + NEAR
        first = boxes(fitted)[0]
        assert first.y >= foot(title)
        tops.append(first.y)
        region = region_box(fitted, "body", LOOK)
        assert foot(region) == near(foot(LOOK.region_box("text", "body")))
    assert tops[1] - tops[0] == near(LOOK.slide.second_line)


def test_more_cards_take_more_rows_and_a_gap_for_each() -> None:
    ruler = Ruler(LOOK, 0)
    one, two, three = (ruler.height(cards(count, 2), 852)[0] for count in (2, 4, 6))
    assert two - one == near(one + LOOK.card_gap)
    assert three - two == near(two - one)
    assert ruler.height(cards(3, 2), 852)[0] == near(two)


def test_a_row_of_cards_is_as_high_as_its_fullest_card_and_no_other_grows_with_it() -> None:
    given = cards(4, 2)
    long = given.cards[0].model_copy(update={"text": words("Words " * 60)})
    block = given.model_copy(update={"cards": (long, *given.cards[1:])})
    first, second = Ruler(LOOK, 0).card_rows(block, 852)
    assert first > second
    assert second == near(Ruler(LOOK, 0).card_rows(given, 852)[1])


@pytest.mark.parametrize("count", [1, 3, 5])
def test_rows_between_rules_share_the_frame_and_are_not_higher_than_they_may_be(count: int) -> None:
    block = points(count, "Short").model_copy(update={"ruled": True})
    (fitted,) = placed(slide(block))
    (box,) = boxes(fitted)
    rows = card_layout.rows(block, box, LOOK, fitted.frames[0].step)
    assert box.height == near(LOOK.row_height * count)
    assert {round(row.height, 1) for row in rows} == {LOOK.row_height}
    assert foot(rows[-1]) == near(box.height)
    assert box.width == 852


# Continued over several slides


def test_a_list_continues_in_order_in_parts_of_even_height() -> None:
    block = points(40, "Some words for a point that is on two lines when the type is large")
    lead = paragraph("lead", "Words " * 30)
    parts = placed(slide(lead, block))
    assert len(parts) > 2
    held = [part.blocks[-1] for part in parts]
    assert all(isinstance(one, BulletList) for one in held)
    items = [one.items for one in held if isinstance(one, BulletList)]
    assert tuple(item for part in items for item in part) == block.items
    assert [len(part.blocks) for part in parts] == [2, *[1] * (len(parts) - 1)]
    region = LOOK.region_box("text", "body")
    lists = [boxes(part)[-1] for part in parts]
    assert all(is_inside(box, region) for box in lists)
    item = sum(Ruler(LOOK, STEPS - 1).items(block.items[:1], LOOK.slide.measure))
    heights = [box.height for box in lists]
    assert max(heights) - min(heights) <= 2 * item
    most = region.height - (lists[0].y - region.y)
    fewest = sum(heights) / region.height
    assert len(parts) <= fewest + 1 + item / most, "no more slides than are needed"


@pytest.mark.parametrize("top", range(6, 11))
def test_a_table_continues_with_its_header_and_keeps_cells_over_rows_together(top: int) -> None:
    rows: list[list[str]] = [["Head", "Other"], *([f"Row {n}", "x"] for n in range(40))]
    block = table(rows)
    body = list(block.rows)
    deep = body[top][0].model_copy(update={"rows": 3})
    covered = body[top + 1][0].model_copy(update={"runs": (), "covered": True})
    body[top] = (deep, body[top][1])
    for row in (top + 1, top + 2):
        body[row] = (covered, body[row][1])
    parts = placed(slide(block.model_copy(update={"rows": tuple(body)}), layout="table"))
    assert len(parts) > 2
    held = [part.blocks[-1] for part in parts]
    tables = [one for one in held if isinstance(one, Table)]
    assert all(one.rows[0] == body[0] for one in tables)
    assert [row for one in tables for row in one.rows[1:]] == body[1:]
    for one in tables:
        assert not one.rows[1][0].covered, "a cell over rows stays with them"
    for part in parts:
        (frame,) = part.frames
        assert sum(frame.rows) == near(frame.height)
        assert is_inside(boxes(part)[0], LOOK.region_box("table", "body"))


def test_footnotes_go_where_they_are_referred_to() -> None:
    items = [Item(runs=words(f"A point {n}")) for n in range(30)]
    items[29] = Item(runs=(*words("Noted"), NoteRun(mark="1", index=0)))
    parts = placed(slide(BulletList(items=tuple(items)), notes=["1 A note"]))
    assert [part.footnote_height > 0 for part in parts] == [False] * (len(parts) - 1) + [True]
    last = LOOK.footnote_box(parts[-1].footnote_height, "text")
    assert overlap(boxes(parts[-1])[0], last) == 0


# The theme's own boxes


@pytest.mark.parametrize("layout", sorted(LOOK.slide.layouts))
def test_boxes_of_a_layout_are_on_the_slide_and_off_each_other(layout: str) -> None:
    own = LOOK.slide.layouts[layout]
    whole = Box(0, 0, LOOK.slide.width, LOOK.slide.height)
    above = LOOK.overline_box(layout)
    found = [
        LOOK.title_box(layout),
        LOOK.footer_box,
        *(LOOK.region_box(layout, name) for name in own.regions),
        *([above] if above else []),
    ]
    assert all(is_inside(box, whole) for box in found)
    assert are_apart(found)
