"""Computed lists of slides: the agenda, and the slides of a section.

Guarantee: G7.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.compose.ruled_rows import listed as listed_rows
from pipeline.content.model import slides as kinds
from pipeline.edition.blocks import Card, Cards, Item
from pipeline.edition.runs import NoteRun, Runs
from pipeline.edition.slide import Slide


def filled(given: Sequence[kinds.Slide], deck: Sequence[Slide]) -> tuple[Slide, ...]:
    """Return a deck whose agendas list its sections, and whose dividers list their slides."""
    out: list[Slide] = []
    for index, (source, slide) in enumerate(zip(given, deck, strict=True)):
        listed = slide
        if isinstance(source, kinds.AgendaSlide):
            listed = slide.model_copy(update={"blocks": (_agenda(deck),)})
        elif isinstance(source, kinds.SectionSlide) and source.listed:
            items = _titles(deck[index + 1 :])
            blocks = (*slide.blocks, listed_rows(items)) if items else slide.blocks
            listed = slide.model_copy(update={"blocks": blocks})
        out.append(listed)
    return tuple(out)


def _agenda(deck: Sequence[Slide]) -> Cards:
    cards = tuple(
        Card(number=slide.numeral.rstrip("."), heading=_title(slide), text=())
        for slide in deck
        if slide.numeral
    )
    return Cards(columns=1, cards=cards)


def _titles(following: Sequence[Slide]) -> tuple[Item, ...]:
    """Return the titles of the slides up to the next section, and before the closing slide."""
    items: list[Item] = []
    for slide in following:
        if slide.numeral or slide.layout == "closing":
            break
        items.append(Item(runs=_title(slide)))
    return tuple(items)


def _title(slide: Slide) -> Runs:
    """Return what a slide shows largest, without references to its footnotes."""
    return tuple(run for run in slide.subtitle or slide.title if not isinstance(run, NoteRun))
