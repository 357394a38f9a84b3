"""Blocks of a slide in reading order: which placeholder takes which; texts, lists drawn here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from pipeline.core.lengths import Pt
from pipeline.design.tokens import Box, HouseLayout
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
    Withheld,
)
from pipeline.edition.slide import Frame, Slide
from pipeline.layout import card_layout, list_layout, withheld_layout
from pipeline.layout.regions import region_box
from pipeline.render.pptx import cards, chart, map_shapes, picture, table, withheld
from pipeline.render.pptx.slide_shapes import Paint, Sheet
from pipeline.render.pptx.text import Line, Setting, plain_line
from pipeline.render.pptx.text_styles import Style, item_style, style_of

Holder = dict[str, str | int]
"""Attributes by which a placeholder is found in the layout."""
#: Layouts whose first placeholder takes text alone, and what their second one takes.
_OBJECTS = {"table": ("table", "tbl"), "chart": ("chart", "chart"), "image": ("picture", "pic")}
#: Points: no two blocks of one text body stand so far from each other.
_APART = 30.0


@dataclass(frozen=True)
class Placed:
    """A block and its frame."""

    block: Block
    frame: Frame

    @property
    def box(self) -> Box:
        """Return the frame as a box."""
        return Box(self.frame.x, self.frame.y, self.frame.width, self.frame.height)

    @property
    def is_text(self) -> bool:
        """Say whether the block is running text."""
        return isinstance(self.block, Paragraph | BulletList)

    def is_apart(self, group: Group) -> bool:
        """Say whether the block stands at the foot of its region, not below the others."""
        above = group[-1].box
        return self.frame.y - above.y - above.height > _APART

    @property
    def is_flowing(self) -> bool:
        """Say whether the block may share a text body with its neighbours."""
        return isinstance(self.block, Paragraph) or (
            isinstance(self.block, BulletList) and self.block.columns == 1 and not self.block.ruled
        )


Group = tuple[Placed, ...]


def draw(sheet: Sheet) -> None:
    """Draw a slide's blocks."""
    if sheet.slide.layout == "decision" and sheet.theme.house is None:
        bar = card_layout.bar(region_box(sheet.slide, "body", sheet.theme))
        sheet.add(sheet.shape("Bar", bar, Paint(fill="accent")))
    groups = list(_groups(sheet.slide))
    holders = _assign(groups, sheet)
    for index, group in enumerate(groups):
        _draw_group(sheet, group, holders.get(index))


def _groups(slide: Slide) -> Iterator[Group]:
    """Yield runs of paragraphs and lists that stand below each other, other blocks alone.

    ``fit`` leaves between them just the space that paragraphs of one text body would have.
    """
    group: Group = ()
    for block, frame in zip(slide.blocks, slide.frames, strict=True):
        placed = Placed(block, frame)
        follows = (
            group and group[-1].is_flowing and placed.is_flowing and not placed.is_apart(group)
        )
        if group and not (follows and group[-1].block.region == block.region):
            yield group
            group = ()
        group = (*group, placed)
    if group:
        yield group


def _assign(groups: Sequence[Group], sheet: Sheet) -> dict[int, Holder]:
    """Return which groups fill a placeholder of the layout.

    A list comes first, so that it shows in outlines; then other text; then what else it may hold.
    """
    chosen: dict[int, Holder] = {}
    layout, house = sheet.slide.layout, sheet.theme.house
    places = (
        _house_holders(house.layouts[layout])
        if house
        else [(holder, _takes(layout, number)) for number, holder in _holders(layout)]
    )
    for holder, takes in places:
        fitting = [i for i, group in enumerate(groups) if takes(group) and i not in chosen]
        ranked = sorted((_rank(groups[i]), i) for i in fitting)
        if ranked:
            chosen[ranked[0][1]] = holder
    return chosen


def _holders(layout: str) -> tuple[tuple[int, Holder], ...]:
    """Return a layout's placeholders for blocks, cards apart, with their numbers."""
    if layout == "title":
        return ((1, {"type": "subTitle", "idx": 1}),)
    if layout in _OBJECTS:
        kind = _OBJECTS[layout][1]
        return ((1, {"type": "body", "sz": "quarter", "idx": 1}), (2, {"type": kind, "idx": 2}))
    if layout.startswith("cards-"):
        return ((1, {"type": "body", "sz": "quarter", "idx": 1}),)
    if layout in {"text-figure", "columns", "message"}:
        return ((1, {"sz": "half", "idx": 1}), (2, {"sz": "half", "idx": 2}))
    return ((1, {"idx": 1}),)


