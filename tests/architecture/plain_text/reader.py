"""Reader of plain text: a format that lives in tests alone."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit.findings import UnreadableError
from pipeline.audit.formats.reader import Check
from pipeline.audit.leaks import canary
from pipeline.audit.readers.extract import Reading
from pipeline.core.errors import Problem

_OPENING, _ENDING = "=== title: ", "\n=== end\n"


def read(data: bytes) -> Reading:
    """Return the texts of a plain text."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise UnreadableError("it is not text") from None
    if not text.startswith(_OPENING) or not text.endswith(_ENDING):
        raise UnreadableError("it does not begin and end as ours do")
    pages = tuple(text.removesuffix(_ENDING).split("\n\f\n"))
    return Reading(pages=pages, properties=(("title", pages[0].removeprefix(_OPENING)),))


def findings(data: bytes, check: Check) -> Iterator[Problem]:
    """Yield all that is wrong with a plain text."""
    yield from check.said(read(data), ())
    places = (_ENDING.encode(), _OPENING.encode())
    yield from canary.prove_text(data, (places, read), check.name, check.edition, check.needles)
