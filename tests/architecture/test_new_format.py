"""A new format is found by the type checkers: proved with plain text, which lives here alone.

The package is copied; the list of formats gets one more; then the places that the type checker
names are those of docs/adding-a-format.md, and with an answer at each of them the format works.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import MINI, ROOT

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent / "plain_text"
PAGE = (ROOT / "docs" / "adding-a-format.md").read_text("utf-8")
LIST = "pipeline/edition/formats.py"
SPEC = 'FormatSpec("txt", "text/plain", "TXT", frozenset(), needs_slides=True)'
#: Modules of the new format, and where they go.
MODULES = {
    "renderer.py": "pipeline/render/plain_text.py",
    "reader.py": "pipeline/audit/formats/plain_text.py",
    "expected.py": "pipeline/audit/expected/plain_text.py",
}
IMPORTED = "from pipeline.{} import plain_text\n\n            return plain_text"
#: What the new format answers at each place that the type checker names, in their order there.
ANSWERS = {
    "pipeline/render/renderers.py": [IMPORTED.format("render")],
    "pipeline/audit/formats/__init__.py": [IMPORTED.format("audit.formats")],
    "pipeline/audit/expected/__init__.py": [
        "from pipeline.audit.expected import plain_text\n\n"
        "            return plain_text.expected(edition)"
    ],
    "pipeline/design/brand/__init__.py": ["return {}"],
    "pipeline/design/brand/trusted_parts.py": ["found = NOTHING"],
    "pipeline/edition/table_of_contents.py": ["return 1"],
    "pipeline/distribution/compare/page_lines.py": ["return _counted(count, 1)", "pass"],
}
NEVER = re.compile(r"( +)case _:\n +assert_never\(fmt\)")


def listed(folder: Path) -> None:
    """Add the format to the list of them."""
    path = folder / LIST
    text = path.read_text("utf-8")
    for old, new in (
        ('Literal["pptx", "docx", "pdf", "html"]', 'Literal["pptx", "docx", "pdf", "html", "txt"]'),
        ("is_usual=False),\n)", f"is_usual=False),\n    {SPEC},\n)"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def answered(folder: Path) -> None:
    """Give the answers of the new format, and its modules."""
    for name, target in MODULES.items():
        shutil.copy(HERE / name, folder / target)
    for name, answers in ANSWERS.items():
        path = folder / name
        rest = iter(answers)

        def case(found: re.Match[str], rest: Iterator[str] = rest) -> str:
            return f'{found[1]}case "txt":\n{found[1]}    {next(rest)}\n{found[0]}'

        text, count = NEVER.subn(case, path.read_text("utf-8"))
        assert count == len(answers)
        path.write_text(text, "utf-8")


def named(folder: Path) -> list[str]:
    """Return the modules of what the type checker finds, one for each place."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.stderr
    return [line.partition(":")[0] for line in done.stdout.splitlines()]


def copied_program(folder: Path) -> Path:
    """Return a folder with a copy of the program, and of what the type checker knows of it."""
    for name in ("pipeline", "templates", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    if (ROOT / ".mypy_cache").is_dir():
        shutil.copytree(ROOT / ".mypy_cache", folder / ".mypy_cache")
    return folder


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied_program(tmp_path_factory.mktemp("copy"))
    listed(folder)
    return folder


def test_the_type_checker_names_every_place_that_a_new_format_needs(copied: Path) -> None:
    found = named(copied)
    assert sorted(found) == sorted(name for name, rows in ANSWERS.items() for _ in rows)
    steps = PAGE.split("## Places", 1)[1].split("\n## ", 1)[0]
    assert set(re.findall(r"`(pipeline/[\w/]+\.py)`", steps)) == set(ANSWERS)


def dossier(copied: Path, *words: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from pipeline.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=copied, env={**os.environ, "PYTHONPATH": str(copied)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_new_format_is_made_and_audited_once_its_answers_are_given(copied: Path) -> None:
    answered(copied)
    assert named(copied) == []
    folder = Path(shutil.copytree(MINI, copied / "content" / MINI.name))
    edition = ("--edition", "public")
    done = dossier(copied, "build", str(folder), "--format", "txt", *edition)
    assert done.returncode == 0, done.stderr
    (public,) = copied.glob("output/*/public/*/*.txt")
    assert "UNKENNTLICH GEMACHT" in public.read_text("utf-8")
    passed = dossier(copied, "audit", str(public), "--dossier", str(folder), "--edition", "public")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    public.write_text(public.read_text("utf-8").replace("\n=== end", " more\n=== end"), "utf-8")
    failed = dossier(copied, "audit", str(public), "--dossier", str(folder), *edition)
    assert failed.returncode != 0
    assert "text-differs" in failed.stderr
