"""Heights and widths of blocks at one step of the type scale; columns and rows of tables."""

from __future__ import annotations

from typing import NamedTuple, assert_never

from pipeline.design.theme import Theme
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Card,
    Cards,
    CardStyles,
    Cell,
    Chart,
    Item,
    Map,
    Paragraph,
    Picture,
    Table,
    Timeline,
    Withheld,
)
from pipeline.edition.runs import MarkerRun, Runs, TextRun
from pipeline.layout import (
    chart_layout,
    list_layout,
    map_layout,
    phase_layout,
    picture_layout,
    timeline_layout,
)
from pipeline.layout.text_metrics import line_count, pieces, widest_word

#: Points: the smallest height at which a picture can still be seen.
_MIN_PICTURE = 100.0
#: A column whose cells all need less than this part of the table keeps them on one line: numbers.
_NARROW = 0.12
#: Letters beyond which a table's column need not hold a word on one line, and the width that it
#: then keeps for it, in sizes of its type: an address on the web, a digest, a long compound.
_LONG_WORD, _LONG_LINE = 20, 8.0
#: Letters of the longest compound that a column holds on one line where there is room.
_COMPOUND = 40


class _Look(NamedTuple):
    """How a style's text is measured: points from line to line, those of its letters, its face."""

    size: float
    letters: float
    family: str
    bold: bool


