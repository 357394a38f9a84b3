"""Text documents that others made become drafts; our own give their text back."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.oxml import parse_xml

from pipeline.cli import main
from tests.conftest import ROOT
from tests.importing.conftest import Import
from tests.support import hostile
from tests.support.document_xml import NAMES, run

_HEAD = ["Council of the European Union", "General Secretariat", "Brussels, 3 March 2026",
         "(OR. fr)",
         "7606/1/26 REV 1", "Interinstitutional File: 2026/0001 (COD)", "LIMITE", "JAI 99",
         "FRONT 7",
         "A line that nobody knows", "NOTE"]  # fmt: skip
_ROWS = [("From:", "Presidency"), ("To:", "Delegations"), ("No. prev. doc.:", "7605/26"),
         ("Subject:", "Posts at the lakes")]  # fmt: skip


def document(change: Callable[[Any], object]) -> bytes:
    file = docx.Document()
    change(file)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def xml(file: Any, inner: str) -> None:
    file.element.body.insert(len(file.element.body) - 1, parse_xml(f"<w:p {NAMES}>{inner}</w:p>"))


def council(file: Any) -> None:
    for line in _HEAD:
        file.add_paragraph(line)
    table = file.add_table(0, 2)
    for label, text in _ROWS:
        row = table.add_row()
        row.cells[0].text, row.cells[1].text = label, text
    file.add_heading("Introduction", 1)
    file.add_paragraph("The text begins.")


def test_a_council_cover_becomes_the_cover_of_its_type(imported: Import) -> None:
    made = imported(document(council), name="given.docx")
    cover = made.cover
    assert {key: cover[key] for key in ("number", "place", "original", "marking", "file")
            if key in cover} == {
        "number": "7606/1/26 REV 1", "original": "fr", "marking": "LIMITE",
        "file": "2026/0001 (COD)",
    }  # fmt: skip
    assert str(cover["date"]) == "2026-03-03"
    assert cover["codes"] == ["JAI 99", "FRONT 7"]
    assert cover["cover"] == {
        "type": "note", "from": "Presidency", "to": "Delegations", "previous": "7605/26",
        "subject": "Posts at the lakes",
    }  # fmt: skip
    (told,) = made.items(text="A line that nobody knows")
    assert (told["fate"], told["why"]) == ("left-out", "cover")
    assert made.text == "# Introduction\n\nThe text begins.\n"


def test_the_page_of_the_report_tells_every_section(imported: Import) -> None:
    made = imported(document(council), name="given.docx")
    page = (made.folder / "import-report.html").read_text("utf-8")
    for words in (
        "became body.md",
        "Section 2: Introduction",
        "The text begins.",
        "A line that nobody",
    ):
        assert words in page
    assert "slides" not in page
    assert [row["became"] for row in made.report["sections"]] == [["dossier.yaml"], ["body.md"]]


def test_a_cover_in_another_language_with_tabs_is_found(imported: Import) -> None:
    def german(file: Any) -> None:
        file.add_paragraph("VERMERK")
        for line in ("Absender:\tVorsitz", "Empfänger:\tDelegationen", "Betr.:\tPosten"):
            file.add_paragraph(line)
        file.add_heading("Einleitung", 1)

    cover = imported(document(german), language="de", name="given.docx").cover["cover"]
    assert "Posten" in cover["subject"]
    assert cover["type"] == "note"


def test_a_title_becomes_the_subject_and_a_lead_in_the_sentence(imported: Import) -> None:
    data = document(lambda file: (file.add_heading("A report", 0), file.add_paragraph("x")))
    made = imported(data, name="given.docx")
    assert made.cover["cover"]["subject"] == "A report"
    assert made.text == "x\n"


def test_annexes_become_files_of_their_own(imported: Import) -> None:
    def annexed(file: Any) -> None:
        file.add_paragraph("Body.")
        for number in ("I", "II"):
            file.add_page_break()
            file.add_heading(f"ANNEX {number}: Title {number}", 1)
            file.add_paragraph("1.\tOne.")

    made = imported(document(annexed), name="given.docx")
    assert (made.folder / "annex-1.md").read_text() == "# ANNEX I: Title I\n\n1. One.\n"
    assert (made.folder / "annex-2.md").read_text().startswith("# ANNEX II: Title II")
    assert made.text == "Body.\n"
    assert main(["check", str(made.folder)]) == 0


def test_black_shapes_withhold_what_they_may_cover(imported: Import) -> None:
    def covered(file: Any) -> None:
        shape = (
            '<w:r><w:drawing><wp:anchor behindDoc="0"><wp:positionV relativeFrom="paragraph">'
            "<wp:posOffset>0</wp:posOffset></wp:positionV>"
            '<wp:extent cx="4000000" cy="150000"/><wp:docPr id="4" name="r"/><a:graphic>'
            '<a:graphicData uri="x"><wps:wsp><wps:spPr><a:solidFill><a:srgbClr val="000000"/>'
            "</a:solidFill></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
        )
        xml(file, run("Quarkgeheim name") + shape)
        file.add_paragraph("Open words.")

    made = imported(document(covered), name="given.docx")
    assert made.text == "[[withheld-1]]\n\nOpen words.\n"
    assert "Quarkgeheim" not in made.everything


@pytest.mark.parametrize("option", ["hidden", "template"])
def test_options_of_decks_are_refused(
    tmp_path: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(document(lambda given: given.add_paragraph("x")))
    assert main(["import", str(file), "--into", str(tmp_path / "made"), f"--{option}"]) == 2
    assert "not-a-presentation:" in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    data = document(lambda file: file.add_paragraph("A word."))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(row, archive.read(row)) for row in archive.namelist()]
    return hostile.zipped(
        [(row, change(given) if row == name else given) for row, given in members]
    )


_BODY = "word/document.xml"
_DEEP = b"<w:tbl><w:tr><w:tc>" * 4000
HARMFUL: list[tuple[str, bytes, str]] = [
    ("cut off", document(lambda file: file.add_paragraph("x"))[:2000], "damaged-file"),
    ("no xml", changed(_BODY, lambda _: b"<w:document"), "damaged-file"),
    ("entities", changed(_BODY, lambda data: data.replace(
        b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1)), "damaged-file"),
    ("deep", changed(_BODY, lambda data: data.replace(b"<w:body>", b"<w:body>" + _DEEP)),
     "damaged-file"),
    ("empty", changed(_BODY, lambda _: b'<w:document xmlns:w="http://schemas.openxmlformats.org/'
                      b'wordprocessingml/2006/main"><w:body/></w:document>'), "empty-document"),
    ("bomb", changed(_BODY, lambda data: data + b" " * 200_000_000), "too-large"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"), [row[1:] for row in HARMFUL], ids=[row[0] for row in HARMFUL]
)
def test_harmful_documents_are_a_clear_problem_and_leave_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, code: str
) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(data)
    assert main(["import", str(file), "--into", str(tmp_path / "made")]) == 2
    assert f"{code}:" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.docx"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("word/styles.xml", lambda _: b"<x"),
        ("word/numbering.xml", lambda _: b""),
        (_BODY, lambda data: data.replace(b"</w:body>", b'<w:p><w:pPr><w:numPr><w:ilvl w:val="99"/>'
                             b'<w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>y</w:t></w:r></w:p>'
                             b'<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:body>')),
    ],
)  # fmt: skip
def test_odd_documents_are_read_as_far_as_they_can_be(
    imported: Import, name: str, change: Callable[[bytes], bytes]
) -> None:
    assert "A word." in imported(changed(name, change), name="given.docx").text


def test_circles_of_styles_and_lists_end(imported: Import) -> None:
    def circle(data: bytes) -> bytes:
        return data.replace(
            b"</w:styles>",
            b'<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
            b'<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
            b"</w:styles>",
        )

    assert "A word." in imported(changed("word/styles.xml", circle), name="given.docx").text


def _built(project: Path, tmp_path: Path) -> Path:
    assert main(["build", str(project), "--edition", "full", "--format", "docx", "--output",
                 str(tmp_path / "out")]) == 0  # fmt: skip
    return next((tmp_path / "out").rglob("*.docx"))


@pytest.mark.slow
def test_our_own_running_text_comes_back(tmp_path: Path) -> None:
    project = ROOT / "tests" / "projects" / "st-99999-2026"
    file, folder = _built(project, tmp_path), tmp_path / "made"
    assert main(["import", str(file), "--into", str(folder)]) == 0
    assert main(["audit", "--original", str(file), str(folder)]) == 0
    cover = yaml.safe_load((folder / "dossier.yaml").read_text())
    given = yaml.safe_load((project / "dossier.yaml").read_text())
    for key in ("number", "marking", "codes", "file", "cover"):
        assert cover[key] == given[key]
    got, wanted = ((at / "body.md").read_text().split("\n") for at in (folder, project))
    marks = [
        [line.split(" ", 1)[0] for line in rows if line[:1].isdigit()] for rows in (got, wanted)
    ]
    assert marks[0] == marks[1]
    heads = [[line.split(" {")[0] for line in rows if line.startswith("#") and "[[" not in line]
             for rows in (got, wanted)]  # fmt: skip
    assert heads[0] == heads[1]
    text = "\n".join(got)
    assert text.count("[see](#") == "\n".join(wanted).count("[see](#")
    assert "## D. [[" in text
    assert "{whole}" in text
    assert {path.name for path in folder.glob("*.md")} == {"body.md", "annex-1.md", "annex-2.md"}
    assert "{landscape}" in (folder / "annex-2.md").read_text()
    rows = (folder / "annex-2.md").read_text()
    assert rows.count("  - [") == 30


@pytest.mark.slow
def test_the_first_dossier_s_own_document_comes_back_as_text(tmp_path: Path) -> None:
    file, folder = _built(ROOT / "content" / "wk-4146-2024", tmp_path), tmp_path / "made"
    assert main(["import", str(file), "--into", str(folder)]) == 0
    assert main(["audit", "--original", str(file), str(folder)]) == 0
    cover = yaml.safe_load((folder / "dossier.yaml").read_text())
    given = yaml.safe_load((ROOT / "content" / "wk-4146-2024" / "dossier.yaml").read_text())
    assert cover["cover"] == given["cover"]
    assert cover["codes"] == given["codes"]
    report = json.loads((folder / "import-report.json").read_text())
    assert report["made"]["files"] == ["body.md"]


def test_a_withheld_paragraph_that_bears_entries_is_not_withheld_with_them(
    imported: Import,
) -> None:
    def withheld(file: Any) -> None:
        file.add_paragraph("1.\t[REDACTED]")
        file.add_paragraph("(a)\tan entry")

    made = imported(document(withheld), name="given.docx")
    assert made.text == "1. *[[withheld-1]]*\n\n   (a) an entry\n"
    assert main(["check", str(made.folder)]) == 0


def test_references_to_places_without_a_number_stay_words(imported: Import) -> None:
    def referring(file: Any) -> None:
        xml(file, f'<w:bookmarkStart w:id="1" w:name="_here"/>{run("Plain words")}')
        xml(file, f'<w:hyperlink w:anchor="_here">{run("Plain words")}</w:hyperlink>')

    made = imported(document(referring), name="given.docx")
    assert made.text == "Plain words\n\nPlain words\n"
