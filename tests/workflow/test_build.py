from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.audit import checks
from pipeline.content.load import load
from pipeline.core.errors import ContentError, LeakError, Problem, RenderError, Where, WriteError
from pipeline.edition.formats import FORMATS
from pipeline.output import freshness
from pipeline.render import jsonld
from pipeline.workflow import publish
from pipeline.workflow.build import build
from pipeline.workflow.options import Options
from tests.conftest import FIRST, GALLERY, MINI, ROOT, words_vault
from tests.support.differences import told
from tests.support.thinned import thinned

Project = Callable[[Path], Path]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".work" not in path.parts
    }


def lines_of(folder: Path, options: Options) -> list[str]:
    lines: list[str] = []
    build(folder, options, lines.append)
    said = [line for line in lines if not line.startswith("notice: ")]
    return [line for line in said if ": done, in " not in line]


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_g30_a_build_makes_every_file_with_a_manifest_of_sizes_and_digests(
    project: Project, tmp_path: Path
) -> None:
    copy, output = project(FIRST), tmp_path / "output"
    lines_of(copy, Options(output))
    assert sorted(snapshot(output)) == [
        "wk-4146-2024/full/en/manifest.json",
        "wk-4146-2024/full/en/wk04146.en24.docx",
        "wk-4146-2024/full/en/wk04146.en24.jsonld",
        "wk-4146-2024/full/en/wk04146.en24.pdf",
        "wk-4146-2024/full/en/wk04146.en24.pptx",
        "wk-4146-2024/public/en/manifest.json",
        "wk-4146-2024/public/en/wk04146.en24.PA.docx",
        "wk-4146-2024/public/en/wk04146.en24.PA.jsonld",
        "wk-4146-2024/public/en/wk04146.en24.PA.pdf",
        "wk-4146-2024/public/en/wk04146.en24.PA.pptx",
    ]
    public = output / "wk-4146-2024/public/en"
    data = json.loads((public / "manifest.json").read_text("utf-8"))
    assert data["markers"] == 3
    assert {row["ground"]: row["markers"] for row in data["grounds"]} == {
        "personal-data": 2,
        "international-relations": 1,
        "decision-making": 1,
    }
    for row in data["files"]:
        content = (public / row["name"]).read_bytes()
        assert (row["size"], row["sha256"]) == (len(content), freshness.sha256(content))


def test_a_second_build_does_nothing_and_a_touched_file_is_made_again(
    project: Project, tmp_path: Path
) -> None:
    copy, options = project(MINI), Options(tmp_path / "output")
    assert len(lines_of(copy, options)) == 6
    before = snapshot(options.output)
    assert lines_of(copy, options) == ["st-7606-2024: up to date"]
    os.utime(copy / "presentation.yaml")
    assert lines_of(copy, options) == ["st-7606-2024: up to date"]
    victim = options.output / "st-7606-2024/public/de/st07606-re01.de24.PA.pdf"
    victim.write_bytes(b"changed by hand")
    lines_of(copy, options)
    assert snapshot(options.output) == before


def test_a_changed_word_rebuilds_exactly_the_files_that_hold_it(
    project: Project, tmp_path: Path
) -> None:
    copy, options = project(MINI), Options(tmp_path / "output")
    lines_of(copy, options)
    change(copy, "presentation.yaml", "Begrüßung durch", "Eröffnung durch")  # a speaker note
    assert lines_of(copy, options) == ["st-7606-2024 full de: pptx"]
    change(copy, "presentation.yaml", "Vielen Dank", "Danke")  # on a slide
    assert len(lines_of(copy, options)) == 6


def test_formats_and_editions_can_be_chosen(project: Project, tmp_path: Path) -> None:
    copy, output = project(MINI), tmp_path / "output"
    options = Options(output, audiences=("public",), formats=("pdf",))
    assert lines_of(copy, options) == ["st-7606-2024 public de: pdf"]
    assert not (output / "st-7606-2024/full").exists()
    assert len(lines_of(copy, Options(output, audiences=("public",)))) == 2


