"""What was public once is not withheld in silence."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.audit.office.opc import unzipped
from pipeline.distribution.compare import word_changes
from pipeline.distribution.register import register
from pipeline.distribution.register.register_entries import Entry
from pipeline.workflow.build import build
from pipeline.workflow.options import Options
from tests.conftest import MINI

MARKERS = ("[REDACTED]", "[REDACTED {number}]", "[REDACTED: {grounds}]")
REASON = "A court has ordered it: case T-1/26"


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        (["a b c"], ["a [REDACTED] c"], True),
        (["a [REDACTED] c"], ["a b c"], False),
        (["a [REDACTED] c"], ["a [REDACTED] c d"], False),
        # it stands for more than it did
        (["a b [REDACTED] c"], ["a [REDACTED] c"], True),
        (["a [REDACTED] b c"], ["a [REDACTED] c"], True),
        (["one", "[REDACTED]"], ["[REDACTED]"], True),
        (["a b [REDACTED]"], ["a new [REDACTED]"], True),
        # one is lifted and one is new
        (["[REDACTED]", "b"], ["a", "[REDACTED]"], True),
        (["[REDACTED] c d e b"], ["a c d e [REDACTED]"], True),
        # words that stand elsewhere may go
        (["a b c d [REDACTED]"], ["a c d [REDACTED]"], False),
        (["a b", "c d [REDACTED]"], ["c d [REDACTED]"], False),
        # what is printed in a marker is no word of the text
        (["[REDACTED 1] a [REDACTED 2]"], ["b a [REDACTED 1]"], False),
        (["a [REDACTED: x y]"], ["a [REDACTED: z]"], False),
        (["a [REDACT", "ED 1] b"], ["a [REDACTED 1] b"], False),
        (["[REDACTED] a"], ["a"], False),
        ([], [], False),
    ],
)
def test_a_marker_that_may_stand_for_what_was_public(
    before: list[str], after: list[str], more: bool
) -> None:
    old, new = word_changes.words(before, MARKERS), word_changes.words(after, MARKERS)
    assert word_changes.may_withhold_more(old, new) is more


@dataclass(frozen=True)
class House:
    """A dossier that is edited, built and handed out."""

    folder: Path
    output: Path
    said: pytest.CaptureFixture[str]

    def edit(self, old: str, new: str, name: str = "presentation.yaml") -> None:
        path = self.folder / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")

    def dist(self, *more: str) -> tuple[int, str]:
        build(self.folder, Options(self.output, audiences=("public",)), lambda _: None)
        code = cli.main(["dist", str(self.folder), "--audience", "public", "--again",
                         "--output", str(self.output), *more])  # fmt: skip
        return code, self.said.readouterr().err

    def last(self) -> Entry:
        lines, problems = register.read(self.output / register.NAME)
        assert problems == ()
        return register.distributions(lines)[-1]


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a dossier that was built, and handed out once."""
    base = tmp_path_factory.mktemp("house")
    folder = Path(shutil.copytree(MINI, base / MINI.name))
    content = folder / "presentation.yaml"
    text = content.read_text("utf-8").replace("Dritte Ebene <", "Dritte Ebene mit Zusatz <")
    content.write_text(text, "utf-8")
    with (folder / "dossier.yaml").open("a", encoding="utf-8") as file:
        file.write("formats: [docx]\n")
    build(folder, Options(base / "output", audiences=("public",)), lambda _: None)
    dist = ["dist", str(folder), "--audience", "public", "--output", str(base / "output")]
    assert cli.main(dist) == 0
    return base