def _house_holders(layout: HouseLayout) -> list[tuple[Holder, Callable[[Group], bool]]]:
    """Return the placeholders of a brand's layout with what each takes: its region's blocks."""

    def takes(region: str) -> Callable[[Group], bool]:
        def taken(group: Group) -> bool:
            held = group[0].block.kind in _HELD and region not in layout.text_only
            own = group[0].block.region.removesuffix("-1")
            return own == region and (group[0].is_text or held)

        return taken

    own = {"title", "footer", "number"}
    return [(holder, takes(name)) for name, holder in layout.holders.items() if name not in own]


def _takes(layout: str, number: int) -> Callable[[Group], bool]:
    """Return what tells whether a layout's placeholder takes a group."""

    def takes(group: Group) -> bool:
        first, is_text = group[0], group[0].is_text
        if layout in {"text-figure", "columns", "message"}:
            in_first = first.block.region == "body"
            return in_first == (number == 1) and (is_text or first.block.kind in _HELD)
        if number > 1:
            return first.block.kind == _OBJECTS[layout][0]
        text_only = layout in _OBJECTS or layout.startswith("cards-")
        return is_text or (not text_only and first.block.kind in _HELD)

    return takes


#: Kinds besides text that a placeholder for anything may hold.
_HELD = ("table", "chart", "picture")


def _rank(group: Group) -> int:
    kinds = {placed.block.kind for placed in group}
    return 0 if "bullets" in kinds else 1 if "paragraph" in kinds else 2


def _draw_group(sheet: Sheet, group: Group, holder: Holder | None) -> None:
    first = group[0]
    match first.block:
        case Paragraph() | BulletList():
            _draw_text(sheet, group, holder)
        case Cards():
            cards.draw(sheet, first.block, first.frame)
        case Timeline():
            cards.draw_timeline(sheet, first.block, first.frame)
        case Chart():
            chart.draw(sheet, first.block, first.frame, holder)
        case Picture():
            picture.draw(sheet, first.block, first.frame, holder)
        case Table():
            table.draw(sheet, first.block, first.frame, holder)
        case Map():
            map_shapes.draw(sheet, first.block, first.box)
        case Withheld():
            _draw_withheld(sheet, first.block, first.box)
        case _:
            assert_never(first.block)


def _draw_text(sheet: Sheet, group: Group, holder: Holder | None) -> None:
    """Draw paragraphs and lists as one text body."""
    theme = sheet.theme
    only = group[0].block
    if isinstance(only, BulletList) and only.ruled:
        _draw_rows(sheet, only, group[0], holder)
        return
    if isinstance(only, BulletList) and only.columns > 1:
        _draw_columns(sheet, only, group[0].frame, holder)
        return
    lines: list[Line] = []
    for placed in group:
        lines += _lines(sheet, placed, is_last=placed is group[-1])
    if theme.house and theme.house.layouts[sheet.slide.layout].body_align != "l":
        align = theme.house.layouts[sheet.slide.layout].body_align
        lines = [replace(line, style=replace(line.style, align=align)) for line in lines]
    top, bottom = group[0].box, group[-1].box
    height = bottom.y + bottom.height - top.y
    box = Box(top.x, top.y, top.width, height)
    properties = sheet.properties("Text", lines, numbered=True)
    if holder is None or theme.house:
        base = lines[0].style
        if any(line.style.level is not None for line in lines):
            base = item_style(base, 0)
        setting = Setting(base, own=True)
        if holder is None:
            sheet.add(sheet.text_shape(properties, box, lines, setting, Paint()))
            return
        body = sheet.typesetter.body("p:txBody", lines, setting)
        sheet.add(sheet.placeholder(properties, holder, body, box))
        return
    base = _inherited(sheet, holder)
    body = sheet.typesetter.body("p:txBody", lines, Setting(base))
    sheet.add(sheet.placeholder(properties, holder, body, box))


