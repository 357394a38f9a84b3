"""Speaker notes, read: what a notes page shows, and nothing that it hides."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.importing.colour_scheme import Colour
from pipeline.importing.deck import inheritance
from pipeline.importing.deck.covering import Covering
from pipeline.importing.deck.inheritance import kind_of
from pipeline.importing.deck.paragraphs import Setting
from pipeline.importing.deck.placement import Frame
from pipeline.importing.deck.reading_order import Node
from pipeline.importing.deck.shapes import SlideReader
from pipeline.importing.found import Box, Paragraph, Text, Told
from pipeline.importing.found import Element as Thing
from pipeline.importing.office_package import BadFileError, Element, Package, local
from pipeline.importing.picture_reader import Pictures

_FURNITURE = {"sldImg", "sldNum", "dt", "hdr", "ftr"}


@dataclass
class _NotesReader(SlideReader):
    def _shape(self, shape: Element, frame: Frame) -> Node | None:
        return None if kind_of(shape) in _FURNITURE else super()._shape(shape, frame)

    def _thing(self, shape: Element, box: Box) -> Thing | None:
        if local(shape) == "sp":
            return super()._thing(shape, box)
        self.painted.append((box, None))
        return None

    def setting(self, shape: Element, behind: Colour | None) -> Setting:
        found = super().setting(shape, behind)
        found.at = "notes, line"
        return found

    def _cut_off(self, node: Node, text: Text) -> None:
        del node, text  # notes go on below their page


def read(
    package: Package, part: str, size: tuple[float, float], pictures: Pictures
) -> tuple[list[Paragraph], list[Told]]:
    """Return the notes of a slide, and what is told of them.

    Args:
        package: the file.
        part: the slide.
        size: of a page of notes, in points.
        pictures: of the deck; gets none.
    """
    target = package.related(part, "notesSlide")
    if not target:
        return [], []
    try:
        heritage = inheritance.of_notes(package, target)
    except BadFileError:
        return [], [Told("note", "unreadable", "speaker notes that cannot be read")]
    reader = _NotesReader(package, target, heritage, size=size, pictures=pictures)
    reader.read()
    Covering(pictures, reader.told).apply(reader.things, reader.covers)
    found = [
        paragraph
        for node in reader.things
        if isinstance(node.element, Text)
        for paragraph in node.element.paragraphs
    ]
    return found, [told for told in map(_of_notes, reader.told) if told is not None]


def _of_notes(told: Told) -> Told | None:
    """Return what is told of a notes page, as told of no shape of the slide."""
    if told.why in {"decoration", "empty", "picture-fill", "black-box"}:
        return None
    told.shape, told.name = None, ""
    told.what = "note" if told.what in {"shape", "paragraph"} else told.what
    told.at = told.at or "notes"
    return told
