"""A dossier is begun with one command, and builds."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
import yaml

from pipeline import cli
from pipeline.content.load import load
from pipeline.core.errors import ContentError
from pipeline.resources import covers, labels
from pipeline.workflow import new_dossier
from tests.conftest import FIRST, MINI
from tools import cover_examples

DAY = datetime.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())


def begun(*words: str) -> int:
    return cli.main(["new", "content/new", *words])


@pytest.mark.parametrize("kind", covers.forms())
def test_every_type_is_begun_and_is_valid(kind: str, tmp_path: Path) -> None:
    number = str(cover_examples.dossier(kind)["number"])
    wanted = new_dossier.Wanted(new_dossier.parsed(number), "en", kind, "", DAY)
    new_dossier.create(tmp_path / "x", wanted)
    source = load(tmp_path / "x")
    assert source.dossier.cover.type == kind
    assert len(source.presentation.slides) == 3
    assert not source.redactions.slots
    assert {row.code for row in source.notices} == {"to-be-written"}


@pytest.mark.parametrize("language", ["bg", "en", "ga"])
def test_what_was_begun_builds(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    title = 'A title: with *signs* & "marks" #1'
    assert begun("--number", "WK 7/2026 INIT", "--language", language, "--title", title) == 0
    assert "make build DOSSIERS=content/new" in capsys.readouterr().err
    assert cli.main(["build", "content/new", "--format", "docx"]) == 0
    assert list(Path("output/new/full").rglob("*.docx"))
    written = yaml.safe_load(Path("content/new/presentation.yaml").read_text("utf-8"))
    assert written["slides"][0]["title"] == title


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "missing-key"),
        (("--number", "seven"), "bad-number"),
        (("--number", "WK 7/2026 INIT", "--language", "xx"), "unknown-value"),
        (("--number", "WK 7/2026 INIT", "--type", "memo"), "unknown-value"),
        (("--number", "7607/26", "--type", "corrigendum"), "type-differs"),
    ],
)
def test_what_cannot_be_begun_is_told_and_leaves_nothing(
    words: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert begun(*words) == 2
    assert f": {code}: " in capsys.readouterr().err
    assert not list(Path().rglob("*new*"))


def test_nothing_that_is_there_is_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path("content/new")
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("mine")
    assert begun("--number", "WK 7/2026 INIT") == 2
    assert "already-there" in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_place_that_is_taken_is_told_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("content/new").mkdir(parents=True)
    Path("content/new/mine.txt").write_text("mine")
    answers = Terminal("WK 7/2026\nde\nnote\nEin Titel\n")
    monkeypatch.setattr("sys.stdin", answers)
    monkeypatch.setattr("sys.stderr", asked := Terminal())
    assert begun() == 2
    assert answers.tell() == 0
    assert "already-there" in asked.getvalue() + capsys.readouterr().err


def test_a_person_at_a_terminal_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("WK 7/2026\n7607/26\nde\nnote\nEin Titel\n"))
    monkeypatch.setattr("sys.stderr", Terminal())
    assert begun() == 0
    dossier = load(Path("content/new")).dossier
    assert (dossier.number.printed, dossier.language) == ("7607/26", "de")
    assert dossier.cover.type == "note"


def test_a_revision_keeps_everything_but_the_decision_to_give_access(tmp_path: Path) -> None:
    new_dossier.follow(tmp_path / "rev", FIRST, "REV 1", DAY)
    old, new = load(FIRST), load(tmp_path / "rev")
    assert new.dossier.number.printed == "WK 4146/2024 REV 1"
    assert (new.dossier.date, new.dossier.released) == (DAY, None)
    assert new.presentation == old.presentation
    assert new.redactions == old.redactions
    assert new.dossier.cover == old.dossier.cover
    again = new_dossier.parsed("7606/24")
    assert again.suffixes == ()


def test_a_second_revision_takes_the_place_of_the_first(tmp_path: Path) -> None:
    new_dossier.follow(tmp_path / "rev", MINI, "REV 2", DAY)
    assert load(tmp_path / "rev").dossier.number.printed == "7606/2/24 REV 2"


@pytest.mark.parametrize("suffix", ["COR 1", "ADD 2"])
def test_what_corrects_or_adds_names_the_document_and_has_its_cover(
    suffix: str, tmp_path: Path
) -> None:
    new_dossier.follow(tmp_path / "x", MINI, suffix, DAY)
    new, old = load(tmp_path / "x"), load(MINI)
    assert new.dossier.number.printed == f"7606/1/24 REV 1 {suffix}"
    assert (new.dossier.codes, new.dossier.language) == (old.dossier.codes, old.dossier.language)
    row = new.dossier.cover.corrects or new.dossier.cover.adds_to
    assert "7606/1/24 REV 1" in str(row)
    assert not new.presentation.slides
    assert not new.redactions.slots


def test_the_number_of_the_earlier_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="earlier document itself"):
        new_dossier.follow(tmp_path / "x", MINI, "REV 1", DAY)


def test_a_suffix_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new", "content/new", "--from", str(FIRST), "--as", "INIT"]) == 2
    assert "REV, COR or ADD" in capsys.readouterr().err


def test_every_language_can_be_begun_in(tmp_path: Path) -> None:
    for language in labels.languages():
        number = new_dossier.parsed("WK 7/2026 INIT")
        wanted = new_dossier.Wanted(number, language, "working-document", "", DAY)
        new_dossier.create(tmp_path / language, wanted)
