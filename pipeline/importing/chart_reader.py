"""Charts of an office file, read: their numbers as the file has them, else as its workbook does."""

from __future__ import annotations

from pipeline.core.ooxml_names import q
from pipeline.importing import alternative_text, chart_remarks, new_charts
from pipeline.importing.chart_remarks import rich
from pipeline.importing.chart_workbook import Workbook, workbook
from pipeline.importing.colour_scheme import Colour, Scheme
from pipeline.importing.found import Box, Chart, Plot, Series, Told
from pipeline.importing.number_formats import as_date, exact, is_date
from pipeline.importing.office_package import (
    BadFileError,
    Element,
    find,
    find_all,
    is_on,
    local,
    whole,
)
from pipeline.importing.printed_markers import count
from pipeline.importing.source_part import SourcePart

#: Points of a series; more are no chart for people.
_MOST_POINTS = 20_000


def read(
    data: Element,
    own: Element | None,
    box: Box,
    source: SourcePart,
    colours: Scheme,
    behind: Colour | None,
) -> Chart:
    """Return a chart.

    Args:
        data: what names its part.
        own: its name and alternative text.
        box: where it stands.
        source: the part that it stands in.
        colours: of the part's theme.
        behind: colour behind it; None if unknown.

    Raises:
        BadFileError: its part cannot be read, or has no chart.
    """
    number = whole(own.get("id")) if own is not None else 0
    name = alternative_text.name(own)
    alt, told = alternative_text.read(own)
    reference = next((row for row in data if local(row) == "chart"), None)
    key = str(reference.get(q("r:id"), "")) if reference is not None else ""
    relation = source.package.relations(source.part).get(key)
    if relation is None:
        raise BadFileError("damaged-file", "a chart without its part")
    root = source.package.xml(relation.target)
    if root.tag == q("cx:chartSpace"):
        chart = new_charts.read(root, Chart(number, name, box, [], alt=alt))
    else:
        only = find(root, "c:chart/c:plotVisOnly")
        shows_hidden = only is not None and not is_on(only.get("val", "1"))
        book = workbook(source.package, relation.target, shows_hidden=shows_hidden)
        reader = _Reader(root, book, colours, chart_remarks.behind_words(root, colours, behind))
        chart = reader.chart(Chart(number, name, box, [], alt=alt))
        chart.told += chart_remarks.words_within(source, relation.target)
    chart.told += told
    for fact in chart.told:
        fact.shape, fact.name = number, name
    return chart