@pytest.fixture
def house(handed_out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> House:
    shutil.copytree(handed_out, tmp_path, dirs_exist_ok=True)
    return House(tmp_path / MINI.name, tmp_path / "output", capsys)


def test_one_marker_more_needs_a_reason_that_only_the_house_keeps(house: House) -> None:
    house.edit("slots:\n", "slots:\n  second: {grounds: [personal-data]}\n", "redactions.yaml")
    house.edit("- Noch ein Punkt[^two]", '- "[[second]][^two]"')
    before = (house.output / register.NAME).read_bytes()
    code, said = house.dist()
    assert (code, "withholds-more" in said, "8 markers" in said) == (6, True, True)
    assert (house.output / register.NAME).read_bytes() == before
    code, said = house.dist("--reason", f"  {REASON}\n")
    assert (code, "the reason is in the register" in said) == (0, True)
    entry = house.last()
    assert entry.reason == REASON
    # not in the package, nor in what anybody but the house reads
    (made,) = (house.output / "packages" / "public").glob("*.2.zip")
    for name, data in unzipped(made.read_bytes())[0].items():
        assert b"T-1/26" not in data, name
    for more, shown in (((), False), (("--all",), True)):
        assert cli.main(["register", "--output", str(house.output), *more]) == 0
        folder = house.output / ("register.all" if more else "register.public")
        assert [REASON in path.read_text("utf-8") for path in folder.iterdir()] == [shown] * 3
    # the same again withholds no more
    code, said = house.dist("--reason", REASON)
    assert (code, "stays as it is" in said) == (0, True)


@pytest.mark.parametrize(
    ("old", "new", "is_more"),
    [
        # the same marker for more words
        ("Zweite Ebene: [[contract-price]] Euro", "[[contract-price]] Euro", True),
        ("Zweite Ebene: [[contract-price]] Euro", "Zweite Ebene: [[contract-price]]", True),
        # words that went elsewhere, and new ones
        ("Dritte Ebene mit Zusatz <", "Dritte Ebene <", False),
        ("Erste Gruppe", "Erste Gruppe und mehr", False),
        # one marker for another
        ("- Noch ein Punkt[^two]", '- "[[speaker]][^two]"', True),
    ],
)
def test_as_many_markers_for_more_words(house: House, old: str, new: str, is_more: bool) -> None:
    house.edit(old, new)
    if "speaker" in new:
        house.edit('lines: [Abteilung für Beispiele, "[[speaker]]"]', "lines: [Abteilung, Wer]")
    code, said = house.dist("--reason", REASON) if is_more and "Euro" in new else house.dist()
    if is_more and "Euro" in new:
        assert (code, house.last().reason) == (0, REASON)
    elif is_more:
        assert (code, "withholds-more" in said) == (6, True)
        assert "Ebene" not in said
    else:
        assert (code, house.last().reason) == (0, None)


def test_a_statement_of_reasons_is_not_taken_for_the_edition(house: House) -> None:
    house.edit("slots:\n", "statement: true\nslots:\n", "redactions.yaml")
    assert house.dist()[0] == 0
    house.edit("Zweite Ebene: [[contract-price]] Euro", "[[contract-price]] Euro")
    code, said = house.dist()
    assert (code, "withholds-more" in said) == (6, True)
    assert house.dist("--reason", REASON)[0] == 0
    target = house.output / "changes.docx"
    sides = [str(house.output / "packages" / "public" / f"st-7606-2024.public.de.{number}.zip")
             for number in (2, 3)]  # fmt: skip
    assert cli.main(["diff", *sides, "--docx", str(target)]) == 0
    assert b"Zweite" in unzipped(target.read_bytes())[0]["word/document.xml"]


def test_lifting_a_marker_needs_no_reason_and_none_is_kept(house: House) -> None:
    house.edit("Zweite Ebene: [[contract-price]] Euro", "Zweite Ebene: 12 Euro")
    house.edit("  contract-price: {grounds: [commercial-interests]}\n", "", "redactions.yaml")
    code, said = house.dist("--reason", REASON)
    assert (code, "the reason was not kept" in said) == (0, True)
    assert house.last().reason is None


def test_without_the_earlier_package_nobody_can_tell(house: House) -> None:
    (made,) = (house.output / "packages" / "public").iterdir()
    made.rename(made.with_suffix(".elsewhere"))
    house.edit("Erste Gruppe", "Erste Gruppe und mehr")
    code, said = house.dist()
    assert (code, "withholds-more" in said, "not there any more" in said) == (6, True, True)
    made.with_suffix(".elsewhere").rename(made)
    assert house.dist()[0] == 0


@pytest.mark.slow
def test_formats_that_share_nothing_are_compared_by_their_numbers(house: House) -> None:
    house.edit("formats: [docx]", "formats: [pptx, docx, pdf]", "dossier.yaml")
    other = House(house.folder, house.output.with_name("other"), house.said)
    assert other.dist("--profile", "pdf-only")[0] == 0
    house.edit("Zweite Ebene: [[contract-price]] Euro", "[[contract-price]]")
    assert other.dist("--profile", "pdf-only")[0] == 6
    assert other.dist("--profile", "office")[0] == 0  # a limit, said in docs/distributing.md
    house.edit("slots:\n", "slots:\n  second: {grounds: [personal-data]}\n", "redactions.yaml")
    house.edit("- Noch ein Punkt[^two]", '- "[[second]][^two]"')
    assert other.dist("--profile", "office")[0] == 6


def test_a_reason_that_quotes_what_is_withheld_is_refused(house: House, tmp_path: Path) -> None:
    folder, key = str(house.folder), str(tmp_path / "key.txt")
    for command in (["vault", "init", folder, "--generate", key], ["seal", folder]):
        if command[0] == "seal":
            house.edit("title: Zahlen", 'title: "[[defence: Zahlungsplan Nordwest]]"')
        assert cli.main(command) == 0
    options = Options(house.output, audiences=("public",), key=Path(key))
    build(house.folder, options, lambda _: None)
    before = (house.output / register.NAME).read_bytes()
    dist = ["dist", folder, "--audience", "public", "--again", "--output", str(house.output),
            "--key", key, "--reason"]  # fmt: skip
    house.said.readouterr()
    assert cli.main([*dist, "the Zahlungsplan Nordwest names a person"]) == 3
    said = house.said.readouterr().err
    assert "--reason" in said
    assert "Nordwest" not in said
    assert (house.output / register.NAME).read_bytes() == before
    assert cli.main([*dist, "a title names a person"]) == 0
    assert house.last().reason == "a title names a person"


def test_a_reason_can_come_from_standard_input(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.edit("Zweite Ebene: [[contract-price]] Euro", "[[contract-price]]")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{REASON}\n"))
    assert house.dist("--reason", "-")[0] == 0
    assert house.last().reason == REASON


@pytest.mark.parametrize("words", ["", "  ", "a\x1bb", "x" * 1001])
def test_what_is_no_reason(words: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["dist", str(MINI), "--audience", "public", "--output", str(tmp_path),
                  "--reason", words])  # fmt: skip
    assert ended.value.code == 2
