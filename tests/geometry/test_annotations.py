"""Annotations of charts: they stand free, and their line ends at its number and crosses none."""

from __future__ import annotations

from itertools import product

import pytest

from pipeline.design.tokens import Box
from pipeline.edition.blocks import Annotation, Chart, ChartForm
from pipeline.edition.runs import MarkerRun
from pipeline.layout import chart_layout
from pipeline.layout.chart_parts import ChartPlan, Label
from pipeline.layout.text_metrics import advance
from pipeline.render.drawingml import labels_beside
from tests.geometry.given import LOOK, chart, is_inside, words
from tests.support.thinned import thinned

SIZES = [(852.0, 356.0), (500.0, 340.0)]
FORMS: list[tuple[ChartForm, bool]] = [
    ("column", False), ("column", True), ("bar", False), ("bar", True), ("line", False),
    ("area", False), ("area", True),
]  # fmt: skip
ROWS: list[list[list[float | None]]] = [
    [[40.0, 20.0, 60.0, 30.0]],
    [[40.0, 20.0, 60.0, 30.0], [30.0, 50.0, 10.0, 10.0], [20.0, 10.0, 25.0, 90.0]],
]
#: Points between the end of a line and that to which it leads, at most.
_NEAR = 8.0


def box_of(label: Label, size: float) -> Box:
    box = labels_beside._placed(label, words(label.text), size, LOOK).box
    if label.kind == "marker":
        return box
    wide = advance(label.text, LOOK.fonts.deck.family, bold=label.kind == "total") * size
    return Box(
        label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor],
        box.y,
        wide,
        box.height,
    )


def meet(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width - 0.5
        and other.x < one.x + one.width - 0.5
        and one.y < other.y + other.height - 0.5
        and other.y < one.y + one.height - 0.5
    )


def annotated(block: Chart, place: int, series: int) -> Chart:
    note = Annotation(
        place=place, series=series, runs=words("Visa-free travel since the first of May")
    )
    return block.model_copy(update={"annotation": note})


def wrong(drawn: ChartPlan, frame: Box) -> list[str]:
    """Return which texts an annotation or its line meets, or whether it stands out."""
    assert drawn.leader
    notes = [box_of(label, drawn.size) for label in drawn.labels if label.kind == "note"]
    others = [label for label in drawn.labels if label.kind != "note"]
    found = [
        label.text
        for label in others
        for own in (*notes, drawn.leader)
        if meet(own, box_of(label, drawn.size))
    ]
    found += ["a bar" for _, bar in drawn.bars for own in notes if meet(own, bar)]
    found += ["its line" for own in notes if meet(own, drawn.leader)]
    placed = [
        labels_beside._placed(label, (), drawn.size, LOOK).box
        for label in drawn.labels
        if label.kind == "note"
    ]
    return found + ["the frame" for own in (*placed, drawn.leader) if not is_inside(own, frame)]


_CASES = [
    (form, stacked, rows, place, series, size)
    for (form, stacked), rows, size in product(FORMS, ROWS, SIZES)
    for place in range(4)
    for series in range(len(rows))
    if not stacked or len(rows) > 1
]


@pytest.mark.parametrize(("form", "stacked", "rows", "place", "series", "size"), thinned(_CASES, 4))
def test_an_annotation_and_its_line_meet_nothing(
    form: ChartForm,
    stacked: bool,
    rows: list[list[float | None]],
    place: int,
    series: int,
    size: tuple[float, float],
) -> None:
    block = annotated(chart(form, rows, stacked=stacked), place, series)
    least, _ = chart_layout.demands(block, size[0], LOOK, 1)
    frame = Box(0, 0, size[0], max(size[1], least))
    drawn = chart_layout.plan(block, frame, LOOK, 1)
    assert wrong(drawn, frame) == []


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("form", ["column", "bar", "line"])
def test_the_line_ends_at_its_number(form: ChartForm, place: int) -> None:
    block = annotated(chart(form, ROWS[0]), place, 0)
    drawn = chart_layout.plan(block, Box(0, 0, *SIZES[0]), LOOK, 0)
    numbers = [label for label in drawn.labels if label.text in {"40", "20", "60", "30"}]
    own = box_of(numbers[place], drawn.size)
    leader = drawn.leader
    assert leader
    if form == "bar":
        assert 0 <= leader.x - (own.x + own.width) < _NEAR
        assert own.y < leader.y < own.y + own.height
    else:
        assert 0 <= own.y - (leader.y + leader.height) < _NEAR
        assert own.x < leader.x < own.x + own.width


@pytest.mark.parametrize("form", ["column", "bar", "line"])
def test_the_line_to_a_withheld_number_ends_at_its_marker(form: ChartForm) -> None:
    block = chart(form, [[40.0, None, 60.0, 30.0]])
    marker = (MarkerRun(text="[REDACTED]", spoken="s", number=1, grounds=()),)
    row = block.series[0]
    shown = (row.shown[0], marker, *row.shown[2:])
    held = block.model_copy(update={"series": (row.model_copy(update={"shown": shown}),)})
    frame = Box(0, 0, *SIZES[0])
    drawn = chart_layout.plan(annotated(held, 1, 0), frame, LOOK, 0)
    assert wrong(drawn, frame) == []
    label = next(label for label in drawn.labels if label.kind == "marker")
    own, leader = box_of(label, drawn.size), drawn.leader
    assert leader
    gap = leader.x - own.x - own.width if form == "bar" else own.y - leader.y - leader.height
    assert 0 <= gap < _NEAR
