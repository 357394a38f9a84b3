"""Brand templates: an organisation's own theme file, deck template and document template.

A renderer gets a ``House`` beside the theme: the templates' parts, read and cleaned, never their
paths (it stays pure). An edition knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.design.brand.docx_template import DocumentTemplate
from pipeline.design.brand.pptx_template import DeckTemplate


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


#: A house that brings nothing.
NONE = House()
