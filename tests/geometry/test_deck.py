"""Shapes of the deck stand where the plan has them: the gallery, public edition, read as XML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TypeVar

import pytest
from lxml import etree

from pipeline.core import stable_zip
from pipeline.design.tokens import Box
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Cards,
    Chart,
    Item,
    Map,
    Paragraph,
    Picture,
    Table,
    Timeline,
    Withheld,
)
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.slide import Frame, Slide
from pipeline.layout import (
    card_layout,
    chart_layout,
    list_layout,
    map_layout,
    phase_layout,
    picture_layout,
    timeline_layout,
)
from pipeline.render.pptx import render
from tests.conftest import GALLERY, naming_slides, ready
from tests.geometry import given
from tests.geometry.given import (
    LOOK,
    are_apart,
    foot,
    is_inside,
    middle,
    overlap,
    placed,
    right,
    table,
)

NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
EMU = 12_700
#: Points by which what is drawn may differ from its plan.
NEAR = 0.05
#: A list in columns has half a line more, so that rounding moves no item to the next column.
SLACK = LOOK.styles["body"].size(0) / 2 + NEAR
Kind = TypeVar("Kind", bound=Block)


def near(value: float) -> object:
    return pytest.approx(value, abs=NEAR)


def alike(box: Box) -> object:
    return pytest.approx((box.x, box.y, box.width, box.height), abs=NEAR)


def sides(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.width, box.height


@cache
def edition() -> Edition:
    """Return the gallery, a table whose rows differ in height, and a list of levels in columns."""
    drawn = view_for(ready(GALLERY, "public"), "pptx")
    (uneven,) = placed(
        given.slide(table([["A", "B"], ["a", "words " * 60], ["b", "c"]]), layout="table")
    )
    below = Item(runs=given.words("Below"), items=(Item(runs=given.words("Deeper")),))
    levels = BulletList(items=(Item(runs=given.words("Above"), items=(below,)),), columns=2)
    (listed,) = placed(given.slide(levels))
    more = (uneven, listed)
    count = len(drawn.slides)
    last = [slide.model_copy(update={"number": count + at}) for at, slide in enumerate(more, 1)]
    return drawn.model_copy(update={"slides": (*drawn.slides, *last)})


@cache
def parts() -> dict[str, bytes]:
    return stable_zip.unpack(naming_slides(edition(), lambda drawn: render(drawn, LOOK)))


@cache
def tree(number: int) -> etree._Element:
    return etree.fromstring(parts()[f"ppt/slides/slide{number}.xml"])


def find(root: etree._Element, path: str) -> list[etree._Element]:
    return root.xpath(path, namespaces=NS)


def shapes(slide: Slide) -> list[tuple[str, Box, etree._Element]]:
    """Return a slide's shapes that state a place, with their names, as they are drawn."""
    return [
        (find(shape, "./*/p:cNvPr")[0].get("name") or "", box_of(place), shape)
        for shape in find(tree(slide.number), "/p:sld/p:cSld/p:spTree/*")
        for place in find(shape, "./p:spPr/a:xfrm | ./p:grpSpPr/a:xfrm | ./p:xfrm")
    ]


def box_of(place: etree._Element) -> Box:
    (start,), (size,) = find(place, "a:off"), find(place, "a:ext")
    values = (start.get("x"), start.get("y"), size.get("cx"), size.get("cy"))
    return Box(*(int(value or 0) / EMU for value in values))


def moved(box: Box, frame: Box) -> Box:
    return Box(frame.x + box.x, frame.y + box.y, box.width, box.height)


def named(slide: Slide, name: str) -> list[Box]:
    """Return the boxes of shapes that are called so, whatever number follows."""
    return [box for own, box, _ in shapes(slide) if own.rstrip("0123456789 ") == name]


def within(slide: Slide, name: str, frame: Box) -> list[Box]:
    """Return the boxes of shapes that are called so and stand in a frame."""
    return [box for box in named(slide, name) if is_inside(box, frame, NEAR)]


