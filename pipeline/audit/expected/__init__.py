"""Table of expected texts by format: an edition's texts as its file must have them."""

from __future__ import annotations

from typing import assert_never

from pipeline.audit.expected import docx, html, pdf, pptx
from pipeline.audit.expected.texts import Expected
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Format

__all__ = ["Expected", "expected"]


def expected(edition: Edition, fmt: Format) -> Expected:
    """Return the texts that a format must have."""
    match fmt:
        case "pptx":
            return pptx.expected(edition)
        case "docx":
            return docx.expected(edition)
        case "pdf":
            return pdf.expected(edition)
        case "html":
            return html.expected(edition)
        case _:
            assert_never(fmt)
