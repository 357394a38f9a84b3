"""Blocks and slides to be placed, and what is asked of every placement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from pipeline.core.errors import Where
from pipeline.design import theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Card,
    Cards,
    Cell,
    Chart,
    ChartForm,
    Item,
    Picture,
    Series,
    Table,
)
from pipeline.edition.runs import Runs, TextRun
from pipeline.edition.slide import Layout, Slide
from pipeline.layout.fit import fit_slide

LOOK = theme.load()
#: Points that rounding may add: frames are written with two decimals.
NEAR = 0.03


def words(text: str) -> Runs:
    return (TextRun(text=text),) if text else ()


def slide(*blocks: Block, layout: Layout = "text", notes: Sequence[str] = ()) -> Slide:
    footnotes = tuple(map(words, notes))
    return Slide(number=1, layout=layout, title=words("Title"), blocks=blocks, footnotes=footnotes)


def placed(given: Slide) -> tuple[Slide, ...]:
    """Fit a slide of which everything must fit, with the slides on which it continues."""
    parts, problems = fit_slide(given, LOOK, Where("slide 1"))
    assert problems == ()
    return parts


def boxes(fitted: Slide, region: str = "body") -> list[Box]:
    """Return the frames of a region from the top down."""
    pairs = zip(fitted.blocks, fitted.frames, strict=True)
    return [
        Box(frame.x, frame.y, frame.width, frame.height)
        for block, frame in pairs
        if block.region == region
    ]


def points(count: int, text: str = "A point of some words") -> BulletList:
    return BulletList(items=tuple(Item(runs=words(f"{text} {n}")) for n in range(count)))


def table(rows: Iterable[Iterable[str | Cell]], header_rows: int = 1) -> Table:
    made = tuple(
        tuple(
            cell
            if isinstance(cell, Cell)
            else Cell(runs=words(cell), header="column" if number < header_rows else "")
            for cell in row
        )
        for number, row in enumerate(rows)
    )
    return Table(alt="t", header_rows=header_rows, rows=made)


def cards(count: int, columns: int, text: str = "Some words", number: str = "") -> Cards:
    card = Card(number=number, heading=words("Heading"), text=words(text))
    return Cards(columns=columns, cards=(card,) * count)


def chart(
    form: ChartForm, rows: Sequence[Sequence[float | None]], *, stacked: bool = False
) -> Chart:
    """Return a chart whose axis goes from 50 below nothing, if that is needed, to 150."""
    low = min((value for row in rows for value in row if value is not None), default=0.0)
    whole = form in {"pie", "doughnut"}
    ticks = () if whole else tuple(float(t) for t in range(-50 if low < 0 else 0, 151, 50))
    return Chart(
        alt="c",
        form=form,
        stacked=stacked,
        unit=words("Thousands"),
        categories=tuple(words(f"Category {i + 1}") for i in range(len(rows[0]))),
        series=tuple(
            Series(
                name=words(f"Series {i + 1}"),
                values=tuple(row),
                shown=tuple(words("n/a" if value is None else f"{value:g}") for value in row),
            )
            for i, row in enumerate(rows)
        ),
        ticks=ticks,
        tick_labels=tuple(f"{tick:g}" for tick in ticks),
    )


def picture(width: int, height: int, caption: str = "", region: str = "body") -> Picture:
    return Picture(
        region=region, alt="p", caption=words(caption), data="", width=width, height=height
    )


def right(box: Box) -> float:
    return box.x + box.width


def foot(box: Box) -> float:
    return box.y + box.height


def middle(box: Box) -> tuple[float, float]:
    return box.x + box.width / 2, box.y + box.height / 2


def is_inside(inner: Box, outer: Box, slack: float = NEAR) -> bool:
    return (
        inner.x >= outer.x - slack
        and inner.y >= outer.y - slack
        and right(inner) <= right(outer) + slack
        and foot(inner) <= foot(outer) + slack
    )


def overlap(one: Box, other: Box) -> float:
    """Return how deep two boxes lie over each other, across or down: the lesser of both."""
    across = min(right(one), right(other)) - max(one.x, other.x)
    down = min(foot(one), foot(other)) - max(one.y, other.y)
    return max(min(across, down), 0.0)


def are_apart(given: Sequence[Box], slack: float = NEAR) -> bool:
    return all(overlap(one, other) <= slack for one, other in combinations(given, 2))


def gaps(given: Sequence[Box]) -> list[float]:
    """Return the room between boxes that stand below each other."""
    return [lower.y - foot(upper) for upper, lower in pairwise(given)]
