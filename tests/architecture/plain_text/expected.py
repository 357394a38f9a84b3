"""Expected text of a plain text: a format that lives in tests alone."""

from __future__ import annotations

from pipeline.audit.expected.texts import Expected, joined
from pipeline.edition.edition import Edition
from pipeline.edition.slide import Slide
from pipeline.edition.texts import all_runs


def expected(edition: Edition) -> Expected:
    """Return the texts that a plain text must have."""
    pages = (f"=== title: {edition.title}", *map(_slide, edition.slides))
    return Expected(pages=pages, notes=(), furniture=(), alternatives=())


def _slide(slide: Slide) -> str:
    blocks = (runs for block in slide.blocks for runs in all_runs(block))
    return joined((slide.title, slide.subtitle, *blocks))
