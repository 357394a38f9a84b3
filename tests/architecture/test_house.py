"""A newcomer finds a thing by its name alone: these tests hold the house's plan."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "pipeline"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")

#: File names that stand twice, and why they may.
TWICE = {
    "build.py": "a command and what it calls",
    "register.py": "a command and what it calls",
    "schema.py": "a command and what it calls",
    "covers.py": "one concept in successive phases",
    "vault.py": "a command and what it calls",
    "verify.py": "a command and what it calls",
    "blocks.py": "one concept in successive phases",
    "cover.py": "one concept in successive phases",
    "parts.py": "one concept in successive phases",
    "running_text.py": "one concept in successive phases",
    "runs.py": "one concept in successive phases",
    "slides.py": "one concept in successive phases",
    "texts.py": "one concept in successive phases",
    "brand_template.py": "one trade in two formats",
    "pptx.py": "one trade in two phases: what a format must say, and the audit of it",
    "docx.py": "one trade in two phases: what a format must say, and the audit of it",
    "pdf.py": "one trade in two phases: what a format must say, and the audit of it",
    "html.py": "one trade in two phases: what a format must say, and the audit of it",
}


def test_a_file_name_stands_twice_for_a_reason_alone() -> None:
    names = Counter(path.name for path in MODULES)
    assert {name for name, count in names.items() if count > 1} == set(TWICE)


def test_no_module_lies_loose_on_the_top_floor() -> None:
    assert [path.name for path in PACKAGE.glob("*.py")] == ["__init__.py"]


def test_no_module_has_more_than_400_lines() -> None:
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert [str(path.relative_to(ROOT)) for path, count in lines.items() if count > 400] == []


def names(source: str) -> Iterator[str]:
    """Yield every name that a module gives to a value."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name
            case _:
                pass


def test_a_value_is_called_by_its_noun() -> None:
    """``one`` says nothing of what it is; the noun of the thing does."""
    found = [
        str(path.relative_to(ROOT))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "one" in names(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line", ["for one in row: pass", "f = lambda one: 1", "[1 for one in row]"]
)
def test_a_value_without_a_noun_is_found(line: str) -> None:
    assert "one" in names(line)
