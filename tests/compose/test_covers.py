"""Covers of each type: rows, order and foot as in published documents; what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from pipeline.audit import checks
from pipeline.content.load import load
from pipeline.content.model.dossier_yaml import CoverType
from pipeline.core.errors import ContentError
from pipeline.design import theme
from pipeline.edition.cover import CoverPart
from pipeline.edition.edition import view_for
from pipeline.edition.formats import Format
from pipeline.resources import covers, labels
from pipeline.workflow import design as looks
from pipeline.workflow.publish import render
from tests.conftest import FIRST, read_back, ready
from tests.support.seen import letters
from tools.cover_examples import dossier, written

#: Labels of each type's rows, from top to bottom, as published documents have them (forms that were
#: not seen are left out); under the sentence, those after the stroke.
ROWS = {
    "working-document": "From: To: Subject:",
    "note": "From: To: No. prev. doc.: No. Cion doc.: Subject: | Encl.:",
    "i-item-note": "From: To: No. prev. doc.: No. Cion doc.: Subject: | Encl.:",
    "a-item-note": "From: To: No. prev. doc.: No. Cion doc.: Subject: | Encl.:",
    "ia-item-note": "From: To: No. prev. doc.: No. Cion doc.: Subject: | Encl.:",
    "cover-note": "From: date of receipt: To: No. prev. doc.: No. Cion doc.: Subject: | Encl.:",
    "outcome": "From: On: To: Subject:",
    "staff-note": "Subject:",
    "declassification": "of document: dated: New status: Subject:",
}
ABOVE = {
    "working-document": ["Brussels, 14 March 2026", "PUBLIC", "WK 7/2026 INIT", "LIMITE", "JAI",
                         "FRONT", "This is a paper intended for", "WORKING DOCUMENT", "From:"],
    "note": ["Brussels, 14 March 2026", "(OR. en)", "PUBLIC", "7607/26", "Interinstitutional File:",
             "LIMITE", "JAI 12", "FRONT 3", "NOTE", "From:"],
    "staff-note": ["GENERAL SECRETARIAT OF THE COUNCIL", "STAFF NOTE", "Department responsible:",
                   "CP 54/26", "DG E2B", "14/3/2026", "Telephone:", "Subject:"],
    "declassification": ["7607/26 DCL 1", "JAI 12", "DECLASSIFICATION", "of document:", "11432/16",
                         "dated:", "5 July 2016", "New status:", "Public", "Subject:",
                         "declassified version", "The text is identical to the previous version."],
}  # fmt: skip
KINDS = tuple(covers.forms())
LANGUAGES = ("en", "fr", "de", "el", "hu", "pl", "sv")
MADE: tuple[Format, ...] = ("docx", "pdf", "html")


def test_types_and_parts_are_those_of_the_code() -> None:
    assert set(KINDS) == set(get_args(CoverType))
    parts = {part for form in covers.forms().values() for part in form.head}
    assert parts == set(get_args(CoverPart))
    phrases = labels.load("en").phrases
    for form in covers.forms().values():
        assert form.institution in phrases
        assert {row.phrase or row.field for row in form.all_rows} <= set(phrases)


@pytest.mark.parametrize("kind", ROWS)
def test_a_type_has_its_rows_in_their_order(kind: str, tmp_path: Path) -> None:
    cover = ready(written(tmp_path / "x", dossier(kind)), "public").cover
    above, _, below = ROWS[kind].partition(" | ")
    assert " ".join(row.label for row in cover.rows) == above
    assert " ".join(row.label for row in cover.below) == below


@pytest.mark.parametrize("kind", KINDS)
def test_a_type_passes_the_audit_in_every_format(kind: str, tmp_path: Path) -> None:
    language = "en" if kind in ABOVE else LANGUAGES[KINDS.index(kind) % len(LANGUAGES)]
    edition = ready(written(tmp_path / "x", dossier(kind, language)), "public")
    for fmt in MADE:
        view = view_for(edition, fmt)
        data = render(view, fmt, theme.load())
        trusted = looks.Look(theme.load()).trusted(fmt)
        assert checks.findings(data, fmt, f"{kind}.{fmt}", view, (), trusted) == ()
        pages = " ".join("\n".join(read_back(data, fmt).pages).split())
        places = [pages.find(text) for text in ABOVE.get(kind, [])]
        assert -1 not in places, ABOVE[kind][places.index(-1)]
        if fmt == "docx":
            assert places == sorted(places)


@pytest.mark.exhaustive
@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_type_passes_in_every_language(kind: str, language: str, tmp_path: Path) -> None:
    for audience in ("full", "public"):
        edition = ready(written(tmp_path / "x", dossier(kind, language)), audience)
        for fmt in MADE:
            view = view_for(edition, fmt)
            data = render(view, fmt, theme.load())
            trusted = looks.Look(theme.load()).trusted(fmt)
            assert checks.findings(data, fmt, fmt, view, (), trusted) == ()


@pytest.mark.parametrize(
    ("kind", "foot"),
    [
        ("working-document", ("WK 7/2026 INIT", "LIMITE", "EN")),
        ("note", ("7607/26 | KM/ek | DG E2B", "LIMITE", "EN")),
        ("declassification", ("7607/26 DCL 1 | KM/ek | DG E2B", "", "EN")),
    ],
)
def test_the_foot_is_that_of_the_series(
    kind: str, foot: tuple[str, str, str], tmp_path: Path
) -> None:
    edition = ready(written(tmp_path / "x", dossier(kind)), "public")
    assert edition.footer == foot


def test_the_form_of_2020_has_a_heading_of_its_own(tmp_path: Path) -> None:
    data = dossier("working-document")
    data["cover"]["form"] = 2020
    cover = ready(written(tmp_path / "x", data), "public").cover
    assert cover.heading == "WORKING PAPER"
    assert cover.head.index("codes") < cover.head.index("heading") < cover.head.index("disclaimer")


#: What does not go together, and the code and the words of its problem.
IMPOSSIBLE: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "a declassification without its document": (
        "declassification", {"of_document": None}, "missing-key", "of_document"),
    "a corrigendum without what it corrects": (
        "corrigendum", {"corrects": None}, "missing-key", "corrects"),
    "an addendum without what it is added to": (
        "addendum", {"adds_to": None}, "missing-key", "adds_to"),
    "a working paper with initials": (
        "working-document", {"initials": "KM/ek"}, "not-on-this-cover", "initials"),
    "a working paper with a unit": (
        "working-document", {"unit": "DG E2B"}, "not-on-this-cover", "unit"),
    "a staff note with codes": ("staff-note", {"codes": ["JAI"]}, "not-on-this-cover", "codes"),
    "a staff note with a marking": (
        "staff-note", {"marking": "LIMITE"}, "not-on-this-cover", "marking"),
    "a note with a venue": ("note", {"venue": "Europa building"}, "not-on-this-cover", "venue"),
    "a note without a sender": ("note", {"from": None}, "missing-key", "from"),
    "an outcome without its meeting": ("outcome", {"on": None}, "missing-key", "on"),
    "a note without codes": ("note", {"codes": None}, "missing-key", "codes"),
    "a free type without a name": ("other", {"label": None}, "missing-key", "label"),
    "a declassification with another number": (
        "declassification", {"number": "7607/26"}, "type-differs", "DCL"),
    "a corrigendum with another number": (
        "corrigendum", {"number": "7607/26 ADD 1"}, "type-differs", "COR"),
    "a number with DCL on a note": ("note", {"number": "7607/26 DCL 1"}, "type-differs", "DCL"),
    "access before the document": (
        "note", {"access": {"date": "2026-01-01", "scope": "full"}}, "release-before-document", ""),
    "access twice": ("note", {"release_date": "2026-06-01"}, "access-twice", ""),
    "partial access with nothing withheld": (
        "note", {"access": {"date": "2026-06-01", "scope": "partial"}}, "partial-without-slots",
        "scope: full"),
    "a date before the number's year": ("note", {"date": "2025-03-14"}, "year-differs", ""),
    "initials in another form": ("note", {"initials": "K. M."}, "bad-form", "initials"),
    "classified information": (
        "note", {"marking": "RESTREINT UE"}, "classified-marking", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_does_not_go_together_has_a_problem_of_its_own(name: str, tmp_path: Path) -> None:
    kind, changes, code, words = IMPOSSIBLE[name]
    try:
        problems = tuple(load(written(tmp_path / "x", dossier(kind, **changes))).not_buildable())
    except ContentError as error:
        problems = error.problems
    assert [problem.code for problem in problems] == [code]
    assert words in f"{problems[0].message} {problems[0].hint}"
    assert problems[0].where.line


def test_full_access_is_refused_while_something_is_withheld(tmp_path: Path) -> None:
    data = dossier("note", subject="About [[r1]]")
    folder = written(tmp_path / "x", data)
    slots = "slots:\n  r1:\n    grounds: [personal-data]\n"
    (folder / "redactions.yaml").write_text(slots, "utf-8")
    assert [problem.code for problem in load(folder).not_buildable()] == ["full-with-slots"]


@pytest.mark.parametrize("number", ["7607/1/20 REV 1", "7607/20 COR 1", "7607/20 ADD 1"])
def test_what_follows_a_document_may_be_dated_later(number: str, tmp_path: Path) -> None:
    kind = {"COR": "corrigendum", "ADD": "addendum"}.get(number.split()[-2], "note")
    load(written(tmp_path / "x", dossier(kind, number=number)))


def test_a_type_that_is_misspelt_is_answered_with_what_was_meant(tmp_path: Path) -> None:
    data = dossier("note")
    data["cover"]["type"] = "covernote"
    with pytest.raises(ContentError) as caught:
        load(written(tmp_path / "x", data))
    assert "cover-note" in caught.value.problems[0].hint


def test_the_first_dossier_says_what_it_said() -> None:
    cover = ready(FIRST, "public").cover
    assert cover.stamp == "DOCUMENT PARTIALLY ACCESSIBLE TO THE PUBLIC (31.05.2024)"
    assert (cover.released, cover.closing, cover.heading) == ("", "", "")


def test_items_of_an_agenda_go_on_below_their_words_not_below_their_numbers(tmp_path: Path) -> None:
    """A second line once began below the number; what LibreOffice prints is in test_cover_lines."""
    edition = ready(written(tmp_path / "x", dossier("meeting-notice")), "public")
    (page,) = letters(render(view_for(edition, "pdf"), "pdf", theme.load()))
    row = edition.cover.below[-1]
    assert row.is_numbered
    said = "".join(letter.sign for letter in page)
    start = said.index("2.Aninvented")
    item = page[start : said.index("3.Any")]
    lines = sorted({letter.baseline for letter in item})
    assert len(lines) == 2
    second = next(letter for letter in item if letter.baseline == lines[1])
    assert second.ink.x == pytest.approx(item[2].ink.x, abs=1.5)
    assert item[0].ink.x < item[2].ink.x - 15


def test_a_subject_of_several_lines_is_one_title(tmp_path: Path) -> None:
    """The title of files was the last line of the last row: "– Statements"."""
    given = dossier("meeting-notice")
    given["cover"] = {**given["cover"], "subject": ["An invented subject", "– Statements"]}
    edition = ready(written(tmp_path / "x", given), "public")
    assert edition.title == "An invented subject – Statements"
