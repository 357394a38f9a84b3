"""What differs between two packages."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.audit.office.opc import unzipped
from pipeline.core import stable_zip
from pipeline.core.errors import DistributeError
from pipeline.distribution.compare import difference, tracked_changes
from pipeline.distribution.compare.cover_facts import CoverFacts, left_out
from pipeline.edition.formats import FORMATS
from pipeline.resources import labels
from pipeline.workflow.build import build
from pipeline.workflow.options import Options
from tests.conftest import MINI
from tests.distribution.conftest import Unpack


def editions(output: Path) -> tuple[Path, Path]:
    """Return the folders of both editions."""
    (full,) = output.glob("*/full/*/manifest.json")
    (public,) = output.glob("*/public/*/manifest.json")
    return full.parent, public.parent


def test_a_package_does_not_differ_from_its_folder_or_its_signed_twin(
    unsigned: bytes, signed: bytes, unpack: Unpack, tmp_path: Path
) -> None:
    folder = unpack(unsigned)
    assert difference.compared(tmp_path / "package.zip", folder).files == ()
    (tmp_path / "signed.zip").write_bytes(signed)
    found = difference.compared(folder, tmp_path / "signed.zip").files
    # the record has the sizes and digests of signed files; no document differs
    assert {Path(one.after).suffix for one in found} == {".jsonld"}


def test_between_two_editions_markers_go_and_words_come(built: Path) -> None:
    full, public = editions(built)
    found = {Path(one.after).suffix: one for one in difference.compared(public, full).files}
    for fmt in FORMATS:
        one = found[f".{fmt}"]
        assert one.markers is not None
        assert one.markers[0] > 0, fmt
        assert sum(row.lifted for row in one.changes) == one.markers[0] - one.markers[1], fmt
        assert sum(row.added for row in one.changes) == 0, fmt
        gone = "".join(line for row in one.changes for line in row.before)
        come = "".join(line for row in one.changes for line in row.after)
        assert "geheime" in come, fmt
        assert "geheime" not in gone, fmt
    assert found[".pptx"].changes[0].place.startswith("slide ")
    other = {Path(one.after).suffix: one for one in difference.compared(full, public).files}
    assert sum(row.added for row in other[".pdf"].changes) == found[".pdf"].markers[0]


def repacked(data: bytes, change: dict[str, bytes | None]) -> bytes:
    """Return a package with other files, by the ends of their names."""
    members = unzipped(data)[0]
    for end, content in change.items():
        (name,) = (name for name in members if name.endswith(end))
        if content is None:
            del members[name]
        else:
            members[name] = content
    return stable_zip.pack(members)


def test_files_that_are_gone_new_or_unreadable_are_named(
    unsigned: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    first.write_bytes(unsigned)
    second.write_bytes(repacked(unsigned, {".docx": None, ".pdf": b"no PDF", ".pptx": b"PK"}))
    found = difference.compared(first, second).files
    assert [(bool(one.before), bool(one.after), one.markers) for one in found] == [
        (True, False, None), (True, True, None), (True, True, None)
    ]  # fmt: skip
    assert cli.main(["diff", str(second), str(first)]) == 0
    said = capsys.readouterr().out
    assert ".docx: new\n" in said
    assert said.count("  other bytes\n") == 2
    assert cli.main(["diff", str(first), str(first)]) == 0
    assert capsys.readouterr().out == "nothing differs\n"


def test_a_file_with_another_name_alone_is_told(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, public = editions(built)
    other = Path(shutil.copytree(public, tmp_path / "other"))
    (deck,) = other.glob("*.pptx")
    deck.rename(other / "deck.pptx")
    (one,) = difference.compared(public, other).files
    assert (one.before, one.after, one.is_same) == (deck.name, "deck.pptx", True)
    assert cli.main(["diff", str(public), str(other)]) == 0
    assert capsys.readouterr().out == f"{deck.name} -> deck.pptx\n  the same bytes\n"


def test_lines_and_properties_that_differ_are_told(
    unsigned: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    members = unzipped(unsigned)[0]
    (page,) = (data for name, data in members.items() if name.endswith(".html"))
    words = page.decode().replace("<title>", "<title>Neu ", 1)
    words = words.replace("<h1>", "<h1>Ein\x9bWort ", 1)
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    first.write_bytes(unsigned)
    second.write_bytes(repacked(unsigned, {".html": words.encode()}))
    (one,) = difference.compared(first, second).files
    assert [row[0] for row in one.properties] == ["title"]
    assert len(one.changes) == 1
    assert one.changes[0].after[0].startswith("Ein")
    assert cli.main(["diff", str(first), str(second)]) == 0
    said = capsys.readouterr().out
    assert "    + Ein\N{REPLACEMENT CHARACTER}Wort " in said
    assert cli.main(["diff", str(first), str(second), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["changes"][0]["after"] == list(one.changes[0].after)
    assert row["markers"] == list(one.markers or ())


def test_what_is_no_package_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "strange").mkdir()
    for text in ("{}", "[]", "{", '{"language": "../de"}', "[" * 9999):
        (tmp_path / "strange" / "manifest.json").write_text(text)
        with pytest.raises(DistributeError):
            difference.compared(tmp_path / "strange", tmp_path / "strange")
    for name in ("empty", "nowhere"):
        assert cli.main(["diff", str(tmp_path / name), str(tmp_path / name)]) == 6


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the public editions of a document and of its REV 1, in which one point is longer."""
    home = tmp_path_factory.mktemp("versions")
    for name, number, day, point in (
        ("init", "7606/24", "2024-02-01", "Punkt"),
        ("rev", "7606/1/24 REV 1", "2024-02-12", "neuer Punkt"),
    ):
        folder = Path(shutil.copytree(MINI, home / name))
        for file, pairs in {
            "dossier.yaml": (("7606/1/24 REV 1", number), ("2024-02-07", day)),
            "presentation.yaml": (("Noch ein Punkt", f"Noch ein {point}"),),
            "redactions.yaml": (("slots:", "statement: true\nslots:"),),
        }.items():
            text = (folder / file).read_text("utf-8")
            for old, new in pairs:
                assert old in text
                text = text.replace(old, new, 1)
            (folder / file).write_text(text, "utf-8")
        options = Options(home / "output", audiences=("public",), formats=FORMATS)
        build(folder, options, lambda _: None)
    return home / "output/init/public/de", home / "output/rev/public/de"


