"""Running text composed: numbers as typed or counted, references, footnotes, order."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.edition.blocks import Table
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import RunningText, TextHeading, TextParagraph
from pipeline.edition.runs import ReferenceRun
from pipeline.edition.texts import all_runs, markers, plain
from tests.redaction.test_sealing import COVER, DECK, HEAD, SLOTS

COMPUTED = "---\nnumbering: computed\n---\n\n"
SLIDES = "slides:\n  - {kind: bullets, title: '[[r2]]', points: [a]}\n"


def composed(folder: Path, head: str = HEAD, slots: str = "", **texts: str) -> Edition:
    """Compose the public edition of some texts; ``_`` in a name stands for a hyphen."""
    (folder / COVER).write_text(head, "utf-8")
    (folder / SLOTS).write_text(slots or "slots: {}\n", "utf-8")
    for name, text in texts.items():
        (folder / f"{name.replace('_', '-')}.md").write_text(text, "utf-8")
    return compose(load(folder), "public")


def numbers(text: RunningText) -> list[str]:
    return [
        block.number if isinstance(block, TextHeading) else block.mark
        for block in text.blocks
        if isinstance(block, TextHeading | TextParagraph)
    ]


def printed(edition: Edition) -> list[str]:
    """Return the numbers that references print."""
    runs = [run for text in edition.texts for found in all_runs(text) for run in found]
    return [run.text for run in runs if isinstance(run, ReferenceRun)]


def test_typed_numbers_are_printed_as_they_stand(tmp_path: Path) -> None:
    body = "# I. A\n\n1. B:\n   (a) c\n       (i) d\n   – e\n\n## A. F\n\n2. G\n\nh\n"
    (text,) = composed(tmp_path, body=body).texts
    assert numbers(text) == ["I.", "1.", "(a)", "(i)", "–", "A.", "2.", ""]
    levels = [block.level for block in text.blocks if isinstance(block, TextParagraph)]
    assert levels == [0, 1, 2, 1, 0, 0]


def test_computed_numbers_count_headings_paragraphs_and_entries(tmp_path: Path) -> None:
    body = (
        f"{COMPUTED}# A\n\n1. b:\n   (a) c\n   (a) d:\n       (i) e\n       (i) f\n\n## G\n\n"
        "1. h\n\n## I\n\n# J {unnumbered}\n\n# K\n\n## L\n\n### M\n\n#### N\n\n1. o\n"
    )
    (text,) = composed(tmp_path, body=body).texts
    wanted = ["I.", "1.", "(a)", "(b)", "(i)", "(ii)", "A.", "2.", "B.", "", "II.", "A.", "(a)"]
    assert numbers(text) == [*wanted, "(i)", "3."]


def test_references_print_the_number_of_their_place_in_any_file(tmp_path: Path) -> None:
    body = (
        "# I. A {#head}\n\n1. B: {#par}\n   (a) c: {#entry}\n       (i) d {#inner}\n\n"
        "```table Table 1: x {#table}\nalt: x\nheader: [a]\nrows:\n  - [b]\n```\n\n"
        "See [see](#head), [see](#par), [see](#entry), [see](#inner), [see](#table), "
        "[see](#annex).\n"
    )
    annex = "# ANNEX I: T {#annex}\n\nSee [](#entry).\n"
    edition = composed(tmp_path, body=body, annex_1=annex)
    assert printed(edition) == ["I", "1", "1(a)", "1(a)(i)", "Table 1", "ANNEX I", "1(a)"]
    places = {run.anchor for text in edition.texts for runs in all_runs(text) for run in runs
              if isinstance(run, ReferenceRun)}  # fmt: skip
    known = {text.anchor for text in edition.texts}
    known |= {getattr(block, "anchor", "") for text in edition.texts for block in text.blocks}
    assert places <= known
    assert all(place.startswith("text-") for place in places)
    assert "entry" not in edition.model_dump_json(include={"texts"})


def test_footnotes_are_numbered_through_all_texts_as_they_are_read(tmp_path: Path) -> None:
    body = "A[^b], B[^a].\n\n[^a]: First defined.\n\n[^b]: First read.\n\n"
    annex = "# ANNEX II\n\nD[^d].\n\n[^d]: Last.\n"
    edition = composed(tmp_path, body=f"{body}# ANNEX I\n\nC[^a].\n", annex_1=annex)
    notes = [[plain(note) for note in text.footnotes] for text in edition.texts]
    assert notes == [["1 First read.", "2 First defined."], ["3 First defined."], ["4 Last."]]


@pytest.mark.parametrize(
    ("numbering", "headings", "labels"),
    [
        ("", ("ANNEX",), ["ANNEX"]),
        (COMPUTED, ("ANNEX",), ["ANNEX"]),
        (COMPUTED, ("ANNEX", "ANNEX: Title"), ["ANNEX I", "ANNEX II"]),
        ("", ("ANNEX I", "ANNEX II: Title"), ["ANNEX I", "ANNEX II"]),
    ],
)
def test_annexes_are_labelled_through_all_files(
    numbering: str, headings: tuple[str, ...], labels: list[str], tmp_path: Path
) -> None:
    files = {f"annex_{at}": f"{numbering}# {head}\n\nA\n" for at, head in enumerate(headings)}
    assert [text.label for text in composed(tmp_path, **files).texts] == labels


def test_markers_are_numbered_through_texts_and_slides_in_the_order_of_enclosures(
    tmp_path: Path,
) -> None:
    (tmp_path / DECK).write_text(SLIDES, "utf-8")
    slots = "marker: numbered\nslots:\n" + "".join(
        f"  r{n}: {{grounds: [defence]}}\n" for n in (1, 2, 3)
    )
    files = {"body": "A [[r1]].\n", "annex_1": "# ANNEX\n\nB [[r3]].\n"}
    edition = composed(tmp_path, slots=slots, **files)
    assert edition.texts_before == 1
    found = [markers(part)[0].number for part in (edition.texts[0], edition.slides[0])]
    assert [*found, markers(edition.texts[1])[0].number] == [1, 2, 3]
    head = f"{HEAD}enclosures: [annex-1.md, presentation.yaml, body.md]\n"
    other = composed(tmp_path, head, slots, **files)
    assert [text.role for text in other.texts] == ["annex", "body"]
    assert other.texts_before == 1


def test_the_legend_of_a_dossier_without_slides_is_a_last_text(tmp_path: Path) -> None:
    slots = "marker: numbered\nslots:\n  r1: {grounds: [defence]}\n"
    edition = composed(tmp_path, slots=slots, body="A [[r1]].\n")
    assert edition.slides == ()
    assert isinstance(edition.texts[-1].blocks[0], Table)
    assert edition.texts_before == 2


@pytest.mark.parametrize(
    ("number", "said", "begins"),
    [
        ("WK 1/2024 INIT", "", False),
        ("ST 1/24", "", True),
        ("WK 1/2024 INIT", "begins_on_cover: true\n", True),
        ("ST 1/24", "begins_on_cover: false\n", False),
    ],
)
def test_the_body_begins_on_the_cover_as_its_series_has_it_or_as_is_wished(
    number: str, said: str, begins: bool, tmp_path: Path
) -> None:
    head = HEAD.replace("WK 1/2024 INIT", number) + said
    assert composed(tmp_path, head, body="A\n").begins_on_cover is begins
