"""Entry point of the audit: all checks of one finished file, in one place (G27, G29).

Structure is checked of any file; what it says is compared where there is an edition; values are
searched where there are needles; and every run proves itself with a canary (G28). What cannot be
read, or is not known, fails.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence

import pikepdf
import pypdfium2

from pipeline.audit import compare, images, languages
from pipeline.audit.findings import HINT_UNKNOWN, UnreadableError, problem
from pipeline.audit.html import html_tree, web_page
from pipeline.audit.leaks import canary, scan
from pipeline.audit.leaks.edition_words import Said
from pipeline.audit.office import office_parts, opc, workbooks
from pipeline.audit.pdf import fonts, objects, visible_text
from pipeline.audit.quarantine import quarantine
from pipeline.audit.readers import extract
from pipeline.core.errors import LeakError, Problem
from pipeline.core.matching import Needle
from pipeline.design.brand.trusted_parts import NOTHING, TrustedParts
from pipeline.edition import table_of_contents
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Format

__all__ = ["audit", "findings", "quarantine"]

#: What a file can do to the libraries that read it, short of what they foresee.
_UNFORESEEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
    RuntimeError,
    struct.error,
    pikepdf.PdfError,
    pypdfium2.PdfiumError,
)


def audit(
    data: bytes,
    edition: Edition,
    fmt: Format,
    name: str,
    needles: Sequence[Needle] = (),
    vouched: TrustedParts = NOTHING,
) -> None:
    """Audit one finished file.

    Args:
        data: the bytes that would go out.
        edition: what it was made from.
        fmt: its format.
        name: its name, for messages.
        needles: withheld values to look for; none for the full edition, which prints them.
        vouched: what the file may have from a brand template.

    Raises:
        LeakError: with a problem for each finding; places are named, words never (G23).
    """
    problems = findings(data, fmt, name, edition, needles, vouched)
    if problems:
        raise LeakError(*problems)


def findings(
    data: bytes,
    fmt: Format,
    name: str,
    edition: Edition | None = None,
    needles: Sequence[Needle] = (),
    vouched: TrustedParts = NOTHING,
) -> tuple[Problem, ...]:
    """Return all that is wrong with a file, sorted; without an edition, with its structure.

    Args:
        data: the file.
        fmt: its format.
        name: its name, for messages.
        edition: what the file must say, if that is known.
        needles: withheld values to look for; see ``audit``.
        vouched: what the file may have from a brand template.
    """
    if edition and fmt == "docx":
        edition = table_of_contents.flowing(edition)
    found: list[Problem] = []
    try:
        if fmt == "pdf":
            found += _pdf(data, fmt, name, edition, needles)
        elif fmt == "html":
            found += _page(data, name, edition, needles, vouched)
        else:
            parts, faults = opc.read(data, fmt, vouched.parts)
            found += [problem(name, "loose-bytes", fault) for fault in faults]
            found += _office(parts, fmt, name, edition, needles, vouched)
    except UnreadableError as error:
        found.append(problem(name, "unreadable", str(error)))
    except _UNFORESEEN as error:
        message = f"the {fmt} cannot be read ({type(error).__name__})"
        found.append(problem(name, "unreadable", message))
    if needles:
        said = Said(compare.Measure(edition, fmt)) if edition else Said()
        found += scan.leaks(data, name, needles, said)
    return tuple(sorted(set(found)))


def _office(
    parts: opc.Package,
    fmt: Format,
    name: str,
    edition: Edition | None,
    needles: Sequence[Needle],
    vouched: TrustedParts,
) -> Iterator[Problem]:
    """Check a deck or a document, from its parts to its words."""
    for part in opc.strange(parts):
        yield problem(name, "unknown-part", part)
    measure = compare.Measure(edition, fmt) if edition else None
    for code, message in office_parts.faults(
        parts, fmt, measure.told if measure else None, vouched
    ):
        hint = (HINT_UNKNOWN,) if code == "unknown-markup" else ()
        yield problem(name, code, message, *hint)
    yield from _pictures(parts, fmt, name, edition)
    if fmt == "pptx":
        for code, message in workbooks.faults(parts, vouched):
            yield problem(
                name, code, message, *((HINT_UNKNOWN,) if code == "unknown-markup" else ())
            )
    reading = extract.office(parts, fmt)
    yield from _links(reading, name)
    if edition and measure:
        yield from compare.findings(reading, measure, name)
        yield from _tongues(languages.of_office(parts), edition, name)
    yield from canary.prove_office(parts, fmt, name, edition, needles)


def _pictures(
    parts: opc.Package, fmt: Format, name: str, edition: Edition | None
) -> Iterator[Problem]:
    for part, content in sorted(parts.members.items()):
        if parts.is_ours(part) and part.endswith(".png") and part not in parts.vouched:
            for fault in images.faults(content):
                yield problem(name, "foreign-data", f"{part} {fault}")
    if edition:
        media = [
            parts.members[part]
            for part in sorted(parts.members)
            if part.endswith(".png") and part not in parts.vouched
        ]
        for fault in images.strangers(media, edition, fmt):
            yield problem(name, "foreign-data", fault)


def _page(
    data: bytes,
    name: str,
    edition: Edition | None,
    needles: Sequence[Needle],
    vouched: TrustedParts,
) -> Iterator[Problem]:
    """Check a web page, from its bytes to its words."""
    root, faults = html_tree.parsed(data)
    for fault in faults:
        yield problem(name, "loose-bytes", f"in the page {fault}")
    measure = compare.Measure(edition, "html") if edition else None
    told, hrefs = (measure.told, measure.hrefs) if measure else (None, None)
    for code, message in web_page.faults(root, vouched.style, told, hrefs):
        yield problem(name, code, message, HINT_UNKNOWN)
    for fault in web_page.picture_faults(root, edition):
        yield problem(name, "foreign-data", fault)
    reading = web_page.read(root)
    yield from _links(reading, name)
    if edition and measure:
        yield from compare.findings(reading, measure, name)
        yield from _tongues(languages.of_page(root), edition, name)
    yield from canary.prove_page(data, name, edition, needles)


def _tongues(found: tuple[languages.Tongue, ...], edition: Edition, name: str) -> Iterator[Problem]:
    for fault in sorted(set(languages.faults(found, edition))):
        yield problem(name, "unknown-markup", f"the file has {fault}", HINT_UNKNOWN)


def _links(reading: extract.Reading, name: str) -> Iterator[Problem]:
    for link in reading.links:
        if not re.match(r"https?://|mailto:", link):
            yield problem(name, "unknown-link", "a link is neither to the web nor to a mailbox")


def _objects(
    pdf: pikepdf.Pdf, walk: objects.Walk, standing: set[int], name: str
) -> Iterator[Problem]:
    """Check what the objects of a PDF are, and that all of them are accounted for."""
    for fault in sorted(walk.faults):
        message = f"the pdf has {fault} that our files do not have"
        yield problem(name, "unknown-markup", message, HINT_UNKNOWN)
    for fault in sorted(set(objects.object_faults(pdf, walk, standing))):
        yield problem(name, "loose-bytes", f"the pdf has {fault}")


def _pdf(
    data: bytes, fmt: Format, name: str, edition: Edition | None, needles: Sequence[Needle]
) -> Iterator[Problem]:
    """Check a PDF, from its bytes to its words."""
    standing, faults = objects.layout_faults(data)
    for fault in faults:
        yield problem(name, "loose-bytes", f"the pdf {fault}")
    measure = compare.Measure(edition, fmt) if edition else None
    told = measure.told if measure else None
    with objects.opened(data) as (pdf, document):
        walk = objects.Walk(pdf, told)
        yield from _objects(pdf, walk, standing, name)
        for fault in sorted(set(objects.packet_faults(walk.packet(), told))):
            yield problem(name, "foreign-property", f"the pdf has {fault}")
        for fault in images.strange_pixels(walk.pictures, edition) if edition else ():
            yield problem(name, "foreign-data", fault)
        reading = extract.portable(pdf, document)
        for key in reading.parts:
            yield problem(name, "active-content", f"the pdf has {key}")
        for fault in sorted(set(fonts.faults(pdf, walk.streams, "".join(reading.pages)))):
            yield problem(name, "foreign-data", f"the pdf has {fault}")
        if edition is None or edition.audience == "public":
            # in a full edition, what cannot be seen is a fault of the look and no leak
            for fault in sorted(set(visible_text.faults(document))):
                yield problem(name, "hidden-text", fault)
        yield from _links(reading, name)
        if edition and measure:
            yield from compare.findings(reading, measure, name)
            yield from _tongues(languages.of_pdf(pdf), edition, name)
        yield from canary.prove_pdf(pdf, name, edition, needles)
