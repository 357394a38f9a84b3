"""The PDF of the working document: a cover in portrait, slides in landscape, tagged (PDF/UA-1).

Every section (cover, slide) is laid out as a document of its own and the pages are joined, so a
warm process lays out only what changed.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from pipeline.edition import Edition
from pipeline.render import html
from pipeline.theme import FONTS, Theme

# Read when Pango first looks for fonts: only those that come with the project exist for it.
os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")

import weasyprint as library
from weasyprint.pdf import fonts as weasyprint_fonts
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from pipeline.diagnostics import Problem, RenderError, Where

#: WeasyPrint comes without types that hold.
weasyprint: Any = library


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _fetcher() -> URLFetcher:
    """Let a document fetch nothing but what stands in its own data addresses (G25)."""
    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)


def render(edition: Edition, theme: Theme) -> bytes:
    """Return the PDF.

    Args:
        edition: fitted.
        theme: design tokens.

    Raises:
        RenderError: a library that fixes the bytes of embedded fonts is missing, or a slide runs
            over its page.
    """
    if weasyprint_fonts.harfbuzz_subset is None:
        hint = "install the Debian package libharfbuzz-subset0, or run 'make build'"
        where = Where("libharfbuzz-subset")
        raise RenderError(Problem(where, "missing-library", "not found on this machine", hint))
    sheet = weasyprint.CSS(string=html.style(edition, theme), font_config=_fonts())
    documents = [
        _layout(text, sheet) for text in (html.cover(edition), *html.slides(edition, theme))
    ]
    for number, document in enumerate(documents[1:], start=1):
        if len(document.pages) != 1:
            where = Where(f"slide {number}")
            message = "the slide does not fit on one page of the PDF"
            hint = "shorten the text, or divide it over two slides"
            raise RenderError(Problem(where, "slide-overflow", message, hint))
    pages = [page for document in documents for page in document.pages]
    identifier = edition.file_stem.encode()
    return bytes(
        documents[0].copy(pages).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    )


def _layout(text: str, sheet: Any) -> Any:
    document = weasyprint.HTML(string=text, url_fetcher=_fetcher())
    return document.render(stylesheets=[sheet], font_config=_fonts(), pdf_variant="pdf/ua-1")
