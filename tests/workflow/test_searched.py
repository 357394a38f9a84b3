"""G36: what was not searched is said, and nothing of an edition's own files depends on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.output import freshness, manifest
from pipeline.redaction import recipients
from tests.conftest import MINI

Project = Callable[[Path], Path]


class Bench:
    """A dossier with a vault, built and handed out through the command line."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.output = folder.parent / "output"
        self.key = folder.parent / "key.txt"
        self._capsys = capsys

    def run(self, *words: str) -> tuple[int, str]:
        code = cli.main([words[0], str(self.folder), "--output", str(self.output), *words[1:]])
        return code, self._capsys.readouterr().err

    def searched(self) -> str:
        record = manifest.read_record(self.output, self.folder.name, "public")
        assert record is not None
        return record.searched

    def public(self) -> dict[str, bytes]:
        folder = self.output / self.folder.name / "public"
        return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def bench(project: Project, capsys: pytest.CaptureFixture[str]) -> Bench:
    made = Bench(project(MINI), capsys)
    recipients.begin(made.folder, [], made.key)
    deck = made.folder / "presentation.yaml"
    text = deck.read_text("utf-8").replace(
        "Noch ein Punkt[^two]", "'Noch [[defence: Quarkwort]][^two]'"
    )
    deck.write_text(text, "utf-8")
    assert cli.main(["seal", str(made.folder), "--key", str(made.key)]) == 0
    capsys.readouterr()
    return made


def test_g36_a_build_says_whether_it_searched_and_the_files_are_the_same(bench: Bench) -> None:
    code, said = bench.run("build", "--edition", "public", "--format", "docx")
    assert code == 0
    assert "public de: not searched for withheld values (give --key FILE" in said
    without = bench.public()
    assert bench.searched() == ""
    key = ["--key", str(bench.key)]
    code, said = bench.run("build", "--edition", "public", "--format", "docx", *key)
    assert code == 0
    assert "public de: searched for withheld values" in said
    assert bench.searched() == freshness.vault_digest(bench.folder)
    assert bench.public() == without
    code, said = bench.run("build", "--edition", "public", "--format", "docx")
    assert "up to date; the public edition was searched" in said


def test_g36_another_vault_makes_the_search_stale(bench: Bench) -> None:
    key = ["--key", str(bench.key)]
    bench.run("build", "--edition", "public", "--format", "docx", *key)
    cli.main(["vault", "recipients", str(bench.folder), "--key", str(bench.key), "--add",
              "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"])  # fmt: skip
    code, said = bench.run("build", "--edition", "public", "--format", "docx")
    assert code == 0
    assert "not searched for withheld values (the vault has changed since it was" in said
    code, said = bench.run("build", "--edition", "public", "--format", "docx", *key)
    assert "docx" in said
    assert bench.searched() == freshness.vault_digest(bench.folder)


def test_g36_what_was_not_searched_goes_out_with_that_said_alone(bench: Bench) -> None:
    audience = ["dist", "--audience", "public", "--date", "2026-01-05"]
    bench.run("build", "--edition", "public")
    code, said = bench.run(*audience)
    assert code == 6
    assert "not-searched" in said
    code, said = bench.run(*audience, "--unsearched")
    assert code == 0
    register = (bench.output / "register.jsonl").read_text("utf-8")
    assert '"unsearched": true' in register
    zipped = next((bench.output / "packages" / "public").glob("*.zip"))
    assert cli.main(["verify", str(zipped)]) == 0
    assert b'"unsearched"' not in b"".join(bench.public().values())
    code, said = bench.run(*audience, "--key", str(bench.key), "--again")
    assert code == 0
    assert '"unsearched"' not in (bench.output / "register.jsonl").read_text().splitlines()[-1]


def test_g36_a_key_without_a_vault_is_refused(bench: Bench) -> None:
    (bench.folder / "withheld.age").unlink()
    code, said = bench.run("build", "--key", str(bench.key))
    assert code == 2
    assert "no-vault" in said


