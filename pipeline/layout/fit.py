"""Fitting of an edition's text to its slides: type size and frames, by the real fonts.

``fit`` stacks the blocks of every region and steps down the type scale until they fit; a list or a
table that is still too long continues on a further slide. It writes the frames into the edition:
what the deck shows on slide 5, the PDF shows on slide 5. Nothing measured here depends on a
withheld value: the public edition does not hold one (G5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import takewhile
from math import ceil

from pipeline.core.cache import Cache
from pipeline.core.errors import Problem, RenderError, Where
from pipeline.core.lengths import Pt
from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Chart,
    Paragraph,
    Primitive,
    Table,
    TextRun,
    Timeline,
)
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import RunningText
from pipeline.edition.slide import Frame, Slide
from pipeline.edition.texts import all_runs
from pipeline.layout import figures_in_text
from pipeline.layout.block_heights import Ruler
from pipeline.layout.continuation import continued, least_step
from pipeline.layout.overflow_messages import discreet, in_a_house, overfull
from pipeline.layout.regions import footnote_height, gap_below, region_box
from pipeline.layout.table_flow import flowed
from pipeline.layout.text_metrics import is_settable, missing_glyph
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
        text_places: where each text stands, by its anchor.

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
        problems += _wide_figures(text, theme, where)
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
    parts = continued(slide, theme, phrase)
    setting = _Setting()
    if len(parts) > 1:
        setting = _Setting(least_step(slide, theme), _columns_of_all(slide, theme))
    if len(parts) > 1 and isinstance(slide.blocks[-1], BulletList):  # each part may have room
        trial = [_fit_slide(part, theme, where, _Setting(), []) for part in parts]
        setting = _Setting(max(frame.step for part in trial for frame in part.frames))
    placed = tuple(_fit_slide(part, theme, where, setting, problems) for part in parts)
    placed = flowed(slide, placed, theme)
    return placed, tuple(dict.fromkeys(problems))  # a title is the same on each of them


@dataclass(frozen=True)
class _Setting:
    """How the blocks of a region are set.

    Attributes:
        first_step: the first one to try.
        columns: of a table that continues: those of the whole, on each slide.
        sink: the part of free space that is put above the blocks.
    """

    first_step: int = 0
    columns: tuple[float, ...] = ()
    sink: float = 0.0


def _columns_of_all(slide: Slide, theme: Theme) -> tuple[float, ...]:
    """Return the columns of a slide's last table, before it is divided."""
    block = slide.blocks[-1]
    if not isinstance(block, Table):
        return ()
    width = region_box(slide, block.region, theme).width
    return Ruler(theme, least_step(slide, theme)).columns(block, width)


def _missing_glyphs(part: Primitive, family: str, where: Where) -> list[Problem]:
    found: set[str] = set()
    for run in (run for runs in all_runs(part) for run in runs if run.kind != "note"):
        unset = {letter for letter in run.text if not is_settable(letter, family)}
        is_withheld = isinstance(run, TextRun) and run.withheld
        found |= {""} if unset and is_withheld else unset
    return [missing_glyph(where, letter) for letter in sorted(found)]


