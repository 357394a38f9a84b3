"""Deck of an edition: a PowerPoint file of native slides.

Every slide uses a layout of our own blank package (templates/pptx); positions come from the frames
that ``fit`` has set, colours and faces from the theme's slots. Nothing but the edition is drawn.
"""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import count

import pptx as office

from pipeline.core.cache import Cache
from pipeline.core.errors import Problem, RenderError, Where
from pipeline.core.lengths import Pt
from pipeline.design.brand import NONE, House
from pipeline.design.theme import Theme
from pipeline.edition.blocks import Table
from pipeline.edition.edition import Edition
from pipeline.edition.slide import Slide
from pipeline.edition.texts import title_lines
from pipeline.layout import title_layout
from pipeline.render import ooxml
from pipeline.render.drawingml.drawing_text import Xml, xml
from pipeline.render.pptx import blocks, brand_template, deck_parts, withheld
from pipeline.render.pptx.slide_shapes import Media, Paint, Sheet
from pipeline.render.pptx.text import Line, Setting, Typesetter, plain_line
from pipeline.render.pptx.text_styles import style_of
from pipeline.resources.labels import locale

#: How a title finds its layout's placeholder.
_TITLE_TYPES = {"title": "ctrTitle"}


def render(edition: Edition, theme: Theme, house: House = NONE) -> bytes:
    """Return the deck.

    Args:
        edition: as ``fit`` returns it.
        theme: design tokens.
        house: brand templates; the theme was derived from that of the deck.

    Raises:
        RenderError: a slide's blocks have no frames.
    """
    _require_frames(edition)
    language = locale(edition.language)
    blank = ooxml.blank("pptx", theme, language)
    if house.deck:
        blank = brand_template.blank(blank, house.deck)
    presentation = office.Presentation(io.BytesIO(blank))
    layouts = brand_template.layouts(presentation, theme)
    look = theme.model_dump_json()
    drawn: dict[str, Xml] = {}
    numbers = iter(()) if house.deck else count(1)
    for slide in edition.slides:
        native = deck_parts.add_slide(presentation, layouts[slide.layout])
        media = Media(native.part, numbers)
        drawn[deck_parts.part_of(native)] = _shapes(media, slide, edition, theme, look)
        if slide.notes:
            deck_parts.add_notes(native, slide.notes, theme, language)
    deck_parts.add_sections(presentation, edition)
    parts = deck_parts.saved(presentation)
    parts |= {name: deck_parts.filled(parts[name], shapes) for name, shapes in drawn.items()}
    if house.deck:  # what comes from the house stays the very bytes that the audit knows
        parts |= house.deck.parts
    parts["docProps/core.xml"] = ooxml.core_properties(edition)
    parts["docProps/app.xml"] = ooxml.app_properties()
    return ooxml.pack(parts)


def _require_frames(edition: Edition) -> None:
    problems = [
        Problem(
            Where(f"slide {slide.number}"),
            "not-fitted",
            "the blocks of this slide have no frames",
            "fit the edition before it is rendered",
        )
        for slide in edition.slides
        if not _is_fitted(slide)
    ]
    if problems:
        raise RenderError(*problems)


def _is_fitted(slide: Slide) -> bool:
    if len(slide.frames) != len(slide.blocks):
        return False
    return all(
        len(frame.columns) == len(block.rows[0])
        for block, frame in zip(slide.blocks, slide.frames, strict=True)
        if isinstance(block, Table)
    )


_drawn: Cache[tuple[object, ...], Xml] = Cache(512)


def _shapes(media: Media, slide: Slide, edition: Edition, theme: Theme, look: str) -> Xml:
    """Return a slide's shapes; those that name no other part are drawn once.

    The key is all that is drawn, so a slide that two editions share is one that both print.
    """
    key = (slide.model_dump_json(), edition.footer, edition.language, look)
    if (known := _drawn.get(key)) is not None:
        return known
    before = media.relations
    shapes = _draw(media, slide, edition, theme)
    if media.relations == before:
        _drawn.keep(key, shapes)
    return shapes


def _draw(media: Media, slide: Slide, edition: Edition, theme: Theme) -> Xml:
    """Draw one slide's shapes in reading order: its title is the first."""
    typesetter = Typesetter(theme, locale(edition.language), media.link)
    sheet = Sheet(slide, theme, typesetter, media)
    _draw_title(sheet)
    _draw_kicker(sheet)
    _draw_overline(sheet)
    _draw_stamp(sheet)
    withheld.draw_slide(sheet)
    blocks.draw(sheet)
    _draw_footnotes(sheet)
    _draw_footer(sheet, edition.footer)
    return Xml("".join(sheet.shapes))


def _draw_overline(sheet: Sheet) -> None:
    if not sheet.slide.overline:
        return
    token = "overline_closing" if sheet.dark else "overline"
    style = style_of(sheet.theme, token)
    lines = [Line(runs, style) for runs in sheet.slide.overline]
    if sheet.theme.house:
        brand_template.draw_overline(sheet, lines)
        return
    holder: dict[str, str | int] = {"type": "body", "sz": "quarter", "idx": 10}
    body = sheet.typesetter.body("p:txBody", lines, Setting(style, anchor=""))
    sheet.add(sheet.placeholder(sheet.properties("Overline", lines), holder, body, None))


