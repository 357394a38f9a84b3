"""Where a chart's parts stand to each other, whatever its size."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise, product

import pytest

from pipeline.design.tokens import Box
from pipeline.edition.blocks import Chart, ChartForm
from pipeline.edition.runs import MarkerRun
from pipeline.layout import chart_layout, chart_parts
from pipeline.layout.chart_parts import ChartPlan, Label
from pipeline.layout.text_metrics import advance
from tests.geometry.given import LOOK, NEAR, chart, foot, is_inside, middle, right, words

ROWS = [[40.0, 20.0, 60.0, 30.0], [30.0, 50.0, None, 10.0], [20.0, 10.0, 25.0, 90.0]]
MIXED = [[40.0, -20.0, 60.0]]
SIZES = [(852.0, 356.0), (430.0, 376.0)]
UPRIGHT: tuple[ChartForm, ...] = ("column", "line")
BARS: tuple[ChartForm, ...] = ("column", "bar")


def plan(block: Chart, size: tuple[float, float] = SIZES[0], step: int = 0) -> ChartPlan:
    return chart_layout.plan(block, Box(0, 0, *size), LOOK, step)


def near(value: float) -> object:
    return pytest.approx(value, abs=NEAR)


def labels_of(drawn: ChartPlan, texts: list[str]) -> list[Label]:
    """Return the labels that say these texts, in that order."""
    rest = list(drawn.labels)
    found = []
    for text in texts:
        label = next(one for one in rest if one.text == text)
        rest.remove(label)
        found.append(label)
    return found


def by_category(rows: list[list[float | None]]) -> list[tuple[int, float]]:
    """Return each number with its series, category by category, as a chart draws them."""
    columns = zip(*rows, strict=True)
    return [(i, v) for column in columns for i, v in enumerate(column) if v is not None]


def span(box: Box, form: str) -> tuple[float, float]:
    """Return from where to where a bar goes, in the direction in which values grow."""
    return (box.x, right(box)) if form == "bar" else (-foot(box), -box.y)


def place(box: Box, form: str) -> tuple[float, float]:
    """Return where a bar lies across that direction, and how thick it is."""
    return (box.y, box.height) if form == "bar" else (box.x, box.width)


def by_series(drawn: ChartPlan) -> dict[int, list[Box]]:
    found: dict[int, list[Box]] = defaultdict(list)
    for series, box in drawn.bars:
        found[series].append(box)
    return found


def zero(drawn: ChartPlan, form: str) -> float:
    assert drawn.axis is not None
    return drawn.axis[0] if form == "bar" else -drawn.axis[1]


@pytest.mark.parametrize(("form", "size"), list(product(BARS, SIZES)))
def test_stacked_bars_touch_each_other_and_stand_on_the_axis(
    form: ChartForm, size: tuple[float, float]
) -> None:
    block = chart(form, [[40.0, 20.0, 60.0], [30.0, 50.0, 5.0], [20.0, 10.0, 25.0]], stacked=True)
    drawn = plan(block, size)
    columns = zip(*by_series(drawn).values(), strict=True)
    for column in columns:
        assert len({place(box, form) for box in column}) == 1
        spans = [span(box, form) for box in column]
        assert spans[0][0] == near(zero(drawn, form))
        for (_, end), (begin, _) in pairwise(spans):
            assert begin == near(end)


@pytest.mark.parametrize("form", BARS)
def test_a_gap_in_a_stack_takes_no_room(form: ChartForm) -> None:
    drawn = plan(chart(form, [[40.0], [None], [20.0]], stacked=True))
    (_, first), (_, last) = drawn.bars
    assert span(last, form)[0] == near(span(first, form)[1])


@pytest.mark.parametrize(("form", "rows"), list(product(BARS, [ROWS, MIXED, ROWS[:2]])))
def test_bars_side_by_side_touch_are_equally_thick_and_leave_room_between_categories(
    form: ChartForm, rows: list[list[float | None]]
) -> None:
    drawn = plan(chart(form, rows))
    assert len({round(place(box, form)[1], 6) for _, box in drawn.bars}) == 1
    thick = place(drawn.bars[0][1], form)[1]
    length = drawn.plot.height if form == "bar" else drawn.plot.width
    begin = drawn.plot.y if form == "bar" else drawn.plot.x
    slot = length / len(rows[0])
    assert thick * len(rows) <= slot * 0.9, "or categories would run into each other"
    assert thick * len(rows) >= slot * 0.5, "or bars would be lost in their room"
    for index, row in enumerate(rows):
        kept = [number for number, value in enumerate(row) if value is not None]
        for number, box in zip(kept, by_series(drawn)[index], strict=True):
            centre = begin + (number + 0.5) * slot
            expected = centre + (index - len(rows) / 2) * thick
            assert place(box, form)[0] == near(expected)


@pytest.mark.parametrize(
    ("form", "rows", "stacked"),
    [(f, r, s) for f in BARS for r, s in ((ROWS, False), (MIXED, False), (ROWS, True))],
)
def test_bars_are_as_long_as_their_values(
    form: ChartForm, rows: list[list[float | None]], stacked: bool
) -> None:
    block = chart(form, rows, stacked=stacked)
    drawn = plan(block)
    values = by_category(rows)
    length = drawn.plot.width if form == "bar" else drawn.plot.height
    scale = length / (block.ticks[-1] - block.ticks[0])
    for (series, box), (index, value) in zip(drawn.bars, values, strict=True):
        assert series == index
        begin, end = span(box, form)
        assert end - begin == near(abs(value) * scale)
        assert is_inside(box, drawn.plot)
        if not stacked:
            assert (end if value < 0 else begin) == near(zero(drawn, form))


@pytest.mark.parametrize(("rows", "step"), list(product([ROWS, MIXED], range(3))))
def test_labels_of_lying_bars_are_level_with_them_and_begin_where_they_end(
    rows: list[list[float | None]], step: int
) -> None:
    drawn = plan(chart("bar", rows), step=step)
    shown = [f"{value:g}" for _, value in by_category(rows)]
    for (_, box), label, text in zip(drawn.bars, labels_of(drawn, shown), shown, strict=True):
        assert label.y == near(middle(box)[1])
        ends = label.x - right(box) if label.anchor == "start" else box.x - label.x
        assert 2 <= ends <= 12
        assert (label.anchor == "end") == text.startswith("-")


@pytest.mark.parametrize("rows", [ROWS, MIXED])
def test_labels_of_standing_bars_are_in_their_middle_and_just_beyond_their_end(
    rows: list[list[float | None]],
) -> None:
    drawn = plan(chart("column", rows))
    shown = [f"{value:g}" for _, value in by_category(rows)]
    for (_, box), label, text in zip(drawn.bars, labels_of(drawn, shown), shown, strict=True):
        assert (label.anchor, label.x) == ("middle", near(middle(box)[0]))
        away = label.y - foot(box) if text.startswith("-") else box.y - label.y
        assert drawn.size / 2 <= away <= drawn.size


def test_labels_of_points_are_above_them() -> None:
    drawn = plan(chart("line", ROWS[:1]))
    ((_, spots),) = drawn.lines
    shown = [f"{value:g}" for value in ROWS[0]]
    for (x, y), label in zip(spots, labels_of(drawn, shown), strict=True):
        assert (label.anchor, label.x) == ("middle", near(x))
        assert drawn.size / 2 <= y - label.y <= 1.5 * drawn.size


def test_points_of_lines_are_over_their_categories_and_as_high_as_their_values() -> None:
    block = chart("line", ROWS)
    drawn = plan(block)
    names = {label.text: label.x for label in drawn.labels}
    scale = drawn.plot.height / (block.ticks[-1] - block.ticks[0])
    wanted = []
    for index, row in enumerate(ROWS):
        piece: list[tuple[float, float]] = []
        for number, value in enumerate((*row, None)):
            if value is not None:
                up = (value - block.ticks[0]) * scale
                piece.append((names[f"Category {number + 1}"], foot(drawn.plot) - up))
            elif piece:
                wanted.append((index, piece))
                piece = []
    assert [series for series, _ in drawn.lines] == [series for series, _ in wanted]
    for (_, spots), (_, piece) in zip(drawn.lines, wanted, strict=True):
        assert spots == tuple((near(x), near(y)) for x, y in piece)


@pytest.mark.parametrize(("form", "size"), list(product(("column", "line", "bar"), SIZES)))
def test_names_of_categories_stand_at_the_middle_of_their_slot_beside_the_plot(
    form: ChartForm, size: tuple[float, float]
) -> None:
    rows = [row[:3] for row in ROWS]
    drawn = plan(chart(form, rows), size)
    names = labels_of(drawn, ["Category 1", "Category 2", "Category 3"])
    for number, name in enumerate(names):
        if form == "bar":
            slot = drawn.plot.height / 3
            assert name.y == near(drawn.plot.y + (number + 0.5) * slot)
            assert name.anchor == "end"
            assert 2 <= drawn.plot.x - name.x <= 12
        else:
            slot = drawn.plot.width / 3
            assert (name.anchor, name.x) == ("middle", near(drawn.plot.x + (number + 0.5) * slot))
            assert drawn.size / 2 <= name.y - foot(drawn.plot) <= 1.5 * drawn.size


def test_names_in_a_legend_keep_off_each_other_and_off_the_samples_of_others() -> None:
    for width in (300.0, 852.0):
        drawn = plan(chart("column", [[1.0, None]] * 6), (width, 356.0))
        names = labels_of(drawn, [f"Series {n}" for n in range(1, 7)])
        ends = [name.x + advance(name.text, "Carlito") * drawn.size for name in names]
        for (_, sample), name in zip(drawn.swatches, names, strict=True):
            assert 0 < name.x - right(sample) < sample.width
            assert name.y == near(middle(sample)[1])
        for end, before, (_, sample), name in zip(
            ends, names, drawn.swatches[1:], names[1:], strict=False
        ):
            assert sample.x - end > sample.width / 2 or name.y > before.y


def withheld(form: ChartForm, *, stacked: bool = False) -> tuple[Chart, str]:
    """Return a chart whose second number of the first series is withheld, and its marker."""
    block = chart(form, [[40.0, None, 60.0], [30.0, 50.0, 20.0]], stacked=stacked)
    run = MarkerRun(text="[REDACTED]", spoken="redacted", number=1, grounds=())
    first = block.series[0]
    shown = (first.shown[0], (run,), first.shown[2])
    series = (first.model_copy(update={"shown": shown}), *block.series[1:])
    return block.model_copy(update={"series": series}), run.text


@pytest.mark.parametrize(("form", "stacked"), [*product(BARS, (False, True)), ("line", False)])
def test_a_marker_begins_on_the_axis_in_the_place_of_its_bar(
    form: ChartForm, *, stacked: bool
) -> None:
    block, text = withheld(form, stacked=stacked)
    drawn = plan(block)
    (label,) = labels_of(drawn, [text])
    long = chart_parts.marker_width(text, label.size or drawn.size, "Carlito")
    assert drawn.axis is not None
    neighbours = [box for series, box in drawn.bars if series == 0]
    if form == "bar":
        assert label.x - long / 2 == near(drawn.axis[0])
        middles = [middle(box)[1] for box in neighbours]
        assert label.y == near(sum(middles) / 2)
        return
    assert label.turned
    assert label.y + long / 2 == near(drawn.axis[1])
    middles = [middle(box)[0] for box in neighbours] or [
        drawn.plot.x + drawn.plot.width * part for part in (1 / 6, 5 / 6)
    ]
    assert label.x == near(sum(middles) / 2)


@pytest.mark.parametrize("form", ["column", "bar"])
def test_a_name_of_several_lines_keeps_its_middle_and_its_lines_one_line_apart(
    form: ChartForm,
) -> None:
    long = "A category with a very long name that takes several lines"
    block = chart(form, [[10.0, 20.0, 30.0, 40.0]])
    block = block.model_copy(update={"categories": (words(long), *block.categories[1:])})
    drawn = plan(block)
    lines = [label for label in drawn.labels if label.text in long]
    assert len(lines) > 1
    for upper, lower in pairwise(lines):
        assert lower.y - upper.y == near(drawn.size * LOOK.line_height)
        assert lower.x == near(upper.x)
    if form == "bar":
        slot = drawn.plot.height / 4
        assert (lines[0].y + lines[-1].y) / 2 == near(drawn.plot.y + slot / 2)


@pytest.mark.parametrize("form", ["column", "line", "bar"])
def test_marks_of_the_axis_are_level_with_their_rules_at_equal_steps_across_the_plot(
    form: ChartForm,
) -> None:
    block = chart(form, [[40.0] * 7, [20.0] * 7])
    drawn = plan(block)
    marks = labels_of(drawn, list(block.tick_labels))
    plot = drawn.plot
    for number, (mark, rule) in enumerate(zip(marks, drawn.rules, strict=True)):
        part = number / (len(block.ticks) - 1)
        if form == "bar":
            x = plot.x + part * plot.width
            assert rule == (near(x), near(plot.y), near(x), near(foot(plot)))
            assert (mark.anchor, mark.x) == ("middle", near(x))
            assert 0 < mark.y - foot(plot) <= drawn.size
        else:
            y = foot(plot) - part * plot.height
            assert rule == (near(plot.x), near(y), near(right(plot)), near(y))
            assert (mark.anchor, mark.y) == ("end", near(y))
            assert 2 <= plot.x - mark.x <= 12


@pytest.mark.parametrize("form", ["column", "line", "bar"])
def test_the_axis_stands_at_nothing_and_reaches_across_the_plot(form: ChartForm) -> None:
    block = chart(form, MIXED)
    drawn = plan(block)
    plot = drawn.plot
    part = -block.ticks[0] / (block.ticks[-1] - block.ticks[0])
    if form == "bar":
        x = plot.x + part * plot.width
        assert drawn.axis == (near(x), near(plot.y), near(x), near(foot(plot)))
    else:
        y = foot(plot) - part * plot.height
        assert drawn.axis == (near(plot.x), near(y), near(right(plot)), near(y))


@pytest.mark.parametrize(("form", "size"), list(product(("column", "line", "bar"), SIZES)))
def test_names_of_series_stand_on_the_data_and_there_is_no_legend(
    form: ChartForm, size: tuple[float, float]
) -> None:
    block = chart(form, ROWS)
    drawn = plan(block, size)
    names = labels_of(drawn, ["Series 1", "Series 2", "Series 3"])
    assert drawn.swatches == ()
    assert all(name.kind == "name" for name in names)
    for name in names:
        wide = advance(name.text, "Carlito") * drawn.size
        assert name.x + wide <= size[0] + NEAR
    if form == "bar":  # behind the numbers of the first category
        boxes = [box for _, box in drawn.bars][:3]
        for name, box in zip(names, boxes, strict=True):
            assert name.y == near(middle(box)[1])
            assert name.x > right(box)
    else:  # to the right of the plot, none over another
        assert {name.x for name in names} == {names[0].x}
        assert names[0].x > right(drawn.plot)
        for one, other in pairwise(sorted(name.y for name in names)):
            assert other - one >= drawn.size * LOOK.line_height - NEAR


@pytest.mark.parametrize("last", [(150.0, 149.0, 148.0, 147.0), (0.0, 1.0, 2.0, 3.0)])
def test_names_beside_a_chart_stay_beside_its_plot(last: tuple[float, ...]) -> None:
    drawn = plan(chart("line", [[10.0, value] for value in last]))
    names = labels_of(drawn, [f"Series {n}" for n in range(1, 5)])
    half = drawn.size * LOOK.line_height / 2
    assert all(name.x > right(drawn.plot) for name in names)
    assert min(name.y for name in names) - half >= drawn.plot.y - NEAR
    assert max(name.y for name in names) + half <= foot(drawn.plot) + NEAR
    by_value = sorted(zip(last, names, strict=True), key=lambda row: -row[0])
    heights = [name.y for _, name in by_value]
    assert heights == sorted(heights), "the largest stands highest"


def test_names_stand_in_a_legend_where_the_last_numbers_are_missing() -> None:
    rows: list[list[float | None]] = [[10.0, None], [30.0, 20.0]]
    drawn = plan(chart("column", rows))
    names = labels_of(drawn, ["Series 1", "Series 2"])
    assert [series for series, _ in drawn.swatches] == [0, 1]
    for (_, sample), name in zip(drawn.swatches, names, strict=True):
        assert name.y == near(middle(sample)[1])
        assert 2 <= name.x - right(sample) <= 12
        assert foot(sample) <= drawn.plot.y
    unit = next(label for label in drawn.labels if label.text == "Thousands")
    assert names[0].y - unit.y == near(drawn.size * LOOK.line_height)


def test_a_legend_goes_on_below_itself_before_it_leaves_the_frame() -> None:
    rows: list[list[float | None]] = [*[[1.0]] * 5, [None]]
    drawn = plan(chart("column", rows), (300.0, 356.0))
    assert drawn.over == 0
    names = labels_of(drawn, [f"Series {n}" for n in range(1, 7)])
    for (_, sample), name in zip(drawn.swatches, names, strict=True):
        assert name.x + advance(name.text, "Carlito") * drawn.size <= 300 + NEAR
        assert sample.x >= 0
    lines = sorted({round(name.y, 2) for name in names})
    assert len(lines) > 1
    assert foot(drawn.swatches[-1][1]) <= drawn.plot.y


def letters(label: Label, size: float) -> Box:
    """Return the box of a label's letters; capitals are four fifths of their size."""
    wide = advance(label.text, "Carlito") * size
    if label.kind == "marker":
        size = label.size or size
        wide = chart_parts.marker_width(label.text, size, "Carlito")
    left = label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
    box = Box(left, label.y - size * 0.4, wide, size * 0.8)
    if label.turned:
        box = Box(label.x - size * 0.4, label.y - wide / 2, size * 0.8, wide)
    return box


