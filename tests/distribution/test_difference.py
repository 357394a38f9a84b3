"""What differs between two packages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.audit.office.opc import unzipped
from pipeline.core import stable_zip
from pipeline.core.errors import DistributeError
from pipeline.distribution.compare import difference
from pipeline.edition.formats import FORMATS
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
