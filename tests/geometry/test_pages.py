"""What the PDF and pictures of charts draw stands where the plan has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TypeVar

import lxml.html
import pypdfium2
import pytest
from lxml import etree
from PIL import Image

from pipeline.design.tokens import Box
from pipeline.edition.blocks import (
    Block,
    Cards,
    Chart,
    ChartForm,
    Map,
    Paragraph,
    Picture,
    Table,
    Timeline,
)
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.runs import MarkerRun, TextRun
from pipeline.edition.slide import Frame, Slide
from pipeline.edition.texts import slide_title, title_lines
from pipeline.layout import (
    card_layout,
    chart_layout,
    chart_parts,
    map_layout,
    phase_layout,
    picture_layout,
    timeline_layout,
)
from pipeline.layout.fit import fit
from pipeline.render import pdf as pages
from pipeline.render import slide_html
from pipeline.render.svg import chart_drawing, map_drawing
from tests.conftest import GALLERY, naming_slides, ready
from tests.geometry.given import LOOK, chart, foot, middle, right, slide, words
from tests.support import seen

#: Points by which what is drawn may differ from its plan.
NEAR = 0.05
Kind = TypeVar("Kind", bound=Block)
Page = lxml.html.HtmlElement


def near(value: float) -> object:
    return pytest.approx(value, abs=NEAR)


@cache
def edition() -> Edition:
    return view_for(ready(GALLERY, "public"), "pdf")


@cache
def page(number: int) -> Page:
    slide_ = edition().slides[number - 1]
    return lxml.html.document_fromstring(
        slide_html.slide_page(edition().language, slide_, LOOK, 2).encode()
    )


def style(element: Page) -> dict[str, float]:
    """Return the lengths of an element's own style, in points."""
    rows = re.findall(r"([a-z-]+): (-?[\d.]+)pt", element.get("style") or "")
    return {name: float(value) for name, value in rows}


def place(element: Page) -> tuple[float, float, float, float]:
    own = style(element)
    return own["left"], own["top"], own["width"], own["height"]


def alike(box: Box) -> object:
    return pytest.approx((box.x, box.y, box.width, box.height), abs=NEAR)


def blocks(kind: type[Kind]) -> Iterator[tuple[Page, Kind, Frame]]:
    """Yield every block of a kind with the element that holds it."""
    found = False
    for slide_ in edition().slides:
        held = page(slide_.number).find_class("block")
        for element, block, frame in zip(held, slide_.blocks, slide_.frames, strict=True):
            if isinstance(block, kind):
                found = True
                yield element, block, frame
    assert found, kind


def test_each_block_has_the_place_of_its_frame() -> None:
    for slide_ in edition().slides:
        held = page(slide_.number).find_class("block")
        frames = [Box(f.x, f.y, f.width, f.height) for f in slide_.frames]
        assert [place(one) for one in held] == [alike(frame) for frame in frames]


def test_footnotes_stand_above_the_footer_as_high_as_they_were_measured() -> None:
    noted = [slide_ for slide_ in edition().slides if slide_.footnotes]
    assert noted
    for slide_ in noted:
        (notes,) = page(slide_.number).find_class("footnotes")
        assert place(notes) == alike(LOOK.footnote_box(slide_.footnote_height, slide_.layout))
        lowest = max((frame.y + frame.height for frame in slide_.frames), default=0)
        assert lowest <= style(notes)["top"] + NEAR


def test_titles_hang_from_one_line_or_stand_on_a_rule() -> None:
    for slide_ in edition().slides:
        (title,) = page(slide_.number).find_class("title")
        box, own = LOOK.title_box(slide_.layout), style(title)
        assert (own["left"], own["width"]) == (box.x, box.width)
        if slide_.layout in {"title", "closing"}:
            content = LOOK.footer_box.y - slide_html.FOOTER_GAP
            assert content - own["bottom"] == near(foot(box))
        elif slide_.withheld:
            assert own["top"] > box.y
        elif title_lines(slide_)[0]:
            assert own["top"] == LOOK.slide.kicker[1]
        else:
            assert own["top"] == box.y


def test_the_name_of_a_section_hangs_from_one_line_above_the_title() -> None:
    found = 0
    for slide_ in edition().slides:
        for name in page(slide_.number).find_class("section-name"):
            assert place(name) == alike(Box(*LOOK.slide.kicker))
            assert foot(Box(*LOOK.slide.kicker)) <= LOOK.title_box(slide_.layout).y + NEAR
            found += 1
    assert found


def test_cards_have_the_places_of_their_plan() -> None:
    for element, block, frame in blocks(Cards):
        box = Box(0, 0, frame.width, frame.height)
        wanted = card_layout.boxes(block, box, LOOK, frame.step)
        held = element.find_class("card")
        assert [place(one) for one in held] == [alike(box) for box in wanted]


