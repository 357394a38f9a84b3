"""Size and box of slide titles and of the section line (kicker) above; how far the body moves."""

from __future__ import annotations

from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import Box
from pipeline.edition.runs import Runs, TextRun
from pipeline.edition.slide import Kicker, Slide
from pipeline.edition.texts import title_lines
from pipeline.layout.block_heights import Ruler
from pipeline.layout.text_metrics import advance, line_count

#: Points that rounding may add.
ROUNDING = 0.01
#: Layouts whose title stands apart from the other slides'.
_APART = ("title", "section", "closing")
#: Between the numeral of a section and its name.
_BEHIND = "  "


def has_kicker(layout: str, theme: Theme) -> bool:
    """Say whether a layout has a line above its title that names the section."""
    return theme.house is None and layout not in _APART


def kicker_indent(slide: Slide, theme: Theme) -> float:
    """Return by how much words stand behind the numeral of the line above a slide's title."""
    if not slide.kicker.numeral or not has_kicker(slide.layout, theme):
        return 0.0
    family = theme.family("kicker")
    wide = advance(slide.kicker.numeral, family, bold=True) + advance(_BEHIND, family)
    return round(wide * theme.styles["kicker"].size(0), 2)


def kicker_runs(kicker: Kicker) -> Runs:
    """Return what names a section: its numeral, strong, and its name; nothing without one."""
    if not kicker.numeral:
        return ()
    between = (TextRun(text=_BEHIND),) if kicker.section else ()
    return (TextRun(text=kicker.numeral, strong=True), *between, *kicker.section)


def placed_kicker(slide: Slide, theme: Theme) -> Kicker:
    """Return what of a slide's section is named: no name that is longer than its line."""
    if not has_kicker(slide.layout, theme):
        return Kicker()
    room = theme.slide.kicker[2] - kicker_indent(slide, theme)
    size = theme.styles["kicker"].size(0)
    if line_count(slide.kicker.section, size, room, theme.family("kicker")) > 1:
        return Kicker(numeral=slide.kicker.numeral)
    return slide.kicker


def title_step(slide: Slide, theme: Theme) -> tuple[int, float]:
    """Return the step at which a slide's title is set, and by how many points it is too high."""
    box = theme.title_box(slide.layout)
    small, main = _lines(slide, theme)
    room: float = box.height
    if has_kicker(slide.layout, theme):
        room += theme.slide.second_line + (theme.slide.kicker[3] if small else 0.0)
    style, over = theme.title_style(slide.layout), 0.0
    fitting: list[int] = []
    for step in range(STEPS):
        over = _height(slide, theme, step) - room
        if over <= ROUNDING:
            fitting.append(step)
            if not Ruler(theme, step).is_wider(main, style, box.width):
                return step, 0.0
    # a word has to be broken, or the title is too long
    return (fitting[-1], 0.0) if fitting else (STEPS - 1, over)


def title_box(slide: Slide, theme: Theme) -> Box:
    """Return the box of a slide's title: with its small line, and a second large one."""
    box = theme.title_box(slide.layout)
    if not has_kicker(slide.layout, theme):
        return box
    top = theme.slide.kicker[1] if title_lines(slide)[0] else box.y
    foot = box.y + box.height + lowered(slide, theme)
    return Box(box.x, top, box.width, round(foot - top, 2))


def lowered(slide: Slide, theme: Theme) -> float:
    """Return by how many points all stands lower below a title of more than one line."""
    if not has_kicker(slide.layout, theme):
        return 0.0
    step, _ = title_step(slide, theme)
    small = theme.slide.kicker[3] if title_lines(slide)[0] else 0.0
    line = theme.styles["title"].size(0) * theme.line_height
    more = _height(slide, theme, step) > small + line + ROUNDING
    return theme.slide.second_line if more else 0.0


def _lines(slide: Slide, theme: Theme) -> tuple[Runs, Runs]:
    """Return both lines of a title, with the numeral that some layouts set on the first."""
    small, main = title_lines(slide)
    if slide.numeral and theme.has_inline_numeral(slide.layout):
        numeral = TextRun(text=f"{slide.numeral} ")
        return ((numeral, *small), main) if small else ((), (numeral, *main))
    return small, main


def _height(slide: Slide, theme: Theme, step: int) -> float:
    """Return the height of a slide's title at a step, its small line and numeral included."""
    ruler, box = Ruler(theme, step), theme.title_box(slide.layout)
    small, main = _lines(slide, theme)
    height = ruler.text(main, theme.title_style(slide.layout), box.width)
    if small:
        height += ruler.text(small, "kicker", box.width - kicker_indent(slide, theme))
    if slide.numeral and not theme.has_inline_numeral(slide.layout):
        look = theme.styles["numeral"]
        height += look.size(0) * theme.line_height + look.space
    return height
