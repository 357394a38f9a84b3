"""What is taken from python-docx and python-pptx is what they would save."""

from __future__ import annotations

from io import BytesIO
from typing import Any, cast

import pptx as office
import pytest
from docx import Document

from pipeline.core import stable_zip
from pipeline.design import theme
from pipeline.render import docx, ooxml
from pipeline.render.pptx import deck_parts

LOOK = theme.load()


def test_parts_of_a_document_are_those_that_python_docx_saves() -> None:
    document = Document(BytesIO(ooxml.blank("docx", LOOK, "en-GB")))
    document.part.relate_to("https://example.eu", "hyperlink", is_external=True)
    packed = BytesIO()
    document.save(packed)
    assert docx._saved(document.part) == stable_zip.unpack(packed.getvalue())


def test_a_document_that_has_content_already_is_not_filled() -> None:
    with pytest.raises(LookupError):
        docx._filled(b"<w:document><w:body><w:p/></w:body></w:document>", "")


def test_slides_and_parts_of_a_deck_are_those_that_python_pptx_adds_and_saves() -> None:
    ours, theirs = (office.Presentation(BytesIO(ooxml.blank("pptx", LOOK, "en-GB")))
                    for _ in range(2))  # fmt: skip
    for _ in range(3):
        deck_parts.add_slide(ours, ours.slide_layouts[1])
        added = cast("Any", theirs.slides).add_slide(theirs.slide_layouts[1])
        for shape in list(added.shapes):
            shape._element.getparent().remove(shape._element)
    packed = BytesIO()
    theirs.save(packed)
    assert deck_parts.saved(ours) == stable_zip.unpack(packed.getvalue())
