"""What a build with nothing to do looks at, and what it loads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.output import freshness, manifest
from pipeline.resources import paths
from pipeline.workflow.build import build
from pipeline.workflow.options import Options
from tests.conftest import MINI, Project


def built(project: Project, tmp_path: Path) -> tuple[Path, Path]:
    copy, output = project(MINI), tmp_path / "output"
    build(copy, Options(output, formats=("docx",)), lambda _: None)
    return copy, output


def arguments(copy: Path, output: Path) -> list[str]:
    return ["build", str(copy), "--format", "docx", "--output", str(output)]


def test_a_build_with_nothing_to_do_loads_next_to_nothing(project: Project, tmp_path: Path) -> None:
    copy, output = built(project, tmp_path)
    words = arguments(copy, output)
    code = (
        "import sys; from pipeline import cli; from pipeline.output import freshness;"
        f"freshness._RACY = 0; assert cli.main({words!r}) == 0;"
        "print(' '.join(sorted(sys.modules)))"
    )
    for _ in range(2):  # the first one keeps what the files look like
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
    assert "up to date" in run.stderr
    loaded = set(run.stdout.split())
    assert {name for name in loaded if name.startswith("pipeline")} == {
        "pipeline", "pipeline.cli", "pipeline.cli.option_table", "pipeline.output",
        "pipeline.output.file_digests", "pipeline.output.freshness",
        "pipeline.resources", "pipeline.resources.paths"}  # fmt: skip
    assert not loaded & {"argparse", "dataclasses", "pathlib", "pydantic", "inspect", "yaml"}
    assert not loaded & {"enum", "hashlib", "json", "re"}


@pytest.mark.parametrize("words", [["check"], ["build", "--keep"], ["build"], [], ["-v", "build"]])
def test_other_commands_and_options_are_left_to_the_parser(words: list[str]) -> None:
    assert not cli.up_to_date(words)


def test_a_change_of_content_output_or_record_is_something_to_do(
    project: Project, tmp_path: Path
) -> None:
    copy, output = built(project, tmp_path)
    words = arguments(copy, output)
    assert cli.up_to_date(words) == {str(copy): f"{copy.name}: up to date"}
    assert cli.up_to_date([*words, "--format", "pdf"]) == {str(copy): ""}
    (made,) = (output / copy.name / "public").rglob("*.docx")
    data = made.read_bytes()
    made.write_bytes(data + b" ")
    assert cli.up_to_date(words) == {str(copy): ""}
    made.write_bytes(data)
    assert cli.up_to_date(words) == {str(copy): f"{copy.name}: up to date"}
    source = copy / "presentation.yaml"
    stat = source.stat()
    source.write_text(source.read_text("utf-8") + " ", "utf-8")
    os.utime(source, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert cli.up_to_date(words) == {str(copy): ""}, "times of content do not count"


def test_a_finished_file_is_read_again_when_it_looks_otherwise(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The canary of this store: bytes of the same length, put there with the times of the old."""
    monkeypatch.setattr(freshness, "_RACY", -1)
    copy, output = built(project, tmp_path)
    words, fresh = arguments(copy, output), {str(copy): f"{copy.name}: up to date"}
    assert cli.up_to_date(words) == fresh
    assert len(list((output / ".work").glob("dossiers/*/*.seen.json"))) == 2
    read: list[str] = []
    asked = freshness.read
    monkeypatch.setattr(freshness, "read", lambda path: read.append(str(path)) or asked(path))
    assert cli.up_to_date(words) == fresh
    assert not [path for path in read if "/.work/" not in path and path.startswith(str(output))]
    (made,) = (output / copy.name / "public").rglob("*.docx")
    data, times = made.read_bytes(), made.stat()
    for change in (made.write_bytes, lambda new: (made.unlink(), made.write_bytes(new))):
        change(data[:-1] + bytes([data[-1] ^ 1]))
        os.utime(made, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert cli.up_to_date(words) == {str(copy): ""}
        made.write_bytes(data)
        assert cli.up_to_date(words) == fresh
    made.rename(made.with_suffix(".away"))
    assert cli.up_to_date(words) == {str(copy): ""}
    made.symlink_to(made.with_suffix(".away"))
    assert cli.up_to_date(words) == fresh
    made.with_suffix(".away").write_bytes(data + b" ")
    assert cli.up_to_date(words) == {str(copy): ""}


def test_looks_are_not_kept_of_files_that_may_still_change_unseen(
    project: Project, tmp_path: Path
) -> None:
    copy, output = built(project, tmp_path)
    assert cli.up_to_date(arguments(copy, output)) == {str(copy): f"{copy.name}: up to date"}
    assert not list((output / ".work").glob("dossiers/*/*.seen.json"))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"x": 1}', '{"manifest.json": [1, 2]}'])
def test_what_is_kept_of_looks_can_be_anything(project: Project, tmp_path: Path, text: str) -> None:
    copy, output = built(project, tmp_path)
    for audience in ("public", "full"):
        Path(freshness.seen_path(output, copy.name, audience)).write_text(text)
    assert cli.up_to_date(arguments(copy, output)) == {str(copy): f"{copy.name}: up to date"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"program": 1}',
        '{"program": "x", "jobs": 3}',
        '{"program": 1, "inputs": {}, "left_out": 0, "formats": 5, "files": [1], "folder": 3}',
        '{"program": "x", "inputs": "y", "files": {"a.docx": 3}, "folder": "z"}',
    ],
)
def test_a_record_that_is_none_of_ours_is_no_reason_to_stop(
    project: Project, tmp_path: Path, text: str
) -> None:
    copy, output = built(project, tmp_path)
    for record in (output / ".work").glob("dossiers/*/*.json"):
        record.write_text(text)
    assert cli.up_to_date(arguments(copy, output)) == {str(copy): ""}
    build(copy, Options(output, formats=("docx",)), lambda _: None)
    assert cli.up_to_date(arguments(copy, output)) == {str(copy): f"{copy.name}: up to date"}


