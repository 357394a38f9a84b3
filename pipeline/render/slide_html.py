"""HTML pages of cover and slides, with style sheet, for PDF and preview.

Templates are in ``templates/html``, one for each primitive in ``block/``. Content is data: it is
escaped, and nothing in it is looked up or fetched (G25).
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache, partial
from hashlib import sha256
from itertools import accumulate, groupby
from typing import Any, get_args

import jinja2
from markupsafe import Markup

from pipeline.core.cache import Cache
from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import Box
from pipeline.edition import table_of_contents, table_rules
from pipeline.edition.blocks import (
    BulletList,
    Card,
    Cards,
    Cell,
    Chart,
    Map,
    ParagraphStyle,
    Picture,
    Table,
    Timeline,
    Withheld,
)
from pipeline.edition.cover import ON_THE_RIGHT, Cover
from pipeline.edition.edition import Edition
from pipeline.edition.runs import NoteRun
from pipeline.edition.slide import Frame, Slide
from pipeline.edition.texts import slide_title, title_lines
from pipeline.layout import (
    card_layout,
    chart_layout,
    chart_parts,
    list_layout,
    map_layout,
    phase_layout,
    picture_layout,
    timeline_layout,
    title_layout,
    withheld_layout,
)
from pipeline.layout.block_heights import Ruler
from pipeline.layout.regions import region_box
from pipeline.layout.text_metrics import (
    advance,
    beside_capitals,
    loosened,
    portions,
    unbroken,
)
from pipeline.render.svg import chart_drawing, map_drawing
from pipeline.resources import jinja, paths

#: Points between a page's content area and the line of its footer.
FOOTER_GAP = 2
#: Documents of slides by what they say, theme, language and heading.
_written: Cache[tuple[str, str, str, int], str] = Cache(512)
#: Family of the bullets of lists, as in the deck: the one that stands for Arial.
_BULLETS = "Liberation Sans"


@cache
def environment() -> jinja2.Environment:
    """Return the Jinja environment of the templates; output is escaped (G25)."""
    made = jinja.environment(paths.templates("html"))
    names: dict[str, Any] = {"unbroken": unbroken, "loosened": loosened, "portions": portions}
    names |= {"title_lines": title_lines, "rule_below": table_rules.below}
    names |= {"is_raised": table_rules.is_raised}
    names |= {"is_marked": table_rules.is_marked}
    made.globals.update(names)
    return made


def style(theme: Theme) -> str:
    """Return the style sheet of cover, contents and slides."""
    return more_style("style.css.j2", theme)


def more_style(name: str, theme: Theme, **context: Any) -> str:
    """Return a style sheet.

    Args:
        name: of its template.
        theme: design tokens.
        **context: what only this template needs.
    """
    template = environment().get_template(name)
    return template.render(
        context,
        theme=theme,
        steps=range(STEPS),
        paragraph_styles=get_args(ParagraphStyle),
        aligned={"l": "left", "ctr": "center", "r": "right"},
        footer_gap=FOOTER_GAP,
        bullet_space=partial(_bullet_space, theme),
        marker_padding=_marker_padding,
    )


def _bullet_space(theme: Theme, sign: str, step: int) -> float:
    """Return the points between a list's bullet and its text; in the deck both are hung alike."""
    width = advance(sign, _BULLETS) * theme.styles["body"].size(step)
    return round(theme.list_indent - width, 2)


def _marker_padding(family: str) -> str:
    """Return the padding of markers in a face: their capitals stand in the middle."""
    above, below = beside_capitals(family)
    return f"{above:g}em 4pt {below:g}em"


def cover(edition: Edition) -> str:
    """Return the cover's document."""
    template = environment().get_template("cover.html.j2")
    return template.render(cover_context(edition.cover), language=edition.language)


def cover_context(cover: Cover) -> dict[str, Any]:
    """Return what the template of a cover needs."""
    head = [
        (is_right, list(parts))
        for is_right, parts in groupby(cover.head, ON_THE_RIGHT.__contains__)
    ]
    return {"cover": cover, "head": head}


def heading_levels(edition: Edition) -> tuple[int, ...]:
    """Return each slide's heading level: 2, or 3 below the slide that opens its section.

    The cover's number is the only heading of level 1.
    """
    return tuple(level + 1 for level in table_of_contents.heading_levels(edition.slides))