def test_a_dossier_names_the_formats_of_its_files(project: Project, tmp_path: Path) -> None:
    """Without a name, deck, document and PDF; a format can also be asked for once."""
    copy, output = project(MINI), tmp_path / "output"
    public = Options(output, audiences=("public",))
    lines_of(copy, public)
    page = "st-7606-2024/public/de/st07606-re01.de24.PA.html"
    assert page not in snapshot(output)
    once = Options(output, audiences=("public",), formats=("html",))
    assert lines_of(copy, once) == ["st-7606-2024 public de: html"]
    assert lines_of(copy, once) == lines_of(copy, public) == ["st-7606-2024: up to date"]
    assert len(snapshot(output)) == 6
    listed = json.loads(snapshot(output)["st-7606-2024/public/de/manifest.json"])["files"]
    assert {row["format"] for row in listed} == {*FORMATS, "jsonld"}
    record = snapshot(output)["st-7606-2024/public/de/st07606-re01.de24.PA.jsonld"]
    described = json.loads(record)["dct:hasFormat"]
    assert len(described) == len(FORMATS)
    change(copy, "dossier.yaml", "language: de", "language: de\nformats: [pdf, html]")
    change(copy, "presentation.yaml", "Vielen Dank", "Danke")
    assert len(lines_of(copy, public)) == 2
    assert lines_of(copy, public) == ["st-7606-2024: up to date"]
    assert {Path(name).suffix for name in snapshot(output)} == {".pdf", ".html", ".json", ".jsonld"}


def test_what_a_web_page_does_not_draw_does_not_make_it_anew(
    project: Project, tmp_path: Path
) -> None:
    copy, output = project(MINI), tmp_path / "output"
    options = Options(output, formats=("html",))
    assert len(lines_of(copy, options)) == 2
    change(copy, "presentation.yaml", "Begrüßung durch", "Eröffnung durch")  # a speaker note
    change(copy, "dossier.yaml", "contents: true\n", "")
    assert lines_of(copy, options) == []
    change(copy, "presentation.yaml", "Vielen Dank", "Danke")
    assert len(lines_of(copy, options)) == 2


def test_g11_files_that_no_longer_say_what_the_edition_says_do_not_survive(
    project: Project, tmp_path: Path
) -> None:
    """One format is rebuilt after a change: the others would still show the old text."""
    copy, output = project(MINI), tmp_path / "output"
    lines_of(copy, Options(output, audiences=("public",)))
    change(copy, "presentation.yaml", "Vielen Dank", "Danke")
    lines_of(copy, Options(output, audiences=("public",), formats=("pdf",)))
    names = sorted(snapshot(output / "st-7606-2024/public/de"))
    stem = "st07606-re01.de24.PA"
    assert names == ["manifest.json", f"{stem}.jsonld", f"{stem}.pdf"]


def test_g11_a_new_number_takes_the_old_files_away(project: Project, tmp_path: Path) -> None:
    copy, output = project(MINI), tmp_path / "output"
    lines_of(copy, Options(output, formats=("docx",)))
    change(copy, "dossier.yaml", "number: 7606/1/24 REV 1", "number: 7606/2/24 REV 2")
    lines_of(copy, Options(output, formats=("docx",)))
    assert [name for name in snapshot(output) if "re01" in name] == []


def test_a_failed_build_leaves_the_previous_files(project: Project, tmp_path: Path) -> None:
    copy, options = project(MINI), Options(tmp_path / "output")
    lines_of(copy, options)
    before = snapshot(options.output)
    change(copy, "presentation.yaml", "kind: closing", "kind: nonsense")
    with pytest.raises(ContentError):
        lines_of(copy, options)
    assert snapshot(options.output) == before


def test_content_that_does_not_fit_is_reported_at_its_slide(
    project: Project, tmp_path: Path
) -> None:
    copy, options = project(MINI), Options(tmp_path / "output")
    change(copy, "presentation.yaml", "- Noch ein Punkt", "- " + "viel Text " * 300)
    with pytest.raises(RenderError) as caught:
        lines_of(copy, options)
    problem = caught.value.problems[0]
    assert problem.code == "slide-overflow"
    assert (problem.where.line, problem.where.column) == (8, 5)
    assert snapshot(options.output) == {}


