"""The first dossier says everything its source says, in every file, and nothing of it twice."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from pipeline.design import theme
from pipeline.edition.edition import view_for
from pipeline.edition.formats import FORMATS, Audience, Format
from pipeline.workflow import publish
from tests.conftest import FIRST, read_back, ready

SOURCE = Path(__file__).with_name("source.txt")

#: What text extraction broke, and how it is repaired: a glyph run of the agency's logo.
REPAIRED = {"FRONT_{EX}": "FRONTEX"}


def phrases() -> list[str]:
    """Return every phrase of the source: its lines and table cells without markup."""
    out: list[str] = []
    for line in SOURCE.read_text("utf-8").splitlines():
        for cell in line.split("\t"):
            text = REPAIRED.get(cell.strip(), cell)
            text = text.replace("**", "").strip()
            if text != "- presentations":  # a dash of the subject's own, not a bullet
                text = re.sub(r"^(?:- )+", "", text)
            if match := re.fullmatch(r"(JO .+) \((\d{4})\)", text):  # points of the timeline
                out += match.groups()
            elif text and set(text) != {"-"}:
                out.append(text)
    return out


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@cache
def text_of(audience: Audience, fmt: Format) -> str:
    edition = view_for(ready(FIRST, audience), fmt)
    reading = read_back(publish.render(edition, fmt, theme.load()), fmt)
    return folded(" ".join([*reading.pages, *reading.notes]))


#: The cover stands in the document and its PDF; the deck is the enclosure alone.
COVER_END = "Justifications for redactions"


def cover_and_slides() -> tuple[list[str], list[str]]:
    every = phrases()
    end = next(i for i, phrase in enumerate(every) if phrase.startswith(COVER_END)) + 1
    return every[:end], every[end:]


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_phrase_of_the_source_is_in_the_public_file(fmt: Format) -> None:
    cover, slides = cover_and_slides()
    assert (len(cover), len(slides)) == (23, 88)
    wanted = slides if fmt == "pptx" else [*cover, *slides]
    squashed = text_of("public", fmt).replace(" ", "")
    missing = [phrase for phrase in wanted if phrase.replace(" ", "") not in squashed]
    assert missing == []


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("audience", ["public", "full"])
def test_each_file_has_three_markers_in_the_same_places(fmt: Format, audience: Audience) -> None:
    text = text_of(audience, fmt)
    assert text.count("[REDACTED]") == 3
    places = [
        "[REDACTED] International Cooperation Unit [REDACTED] Strategy, Governance",
        "Senegal, Mauritania and the Gambia [REDACTED] FLO profiles",
    ]
    plain = re.sub(r" [•–▪] ", " ", text)
    for place in places:
        assert place.replace(" ", "") in re.sub(r"[•–▪\s]", "", plain)


@pytest.mark.parametrize("fmt", FORMATS)
def test_nothing_is_said_that_the_source_does_not_say(fmt: Format) -> None:
    """What is left once all phrases are taken away: the footers, page numbers and bullets.

    Above the titles of a section's slides stands its numeral. A web page has a heading over its
    contents instead, and a line that counts over each slide.
    """
    cover, slides = cover_and_slides()
    text = text_of("public", fmt).replace(" ", "")
    for phrase in sorted({*cover, *slides}, key=len, reverse=True):
        text = text.replace(phrase.replace(" ", ""), "")
    left = re.sub(r"[•–▪|\d:*]|Page|Slide|EN", "", text)
    if fmt == "html":
        assert left == "Contents"
        return
    slides_ = view_for(ready(FIRST, "public"), fmt).slides
    assert left == "".join(slide.kicker.numeral for slide in slides_)
