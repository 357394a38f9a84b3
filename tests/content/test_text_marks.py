"""Marks of lists in running text: what begins an entry, in which order, and what is words."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.compose import compose
from pipeline.content import numerals, text_reader
from pipeline.content.load import load
from pipeline.edition.running_text import TextParagraph
from pipeline.edition.texts import plain
from pipeline.importing.document import block_text
from tests.content.test_text_mistakes import COMPUTED, told
from tests.redaction.test_sealing import COVER, HEAD

GREEK = ["\u03b1", "\u03b2", "\u03b3", "\u03b4", "\u03b5", "\u03c3\u03c4", "\u03b6"]
CYRILLIC = ["\u0430", "\u0431", "\u0432", "\u0433"]
#: Wrapped lines of texts as they are: nothing here begins a list or a paragraph.
WORDS = [
    "It was adopted on 12 May\n2026. The Council agreed.",
    "The meetings take place on 30.\n12. 2026 and later.",
    "The goods come by air (and\nsea) from there.",
    "It applies to the group (the\nEU) as a whole.",
    "It was amended by Regulation\n(EU) 2016/399 and others.",
    "It was amended by Regulation No 1,\n(EU) 2016/399 and others.",
    "It is about aviation (also\ncivil) and ships\n(civil) as well.",
    "In accordance with points\n(a) to (c) it is so.",
    "In accordance with Article 4(2), points (a),\n(b) and (c), it is so.",
    "In accordance with point (a) or\n(b) it is so.",
    "In accordance with Buchst.\na) und b) it is so.",
    "See document 88800/26, page\n4. It says so.",
    "The Treaty (see Article 4(2)\n(a)) says so.",
    "A temperature of\n-5 \u00b0C was measured.",
    "It was proposed by A.\nB. Smith and others.",
    "See point 12.3\n12.4 and others.",
    "They met at 10.\n30. That was late.",
]


def marks(text: str) -> list[str]:
    """Return the marks of the entries of a text, in order."""
    found: list[str] = []
    todo = [*text_reader.read(text, "body.md").tree["blocks"]]  # type: ignore[index]
    while todo:
        row = todo.pop(0)
        found += [row["mark"]] if "mark" in row else []
        todo = [*row.get("items", ()), *row.get("blocks", ()), *todo]
    return found


@pytest.mark.parametrize("letters", [[*"abc"], ["i", "ii", "iii"], GREEK, CYRILLIC])
@pytest.mark.parametrize("shape", ["({})", "{})"])
def test_marks_are_those_of_the_texts_language(
    letters: list[str], shape: str, tmp_path: Path
) -> None:
    wanted = [shape.format(row) for row in letters]
    text = "1. A:\n" + "".join(f"   {row} b;\n" for row in wanted)
    assert marks(text) == wanted
    assert told(tmp_path, body=text) == []


def test_numbers_in_greek_and_cyrillic_letters_follow_each_other() -> None:
    order = numerals.Sequence()
    signs = [numerals.printed(number, "g") for number in range(1, 23)]
    assert signs[5] == GREEK[5]
    assert [order.take(f"{sign})") for sign in signs] == [""] * 22
    assert all(numerals.value(sign, "g") == at for at, sign in enumerate(signs, start=1))
    assert numerals.Sequence().take("\u0410.") == ""
    assert numerals.styles("\u0431") == ["c"]


def test_a_letter_of_another_alphabet_that_looks_the_same_is_told(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, body="# A. B\n\n# \u0392. C\n")
    assert problem.code == "number-out-of-order"
    assert problem.hint
    assert "in Latin letters" in problem.hint


@pytest.mark.parametrize("words", WORDS)
def test_wrapped_lines_are_words(words: str, tmp_path: Path) -> None:
    assert told(tmp_path, body=f"1. First.\n\n{words}\n") == []
    assert marks(words) == []


@pytest.mark.parametrize("above", ["# A", "***", "| a |\n|---|\n| b |", "```quote\nx\n```"])
@pytest.mark.parametrize("mark", ["(a)", "\u2013", "a)", "1."])
def test_a_list_stands_right_below_what_is_no_paragraph(
    above: str, mark: str, tmp_path: Path
) -> None:
    assert told(tmp_path, body=f"{above}\n{mark} b\n") == []


def test_a_list_goes_on_below_a_figure_or_words(tmp_path: Path) -> None:
    quote = "```quote\nc\n```"
    body = f"1. A:\n   (a) b;\n\n{quote}\n\n(b) d;\n\nand also:\n\n(c) e.\n\n2. F:\n   (a) g.\n"
    assert told(tmp_path, body=body) == []


def test_counted_marks_keep_the_form_of_the_first_and_references_print_it(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / COVER).write_text(HEAD, "utf-8")
    body = f"{COMPUTED}1. A:\n   a) b;\n   a) c. {{#c}}\n\nSee [see](#c).\n"
    (folder / "body.md").write_text(body, "utf-8")
    (text,) = compose(load(folder, tmp_path), "public").texts
    rows = [row for row in text.blocks if isinstance(row, TextParagraph)]
    assert [row.mark for row in rows] == ["1.", "a)", "b)", ""]
    assert plain(rows[-1].runs) == "See 1\u00a0b)."


@pytest.mark.parametrize("words", ["a) b", "(a) b", "\u03b1) b", "ii) b", "12. b", "(\u0431) b"])
def test_imported_words_that_look_like_an_entry_stay_words(words: str, tmp_path: Path) -> None:
    assert told(tmp_path, body=f"{block_text.plain(words)}\n") == []
    assert marks(block_text.plain(words)) == []
