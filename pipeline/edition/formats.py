"""Formats: one list of what can be made of an edition, with what sets each apart; audiences.

``render/renderers.py`` and ``audit/formats`` have what draws and what reads each of them.
docs/adding-a-format.md says what a new one needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Audience = Literal["full", "public"]
Format = Literal["pptx", "docx", "pdf", "html"]
PdfProfile = Literal["ua1-a2a", "ua2-a4"]
"""The standards that a PDF keeps: PDF/UA-1 and PDF/A-2a, or PDF/UA-2 and PDF/A-4 in PDF 2.0."""
Drawn = Literal["notes", "contents", "phrases", "frames", "flow", "profile", "texts"]
"""What some formats draw of an edition and others do not.

Speaker notes; a table of contents on pages; the phrases of a web page; where ``fit`` has placed the
blocks of a slide; what a table takes where it flows over pages; the standards of a PDF; running
text.
"""


@dataclass(frozen=True)
class FormatSpec:
    """Facts of a format that other rooms than its renderer and its reader need.

    Attributes:
        name: also the suffix of its files, without the dot.
        media_type: as IANA lists it.
        file_type: code of the EU Publications Office's table of file types.
        draws: what it draws of an edition besides what all formats draw.
        is_usual: is made of a dossier that does not say which formats it wants.
        needs_slides: there is none of a document without slides.
        states_reasons: the statement of reasons is made in it, too.
        is_made_apart: takes so long that it is made in a process beside the others.
        is_shown_by_browsers: a browser opens it in a window of its own, safe from its content.
    """

    name: Format
    media_type: str
    file_type: str
    draws: frozenset[Drawn]
    is_usual: bool = True
    needs_slides: bool = False
    states_reasons: bool = False
    is_made_apart: bool = False
    is_shown_by_browsers: bool = False

    def __post_init__(self) -> None:
        if "texts" not in self.draws and not self.needs_slides:
            raise ValueError("without texts, a document of text alone would be its cover alone")

    @property
    def suffix(self) -> str:
        """Return the suffix of its files, with the dot."""
        return f".{self.name}"


_OFFICE = "application/vnd.openxmlformats-officedocument"
_SPECS = (
    FormatSpec(
        "pptx",
        f"{_OFFICE}.presentationml.presentation",
        "PPTX",
        frozenset({"notes", "frames"}),
        needs_slides=True,
    ),
    FormatSpec(
        "docx",
        f"{_OFFICE}.wordprocessingml.document",
        "DOCX",
        frozenset({"contents", "frames", "flow", "texts"}),
        states_reasons=True,
    ),
    FormatSpec(
        "pdf",
        "application/pdf",
        "PDF",
        frozenset({"contents", "frames", "profile", "texts"}),
        states_reasons=True,
        is_made_apart=True,
        is_shown_by_browsers=True,
    ),
    FormatSpec("html", "text/html", "HTML", frozenset({"phrases", "texts"}), is_usual=False),
)
#: The one list of formats; every other list of them is made from it.
SPECS: Mapping[Format, FormatSpec] = {spec.name: spec for spec in _SPECS}
FORMATS: tuple[Format, ...] = tuple(SPECS)
#: What is made of a dossier that does not say which formats it wants.
USUAL_FORMATS: tuple[Format, ...] = tuple(name for name, spec in SPECS.items() if spec.is_usual)


def format_of(name: str) -> Format | None:
    """Return the format of a file by its name's suffix; nothing if it is none of ours."""
    return next((spec.name for spec in _SPECS if name.lower().endswith(spec.suffix)), None)
