"""The language of passages in a PDF: ``/Lang`` of their structure elements (ISO 32000-1, 14.9.2).

WeasyPrint writes the language of a document, and not that of an element. It makes one structure
element of each box that is neither a line nor a text, in the order of the boxes; what a ``span`` of
the page becomes is therefore found by counting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pydyf
import weasyprint.formatting_structure.boxes as library
from weasyprint.layout.absolute import AbsolutePlaceholder

boxes: Any = library


def name_languages(pdf: Any, pages: Iterable[Any]) -> None:
    """Give the elements of passages in another language their ``/Lang``.

    Args:
        pdf: as WeasyPrint is about to write it.
        pages: that it was made from, in their order.
    """
    spans = [box for page in pages for box in _spans(page._page_box)]
    elements = [item for item in pdf.objects if _is_span(item)]
    for box, element in zip(spans, elements, strict=True):
        if language := box.element.get("lang"):
            element["Lang"] = pydyf.String(language)


def _spans(box: Any) -> Iterator[Any]:
    """Yield the boxes of spans, in the order in which they become structure elements."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if box.element is not None and box.element_tag == "span" and _is_element(box):
        yield box
    for child in getattr(box, "children", ()):
        yield from _spans(child)


def _is_element(box: Any) -> bool:
    return not isinstance(box, boxes.TextBox | boxes.LineBox)


def _is_span(item: Any) -> bool:
    """Tell whether an object is the element of a span, and not of the text in one."""
    if not isinstance(item, pydyf.Dictionary) or item.get("S") != "/Span":
        return False
    kids = item["K"]
    return not (kids and isinstance(kids[0], int))
