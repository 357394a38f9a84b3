"""Repeated headers and footers of imported slides, found, to be left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.importing.found import Deck, Text

#: Slides on which a head stands at least; a foot stands on two.
_HEADS, _FEET = 3, 2


def words_of(shape: Text) -> str:
    """Return a shape's words on one line."""
    rows = ("".join(run.text for run in row.runs) for row in shape.paragraphs)
    return " ".join(" ".join(rows).split())


def may_be(shape: Text, title_top: float) -> bool:
    """Tell whether a shape stands where a head or a foot would: a line above the title, or below.

    Args:
        shape: with words.
        title_top: where the slide's title stands, in points from the top.
    """
    is_above = shape.role == "body" and shape.box.y + shape.box.height / 2 < title_top
    return shape.role == "footer" or (is_above and len(shape.paragraphs) == 1)


def repeated(deck: Deck) -> frozenset[str]:
    """Return the words of heads and feet that stand on several slides."""
    heads: Counter[str] = Counter()
    feet: Counter[str] = Counter()
    for shape in _shapes(deck):
        (feet if shape.role == "footer" else heads)[words_of(shape)] += 1
    found = {text for text, count in feet.items() if count >= _FEET}
    return frozenset(found | {text for text, count in heads.items() if count >= _HEADS})


def _shapes(deck: Deck) -> Iterator[Text]:
    for slide in deck.slides:
        shapes = [shape for shape in slide.elements if isinstance(shape, Text)]
        top = next((shape.box.y for shape in shapes if shape.role == "title"), 0.0)
        yield from (shape for shape in shapes if may_be(shape, top))
