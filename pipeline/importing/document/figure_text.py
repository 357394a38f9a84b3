"""Figures of a running text: pipe tables for plain small ones, forms, and fences for all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.importing import chart_content, content_files, slide_figures, table_content
from pipeline.importing.document.sheet import Sheet
from pipeline.importing.document.text_nodes import Node
from pipeline.importing.found import Cell, Chart, Picture
from pipeline.importing.found_document import Grid
from pipeline.importing.report import collected, within
from pipeline.importing.report_items import Item, Leaf, Part, of_told, plain
from pipeline.importing.slide_figures import Figure
from pipeline.importing.text_content import Writer

#: A table that is written with pipes has no more columns, rows and letters in a cell.
_COLUMNS, _ROWS, _LETTERS = 6, 20, 48
#: Letters of a form's label.
_LABEL = 60
_KEYS = {"table": "table", "chart": "chart", "image": "image"}


def write(node: Node, caption: Leaf | None, writer: Writer, sheet: Sheet) -> None:
    """Write a figure with its caption."""
    found = node.figure
    if found is None:
        return
    told = [of_told(row) for row in found.told] if not isinstance(found, Grid) else []
    writer.items += told
    if not isinstance(found, Picture) and slide_figures.is_empty(found):
        writer.items.append(slide_figures.nothing(found))
        _alone(caption, sheet)
        return
    begun = len(writer.items)
    if isinstance(found, Grid) and _is_form(found):
        _form(found, caption, node.id, writer, sheet)
        return
    figures = _figures(found, writer)
    writer.items[begun:] = collected(writer.items[begun:], [figure.part for figure in figures])
    if isinstance(found, Grid) and caption is None and not node.id and _is_small(figures):
        _pipes(figures[0].part, sheet)
        return
    for index, figure in enumerate(figures):
        for leaf in figure.before:
            writer.items += leaf.items
            sheet.gap()
            sheet.add(leaf.text, leaf.items)
        first = [] if index else told
        _fence(figure, caption if not index else None, "" if index else node.id, first, sheet)
        if figure.remark is not None:
            writer.items += figure.remark.items
            sheet.gap()
            sheet.add(figure.remark.text, figure.remark.items)


def _alone(caption: Leaf | None, sheet: Sheet) -> None:
    if caption is not None:
        sheet.gap()
        sheet.add(caption.text, caption.items)


def _figures(found: Grid | Chart | Picture, writer: Writer) -> list[Figure]:
    if not isinstance(found, Grid) and found.withheld:
        return [slide_figures.withheld(found, writer.slots)]
    if isinstance(found, Picture):
        return [slide_figures.picture(found)]
    if isinstance(found, Chart):
        return next(chart_content.ChartContent(found).ways())
    return next(table_content.read(found, writer).ways())


def _fence(figure: Figure, caption: Leaf | None, name: str, told: list[Item], sheet: Sheet) -> None:
    words = f" {caption.text}" if caption else ""
    id_ = f" {{#{name}}}" if name else ""
    sign = "~~~" if "`" in words else "```"
    sheet.gap()
    sheet.add(f"{sign}{_KEYS[figure.key]}{words}{id_}",
              [*(caption.items if caption else []), *told, *figure.part.items])  # fmt: skip
    for key, value in figure.part.tree.items():
        if key == "rows":
            sheet.add("rows:")
            for row in value:
                text = content_files.written([row]).rstrip("\n")
                sheet.add(f"  {text}", within(row))
            continue
        lines = content_files.written({key: value}).rstrip("\n").split("\n")
        sheet.add(lines[0], within(value))
        for line in lines[1:]:
            sheet.add(line)
    sheet.add(sign)


def _is_small(figures: list[Figure]) -> bool:
    """Tell whether a table can be written with pipes."""
    tree = figures[0].part.tree
    if len(figures) > 1 or set(tree) - {"header", "rows", "numeric", "row_headers"}:
        return False
    header, rows = plain(tree["header"]), plain(tree["rows"])
    if not rows or len(rows) > _ROWS or not 2 <= len(header) <= _COLUMNS:  # noqa: PLR2004
        return False
    if not all(header) or not all(isinstance(cell, str) for row in rows for cell in row):
        return False
    is_even = all(len(row) == len(header) for row in rows)
    return is_even and max(len(cell) for row in [header, *rows] for cell in row) <= _LETTERS


def _pipes(part: Part, sheet: Sheet) -> None:
    tree = part.tree
    numeric = set(tree.get("numeric", ()))
    header, rows = plain(tree["header"]), plain(tree["rows"])
    wide = [max(len(row[at]) for row in [header, *rows]) for at in range(len(header))]
    sheet.gap()
    sheet.add(_row(header, wide), [*part.items, *within(tree["header"])])
    rules = (
        f"{'-' * (size + 1)}{':' if at in numeric else '-'}" for at, size in enumerate(wide, 1)
    )
    sheet.add(f"|{'|'.join(rules)}|")
    for row, given in zip(rows, tree["rows"], strict=True):
        sheet.add(_row(row, wide), within(given))


def _row(cells: Iterable[str], wide: list[int]) -> str:
    padded = (f" {cell.ljust(size)} " for cell, size in zip(cells, wide, strict=True))
    return f"|{'|'.join(padded)}|"


def _is_form(grid: Grid) -> bool:
    """Tell whether a table is rows of a label and a value, without a header."""
    if grid.has_header or grid.columns != 2:  # noqa: PLR2004 - label and value
        return False
    for row in grid.rows:
        if _is_withheld(row):
            continue
        if len(row) != 2 or any(cell.columns > 1 or cell.rows > 1 for cell in row):  # noqa: PLR2004
            return False
        label = " ".join(_words(row[0]))
        is_marked = any(run.withheld for line in row[0].paragraphs for run in line.runs)
        says = any(sign.isprintable() and sign not in ": " for sign in label)
        if len(label) > _LABEL or ": " in label or not (says or is_marked):
            return False
        if len(row[0].paragraphs) != 1:
            return False
    return True


def _is_withheld(row: list[Cell]) -> bool:
    """Tell whether a row is withheld as a whole."""
    if len(row) != 1 or row[0].columns != 2 or len(row[0].paragraphs) != 1:  # noqa: PLR2004
        return False
    runs = row[0].paragraphs[0].runs
    return any(run.withheld for run in runs) and not any(
        run.text.strip() for run in runs if not run.withheld
    )


def _words(cell: Cell) -> Iterator[str]:
    for paragraph in cell.paragraphs:
        yield "".join(run.text for run in paragraph.runs).strip()


def _form(grid: Grid, caption: Leaf | None, name: str, writer: Writer, sheet: Sheet) -> None:
    begun = len(writer.items)
    content = table_content.read(grid, writer)
    leaves = [cell.leaf for cell in content.cells.values() if cell.leaf]
    writer.items[begun:] = collected(writer.items[begun:], leaves)
    words = f" {caption.text}" if caption else ""
    id_ = f" {{#{name}}}" if name else ""
    item = Item("table", grid.shape, grid.name)
    writer.items.append(item)
    sheet.gap()
    sheet.add(f"```form{words}{id_}", [*(caption.items if caption else []), item])
    if grid.alt:
        why = "a form has no alternative text"
        what = "alternative-text"
        writer.items.append(
            Item(what, grid.shape, grid.name, None, grid.alt, "left-out", "as-form", why)
        )
    for row in range(content.height):
        if (row, 1) not in content.cells:
            whole = content.cells[row, 0].leaf
            sheet.add(whole.text if whole else "–:", whole.items if whole else [])
            continue
        label, value = (content.cells[row, at].leaf for at in (0, 1))
        left = label.text.removesuffix(":").rstrip() if label else "–"
        right = f" {value.text}" if value else ""
        items = [*(label.items if label else []), *(value.items if value else [])]
        sheet.add(f"{left}:{right}", items)
    sheet.add("```")
