"""The reviewer's commands as a user meets them; nothing printed holds a value or a key."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.cli.shared import key_file
from tests.conftest import FIRST, MINI
from tests.support.command import dossier

Project = Callable[[Path], Path]
WORDS = "Zyxwvut Qponml"


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the user's own key out of the tests."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "dossier" / "key.txt"


def run(*arguments: str | Path, code: int = 0) -> tuple[str, str]:
    """Run a command; return what stands on standard output and on standard error."""
    result = dossier(*arguments)
    said = result.stdout + result.stderr
    assert result.returncode == code, said
    assert "AGE-SECRET" not in said
    assert not any(word in said for word in WORDS.split())
    return result.stdout, result.stderr


def marked(folder: Path) -> Path:
    """Mark words in a dossier's deck, once properly and once by oversight not at all."""
    path = folder / "presentation.yaml"
    text = path.read_text("utf-8")
    text = text.replace("Joint operational", f'"[[defence: {WORDS}]] operational')
    text = text.replace("activities\n      - Situational", 'activities"\n      - Situational')
    path.write_text(text.replace("- Joining efforts", f"- {WORDS} efforts"), "utf-8")
    return path


def test_a_reviewer_s_day_from_the_first_key_to_the_release(
    project: Project, tmp_path: Path, config: Path
) -> None:
    copy, new = project(FIRST), tmp_path / "new.txt"
    public, said = run("vault", "init", copy, "--generate", config)
    assert public.startswith("age1")
    assert "recipients.txt" in said
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert stat.S_IMODE(config.parent.stat().st_mode) == 0o700

    deck = marked(copy)
    before = deck.read_text("utf-8")
    _, said = run("seal", copy)
    first, second, third = said.splitlines()
    assert first.endswith("presentation.yaml:157:10: sealed as r1 (defence)")
    assert second.endswith("presentation.yaml:159:9: the words of r1 stand here too, unmarked")
    assert third == "the vault can be opened with 1 key"
    assert stat.S_IMODE((copy / "withheld.age").stat().st_mode) == 0o600
    assert deck.read_text("utf-8") == before.replace(f"[[defence: {WORDS}]]", "[[r1]]")
    assert run("seal", copy)[1] == "wk-4146-2024: nothing is marked\n"

    table = run("redactions", copy)[0].splitlines()
    assert table[0].split() == ["SLOT", "GROUND", "REFERENCE", "PLACE", "AT", "HELD"]
    (row,) = [line for line in table if line.startswith("r1 ")]
    assert "  Article 4(1)(a), second indent  " in row
    assert "  slide 8: list item  " in row
    assert row.endswith("presentation.yaml:157:10  yes")
    assert len({line.index(line.split()[1]) for line in table if not line.startswith(" ")}) == 1

    _, said = run("vault", "check", copy)
    assert said.count("slot-not-held") == 3
    assert said.endswith("wk-4146-2024: the vault is in order\n")

    rotated, said = run("vault", "rotate", copy, "--generate", new)
    assert "wrong-key" in run("vault", "check", copy, code=2)[1]
    assert run("vault", "recipients", copy)[0] == rotated != public
    run("vault", "recipients", copy, "--add", public.strip(), "--key", new)
    _, said = run("vault", "recipients", copy, "--remove", rotated.strip(), "--key", new)
    assert "your own key is not among them" in said

    _, said = run("release", copy, "r1")
    assert "157:10: r1 put back" in said
    assert deck.read_text("utf-8") == before.replace(f"[[defence: {WORDS}]]", WORDS)
    assert (copy / "redactions.yaml").read_text() == (FIRST / "redactions.yaml").read_text()
    assert run("check", copy)[1] == "wk-4146-2024: valid\n"


def test_redactions_as_json_and_without_a_key(project: Project, tmp_path: Path) -> None:
    copy = project(MINI)
    run("vault", "init", copy, "--generate", tmp_path / "key.txt")
    deck = copy / "presentation.yaml"
    deck.write_text(
        deck.read_text("utf-8").replace("title: Zahlen", 'title: "[[defence: Zahlen]]"'), "utf-8"
    )
    run("seal", copy)
    assert run("redactions", copy)[0].count("  ?") == 9
    rows = json.loads(run("redactions", copy, "--json", "--key", tmp_path / "key.txt")[0])
    assert {row["slot"]: row["held"] for row in rows if row["held"]} == {"r1": True}
    by_slot = {row["slot"]: row for row in rows}
    assert by_slot["r1"]["places"][0]["slide"] == 3
    assert by_slot["r1"]["places"][0]["what"] == "title"
    assert by_slot["subject-place"]["places"][0]["slide"] is None
    assert by_slot["whole-slide"]["grounds"] == [
        {
            "ground": "decision-making",
            "reference": "Article 4(3), first subparagraph",
            "detail": "Beratungen dauern an",
        }
    ]
    assert by_slot["whole-slide"]["reason"] is None


