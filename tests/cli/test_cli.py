"""The command as a user meets it: arguments, exit codes, what stands on standard error."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import get_args

import pytest

from pipeline import cli
from pipeline.content.model.dossier_yaml import CoverType
from pipeline.edition.slide import Layout
from tests.conftest import FIRST, MINI, ROOT
from tests.support.command import dossier

Project = Callable[[Path], Path]


def test_the_command_of_a_process_of_its_own_says_the_same_as_in_this_one(tmp_path: Path) -> None:
    """Other tests run it in this process: arguments, streams and exit code are those of a user."""
    for words in (["check", str(MINI)], ["build", str(tmp_path / "nowhere")], ["build"]):
        run = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", *words],
            capture_output=True, text=True, check=False, cwd=ROOT, timeout=120,
        )  # fmt: skip
        here = dossier(*words)
        assert (run.returncode, run.stdout) == (here.returncode, here.stdout)
        assert run.stderr == here.stderr


def test_build_says_what_it_makes_and_then_that_all_is_up_to_date(tmp_path: Path) -> None:
    first = dossier("build", MINI, "--output", tmp_path, "--format", "docx")
    assert first.returncode == 0
    assert "st-7606-2024 public de: docx" in first.stderr
    second = dossier("build", MINI, "--output", tmp_path, "--format", "docx")
    assert second.stderr == "st-7606-2024: up to date\n"
    assert (first.stdout, second.stdout) == ("", "")


def test_problems_go_to_standard_error_with_place_code_and_hint(
    project: Project, tmp_path: Path
) -> None:
    copy = project(MINI)
    deck = copy / "presentation.yaml"
    deck.write_text(deck.read_text("utf-8").replace("kind: closing", "kind: end"), "utf-8")
    result = dossier("build", copy, "--output", tmp_path / "out")
    assert result.returncode == 2
    place, hint = result.stderr.splitlines()
    assert place.endswith("presentation.yaml:59:11: unknown-kind: this kind is not known")
    assert hint.startswith("  hint: use one of title, ")
    assert not (tmp_path / "out" / "st-7606-2024").exists()


def test_one_broken_dossier_does_not_stop_the_others(project: Project, tmp_path: Path) -> None:
    broken, good = project(FIRST), project(MINI)
    (broken / "dossier.yaml").write_text("number: 1\n")
    result = dossier("build", good.parent, "--output", tmp_path / "out", "--format", "docx")
    assert result.returncode == 2
    assert (tmp_path / "out" / "st-7606-2024" / "public").exists()


def test_check_validates_without_building() -> None:
    result = dossier("check", MINI)
    assert (result.returncode, result.stderr) == (0, "st-7606-2024: valid\n")


def test_a_path_that_is_no_dossier_is_a_problem(tmp_path: Path) -> None:
    result = dossier("build", tmp_path / "nowhere")
    assert result.returncode == 2
    assert "no-dossier" in result.stderr


def test_usage_errors_exit_with_2_and_help_is_there() -> None:
    assert dossier("build").returncode == 2
    for arguments in (
        ["--help"],
        ["build", "--help"],
        ["check", "--help"],
        ["schema", "--help"],
        ["dist", "--help"],
        ["verify", "--help"],
        ["register", "--help"],
        ["diff", "--help"],
    ):
        result = dossier(*arguments)
        assert result.returncode == 0
        assert "usage: dossier" in result.stdout


def test_the_version_is_that_of_the_installed_program() -> None:
    result = dossier("--version")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"dossier {metadata.version('dossier')}\n"


def test_the_schemas_kept_for_editors_are_those_of_the_models(tmp_path: Path) -> None:
    assert dossier("schema", "--write", tmp_path).returncode == 0
    for path in sorted((ROOT / "templates" / "schema").glob("*.json")):
        assert path.read_text() == (tmp_path / path.name).read_text(), "run make schema"
        json.loads(path.read_text())


def test_g23_a_bug_leaves_a_private_traceback_without_the_exception_s_words(
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def explode(*_: object) -> None:
        raise ValueError("geheime " + "Worte")

    monkeypatch.setattr("pipeline.workflow.build.build", explode)
    output = tmp_path / "out"
    assert cli.main(["-v", "build", str(project(MINI)), "--output", str(output)]) == 1
    said = capsys.readouterr().err
    path = output / ".work" / "traceback.txt"
    assert "unexpected ValueError" in said
    assert "explode" in path.read_text()
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert "geheime Worte" not in said + path.read_text()


#: Words in the code that have the form of a problem's code and are something else.
NOT_CODES = {
    # kinds of blocks in running text
    "chart-figure",
    "image-figure",
    "map-figure",
    "page-break",
    "table-figure",
    "text-paragraph",
    "timeline-figure",
    "withheld-annex",
    "withheld-entry",
    "withheld-paragraph",
    "withheld-section",
    # authority tables
    "corporate-body",
    "resource-type",
    "liaison-officers",
    "next-steps",
    "python-docx",
    "python-pptx",
    "utf-8",
    "utf-8-sig",
    "libharfbuzz-subset",
    "ls-files",
    "personal-data",
    "rev-parse",
    "pdf-only",
    "soft-fail",
    # attributes, settings and faces of web pages
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "cross-site",
    "data-slot",
    "data-spoken",
    "data-style",
    "no-store",
    "same-origin",
    "color-scheme",
    "http-equiv",
    "no-referrer",
    "sans-serif",
    "stand-alone",
    "system-ui",
}


def test_every_problem_s_code_is_a_heading_in_the_catalogue_and_the_other_way_round() -> None:
    code = re.compile(r'"([a-z]+(?:-[a-z0-9]+)+)"')
    files = [path for path in (ROOT / "pipeline").rglob("*.py") if "render" not in path.parts]
    text = "\n".join(path.read_text("utf-8") for path in files)
    # the report of an import has codes of its own, which tests/importing hold; its proof reads them
    reports = {"importing", "original"}
    problems = [path for path in files if reports.isdisjoint(path.parts)]
    used = set(code.findall("\n".join(path.read_text("utf-8") for path in problems)))
    catalogue = (ROOT / "docs" / "errors.md").read_text("utf-8")
    headings = set(re.findall(r"^## `([a-z0-9-]+)`", catalogue, re.MULTILINE))
    in_renderers = {"missing-library", "not-fitted", "unreadable", "unsealed"}
    others = {*NOT_CODES, *get_args(Layout), *get_args(CoverType)}
    assert used - others - headings == set()
    named = set(re.findall(r"[\"']([a-z0-9-]+)(?=[\"'])", text))
    named |= set(re.findall(r" ([a-z0-9-]+):", text))
    assert headings - named - in_renderers == set()
