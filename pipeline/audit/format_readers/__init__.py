"""Table of the audit by format: one module for each format reads a file and checks all of it."""

from __future__ import annotations

from typing import assert_never

from pipeline.audit.format_readers import deck, document, portable, web
from pipeline.audit.format_readers.reader import Check, Reader
from pipeline.edition.formats import Format

__all__ = ["Check", "Reader", "reader_of"]


def reader_of(fmt: Format) -> Reader:
    """Return the reader of a format."""
    match fmt:
        case "pptx":
            return deck
        case "docx":
            return document
        case "pdf":
            return portable
        case "html":
            return web
        case _:
            assert_never(fmt)
