"""Validation rules of slide titles and agendas: titles differ, an agenda has something to list."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.content import markup
from pipeline.content.model.slides import AgendaSlide, Presentation, WithheldSlide
from pipeline.content.yaml_positions import Document
from pipeline.core.errors import Problem
from pipeline.core.textfold import fold


def problems(presentation: Presentation, document: Document) -> Iterator[Problem]:
    """Yield agendas that have nothing to list."""
    has_sections = any(getattr(slide, "section", None) for slide in presentation.slides)
    for index, slide in enumerate(presentation.slides):
        if isinstance(slide, AgendaSlide) and not has_sections:
            yield Problem(
                document.where(("slides", index)),
                "empty-agenda",
                "the deck has no sections that an agenda could list",
                "give the slides that open a section its numeral: 'section: I'",
            )


def repeated(presentation: Presentation, document: Document) -> Iterator[Problem]:
    """Yield slides that bear the title of another one."""
    seen: set[str] = set()
    for index, slide in enumerate(presentation.slides):
        if isinstance(slide, WithheldSlide):
            continue
        words = (*slide.title, *(slide.subtitle or ()))
        if not all(isinstance(part, markup.Words | markup.Note) for part in words):
            continue  # what is withheld, or to be written, may differ
        title = fold("".join(part.text for part in words if isinstance(part, markup.Words)))
        if title in seen:
            yield Problem(
                document.where(("slides", index, "title")),
                "title-twice",
                "another slide has the same title",
                "tell them apart by a subtitle: readers find slides by their titles",
            )
        seen.add(title)
