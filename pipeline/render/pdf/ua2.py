"""Links, bookmarks and lists of a finished PDF, changed to what PDF/UA-2 asks (``ua2-a4``).

Both are written in PDF 2.0. Places within the file are elements of its structure (ISO 14289-2,
8.8), so that who follows a link is led to the heading and not to a point on the page; lists say how
they are numbered (8.2.5.25).
"""

from __future__ import annotations

from typing import Any

from pipeline.render.pdf.weasyprint_setup import pydyf

_HEADINGS = frozenset(f"/H{level}" for level in range(1, 7))


def modernise(pdf: Any) -> None:
    """Make bookmarks and links lead to headings, and state that lists have bullets."""
    structure = [item for item in pdf.objects if _is_dictionary(item) and "S" in item]
    headings = _headings(pdf, structure)
    for item in pdf.objects:
        if _is_dictionary(item) and "Dest" in item:
            place = item.pop("Dest")
            target = pydyf.Array([headings[place[0]], *place[1:]])
            item["A"] = pydyf.Dictionary({"S": "/GoTo", "D": place, "SD": target})
    objects = {item.reference: item for item in structure}
    for item in structure:
        if item["S"] == "/Note":  # a note there must name what refers to it
            item["S"] = "/P"
            del item["ID"]
        if item["S"] == "/L" and _has_labels(item, objects):
            item["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": "/Unordered"})


def _headings(pdf: Any, structure: list[Any]) -> dict[Any, Any]:
    """Return the first heading of each page; of one without, the last heading before it."""
    found: dict[Any, Any] = {}
    last: dict[Any, Any] = {}
    for item in structure:
        if item["S"] in _HEADINGS:
            found.setdefault(item["Pg"], item.reference)
            last[item["Pg"]] = item.reference
    before: Any = None
    for page in pdf.page_references:
        found.setdefault(page, before)
        before = last.get(page, before)
    return found


def _is_dictionary(item: Any) -> bool:
    return isinstance(item, pydyf.Dictionary)


def _has_labels(part: Any, objects: dict[Any, Any]) -> bool:
    kids = (objects.get(kid) for kid in part["K"])
    rows = (row for kid in kids if kid and kid["S"] == "/LI" for row in kid["K"])
    return any(objects[row]["S"] == "/Lbl" for row in rows if row in objects)
