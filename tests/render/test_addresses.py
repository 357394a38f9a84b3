"""An address that is wider than its line breaks after its signs, and stays what it was."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from pptx import Presentation

from pipeline.audit import checks
from pipeline.audit.leaks import scan
from pipeline.core.matching import Needle
from pipeline.design import theme
from pipeline.edition.blocks import Paragraph
from pipeline.edition.edition import Edition
from pipeline.edition.formats import FORMATS, Format
from pipeline.edition.runs import TextRun
from pipeline.edition.slide import Slide
from pipeline.layout import fit
from pipeline.layout.block_heights import Ruler
from pipeline.layout.text_metrics import advance, line_count, portions
from pipeline.workflow.publish import render
from tests.conftest import GALLERY, read_back, ready

LOOK = theme.load()
ADDRESS = (
    "https://data.example.europa.eu/en/documents-publications/public_register/"
    "search?language=en&from=2024-01-01&to=2026-12-31&subject=telecommunications"
    "_and_information_society#results"
)
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


@pytest.fixture(scope="module")
def edition() -> Edition:
    runs = (TextRun(text="See "), TextRun(text=ADDRESS, href=ADDRESS), TextRun(text=" for more."))
    blocks = tuple(
        Paragraph(region=region, style="body", runs=runs) for region in ("body", "second")
    )
    slide = Slide(number=1, layout="columns", title=(TextRun(text="Links"),), blocks=blocks)
    return fit.fit(ready(GALLERY, "public").model_copy(update={"slides": (slide,)}), LOOK)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("e.g.", ("e.g.",)),
        ("and/or", ("and/", "or")),
        ("https://eu.eu/a_b?c=d&e", ("https://", "eu.", "eu/", "a_", "b?", "c=", "d&", "e")),
        ("Donaudampfschifffahrtsgesellschaft", ("Donaudampfschifffahrtsgesellschaft",)),
    ],
)  # fmt: skip
def test_a_word_that_is_too_long_is_broken_after_signs(text: str, parts: tuple[str, ...]) -> None:
    assert portions(text) == parts


@pytest.mark.parametrize("width", [60, 90, 140, 200, 320])
def test_no_line_of_an_address_is_wider_than_its_room(width: int) -> None:
    lines, used = [""], 0.0
    for part in portions(ADDRESS):
        wide = advance(part, "Carlito") * 18
        if used and used + wide > width:
            lines, used = [*lines, ""], 0.0
        lines[-1] += part
        used += wide
    if all(advance(line, "Carlito") * 18 <= width for line in lines):
        assert line_count((TextRun(text=ADDRESS),), 18, width, "Carlito") == len(lines)
    assert "".join(lines) == ADDRESS
    assert line_count((TextRun(text=ADDRESS),), 18, width, "Carlito") >= len(lines)


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_address_is_read_back_as_it_was_typed(fmt: Format, edition: Edition) -> None:
    data = render(edition, fmt, LOOK)
    assert checks.findings(data, fmt, f"a.{fmt}", edition) == ()
    read = "".join("".join(read_back(data, fmt).pages).split())
    assert read.count("".join(ADDRESS.split())) >= 2
    assert not any(sign in read for sign in INVISIBLE)


def test_no_office_file_holds_a_sign_that_a_copy_would_take_along(edition: Edition) -> None:
    deck = Presentation(BytesIO(render(edition, "pptx", LOOK)))
    document = Document(BytesIO(render(edition, "docx", LOOK)))
    texts = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    xml = document.element.xml
    assert any(ADDRESS in text for text in texts)
    assert xml.count(ADDRESS.replace("&", "&amp;")) >= 2


def test_a_value_within_an_address_of_a_page_is_found(edition: Edition) -> None:
    page = render(edition, "html", LOOK)
    assert b"<wbr>" in page
    needle = Needle("r1", "publications/public_register")
    assert scan.leaks(page, "a.html", [needle])


def test_lines_of_a_pdf_end_after_signs_and_as_many_as_were_measured(edition: Edition) -> None:
    page = read_back(render(edition, "pdf", LOOK), "pdf").pages[-1]
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    start = next(at for at, line in enumerate(lines) if line.startswith("https://"))
    end = next(at for at, line in enumerate(lines) if line.endswith("#results"))
    assert end > start
    assert all(line[-1] in "/._&=?#-" for line in lines[start:end])
    frame, block = edition.slides[0].frames[0], edition.slides[0].blocks[0]
    assert frame.height == pytest.approx(
        Ruler(LOOK, frame.step).height(block, frame.width)[0], abs=0.1
    )
