"""Text, links, properties and alternative texts of PDFs, extracted.

By pdfium for the text, by qpdf (through pikepdf) for the structure. Nothing is repaired or guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.audit.pdf.engines import pikepdf
from pipeline.audit.pdf.object_table import ObjectTable, OpenPdf, shown_text
from pipeline.audit.readers import pdf_engines
from pipeline.audit.readers.extract import Reading


def portable(opened: OpenPdf) -> Reading:
    """Read a PDF that both libraries have opened.

    Raises:
        UnreadableError: it has no metadata that can be read.
    """
    pdf, document = opened.pdf, opened.document
    pages = tuple(pdf_engines.by_pdfium(document, opened.digests))
    outline = tuple(item.get_title() for item in document.get_toc())
    info = {str(key).lstrip("/"): str(value) for key, value in pdf.docinfo.items()}
    with pdf.open_metadata(set_pikepdf_as_editor=False) as packet:
        info |= {f"xmp:{key.rsplit('}', 1)[-1]}": _flat(packet[key]) for key in packet}
    alternatives, links, parts = _pdf_objects(opened.table)
    return Reading(
        pages=pages,
        furniture=outline,
        properties=tuple(sorted(info.items())),
        alternatives=alternatives,
        parts=parts,
        links=links,
        labels=tuple(document.get_page_label(index) for index in range(len(document))),
        expansions=tuple(_expansions(opened.table)),
        jumps=_jumps(pdf),
    )


def _expansions(table: ObjectTable) -> Iterator[str]:
    """Yield the expansions of a PDF's tags, in reading order."""
    root = table.value(table.trailer.get("/Root"))
    todo: list[Any] = [root.get("/StructTreeRoot") if isinstance(root, dict) else None]
    seen: set[int] = set()
    while todo:
        row = todo.pop()
        if number := table.number(row):
            if number in seen:
                continue
            seen.add(number)
            row = table.rows.get(number)
        if isinstance(row, list):
            todo += reversed(row)
        elif isinstance(row, dict):
            if "/E" in row:
                yield shown_text(table.value(row["/E"]))
            todo.append(row.get("/K"))


def _jumps(pdf: pikepdf.Pdf) -> tuple[int, ...]:
    """Return the pages to which links within a PDF lead, counted from 1; 0 if nowhere."""
    order: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    found: list[int] = []
    for page in pdf.pages:
        for link in page.get("/Annots", ()):
            action = link.get("/A")
            for target in (link.get("/Dest"), action.get("/D") if action is not None else None):
                if target is not None:
                    place = target[0] if isinstance(target, pikepdf.Array) else None
                    found.append(order.get(place.objgen, 0) if place is not None else 0)
    return tuple(found)


def _flat(value: object) -> str:
    if isinstance(value, list | set | tuple):
        return ", ".join(sorted(str(part) for part in value))
    return str(value)


#: Dictionary keys that make a PDF more than pages to read (G17), and what they stand for.
_ACTIVE = frozenset(
    ("/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/EmbeddedFiles", "/EmbeddedFile",
     "/AcroForm", "/OCProperties", "/RichMedia", "/XFA", "/AF", "/PieceInfo")
)  # fmt: skip


def _spoken(item: dict[str, Any], table: ObjectTable) -> Iterator[str]:
    """Yield the texts of an object for readers who cannot see; a marker's is its expansion."""
    for key in ("/Alt", "/ActualText"):
        if key in item and (said := table.value(item[key])) != table.value(item.get("/E")):
            yield shown_text(said)
    told = table.value(item.get("/A"))
    for holder in map(table.value, told if isinstance(told, list) else (told,)):
        if isinstance(holder, dict) and "/Summary" in holder:
            yield shown_text(table.value(holder["/Summary"]))


def _pdf_objects(table: ObjectTable) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return alt texts, link targets and the active features of all objects of a PDF."""
    alternatives: list[str] = []
    links: list[str] = []
    active: set[str] = set()
    for item in table.rows.values():
        if not isinstance(item, dict):
            continue
        active |= item.keys() & _ACTIVE
        alternatives += _spoken(item, table)
        links += [
            shown_text(table.value(holder["/URI"]))
            for holder in (item, table.value(item.get("/A")))
            if isinstance(holder, dict) and "/URI" in holder
        ]
    return tuple(alternatives), tuple(sorted(set(links))), tuple(sorted(active))