def changed_lines(one: difference.FileDifference) -> list[tuple[str, ...]]:
    return [lines for row in one.changes for lines in (row.before, row.after)]


SAID = "number and date of the cover and the foot of pages are left out; --all shows them"


def test_between_versions_number_date_and_foot_are_left_out(versions: tuple[Path, Path]) -> None:
    comparison = difference.compared(*versions)
    assert comparison.left_out == SAID
    found = {one.after.partition(".PA.")[2]: one for one in comparison.files}
    assert all(one.before and one.after for one in comparison.files), "each has its pair"
    for fmt in FORMATS:
        assert found[fmt].properties == ()
        assert changed_lines(found[fmt]) == [("Noch ein Punkt2",), ("Noch ein neuer Punkt2",)], fmt
    assert found["reasons.docx"].changes == found["reasons.docx"].properties == ()


def test_all_of_it_is_shown_on_request(versions: tuple[Path, Path]) -> None:
    comparison = difference.compared(*versions, whole=True)
    assert comparison.left_out == ""
    for one in comparison.files:
        if one.markers is None:
            continue
        assert one.properties
        shown = " ".join(line for lines in changed_lines(one) for line in lines)
        assert "7606/1/24 REV 1" in shown
        has_cover = not one.after.endswith(".pptx")
        assert ("Brüssel, den 12. Februar 2024" in shown) == has_cover
        assert "7606/1/24 REV 1" in shown


def test_a_number_or_a_date_elsewhere_than_on_the_cover_is_a_difference() -> None:
    facts = [
        CoverFacts(frozenset({number}), frozenset({date(2024, 2, day)}), "de")
        for number, day in (("7606/24", 1), ("7606/24 REV 1", 2))
    ]
    lines = [
        [
            ("cover", f"Brüssel, den {day}. Februar 2024"),
            ("cover", number),
            ("cover", f"zu {number}"),
            ("cover", f"Sitzung vom {day}. Februar 2024"),
            ("slide 2", f"siehe {number}"),
        ]
        for number, day in (("7606/24", 1), ("7606/24 REV 1", 2))
    ]
    keys = [own.keys(texts, 1) for own, texts in zip(facts, lines, strict=True)]
    same = [one == other for one, other in zip(*keys, strict=True)]
    assert same == [True, True, False, False, False]
    assert (
        facts[0].bare("7606/24 REV 1, 17606/24, 7606/24/1") == "7606/24 REV 1, 17606/24, 7606/24/1"
    )
    assert left_out(facts[0], facts[0]) == ""
    other_day = dataclasses.replace(facts[0], days=facts[1].days)
    assert left_out(facts[0], other_day) == "date of the cover is left out; --all shows it"


@pytest.mark.parametrize("language", labels.languages())
@pytest.mark.parametrize("padded", [False, True])
def test_a_date_is_known_as_each_language_prints_it(language: str, padded: bool) -> None:
    phrases = labels.load(language)
    days = [date(2024, 5, 1), date(2024, 11, 30)]
    keys = [
        CoverFacts(days=frozenset({day}), language=language).keys(
            [("cover", " ".join(phrases["place_date"].format(
                place=phrases["place"], date=phrases.date(day, padded=padded)).split()))], 1
        )
        for day in days
    ]  # fmt: skip
    assert keys[0] == keys[1]


def test_a_document_with_tracked_changes_has_the_later_number_and_date_unmarked(
    versions: tuple[Path, Path],
) -> None:
    for whole in (False, True):
        data = tracked_changes.of(difference.compared(*versions, whole=whole))
        body = unzipped(data)[0]["word/document.xml"].decode()
        gone = "".join(re.findall(r"<w:delText[^>]*>([^<]*)", body))
        assert ("7606/24" in gone, "1." in gone) == (whole, whole)
        assert "7606/1/24" in body


def test_the_command_says_what_is_left_out_in_every_form(
    versions: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    two = [str(one) for one in versions]
    for options in ([], ["--json"], ["--html", str(page)], ["--docx", str(tmp_path / "x.docx")]):
        assert cli.main(["diff", *two, *options]) == 0
        out, err = capsys.readouterr()
        assert err.splitlines()[-1] == SAID
        assert "12. Februar" not in out
        assert cli.main(["diff", *two, "--all", "--force", *options]) == 0
        assert "left out" not in capsys.readouterr().err
    cli.main(["diff", *two, "--html", str(page), "--force"])
    assert f"Not shown: {SAID}." in page.read_text("utf-8")
    assert "12. Februar" not in page.read_text("utf-8")
