"""Differences of running texts: Word document and web page are compared paragraph by paragraph."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.distribution.compare import difference
from pipeline.distribution.compare.difference import Change
from tests.conftest import ROOT

PROJECT = ROOT / "tests" / "projects" / "st-99996-2026"
OLD = "Germany would have preferred another title."
NEW = "Germany would have preferred another title, and says so in a sentence that needs two lines."
COME = "A paragraph that came in between is long enough to be set in two lines of the page, too."


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Change, ...]]:
    """Return what changed in the file of each format."""
    sides: list[Path] = []
    for side in ("before", "after"):
        folder = tmp_path_factory.mktemp(side) / PROJECT.name
        folder.mkdir()
        for path in PROJECT.iterdir():
            text = path.read_text("utf-8")
            if side == "after":
                text = text.replace(OLD, f"{NEW}\n\n{COME}").replace(
                    "boats on ice are not", "ice is no place for"
                )
            (folder / path.name).write_text(text, "utf-8")
        output = folder.parent / "output"
        formats = ["--format", "docx", "--format", "html"]
        assert (
            main(["build", str(folder), "--output", str(output), "--edition", "public", *formats])
            == 0
        )
        sides.append(output / PROJECT.name / "public" / "en")
    files = difference.compared(*sides).files
    return {file.after.rpartition(".")[2]: file.changes for file in files}


@pytest.mark.parametrize("fmt", ["docx", "html"])
def test_a_paragraph_is_one_line_of_the_difference(
    found: dict[str, tuple[Change, ...]], fmt: str
) -> None:
    first, second = found[fmt]
    assert "ice is no place for boats" in first.after[0]
    assert len(first.before) == len(first.after) == 1
    assert (second.before, second.after) == ((OLD,), (NEW, COME))
