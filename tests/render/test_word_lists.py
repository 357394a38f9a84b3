"""Numbers of running text in the Word document: what Word counts is what the edition prints."""

from __future__ import annotations

import random
from xml.etree import ElementTree as ET

import pytest

from pipeline.audit.office.list_numbers import Counter
from pipeline.render.docx.numbering import Numbering, is_listed, readings
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