def test_points_of_a_timeline_are_on_its_line_and_their_events_below() -> None:
    for element, block, frame in blocks(Timeline):
        (axis,) = element.find_class("axis")
        top = timeline_layout.event_top(block, frame.width, LOOK, frame.step)
        strips = timeline_layout.strips(block, frame.width, LOOK)
        line = style(axis)["top"] + timeline_layout.LINE / 2
        for strip, point in zip(strips, element.find_class("point"), strict=True):
            (dot,), (event,) = point.find_class("dot"), point.find_class("event")
            assert (style(point)["left"], style(point)["width"]) == (
                near(strip.x),
                near(strip.width),
            )
            assert style(dot)["top"] + timeline_layout.DOT / 2 == near(line)
            assert style(dot)["top"] + timeline_layout.DOT < top
            assert style(event)["top"] == near(top)
            for label in point.find_class("year"):
                assert frame.height - style(label)["bottom"] == near(line - LOOK.timeline_above)


def test_tables_have_the_columns_that_were_measured() -> None:
    for element, _, frame in blocks(Table):
        widths = [style(column)["width"] for column in element.iter("col")]
        assert widths == [near(width) for width in frame.columns]
        assert sum(widths) == near(frame.width)


def test_pictures_and_captions_have_the_place_of_their_plan() -> None:
    for element, block, frame in blocks(Picture):
        pixels, below = picture_layout.place(
            block, Box(0, 0, frame.width, frame.height), LOOK, frame.step
        )
        (image,) = element.iter("img")
        assert place(image) == alike(pixels)
        for caption in element.iter("figcaption"):
            own = style(caption)
            assert (own["left"], own["top"], own["width"]) == alike_three(below)


def alike_three(box: Box) -> object:
    return pytest.approx((box.x, box.y, box.width), abs=NEAR)


def test_bars_of_a_table_have_the_place_of_their_plan() -> None:
    found = 0
    for element, block, frame in blocks(Table):
        drawn = [style(one) for one in element.find_class("phase")]
        plan = [bar.box for bar in phase_layout.bars(block, frame, LOOK)]
        assert [(one["left"], one["top"], one["width"], one["height"]) for one in drawn] == [
            pytest.approx((box.x, box.y, box.width, box.height), abs=NEAR) for box in plan
        ]
        found += len(drawn)
    assert found == 3


def test_a_map_s_legend_has_the_place_of_its_plan_and_its_views_their_boxes() -> None:
    for element, block, frame in blocks(Map):
        box = Box(0, 0, frame.width, frame.height)
        plan = map_layout.plan(block, box, LOOK)
        (legend,) = element.find_class("legend")
        own = style(legend)
        assert (own["left"], own["top"], own["width"]) == alike_three(plan.legend)
        root = etree.fromstring(map_drawing.map_svg(block, box, LOOK))
        groups = root.findall(".//{*}g[@transform]")
        for group, view in zip(groups, plan.views, strict=True):
            numbers = [float(one) for one in re.findall(r"-?[\d.]+", group.get("transform") or "")]
            assert numbers == [
                near(view.box.x),
                near(view.box.y),
                pytest.approx(view.scale, abs=1e-5),
            ]


def test_labels_of_a_chart_have_the_place_of_its_plan() -> None:
    for element, block, frame in blocks(Chart):
        plan = chart_layout.plan(block, Box(0, 0, frame.width, frame.height), LOOK, frame.step)
        (drawn,) = element.find_class("chart")
        half = plan.size * LOOK.line_height / 2
        for label, line in zip(plan.labels, drawn, strict=True):
            own = style(line)
            assert own["top"] + half == near(label.y)
            total = ["total"] if label.kind == "total" else []
            assert (line.get("class") or "").split() == [label.anchor, label.colour, *total]
            across = {
                "start": own.get("left", 0),
                "middle": own.get("left", 0) + LOOK.slide.width,
                "end": frame.width - own.get("right", 0),
            }
            assert across[label.anchor] == near(label.x)


def drawn(block: Chart) -> tuple[chart_parts.ChartPlan, etree._Element]:
    box = Box(0, 0, 600, 300)
    return chart_layout.plan(block, box, LOOK, 0), etree.fromstring(
        chart_drawing.chart_svg(block, box, LOOK, 0)
    )


def numbers(element: etree._Element, *names: str) -> tuple[float, ...]:
    return tuple(float(element.get(name) or 0) for name in names)


