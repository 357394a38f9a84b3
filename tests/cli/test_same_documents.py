"""Two dossiers of one folder that are the same document are refused before anything is built."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.cli import parser
from tests.conftest import MINI

NUMBER = "7606/1/24 REV 1"


def dossier(home: Path, name: str, number: str = NUMBER, language: str = "de") -> Path:
    folder = home / name
    shutil.copytree(MINI, folder)
    path = folder / "dossier.yaml"
    text = path.read_text("utf-8").replace(f"number: {NUMBER}", f"number: {number}")
    path.write_text(text.replace("language: de", f"language: {language}"), "utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder of documents that are all different."""
    dossier(tmp_path / "content", "a")
    for name, number, language in (
        ("b", NUMBER, "fr"), ("c", "7606/24", "de"), ("d", "7606/2/24 REV 2", "de"),
        ("e", "7606/1/24 REV 1 ADD 1", "de"), ("f", "7606/1/24 REV 1 COR 1", "de"),
    ):  # fmt: skip
        dossier(tmp_path / "content", name, number, language)
    return tmp_path / "content"


def build(*paths: Path, jobs: str = "2") -> list[str]:
    output = next(path for path in paths[0].parents if (path / "content").is_dir()) / "output"
    options = ["--output", str(output), "--format", "html", "--edition", "public"]
    return ["build", *map(str, paths), *options, *(["--jobs", jobs] if jobs != "2" else [])]


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return re.findall(r"(?m)^.*: same-document: .*$", capsys.readouterr().err)


def test_versions_parts_and_languages_are_other_documents(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", str(home)]) == 0
    assert cli.main(build(home, jobs="1")) == 0
    assert cli.main(build(home)) == 0
    assert told(capsys) == []


@pytest.mark.parametrize("number", [NUMBER, "ST 7606 2024 REV 1"])
def test_the_same_document_twice_is_one_problem_with_both_places(
    number: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier(home, "g", number)
    for words in (["check", str(home)], build(home)):
        assert cli.main(words) == 2
        (line,) = told(capsys)
        second, first = (f"{home / name}/dossier.yaml:2:9" for name in "ga")
        assert line == (
            f"{second}: same-document: this number stands in {first}, too, in the same language"
        )
    assert not list((home.parent / "output").glob("[a-g]")), "nothing was built"


def test_dossiers_that_were_built_one_by_one_are_found_by_their_records(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "bcdef":
        shutil.rmtree(home / name)
    dossier(home, "g")
    for name in "ag":
        assert cli.main(build(home / name)) == 0
    capsys.readouterr()
    assert cli.main(build(home)) == 2
    (line,) = told(capsys)
    assert line.startswith(f"{home / 'g'}/dossier.yaml:2:9: ")
    elsewhere = home.parent / "drafts"
    elsewhere.mkdir()
    (home / "g").rename(elsewhere / "g")
    assert cli.main(build(home, elsewhere)) == 0, "no folder holds both"
    # what is up to date by itself costs neither the rest of the program nor its content
    monkeypatch.setattr(parser, "run", None)
    assert cli.main(build(home, elsewhere, home / "a")) == 0


def test_a_dossier_is_not_its_own_double(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "z").symlink_to(home / "a")
    assert cli.main(["check", str(home), str(home / "a")]) == 0
    assert told(capsys) == []
