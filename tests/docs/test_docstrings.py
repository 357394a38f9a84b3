"""First lines of docstrings: the noun of the field first, and no word that only we know."""

from __future__ import annotations

import ast
import re

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: Words that once named modules and say nothing to whoever has not read them.
_PRIVATE = re.compile(
    r"\b(aloud|tongues?|desks?|vouch\w*|gates?|rooms?|told|kept|sightings?|looks?|house's|houses?)\b"
)
#: The beginning of a sentence about something, where its name is wanted.
_RIDDLE = re.compile(r"(What|How|Whether|Where|Which|Who|Why|Is|Are|Does|Was|May|It|Its|The)\b")
#: Names of files and values as they are typed.
_LITERAL = re.compile(r"``[^`]*``")


def faults_of(line: str) -> list[str]:
    """Return what is wrong with a module's first line."""
    words = _LITERAL.sub("", line)
    found = [match.group() for match in _PRIVATE.finditer(words.lower())]
    if match := _RIDDLE.match(words):
        found.append(match.group())
    return found if line else ["no docstring"]


def first_line(source: str) -> str:
    return (ast.get_docstring(ast.parse(source)) or "").split("\n")[0]


def test_the_first_line_of_every_module_names_what_it_is() -> None:
    lines = {path: first_line(path.read_text("utf-8")) for path in MODULES}
    faults = {
        str(path.relative_to(ROOT)): found
        for path, line in lines.items()
        if (found := faults_of(line))
    }
    assert faults == {}


def test_no_two_modules_have_the_same_first_line() -> None:
    lines = [first_line(path.read_text("utf-8")) for path in MODULES]
    assert {line for line in lines if lines.count(line) > 1} == set()


@pytest.mark.parametrize(
    "line",
    [
        "What a file says against what its edition says: exactly that, and nothing else.",
        "Whether what a slide states can be told from what stands behind it.",
        "One dossier as it lies on its author's desk.",
        "Templates of a house, read.",
        "",
    ],
)
def test_a_riddle_is_found(line: str) -> None:
    assert faults_of(line)


def test_a_plain_line_is_none() -> None:
    assert faults_of("Allowed places of brand files: the dossier's folder, or ``house/``.") == []
