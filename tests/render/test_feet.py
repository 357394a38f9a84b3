"""The foot of every page: which edition it is, and the same two numbers in document and PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from pipeline.audit import checks
from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.core import stable_zip
from pipeline.design import theme
from pipeline.edition import table_of_contents
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import FORMATS, Format
from pipeline.layout.fit import fit
from pipeline.resources import labels
from pipeline.workflow.publish import render
from tests.conftest import GALLERY, MINI, Project, Written, read_back, words_vault
from tests.support.thinned import thinned

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PLAIN = "- {kind: title, agency: AGENCY, title: A title}\n- {kind: bullets, title: B, points: [x]}"


def _edition(folder: Path, audience: str) -> Edition:
    source = load(folder)
    vault = words_vault(source) if audience == "full" and source.redactions.slots else None
    return fit(compose(source, audience, vault), theme.load())  # type: ignore[arg-type]


def _made(edition: Edition, fmt: Format) -> bytes:
    return render(view_for(edition, fmt), fmt, theme.load())


def _feet_of_pages(data: bytes) -> Iterator[str]:
    """Yield the foot of each page of slides of a document: a section for each has its own."""
    parts = stable_zip.unpack(data)
    rows = ET.fromstring(parts["word/_rels/document.xml.rels"])
    named = {row.get("Id"): row.get("Target") for row in rows}
    body = ET.fromstring(parts["word/document.xml"])
    for section in body.iter(f"{_W}sectPr"):
        kind = section.find(f"{_W}type")
        turned = section.find(f"{_W}pgSz")
        if kind is None or turned is None or turned.get(f"{_W}orient") != "landscape":
            continue
        key = section.find(f"{_W}footerReference")
        assert key is not None
        foot = ET.fromstring(parts[f"word/{named[key.get(f'{_R}id')]}"])
        texts = (row.text or "" if row.tag == f"{_W}t" else "\t" for row in foot.iter()
                 if row.tag in {f"{_W}t", f"{_W}tab"})  # fmt: skip
        yield "".join(texts)


@pytest.mark.parametrize("project", [MINI, GALLERY], ids=lambda path: path.name)
def test_document_and_pdf_have_the_same_two_numbers_on_every_page(project: Path) -> None:
    """But for the document's pages behind a chart whose numbers need pages of their own."""
    edition = _edition(project, "public")
    front = table_of_contents.front(edition)
    pages = read_back(_made(edition, "pdf"), "pdf").pages
    feet = list(dict.fromkeys(_feet_of_pages(_made(edition, "docx"))))
    begins_on = table_of_contents.first_pages(edition)
    assert len(feet) == len(edition.slides) == len(pages) - front
    for number, (page, foot) in enumerate(zip(pages[front:], feet, strict=True), start=1):
        slide, page_word = {"de": ("Folie", "Seite"), "en": ("Slide", "Page")}[edition.language]
        assert page.endswith(f"{slide} {number} | {page_word} {front + number}")
        left, middle, right = edition.footer
        wanted = f"{slide} {number} | {page_word} {begins_on[number]}"
        assert foot == f"{left}\t{middle}\t{right}  {wanted}"


def test_contents_give_the_numbers_of_slides_in_document_and_pdf() -> None:
    edition = _edition(MINI, "public")
    data = _made(edition, "docx")
    body = stable_zip.unpack(data)["word/document.xml"].decode()
    assert "PAGEREF" not in body
    assert 'w:fldCharType="begin" w:fldLock="1"' in body
    for fmt in ("docx", "pdf"):
        text = re.sub(r"\s+", " ", " ".join(read_back(_made(edition, fmt), fmt).pages))
        for entry in table_of_contents.entries(edition):
            assert f"{entry.title} {entry.number}" in text


@pytest.mark.parametrize("project", [MINI, GALLERY], ids=lambda path: path.name)
def test_page_labels_are_the_numbers_of_pages(project: Path) -> None:
    document = pypdfium2.PdfDocument(_made(_edition(project, "public"), "pdf"))
    labels_ = [document.get_page_label(index) for index in range(len(document))]
    assert labels_ == [str(number) for number in range(1, len(document) + 1)]


@pytest.mark.parametrize("language", thinned(labels.languages(), 4))
def test_the_full_edition_says_so_at_the_foot_of_every_page_and_the_public_one_never(
    language: str, project: Project
) -> None:
    folder = project(MINI)
    file = folder / "dossier.yaml"
    text = re.sub(r"(?m)^language: .*$", f"language: {language}", file.read_text("utf-8"))
    file.write_text(text, "utf-8")
    mark = labels.load(language)["full_edition"]
    assert mark == mark.upper()
    assert mark in _edition(folder, "full").footer[1]
    assert mark not in str(_edition(folder, "public"))


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_page_of_every_format_bears_the_mark(fmt: Format) -> None:
    edition = _edition(MINI, "full")
    data = _made(edition, fmt)
    assert checks.findings(data, fmt, f"x.{fmt}", view_for(edition, fmt)) == ()
    read = read_back(data, fmt)
    if fmt == "docx":
        feet = [text for text in read.furniture if edition.page_word in text]
        assert len(feet) == len(edition.slides) + 2
    else:
        feet = list(read.pages)[-1:] if fmt == "html" else list(read.pages)
    assert feet
    assert all("VOLLSTÄNDIGE FASSUNG" in foot for foot in feet)


@pytest.mark.parametrize("fmt", ["pptx", "pdf"])
def test_the_stamp_stands_on_the_opening_slide_of_the_public_edition_alone(fmt: Format) -> None:
    stamp = "FÜR DIE ÖFFENTLICHKEIT TEILWEISE ZUGÄNGLICHES DOKUMENT"
    public, full = (_edition(MINI, audience) for audience in ("public", "full"))
    first = 0 if fmt == "pptx" else table_of_contents.front(public)
    pages = read_back(_made(public, fmt), fmt).pages
    assert stamp in re.sub(r"\s+", " ", pages[first])
    assert not any(stamp in re.sub(r"\s+", " ", page) for page in pages[first + 1 :])
    assert not any(stamp in re.sub(r"\s+", " ", p) for p in read_back(_made(full, fmt), fmt).pages)


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_dossier_that_withholds_nothing_has_the_same_pages_in_both_editions(
    fmt: Format, written: Written
) -> None:
    folder = written(PLAIN)
    public, full = (_made(_edition(folder, audience), fmt) for audience in ("public", "full"))
    assert public == full


def test_g9_neither_mark_nor_stamp_depends_on_the_values_at_hand() -> None:
    source = load(MINI)
    with_values = compose(source, "full", words_vault(source))
    without = compose(source, "full")
    assert with_values.full_mark == without.full_mark == "VOLLSTÄNDIGE FASSUNG"
    public = compose(source, "public", words_vault(source))
    assert public == compose(source, "public")
    assert public.slides[0].stamp == public.cover.stamp != ""
