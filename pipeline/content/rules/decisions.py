"""Validation rules of option, message and mixed slides: criteria for options, one figure each."""

from __future__ import annotations

from collections.abc import Iterator, Sized

from pipeline.content.model.parts import Criterion, MixedFigure, Phase
from pipeline.content.model.slides import MessageSlide, NextStepsSlide, OptionsSlide, Presentation
from pipeline.content.model.walk import parts
from pipeline.content.phase_times import COLUMNS, is_time, is_timed, months, window
from pipeline.content.yaml_positions import Document, Path
from pipeline.core.errors import Problem


def problems(presentation: Presentation, document: Document) -> Iterator[Problem]:
    """Yield every broken rule of a deck's options, messages and grids of figures."""
    for path, model in parts(presentation):
        match model:
            case OptionsSlide():
                yield from _options(model, path, document)
            case NextStepsSlide():
                yield from _next_steps(model, path, document)
            case MessageSlide(chart=chart, map=shown) if (chart is None) == (shown is None):
                message = "a message has a chart or a map, and not both"
                hint = "add 'chart:' or 'map:', or leave out one of them"
                yield Problem(document.where(path), "bad-message", message, hint)
            case MixedFigure():
                given = (model.table, model.chart, model.image, model.map)
                if sum(choice is not None for choice in given) != 1:
                    message = "a figure is one table, chart, image or map"
                    hint = "add the one that it is, or make several figures of it"
                    yield Problem(document.where(path), "bad-figure", message, hint)
            case _:
                pass


def _options(slide: OptionsSlide, path: Path, document: Document) -> Iterator[Problem]:
    count = len(slide.options)
    rows: list[tuple[Path, Sized]] = [
        ((*path, "criteria", index, "ratings"), row.ratings)
        for index, row in enumerate(slide.criteria)
        if isinstance(row, Criterion)
    ]
    if slide.cost:
        rows.append(((*path, "cost", "values"), slide.cost.values))
    for place, values in rows:
        if len(values) != count:
            message = f"there are {len(values)} entries for {count} options"
            hint = "give every option an entry, in the order of 'options'"
            yield Problem(document.where(place), "uneven-options", message, hint)
    if slide.preferred and slide.preferred > count:
        where = document.where((*path, "preferred"))
        yield Problem(where, "bad-value", "there is no such option", f"use 1 to {count}")


_QUARTER = 3


def _next_steps(slide: NextStepsSlide, path: Path, document: Document) -> Iterator[Problem]:
    """Check that there are steps or phases, and that phases have times in one span."""

    def told(place: Path, message: str, hint: str) -> Problem:
        return Problem(document.where((*path, *place)), "bad-steps", message, hint)

    if bool(slide.steps) == bool(slide.phases):
        yield told((), "there are steps or phases, and not both", "add 'steps:' or 'phases:'")
    rows = [row for row in slide.phases if isinstance(row, Phase)]
    for index, row in enumerate(slide.phases):
        if isinstance(row, Phase) and not is_timed(row):
            message = "a phase has 'starts' and 'ends' in this order, or 'at'"
            hint = "write both as months, 2026-03, or both as days, 2026-03-20"
            yield told(("phases", index), message, hint)
    if not all(map(is_timed, rows)):
        return
    if months(rows) > COLUMNS * _QUARTER:
        yield told(("phases",), "the phases take more than three years", "leave the later ones out")
    if slide.today is None:
        return
    if not rows or not is_time(slide.today) or not 0 < window(rows).place(slide.today) < 1:
        message = "this day is in none of the months that the phases show"
        yield told(("today",), message, "leave it out, or add the phase to which it belongs")
