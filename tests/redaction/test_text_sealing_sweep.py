"""Generated running texts: everything marked is sealed, and released byte for byte (G32)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.secret import Secret
from pipeline.core.errors import ContentError
from pipeline.edition.edition import to_json
from tests.redaction.test_sealing import SLOTS, Bench
from tests.support.bodies import Body
from tests.support.thinned import thinned

_WORDS = re.compile(r"\[\[personal-data: (w\d+w)\]\]")


def written(number: int) -> str:
    """Return a generated text whose numbers the program counts, without footnotes."""
    text = re.sub(r"\A---\r?\nnumbering: typed\r?\n---\s*", "", Body(number).text)
    text = re.sub("# ANNEX [IV]+", "# ANNEX", text)
    text = re.sub(r"(?m)^\[\^n\d+\]: .*$", "", text)
    return "---\nnumbering: computed\n---\n\n" + re.sub(r"\[\^n\d+\]", "", text)


def unmarked(text: str) -> str:
    """Return a text without its marks."""
    text = re.sub(r" withhold=[a-z-]+(?=\})", "", _WORDS.sub(r"\1", text))
    return re.sub(r" \{withhold=[a-z-]+\}", "", text)


@pytest.mark.parametrize("number", thinned(range(80), 40, rest="exhaustive"))
def test_g32_a_generated_text_is_sealed_and_released_byte_for_byte(
    number: int, tmp_path: Path
) -> None:
    text, bench = written(number), Bench(tmp_path)
    used = re.findall(r"\[\[(s\d+)\]\]", text)
    rows = "".join(f"  {slot}: {{grounds: [defence]}}\n" for slot in used)
    bench.put("body.md", text)
    bench.put(SLOTS, f"slots:\n{rows}" if used else "slots: {}\n")
    bench.seal()
    sealed = bench.text("body.md")
    assert [word for word in _WORDS.findall(text) if word in sealed] == []
    source, held = load(bench.folder), bench.held()
    compose(source, "full", {slot: Secret(value) for slot, value in held.items()})
    public = to_json(compose(source, "public")).decode()
    assert [word for word in _WORDS.findall(text) if f'"{word}"' in public] == []
    todo = list(held)
    while todo:
        for slot in tuple(todo):
            try:
                bench.release(slot)
            except ContentError as error:
                if error.problems[0].code != "slot-inside":
                    raise
            else:
                todo.remove(slot)
    assert bench.text("body.md") == unmarked(text)