def slides(edition: Edition, theme: Theme) -> tuple[str, ...]:
    """Return each slide's document; the edition must have been fitted.

    It is given neither the edition nor the slide's number, and so cannot depend on them: it is the
    same in both editions, and where slides are inserted before it.
    """
    look = sha256(theme.model_dump_json().encode()).hexdigest()
    pages: list[str] = []
    for slide, level in zip(edition.slides, heading_levels(edition), strict=True):
        bare = slide.model_copy(update={"number": 0, "notes": ()})
        key = (bare.model_dump_json(), look, edition.language, level)
        if (page := _written.get(key)) is None:
            page = slide_page(edition.language, bare, theme, level)
            _written.keep(key, page)
        pages.append(page)
    return tuple(pages)


def slide_page(language: str, slide: Slide, theme: Theme, level: int) -> str:
    """Return the document of one fitted slide, whose heading has a level."""
    template = environment().get_template("slide.html.j2")
    return template.render(_context(slide, theme, level), language=language)


class _Places:
    """Places of what stands in a slide's blocks, from the corners of their frames."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def card_boxes(self, block: Cards, frame: Frame) -> list[tuple[object, Box]]:
        boxes = card_layout.boxes(block, _inside(frame), self._theme, frame.step)
        return list(zip(block.cards, boxes, strict=True))

    def has_one_line(self, block: Cards, card: Card, box: Box, frame: Frame) -> bool:
        ruler = Ruler(self._theme, frame.step)
        return ruler.is_one_line(card, block.styles, box.width)

    def row_padding(self, block: Cards | BulletList, frame: Frame) -> float:
        return card_layout.row_padding(block, _inside(frame), self._theme, frame.step)

    def map_svg(self, block: Map, frame: Box) -> Markup:
        title = Markup("<title>{}</title>").format(block.alt)
        drawing = map_drawing.map_svg(block, frame, self._theme)
        return Markup(drawing.replace("<defs>", f"{title}<defs>", 1))  # noqa: S704 - our own SVG

    def map_plan(self, block: Map, frame: Frame) -> map_layout.MapPlan:
        return map_layout.plan(block, _inside(frame), self._theme)

    def chart_svg(self, block: Chart, frame: Frame) -> Markup:
        box = _inside(frame)
        drawing = chart_drawing.chart_svg(block, box, self._theme, frame.step, labelled=False)
        return Markup(drawing)  # noqa: S704 - our own SVG, its texts escaped

    def chart_plan(self, block: Chart, frame: Frame) -> chart_parts.ChartPlan:
        return chart_layout.plan(block, _inside(frame), self._theme, frame.step)

    def picture_boxes(self, block: Picture, frame: Frame) -> tuple[Box, Box]:
        return picture_layout.place(block, _inside(frame), self._theme, frame.step)

    def event_top(self, block: Timeline, frame: Frame) -> float:
        return timeline_layout.event_top(block, frame.width, self._theme, frame.step)

    def line_top(self, block: Timeline, frame: Frame) -> float:
        return timeline_layout.line_top(block, frame.width, self._theme, frame.step)

    def timeline_strips(self, block: Timeline, frame: Frame) -> tuple[Box, ...]:
        return timeline_layout.strips(block, frame.width, self._theme)

    def phase_bars(self, block: Table, frame: Frame) -> list[phase_layout.PlacedBar]:
        return list(phase_layout.bars(block, frame, self._theme))

    def phase_indent(self, cell: Cell, column: int, frame: Frame) -> float:
        covered = frame.columns[column : column + cell.columns]
        return phase_layout.placed(cell, covered, self._theme, frame.step).words

    def phase_room(self, cell: Cell, frame: Frame) -> float:
        return phase_layout.below(cell, frame.step)

    def withheld_boxes(self, frame: Box | Frame) -> tuple[Box, Box]:
        box, theme = _inside(frame), self._theme
        return withheld_layout.boxes(box, theme)

    def withheld_plan(self, block: Withheld, frame: Frame) -> withheld_layout.WithheldPlan:
        return withheld_layout.plan(_inside(frame), block, self._theme)

    def hatched(self, frame: Box | Frame) -> str:
        """Return the slanted lines of a withheld frame as a data address."""
        lines = "".join(
            f"M{x:g} {y:g}L{u:g} {v:g}"
            for (x, y), (u, v) in withheld_layout.hatches(_inside(frame))
        )
        size = f'width="{frame.width:g}" height="{frame.height:g}"'
        colour = self._theme.colours["rule"]
        return _data_address(
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
            f'<path d="{lines}" stroke="{colour}" stroke-width="0.4"/></svg>'
        )

    def swatch(self, fill: str) -> str:
        """Return a legend's swatch: a background, which screen readers skip."""
        return _data_address(map_drawing.swatch(fill, self._theme))


