"""Figures for a slide of the content: pictures, withheld figures, alternative texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.importing.found import Chart, Element, Picture, Run, Table
from pipeline.importing.inline_text import Slots, escaped, letters
from pipeline.importing.printed_markers import marked
from pipeline.importing.report_items import Item, Leaf, Part

Key = Literal["table", "chart", "image"]


@dataclass
class Figure:
    """A figure, under the key that it has in the content.

    Attributes:
        before: lines above it, such as a chart's own title.
        remark: line below it.
    """

    key: Key
    part: Part
    before: list[Leaf] = field(default_factory=list)
    remark: Leaf | None = None


def alternative(alt: str, shape: int, name: str, slots: Slots | None = None) -> dict[str, Leaf]:
    """Return the key and value of an alternative text; nothing if there is none.

    Args:
        alt: the text.
        shape: that has it.
        name: of the shape.
        slots: gets those that stand for markers in it.
    """
    runs = marked([Run(alt)])
    has_markers = any(run.withheld for run in runs)
    if slots is None or not has_markers:
        text, item = letters(alt), Item("alternative-text", shape, name, None, alt)
        lost = _signs(alt) - _signs(text)
        if lost > 0:
            item.fate, item.why = "changed", "no-glyph"
            item.words = f"{lost} signs that no face of the project has"
    else:
        parts = (f"[[{slots.new()}]]" if run.withheld else escaped(run.text) for run in runs)
        text, item = "".join(parts).strip(), Item("alternative-text", shape, name)
        item.fate, item.why = "to-withhold", "marker"
        item.words = "a printed marker became a slot"
    return {"alt": Leaf(text, [item])} if text else {}


def _signs(text: str) -> int:
    """Return how many letters and digits a text has."""
    return sum(sign.isalnum() for sign in text)


def is_empty(found: Element) -> bool:
    """Tell whether a table or a chart says nothing at all."""
    if isinstance(found, Table):
        return not found.withheld and not any(cell.paragraphs for row in found.rows for cell in row)
    if isinstance(found, Chart):
        rows = [series for plot in found.plots for series in plot.series]
        return not found.withheld and not any(value for row in rows for value in row.values)
    return False


def nothing(found: Element) -> Item:
    """Return what is said of a table or a chart that says nothing."""
    words = f"a {found.type} without anything in it"
    return Item(found.type, found.shape, found.name, None, None, "left-out", "empty", words)


def picture(found: Picture) -> Figure:
    """Return a picture."""
    item = Item("picture", found.shape, found.name)
    tree = {"file": found.file, **alternative(found.alt, found.shape, found.name)}
    return Figure("image", Part(tree, [item]))


def withheld(found: Table | Chart | Picture, slots: Slots) -> Figure:
    """Return a figure of which nothing is left but a slot."""
    key: Key = "image" if isinstance(found, Picture) else found.type
    what = "picture" if key == "image" else key
    words = f"a {what} under a black box became a slot"
    item = Item(what, found.shape, found.name, None, None, "to-withhold", "black-box", words)
    return Figure(key, Part({"withheld": slots.new()}, [item]))
