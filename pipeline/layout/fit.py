"""Fitting of an edition's text to its slides: type size and frames; tables that became small.

``fit`` stacks the blocks of every region and steps down the type scale until they fit; a list or a
table that is still too long continues on a further slide. It writes the frames into the edition:
what the deck shows on slide 5, the PDF shows on slide 5. Nothing measured here depends on a
withheld value: the public edition does not hold one (G5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from math import ceil

from pipeline.core.cache import Cache
from pipeline.core.errors import Problem, RenderError, Where
from pipeline.design.theme import STEPS, Theme
from pipeline.edition.blocks import BulletList, Chart, Map, Picture, Table, Timeline, Withheld
from pipeline.edition.edition import Edition
from pipeline.edition.primitive import Primitive
from pipeline.edition.running_text import RunningText
from pipeline.edition.runs import TextRun
from pipeline.edition.slide import Frame, Slide, is_grid
from pipeline.edition.texts import all_runs
from pipeline.layout import (
    document_page,
    figure_grid,
    figures_in_text,
    footnote_heights,
    list_layout,
)
from pipeline.layout.block_heights import Ruler
from pipeline.layout.chart_pages import sheets
from pipeline.layout.continuation import continued, least_step
from pipeline.layout.overflow_messages import discreet, in_a_house, overfull
from pipeline.layout.regions import footnote_height, region_box
from pipeline.layout.settable_characters import is_settable, missing_glyph
from pipeline.layout.stacking import Setting, stack
from pipeline.layout.table_flow import flowed
from pipeline.layout.title_layout import ROUNDING, placed_kicker, title_step

#: By what a slide says, its look, and what stands above it where it goes on.
_fitted: Cache[tuple[str, str, str], tuple[Slide, ...]] = Cache(512)


def fit(
    edition: Edition,
    theme: Theme,
    places: Mapping[int, Where] | None = None,
    text_places: Mapping[str, Where] | None = None,
) -> Edition:
    """Place every block of every slide; running text flows, and is looked at for what cannot.

    Args:
        edition: as composed.
        theme: grid and type scale.
        places: where each slide stands in the content, for messages.
        text_places: where each text stands, by its anchor; and each of its footnotes and figures,
            by anchor and count: ``text-1/2``, ``text-1/figure-2``.

    Raises:
        RenderError: with one problem for each region that is too full at the smallest size, and
            for each character that no font has.
    """
    problems: list[Problem] = []
    slides: list[Slide] = []
    look = sha256(theme.model_dump_json().encode()).hexdigest()
    for slide in edition.slides:
        where = (places or {}).get(slide.number, Where(f"slide {slide.number}"))
        key = (slide.model_copy(update={"number": 0}).model_dump_json(), look, edition.continued)
        if (parts := _fitted.get(key)) is None:
            parts, faults = fit_slide(slide, theme, where, edition.continued)
            unset = _missing_glyphs(slide, theme.fonts.deck.family, where)
            faults = (*discreet(faults, slide), *unset)
            problems += faults
            if not faults:
                _fitted.keep(key, parts)
        slides += parts
    cover = Where(edition.dossier)
    problems += _missing_glyphs(edition.cover, theme.fonts.cover.family, cover)
    for number, text in enumerate(edition.texts, start=1):
        where = (text_places or {}).get(text.anchor, Where(f"text {number}"))
        problems += _missing_glyphs(text, theme.fonts.cover.family, where)
        problems += _wide_figures(text, theme, text_places or {}, where)
        problems += _crowded_notes(text, theme, text_places or {}, where)
    if problems:
        raise RenderError(*problems)
    numbered = (
        slide.model_copy(update={"number": number}) for number, slide in enumerate(slides, start=1)
    )
    return edition.model_copy(update={"slides": tuple(numbered)})


def small_tables(edition: Edition, theme: Theme, places: Mapping[int, Where]) -> list[Problem]:
    """Return the places of tables in smaller type than other text, in a fitted edition.

    Args:
        edition: fitted.
        theme: type scale.
        places: where each slide stands in the content, by its number before it was divided.
    """
    found: list[Problem] = []
    number = 0
    for slide in edition.slides:
        number += slide.part <= 1
        for block, frame in zip(slide.blocks, slide.frames, strict=True):
            if isinstance(block, Table) and frame.step >= STEPS and slide.part <= 1:
                where = places.get(number, Where(f"slide {number}"))
                size = f"{theme.table_size(frame.step):g}"
                message = f"the table is set in {size} points, or its words would be broken"
                hint = "leave columns out, and it is as large as other text"
                found.append(Problem(where, "small-table", message, hint))
    return found


def fit_slide(
    slide: Slide, theme: Theme, where: Where, phrase: str = ""
) -> tuple[tuple[Slide, ...], tuple[Problem, ...]]:
    """Place the blocks of one slide, which may continue on further ones.

    Args:
        slide: as composed.
        theme: grid and type scale.
        where: it stands in the content, for messages.
        phrase: stands above the title of a slide that goes on.

    Returns:
        The slides; what does not fit is placed at the smallest size, with a problem for each.
    """
    problems: list[Problem] = []
    if is_grid(slide):
        slide = figure_grid.arranged(slide, theme)
        fitted = _fit_slide(slide, theme, where, Setting(), problems)
        pages = {"sheets": document_page.sheets(fitted, theme)}
        return (fitted.model_copy(update=pages),), tuple(problems)
    slide = _with_whole_words(slide, theme)
    parts = continued(slide, theme, phrase)
    setting = Setting()
    if len(parts) > 1:
        setting = Setting(least_step(slide, theme), _columns_of_all(slide, theme))
    if len(parts) > 1 and isinstance(slide.blocks[-1], BulletList):  # each part may have room
        trial = [_fit_slide(part, theme, where, Setting(), []) for part in parts]
        setting = Setting(max(frame.step for part in trial for frame in part.frames))
    placed = tuple(_fit_slide(part, theme, where, setting, problems) for part in parts)
    placed = flowed(slide, placed, theme)
    return placed, tuple(dict.fromkeys(problems))  # a title is the same on each of them


def _with_whole_words(slide: Slide, theme: Theme) -> Slide:
    """Return a slide whose lists have fewer columns where a word would be broken in one."""
    blocks = tuple(
        list_layout.with_whole_words(block, region_box(slide, block.region, theme).width, theme)
        if isinstance(block, BulletList)
        else block
        for block in slide.blocks
    )
    return slide if blocks == slide.blocks else slide.model_copy(update={"blocks": blocks})


def _columns_of_all(slide: Slide, theme: Theme) -> tuple[float, ...]:
    """Return the columns of a slide's last table, before it is divided."""
    block = slide.blocks[-1]
    if not isinstance(block, Table):
        return ()
    width = region_box(slide, block.region, theme).width
    return Ruler(theme, least_step(slide, theme)).columns(block, width)


