"""House templates: a house's own theme file, deck template and document template.

A renderer gets a ``House`` beside the theme: the templates' parts, read and cleaned, never their
paths (it stays pure). An edition knows nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.house.deck import DeckTemplate


@dataclass(frozen=True)
class House:
    """What a house brings.

    Attributes:
        deck: template of the deck.
    """

    deck: DeckTemplate | None = None


#: A house that brings nothing.
NONE = House()
