"""Kinds of slides for what a slide of an office file shows: the ways to show it, the best first.

A list is the last resort: a slide with a table, a chart, a picture or two bodies never becomes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from pipeline.importing import chart_content, columns, figures, table_content, texts
from pipeline.importing.columns import Words
from pipeline.importing.figures import Figure
from pipeline.importing.found import Chart, Picture, Slide, Table, Text
from pipeline.importing.report_items import Item, Leaf, of_told
from pipeline.importing.texts import Line, Writer

Way = list[dict[str, Any]]
"""Slides of the content, as trees."""

#: Most figures of a slide of several, most pictures of one of pictures alone.
MOST_FIGURES, MOST_PICTURES = 4, 6
#: Lines above a list or a figure; more are points.
_MOST_LINES = 4
_LONGEST_LINE = 300
#: Points beside a figure; more stand on a slide of their own, if they must.
_MOST_BESIDE = 8
#: Ways to combine the ways of several figures that are tried.
_TRIED = 12


@dataclass
class Contents:
    """What a slide shows, in the order of reading.

    Attributes:
        figures: for each figure its ways, the best first.
    """

    layout: str
    title: list[Line] = field(default_factory=list)
    subtitle: list[Line] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    figures: list[list[list[Figure]]] = field(default_factory=list)
    notes: list[Leaf] = field(default_factory=list)
    width: float = 960.0

    def head(self, kind: str) -> dict[str, Any]:
        """Return the beginning of a slide: its kind and title."""
        title = texts.joined(self.title)
        return {"kind": kind, **({"title": title} if title else {})}


def contents(slide: Slide, writer: Writer, repeated: frozenset[str], width: float) -> Contents:
    """Write what a slide shows; what stays behind is told in ``writer.items``.

    Args:
        slide: as found.
        writer: of the dossier.
        repeated: texts of footers that stand on several slides: furniture.
        width: of the slide, in points.
    """
    out = Contents(slide.layout, width=width)
    for element in slide.elements:
        match element:
            case Text():
                _add_text(element, out, writer, repeated)
            case Table() if not element.withheld:
                out.figures.append([*table_content.read(element, writer).ways()])
            case Chart() if not element.withheld:
                writer.items += (of_told(told) for told in element.told)
                out.figures.append([*chart_content.Content(element).ways()])
            case Picture() if not element.withheld:
                writer.items += (of_told(told) for told in element.told)
                out.figures.append([[figures.picture(element)]])
            case _:
                out.figures.append([[figures.withheld(element, writer.slots)]])
        if not isinstance(element, Text):
            out.words.append(Words([], element.box, "figure"))
    out.notes = writer.notes(slide.notes)
    return out


def _add_text(shape: Text, out: Contents, writer: Writer, repeated: frozenset[str]) -> None:
    if shape.role == "footer":
        text = " ".join("".join(run.text for run in row.runs) for row in shape.paragraphs)
        if " ".join(text.split()) in repeated:
            words = "the foot of several slides: the program prints its own"
            item = Item(
                "footer", shape.shape, shape.name, None, text, "left-out", "furniture", words
            )
            writer.items.append(item)
            return
    if shape.role == "title" and not out.title:
        out.title = writer.lines(shape, "title")
        return
    what = {"title": "paragraph", "smartart": "smartart", "footer": "footer"}.get(
        shape.role, "subtitle" if shape.role == "subtitle" else "paragraph"
    )
    lines = writer.lines(shape, what)
    if lines:
        is_list = shape.role == "smartart" or any(line.bulleted or line.level for line in lines)
        out.words.append(Words(lines, shape.box, shape.role, is_list))


def ways(found: Contents, *, is_first: bool) -> Iterator[Way]:
    """Yield ways to show a slide, the best first; the last one is taken whatever it looks like."""
    worded = [row for row in found.words if row.lines]
    if not found.figures:
        yield from _of_words(found, worded, is_first=is_first)
        return
    chosen = [*islice(product(*found.figures), _TRIED)]
    lists = [[figure for group in way for figure in group] for way in chosen]
    for row in lists:
        yield from _of_figures(found, worded, row)
    last = [figure for each in found.figures for figure in each[-1]]
    for row in lists:
        yield _one_by_one(found, worded, row)
    yield _one_by_one(found, worded, last)


def _of_words(found: Contents, worded: list[Words], *, is_first: bool) -> Iterator[Way]:
    if not worded:
        yield [found.head("title")]
        return
    is_opening = found.layout in {"title", "secHead"} or (is_first and not columns.lists(worded))
    if is_opening and found.title:
        lines = [line.leaf for row in worded for line in row.lines]
        yield [{**found.head("title"), "lines": lines}]
    sides = columns.sides(worded)
    if sides is not None:
        yield [{**found.head("columns"), **sides}]
        yield from columns.divided(found.head("columns"), sides)
    yield [_list(found, worded, with_lead=True)]
    yield [_list(found, worded, with_lead=False)]


def _list(found: Contents, worded: list[Words], *, with_lead: bool) -> dict[str, Any]:
    lead, rest = _before_list(worded) if with_lead else ([], worded)
    tree = found.head("bullets")
    if lead:
        tree["lead"] = lead
    tree["points"] = [point for row in rest for point in texts.points(row.lines)]
    return tree


def _before_list(worded: Sequence[Words]) -> tuple[list[Leaf], list[Words]]:
    """Divide words into the few lines before a list, and the rest; no lines if there is no list."""
    lines = [line for row in worded for line in row.lines]
    first = next((at for at, line in enumerate(lines) if _is_item(line)), 0)
    return _divided(worded, first if _are_short(lines[:first]) else 0)


def _before_figure(worded: Sequence[Words], *, all_: bool) -> tuple[list[Leaf], list[Words]]:
    """Divide words into the few lines above a figure and those beside it.

    Args:
        worded: in the order of reading.
        all_: all of them have to stand above it, if they are few enough.
    """
    lines = [line for row in worded for line in row.lines]
    plain = next((at for at, line in enumerate(lines) if _is_item(line)), len(lines))
    count = plain if _are_short(lines[:plain]) else 0
    return _divided(worded, len(lines) if all_ and count == len(lines) else count)


def _is_item(line: Line) -> bool:
    return line.bulleted or line.level > 0


def _are_short(lines: Sequence[Line]) -> bool:
    return len(lines) <= _MOST_LINES and all(len(line.leaf.text) <= _LONGEST_LINE for line in lines)


def _divided(worded: Sequence[Words], count: int) -> tuple[list[Leaf], list[Words]]:
    lead: list[Leaf] = []
    rest: list[Words] = []
    for row in worded:
        taken = row.lines[: max(count - len(lead), 0)]
        lead += [line.leaf for line in taken]
        if len(taken) < len(row.lines):
            rest.append(Words(row.lines[len(taken) :], row.box, row.role, row.is_list))
    return lead, rest


def _of_figures(found: Contents, worded: list[Words], shown: Sequence[Figure]) -> Iterator[Way]:
    lead, rest = _before_figure(worded, all_=False)
    points = [point for row in rest for point in texts.points(row.lines)]
    if len(shown) == 1 and (shown[0].key != "table" or not points):
        yield [_single(found, shown[0], [*lead, *shown[0].before], points)]
    elif all(figure.key == "image" for figure in shown) and len(shown) > 1:
        pictures = [figure.part for figure in shown]
        yield _grouped(found, "images", pictures, MOST_PICTURES, (lead, points))
    yield _mixed(found, shown, lead, points)


def _mixed(found: Contents, shown: Sequence[Figure], lead: list[Leaf], points: list[Any]) -> Way:
    """Return figures in a grid, each under the line that stands above it."""
    cells: list[Any] = []
    lines = list(lead)
    remarks: list[Leaf] = []
    for figure in shown:
        heading = {"heading": figure.before[0]} if figure.before else {}
        lines += figure.before[1:]
        cells.append({**heading, figure.key: figure.part})
        remarks += [figure.remark] if figure.remark else []
    slides = _grouped(found, "mixed", cells, MOST_FIGURES, (lines, points))
    if remarks:
        text = "; ".join(leaf.text for leaf in remarks)
        slides[-1]["remark"] = Leaf(text, [item for leaf in remarks for item in leaf.items])
    return slides


def _grouped(
    found: Contents, kind: str, cells: list[Any], most: int, words: tuple[list[Leaf], list[Any]]
) -> Way:
    """Return figures on as few slides as hold them, in groups of even size; words on the first."""
    count = -(-len(cells) // most)
    slides: Way = []
    for index in range(count):
        start, end = len(cells) * index // count, len(cells) * (index + 1) // count
        tree = found.head(kind)
        for key, rows in zip(("lead", "points"), words, strict=True):
            if rows and not index:
                tree[key] = rows
        tree["images" if kind == "images" else "figures"] = cells[start:end]
        slides.append(tree)
    return slides


def _single(found: Contents, figure: Figure, lead: list[Leaf], points: list[Any]) -> dict[str, Any]:
    tree = found.head(figure.key)
    if lead:
        tree["lead"] = lead
    tree[figure.key] = figure.part
    if points:
        tree["points"] = points
    if figure.remark and figure.key == "chart":
        tree["remark"] = figure.remark
    return tree


def _one_by_one(found: Contents, worded: list[Words], shown: Sequence[Figure]) -> Way:
    """Return each figure on a slide of its own; words stand above the first, or before it."""
    lead, rest = _before_figure(worded, all_=True)
    points = [point for row in rest for point in texts.points(row.lines)]
    slides: Way = []
    if points and (shown[0].key == "table" or len(points) > _MOST_BESIDE):
        slides.append(_list(found, worded, with_lead=True))
        lead, points = [], []
    for index, figure in enumerate(shown):
        own = [] if index else lead
        slides.append(_single(found, figure, [*own, *figure.before], [] if index else points))
    return slides
