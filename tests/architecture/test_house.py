"""A newcomer finds a thing by its name alone: these tests hold the house's plan."""

from __future__ import annotations

from collections import Counter

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
    "slides.py": "one concept in successive phases",
    "texts.py": "one concept in successive phases",
    "brand_template.py": "one trade in two formats",
    "deck.py": "one trade in two phases: what a format must say, and what reads it",
    "document.py": "one trade in two phases: what a format must say, and what reads it",
    "portable.py": "one trade in two phases: what a format must say, and what reads it",
    "web.py": "one trade in two phases: what a format must say, and what reads it",
}


def test_a_file_name_stands_twice_for_a_reason_alone() -> None:
    names = Counter(path.name for path in MODULES)
    assert {name for name, count in names.items() if count > 1} == set(TWICE)


def test_no_module_lies_loose_on_the_top_floor() -> None:
    assert [path.name for path in PACKAGE.glob("*.py")] == ["__init__.py"]


def test_no_module_has_more_than_400_lines() -> None:
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert [str(path.relative_to(ROOT)) for path, count in lines.items() if count > 400] == []
