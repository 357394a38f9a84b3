"""Covered parts of a slide: words, tables, charts and pictures below black boxes, taken away.

A text is not laid out as its program would do it: a paragraph counts as covered if it may stand
behind the box.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, assert_never

from pipeline.importing.deck.placement import common
from pipeline.importing.deck.reading_order import Node
from pipeline.importing.deck.text_extent import Band, extent, span
from pipeline.importing.found import Box, Chart, Paragraph, Picture, Run, Table, Text, Told
from pipeline.importing.office_package import find, local, whole
from pipeline.importing.printed_markers import count

if TYPE_CHECKING:
    from pipeline.importing.picture_reader import Pictures

#: Points that a box has at least in both directions; less is a line.
_LEAST = 6.0
#: Points from the slide's edge at which a black box is an ornament; sizes of one in place of words.
_EDGE, _HIGHEST, _NARROWEST = 8.0, 150.0, 30.0
#: Share that a box covers of what is hidden as a whole.
_MOSTLY = 0.85
#: Share of a thing's area under a black box that counts.
_TOUCHED = 0.01
#: Share of a chart, and of a text in columns or turned, that another box has to cover;
#: of a chart, one that bears words of its own.
_PART, _LABEL = 0.03, 0.3
#: How many points below where it is said to be a row of a table may stand, of each point above it.
_DRIFT = 0.08
#: Points of a cell's words that a box has to cover.
_EDGE_OF_CELL = 2.0


@dataclass
class Cover:
    """An opaque area of the slide.

    Attributes:
        over: how many things of the slide stood there before it.
        number, name: of its shape.
        colour: '#rrggbb'; what a picture under it is painted with.
        has_words: it says something itself, as a label does.
        is_line: a fat line, or a form that leaves most of its box free.
        stands_alone: a black box; over nothing, it says that words were cut out.
    """

    box: Box
    over: int
    is_black: bool
    number: int
    name: str
    colour: str = "#000000"
    has_words: bool = False
    is_line: bool = False
    stands_alone: bool = False

    @property
    def is_box(self) -> bool:
        """Tell it from a thin line."""
        return min(self.box.width, self.box.height) >= _LEAST


@dataclass
class Covering:
    """Takes away what boxes cover.

    Attributes:
        told: gets what was taken away; it counts words, and never says them.
    """

    pictures: Pictures
    told: list[Told]

    def apply(self, things: list[Node], covers: list[Cover]) -> None:
        """Take away what boxes cover."""
        for cover in covers:
            if not cover.is_box:
                continue
            for node in things[: cover.over]:
                self._take_away(cover, node)

    def alone(
        self, things: list[Node], covers: list[Cover], size: tuple[float, float]
    ) -> list[Node]:
        """Return black boxes over nothing: words were cut out below them, and they say so."""
        found: list[Node] = []
        for cover in covers:
            box = cover.box
            on_edge = (
                min(box.x, box.y) < _EDGE
                or box.x + box.width > size[0] - _EDGE
                or box.y + box.height > size[1] - _EDGE
            )
            touched = any(common(box, node.box) > _LEAST for node in things)
            if not (cover.stands_alone and cover.is_box) or on_edge or touched:
                continue
            if box.height > _HIGHEST or box.width < _NARROWEST:
                continue
            text = Text(cover.number, cover.name, box, "free",
                        [Paragraph([Run("", withheld="covered")])])  # fmt: skip
            found.append(Node(box, text))
        return found

    def _take_away(self, cover: Cover, node: Node) -> None:
        match node.element:
            case Text() as text:
                is_hidden = self._words_under(cover, node, text)
            case Table() as table:
                is_hidden = self._table(cover, node, table)
            case Chart() as chart:
                is_hidden = self._chart(cover, chart)
            case Picture() as picture:
                is_hidden = self._picture(cover, node, picture)
            case None:
                return
            case _:
                assert_never(node.element)
        if is_hidden:
            self._hush(node)

    def _hush(self, node: Node) -> None:
        """Quote nothing of what is told of a thing that something covers, nor of its groups."""
        if node.element is None:
            return
        numbers = {node.element.shape}
        holder = node.shape.getparent() if node.shape is not None else None
        while holder is not None and local(holder) == "grpSp":
            own = find(holder, "p:nvGrpSpPr/p:cNvPr")
            numbers |= {whole(own.get("id"))} if own is not None else set()
            holder = holder.getparent()
        node.element.name = ""
        for row in self.told:
            if row.shape in numbers and row.why != "black-box":
                row.text, row.name = None, ""

    def _tell(self, cover: Cover, what: str, words: str) -> None:
        self.told.append(
            Told(what, "black-box", words, "to-withhold", shape=cover.number, name=cover.name)
        )

    def _chart(self, cover: Cover, chart: Chart) -> bool:
        least = _TOUCHED if cover.is_black else _LABEL if cover.has_words else _PART
        if not _covers(cover, chart.box, least) or (cover.is_line and not cover.is_black):
            return False
        chart.withheld, chart.plots, chart.alt = True, [], ""
        chart.title = chart.category_title = ""
        chart.value_title = chart.second_title = ""
        chart.told = []
        self._tell(cover, "chart", "a chart lies under a box that hides it")
        return True

    def _picture(self, cover: Cover, node: Node, picture: Picture) -> bool:
        if not _covers(cover, picture.box, 0.0) or (cover.is_line and not cover.is_black):
            return False
        self.pictures.paint(picture, cover.box, cover.colour)
        is_whole = _covers(cover, picture.box, _MOSTLY) or (node.is_unusual and cover.is_black)
        if not is_whole and not cover.is_black:
            words = "what something covers of a picture is painted over"
            picture.told.append(Told("picture", "covered", words, "changed", shape=picture.shape,
                                     name=picture.name))  # fmt: skip
            return False
        picture.withheld = picture.withheld or is_whole
        picture.alt = ""
        for row in picture.told:
            row.text, row.name = None, ""
        self._tell(cover, "picture", "what a black box covers of a picture is blackened")
        return True

    def _words_under(self, cover: Cover, node: Node, text: Text) -> bool:
        found = extent(node, text)
        shared = common(cover.box, found.box)
        if shared <= _LEAST:
            return False
        in_doubt = text.role == "smartart" or node.is_unusual
        area = max(node.box.width * node.box.height, 1.0)
        is_whole = common(cover.box, node.box) >= _MOSTLY * area
        if in_doubt:
            is_whole |= shared > (_LEAST * _LEAST if cover.is_black else _LABEL * area)
        is_found = False
        for paragraph, band in zip(text.paragraphs, found.bands, strict=True):
            if is_whole or _hides(cover, band):
                is_found |= self._blacken(cover, paragraph, "paragraph")
        return is_found

    def _blacken(self, cover: Cover, paragraph: Paragraph, what: str) -> bool:
        words = sum(count(run.text) + run.words for run in paragraph.runs)
        if any(run.withheld == "covered" for run in paragraph.runs):
            return False
        paragraph.runs = [Run("", withheld="covered", words=words)]
        paragraph.told = []
        plural = "" if words == 1 else "s"
        self._tell(cover, what, f"{words} word{plural} under a box that hides them")
        return True

    def _table(self, cover: Cover, node: Node, table: Table) -> bool:
        is_whole = _covers(cover, table.box, _MOSTLY)
        if is_whole or (node.is_unusual and cover.is_black and _covers(cover, table.box, 0.0)):
            table.withheld, table.rows, table.alt = True, [], ""
            self._tell(cover, "table", "a table lies under a box that hides it")
            return True
        is_found = False
        for paragraph in _paragraphs_under(cover, table):
            is_found |= self._blacken(cover, paragraph, "cell")
        return is_found


def _covers(cover: Cover, box: Box, least: float) -> bool:
    """Tell whether a box covers a share of a thing, and more than a line's width of it."""
    shared = common(cover.box, box)
    return shared > _LEAST * _LEAST and shared >= least * box.width * box.height


