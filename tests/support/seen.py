"""Where the texts of an edition's slides stand on the pages of a finished file.

A page's letters are read with pdfium, in the order in which they were drawn. Every text of a slide
is looked for as a whole, so each letter is known by the text it belongs to. Lengths are points,
origin top left.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Cards,
    Chart,
    Item,
    Map,
    Paragraph,
    Picture,
    Table,
    Timeline,
)
from pipeline.edition.runs import Runs, TextRun
from pipeline.edition.slide import Frame, Slide
from pipeline.edition.texts import title_lines
from pipeline.layout import (
    card_layout,
    map_layout,
    phase_layout,
    picture_layout,
    timeline_layout,
    title_layout,
)
from pipeline.layout.block_heights import Ruler
from pipeline.layout.regions import footnote_height
from pipeline.layout.text_metrics import line_count

#: Parts of the size of letters that a line has above and below the line on which they stand.
ABOVE, BELOW = 0.952, 0.269


@dataclass(frozen=True)
class Text:
    """A text of a slide: where it must be, and how it is set.

    Attributes:
        name: of its place, for messages.
        box: in which it must be.
        width: at which its lines break; 0 where it is not measured.
    """

    name: str
    runs: Runs
    box: Box
    size: float
    width: float = 0
    bold: bool = False

    @property
    def letters(self) -> str:
        """Return the letters without white space, and without marks of footnotes."""
        return "".join("".join(run.text.split()) for run in self.runs if run.kind != "note")

    def lines(self, theme: Theme) -> int:
        """Return on how many lines ``fit`` sets the text."""
        family = theme.fonts.deck.family
        return line_count(self.runs, self.size, self.width, family, bold=self.bold)


@dataclass(frozen=True)
class Letter:
    """A letter on a page: its ink, and the line on which it stands."""

    sign: str
    ink: Box
    baseline: float


@dataclass(frozen=True)
class Found:
    """A text and its letters, line by line."""

    text: Text
    lines: tuple[tuple[Letter, ...], ...]

    @property
    def breaks(self) -> tuple[int, ...]:
        """Return how many letters each line has."""
        return tuple(len(line) for line in self.lines)

    @property
    def foot(self) -> float:
        """Return where the last line ends, the room below its letters included."""
        return self.lines[-1][0].baseline + BELOW * self.text.size

    def outside(self) -> float:
        """Return by how many points ink lies outside the text's box."""
        box, worst = self.text.box, 0.0
        for ink in (letter.ink for line in self.lines for letter in line):
            worst = max(
                worst,
                box.x - ink.x,
                box.y - ink.y,
                ink.x + ink.width - box.x - box.width,
                ink.y + ink.height - box.y - box.height,
            )
        return worst


