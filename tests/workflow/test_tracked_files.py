"""G33: what git tracks, and what a wheel and a source distribution hold."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from pipeline.core.errors import ContentError
from pipeline.core.matching import Needle
from pipeline.workflow import tracked_files
from tests.conftest import MINI, ROOT

Project = Callable[[Path], Path]


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.fixture
def clone(project: Project) -> Path:
    copy = project(MINI)
    git(copy.parent, "init", "-q")
    git(copy.parent, "add", "-A")
    return copy


def codes(copy: Path, *needles: Needle) -> list[str]:
    return [problem.code for problem in tracked_files.problems([copy], needles, copy)]


def test_g33_a_clean_clone_has_no_problem(clone: Path) -> None:
    assert codes(clone, Needle("speaker", "Jane Doe")) == []


def test_g33_a_tracked_key_is_found_and_an_ignored_one_is_not(clone: Path) -> None:
    (clone / "key.txt").write_text(f"# a key\n{pyrage.x25519.Identity.generate()}\n")
    (clone / "doc.md").write_text("age keys begin with AGE-SECRET-KEY-" + "1\n")
    assert codes(clone) == []
    git(clone.parent, "add", "-A")
    assert codes(clone) == ["key-tracked"]


def test_g33_unsealed_text_is_found(clone: Path) -> None:
    deck = clone / "presentation.yaml"
    text = deck.read_text("utf-8").replace(
        "- Noch ein Punkt[^two]", '- "Noch [[personal-data: Jane Doe]][^two]"'
    )
    deck.write_text(text, "utf-8")
    assert codes(clone) == ["unsealed"]


def test_g33_a_value_in_any_tracked_file_is_found_in_archives_too(clone: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notes.txt", "signed: Jane Doe")
    (clone / "old.zip").write_bytes(buffer.getvalue())
    git(clone.parent, "add", "-A")
    found = tracked_files.problems([clone], [Needle("speaker", "Jane Doe")], clone)
    assert found
    assert "Jane" not in " ".join(map(str, found))


def test_g33_a_tracked_full_edition_is_found(clone: Path) -> None:
    full = clone.parent / "output" / "x" / "full" / "de"
    full.mkdir(parents=True)
    (full / "x.pdf").write_bytes(b"%PDF")
    git(clone.parent, "add", "-A")
    assert codes(clone) == ["full-tracked"]


def test_outside_a_work_tree_there_is_nothing_to_check(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no-git"):
        tracked_files.tracked_files(tmp_path)


@pytest.mark.slow
def test_g33_no_content_and_no_vault_is_in_a_wheel_or_a_source_distribution(
    tmp_path: Path,
) -> None:
    for target in ("wheel", "sdist"):
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(tmp_path)],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
    (wheel,), (sdist,) = tmp_path.glob("*.whl"), tmp_path.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    with tarfile.open(sdist) as packed:
        names += packed.getnames()
    assert any(name.endswith("compose/opener.py") for name in names)
    ours = [name.replace("pipeline/content/", "") for name in names]  # a room of the program
    assert not [name for name in ours if "content/" in name or name.endswith((".age", "key.txt"))]
