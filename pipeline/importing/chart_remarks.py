"""Remarks of a chart beside its numbers: labels, trend lines, units of axes, drawn words."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.ooxml_names import q
from pipeline.importing import surfaces
from pipeline.importing.colour_scheme import Colour, Scheme, is_same
from pipeline.importing.found import Told
from pipeline.importing.office_package import Element, find, local
from pipeline.importing.source_part import SourcePart

_UNITS = {
    "hundreds": "hundreds", "thousands": "thousands", "tenThousands": "tens of thousands",
    "hundredThousands": "hundreds of thousands", "millions": "millions",
    "tenMillions": "tens of millions", "hundredMillions": "hundreds of millions",
    "billions": "thousand millions", "trillions": "million millions",
}  # fmt: skip


def told(root: Element) -> Iterator[Told]:
    """Yield what the report says of a chart's own labels, its trend lines and units."""
    yield from _labels(root)
    for tag, words in (("c:trendline", "a trend line"), ("c:errBars", "error bars")):
        if any(True for _ in root.iter(q(tag))):
            yield Told("chart", "not-drawn", f"{words} of a chart")
    for line in root.iter(q("c:trendline")):
        if text := _words(find(line, "c:name")):
            yield Told("paragraph", "not-drawn", "the name of a trend line", text=text)
    for units in root.iter(q("c:dispUnits")):
        yield from _units(units)


def _labels(root: Element) -> Iterator[Told]:
    for row in root.iter(q("c:dLbl")):
        text = rich(find(row, "c:tx/c:rich"))
        if text and not _is_filtered(row):
            words = "a label of its own on a point of a chart"
            yield Told("paragraph", "data-label", words, text=text)
    for cells in root.iter(q("c15:dlblRangeCache")):
        for value in cells.iter(q("c:v")) if not _is_filtered(cells, most=1) else ():
            if text := _words(value):
                words = "a label on a point of a chart, from cells of its workbook"
                yield Told("paragraph", "data-label", words, text=text)


def _words(element: Element | None) -> str:
    return " ".join(str(element.text or "").split()) if element is not None else ""


def _units(element: Element) -> Iterator[Told]:
    known, other = find(element, "c:builtInUnit"), find(element, "c:custUnit")
    said = str(known.get("val", "")) if known is not None else ""
    unit = _UNITS.get(said, said)
    if other is not None:
        unit = f"units of {other.get('val', '')}"
    words = f"an axis shows its numbers in {unit}: they are whole in the content"
    yield Told("chart", "axis-unit", words, "changed")
    if text := rich(find(element, "c:dispUnitsLbl/c:tx/c:rich")):
        yield Told("paragraph", "axis-unit", "the unit beside an axis", text=text)


def _is_filtered(element: Element, most: int = 0) -> bool:
    """Tell whether something is of a series that a filter hides: it stands in an extension.

    Args:
        element: of the chart.
        most: extensions that it stands in anyhow.
    """
    return sum(local(above) == "ext" for above in element.iterancestors()) > most


def words_within(slide: SourcePart, part: str) -> Iterator[Told]:
    """Yield the words of what somebody drew into a chart."""
    for target in slide.package.all_related(part, "chartUserShapes"):
        root = slide.package.xml(target)
        text = " ".join(str(row.text or "") for row in root.iter(q("a:t"))).strip()
        if text:
            yield Told("paragraph", "in-chart", "words drawn into a chart", text=text)


def rich(element: Element | None) -> str:
    """Return the words of a formatted text, its paragraphs in one line."""
    if element is None:
        return ""
    rows = ("".join(str(row.text or "") for row in line.iter(q("a:t")))
            for line in element.iter(q("a:p")))  # fmt: skip
    return " ".join(" ".join(rows).split())


def behind_words(root: Element, colours: Scheme, behind: Colour | None) -> Colour | None:
    """Return the colour behind a chart's titles: its own, else that of the slide; None if unknown.

    Args:
        root: of the chart's part.
        colours: of the slide.
        behind: colour of what stands behind the chart.
    """
    is_stated, paint = surfaces.fill(find(root, "c:spPr"), colours)
    if is_stated and paint is not None:
        return paint.colour if paint.is_opaque else None
    return behind


def is_unseen(element: Element | None, colours: Scheme, behind: Colour | None) -> bool:
    """Tell whether nobody sees any word of a formatted text: no paint, or that of its ground."""
    if element is None:
        return False
    usual = list(element.iter(q("a:defRPr")))
    runs = [run for run in element.iter(q("a:r")) if rich(run.getparent())]
    for run in runs:
        own = find(run, "a:rPr")
        holders = [own, *usual] if own is not None else usual
        stated = (surfaces.fill(holder, colours) for holder in holders)
        paint = next((paint for is_stated, paint in stated if is_stated), surfaces.Paint())
        if paint is not None and not is_same(paint.colour, behind):
            return False
    return bool(runs)
