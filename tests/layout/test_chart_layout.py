"""The plan of a chart: what it says is the same at every size, and all of it is in its frame."""

from __future__ import annotations

from itertools import product

import pytest

from pipeline.design import theme
from pipeline.design.theme import STEPS
from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart, ChartForm, Series
from pipeline.edition.runs import TextRun
from pipeline.layout import chart_layout

LOOK = theme.load()
FORMS: tuple[ChartForm, ...] = ("column", "bar", "line", "pie", "doughnut")


def text(words: str) -> tuple[TextRun, ...]:
    return (TextRun(text=words),)


def chart(form: ChartForm, count: int = 4, series: int = 1, *, stacked: bool = False) -> Chart:
    rows = [tuple(float(10 * (i + 1) + 3 * s) for i in range(count)) for s in range(series)]
    whole = form in {"pie", "doughnut"}
    ticks = () if whole else tuple(float(v) for v in range(0, 1000, 200))
    return Chart(
        alt="A",
        form=form,
        stacked=stacked,
        unit=text("Thousand pieces"),
        categories=tuple(text(f"Category number {i + 1}") for i in range(count)),
        series=tuple(
            Series(
                name=text(f"Series {i + 1}"), values=row, shown=tuple(text(f"{v:.0f}") for v in row)
            )
            for i, row in enumerate(rows)
        ),
        ticks=ticks,
        tick_labels=tuple(f"{v:.0f}" for v in ticks),
    )


CASES = [
    *(chart(form) for form in FORMS),
    chart("column", 4, 3),
    chart("column", 6, 3, stacked=True),
    chart("bar", 8, 2),
    chart("bar", 5, 3, stacked=True),
    chart("line", 12, 3),
    chart("pie", 6),
    chart("doughnut", 2),
]


@pytest.mark.parametrize(
    ("block", "size", "step"),
    list(product(CASES, [(852, 356), (430, 376), (600, 200)], range(STEPS))),
)
def test_a_plan_says_what_the_chart_says_in_that_order(
    block: Chart, size: tuple[float, float], step: int
) -> None:
    plan = chart_layout.plan(block, Box(0, 0, *size), LOOK, step)
    said = "".join(label.text for label in plan.labels).replace(" ", "")
    assert said == "".join(chart_text.texts(block)).replace(" ", "")


@pytest.mark.parametrize(("block", "step"), list(product(CASES, range(STEPS))))
def test_all_of_a_chart_is_in_its_frame_if_the_frame_is_as_high_as_it_wants(
    block: Chart, step: int
) -> None:
    width = 852.0
    least, over = chart_layout.demands(block, width, LOOK, step)
    if over:
        return
    plan = chart_layout.plan(block, Box(0, 0, width, least), LOOK, step)
    assert plan.over == 0
    boxes = [box for _, box in (*plan.bars, *plan.swatches)] + [plan.plot]
    for box in boxes:
        assert box.x >= -0.01
        assert box.y >= -0.01
        assert box.x + box.width <= width + 0.01
        assert box.y + box.height <= least + 0.01
        assert box.width >= 0
        assert box.height >= 0
    half = plan.size * LOOK.line_height / 2
    assert all(half - 0.5 <= label.y <= least - half + 0.5 for label in plan.labels)


@pytest.mark.parametrize("block", CASES)
def test_labels_of_a_chart_do_not_stand_on_each_other(block: Chart) -> None:
    width = 852.0
    least, _ = chart_layout.demands(block, width, LOOK, STEPS - 1)
    plan = chart_layout.plan(block, Box(0, 0, width, max(least, 300)), LOOK, STEPS - 1)
    from pipeline.layout.text_metrics import advance  # noqa: PLC0415

    spans = []
    for label in plan.labels:
        wide = advance(label.text, LOOK.fonts.deck.family) * plan.size
        left = {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
        spans.append((label.x - left, label.x - left + wide, label.y))
    line = plan.size * 0.9
    for index, (a, b, y) in enumerate(spans):
        for c, d, z in spans[index + 1 :]:
            assert b <= c + 1 or d <= a + 1 or abs(y - z) >= line


def test_names_too_long_for_their_bars_are_told_by_how_much() -> None:
    block = chart("column", 12)
    wide = block.model_copy(
        update={"categories": tuple(text("Unbreakablecategoryname") for _ in range(12))}
    )
    assert chart_layout.demands(block, 852, LOOK, STEPS - 1)[1] == 0
    assert chart_layout.demands(wide, 852, LOOK, STEPS - 1)[1] > 50


def test_the_table_of_a_chart_holds_its_numbers() -> None:
    table = chart_text.as_table(chart("column", 2, 2))
    said = [["".join(run.text for run in cell.runs if run.kind == "text") for cell in row]
            for row in table.rows]  # fmt: skip
    assert said == [
        ["Thousand pieces", "Series 1", "Series 2"],
        ["Category number 1", "10", "13"],
        ["Category number 2", "20", "23"],
    ]
