"""A draft may lack what an office file cannot tell; it is told, shown, and never made public."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.compose import compose
from pipeline.content import drafts, load
from pipeline.core.errors import ContentError
from pipeline.edition.formats import Audience
from pipeline.edition.runs import TextRun
from pipeline.output import freshness
from pipeline.preview.session import Session
from pipeline.resources import labels
from pipeline.resources.covers import forms
from pipeline.workflow.options import Options

GAP = TextRun(text="(to be written)", strong=True, to_write=True)

_DOSSIER = """\
draft: true
language: {language}
contents: true
formats: [pptx, docx, pdf, html]
cover:
  type: working-document
"""
_SLIDES = """\
slides:
  - kind: title
    agency: Agency
    lines: [Someone]
  - kind: bullets
    title: State of play
    points: [One, "two [[r1]]"]
  - kind: section
    lead: Part
  - kind: table
    title: State of play
    table:
      header: [A, B]
      rows: [[x, y]]
  - kind: chart
    title:
    chart:
      form: column
      alt:
      categories: [a, b]
      series: [{name: s, values: [1, 2]}]
  - kind: next-steps
    title: Steps
    steps: [{by: May, step: Go, responsible: All}]
"""
#: What a finished dossier adds to the draft above.
_WRITTEN = {
    "dossier.yaml": (
        "draft: true\n",
        "draft: true\nnumber: WK 1/2026 INIT\ndate: 2026-03-02\ncodes: [JAI]\n"
        "access: {date: 2026-05-04, scope: partial}\n",
    ),
    "presentation.yaml": ("kind: title\n", "kind: title\n    title: First\n"),
    "redactions.yaml": ("{}", "{grounds: [personal-data]}"),
}


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return written(Path("content", "x"))


def written(folder: Path, language: str = "en") -> Path:
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text(_DOSSIER.format(language=language))
    (folder / "presentation.yaml").write_text(_SLIDES)
    (folder / "redactions.yaml").write_text("slots:\n  r1: {}\n")
    return folder


def finished(folder: Path) -> None:
    """Write all that is missing, but leave ``draft: true``."""
    for name, (old, new) in _WRITTEN.items():
        path = folder / name
        path.write_text(path.read_text().replace(old, new, 1))
    cover = folder / "dossier.yaml"
    cover.write_text(cover.read_text() + "  from: A\n  to: B\n  subject: C\n  lead_in: D\n")
    deck = folder / "presentation.yaml"
    text = (
        deck.read_text().replace("    title:\n", "    title: Chart\n").replace("alt:\n", "alt: E\n")
    )
    text = text.replace("- kind: section\n", "- kind: section\n    section: I\n    title: Part\n")
    text = text.replace("table:\n      header", "table:\n      alt: F\n      header")
    text = text.replace("    steps:", "    alt: G\n    steps:")
    deck.write_text(text.replace("table\n    title: State of play", "table\n    title: Other"))


def told(folder: Path) -> set[str]:
    notices = (row for row in load.load(folder).notices if row.code == drafts.TO_WRITE)
    return {f"{Path(row.where.file).name}:{row.where.line} {row.message}" for row in notices}


def test_check_lists_what_is_to_be_written_with_its_place(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", str(draft)]) == 0
    said = capsys.readouterr().err
    assert "valid" in said
    needs = "a cover of the type 'working-document' needs it"
    assert told(draft) == {
        "dossier.yaml:1 'number:' is missing",
        "dossier.yaml:1 'date:' is missing",
        f"dossier.yaml:1 'codes:' is missing: {needs}",
        "dossier.yaml:1 'access:' is missing although the dossier has redactions",
        *(f"dossier.yaml:6 '{key}:' is missing: {needs}" for key in ("from", "to", "subject")),
        f"dossier.yaml:6 'lead_in:' is missing: {needs}",
        "presentation.yaml:2 'title:' is missing, besides 'kind: title'",
        "presentation.yaml:8 'section:' is missing, besides 'kind: section'",
        "presentation.yaml:8 'title:' is missing",
        "presentation.yaml:13 'alt:' is missing",
        "presentation.yaml:16 nothing is written here yet",
        "presentation.yaml:19 nothing is written here yet",
        "presentation.yaml:22 'alt:' is missing",
        "redactions.yaml:2 'grounds:' is missing",
    }
    assert "title-twice" in said
    assert said.count(": to-be-written: ") == len(told(draft))


def test_without_the_word_draft_the_same_is_refused(draft: Path) -> None:
    cover = draft / "dossier.yaml"
    cover.write_text(cover.read_text().replace("draft: true\n", ""))
    with pytest.raises(ContentError) as caught:
        load.load(draft)
    codes = {row.code for row in caught.value.problems}
    assert {"missing-key", "empty-text"} <= codes
    assert drafts.TO_WRITE not in codes


def test_other_rules_hold_in_a_draft(draft: Path) -> None:
    deck = draft / "presentation.yaml"
    deck.write_text(deck.read_text().replace("agency", "agancy"))
    with pytest.raises(ContentError) as caught:
        load.load(draft)
    assert {row.code for row in caught.value.problems} == {"unknown-key"}


def test_the_full_edition_says_where_something_is_missing_in_all_formats(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["build", str(draft)]) == 0
    said = capsys.readouterr().err
    assert said.count("x public: left out: it is a draft") == 1
    assert "16 texts are to be written in this draft" in said
    assert not Path("output", "x", "public").exists()
    known = freshness.up_to_date([str(draft)], "output", ["full", "public"], [])
    assert known is not None
    assert "left out" in known[str(draft)], "nothing is to be done again"
    files = {path.suffix: path for path in Path("output", "x", "full", "en").iterdir()}
    slide = zipfile.ZipFile(files[".pptx"]).read("ppt/slides/slide5.xml").decode()
    assert re.search(r'type="title"/>.*?<a:highlight>.*?<a:t>\(to be written\)</a:t>', slide)
    assert 'descr="(to be written)' in slide
    body = zipfile.ZipFile(files[".docx"]).read("word/document.xml").decode()
    assert body.count('w:fill="B45309"/></w:rPr><w:t xml:space="preserve">') >= 10
    shown = subprocess.run(
        ["pdftotext", files[".pdf"], "-"], capture_output=True, check=True, text=True
    ).stdout
    assert shown.count("(to be written)") >= 10
    page = files[".html"].read_text()
    assert page.count('<span class="to-write">(to be written)</span>') >= 8


def test_the_public_edition_and_packages_are_refused_with_what_is_to_be_written(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (
        ["build", str(draft), "--edition", "public"],
        ["dist", str(draft), "--audience", "public"],
        ["dist", str(draft), "--audience", "delegations"],
    ):
        assert cli.main(command) == 2
        said = capsys.readouterr().err
        assert ": draft: " in said
        assert said.count(": to-be-written: ") == 16
    assert not list(Path("output").rglob("*.zip"))


def test_an_earlier_public_edition_goes_when_a_dossier_becomes_a_draft(draft: Path) -> None:
    finished(draft)
    cover = draft / "dossier.yaml"
    cover.write_text(cover.read_text().replace("draft: true\n", ""))
    assert cli.main(["build", str(draft)]) == 0
    assert list(Path("output", "x", "public").rglob("*.pptx"))
    cover.write_text(f"draft: true\n{cover.read_text()}")
    assert cli.main(["build", str(draft)]) == 0
    assert not list(Path("output", "x", "public").rglob("*.pptx"))


def test_a_draft_that_lacks_nothing_may_become_a_dossier(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    finished(draft)
    assert told(draft) == set()
    assert cli.main(["check", str(draft)]) == 0
    assert "nothing-to-write" in capsys.readouterr().err


def test_a_draft_is_no_second_document_of_a_number(draft: Path) -> None:
    written(draft.with_name("y"))
    assert cli.main(["check", "content"]) == 0


@pytest.mark.parametrize("language", labels.languages())
def test_every_language_has_a_phrase_for_what_is_missing(language: str) -> None:
    phrase = labels.load(language)["to_write"]
    assert phrase.startswith("(")
    assert phrase.endswith(")")


@pytest.mark.parametrize("audience", ["full", "public"])
def test_the_preview_shows_a_draft(draft: Path, audience: Audience) -> None:
    update = Session(draft, Options(Path("output"))).sight(audience)
    assert not update.problems
    assert sum('class="to-write"' in page.html for page in update.pages) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("language", ["el", "bg"])
def test_a_draft_is_built_in_other_scripts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["build", str(written(tmp_path / "x", language))]) == 0


@pytest.mark.parametrize("kind", ["other", "staff-note", "declassification", "meeting-notice"])
def test_a_draft_may_lack_the_rows_of_any_cover(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    text = f"draft: yes\nlanguage: en\ncover: {{type: {kind}}}\n"
    (folder / "dossier.yaml").write_text(text)
    source = load.load(folder)
    cover = compose(source, "full").cover
    rows = {row.label for row in cover.rows if row.lines[0][0] == GAP}
    needed = forms()[kind]
    phrases = labels.load("en")
    assert rows == {phrases[row.field] for row in needed.rows if row.needed}
    assert "number" in cover.gaps
    assert ("codes" in cover.gaps) == (needed.codes == "needed")
    assert ("document_type" in cover.gaps) == ("label" in needed.needs)
    assert (GAP in cover.department) == ("department" in needed.needs)
