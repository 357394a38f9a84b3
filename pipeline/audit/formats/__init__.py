"""Table of the audit by format: one module for each format reads a file and checks all of it.

What a format needs is loaded when the first file of it is read.
"""

from __future__ import annotations

from typing import assert_never

from pipeline.audit.formats.reader import Check, Reader
from pipeline.edition.formats import Format

__all__ = ["Check", "Reader", "reader_of"]


def reader_of(fmt: Format) -> Reader:
    """Return the reader of a format."""
    match fmt:
        case "pptx":
            from pipeline.audit.formats import pptx  # noqa: PLC0415

            return pptx
        case "docx":
            from pipeline.audit.formats import docx  # noqa: PLC0415

            return docx
        case "pdf":
            from pipeline.audit.formats import pdf  # noqa: PLC0415

            return pdf
        case "html":
            from pipeline.audit.formats import html  # noqa: PLC0415

            return html
        case _:
            assert_never(fmt)
