"""A LIMITE document never goes to the public unasked; a dossier may be its cover alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline import cli
from tools.cover_examples import dossier, written


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "content" / "st-7607-2026"


def draft(folder: Path, **changes: Any) -> list[str]:
    """Write a note that is LIMITE and to which no access was given; return a build's words."""
    written(folder, dossier("note", **{"access": None, "formats": ["docx"], **changes}))
    return ["build", str(folder)]


def public_files(folder: Path) -> list[str]:
    return sorted(path.name for path in Path("output", folder.name, "public").rglob("*.*"))


def test_a_draft_is_built_without_its_public_edition(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = draft(folder)
    assert cli.main(words) == 0
    said = capsys.readouterr().err
    assert said.count("left out: no access has been given") == 1
    assert list(Path("output", folder.name, "full").rglob("*.docx"))
    assert not Path("output", folder.name, "public").exists()
    known = cli.up_to_date(words)
    assert known is not None
    assert "left out" in known[str(folder)], "nothing is to be done again"


def test_an_earlier_public_edition_goes_when_access_is_taken_back(folder: Path) -> None:
    given = {"date": "2026-06-01", "scope": "full"}
    assert cli.main(draft(folder, access=given)) == 0
    assert public_files(folder) == ["manifest.json", "st07607.en26.docx", "st07607.en26.jsonld"]
    own = next(Path("output", folder.name, "public").rglob("manifest.json")).with_name("mine.txt")
    own.write_text("mine")
    assert cli.main(draft(folder)) == 0
    assert public_files(folder) == ["mine.txt"], "what somebody has put there stays"
    assert cli.main(draft(folder, access=given)) == 0
    assert "st07607.en26.docx" in public_files(folder)


def test_the_public_edition_alone_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = draft(folder)
    assert cli.main([*words, "--edition", "public"]) == 2
    assert "not-released" in capsys.readouterr().err
    assert cli.main(words) == 0
    assert cli.main(["dist", str(folder), "--audience", "public"]) == 2
    assert "not-released" in capsys.readouterr().err


@pytest.mark.parametrize("edition", ["public", "full"])
def test_an_earlier_public_edition_goes_with_a_build_of_either_edition(
    folder: Path, edition: str
) -> None:
    given = {"date": "2026-06-01", "scope": "full"}
    assert cli.main(draft(folder, access=given)) == 0
    assert cli.main([*draft(folder), "--edition", edition]) == {"public": 2, "full": 0}[edition]
    assert public_files(folder) == []


def test_what_was_left_out_is_no_answer_to_who_asks_for_it_alone(folder: Path) -> None:
    words = draft(folder)
    assert cli.main(words) == 0
    for _ in range(2):
        assert cli.main([*words, "--edition", "public"]) == 2


def test_a_package_is_not_handed_out_before_the_day_of_the_decision(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = draft(folder, access={"date": "2026-06-01", "scope": "full"})
    assert cli.main(words) == 0
    dist = ["dist", str(folder), "--audience", "public"]
    assert cli.main([*dist, "--date", "2026-05-31"]) != 0
    assert "not-yet" in capsys.readouterr().err
    assert cli.main([*dist, "--date", "2026-06-01"]) == 0
    line = Path("output", "register.jsonl").read_text("utf-8")
    assert '"scope": "full"' in line
    assert '"decision": ""' in line


def test_a_cover_alone_is_marked_sealed_and_built_with_its_key(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"date": "2026-06-01", "scope": "partial"}
    words = draft(folder, access=given, subject="About [[personal-data: Quarkmann]]")
    assert cli.main(["vault", "init", str(folder), "--generate", "key.txt"]) == 0
    assert cli.main(["seal", str(folder)]) == 0
    assert "Quarkmann" not in (folder / "dossier.yaml").read_text("utf-8")
    assert cli.main([*words, "--key", "key.txt"]) == 0
    assert cli.main(["redactions", str(folder)]) == 0
    assert cli.main(["vault", "check", str(folder), "--key", "key.txt"]) == 0
    assert "bug" not in capsys.readouterr().err
    assert cli.main(["release", str(folder), "r1", "--key", "key.txt"]) == 0
    assert "Quarkmann" in (folder / "dossier.yaml").read_text("utf-8")


def test_check_tells_that_it_will_be_left_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft(folder)
    assert cli.main(["check", str(folder)]) == 0
    assert "not-released" in "".join(capsys.readouterr())


def test_a_document_without_a_marking_needs_no_decision(folder: Path) -> None:
    assert cli.main(draft(folder, marking=None)) == 0
    assert "st07607.en26.docx" in public_files(folder)


def test_a_dossier_that_is_only_a_cover_has_no_deck_and_says_so_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    formats = ["pptx", "docx", "html"]
    words = draft(folder, marking=None, formats=formats)
    assert cli.main(words) == 0
    assert capsys.readouterr().err.count("without a deck") == 1
    assert not list(Path("output").rglob("*.pptx"))
    known = cli.up_to_date(words)
    assert known
    assert all(known.values())
    assert cli.main([*words, "--format", "pptx"]) == 2
    assert "no-slides" in capsys.readouterr().err


def test_a_form_that_was_not_seen_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, dossier("meeting-notice", formats=["docx"]))
    assert cli.main(["build", str(folder)]) == 0
    assert "unverified-form" in capsys.readouterr().err
