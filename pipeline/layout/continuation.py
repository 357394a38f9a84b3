"""Continuation of lists and tables that are too long for one slide, in parts of even height."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pipeline.design.theme import STEPS, Theme
from pipeline.edition.blocks import BulletList, Cell, Item, Table
from pipeline.edition.runs import MarkerRun, NoteRun, Run, Runs
from pipeline.edition.slide import Kicker, Layout, Slide
from pipeline.edition.texts import all_runs, rebuilt
from pipeline.layout.block_heights import Ruler
from pipeline.layout.regions import gap_below, region_box

_Long = BulletList | Table
_Part = TypeVar("_Part", BulletList, Table)
#: Points to which the least height of a part is sought.
_NEAR = 1.0


def continued(slide: Slide, theme: Theme, phrase: str = "") -> tuple[Slide, ...]:
    """Return the slides over which a slide's last list or table is divided; one if it fits.

    What stands before the list stays on the first slide, as do the speaker notes; a table's header
    is repeated; footnotes go where they are referred to.

    Args:
        slide: as composed.
        theme: grid and type scale.
        phrase: says above a title that the slide goes on: ``{part}`` of ``{parts}``.
    """
    block = slide.blocks[-1] if slide.blocks else None
    if not isinstance(block, BulletList | Table):
        return (slide,)
    if isinstance(block, BulletList) and (block.columns != 1 or block.ruled):
        return (slide,)
    ruler = Ruler(theme, least_step(slide, theme))
    box = region_box(slide, block.region, theme)
    before = [above for above in slide.blocks[:-1] if above.region == block.region]
    used = sum(ruler.height(above, box.width)[0] + gap_below(above, theme) for above in before)
    if used + ruler.height(block, box.width)[0] <= box.height:
        return (slide,)
    further = slide.model_copy(update={"layout": _further(slide.layout)})
    rooms: tuple[float, float] = (
        box.height - used,
        region_box(further, block.region, theme).height,
    )
    if isinstance(block, BulletList):  # below the last item nothing needs its space
        space = theme.styles["body"].space
        rooms = (rooms[0] + space, rooms[1] + space)
    chunks: tuple[_Long, ...]
    if isinstance(block, BulletList):
        width = ruler.width_of(block, box.width)
        lists = _even(lambda most: _parts_of_list(block, ruler, width, rooms, most), max(rooms))
        chunks = tuple(lists)
    else:
        notes = _Notes(slide, theme, used)
        tables = _even(
            lambda most: _parts_of_table(block, ruler, box.width, notes, most), max(rooms)
        )
        chunks = tuple(tables)
    if not chunks:
        return (slide,)
    return tuple(
        _part(slide, chunk, at, phrase.format(part=at, parts=len(chunks)))
        for at, chunk in enumerate(chunks, start=1)
    )


def _even(divided: Callable[[float], list[_Part] | None], whole: float) -> list[_Part]:
    """Return the fewest parts into which a block can be divided, as even in height as they can be.

    Args:
        divided: divides the block into parts of a greatest height in points.
        whole: the height of a slide's region.
    """
    found = divided(whole) or []
    low, high = 0.0, whole
    while found and high - low > _NEAR:
        middle = (low + high) / 2
        parts = divided(middle)
        if parts and len(parts) == len(found):
            found, high = parts, middle
        else:
            low = middle
    return found


def least_step(slide: Slide, theme: Theme) -> int:
    """Return the last step at which a slide's last block is set before it continues.

    A table that is too wide for the usual sizes has smaller ones.
    """
    block = slide.blocks[-1]
    width = region_box(slide, block.region, theme).width
    steps = range(STEPS - 1, theme.table_steps if isinstance(block, Table) else STEPS)
    return next((step for step in steps if not Ruler(theme, step).excess(block, width)), steps[-1])


def _further(layout: Layout) -> Layout:
    return "text" if layout == "section" else layout


class _Filling:
    """Parts of a list that are filled one after the other."""

    def __init__(self, ruler: Ruler, width: float, rooms: tuple[float, float]) -> None:
        self.parts: list[list[Item]] = [[]]
        self._ruler = ruler
        self._width = width
        self._room, self._whole = rooms

    def add(self, item: Item) -> bool:
        """Add an item, whole if any part holds it, else divided; say whether that was possible."""
        rest = item
        while True:
            height = self._height(rest)
            if height <= self._room:
                self.parts[-1].append(rest)
                self._room -= height
                return True
            if self.parts[-1] and height <= self._whole:
                self._go_on()
                continue
            fitting = self._fitting(rest)
            if fitting:
                self.parts[-1].append(rest.model_copy(update={"items": rest.items[:fitting]}))
                rest = rest.model_copy(update={"items": rest.items[fitting:]})
            elif not self.parts[-1]:
                return False
            self._go_on()

    def _go_on(self) -> None:
        self.parts.append([])
        self._room = self._whole

    def _height(self, item: Item) -> float:
        return sum(self._ruler.items((item,), self._width))

    def _fitting(self, item: Item) -> int:
        """Return how many of the items below an item fit with it: it is repeated on each part.

        A marker stands in one place only: such an item is not repeated, and so not divided.
        """
        if any(isinstance(run, MarkerRun) for run in item.runs):
            return 0
        heads = (
            item.model_copy(update={"items": item.items[:count]})
            for count in range(len(item.items) - 1, 0, -1)
        )
        return next((len(head.items) for head in heads if self._height(head) <= self._room), 0)


def _parts_of_list(
    block: BulletList, ruler: Ruler, width: float, rooms: tuple[float, float], most: float
) -> list[BulletList] | None:
    """Divide a list so that each part fits its region; None if that is not possible.

    An item stays whole if a slide of its own holds it; else what stands below it is divided.

    Args:
        block: the list.
        ruler: measures its items.
        width: of the list.
        rooms: heights of the first slide's region below what stands before, and of a further one's.
        most: greatest height of a part.
    """
    filling = _Filling(ruler, width, (min(rooms[0], most), min(rooms[1], most)))
    if not all(filling.add(item) for item in block.items) or not filling.parts[0]:
        return None
    return [block.model_copy(update={"items": tuple(items)}) for items in filling.parts]


@dataclass(frozen=True)
class _Notes:
    """Space that a table's parts have above the footnotes to which they refer.

    Attributes:
        slide: as composed.
        used: points that stand above the table on the first slide.
    """

    slide: Slide
    theme: Theme
    used: float

    def of(self, *rows: tuple[Cell, ...]) -> frozenset[int]:
        """Return the footnotes to which some rows refer."""
        return frozenset(_referred(all_runs(tuple(cell for row in rows for cell in row))))

    def above(self, *, first: bool) -> frozenset[int]:
        """Return those to which title and header refer, and what stands on the first slide."""
        block = self.slide.blocks[-1]
        header = block.rows[: block.header_rows] if isinstance(block, Table) else ()
        texts = [self.slide.title, self.slide.subtitle]
        if first:
            texts += [*self.slide.overline, *all_runs(self.slide.blocks[:-1])]
        return self.of(*header) | frozenset(_referred(texts))

    def room(self, notes: frozenset[int], *, first: bool) -> float:
        """Return the points that a part's table has above some footnotes."""
        kept = tuple(self.slide.footnotes[index] for index in sorted(notes))
        layout = self.slide.layout if first else _further(self.slide.layout)
        slide = self.slide.model_copy(update={"footnotes": kept, "layout": layout})
        box = region_box(slide, slide.blocks[-1].region, self.theme)
        return box.height - (self.used if first else 0)


