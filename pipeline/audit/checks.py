"""Compare what a finished file says with what its edition says: exactly that, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.audit import extract
from pipeline.audit.expected import Expected, expected
from pipeline.diagnostics import LeakError, Problem, Where
from pipeline.edition import Edition, Format, TextRun, all_runs

#: White space and list bullets: where lines break, and how a format draws a list, may differ.
_SHAPE = re.compile("[\\s•–‣▪◦­]")

_OFFICE_COMMON = r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:core|app)\.xml"
#: Package parts that our files consist of; any other part fails the audit (G12).
_PPTX_FOLDERS = "slides|slideLayouts|slideMasters|notesSlides|notesMasters"
_PPTX_KINDS = "slide|slideLayout|slideMaster|notesSlide|notesMaster"
PARTS = {
    "pptx": re.compile(
        rf"{_OFFICE_COMMON}|ppt/(?:_rels/)?presentation\.xml(?:\.rels)?"
        r"|ppt/(?:presProps|viewProps|tableStyles)\.xml|ppt/theme/theme\d+\.xml"
        rf"|ppt/(?:{_PPTX_FOLDERS})/(?:_rels/)?(?:{_PPTX_KINDS})\d*\.xml(?:\.rels)?"
    ),
    "docx": re.compile(
        rf"{_OFFICE_COMMON}|word/(?:styles|settings|numbering|fontTable|webSettings)\.xml"
        r"|word/(?:_rels/)?(?:document|footnotes|endnotes|footer\d*|header\d*)\.xml(?:\.rels)?"
        r"|word/theme/theme\d*\.xml|word/media/image\d+\.png"
    ),
}

#: Properties whose text is the program's or the format's own, not the content's.
_OWN_PROPERTIES = frozenset(
    ("Application", "Producer", "revision", "xmp:Producer", "xmp:part", "xmp:conformance")
)


def squash(text: str) -> str:
    """Return a text without white space and bullets."""
    return _SHAPE.sub("", text)


def audit(data: bytes, edition: Edition, fmt: Format, name: str) -> None:
    """Audit one finished file.

    Args:
        data: the bytes that would go out.
        edition: what it was made from.
        fmt: its format.
        name: its name, for messages.

    Raises:
        LeakError: with a problem for each difference; places are named, words never (G23).
    """
    try:
        reading = extract.read(data, fmt)
    except extract.UnreadableError as error:
        raise LeakError(Problem(Where(name), "unreadable", str(error), _HINT)) from None
    wanted = expected(edition, fmt)
    problems = [
        *_pages(reading, wanted, name),
        *_compare(reading.notes, wanted.notes, name, "note"),
        *_furniture(reading, wanted, name, fmt),
        *_alternatives(reading, wanted, name),
        *_properties(reading, edition, name),
        *_parts(reading, name, fmt),
        *_links(reading, edition, name),
    ]
    if problems:
        raise LeakError(*problems)


_HINT = "nothing was published; please report this with the command you ran"


def _problem(name: str, code: str, message: str) -> Problem:
    return Problem(Where(name), code, message, _HINT)


def _compare(
    found: tuple[str, ...], wanted: tuple[str, ...], name: str, what: str
) -> Iterator[Problem]:
    if len(found) != len(wanted):
        message = f"has {len(found)} {what}s instead of {len(wanted)}"
        yield _problem(name, "text-differs", message)
        return
    for number, (one, other) in enumerate(zip(found, wanted, strict=True), start=1):
        if squash(one) != squash(other):
            yield _problem(name, "text-differs", f"{what} {number} is not what the edition says")


def _pages(reading: extract.Reading, wanted: Expected, name: str) -> Iterator[Problem]:
    yield from _compare(reading.pages, wanted.pages, name, "page")


def _alternatives(reading: extract.Reading, wanted: Expected, name: str) -> Iterator[Problem]:
    found, needed = set(reading.alternatives), set(wanted.alternatives)
    if not needed <= found:
        yield _problem(name, "text-differs", "an alt text of the edition is missing")
    if not found <= needed | set(wanted.names):
        yield _problem(name, "text-differs", "an alt text is not what the edition says")


def _furniture(
    reading: extract.Reading, wanted: Expected, name: str, fmt: Format
) -> Iterator[Problem]:
    if fmt == "docx":
        allowed = re.compile(rf"{re.escape(squash(wanted.furniture[0]))}\D*\d*(?:\D*\d+)?")
        for text in reading.furniture:
            if squash(text) and not allowed.fullmatch(squash(text)):
                yield _problem(name, "text-differs", "a footer is not what the edition says")
        return
    yield from _compare(reading.furniture, wanted.furniture, name, "bookmark")


def _properties(reading: extract.Reading, edition: Edition, name: str) -> Iterator[Problem]:
    """Properties may only repeat public fields of the edition (G13)."""
    allowed = {
        edition.title,
        edition.reference,
        f"{edition.reference} – {edition.title}",
        edition.author,
        edition.language,
    }
    for key, value in reading.properties:
        is_date = re.sub(r"\D", "", value)[:8] == edition.date.replace("-", "")
        if key in _OWN_PROPERTIES or value in allowed or is_date:
            continue
        yield _problem(name, "foreign-property", f"property '{key}' is not from the edition")


def _parts(reading: extract.Reading, name: str, fmt: Format) -> Iterator[Problem]:
    if fmt == "pdf":
        for key in reading.parts:
            yield _problem(name, "active-content", f"the PDF has {key}")
        return
    for part in reading.parts:
        if not PARTS[fmt].fullmatch(part):
            yield _problem(name, "unknown-part", "the package has a part that is not ours")


def _links(reading: extract.Reading, edition: Edition, name: str) -> Iterator[Problem]:
    allowed = {
        run.href
        for runs in all_runs(edition)
        for run in runs
        if isinstance(run, TextRun) and run.href
    }
    if not set(reading.links) <= allowed:
        yield _problem(name, "unknown-link", "a link leads where the edition has no link")
