"""PDF tags of spans: the grounds of markers, and the language of passages.

WeasyPrint writes a ``Span`` for each piece of a ``span`` of the page's HTML, and forgets its
attributes. Pieces and tags stand in the same order, by which they are brought together here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.render.pdf.weasyprint_setup import boxes, pydyf

#: Attribute of the page's HTML: what is read aloud in place of a span's letters.
SPOKEN = "data-spoken"


def speak(pdf: Any, pages: Any) -> None:
    """Set the expansion text of each marker's tag (ISO 32000-1, 14.9.5), which is spoken.

    The tags of words in another language than the document's get theirs (14.9.2).

    A marker that goes over a line's end has several tags; the first takes in the others, so that
    it is read once.

    Args:
        pdf: as WeasyPrint is about to write it.
        pages: laid out.
    """
    objects = {item.reference: item for item in pdf.objects}
    last: tuple[Any, Any] = (None, None)
    for element, tag in zip(_elements(pages), _tags(pdf), strict=True):
        if language := element.get("lang"):
            tag["Lang"] = pydyf.String(language)
        if (spoken := element.get(SPOKEN)) is None:
            continue
        if last[0] is element:
            _take_in(last[1], tag, objects)
            continue
        # readers that do not know expansions take the alternative; extraction heeds neither
        tag["E"] = tag["Alt"] = pydyf.String(spoken)
        last = (element, tag)


def _elements(pages: Any) -> Iterator[Any]:
    """Yield the element of each box that a ``span`` has, in the order in which tags are made."""
    todo = [page._page_box for page in reversed(pages)]
    while todo:
        box = todo.pop()
        box = getattr(box, "_box", box)  # of a box that is placed apart
        # letters and lines bear the name of the element that they are in
        if not isinstance(box, (boxes.LineBox, boxes.TextBox)) and box.element_tag == "span":
            yield box.element
        todo += reversed(getattr(box, "children", ()))


def _tags(pdf: Any) -> Iterator[Any]:
    """Yield the tags of spans; those of letters alone, which are in them, have no tags below."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("S") == "/Span":
            kids = item["K"]
            if not kids or not isinstance(kids[0], int):
                yield item


def _take_in(first: Any, other: Any, objects: dict[Any, Any]) -> None:
    above = objects[other["P"]]
    above["K"].remove(other.reference)
    first["K"].append(other.reference)
    other["P"] = first.reference
