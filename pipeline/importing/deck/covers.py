"""Covers of a slide: which of its shapes hide what stands behind them, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.core.ooxml_names import q
from pipeline.importing import surfaces
from pipeline.importing.colour_scheme import Colour, Scheme, is_black
from pipeline.importing.deck.covering import Cover
from pipeline.importing.deck.placement import Frame, grown
from pipeline.importing.found import Box, Table, Text
from pipeline.importing.found import Element as Thing
from pipeline.importing.office_package import Element, emu, find, find_all, local
from pipeline.importing.surfaces import PLAIN_STYLES, Paint

#: Forms that leave most of their box free, and of which the middle is filled.
_OPEN = ("line", "arc", "leftBr", "rightBr", "bracket", "brace", "frame", "halfFrame", "donut",
         "blockArc", "corner", "diagStripe", "curvedConn", "bentConn", "straightConn")  # fmt: skip
_BLOCKS = "█▇■▓"


@dataclass(frozen=True)
class Seen:
    """A shape where it stands.

    Attributes:
        thing: that was read from it; None if it says nothing.
        paint: that fills it; None if nothing does.
        transform: that places it.
        over: how many things stood there before it.
    """

    shape: Element
    thing: Thing | None
    paint: Paint | None
    box: Box
    frame: Frame
    transform: Element | None
    over: int
    number: int
    name: str

    def cover(self, paint: Paint, box: Box, *, is_line: bool = False) -> Cover:
        """Return what hides an area in some paint."""
        return Cover(
            box,
            self.over,
            paint.is_black,
            self.number,
            self.name,
            _hex(paint),
            has_words=self.thing is not None,
            is_line=is_line,
        )


def of(seen: Seen, colours: Scheme) -> Iterator[Cover]:
    """Yield where a shape hides what stands behind it."""
    form = _form(seen.shape)
    if _is_blackened(seen, colours):
        yield seen.cover(Paint((0.0, 0.0, 0.0), is_black=True), seen.box)
    if isinstance(seen.thing, Table):
        yield from _of_table(seen, seen.thing, colours)
    elif seen.paint is not None and seen.paint.is_opaque:
        cover = seen.cover(seen.paint, seen.box)
        if seen.thing is not None and seen.thing.type == "picture":
            cover.has_words = seen.paint.colour is None
        cover.is_line = form.startswith(_OPEN)
        is_box = local(seen.shape) == "sp" and seen.paint.colour is not None
        cover.stands_alone = is_box and seen.paint.is_black and seen.thing is None
        if "Arrow" in form and not cover.is_black:
            cover.is_line, cover.box = True, _middle(seen.box)
        if cover.is_black or not form.startswith(_OPEN):
            yield cover
    yield from _of_line(seen, form, colours)


def _middle(box: Box) -> Box:
    return Box(box.x + box.width / 4, box.y + box.height / 4, box.width / 2, box.height / 2)


def _form(shape: Element) -> str:
    properties = find(shape, "p:spPr")
    shown = find(properties, "a:prstGeom")
    if shown is not None:
        return str(shown.get("prst", ""))
    return "custom" if find(properties, "a:custGeom") is not None else ""


def _is_blackened(seen: Seen, colours: Scheme) -> bool:
    """Tell whether a text is nothing but black: block signs, or a black highlight."""
    text = seen.thing
    if text is None:
        marks = seen.shape.iter(q("a:highlight"))
        return any(is_black(colours.of(mark)) for mark in marks)
    if not isinstance(text, Text):
        return False
    runs = [run for row in text.paragraphs for run in row.runs if run.text.strip() or run.withheld]
    return bool(runs) and all(
        run.withheld == "highlight" or (run.withheld and set(run.text) & set(_BLOCKS))
        for run in runs
    )


def _of_line(seen: Seen, form: str, colours: Scheme) -> Iterator[Cover]:
    width, paint = surfaces.of_line(seen.shape, colours)
    if paint is None or not paint.is_opaque:
        return
    half = width / 2
    if local(seen.shape) == "cxnSp" or form.startswith(("line", "straightConn")):
        boxes = seen.frame.pieces(seen.transform)
    elif form == "custom":
        boxes = [seen.box] if paint.is_black else []
    else:
        box = seen.box
        right, bottom = box.x + box.width, box.y + box.height
        boxes = [
            Box(box.x, box.y, box.width, 0.0),
            Box(box.x, bottom, box.width, 0.0),
            Box(box.x, box.y, 0.0, box.height),
            Box(right, box.y, 0.0, box.height),
        ]
    for piece in boxes:
        yield seen.cover(paint, grown(piece, half), is_line=True)


def _of_table(seen: Seen, table: Table, colours: Scheme) -> Iterator[Cover]:
    grid = next(seen.shape.iter(q("a:tbl")), None)
    if grid is None:
        return
    style = find(grid, "a:tblPr/a:tableStyleId")
    if style is not None and str(style.text or "").strip() not in PLAIN_STYLES:
        high = sum(emu(row.get("h")) for row in find_all(grid, "a:tr")) / 12700
        wide = sum(emu(row.get("w")) for row in find_all(grid, "a:tblGrid/a:gridCol")) / 12700
        yield seen.cover(Paint(), Box(table.box.x, table.box.y, wide, high))
    for row, column, paint in surfaces.cells(grid, colours):
        if row + 1 < len(table.tops) and column + 1 < len(table.lefts):
            left, top = table.lefts[column], table.tops[row]
            box = Box(left, top, table.lefts[column + 1] - left, table.tops[row + 1] - top)
            yield seen.cover(paint, box)


def _hex(paint: Paint) -> str:
    if paint.is_black:
        return "#000000"
    colour: Colour = paint.colour or (0.5, 0.5, 0.5)
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in colour)
