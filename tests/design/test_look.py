"""What of the look can be measured: edges, baselines, contrasts, markers in their grounds."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import get_args

import pypdfium2
import pytest
from PIL import Image

from pipeline.design import colours, theme
from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.blocks import BulletList, Cards, Chart, MapFill, Paragraph, Table
from pipeline.edition.edition import view_for
from pipeline.edition.slide import Slide
from pipeline.edition.texts import plain
from pipeline.layout import card_layout, chart_parts, title_layout
from pipeline.layout.chart_layout import plan
from pipeline.layout.regions import region_box
from pipeline.render import pdf
from pipeline.render.svg import map_drawing
from tests.conftest import FIRST, GALLERY, naming_slides, ready
from tests.geometry.given import chart
from tests.support import seen

LOOK = theme.load()
#: Points: what stands at one edge may differ by so much.
NEAR = 0.5
LEFT, RIGHT = 54.0, 906.0
#: Large numbers stand lower than other text.
LOWER = 132.0
APART = ("title", "section", "closing")


def slides() -> list[Slide]:
    return [slide for name in (GALLERY, FIRST) for slide in ready(name, "public").slides]


def ordinary() -> list[Slide]:
    return [slide for slide in slides() if slide.layout not in APART]


def test_every_slide_has_one_left_and_one_right_edge() -> None:
    for layout, own in LOOK.slide.layouts.items():
        boxes = [Box(*rect) for rect in own.regions.values()]
        right = max(box.x + box.width for box in boxes)
        if layout not in {"title", "closing", "quote"}:
            assert right == pytest.approx(RIGHT, abs=NEAR), layout
        if layout not in APART:
            left = card_layout.bar(boxes[0]).x if layout == "decision" else min(b.x for b in boxes)
            assert left == pytest.approx(LEFT, abs=NEAR), layout
    for slide in ordinary():
        assert slide.frames or slide.withheld
        lefts = [frame.x for frame in slide.frames]
        rights = [frame.x + frame.width for frame in slide.frames]
        if slide.layout == "decision":  # a bar begins at the edge, and the words behind it
            lefts = [card_layout.bar(region_box(slide, "body", LOOK)).x]
        assert min(lefts, default=LEFT) == pytest.approx(LEFT, abs=NEAR), slide.number
        assert max(rights, default=RIGHT) <= RIGHT + NEAR, slide.number
    assert (LOOK.footer_box.x, LOOK.footer_box.x + LOOK.footer_box.width) == (LEFT, RIGHT)


def test_the_first_line_of_every_title_stands_on_one_baseline() -> None:
    edition = view_for(ready(FIRST, "public"), "pdf")
    given = edition.model_copy(update={"contents_title": ""})
    data = naming_slides(given, lambda drawn: pdf.render(drawn, LOOK))
    found: set[float] = set()
    for slide, page in zip(given.slides, seen.letters(data)[1:], strict=True):
        if slide.layout in APART:
            continue
        titles = [text for text in seen.texts(slide, LOOK) if text.name.endswith("title")]
        (title,) = seen.find(page, titles)[0]
        found.add(round(title.lines[0][0].baseline, 1))
    assert len(found) == 1, found


def test_what_stands_below_a_title_begins_at_one_height_for_one_line_and_one_for_two() -> None:
    tops = {layout: {region[1] for region in own.regions.values()}
            for layout, own in LOOK.slide.layouts.items() if layout not in APART}  # fmt: skip
    assert tops.pop("figures") == {LOWER}
    assert all(top == {116} for top in tops.values())
    for slide in ordinary():
        lower = title_layout.lowered(slide, LOOK)
        assert lower in {0, 32}
        kinds = (Table, Cards, BulletList, Paragraph)
        if slide.blocks and isinstance(slide.blocks[0], kinds) and slide.layout != "timeline":
            sink = LOOK.slide.layouts[slide.layout].sink
            if not sink:
                top = LOWER if slide.layout == "figures" else 116
                assert slide.frames[0].y == pytest.approx(top + lower, abs=NEAR), slide.number


def test_running_text_is_no_wider_than_its_measure() -> None:
    for slide in slides():
        for block, frame in zip(slide.blocks, slide.frames, strict=True):
            if isinstance(block, Paragraph):
                assert frame.width <= LOOK.slide.measure


def colour(token: str) -> str:
    return LOOK.colour(token)


def fills_of_maps() -> set[str]:
    return {map_drawing.FILLS[fill] for fill in get_args(MapFill) if fill != "withheld"}


def test_shapes_that_carry_meaning_stand_out_from_their_ground() -> None:
    for token in {*chart_parts.COLOURS, *fills_of_maps(), "grey", "attention"}:
        assert colours.contrast(colour(token), colours.WHITE) >= 3, token


def test_colours_that_meet_in_a_chart_differ_in_grey() -> None:
    for count in range(2, 7):
        used = chart_parts.COLOURS[:count]
        around = [*pairwise(used), (used[-1], used[0])]
        for one, other in around:
            assert colours.contrast(colour(one), colour(other)) >= 1.5, (one, other)
    for about in range(1, 4):
        block = chart("column", [[1.0]] * 3).model_copy(update={"highlight": about})
        for one, other in pairwise(chart_parts.series_colours(block)):
            assert colours.contrast(colour(one), colour(other)) >= 1.5, (about, one, other)


def test_groups_of_a_map_and_its_land_differ_in_grey() -> None:
    tokens = ("land", "map_area", "map_partner")
    for one, other in combinations(tokens, 2):
        assert colours.contrast(colour(one), colour(other)) >= 1.5, (one, other)


def test_lands_stand_out_from_the_seas_and_patterns_from_the_land() -> None:
    assert colours.contrast(colour("land"), colour("tint")) >= 1.5
    for token in fills_of_maps() - {"map_area"}:
        assert colours.contrast(colour(token), colour("land")) >= 3, token
    assert colours.contrast(colour("map_area"), colour("tint")) >= 3


def test_no_legend_stands_where_names_can_stand_on_the_data() -> None:
    found = 0
    for slide in slides():
        for block, frame in zip(slide.blocks, slide.frames, strict=True):
            if not isinstance(block, Chart) or len(block.series) == 1:
                continue
            if chart_text.is_combined(block):  # the numbers of its second axis stand there
                continue
            found += 1
            drawn = plan(block, Box(0, 0, frame.width, frame.height), LOOK, frame.step)
            if block.form in {"column", "line"} and all(
                one.values[-1] is not None for one in block.series
            ):
                assert drawn.swatches == (), slide.number
    assert found >= 3


def test_a_marker_stands_in_the_middle_of_its_ground_in_a_pdf() -> None:
    edition = view_for(ready(GALLERY, "public"), "pdf")
    marked = next(slide for slide in edition.slides if slide.withheld)
    given = edition.model_copy(update={"slides": (marked,), "contents_title": ""})
    data = naming_slides(given, lambda drawn: pdf.render(drawn, LOOK))
    scale = 8
    document = pypdfium2.PdfDocument(data)
    image: Image.Image = document[1].render(scale=scale).to_pil().convert("L")
    document.close()
    page = seen.letters(data)[1]
    text = "".join(letter.sign for letter in page)
    start = text.index("[REDACTED]")
    letter = page[start + 1]  # a capital
    column = int(scale * (letter.ink.x - 1.5))  # left of the letter, on the ground
    inside = int(scale * (letter.baseline - 4))
    dark = [row for row in range(image.height) if image.getpixel((column, row)) < 60]
    assert inside in dark
    top = bottom = inside
    while top - 1 in dark:
        top -= 1
    while bottom + 1 in dark:
        bottom += 1
    ink = letter.ink
    above, below = ink.y - top / scale, (bottom + 1) / scale - (ink.y + ink.height)
    assert above == pytest.approx(below, abs=NEAR)


def test_the_half_circle_of_a_rating_has_an_edge_in_a_pdf() -> None:
    edition = view_for(ready(GALLERY, "public"), "pdf")
    rated = next(slide for slide in edition.slides if any("◐" in text for text in said(slide)))
    given = edition.model_copy(update={"slides": (rated,), "contents_title": ""})
    data = naming_slides(given, lambda drawn: pdf.render(drawn, LOOK))
    scale = 8
    document = pypdfium2.PdfDocument(data)
    image: Image.Image = document[1].render(scale=scale).to_pil().convert("L")
    document.close()
    halves = [letter.ink for letter in seen.letters(data)[1] if letter.sign == "◐"]
    circles = [letter.ink for letter in seen.letters(data)[1] if letter.sign == "●"]
    assert len(halves) >= 2
    for ink in halves:
        assert ink.height == pytest.approx(circles[0].height, abs=1)
        row = int(scale * (ink.y + ink.height / 2))
        right = range(int(scale * (ink.x + 0.7 * ink.width)), int(scale * (ink.x + ink.width)) + 2)
        assert sum(image.getpixel((column, row)) < 128 for column in right) >= 0.5 * scale


def said(slide: Slide) -> list[str]:
    tables = [block for block in slide.blocks if isinstance(block, Table)]
    return [plain(cell.runs) for table in tables for row in table.rows for cell in row]