def blocks(kind: type[Kind]) -> Iterator[tuple[Slide, Kind, Frame, Box]]:
    """Yield every block of a kind; the gallery has no two on a slide but texts and pictures."""
    found = False
    for slide in edition().slides:
        for block, frame in zip(slide.blocks, slide.frames, strict=True):
            if isinstance(block, kind):
                found = True
                yield slide, block, frame, Box(frame.x, frame.y, frame.width, frame.height)
    assert found, kind


def test_every_shape_is_on_its_slide_and_no_text_lies_over_another() -> None:
    whole = Box(0, 0, LOOK.slide.width, LOOK.slide.height)
    for slide in edition().slides:
        texts = []
        for name, box, shape in shapes(slide):
            assert is_inside(box, whole), f"slide {slide.number}: {name}"
            if find(shape, ".//a:t"):
                texts.append((name, box))
        boxes = [box for _, box in texts]
        assert are_apart(boxes, SLACK), f"slide {slide.number}: {texts}"


def test_texts_have_the_place_of_their_blocks() -> None:
    for kind in (Paragraph, BulletList):
        for slide, _, _, frame in blocks(kind):
            held = [
                box
                for box in named(slide, "Text")
                if box.x == near(frame.x)
                and box.y <= frame.y + NEAR
                and foot(box) >= foot(frame) - NEAR
            ]
            assert len(held) == 1, f"slide {slide.number}"


def test_a_text_begins_and_ends_with_its_blocks() -> None:
    for slide in edition().slides:
        frames = [
            Box(frame.x, frame.y, frame.width, frame.height)
            for block, frame in zip(slide.blocks, slide.frames, strict=True)
            if isinstance(block, (Paragraph, BulletList))
        ]
        for box in named(slide, "Text"):
            held = [frame for frame in frames if overlap(frame, box) > 1]
            assert box.y == near(min(frame.y for frame in held)), f"slide {slide.number}"
            assert 0 <= foot(box) - max(map(foot, held)) + NEAR <= SLACK


def test_items_are_moved_in_by_a_step_for_each_level_in_layouts_and_in_texts_of_their_own() -> None:
    own = 0
    for name, part in parts().items():
        if not name.startswith(("ppt/slides/slide", "ppt/slideLayouts/s", "ppt/slideMasters/s")):
            continue
        for level in find(etree.fromstring(part), "//*[a:buChar][@marL]"):
            tag = etree.QName(level).localname
            number = int(level.get("lvl") or 0) + 1 if tag == "pPr" else int(tag[3:-3])
            step = int(LOOK.list_indent * EMU)
            assert (level.get("marL"), level.get("indent")) == (f"{number * step}", f"{-step}")
            own += name.startswith("ppt/slides/") and number > 1
    assert own, "a list with levels stands in a text box"


def test_columns_of_a_list_are_beside_each_other() -> None:
    for slide, block, _, box in blocks(BulletList):
        if block.columns > 1:
            columns = [one for one in named(slide, "Text") if one.y == near(box.y)]
            assert len(columns) == len(list_layout.columns(block))
            for one, other in pairwise(columns):
                assert other.x - right(one) == near(LOOK.gap)
            assert all(is_inside(one, box, NEAR) for one in columns)


def test_cards_stand_below_their_rules_without_a_ground() -> None:
    for slide, block, frame, box in blocks(Cards):
        if block.ruled:
            continue
        wanted = card_layout.boxes(block, box, LOOK, frame.step)
        cards, rules = named(slide, "Card"), named(slide, "Card rule")
        assert [sides(one) for one in cards] == [alike(moved(one, box)) for one in wanted]
        for card, rule in zip(cards, rules, strict=True):
            assert (rule.x, rule.y, rule.width) == (near(card.x), near(card.y), near(card.width))
            assert 0 < rule.height < LOOK.card_padding


