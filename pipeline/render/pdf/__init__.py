"""PDF of an edition: a portrait cover, landscape slides, tagged (PDF/UA); pages that overflow.

Every page (cover, contents, slide) is laid out as a document of its own, without its foot, and the
feet of all pages as one. They are joined, so a warm process lays out only what changed. What spans
the pages is written when they are joined: page labels, and where the links of the contents lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

from pipeline.core.cache import cached
from pipeline.core.errors import Problem, RenderError, Where
from pipeline.design.brand import NONE, House
from pipeline.design.theme import Theme
from pipeline.edition import table_of_contents
from pipeline.edition.edition import Edition
from pipeline.edition.formats import PdfProfile
from pipeline.edition.running_text import RunningText
from pipeline.edition.runs import ReferenceRun
from pipeline.edition.text_outline import after, before
from pipeline.edition.texts import all_runs
from pipeline.render import contents_html, feet_html, slide_html, text_html
from pipeline.render.pdf import computed_styles, page_cache
from pipeline.render.pdf.joined_page import JoinedPage
from pipeline.render.pdf.reading_tags import name_parts
from pipeline.render.pdf.span_tags import name_entries, speak
from pipeline.render.pdf.speedups import settle
from pipeline.render.pdf.table_tags import name_headers
from pipeline.render.pdf.ua2 import modernise
from pipeline.render.pdf.weasyprint_setup import pydyf, subsetting, weasyprint
from pipeline.render.pdf.xmp import identify

page_cache.keep()
computed_styles.use()

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
    pieces = _laid_out(edition, theme, slides=True)
    if problems := tuple(_overflows(pieces)):
        raise RenderError(*problems)
    feet = _feet(edition, theme, pieces)
    bodies = [(page, piece.anchor) for piece in pieces for page in piece.document.pages]
    pages = [
        JoinedPage(body, foot, anchor)
        for (body, anchor), foot in zip(bodies, feet.pages, strict=True)
    ]
    return bytes(
        feet.copy(pages).write_pdf(
            pdf_variant=_VARIANTS[edition.pdf_profile],
            pdf_tags=True,
            pdf_identifier=edition.file_stem.encode(),
            finisher=partial(_finish, edition=edition),
        )
    )


def overflowing(edition: Edition, theme: Theme) -> tuple[Problem, ...]:
    """Return the pages of cover and contents that do not hold their text."""
    return tuple(_overflows(_laid_out(edition, theme, slides=False)))


@dataclass(frozen=True)
class _Piece:
    """What begins a page: laid out by itself.

    Attributes:
        flows: over as many pages as it takes; anything else has to fit on one.
        slide: its number; 0 if it is none.
        anchor: by which links lead to it; a text has its own.
    """

    document: Any
    where: Where
    flows: bool = False
    slide: int = 0
    anchor: str = ""


def _laid_out(edition: Edition, theme: Theme, *, slides: bool) -> list[_Piece]:
    """Lay out what begins a page, in order; contents last, which tell where the others begin."""
    layout = partial(_layout, style=slide_html.style(theme), variant=_VARIANTS[edition.pdf_profile])
    flowing = _Texts(edition, theme)
    count = len(table_of_contents.pages(edition))
    front: list[_Piece] = []
    if not flowing.begin_on_cover:
        front.append(_Piece(layout(slide_html.cover(edition)), Where("cover")))
    first = flowing.pieces(before(edition)) if slides else []
    drawn = zip(edition.slides, slide_html.slides(edition, theme), strict=True) if slides else ()
    deck = [_slide(edition, slide.number, layout(text)) for slide, text in drawn]
    last = flowing.pieces(after(edition)) if slides else []
    begins_on = _places([*front, *([None] * count), *first, *deck, *last]) if edition.texts else {}
    contents = (layout(text) for text in contents_html.contents_pages(edition, begins_on))
    return [*front, *(_Piece(page, Where("contents")) for page in contents), *first, *deck, *last]


def _slide(edition: Edition, number: int, document: Any) -> _Piece:
    anchor = table_of_contents.slide_anchor(number) if edition.contents_title else ""
    return _Piece(document, Where(f"slide {number}"), slide=number, anchor=anchor)


class _Texts:
    """Layout of the texts of an edition, each of which begins a page."""

    def __init__(self, edition: Edition, theme: Theme) -> None:
        self._edition = edition
        self._theme = theme
        self._sheet = text_html.style(theme) if edition.texts else ""
        self.begin_on_cover = table_of_contents.begins_on_cover(edition)

    def pieces(self, texts: Iterable[RunningText]) -> list[_Piece]:
        """Lay out texts."""
        variant = _VARIANTS[self._edition.pdf_profile]
        pages = (text_html.page(self._edition, text, self._theme) for text in texts)
        documents = (_layout(page, style=self._sheet, variant=variant) for page in pages)
        return [_Piece(document, Where("text"), flows=True) for document in documents]


def _feet(edition: Edition, theme: Theme, pieces: Iterable[_Piece]) -> Any:
    """Lay out the feet of all pages."""
    pages = (
        (page._page_box.page_type.name, piece.slide)
        for piece in pieces
        for page in piece.document.pages
    )
    return _layout(
        feet_html.document(edition, pages),
        style=feet_html.style(theme),
        variant=_VARIANTS[edition.pdf_profile],
    )


def _places(pieces: Sequence[_Piece | None]) -> dict[str, int]:
    """Return the number of the page on which each place is; a piece that is to come has one."""
    found: dict[str, int] = {}
    number = 0
    for piece in pieces:
        for page in piece.document.pages if piece else (None,):
            number += 1
            for anchor in _anchors(piece, page) if piece else ():
                found.setdefault(anchor, number)  # a text is on all its pages
    return found


def _anchors(piece: _Piece, page: Any) -> Iterator[str]:
    yield from filter(None, (piece.anchor, *page.anchors))


def _overflows(pieces: Iterable[_Piece]) -> Iterator[Problem]:
    for piece in pieces:
        if len(piece.document.pages) != 1 and not piece.flows:
            yield _overflow(piece.where)


_TOO_LONG = {
    "cover": ("the cover does", "shorten its texts"),
    "contents": ("a part of the contents does", "shorten the titles of the slides"),
}


def _overflow(where: Where) -> Problem:
    """Return the problem of a page that does not hold its text."""
    what, hint = _TOO_LONG.get(
        where.file, ("the slide does", "shorten the text, or divide it over two slides")
    )
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
    if edition.texts:
        name_entries(pdf, document.pages)
    identify(pdf, edition.pdf_profile)
    if table_of_contents.targets(edition):
        _lead(pdf, edition)
    if edition.pdf_profile == "ua2-a4":
        modernise(pdf)
    settle(pdf)


def _lead(pdf: Any, edition: Edition) -> None:
    """Let the links within the file lead to their pages, and say where they lead.

    WeasyPrint writes a list of named places, which then has nothing left to do.
    """
    titles = {run.anchor: run.text for runs in all_runs(edition.texts) for run in runs
              if isinstance(run, ReferenceRun)}  # fmt: skip
    titles |= {entry.anchor: entry.title for entry in table_of_contents.entries(edition)}
    listed = pdf.catalog.pop("Names")["Dests"]["Names"]
    places = {name.string: place for name, place in zip(listed[::2], listed[1::2], strict=True)}
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and isinstance(item.get("Dest"), pydyf.String):
            name = item["Dest"].string
            item["Dest"] = places[name]
            item["Contents"] = pydyf.String(titles[name])


@lru_cache(maxsize=6)
def _sheet(style: str) -> Any:
    return weasyprint.CSS(string=style, font_config=_fonts())


@cached(512)
def _layout(text: str, style: str, variant: str) -> Any:
    """Lay out one page; the last ones are cached, by all that they are made from.

    The key is the page itself: two editions share what both print.
    """
    document = weasyprint.HTML(string=text, url_fetcher=_fetcher())
    return document.render(
        stylesheets=[_sheet(style)], font_config=_fonts(), pdf_variant=variant, pdf_tags=True
    )