@pytest.mark.parametrize(("form", "stacked"), [("column", False), ("bar", True), ("bar", False)])
def test_a_drawn_chart_has_its_bars_and_samples_where_the_plan_has_them(
    form: ChartForm, stacked: bool
) -> None:
    block = chart(form, [[10.0, 40.0], [30.0, 20.0]], stacked=stacked)
    plan, root = drawn(block)
    boxes = [box for _, box in (*plan.bars, *plan.swatches)]
    rects = [numbers(one, "x", "y", "width", "height") for one in root.iterfind("{*}rect")]
    assert rects == [alike(box) for box in boxes]
    texts = [(one.text, *numbers(one, "x", "y")) for one in root.iterfind("{*}text")]
    assert texts == [
        (label.text, near(label.x), pytest.approx(label.y + plan.size / 3, abs=plan.size / 20))
        for label in plan.labels
    ]


def test_a_drawn_line_has_its_points_where_the_plan_has_them() -> None:
    plan, root = drawn(chart("line", [[10.0, 40.0, 25.0]]))
    ((_, spots),) = plan.lines
    marks = [numbers(one, "cx", "cy") for one in root.iterfind("{*}circle")]
    assert marks[: len(spots)] == [(near(x), near(y)) for x, y in spots]


@pytest.mark.parametrize("form", ["pie", "doughnut"])
def test_a_drawn_slice_goes_from_its_start_to_its_end_round_the_middle(form: ChartForm) -> None:
    plan, root = drawn(chart(form, [[60.0, 30.0, 10.0]]))
    x, y = middle(plan.plot)
    paths = [one.get("d") or "" for one in root.iterfind("{*}path")]
    previous: tuple[float, float] = (x, y - plan.plot.width / 2)
    for path, part in zip(paths, plan.slices, strict=True):
        values = [float(one) for one in re.findall(r"-?[\d.]+", path)]
        assert values[:2] == [near(x), near(y)]
        assert values[2:4] == [near(previous[0]), near(previous[1])]
        assert values[4] == values[5] == near(plan.plot.width / 2)
        assert values[7] == int(part.end - part.start > 3.1416)
        previous = (values[9], values[10])
    holes = [numbers(one, "cx", "cy", "r") for one in root.iterfind("{*}circle")]
    if form == "doughnut":
        assert holes == [(near(x), near(y), near(plan.plot.width / 2 * chart_parts.HOLE))]


#: Slides of the gallery that are printed: every kind of block that holds words.
PRINTED = (
    "Three levels, a link, a footnote",
    "Two columns",
    "Three numbered cards",
    "Groups of columns, cells over rows, a withheld number",
    "Evenly spaced",
    "Arrangements beside a map",
    "A wide picture",
)


def marked() -> Slide:
    """Return a slide with a marker and with words that a full edition shades."""
    marker = MarkerRun(text="[REDACTED]", spoken="redacted", number=1, grounds=())
    held = TextRun(text="WITHHELDWORDS", withheld=True)
    lines = ((*words("Before "), marker, *words(" after")), (*words("Before "), held))
    given = slide(*(Paragraph(style="body", runs=runs) for runs in lines))
    return fit(edition().model_copy(update={"slides": (given,)}), LOOK).slides[0]


@cache
def printed() -> tuple[tuple[Slide, ...], bytes]:
    """Return some slides and the PDF that shows them behind its cover."""
    by_title = {slide_title(one): one for one in edition().slides}
    chosen = (*(by_title[title] for title in PRINTED), marked())
    given = edition().model_copy(update={"slides": chosen, "contents_title": ""})
    return chosen, naming_slides(given, lambda drawn: pages.render(drawn, LOOK))


@cache
def found_texts() -> tuple[tuple[Slide, list[seen.Found]], ...]:
    """Return for each printed slide the texts that are found whole on its page."""
    slides, data = printed()
    return tuple(
        (one, seen.find(page_, seen.texts(one, LOOK))[0])
        for one, page_ in zip(slides, seen.letters(data)[-len(slides) :], strict=True)
    )


def test_printed_texts_are_in_their_boxes_on_as_many_lines_as_were_measured() -> None:
    count = 0
    for _, found in found_texts():
        for one in found:
            count += 1
            assert one.outside() <= 1, one.text.name
            assert len(one.lines) == one.text.lines(LOOK), one.text.name
    assert count > 70


def first_line(found: seen.Found) -> float:
    """Return how far below its box's top a text's first line begins."""
    top = found.lines[0][0].baseline - seen.ABOVE * found.text.size
    return top - found.text.box.y


def high(found: seen.Found) -> float:
    return len(found.lines) * found.text.size * LOOK.line_height