def test_rows_stand_between_rules_with_their_numbers_in_one_column() -> None:
    for slide, block, frame, box in blocks(Cards):
        if not block.ruled:
            continue
        wanted = [moved(one, box) for one in card_layout.boxes(block, box, LOOK, frame.step)]
        tops = [rule.y for rule in named(slide, "Rule")]
        rules = [] if block.form else [*(near(one.y) for one in wanted), near(foot(box))]
        assert tops == rules
        pairs = zip(named(slide, "Card number"), named(slide, "Card"), wanted, strict=True)
        for number, card, row in pairs:
            assert (number.x, number.y, number.height) == (
                near(box.x),
                near(row.y),
                near(row.height),
            )
            assert right(number) == near(card.x)
            assert right(card) == near(right(box))


def test_a_ruled_list_has_a_rule_above_and_below_each_row() -> None:
    for slide, block, frame, box in blocks(BulletList):
        if block.ruled:
            rows = [moved(one, box) for one in card_layout.rows(block, box, LOOK, frame.step)]
            tops = [rule.y for rule in named(slide, "Rule")]
            assert tops == [*(near(row.y) for row in rows), near(foot(box))]
            assert foot(rows[-1]) == near(foot(box))


def test_dots_of_a_timeline_are_on_its_line_at_the_left_of_label_and_event() -> None:
    for slide, block, frame, box in blocks(Timeline):
        (line,) = named(slide, "Timeline line")
        assert (line.x, line.width) == (near(box.x), near(box.width))
        dots, events = named(slide, "Timeline dot"), named(slide, "Timeline event")
        labels = iter(named(slide, "Timeline label"))
        top = box.y + timeline_layout.event_top(block, box.width, LOOK, frame.step)
        strips = timeline_layout.strips(block, box.width, LOOK)
        for point, strip, dot, event in zip(block.points, strips, dots, events, strict=True):
            centre = box.x + strip.x + timeline_layout.DOT / 2
            assert middle(dot) == (near(centre), near(middle(line)[1]))
            assert sides(event) == alike(Box(box.x + strip.x, top, strip.width, foot(box) - top))
            assert foot(dot) < event.y
            if point.label:
                label = next(labels)
                assert (label.x, label.width) == (near(event.x), near(event.width))
                assert label.y == near(box.y)
                assert foot(label) == near(middle(line)[1] - LOOK.timeline_above)
        assert foot(line) < top


def test_tables_have_the_columns_and_rows_that_were_measured() -> None:
    for slide, block, frame, box in blocks(Table):
        (drawn,) = named(slide, "Table")
        assert sides(drawn) == alike(box)
        root = tree(slide.number)
        widths = [int(one.get("w") or 0) / EMU for one in find(root, "//a:gridCol")]
        heights = [int(one.get("h") or 0) / EMU for one in find(root, "//a:tr")]
        assert widths == [near(width) for width in frame.columns]
        assert heights == [near(height) for height in frame.rows]
        for cell in find(root, "//a:tcPr"):
            if block.is_timed:  # words stand where their time is; below some is a bar
                continue
            sides_ = [int(cell.get(side) or 0) / EMU for side in ("marL", "marR")]
            assert all(side in {0, LOOK.cell_padding} for side in sides_)
            assert [int(cell.get(side) or 0) / EMU for side in ("marT", "marB")] == [
                near(LOOK.cell_padding)
            ] * 2
        for row in find(root, "//a:tr"):
            cells = find(row, "a:tc/a:tcPr")
            assert (cells[0].get("marL"), cells[-1].get("marR")) == ("0", "0")


def test_charts_have_their_plot_where_the_plan_has_it() -> None:
    charted = iter(
        sorted(
            (name for name in parts() if name.startswith("ppt/charts/chart")),
            key=lambda name: int("".join(filter(str.isdigit, name))),
        )
    )
    for slide, block, frame, box in blocks(Chart):
        (drawn,) = named(slide, "Chart")
        assert sides(drawn) == alike(box)
        root = etree.fromstring(parts()[next(charted)])
        plan = chart_layout.plan(block, Box(0, 0, box.width, box.height), LOOK, frame.step)
        (place,) = find(root, "//c:plotArea/c:layout/c:manualLayout")
        x, y, w, h = (float(find(place, f"c:{side}")[0].get("val") or 0) for side in "xywh")
        if block.form != "doughnut":  # its legend stands on the right
            assert x * box.width == pytest.approx(plan.plot.x, abs=0.1)
        assert y * box.height == pytest.approx(plan.plot.y, abs=0.1)
        assert w * box.width == pytest.approx(plan.plot.width, abs=0.1)
        assert h * box.height == pytest.approx(plan.plot.height, abs=0.1)


