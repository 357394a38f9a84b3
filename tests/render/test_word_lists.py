"""Numbers of running text in the Word document: what Word counts is what the edition prints."""

from __future__ import annotations

import random
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from pipeline.audit.office.list_numbers import Counter
from pipeline.design import theme
from pipeline.edition.edition import view_for
from pipeline.edition.running_text import TextBlock
from pipeline.edition.runs import ReferenceRun
from pipeline.render.docx.numbering import Numbering, is_listed, readings
from pipeline.workflow import publish
from tests.support import running_texts
from tests.support.brand_files import converted
from tests.support.thinned import thinned

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BLANK = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"/>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
).encode()
Rows = list[tuple[int, str]]


def counted(*texts: Rows) -> tuple[list[str], bytes]:
    """Return what Word prints before the paragraphs of texts, and the part of lists."""
    numbering = Numbering(28.35)
    properties: list[str] = []
    for rows in texts:
        numbering.begin_text()
        properties += [numbering.of("entry", level, mark) for level, mark in rows]
    part = numbering.filled(BLANK)
    counter = Counter(ET.fromstring(part))
    body = "".join(f"<w:p><w:pPr>{row}</w:pPr></w:p>" for row in properties)
    root = ET.fromstring(f'<w:body xmlns:w="{W}">{body}</w:body>')
    return [counter.of(row) for row in root], part


def lists_in(part: bytes) -> int:
    return part.count(b"<w:num ") - 1


def test_one_list_counts_through_levels_that_begin_anew() -> None:
    rows: Rows = [(0, "1."), (1, "(a)"), (1, "(b)"), (2, "(i)"), (2, "(ii)"), (0, "2."), (1, "(a)")]
    found, part = counted(rows)
    assert found == [mark for _, mark in rows]
    assert lists_in(part) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [(0, "1."), (0, "3."), (0, "4.")],
        [(0, "12."), (0, "12."), (0, "11.")],
        [(1, "(h)"), (1, "(i)"), (1, "(j)"), (2, "(i)"), (2, "(ii)")],
        [(0, "I."), (0, "II."), (0, "V."), (0, "X.")],
        [(2, "(i)"), (0, "1."), (2, "(i)"), (2, "(ii)")],
        [(0, "1a."), (0, "§ 3"), (0, "Article 4"), (0, "–"), (0, "*")],
        [(0, "1."), (1, "–"), (2, "–"), (1, "(a)"), (0, "2.")],
        [(0, "01."), (0, "007"), (0, "0.")],
    ],
)
def test_gaps_repeats_and_unusual_marks_are_printed_as_they_are(rows: Rows) -> None:
    assert counted(rows)[0] == [mark for _, mark in rows]


def test_each_text_has_numbers_of_its_own() -> None:
    found, part = counted([(0, "1."), (0, "2.")], [(0, "1."), (0, "2.")])
    assert found == ["1.", "2.", "1.", "2."]
    assert lists_in(part) == 2


MARKS = ["1.", "2.", "3.", "9.", "(a)", "(b)", "(c)", "(i)", "(ii)", "(v)", "I.", "II.", "A.",
         "–", "•", "1)", "[2]", "(x)", "C.", "c."]  # fmt: skip


@pytest.mark.parametrize("seed", thinned(range(400), 20))
def test_any_marks_in_any_order_are_printed_as_they_are(seed: int) -> None:
    dice = random.Random(seed)
    rows = [(dice.randrange(5), dice.choice(MARKS)) for _ in range(40)]
    assert counted(rows)[0] == [mark for _, mark in rows]


def test_a_letter_that_is_a_roman_number_too_can_be_read_as_both() -> None:
    assert [value for _, value in readings("(i)")] == [1, 9]
    assert [value for _, value in readings("(v)")] == [22, 5]
    assert [value for _, value in readings("IV.")] == [4]


def test_a_mark_that_word_would_take_for_a_place_is_no_sign_of_a_list() -> None:
    assert is_listed("100 %")
    assert not is_listed("%1.")


def test_a_sign_of_several_letters_is_no_bullet() -> None:
    marks = ["1.2.", "(\u0430)", "\u03c3\u03c4)", "(aa)", "–"]
    found, part = counted([(1, mark) for mark in marks])
    assert found == marks
    levels = ET.fromstring(part).iter(f"{{{W}}}lvl")
    shapes = {tuple(row.get(f"{{{W}}}val") for row in level)[1:3] for level in levels}
    assert [text for form, text in shapes if form == "bullet"] == ["–"]


@pytest.mark.slow
def test_libreoffice_prints_every_mark_and_reference_as_the_edition_does(tmp_path: Path) -> None:
    marks = ["1.", "(a)", "b)", "1.2.", "(\u0431)", "\u03c3\u03c4)", "(aa)", "§ 3", "01.", "–"]
    blocks: list[TextBlock] = [
        running_texts.paragraph(mark, f"word{at} ends", level=1, anchor=f"text-1-{at}")
        for at, mark in enumerate(marks)
    ]
    caption = running_texts.paragraph("", "Table 1: Posts", style="caption", anchor="text-1-20")
    heading = running_texts.heading(1, "1.2.", "A heading", anchor="text-1-21")
    # what a section begins with below contents, where LibreOffice once joined all paragraphs
    first = running_texts.heading(1, "I.", "Head ", running_texts.marker(1), anchor="text-1-22")
    printed = [(f"text-1-{at}", mark.rstrip(".")) for at, mark in enumerate(marks[:-1])]
    printed += [("text-1-20", "Table 1"), ("text-1-21", "1.2"), ("text-1-1", "7(a)")]
    refers = [
        running_texts.paragraph("", "see ", ReferenceRun(text=text, anchor=anchor), " there")
        for anchor, text in printed
    ]
    text = running_texts.body().model_copy(
        update={"blocks": (first, *blocks, caption, heading, *refers), "footnotes": ()}
    )
    given = running_texts.edition(slides=False, texts=(text,))
    data = publish.render(view_for(given, "docx"), "docx", theme.load())
    (tmp_path / "x.docx").write_bytes(data)
    pages = pypdfium2.PdfDocument(converted(tmp_path / "x.docx", "pdf", tmp_path))
    said = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
    assert f"I. Head [REDACTED] {marks[0]} word0" in said
    for at, mark in enumerate(marks):
        assert f"{mark} word{at} ends" in said
    for _, words in printed:
        assert f"see {words} there" in said
