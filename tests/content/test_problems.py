"""Broken content gives its place and code, all of it at once, and quotes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.content.load import load
from pipeline.core.errors import ContentError
from tests.conftest import FIRST, MINI

DECK, COVER, SLOTS = "presentation.yaml", "dossier.yaml", "redactions.yaml"

#: file, words in it, what replaces them, "line:column code" that must be reported
BROKEN = [
    (COVER, "number: WK 4146/2024 INIT", "number: WK 4146/24 INIT", "2:9 bad-number"),
    (COVER, "number: WK 4146/2024 INIT", "number: WK 4146/2023 INIT", "2:9 year-differs"),
    (COVER, "number: WK 4146/2024 INIT", "number: WK 4146/2025 REV 1", "2:9 year-differs"),
    (COVER, "date: 2024-03-14", "date: 14 March 2024", "4:7 bad-date"),
    (COVER, "2024-05-31", "2024-02-29", "5:15 release-before-document"),
    (COVER, "release_date: 2024-05-31\nmarking: LIMITE\n", "", "2:1 missing-key"),
    (COVER, "marking: LIMITE", "marking: RESTREINT UE/EU RESTRICTED", "6:10 classified-marking"),
    (COVER, "marking: LIMITE", "marking: SECRET-ISH", "6:10 classified-marking"),
    (COVER, "marking: LIMITE", "marking: limited", "6:10 unknown-marking"),
    (COVER, "codes: [JAI,", "codes: [jai,", "7:9 bad-form"),
    (COVER, "  type: working-document", "  type: paper", "9:9 unknown-value"),
    (COVER, "language: en", "language: xx", "3:11 no-labels"),
    (COVER, "language: en", "language: en\nlangage: en", "4:1 unknown-key"),
    (
        COVER,
        "from: General Secretariat of the Council",
        "from: &a x\n  enclosure: *a",
        "10:9 yaml-alias",
    ),
    (COVER, "marking: LIMITE", "marking: LIMITE\nmarking: LIMITE", "7:1 duplicate-key"),
    (COVER, "marking: LIMITE", "marking: !!python/object:os.system x", "6:10 yaml-tag"),
    (COVER, "marking: LIMITE", "\tmarking: LIMITE", "6:1 bad-yaml"),
    (COVER, "marking: LIMITE", "marking: a: b", "6:11 bad-yaml"),
    (COVER, "  lead_in: >-", "  lead_in: [a]\n  lead: >-", "15:12 not-a-text"),
    (DECK, "[[title-line-3]]", "[[title-line-4]]", "9:9 unknown-slot"),
    (DECK, "[[title-line-3]]", "[[title-line-1]]", "9:9 slot-used-twice"),
    (DECK, '"[[title-line-3]]"', '"[[title line 3"', "9:9 bad-redaction"),
    (DECK, '"[[title-line-3]]"', '"[REDACTED]"', "9:9 hand-made-marker"),
    (DECK, '"[[title-line-3]]"', '"a\\x01b"', "9:11 forbidden-character"),
    (DECK, "International Cooperation Unit", "'[x](javascript:y)'", "8:12 bad-link"),
    (DECK, "kind: clusters", "kind: clutsers", "55:11 unknown-kind"),
    (DECK, "  - kind: clusters\n", "  - sort: x\n", "55:5 missing-key"),
    (DECK, "year: 2020", "year: '20x0'", "83:37 bad-value"),
    (DECK, "year: 2020", "year: 1066", "83:37 bad-value"),
    (DECK, "state: ALB", "state: XXX", "94:32 unknown-state"),
    (DECK, "state: ARM", "state: ALB", "95:32 state-twice"),
    (DECK, "[^kosovo]", "[^serbia]", "103:23 unknown-note"),
    (DECK, "Kosovo[^kosovo]", "Kosovo", "131:7 unused-note"),
    (DECK, "(\\* This", "This", "131:7 note-without-mark"),
    (DECK, "      alt: >-", "      alt:\n      text: >-", "116:11 not-a-text"),
    (SLOTS, "grounds: [personal-data]", "grounds: [personal]", "5:15 unknown-ground"),
    (SLOTS, "grounds: [personal-data]", "grounds: []", "5:14 too-few"),
    (SLOTS, "within: international-relations", "within: defence", "13:17 unknown-ground"),
    (SLOTS, "  title-line-1:", "  spare: {grounds: [defence]}\n  title-line-1:", "4:3 unused-slot"),
    (SLOTS, "slots:", "numbering: ground\nslots:", "3:12 unused-numbering"),
    (SLOTS, "slots:", "justifications: {defense: {scope: x}}\nslots:", "3:18 unknown-ground"),
    (SLOTS, "slots:", "justifications: {defence: {title: x}}\nslots:", "3:28 unknown-key"),
    (SLOTS, "slots:", "slots: 3\nother:", "3:8 not-a-mapping"),
]


def broken(copy: Path, file: str, old: str, new: str) -> list[str]:
    path = copy / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as caught:
        load(copy)
    return [f"{p.where.line}:{p.where.column} {p.code}" for p in caught.value.problems]


@pytest.mark.parametrize(("file", "old", "new", "wanted"), BROKEN)
def test_broken_content_is_found_at_its_place(
    project: Callable[[Path], Path], file: str, old: str, new: str, wanted: str
) -> None:
    assert wanted in broken(project(FIRST), file, old, new)


def test_problems_of_all_files_are_reported_at_once_and_sorted(
    project: Callable[[Path], Path],
) -> None:
    copy = project(MINI)
    for name, old, new in (
        (COVER, "2024-09-01", "2023-09-01"),
        (DECK, "kind: closing", "kind: clsing"),
        (SLOTS, "inspections", "inspection"),
    ):
        path = copy / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ContentError) as caught:
        load(copy)
    problems = caught.value.problems
    assert [p.code for p in problems] == [
        "release-before-document",
        "unknown-kind",
        "unknown-ground",
    ]
    assert list(problems) == sorted(problems)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"\xff\xfe\x00", "not-utf-8"),
        (b"a: [1, 2", "bad-yaml"),
        (b"- 1\n- 2\n", "not-a-mapping"),
        (b"a: 1\n---\nb: 2\n", "bad-yaml"),
        (b"x" * 4_000_001, "too-large"),
        (b"? [a, b]\n: c\n", "bad-key"),
    ],
)
def test_a_file_that_is_no_content_file_is_one_problem(
    project: Callable[[Path], Path], data: bytes, code: str
) -> None:
    copy = project(MINI)
    (copy / DECK).write_bytes(data)
    with pytest.raises(ContentError) as caught:
        load(copy)
    assert [p.code for p in caught.value.problems] == [code]


def test_a_missing_file_and_a_missing_folder_are_problems(
    project: Callable[[Path], Path],
) -> None:
    copy = project(MINI)
    (copy / COVER).unlink()
    with pytest.raises(ContentError, match="no-file"):
        load(copy)
    with pytest.raises(ContentError, match="no-dossier"):
        load(copy / "nowhere")


@pytest.mark.parametrize(("file", "old", "new", "wanted"), BROKEN)
def test_g23_messages_quote_nothing_of_the_content(
    project: Callable[[Path], Path], file: str, old: str, new: str, wanted: str
) -> None:
    """G23: a text that is still to be withheld may stand anywhere in the file."""
    copy = project(FIRST)
    for name in (COVER, DECK):
        path = copy / name
        path.write_text(path.read_text("utf-8").replace("Frontex", "Zyxwvut"), "utf-8")
    path = copy / file
    text = path.read_text("utf-8")
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as caught:
        load(copy)
    assert "Zyxwvut" not in str(caught.value)
    assert wanted.split(" ", 1)[1]


def test_a_marked_text_that_yaml_reads_as_a_key_gets_the_hint_to_quote_it(
    project: Callable[[Path], Path],
) -> None:
    copy = project(MINI)
    path = copy / DECK
    text = path.read_text("utf-8").replace("- Noch ein", "- Noch [[personal-data: Jane]] ein")
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError, match="put quotation marks around the whole text") as caught:
        load(copy)
    assert "Jane" not in str(caught.value)


@pytest.mark.parametrize("number", ["WK 4146/2023 REV 1", "11432/07 ADD 1", "CM 1711/1/20 REV 1"])
def test_a_later_version_may_be_of_a_later_year_than_its_number(
    number: str, project: Callable[[Path], Path]
) -> None:
    cover = project(FIRST) / COVER
    text = cover.read_text("utf-8").replace("WK 4146/2024 INIT", number)
    cover.write_text(text, "utf-8")
    assert load(cover.parent).dossier.number.year < 2024


@pytest.mark.parametrize(("language", "word"), [("en", "DELETED"), ("el", "ΔΙΑΓΡΑΦΗΚΕ")])
def test_a_marker_that_is_a_mere_word_cannot_be_typed_where_it_is_printed(
    language: str, word: str, project: Callable[[Path], Path]
) -> None:
    copy = project(FIRST)
    for name, old, new in (
        (COVER, "language: en", f"language: {language}"),
        (DECK, '"[[title-line-3]]"', f'"[[title-line-3]] {word}"'),
    ):
        path = copy / name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert load(copy)
    assert broken(copy, SLOTS, "slots:", "marker: deleted\nslots:") == ["9:9 hand-made-marker"]
