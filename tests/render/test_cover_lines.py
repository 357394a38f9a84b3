"""Covers of document and PDF laid over each other: each line has the same place in both (slow)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pipeline.design import theme
from pipeline.edition.edition import view_for
from pipeline.resources import covers
from pipeline.workflow.publish import render
from tests.conftest import FIRST, MINI, ready
from tests.support.seen import Letter, letters
from tools.cover_examples import dossier, written

pytestmark = pytest.mark.slow

LANGUAGES = ("en", "de", "el", "bg")
CASES = dict.fromkeys([
    *((kind, LANGUAGES[at % len(LANGUAGES)]) for at, kind in enumerate(covers.forms())),
    *(("note", language) for language in LANGUAGES),
    *(("working-document", language) for language in LANGUAGES),
])  # fmt: skip
#: Points by which two programs may differ.
_NEAR = 1.0
_PATIENCE_S = 300

Line = tuple[float, str]


def _lines(page: list[Letter]) -> list[Line]:
    """Return the baseline of each line, from the top of the page, and its letters."""
    found: list[tuple[float, list[Letter]]] = []
    for letter in sorted(page, key=lambda one: one.baseline):
        if not found or letter.baseline - found[-1][0] > 2 * _NEAR:
            found.append((letter.baseline, []))
        found[-1][1].append(letter)
    return [
        (line, "".join(one.sign for one in sorted(signs, key=lambda one: one.ink.x)))
        for line, signs in found
    ]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[Line], list[Line]]]:
    """Return the lines of each cover: as LibreOffice prints the document, and of the PDF."""
    folder = tmp_path_factory.mktemp("covers")
    editions = {"first dossier": ready(FIRST, "public"), "mini dossier": ready(MINI, "public")}
    for kind, language in CASES:
        place = written(folder / f"{kind}-{language}", dossier(kind, language))
        editions[f"{kind} {language}"] = ready(place, "public")
    paths: list[Path] = []
    for number, edition in enumerate(editions.values()):
        paths.append(folder / f"{number}.docx")
        paths[-1].write_bytes(render(view_for(edition, "docx"), "docx", theme.load()))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), *map(str, paths)],
        capture_output=True, check=True, timeout=_PATIENCE_S,
    )  # fmt: skip
    return {
        name: (
            _lines(letters(path.with_suffix(".pdf").read_bytes())[0]),
            _lines(letters(render(view_for(edition, "pdf"), "pdf", theme.load()))[0]),
        )
        for (name, edition), path in zip(editions.items(), paths, strict=True)
    }


def test_each_line_of_a_cover_stands_where_the_other_format_has_it(
    drawn: dict[str, tuple[list[Line], list[Line]]],
) -> None:
    wrong: list[str] = []
    for name, (document, pdf) in drawn.items():
        assert len(pdf) > 5
        if [sorted(text) for _, text in document] != [sorted(text) for _, text in pdf]:
            wrong.append(f"{name}: other lines")
            continue
        wrong += [
            f"{name}: line {number} is {one - other:+.2f} points off"
            for number, ((one, _), (other, _)) in enumerate(
                zip(document, pdf, strict=True), start=1
            )
            if abs(one - other) > _NEAR
        ]
    assert wrong == []