class Ruler:
    """Heights of blocks at one step of the type scale."""

    def __init__(self, theme: Theme, step: int, columns: tuple[float, ...] = ()) -> None:
        """Measure at a step; a table that is a part of another one has that one's columns."""
        self._columns = columns
        self.theme = theme
        self.step = step
        self.family = theme.fonts.deck.family
        #: What the columns of a table need, and its rows, by the table itself and a width. The
        #: table is held: its number stays its own.
        self._needed: dict[tuple[int, float], tuple[Table, list[tuple[float, float]]]] = {}
        self._heights: dict[tuple[int, float], tuple[Table, list[float]]] = {}
        self._looks: dict[str, _Look] = {}
        self._line_height = theme.line_height

    def _look(self, style: str) -> _Look:
        known = self._looks.get(style)
        if known is None:
            look = self.theme.styles[style]
            size, stretch = look.size(self.step), self.theme.stretch
            known = _Look(size, size * stretch, self.theme.family(style), look.bold)
            self._looks[style] = known
        return known

    def text(self, runs: Runs, style: str, width: float, *, bold: bool = False) -> float:
        """Return the height of one paragraph without the space below it."""
        size, wide, family, is_bold = self._look(style)
        lines = line_count(runs, wide, width, family, bold=bold or is_bold)
        return lines * size * self._line_height

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
        column = list_layout.column_width(block, width, self.theme)
        heights = iter(self.items(block.items, column))
        divided = [sum(next(heights) for _ in part) for part in list_layout.columns(block)]
        return max(divided) - self.theme.styles["body"].space

    def card_rows(self, block: Cards, width: float) -> list[float]:
        """Return the height of each row of cards: that of its fullest card."""
        gap, count = self.theme.card_gap, block.columns
        inner = (width - gap * (count - 1)) / count
        cards = [self._card(card, block.styles, inner) for card in block.cards]
        return [max(cards[start : start + count]) for start in range(0, len(cards), count)]

    def _card(self, card: Card, styles: CardStyles, inner: float) -> float:
        """Return the height of a card: its rule, its number, its words."""
        theme = self.theme
        height: float = theme.card_padding
        if card.number:
            height += theme.styles[styles.number].size(self.step) * theme.line_height
        if card.figure:
            height += self.figure(card, styles, inner)
        if card.heading:
            height += self.text(card.heading, styles.heading, inner)
        if card.text:
            height += theme.styles[styles.heading].space + self.text(card.text, styles.text, inner)
        return height

    def figure(self, card: Card, styles: CardStyles, inner: float) -> float:
        """Return the height of a large number with its unit, which stands below if it must."""
        if self.is_one_line(card, styles, inner):
            return self.theme.styles[styles.number].size(self.step) * self.theme.line_height
        height = self.text(card.figure, styles.number, inner)
        return height + (self.text(card.unit, styles.unit, inner) if card.unit else 0.0)

    def is_one_line(self, card: Card, styles: CardStyles, inner: float) -> bool:
        """Say whether a large number and its unit fit on one line."""
        return self.figure_width(card, styles) <= inner

    def figure_width(self, card: Card, styles: CardStyles) -> float:
        """Return the width of a large number with its unit; a marker is as small as the unit."""
        words = tuple(run for run in card.figure if not isinstance(run, MarkerRun))
        small: Runs = tuple(run for run in card.figure if isinstance(run, MarkerRun))
        if card.unit:
            small = (*small, TextRun(text=" "), *card.unit)
        return sum(
            self._line_width(runs, style)
            for runs, style in ((words, styles.number), (small, styles.unit))
        )

    def _line_width(self, runs: Runs, style: str) -> float:
        _, size, family, bold = self._look(style)
        measured = pieces(runs, size, family, bold=bold)
        return sum(width for _, width in measured)

    def row_words(self, block: Cards | BulletList, width: float) -> list[float]:
        """Return the height of the words of each row between rules."""
        if isinstance(block, BulletList):
            return [self.text(item.runs, "body", width) for item in block.items]
        return [
            self.text(card.heading, block.row_style, width - self.row_indent(card))
            for card in block.cards
        ]

    def row_indent(self, card: Card) -> float:
        """Return by how much a row's words are moved in, behind its number."""
        return self.theme.row_numbers if card.number else 0.0

    def _rows_between_rules(self, block: Cards | BulletList, width: float) -> tuple[float, float]:
        """Return the least height of rows between rules, and the greatest that suits them."""
        words = self.row_words(block, width)
        if isinstance(block, Cards) and block.form == "requests":
            least = sum(words) + 2 * self.theme.request_padding * len(words)
            return least, least
        least = sum(words) + 2 * self.theme.row_padding * len(words)
        return least, max(least, self.theme.row_height * len(words))

    def timeline(self, block: Timeline, width: float) -> float:
        """Return the height of labels, line and the longest event below it."""
        strips = timeline_layout.strips(block, width, self.theme)
        text = max(
            self.text(point.text, "event", strip.width)
            for point, strip in zip(block.points, strips, strict=True)
        )
        return timeline_layout.event_top(block, width, self.theme, self.step) + text

    def breaks_words(self, block: Block, width: float) -> bool:
        """Say whether a word of cards or of a timeline is wider than its line."""
        theme = self.theme
        match block:
            case Cards(ruled=True):
                return False
            case Cards():
                inner = (width - theme.card_gap * (block.columns - 1)) / block.columns
                styles = block.styles
                return any(
                    not self.is_one_line(card, styles, inner)
                    or self.is_wider(card.heading, styles.heading, inner)
                    or self.is_wider(card.text, styles.text, inner)
                    for card in block.cards
                )
            case Timeline():
                strips = timeline_layout.strips(block, width, theme)
                return any(
                    self.is_wider(point.label, "year", strip.width)
                    or self.is_wider(point.text, "event", strip.width)
                    for point, strip in zip(block.points, strips, strict=True)
                )
            case _:
                return False

    def is_wider(self, runs: Runs, style: str, width: float) -> bool:
        """Say whether a word of a text is wider than its line."""
        _, size, family, bold = self._look(style)
        return widest_word(runs, size, family, bold=bold) > width

    def excess(self, block: Block, width: float) -> float:
        """Return by how many points a chart's texts or a table's words are too wide."""
        match block:
            case Chart():
                return chart_layout.demands(block, width, self.theme, self.step)[1]
            case Table():
                least = sum(least for least, _ in self._needs(block, width))
                return max(least - width, 0.0)
            case _:
                return 0.0

    @property
    def _table_size(self) -> float:
        return self.theme.table_size(self.step)

    def columns(self, block: Table, width: float) -> tuple[float, ...]:
        """Return a table's column widths: no short word broken, the rest shared by need."""
        if self._columns:
            # a part may stand in another layout than the first one: in a narrower region
            narrower = min(width / sum(self._columns), 1.0)
            return tuple(round(column * narrower, 2) for column in self._columns)
        needs = self._needs(block, width)
        spare = width - sum(least for least, _ in needs)
        if spare < 0:  # told by ``excess``: every column yields in proportion
            return tuple(round(width / (width - spare) * least, 2) for least, _ in needs)
        shared = [share * width for share in block.shares]
        if shared and all(own >= least for own, (least, _) in zip(shared, needs, strict=True)):
            return tuple(round(own, 2) for own in shared)
        more = sum(more for _, more in needs)
        if more > spare:  # what is broken into lines shares the room
            return tuple(round(least + spare * part / more, 2) for least, part in needs)
        # nothing is broken: the table is as wide as its content, with some room in each column
        room = min((spare - more) / len(needs), self.theme.column_room)
        return tuple(round(least + part + room, 2) for least, part in needs)

    def _needs(self, block: Table, width: float) -> list[tuple[float, float]]:
        """Return for each column the width that it must have, and what more it would take.

        Compounds stay whole if they can; short words always do.
        """
        known = self._needed.get((id(block), width))
        if known is not None:
            return known[1]
        needs = self._needs_of_words(block, width, _COMPOUND)
        if sum(least for least, _ in needs) > width:
            needs = self._needs_of_words(block, width, _LONG_WORD)
        self._needed[id(block), width] = (block, needs)
        return needs

    def _needs_of_words(
        self, block: Table, width: float, letters: int
    ) -> list[tuple[float, float]]:
        padding = 2 * self.theme.cell_padding
        size = self._table_size * self.theme.stretch
        needs: list[tuple[float, float]] = []
        for index in range(len(block.rows[0])):
            cells = (row[index] for row in block.rows if row[index].columns == 1)
            measured = [self._measured(cell, size) for cell in cells]
            words = max((_widest(words, size, letters) for words in measured), default=0.0)
            whole = max((sum(width for _, width in words) for words in measured), default=0.0)
            if whole <= width * _NARROW:  # a short column is never broken
                words = whole
            needs.append((words + padding + 1, min(max(whole - words, 0.0), width)))
        return self._with_spans(block, needs, letters)

    def _measured(self, cell: Cell, size: float) -> list[tuple[str, float]]:
        return list(pieces(cell.runs, size, self.family, bold=bool(cell.header)))

    def _with_spans(
        self, block: Table, needs: list[tuple[float, float]], letters: int
    ) -> list[tuple[float, float]]:
        """Widen columns so that no word of a cell that covers several of them is broken."""
        size = self._table_size * self.theme.stretch
        least = [width for width, _ in needs]
        for row in block.rows:
            for index, cell in enumerate(row):
                covered = range(index, index + cell.columns)
                if len(covered) > 1:
                    word = _widest(self._measured(cell, size), size, letters)
                    lacking = word + 2 * self.theme.cell_padding - sum(least[i] for i in covered)
                    for i in covered:
                        least[i] += max(lacking, 0.0) / len(covered)
        return [(width, more) for width, (_, more) in zip(least, needs, strict=True)]

    def rows(self, block: Table, width: float) -> list[float]:
        """Return the heights of a table's rows, header rows included."""
        known = self._heights.get((id(block), width))
        if known is None:
            known = self._heights[id(block), width] = block, self._rows(block, width)
        return known[1]

    def _rows(self, block: Table, width: float) -> list[float]:
        padding = 2 * self.theme.cell_padding
        widths = self.columns(block, width)
        style, step = self.theme.table_style(self.step)
        ruler = self if style == "table" else Ruler(self.theme, step)
        line = self._table_size * self.theme.line_height
        heights = [line + padding for _ in block.rows]
        if block.roomy:
            least = self.theme.roomy_row - self.theme.roomy_less * self.step
            if block.is_timed:  # milestones, too, have the room of a bar
                least = line + padding + phase_layout.room(self.step)
            body = [max(least, height) for height in heights[block.header_rows :]]
            heights[block.header_rows :] = body
        deep: list[tuple[int, int, float]] = []
        for number, row in enumerate(block.rows):
            for index, cell in enumerate(row):
                # the table's text begins and ends at its edges
                inner = (index > 0) + (index + cell.columns < len(row))
                sides = inner * self.theme.cell_padding
                room = max(sum(widths[index : index + cell.columns]) - sides, 1.0)
                needed = ruler.text(cell.runs, style, room, bold=bool(cell.header)) + padding
                needed += phase_layout.below(cell, self.step)
                if cell.rows > 1:
                    deep.append((number, cell.rows, needed))
                elif not cell.covered:
                    heights[number] = max(heights[number], needed)
        for number, count, needed in deep:
            lacking = needed - sum(heights[number : number + count])
            heights[number + count - 1] += max(lacking, 0.0)
        return heights

    def _of_several(self, block: BulletList | Cards, width: float) -> tuple[float, float]:
        """Return the least and the greatest height of a list or of cards."""
        if block.ruled:
            return self._rows_between_rules(block, width)
        if isinstance(block, BulletList):
            least = self.bullets(block, width)
        else:
            rows = self.card_rows(block, width)
            least = sum(rows) + self.theme.card_gap * (len(rows) - 1)
        return least, least

    def width_of(self, block: Block, width: float) -> float:
        """Return the width that a block takes of its region's: lines of text are not endless."""
        flows = isinstance(block, Paragraph) or (
            isinstance(block, BulletList) and block.columns == 1 and not block.ruled
        )
        return min(width, self.theme.slide.measure) if flows and not self.theme.house else width

    def height(self, block: Block, width: float) -> tuple[float, float]:
        """Return the least height of a block and the greatest that suits it, in points."""
        width = self.width_of(block, width)
        match block:
            case Paragraph():
                least = self.text(block.runs, block.style, width)
                return least, least
            case BulletList() | Cards():
                return self._of_several(block, width)
            case Timeline():
                least = self.timeline(block, width)
                return least, least
            case Table():
                least = sum(self.rows(block, width))
                return least, least
            case Map():
                return map_layout.least_height(block, width, self.theme), float("inf")
            case Chart():
                return chart_layout.demands(block, width, self.theme, self.step)[0], float("inf")
            case Picture():
                caption = picture_layout.caption_height(block, width, self.theme, self.step)
                return _MIN_PICTURE + caption, float("inf")
            case Withheld():
                return self.theme.withheld_height, self.theme.withheld_height
            case _:
                assert_never(block)


def _widest(words: list[tuple[str, float]], size: float, letters: int) -> float:
    """Return the width of the widest of some words; one with more letters may be broken."""
    return max(
        (wide if len(word) <= letters else min(wide, _LONG_LINE * size) for word, wide in words),
        default=0.0,
    )
