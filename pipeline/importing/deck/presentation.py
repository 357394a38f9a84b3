"""Presentation (.pptx), read whole: its slides in order, and what belongs to none of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.core.ooxml_names import q
from pipeline.importing.deck import inheritance, notes_page
from pipeline.importing.deck.covering import Covering
from pipeline.importing.deck.left_behind import of_file, of_surroundings
from pipeline.importing.deck.reading_order import Node, ordered
from pipeline.importing.deck.shapes import SlideReader
from pipeline.importing.found import Deck, Run, Slide, Text, Told
from pipeline.importing.office_package import BadFileError, Element, Package, emu, find, find_all
from pipeline.importing.picture_reader import Pictures
from pipeline.importing.printed_markers import count

_NO = "0", "false", "off"
_MOST_SLIDES = 2000
#: A slide of 4:3, where the file does not say how large its slides are.
_USUAL = (720.0, 540.0)
_USUAL_NOTES = (540.0, 720.0)


def read(package: Package, main: str, media: Path, *, hidden: bool) -> Deck:
    """Read a .pptx.

    Args:
        package: the file.
        main: its main part.
        media: gets the pictures.
        hidden: whether hidden slides are read, too.

    Raises:
        BadFileError: it is none, or cannot be read.
    """
    root = package.xml(main)
    size = find(root, "p:sldSz")
    width = emu(size.get("cx")) / 12700 if size is not None else 0
    height = emu(size.get("cy")) / 12700 if size is not None else 0
    reader = _Reader(package, (width or _USUAL[0], height or _USUAL[1]), Pictures(media))
    page = find(root, "p:notesSz")
    if page is not None:
        reader.notes_size = (emu(page.get("cx")) / 12700, emu(page.get("cy")) / 12700)
    sections = _sections(root)
    parts = list(_slides(package, main, root))
    missing = [number for number, (_, part) in enumerate(parts, start=1) if not part]
    if len(missing) == len(parts):
        what = "the slides that it names are missing" if parts else "it has none"
        message, hint = f"the file has no slides: {what}", "save it anew from its program"
        raise BadFileError("no-slides", message, hint)
    if len(parts) > _MOST_SLIDES:
        raise BadFileError("too-large", f"the file has more than {_MOST_SLIDES} slides")
    slides = [
        reader.slide(number, part, sections.get(key, ""), hidden=hidden)
        for number, (key, part) in enumerate(parts, start=1)
        if part
    ]
    reader.pictures.finish()
    for slide in slides:
        _drop_unread(slide)
    words = "a slide that the file names and has not got: number"
    told = [Told("slide", "unreadable", f"{words} {number}") for number in missing]
    told += of_file(package, main, root)
    return Deck(slides, told, _languages(slides), *reader.size)


def _slides(package: Package, main: str, root: Element) -> Iterator[tuple[str, str]]:
    """Yield id and part of each slide, in order; of one that is missing, no part."""
    relations = package.relations(main)
    for row in find_all(root, "p:sldIdLst/p:sldId"):
        relation = relations.get(str(row.get(q("r:id"), "")))
        is_there = relation is not None and not relation.external
        target = relation.target if relation is not None and is_there else ""
        yield str(row.get("id", "")), target if target and package.has(target) else ""


def _sections(root: Element) -> dict[str, str]:
    """Return the name of the section that begins with a slide, by the slide's id."""
    found: dict[str, str] = {}
    for section in root.iter(q("p14:section")):
        first = next(section.iter(q("p14:sldId")), None)
        if first is not None:
            found[str(first.get("id", ""))] = " ".join(str(section.get("name", "")).split())
    return found


class _Reader:
    def __init__(self, package: Package, size: tuple[float, float], pictures: Pictures) -> None:
        self.package, self.size, self.pictures = package, size, pictures
        self.notes_size = _USUAL_NOTES
        self._shown: set[str] = set()

    def slide(self, number: int, part: str, section: str, *, hidden: bool) -> Slide:
        """Read one slide; of a hidden one that is not wanted, only that it is there."""
        heritage = inheritance.heritage(self.package, part)
        is_hidden = heritage.slide.get("show", "1") in _NO
        layout = str(heritage.layout.get("type", "")) if heritage.layout is not None else ""
        if is_hidden and not hidden:
            words = count(" ".join(str(row.text or "") for row in heritage.slide.iter(q("a:t"))))
            told = [Told("slide", "hidden", f"a hidden slide with {words} words")]
            return Slide(number, part, layout, [], [], told, hidden=True)
        self.pictures.slide = number
        reader = SlideReader(self.package, part, heritage, size=self.size, pictures=self.pictures)
        nodes = reader.read()
        nodes += self._uncover(reader)
        told = reader.told
        notes, of_notes = notes_page.read(self.package, part, self.notes_size, self.pictures)
        told += of_notes
        told += of_surroundings(self.package, part, heritage, self._shown)
        if section:
            told.append(Told("section", "section", "a section of the file begins here: give its "
                             "first slide a numeral if the document is to have it",
                             text=section))  # fmt: skip
        return Slide(number, part, layout, ordered(nodes), notes, told, is_hidden, section)

    def _uncover(self, reader: SlideReader) -> list[Node]:
        """Take away what boxes cover; a black box over nothing stands where words were."""
        covering = Covering(self.pictures, reader.told)
        covering.apply(reader.things, reader.covers)
        return covering.alone(reader.things, reader.covers, self.size)


def _drop_unread(slide: Slide) -> None:
    """Take out pictures whose file could not be saved; what they tell stays."""
    kept = []
    for element in slide.elements:
        if element.type == "picture" and not element.file and not element.withheld:
            slide.told += element.told
        else:
            kept.append(element)
    slide.elements = kept


def _languages(slides: list[Slide]) -> dict[str, int]:
    """Return how many letters are in each language."""
    found: dict[str, int] = {}
    for run in (run for slide in slides for run in _runs(slide)):
        if run.lang:
            base = run.lang.split("-")[0].lower()
            found[base] = found.get(base, 0) + len(run.text)
    return found


def _runs(slide: Slide) -> Iterator[Run]:
    for element in slide.elements:
        if isinstance(element, Text):
            yield from (run for row in element.paragraphs for run in row.runs)
        elif element.type == "table":
            for row in element.rows:
                for cell in row:
                    yield from (run for line in cell.paragraphs for run in line.runs)
