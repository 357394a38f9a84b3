"""A note of running text, whole: no format says what is withheld, and the full edition says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from pipeline.audit.leaks import scan
from pipeline.compose import compose
from pipeline.content.load import Source, load
from pipeline.content.secret import Secret, Vault
from pipeline.design import theme
from pipeline.edition.edition import Edition, from_json, to_json, view_for
from pipeline.edition.formats import Audience, Format
from pipeline.edition.running_text import TextHeading, TextParagraph
from pipeline.edition.texts import markers, plain, strings
from pipeline.layout.fit import fit
from pipeline.redaction import withheld_needles
from pipeline.render import text_html
from pipeline.workflow.publish import render
from tests.conftest import NOTE, NOTE_PARTS, note_vault
from tests.workflow.test_non_interference import NASTY

FORMATS: tuple[Format, ...] = ("docx", "pdf", "html")


@cache
def source() -> Source:
    return load(NOTE)


def edition(audience: Audience, vault: Vault | None = None) -> Edition:
    return from_json(to_json(fit(compose(source(), audience, vault), theme.load())))


def files(vault: Vault | None) -> dict[str, bytes]:
    drawn = edition("public", vault)
    return {fmt: render(view_for(drawn, fmt), fmt, theme.load()) for fmt in FORMATS}


@cache
def public() -> dict[str, bytes]:
    return files(None)


def test_g1_no_public_file_of_the_note_holds_a_value() -> None:
    needles = withheld_needles.needles(note_vault(source()), source())
    assert {needle.slot for needle in needles} == set(source().redactions.slots)
    for fmt, data in public().items():
        assert scan.leaks(data, f"x.{fmt}", needles) == []
        assert b"Quarkwort" not in data


def test_g9_g37_the_editions_json_does_not_depend_on_values_of_whole_parts() -> None:
    without = to_json(edition("public"))
    for value in NASTY:
        vault = {slot: Secret(value) for slot in source().redactions.slots}
        assert to_json(edition("public", vault)) == without


@pytest.mark.slow
@pytest.mark.parametrize("value", ["", "x" * 20_000, "# A\n\n1. b\n\n| c |\n|---|\n| d |"])
def test_g9_g37_the_public_files_of_the_note_are_the_same_for_other_values(value: str) -> None:
    assert files({slot: Secret(value) for slot in source().redactions.slots}) == public()


def test_the_full_edition_of_the_note_says_everything_and_has_no_marker() -> None:
    full = edition("full", note_vault(source()))
    said = " ".join(strings(full))
    held = " ".join(secret.reveal() for secret in note_vault(source()).values())
    words = set(re.findall(r"Quark\w+", held))
    assert {word for word in words if word not in said} == set()
    assert markers(full) == ()
    body = full.texts[0]
    assert [plain(note)[:2] for text in full.texts for note in text.footnotes] == [
        "1 ",
        "2 ",
        "3 ",
        "4 ",
    ]
    numbers = [row.number for row in body.blocks if isinstance(row, TextHeading)]
    assert numbers == ["I.", "II.", "A.", "B.", "C.", "", "D.", "III.", "IV.", "V."]


def test_g37_numbers_of_the_public_note_are_those_of_the_full_one() -> None:
    def marks(drawn: Edition) -> list[str]:
        return [
            block.mark
            for text in drawn.texts
            for block in text.blocks
            if isinstance(block, TextParagraph) and re.fullmatch(r"\d+\.", block.mark)
        ]

    inside = {"11.", "12."}
    assert marks(edition("public")) == [
        mark for mark in marks(edition("full", note_vault(source()))) if mark not in inside
    ]


def test_markers_of_the_note_are_numbered_as_they_are_read() -> None:
    numbers = [marker.number for marker in markers(edition("public").texts)]
    assert numbers == list(range(1, len(source().redactions.slots) + 1))
    assert set(NOTE_PARTS) <= set(source().redactions.slots)


def test_no_page_of_the_public_edition_has_the_look_of_the_full_one_s_words() -> None:
    """A withheld figure once stood on the background of words that only the full edition prints."""
    pages = "".join(_pages(edition("public")))
    assert "withheld-frame" in pages
    assert not re.search(r'class="(?:[^"]* )?withheld[" ]', pages)
    assert 'class="withheld"' in "".join(_pages(edition("full", note_vault(source()))))


def _pages(drawn: Edition) -> Iterator[str]:
    for text in drawn.texts:
        yield text_html.page(drawn, text, theme.load())
