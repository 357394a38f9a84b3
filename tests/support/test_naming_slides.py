"""A fixture that fails says which slide it was."""

from __future__ import annotations

import pytest

from pipeline.core.errors import RenderError
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.edition.edition import Edition
from pipeline.edition.runs import TextRun
from pipeline.edition.texts import slide_title
from tests.conftest import GALLERY, naming_slides, ready


def test_a_fixture_that_fails_names_the_slides_that_broke_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edition = ready(GALLERY, "public")
    charted = [
        slide
        for slide in edition.slides
        if any(isinstance(block, Chart) and block.form == "pie" for block in slide.blocks)
    ]
    whole = chart_text.is_whole

    def broken(block: Chart) -> bool:
        if block.form == "pie":
            raise ZeroDivisionError
        return whole(block)

    monkeypatch.setattr(chart_text, "is_whole", broken)

    def planned(drawn: Edition) -> None:
        for slide in drawn.slides:
            for block in slide.blocks:
                if isinstance(block, Chart):
                    chart_text.texts(block)

    with pytest.raises(ZeroDivisionError) as caught:
        naming_slides(edition, planned)
    wanted = [f"slide {one.number} of gallery: {slide_title(one)}" for one in charted]
    assert wanted
    assert caught.value.__notes__ == wanted


def test_a_slide_that_does_not_fit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = ready(GALLERY, "public")
    long = edition.slides[4].model_copy(update={"title": (TextRun(text="Words " * 200),)})
    slides = (*edition.slides[:4], long)
    monkeypatch.setattr(
        "tests.conftest.compose",
        lambda *_: edition.model_copy(update={"slides": slides}),
    )
    with pytest.raises(RenderError) as caught:
        ready(GALLERY, "public")
    (note,) = caught.value.__notes__
    assert note.startswith("slide 5 of gallery: Words Words")
