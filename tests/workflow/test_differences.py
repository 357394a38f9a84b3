"""A build that differs is told so that its cause can be seen."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

import pikepdf
import pytest

from pipeline.edition.formats import Format
from tests.support import differences
from tests.support.leaking import made, rezipped


def in_slide(data: bytes) -> bytes:
    return rezipped(data, lambda _, part: part.replace(b"Vielen Dank", b"Vielen Donk"))


def in_time(data: bytes) -> bytes:
    return rezipped(data).replace(b"\x00\x00\x21\x00", b"\x00\x00\x22\x00")


def in_object(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[1].Rotate = 90
        pdf.save(out, static_id=True)
    return out.getvalue()


def in_date(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.docinfo.CreationDate = f"D:{datetime.date(2031, 7, 9):%Y%m%d}"
        pdf.save(out, static_id=True)
    return out.getvalue()


CHANGED: list[tuple[Format, Callable[[bytes], bytes], tuple[str, ...]]] = [
    ("pptx", in_slide, ("ppt/slides/slide8.xml", "Vielen Donk")),
    ("docx", in_slide, ("word/document.xml", "Vielen Donk")),
    ("docx", in_time, ("headers.txt", "(1980, 1, 1,", "(1980, 1, 2,")),
    ("pdf", in_object, ("objects.txt", "/Rotate 90")),
    ("pdf", in_date, ("objects.txt", "D:20310709")),
    ("html", lambda data: data.replace(b"Vielen Dank", b"Vielen Donk"), ("Vielen Donk",)),
]


@pytest.mark.slow
@pytest.mark.parametrize(("fmt", "change", "words"), CHANGED)
def test_a_changed_file_is_told_from_inside(
    fmt: Format, change: Callable[[bytes], bytes], words: tuple[str, ...]
) -> None:
    """Without diffoscope this fails: an unexplained difference costs hours."""
    assert differences.DIFFOSCOPE, "run 'make test-all', which installs diffoscope"
    before = {"x": b"same", f"public/a.{fmt}": made(fmt)}
    after = {"x": b"same", f"public/a.{fmt}": change(made(fmt))}
    assert before != after
    report = differences.told(before, after)
    assert report.startswith(f"public/a.{fmt} (")
    for word in words:
        assert word in report, report


def test_names_and_the_first_byte_are_told_without_diffoscope(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(differences, "DIFFOSCOPE", None)
    same = {"a": b"1234567890"}
    assert differences.told(same, dict(same)) == ""
    report = differences.told({**same, "b": b""}, {"a": b"12345x7890", "c": b""})
    assert report.splitlines() == [
        "only in the first: b",
        "only in the second: c",
        "a (10 and 10 bytes) differs from byte 5: b'1234567890' b'12345x7890'",
    ]
    assert "byte 10" in differences.told(same, {"a": b"1234567890+"})


def test_a_file_that_cannot_be_opened_is_told_as_it_is() -> None:
    assert differences.told({"a.pdf": b"%PDF"}, {"a.pdf": b"%PDQ"})
    assert differences.told({"a.docx": b"PK"}, {"a.docx": b"PQ"})