def places(theme: Theme) -> dict[str, Any]:
    """Return what tells the templates of blocks, by name, where things stand in their frames."""
    found = _Places(theme)
    return {name: getattr(found, name) for name in dir(found) if not name.startswith("_")}


def _inside(frame: Box | Frame) -> Box:
    return Box(0, 0, frame.width, frame.height)


def _data_address(drawing: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}"


def _context(slide: Slide, theme: Theme, level: int) -> dict[str, Any]:
    return places(theme) | {
        "whole": theme.region_box(slide.layout, "body"),
        "slide": slide,
        "theme": theme,
        "level": level,
        "stamp_box": theme.stamp_box(slide.layout),
        "page_name": f"slide-{slide.layout}",
        "house": theme.house.layouts[slide.layout] if theme.house else None,
        "placed": list(zip(slide.blocks, slide.frames, strict=True)),
        "bookmark": _bookmark(slide),
        "title_place": _title_place(slide, theme),
        "kicker_box": Box(*theme.slide.kicker),
        "kicker_indent": title_layout.kicker_indent(slide, theme),
        "kicker_runs": title_layout.kicker_runs,
        "title_size": _title_size(slide, theme),
        "bar_box": _bar_box(slide, theme),
        "overline_box": theme.overline_box(slide.layout),
        "footnote_box": theme.footnote_box(slide.footnote_height, slide.layout),
        "legend_entries": map_layout.legend_entries,
        "column_starts": _column_starts,
        "zip": zip,
    }


def _column_starts(block: BulletList) -> set[int]:
    """Return which items of a list, counted from 0 with those below them, begin a column."""
    sizes = [len(column) for column in list_layout.columns(block)]
    return set(list(accumulate(sizes))[:-1])


def _bookmark(slide: Slide) -> str:
    """Return a slide's bookmark where it is not the title as printed: without footnote marks."""
    marked = any(isinstance(run, NoteRun) for run in (*slide.title, *slide.subtitle))
    return slide_title(slide) if marked else ""


def _title_size(slide: Slide, theme: Theme) -> float:
    """Return the size of a title in points; a marker alone is no larger than text."""
    if slide.withheld and not theme.house:
        return theme.styles["body"].size(0)
    return theme.styles[theme.title_style(slide.layout)].size(slide.title_step)


def _bar_box(slide: Slide, theme: Theme) -> Box | None:
    """Return the bar beside the requests of a decision."""
    if slide.layout != "decision" or theme.house:
        return None
    return card_layout.bar(region_box(slide, "body", theme))


def _title_place(slide: Slide, theme: Theme) -> str:
    """Return the title's place: it hangs from the top of its box, or of its small line's."""
    box = theme.title_box(slide.layout)
    sides = f"left: {box.x}pt; width: {box.width}pt"
    if theme.house:
        return f"{sides}; {_house_place(theme.house.layouts[slide.layout].anchor, box, theme)}"
    if slide.layout in {"title", "closing"}:  # the rule below stands where it stands
        content = theme.footer_box.y - FOOTER_GAP
        return f"{sides}; bottom: {content - box.y - box.height:g}pt"
    if slide.withheld:
        frame = theme.region_box(slide.layout, "body")
        return f"{sides}; top: {withheld_layout.boxes(frame, theme)[0].y:g}pt"
    return f"{sides}; top: {title_layout.title_box(slide, theme).y:g}pt"


def _house_place(anchor: str, box: Box, theme: Theme) -> str:
    """Return a title's place where a brand has its titles: at the top, middle or bottom."""
    if anchor == "t":
        return f"top: {box.y}pt"
    if anchor == "ctr":
        return f"top: {box.y + box.height / 2:g}pt; transform: translateY(-50%)"
    return f"bottom: {theme.footer_box.y - FOOTER_GAP - box.y - box.height:g}pt"
