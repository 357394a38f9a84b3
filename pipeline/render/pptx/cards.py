"""Cards, rows and timelines of a deck, as placeholders or native shapes."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.lengths import Pt
from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Card, Cards, CardStyles, Timeline
from pipeline.edition.runs import MarkerRun
from pipeline.edition.slide import Frame
from pipeline.layout import card_layout, timeline_layout
from pipeline.layout.block_heights import Ruler
from pipeline.render.pptx.slide_shapes import Paint, Sheet
from pipeline.render.pptx.text import Line, Setting, plain_line
from pipeline.render.pptx.text_styles import LetterStyle, Style, style_of

#: Points: the rule above a card and above the first of rows; the rules between rows.
_HEAVY, _LIGHT = 2.0, 0.75
#: Part of a line of letters that lies above their foot.
_ABOVE = 0.78
#: The first of a layout's placeholders for cards.
_FIRST_CARD = 11


def draw(sheet: Sheet, block: Cards, frame: Frame) -> None:
    """Draw cards; the first row fills the layout's placeholders, where it has some."""
    box = Box(frame.x, frame.y, frame.width, frame.height)
    has_holders = sheet.slide.layout == f"cards-{block.columns}" and sheet.theme.house is None
    held, theme = block.columns if has_holders else 0, sheet.theme
    boxes = card_layout.boxes(block, box, sheet.theme, frame.step)
    for index, (card, place) in enumerate(zip(block.cards, boxes, strict=True)):
        placed = Box(box.x + place.x, box.y + place.y, place.width, place.height)
        if block.ruled:
            if not block.form:
                draw_rule(sheet, placed, placed.y, is_first=not index)
            style = style_of(theme, block.row_style, frame.step, dark=sheet.dark)
            pad = card_layout.row_padding(block, box, theme, frame.step) if block.form else None
            _row(sheet, card, placed, style, pad)
        else:
            holder = index if index < held else None
            _card(sheet, card, block.styles, (placed, frame.step), holder)
    if block.ruled and not block.form:
        draw_rule(sheet, box, box.y + box.height)


def draw_rule(sheet: Sheet, box: Box, y: float, *, is_first: bool = False) -> None:
    """Draw a rule across a box: the first one of rows is heavier."""
    high = _HEAVY if is_first else _LIGHT
    place = Box(box.x, y, box.width, high)
    sheet.add(sheet.shape("Rule", place, Paint(fill="accent" if is_first else "rule")))


def _card(
    sheet: Sheet, card: Card, styles: CardStyles, placed: tuple[Box, int], holder: int | None
) -> None:
    """Draw a card: a rule, and below it number, heading and text with one left edge."""
    theme = sheet.theme
    box, step = placed
    number, unit, heading, words = (style_of(theme, name, step, dark=sheet.dark) for name in styles)
    sheet.add(sheet.shape("Card rule", Box(box.x, box.y, box.width, _HEAVY), Paint(fill="accent")))
    lines = [plain_line(card.number, number)] if card.number else []
    if card.figure:
        beside = Ruler(theme, step).is_one_line(card, styles, box.width)
        lines.append(_figure(card if beside else _without_unit(card), number, unit, theme))
        lines += [] if beside or not card.unit else [Line(card.unit, unit)]
    lines += [Line(card.heading, heading)] if card.heading else []
    lines += [Line(card.text, words)] if card.text else []
    properties = sheet.properties("Card", lines, numbered=True)
    if holder is None:
        # a marker alone stands on the line of the other numbers, which are larger
        lower = (number.look.size - lines[0].style.look.size) * theme.line_height * _ABOVE
        above = theme.card_padding + (lower if card.figure else 0)
        setting = Setting(heading, own=True, inset=(0, above, 0, 0))
        sheet.add(sheet.text_shape(properties, box, lines, setting, Paint()))
        return
    body = sheet.typesetter.body(
        "p:txBody", lines, Setting(style_of(theme, "card_heading"), anchor="")
    )
    place: dict[str, str | int] = {"type": "body", "sz": "quarter", "idx": _FIRST_CARD + holder}
    sheet.add(sheet.placeholder(properties, place, body, box))


