"""House templates from the command line: paths, errors, freshness, audit."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.conftest import MINI
from tests.support.brand_files import DECK, PAPER, changed, swap

Project = Callable[[Path], Path]


class Bench:
    def __init__(
        self, project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = project(MINI)
        self.output = tmp_path / "out"
        self.capsys = capsys
        self.house = self.folder.parent / "house"
        self.house.mkdir(exist_ok=True)
        shutil.copy(DECK, self.house / "agency.pptx")
        shutil.copy(PAPER, self.house / "agency.docx")
        self.dossier = self.folder / "dossier.yaml"
        self.plain = self.dossier.read_text("utf-8")
        self.line = self.plain.count("\n")

    def write(self, more: str) -> None:
        self.dossier.write_text(self.plain + more, "utf-8")

    def build(self, *more: str) -> tuple[int, str]:
        code = main(["build", str(self.folder), "--output", str(self.output),
                     "--edition", "public", *more])  # fmt: skip
        told = self.capsys.readouterr().err
        return code, re.sub(
            r"^notice: .*\n  hint: .*\n|^.*: done, in .*\n", "", told, flags=re.MULTILINE
        )

    def file(self, ending: str) -> Path:
        return next(self.output.glob(f"*/public/de/*.{ending}"))


@pytest.fixture
def bench(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Bench:
    return Bench(project, tmp_path, capsys)


def test_a_changed_template_rebuilds_and_an_unchanged_one_does_not(bench: Bench) -> None:
    bench.write("pptx_template: ../house/agency.pptx\n")
    assert bench.build("--format", "pptx")[0] == 0
    before = bench.file("pptx").read_bytes()
    assert "up to date" in bench.build("--format", "pptx")[1]
    other = changed(DECK, {"ppt/theme/theme1.xml": swap("4F81BD", "990000")})
    (bench.house / "agency.pptx").write_bytes(other)
    assert bench.build("--format", "pptx") == (0, "st-7606-2024 public de: pptx\n")
    assert bench.file("pptx").read_bytes() != before


def test_a_template_of_the_document_does_not_rebuild_the_deck(bench: Bench) -> None:
    assert bench.build("--format", "pptx", "--format", "docx")[0] == 0
    bench.write("docx_template: ../house/agency.docx\n")
    assert bench.build("--format", "pptx", "--format", "docx") == (
        0, "st-7606-2024 public de: docx\n")  # fmt: skip


def test_a_theme_rebuilds_when_it_changes(bench: Bench, tmp_path: Path) -> None:
    given = tmp_path / "mine.yaml"
    given.write_text('colours: {accent: "#123456"}\n', "utf-8")
    arguments = ("--format", "pptx", "--theme", str(given))
    assert bench.build(*arguments)[0] == 0
    assert "up to date" in bench.build(*arguments)[1]
    given.write_text('name: Agency\ncolours: {accent: "#654321"}\n', "utf-8")
    assert "public de: pptx" in bench.build(*arguments)[1]
    assert "public de: pptx" in bench.build("--format", "pptx")[1]
    (bench.folder / "own.yaml").write_text("gap: 13\n", "utf-8")
    bench.write("theme: own.yaml\n")
    assert "public de: pptx" in bench.build("--format", "pptx")[1]
    assert "up to date" in bench.build("--format", "pptx")[1]


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("pptx_template: /etc/a.pptx\n", "1:16: bad-path"),
        ("pptx_template: ../../a.pptx\n", "1:16: bad-path"),
        ("pptx_template: ../other/a.pptx\n", "1:16: bad-path"),
        ("pptx_template: a\\b.pptx\n", "1:16: bad-path"),
        ("pptx_template: ../house/link.pptx\n", "1:16: bad-path"),
        ("pptx_template: ../house/none.pptx\n", "1:16: no-template"),
        ("pptx_template: ../house/agency.docx\n", "1:16: bad-template"),
        ("theme: ../house/none.yaml\n", "1:8: no-template"),
        ("pptx_template:\n  file: ../house/agency.pptx\n  layouts: {text: Nope}\n",
         "3:19: missing-layout"),
        ("pptx_template:\n  file: ../house/agency.pptx\n  layouts: {texts: Blank}\n",
         "3:13: unknown-layout"),
        ("docx_template:\n  file: ../house/agency.docx\n  styles: {Heading1: Nope}\n",
         "3:22: missing-style"),
        ("docx_template:\n  file: ../house/agency.docx\n  styles: {Heading: Title}\n",
         "3:12: unknown-style"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_its_place(bench: Bench, more: str, wanted: str) -> None:
    (bench.house / "link.pptx").symlink_to(DECK)
    bench.write(more)
    code, said = bench.build()
    assert code == 4
    line, rest = wanted.split(":", 1)
    assert f"dossier.yaml:{bench.line + int(line)}:{rest}" in said
    assert main(["check", str(bench.folder)]) == 4


def test_missing_names_come_with_those_that_the_file_has(bench: Bench) -> None:
    bench.write(
        "pptx_template: {file: ../house/agency.pptx, layouts: {map: Nope, text: Nope}}\n"
        "docx_template: {file: ../house/agency.docx, styles: {Heading1: Nope}}\n"
    )
    _, said = bench.build()
    assert said.count("missing-layout") == 2
    assert "'Title and Content'" in said
    assert "missing-style" in said
    assert "'heading 1'" in said


def test_a_damaged_template_is_one_problem(bench: Bench) -> None:
    (bench.house / "agency.pptx").write_bytes(b"PK\x03\x04 damaged")
    (bench.house / "agency.docx").write_bytes(b"")
    bench.write("pptx_template: ../house/agency.pptx\ndocx_template: ../house/agency.docx\n")
    code, said = bench.build()
    assert (code, said.count("bad-template"), said.count("Traceback")) == (4, 2, 0)


def test_a_style_that_hides_its_text_is_refused(bench: Bench) -> None:
    hidden = changed(PAPER, {"word/styles.xml": swap("<w:rPr>", "<w:rPr><w:vanish/>")})
    hidden = changed(
        hidden,
        {"word/styles.xml": swap('<w:name w:val="Body Text"/>', '<w:name w:val="Body Text"/>'
                                 "<w:rPr><w:vanish/></w:rPr>")},
    )  # fmt: skip
    (bench.house / "agency.docx").write_bytes(hidden)
    bench.write("docx_template: ../house/agency.docx\n")
    code, said = bench.build()
    assert code == 4
    assert "hidden-style" in said


def test_receivers_audit_a_file_with_its_template(bench: Bench) -> None:
    bench.write("pptx_template: ../house/agency.pptx\ndocx_template: ../house/agency.docx\n")
    assert bench.build("--format", "pptx", "--format", "docx")[0] == 0
    templates = [str(bench.house / name) for name in ("agency.pptx", "agency.docx")]
    files = [str(bench.file("pptx")), str(bench.file("docx"))]
    told = [word for path in templates for word in ("--template", path)]
    assert main(["audit", *files, *told]) == 0
    assert main(["audit", *files, "--dossier", str(bench.folder)]) == 0
    assert main(["audit", *files]) == 3
    assert main(["audit", *files, "--template", str(bench.dossier)]) == 4


def test_a_file_is_listed_with_what_would_stand_for_ours(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["template", str(DECK)]) == 0
    assert "text: Title and Content  (by name)" in capsys.readouterr().out
    assert main(["template", str(PAPER)]) == 0
    assert "Heading1: heading 1" in capsys.readouterr().out
    for path in (bench.dossier, bench.folder / "none.pptx"):
        assert main(["template", str(path)]) == 4
    (bench.folder / "bad.pptx").write_bytes(b"x")
    assert main(["template", str(bench.folder / "bad.pptx")]) == 4


def test_a_web_page_has_the_house_s_colours_and_is_audited_with_them(bench: Bench) -> None:
    bench.write("pptx_template: ../house/agency.pptx\n")
    assert bench.build("--format", "html")[0] == 0
    page = bench.file("html")
    assert "--accent: #0E4A9E" not in page.read_text("utf-8")
    assert main(["audit", str(page), "--dossier", str(bench.folder)]) == 0
    assert main(["audit", str(page)]) == 3
    bench.write("")
    own = bench.folder.parent / "own.yaml"
    own.write_text('colours:\n  accent: "#7A1F3D"\n', "utf-8")
    assert bench.build("--format", "html", "--theme", str(own))[0] == 0
    page = bench.file("html")
    assert "--accent: #7A1F3D" in page.read_text("utf-8")
    assert main(["audit", str(page), "--theme", str(own)]) == 0
    assert main(["audit", str(page)]) == 3
