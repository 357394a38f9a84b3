"""Marking words from a terminal: they come on standard input, and nothing printed quotes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import FIRST, Project
from tests.support.command import dossier

DECK = "presentation.yaml"


def run(*words: str | Path, given: str = "", code: int = 0) -> str:
    done = dossier(*words, given=given)
    assert done.returncode == code, done.stderr
    return done.stderr


def test_words_are_marked_and_the_mark_is_taken_away(project: Project) -> None:
    folder = project(FIRST)
    before = (folder / DECK).read_text("utf-8")
    said = run("withhold", folder, "--slide", "8", "--ground", "defence", given="operational\n")
    assert "operational" not in said
    assert said.endswith(f"{DECK}:157:16: marked (defence); not yet sealed\n")
    assert '"Joint [[defence: operational]] activities"' in (folder / DECK).read_text("utf-8")
    said = run("unmark", folder, f"{DECK}:157:16")
    assert "operational" not in said
    after = (folder / DECK).read_text("utf-8")
    assert after == before.replace("Joint operational activities", '"Joint operational activities"')


def test_a_slide_is_marked_as_a_whole(project: Project) -> None:
    folder = project(FIRST)
    said = run("withhold", folder, "--slide", "8", "--ground", "defence", "--whole")
    line = int(said.rsplit("presentation.yaml:", 1)[1].partition(":")[0])
    found = (folder / DECK).read_text("utf-8").splitlines()
    assert found[line - 1] == "    withhold: defence"


@pytest.mark.parametrize(
    ("words", "given", "code"),
    [
        (("--slide", "8", "--ground", "defence"), "no such words", "words-not-found"),
        (("--slide", "7", "--ground", "defence"), "Western Balkans", "words-not-unique"),
        (("--slide", "99", "--ground", "defence"), "operational", "words-not-found"),
        (("--slide", "8", "--ground", "secrecy"), "operational", "unknown-ground"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(
    project: Project, words: tuple[str, ...], given: str, code: str
) -> None:
    folder = project(FIRST)
    before = (folder / DECK).read_text("utf-8")
    said = run("withhold", folder, *words, given=given, code=2)
    assert code in said
    assert given not in said
    assert "hint:" in said
    assert (folder / DECK).read_text("utf-8") == before


@pytest.mark.parametrize("place", ["presentation.yaml", "presentation.yaml:1", "x.yaml:1:1", "a"])
def test_a_place_is_a_file_a_line_and_a_column(project: Project, place: str) -> None:
    assert "no-mark" in run("unmark", project(FIRST), place, code=2)
