"""Labels and samples that native charts do not have: names, totals, what stands for numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.edition.runs import Runs, TextRun
from pipeline.layout import chart_parts
from pipeline.layout.chart_parts import ChartPlan, Label

#: Kinds of labels, in the order in which they are read.
_ORDER: tuple[frozenset[str], ...] = (
    frozenset(("unit",)),
    frozenset(("name",)),
    frozenset(("marker", "absent")),
    frozenset(("total",)),
    frozenset(("mark",)),
    frozenset(("category",)),
    frozenset(("note",)),
)
#: Shapes of the marks of series, in order.
_SHAPES = ("ellipse", "rect", "diamond") * 2
_ALIGNED = {"start": "l", "middle": "ctr", "end": "r"}


@dataclass(frozen=True)
class PlacedLabel:
    """One line of text in its box, in points of the plan.

    Attributes:
        size: of its letters.
        colour: token.
        align: "l", "ctr" or "r".
        turned: it is read upwards; its box is higher than wide.
    """

    box: Box
    runs: Runs
    size: float
    bold: bool
    colour: str
    align: str
    turned: bool
    is_marker: bool


@dataclass(frozen=True)
class Swatch:
    """Sample of a series in the legend: its box, the token of its colour, a preset shape."""

    box: Box
    token: str
    shape: str


def swatches(block: Chart, plan: ChartPlan) -> Iterator[Swatch]:
    """Yield the samples of a chart's legend, and the line that leads from its annotation."""
    if chart_text.is_whole(block):
        return
    if plan.leader:
        yield Swatch(plan.leader, "ink", "rect")
    colours = chart_parts.series_colours(block)
    for index, box in plan.swatches:
        yield Swatch(box, colours[index], _shape(block, index))


def labels(block: Chart, plan: ChartPlan, theme: Theme) -> Iterator[PlacedLabel]:
    """Yield the labels that a native chart lacks, in reading order; a pie and a ring lack none."""
    if chart_text.is_whole(block):
        return
    missing = iter(chart_text.beside(block))
    for kinds in _ORDER:
        for label in plan.labels:
            if label.kind in kinds:
                runs = next(missing) if "marker" in kinds else (TextRun(text=label.text),)
                yield _placed(label, runs, plan.size, theme)


def of_ring(plan: ChartPlan, theme: Theme) -> Iterator[PlacedLabel]:
    """Yield the labels beside a ring: what each part is, and its number."""
    for label in plan.labels:
        if label.colour != "muted":  # its unit is the chart's title
            yield _placed(label, (TextRun(text=label.text),), plan.size, theme)


def _placed(label: Label, runs: Runs, usual: float, theme: Theme) -> PlacedLabel:
    """Return a label in its box."""
    size = label.size or usual
    is_marker = label.kind == "marker"
    heavy = is_marker or label.kind == "total"
    wide = chart_parts.marker_width(label.text, size, theme.fonts.deck.family, bold=heavy)
    high = (chart_parts.MARKER_HEIGHT if is_marker else theme.line_height) * size
    starts = {"middle": wide / 2, "start": 0.0, "end": wide}
    box = Box(label.x - starts[label.anchor], label.y - high / 2, wide, high)
    if label.turned:
        left = box.x + (wide - high) / 2
        box = Box(left, label.y - wide / 2, high, wide)
    aligned = _ALIGNED[label.anchor]
    return PlacedLabel(
        box, runs, size, heavy, label.colour, aligned, label.turned, is_marker=is_marker
    )


def _shape(block: Chart, index: int) -> str:
    """Return the shape of a series's sample in the legend: its mark, or a square."""
    if block.form != "scatter" and not chart_text.is_line(block, index):
        return "rect"
    return _SHAPES[(index + index // len(_SHAPES)) % len(_SHAPES)]