def letters(data: bytes) -> list[list[Letter]]:
    """Return the letters of every page."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [_letters(page) for page in document]
    finally:
        document.close()


def _letters(page: pypdfium2.PdfPage) -> list[Letter]:
    height = page.get_height()
    text = page.get_textpage()
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = sides
    x, y = ctypes.c_double(), ctypes.c_double()
    out: list[Letter] = []
    for index in range(pdfium.FPDFText_CountChars(text)):
        sign = chr(pdfium.FPDFText_GetUnicode(text, index))
        if sign in "\x02\ufffe":  # what pdfium makes of a hyphen at the end of a line
            sign = "-"
        if sign.isspace() or sign == "\0":
            continue
        pdfium.FPDFText_GetCharBox(text, index, *sides)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        ink = Box(
            left.value, height - top.value, right.value - left.value, top.value - bottom.value
        )
        out.append(Letter(sign, ink, height - y.value))
    return out


def find(
    page: Sequence[Letter], texts: Sequence[Text]
) -> tuple[list[Found], list[Text], list[Letter]]:
    """Return the texts found on a page, those that are not there as a whole, and other letters."""
    whole = "".join(letter.sign for letter in page)
    found: list[Found] = []
    missing: list[Text] = []
    claimed: set[int] = set()
    cursor = 0
    for text in texts:
        wanted = text.letters
        start = whole.find(wanted, cursor)
        if start < 0:
            start = whole.find(wanted)
        if start < 0:
            missing.append(text)
            continue
        cursor = start + len(wanted)
        claimed |= set(range(start, cursor))
        found.append(Found(text, tuple(_lines(page[start:cursor], text.size))))
    return found, missing, [one for index, one in enumerate(page) if index not in claimed]


def _lines(letters_: Sequence[Letter], size: float) -> Iterator[tuple[Letter, ...]]:
    line: list[Letter] = []
    for letter in letters_:
        if line and abs(letter.baseline - line[-1].baseline) > size / 2:
            yield tuple(line)
            line = []
        line.append(letter)
    if line:
        yield tuple(line)


def texts(slide: Slide, theme: Theme) -> list[Text]:
    """Return the texts of a fitted slide in reading order, each with the box it must be in."""
    out = list(_head(slide, theme))
    for number, (block, frame) in enumerate(zip(slide.blocks, slide.frames, strict=True)):
        out += _of_block(block, frame, theme, f"slide {slide.number} {block.kind} {number}")
    box = theme.footnote_box(footnote_height(slide, theme), slide.layout)
    for note in slide.footnotes:
        size = theme.styles["footnote"].size(0)
        out.append(Text(f"slide {slide.number} footnote", note, box, size, box.width))
    return [text for text in out if text.letters]


def _head(slide: Slide, theme: Theme) -> Iterator[Text]:
    above = theme.overline_box(slide.layout)
    for line in slide.overline:
        if above:
            size = theme.styles["overline"].size(0)
            yield Text(f"slide {slide.number} overline", line, above, size, above.width, bold=True)
    box = title_layout.title_box(slide, theme)
    style = theme.styles[theme.title_style(slide.layout)]
    name = f"slide {slide.number} title"
    small, main = title_lines(slide)
    if small:
        width = box.width - title_layout.kicker_indent(slide, theme)
        yield Text(f"{name} kicker", small, box, theme.styles["kicker"].size(0), width)
    size = style.size(slide.title_step)
    yield Text(name, main, box, size, box.width, bold=style.bold)


def _of_block(  # noqa: C901 - a case for each kind
    block: Block, frame: Frame, theme: Theme, name: str
) -> Iterator[Text]:
    step = frame.step
    box = Box(frame.x, frame.y, frame.width, frame.height)
    match block:
        case Paragraph():
            style = theme.styles[block.style]
            yield Text(name, block.runs, box, style.size(step), box.width, bold=style.bold)
        case BulletList():
            if block.ruled:
                yield from _rows(block, box, theme, step, name)
                return
            column = (box.width - theme.gap * (block.columns - 1)) / block.columns
            size = theme.styles["body"].size(step)
            yield from _items(block.items, box, (column, size), theme, name)
        case Cards():
            yield from _of_cards(block, box, theme, step, name)
        case Timeline():
            top = timeline_layout.event_top(block, frame.width, theme, step)
            high = timeline_layout.label_height(block, frame.width, theme, step)
            strips = timeline_layout.strips(block, frame.width, theme)
            for point, strip in zip(block.points, strips, strict=True):
                left = frame.x + strip.x
                above = Box(left, frame.y, strip.width, high)
                below = Box(left, frame.y + top, strip.width, frame.height - top)
                size = theme.styles["year"].size(step)
                yield Text(f"{name} label", point.label, above, size, above.width, bold=True)
                yield Text(name, point.text, below, theme.styles["event"].size(step), below.width)
        case Table():
            yield from _cells(block, frame, theme, name)
        case Picture():
            _, below = picture_layout.place(block, box, theme, step)
            yield Text(name, block.caption, below, theme.styles["caption"].size(step), below.width)
        case Map():
            plan = map_layout.plan(block, box, theme)
            for entry in map_layout.legend_entries(block):
                yield Text(
                    name,
                    entry.label,
                    box,
                    theme.styles["legend"].size(step),
                    plan.legend.width - 36,
                )
        case _:
            return


def _rows(block: BulletList, box: Box, theme: Theme, step: int, name: str) -> Iterator[Text]:
    size = theme.styles["body"].size(step)
    for item, row in zip(block.items, card_layout.rows(block, box, theme, step), strict=True):
        yield Text(f"{name} row", item.runs, _moved(row, box), size, row.width)


def _of_cards(block: Cards, box: Box, theme: Theme, step: int, name: str) -> Iterator[Text]:
    number, unit, heading, words = (theme.styles[one] for one in block.styles)
    if block.ruled:
        heading = theme.styles[block.row_style]
    for card, own in zip(block.cards, card_layout.boxes(block, box, theme, step), strict=True):
        place = _moved(own, box)
        above = theme.card_padding
        above += number.size(step) * theme.line_height if card.number else 0
        if card.figure:
            above += Ruler(theme, step).figure(card, block.styles, place.width)
        inner = Box(place.x, place.y + above, place.width, place.height - above)
        if block.ruled:
            indent = theme.row_numbers if card.number else 0
            inner = Box(place.x + indent, place.y, place.width - indent, place.height)
        row = f"{name} row" if block.ruled else name
        bold = heading.bold
        if block.form:
            letter = Box(place.x, place.y, theme.row_numbers, place.height)
            size = heading.size(step)
            yield Text(f"{name} letter", (TextRun(text=card.number),), letter, size, bold=True)
        line = Box(place.x, place.y + theme.card_padding, place.width, above - theme.card_padding)
        yield Text(f"{name} figure", card.figure, line, number.size(step), line.width, bold=True)
        yield Text(f"{name} unit", card.unit, line, unit.size(step), line.width)
        yield Text(row, card.heading, inner, heading.size(step), inner.width, bold=bold)
        yield Text(row, card.text, inner, words.size(step), inner.width)


def _items(
    items: Sequence[Item],
    box: Box,
    setting: tuple[float, float],
    theme: Theme,
    name: str,
    level: int = 1,
) -> Iterator[Text]:
    column, size = setting
    for item in items:
        yield Text(name, item.runs, box, size, column - theme.list_indent * level)
        yield from _items(item.items, box, setting, theme, name, level + 1)


def _cells(block: Table, frame: Frame, theme: Theme, name: str) -> Iterator[Text]:
    size = theme.table_size(frame.step)
    for row in block.rows:
        left = frame.x
        for index, cell in enumerate(row):
            width = sum(frame.columns[index : index + cell.columns])
            inner = (index > 0) + (index + cell.columns < len(row))
            room = width - inner * theme.cell_padding
            start = left + (theme.cell_padding if index and not block.is_timed else 0)
            if cell.bar:
                covered = frame.columns[index : index + cell.columns]
                start = left + phase_layout.placed(cell, covered, theme, frame.step).words
            box = Box(start, frame.y, left + width - start, frame.height)
            yield Text(name, cell.runs, box, size, room, bold=bool(cell.header))
            left += frame.columns[index]


def _moved(box: Box, frame: Box) -> Box:
    return Box(frame.x + box.x, frame.y + box.y, box.width, box.height)


def drawn_charts(slide: Slide) -> list[tuple[Chart, Frame]]:
    """Return a slide's charts with their frames."""
    pairs = zip(slide.blocks, slide.frames, strict=True)
    return [(block, frame) for block, frame in pairs if isinstance(block, Chart)]
