"""Validation rules of option, message and mixed slides: criteria for options, one figure each."""

from __future__ import annotations

from collections.abc import Iterator, Sized

from pipeline.content.model.parts import Criterion, MixedFigure
from pipeline.content.model.slides import MessageSlide, OptionsSlide, Presentation
from pipeline.content.model.walk import parts
from pipeline.content.yaml_positions import Document, Path
from pipeline.core.errors import Problem


def problems(presentation: Presentation, document: Document) -> Iterator[Problem]:
    """Yield every broken rule of a deck's options, messages and grids of figures."""
    for path, model in parts(presentation):
        match model:
            case OptionsSlide():
                yield from _options(model, path, document)
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