def _draw_stamp(sheet: Sheet) -> None:
    """Draw the stamp of a public edition, boxed as on the cover of the document."""
    slide, theme = sheet.slide, sheet.theme
    if not slide.stamp:
        return
    style = replace(style_of(theme, "stamp"), align="ctr")
    lines = [plain_line(slide.stamp, style)]
    setting = Setting(style, own=True, anchor="ctr", inset=(6, 4, 6, 4))
    paint = Paint(fill="paper", line="ink", width=Pt(1.5))
    box = theme.stamp_box(slide.layout)
    sheet.add(sheet.text_shape(sheet.properties("Stamp", lines), box, lines, setting, paint))


def _draw_title(sheet: Sheet) -> None:
    slide, theme = sheet.slide, sheet.theme
    if theme.house:
        brand_template.draw_title(sheet)
        return
    token = theme.title_style(slide.layout)
    style = style_of(theme, token, slide.title_step)
    small, main = title_lines(slide)
    lines: list[Line] = []
    box = title_layout.title_box(slide, theme)
    place = None if box == theme.title_box(slide.layout) else box
    if slide.numeral:
        lines.append(plain_line(slide.numeral, style_of(theme, "numeral")))
    if small:
        kicker = style_of(theme, "kicker", slide.title_step, dark=style.look.colour == "paper")
        kicker = replace(kicker, left=Pt(title_layout.kicker_indent(slide, theme)))
        lines.append(Line(small, kicker))
    lines.append(Line(main, style))
    if slide.withheld:
        lines[-1], place = withheld.title_line(sheet, lines[-1])
    holder: dict[str, str | int] = {"type": _TITLE_TYPES.get(slide.layout, "title")}
    setting = Setting(style_of(theme, token), anchor="")
    body = sheet.typesetter.body("p:txBody", lines, setting)
    sheet.add(sheet.placeholder(sheet.properties("Title", lines), holder, body, place))


def _draw_kicker(sheet: Sheet) -> None:
    """Draw what names the section above a title; it is read after the title."""
    theme, kicker = sheet.theme, sheet.slide.kicker
    if not kicker.numeral:
        return
    style = style_of(theme, "kicker")
    lines = [Line(title_layout.kicker_runs(kicker), style, strong="accent")]
    holder: dict[str, str | int] = {"type": "body", "sz": "quarter", "idx": 10}
    body = sheet.typesetter.body("p:txBody", lines, Setting(style, anchor=""))
    sheet.add(sheet.placeholder(sheet.properties("Section"), holder, body, None))


def _draw_footnotes(sheet: Sheet) -> None:
    slide, theme = sheet.slide, sheet.theme
    if not slide.footnotes:
        return
    box = theme.footnote_box(slide.footnote_height, slide.layout)
    style = style_of(theme, "footnote", dark=sheet.dark)
    lines = [Line(runs, style) for runs in slide.footnotes]
    properties = sheet.properties("Footnotes", lines)
    setting = Setting(style, own=True)
    # text that is light has a background of its own: it can be told without knowing the layout's
    paint = Paint(fill="accent" if sheet.dark and not theme.house else None)
    sheet.add(sheet.text_shape(properties, box, lines, setting, paint))


def _draw_footer(sheet: Sheet, parts: tuple[str, str, str]) -> None:
    """Draw the foot in three parts; the style of the outer ones is the layout's."""
    theme = sheet.theme
    if theme.house:
        brand_template.draw_footer(sheet, " ".join(filter(None, parts)))
        return
    left, middle, right = parts
    style = style_of(theme, "footer")
    holder: dict[str, str | int] = {"type": "ftr", "sz": "quarter", "idx": 20}
    body = sheet.typesetter.body("p:txBody", [plain_line(left, style)], Setting(style, anchor=""))
    sheet.add(sheet.placeholder(sheet.properties("Footer"), holder, body, None))
    if middle:
        look = replace(style.look, bold=True, colour="paper" if sheet.dark else style.look.colour)
        centred = replace(style, align="ctr", look=look)
        lines, setting = [plain_line(middle, centred)], Setting(centred, own=True, anchor="ctr")
        box = theme.marking_box(sheet.slide.layout)
        paint = Paint(fill="accent" if sheet.dark else None)
        sheet.add(sheet.text_shape(sheet.properties("Marking"), box, lines, setting, paint))
    number = sheet.slide.number
    shown = deck_parts.guid("slide number", number), str(number)
    field = sheet.typesetter.field("slidenum", *shown, before=f"{right}  ")
    body = xml("p:txBody", None, xml("a:bodyPr"), xml("a:lstStyle"), field)
    holder = {"type": "sldNum", "sz": "quarter", "idx": 21}
    sheet.add(sheet.placeholder(sheet.properties("Slide number"), holder, body, None))
