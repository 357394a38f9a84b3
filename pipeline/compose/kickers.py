"""Section names printed as a small line (kicker) above the titles of their slides."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.edition.runs import MarkerRun, Runs, TextRun
from pipeline.edition.slide import Kicker, Slide

#: Layouts that stand apart from the slides of a section.
_APART = ("title", "section", "closing", "agenda")


def named(deck: Sequence[Slide]) -> tuple[Slide, ...]:
    """Return a deck whose slides say in which section they stand."""
    out: list[Slide] = []
    section = Kicker()
    for slide in deck:
        if slide.numeral:
            section = Kicker(numeral=slide.numeral.rstrip("."), section=_name(slide))
        elif slide.layout == "closing":
            section = Kicker()
        apart = slide.numeral or slide.layout in _APART
        out.append(slide if apart else slide.model_copy(update={"kicker": _above(slide, section)}))
    return tuple(out)


def _above(slide: Slide, section: Kicker) -> Kicker:
    """Return what stands above a title: the numeral alone where it has a line of its own there."""
    return Kicker(numeral=section.numeral) if slide.subtitle else section


def _name(slide: Slide) -> Runs:
    """Return a section's name in plain letters.

    A name of which something is withheld is not repeated, in no edition: a marker stands once.
    """
    runs = slide.subtitle or slide.title
    words = [run for run in runs if isinstance(run, TextRun)]
    if any(isinstance(run, MarkerRun) for run in runs) or any(run.withheld for run in words):
        return ()
    return tuple(TextRun(text=run.text, lang=run.lang) for run in words)