def test_pictures_and_captions_have_the_place_of_their_plan() -> None:
    for slide, block, frame, box in blocks(Picture):
        pixels, below = picture_layout.place(block, box, LOOK, frame.step)
        assert [sides(one) for one in within(slide, "Picture", box)] == [alike(pixels)]
        if block.caption:
            assert [sides(one) for one in within(slide, "Caption", box)] == [alike(below)]


def test_bars_of_a_table_have_the_place_of_their_plan() -> None:
    found = 0
    for slide, block, frame, box in blocks(Table):
        drawn = sorted((one.y, one.x, one.width, one.height) for one in named(slide, "Table bar"))
        plan = [bar.box for bar in phase_layout.bars(block, frame, LOOK)]
        assert drawn == [
            pytest.approx((box.y + one.y, box.x + one.x, one.width, one.height), abs=NEAR)
            for one in plan
        ]
        found += len(drawn)
    assert found == 3


def test_a_map_is_in_its_views_and_its_states_are_in_the_map() -> None:
    for slide, block, _, box in blocks(Map):
        plan = map_layout.plan(block, box, LOOK)
        (group,) = named(slide, "Map")
        assert is_inside(group, box, NEAR)
        for view in plan.views:
            assert is_inside(view.box, group, NEAR)
        ((_, _, shape),) = [row for row in shapes(slide) if row[0] == "Map"]
        (inner,) = find(shape, "./p:grpSpPr/a:xfrm")
        (start,), (extent,) = find(inner, "a:chOff"), find(inner, "a:chExt")
        values = (start.get("x"), start.get("y"), extent.get("cx"), extent.get("cy"))
        assert tuple(int(value or 0) / EMU for value in values) == alike(group)
        for state in find(shape, "./p:sp/p:spPr/a:xfrm"):
            assert any(is_inside(box_of(state), view.box, 3) for view in plan.views)


def test_each_sample_of_a_map_s_legend_is_level_with_the_first_line_of_its_entry() -> None:
    size = LOOK.styles["legend"].size(0) * LOOK.line_height
    for slide, block, _, box in blocks(Map):
        plan = map_layout.plan(block, box, LOOK)
        entries, samples = named(slide, "Legend"), named(slide, "Legend swatch")
        assert are_apart(entries)
        for entry, sample in zip(entries, samples, strict=True):
            assert abs(middle(sample)[1] - entry.y - size / 2) < 2
            assert sample.x == near(plan.legend.x)
            assert 4 <= entry.x - right(sample) <= 14
        assert entries[0].y == near(plan.legend.y)
        space = LOOK.styles["legend"].space
        assert given.gaps(entries) == [near(space)] * (len(entries) - 1)
        assert foot(entries[-1]) == near(foot(plan.legend) - space)


def test_what_is_withheld_is_a_box_of_its_own_size() -> None:
    for slide, _, _, box in blocks(Withheld):
        (drawn,) = named(slide, "Withheld")
        assert sides(drawn) == alike(box)
        assert drawn.height == near(LOOK.withheld_height)


def test_footnotes_stand_between_the_blocks_and_the_footer() -> None:
    noted = [slide for slide in edition().slides if slide.footnotes]
    assert noted
    for slide in noted:
        (notes,) = named(slide, "Footnotes")
        assert sides(notes) == alike(LOOK.footnote_box(slide.footnote_height, slide.layout))
        for name, box, _ in shapes(slide):
            if name != "Footnotes":
                assert overlap(box, notes) <= NEAR, name
