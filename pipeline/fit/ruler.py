"""Heights of blocks at one step of the type scale."""

from __future__ import annotations

from typing import assert_never

from pipeline import charts, lists, mapplan, pictures, timelines
from pipeline.edition import (
    Block,
    BulletList,
    Card,
    Cards,
    Chart,
    Item,
    Map,
    Paragraph,
    Picture,
    Runs,
    Table,
    Timeline,
    Withheld,
)
from pipeline.measure import line_count, pieces, widest_word
from pipeline.theme import Theme

#: Cards may grow beyond what their text needs by this factor, and no further.
_ELASTIC = 1.5
#: Points: the smallest height at which a picture can still be seen.
_MIN_PICTURE = 100.0
#: A column whose cells all need less than this part of the table keeps them on one line.
_NARROW = 0.12


class Ruler:
    """Heights of blocks at one step of the type scale."""

    def __init__(self, theme: Theme, step: int) -> None:
        self.theme = theme
        self.step = step
        self.family = theme.fonts.deck.family

    def text(self, runs: Runs, style: str, width: float, *, bold: bool = False) -> float:
        """Return the height of one paragraph without the space below it."""
        theme = self.theme
        look = theme.styles[style]
        size = look.size(self.step)
        lines = line_count(
            runs, size * theme.stretch, width, theme.family(style), bold=bold or look.bold
        )
        return lines * size * theme.line_height

    def items(self, items: tuple[Item, ...], width: float, level: int = 0) -> list[float]:
        """Return the heights of list items, those below them included, in order."""
        space = self.theme.styles["body"].space
        inner = width - self.theme.list_indent * (level + 1)
        heights: list[float] = []
        for item in items:
            heights.append(self.text(item.runs, "body", inner) + space)
            heights += self.items(item.items, width, level + 1)
        return heights

    def bullets(self, block: BulletList, width: float) -> float:
        """Return the height of a list; of several columns, that of the longest."""
        column = lists.column_width(block, width, self.theme)
        heights = iter(self.items(block.items, column))
        divided = [sum(next(heights) for _ in part) for part in lists.columns(block)]
        return max(divided) - self.theme.styles["body"].space

    def cards(self, block: Cards, width: float) -> float:
        """Return the height at which the fullest card holds its text."""
        theme = self.theme
        inner = (width - theme.gap * (block.columns - 1)) / block.columns - 2 * theme.card_padding
        card = max(self._card(card, inner) for card in block.cards)
        rows = -(-len(block.cards) // block.columns)
        return rows * (card + 2 * theme.card_padding) + (rows - 1) * theme.gap

    def _card(self, card: Card, inner: float) -> float:
        """Return the height of a card's words; a number's disc stands before the heading."""
        theme = self.theme
        heading = self.text(card.heading, "card_heading", inner - self._indent(card))
        if not card.text:
            return heading
        space = theme.styles["card_heading"].space
        return heading + space + self.text(card.text, "card_text", inner)

    def timeline(self, block: Timeline, width: float) -> float:
        """Return the height of labels, line and the longest event in its box."""
        theme = self.theme
        strips = theme.strips([point.at for point in block.points], width)
        text = max(
            self.text(point.text, "event", strip.width - 2 * theme.event_padding)
            for point, strip in zip(block.points, strips, strict=True)
        )
        top = timelines.event_top(block, width, theme, self.step)
        return top + text + 2 * theme.event_padding

    def breaks_words(self, block: Block, width: float) -> bool:
        """Say whether a word of cards or of a timeline is wider than its line."""
        theme = self.theme
        match block:
            case Cards():
                inner = (width - theme.gap * (block.columns - 1)) / block.columns
                inner -= 2 * theme.card_padding
                return any(
                    self.is_wider(card.heading, "card_heading", inner - self._indent(card))
                    or self.is_wider(card.text, "card_text", inner)
                    for card in block.cards
                )
            case Timeline():
                strips = theme.strips([point.at for point in block.points], width)
                return any(
                    self.is_wider(point.label, "year", strip.width)
                    or self.is_wider(point.text, "event", strip.width - 2 * theme.event_padding)
                    for point, strip in zip(block.points, strips, strict=True)
                )
            case _:
                return False

    def is_wider(self, runs: Runs, style: str, width: float) -> bool:
        """Say whether a word of a text is wider than its line."""
        look = self.theme.styles[style]
        size = look.size(self.step) * self.theme.stretch
        return widest_word(runs, size, self.theme.family(style), bold=look.bold) > width

    def _indent(self, card: Card) -> float:
        """Return by how much a card's heading is moved in, behind its number's disc."""
        return self.theme.card_indent if card.number else 0.0

    def excess(self, block: Block, width: float) -> float:
        """Return by how many points a chart's texts are too wide; 0 for other blocks."""
        if not isinstance(block, Chart):
            return 0.0
        return charts.demands(block, width, self.theme, self.step)[1]

    def columns(self, block: Table, width: float) -> tuple[float, ...]:
        """Return a table's column widths: no word broken, the rest shared by need."""
        padding = 2 * self.theme.cell_padding
        size = self.theme.styles["table"].size(self.step) * self.theme.stretch
        needs: list[tuple[float, float]] = []
        for index in range(len(block.rows[0])):
            cells = [row[index] for row in block.rows if row[index].columns == 1]
            words = max(widest_word(c.runs, size, self.family, bold=bool(c.header)) for c in cells)
            whole = max(
                sum(w for _, w in pieces(c.runs, size, self.family, bold=bool(c.header)))
                for c in cells
            )
            if whole <= width * _NARROW:  # a short column is never broken
                words = whole
            needs.append((words + padding + 1, max(whole - words, 0.0)))
        needs = self._with_spans(block, needs)
        spare = width - sum(least for least, _ in needs)
        if spare < 0:  # words have to be broken: every column yields in proportion
            return tuple(round(width / (width - spare) * least, 2) for least, _ in needs)
        more = sum(more for _, more in needs)
        if more > spare:  # what is broken into lines shares the room
            return tuple(round(least + spare * part / more, 2) for least, part in needs)
        # nothing is broken: wider columns get more of what is left
        total = sum(least + part for least, part in needs)
        share = (spare - more) / total
        return tuple(round((least + part) * (1 + share), 2) for least, part in needs)

    def _with_spans(
        self, block: Table, needs: list[tuple[float, float]]
    ) -> list[tuple[float, float]]:
        """Widen columns so that no word of a cell that covers several of them is broken."""
        size = self.theme.styles["table"].size(self.step)
        least = [width for width, _ in needs]
        for row in block.rows:
            for index, cell in enumerate(row):
                covered = range(index, index + cell.columns)
                if len(covered) > 1:
                    word = widest_word(cell.runs, size, self.family, bold=bool(cell.header))
                    lacking = word + 2 * self.theme.cell_padding - sum(least[i] for i in covered)
                    for i in covered:
                        least[i] += max(lacking, 0.0) / len(covered)
        return [(width, more) for width, (_, more) in zip(least, needs, strict=True)]

    def rows(self, block: Table, width: float) -> list[float]:
        """Return the heights of a table's rows, header rows included."""
        padding = 2 * self.theme.cell_padding
        widths = self.columns(block, width)
        line = self.theme.styles["table"].size(self.step) * self.theme.line_height
        heights = [line + padding for _ in block.rows]
        deep: list[tuple[int, int, float]] = []
        for number, row in enumerate(block.rows):
            for index, cell in enumerate(row):
                room = sum(widths[index : index + cell.columns]) - padding
                needed = self.text(cell.runs, "table", room, bold=bool(cell.header)) + padding
                if cell.rows > 1:
                    deep.append((number, cell.rows, needed))
                elif not cell.covered:
                    heights[number] = max(heights[number], needed)
        for number, count, needed in deep:
            lacking = needed - sum(heights[number : number + count])
            heights[number + count - 1] += max(lacking, 0.0)
        return heights

    def height(self, block: Block, width: float) -> tuple[float, float]:
        """Return the least height of a block and the greatest that suits it, in points."""
        match block:
            case Paragraph():
                least = self.text(block.runs, block.style, width)
                return least, least
            case BulletList():
                least = self.bullets(block, width)
                return least, least
            case Cards():
                least = self.cards(block, width)
                return least, least * _ELASTIC
            case Timeline():
                least = self.timeline(block, width)
                return least, least
            case Table():
                least = sum(self.rows(block, width))
                return least, least
            case Map():
                return mapplan.least_height(block, width, self.theme), float("inf")
            case Chart():
                return charts.demands(block, width, self.theme, self.step)[0], float("inf")
            case Picture():
                caption = pictures.caption_height(block, width, self.theme, self.step)
                return _MIN_PICTURE + caption, float("inf")
            case Withheld():
                return self.theme.withheld_height, self.theme.withheld_height
            case _:
                assert_never(block)
