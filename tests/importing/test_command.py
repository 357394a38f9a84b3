"""The command ``dossier import``: what it says, where it writes, what it never overwrites."""

from __future__ import annotations

import io
import os
import signal
import time
import zipfile
from pathlib import Path

import PIL.Image
import pytest
import yaml
from pptx import Presentation

from pipeline.cli import main
from pipeline.importing import placing
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


def test_an_import_says_how_many_texts_cannot_be_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deck = Deck()
    deck.slide(decks.BULLETS, "Read").placeholders[1].text_frame.text = "\u4e2d\u6587"
    file = tmp_path / "deck.pptx"
    file.write_bytes(deck.data())
    assert main(["import", str(file), "--into", str(tmp_path / "made")]) == 0
    assert "of these, 1 in letters that no font of the project has" in capsys.readouterr().err


def test_an_import_says_what_is_to_be_written_and_what_comes_next(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "made"
    assert main(["import", str(file), "--into", str(folder), "--number", "WK 7/2026 INIT"]) == 0
    said = capsys.readouterr().err
    for words in (
        "1 slides became 1",
        "dossier.yaml: language, date, codes, cover/from",
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
    kept = {layout.name for layout in template.slide_layouts}
    assert kept == set(cover["pptx_template"]["layouts"].values())
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


def test_a_template_says_no_more_than_its_slides_show(tmp_path: Path) -> None:
    deck = Deck()
    slide = deck.slide(decks.BULLETS, "State of play")
    layout, unused = slide.slide_layout, deck.file.slide_layouts[decks.BLANK]
    unused.name = "ZQ-unused"
    layout.placeholders[1].text_frame.text = "ZQ-prompt"
    hidden, beside = (decks.box(slide, (1, 1, 2, 1), "ZQ-shape") for _ in range(2))
    hidden._element.nvSpPr.cNvPr.set("hidden", "1")
    beside.left = -9_000_000
    seen = decks.box(slide, (1, 1, 2, 1), "Agency of Foo")
    seen._element.nvSpPr.cNvPr.set("descr", "ZQ-alt")
    seen.name = "ZQ-name"
    for shape in (hidden, beside, seen):
        layout.shapes._spTree.append(shape._element)
    stream = io.BytesIO()
    PIL.Image.new("RGB", (20, 20), "blue").save(stream, "JPEG", comment=b"ZQ-comment")
    _, key = layout.part.get_or_add_image_part(stream)
    picture = slide.shapes.add_picture(decks.picture(), 0, 0)._element
    picture.xpath(".//a:blip")[0].set(f"{{{decks.R}}}embed", key)
    layout.shapes._spTree.append(picture)
    file, folder = tmp_path / "given.pptx", tmp_path / "made"
    file.write_bytes(deck.data())
    assert main(["import", str(file), "--into", str(folder), "--template"]) == 0
    with zipfile.ZipFile(folder / "template.pptx") as archive:
        whole = b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    assert b"Agency of Foo" in whole
    assert b"ppt/media/image1.jpg" in whole
    assert b"ZQ-" not in whole
    assert "ZQ-shape" not in (folder / "import-report.json").read_text()
    assert main(["check", str(folder)]) == 0


def test_a_name_that_is_not_utf8_is_a_clear_problem(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = tmp_path / os.fsdecode(b"bad\xff.pptx")
    odd.write_bytes(file.read_bytes())
    assert main(["import", str(odd), "--into", str(tmp_path / "made")]) == 2
    into = str(tmp_path / os.fsdecode(b"made\xff"))
    assert main(["import", str(file), "--into", into]) == 2
    assert capsys.readouterr().err.count("bad-file-name:") == 2


def test_an_import_that_is_told_to_end_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    with pytest.raises(SystemExit) as ended, placing.placed(folder, force=False):  # noqa: PT012
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
    assert ended.value.code == 128 + signal.SIGTERM
    assert not [*tmp_path.iterdir()]
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_what_a_killed_import_left_goes_at_the_next(tmp_path: Path) -> None:
    old, new, foreign = (tmp_path / name for name in (
        ".import-abcd1234", ".import-abcd5678", ".import-mine"))  # fmt: skip
    for path in (old, new, foreign):
        path.mkdir()
    for path in (old, foreign):
        os.utime(path, (1, 1))
    with placing.placed(tmp_path / "made", force=False):
        pass
    assert {path.name for path in tmp_path.iterdir()} == {new.name, foreign.name, "made"}
