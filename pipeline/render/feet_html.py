"""HTML document of what stands in the margins of a PDF's pages: their feet, and the contents' head.

It has a page for each page of the file and nothing on them, so that it can be joined with pages
that say nothing of their numbers and of the edition. What the file says of itself stands in it too.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.design.theme import Theme
from pipeline.edition import table_of_contents
from pipeline.edition.edition import Edition
from pipeline.render import slide_html, text_html


def style(theme: Theme) -> str:
    """Return the style sheet, which has the rules of all pages."""
    return slide_html.more_style("feet.css.j2", theme, lying=text_html.lying(theme))


def document(edition: Edition, pages: Iterable[tuple[str, int]]) -> str:
    """Return the document.

    Args:
        edition: whose pages they are.
        pages: for each the name of its rule in the style sheet, and its slide's number; 0 if it
            shows none.
    """
    feet = [
        (name, _numbers(edition, slide, page)) for page, (name, slide) in enumerate(pages, start=1)
    ]
    template = slide_html.environment().get_template("feet.html.j2")
    return template.render(edition=edition, language=edition.language, feet=feet)


def _numbers(edition: Edition, slide: int, page: int) -> str:
    if slide:
        return table_of_contents.slide_foot(edition, slide, page)
    return f"{edition.page_word} {page}"
