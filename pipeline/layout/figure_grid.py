"""Grids of figures: tables, charts, pictures or maps side by side on a slide, around a text.

Every way of placing them is tried; the one is taken at which type is largest, and among those of
one size the one at which figures are. All figures have one size of type; those of one row have one
top, and below headings, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.core.lengths import Pt
from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Block, Chart, Map, Picture, Table
from pipeline.edition.slide import FIGURE, FOOT, HEADING, Area, Layout, Slide
from pipeline.layout import picture_layout
from pipeline.layout.block_heights import Ruler
from pipeline.layout.regions import gap_below, region_box
from pipeline.layout.stacking import Setting, stack
from pipeline.layout.title_layout import ROUNDING

#: Figures side by side that are tried, by their number: below a text, and beside it.
_BELOW = {
    1: (1,), 2: (2, 1), 3: (3, 2), 4: (2,), 5: (3,), 6: (3,), 7: (4,), 8: (4,), 9: (3, 5),
}  # fmt: skip
_BESIDE = {
    1: (1,), 2: (1, 2), 3: (1, 2), 4: (2,), 5: (2, 3), 6: (2, 3), 7: (3,), 8: (3,), 9: (3,),
}  # fmt: skip
#: Part of its column that a text beside figures takes at least, if it may as well stand above.
_FILLED = 0.4
#: Between these ratios of width to height a chart or a map takes all of its room.
_NARROWEST, _WIDEST = 0.8, 2.2
#: Step of headings above several rows, and of those that would take two lines at the first one;
#: points below the former.
_SMALLER, _CLOSER = 1, 6.0


def arranged(slide: Slide, theme: Theme) -> Slide:
    """Return a slide with its layout and the areas of its regions."""
    grid = _Grid(slide, theme)
    best = min(grid.ways(), key=lambda way: way.rank)
    return slide.model_copy(update={"layout": best.layout, "areas": best.areas})


@dataclass(frozen=True)
class _Way:
    """One way of placing text and figures.

    Attributes:
        misfit: points that are too much at the smallest size, and whether words are broken.
        step: the smallest type that it needs.
        is_empty: most of the column of a text beside its figures is empty.
        drawn: square points that figures take.
    """

    layout: Layout
    areas: tuple[Area, ...]
    misfit: tuple[float, bool]
    step: int
    drawn: float
    is_empty: bool = False

    @property
    def rank(self) -> tuple[float, bool, int, bool, float]:
        """Return what is least for the best way."""
        return (*self.misfit, self.step, self.is_empty, -self.drawn)


class _Grid:
    """The blocks of a slide by their regions, and the boxes that they may have."""

    def __init__(self, slide: Slide, theme: Theme) -> None:
        self._slide = slide
        self.theme = theme
        self.members: dict[str, list[Block]] = {}
        for block in slide.blocks:
            self.members.setdefault(block.region, []).append(block)
        self.figures = [name for name in self.members if name.startswith(FIGURE)]

    def ways(self) -> Iterator[_Way]:
        """Yield every way to place text and figures, those that are to be preferred first."""
        count, text = len(self.figures), self.members.get("body")
        own: Layout = "section" if self._slide.layout == "section" else "mixed"
        if text and own != "section":
            yield from (self._beside(columns) for columns in _BESIDE[count])
        for columns in _BELOW[count]:
            for step in range(STEPS if text else 1):
                yield self._below(own, columns, step)

    def _box(self, layout: Layout, region: str) -> Box:
        bare = self._slide.model_copy(update={"layout": layout, "areas": ()})
        return region_box(bare, region, self.theme)

    def _footed(self, boxes: Sequence[Box]) -> tuple[float, list[Area]]:
        """Return the points that a remark at the foot takes, and its area."""
        lines = self.members.get(FOOT)
        if not lines:
            return 0.0, []
        left = min(box.x for box in boxes)
        width = max(box.x + box.width for box in boxes) - left
        height = self.needed(lines, width, 0)[0]
        bottom = max(box.y + box.height for box in boxes)
        area = _area(FOOT, Box(left, bottom - height, width, height))
        return height + self.theme.gap, [area]

    def _beside(self, columns: int) -> _Way:
        """Try five columns of text, and the figures in the other seven."""
        layout: Layout = "text-figure"
        body, figure = self._box(layout, "body"), self._box(layout, "figure")
        below, areas = self._footed((body, figure))
        body = _cut(body, foot=below)
        text = stack(list(enumerate(self.members["body"])), body, self.theme, Setting())
        step = max(frame.step for frame in text.frames.values())
        end = max(frame.y + frame.height for frame in text.frames.values())
        room = _cut(figure, foot=below)
        cells = self._cells(room, columns, step)
        over = max(text.over, 0.0) if text.over > ROUNDING else 0.0
        return replace(
            cells,
            layout=layout,
            areas=(_area("body", body), *cells.areas, *areas),
            misfit=(cells.misfit[0] + over, cells.misfit[1]),
            is_empty=end - body.y < _FILLED * body.height,
        )

    def _below(self, layout: Layout, columns: int, step: int) -> _Way:
        """Try the figures below the text, which is set at a step."""
        box = self._box(layout, "body")
        below, areas = self._footed((box,))
        box = _cut(box, foot=below)
        text, above = self.members.get("body", []), 0.0
        if text:
            height = self.needed(text, box.width, step)[0]
            areas.insert(0, _area("body", Box(box.x, box.y, box.width, height), step))
            above = height + self.theme.gap
        room = _cut(box, head=above)
        cells = self._cells(room, columns, step)
        head, foot = areas[: bool(text)], areas[bool(text) :]
        return replace(cells, layout=layout, areas=(*head, *cells.areas, *foot))

    def needed(self, blocks: Sequence[Block], width: float, step: int) -> tuple[float, bool]:
        """Return the least height of blocks below each other, and whether they take more."""
        ruler = Ruler(self.theme, step)
        heights = [ruler.height(block, width) for block in blocks]
        gaps = sum(gap_below(block, self.theme) for block in blocks[:-1])
        return sum(least for least, _ in heights) + gaps, any(most > low for low, most in heights)

    def _cells(self, room: Box, columns: int, least: int) -> _Way:
        """Place the figures in rows, at the largest type at which they fit.

        Args:
            room: of all figures.
            columns: figures in a row.
            least: step of the text, whose type is no smaller than what is to be compared.
        """
        steps = range(self.theme.table_steps if self._has_tables else STEPS)
        tried = (_Cells(self, room, columns, step).way(least) for step in steps)
        found: list[_Way] = []
        for way in tried:
            found.append(way)
            if way.misfit == (0.0, False):
                return way
        return min(found, key=lambda way: way.rank)

    @property
    def _has_tables(self) -> bool:
        return any(
            isinstance(block, Table) for name in self.figures for block in self.members[name]
        )


class _Cells:
    """Cells of a grid at one step of the type scale."""

    def __init__(self, grid: _Grid, room: Box, columns: int, step: int) -> None:
        self._grid = grid
        self._theme = grid.theme
        self._room = room
        self._step = step
        gap = self._theme.card_gap
        self._width = (room.width - gap * (columns - 1)) / columns
        names = grid.figures
        self._rows = [names[at : at + columns] for at in range(0, len(names), columns)]
        self._heading_step = 0
        heights = [self._heading(name, 0) for name in names]
        if len(self._rows) > 1 or max(heights) > self._heading_line:
            self._heading_step = _SMALLER

    @property
    def _heading_line(self) -> float:
        look = self._theme.styles["heading"]
        return look.size(0) * self._theme.line_height + ROUNDING

    def _heading(self, name: str, step: int) -> float:
        """Return the height of the heading above a figure; 0 without one."""
        blocks = self._grid.members.get(name.replace(FIGURE, HEADING), [])
        return self._grid.needed(blocks, self._width, step)[0] if blocks else 0.0

    def _step_of(self, name: str) -> int:
        """Return the step of a figure: tables alone have more steps than text."""
        blocks = self._grid.members[name]
        if not any(isinstance(block, Table) for block in blocks):
            return min(self._step, STEPS - 1)
        steps = range(self._step, self._theme.table_steps)
        fitting = (step for step in steps if self._excess(name, step) <= ROUNDING)
        return next(fitting, steps[-1])

    def _excess(self, name: str, step: int) -> float:
        ruler = Ruler(self._theme, step)
        return max(ruler.excess(block, self._width) for block in self._grid.members[name])

    def way(self, least: int) -> _Way:
        """Return the areas of headings and figures, and how well they fit."""
        names = self._grid.figures
        steps = {name: self._step_of(name) for name in names}
        needs = {
            name: self._grid.needed(self._grid.members[name], self._width, steps[name])
            for name in names
        }
        heads = [max(self._headed(name) for name in row) for row in self._rows]
        rows = [max(needs[name][0] for name in row) for row in self._rows]
        grows = [any(needs[name][1] for name in row) for row in self._rows]
        fixed = sum(heads) + self._theme.gap * (len(rows) - 1)
        room = self._room.height - fixed
        over = max(sum(rows) - room, 0.0)
        heights = _shared(rows, grows, room)
        for at, row in enumerate(self._rows):  # pictures do not grow beyond their width
            most = max(self._most(name, steps[name]) for name in row)
            if grows[at] and most < heights[at]:
                rows[at], grows[at] = max(most, rows[at]), False
        heights = _shared(rows, grows, room)
        areas: list[Area] = []
        top, drawn = float(self._room.y), 0.0
        for row, head, height in zip(self._rows, heads, heights, strict=True):
            for at, name in enumerate(row):
                left = self._room.x + at * (self._width + self._theme.card_gap)
                if self._heading(name, 0):
                    box = Box(left, top, self._width, head - self._space)
                    areas.append(_area(name.replace(FIGURE, HEADING), box, self._heading_step))
                own = height - self._lower(name, row, steps[name])
                box = Box(left, top + head, self._width, own)
                areas.append(_area(name, box, steps[name]))
                drawn += sum(_drawn(block, box, self._theme) for block in self._blocks(name))
            top += head + height + self._theme.gap
        excess = max(self._excess(name, steps[name]) for name in names)
        misfit = round(sum(part for part in (over, excess) if part > ROUNDING), 2)
        return _Way("mixed", tuple(areas), (misfit, self._breaks(steps)),
                    max(least, *steps.values()), round(drawn))  # fmt: skip

    def _blocks(self, name: str) -> list[Block]:
        return self._grid.members[name]

    def _breaks(self, steps: dict[str, int]) -> bool:
        return any(
            Ruler(self._theme, step).breaks_words(block, self._width)
            for name, step in steps.items()
            for block in self._blocks(name)
        )

    @property
    def _space(self) -> float:
        return self._theme.styles["heading"].space if len(self._rows) == 1 else _CLOSER

    def _headed(self, name: str) -> float:
        height = self._heading(name, self._heading_step)
        return height + self._space if height else 0.0

    def _most(self, name: str, step: int) -> float:
        """Return the greatest height that a figure has: a picture's, as wide as its cell."""
        block = self._blocks(name)[0]
        if not isinstance(block, Picture):
            return float("inf")
        caption = picture_layout.caption_height(block, self._width, self._theme, step)
        return self._width * block.height / block.width + caption

    def _lower(self, name: str, row: Sequence[str], step: int) -> float:
        """Return by how much a figure's area is lower, so that all pictures of a row have one room.

        The longest of their captions decides.
        """
        captions = {place: self._caption(place, step) for place in row}
        return max(captions.values()) - captions[name] if min(captions.values()) >= 0 else 0.0

    def _caption(self, name: str, step: int) -> float:
        """Return the height of a picture's caption; below 0 for what is no picture."""
        block = self._blocks(name)[0]
        if not isinstance(block, Picture):
            return -1.0
        return picture_layout.caption_height(block, self._width, self._theme, step)


