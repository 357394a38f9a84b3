"""What people paste: folded where no reader sees a difference, told where it stands if not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compose import compose
from pipeline.content import characters, markup, yaml_positions
from pipeline.content.load import load
from pipeline.core.errors import ContentError
from pipeline.edition.texts import plain
from tests.conftest import Written


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("zero\u200bwidth", "zerowidth"),
        ("\ufeffmark\u2060 \u200ehere\u200f", "mark here"),
        ("a\u034fb \u2066c\u2069", "ab c"),
        ("\ufb01nal \ufb03 \ufb05", "final ffi st"),
        ("non\u2011breaking", "non-breaking"),
        ("one\u2028two\u2029three\u0085four", "one two three four"),
        ("10\u2009000 and 5\u202f%", "10\u00a0000 and 5\u00a0%"),
        ("thin\u2009space", "thin space"),
        ("e\u0301 Z\u030c", "é Ž"),
        ("✔\ufe0f", "✔"),
    ],
)
def test_what_no_reader_sees_is_folded(pasted: str, read: str) -> None:
    assert characters.folded(pasted) == read
    assert markup.parse(pasted) == (markup.Words(read),)
    assert markup.parse_plain(pasted) == read


@given(st.text(alphabet="ab \u200b\u0301e\ufb01\u2009\u2028é1", max_size=20))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = characters.folded(text)
    assert characters.folded(once) == once


def test_soft_hyphens_are_content() -> None:
    assert characters.folded("Donau\u00addampf") == "Donau\u00addampf"


def test_a_slot_behind_folded_characters_is_found_where_it_stands() -> None:
    text = "a\u200b\u200b e\u0301 \ufb01 [[slot]]"
    slot = next(part for part in markup.parse(text) if isinstance(part, markup.Slot))
    assert text[slot.offset :] == "[[slot]]"


@pytest.mark.parametrize(
    "written",
    [
        'a: "x\\u00e9 [[s]]"\n',
        "a: 'it''s [[s]]'\n",
        "a: >-\n  some words\n  and [[s]]\n",
        "a: |\n  some words\n\n  and [[s]]\n",
        "a: plain\n  text [[s]]\n",
        'a: "folded\n   \\\n   here [[s]]"\n',
        "\u2028# one line for an editor\na: [[s]] not\n",
    ],
)
def test_a_place_within_a_text_is_that_of_an_editor(written: str) -> None:
    document = yaml_positions.read(written, "x.yaml")
    if document.problems or not document.scalars.get(("a",)):
        place = document.problems[0].where if document.problems else document.where(("a",))
    else:
        at = document.scalars[("a",)].folded.index("[[s]]")
        place = document.where(("a",), at)
        assert written.split("\n")[place.line - 1][place.column - 1 :].startswith("[[s]]")
    assert place.line <= written.count("\n")


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("a: 1\nb: \x07\n", "x:2:4", "forbidden-character"),
        ('a: 1\nb: "open\nc: 2\n', "x:2:4", "bad-yaml"),
        ('a: "\\ud800"\n', "x:1:7", "bad-yaml"),
        ('a: "\\q"\n', "x:1:5", "bad-yaml"),
        ("a: 1\n  \ufeff- b\n", "x:2:3", "forbidden-character"),
        ("a: 1\nb\ufeff: 2\n", "x:2:2", "forbidden-character"),
        (f"a: {'[' * 300}{']' * 300}\n", "x:1:53", "too-large"),
        (f"a: {'[' * 900}{']' * 900}\n", "x:1:53", "too-large"),
        ("a: [1,\n\n\n", "x:1:7", "bad-yaml"),
    ],
)
def test_what_is_no_yaml_is_told_at_its_place(text: str, place: str, code: str) -> None:
    (problem, *_) = yaml_positions.read(text, "x").problems
    assert (str(problem.where), problem.code) == (place, code)


@pytest.mark.parametrize(
    "points",
    ["['b\ufeffom']", '["\ufeffbom"]', "[\ufeffbom]", "\n    - \ufeffbom", "\n    - bom\ufeff"],
)
def test_a_byte_order_mark_within_a_text_is_folded_as_what_nobody_sees(
    points: str, written: Written, tmp_path: Path
) -> None:
    folder = written("- kind: bullets\n  title: One\n  points: [x]\n")
    deck = folder / "presentation.yaml"
    deck.write_text(deck.read_text("utf-8").replace("[x]", points), "utf-8")
    slide = compose(load(folder, tmp_path), "public").slides[0]
    (block,) = slide.blocks
    assert plain(block.items[0].runs) == "bom"


@pytest.mark.parametrize("entry", ["~", "null"])
def test_an_entry_that_yaml_reads_as_nothing_is_told(
    entry: str, written: Written, tmp_path: Path
) -> None:
    folder = written(f"- kind: bullets\n  title: One\n  points: [one, {entry}]\n")
    with pytest.raises(ContentError) as caught:
        load(folder, tmp_path)
    (problem,) = caught.value.problems
    assert problem.code == "empty-text"
    line = (folder / "presentation.yaml").read_text("utf-8").split("\n")[problem.where.line - 1]
    assert line[problem.where.column - 1 :].startswith(entry)


@pytest.mark.parametrize(
    ("sign", "words"), [("你", "no font"), ("א", "right to left"), ("😀", "no font")]
)
def test_a_character_that_cannot_be_set_is_told_where_it_stands(
    sign: str, words: str, written: Written, tmp_path: Path
) -> None:
    folder = written(f"- kind: bullets\n  title: One\n  points: ['one', 'two {sign} x']\n")
    (problem,) = load(folder, tmp_path).not_buildable()
    text = (folder / "presentation.yaml").read_text("utf-8").split("\n")
    assert text[problem.where.line - 1][problem.where.column - 1] == sign
    assert words in problem.message


@pytest.mark.parametrize("sign", "→←✓✔≥≠≈∑√∞■▲►№℮½€−⇒∈")
def test_arrows_check_marks_and_mathematical_signs_can_be_set(sign: str, written: Written) -> None:
    folder = written(f"- kind: bullets\n  title: One\n  points: ['{sign}']\n")
    assert list(load(folder).not_buildable()) == []


def test_lists_more_than_three_deep_are_refused_at_the_fourth_level(written: Written) -> None:
    from pipeline.core.errors import ContentError  # noqa: PLC0415

    deep = "- {kind: bullets, title: A, points: [{text: a, points: [{text: b, points: [{text: c, points: [d]}]}]}]}"  # fmt: skip  # noqa: E501
    with pytest.raises(ContentError) as caught:
        load(written(deep))
    (problem,) = caught.value.problems
    assert problem.code == "too-many-levels"
