"""Plain text: a format that lives in tests alone; see tests/architecture/test_new_format.py."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.design.brand import NONE, House
from pipeline.design.theme import Theme
from pipeline.edition.edition import Edition
from pipeline.edition.runs import NoteRun, Runs
from pipeline.edition.slide import Slide
from pipeline.edition.texts import all_runs


def render(edition: Edition, _theme: Theme, _house: House = NONE) -> bytes:
    """Return the text: the title, then each slide after a form feed."""
    pages = [f"=== title: {edition.title}", *("\n".join(_slide(one)) for one in edition.slides)]
    return ("\n\f\n".join(pages) + "\n=== end\n").encode()


def _slide(slide: Slide) -> Iterator[str]:
    for runs in (slide.title, slide.subtitle):
        yield _text(runs)
    for block in slide.blocks:
        yield from map(_text, all_runs(block))


def _text(runs: Runs) -> str:
    return "".join(run.mark if isinstance(run, NoteRun) else run.text for run in runs)