def _shared(rows: Sequence[float], grows: Sequence[bool], room: float) -> list[float]:
    """Return the heights of rows: what is left goes to those that grow, until they are equal."""
    if sum(rows) > room + ROUNDING:  # it is told which figure is too high
        return [height * room / sum(rows) for height in rows]
    heights = list(rows)
    growing = sorted((rows[at], at) for at, grown in enumerate(grows) if grown)
    left = room - sum(height for at, height in enumerate(rows) if not grows[at])
    while growing and growing[-1][0] > left / len(growing):
        height, _ = growing.pop()
        left -= height
    for _, at in growing:
        heights[at] = max(left / len(growing), rows[at])
    return heights


def _cut(box: Box, head: float = 0.0, foot: float = 0.0) -> Box:
    """Return a box without what is taken at its head and its foot."""
    return Box(box.x, box.y + head, box.width, max(box.height - head - foot, 1.0))


def _area(region: str, box: Box, step: int = 0) -> Area:
    x, y, width, height = (Pt(round(side, 2)) for side in (box.x, box.y, box.width, box.height))
    return Area(region=region, x=x, y=y, width=width, height=height, step=step)


def _drawn(block: Block, box: Box, theme: Theme) -> float:
    """Return the square points that a figure takes of its box."""
    match block:
        case Picture():
            pixels, _ = picture_layout.place(block, box, theme, 0)
            return pixels.width * pixels.height
        case Chart() | Map():
            wide = min(box.width, _WIDEST * box.height)
            return wide * min(box.height, box.width / _NARROWEST)
        case _:
            return 0.0
