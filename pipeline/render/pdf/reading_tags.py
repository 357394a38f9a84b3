"""Tags of a finished PDF, mended: page footers, charts as figures, footnotes, tables described.

WeasyPrint marks the text of margin boxes as content; here it is an artifact (ISO 32000-1,
14.8.2.2), as ISO 14289-1, 7.8 asks of what stands on every page. What HTML has no element for is an
``article`` of the page, which nothing else is.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.render.pdf.weasyprint_setup import boxes, pydyf, streams

#: Attribute of a table of the page's HTML: what it shows.
SUMMARY = "data-summary"

_marked = streams.Stream.marked


@contextmanager
def _marked_or_apart(self: Any, box: Any, tag: str) -> Generator[None]:
    """Mark content with its tag, or that of a margin box as what belongs to the page."""
    if box.element is not None or self._tags is None:
        with _marked(self, box, tag):
            yield
        return
    self.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
    yield
    self.end_marked_content()


streams.Stream.marked = _marked_or_apart


def name_parts(pdf: Any, pages: Any) -> None:
    """Make charts one figure each, footnotes notes, and say what tables show.

    Args:
        pdf: as WeasyPrint is about to write it.
        pages: laid out.
    """
    objects = {item.reference: item for item in pdf.objects}
    found = zip(_elements(pages, "article"), _tags(pdf, "/Art"), strict=True)
    for number, (element, tag) in enumerate(found, start=1):
        if element.get("class") == "as-figure":
            _as_figure(tag, objects)
        else:
            tag["S"] = "/Note"
            tag["ID"] = pydyf.String(f"note-{number}")  # ISO 14289-1, 7.9
    for element, tag in zip(_elements(pages, "table"), _tags(pdf, "/Table"), strict=True):
        if summary := element.get(SUMMARY):
            tag["A"] = pydyf.Dictionary({"O": "/Table", "Summary": pydyf.String(summary)})


def _as_figure(tag: Any, objects: dict[Any, Any]) -> None:
    """Make a chart with the texts around it the figure that its drawing was."""
    tag["S"] = "/Figure"
    todo = list(tag["K"])
    while todo:
        below = objects[todo.pop(0)]
        if below["S"] == "/Figure":
            below["S"] = "/NonStruct"
            tag["Alt"], tag["A"] = below.pop("Alt"), below.pop("A")
            return
        todo += below["K"]


def _elements(pages: Any, name: str) -> Iterator[Any]:
    """Yield the element of each box that has a name, in the order in which tags are made."""
    todo = [page._page_box for page in reversed(pages)]
    while todo:
        box = todo.pop()
        box = getattr(box, "_box", box)  # of a box that is placed apart
        if box.element_tag == name and isinstance(box, boxes.BlockBox):
            yield box.element
        todo += reversed(getattr(box, "children", ()))


def _tags(pdf: Any, kind: str) -> list[Any]:
    return [i for i in pdf.objects if isinstance(i, pydyf.Dictionary) and i.get("S") == kind]
