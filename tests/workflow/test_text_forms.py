"""Forms of running texts that the Council has, all invented: structure, formats, withheld words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from pipeline.audit import checks
from pipeline.audit.leaks import scan
from pipeline.compose import compose
from pipeline.content.load import Source, load
from pipeline.content.secret import Secret, Vault
from pipeline.design import theme
from pipeline.edition.blocks import Table
from pipeline.edition.edition import Edition, from_json, to_json, view_for
from pipeline.edition.formats import Audience, Format
from pipeline.edition.running_text import RunningText, TextHeading, TextParagraph
from pipeline.edition.texts import markers, plain, strings
from pipeline.layout.fit import fit
from pipeline.redaction import withheld_needles
from pipeline.workflow.author_notices import text_places
from pipeline.workflow.publish import render
from tests.conftest import ROOT
from tests.support.brand_files import converted

PROJECTS = ROOT / "tests" / "projects"
FORMATS: tuple[Format, ...] = ("docx", "pdf", "html")
MEETING, NOTE, OUTCOME, REPLY, STATEMENTS, BUDGET, LIST = FORMS = (
    "wk-99992-2026",
    "st-99993-2026",
    "st-99994-2026",
    "st-99995-2026",
    "st-99996-2026",
    "st-99997-2026-add-1",
    "st-99998-2026-rev-2",
)
#: Values of parts that are withheld as a whole; the others are words.
PARTS = {
    "remark": "Quarkbemerkung:\n\n– Quarkstrich.",
    "paragraph": "Quarkabsatz:\n(a) Quarkpunkt.",
    "item": "Quarkeins.\n\nQuarkzwei.",
    "statement": "Quarkaussage.",
    "line": "['99 12', Quarktitel, Quarkart, '7771', '7772']",
    "line-south": "['99 17', Quarkzeile, Quarkart, '7773', '7774']",
    "annex": "# ANNEX III: Quarkanhang\n\n– Quarkinsel",
}


@cache
def source(name: str) -> Source:
    return load(PROJECTS / name)


def vault(name: str, words: str = "Quarkwort") -> Vault:
    return {
        slot: Secret(PARTS.get(slot, f"{words}{number} Geheim"))
        for number, slot in enumerate(source(name).redactions.slots)
    }


def edition(name: str, audience: Audience, values: Vault | None) -> Edition:
    composed = compose(source(name), audience, values)
    fitted = fit(composed, theme.load(), text_places=text_places(source(name)))
    return from_json(to_json(fitted))


@cache
def drawn(name: str, audience: Audience) -> Edition:
    return edition(name, audience, vault(name) if audience == "full" else None)


@cache
def file(name: str, audience: Audience, fmt: Format) -> bytes:
    return render(view_for(drawn(name, audience), fmt), fmt, theme.load())


def texts(name: str) -> tuple[RunningText, ...]:
    return drawn(name, "public").texts


def headings(name: str) -> list[tuple[str, str]]:
    return [
        (block.number, plain(block.runs))
        for text in texts(name)
        for block in text.blocks
        if isinstance(block, TextHeading)
    ]


def tables(text: RunningText) -> list[list[list[str]]]:
    return [
        [[plain(cell.runs) for cell in row if not cell.covered] for row in block.rows]
        for block in text.blocks
        if isinstance(block, Table)
    ]


def pages_of(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("audience", ["full", "public"])
@pytest.mark.parametrize("name", FORMS)
def test_each_form_passes_its_audit(name: str, audience: Audience, fmt: Format) -> None:
    given = view_for(drawn(name, audience), fmt)
    assert checks.findings(file(name, audience, fmt), fmt, "x", given) == ()


@pytest.mark.parametrize("name", FORMS)
def test_g1_no_public_file_of_a_form_holds_a_value(name: str) -> None:
    needles = withheld_needles.needles(vault(name), source(name))
    assert {needle.slot for needle in needles} == set(source(name).redactions.slots)
    for fmt in FORMATS:
        assert scan.leaks(file(name, "public", fmt), f"x.{fmt}", needles) == []


@pytest.mark.parametrize("name", FORMS)
def test_g9_public_editions_of_forms_do_not_depend_on_values(name: str) -> None:
    without = to_json(drawn(name, "public"))
    for value in ("", "x" * 9000, "# ANNEX X: Other\n\n1. One\n\n| a |\n|---|\n| b |"):
        values = {slot: Secret(value) for slot in source(name).redactions.slots}
        assert to_json(edition(name, "public", values)) == without


@pytest.mark.parametrize("name", FORMS)
def test_the_full_edition_of_a_form_says_everything(name: str) -> None:
    full = drawn(name, "full")
    said = " ".join(strings(full))
    held = " ".join(secret.reveal() for secret in vault(name).values())
    assert {word for word in re.findall(r"Quark\w+", held) if word not in said} == set()
    assert markers(full) == ()
    assert markers(drawn(name, "public"))


@pytest.mark.parametrize("name", FORMS)
def test_forms_are_invented_and_say_so(name: str) -> None:
    number = re.search(r"\d{5}", drawn(name, "public").reference)
    assert number is not None
    assert int(number[0]) > 99_990
    first, *_ = (PROJECTS / name / "dossier.yaml").read_text("utf-8").splitlines()
    assert first.startswith("# Invented")
    assert first.endswith("number cannot exist.")
    assert "invented" in " ".join(strings(drawn(name, "public"))).lower()


def test_a_meeting_is_reported_in_a_form_of_five_rows() -> None:
    (rows,) = tables(texts(MEETING)[0])
    assert [row[0] for row in rows] == [
        "1. Working Party",
        "2. Date of meeting",
        "3. Chair",
        "4. Date",
        "5. Summary",
    ]
    assert not drawn(MEETING, "public").begins_on_cover


def test_paragraphs_of_a_note_run_on_through_its_headings() -> None:
    assert [number for number, _ in headings(NOTE)] == ["I.", "II.", "A.", "B.", "C.", "III."]
    text, legend = texts(NOTE)
    assert plain(legend.title) == "Redactions"
    marks = [block.mark for block in text.blocks if isinstance(block, TextParagraph)]
    assert [mark for mark in marks if mark[:1].isdigit()] == [f"{n}." for n in range(1, 9)]
    assert {"(a)", "(b)", "(i)", "(ii)", "(iii)", "–"} <= set(marks)
    assert len(text.footnotes) == 2
    assert drawn(NOTE, "public").begins_on_cover


def test_an_outcome_has_the_items_of_its_agenda() -> None:
    numbers = [number for number, _ in headings(OUTCOME)]
    assert numbers == ["1.", "2.", "3.", "(a)", "(b)", "4."]


def test_a_reply_has_three_annexes_and_says_deleted() -> None:
    body, *annexes = texts(REPLY)
    assert [annex.label for annex in annexes] == ["ANNEX I", "ANNEX II", "ANNEX III"]
    assert all(marker.text == "DELETED" for marker in markers(drawn(REPLY, "public")))
    (form,) = tables(annexes[0])
    assert [row[1] for row in form].count("DELETED") == 4
    assert [row[1] for row in form].count("") == 4
    assert sum(isinstance(block, TextParagraph) for block in annexes[1].blocks) == 24
    assert "DELETED" in " ".join(strings(annexes[2]))
    assert "DELETED" in " ".join(strings(body))


def test_statements_are_headed_by_who_made_them() -> None:
    (text,) = texts(STATEMENTS)
    speakers = [
        plain(block.runs)
        for block in text.blocks
        if isinstance(block, TextParagraph) and block.style == "speaker"
    ]
    withheld = "[REDACTED: opinions for internal use]:"
    assert speakers == ["DK:", "DE:", withheld, "CZ, HU, AT and SK:", "LT and FI:", "Commission:"]


def test_a_budget_of_thirty_lines_stands_on_one_page() -> None:
    (rows,) = tables(texts(BUDGET)[0])
    assert len(rows) == 31
    assert "\xa0" in rows[1][3]
    pages = pages_of(file(BUDGET, "public", "pdf"))
    assert len(pages) == 2
    assert "99 01" in pages[1]
    assert "All lines" in pages[1]


def test_a_revised_list_has_three_annexes_with_asterisks_explained() -> None:
    _, *annexes = texts(LIST)
    assert [annex.label for annex in annexes] == ["ANNEX I", "ANNEX II", "ANNEX III"]
    said = list(strings(annexes[0]))
    assert "North Quay *" in said
    assert "** Closed while the ice is thinner than a hand." in said
    assert plain(annexes[2].title) == "[REDACTED]"
    assert not annexes[2].blocks


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_libreoffice_ends_the_pages_of_a_form_where_the_pdf_does(name: str, tmp_path: Path) -> None:
    """Room below the cover, above and below titles, in forms: all of it is the same in both."""
    path = tmp_path / "x.docx"
    path.write_bytes(file(name, "public", "docx"))
    word = pages_of(converted(path, "pdf", tmp_path).read_bytes())
    ours = pages_of(file(name, "public", "pdf"))
    assert [first_words(page) for page in word] == [first_words(page) for page in ours]


def first_words(page: str) -> str:
    return "".join(page.split())[:12]
