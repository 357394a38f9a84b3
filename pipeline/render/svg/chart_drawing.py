"""Charts drawn as SVG, with a title for screen readers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from xml.sax.saxutils import escape

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.edition.spoken_text import in_words
from pipeline.layout import chart_layout, chart_parts
from pipeline.layout.chart_parts import ChartPlan, Label, Slice, bar_colour, series_colours

#: Where the middle of letters lies above the line on which they stand, as a part of their size.
_MIDDLE = 0.322
#: Points: a line, and the radius of its marks; as in the deck.
_LINE_WIDTH = 2.5
_MARK = 4.0
#: Opacity of areas that lie through each other.
_CLEAR = 0.25
#: Signs of the points of lines, so that colour is not all that tells them apart.
_SIGNS = ("circle", "square", "diamond", "circle", "square", "diamond")
_DASHES = ("", "8 4", "2 3", "10 3 2 3", "5 3", "1 4")


def chart_svg(block: Chart, frame: Box, theme: Theme, step: int, *, labelled: bool = True) -> str:
    """Draw a chart as large as its frame; ``<title>`` says what it shows, or all of it in words.

    Args:
        block: the chart.
        frame: its size in points.
        theme: for colours and type.
        step: of the type scale.
        labelled: draw the texts, too; a page sets them itself, as text that can be read.
    """
    plan = chart_layout.plan(block, frame, theme, step)
    parts = [
        *_rules(plan, theme),
        *_areas(block, plan, theme),
        *_bars(block, plan, theme),
        *_lines(block, plan, theme),
        *_points(block, plan, theme),
        *_slices(block, plan, theme),
        *_swatches(block, plan, theme),
        *([_rect(plan.leader, theme.colours["ink"])] if plan.leader else []),
        *(part for label in plan.labels if labelled for part in _label(label, plan, theme)),
    ]
    width, height = _n(frame.width), _n(frame.height)
    # in a table of the same numbers each marker speaks for itself
    name = block.alt if labelled else in_words(block)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}"><title>{escape(name)}</title>{"".join(parts)}</svg>'
    )


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _line(ends: tuple[float, float, float, float], colour: str, width: float) -> str:
    x, y, u, v = map(_n, ends)
    return f'<path d="M{x} {y}L{u} {v}" stroke="{colour}" stroke-width="{_n(width)}"/>'


def _rules(plan: ChartPlan, theme: Theme) -> Iterator[str]:
    for ends in plan.rules:
        yield _line(ends, theme.colours["rule"], 0.5)
    if plan.axis:
        yield _line(plan.axis, theme.colours["muted"], 1)


def _rect(box: Box, colour: str) -> str:
    return (
        f'<rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" '
        f'height="{_n(box.height)}" fill="{colour}"/>'
    )


def _bars(block: Chart, plan: ChartPlan, theme: Theme) -> Iterator[str]:
    """Yield the bars; a white line parts those that stand on each other."""
    for (series, box), place in zip(plan.bars, _places(block), strict=False):
        drawn = _rect(box, theme.colours[bar_colour(block, series, place)])
        if block.stacked:
            drawn = drawn.replace("/>", f' stroke="{theme.colours["paper"]}" stroke-width="1"/>')
        yield drawn


def _places(block: Chart) -> Iterator[int]:
    """Yield the category of each bar, in the order of a plan's bars."""
    for place in range(len(block.categories)):
        bars = (series for series in block.series if not series.line)
        yield from (place for series in bars if series.values[place] is not None)


def _lines(block: Chart, plan: ChartPlan, theme: Theme) -> Iterator[str]:
    colours = series_colours(block)
    for series, points in plan.lines:
        colour = theme.colours[colours[series]]
        path = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        pattern = _DASHES[turn(series)] if block.form == "line" else ""
        dash = f' stroke-dasharray="{pattern}"' if pattern else ""
        yield (
            f'<path d="M{path}" fill="none" stroke="{colour}" '
            f'stroke-width="{_LINE_WIDTH}" stroke-linejoin="round"{dash}/>'
        )
        for x, y in points:
            yield _sign(series, x, y, colour)


