"""Paragraphs of a head, a foot or a note, wherever they stand in it, without the forms around them.

Tables, controls and text boxes give the paragraphs that are seen in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.importing.document import drawings, grid_reader, passages, unseen_words
from pipeline.importing.document.passages import Setting, Words
from pipeline.importing.found import Told
from pipeline.importing.office_package import Element, local, word_name

_AROUND = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))


def lines(holder: Element, setting: Setting, told: list[Told]) -> Iterator[tuple[Element, Words]]:
    """Yield the paragraphs of a part of a document, and their words.

    Args:
        holder: what they stand in.
        setting: in which they are read.
        told: gets what stays behind of drawings; that of words stands with them.
    """
    for child in holder:
        name = word_name(child)
        if name == "p":
            is_prompt = unseen_words.is_prompt(child)
            own = replace(setting, unseen="hidden") if is_prompt else setting
            words = passages.read(child, passages.style_of(child, setting.styles), own)
            yield child, words
            for drawing in words.figures:
                yield from _of_drawing(drawing, own, told)
        elif name == "tbl":
            for row in grid_reader.rows(child):
                why = setting.unseen or unseen_words.of_row(row)
                for cell in grid_reader.cells(row):
                    yield from lines(cell, replace(setting, behind=None, unseen=why), told)
        elif name in _AROUND:
            yield from lines(child, setting, told)


def _of_drawing(
    drawing: Element, setting: Setting, told: list[Told]
) -> Iterator[tuple[Element, Words]]:
    found = drawings.of(drawing, setting.page, setting.unseen)
    told += found.told
    seen = [(text, "") for text in found.texts]
    for text, why in [*seen, *found.unseen]:
        behind = drawings.behind(text, setting.styles.colours)
        yield from lines(text, replace(setting, behind=behind, unseen=why), told)
    told += (Told("picture", "in-note", "a picture") for thing in found.things
             if local(thing.element) == "pic")  # fmt: skip
