"""The command ``dossier audit`` as whoever checks finished files meets it (G29)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.core.matching import Needle
from pipeline.edition.edition import to_json
from pipeline.edition.formats import FORMATS
from pipeline.render import jsonld
from tests.conftest import MINI
from tests.support.leaking import edition, made, swap


def written(folder: Path) -> list[str]:
    for fmt in FORMATS:
        (folder / f"x.{fmt}").write_bytes(made(fmt))
    return [str(folder / f"x.{fmt}") for fmt in FORMATS]


def test_g29_files_are_audited_without_key_and_dossier_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["audit", *written(tmp_path)]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(FORMATS)
    assert all("text not compared" in row and "values not searched" in row for row in lines)


def test_g29_files_are_compared_with_their_dossier(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = written(tmp_path)
    assert cli.main(["audit", *files, "--dossier", str(MINI)]) == 0
    assert capsys.readouterr().err.count("text compared") == len(FORMATS)
    assert cli.main(["audit", files[1], "--dossier", str(MINI), "--edition", "full"]) == 3
    assert "text-differs" in capsys.readouterr().err


def test_g29_files_are_compared_with_a_kept_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = written(tmp_path)
    kept = tmp_path / "edition.json"
    kept.write_bytes(to_json(edition()))
    assert cli.main(["audit", *files, "--against", str(kept)]) == 0
    kept.write_bytes(to_json(edition("first")))
    assert cli.main(["audit", *files, "--against", str(kept)]) == 3
    assert capsys.readouterr().err.count("page 1 is not what the edition says") >= 1
    kept.write_text("{}")
    assert cli.main(["audit", *files, "--against", str(kept)]) == 2
    assert "no-edition" in capsys.readouterr().err


def test_g29_a_changed_file_gives_one_line_for_each_finding_and_exit_code_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(swap("word/document.xml", "Noch ein Punkt", "Geheim")(made("docx")) + b"more")
    assert cli.main(["audit", str(path), "--dossier", str(MINI)]) == 3
    said = capsys.readouterr()
    assert "loose-bytes" in said.err
    assert "text-differs" in said.err
    assert "Geheim" not in said.err
    assert all(line.startswith(str(path)) for line in said.err.splitlines())
    assert cli.main(["audit", str(path), "--dossier", str(MINI), "--json"]) == 3
    rows = json.loads(capsys.readouterr().out)
    assert {row["code"] for row in rows} >= {"loose-bytes", "text-differs"}


def test_g27_with_the_key_values_are_searched_in_files_of_any_kind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Path, Path | None]] = []

    def held(folder: Path, key: Path | None) -> tuple[Needle, ...]:
        seen.append((folder, key))
        return (Needle("speaker", "Erika Beispiel"), Needle("host", "Vielen Dank"))

    monkeypatch.setattr("pipeline.workflow.withheld_values.held_needles", held)
    log = tmp_path / "build.log"
    log.write_text("made for E R I K A-Beispiel")
    (tmp_path / "x.docx").write_bytes(made("docx"))
    keyed = ["--dossier", str(MINI), "--key", "key.txt"]
    assert cli.main(["audit", str(log), str(tmp_path / "x.docx"), *keyed]) == 3
    said = capsys.readouterr().err
    assert "slot 'speaker' can be read in the file" in said
    assert "slot 'host' can be read in word/document.xml" in said
    assert "Erika" not in said
    assert seen == [(MINI, Path("key.txt"))]
    log.write_text("nothing")
    assert cli.main(["audit", str(log), *keyed]) == 0
    assert "passed: 2 values searched; of a file of this kind" in capsys.readouterr().err


def test_what_cannot_be_audited_is_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.txt").write_text("x")
    assert cli.main(["audit", str(tmp_path / "x.txt"), str(tmp_path / "y.pdf")]) == 3
    said = capsys.readouterr().err
    assert "unknown-format" in said
    assert "unreadable" in said


@pytest.mark.parametrize(
    "more", [["--key", "k"], ["--key", "k", "--dossier", "x", "--edition", "full"]]
)
def test_a_key_needs_its_dossier_and_a_public_edition(
    more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["audit", "x.pdf", *more])
    assert caught.value.code == 2
    assert "--key" in capsys.readouterr().err


def test_a_catalogue_record_is_compared_with_its_dossier_and_the_files_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stem = "st07606-re01.de24.PA"
    (tmp_path / f"{stem}.docx").write_bytes(made("docx"))
    record = tmp_path / f"{stem}.jsonld"
    record.write_bytes(jsonld.render((edition(), {"docx": made("docx")})))
    compared = ["audit", str(record), "--dossier", str(MINI)]
    assert cli.main(compared) == 0
    assert "text compared" in capsys.readouterr().err
    kept = tmp_path / "kept.json"
    kept.write_bytes(to_json(edition()))
    assert cli.main(["audit", str(record), "--against", str(kept)]) == 0
    assert "text not compared" in capsys.readouterr().err
    (tmp_path / f"{stem}.docx").write_bytes(made("docx") + b"x")
    assert cli.main(compared) == 3
    assert "spdx:checksumValue" in capsys.readouterr().err