@pytest.mark.parametrize("fmt", FORMATS)
def test_g27_a_file_that_fails_the_audit_is_not_promoted(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fmt: str
) -> None:
    copy, options = project(MINI), Options(tmp_path / "output", formats=FORMATS)
    lines_of(copy, options)
    before = snapshot(options.output)
    change(copy, "presentation.yaml", "Vielen Dank", "Danke")
    real = checks.audit

    def failing(data: bytes, edition: object, kind: str, name: str, *needles: object) -> None:
        if kind == fmt:
            raise LeakError(Problem(Where(name), "text-differs", "made to fail"))
        real(data, edition, kind, name, *needles)  # type: ignore[arg-type]

    monkeypatch.setattr(publish.checks, "audit", failing)
    with pytest.raises(LeakError):
        lines_of(copy, options)
    assert snapshot(options.output) == before
    quarantine = options.output / ".work/dossiers" / copy.name / "quarantine"
    assert [path for path in quarantine.iterdir() if path.suffix == f".{fmt}"]
    assert oct(quarantine.stat().st_mode & 0o777) == "0o700"


def test_g27_a_record_that_fails_the_audit_is_not_promoted(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, output = project(MINI), tmp_path / "output"
    options = Options(output, audiences=("public",), formats=("docx",))
    lines_of(copy, options)
    before = snapshot(output)
    change(copy, "presentation.yaml", "Vielen Dank", "Danke")
    real = jsonld.render
    monkeypatch.setattr(
        jsonld, "render", lambda *given: real(*given).replace(b"7606/24", b"7607/24")
    )
    with pytest.raises(LeakError) as caught:
        lines_of(copy, options)
    assert {row.code for row in caught.value.problems} == {"text-differs"}
    assert snapshot(output) == before
    assert list((output / ".work").glob("dossiers/*/quarantine/*.jsonld*"))


def test_g9_the_whole_public_folder_is_the_same_for_any_vault(
    project: Project, tmp_path: Path
) -> None:
    """Names, modes, manifest and report included; the full editions differ."""
    copy = project(MINI)
    source = load(copy)
    seen: list[object] = []
    for name, words in (("a", "kurz"), ("b", "ein längeres Wort " * 9)):
        output = tmp_path / name
        options = Options(output, vault=words_vault(source, words))
        lines = [line for line in lines_of(copy, options) if "public" in line]
        public = output / "st-7606-2024/public"
        modes = [(p.name, oct(p.stat().st_mode)) for p in sorted(public.rglob("*"))]
        seen.append((snapshot(public), modes, lines))
        assert snapshot(output / "st-7606-2024/full")
    assert seen[0] == seen[1]
    without = Options(tmp_path / "c", audiences=("public",))
    lines_of(copy, without)
    assert snapshot(without.output / "st-7606-2024/public") == seen[0][0]  # type: ignore[index]


def test_g21_the_full_edition_can_be_read_by_its_owner_alone(
    project: Project, tmp_path: Path
) -> None:
    copy, output = project(MINI), tmp_path / "output"
    lines_of(copy, Options(output, formats=("docx",)))
    full, public = output / "st-7606-2024/full", output / "st-7606-2024/public"
    assert {oct(p.stat().st_mode & 0o777) for p in full.rglob("*") if p.is_file()} == {"0o600"}
    assert {oct(p.stat().st_mode & 0o777) for p in public.rglob("*") if p.is_file()} == {"0o644"}
    assert oct(full.stat().st_mode & 0o777) == "0o700"
    assert oct((output / ".work").stat().st_mode & 0o777) == "0o700"


def test_an_unlisted_file_beside_the_public_ones_is_reported(
    project: Project, tmp_path: Path
) -> None:
    copy, output = project(MINI), tmp_path / "output"
    options = Options(output, audiences=("public",), formats=("docx",))
    lines_of(copy, options)
    (output / "st-7606-2024/public/de/draft.docx").write_bytes(b"x")
    change(copy, "presentation.yaml", "Vielen Dank", "Danke")
    assert any("draft.docx" in line and "warning" in line for line in lines_of(copy, options))


def test_g11_a_folder_of_another_language_that_no_record_names_is_reported(
    project: Project, tmp_path: Path
) -> None:
    copy, output = project(MINI), tmp_path / "output"
    options = Options(output, audiences=("public",), formats=("docx",))
    lines_of(copy, options)
    (output / ".work/dossiers/st-7606-2024/public.json").unlink()
    change(copy, "dossier.yaml", "language: de", "language: nl")
    assert any("../de stands beside" in line for line in lines_of(copy, options))


def test_g21_what_stands_where_a_folder_is_to_be_is_left_alone(
    project: Project, tmp_path: Path
) -> None:
    copy, output = project(MINI), tmp_path / "output"
    folder, elsewhere = output / "st-7606-2024" / "public", tmp_path / "elsewhere"
    folder.mkdir(parents=True)
    elsewhere.mkdir()
    (folder / "de").symlink_to(elsewhere)
    options = Options(output, audiences=("public",), formats=("docx",))
    with pytest.raises(WriteError, match="a link or a file stands where"):
        lines_of(copy, options)
    assert list(elsewhere.iterdir()) == []


def test_keep_writes_the_composed_edition(project: Project, tmp_path: Path) -> None:
    copy, output = project(MINI), tmp_path / "output"
    lines_of(copy, Options(output, audiences=("public",), formats=("docx",), keep=True))
    (kept,) = (output / ".work").glob("dossiers/*/*.edition.json")
    assert b"UNKENNTLICH" in kept.read_bytes()


def test_a_record_that_cannot_be_read_costs_a_rebuild_and_nothing_else(
    project: Project, tmp_path: Path
) -> None:
    copy, options = project(MINI), Options(tmp_path / "output", formats=("docx",))
    lines_of(copy, options)
    before = snapshot(options.output)
    for record in (options.output / ".work").glob("dossiers/*/*.json"):
        record.write_text("{not json")
    assert len(lines_of(copy, options)) == 2
    assert snapshot(options.output) == before


def test_two_builds_at_once_take_turns(project: Project, tmp_path: Path) -> None:
    copy, output = project(MINI), tmp_path / "output"
    command = [sys.executable, "-m", "pipeline.cli", "build", str(copy), "--output", str(output)]
    runs = [
        subprocess.Popen([*command, "--format", "docx"], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    said = [run.communicate(timeout=60)[1].decode() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert sum("up to date" in text for text in said) == 1


ENVIRONMENTS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "HOME": "/"},
)


def built(
    python: str, folder: Path, output: Path, environment: dict[str, str], umask: int, *more: str
) -> dict[str, bytes]:
    """Return what a process of its own builds."""
    result = subprocess.run(
        [python, "-m", "pipeline.cli", "build", str(folder), "--output", str(output), *more],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        umask=umask,
    )
    assert result.returncode == 0, result.stderr.decode()
    return snapshot(output)


@pytest.mark.parametrize("audience", ["public", pytest.param("full", marks=pytest.mark.slow)])
def test_g10_files_are_byte_identical_under_other_seeds_zones_locales_and_umasks(
    project: Project, tmp_path: Path, audience: str
) -> None:
    copy, only = project(FIRST), ("--edition", audience)
    one, other = (
        built(sys.executable, copy, tmp_path / f"out{mask}", environment, mask, *only)
        for environment, mask in zip(ENVIRONMENTS, (0o000, 0o077), strict=True)
    )
    assert one
    # not compared by assert: its own report of two dictionaries of bytes says nothing
    if report := told(one, other):
        pytest.fail(report)


OTHER_PYTHON = ROOT / ".tools" / "other-python" / "bin" / "python"


@pytest.mark.slow
@pytest.mark.skipif(not OTHER_PYTHON.exists(), reason="no other Python 3.11 or later was found")
@pytest.mark.parametrize(
    ("folder", "audience"),
    thinned(
        [(FIRST, "full"), (GALLERY, "full"), (FIRST, "public"), (GALLERY, "public")],
        3,
        rest="exhaustive",
    ),
)
def test_g10_files_are_byte_identical_under_another_python(
    project: Project, tmp_path: Path, folder: Path, audience: str
) -> None:
    minor = "import sys; print(sys.version_info[:2])"
    versions = [
        subprocess.run([python, "-c", minor], capture_output=True, check=True).stdout
        for python in (sys.executable, OTHER_PYTHON)
    ]
    assert versions[0] != versions[1]
    copy, output = project(folder), tmp_path / folder.name
    change(copy, "dossier.yaml", "language: en", "language: en\nformats: [pptx, docx, pdf, html]")
    only = ("--edition", audience)
    one = built(sys.executable, copy, output / "this", {}, 0o022, *only)
    if report := told(one, built(str(OTHER_PYTHON), copy, output / "other", {}, 0o022, *only)):
        pytest.fail(report)
