"""Kinds of slides that can show what an imported slide has, as content: the best first.

A list is the last resort: a slide with a table, a chart, a picture or two bodies never becomes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from pipeline.importing import (
    chart_content,
    slide_figures,
    table_content,
    text_content,
)
from pipeline.importing.deck import captions, chart_labels, columns, furniture
from pipeline.importing.deck.columns import Words
from pipeline.importing.found import Chart, Picture, Slide, Table, Text
from pipeline.importing.report_items import Item, Leaf, Part, of_told
from pipeline.importing.slide_figures import Figure
from pipeline.importing.text_content import Line, Writer

Way = list[dict[str, Any]]
"""Slides of the content, as trees."""

#: Most figures of a slide of several, most pictures of one of pictures alone.
MOST_FIGURES, MOST_PICTURES = 4, 9
#: Lines above a list or a figure; more are points.
_MOST_LINES = 4
_LONGEST_LINE = 300
#: Lines of a first slide that is one by its place and not by its layout.
_OPENING_LINES = 3
#: Numeral of a section, alone in the first line of a title.
_NUMERAL = re.compile(r"[IVXLC]+\.?")
#: Points beside a figure; more stand on a slide of their own, if they must.
_MOST_BESIDE = 8
#: Ways to combine the ways of several figures that are tried.
_TRIED = 12


@dataclass
class Contents:
    """What a slide shows, in the order of reading.

    Attributes:
        figures: for each figure its ways, the best first.
        width: of the slide, in points.
        title_top: where the title stands, in points from the top.
        numeral: of the section that it opens.
    """

    layout: str
    title: list[Line] = field(default_factory=list)
    subtitle: list[Line] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    figures: list[list[list[Figure]]] = field(default_factory=list)
    notes: list[Leaf] = field(default_factory=list)
    width: float = 960.0
    title_top: float = 0.0
    numeral: Leaf | None = None

    def head(self, kind: str) -> dict[str, Any]:
        """Return the beginning of a slide: its kind and title."""
        title = text_content.joined(self.title)
        section = {"section": self.numeral} if self.numeral and kind != "title" else {}
        return {"kind": kind, **section, **({"title": title} if title else {})}


def contents(slide: Slide, writer: Writer, repeated: frozenset[str], width: float) -> Contents:
    """Write what a slide shows; what stays behind is told in ``writer.items``.

    Args:
        slide: as found.
        writer: of the dossier.
        repeated: texts of footers that stand on several slides: furniture.
        width: of the slide, in points.
    """
    out = Contents(slide.layout, width=width)
    labels = chart_labels.of(slide)
    for element in slide.elements:
        if slide_figures.is_empty(element):
            writer.items.append(slide_figures.nothing(element))
            continue
        match element:
            case Text() if element.shape in labels:
                writer.items += chart_labels.told(element)
            case Text():
                _add_text(element, out, writer, repeated)
            case Table() if not element.withheld:
                out.figures.append([*table_content.read(element, writer).ways()])
            case Chart() if not element.withheld:
                writer.items += (of_told(told) for told in element.told)
                out.figures.append([*chart_content.ChartContent(element).ways()])
            case Picture() if not element.withheld:
                writer.items += (of_told(told) for told in element.told)
                out.figures.append([[slide_figures.picture(element)]])
            case _:
                out.figures.append([[slide_figures.withheld(element, writer.slots)]])
        if not isinstance(element, Text):
            out.words.append(Words([], element.box, "figure"))
    out.notes = writer.notes(slide.notes)
    return out


def _add_text(shape: Text, out: Contents, writer: Writer, repeated: frozenset[str]) -> None:
    text = furniture.words_of(shape)
    if text in repeated and furniture.may_be(shape, out.title_top):
        words = "head or foot of several slides: the program prints its own"
        item = Item("footer", shape.shape, shape.name, None, text, "left-out", "furniture", words)
        writer.items.append(item)
        return
    if shape.role == "title" and not out.title:
        out.title = writer.lines(shape, "title")
        out.title_top = shape.box.y
        first = out.title[0].leaf if len(out.title) > 1 else None
        if first is not None and _NUMERAL.fullmatch(first.text):
            words = "the numeral of a section, which stands as 'section:'"
            items = text_content.changed(first, "numeral", words, "left-out").items
            out.numeral = Leaf(first.text.rstrip("."), items)
            del out.title[0]
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
    if worded:
        own = _list(found, _shorter(worded), with_lead=False)
        for row in (lists[0], last):
            yield [own, *_one_by_one(found, [], row)]


def _of_words(found: Contents, worded: list[Words], *, is_first: bool) -> Iterator[Way]:
    if not worded:
        if found.title and (found.numeral or found.layout == "secHead"):
            yield [{**found.head("section"), "listed": False}]
        yield [found.head("title")]
        return
    count = sum(len(row.lines) for row in worded)
    is_small = count <= _OPENING_LINES and not columns.lists(worded)
    is_opening = found.layout in {"title", "secHead"} or (is_first and is_small)
    if found.layout == "secHead" and found.title:
        lead, rest = _before_figure(worded, all_=True)
        if not rest:
            yield [{**found.head("section"), "lead": lead, "listed": False}]
    if is_opening and found.title and not found.numeral:
        yield [_opening(found, worded)]
    if (cards := columns.cards(worded)) is not None:
        yield [{**found.head("cards"), **cards}]
    for rows in (worded, _shorter(worded)):
        sides = None if is_opening else columns.sides(rows, found.width)
        if sides is not None:
            yield [{**found.head("columns"), **sides}]
            if len(columns.stacks(rows)) <= columns.TWO:  # the order of more would be lost
                yield from columns.divided(found.head("columns"), sides)
    yield [_list(found, worded, with_lead=True)]
    yield [_list(found, worded, with_lead=False)]
    yield [_list(found, _shorter(worded), with_lead=False)]


def _opening(found: Contents, worded: list[Words]) -> dict[str, Any]:
    """Return a title slide: a line that stands above the title says who speaks."""
    above = [row for row in worded if len(row.lines) == 1 and row.box.y < found.title_top]
    rest = [row for row in worded if not above or row is not above[0]]
    lines = [line.leaf for row in rest for line in row.lines]
    agency = {"agency": above[0].lines[0].leaf} if above else {}
    head = found.head("title")
    return {
        "kind": head.pop("kind"), **agency, **head, **({"lines": lines} if lines else {})
    }  # fmt: skip


def _shorter(worded: list[Words]) -> list[Words]:
    return [
        Words(text_content.shorter(row.lines), row.box, row.role, row.is_list) for row in worded
    ]


def _list(found: Contents, worded: list[Words], *, with_lead: bool) -> dict[str, Any]:
    lead, rest = _before_list(worded) if with_lead else ([], worded)
    tree = found.head("bullets")
    if lead:
        tree["lead"] = lead
    tree["points"] = [point for row in rest for point in text_content.points(row.lines)]
    return tree


def _before_list(worded: Sequence[Words]) -> tuple[list[Leaf], list[Words]]:
    """Divide words into the few lines before a list, and the rest; no lines if there is no list."""
    lines = [line for row in worded for line in row.lines]
    first = next((at for at, line in enumerate(lines) if _is_item(line)), 0)
    is_above = lines[first].level == 0 if lines else False  # else they are points with points
    return _divided(worded, first if is_above and _are_short(lines[:first]) else 0)


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
    beside = _beside(found, worded)
    named = captions.paired(found.words, shown)
    if named is not None:
        yield _mixed(found, named, _Beside([], []))
    if len(shown) == 1:
        figure = shown[0]
        if figure.key != "table" or not (beside.points or beside.below):
            yield [_single(found, figure, beside)]
    elif all(figure.key == "image" for figure in shown):
        yield _grouped(found, "images", [row.part for row in shown], MOST_PICTURES, beside.all_())
    yield _mixed(found, shown, beside)
    lines = [line for row in worded for line in row.lines]
    if len(shown) == 1 and lines and not any(map(_is_item, lines)):
        above = [line.leaf for line in lines]
        yield [_single(found, shown[0], _Beside(above, []))]
    if beside.below:
        yield _mixed(found, shown, beside.all_())


@dataclass
class _Beside:
    """Words around figures: lines above them, points beside them, a line below them.

    Attributes:
        is_caption: that line stands below the last figure, and below nothing else.
    """

    lead: list[Leaf]
    points: list[Any]
    below: list[Line] = field(default_factory=list)
    is_caption: bool = False

    def all_(self) -> _Beside:
        """Return the same without a line below: it is the last of the points."""
        return _Beside(self.lead, [*self.points, *(line.leaf for line in self.below)])


def _beside(found: Contents, worded: list[Words]) -> _Beside:
    """Divide words by where they stand: before the figures, among or after them."""
    order = [*found.words]
    first = next(at for at, row in enumerate(order) if row.role == "figure")
    last = max(at for at, row in enumerate(order) if row.role == "figure")
    after = [line for row in order[last:] for line in row.lines]
    is_foot = len(after) == 1 and not _is_item(after[0]) and _are_short(after)
    rest = [row for row in worded if not is_foot or row.lines != after]
    before = [row for row in order[:first] if row.lines]
    lead, points_before = _before_figure(before, all_=False)
    others = [row for row in rest if all(row is not known for known in before)]
    rows = [*points_before, *others]
    points = [point for row in rows for point in text_content.points(row.lines)]
    is_caption = is_foot and captions.is_below(order[-1].box, order[last].box)
    return _Beside(lead, points, after if is_foot else [], is_caption)


def _mixed(found: Contents, shown: Sequence[Figure], beside: _Beside) -> Way:
    """Return figures in a grid, each under the line that stands above it."""
    cells: list[Any] = []
    lines = list(beside.lead)
    remarks: list[Leaf] = []
    for figure in shown:
        heading = {"heading": figure.before[0]} if figure.before else {}
        lines += figure.before[1:]
        cells.append({**heading, figure.key: figure.part})
        remarks += [figure.remark] if figure.remark else []
    remarks += [line.leaf for line in beside.below]
    slides = _grouped(found, "mixed", cells, MOST_FIGURES, _Beside(lines, beside.points))
    if remarks:
        slides[-1]["remark"] = _one(remarks)
    return slides


def _one(leaves: Sequence[Leaf]) -> Leaf:
    """Return several lines as one."""
    text = "; ".join(leaf.text for leaf in leaves)
    return Leaf(text, [item for leaf in leaves for item in leaf.items])


def _grouped(found: Contents, kind: str, cells: list[Any], most: int, beside: _Beside) -> Way:
    """Return figures on as few slides as hold them, in groups of even size; words on the first."""
    count = -(-len(cells) // most)
    slides: Way = []
    for index in range(count):
        start, end = len(cells) * index // count, len(cells) * (index + 1) // count
        tree = found.head(kind)
        if not index:
            tree |= _worded(beside.lead, beside.points)
        tree["images" if kind == "images" else "figures"] = cells[start:end]
        slides.append(tree)
    return slides


def _worded(lead: list[Leaf], points: list[Any]) -> dict[str, Any]:
    return {**({"lead": lead} if lead else {}), **({"points": points} if points else {})}


def _single(found: Contents, figure: Figure, beside: _Beside) -> dict[str, Any]:
    """Return a slide of one figure: its words above it, beside it, and as remark or caption."""
    lead, points = [*beside.lead, *figure.before], list(beside.points)
    part, remarks = figure.part, [figure.remark] if figure.remark else []
    below = [line.leaf for line in beside.below]
    if figure.key == "chart":
        remarks += below
    elif (
        figure.key == "image" and below and (not points or beside.is_caption)
        and "file" in part.tree
    ):  # fmt: skip
        part = Part({**part.tree, "caption": below[0]}, part.items)
        return {**found.head(figure.key), **_worded(lead, points), figure.key: part}
    else:
        points += below
    tree = {**found.head(figure.key), **({"lead": lead} if lead else {}), figure.key: part}
    if points:
        tree["points"] = points
    if remarks and figure.key == "chart":
        tree["remark"] = _one(remarks)
    return tree


def _one_by_one(found: Contents, worded: list[Words], shown: Sequence[Figure]) -> Way:
    """Return each figure on a slide of its own; words stand above the first, or before it."""
    lead, rest = _before_figure(worded, all_=True)
    points = [point for row in rest for point in text_content.points(row.lines)]
    slides: Way = []
    if points and (shown[0].key == "table" or len(points) > _MOST_BESIDE):
        slides.append(_list(found, worded, with_lead=True))
        lead, points = [], []
    slides += [
        _single(found, figure, _Beside([], []) if index else _Beside(lead, points))
        for index, figure in enumerate(shown)
    ]
    return slides
