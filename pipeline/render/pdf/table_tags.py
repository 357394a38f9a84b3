"""Table headers in a finished PDF's tags, mended: their direction, and the headers of each cell.

WeasyPrint counts columns as if no cell covered rows, and does not write the direction of a header.
Of a table that goes over pages it makes one on each, and leaves a cell over several rows as high as
it was: where it goes on, a cell without words takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pipeline.render.pdf.weasyprint_setup import pydyf


@dataclass(frozen=True)
class _Cell:
    """A cell's element, and the rows and columns of the grid that it covers."""

    element: Any
    rows: range
    columns: range
    in_head: bool

    @property
    def heads(self) -> bool:
        return bool(self.element["S"] == "/TH")


def name_headers(pdf: Any) -> None:
    """Give every header cell its direction, and every cell the headers above and before it."""
    objects = {item.reference: item for item in pdf.objects}
    going_on: list[_Cell] = []
    for item in list(pdf.objects):
        if isinstance(item, pydyf.Dictionary) and item.get("S") == "/Table":
            going_on = list(_divided(pdf, item, objects, going_on))
            cells = list(_cells(item, objects))
            for cell in cells:
                _name(cell, cells)


def _divided(
    pdf: Any, table: Any, objects: dict[Any, Any], going_on: list[_Cell]
) -> Iterator[_Cell]:
    """Yield the cells that go on in the table on the next page, ended with this one.

    Args:
        pdf: of the table.
        table: element of what stands on one page.
        objects: by their reference.
        going_on: cells of the table on the page before, with the rows that are left of each.
    """
    rows = list(_rows(table, objects))
    body = next((at for at, (_, in_head) in enumerate(rows) if not in_head), len(rows))
    for cell in going_on if body < len(rows) else []:
        row = rows[body][0]
        before = sum(1 for kid in _cells(table, objects) if kid.rows.start == body
                     and kid.columns.start < cell.columns.start)  # fmt: skip
        row["K"].insert(before, _filling(pdf, cell, row, objects))
    for cell in _cells(table, objects):
        left = cell.rows.stop - len(rows)
        if left > 0 and not cell.in_head:
            cell.element["A"]["RowSpan"] = len(cell.rows) - left
            yield replace(cell, rows=range(left))


def _filling(pdf: Any, cell: _Cell, row: Any, objects: dict[Any, Any]) -> Any:
    """Return the reference of a cell without words, which stands for one of the page before."""
    attributes = {"O": "/Table", "RowSpan": len(cell.rows), "ColSpan": len(cell.columns)}
    element = pydyf.Dictionary({
        "Type": "/StructElem", "S": cell.element["S"], "P": row.reference, "K": pydyf.Array([]),
        "A": pydyf.Dictionary(attributes),
    })  # fmt: skip
    pdf.add_object(element)
    if cell.heads:
        element["ID"] = pydyf.String(f"{element.number}-0-{cell.columns.start}")
    objects[element.reference] = element
    return element.reference


def _name(cell: _Cell, cells: list[_Cell]) -> None:
    if cell.heads:
        cell.element["A"]["Scope"] = "/Column" if cell.in_head else "/Row"
        return
    above = (
        header
        for header in cells
        if header.heads and header.in_head and _meet(header.columns, cell.columns)
    )
    before = (
        header
        for header in cells
        if header.heads and not header.in_head and _meet(header.rows, cell.rows)
    )
    headers = [header.element["ID"] for header in (*before, *above)]
    if headers:
        cell.element["A"]["Headers"] = pydyf.Array(headers)


def _meet(span: range, other: range) -> bool:
    return span.start < other.stop and other.start < span.stop


def _cells(table: Any, objects: dict[Any, Any]) -> Iterator[_Cell]:
    covered: set[tuple[int, int]] = set()
    for number, (row, in_head) in enumerate(_rows(table, objects)):
        column = 0
        for element in _kids(row, objects):
            while (number, column) in covered:
                column += 1
            attributes = element["A"]
            rows = range(number, number + attributes.get("RowSpan", 1))
            columns = range(column, column + attributes.get("ColSpan", 1))
            covered |= {(r, c) for r in rows for c in columns}
            yield _Cell(element, rows, columns, in_head)
            column = columns.stop


def _rows(part: Any, objects: dict[Any, Any], *, in_head: bool = False) -> Iterator[Any]:
    """Yield the rows below a table or a part of one, with whether they are its head's."""
    for kid in _kids(part, objects):
        if kid.get("S") == "/TR":
            yield kid, in_head
        else:
            yield from _rows(kid, objects, in_head=in_head or kid.get("S") == "/THead")


def _kids(part: Any, objects: dict[Any, Any]) -> Iterator[Any]:
    """Yield the elements below another one; what is no element is the text itself."""
    for kid in part.get("K", ()):
        element = objects.get(kid)
        if element is not None and isinstance(element, pydyf.Dictionary) and "S" in element:
            yield element
