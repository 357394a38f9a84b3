"""Covered parts of a slide: words, tables, charts and pictures below black boxes, taken away.

A text is not laid out as its program would do it: a paragraph counts as covered if it may stand
behind the box.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, assert_never

from pipeline.importing.deck.placement import common
from pipeline.importing.deck.printed_markers import count
from pipeline.importing.deck.reading_order import Node
from pipeline.importing.found import Box, Chart, Paragraph, Picture, Run, Table, Text, Told
from pipeline.importing.office_package import Element, emu, find, per_mille

if TYPE_CHECKING:
    from pipeline.importing.deck.picture_reader import Pictures

#: Points that a box has at least in both directions; less is a line.
_LEAST = 6.0
#: Points from the slide's edge at which a black box is an ornament; sizes of one in place of words.
_EDGE, _HIGHEST, _NARROWEST = 8.0, 150.0, 30.0
#: Share that another than a black box has to cover.
_MOSTLY = 0.85
#: Share of a thing's area under a black box that counts.
_TOUCHED = 0.01
#: Height of a line in sizes of its letters, and their width, at least and at most.
_LINE, _LETTER = (1.12, 1.28), (0.40, 0.62)
_USUAL_SIZE = 18.0
_INSET = 3.6
#: How many points below where it is said to be a row of a table may stand, of each point above it.
_DRIFT = 0.08


@dataclass
class Cover:
    """An opaque box without words, or a black one.

    Attributes:
        over: how many things of the slide stood there before it.
        number, name: of its shape.
    """

    box: Box
    over: int
    is_black: bool
    number: int
    name: str

    @property
    def is_box(self) -> bool:
        """Tell it from a line."""
        return min(self.box.width, self.box.height) >= _LEAST


@dataclass
class Covering:
    """Takes away what boxes cover.

    Attributes:
        told: gets what was taken away; it counts words, and never says them.
    """

    pictures: Pictures
    told: list[Told]

    def apply(self, things: list[Node], covers: list[Cover]) -> set[int]:
        """Take away what boxes cover, and return the boxes that cover something, by number."""
        found: set[int] = set()
        for cover in covers:
            if not cover.is_box:
                continue
            for node in things[: cover.over]:
                if self._is_over(cover, node) and self._take_away(cover, node):
                    found.add(cover.number)
        return found

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
            if not (cover.is_black and cover.is_box) or on_edge or touched:
                continue
            if box.height > _HIGHEST or box.width < _NARROWEST:
                continue
            text = Text(cover.number, cover.name, box, "free",
                        [Paragraph([Run("", withheld="covered")])])  # fmt: skip
            found.append(Node(box, text, rank=3))
        return found

    def _is_over(self, cover: Cover, node: Node) -> bool:
        area = node.box.width * node.box.height
        shared = common(cover.box, node.box)
        return shared > (_TOUCHED if cover.is_black else _MOSTLY) * max(area, 1.0) or (
            cover.is_black and shared > _LEAST * _LEAST
        )

    def _take_away(self, cover: Cover, node: Node) -> bool:
        match node.element:
            case Text() as text:
                return self._words_under(cover, node, text)
            case Table() as table:
                return self._table(cover, table)
            case Chart() as chart:
                if not cover.is_black:
                    return False
                chart.withheld, chart.plots, chart.alt = True, [], ""
                chart.title = chart.category_title = ""
                chart.value_title = chart.second_title = ""
                chart.told = []
                self._tell(cover, "chart", "a chart lies under a black box")
            case Picture() as picture:
                if not cover.is_black:
                    return False
                self.pictures.paint(picture, cover.box)
                if (
                    common(cover.box, picture.box)
                    > _MOSTLY * picture.box.width * picture.box.height
                ):
                    picture.withheld, picture.alt = True, ""
                self._tell(cover, "picture", "what a black box covers of a picture is blackened")
            case None:
                return False
            case _:
                assert_never(node.element)
        return True

    def _tell(self, cover: Cover, what: str, words: str) -> None:
        self.told.append(
            Told(what, "black-box", words, "to-withhold", shape=cover.number, name=cover.name)
        )

    def _words_under(self, cover: Cover, node: Node, text: Text) -> bool:
        whole_ = text.role == "smartart" or common(cover.box, node.box) >= (
            _MOSTLY * node.box.width * node.box.height
        )
        if not whole_ and not cover.is_black:
            return False
        bands = list(_bands(node, text))
        is_found = False
        for paragraph, (top, bottom, size) in zip(text.paragraphs, bands, strict=True):
            low, high = cover.box.y, cover.box.y + cover.box.height
            shared = min(bottom, high) - max(top, low)
            if whole_ or shared >= size / 2:
                self._blacken(cover, paragraph, "paragraph")
                is_found = True
        return is_found

    def _blacken(self, cover: Cover, paragraph: Paragraph, what: str) -> None:
        words = sum(count(run.text) + run.words for run in paragraph.runs)
        if not words:
            return
        paragraph.runs = [Run("", withheld="covered", words=words)]
        paragraph.told = []
        plural = "" if words == 1 else "s"
        self._tell(cover, what, f"{words} word{plural} under a box that hides them")

    def _table(self, cover: Cover, table: Table) -> bool:
        if common(cover.box, table.box) >= _MOSTLY * table.box.width * table.box.height:
            table.withheld, table.rows, table.alt = True, [], ""
            self._tell(cover, "table", "a table lies under a box that hides it")
            return True
        if not cover.is_black:
            return False
        is_found = False
        for cell in _cells_under(cover.box, table):
            for paragraph in cell:
                self._blacken(cover, paragraph, "cell")
                is_found = True
        return is_found


def _cells_under(box: Box, table: Table) -> Iterator[list[Paragraph]]:
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while (index, column) in taken:
                column += 1
            for down in range(cell.rows):
                taken |= {(index + down, column + wide) for wide in range(cell.columns)}
            left, right = table.lefts[column : column + 1], table.lefts[column + cell.columns :]
            top = table.tops[index]
            bottom = table.tops[min(index + cell.rows, len(table.tops) - 1)]
            slack = 0.25 * (bottom - top)
            low = bottom + _DRIFT * (bottom - table.tops[0]) - slack
            inside = box.x + box.width > (left or [0.0])[0] + 2 and (
                not right or box.x < right[0] - 2
            )
            if inside and box.y < low and box.y + box.height > top + slack:
                yield cell.paragraphs


def _bands(node: Node, text: Text) -> Iterator[tuple[float, float, float]]:
    """Yield where each paragraph may stand: its top, its bottom, and the size of its letters."""
    body = find(node.shape, "p:txBody/a:bodyPr") if node.shape is not None else None
    fitted = find(body, "a:normAutofit")
    scale = per_mille(fitted.get("fontScale")) / 100_000 if fitted is not None else 0.0
    scale = scale or 1.0
    inset = emu(body.get("tIns")) / 12700 if body is not None and body.get("tIns") else _INSET
    width = max(node.box.width - 14.4, 10.0)
    rows = [_height(row, width, scale, text.size) for row in text.paragraphs]
    least, most = sum(row[0] for row in rows), sum(row[1] for row in rows)
    anchor = str(body.get("anchor", node.anchor)) if body is not None else node.anchor
    free = node.box.height - 2 * inset
    first, last = node.box.y + inset, node.box.y + inset
    if anchor == "ctr":
        first, last = first + (free - most) / 2, last + (free - least) / 2
    elif anchor == "b":
        first, last = first + free - most, last + free - least
    for low, high, size in rows:
        yield first, last + high, size
        first, last = first + low, last + high


def _height(
    paragraph: Paragraph, width: float, scale: float, otherwise: float
) -> tuple[float, float, float]:
    size = (paragraph.size or otherwise or _USUAL_SIZE) * scale
    letters = sum(len(run.text) for run in paragraph.runs)
    lines = [max(ceil(letters * size * share / width), 1) for share in _LETTER]
    spacing = paragraph.spacing
    return (lines[0] * size * _LINE[0] + spacing, lines[1] * size * _LINE[1] + spacing, size)


def anchor_of(chain: list[Element]) -> str:
    """Return where a shape's text stands in it: 't', 'ctr' or 'b'."""
    for holder in chain:
        found = find(holder, "p:txBody/a:bodyPr")
        if found is not None and found.get("anchor"):
            return str(found.get("anchor"))
    return "t"
