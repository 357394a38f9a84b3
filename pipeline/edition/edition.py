"""Edition type, its canonical JSON and digest; the part of an edition that a format draws.

An ``Edition`` is frozen, has no field that could hold a withheld value's slot secret, and knows
nothing of how authors write. Renderers get one rebuilt from its JSON, so whatever is not in that
JSON cannot be in a file. No type here may import from ``pipeline.content`` (G1, G2).

Reading order is the order of the fields and tuples. Text is always a tuple of runs.
"""

from __future__ import annotations

import hashlib
from typing import Literal

from pipeline.edition.cover import Cover
from pipeline.edition.formats import SPECS, Audience, Format, PdfProfile
from pipeline.edition.primitive import Primitive
from pipeline.edition.running_text import RunningText
from pipeline.edition.slide import Kicker, Slide
from pipeline.resources.authorities import CatalogueFacts


class WebWords(Primitive):
    """Phrases of the web page alone, in the edition's language.

    Attributes:
        skip: link over cover and contents.
        contents: heads the list of slides.
        slide: stands above each title; holds ``{number}``.
        numbers: names the table below a chart.
        back: from a footnote to its reference; for screen readers alone.
        withheld, withheld_end: spoken around words that the public edition withholds.
    """

    skip: str = ""
    contents: str = ""
    slide: str = ""
    numbers: str = ""
    back: str = ""
    withheld: str = ""
    withheld_end: str = ""


class GroundUse(Primitive):
    """Use of a legal ground in this edition: how many markers rest on it."""

    id: str
    reference: str
    label: str
    markers: int


class Edition(Primitive):
    """Complete content of one dossier for one audience, in one language.

    Attributes:
        file_stem: name of every file of this edition, without its extension.
        date: of the document, ISO 8601.
        title: document title for properties and headings; from public runs in a public edition.
        author: corporate author for the properties.
        footer: texts at the foot of every page: left, middle, and right before its number.
        full_mark: says that this is the full edition of what the public gets in part; else empty.
        continued: stands above the title of a slide that goes on: ``{part}`` of ``{parts}``.
        page_word: "Page" in the edition's language, for the foot of pages.
        slide_word: the same for slides, with ``{number}``; empty if the pages are no slides.
        notes_word: "Notes", names the footnotes of a slide.
        contents_title: "Contents", heads the table of contents of document and PDF; empty for none.
        web: phrases of the web page; empty for the other formats.
        catalogue: for the catalogue record; empty for every format.
        pdf_profile: of the PDF.
        texts: body and annexes, in order.
        texts_before: how many of them stand before the slides.
        begins_on_cover: the first text begins on the cover's page, below what hands it over.
    """

    schema_version: Literal[1] = 1
    dossier: str
    audience: Audience
    language: str
    reference: str
    file_stem: str
    marking: str
    date: str
    title: str
    author: str
    full_mark: str = ""
    continued: str = ""
    page_word: str
    slide_word: str = ""
    notes_word: str
    map_word: str
    contents_title: str = ""
    web: WebWords = WebWords()
    catalogue: CatalogueFacts = CatalogueFacts()
    pdf_profile: PdfProfile = "ua1-a2a"
    footer: tuple[str, str, str]
    cover: Cover
    slides: tuple[Slide, ...]
    texts: tuple[RunningText, ...] = ()
    texts_before: int = 0
    begins_on_cover: bool = False
    grounds: tuple[GroundUse, ...] = ()


def view_for(edition: Edition, fmt: Format) -> Edition:
    """Return the part of an edition that a format draws; none draws ``catalogue``.

    A file's freshness is decided by the digest of this view, so a change that a format does not
    draw does not rebuild its file.
    """
    draws = SPECS[fmt].draws
    empty: dict[str, object] = {"catalogue": CatalogueFacts()}
    empty_slide: dict[str, object] = {}
    if "profile" not in draws:
        empty["pdf_profile"] = "ua1-a2a"
    if "contents" not in draws:
        empty["contents_title"] = ""
    if "phrases" not in draws:
        empty["web"] = WebWords()
    if "texts" not in draws:
        empty |= {"texts": (), "texts_before": 0, "begins_on_cover": False}
    if "notes" not in draws:
        empty_slide["notes"] = ()
    if "flow" not in draws:
        empty_slide |= {"flow": None, "sheets": 1}
    if "frames" not in draws:
        empty_slide |= {"frames": (), "title_step": 0, "footnote_height": 0.0, "kicker": Kicker()}
    slides = tuple(slide.model_copy(update=empty_slide) for slide in edition.slides)
    return edition.model_copy(update={**empty, "slides": slides})


def to_json(edition: Edition) -> bytes:
    """Return JSON: keys in the order of the fields, no spaces, UTF-8, one final newline."""
    return edition.model_dump_json().encode() + b"\n"


def from_json(data: bytes) -> Edition:
    """Rebuild an edition from its JSON."""
    return Edition.model_validate_json(data)


def digest(edition: Edition) -> str:
    """Return the SHA-256 of the JSON, in hexadecimal."""
    return hashlib.sha256(to_json(edition)).hexdigest()