def _draw_rows(sheet: Sheet, block: BulletList, placed: Placed, holder: Holder | None) -> None:
    """Draw a list as rows between rules: one text, and a rule above and below each row."""
    theme, step = sheet.theme, placed.frame.step
    style = style_of(theme, "body", step, dark=sheet.dark)
    pad = card_layout.row_padding(block, placed.box, theme, step)
    style = replace(style, space=Pt(2 * pad))
    lines = [Line(item.runs, style) for item in block.items]
    properties = sheet.properties("Text", lines, numbered=True)
    setting = Setting(style, own=True, inset=(0, pad, 0, 0))
    box = placed.box
    if holder is None:
        sheet.add(sheet.text_shape(properties, box, lines, setting, Paint()))
    else:
        body = sheet.typesetter.body("p:txBody", lines, setting)
        sheet.add(sheet.placeholder(properties, holder, body, box))
    for index, row in enumerate(card_layout.rows(block, box, theme, step)):
        cards.draw_rule(sheet, box, box.y + row.y, is_first=not index)
    cards.draw_rule(sheet, box, box.y + box.height)


def _draw_columns(sheet: Sheet, block: BulletList, frame: Frame, holder: Holder | None) -> None:
    """Draw each column of a list as a text of its own: not every program divides a text."""
    theme = sheet.theme
    base = item_style(style_of(theme, "body", frame.step, dark=sheet.dark), 0)
    width = list_layout.column_width(block, frame.width, theme)
    for number, column in enumerate(list_layout.columns(block)):
        lines = [Line(runs, item_style(base, level)) for level, runs in column]
        box = Box(frame.x + number * (width + theme.gap), frame.y, width, frame.height)
        properties = sheet.properties("Text", lines, numbered=True)
        if holder and not number:
            body = sheet.typesetter.body("p:txBody", lines, Setting(_inherited(sheet, holder)))
            sheet.add(sheet.placeholder(properties, holder, body, box))
        else:
            setting = Setting(base, own=True)
            sheet.add(sheet.text_shape(properties, box, lines, setting, Paint()))


def _inherited(sheet: Sheet, holder: Holder) -> Style:
    """Return what text inherits from the layout's placeholder."""
    theme, layout = sheet.theme, sheet.slide.layout
    if layout in {"title", "quote"}:
        return style_of(theme, {"title": "row"}.get(layout, layout))
    if holder.get("type") == "body":
        return style_of(theme, "lead")
    return item_style(style_of(theme, "body", dark=sheet.dark), 0)


def _lines(sheet: Sheet, placed: Placed, *, is_last: bool) -> list[Line]:
    """Return the paragraphs of a flowing block."""
    theme, step = sheet.theme, placed.frame.step
    match placed.block:
        case Paragraph() as block:
            style = style_of(theme, block.style, step, dark=sheet.dark)
            return [Line(block.runs, style)]
        case BulletList() as block:
            lines = list(_items(block.items, style_of(theme, "body", step, dark=sheet.dark), 0))
            if not is_last:
                # Below a list ``fit`` leaves the theme's gap.
                last = lines.pop()
                lines.append(Line(last.runs, replace(last.style, space=theme.gap)))
            return lines
        case _:
            return []


def _items(items: tuple[Item, ...], style: Style, level: int) -> Iterator[Line]:
    for item in items:
        yield Line(item.runs, item_style(style, level))
        yield from _items(item.items, style, level + 1)


def _draw_withheld(sheet: Sheet, block: Withheld, box: Box) -> None:
    """Draw a quiet frame with a marker in its middle, and below it what is missing."""
    theme = sheet.theme
    withheld.draw_frame(sheet, box)
    inside = withheld_layout.plan(box, block, theme)

    def centred(look: str, size: float, space: float) -> Style:
        usual = style_of(theme, look, withheld.STEP, dark=sheet.dark)
        sized = replace(usual.look, size=Pt(size))
        return replace(usual, look=sized, align="ctr", space=Pt(space))

    style = centred("body", inside.marker_size, 8)
    words = centred("remark", inside.words_size, 0)
    lines = [Line((block.marker,), style)]
    lines += [plain_line(block.line, words)] if block.line else []
    properties = sheet.properties("Withheld", lines, numbered=True)
    setting = Setting(style, own=True, anchor="ctr")
    sheet.add(sheet.text_shape(properties, box, lines, setting, Paint()))
