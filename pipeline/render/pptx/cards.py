"""Cards and timelines as placeholders or native shapes, with their background."""

from __future__ import annotations

from dataclasses import replace

from pipeline.design.theme import tile
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Card, Cards, Timeline
from pipeline.edition.slide import Frame
from pipeline.layout import timeline_layout
from pipeline.render.pptx.slide_shapes import Paint, Sheet
from pipeline.render.pptx.text import Line, Setting, plain_line
from pipeline.render.pptx.text_styles import Look, Style, style_of

#: Points: the coloured edge at the top of a card.
_EDGE = 3.0
#: Points: a timeline's line and its discs.
_LINE = 2.0
_DISC = 18.0
#: The first of a layout's placeholders for cards.
_FIRST_CARD = 11


def draw(sheet: Sheet, block: Cards, frame: Frame) -> None:
    """Draw cards; the first row fills the layout's placeholders, where it has some."""
    box = Box(frame.x, frame.y, frame.width, frame.height)
    has_holders = sheet.slide.layout == f"cards-{block.columns}" and sheet.theme.house is None
    held = block.columns if has_holders else 0
    boxes = tile(box, len(block.cards), block.columns, sheet.theme.gap)
    for index, (card, place) in enumerate(zip(block.cards, boxes, strict=True)):
        _card(sheet, card, place, frame.step, index if index < held else None)


def _card(sheet: Sheet, card: Card, box: Box, step: int, holder: int | None) -> None:
    theme = sheet.theme
    heading, words = style_of(theme, "card_heading", step), style_of(theme, "card_text", step)
    edge = Box(box.x, box.y, box.width, _EDGE)
    if card.number:
        # The number is read before the card's words, so their shape cannot be the ground.
        sheet.add(sheet.shape("Card ground", box, Paint(fill="tint")))
        sheet.add(sheet.shape("Card edge", edge, Paint(fill="accent")))
        _number(sheet, card.number, box, heading.look.size)
        heading = replace(heading, left=theme.card_indent)
    lines = [Line(card.heading, heading), *([Line(card.text, words)] if card.text else [])]
    properties = sheet.properties("Card", lines, numbered=True)
    ground = Paint(fill=None if card.number else "tint")
    if holder is None:
        pad = theme.card_padding
        setting = Setting(replace(heading, left=0), own=True, inset=(pad, pad, pad, pad))
        sheet.add(sheet.text_shape(properties, box, lines, setting, ground))
    else:
        base = style_of(theme, "card_heading")
        body = sheet.typesetter.body("p:txBody", lines, Setting(base, anchor=""))
        place: dict[str, str | int] = {
            "type": "body",
            "sz": "quarter",
            "idx": _FIRST_CARD + holder,
        }
        paint = ground if card.number else None
        sheet.add(sheet.placeholder(properties, place, body, box, paint))
    if not card.number:
        sheet.add(sheet.shape("Card edge", edge, Paint(fill="accent")))


def _number(sheet: Sheet, number: str, card: Box, size: float) -> None:
    """Draw a disc before the card's heading, level with its first line of letters of a size."""
    theme = sheet.theme
    rise = (theme.card_disc - size * theme.line_height) / 2
    style = Style(Look(theme.styles["legend"].size(0), bold=True, colour="paper"), align="ctr")
    corner = card.x + theme.card_padding, card.y + theme.card_padding - rise
    box = Box(*corner, theme.card_disc, theme.card_disc)
    properties = sheet.properties("Card number", numbered=True)
    lines = [plain_line(number, style)]
    paint = Paint(fill="accent", shape="ellipse")
    setting = Setting(style, own=True, anchor="ctr")
    sheet.add(sheet.text_shape(properties, box, lines, setting, paint))


def draw_timeline(sheet: Sheet, block: Timeline, frame: Frame) -> None:
    """Draw the line, then each point: its box and disc, its label, what happened."""
    theme, step = sheet.theme, frame.step
    year = replace(style_of(theme, "year", step, dark=sheet.dark), align="ctr", space=0)
    event = replace(style_of(theme, "event", step), align="ctr")
    top = timeline_layout.event_top(block, frame.width, theme, step)
    middle = frame.y + top - theme.timeline_zone / 2
    strips = theme.strips([point.at for point in block.points], frame.width)
    centres = [frame.x + strip.x + strip.width / 2 for strip in strips]
    axis = Box(centres[0], middle - _LINE / 2, centres[-1] - centres[0], _LINE)
    sheet.add(sheet.shape("Timeline line", axis, Paint(fill="accent")))
    disc = Paint(fill="accent", line="paper", width=3, shape="ellipse")
    pad = theme.event_padding
    for point, strip, centre in zip(block.points, strips, centres, strict=True):
        corner = Box(centre - _DISC / 2, middle - _DISC / 2, _DISC, _DISC)
        sheet.add(sheet.shape("Timeline disc", corner, disc))
        left = frame.x + strip.x
        box = Box(left, frame.y + top, strip.width, frame.height - top)
        if point.label:
            above = Box(left, frame.y, strip.width, top - theme.timeline_zone)
            lines = [Line(point.label, year)]
            properties = sheet.properties("Timeline label", lines, numbered=True)
            setting = Setting(year, own=True)
            sheet.add(sheet.text_shape(properties, above, lines, setting, Paint()))
        lines = [Line(point.text, event)]
        properties = sheet.properties("Timeline event", lines, numbered=True)
        setting = Setting(event, own=True, inset=(pad, pad, pad, pad))
        sheet.add(sheet.text_shape(properties, box, lines, setting, Paint(fill="tint")))
        edge = Box(box.x, box.y, box.width, _EDGE)
        sheet.add(sheet.shape("Timeline edge", edge, Paint(fill="accent")))
