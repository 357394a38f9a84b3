"""Proof of one imported slide: each thing on it is in the report, and stands in its place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from pipeline.audit.original import figure_proof, picture_likeness
from pipeline.audit.original.facts import Line, Shape, Slide
from pipeline.audit.original.places import Places
from pipeline.audit.original.plain_content import PlainContent
from pipeline.audit.original.told_items import Entry, Item

_COUNT = re.compile(r"(\d+) words?\b")
_FURNITURE = frozenset(("dt", "sldNum", "hdr", "ftr"))
#: Markers of documents that were published in part, which become slots.
_MARKER = re.compile(
    r"\[?\s*(?:redacted|deleted|withheld|text removed|removed|not accessible)[^\]\s]*\s*\]?",
    re.IGNORECASE,
)
#: Levels that a list of the content has.
_LEVELS = 3
Finding = tuple[str, str]


@dataclass
class SlideProof:
    """One slide of an original, the report's entry on it, and the content."""

    slide: Slide
    entry: Entry
    content: PlainContent
    places: Places

    def findings(self) -> Iterator[Finding]:
        """Yield what of the slide is not accounted for."""
        if not self.entry.became and any(
            item.what == "slide" and item.fate == "left-out" for item in self.entry.items
        ):
            return
        for shape in self.slide.shapes:
            yield from self._shape(shape)
        yield from self._lines(self.slide.notes, (None,), "note")
        for item in self.entry.items:
            if item.is_kept and not item.where and item.text:
                yield "bad-report", f"{self._at(item.shape, item.at)}: taken, and to no place"

    def _at(self, shape: int | None, at: str | None) -> str:
        parts = [f"slide {self.slide.number}"]
        parts += [f"shape {shape}"] if shape is not None else []
        return ", ".join([*parts, *([at] if at else [])])

    def _of(self, ids: Sequence[int | None], *kinds: str) -> list[Item]:
        return [
            item
            for item in self.entry.items
            if item.shape in ids and (not kinds or item.what in kinds)
        ]

    def _shape(self, shape: Shape) -> Iterator[Finding]:
        if self._is_left_out(shape):
            return
        own = shape.ids[0]
        if shape.kind in _FURNITURE and self._is_furniture(shape):
            return
        yield from self._lines(shape.lines, (own,), "paragraph")
        if shape.cells:
            yield from self._table(shape)
        if shape.chart is not None:
            yield from self._chart(shape)
        if shape.picture is not None:
            yield from self._picture(shape)
        if shape.alternative and not self._is_withheld_figure(own):
            told = self._of((own,), "alternative-text")
            if self._is_told(shape.alternative, told) or any(row.text is None for row in told):
                return
            yield "not-imported", f"{self._at(own, 'alternative text')}: lost"

    def _is_withheld_figure(self, own: int | None) -> bool:
        """Tell whether a figure lies under a black box: its alternative text is not told either."""
        figures = self._of((own,), "table", "chart", "picture")
        return any(item.fate == "to-withhold" and item.text is None for item in figures)

    def _is_left_out(self, shape: Shape) -> bool:
        """Tell whether a shape, or a group that holds it, stays behind, its words counted."""
        for item in self._of(shape.ids):
            if item.fate != "left-out" or item.text is not None or item.at is not None:
                continue
            counted = _COUNT.search(item.words)
            if item.what != "shape" or item.shape is None or counted is None:
                continue
            if int(counted[1]) == self._words_below(item.shape):
                return True
        return False

    def _words_below(self, number: int) -> int:
        found = 0
        for shape in self.slide.shapes:
            if number in shape.ids:
                rows = [*shape.lines, *(line for cell in shape.cells for line in cell.lines)]
                found += sum(len(" ".join((line.text, *line.fields)).split()) for line in rows)
        return found

    def _is_furniture(self, shape: Shape) -> bool:
        letters = "".join("".join((line.text, *line.fields)) for line in shape.lines)
        bare = "".join(letters.split())
        return not bare or any(
            "".join((item.text or "").split()) == bare for item in self._of((shape.ids[0],))
        )

    def _is_told(self, text: str, items: Sequence[Item]) -> bool:
        """Tell whether a text has an item; one that is taken stands in its place."""
        for item in items:
            if not item.is_used and item.text == text:
                item.is_used = True
                if item.is_kept:
                    self.places.claim(item, self._at(item.shape, item.what.replace("-", " ")))
                return True
        return False

    def _lines(
        self, lines: Sequence[Line], ids: Sequence[int | None], what: str
    ) -> Iterator[Finding]:
        placed: list[tuple[Line, Item]] = []
        kinds = ("note",) if what == "note" else ()
        for line in lines:
            at = self._at(ids[0], line.at)
            item = self._item(line, ids, kinds)
            if line.text and item is None:
                yield "not-imported", f"{at}: neither in the content nor the report"
            elif item is not None and item.is_kept:
                placed.append((line, item))
                self.places.claim(item, at)
                yield from self._links(line, item, at)
            yield from self._fields(line, ids, at)
        yield from self._order(placed, ids)
        yield from self._levels(placed, ids)

    def _item(self, line: Line, ids: Sequence[int | None], kinds: Sequence[str]) -> Item | None:
        if not line.text:
            return None
        items = [item for item in self._of(ids, *kinds) if not item.is_used]
        for item in items:
            if item.text == line.text and item.what not in {"alternative-text", "link"}:
                item.is_used = True
                return item
        for item in items:
            if item.fate == "to-withhold" and item.text is None and self._is_withheld(line, item):
                item.is_used = True
                return item
        return self._hidden(line, items)

    def _hidden(self, line: Line, items: Sequence[Item]) -> Item | None:
        """Return an item of words that nobody sees in the original, and that are counted."""
        for item in items:
            counted = _COUNT.search(item.words)
            if item.fate != "left-out" or item.text is not None or counted is None:
                continue
            if int(counted[1]) == len(line.text.split()):
                item.is_used = True
                return item
        return None

    def _is_withheld(self, line: Line, item: Item) -> bool:
        """Tell whether a place has a slot, and all words of a line but those that it stands for."""
        found = self.places.text(item.where)
        if found is None or not found.slots:
            tree = self.content.at(item.where)
            return isinstance(tree, dict) and "withheld" in tree
        rows = [row for row in self._of((item.shape,)) if row.at == item.at]
        told = sum(int(counted[1]) for row in rows if (counted := _COUNT.search(row.words)))
        words = line.text.split()
        kept = [word for word in found.words if word]
        rest = iter(words)
        if not all(any(word in other for other in rest) for word in kept):
            return False
        bare = _MARKER.sub(" ", line.text).split()
        return len(kept) >= len(bare) - told

    def _fields(self, line: Line, ids: Sequence[int | None], at: str) -> Iterator[Finding]:
        for text in line.fields:
            items = self._of(ids, "slide-number", "date", "footer", "header")
            if not any(item.text is None or text in item.text for item in items):
                yield "not-imported", f"{at}: a field that the report does not tell"

    def _links(self, line: Line, item: Item, at: str) -> Iterator[Finding]:
        found = self.places.text(item.where)
        told = [row for row in self._of((item.shape,)) if row.at == item.at or row.what == "link"]
        if any(row.what == "link" or row.why in {"bad-link", "look-lost"} for row in told):
            return
        for address in line.links:
            if item.fate == "taken" and found and not _has_link(found.links, address):
                yield "not-imported", f"{at}: a link is lost"

    def _order(
        self, placed: Sequence[tuple[Line, Item]], ids: Sequence[int | None]
    ) -> Iterator[Finding]:
        last = -1
        for line, item in placed:
            rank = self.places.rank(item.where)
            if rank is None or item.why in {"divided", "reordered"}:
                continue
            if rank < last:
                yield "differs", f"{self._at(ids[0], line.at)}: stands before what it followed"
            last = max(last, rank)

    def _levels(
        self, placed: Sequence[tuple[Line, Item]], ids: Sequence[int | None]
    ) -> Iterator[Finding]:
        """Yield points that stand on another level of their list than in the original."""
        lists: dict[str, list[tuple[Line, Item]]] = defaultdict(list)
        for line, item in placed:
            head, points, _ = item.where.partition("/points/")
            if points:
                lists[head].append((line, item))
        for rows in lists.values():
            open_: list[int] = []
            for line, item in rows:
                while open_ and open_[-1] >= line.level:
                    open_.pop()
                open_ = [*open_[: _LEVELS - 1], line.level]
                depth = f"{item.where}/".count("/points/")
                if depth != len(open_):
                    yield "differs", f"{self._at(ids[0], line.at)}: stands on another level"

    def _table(self, shape: Shape) -> Iterator[Finding]:
        own = shape.ids[0]
        tables = [item for item in self._of((own,), "table") if item.text is None]
        wholes = [item for item in tables if item.fate == "taken"]  # two may bear one number
        if any(item.fate == "to-withhold" for item in tables):
            return
        if not tables:
            yield "not-imported", f"{self._at(own, 'table')}: the report does not tell of it"
            return
        has_items = bool(self._of((own,), "cell"))
        if wholes:
            others = [item for item in self._of((own,), "cell") if item.fate != "taken"]
            slots = {item.at for item in others if item.at and item.fate == "to-withhold"}
            made = [tree for row in wholes if isinstance(tree := self.content.at(row.where), dict)]
            texts = frozenset(item.text for item in others if item.text)
            if not made:
                yield "not-imported", f"{self._at(own, 'table')}: its place holds no table"
            elif not any(
                figure_proof.is_same_table(shape.cells, cast("dict[str, Any]", tree), texts, slots)
                for tree in made
            ):
                yield "differs", f"{self._at(own, 'table')}: a cell stands elsewhere"
        if not wholes or has_items:
            lines = [line for cell in shape.cells for line in cell.lines]
            yield from self._lines(lines, (own,), "cell")

    def _chart(self, shape: Shape) -> Iterator[Finding]:
        own, chart = shape.ids[0], shape.chart
        items = [row for row in self._of((own,), "chart") if row.text is None and row.at is None]
        if chart is None or any(row.fate in {"left-out", "to-withhold"} for row in items):
            return
        if not items:
            yield "not-imported", f"{self._at(own, 'chart')}: the report does not tell of it"
            return
        rounded = frozenset(
            row.text for row in self._of((own,), "number") if row.text and row.fate == "changed"
        )
        made = [self.content.at(row.where) for row in items]
        trees = [cast("dict[str, Any]", tree) for tree in made if isinstance(tree, dict)]
        faults: list[str] = []
        if not trees:
            yield "not-imported", f"{self._at(own, 'chart')}: its place holds none"
        elif "header" in trees[0]:
            tables = self._tables(trees)
            faults = [*figure_proof.tables_faults(chart, tables, rounded)]
        else:  # two shapes of a slide may bear one number
            charts = (tree for tree in trees if "header" not in tree)
            faults = min(([*figure_proof.chart_faults(chart, tree, rounded)] for tree in charts),
                         key=len)  # fmt: skip
            faults += figure_proof.sizes_faults(chart, self._tables(trees[1:]), rounded)
        for fault in faults:
            yield "differs", f"{self._at(own, 'chart')}: {fault}"
        told = self._of((own,), "chart", "paragraph")
        for title in chart.titles:
            if not self._is_told(title, told) and not self._is_counted(title, own):
                yield "not-imported", f"{self._at(own, 'chart')}: a title is lost"

    def _is_counted(self, title: str, own: int | None) -> bool:
        """Tell whether a title that nobody sees stays behind, its words counted."""
        for item in self._of((own,), "paragraph"):
            counted = _COUNT.search(item.words)
            is_free = not item.is_used and item.text is None and item.fate == "left-out"
            if is_free and counted is not None and int(counted[1]) == len(title.split()):
                item.is_used = True
                return True
        return False

    def _tables(self, first: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return all tables of the slides that this one became: a wide one may be divided."""
        found = list(first)
        todo = [
            self.content.at(f"presentation.yaml slides/{number}") for number in self.entry.became
        ]
        while todo:
            tree = todo.pop(0)
            if isinstance(tree, dict):
                row = cast("dict[str, Any]", tree)
                found += [row] if "header" in row and row not in found else []
                todo += row.values()
            elif isinstance(tree, list):
                todo += tree
        return found

    def _picture(self, shape: Shape) -> Iterator[Finding]:
        own = shape.ids[0]
        items = [row for row in self._of((own,), "picture") if row.why != "decorative"]
        if not items:
            yield "not-imported", f"{self._at(own, 'picture')}: the report does not tell of it"
            return
        kept = [row for row in items if row.is_kept and row.where]
        if not kept:
            if not any(row.fate in {"left-out", "to-withhold"} for row in items):
                yield "bad-report", f"{self._at(own, 'picture')}: taken, and to no place"
            return
        paths = [path for row in kept if (path := self._file(row)) is not None]
        if not paths:
            yield "not-imported", f"{self._at(own, 'picture')}: its place holds none"
            return
        is_cropped = any(row.why == "cropped" for row in items)
        is_other = any(row.fate == "changed" and row.why != "cropped" for row in items)
        crop = shape.crop if is_cropped else (0.0, 0.0, 0.0, 0.0)
        data = shape.picture or b""
        # two shapes of a slide may bear one number
        same = (picture_likeness.is_same(data, path, crop, is_masked=shape.is_masked)
                for path in paths)  # fmt: skip
        if not is_other and all(row is False for row in same):
            yield "differs", f"{self._at(own, 'picture')}: another picture stands in its place"

    def _file(self, item: Item) -> Path | None:
        """Return the file of the picture that stands where an item says."""
        made = self.content.at(item.where)
        name = cast("dict[str, Any]", made).get("file") if isinstance(made, dict) else None
        path = self.content.folder / "media" / str(name).rpartition("/")[2]
        return path if isinstance(name, str) and path.is_file() else None


def _has_link(links: frozenset[str], address: str) -> bool:
    wanted = unquote(address).rstrip("/")
    return any(unquote(link).rstrip("/") == wanted for link in links)