def overlap(first: Box, second: Box) -> bool:
    across = min(right(first), right(second)) - max(first.x, second.x)
    down = min(foot(first), foot(second)) - max(first.y, second.y)
    return across > 0.5 and down > 0.5


#: Numbers that stand level with each other, are long, or are missing.
NUMBERS = ((100.0, 101.25, 99.5), (1.125, 140.0, None), (None, 12.0, 0.0), (-40.25, -39.0, 140.0))


@pytest.mark.parametrize("form", ["column", "line", "bar"])
@pytest.mark.parametrize("numbers", NUMBERS)
@pytest.mark.parametrize("is_withheld", [False, True])
def test_no_text_of_a_chart_that_fits_stands_on_another(
    form: ChartForm, numbers: tuple[float | None, ...], is_withheld: bool
) -> None:
    fitting = 0
    for count, places, wide, step in product(range(1, 7), range(1, 7), (240, 432, 852), (0, 2)):
        rows = [[numbers[(at + row) % 3] for at in range(places)] for row in range(count)]
        block = with_marker(chart(form, rows)) if is_withheld else chart(form, rows)
        drawn = plan(block, (wide, 330.0), step)
        if drawn.over > 0 or drawn.least > 330:
            continue
        fitting += 1
        boxes = [letters(label, drawn.size) for label in drawn.labels]
        for at, box in enumerate(boxes):
            where = f"{count} x {places}, {wide} points, step {step}: {drawn.labels[at].text}"
            assert box.x >= -0.5, where
            assert right(box) <= wide + 0.5, where
            assert not any(overlap(box, other) for other in boxes[at + 1 :]), where
    assert fitting > 20