def _without_unit(card: Card) -> Card:
    """Return a card whose unit stands on a line of its own."""
    return card.model_copy(update={"unit": ()})


def _figure(card: Card, number: Style, unit: Style, theme: Theme) -> Line:
    """Return a large number with its unit; a marker alone is as small as a unit."""
    if any(not isinstance(run, MarkerRun) for run in card.figure):
        return Line(card.figure, number, unit=card.unit, small=unit.look)
    lacking = (number.look.size - unit.look.size) * theme.line_height
    style = replace(unit, space=Pt(lacking * (1 - _ABOVE)))
    return Line(card.figure, style, unit=card.unit, small=unit.look)


def _row(sheet: Sheet, card: Card, box: Box, style: Style, above: float | None) -> None:
    """Draw a row: a number in its column, and words.

    Args:
        sheet: the slide.
        card: the row.
        box: its place.
        style: of its words.
        above: points above the words; None to set them in the row's middle.
    """
    theme = sheet.theme
    own = Setting(style, own=True, anchor="ctr")
    if above is not None:
        own = Setting(style, own=True, inset=(0, above, 0, 0))
    indent = theme.row_numbers if card.number else 0.0
    if card.number:
        lead = replace(style, look=LetterStyle(style.look.size, bold=True, colour="accent"))
        lines = [plain_line(card.number, lead)]
        place = Box(box.x, box.y, indent, box.height)
        properties = sheet.properties("Card number", numbered=True)
        setting = replace(own, base=lead)
        sheet.add(sheet.text_shape(properties, place, lines, setting, Paint()))
    lines = [Line(card.heading, style)]
    place = Box(box.x + indent, box.y, box.width - indent, box.height)
    properties = sheet.properties("Card", lines, numbered=True)
    sheet.add(sheet.text_shape(properties, place, lines, own, Paint()))


def draw_timeline(sheet: Sheet, block: Timeline, frame: Frame) -> None:
    """Draw the line from edge to edge, then each point: its dot, its label, what happened."""
    theme, step = sheet.theme, frame.step
    year, event = (style_of(theme, name, step, dark=sheet.dark) for name in ("year", "event"))
    high = timeline_layout.label_height(block, frame.width, theme, step)
    line = frame.y + timeline_layout.line_top(block, frame.width, theme, step)
    top = timeline_layout.event_top(block, frame.width, theme, step)
    axis = Box(frame.x, line, frame.width, timeline_layout.LINE)
    ink = "paper" if sheet.dark else "accent"
    sheet.add(sheet.shape("Timeline line", axis, Paint(fill=ink)))
    dot, middle = timeline_layout.DOT, line + timeline_layout.LINE / 2
    strips = timeline_layout.strips(block, frame.width, theme)
    for point, strip in zip(block.points, strips, strict=True):
        left = frame.x + strip.x
        corner = Box(left, middle - dot / 2, dot, dot)
        paint = Paint(fill=ink, line=None if sheet.dark else "paper", width=Pt(3), shape="ellipse")
        sheet.add(sheet.shape("Timeline dot", _around(corner, 1.5), paint))
        if point.label:
            above = Box(left, frame.y, strip.width, high)
            lines = [Line(point.label, year)]
            properties = sheet.properties("Timeline label", lines, numbered=True)
            setting = Setting(year, own=True, anchor="b")
            sheet.add(sheet.text_shape(properties, above, lines, setting, Paint()))
        lines = [Line(point.text, event)]
        below = Box(left, frame.y + top, strip.width, frame.height - top)
        properties = sheet.properties("Timeline event", lines, numbered=True)
        sheet.add(sheet.text_shape(properties, below, lines, Setting(event, own=True), Paint()))


def _around(box: Box, edge: float) -> Box:
    """Return a box with an edge round it: half of an outline lies outside of its shape."""
    return Box(box.x - edge, box.y - edge, box.width + 2 * edge, box.height + 2 * edge)
