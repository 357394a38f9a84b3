"""Canary of the audit: words planted in a copy of a file, which the search must find there.

The phrase is planted once in the text and once in a property, and the copy goes through the very
code that read the file. A reader that has gone blind (a library that changed, a part that moved)
fails the file instead of passing it.

Guarantee: G28.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence

from pipeline.audit import compare
from pipeline.audit.findings import problem
from pipeline.audit.leaks import scan
from pipeline.audit.office.opc import Package
from pipeline.audit.pdf.engines import pikepdf, pypdfium2
from pipeline.audit.pdf.object_table import OpenPdf
from pipeline.audit.readers import extract, pdf_reading
from pipeline.core.errors import Problem
from pipeline.core.matching import Needle
from pipeline.core.textfold import fold
from pipeline.edition.edition import Edition, to_json

#: The first one that the edition does not say is planted. ASCII, and no character that XML or
#: PDF would escape.
PHRASES = (
    "Canary 7qzx in the coal mine",
    "Canary 4wvk beneath the pit",
    "Canary 9jhx under ground",
)
_TEXT_MARKS = (b"<a:t>", b"<w:t>", b'<w:t xml:space="preserve">', b"<c:v>")
_PARAGRAPH_ENDS = b"</w:p>"
_PROPERTY_MARK = b"<dc:subject>"
_PROPERTIES = "docProps/core.xml"
_DECK = "ppt/presentation.xml"
#: A slide in a deck's list of its slides.
_LISTED = re.compile(rb'<p:sldId [^<>]*r:id="(rId\d+)"[^<>]*/>')


def prove_office(
    package: Package,
    texts: tuple[Callable[[Package], extract.Reading], tuple[str, ...]],
    name: str,
    edition: Edition | None,
    needles: Sequence[Needle],
) -> Iterator[Problem]:
    """Plant the canary in a copy of a deck or a document, and search for it.

    It is planted in one part of each kind that has texts. Only the parts that change are parsed
    again and packed for the search; of a document's body one paragraph, of a deck the slides in
    which it stands are read.

    Args:
        package: the file.
        texts: what reads it, and how the names of parts with texts of their own begin, by kind;
            every file has one of the first kind.
        name: of the file, for messages.
        edition: what it was made from, if that is known.
        needles: withheld values; without any, nothing is searched.
    """
    read, kinds = texts
    phrase = _phrase(edition)
    parts = [_smallest(package, folder) for folder in kinds]
    has_property = _PROPERTY_MARK in package.members.get(_PROPERTIES, b"")
    if phrase is None or not has_property or not parts[0]:
        yield _blind(name, "no canary could be planted")
        return
    planted = {
        part: _planted(_shortened(package.members[part]), _TEXT_MARKS, phrase)
        for part in parts
        if part
    }
    count = len(planted)
    planted[_PROPERTIES] = _planted(package.members[_PROPERTIES], (_PROPERTY_MARK,), phrase)
    copy = package.replaced(planted | _listed(package, parts))
    yield from _read(read(copy), phrase, name, edition, count)
    if needles:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in planted.items():
                archive.writestr(member, content)
        yield from _searched(packed.getvalue(), phrase, name, set(planted))


def prove_pdf(
    pdf: pikepdf.Pdf, name: str, edition: Edition | None, needles: Sequence[Needle]
) -> Iterator[Problem]:
    """Plant the canary in a copy of a PDF's first page and its properties, and search for it."""
    phrase = _phrase(edition)
    if phrase is None or not len(pdf.pages):
        yield _blind(name, "no canary could be planted")
        return
    data = _planted_pdf(pdf, phrase)
    with pikepdf.open(io.BytesIO(data)) as copy:
        document = pypdfium2.PdfDocument(data)
        try:
            reading = pdf_reading.portable(OpenPdf(copy, document, keeps=False))
        finally:
            document.close()
    yield from _read(reading, phrase, name, edition)
    if needles:
        places = {"page 1 (pdfium)", "page 1 (pdfminer)", "an object of the file"}
        yield from _searched(data, phrase, name, places)