def test_records_of_an_older_version_go_into_the_dossiers_folder(
    project: Project, tmp_path: Path
) -> None:
    """They stood beside each other; a dossier whose name begins like another's keeps its own."""
    copy, output = built(project, tmp_path)
    work, folder = output / ".work", output / ".work/dossiers" / copy.name
    names = {path.name for path in folder.iterdir()}
    for name in names:
        (folder / name).rename(work / f"{copy.name}.{name}")
    other = work / f"{copy.name}.b.place"
    other.write_bytes(b"elsewhere")
    folder.rmdir()
    build(copy, Options(output, formats=("docx",)), lambda _: None)
    assert {path.name for path in folder.iterdir()} == names
    assert {path.name for path in work.glob(f"{copy.name}.*")} == {other.name, f"{copy.name}.lock"}


def test_the_file_that_tells_of_older_records_goes_into_the_folder_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a command that is ended in between is followed by one that moves the rest."""
    work, moved = manifest.work_folder(tmp_path), list[str]()
    files = [work / name for name in ("x.place", "x.full.json", "x.public.json")]
    for path in files:
        path.write_text("")
    rename = Path.rename

    def noted(path: Path, target: Path) -> Path:
        moved.append(path.name)
        return rename(path, target)

    monkeypatch.setattr(Path, "iterdir", lambda _: iter(files))
    monkeypatch.setattr(Path, "rename", noted)
    manifest.private_folder(tmp_path, "x")
    assert moved == ["x.full.json", "x.public.json", "x.place"]


def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the program stand in a checkout of its own, beside an output folder."""
    home = tmp_path / "home"
    for name in ("pipeline", "templates"):
        (home / name).mkdir(parents=True)
    (home / "requirements.lock").write_text("x==1\n")
    (tmp_path / "output" / ".work").mkdir(parents=True)
    monkeypatch.setattr(paths, "HOME", str(home))
    monkeypatch.setattr(paths, "PACKAGE", str(home / "pipeline"))
    monkeypatch.setattr(paths, "TEMPLATES", str(home / "templates"))
    monkeypatch.setattr(paths, "LOCK", str(home / "requirements.lock"))
    return home


def test_the_programs_digest_is_kept_until_a_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, output = checkout(tmp_path, monkeypatch), tmp_path / "output"
    code = home / "pipeline" / "a.py"
    code.write_text("one")
    monkeypatch.setattr(freshness, "_RACY", -1)
    first = freshness.program_digest(output)
    assert (output / ".work" / "program.json").exists()
    assert freshness.program_digest(output) == first == freshness.program_digest()
    times = code.stat()
    code.write_text("two")
    os.utime(code, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert freshness.program_digest(output) == freshness.program_digest() != first


def test_a_digest_is_not_kept_of_files_that_may_still_change_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout(tmp_path, monkeypatch)
    output = tmp_path / "output"
    freshness.program_digest(output)
    assert not (output / ".work" / "program.json").exists()


def test_the_command_says_what_is_up_to_date(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, output = built(project, tmp_path)
    assert cli.main(arguments(copy, output)) == 0
    assert capsys.readouterr().err == f"{copy.name}: up to date\n"


def test_packages_stand_in_for_the_lock_file_of_an_installed_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, output = checkout(tmp_path, monkeypatch), tmp_path / "output"
    (home / "pipeline" / "a.py").write_text("one")
    (home / "requirements.lock").unlink()
    elsewhere = tmp_path / "elsewhere"
    for folder in (home / "lxml-6.0.dist-info", elsewhere / "pillow-12.0.dist-info"):
        folder.mkdir(parents=True)
    monkeypatch.setattr(paths, "IS_INSTALLED", True)
    monkeypatch.setattr(freshness, "_RACY", -1)
    monkeypatch.setattr(sys, "path", [str(home), str(elsewhere), str(tmp_path / "none.zip")])
    first = freshness.program_digest(output)
    assert freshness.program_digest(output) == first == freshness.program_digest()
    for old, new in (("home/lxml-6.0", "home/lxml-6.1"), ("elsewhere/pillow-12.0", "home/x-1")):
        (tmp_path / f"{old}.dist-info").rename(tmp_path / f"{new}.dist-info")
        changed = freshness.program_digest(output)
        assert changed == freshness.program_digest() != first
        first = changed
    monkeypatch.setattr(sys, "path", list(reversed(sys.path)))
    assert freshness.program_digest(output) == first, "in which order the path is searched"


def test_real_paths_are_those_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real" / "a" / "b").mkdir(parents=True)
    (tmp_path / "link").symlink_to("real/a")
    (tmp_path / "real" / "to-b").symlink_to(tmp_path / "link" / "b")
    monkeypatch.chdir(tmp_path / "link")
    homes, start = freshness.Homes(tmp_path / "real"), str(tmp_path)
    written = ["", ".", "..", "b", "b/", "b/.", "b/..", "../to-b", "../to-b/..", "no", "b/../b"]
    for path in [*written, *(f"{start}/{way}" for way in ("link/b", "link", "real/to-b/", "x/y"))]:
        assert homes.real(path) == os.path.realpath(path), path
        assert homes.real(path) == os.path.realpath(path), f"{path}, asked again"
    assert freshness.place(tmp_path / "real", "b") == b"a/b"