class _Reader:
    def __init__(
        self, root: Element, book: Workbook | None, colours: Scheme, behind: Colour | None
    ) -> None:
        self.root, self.book, self.colours, self.behind = root, book, colours, behind
        self.is_1904 = any(is_on(row.get("val", "1")) for row in root.findall(q("c:date1904")))
        self.told: list[Told] = []
        self.second: set[str] = set()

    def chart(self, chart: Chart) -> Chart:
        """Fill in what the chart says."""
        area = find(self.root, "c:chart/c:plotArea")
        for element in area if area is not None else ():
            if local(element).endswith("Chart"):
                chart.plots.append(self._plot(element))
        self._mark_second_axes(area, chart.plots)
        chart.title = self._title(find(self.root, "c:chart/c:title"))
        for axis in area if area is not None else ():
            text = self._title(find(axis, "c:title"))
            if not text:
                continue
            deleted = find(axis, "c:delete")
            if deleted is not None and is_on(deleted.get("val", "1")):
                words = f"the title of an axis that is not shown: {count(text)} words"
                self.told.append(Told("paragraph", "hidden", words))
                continue
            name = self._axis(axis, chart)
            if getattr(chart, name):
                self.told.append(Told("paragraph", "axis-title", "the title of an axis", text=text))
            else:
                setattr(chart, name, text)
        chart.told += [*self.told, *chart_remarks.told(self.root)]
        return chart

    def _axis(self, axis: Element, chart: Chart) -> str:
        """Return which of the chart's titles that of an axis is."""
        if local(axis) != "valAx":
            return "category_title"
        place = find(axis, "c:axPos")
        lies = place is not None and place.get("val") in {"b", "t"}
        if lies and chart.plots and chart.plots[0].kind in {"scatter", "bubble"}:
            return "category_title"
        key = find(axis, "c:axId")
        return (
            "second_title" if key is not None and key.get("val") in self.second else "value_title"
        )

    def _mark_second_axes(self, area: Element | None, plots: list[Plot]) -> None:
        axes = [
            tuple(str(row.get("val")) for row in find_all(element, "c:axId"))
            for element in (area if area is not None else ())
            if local(element).endswith("Chart")
        ]
        for plot, own in zip(plots, axes, strict=True):
            plot.second_axis = bool(axes[0]) and own != axes[0]
            if plot.second_axis:
                self.second |= {*own} - {*axes[0]}

    def _title(self, element: Element | None) -> str:
        formatted = find(element, "c:tx/c:rich")
        text = rich(formatted)
        if chart_remarks.is_unseen(formatted, self.colours, self.behind):
            words = f"a title of a chart in the colour behind it: {count(text)} words"
            self.told.append(Told("paragraph", "same-colour", words))
            return ""
        return text or " ".join(self._texts(find(element, "c:tx/c:strRef"))).strip()

    def _plot(self, element: Element) -> Plot:
        grouping, direction = find(element, "c:grouping"), find(element, "c:barDir")
        kind = local(element).removesuffix("Chart")
        if kind.endswith("3D"):
            words = "a chart in three dimensions is drawn flat"
            self.told.append(Told("chart", "flat", words, "changed"))
        kind = kind.removesuffix("3D")
        of_pie = find(element, "c:ofPieType")
        return Plot(
            "pie" if of_pie is not None else kind,
            str(grouping.get("val", "standard")) if grouping is not None else "",
            direction is not None and direction.get("val") == "bar",
            [self._series(row) for row in find_all(element, "c:ser")],
        )

    def _series(self, element: Element) -> Series:
        name = find(element, "c:tx")
        values = find(element, "c:val")
        values = find(element, "c:yVal") if values is None else values
        numbers, code = self._numbers(values)
        words = " ".join(self._texts(find(name, "c:strRef"))) if name is not None else ""
        plain = find(name, "c:v")
        if plain is not None:
            words = str(plain.text or "")
        xs, _ = self._numbers(find(element, "c:xVal"))
        while xs and len(xs) == len(numbers) and not (xs[-1] or numbers[-1]):
            del xs[-1], numbers[-1]  # the longest series says how many points each has
        sizes, _ = self._numbers(find(element, "c:bubbleSize"))
        texts = self._categories(find(element, "c:cat"), len(numbers))
        if not texts and find(element, "c:xVal") is not None:
            texts = self._categories(find(element, "c:xVal"), len(numbers))
        return Series(" ".join(words.split()), texts, numbers, xs, sizes, code)

    def _numbers(self, element: Element | None) -> tuple[list[str], str]:
        """Return numbers as they are written, '' where there is none, and their format."""
        for path in ("c:numRef/c:numCache", "c:numLit"):
            cache = find(element, path)
            if cache is not None and find(cache, "c:pt") is not None:
                code = find(cache, "c:formatCode")
                numbers = [exact(text) for text in _points(cache)]
                return numbers, str(code.text or "") if code is not None else ""
        formula = find(element, "c:numRef/c:f")
        if formula is not None and self.book is not None:
            return [exact(text) for text in self.book.values(str(formula.text or ""))], ""
        return [], ""

    def _texts(self, reference: Element | None) -> list[str]:
        cache = find(reference, "c:strCache")
        if cache is not None:
            return _points(cache)
        formula = find(reference, "c:f")
        if formula is not None and self.book is not None:
            return self.book.values(str(formula.text or ""))
        return []

    def _categories(self, element: Element | None, count: int) -> list[str]:
        if element is None:
            return []
        levels = find_all(element, "c:multiLvlStrRef/c:multiLvlStrCache/c:lvl")
        if levels:
            self.told.append(
                Told("chart", "levels-joined", "categories of several levels are joined", "changed")
            )
            return _joined([_levelled(row, count) for row in reversed(levels)])
        if (reference := find(element, "c:strRef")) is not None:
            return self._texts(reference)
        if (literal := find(element, "c:strLit")) is not None:
            return _points(literal)
        numbers, code = self._numbers(element)
        if is_date(code):
            return [as_date(text, code, is_1904=self.is_1904) for text in numbers]
        return numbers


def _points(cache: Element) -> list[str]:
    """Return the values of a cache, '' where it has none."""
    rows = {whole(row.get("idx")): find(row, "c:v") for row in find_all(cache, "c:pt")}
    stated = find(cache, "c:ptCount")
    count = max([whole(stated.get("val")) if stated is not None else 0,
                 *(index + 1 for index in rows)])  # fmt: skip
    if count > _MOST_POINTS:
        raise BadFileError("too-large", f"a chart has more than {_MOST_POINTS} points")
    texts = (rows.get(index) for index in range(count))
    return [str(row.text or "") if row is not None else "" for row in texts]


def _levelled(level: Element, count: int) -> list[str]:
    """Return a level's names, each repeated until the next one begins."""
    rows = {whole(row.get("idx")): find(row, "c:v") for row in find_all(level, "c:pt")}
    out: list[str] = []
    for index in range(min(max([count, *(key + 1 for key in rows)]), _MOST_POINTS)):
        row = rows.get(index)
        out.append(str(row.text or "") if row is not None else out[-1] if out else "")
    return out


def _joined(levels: list[list[str]]) -> list[str]:
    count = max(map(len, levels))
    filled = [[*row, *[""] * (count - len(row))] for row in levels]
    return [" – ".join(text for text in row if text) for row in zip(*filled, strict=True)]
