"""Formats, audiences and PDF profiles, by their names."""

from __future__ import annotations

from typing import Literal

Audience = Literal["full", "public"]
Format = Literal["pptx", "docx", "pdf", "html"]
PdfProfile = Literal["ua1-a2a", "ua2-a4"]
"""The standards that a PDF keeps: PDF/UA-1 and PDF/A-2a, or PDF/UA-2 and PDF/A-4 in PDF 2.0."""
FORMATS: tuple[Format, ...] = ("pptx", "docx", "pdf", "html")
#: What is made of a dossier that does not say which formats it wants.
USUAL_FORMATS: tuple[Format, ...] = ("pptx", "docx", "pdf")