def _areas(block: Chart, plan: ChartPlan, theme: Theme) -> Iterator[str]:
    """Yield the areas: on each other, or through each other below their upper edges."""
    for series, corners in plan.areas:
        colour = theme.colours[series_colours(block)[series]]
        steps = [f"{_n(x)} {_n(y)}" for x, y in corners]
        path = f'<path d="M{"L".join(steps)}z" fill="{colour}"'
        if block.stacked:
            yield f'{path} stroke="{theme.colours["paper"]}" stroke-width="1"/>'
            continue
        edge = "L".join(steps[: len(steps) // 2])
        yield f'{path} fill-opacity="{_CLEAR}"/>'
        yield f'<path d="M{edge}" fill="none" stroke="{colour}" stroke-width="{_LINE_WIDTH}"/>'


def _points(block: Chart, plan: ChartPlan, theme: Theme) -> Iterator[str]:
    for series, (x, y) in plan.points:
        yield _sign(series, x, y, theme.colours[series_colours(block)[series]])


def turn(series: int) -> int:
    """Return the sign or dash of a series: those beyond the sixth have another with its colour."""
    return (series + series // len(_SIGNS)) % len(_SIGNS)


def _sign(series: int, x: float, y: float, colour: str) -> str:
    series = turn(series)
    if _SIGNS[series] == "circle":
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_MARK}" fill="{colour}"/>'
    if _SIGNS[series] == "square":
        return _rect(Box(x - _MARK, y - _MARK, 2 * _MARK, 2 * _MARK), colour)
    wide = 1.3 * _MARK
    steps = f"{_n(wide)} {_n(wide)}l{_n(-wide)} {_n(wide)}l{_n(-wide)} {_n(-wide)}z"
    return f'<path d="M{_n(x)} {_n(y - wide)}l{steps}" fill="{colour}"/>'


def _slices(block: Chart, plan: ChartPlan, theme: Theme) -> Iterator[str]:
    radius = plan.plot.width / 2
    x, y = plan.plot.x + radius, plan.plot.y + radius
    for index, part in enumerate(plan.slices):
        if part.end <= part.start:
            continue
        colour = theme.colours[series_colours(block)[index]]
        if part.end - part.start >= math.tau - 1e-9:
            yield f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{colour}"/>'
            continue
        paper = theme.colours["paper"]
        yield (
            f'<path d="{_sector(part, x, y, radius)}" fill="{colour}" stroke="{paper}" '
            'stroke-width="1.5" stroke-linejoin="round"/>'
        )
    if block.form == "doughnut":
        hole = _n(radius * chart_parts.HOLE)
        yield f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{hole}" fill="{theme.colours["paper"]}"/>'


def _sector(part: Slice, x: float, y: float, radius: float) -> str:
    large = int(part.end - part.start > math.pi)
    ends = [
        f"{_n(x + radius * math.sin(angle))} {_n(y - radius * math.cos(angle))}"
        for angle in (part.start, part.end)
    ]
    r = _n(radius)
    return f"M{_n(x)} {_n(y)}L{ends[0]}A{r} {r} 0 {large} 1 {ends[1]}z"


def _swatches(block: Chart, plan: ChartPlan, theme: Theme) -> Iterator[str]:
    for series, box in plan.swatches:
        colour = theme.colours[series_colours(block)[series]]
        middle = box.y + box.height / 2
        if block.form == "scatter":
            yield _sign(series, box.x + box.width / 2, middle, colour)
            continue
        if not chart_text.is_line(block, series):
            yield _rect(box, colour)
            continue
        yield _line((box.x, middle, box.x + box.width, middle), colour, _LINE_WIDTH)
        yield _sign(series, box.x + box.width / 2, middle, colour)


def _label(label: Label, plan: ChartPlan, theme: Theme) -> Iterator[str]:
    """Yield a label, behind it the background of a marker or of a withheld number."""
    size = label.size or plan.size
    baseline = label.y + _MIDDLE * size
    turned = f' transform="rotate(-90 {_n(label.x)} {_n(label.y)})"' if label.turned else ""
    if label.kind in {"marker", "withheld"}:
        yield from _background(label, size, theme, turned)
    bold = label.kind in {"marker", "total"}
    weight = ' font-weight="bold"' if bold else ""
    family = theme.fonts.deck.family
    yield (
        f'<text x="{_n(label.x)}" y="{_n(baseline)}" '
        f'font-size="{_n(size)}" font-family="{family}, Liberation Sans"{weight} '
        f'text-anchor="{label.anchor}" fill="{theme.colours[label.colour]}"{turned}>'
        f"{escape(label.text)}</text>"
    )


def _background(label: Label, size: float, theme: Theme, turned: str) -> Iterator[str]:
    """Yield what stands behind a marker, or behind a number that only this edition prints."""
    is_marker = label.kind == "marker"
    family = theme.fonts.deck.family
    wide = chart_parts.marker_width(label.text, size, family, bold=is_marker)
    parts = {"start": 0.0, "middle": 0.5, "end": 1.0}
    sides = chart_parts.MARKER_SIDES * size
    left = label.x - wide * parts[label.anchor] + sides * (2 * parts[label.anchor] - 1)
    high = chart_parts.MARKER_HEIGHT * size
    box = Box(left, label.y - high / 2, wide, high)
    background = theme.colours["marker_ground" if is_marker else "withheld_ground"]
    yield _rect(box, background).replace("/>", f"{turned}/>")
    if not is_marker:
        foot = box.y + box.height
        yield _line((left, foot, left + wide, foot), theme.colours["withheld_line"], 1.5)
