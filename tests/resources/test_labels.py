"""Fixed phrases in the 24 official languages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from pipeline.audit import checks
from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.design import theme
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import FORMATS, Format
from pipeline.layout.fit import fit
from pipeline.resources import labels, paths
from pipeline.workflow.build import build
from pipeline.workflow.options import Options
from pipeline.workflow.publish import render
from tests.conftest import FIRST, read_back
from tools import languages

#: 14 May 2024 on a cover, and 1 March 2024. As read in published documents: cs da de el en fi fr
#: it pl sv; the others after CLDR.
DATES = {
    "bg": ("Брюксел, 14 май 2024\u202fг.", "1 март 2024\u202fг."),
    "cs": ("Brusel 14. května 2024", "1. března 2024"),
    "da": ("Bruxelles, den 14. maj 2024", "1. marts 2024"),
    "de": ("Brüssel, den 14. Mai 2024", "1. März 2024"),
    "el": ("Βρυξέλλες, 14 Μαΐου 2024", "1 Μαρτίου 2024"),
    "en": ("Brussels, 14 May 2024", "1 March 2024"),
    "es": ("Bruselas, 14 de mayo de 2024", "1 de marzo de 2024"),
    "et": ("Brüssel, 14. mai 2024", "1. märts 2024"),
    "fi": ("Bryssel, 14. toukokuuta 2024", "1. maaliskuuta 2024"),
    "fr": ("Bruxelles, le 14 mai 2024", "1er mars 2024"),
    "ga": ("An Bhruiséil, 14 Bealtaine 2024", "1 Márta 2024"),
    "hr": ("Bruxelles, 14. svibnja 2024.", "1. ožujka 2024."),
    "hu": ("Brüsszel, 2024. május 14.", "2024. március 1."),
    "it": ("Bruxelles, 14 maggio 2024", "1º marzo 2024"),
    "lt": ("Briuselis, 2024 m. gegužės 14 d.", "2024 m. kovo 1 d."),
    "lv": ("Brisele, 2024. gada 14. maijs", "2024. gada 1. marts"),
    "mt": ("Brussell, 14 ta’ Mejju 2024", "1 ta’ Marzu 2024"),
    "nl": ("Brussel, 14 mei 2024", "1 maart 2024"),
    "pl": ("Bruksela, 14 maja 2024 r.", "1 marca 2024"),
    "pt": ("Bruxelas, 14 de maio de 2024", "1 de março de 2024"),
    "ro": ("Bruxelles, 14 mai 2024", "1 martie 2024"),
    "sk": ("Brusel 14. mája 2024", "1. marca 2024"),
    "sl": ("Bruselj, 14. maj 2024", "1. marec 2024"),
    "sv": ("Bryssel den 14 maj 2024", "1 mars 2024"),
}
ENGLISH = labels.load("en").phrases


def gaps(phrase: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", phrase))


def test_there_are_the_24_official_languages() -> None:
    assert labels.languages() == tuple(sorted(DATES))


@pytest.mark.parametrize("language", DATES)
def test_every_language_has_every_phrase_with_the_same_gaps(language: str) -> None:
    phrases = labels.load(language).phrases
    assert set(phrases) == set(ENGLISH)
    for key, phrase in phrases.items():
        assert phrase.strip() == phrase != "", key
        if key not in labels.DATES:
            assert gaps(phrase) == gaps(ENGLISH[key]), key


@pytest.mark.parametrize("language", DATES)
def test_no_phrase_is_both_read_and_our_own_and_names_are_words(language: str) -> None:
    data = yaml.safe_load(paths.templates("labels", f"{language}.yaml").read_text("utf-8"))
    assert data["language"] == language
    assert not set(data["seen"]) & set(data["own"])
    # YAML 1.1 reads a bare 'on' as true
    assert all(isinstance(key, str) for key in (*data["seen"], *data["own"]))


@pytest.mark.parametrize("language", DATES)
def test_dates_are_written_as_in_the_language(language: str) -> None:
    phrases = labels.load(language)
    day = phrases.date(datetime.date(2024, 5, 14))
    cover = phrases["place_date"].format(place=phrases["place"], date=day)
    assert (cover, phrases.date(datetime.date(2024, 3, 1))) == DATES[language]
    assert "01" in phrases.date(datetime.date(2024, 3, 1), padded=True)


def test_the_table_in_the_docs_is_what_the_files_say() -> None:
    """If it is not: python -m tools.languages."""
    text = languages.PAGE.read_text("utf-8")
    assert text == languages.page(text)


@pytest.fixture
def translated(project: Callable[[Path], Path]) -> Callable[[str, str], Path]:
    """Return a copy of the first dossier with its language and number of its own."""

    def change(language: str, more: str = "") -> Path:
        folder = project(FIRST)
        text = (folder / "dossier.yaml").read_text("utf-8")
        text = text.replace("language: en", f"language: {language}{more}")
        (folder / "dossier.yaml").write_text(text, "utf-8")
        return folder

    return change


def drawn(folder: Path) -> Edition:
    return fit(compose(load(folder), "public"), theme.load())


def check(edition: Edition, fmt: Format) -> None:
    """Make a file and read back that every phrase of the cover is in it."""
    edition = view_for(edition, fmt)
    data = render(edition, fmt, theme.load())
    assert checks.findings(data, fmt, f"x.{fmt}", edition) == ()
    if fmt != "pptx":  # a deck has no cover
        said = re.sub(r"\s", "", "".join(read_back(data, fmt).pages))
        front = edition.cover
        for text in (front.institution, front.place_date, front.stamp, front.justifications):
            assert re.sub(r"\s", "", text) in said
        assert all(re.sub(r"\s", "", row.label) in said for row in front.rows)


def how_often(language: str, fmt: Format) -> tuple[pytest.MarkDecorator, ...]:
    """Return the marks of a case: a language is a slow test in one format, in others a rare one."""
    if (language, fmt) in {("el", "pdf"), ("bg", "docx"), ("lt", "pptx")}:
        return ()
    turn = FORMATS[list(DATES).index(language) % len(FORMATS)]
    return (pytest.mark.slow,) if fmt == turn else (pytest.mark.slow, pytest.mark.exhaustive)


@pytest.mark.parametrize(
    ("language", "fmt"),
    [
        pytest.param(language, fmt, marks=how_often(language, fmt))
        for language in DATES
        for fmt in FORMATS
    ],
)
def test_the_first_dossier_is_made_in_every_language(
    translated: Callable[[str], Path], language: str, fmt: Format
) -> None:
    check(drawn(translated(language)), fmt)


def test_a_build_names_the_unchecked_phrases_that_it_prints(
    translated: Callable[..., Path], tmp_path: Path
) -> None:
    lines: list[str] = []
    options = Options(tmp_path / "output", audiences=("public",), formats=("docx",))
    build(translated("hu", "\nlabels: {page: Oldal}"), options, lines.append)
    (notice,) = [line for line in lines if "unverified-labels" in line]
    assert notice.startswith("notice: ")
    assert "dossier.yaml:3:11: unverified-labels: " in notice
    named = set(notice.splitlines()[0].rpartition("own: ")[2].split(", "))
    assert {"secretariat", "disclaimer", "marker", "ground.personal-data", "stamp"} <= named
    # read in published documents; replaced by the dossier; not printed here
    assert not named & {"institution", "from", "page", "web.skip", "enclosure", "ground.defence"}


def test_english_phrases_are_no_translations(
    project: Callable[[Path], Path], tmp_path: Path
) -> None:
    lines: list[str] = []
    options = Options(tmp_path / "output", audiences=("public",), formats=("docx",))
    build(project(FIRST), options, lines.append)
    assert not [line for line in lines if "unverified" in line]
