"""Timelines, maps and pictures: their parts keep to their frame and to each other."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from pipeline.design.tokens import Box
from pipeline.edition.blocks import Map, MapCategory, Timeline, TimelinePoint
from pipeline.edition.slide import Layout
from pipeline.layout import map_layout, picture_layout, timeline_layout
from pipeline.layout.block_heights import Ruler
from pipeline.resources import maps
from tests.geometry.given import (
    LOOK,
    NEAR,
    are_apart,
    boxes,
    foot,
    is_inside,
    picture,
    placed,
    right,
    slide,
    words,
)

FRAME = Box(54, 132, 852, 300)


def near(value: float, slack: float = NEAR) -> object:
    return pytest.approx(value, abs=slack)


def timeline(places: list[float | None], text: str = "Something happened") -> Timeline:
    return Timeline(
        points=tuple(
            TimelinePoint(label=words(f"{2020 + n}"), text=words(text), at=place)
            for n, place in enumerate(places)
        )
    )


EVEN: list[list[float | None]] = [[None] * 2, [None] * 4, [None] * 7]
SPACED: list[list[float | None]] = [[0.0, 0.5, 1.0], [0.0, 0.3, 1.0], [0.0, 0.25, 0.6, 1.0]]


@pytest.mark.parametrize("places", EVEN)
def test_points_without_times_are_spaced_evenly(places: list[float | None]) -> None:
    strips = timeline_layout.strips(timeline(places), 852, LOOK)
    each = 852 / len(places)
    for number, strip in enumerate(strips):
        assert strip.x == near(each * number)
        assert right(strip) == near(each * (number + 1) - (LOOK.gap if strip != strips[-1] else 0))


@pytest.mark.parametrize("places", SPACED)
def test_points_stand_where_their_times_are(places: list[float | None]) -> None:
    strips = timeline_layout.strips(timeline(places), 852, LOOK)
    assert strips[0].x == near(0)
    assert right(strips[-1]) == near(852)
    for place, strip in zip(places, strips, strict=True):
        assert place is not None
        assert strip.x == near(place * strips[-1].x)


@pytest.mark.parametrize("places", [*EVEN, *SPACED])
def test_strips_keep_off_each_other_and_in_the_frame(places: list[float | None]) -> None:
    strips = timeline_layout.strips(timeline(places), 852, LOOK)
    assert strips[0].x >= 0
    assert right(strips[-1]) <= 852
    for one, other in pairwise(strips):
        assert other.x - right(one) >= LOOK.gap - NEAR


@pytest.mark.parametrize("places", [*EVEN, *SPACED])
def test_a_timeline_has_room_for_its_labels_its_line_and_its_longest_event(
    places: list[float | None],
) -> None:
    block = timeline(places, "Something happened then")
    long = block.points[0].model_copy(update={"text": words("Something happened then " * 3)})
    block = block.model_copy(update={"points": (long, *block.points[1:])})
    (fitted,) = placed(slide(block, layout="timeline"))
    (frame,), (box,) = fitted.frames, boxes(fitted)
    top = timeline_layout.event_top(block, frame.width, LOOK, frame.step)
    ruler = Ruler(LOOK, frame.step)
    needs: list[float] = []
    strips = timeline_layout.strips(block, frame.width, LOOK)
    for point, strip in zip(block.points, strips, strict=True):
        label = ruler.text(point.label, "year", strip.width, bold=True)
        assert label + LOOK.timeline_above + LOOK.timeline_below <= top + NEAR
        needs.append(ruler.text(point.text, "event", strip.width))
    assert box.height - top == near(max(needs))


def a_map(view: str, inset: str | None, legend: int) -> Map:
    fills = ("area", "partner", "hatched", "dotted")
    categories = tuple(
        MapCategory.model_validate(
            {"label": words("A legend of some words"), "fill": fill, "states": states}
        )
        for fill, states in zip(fills, (("FRA", "MLT"), ("DEU",), ("CPV",), ("ITA",)), strict=True)
    )
    return Map(view=view, inset=inset, alt="m", categories=categories[:legend])


MAPS = list(product([("world", None), ("europe", None), ("world", "europe")], [1, 4]))
FRAMES = [FRAME, Box(476, 112, 430, 376)]


@pytest.mark.parametrize(("views", "legend", "frame"), [(*m, f) for m in MAPS for f in FRAMES])
def test_views_and_legend_are_in_the_frame_and_off_each_other(
    views: tuple[str, str | None], legend: int, frame: Box
) -> None:
    block = a_map(*views, legend)
    plan = map_layout.plan(block, frame, LOOK)
    found = [*(view.box for view in plan.views), plan.legend]
    assert all(is_inside(box, frame) for box in found)
    assert are_apart(found)
    heights = map_layout.entry_heights(block, plan.legend.width, LOOK)
    space = LOOK.styles["legend"].space
    assert len(heights) == legend
    assert sum(heights) + legend * space == near(plan.legend.height)


@pytest.mark.parametrize(("views", "legend", "frame"), [(*m, f) for m in MAPS for f in FRAMES])
def test_views_keep_their_proportions_and_are_large(
    views: tuple[str, str | None], legend: int, frame: Box
) -> None:
    plan = map_layout.plan(a_map(*views, legend), frame, LOOK)
    for placed_view in plan.views:
        view, box = placed_view.view, placed_view.box
        assert box.width / view.width == near(placed_view.scale, 1e-6)
        assert box.height / view.height == near(placed_view.scale, 1e-6)
    first = plan.views[0].box
    if len(plan.views) == 1:
        beside = plan.legend.y < foot(first)
        gap = LOOK.gap * (2 if beside else 1)
        room = (plan.legend.x - first.x if beside else plan.legend.y - first.y) - gap
        assert (first.width if beside else first.height) == near(room)
        assert first.width * first.height >= frame.width * frame.height / 4
    else:
        assert first.height >= frame.height / 3
        assert plan.views[1].box.y - foot(first) == near(LOOK.gap + map_layout.OUTLINE / 2)


def test_a_dot_stands_in_its_state_and_only_where_that_is_too_small() -> None:
    block = a_map("europe", None, 4)
    (view,) = map_layout.plan(block, FRAMES[1], LOOK).views
    drawn = {state.code: state for state in map_layout.states(view, block)}
    assert drawn["MLT"].dot is not None
    assert drawn["FRA"].dot is drawn["DEU"].dot is None
    rings = maps.view("europe").states["MLT"].rings
    x, y = ((drawn["MLT"].dot[n] - (view.box.x, view.box.y)[n]) / view.scale for n in (0, 1))
    slack = map_layout.DOT_RADIUS / view.scale
    assert min(min(r[::2]) for r in rings) - slack <= x <= max(max(r[::2]) for r in rings) + slack
    assert min(min(r[1::2]) for r in rings) - slack <= y
    assert y <= max(max(r[1::2]) for r in rings) + slack
    fills = {code: state.fill for code, state in drawn.items() if state.fill}
    assert fills == {
        code: row.fill for row in block.categories for code in row.states if code in drawn
    }


@pytest.mark.parametrize(
    ("size", "caption", "frame"),
    list(product([(32, 18), (12, 30), (20, 20)], ["", "A caption", "Words " * 60], FRAMES)),
)
def test_a_picture_is_whole_at_the_top_left_and_its_caption_below_it(
    size: tuple[int, int], caption: str, frame: Box
) -> None:
    block = picture(*size, caption)
    pixels, below = picture_layout.place(block, frame, LOOK, 0)
    assert pixels.width / pixels.height == pytest.approx(size[0] / size[1], rel=1e-3)
    assert (pixels.x, pixels.y) == (near(frame.x), near(frame.y))
    assert is_inside(pixels, frame)
    if caption:
        assert is_inside(below, frame)
        assert (below.x, below.width) == (frame.x, frame.width)
        assert 4 <= below.y - foot(pixels) <= 16
        lines = Ruler(LOOK, 0).text(block.caption, "caption", frame.width)
        assert below.height == near(lines)
    room = frame.height - (foot(below) - foot(pixels) if caption else 0)
    assert pixels.width == near(frame.width) or pixels.height == near(room), "as large as it can be"


@pytest.mark.parametrize(("layout", "region"), [("image", "body"), ("text-figure", "figure")])
def test_a_picture_takes_the_room_of_its_region(layout: Layout, region: str) -> None:
    (fitted,) = placed(slide(picture(32, 18, "A caption", region), layout=layout))
    assert boxes(fitted, region) == [LOOK.region_box(layout, region)]