def test_a_slot_of_the_vault_that_nothing_declares_is_refused(bench: Bench) -> None:
    for name in ("redactions.yaml", "presentation.yaml"):
        path = bench.folder / name
        kept = [line for line in path.read_text("utf-8").splitlines() if "r1" not in line]
        path.write_text("\n".join(kept) + "\n", "utf-8")
    deck = bench.folder / "presentation.yaml"
    deck.write_text(deck.read_text("utf-8").replace("[^two]", ""), "utf-8")
    text = (bench.folder / "presentation.yaml").read_text("utf-8")
    assert "r1" not in text
    code, said = bench.run("build", "--edition", "public", "--key", str(bench.key))
    assert code == 2
    assert "slot-not-declared" in said or "unused-note" in said


def test_g26_a_dossier_of_the_same_number_beside_is_searched(bench: Bench) -> None:
    other = bench.folder.parent / "st-7606-2024-fr"
    other.mkdir()
    for path in bench.folder.iterdir():
        if path.suffix == ".yaml":
            text = path.read_text("utf-8").replace("Vielen Dank", "Vielen Dank, QUARKWORT")
            (other / path.name).write_text(text, "utf-8")
    code, said = bench.run("build", "--edition", "public", "--key", str(bench.key))
    assert code == 2
    assert "st-7606-2024-fr/presentation.yaml" in said
    assert "unmarked-repeat" in said
    assert "quarkwort" not in said.lower()


@pytest.mark.parametrize("is_keyed", [True, False])
def test_the_earlier_form_of_an_allowance_is_answered(bench: Bench, is_keyed: bool) -> None:
    slots = bench.folder / "redactions.yaml"
    text = slots.read_text("utf-8")
    declared = "r1: {grounds: [defence]}" if "r1: {" in text else "r1:\n    grounds: [defence]"
    assert declared in text
    early = "r1: {grounds: [defence], repeats_allowed: Anderes gemeint}"
    slots.write_text(text.replace(declared, early), "utf-8")
    deck = bench.folder / "presentation.yaml"
    deck.write_text(deck.read_text("utf-8").replace("Vielen Dank", "Quarkwort"), "utf-8")
    key = ["--key", str(bench.key)] if is_keyed else []
    code, said = bench.run("build", "--edition", "public", *key)
    assert code == 2
    assert "repeats-without-place" in said
    assert ("- {in: presentation.yaml slides/" in said) == is_keyed


def test_an_allowed_place_is_passed_over_and_must_hold_the_words(bench: Bench) -> None:
    slots, deck = bench.folder / "redactions.yaml", bench.folder / "presentation.yaml"
    deck.write_text(deck.read_text("utf-8").replace("Vielen Dank", "Quarkwort hier"), "utf-8")
    key = ["--edition", "public", "--key", str(bench.key)]
    code, said = bench.run("build", *key)
    assert code == 2
    place = said.partition("{in: ")[2].partition(",")[0]
    text = slots.read_text("utf-8")
    declared = "r1: {grounds: [defence]}" if "r1: {" in text else "r1:\n    grounds: [defence]"
    allowed = f"r1: {{grounds: [defence], repeats_allowed: [{{in: {place}, reason: Anderes}}]}}"
    slots.write_text(text.replace(declared, allowed), "utf-8")
    code, said = bench.run("build", *key)
    assert (code, "unmarked-repeat" in said) == (0, False), said
    deck.write_text(deck.read_text("utf-8").replace("Quarkwort hier", "Vielen Dank"), "utf-8")
    code, said = bench.run("build", *key)
    assert code == 2
    assert "repeat-not-there" in said
    slots.write_text(slots.read_text("utf-8").replace(place, "presentation.yaml slides/99/title"))
    code, said = bench.run("build", *key)
    assert code == 2
    assert "unknown-place" in said
