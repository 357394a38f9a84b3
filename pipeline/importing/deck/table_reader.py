"""Tables of a slide, read: cells with their spans; what a merged cell covers stays behind."""

from __future__ import annotations

from pipeline.core.ooxml_names import q
from pipeline.importing import alternative_text, surfaces
from pipeline.importing.colour_scheme import Colour
from pipeline.importing.deck import paragraphs
from pipeline.importing.deck.paragraphs import Setting
from pipeline.importing.deck.slide_part import SlidePart
from pipeline.importing.found import Box, Cell, Table, Told
from pipeline.importing.office_package import (
    BadFileError,
    Element,
    emu,
    find,
    find_all,
    is_on,
    whole,
)
from pipeline.importing.printed_markers import count
from pipeline.importing.surfaces import PLAIN_STYLES

#: Columns and rows of a table; more are no table for people.
_MOST_COLUMNS, _MOST_ROWS = 500, 5000
#: Points at the left of a cell's words, unless it says otherwise.
_MARGIN = 7.2


def read(
    grid: Element, shape: Element, box: Box, slide: SlidePart, behind: Colour | None = None
) -> Table:
    """Return a table.

    Raises:
        BadFileError: it has more columns or rows than can be read.
    """
    properties = find(grid, "a:tblPr")
    flags = {name: properties is not None and is_on(properties.get(name))
             for name in ("firstRow", "firstCol", "lastRow")}  # fmt: skip
    from_shape = find(shape, "p:nvGraphicFramePr/p:cNvPr")
    alt, told = alternative_text.read(from_shape)
    number = whole(from_shape.get("id")) if from_shape is not None else 0
    name = alternative_text.name(from_shape)
    lines = find_all(grid, "a:tr")
    columns = _columns(grid, lines)
    behind_all = None if _has_style(properties) else behind
    rows: list[list[Cell]] = []
    for index, row in enumerate(lines, start=1):
        cells: list[Cell] = []
        for place, cell in enumerate(find_all(row, "a:tc"), start=1):
            seen = _fill(cell, slide, behind, behind_all)
            found = _cell(cell, f"row {index}, cell {place}", slide, told, seen)
            if found is not None:
                found.columns = min(found.columns, columns - place + 1)
                found.rows = min(found.rows, len(lines) - index + 1)
                cells.append(found)
        rows.append(cells)
    for fact in told:
        fact.shape, fact.name = number, name
    slide.told += told
    tops = _edges(box.y, box.height, [emu(row.get("h")) for row in lines])
    wide = [emu(column.get("w")) for column in find_all(grid, "a:tblGrid/a:gridCol")]
    lefts = _edges(box.x, box.width, wide)
    box = Box(box.x, box.y, max(box.width, lefts[-1] - box.x), max(box.height, tops[-1] - box.y))
    return Table(number, name, box, rows, columns, flags["firstRow"], flags["firstCol"],
                 flags["lastRow"], tops, lefts, alt)  # fmt: skip


def _columns(grid: Element, lines: list[Element]) -> int:
    """Return how many columns a table has: no span goes beyond them.

    Raises:
        BadFileError: they, or its rows, are more than can be read.
    """
    stated = len(find_all(grid, "a:tblGrid/a:gridCol"))
    columns = max([stated, 1, *(len(find_all(row, "a:tc")) for row in lines)])
    if columns > _MOST_COLUMNS or len(lines) > _MOST_ROWS:
        raise BadFileError(
            "too-large",
            f"a table has more than {_MOST_COLUMNS} columns or {_MOST_ROWS} rows",
        )
    return columns


def _has_style(properties: Element | None) -> bool:
    """Tell whether a table's style may paint its cells."""
    named = find(properties, "a:tableStyleId")
    return named is not None and str(named.text or "").strip() not in PLAIN_STYLES


def _edges(first: float, room: float, sizes: list[int]) -> list[float]:
    """Return where rows or columns begin and the last ends; what a frame grew by is spread."""
    stated = sum(sizes) / 12700
    scale = max(room / stated, 1.0) if stated else 1.0
    edges = [first]
    for size in sizes:
        edges.append(edges[-1] + size / 12700 * scale)
    return edges


def _cell(
    element: Element, at: str, slide: SlidePart, told: list[Told], behind: Colour | None
) -> Cell | None:
    if is_on(element.get("hMerge")) or is_on(element.get("vMerge")):
        text = " ".join(str(row.text or "") for row in element.iter(q("a:t")))
        if text.strip():
            words = f"covered by a merged cell: {count(text)} words"
            told.append(Told("cell", "merged", words, at=at))
        return None
    setting = Setting(
        slide.heritage.colours,
        slide.package.relations(slide.part),
        behind=behind,
        at=f"{at}, paragraph",
    )
    found = paragraphs.read(find(element, "a:txBody"), setting)
    told += setting.told
    stated = find(element, "a:tcPr")
    margin = stated.get("marL") if stated is not None else None
    return Cell(found, max(whole(element.get("gridSpan"), 1), 1),
                max(whole(element.get("rowSpan"), 1), 1),
                _MARGIN if margin is None else emu(margin) / 12700)  # fmt: skip


def _fill(
    element: Element, slide: SlidePart, behind: Colour | None, otherwise: Colour | None
) -> Colour | None:
    """Return the colour behind a cell's words; None if it is not known.

    Args:
        element: the cell.
        slide: that it stands on.
        behind: colour behind the table.
        otherwise: colour behind cells that say nothing.
    """
    is_stated, paint = surfaces.fill(find(element, "a:tcPr"), slide.heritage.colours)
    if not is_stated:
        return otherwise
    return behind if paint is None else paint.colour if paint.is_opaque else None
