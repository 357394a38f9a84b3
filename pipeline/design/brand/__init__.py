"""Brand templates: an organisation's own theme file, deck template and document template.

A renderer gets a ``House`` beside the theme: the templates' parts, read and cleaned, never their
paths (it stays pure). An edition knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from pipeline.design.brand.docx_template import DocumentTemplate
from pipeline.design.brand.pptx_template import DeckTemplate
from pipeline.edition.formats import Format


@dataclass(frozen=True)
class House:
    """Brand templates of a dossier, read and cleaned.

    Attributes:
        deck: template of the deck.
        document: template of the document.
        styles: our styles for which named ones of the document's template stand.
    """

    deck: DeckTemplate | None = None
    document: DocumentTemplate | None = None
    styles: Mapping[str, str] = field(default_factory=dict)

    def files(self, fmt: Format) -> Mapping[str, bytes]:
        """Return the parts of templates that decide a format's design, by name."""
        match fmt:
            case "pptx":
                return self.deck.parts if self.deck else {}
            case "docx":
                return self.document.parts if self.document else {}
            case "pdf" | "html":
                return {}
            case _:
                assert_never(fmt)


#: A house that brings nothing.
NONE = House()
