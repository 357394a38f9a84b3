"""Colours of drawings in the Word document, as slots of its theme so that themes restyle them."""

from __future__ import annotations

from pipeline.design.theme import Theme
from pipeline.render.drawingml.drawing_text import Xml, xml

#: Slots whose names in drawings are others than in text (ECMA-376, 20.1.10.46 and 17.18.97).
_SLOTS = {"text1": "tx1", "background1": "bg1", "text2": "tx2", "background2": "bg2"}


def colour(theme: Theme, token: str) -> Xml:
    """Return a colour token as a slot of the document's theme, or as fixed RGB without one."""
    slot = theme.word_slots.get(token)
    if slot is None:
        return xml("a:srgbClr", {"val": theme.colour(token)})
    return xml("a:schemeClr", {"val": _SLOTS.get(slot, slot)})
