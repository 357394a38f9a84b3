"""G26: withheld words that stand elsewhere, unmarked, are found with their place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.secret import Secret
from pipeline.redaction.unmarked_repeats import repeats
from tests.conftest import GALLERY, MINI

Project = Callable[[Path], Path]


def found(folder: Path, slot: str, words: str) -> list[str]:
    source = load(folder)
    problems = repeats(source, folder, {slot: Secret(words)}, compose(source, "public"))
    assert all(problem.code == "unmarked-repeat" for problem in problems)
    assert len(words) < 4 or all(words not in str(problem) for problem in problems)
    places = [(Path(p.where.file).name, p.where.line, p.where.column) for p in problems]
    return [f"{name}:{line}:{column}" for name, line, column in places]


@pytest.mark.parametrize(
    "repeat",
    [
        "Noch ein Punkt",
        "noch EIN punkt",
        "Noch-ein-Punkt",
        "No\u00adch ein\u00a0Punkt",
        "Nöch ein Púnkt",
    ],
)
def test_g26_case_accents_spaces_and_hyphens_do_not_hide_a_repeat(
    project: Project, repeat: str
) -> None:
    assert found(project(MINI), "contract-price", repeat) == ["presentation.yaml:18:9"]


def test_g26_comments_keys_notes_and_alt_texts_are_searched(project: Project) -> None:
    copy = project(MINI)
    deck = copy / "presentation.yaml"
    deck.write_text(deck.read_text("utf-8") + "# Musterfirma bietet 5\n", "utf-8")
    assert len(found(copy, "contract-price", "Musterfirma")) == 1
    assert found(copy, "contract-price", "Begrüßung") == ["presentation.yaml:6:12"]
    assert found(copy, "contract-price", "Erfundene Zahlen für zwei") == ["presentation.yaml:27:12"]


def test_g26_what_the_legend_says_of_a_ground_is_searched(project: Project) -> None:
    copy = project(MINI)
    slots = copy / "redactions.yaml"
    said = "justifications: {defence: {scope: Von Musterfirma, reason: Bietet 5 Schiffe}}\n"
    slots.write_text(said + slots.read_text("utf-8"), "utf-8")
    assert found(copy, "contract-price", "Musterfirma") == ["redactions.yaml:1:39"]
    assert found(copy, "contract-price", "5 Schiffe") == ["redactions.yaml:1:67"]


def test_g26_names_of_persons_are_searched_word_by_word(project: Project) -> None:
    copy = project(MINI)
    deck = copy / "presentation.yaml"
    deck.write_text(deck.read_text("utf-8").replace("Zahlen\n", "Zahlen von Doe\n", 1), "utf-8")
    assert found(copy, "speaker", "Jane Doe") == ["presentation.yaml:24:23"]
    assert found(copy, "contract-price", "Jane Doe") == []


def test_g26_a_short_value_is_searched_as_a_whole_word(project: Project) -> None:
    copy = project(MINI)
    assert found(copy, "contract-price", "ein") != []
    assert found(copy, "contract-price", "und") == [
        place for place in found(copy, "contract-price", "und") if "presentation" in place
    ]
    assert found(copy, "contract-price", "rfu") == []


def test_g26_file_names_are_searched(project: Project) -> None:
    copy = project(MINI)
    shutil.copytree(GALLERY / "media", copy / "media")
    (copy / "media" / "tower.jpg").unlink()
    (copy / "media" / "coast.png").rename(copy / "media" / "muster-firma.png")
    slide = "  - {kind: image, title: Bild, image: {file: muster-firma.png, alt: Bild}}\n"
    deck = copy / "presentation.yaml"
    deck.write_text(deck.read_text("utf-8") + slide, "utf-8")
    (by_name,) = found(copy, "contract-price", "Musterfirma")
    assert by_name.startswith("a file name in")


def test_g26_a_fixed_phrase_of_the_cover_is_a_repeat_too(project: Project) -> None:
    assert len(found(project(MINI), "contract-price", "Rat der Europäischen Union")) == 1


def test_g26_all_texts_inside_a_withheld_part_are_searched(project: Project) -> None:
    part = "{alt: Quarktafel, header: [Quark, Quarkzahl], rows: [[Quarkx, Noch ein Punkt]]}"
    assert found(project(MINI), "whole-table", part) == ["presentation.yaml:18:9"]
    part = part.replace("Quarkx", "Begrüßung")
    assert len(found(project(MINI), "whole-table", part)) == 2
