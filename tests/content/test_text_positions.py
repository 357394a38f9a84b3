"""Every word of a running text has its exact place: file, line, column."""

from __future__ import annotations

import re

import pytest

from pipeline.content import markup, text_reader, yaml_letters
from pipeline.content.model.running_text import Text
from pipeline.content.model.walk import slots_in, texts
from tests.support.bodies import Body
from tests.support.thinned import thinned

WORD = re.compile(r"w\d+w")


def place(text: str, index: int) -> tuple[int, int]:
    """Return line and column as an editor counts them."""
    before = text[:index].replace("\r\n", "\n")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize("share", thinned(range(50), 50, rest="exhaustive"))
def test_every_word_slot_and_mark_of_a_generated_text_has_its_place(share: int) -> None:
    for number in range(40 * share, 40 * share + 40):
        body = Body(number)
        document = text_reader.read(body.text, "body.md")
        assert document.problems == [], f"text {number}"
        model = Text.model_validate(document.tree)
        seen: list[str] = []
        for path, rich in texts(model):
            scalar = document.scalars[document.resolve(path)]
            assert scalar.letters(), "it can be edited letter by letter"
            for word in WORD.finditer(scalar.folded):
                seen.append(word[0])
                index = body.text.index(word[0])
                assert scalar.stretch(*word.span()) == (index, index + len(word[0]))
                if word.start() or scalar.style == "md":  # a value begins with its quotation mark
                    where = document.where(path, word.start())
                    told = (where.line, where.column)
                    assert told == place(body.text, index), f"text {number}"
            for part in rich:
                if isinstance(part, markup.Slot | markup.Unsealed) and part.offset:
                    where = document.where(path, part.offset)
                    index = document.lines.index(where.line, where.column)
                    assert body.text.startswith("[[", index), f"text {number}"
        assert sorted(seen) == sorted(body.words), f"text {number}: each word once, none lost"
        held = [(path, slot) for path, slot, _ in slots_in(model)]
        assert sorted(slot for _, slot in held) == sorted(body.slots), f"text {number}"
        for path, slot in held:
            if path[-1] == "withheld":
                where = document.where(path)
                told = (where.line, where.column)
                assert told == place(body.text, body.text.index(f"[[{slot}]]") + 2)


def test_names_of_places_are_told_from_each_other() -> None:
    for number in range(40):
        document = text_reader.read(Body(number).text, "body.md")
        model = Text.model_validate(document.tree)
        names = [document.place_name(path) for path, _ in texts(model)]
        assert len(set(names)) == len(names), f"text {number}"
        assert all(re.fullmatch(r"[a-z0-9/-]+", name) for name in names)


def test_a_document_of_a_text_gives_the_layout_that_edits_need() -> None:
    document = text_reader.read("# A {#x}\n\nB[^n]\n\n[^n]: C\n", "body.md")
    assert isinstance(document.layout, yaml_letters.Layout)
    assert [scalar.value for scalar in document.layout.keys] == ["x", "n"]