def _hides(cover: Cover, band: Band) -> bool:
    """Tell whether a box hides a paragraph: a black one where it may stand, others where it is."""
    low, high = cover.box.y, cover.box.y + cover.box.height
    if cover.is_black:
        return min(band.bottom, high) - max(band.top, low) >= band.size / 2
    likely, left, right = band.likely, cover.box.x, cover.box.x + cover.box.width
    down = min(likely.y + likely.height, high) - max(likely.y, low)
    across = min(likely.x + likely.width, right) - max(likely.x, left)
    return min(down, across) >= band.size / 2


def _paragraphs_under(cover: Cover, table: Table) -> Iterator[Paragraph]:
    box, drift = cover.box, _DRIFT if cover.is_black else 0.0
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while (index, column) in taken:
                column += 1
            for down in range(cell.rows):
                taken |= {(index + down, column + wide) for wide in range(cell.columns)}
            left, *others = table.lefts[column:] or [0.0]
            right = others[cell.columns - 1] if len(others) >= cell.columns else inf
            top = table.tops[index]
            bottom = table.tops[min(index + cell.rows, len(table.tops) - 1)]
            slack = 0.25 * (bottom - top)
            low = bottom + drift * (bottom - table.tops[0]) - slack
            if box.y < low and box.y + box.height > top + slack:
                for paragraph in cell.paragraphs:
                    first, last = span(paragraph, left, right, cell.margin)
                    if min(last, box.x + box.width) - max(first, box.x) > _EDGE_OF_CELL:
                        yield paragraph