def _missing_glyphs(part: Primitive, family: str, where: Where) -> list[Problem]:
    printed = [run for runs in all_runs(part) for run in runs if run.kind != "note"]
    letters = frozenset[str]().union(*(run.text for run in printed))
    unset = frozenset(letter for letter in letters if not is_settable(letter, family))
    if not unset:
        return []
    found: set[str] = set()
    for run in printed:
        missing = unset.intersection(run.text)
        is_withheld = isinstance(run, TextRun) and run.withheld
        found |= {""} if missing and is_withheld else missing
    return [missing_glyph(where, letter) for letter in sorted(found)]


def _fit_slide(
    slide: Slide, theme: Theme, where: Where, setting: Setting, problems: list[Problem]
) -> Slide:
    slide = slide.model_copy(update={"kicker": placed_kicker(slide, theme)})
    step, over = title_step(slide, theme)
    if over > ROUNDING:
        box = theme.title_box(slide.layout)
        problem = overfull(where, "title", over, box, (slide.title, slide.subtitle))
        problems.append(in_a_house(problem, slide.layout, box, over, theme))
    frames: dict[int, Frame] = {}
    for region in dict.fromkeys(block.region for block in slide.blocks):
        box = region_box(slide, region, theme)
        members = [(i, block) for i, block in enumerate(slide.blocks) if block.region == region]
        sunk = replace(setting, sink=theme.slide.layouts[slide.layout].sink)
        if slide.areas:
            first = next((area.step for area in slide.areas if area.region == region), 0)
            sunk = Setting(first_step=first)
        elif region != slide.blocks[-1].region:
            sunk = replace(sunk, columns=())
        stacked = stack(members, box, theme, sunk)
        frames |= stacked.frames
        if stacked.over > ROUNDING:
            texts = [block for _, block in members]
            problem = overfull(where, region, stacked.over, box, texts)
            problems.append(in_a_house(problem, slide.layout, box, stacked.over, theme))
        if stacked.excess > ROUNDING:
            is_table = any(isinstance(block, Table) for _, block in members)
            problems.append(_too_wide(where, stacked.excess, is_table=is_table))
    fitted = slide.model_copy(
        update={
            "frames": tuple(frames[index] for index in sorted(frames)),
            "title_step": step,
            "footnote_height": round(footnote_height(slide, theme), 2),
        }
    )
    return fitted.model_copy(update={"sheets": sheets(fitted, theme)})


def _wide_figures(
    text: RunningText, theme: Theme, places: Mapping[str, Where], where: Where
) -> Iterator[Problem]:
    """Yield the tables and figures of a text whose words are wider than its page."""
    width = figures_in_text.width_of(figures_in_text.page_of(text, theme))
    drawn = [
        block
        for block in text.blocks
        if isinstance(block, Table | Chart | Map | Picture | Timeline | Withheld)
    ]
    own = [f"{text.anchor}/figure-{number}" for number in range(1, len(drawn) + 2)]
    if own.pop() in places:  # an edition has fewer figures: which these are is not known
        own = [text.anchor] * len(drawn)
    for block, name in zip(drawn, own, strict=True):
        if isinstance(block, Table | Chart | Timeline):
            excess = figures_in_text.excess(block, width, theme)
            if excess > ROUNDING:
                place = places.get(name, where)
                yield _too_wide(place, excess, is_table=not isinstance(block, Chart))


def _crowded_notes(
    text: RunningText, theme: Theme, places: Mapping[str, Where], where: Where
) -> Iterator[Problem]:
    """Yield footnotes that belong to one line or row, and are higher than a page."""
    for notes in footnote_heights.crowded(text, theme):
        place = places.get(f"{text.anchor}/{notes[0] + 1}", where)
        message = "this footnote is longer than a page"
        hint = "shorten it, or write its words into the text or an annex"
        if len(notes) > 1:
            message = f"this footnote and the {len(notes) - 1} that stand with it need over a page"
            hint = "a row, or a line, has its footnotes on one page (a table's head also those of "
            hint += "the first row): shorten them, or write their words below the table"
        yield Problem(place, "footnotes-too-long", message, hint)


def _too_wide(where: Where, excess: float, *, is_table: bool) -> Problem:
    code, what = "chart-too-wide", "a text of the chart is"
    hint = "shorten its categories, or use form: bar"
    if is_table:
        code, what = "table-too-wide", "the words of the table are"
        hint = "leave columns out, or shorten the longest words"
    message = f"{what} too wide by {ceil(excess)} points at the smallest size"
    return Problem(where, code, message, hint)
