"""The reviewer's whole way, by commands alone: mark, refuse, seal, build, justify, release."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from tests.conftest import MINI
from tests.support.command import dossier

SECRET = "Jane Q. Zyskowska"


def everything_in(folder: Path) -> str:
    """Return the letters of every file below a folder, archives opened."""
    out: list[str] = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        out.append(data.decode("utf-8", "replace"))
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                out += [
                    archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
                ]
    return "\n".join(out)


def test_from_marked_words_to_a_public_edition_and_back(
    project: Callable[[Path], Path], tmp_path: Path
) -> None:
    copy, output, key = project(MINI), tmp_path / "output", tmp_path / "key.txt"
    deck = copy / "presentation.yaml"
    original = deck.read_text("utf-8")
    open_text = original.replace("- Noch ein Punkt[^two]", f'- "Noch {SECRET}[^two]"')
    marked = open_text.replace(SECRET, f"[[personal-data: {SECRET}]]")
    deck.write_text(marked, "utf-8")
    build = ["build", copy, "--output", output, "--format", "docx"]

    refused = dossier(*build)
    assert refused.returncode == 2
    assert "unsealed" in refused.stderr
    assert not (output / copy.name / "public").exists()

    assert dossier("vault", "init", copy, "--generate", key).returncode == 0
    sealed = dossier("seal", copy)
    assert sealed.returncode == 0, sealed.stderr
    text = deck.read_text("utf-8")
    assert SECRET not in text
    assert "[[r1]]" in text

    without_key = dossier(*build)
    assert without_key.returncode == 0
    assert "full: left out" in without_key.stderr
    with_key = dossier(*build, "--key", key)
    assert with_key.returncode == 0, with_key.stderr
    public, full = output / copy.name / "public", output / copy.name / "full"
    assert SECRET in everything_in(full)
    assert SECRET not in everything_in(public)
    table = dossier("redactions", copy, "--key", key)
    assert "r1" in table.stdout

    said = [refused, sealed, without_key, with_key, table]
    assert not any("Jane" in run.stdout + run.stderr for run in said)
    assert "Zyskowska" not in everything_in(copy)  # four letters stand in a vault by chance

    released = dossier("release", copy, "r1", "--key", key)
    assert released.returncode == 0, released.stderr
    assert SECRET in deck.read_text("utf-8")
    again = dossier(*build, "--key", key)
    assert again.returncode == 0, again.stderr
    assert "markers lifted: slide 2" in again.stderr
    assert SECRET in everything_in(public)


def test_a_keyed_build_stops_where_the_words_stand_unmarked(
    project: Callable[[Path], Path], tmp_path: Path
) -> None:
    copy, key = project(MINI), tmp_path / "key.txt"
    deck = copy / "presentation.yaml"
    text = deck.read_text("utf-8").replace(
        "- Noch ein Punkt[^two]", f'- "Noch [[personal-data: {SECRET}]][^two]"'
    )
    deck.write_text(text.replace("Abteilung für Beispiele", f"Abteilung {SECRET}"), "utf-8")
    assert dossier("vault", "init", copy, "--generate", key).returncode == 0
    assert dossier("seal", copy).returncode == 0
    build = ["build", copy, "--output", tmp_path / "out", "--key", key, "--edition", "public"]
    result = dossier(*build, "--format", "docx")
    assert result.returncode == 2
    assert "unmarked-repeat" in result.stderr
    assert "'r1'" in result.stderr
    assert "Jane" not in result.stderr
    assert not (tmp_path / "out" / copy.name).exists()


def test_the_full_edition_alone_asks_for_the_key(
    project: Callable[[Path], Path], tmp_path: Path
) -> None:
    copy, key = project(MINI), tmp_path / "key.txt"
    deck = copy / "presentation.yaml"
    text = deck.read_text("utf-8").replace("Vielen Dank", '"[[personal-data: Jane]] dankt"')
    deck.write_text(text, "utf-8")
    assert dossier("vault", "init", copy, "--generate", key).returncode == 0
    assert dossier("seal", copy).returncode == 0
    result = dossier("build", copy, "--output", tmp_path / "out", "--edition", "full")
    assert result.returncode == 2
    assert "no-key" in result.stderr


def test_a_statement_of_reasons_goes_out_with_the_public_edition(
    project: Callable[[Path], Path], tmp_path: Path
) -> None:
    copy, output = project(MINI), tmp_path / "output"
    redactions = copy / "redactions.yaml"
    redactions.write_text("statement: true\n" + redactions.read_text("utf-8"), "utf-8")
    result = dossier("build", copy, "--output", output, "--edition", "public")
    assert result.returncode == 0, result.stderr
    names = sorted(path.name for path in (output / copy.name / "public" / "de").iterdir())
    stem = "st07606-re01.de24.PA"
    assert names == [
        "manifest.json",
        f"{stem}.docx",
        f"{stem}.jsonld",
        f"{stem}.pdf",
        f"{stem}.pptx",
        f"{stem}.reasons.docx",
        f"{stem}.reasons.pdf",
    ]
    assert dossier("build", copy, "--output", output, "--edition", "public").stderr == (
        "st-7606-2024: up to date\n"
    )


def test_g3_a_key_of_one_s_own_that_opens_another_vault_does_not_stop_the_public_edition(
    project: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, key = project(MINI), tmp_path / "key.txt"
    deck = copy / "presentation.yaml"
    text = deck.read_text("utf-8").replace("Vielen Dank", '"[[personal-data: Jane]] dankt"')
    deck.write_text(text, "utf-8")
    assert dossier("vault", "init", copy, "--generate", key).returncode == 0
    assert dossier("seal", copy).returncode == 0
    own = tmp_path / "config" / "dossier" / "key.txt"
    own.parent.mkdir(parents=True)
    own.write_text(f"{pyrage.x25519.Identity.generate()}\n")
    own.chmod(0o600)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    build = ["build", copy, "--output", tmp_path / "out", "--format", "docx"]
    result = dossier(*build)
    assert result.returncode == 0, result.stderr
    assert "your own key does not open" in result.stderr
    assert (tmp_path / "out" / copy.name / "public").exists()
    assert not (tmp_path / "out" / copy.name / "full").exists()
    given = dossier(*build, "--key", own)
    assert given.returncode == 2
    assert "wrong-key" in given.stderr
