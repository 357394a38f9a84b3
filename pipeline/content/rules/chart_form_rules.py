"""Validation rules of single forms of charts: areas, scatter charts, lines over columns."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.content import markup
from pipeline.content.model.parts import ChartSpec, SeriesSpec
from pipeline.content.yaml_positions import Document, Path
from pipeline.core.errors import Problem

#: Categories and series of forms that name or colour each of them.
_MOST_CATEGORIES, _MOST_SERIES = 24, 6
#: Letters of an annotation: it stands in two or three short lines.
_MOST_LETTERS = 40
#: An area goes from one category to the next.
_LEAST_PLACES = 2


def is_slot(value: markup.Rich) -> bool:
    """Say whether a value is withheld, or marked to be."""
    return len(value) == 1 and isinstance(value[0], markup.Slot | markup.Unsealed)


def problems(chart: ChartSpec, path: Path, document: Document) -> Iterator[Problem]:
    """Yield every broken rule of a chart that its form has."""

    def told(place: Path, message: str, hint: str) -> Problem:
        return Problem(document.where((*path, *place)), "bad-chart", message, hint)

    yield from (told(*row) for row in _categories(chart))
    yield from (told(*row) for row in _counts(chart))
    yield from (told(*row) for row in _axes(chart))
    yield from (told(*row) for row in _annotation(chart))
    for index, series in enumerate(chart.series):
        if isinstance(series, SeriesSpec):
            place = ("series", index)
            yield from (told((*place, *row[0]), *row[1:]) for row in _series(series, chart))
            yield from (told((*place, *row[0]), *row[1:]) for row in _gaps(series, chart))


_Row = tuple[Path, str, str]


def _categories(chart: ChartSpec) -> Iterator[_Row]:
    if chart.form == "scatter":
        if chart.categories:
            hint = "leave 'categories' out; each series has 'x' and 'values'"
            yield (
                ("categories",),
                "points of a scatter chart stand by numbers, not categories",
                hint,
            )
    elif not chart.categories:
        yield (), "the chart has no categories", "add 'categories:'"
    elif chart.form == "area" and len(chart.categories) < _LEAST_PLACES:
        yield ("categories",), "an area needs two categories", "use form: column"


def _annotation(chart: ChartSpec) -> Iterator[_Row]:
    """Yield what is wrong with the words at a number: they need one, and must be short."""
    if not (given := chart.annotation):
        return
    key = "annotation"
    if chart.form not in {"column", "bar", "line", "area"}:
        yield (key,), f"a {chart.form} has no annotation", "say it in the title or in a remark"
        return
    for name, counted in (("category", chart.categories), ("series", chart.series)):
        if getattr(given, name) > len(counted):
            what = "categories" if name == "category" else "series"
            message = f"the chart has fewer {what} than that"
            yield (key, name), message, f"give the number of one of its {what}, counted from 1"
            return
    series = chart.series[given.series - 1]
    values = series.values if isinstance(series, SeriesSpec) else ()
    if values[given.category - 1 : given.category] == ((markup.Words("n/a"),),):
        yield (key,), "there is no number to which it could lead", "choose another category"
    letters = sum(len(part.text) for part in given.text if isinstance(part, markup.Words))
    if letters > _MOST_LETTERS:
        message = f"these are {letters} letters, and {_MOST_LETTERS} have room"
        yield (key, "text"), message, "shorten it, or say it in a remark"


def _counts(chart: ChartSpec) -> Iterator[_Row]:
    if chart.form not in {"line", "area"} and len(chart.categories) > _MOST_CATEGORIES:
        message = f"this form has {_MOST_CATEGORIES} categories at most"
        yield ("categories",), message, "use form: line or area, or a table"
    if chart.form not in {"line", "scatter"} and len(chart.series) > _MOST_SERIES:
        message = f"this form has {_MOST_SERIES} series at most"
        yield ("series",), message, "join some of them, or use form: line or a table"


def _axes(chart: ChartSpec) -> Iterator[_Row]:
    given = [series for series in chart.series if isinstance(series, SeriesSpec)]
    if chart.x_unit and chart.form != "scatter":
        yield ("x_unit",), "this form has no numbers below it", "leave 'x_unit' out"
    at_right = any(series.axis == "right" for series in given) or len(given) < len(chart.series)
    if chart.right_unit and (chart.form != "column" or not at_right):
        message = "no series has the axis at the right"
        yield ("right_unit",), message, "add 'axis: right' to a line, or leave 'right_unit' out"
    if given and len(given) == len(chart.series) and all(series.form for series in given):
        yield ("form",), "all series are lines", "use form: line for the chart"


def _series(series: SeriesSpec, chart: ChartSpec) -> Iterator[_Row]:
    if series.form and chart.form != "column":
        yield ("form",), "only columns can have a line over them", "leave the series's 'form' out"
    if series.axis == "right" and not series.form:
        yield ("axis",), "bars stand on the axis at the left", "add 'form: line' to the series"
    if chart.form != "scatter":
        if series.x:
            yield ("x",), "only points of a scatter chart have an 'x'", "leave 'x' out"
    elif len(series.x) != len(series.values):
        message = f"the series has {len(series.x)} x for {len(series.values)} values"
        yield ("values",), message, "give each value its 'x'"


def _gaps(series: SeriesSpec, chart: ChartSpec) -> Iterator[_Row]:
    """Yield values that areas and scatter charts cannot do without."""
    if chart.form not in {"area", "scatter"}:
        return
    for index, value in enumerate(series.values):
        if is_slot(value) and chart.form == "area":
            message = "an area without one of its values would show where it must lie"
            yield ("values", index), message, "withhold the series or the chart, or use form: line"
        elif is_slot(value):
            message = "a point without one of its numbers would show the other, and its range"
            hint = "withhold the series: the point can be one by itself"
            yield ("values", index), message, hint
        elif _is_absent(value):
            message = "an area or a scatter chart has no gaps"
            yield ("values", index), message, "leave the point out, or use form: line"


def _is_absent(value: markup.Rich) -> bool:
    return len(value) == 1 and isinstance(value[0], markup.Words) and value[0].text == "n/a"