def _fit_slide(
    slide: Slide, theme: Theme, where: Where, setting: _Setting, problems: list[Problem]
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
        if region != slide.blocks[-1].region:
            sunk = replace(sunk, columns=())
        stack = _stack(members, box, theme, sunk)
        frames |= stack.frames
        if stack.over > ROUNDING:
            texts = [block for _, block in members]
            problem = overfull(where, region, stack.over, box, texts)
            problems.append(in_a_house(problem, slide.layout, box, stack.over, theme))
        if stack.excess > ROUNDING:
            is_table = any(isinstance(block, Table) for _, block in members)
            problems.append(_too_wide(where, stack.excess, is_table=is_table))
    return slide.model_copy(
        update={
            "frames": tuple(frames[index] for index in sorted(frames)),
            "title_step": step,
            "footnote_height": round(footnote_height(slide, theme), 2),
        }
    )


def _wide_figures(text: RunningText, theme: Theme, where: Where) -> Iterator[Problem]:
    """Yield the tables and figures of a text whose words are wider than its page."""
    width = figures_in_text.width_of(figures_in_text.page_of(text, theme))
    for block in text.blocks:
        if isinstance(block, Table | Chart | Timeline):
            excess = figures_in_text.excess(block, width, theme)
            if excess > ROUNDING:
                yield _too_wide(where, excess, is_table=not isinstance(block, Chart))


@dataclass(frozen=True)
class _Stack:
    """Frames by block, and by how many points blocks are too high and too wide."""

    frames: dict[int, Frame]
    over: float
    excess: float


@dataclass(frozen=True)
class _Tried:
    """What came of one step: heights of the blocks, least and greatest, and what is too much."""

    step: int
    heights: list[tuple[float, float]]
    over: float
    excess: float
    breaks_words: bool


def _tried(members: list[tuple[int, Block]], box: Box, ruler: Ruler, gaps: float) -> _Tried:
    heights = [ruler.height(block, box.width) for _, block in members]
    return _Tried(
        step=ruler.step,
        heights=heights,
        over=sum(least for least, _ in heights) + gaps - box.height,
        excess=max(ruler.excess(block, box.width) for _, block in members),
        breaks_words=any(ruler.breaks_words(block, box.width) for _, block in members),
    )


def _stack(members: list[tuple[int, Block]], box: Box, theme: Theme, setting: _Setting) -> _Stack:
    """Stack blocks in a box at the largest step at which they fit.

    Args:
        members: the blocks of one region, with their place on the slide.
        box: the region's.
        theme: type scale.
        setting: how they are set.
    """
    first_step = setting.first_step
    gaps = [gap_below(block, theme) for _, block in members[:-1]]
    tried = [
        _tried(members, box, Ruler(theme, step, setting.columns), sum(gaps))
        for step in range(first_step, max(STEPS, first_step + 1))
    ]
    if tried[-1].excess > ROUNDING and any(isinstance(block, Table) for _, block in members):
        tried += [
            _tried(members, box, Ruler(theme, step, setting.columns), sum(gaps))
            for step in range(tried[-1].step + 1, theme.table_steps)
        ]
    fitting = [
        attempt for attempt in tried if attempt.over <= ROUNDING and attempt.excess <= ROUNDING
    ]
    whole = [attempt for attempt in fitting if not attempt.breaks_words]
    chosen = (whole or fitting or tried[-1:])[0]
    if not whole and fitting:  # words have to be broken: where fewer are
        chosen = fitting[-1]
    step, over, excess, heights = chosen.step, chosen.over, chosen.excess, chosen.heights
    spare = max(-over, 0.0)
    elastic = sum(most > least for least, most in heights)
    grown = [
        min(most, least + spare / elastic) if most > least else least for least, most in heights
    ]
    frames: dict[int, Frame] = {}
    free = max(box.height - sum(grown) - sum(gaps), 0.0)
    top, last = box.y + round(free * setting.sink, 2), _last_remarks(members, theme)
    for (index, block), height, gap in zip(members, grown, [*gaps, 0.0], strict=True):
        columns: tuple[float, ...] = ()
        rows: list[float] = []
        ruler = Ruler(theme, step, setting.columns)
        if isinstance(block, Table):
            columns, rows = ruler.columns(block, box.width), ruler.rows(block, box.width)
        if index == last:
            top += free - round(free * setting.sink, 2)
        frames[index] = Frame(
            x=box.x,
            y=Pt(round(top, 2)),
            width=Pt(round(sum(columns), 2) if columns else ruler.width_of(block, box.width)),
            height=Pt(round(height, 2)),
            # the further steps are those of tables alone
            step=step if isinstance(block, Table) else min(step, STEPS - 1),
            columns=tuple(map(Pt, columns)),
            rows=tuple(Pt(round(row, 2)) for row in rows),
        )
        top += height + gap
    return _Stack(frames, over, excess)


def _last_remarks(members: list[tuple[int, Block]], theme: Theme) -> int:
    """Return the first of the remarks that end a region and stand at its foot; -1 if none do."""
    last = [index for index, _ in takewhile(_is_remark, reversed(members))]
    return last[-1] if last and len(last) < len(members) and not theme.house else -1


def _is_remark(member: tuple[int, Block]) -> bool:
    return isinstance(member[1], Paragraph) and member[1].style in {"remark", "source"}


def _too_wide(where: Where, excess: float, *, is_table: bool) -> Problem:
    code, what = "chart-too-wide", "a text of the chart is"
    hint = "shorten its categories, or use form: bar"
    if is_table:
        code, what = "table-too-wide", "the words of the table are"
        hint = "leave columns out, or shorten the longest words"
    message = f"{what} too wide by {ceil(excess)} points at the smallest size"
    return Problem(where, code, message, hint)
