"""The PDF as a receiver's checker sees it: PDF/UA-1, headings, bookmarks, tags."""

from __future__ import annotations

import io
from functools import cache
from itertools import pairwise

import page
import pikepdf
import pytest

from pipeline import labels, theme
from pipeline.build import render
from pipeline.compose.statement import statement
from pipeline.edition import Edition, slide_title
from pipeline.fit import fit
from pipeline.render import html
from pipeline.source.load import load
from tests.conftest import FIRST, MINI, ready, words_vault


@cache
def edition(name: str) -> Edition:
    if name == "full, with values":
        return ready(MINI, "full", words_vault(load(MINI)))
    if name == "statement of reasons":
        return fit(statement(edition("mini"), labels.load("de")), theme.load())
    return ready(FIRST if name == "first" else MINI, "public")


@cache
def made(name: str) -> bytes:
    return render(edition(name), "pdf", theme.load())


NAMES = ["first", "mini", "full, with values", "statement of reasons"]


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_is_pdf_ua_1_for_an_independent_validator(name: str) -> None:
    report = page.validate_pdf_bytes(made(name), profile="ua1")
    assert report.is_compliant, report.to_json()


def test_a_pdf_without_tags_is_found_by_the_same_validator() -> None:
    """The validator can fail: the check above is not an empty one."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made("mini"))) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(out)
    assert not page.validate_pdf_bytes(out.getvalue(), profile="ua1").is_compliant


def test_the_cover_is_portrait_and_the_slides_are_landscape() -> None:
    with pikepdf.open(io.BytesIO(made("first"))) as pdf:
        sizes = [[float(value) for value in sheet.mediabox[2:]] for sheet in pdf.pages]
    assert sizes[0] == pytest.approx([595.3, 841.9], abs=0.1)
    assert all(size == pytest.approx([960, 540], abs=0.1) for size in sizes[1:])
    assert len(sizes) == 10


def test_bookmarks_are_the_number_and_under_it_the_slides_by_section() -> None:
    with pikepdf.open(io.BytesIO(made("first"))) as pdf, pdf.open_outline() as outline:
        (top,) = outline.root
        below = [item.title for item in top.children]
        nested = [child.title for item in top.children for child in item.children]
    titles = [slide_title(slide) for slide in edition("first").slides]
    assert top.title == "WK 4146/2024 INIT"
    assert below == [titles[i] for i in (0, 1, 2, 3, 7, 8)]
    assert nested == titles[4:7]


def test_heading_levels_have_no_gap() -> None:
    for name in NAMES:
        levels = (1, *html.heading_levels(edition(name)))
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_the_language_and_the_title_are_set() -> None:
    with pikepdf.open(io.BytesIO(made("mini"))) as pdf:
        assert str(pdf.Root.Lang) == "de"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]).endswith("Erfundenes Beispiel – ohne Karte")
