"""PDF of an edition: a portrait cover, landscape slides, tagged (PDF/UA); pages that overflow.

Every page (cover, contents, slide) is laid out as a document of its own and the pages are joined,
so a warm process lays out only what changed. What spans the pages is written when they are joined:
page labels, and where the links of the contents lead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, partial
from typing import Any

from pipeline.core.cache import cached
from pipeline.core.errors import Problem, RenderError, Where
from pipeline.design.brand import NONE, House
from pipeline.design.theme import Theme
from pipeline.edition.edition import Edition
from pipeline.edition.formats import PdfProfile
from pipeline.edition.texts import slide_title
from pipeline.render import slide_html
from pipeline.render.pdf.reading_tags import name_parts
from pipeline.render.pdf.span_tags import speak
from pipeline.render.pdf.speedups import settle
from pipeline.render.pdf.table_tags import name_headers
from pipeline.render.pdf.ua2 import modernise
from pipeline.render.pdf.weasyprint_setup import pydyf, subsetting, weasyprint
from pipeline.render.pdf.xmp import identify

#: What WeasyPrint makes for each profile; the id of PDF/UA joins it, see ``xmp``.
_VARIANTS: dict[PdfProfile, str] = {"ua1-a2a": "pdf/a-2a", "ua2-a4": "pdf/a-4f"}


@cache
def _fonts() -> Any:
    return weasyprint.text.fonts.FontConfiguration()


@cache
def _fetcher() -> Any:
    """Let a document fetch nothing but what stands in its own data addresses (G25)."""
    return weasyprint.urls.URLFetcher(
        allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True
    )


def render(edition: Edition, theme: Theme, _house: House = NONE) -> bytes:
    """Return the PDF.

    Args:
        edition: fitted.
        theme: design tokens.

    Raises:
        RenderError: a library that fixes the bytes of embedded fonts is missing, or a page does
            not hold its text.
    """
    if subsetting.harfbuzz_subset is None:
        hint = "install the Debian package libharfbuzz-subset0, or run 'make build'"
        where = Where("libharfbuzz-subset")
        raise RenderError(Problem(where, "missing-library", "not found on this machine", hint))
    documents, front = _laid_out(edition, theme, slides=True)
    if problems := tuple(_overflows(documents, front)):
        raise RenderError(*problems)
    pages = [page for document in documents for page in document.pages]
    return bytes(
        documents[0]
        .copy(pages)
        .write_pdf(
            pdf_variant=_VARIANTS[edition.pdf_profile],
            pdf_tags=True,
            pdf_identifier=edition.file_stem.encode(),
            finisher=partial(_finish, edition=edition),
        )
    )


def overflowing(edition: Edition, theme: Theme) -> tuple[Problem, ...]:
    """Return the pages of cover and contents that do not hold their text."""
    return tuple(_overflows(*_laid_out(edition, theme, slides=False)))


def _laid_out(edition: Edition, theme: Theme, *, slides: bool) -> tuple[list[Any], int]:
    """Lay out what has a page of its own; return also how many pages stand before the slides."""
    style = slide_html.style(edition, theme)
    front = [slide_html.cover(edition), *slide_html.contents_pages(edition)]
    texts = [*front, *(slide_html.slides(edition, theme) if slides else ())]
    variant = _VARIANTS[edition.pdf_profile]
    return [_layout(text, style, variant) for text in texts], len(front)


def _overflows(documents: Sequence[Any], front: int) -> Iterator[Problem]:
    for number, document in enumerate(documents, start=1):
        if len(document.pages) != 1:
            yield _overflow(number, front)


def _overflow(number: int, front: int) -> Problem:
    """Return the problem of a page, counted from 1, that does not hold its text."""
    if number > front:
        where, what = Where(f"slide {number - front}"), "the slide does"
        hint = "shorten the text, or divide it over two slides"
    elif number > 1:
        where, what = Where("contents"), "a part of the contents does"
        hint = "shorten the titles of the slides"
    else:
        where, what = Where("cover"), "the cover does"
        hint = "shorten its texts"
    return Problem(where, "slide-overflow", f"{what} not fit on one page of the PDF", hint)


def _finish(document: Any, pdf: Any, edition: Edition) -> None:
    """Add what spans the pages.

    Args:
        document: laid out.
        pdf: as WeasyPrint is about to write it.
        edition: that it shows.
    """
    numbers = [0, pydyf.Dictionary({"S": "/D"})]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(numbers)})
    name_headers(pdf)
    name_parts(pdf, document.pages)
    speak(pdf, document.pages)
    identify(pdf, edition.pdf_profile)
    if edition.contents_title:
        _lead(pdf, edition)
    if edition.pdf_profile == "ua2-a4":
        modernise(pdf)
    settle(pdf)


def _lead(pdf: Any, edition: Edition) -> None:
    """Let the links of the contents lead to their pages, and say where they lead.

    WeasyPrint writes a list of named places, which then has nothing left to do.
    """
    titles = {slide_html.anchor(slide.number): slide_title(slide) for slide in edition.slides}
    listed = pdf.catalog.pop("Names")["Dests"]["Names"]
    places = {name.string: place for name, place in zip(listed[::2], listed[1::2], strict=True)}
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and isinstance(item.get("Dest"), pydyf.String):
            name = item["Dest"].string
            item["Dest"] = places[name]
            item["Contents"] = pydyf.String(titles[name])


@lru_cache(maxsize=4)
def _sheet(style: str) -> Any:
    return weasyprint.CSS(string=style, font_config=_fonts())


@cached(512)
def _layout(text: str, style: str, variant: str) -> Any:
    """Lay out one page; the last ones are cached, by all that they are made from.

    The key is the page itself, so a page that two editions share is one that both print.
    """
    document = weasyprint.HTML(string=text, url_fetcher=_fetcher())
    return document.render(
        stylesheets=[_sheet(style)], font_config=_fonts(), pdf_variant=variant, pdf_tags=True
    )