def prove_text(
    data: bytes,
    texts: tuple[tuple[bytes, bytes], Callable[[bytes], extract.Reading]],
    name: str,
    edition: Edition | None,
    needles: Sequence[Needle],
) -> Iterator[Problem]:
    """Plant the canary in text and in a property of a copy of a file, and search for it.

    Args:
        data: the file, whose bytes are text.
        texts: what stands once behind a text, and once before a property; and what reads the file.
        name: of the file, for messages.
        edition: what it was made from, if that is known.
        needles: withheld values; without any, nothing is searched.
    """
    marks, read = texts
    phrase = _phrase(edition)
    said = b" %s " % phrase.encode() if phrase else b""
    if not phrase or any(data.count(mark) != 1 for mark in marks):
        yield _blind(name, "no canary could be planted")
        return
    ending, opening = marks
    in_text = data.replace(ending, said + ending)
    in_property = data.replace(opening, opening + said)
    yield from _read(read(in_text.replace(opening, opening + said)), phrase, name, edition)
    if needles:
        for copy in (in_text, in_property):
            yield from _searched(copy, phrase, name, {"the file"})


def _phrase(edition: Edition | None) -> str | None:
    said = fold(to_json(edition).decode()) if edition else ""
    return next((phrase for phrase in PHRASES if fold(phrase) not in said), None)


def _blind(name: str, message: str) -> Problem:
    return problem(name, "audit-blind", message)


def _smallest(package: Package, folder: str) -> str:
    """Return the smallest part of a kind with text of its own; '' if there is none."""
    sizes = [
        (len(content), part)
        for part, content in package.members.items()
        if part.startswith(folder) and any(mark in content for mark in _TEXT_MARKS)
    ]
    return min(sizes)[1] if sizes else ""


def _listed(package: Package, parts: Sequence[str]) -> dict[str, bytes]:
    """Return a deck's main part with those of its slides alone that are, or show, one of some."""
    if _DECK not in package.members:
        return {}

    def shown(row: re.Match[bytes]) -> bytes:
        _, slide, _ = package.relations(_DECK).get(row[1].decode(), ("", "", False))
        targets = {target for _, target, _ in package.relations(slide).values()}
        return row[0] if not targets.isdisjoint(parts) or slide in parts else b""

    return {_DECK: _LISTED.sub(shown, package.members[_DECK])}


def _shortened(part: bytes) -> bytes:
    """Return a document's part with its first paragraph of text alone; any other part as it is.

    A canary stands in the first text anyway; that what follows is read, the edition tells.
    """
    head, body, rest = part.partition(b"<w:body")
    opening, sign, paragraphs = rest.partition(b">")
    for piece in paragraphs.split(_PARAGRAPH_ENDS):
        paragraph = piece[max(piece.rfind(b"<w:p>"), piece.rfind(b"<w:p ")) :]
        if any(mark in paragraph for mark in _TEXT_MARKS):
            ends = _PARAGRAPH_ENDS + b"</w:body></w:document>"
            return b"".join((head, body, opening, sign, paragraph, ends))
    return part


def _planted(part: bytes, marks: tuple[bytes, ...], phrase: str) -> bytes:
    mark = next(mark for mark in marks if mark in part)
    # a space behind it: what follows may begin with a letter, and words are searched as words
    return part.replace(mark, mark + phrase.encode() + b" ", 1)


def _planted_pdf(pdf: pikepdf.Pdf, phrase: str) -> bytes:
    """Return a PDF of the first page alone, with the phrase on it and in its properties."""
    out = io.BytesIO()
    with pikepdf.new() as copy:
        copy.pages.append(pdf.pages[0])
        page = copy.pages[0]
        face = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        fontname = page.add_resource(face, pikepdf.Name.Font)
        shown = f"\nQ BT {fontname} 12 Tf 1 0 0 1 20 20 Tm ({phrase}) Tj ET"
        page.contents_add(b"q", prepend=True)
        page.contents_add(shown.encode())
        copy.docinfo["/Subject"] = phrase
        copy.save(out, compress_streams=False, static_id=True)
    return out.getvalue()


def _read(
    reading: extract.Reading, phrase: str, name: str, edition: Edition | None, count: int = 1
) -> Iterator[Problem]:
    """Check that reading and comparing see the canary; ``count``: in how many texts it is."""
    sought, texts = compare.squash(phrase), (*reading.pages, *reading.labels)
    if sum(compare.squash(text).count(sought) for text in texts) < count:
        yield _blind(name, "a canary in the text was not read")
    if not any(phrase in value for _, value in reading.properties):
        yield _blind(name, "a canary in a property was not read")
    elif edition and not list(compare.properties(reading, edition, name)):
        yield _blind(name, "a canary in a property was not reported")


def _searched(data: bytes, phrase: str, name: str, places: set[str]) -> Iterator[Problem]:
    """Check that the search finds the canary in every place."""
    search = scan.Search((Needle("canary", phrase),))
    search.look(data, "the file")
    for place in sorted(places - {place for _, place in search.found}):
        yield _blind(name, f"a canary in {place} was not found")
