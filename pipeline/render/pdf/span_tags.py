"""PDF tags of spans: grounds of markers, language of passages, footnotes, marks of entries.

WeasyPrint writes a ``Span`` for each piece of a ``span`` of the page's HTML, and forgets its
attributes. Pieces and tags stand in the same order, by which they are brought together here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.render.pdf.weasyprint_setup import boxes, pydyf

#: Attribute of the page's HTML: what is read aloud in place of a span's letters.
SPOKEN = "data-spoken"
#: Classes of the spans of a text that are notes, and marks of list entries.
FOOTNOTE, MARK = "footnote", "mark"


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
    for element, tag, is_in_head in _spans(pdf, pages):
        if language := element.get("lang"):
            tag["Lang"] = pydyf.String(language)
        if (spoken := element.get(SPOKEN)) is None:
            continue
        # the head of a table stands again on the pages on which the table goes on
        if last[0] is element and not (is_in_head and tag["Pg"] != last[1]["Pg"]):
            _take_in(last[1], tag, objects)
            continue
        # readers that do not know expansions take the alternative; extraction heeds neither
        tag["E"] = tag["Alt"] = pydyf.String(spoken)
        last = (element, tag)


def name_entries(pdf: Any, pages: Any) -> None:
    """Make the marks of list entries labels (ISO 32000-1, 14.8.4.3.3), and footnotes notes.

    What has an area of a link of its own is a link: a place where an address may be broken.
    """
    objects = {item.reference: item for item in pdf.objects}
    notes = 0
    for element, tag, _ in list(_spans(pdf, pages)):
        name = element.get("class")
        if name == FOOTNOTE:
            notes += 1
            tag["S"] = "/Note"
            tag["ID"] = pydyf.String(f"footnote-{notes}")  # ISO 14289-1, 7.9
        elif name == MARK:
            _label(tag, objects)
    for item in objects.values():
        if isinstance(item, pydyf.Dictionary) and item.get("S") in {"/Span", "/NonStruct"}:
            kids = (objects[kid] for kid in item["K"] if kid in objects)
            if any(kid.get("Type") == "/OBJR" for kid in kids):
                item["S"] = "/Link"


def _label(tag: Any, objects: dict[Any, Any]) -> None:
    """Put a mark before the body of the entry that holds it; that of a heading stays in it."""
    above = objects[tag["P"]]
    entry = above
    while entry["S"] not in {"/LI", "/Document"}:
        entry = objects[entry["P"]]
    if entry["S"] == "/LI":
        above["K"].remove(tag.reference)
        entry["K"].insert(0, tag.reference)
        tag["S"], tag["P"] = "/Lbl", entry.reference


def _spans(pdf: Any, pages: Any) -> Iterator[tuple[Any, Any, bool]]:
    """Yield each piece of a span: its element, its tag, and if it is in the head of a table."""
    for (element, is_in_head), tag in zip(_elements(pages), _tags(pdf), strict=True):
        yield element, tag, is_in_head


def _elements(pages: Any) -> Iterator[tuple[Any, bool]]:
    """Yield the element of each box that a ``span`` has, in the order in which tags are made."""
    todo = [(page._page_box, False) for page in reversed(pages)]
    while todo:
        box, is_in_head = todo.pop()
        box = getattr(box, "_box", box)  # of a box that is placed apart
        is_in_head = is_in_head or getattr(box, "is_header", False)
        # letters and lines bear the name of the element that they are in
        if not isinstance(box, (boxes.LineBox, boxes.TextBox)) and box.element_tag == "span":
            yield box.element, is_in_head
        todo += [(child, is_in_head) for child in reversed(getattr(box, "children", ()))]


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
