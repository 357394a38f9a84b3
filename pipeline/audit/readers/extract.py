"""Text, links, properties and pictures of decks and Word documents, extracted.

By ``zipfile`` and the standard library's expat. Nothing is repaired or guessed: what cannot be read
is an error. ``pdf_reading`` extracts those of PDFs.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from pipeline.audit.findings import UnreadableError
from pipeline.audit.office import cross_references
from pipeline.audit.office.document_elements import SIGNS, anchors, said, titles_of
from pipeline.audit.office.list_numbers import Counter
from pipeline.audit.office.opc import Package

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_LISTS = "word/numbering.xml"
#: Elements with texts for readers who cannot see, and the attributes that hold them.
_ALTERNATIVES = {
    f"{_P}cNvPr": ("descr", "title"),
    f"{_PICTURE}cNvPr": ("descr", "title"),
    f"{_PLACED}docPr": ("descr", "title"),
    f"{_SHAPE}cNvPr": ("descr", "title"),
    f"{_W}tblCaption": (f"{_W}val",),
    f"{_W}tblDescription": (f"{_W}val",),
}


@dataclass(frozen=True)
class Reading:
    """Texts, links, properties and pictures of a finished file.

    Attributes:
        pages: text of each slide (deck) or page (PDF) in reading order; a document is one page.
        notes: speaker notes of the deck, footnotes of the document, in order.
        furniture: text of headers and footers that stands once for many pages; what a web page
            has for screen readers alone.
        properties: file properties by name.
        alternatives: texts for readers who cannot see: alt texts.
        parts: names of package parts; objects and keys worth naming for a PDF.
        links: targets outside the file.
        labels: of a PDF's pages, as a reader shows them; texts of a document's or a web page's
            charts, one for each chart in order.
        expansions: spoken text of markers, in order: of a PDF's tags, or the titles
            of a document's controls.
        places: what each part of a web page is: ``slide 3``, ``text 1``; empty for the others.
        jumps: where links within the file lead, in order: a document's bookmark, a PDF's page or
            a place of a web page, counted from 1; 0 if nowhere.
    """

    pages: tuple[str, ...]
    notes: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    alternatives: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    expansions: tuple[str, ...] = ()
    jumps: tuple[int, ...] = ()
    places: tuple[str, ...] = ()


def deck(package: Package) -> Reading:
    """Read a deck.

    Raises:
        UnreadableError: a part is missing or cannot be read.
    """
    with _complete():
        return _read_pptx(package)


def document(package: Package) -> Reading:
    """Read a document.

    Raises:
        UnreadableError: a part is missing or cannot be read.
    """
    with _complete():
        return _read_docx(package)


@contextmanager
def _complete() -> Generator[None]:
    try:
        yield
    except KeyError:
        raise UnreadableError("a part names another that is missing") from None


def _links(package: Package) -> tuple[str, ...]:
    return tuple(
        sorted(
            target
            for part in package.sources()
            for _, target, external in package.relations(part).values()
            if external
        )
    )


def _properties(package: Package) -> tuple[tuple[str, str], ...]:
    out: list[tuple[str, str]] = []
    for name in ("docProps/core.xml", "docProps/app.xml"):
        out += [(row.tag.rsplit("}", 1)[-1], row.text or "") for row in package.xml(name)]
    return tuple(sorted(out))


def _alternatives(package: Package, names: list[str]) -> tuple[str, ...]:
    holders = [
        [row for row in package.xml(name).iter() if row.tag in _ALTERNATIVES] for name in names
    ]
    found = [
        row.get(key, "")
        for rows in holders
        for tag, keys in _ALTERNATIVES.items()
        for row in rows
        if row.tag == tag
        for key in keys
    ]
    return tuple(text for text in found if text)


def _drawing_text(root: ET.Element, charts: Mapping[str, ET.Element] | None = None) -> str:
    """Return the text of all DrawingML paragraphs below an element, in document order.

    Args:
        root: of a part, or a shape.
        charts: the part's charts by relationship id; their texts and numbers stand where they do.
    """
    lines: list[str] = []
    # a map has many thousand elements and none of a chart
    plotted = any(next(root.iter(tag), None) is not None for tag in (f"{_C}v", f"{_C}chart"))
    for row in root.iter(None if plotted else f"{_A}p"):
        if row.tag == f"{_C}v":
            lines.append(row.text or "")
        elif row.tag == f"{_A}p":
            words = [
                part.text or "" if part.tag == f"{_A}t" else " "
                for part in row.iter()
                if part.tag in {f"{_A}t", f"{_A}br"}
            ]
            lines.append("".join(words))
        elif row.tag == f"{_C}chart" and charts and row.get(f"{_R}id") in charts:
            lines.append(_drawing_text(charts[row.get(f"{_R}id", "")]))
    return "\n".join(lines)


def charts_of(package: Package, part: str) -> dict[str, ET.Element]:
    """Return the charts of a slide or of a document by relationship id."""
    return {
        key: package.xml(target)
        for key, (kind, target, external) in package.relations(part).items()
        if kind == "chart" and not external
    }


def _chart_texts(package: Package, part: str) -> Iterator[str]:
    """Yield what each chart of a document says, and the shapes on it, in the order of the text.

    Charts that no text shows come last.
    """
    charts = charts_of(package, part)
    targets = {key: target for key, (_, target, _) in package.relations(part).items()}
    shown = [row.get(f"{_R}id", "") for row in package.xml(part).iter(f"{_C}chart")]
    for key in (*shown, *sorted(set(charts) - set(shown))):
        on_it = (
            _drawing_text(package.xml(target))
            for kind, target, external in sorted(package.relations(targets[key]).values())
            if kind == "chartUserShapes" and not external
        )
        yield "\n".join((_drawing_text(charts[key]), *on_it))


def _read_pptx(package: Package) -> Reading:
    main = "ppt/presentation.xml"
    relations = package.relations(main)
    order = [row.get(f"{_R}id", "") for row in package.xml(main).iter(f"{_P}sldId")]
    slides = [relations[key][1] for key in order]
    notes: list[str] = []
    for name in slides:
        kinds = {kind: target for kind, target, _ in package.relations(name).values()}
        if "notesSlide" in kinds:
            notes.append(_notes_text(package.xml(kinds["notesSlide"])))
    return Reading(
        pages=tuple(_slide_text(package, name) for name in slides),
        notes=tuple(notes),
        properties=_properties(package),
        alternatives=_alternatives(package, slides),
        parts=tuple(sorted(package.members)),
        links=_links(package),
    )


def _slide_text(package: Package, name: str) -> str:
    """Return the text of a slide; charts that it does not show come last."""
    root, charts = package.xml(name), charts_of(package, name)
    shown = {row.get(f"{_R}id") for row in root.iter(f"{_C}chart")}
    hidden = (_drawing_text(chart) for key, chart in charts.items() if key not in shown)
    return "\n".join((_drawing_text(root, charts), *hidden))


def _notes_text(root: ET.Element) -> str:
    """Return the notes' text without the slide's number."""
    texts = (_drawing_text(shape) for shape in root.iter(f"{_P}sp"))
    return "\n".join(text for text in texts if not text.strip().isdigit())


def _word_text(root: ET.Element, counter: Counter | None = None) -> str:
    """Return the text of a part; with a counter, with the numbers of its paragraphs."""
    lines: list[str] = []
    for row in root.iter(f"{_W}p"):
        mark = f"{counter.of(row)} " if counter else ""
        signs = [said(sign) for sign in row.iter() if sign.tag in SIGNS]
        lines.append(mark + "".join(signs))
    return "\n".join(lines)


def _read_docx(package: Package) -> Reading:
    main = "word/document.xml"
    relations = package.relations(main).values()
    root = package.xml(main)
    notes: list[str] = []
    footers: list[str] = []
    titles, parts = list(titles_of(root)), [root]
    for kind, target, _ in sorted(relations):
        if kind == "footnotes":
            rows = package.xml(target).iter(f"{_W}footnote")
            texts = ((row.get(f"{_W}type"), _word_text(row)) for row in rows)
            notes += [text for kind_of_note, text in texts if kind_of_note is None or text.strip()]
            titles += titles_of(package.xml(target))
            parts.append(package.xml(target))
        if kind in {"header", "footer"}:
            footers.append(_word_text(package.xml(target)))
    marks = [row.get(f"{_W}name") for row in root.iter(f"{_W}bookmarkStart")]
    changing = _changing(package, root, parts)
    counter = Counter(package.xml(_LISTS) if _LISTS in package.members else None)
    return Reading(
        pages=(_word_text(root, counter),),
        notes=tuple(notes),
        furniture=tuple(footers),
        properties=_properties(package),
        alternatives=_alternatives(package, [main]),
        parts=tuple(sorted(package.members)),
        links=_links(package),
        labels=tuple(_chart_texts(package, main)),
        expansions=tuple(titles),
        jumps=tuple(
            marks.index(anchor) + 1 if marks.count(anchor) == 1 and anchor not in changing else 0
            for part in parts
            for anchor in anchors(part)
        ),
    )


def _changing(package: Package, root: ET.Element, parts: list[ET.Element]) -> frozenset[str]:
    """Return the bookmarks that references name which print something else when filled anew."""
    found = [row for part in parts for row in cross_references.fields(part, said)]
    if not found:
        return frozenset()
    counter = Counter(package.xml(_LISTS) if _LISTS in package.members else None)
    places = cross_references.Places.of(root, counter, said)
    return frozenset(row.name for row in found if not places.stay(row))
