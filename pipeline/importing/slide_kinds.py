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
            item = Item("footer", shape.shape, shape.name, None, text, "left-out", "furniture", words)
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
    last = [figure for ways_ in found.figures for figure in ways_[-1]]
    yield _one_by_one(found, worded, lists[0])
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
    lead, rest = _lead(worded) if with_lead else ([], worded)
    if not rest:
        lead, rest = [], worded
    tree = found.head("bullets")
    if lead:
        tree["lead"] = lead
    tree["points"] = [point for row in rest for point in texts.points(row.lines)]
    return tree


def _lead(worded: Sequence[Words]) -> tuple[list[Leaf], list[Words]]:
    """Divide words into lines that stand before, and lists."""
    lead: list[Leaf] = []
    rest = list(worded)
    while rest:
        row = rest[0]
        plain = [line for line in row.lines if not (line.bulleted or line.level)]
        count = next((at for at, line in enumerate(row.lines) if line.bulleted or line.level),
                     len(plain))  # fmt: skip
        short = all(len(line.leaf.text) <= _LONGEST_LINE for line in row.lines[:count])
        if not count or not short or len(lead) + count > _MOST_LINES:
            break
        lead += [line.leaf for line in row.lines[:count]]
        if count < len(row.lines):
            rest[0] = Words(row.lines[count:], row.box, row.role, row.is_list)
            break
        del rest[0]
    return lead, rest


def _of_figures(
    found: Contents, worded: list[Words], shown: Sequence[Figure]
) -> Iterator[Way]:
    before = [leaf for figure in shown for leaf in figure.before]
    lead, rest = _lead(worded)
    points = [point for row in rest for point in texts.points(row.lines)]
    if len(shown) == 1:
        figure = shown[0]
        if figure.key != "table" or not points:
            yield [_single(found, figure, [*lead, *before], points)]
        return


def _single(
    found: Contents, figure: Figure, lead: list[Leaf], points: list[Any]
) -> dict[str, Any]:
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
    """Return each figure on a slide of its own; words stand on the first, or on one of theirs."""
    lines = [line for row in worded for line in row.lines]
    slides: Way = []
    lead = [line.leaf for line in lines]
    is_short = len(lines) <= _MOST_LINES and all(
        len(leaf.text) <= _LONGEST_LINE and not line.level for leaf, line in zip(lead, lines, strict=True)
    )
    first = shown[0]
    if lines and not (is_short or (first.key != "table" and len(lines) <= 2 * _MOST_LINES)):
        slides.append(_list(found, worded, with_lead=True))
        lines, lead = [], []
    for index, figure in enumerate(shown):
        own: list[Leaf] = [*figure.before]
        points: list[Any] = []
        if not index and lines:
            if is_short:
                own = [*lead, *own]
            else:
                points = texts.points(lines)
        slides.append(_single(found, figure, own, points))
    return slides
