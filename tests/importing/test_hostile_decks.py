"""Files that somebody means harm with, or nobody meant at all: a clear problem, nothing left."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.importing import decks
from tests.importing.conftest import Import
from tests.support import hostile

SLIDE = "ppt/slides/slide1.xml"


@cache
def good() -> bytes:
    deck = decks.Deck()
    slide = deck.slide(decks.BULLETS, "A title")
    decks.listed(slide.placeholders[1], [(0, "one"), (1, "two")])
    return deck.data()


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        members = [(row, archive.read(row)) for row in archive.namelist()]
    return hostile.zipped([(row, change(data) if row == name else data) for row, data in members])


def compound(name: str) -> bytes:
    head = bytes.fromhex("d0cf11e0a1b11ae1")
    return head + bytes(1000) + name.encode("utf-16-le") + bytes(1000)


def opendocument() -> bytes:
    return hostile.zipped([("mimetype", b"application/vnd.oasis.opendocument.presentation"),
                           ("content.xml", b"<x/>")])  # fmt: skip


def bomb() -> bytes:
    packed = zlib.compressobj(9)
    del packed
    return with_part(SLIDE, lambda data: data + b" " * 200_000_000)


def huge_picture() -> bytes:
    """Return a deck with a PNG that claims 60000 by 60000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000)))
    deck = decks.Deck()
    slide = deck.slide(decks.ONLY_TITLE, "Picture")
    slide.shapes.add_picture(decks.picture(), 0, 0)
    old = decks.picture().getvalue()
    with zipfile.ZipFile(io.BytesIO(deck.data())) as archive:
        rows = [(row, archive.read(row)) for row in archive.namelist()]
    return hostile.zipped([(row, png if data == old else data) for row, data in rows])


ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def bad() -> Iterator[tuple[str, bytes, str]]:
    """Yield what a file is, the file, and the code of the problem that it ends in."""
    yield "empty", b"", "not-an-office-file"
    yield "text", b"Dear colleagues,", "not-an-office-file"
    yield "no zip behind its sign", b"PK\3\4 and no more", "damaged-file"
    yield "cut in half", good()[: len(good()) // 2], "damaged-file"
    yield "protected", compound("EncryptedPackage"), "password-protected"
    yield "of before 2007", compound("PowerPoint Document"), "old-format"
    yield "OpenDocument", opendocument(), "not-an-office-file"
    yield "text document", hostile.zipped([("word/document.xml", b"<x/>")]), "not-an-office-file"
    yield "zip of nothing", hostile.zipped([("a.txt", b"a")]), "not-an-office-file"
    yield "broken XML", with_part(SLIDE, lambda data: data[:-20]), "damaged-file"
    yield (
        "entities",
        with_part(SLIDE, lambda data: data.replace(b"?>", b"?>" + ENTITY, 1)),
        "damaged-file",
    )
    yield (
        "entity of a file",
        with_part(SLIDE, lambda data: data.replace(b"?>", b"?>" + OUTSIDE, 1)),
        "damaged-file",
    )
    yield "levels", with_part(SLIDE, lambda _: b"<a>" * 5000 + b"</a>" * 5000), "damaged-file"
    yield "long tag", with_part(SLIDE, lambda _: b"<a " + b'b="c" ' * 200_000 + b"/>"), "too-large"
    yield "bomb", bomb(), "too-large"


@pytest.mark.parametrize(("name", "data", "code"), [pytest.param(*row, id=row[0]) for row in bad()])
def test_a_file_that_is_no_presentation_is_a_clear_problem(
    name: str, data: bytes, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, folder = tmp_path / "given.pptx", tmp_path / "content" / "made"
    file.write_bytes(data)
    assert main(["import", str(file), "--into", str(folder)]) == 2, name
    said = capsys.readouterr().err
    assert f"{code}:" in said
    assert "Traceback" not in said
    assert not list((tmp_path / "content").glob("*"))
    assert not list((tmp_path / "content").glob(".*"))


def test_a_picture_that_claims_too_many_pixels_is_told(tmp_path: Path) -> None:
    file, folder = tmp_path / "given.pptx", tmp_path / "made"
    file.write_bytes(huge_picture())
    assert main(["import", str(file), "--into", str(folder)]) == 0
    assert "80 million" in (folder / "import-report.json").read_text()
    assert not (folder / "media").exists()


def test_what_is_no_file_is_a_clear_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe.pptx"
    os.mkfifo(pipe)
    for place in (tmp_path, tmp_path / "missing.pptx", pipe):
        assert main(["import", str(place), "--into", str(tmp_path / "made")]) == 2
        assert "no-file:" in capsys.readouterr().err


def without(deck: decks.Deck, number: int) -> bytes:
    """Return a deck that lacks the part of a slide."""
    with zipfile.ZipFile(io.BytesIO(deck.data())) as archive:
        rows = [(row, archive.read(row)) for row in archive.namelist()]
    return hostile.zipped([row for row in rows if row[0] != f"ppt/slides/slide{number}.xml"])


def test_a_slide_whose_part_is_missing_is_told(imported: Import) -> None:
    deck = decks.Deck()
    for title in ("First", "Second", "Third"):
        deck.slide(decks.ONLY_TITLE, title)
    made = imported(without(deck, 2))
    assert [row["number"] for row in made.report["slides"]] == [1, 3]
    (item,) = made.items(what="slide", why="unreadable")
    assert item["words"].endswith("number 2")


def test_a_file_without_slides_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = decks.Deck()
    lost.slide(decks.ONLY_TITLE, "Only")
    file = tmp_path / "given.pptx"
    for data in (decks.Deck().data(), without(lost, 1)):
        file.write_bytes(data)
        assert main(["import", str(file), "--into", str(tmp_path / "made")]) == 2
        assert "no-slides:" in capsys.readouterr().err
