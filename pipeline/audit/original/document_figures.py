"""Proof of the tables, pictures and charts of an imported document: cells, pixels, numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from pipeline.audit.original import figure_proof, picture_likeness
from pipeline.audit.original.document_facts import Drawing, Saying, Table, Written
from pipeline.audit.original.original_lines import squeezed
from pipeline.audit.original.plain_content import said
from pipeline.audit.original.plain_texts import PlainTexts
from pipeline.audit.original.told_items import Item

Finding = tuple[str, str]


@dataclass
class FigureProof:
    """Figures of a document, the report's items, and what was found to stand in the content."""

    written: Written
    items: list[Item]
    placed: list[tuple[Saying, Item]]
    texts: PlainTexts

    def findings(self) -> Iterator[Finding]:
        """Yield what of the figures is not accounted for."""
        for table in self.written.tables:
            yield from self._table(table)
        yield from self._drawings()

    def _table(self, table: Table) -> Iterator[Finding]:
        items = [row for row in self.items if row.what == "table" and row.shape == table.number]
        whole = [row for row in items if row.at is None]
        at = f"table {table.number}"
        if not whole:
            is_cover = any(saying.table == table.number and item.what == "cover"
                           for saying, item in self.placed)  # fmt: skip
            is_told = any(row.what == "cover" for row in self.items)
            if not (is_cover or is_told) and any(cell.lines for cell in table.cells):
                yield "not-imported", f"{at}: the report does not tell of it"
            return
        if not whole[0].is_kept or any(row.why == "divided" for row in whole):
            return
        kind, tree = self.texts.fence(whole[0].where)
        loose = frozenset(
            squeezed(" ".join(line.text for line in cell.lines))
            for cell in table.cells
            if self._is_loose(cell.lines)
        )
        if kind == "form":
            yield from self._form(table, cast("list[str]", tree), loose, at)
        elif not isinstance(tree, dict) or "header" not in tree:
            yield "not-imported", f"{at}: its place holds none"
        elif not figure_proof.is_same_table(table.cells, cast("dict[str, Any]", tree), loose):
            yield "differs", f"{at}: cells stand elsewhere, or have other spans"

    def _is_loose(self, lines: Sequence[Any]) -> bool:
        """Tell whether words of a cell were changed or withheld, so that they are not the same."""
        for line in lines:
            rows = [row for row in self.items if row.what == "cell" and row.text == line.text]
            if not rows or any(row.fate == "to-withhold" for row in rows):
                return True
            if any(row.why in {"no-glyph", "header-span", "formula"} for row in rows):
                return True
        return False

    @staticmethod
    def _form(table: Table, body: list[str], loose: frozenset[str], at: str) -> Iterator[Finding]:
        for cell in table.cells:
            text = squeezed(" ".join(line.text for line in cell.lines))
            if not text or text in loose:
                continue
            raw = body[cell.row] if cell.row < len(body) else ""
            words = " ".join(said(raw).words)
            wanted = text.rstrip(": ") if cell.column == 0 else text
            good = words.startswith(wanted) if cell.column == 0 else words.endswith(wanted)
            if not good:
                yield "differs", f"{at}: a row of a form says something else"

    def _drawings(self) -> Iterator[Finding]:
        pictures = [
            row for row in self.items if row.what in {"picture", "chart"} and row.at is None
        ]
        for drawing in self.written.drawings:
            what = "chart" if drawing.chart is not None else "picture"
            at = f"{what} {drawing.number}"
            items = [row for row in pictures if row.what == what and not row.is_used
                     and row.why not in {"decorative", "furniture", "cover"}]  # fmt: skip
            item = next((row for row in items if row.where), items[0] if items else None)
            if drawing.alternative and not self._has_alternative(drawing, item):
                yield "not-imported", f"{at}: its alternative text is lost"
            if item is None:
                if not any(row.what == what and row.fate == "left-out" for row in self.items):
                    yield "not-imported", f"{at}: the report does not tell of it"
                continue
            for row in pictures:
                if row.shape == item.shape:
                    row.is_used = True
            if item.is_kept:
                yield from self._drawing(drawing, item, at)
                if not self._is_in_order(drawing, item):
                    yield "differs", f"{at}: stands before or behind other paragraphs"

    def _is_in_order(self, drawing: Drawing, item: Item) -> bool:
        """Tell whether a figure stands between the paragraphs between which it stood."""
        own = self.texts.place(item.where)
        before, after = (-1, -1), own or (-1, -1)
        for saying, other in self.placed:
            rank = self.texts.place(other.where)
            if rank is None or saying.table or saying.is_caption or other.what != "paragraph":
                continue
            index = self._indexes.get(id(saying))
            if index is None:
                continue
            if index < drawing.behind:
                before = max(before, rank)
            elif own is not None and rank < own:
                after = (-1, -1)
        return own is None or (before <= own and after == own)

    @cached_property
    def _indexes(self) -> dict[int, int]:
        return {id(saying): at for at, saying in enumerate(self.written.sayings)}

    def _has_alternative(self, drawing: Drawing, figure: Item | None) -> bool:
        rows = [row for row in self.items if row.what == "alternative-text"]
        shape = figure.shape if figure is not None else None
        own = [row for row in rows if shape is not None and row.shape == shape]
        for item in own or rows:
            if item.what != "alternative-text" or item.is_used:
                continue
            if item.text == drawing.alternative or item.text is None:
                item.is_used = item.text is not None
                return item.text is None or not item.is_kept or self._alt_stands(item)
        return False

    def _alt_stands(self, item: Item) -> bool:
        line = self.texts.line(item.where)
        if line is None or not self.texts.raw(item.where).startswith("alt:"):
            return False
        made, given = _bare(" ".join(line.said.words)), _bare(item.text or "")
        letters = iter(given)
        is_part = item.why == "no-glyph" and all(sign in letters for sign in made)
        return made == given or is_part

    def _drawing(self, drawing: Drawing, item: Item, at: str) -> Iterator[Finding]:
        kind, tree = self.texts.fence(item.where)
        if drawing.chart is not None:
            rounded = frozenset(row.text for row in self.items if row.what == "number" and row.text)
            if not isinstance(tree, dict):
                yield "not-imported", f"{at}: its place holds none"
                return
            faults = figure_proof.chart_faults(drawing.chart, cast("Any", tree), rounded)
            for fault in faults if drawing.chart.is_readable else ():
                yield "differs", f"{at}: {fault}"
            return
        name = cast("dict[str, Any]", tree).get("file") if isinstance(tree, dict) else None
        path = self.texts.folder / "media" / str(name).rpartition("/")[2]
        if kind != "image" or not isinstance(name, str) or not path.is_file():
            yield "not-imported", f"{at}: its place holds none"
            return
        if any(row.shape == item.shape and row.fate == "changed" and row.why != "cropped"
               for row in self.items if row.what == "picture"):  # fmt: skip
            return
        if (
            picture_likeness.is_same(drawing.picture or b"", path, drawing.crop, is_masked=False)
            is False
        ):
            yield "differs", f"{at}: another picture stands in its place"


def _bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())
