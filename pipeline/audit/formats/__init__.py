"""Table of the audit by format: one module for each format reads a file and checks all of it."""

from __future__ import annotations

from typing import assert_never

from pipeline.audit.formats import docx, html, pdf, pptx
from pipeline.audit.formats.reader import Check, Reader
from pipeline.edition.formats import Format

__all__ = ["Check", "Reader", "reader_of"]


def reader_of(fmt: Format) -> Reader:
    """Return the reader of a format."""
    match fmt:
        case "pptx":
            return pptx
        case "docx":
            return docx
        case "pdf":
            return pdf
        case "html":
            return html
        case _:
            assert_never(fmt)
