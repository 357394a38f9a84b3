"""Slides' pages of document and PDF laid over each other: one design, reduced (slow)."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from pipeline.design import theme
from pipeline.edition import table_of_contents
from pipeline.edition.edition import view_for
from pipeline.workflow.publish import render
from tests.conftest import FIRST, GALLERY, MINI, ready
from tests.support.seen import Letter, letters
from tools.office import as_pdf

pytestmark = pytest.mark.slow

LOOK = theme.load()
#: Points by which LibreOffice's lines may lie off ours.
_NEAR = 1.0
#: Layouts whose titles the document sets in its own way: beside a band, in a panel.
_OWN = {"title", "closing", "section"}


def _starts(page: list[Letter], below: float) -> list[tuple[float, float]]:
    """Return left edge and baseline of the lines in the upper part of a page."""
    found: dict[int, tuple[float, float]] = {}
    for letter in page:
        if letter.baseline < below:
            key = round(letter.baseline)
            left, line = found.get(key, (letter.ink.x, letter.baseline))
            found[key] = (min(left, letter.ink.x), line)
    return [found[key] for key in sorted(found)]


@pytest.mark.parametrize("project", [FIRST, GALLERY], ids=lambda path: path.name)
def test_titles_stand_in_the_same_place_and_pages_are_as_many_as_was_reckoned(
    project: Path, tmp_path: Path
) -> None:
    edition = ready(project, "public")
    (tmp_path / "a.docx").write_bytes(render(view_for(edition, "docx"), "docx", LOOK))
    printed = as_pdf(tmp_path / "a.docx", tmp_path).read_bytes()
    pdf = render(view_for(edition, "pdf"), "pdf", LOOK)
    front = table_of_contents.front(edition)
    ours, pages = letters(pdf)[front:], letters(printed)
    begins_on = table_of_contents.first_pages(edition)
    assert len(pages) == front + sum(slide.sheets for slide in edition.slides)
    theirs = [pages[begins_on[slide.number] - 1] for slide in edition.slides]
    assert len(ours) == len(edition.slides)
    assert abs(LOOK.page_scale - 0.877) < 0.001
    compared = 0
    for slide, mine, other in zip(edition.slides, ours, theirs, strict=True):
        if slide.layout in _OWN or slide.withheld:
            continue
        below = LOOK.slide.kicker[1] + 60
        wanted = [(x * LOOK.page_scale, y * LOOK.page_scale) for x, y in _starts(mine, below)]
        found = _starts(other, below * LOOK.page_scale)
        assert found, slide.number
        for (x, y), (left, line) in zip(found, wanted, strict=True):
            assert abs(x - left) < _NEAR, slide.number
            assert abs(y - line) < _NEAR, slide.number
        compared += 1
    assert compared > len(edition.slides) // 2


#: Points that stay free above the rule over footnotes, or above the end of a page.
_RESERVE = 6.0
#: Pixels for each point, and the lightness from which a pixel is ink.
_SCALE, _INK = 2, 215


def _free(page: Image.Image, *, noted: bool) -> float:
    """Return the points between what stands on a page of slides and its footnotes or its end."""
    wide, high = page.size
    data = page.tobytes()
    rows = [data[at * wide : (at + 1) * wide] for at in range(high)]
    ink = [min(row) < _INK for row in rows]
    end = high - round(LOOK.document_slide.margin[2] * _SCALE)
    for at in range(end - 1, high // 3 if noted else end, -1):
        places = [x for x, value in enumerate(rows[at]) if value < _INK] if ink[at] else []
        is_rule = len(places) > 100 and places[-1] - places[0] + 1 == len(places) < wide // 3
        if is_rule and not any(ink[at - 8 : at - 1]):
            end = at - 1  # above footnotes stands a short rule
            break
    last = max((at for at in range(end) if ink[at]), default=0)
    return (end - last) / _SCALE


@pytest.mark.parametrize("project", [FIRST, MINI, GALLERY], ids=lambda path: path.name)
def test_no_page_is_so_full_that_another_program_would_tear_it(
    project: Path, tmp_path: Path
) -> None:
    edition = ready(project, "public")
    (tmp_path / "a.docx").write_bytes(render(view_for(edition, "docx"), "docx", LOOK))
    document = pypdfium2.PdfDocument(as_pdf(tmp_path / "a.docx", tmp_path))
    begins_on = table_of_contents.first_pages(edition)
    for slide in edition.slides:
        if slide.layout not in {"title", "closing"}:  # their band goes down to the end
            page = document[begins_on[slide.number] - 1].render(scale=_SCALE).to_pil().convert("L")
            free = _free(page, noted=bool(slide.footnotes))
            assert free >= _RESERVE - 1 / _SCALE, slide.number
    document.close()
