"""What of a page is content: not its foot, not its number; and what pages are called."""

from __future__ import annotations

import pytest

from pipeline.design import theme
from pipeline.distribution.compare import difference, page_lines
from pipeline.edition.edition import Edition
from pipeline.edition.formats import FORMATS, Format
from pipeline.edition.runs import TextRun
from pipeline.edition.slide import Slide
from pipeline.workflow.publish import render
from tests.conftest import MINI, read_back, ready

LOOK = theme.load()


def _edition() -> Edition:
    edition = ready(MINI, "public")
    words = edition.web.model_copy(update={"contents": "Inhalt", "slide": "Folie {number}"})
    return edition.model_copy(update={"contents_title": "Inhalt", "web": words})


def _with_reference(edition: Edition, reference: str) -> Edition:
    """Return a revision that is numbered anew and says the same on its slides."""
    footer = (reference, "", edition.footer[-1])
    return edition.model_copy(update={"reference": reference, "marking": "", "footer": footer})


def _with_another_slide(edition: Edition) -> Edition:
    new = edition.slides[-1].model_copy(update={"title": (TextRun(text="Ganz neu"),)})
    slides: list[Slide] = [edition.slides[0], new, *edition.slides[1:]]
    numbered = (one.model_copy(update={"number": n}) for n, one in enumerate(slides, start=1))
    return edition.model_copy(update={"slides": tuple(numbered)})


def _lines(edition: Edition, fmt: Format) -> list[tuple[str, str]]:
    return difference.lines(read_back(render(edition, fmt, LOOK), fmt), fmt)


@pytest.mark.parametrize("fmt", FORMATS)
def test_what_stands_at_the_foot_of_pages_is_no_content(fmt: Format) -> None:
    before = _lines(_edition(), fmt)
    after = _lines(_with_reference(_edition(), "7606/1/24 REV 2"), fmt)
    assert before == after
    text = "\n".join(line for _, line in before)
    assert "Vielen Dank" in text
    assert "LIMITE" not in text.partition("Absender")[2].partition("\n")[2]


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_slide_that_came_is_all_that_differs(fmt: Format) -> None:
    before = [text for _, text in _lines(_edition(), fmt)]
    after = [text for _, text in _lines(_with_another_slide(_edition()), fmt)]
    listed = 1 if fmt == "pptx" else 2  # on its slide, and in the contents
    assert after.count("Ganz neu") == listed
    assert [text for text in after if text != "Ganz neu"] == before


@pytest.mark.parametrize(
    ("fmt", "first"),
    [
        ("pptx", ["slide 1", "slide 2"]),
        ("pdf", ["cover", "contents", "slide 1", "slide 2"]),
        ("html", ["cover", "contents", "slide 1", "slide 2"]),
        ("docx", ["text"]),
    ],
)
def test_pages_are_called_by_the_numbers_of_their_slides(fmt: Format, first: list[str]) -> None:
    reading = read_back(render(_edition(), fmt, LOOK), fmt)
    assert page_lines.names(reading, fmt)[: len(first)] == first


def test_a_pdf_without_slides_is_a_cover() -> None:
    bare = _edition().model_copy(update={"slides": (), "contents_title": ""})
    assert page_lines.names(read_back(render(bare, "pdf", LOOK), "pdf"), "pdf") == ["cover"]


def test_a_line_of_a_table_that_looks_like_a_foot_stays() -> None:
    edition = _edition()
    looks = (TextRun(text="7606/1/24 REV 1 | LIMITE | DE"),)
    slide = edition.slides[-1].model_copy(update={"title": looks})
    changed = edition.model_copy(update={"slides": (*edition.slides[:-1], slide)})
    assert [text for place, text in _lines(changed, "pdf") if place == "slide 8"] == [looks[0].text]
