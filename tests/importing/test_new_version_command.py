"""``dossier import --as``: a new version of a text, from office files to the dossier."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import PIL.Image
import pytest

from pipeline.cli import main
from pipeline.importing import reader_process
from pipeline.redaction import vault
from tests.importing.conftest import _read_here

NAME = "Quill Featherby"
OLD = [
    "The Presidency of Quarkland presented the text on lakes that are crossed by a border.",
    f"The official in charge, Ms {NAME}, asked the legal service for its advice on the proposal.",
    "Delegations were invited to comment on the note in writing before the end of February.",
    "Nothing else was said at the meeting of the working party on invented lakes.",
]
Say = Callable[..., tuple[int, str]]


def document(path: Path, rows: list[str]) -> Path:
    file = docx.Document()
    file.add_heading("State of play", 1)
    for row in rows:
        file.add_paragraph(row)
    file.save(str(path))
    return path


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    def run(*words: object) -> tuple[int, str]:
        capsys.readouterr()
        code = main([str(word) for word in words])
        return code, capsys.readouterr().err

    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say) -> Path:
    """Make a dossier of the old file, in which the name is sealed."""
    monkeypatch.setattr(reader_process, "read", _read_here)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "content" / "x"
    old = document(tmp_path / "old.docx", OLD)
    assert say("import", old, "--into", made, "--number", "WK 7/2026 INIT")[0] == 0
    body = made / "body.md"
    body.write_text(body.read_text().replace(NAME, f"[[personal-data: {NAME}]]"))
    assert say("vault", "init", made, "--generate", "key.txt")[0] == 0
    assert say("seal", made, "--key", "key.txt")[0] == 0
    assert "[[r1]]" in body.read_text()
    return made


def order(folder: Path, *more: object, base: bool = True) -> list[object]:
    old = ["--base", "old.docx"] if base else []
    return ["import", "new.docx", *old, "--as", "body.md", "--into", folder, *more]


def test_nothing_is_written_before_all_is_decided(folder: Path, tmp_path: Path, say: Say) -> None:
    new = [OLD[0].replace("the text", "the revised text"), *OLD[1:3]]
    new[1] = new[1].replace("the legal service", "the legal service of the Union")
    document(tmp_path / "new.docx", new)
    body = (folder / "body.md").read_text()
    code, told = say(*order(folder))
    assert code == 2
    assert "undecided: to be decided: 2-3" in told
    assert (folder / "body.md").read_text() == body
    listed = json.loads((folder / "import-changes.json").read_text())
    assert [row["kind"] for row in listed["changes"]] == ["changed", "changed", "gone"]
    assert [row["choice"] for row in listed["changes"]] == [False, True, True]
    code, told = say(*order(folder, "--take", "2", "--keep", "3"))
    assert code == 0, told
    text = (folder / "body.md").read_text()
    assert "the revised text" in text
    assert "Ms [[r1]], asked the legal service of the Union for" in text
    assert OLD[3] in text
    kept = folder.parent / ".x.before-import-1"
    assert (kept / "body.md").read_text() == body
    assert say("check", folder)[0] == 0
    for path in folder.parent.rglob("import-changes.*"):  # G23: what is withheld is counted
        assert "Featherby" not in path.read_text()
    assert "Featherby" not in told


def test_the_same_file_again_changes_nothing(folder: Path, tmp_path: Path, say: Say) -> None:
    document(tmp_path / "new.docx", OLD)
    for base in (True, False):
        code, told = say(*order(folder, base=base))
        assert code == 0
        assert "nothing to write" in told
        assert ("was not compared" in told) == (not base)
    assert not [*folder.parent.glob(".x.*")]


def test_a_slot_goes_with_its_value_and_with_the_key_alone(
    folder: Path, tmp_path: Path, say: Say
) -> None:
    document(tmp_path / "new.docx", [OLD[0], *OLD[2:]])
    code, told = say(*order(folder))
    assert code == 2
    assert "slots go for good: r1" in told
    body = (folder / "body.md").read_text()
    code, told = say(*order(folder, "--take", "all"))
    assert (code, (folder / "body.md").read_text()) == (2, body)
    assert "no-key" in told
    assert say(*order(folder, "--take", "all", "--key", "key.txt"))[0] == 0
    assert "[[r1]]" not in (folder / "body.md").read_text()
    assert "r1" not in (folder / "redactions.yaml").read_text()
    assert not vault.held_ids(folder, tmp_path / "key.txt")
    assert say("check", folder)[0] == 0


@pytest.mark.parametrize("base", [True, False])
def test_withheld_words_never_come_in_as_plain_words(
    folder: Path, tmp_path: Path, say: Say, base: bool
) -> None:  # fmt: skip
    new = [
        OLD[0],
        "Advice on the proposal was asked of the legal service.",
        *OLD[2:],
        f"It had been Ms {NAME} who asked for it.",
    ]
    document(tmp_path / "new.docx", new)
    body = (folder / "body.md").read_text()
    code, told = say(*order(folder, base=base))
    assert code == 2
    assert "cannot be taken" in told
    listed = json.loads((folder / "import-changes.json").read_text())
    assert "Featherby" not in (folder / "import-changes.html").read_text()
    assert "Featherby" not in str(listed)
    refused = [row["number"] for row in listed["changes"] if row["cannot_be_taken"]]
    code, told = say(*order(folder, "--take", refused[0], base=base))
    assert code == 2
    assert "cannot-take" in told
    code, told = say(*order(folder, "--take", "all", base=base))
    assert code == 2
    assert (folder / "body.md").read_text() == body
    code, told = say(
        *order(folder, "--take", "all", "--keep", "rest", "--key", "key.txt", base=base)
    )
    assert code == 0, told
    assert "Featherby" not in (folder / "body.md").read_text()


def test_numbers_are_those_of_the_list_that_was_looked_at(
    folder: Path, tmp_path: Path, say: Say
) -> None:
    document(tmp_path / "new.docx", OLD[:3])
    code, told = say(*order(folder, "--take", "1"))
    assert (code, "list-is-old" in told) == (2, True)
    document(tmp_path / "new.docx", [*OLD[:2], OLD[3]])
    code, told = say(*order(folder, "--take", "1"))
    assert (code, "list-is-old" in told) == (2, True)
    assert say(*order(folder, "--take", "1"))[0] == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--take", "9"], "bad-choice"),
        (["--take", "some"], "bad-choice"),
        (["--take", "all", "--keep", "all"], "bad-choice"),
        (["--take", "1", "--keep", "1"], "bad-choice"),
        (["--as", "presentation.yaml"], "no-such-part"),
        (["--as", "annex-7.md"], "no-such-part"),
        (["--as", "../x.md"], "no-such-part"),
        (["--force"], "bad-option"),
        (["--base", "none.docx"], "no-file"),
    ],
)
def test_what_cannot_be_has_one_clear_error(
    words: list[str], code: str, folder: Path, tmp_path: Path, say: Say
) -> None:
    document(tmp_path / "new.docx", OLD[:3])
    say(*order(folder))
    body = (folder / "body.md").read_text()
    exit_code, told = say(*order(folder, *words))
    assert exit_code == 2
    assert len(re.findall(r": [a-z-]+: ", told)) == 1, told
    assert f"{code}: " in told
    assert (folder / "body.md").read_text() == body


def test_options_of_a_new_version_need_a_text(tmp_path: Path, say: Say) -> None:
    new = document(tmp_path / "new.docx", OLD)
    for words in (["--take", "all"], ["--keep", "1"], ["--base", "old.docx"]):
        assert say("import", new, "--into", tmp_path / "y", *words)[0] == 2
    assert say("import", new, "--as", "body.md")[0] == 2
    assert not (tmp_path / "y").exists()


def test_line_ends_stay_and_pictures_come_along(folder: Path, tmp_path: Path, say: Say) -> None:
    body = folder / "body.md"
    body.write_bytes(body.read_bytes().replace(b"\n", b"\r\n"))
    file = docx.Document(str(document(tmp_path / "new.docx", [*OLD, "A picture follows."])))
    for colour in ("red", "blue"):
        stream = io.BytesIO()
        PIL.Image.new("RGB", (40, 30), colour).save(stream, "PNG")
        file.add_picture(stream)
    file.save(str(tmp_path / "new.docx"))
    (folder / "media").mkdir()
    PIL.Image.new("RGB", (8, 8), "green").save(folder / "media" / "picture-1.png")
    code, told = say(*order(folder))
    assert code == 0, told
    text = body.read_bytes()
    assert b"A picture follows." in text
    assert text.count(b"\n") == text.count(b"\r\n")
    shown = re.findall(rb"file: (\S+)", text)
    assert len(shown) == 2
    assert b"picture-1.png" not in shown
    assert all((folder / "media" / name.decode()).is_file() for name in shown)
    assert say("check", folder)[0] == 0
    code, told = say(*order(folder))
    assert "nothing to write" in told


def test_an_annex_and_its_footnotes_come_anew(folder: Path, tmp_path: Path, say: Say) -> None:
    (folder / "annex-1.md").write_text(
        "# ANNEX: Posts\n\nThe posts are those of the last report of the agency[^last].\n\n"
        "[^last]: Document 99998/26.\n"
    )
    file = docx.Document()
    file.add_paragraph("The posts are those of the new report of the agency.")
    file.save(str(tmp_path / "new.docx"))
    code, told = say("import", "new.docx", "--as", "annex-1.md", "--into", folder, "--keep", "all")
    assert code == 0, told
    code, told = say("import", "new.docx", "--as", "annex-1.md", "--into", folder, "--take", "all")
    assert code == 0, told
    text = (folder / "annex-1.md").read_text()
    assert "new report" in text
    assert "[^last]" not in text