def of_kind(kind: str) -> Iterator[list[seen.Found]]:
    """Yield the texts of each printed block of a kind, from the top down."""
    some = False
    for slide_, found in found_texts():
        names = dict.fromkeys(one.text.name for one in found if f" {kind}" in one.text.name)
        for name in names:
            some = True
            yield [one for one in found if one.text.name == name]
        assert slide_.frames
    assert some, kind


@pytest.mark.parametrize(
    "kind", ["paragraph", "bullets", "cards", "timeline", "picture", "footnote"]
)
def test_a_printed_block_begins_at_the_top_of_its_box(kind: str) -> None:
    for found in of_kind(kind):
        if " row" not in found[0].text.name and not found[0].text.name.endswith(" label"):
            assert first_line(found[0]) == pytest.approx(0, abs=0.15)


def test_printed_titles_hang_from_the_top_of_their_box() -> None:
    for (found,) in of_kind("title"):
        assert first_line(found) == pytest.approx(0, abs=0.15)


def test_printed_items_follow_each_other_by_the_space_of_their_style() -> None:
    for found in of_kind("bullets"):
        below = 0.0
        for item in found:
            if first_line(item) < 1:  # a column begins
                below = 0.0
            assert first_line(item) == pytest.approx(below, abs=0.2)
            below += high(item) + LOOK.styles["body"].space
            left = item.text.box.x + item.text.box.width - item.text.width
            if item.text.width > item.text.box.width / 2:  # not in columns of its own
                assert left - 1 <= item.lines[0][0].ink.x <= left + 4, "moved in by its level"


def test_printed_words_of_a_card_are_below_its_heading() -> None:
    for found in of_kind("cards"):
        for heading, text in zip(found[::2], found[1::2], strict=True):
            space = LOOK.styles["card_heading"].space
            assert first_line(text) == pytest.approx(high(heading) + space, abs=0.2)
            indent = heading.text.box.width - heading.text.width
            assert heading.lines[0][0].ink.x - heading.text.box.x - indent <= 4
            assert heading.lines[0][0].ink.x >= heading.text.box.x + indent - 1


def test_printed_rows_are_where_they_were_measured() -> None:
    for slide_, found in found_texts():
        for block, frame in zip(slide_.blocks, slide_.frames, strict=True):
            if isinstance(block, Table):
                tops = [LOOK.cell_padding + sum(frame.rows[:row]) for row in range(len(frame.rows))]
                cells = [cell for cell in found if " table " in cell.text.name]
                drawn_tops = {round(first_line(cell), 1) for cell in cells}
                assert sorted(drawn_tops) == [pytest.approx(top, abs=0.2) for top in tops]


def test_printed_entries_of_a_legend_follow_each_other() -> None:
    for found in of_kind("map"):
        for one, other in pairwise(found):
            step = high(one) + LOOK.styles["legend"].space
            assert first_line(other) - first_line(one) == pytest.approx(step, abs=0.2)
            assert other.lines[0][0].ink.x == pytest.approx(one.lines[0][0].ink.x, abs=4)


def test_printed_events_and_their_years_begin_at_their_strip_s_left() -> None:
    for found in of_kind("timeline"):
        for one in found:
            if not one.text.letters.startswith("["):
                assert one.lines[0][0].ink.x == pytest.approx(one.text.box.x, abs=4)


def test_printed_labels_of_a_timeline_stand_on_one_line() -> None:
    for slide_, found in found_texts():
        labels = [one for one in found if one.text.name.endswith("label")]
        if labels:
            baselines = {round(one.lines[-1][0].baseline, 1) for one in labels}
            assert len(baselines) == 1, slide_.number
            assert len(labels) > 1


def test_markers_and_withheld_words_stand_on_their_backgrounds() -> None:
    _, data = printed()
    on_page = seen.letters(data)[-1]
    document = pypdfium2.PdfDocument(data)
    image: Image.Image = document[len(document) - 1].render(scale=4).to_pil().convert("RGB")
    document.close()
    text = "".join(letter.sign for letter in on_page)
    for said, token in (("[REDACTED]", "marker_ground"), ("WITHHELDWORDS", "withheld_ground")):
        start = text.index(said)
        found = on_page[start : start + len(said)]
        colour = tuple(bytes.fromhex(LOOK.colour(token)))
        left, end = found[0].ink.x, right(found[-1].ink)
        for letter in found:  # just above a letter, just below the line on which it stands
            across = int(4 * middle(letter.ink)[0])
            for down in (letter.ink.y - 0.75, letter.baseline + 3) if letter.sign.isalpha() else ():
                assert image.getpixel((across, int(4 * down))) == colour, said
        for outside in (left - 8, end + 8):
            assert image.getpixel((int(4 * outside), int(4 * (found[0].baseline + 3)))) != colour
