"""Running text in finished files: whatever differs from the edition is found, in every format."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product

import pytest

from pipeline.audit import checks
from pipeline.audit.expected.flow import Flow, Head, Strand, laid
from pipeline.design import theme
from pipeline.edition.blocks import Table
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import Format
from pipeline.edition.running_text import RunningText, TextBlock, TextHeading, TextParagraph
from pipeline.edition.runs import MarkerRun, NoteRun, ReferenceRun, TextRun
from pipeline.edition.texts import rebuilt
from pipeline.workflow import publish
from tests.support import running_texts
from tests.support.running_texts import annex, edition, paragraph
from tests.support.thinned import thinned

FORMATS: tuple[Format, ...] = ("docx", "pdf", "html")


def words_alone() -> RunningText:
    """Return the body without its figures: they are tried elsewhere, and take long."""
    body = running_texts.body()
    kept = tuple(
        block for block in body.blocks
        if isinstance(block, TextHeading | TextParagraph | Table)
    )  # fmt: skip
    return body.model_copy(update={"blocks": kept})


@cache
def whole() -> Edition:
    return edition(slides=False, texts=(words_alone(), annex(2, "ANNEX I"), annex(3, "ANNEX II")))


def found(fmt: Format, given: Edition) -> list[str]:
    """Return what the audit says of a file made from one edition that should say another."""
    data = publish.render(view_for(given, fmt), fmt, theme.load())
    return [row.code for row in checks.findings(data, fmt, "x", view_for(whole(), fmt))]


def with_blocks(change: Callable[[list[TextBlock]], list[TextBlock]]) -> Edition:
    body, *others = whole().texts
    blocks = tuple(change(list(body.blocks)))
    changed = body.model_copy(update={"blocks": blocks})
    return whole().model_copy(update={"texts": (changed, *others)})


def dropped(blocks: list[TextBlock]) -> list[TextBlock]:
    at = next(i for i, row in enumerate(blocks) if getattr(row, "mark", "") == "5.")
    return blocks[:at] + blocks[at + 1 :]


def swapped(blocks: list[TextBlock]) -> list[TextBlock]:
    at = next(i for i, row in enumerate(blocks) if getattr(row, "mark", "") == "(i)")
    first, second = blocks[at], blocks[at + 1]
    assert isinstance(first, TextParagraph)
    assert isinstance(second, TextParagraph)
    words, others = first.runs, second.runs
    blocks[at : at + 2] = [
        first.model_copy(update={"runs": others}), second.model_copy(update={"runs": words}),
    ]  # fmt: skip
    return blocks


def renumbered(mark: str, other: str) -> Callable[[list[TextBlock]], list[TextBlock]]:
    def change(blocks: list[TextBlock]) -> list[TextBlock]:
        at = next(i for i, row in enumerate(blocks) if getattr(row, "mark", "") == mark)
        blocks[at] = blocks[at].model_copy(update={"mark": other})
        return blocks

    return change


def reheaded(blocks: list[TextBlock]) -> list[TextBlock]:
    at = next(i for i, row in enumerate(blocks) if getattr(row, "number", "") == "II.")
    blocks[at] = blocks[at].model_copy(update={"number": "III."})
    return blocks


def added(blocks: list[TextBlock]) -> list[TextBlock]:
    return [*blocks, paragraph("", "x")]


def led_elsewhere(blocks: list[TextBlock]) -> list[TextBlock]:
    at = next(i for i, row in enumerate(blocks) if getattr(row, "mark", "") == "3.")
    row = blocks[at]
    assert isinstance(row, TextParagraph)
    runs = tuple(
        run.model_copy(update={"anchor": "text-1-7"}) if isinstance(run, ReferenceRun) else run
        for run in row.runs
    )
    blocks[at] = row.model_copy(update={"runs": runs})
    return blocks


CHANGES: dict[str, Callable[[list[TextBlock]], list[TextBlock]]] = {
    "a paragraph is dropped": dropped,
    "two paragraphs are swapped": swapped,
    "a number is another": renumbered("5.", "4."),
    "a letter is another": renumbered("(c)", "(d)"),
    "a dash is lost": renumbered("–", ""),
    "the number of a heading is another": reheaded,
    "a cross-reference leads elsewhere": led_elsewhere,
    "a paragraph is added": added,
}


def without(kind: type) -> Edition:
    body, *others = whole().texts
    changed = rebuilt(
        body, lambda runs: tuple(row for row in runs if not isinstance(row, kind)) or runs
    )
    return whole().model_copy(update={"texts": (changed, *others)})


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_file_that_says_what_its_edition_says_passes(fmt: Format) -> None:
    assert found(fmt, whole()) == []


@pytest.mark.slow
@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("setting", ["slides", "on_cover", "neither"])
def test_figures_slides_and_the_covers_page_pass(fmt: Format, setting: str) -> None:
    given = edition(
        slides=setting == "slides", on_cover=setting == "on_cover", contents=setting == "slides"
    )
    data = publish.render(view_for(given, fmt), fmt, theme.load())
    assert checks.findings(data, fmt, "x", view_for(given, fmt)) == ()


@pytest.mark.parametrize(("change", "fmt"), thinned(list(product(CHANGES, FORMATS)), 4))
def test_g27_what_differs_in_a_text_is_found(change: str, fmt: Format) -> None:
    assert "text-differs" in found(fmt, with_blocks(CHANGES[change]))


@pytest.mark.parametrize(("kind", "fmt"), thinned(list(product((MarkerRun, NoteRun), FORMATS)), 4))
def test_g27_a_marker_and_a_footnote_that_are_lost_are_found(kind: type, fmt: Format) -> None:
    assert "text-differs" in found(fmt, without(kind))


@pytest.mark.parametrize("fmt", thinned(FORMATS, 3))
def test_g27_a_footnote_that_says_something_else_is_found(fmt: Format) -> None:
    body, *others = whole().texts
    first, *rest = body.footnotes
    other = (first[0].model_copy(update={"text": "1 Another note."}),)
    changed = body.model_copy(update={"footnotes": (other, *rest)})
    given = whole().model_copy(update={"texts": (changed, *others)})
    assert "text-differs" in found(fmt, given)


def strand(text: str) -> Strand:
    made_of = Strand()
    made_of.add(text)
    return made_of


def test_a_flow_is_found_on_pages_that_end_anywhere_with_notes_below_and_heads_repeated() -> None:
    flow = Flow(strand("abHcdefg"), strand("12"), [Head(3, 7, strand("H"))])
    parts = laid(flow, ["abHc1", "Hde", "Hfg2"])
    assert parts
    assert [part.body for part in parts] == [((0, 4),), ((4, 6),), ((6, 8),)]
    assert [part.notes for part in parts] == [(0, 1), (1, 1), (1, 2)]
    assert [part.head is not None for part in parts] == [False, True, True]


@pytest.mark.parametrize(
    "pages",
    [["abHcdefg1"], ["abHcdefg12", "g"], ["abHc", "Xdefg12"], ["abcdefg12"], ["abHcdefg21"], []],
)
def test_a_flow_that_lacks_a_letter_or_has_one_too_many_is_not_found(pages: list[str]) -> None:
    flow = Flow(strand("abHcdefg"), strand("12"), [Head(3, 7, strand("H"))])
    parts = laid(flow, pages)
    assert parts is None or len(parts) < len(pages)


def test_a_row_that_is_higher_than_a_page_goes_on_cell_by_cell() -> None:
    flow = Flow(strand("aHleftrightz"), strand("1"), [Head(2, 11, strand("H"))])
    flow.rows = [((2, 6), (6, 11))]
    parts = laid(flow, ["aHleri1", "Hftg", "Hhtz"])
    assert parts
    assert parts[0].body == ((0, 2), (2, 4), (6, 8))
    assert laid(flow, ["aHleri1", "Hftght", "z"]) is not None
    assert laid(flow, ["aHleri1", "Hfght", "z"]) is None


def test_a_note_that_begins_like_the_text_that_goes_on_is_told_from_it() -> None:
    flow = Flow(strand("see1then1then"), strand("1then"), [])
    assert laid(flow, ["see1" + "1then", "then1then"]) is not None


def test_words_of_several_runs_are_one_text() -> None:
    flow = Strand()
    flow.add((TextRun(text="a b"), NoteRun(mark="1", index=0), TextRun(text=" c")))
    assert flow.text == "ab1c"


def referring(printed: str, *caption: TextRun | MarkerRun) -> Edition:
    """Return an edition with references to a caption, and to a heading "1.2."."""
    body = running_texts.body()
    blocks: tuple[TextBlock, ...] = (
        paragraph("", ReferenceRun(text=printed, anchor="text-1-1")),
        paragraph("", ReferenceRun(text="1.2", anchor="text-1-2")),
        paragraph("", *caption, style="caption", anchor="text-1-1"),
        running_texts.heading(1, "1.2.", "B", anchor="text-1-2"),
    )
    text = body.model_copy(update={"blocks": blocks, "footnotes": ()})
    return edition(slides=False, texts=(text,))


def codes(given: Edition) -> list[str]:
    data = publish.render(view_for(given, "docx"), "docx", theme.load())
    return [row.code for row in checks.findings(data, "docx", "x", view_for(given, "docx"))]


@pytest.mark.parametrize(
    "caption",
    [
        (TextRun(text="Table 1: Posts"),),
        (TextRun(text="Table 1"),),
        (TextRun(text="Table 1: "), running_texts.marker(1)),
        (TextRun(text="Table 1", strong=True), TextRun(text=": Posts")),
    ],
)
def test_cross_references_of_a_document_print_the_same_when_they_are_filled_anew(
    caption: tuple[TextRun | MarkerRun, ...],
) -> None:
    assert codes(referring("Table 1", *caption)) == []


def test_a_cross_reference_that_would_print_something_else_when_filled_anew_is_found() -> None:
    assert codes(referring("Table 2", TextRun(text="Table 1: Posts"))) == ["text-differs"]
