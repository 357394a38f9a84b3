"""Any words of a document stand in its running text as they were, read by the content's reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.content import characters, text_reader
from pipeline.content import texts as texts_module
from pipeline.content.model.running_text import Text
from pipeline.content.rules import running_text
from pipeline.content.texts import Texts
from pipeline.core.errors import Where
from pipeline.importing.document import import_document
from pipeline.importing.found import Box, Cell, Paragraph, Run
from pipeline.importing.found_document import Block, Document, Grid, Note, Passage
from pipeline.importing.made import Given
from pipeline.importing.wanted import Wanted
from tests.importing.test_known_documents import flat, text_of
from tests.importing.test_text_round_trip import WORDS, settable

KINDS = st.sampled_from(
    ["plain", "heading", "bullet", "deeper", "number", "letter", "note", "quote"]
)
ODD = st.sampled_from(
    [
        "# x",
        "1. x",
        "12) x",
        "(a) x",
        "(iv) x",
        "- x",
        "+ x",
        "* x",
        "> x",
        "| x | y |",
        "```",
        "~~~ x",
        "---",
        "***",
        "===",
        "[^a]: x",
        "<b>",
        "<!-- x",
        "&amp; x",
        "!x",
        "x {#y}",
        "x {landscape}",
        "{#z}",
        "I. x",
        "A. x",
        "1.2 x",
        "ANNEX I: x",
        "ANNEX",
        "x #",
        "x ##",
        "\\",
        "x\\",
        "`x`",
        "a  b",
        "– x",
        "–",
        "2026. x",
        "[see](#x)",
        "x: y",
        "![x](y)",
        "a~~b",
        "[[x]]",
        "Table 1: x",
        "Subject: x",
    ]
)


def blocks_of(rows: list[tuple[str, str]]) -> tuple[list[Block], list[Note]]:
    blocks: list[Block] = []
    notes: list[Note] = []
    count = 0
    for number, (kind, words) in enumerate(rows, start=1):
        passage = Passage([Run(words)], number=number)
        if kind == "heading":
            passage.heading = 1 + number % 4
        elif kind in {"bullet", "deeper"}:
            passage.label, passage.list_id, passage.level = "•", "7", int(kind == "deeper")
        elif kind == "number":
            count += 1
            passage.label, passage.list_id = f"{count}.", "8"
        elif kind == "letter":
            passage.label, passage.list_id, passage.level = "(a)", "9", 1
        elif kind == "quote":
            passage.role = "quote"
        elif kind == "note":
            passage.runs = [Run("words"), Run("", note=f"footnote-{number}")]
            notes.append(Note(f"footnote-{number}", [Paragraph([Run(words)])]))
        blocks.append(passage)
    return blocks, notes


def read_back(blocks: list[Block], notes: list[Note]) -> Text:
    """Write a document, and read its body without any problem."""
    given_ = Given(b"", Where("x.docx"), "x.docx", "", "x")
    made = import_document.made(Document(blocks, notes, [], {"en": 1}), given_, Wanted())
    texts: dict[str, Text] = {}
    documents: dict[str, Any] = {}
    for name, data in made.files.items():
        if name.endswith(".md"):
            documents[name] = text_reader.read(data.decode(), name)
            assert not documents[name].problems, (data.decode(), documents[name].problems)
            refused: list[Any] = []
            model = texts_module.model_of(documents[name], refused, [])
            assert model is not None, (data.decode(), refused)
            texts[name] = model
    problems = [*running_text.problems(Texts(texts), documents)]
    assert not problems, (made.files, problems)
    merged = [block for text in texts.values() for block in text.blocks]
    for text in texts.values():
        for annex in text.annexes:
            merged += [annex, *getattr(annex, "blocks", ())]
    return Text.model_construct(blocks=tuple(merged), footnotes={
        key: note for text in texts.values() for key, note in text.footnotes.items()
    })  # fmt: skip


def said(text: Text) -> Iterator[str]:
    for block in text.blocks:
        if block.kind == "annex":
            yield f"ANNEX{block.number or ''}{text_of(block.title or ())}"
        else:
            yield from (f"{row.label}{row.text}" for row in flat([block]))
    yield from (text_of(note) for note in text.footnotes.values())


def letters(text: str) -> str:
    """Return words without the signs around numbers and marks, which are printed in our forms."""
    return "".join(sign for sign in text if sign not in " \u00a0.()–—-•:")


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(KINDS, st.one_of(WORDS, ODD)), min_size=1, max_size=7))
def test_any_document_is_accepted_and_says_what_it_said(rows: list[tuple[str, str]]) -> None:
    blocks, notes = blocks_of(rows)
    wanted = [characters.folded(settable(words)) for _, words in rows]
    got = "".join(map(letters, said(read_back(blocks, notes))))
    for words in wanted:
        assert letters(words).upper() in got.upper(), (words, got)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.one_of(WORDS, ODD), min_size=2, max_size=2), min_size=2, max_size=4))
@example([[";", ""], [":\x1b", ""]])
def test_any_cells_are_accepted_and_say_what_they_said(rows: list[list[str]]) -> None:
    for has_header in (True, False):
        cells = [[Cell([Paragraph([Run(words)])]) for words in row] for row in rows]
        grid = Grid(1, "", Box(), cells, 2, has_header=has_header, alt="A table")
        grid.alt = "" if has_header else "A table"
        blocks: list[Block] = [Passage([Run("Words")], number=1), grid]
        read_back(blocks, [])
