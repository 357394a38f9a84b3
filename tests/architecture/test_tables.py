"""Tables that a closed list of words needs a row in: nothing is missing, and nothing is left over.

``match`` with ``assert_never`` is held by the type checkers; tables in code, in templates and in
the lists of the audit are held here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import get_args

import pytest

from pipeline.core import stable_zip
from pipeline.design import theme
from pipeline.edition.blocks import MapFill, ParagraphStyle
from pipeline.edition.formats import FormatSpec, PdfProfile
from pipeline.render import ooxml, pdf
from pipeline.render.docx import paragraph_styles
from pipeline.render.drawingml import map_outlines
from tests.conftest import ROOT

STYLES: tuple[str, ...] = get_args(ParagraphStyle)
LISTED = (ROOT / "pipeline" / "audit" / "allowlist" / "html.txt").read_text("utf-8")


def word_styles() -> set[str]:
    """Return the ids of the styles of our blank document."""
    part = stable_zip.unpack(ooxml.blank("docx", theme.load(), "en-GB"))["word/styles.xml"]
    return set(re.findall(r'w:styleId="(\w+)"', part.decode()))


def in_theme(name: str) -> bool:
    return name in theme.load().styles


def in_word(name: str) -> bool:
    own = dict(paragraph_styles.STYLES).get(name, "")  # type: ignore[call-overload]
    return {own, f"{own}Dense"} <= word_styles()


def allowed_on_web_page(name: str) -> bool:
    return name == "body" or name in LISTED.split()


PLACES: tuple[Callable[[str], bool], ...] = (in_theme, in_word, allowed_on_web_page)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_a_paragraph_style_is_in_every_table_that_needs_it(place: Callable[[str], bool]) -> None:
    assert [name for name in STYLES if not place(name)] == []
    assert not place("a-new-style"), "a new style would be missed here"


def test_tables_by_a_closed_list_of_words_have_a_row_for_each() -> None:
    assert set(STYLES) == set(paragraph_styles.STYLES)
    assert set(get_args(PdfProfile)) == set(pdf._VARIANTS)
    assert set(get_args(MapFill)) == set(map_outlines.SOLID) | set(map_outlines.PATTERNS)


def test_a_format_without_texts_needs_slides() -> None:
    """A document of text alone would be its cover, and no audit could miss the rest."""
    with pytest.raises(ValueError, match="without texts"):
        FormatSpec("html", "text/plain", "TXT", frozenset())