@pytest.mark.parametrize("form", ["column", "line", "area", "bar", "pie", "doughnut"])
@pytest.mark.parametrize(
    "unit", ["https://example.eu/legal-content/?uri=CELEX:32001R1049", "W" * 90]
)
def test_a_unit_of_one_long_word_stays_in_its_frame(form: ChartForm, unit: str) -> None:
    block = chart(form, [[10.0, 40.0]]).model_copy(update={"unit": words(unit)})
    drawn = plan(block, (240.0, 400.0))
    lines = [label for label in drawn.labels if label.text in unit]
    assert "".join(label.text for label in lines).startswith(unit)
    for label in lines:
        assert right(letters(label, drawn.size)) <= 240 + NEAR, label.text


def with_marker(block: Chart) -> Chart:
    """Return a chart whose last number is withheld."""
    mark = MarkerRun(text="[REDACTED]", spoken="", number=1, grounds=("defence",), label="")
    last = block.series[-1]
    values, shown = (*last.values[:-1], None), (*last.shown[:-1], (mark,))
    series = last.model_copy(update={"values": values, "shown": shown})
    return block.model_copy(update={"series": (*block.series[:-1], series)})


@pytest.mark.parametrize("form", ["column", "bar"])
def test_totals_stand_at_the_end_of_bars_that_stand_on_each_other(form: ChartForm) -> None:
    block = chart(form, [[10.0, 40.0], [30.0, 20.0]], stacked=True)
    block = block.model_copy(update={"totals": ("40", "")})
    drawn = plan(block)
    (total,) = [label for label in drawn.labels if label.kind == "total"]
    assert total.text == "40"
    ends = [box for _, box in drawn.bars][:2]
    if form == "column":
        assert total.y < min(box.y for box in ends)
        assert total.x == near(middle(ends[0])[0])
    else:
        assert total.x > max(map(right, ends))
        assert total.y == near(middle(ends[0])[1])


