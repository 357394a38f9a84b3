"""The table of docs/conformance.md says what the validators say today."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.edition.formats import FORMATS
from tests.support import validators
from tests.support.brand_files import converted
from tests.support.made_files import Made
from tools import conformance


def without_versions(table: str) -> str:
    """Debian brings newer versions of these without asking."""
    return re.sub(rf"({'|'.join(conformance.UNPINNED)}) [\d.]+", r"\1", table)


@pytest.mark.slow
def test_no_validator_finds_anything_in_some_files_of_each_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    some = [replace(check, files=check.files[::6]) for check in conformance.checks()]
    monkeypatch.setattr(conformance, "checks", lambda: iter(some))
    _, told = conformance.table()
    assert told == []


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_table_is_what_the_validators_find_and_they_find_nothing() -> None:
    made, told = conformance.table()
    assert told == []
    page = conformance.PAGE.read_text("utf-8")
    assert without_versions(conformance.written(made)) == without_versions(page), (
        "run make conformance"
    )


def test_the_table_has_every_format_and_no_finding() -> None:
    page = conformance.PAGE.read_text("utf-8")
    rows = re.findall(r"^\| ([A-Z]+).* \| (\d+) \| (\d+) \|$", page, re.MULTILINE)
    assert {row[0] for row in rows} == {fmt.upper() for fmt in FORMATS}
    assert all(int(files) > 0 for _, files, _ in rows)
    assert {findings for *_, findings in rows} == {"0"}
    assert len(rows) == len(list(conformance.checks()))


def test_findings_are_counted_and_told_with_their_file(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Made("first dossier", "public", "pdf")
    faulty = conformance.Check("PDF", "x", (), (one, one), lambda _: [["a", "b"], ["c"]], "me")
    monkeypatch.setattr(conformance, "checks", lambda: iter([faulty]))
    monkeypatch.setattr(validators, "versions", dict)
    made, told = conformance.table()
    assert made.splitlines()[-1] == "| PDF | x | me | 2 | 3 |"
    assert told == [f"{one}: x: {letter}" for letter in "abc"]


@pytest.mark.slow
def test_pages_that_are_missing_or_in_another_order_are_found(tmp_path: Path) -> None:
    for fmt in ("pptx", "docx"):
        made = Made("first dossier", "public", fmt)  # type: ignore[arg-type]
        path = tmp_path / f"x.{fmt}"
        path.write_bytes(made.data)
        pdf = converted(path, "pdf", tmp_path)
        drawn = made.edition
        assert validators.printed(pdf, drawn, made.fmt) == []
        other = drawn.model_copy(update={"slides": (*drawn.slides[1:], drawn.slides[0])})
        assert validators.printed(pdf, other, made.fmt)
        longer = drawn.model_copy(update={"slides": (*drawn.slides, drawn.slides[-1])})
        assert validators.printed(pdf, longer, made.fmt)
    assert validators.printed(tmp_path / "none.pdf", drawn, "pptx") == ["it does not open"]


def test_what_a_library_cannot_open_is_found() -> None:
    assert validators.reopened(b"PK", "pptx")
    assert validators.reopened(b"PK", "docx")


@pytest.mark.slow
def test_axe_finds_a_picture_without_an_alternative() -> None:
    page = b"<!doctype html><html lang=en><title>x</title><main><h1>x</h1><img src='data:,'></main>"
    (found,) = validators.axe([page])
    assert any("image-alt" in row for row in found)


def test_a_newer_pdf_that_is_the_older_one_is_found() -> None:
    """What the older validators do not find missing is a finding."""
    newer = Made("first dossier", "public", "pdf", profile="ua2-a4")
    assert validators.newer_pdf(newer.data) == []
    assert validators.newer_pdf(replace(newer, profile="ua1-a2a").data)