def _referred(texts: Iterable[Runs]) -> set[int]:
    return {run.index for runs in texts for run in runs if isinstance(run, NoteRun)}


def _parts_of_table(
    block: Table, ruler: Ruler, width: float, notes: _Notes, most: float
) -> list[Table] | None:
    """Divide a table so that each part fits its space; None if one row alone does not.

    Args:
        block: the table.
        ruler: measures its rows.
        width: of the table's region.
        notes: the space above footnotes.
        most: greatest height of a part.
    """
    fixed, pieces = _pieces(block, ruler, width)
    header, body = block.rows[: block.header_rows], block.rows[block.header_rows :]
    parts: list[list[int]] = [[]]
    used, known = fixed, notes.above(first=True)
    for indexes, height in pieces:
        own = notes.of(*(body[index] for index in indexes))
        first = len(parts) == 1
        room = min(notes.room(known | own, first=first), most)
        if used + height > room and (parts[-1] or first):
            parts.append([])
            used, known, first = fixed, notes.above(first=False), False
        if used + height > min(notes.room(known | own, first=first), most):
            return None
        parts[-1] += indexes
        used, known = used + height, known | own
    if not parts[0]:
        return None
    return [
        block.model_copy(update={"rows": (*header, *(body[i] for i in indexes))})
        for indexes in parts
    ]


def _pieces(
    block: Table, ruler: Ruler, width: float
) -> tuple[float, list[tuple[list[int], float]]]:
    """Return the height of the header, and what rows must stay together, with their height."""
    heights = ruler.rows(block, width)
    body = block.rows[block.header_rows :]
    pieces: list[tuple[list[int], float]] = []
    held = 0
    for index, (row, height) in enumerate(zip(body, heights[block.header_rows :], strict=True)):
        if index < held:
            indexes, above = pieces[-1]
            pieces[-1] = ([*indexes, index], above + height)
        else:
            pieces.append(([index], height))
        held = max(held, *(index + cell.rows for cell in row))
    return sum(heights[: block.header_rows]), pieces


def _part(slide: Slide, block: _Long, number: int, phrase: str) -> Slide:
    first = number == 1
    changes: dict[str, object] = {
        "blocks": (*slide.blocks[:-1], block) if first else (block,),
        "part": number,
    }
    if not first:
        # what names the section gives its place to what says that the slide goes on
        numeral = slide.numeral.rstrip(".") or slide.kicker.numeral
        changes |= {"layout": _further(slide.layout), "numeral": "", "overline": (), "notes": ()}
        changes |= {"continued": phrase, "kicker": Kicker(numeral=numeral)}
    return _with_its_footnotes(slide.model_copy(update=changes))


def _with_its_footnotes(slide: Slide) -> Slide:
    """Keep the footnotes to which a slide refers, and count their references anew."""
    order: list[int] = []

    def note(run: Run) -> Run:
        if not isinstance(run, NoteRun):
            return run
        if run.index not in order:
            order.append(run.index)
        return run.model_copy(update={"index": order.index(run.index)})

    def notes(runs: Runs) -> Runs:
        return tuple(note(run) for run in runs)

    bare = rebuilt(slide.model_copy(update={"footnotes": ()}), notes)
    return bare.model_copy(update={"footnotes": tuple(slide.footnotes[i] for i in order)})