@pytest.mark.parametrize(("count", "about"), [(1, 2), (3, 1), (3, 3)])
def test_what_a_chart_is_about_has_a_colour_of_its_own(count: int, about: int) -> None:
    block = chart("column", [[10.0, 20.0, 30.0]] * count).model_copy(update={"highlight": about})
    colours = [
        chart_parts.bar_colour(block, series, place)
        for series in range(count)
        for place in range(3)
    ]
    point = [colours.index("accent") // 3, colours.index("accent") % 3]
    assert point == ([0, about - 1] if count == 1 else [about - 1, 0])
    assert colours.count("accent") == (1 if count == 1 else 3)


@pytest.mark.parametrize("form", ["column", "line", "bar"])
def test_a_plot_takes_all_the_room_that_texts_leave(form: ChartForm) -> None:
    low, high = (plan(chart(form, ROWS), (852.0, height)) for height in (300.0, 400.0))
    assert high.plot.height - low.plot.height == near(100)
    assert high.plot.y == near(low.plot.y)
    narrow, wide = (plan(chart(form, ROWS), (width, 356.0)) for width in (752.0, 852.0))
    assert wide.plot.width - narrow.plot.width == near(100)


@pytest.mark.parametrize(("form", "size"), list(product(("pie", "doughnut"), SIZES)))
def test_slices_divide_the_whole_by_their_values_from_the_top(
    form: ChartForm, size: tuple[float, float]
) -> None:
    values = [40.0, 30.0, 20.0, 10.0]
    drawn = plan(chart(form, [values]), size)
    assert drawn.slices[0].start == 0
    assert drawn.slices[-1].end == near(math.tau)
    for one, other in pairwise(drawn.slices):
        assert other.start == near(one.end)
    for part, value in zip(drawn.slices, values, strict=True):
        assert part.end - part.start == near(value / 100 * math.tau)
    plot = drawn.plot
    assert plot.width == near(plot.height)
    assert is_inside(plot, Box(0, 0, *size))
    assert middle(plot)[0] == near(size[0] / 2)


@pytest.mark.parametrize("size", SIZES)
def test_a_label_of_a_slice_stands_beside_it(size: tuple[float, float]) -> None:
    drawn = plan(chart("pie", [[25.0, 25.0, 25.0, 25.0]]), size)
    x, y = middle(drawn.plot)
    radius = drawn.plot.width / 2
    for number, part in enumerate(drawn.slices):
        name, value = labels_of(drawn, [f"Category {number + 1}", "25"])
        value = [label for label in drawn.labels if label.text == "25"][number]
        half = (part.start + part.end) / 2
        is_right = math.sin(half) > 0
        assert name.anchor == value.anchor == ("start" if is_right else "end")
        assert value.x == near(name.x)
        assert (name.x - x) * (1 if is_right else -1) > radius
        assert value.y - name.y == near(drawn.size * LOOK.line_height)
        level = y - math.cos(half) * radius
        assert abs((name.y + value.y) / 2 - level) <= 10
