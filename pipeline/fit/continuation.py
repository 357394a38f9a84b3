"""A list or table that is too long for its slide continues on further ones, "(1/2)", "(2/2)"."""

from __future__ import annotations

from pipeline.edition import BulletList, Layout, NoteRun, Run, Runs, Slide, Table, TextRun
from pipeline.fit.room import gap_below, region_box
from pipeline.fit.ruler import Ruler
from pipeline.texts import rebuilt
from pipeline.theme import STEPS, Theme

_Long = BulletList | Table


def continued(slide: Slide, theme: Theme) -> tuple[Slide, ...]:
    """Return the slides over which a slide's last list or table is divided; one if it fits.

    What stands before the list stays on the first slide, as do the speaker notes; a table's header
    is repeated; footnotes go where they are referred to.
    """
    block = slide.blocks[-1] if slide.blocks else None
    if not isinstance(block, BulletList | Table) or getattr(block, "columns", 1) != 1:
        return (slide,)
    ruler = Ruler(theme, least_step(slide, theme))
    box = region_box(slide, block.region, theme)
    before = [one for one in slide.blocks[:-1] if one.region == block.region]
    used = sum(ruler.height(one, box.width)[0] + gap_below(one, theme) for one in before)
    if used + ruler.height(block, box.width)[0] <= box.height:
        return (slide,)
    further = slide.model_copy(update={"layout": _further(slide.layout)})
    rooms = (box.height - used, region_box(further, block.region, theme).height)
    if isinstance(block, BulletList):  # below the last item nothing needs its space
        space = theme.styles["body"].space
        rooms = (rooms[0] + space, rooms[1] + space)
    chunks = _chunks(block, ruler, box.width, rooms)
    if chunks is None:
        return (slide,)
    parts = [
        _part(slide, chunk, (number, len(chunks))) for number, chunk in enumerate(chunks, start=1)
    ]
    return tuple(parts)


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


def _chunks(
    block: _Long, ruler: Ruler, width: float, rooms: tuple[float, float]
) -> list[_Long] | None:
    """Divide a block so that each part fits its room; None if one row or item alone does not."""
    fixed, pieces = _pieces(block, ruler, width)
    parts: list[list[int]] = [[]]
    room = rooms[0] - fixed
    for indexes, height in pieces:
        if height > room and (parts[-1] or len(parts) == 1):
            parts.append([])
            room = rooms[1] - fixed
        if height > room:
            return None
        parts[-1] += indexes
        room -= height
    if not parts[0]:
        return None
    return [_cut(block, indexes) for indexes in parts]


def _pieces(
    block: _Long, ruler: Ruler, width: float
) -> tuple[float, list[tuple[list[int], float]]]:
    """Return the height that every part needs anew, and what must stay together, with its height.

    An item stays whole; rows that a cell covers together stay together.
    """
    if isinstance(block, BulletList):
        heights = [sum(ruler.items((item,), width)) for item in block.items]
        return 0.0, [([index], height) for index, height in enumerate(heights)]
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


def _cut(block: _Long, indexes: list[int]) -> _Long:
    if isinstance(block, BulletList):
        return block.model_copy(update={"items": tuple(block.items[i] for i in indexes)})
    header, body = block.rows[: block.header_rows], block.rows[block.header_rows :]
    return block.model_copy(update={"rows": (*header, *(body[i] for i in indexes))})


def _part(slide: Slide, block: _Long, place: tuple[int, int]) -> Slide:
    number, total = place
    mark = (TextRun(text=f" ({number}/{total})"),)
    field = "subtitle" if slide.subtitle else "title"
    first = number == 1
    changes: dict[str, object] = {
        field: (*getattr(slide, field), *mark),
        "blocks": (*slide.blocks[:-1], block) if first else (block,),
    }
    if not first:
        changes |= {"layout": _further(slide.layout), "numeral": "", "overline": (), "notes": ()}
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
