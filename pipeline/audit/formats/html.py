"""Audit of a web page (.html): its texts read, and all that is wrong, from bytes to words."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit import languages
from pipeline.audit.findings import HINT_UNKNOWN, problem
from pipeline.audit.formats.reader import Check
from pipeline.audit.html import html_tree, web_page
from pipeline.audit.leaks import canary
from pipeline.audit.readers.extract import Reading
from pipeline.core.errors import Problem

#: What stands behind the title and before the description, where the canary is planted.
_MARKS = (b"</h1>", b'<meta name="description" content="')


def read(data: bytes) -> Reading:
    """Return the texts of a web page."""
    return web_page.read(html_tree.parsed(data)[0])


def findings(data: bytes, check: Check) -> Iterator[Problem]:
    """Yield all that is wrong with a web page."""
    root, faults = html_tree.parsed(data)
    yield from check.faults("loose-bytes", [f"in the page {fault}" for fault in faults])
    hrefs = check.measure.hrefs if check.measure else None
    for code, message in web_page.faults(root, check.trusted.styles, check.told, hrefs):
        yield problem(check.name, code, message, HINT_UNKNOWN)
    yield from check.faults("foreign-data", web_page.picture_faults(root, check.edition))
    yield from check.said(web_page.read(root), languages.of_page(root))
    yield from canary.prove_text(data, (_MARKS, read), check.name, check.edition, check.needles)
