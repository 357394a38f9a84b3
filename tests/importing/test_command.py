"""The command ``dossier import``: what it says, where it writes, what it never overwrites."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import yaml
from pptx import Presentation

from pipeline.cli import main
from tests.importing import decks
from tests.importing.decks import Deck


@pytest.fixture
def file(tmp_path: Path) -> Path:
    deck = Deck()
    slide = deck.slide(decks.BULLETS, "State of play")
    decks.listed(slide.placeholders[1], [(0, "one"), (1, "two")])
    deck.file.core_properties.author = "Quarkgeheim"
    path = tmp_path / "Agency's Talk (final).pptx"
    path.write_bytes(deck.data())
    return path


def test_an_import_says_what_is_to_be_written_and_what_comes_next(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "made"
    assert main(["import", str(file), "--into", str(folder), "--number", "WK 7/2026 INIT"]) == 0
    said = capsys.readouterr().err
    for words in (
        "1 slides became 1",
        "dossier.yaml: language, date, cover/from",
        "dossier serve",
        "valid",
    ):
        assert words in said
    assert yaml.safe_load((folder / "dossier.yaml").read_text())["number"] == "WK 7/2026 INIT"
    assert {path.name for path in folder.iterdir()} == {
        "dossier.yaml", "presentation.yaml", "import-report.json", "import-report.html"
    }  # fmt: skip


def test_a_folder_is_named_like_the_file(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["import", str(file)]) == 0
    assert (tmp_path / "content" / "agency-s-talk-final" / "dossier.yaml").exists()


def test_a_dossier_is_replaced_only_when_forced_and_kept(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "content" / "made"
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text("mine: yes\n")
    assert main(["import", str(file), "--into", str(folder)]) == 2
    assert "already-there:" in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["dossier.yaml"]
    for number in (1, 2):
        assert main(["import", str(file), "--into", str(folder), "--force"]) == 0
        assert (folder.parent / f".made.before-import-{number}" / "dossier.yaml").exists()
    kept = folder.parent / ".made.before-import-1" / "dossier.yaml"
    assert kept.read_text() == "mine: yes\n"


def test_the_file_can_be_the_template_without_its_slides(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    assert main(["import", str(file), "--into", str(folder), "--template"]) == 0
    cover = yaml.safe_load((folder / "dossier.yaml").read_text())
    assert cover["pptx_template"]["file"] == "template.pptx"
    assert cover["pptx_template"]["layouts"]["title"] == "Title Slide"
    data = (folder / "template.pptx").read_bytes()
    template = Presentation(io.BytesIO(data))
    assert len(template.slides) == 0
    assert len(template.slide_layouts) == 11
    assert b"Quarkgeheim" not in data
    assert main(["check", str(folder)]) == 0


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [("--number", "7/2026 WK", "bad-number"), ("--language", "xx", "unknown-value")],
)
def test_a_wrong_option_is_told_before_anything_is_read(
    option: str, value: str, code: str, file: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert main(["import", str(file), "--into", str(tmp_path / "made"), option, value]) == 2
    assert f"{option}: {code}:" in capsys.readouterr().err
    assert not (tmp_path / "made").exists()
