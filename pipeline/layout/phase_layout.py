"""Bars of a table's line of time: their places, and where the words above them begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Cell, Table
from pipeline.edition.slide import Frame
from pipeline.layout.text_metrics import pieces

#: Points: heights of a bar at the steps of the type scale, and what is free above it.
_HEIGHTS = (22.0, 18.0, 14.0, 10.0)
GAP = 3.0
#: By which part of its size a milestone's mark begins before its middle.
_HALF_MARK = 0.32


@dataclass(frozen=True)
class PlacedBar:
    """A bar on a slide, in points from the corner of its table."""

    box: Box
    done: bool


def bar_height(step: int) -> float:
    """Return the height of a bar at a step of the type scale."""
    return _HEIGHTS[min(step, len(_HEIGHTS) - 1)]


def is_bar(cell: Cell) -> bool:
    """Say whether a cell has a bar, not only words that stand where their time is."""
    return cell.bar is not None and cell.bar.start < cell.bar.end


def room(step: int) -> float:
    """Return the height of a bar with what is free above it."""
    return bar_height(step) + GAP


def below(cell: Cell, step: int) -> float:
    """Return the points that a cell needs below its words."""
    return room(step) if is_bar(cell) else 0.0


def _place(share: float, columns: Sequence[float]) -> float:
    """Return where a time stands, in points: columns that are not equally wide are equally long."""
    whole = min(int(share * len(columns)), len(columns) - 1)
    return sum(columns[:whole]) + (share * len(columns) - whole) * columns[whole]


@dataclass(frozen=True)
class Placed:
    """Words and bar of a cell, in points from its left edge."""

    words: float
    start: float
    end: float


def placed(cell: Cell, columns: Sequence[float], theme: Theme, step: int) -> Placed:
    """Return where the words of a cell begin, and its bar begins and ends.

    Args:
        cell: of the line of time.
        columns: widths in points of those that it covers.
        theme: for its type.
        step: of the type scale of tables.
    """
    bar = cell.bar
    if bar is None:
        return Placed(0.0, 0.0, 0.0)
    width = sum(columns)
    style, own = theme.table_style(step)
    size, family = theme.styles[style].size(own), theme.family(style)
    words = sum(wide for _, wide in pieces(cell.runs, size, family, bold=bool(cell.header)))
    words = words * theme.stretch + 1
    half = 0.0 if is_bar(cell) else _HALF_MARK * size
    start, end = _place(bar.start, columns), _place(bar.end, columns)
    left = end + half - words if bar.ends_words else start - half
    left = max(min(left, width - words), 0.0)
    return Placed(round(left, 2), round(start, 2), round(end, 2))


def bars(block: Table, frame: Frame, theme: Theme) -> Iterator[PlacedBar]:
    """Yield the bars of a table, from its corner: each below the words of its cell."""
    style, own = theme.table_style(frame.step)
    line = theme.styles[style].size(own) * theme.line_height
    high = bar_height(frame.step)
    tops = accumulate(frame.rows, initial=0.0)
    for row, top, height in zip(block.rows, tops, frame.rows, strict=False):
        for column, cell in enumerate(row):
            if cell.bar is None or not is_bar(cell):
                continue
            left, covered = sum(frame.columns[:column]), frame.columns[column:][: cell.columns]
            at = placed(cell, covered, theme, frame.step)
            above = top + (height - line - GAP - high) / 2 + line + GAP
            yield PlacedBar(
                Box(
                    round(left + at.start, 2),
                    round(above, 2),
                    round(at.end - at.start, 2),
                    high,
                ),
                cell.bar.done,
            )
