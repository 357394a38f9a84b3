"""Charts of newer kinds (waterfall, funnel, tree map, histogram …), read: their numbers alone."""

from __future__ import annotations

from pipeline.core.ooxml_names import q
from pipeline.importing.found import Chart, Plot, Series
from pipeline.importing.number_formats import exact
from pipeline.importing.office_package import Element, find, find_all, local, whole


def read(root: Element, chart: Chart) -> Chart:
    """Fill in what such a chart says."""
    sets = {str(row.get("id", "")): row for row in find_all(root, "cx:chartData/cx:data")}
    kind = ""
    rows: list[Series] = []
    for series in root.iter(q("cx:series")):
        kind = str(series.get("layoutId", "")) or kind
        reference = find(series, "cx:dataId")
        data = sets.get(str(reference.get("val", "")) if reference is not None else "")
        name = "".join(str(row.text or "") for row in series.iter(q("cx:v")))
        numbers, texts = _numbers(data), _texts(data)
        rows.append(Series(" ".join(name.split()), texts, numbers))
    title = find(root, "cx:chart/cx:title")
    words = (str(row.text or "") for row in title.iter(q("a:t"))) if title is not None else ()
    chart.title = " ".join("".join(words).split())
    chart.plots = [Plot(kind or "newer", "", lying=False, series=rows)]
    return chart


def _numbers(data: Element | None) -> list[str]:
    for row in data if data is not None else ():
        if local(row) == "numDim":
            level = find(row, "cx:lvl")
            return [exact(text) for text in _points(level)]
    return []


def _texts(data: Element | None) -> list[str]:
    levels = [
        _points(level)
        for row in (data if data is not None else ())
        if local(row) == "strDim"
        for level in reversed(row.findall(q("cx:lvl")))
    ]
    if not levels:
        return []
    count = max(map(len, levels))
    filled = [[*row, *[""] * (count - len(row))] for row in levels]
    return [" – ".join(text for text in row if text) for row in zip(*filled, strict=True)]


def _points(level: Element | None) -> list[str]:
    rows = {whole(row.get("idx")): str(row.text or "") for row in find_all(level, "cx:pt")}
    return [rows.get(index, "") for index in range(min(max(rows, default=-1) + 1, 20_000))]
