"""Charts of an office file as charts of the content; others as tables with all their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from pipeline.content.rules.figures import NOT_AVAILABLE, NUMBER
from pipeline.importing import drawn_forms
from pipeline.importing.drawn_forms import Form
from pipeline.importing.found import Chart, Series
from pipeline.importing.inline_text import letters
from pipeline.importing.number_formats import decimals, seen
from pipeline.importing.report_items import Flow, Item, Leaf, Part
from pipeline.importing.slide_figures import Figure, alternative
from pipeline.importing.table_content import MOST_COLUMNS

_MOST_DECIMALS = 9
#: Signs of a number that is printed in full; a longer one is printed with its exponent.
_LONGEST = 24


@dataclass
class ChartContent:
    """A chart, with what is written beside it."""

    found: Chart

    def ways(self) -> Iterator[list[Figure]]:
        """Yield ways to show it, the best first: each a chart, or tables."""
        rows = self._series()
        numbers = [text for row in rows for text in (*row.values, *row.xs)]
        can_be_drawn = all(rounded(text) for text in numbers if text)
        for form in drawn_forms.forms(self.found) if can_be_drawn else ():
            item = self._item()
            if form.why:
                item.fate, item.why, item.words = "changed", f"as-{form.name}", form.why
            part = Part({}, [item])
            part.tree = self._tree(form, rows, part.items)
            part.items += self._formats(rows)
            below = [] if form.name == "scatter" else self._across()
            figure = Figure("chart", part, self._titles(), below[0] if below else None)
            has_more = any(row.sizes for row in rows)  # a chart has no place for them
            yield [figure, *([self._sizes(rows)] if has_more else ())]
        yield self._as_tables()

    def _sizes(self, rows: list[Series]) -> Figure:
        """Return the sizes of bubbles as a table, which stands beside their chart."""
        item = self._item()
        item.fate, item.why, item.words = "changed", "as-table", "the sizes of bubbles are a table"
        names = [row.name or str(at) for at, row in enumerate(rows, start=1)]
        count = max(len(row.sizes) for row in rows)
        numbers = [[name, *map(_printed, row.sizes)] for name, row in zip(names, rows, strict=True)]
        return Figure("table", Part(self._table([["", *map(str, range(1, count + 1))], *numbers]),
                                    [item]))  # fmt: skip

    def _across(self) -> list[Leaf]:
        return self._line(self.found.category_title, "category axis title")

    def _item(self) -> Item:
        return Item("chart", self.found.shape, self.found.name)

    def _titles(self) -> list[Leaf]:
        return self._line(self.found.title, "chart title")

    def _line(self, text: str, at: str) -> list[Leaf]:
        written = letters(text)
        if not written:
            return []
        return [Leaf(written, [Item("chart", self.found.shape, self.found.name, at, text)])]

    def _alt(self) -> dict[str, Leaf]:
        return alternative(self.found.alt, self.found.shape, self.found.name)

    def _series(self) -> list[Series]:
        return [series for plot in self.found.plots for series in plot.series]

    def _tree(self, form: Form, rows: list[Series], items: list[Item]) -> dict[str, Any]:
        tree: dict[str, Any] = {"form": form.name}
        if form.stacked:
            tree["stacked"] = True
        tree |= self._alt()
        for unit in self._line(self.found.value_title, "value axis title"):
            tree["unit"] = unit
        if form.right:
            for unit in self._line(self.found.second_title, "second value axis title"):
                tree["right_unit"] = unit
        values = [self._values(row, index, items) for index, row in enumerate(rows, start=1)]
        given = max((len(text.partition(".")[2]) for row in values for text in row), default=0)
        stated = [count for row in rows if (count := decimals(row.format)) is not None]
        if stated and max(stated) < given:
            tree["decimals"] = min(max(stated), _MOST_DECIMALS)
        if form.name == "scatter":
            return {**tree, **self._points(rows, values)}
        names = [letters(text) for text in _categories(rows)]
        count = max([len(names), *map(len, values)])
        names += [""] * (count - len(names))
        if not (all(names) and all(row.name for row in rows)):
            words = "what has no name, a series or a category, bears its number"
            items.append(Item("chart", self.found.shape, self.found.name, "names", None, "changed",
                              "unnamed", words))  # fmt: skip
        tree["categories"] = Flow(text or str(at) for at, text in enumerate(names, start=1))
        tree["series"] = [
            {
                "name": letters(row.name) or str(index + 1),
                **({"form": "line"} if index in form.lines else {}),
                **({"axis": "right"} if index in form.right else {}),
                "values": Flow([*line, *[NOT_AVAILABLE] * (count - len(line))]),
            }
            for index, (row, line) in enumerate(zip(rows, values, strict=True))
        ]
        return tree

    def _points(self, rows: list[Series], values: list[list[str]]) -> dict[str, Any]:
        """Return the points of a scatter chart, each with its place across."""
        units = self._across()
        series = [
            {
                "name": letters(row.name) or str(index),
                "x": Flow((row.xs or [str(at) for at in range(1, len(line) + 1)])[: len(line)]),
                "values": Flow(line),
            }
            for index, (row, line) in enumerate(zip(rows, values, strict=True), start=1)
        ]
        return {**({"x_unit": units[0]} if units else {}), "series": series}

    def _values(self, row: Series, index: int, items: list[Item]) -> list[str]:
        out: list[str] = []
        for at, text in enumerate(row.values, start=1):
            written = rounded(text)
            if written != text and text:
                words = f"rounded to {_MOST_DECIMALS} decimals"
                place = f"series {index}, value {at}"
                items.append(
                    Item(
                        "number",
                        self.found.shape,
                        self.found.name,
                        place,
                        text,
                        "changed",
                        "rounded",
                        words,
                    )
                )
            out.append(written or NOT_AVAILABLE)
        return out

    def _formats(self, rows: list[Series]) -> Iterator[Item]:
        """Yield, for each series whose format prints other numbers, what is seen in the file."""
        for index, row in enumerate(rows, start=1):
            pairs = [(text, shown) for text in row.values if (shown := seen(text, row.format))]
            if not pairs:
                continue
            words = "the file's format shows " + "; ".join(f"{a} as {b}" for a, b in pairs)
            place = f"series {index}"
            yield Item("number", self.found.shape, self.found.name, place, None, "changed",
                       "number-format", letters(words))  # fmt: skip

    def _as_tables(self) -> list[Figure]:
        words = "a chart of a form that is not drawn is a table with all its numbers"
        item = self._item()
        item.fate, item.why, item.words = "changed", "as-table", words
        items = [item, *self._formats(self._series())]
        before = self._titles()
        before += self._line(self.found.value_title, "value axis title")
        before += self._line(self.found.second_title, "second value axis title")
        before += self._across()
        columns = _columns(self.found)
        room = MOST_COLUMNS - 1
        figures: list[Figure] = []
        for start in range(1, max(len(columns), 2), room):
            tree = self._table([columns[0], *columns[start : start + room]])
            if not figures:
                tree = {**self._alt(), **tree}
            figures.append(
                Figure(
                    "table", Part(tree, items if not figures else [item]), [] if figures else before
                )
            )
        return figures

    def _table(self, columns: list[list[str]]) -> dict[str, Any]:
        numeric = [
            at
            for at, column in enumerate(columns[1:], start=2)
            if any(column[1:]) and all(not text or NUMBER.fullmatch(text) for text in column[1:])
        ]
        tree: dict[str, Any] = {"row_headers": True}
        if numeric:
            tree["numeric"] = Flow(numeric)
        tree["header"] = Flow(letters(column[0]) for column in columns)
        body = zip_longest(*(column[1:] for column in columns), fillvalue="")
        rows = [Flow(letters(text) for text in row) for row in body]
        return {**tree, "rows": rows or [Flow("" for _ in columns)]}


def rounded(text: str) -> str:
    """Return a number with no more digits than content's charts have; '' if it has too many."""
    if not text or NUMBER.fullmatch(text):
        return text
    try:
        written = format(float(text), f".{_MOST_DECIMALS}f").rstrip("0").rstrip(".")
    except ValueError:
        return ""
    written = "0" if written == "-0" else written
    return written if NUMBER.fullmatch(written) else ""


def _categories(rows: list[Series]) -> list[str]:
    longest: list[str] = []
    for row in rows:
        if len(row.categories) > len(longest):
            longest = row.categories
    count = max([len(longest), *(len(row.values) for row in rows)], default=0)
    return [*longest, *[""] * (count - len(longest))]


def _printed(text: str) -> str:
    return text if len(text) <= _LONGEST else repr(float(text))


def _columns(chart: Chart) -> list[list[str]]:
    """Return a chart's numbers as columns with their names: of x, of series, of sizes."""
    rows = [
        replace(row, values=[*map(_printed, row.values)], xs=[*map(_printed, row.xs)])
        for plot in chart.plots
        for row in plot.series
    ]
    if not any(row.xs for row in rows):
        return [["", *_categories(rows)], *([row.name, *row.values] for row in rows)]
    same = all(row.xs == rows[0].xs for row in rows)
    columns: list[list[str]] = []
    if same:
        columns.append(["", *(rows[0].xs or rows[0].categories)])
    for row in rows:
        if not same:
            columns.append(["", *(row.xs or row.categories)])
        columns.append([row.name, *row.values])
        if row.sizes:
            columns.append(["", *row.sizes])
    return columns