def test_a_slot_with_two_grounds_has_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["redactions", str(MINI)]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("row-name"))
    assert lines[at + 1].split()[0] == "international-relations"
    assert lines[at].endswith("no")


def test_a_slot_that_is_not_used_is_shown_as_such(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = project(MINI)
    with (copy / "redactions.yaml").open("a", encoding="utf-8") as stream:
        stream.write("  spare: {grounds: [defence]}\n")
    assert cli.main(["redactions", str(copy)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split()[-3:] == ["not", "used", "no"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("seal", "{nowhere}"), "no-dossier"),
        (("release", "{copy}", "speaker"), "no-key"),
        (("release", "{copy}", "speaker", "--key", "{key}"), "no-vault"),
        (("release", "{copy}", "speaker", "--key", "{nowhere}"), "no-vault"),
        (("vault", "init", "{copy}"), "no-recipients"),
        (("vault", "init", "{copy}", "--recipient", "age1x"), "bad-recipient"),
        (("vault", "init", "{copy}", "--generate", "{key}"), "key-file-exists"),
        (("vault", "init", "{copy}", "--generate", "{copy}/k"), "key-in-dossier"),
        (("vault", "recipients", "{copy}"), "no-recipients"),
        (("vault", "recipients", "{copy}", "--add", "x"), "no-recipients"),
        (("vault", "rotate", "{copy}", "--key", "{key}"), "no-recipients"),
        (("vault", "rotate", "{copy}", "--recipient", "x"), "no-key"),
        (("vault", "check", "{copy}", "--key", "{key}"), "no-recipients"),
    ],
)
def test_what_cannot_be_done_is_a_problem_with_its_code(
    project: Project,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: str,
) -> None:
    copy, key = project(MINI), tmp_path / "key.txt"
    key.write_text("# nothing\n")
    key.chmod(0o600)
    before = {path.name: path.read_bytes() for path in copy.iterdir()}
    names = {"copy": copy, "key": key, "nowhere": tmp_path / "nowhere"}
    assert cli.main([one.format(**names) for one in arguments]) == 2
    assert f": {code}: " in capsys.readouterr().err
    assert before == {path.name: path.read_bytes() for path in copy.iterdir()}
    assert not (tmp_path / "nowhere").exists()


def test_g18_a_key_file_that_others_can_read_gives_a_warning(
    project: Project, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = project(MINI)
    assert cli.main(["vault", "init", str(copy), "--generate", str(config)]) == 0
    config.chmod(0o644)
    assert cli.main(["redactions", str(copy)]) == 0
    said = capsys.readouterr().err
    assert "warning: " in said
    assert "exposed-key" in said


def test_g19_check_fails_if_the_vault_holds_what_is_not_declared(
    project: Project, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = project(FIRST)
    assert cli.main(["vault", "init", str(copy), "--generate", str(config)]) == 0
    marked(copy)
    assert cli.main(["seal", str(copy)]) == 0
    for name in ("presentation.yaml", "redactions.yaml"):
        (copy / name).write_bytes((FIRST / name).read_bytes())
    assert cli.main(["vault", "check", str(copy)]) == 2
    assert "slot-not-declared: the vault holds slot 'r1'" in capsys.readouterr().err


def test_the_key_is_the_one_given_or_one_s_own_if_there_is_one(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Given:
        key: Path | None = None

    assert key_file(Given) is None  # type: ignore[arg-type]
    config.parent.mkdir(parents=True)
    config.write_text("x")
    assert key_file(Given) == config  # type: ignore[arg-type]
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert key_file(Given) is None  # type: ignore[arg-type]
    (tmp_path / ".config" / "dossier").mkdir(parents=True)
    (tmp_path / ".config" / "dossier" / "key.txt").write_text("x")
    assert key_file(Given) == tmp_path / ".config" / "dossier" / "key.txt"  # type: ignore[arg-type]
    Given.key = tmp_path / "other"
    assert key_file(Given) == tmp_path / "other"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "command",
    ["seal", "release", "redactions", "vault", "vault init", "vault recipients", "vault rotate"],
)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*command.split(), "--help"])
    assert ended.value.code == 0
    assert len(capsys.readouterr().out) > 300
