"""Tables of a slide, read: cells with their spans; what a merged cell covers stays behind."""

from __future__ import annotations

from pipeline.core.ooxml_names import q
from pipeline.importing.deck import alternative_text, paragraphs
from pipeline.importing.deck.colour_scheme import Colour, is_opaque
from pipeline.importing.deck.paragraphs import Setting
from pipeline.importing.deck.printed_markers import count
from pipeline.importing.deck.slide_part import SlidePart
from pipeline.importing.found import Box, Cell, Table, Told
from pipeline.importing.office_package import Element, emu, find, find_all, is_on, whole


def read(grid: Element, shape: Element, box: Box, slide: SlidePart) -> Table:
    """Return a table."""
    properties = find(grid, "a:tblPr")
    flags = {name: properties is not None and is_on(properties.get(name))
             for name in ("firstRow", "firstCol", "lastRow")}  # fmt: skip
    from_shape = find(shape, "p:nvGraphicFramePr/p:cNvPr")
    alt, told = alternative_text.read(from_shape)
    number = whole(from_shape.get("id")) if from_shape is not None else 0
    name = str(from_shape.get("name", "")) if from_shape is not None else ""
    rows: list[list[Cell]] = []
    for index, row in enumerate(find_all(grid, "a:tr"), start=1):
        cells: list[Cell] = []
        for place, cell in enumerate(find_all(row, "a:tc"), start=1):
            found = _cell(cell, f"row {index}, cell {place}", slide, told)
            if found is not None:
                cells.append(found)
        rows.append(cells)
    for fact in told:
        fact.shape, fact.name = number, name
    slide.told += told
    columns = len(find_all(grid, "a:tblGrid/a:gridCol"))
    columns = max([columns, *(sum(cell.columns for cell in row) for row in rows[:1])])
    tops = _edges(box.y, box.height, [emu(row.get("h")) for row in find_all(grid, "a:tr")])
    wide = [emu(column.get("w")) for column in find_all(grid, "a:tblGrid/a:gridCol")]
    lefts = _edges(box.x, box.width, wide)
    box = Box(box.x, box.y, max(box.width, lefts[-1] - box.x), max(box.height, tops[-1] - box.y))
    return Table(number, name, box, rows, columns, flags["firstRow"], flags["firstCol"],
                 flags["lastRow"], tops, lefts, alt)  # fmt: skip


def _edges(first: float, room: float, sizes: list[int]) -> list[float]:
    """Return where rows or columns begin and the last ends; what a frame grew by is spread."""
    stated = sum(sizes) / 12700
    scale = max(room / stated, 1.0) if stated else 1.0
    edges = [first]
    for size in sizes:
        edges.append(edges[-1] + size / 12700 * scale)
    return edges


def _cell(element: Element, at: str, slide: SlidePart, told: list[Told]) -> Cell | None:
    if is_on(element.get("hMerge")) or is_on(element.get("vMerge")):
        text = " ".join(str(row.text or "") for row in element.iter(q("a:t")))
        if text.strip():
            words = f"covered by a merged cell: {count(text)} words"
            told.append(Told("cell", "merged", words, at=at))
        return None
    setting = Setting(
        slide.heritage.colours,
        slide.package.relations(slide.part),
        behind=_fill(element, slide),
        at=f"{at}, paragraph",
    )
    found = paragraphs.read(find(element, "a:txBody"), setting)
    told += setting.told
    return Cell(found, max(whole(element.get("gridSpan"), 1), 1),
                max(whole(element.get("rowSpan"), 1), 1))  # fmt: skip


def _fill(element: Element, slide: SlidePart) -> Colour | None:
    fill = find(element, "a:tcPr/a:solidFill")
    if fill is None or not is_opaque(fill):
        return None
    return slide.heritage.colours.of(fill)
