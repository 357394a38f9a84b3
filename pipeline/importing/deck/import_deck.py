"""Content of an imported presentation: each slide in the first way that fits, and the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import PIL.Image

from pipeline.design import theme
from pipeline.importing import content_files, report
from pipeline.importing.deck import furniture, house_template, slide_kinds, slide_titles
from pipeline.importing.deck.fitting import Fitting
from pipeline.importing.deck.house_template import HouseTemplate
from pipeline.importing.file_language import language_of
from pipeline.importing.found import Deck, Slide
from pipeline.importing.made import Given, Made
from pipeline.importing.report import Gap, Report, SlideReport
from pipeline.importing.report_items import Item, of_told, plain, settle
from pipeline.importing.text_content import Writer
from pipeline.importing.wanted import Wanted


def made(deck: Deck, given: Given, wanted: Wanted, pictures: Path) -> Made:
    """Make the content of a dossier of a presentation.

    Args:
        deck: as it was read.
        given: the file.
        wanted: of the import.
        pictures: folder with the pictures that were read.

    Raises:
        TemplateError: it cannot be the dossier's own template.
    """
    template = house_template.made(given.data, given.where) if wanted.template else None
    maker = _Maker(deck, wanted, pictures, template)
    told = maker.made(given.name, given.sha256, given.folder)
    slots = maker.writer.slots.ids
    files = {"dossier.yaml": maker.cover, "presentation.yaml": {"slides": maker.slides}}
    if slots:
        files["redactions.yaml"] = content_files.slots(slots)
    out = {name: content_files.written(tree).encode() for name, tree in files.items()}
    if template is not None:
        out[house_template.FILE] = template.data
    return Made(out, told)


class _Maker:
    """Makes the content of a dossier of what was found."""

    def __init__(
        self, deck: Deck, wanted: Wanted, pictures: Path, template: HouseTemplate | None
    ) -> None:
        self.deck = deck
        self.document = [of_told(told) for told in deck.told]
        self.writer = Writer(language_of(deck.languages, wanted.language, self.document))
        self.slides: list[dict[str, Any]] = []
        self.cover = content_files.cover(
            self.writer.language, wanted.number, template.named if template else None
        )
        look = template.look if template else theme.load()
        self._fitting = Fitting(self.writer.language, _sizes(pictures), look)

    def made(self, file: str, digest: str, folder: str) -> Report:
        """Make all slides, and return what became of them."""
        repeated = furniture.repeated(self.deck)
        reports = [self._slide(slide, repeated) for slide in self.deck.slides]
        settle({"slides": self.slides}, "presentation.yaml")
        if not self.slides:
            self.slides.append({"kind": "title"})
        slots = self.writer.slots.ids
        gaps = report.gaps(self.cover, plain(self.slides), slots)
        if any(item.why == "language" for item in self.document):
            gaps.insert(0, Gap("dossier.yaml", "language", "the file does not say it"))
        return Report(file, digest, folder, reports, self.document, len(self.slides), gaps)

    def _slide(self, slide: Slide, repeated: frozenset[str]) -> SlideReport:
        self.writer.items = [of_told(told) for told in slide.told]
        row = SlideReport(slide.number, slide.part, None, items=self.writer.items)
        if slide.hidden and not (slide.elements or slide.notes):
            return row
        slide_titles.promote(slide, self.deck.height, self.writer)
        found = slide_kinds.contents(slide, self.writer, repeated, self.deck.width)
        if not (found.title or found.words or found.figures or found.notes):
            words = "nothing on it can be taken"
            self.writer.items.append(Item("slide", fate="left-out", why="empty", words=words))
            return row
        way = self._fitting_way(found)
        if found.notes:
            way[0]["notes"] = found.notes
        begun = len(self.slides) + 1
        self.slides += way
        row.became = [(begun + index, tree["kind"]) for index, tree in enumerate(way)]
        row.items = report.collected(self.writer.items, way)
        row.title = " ".join(
            item.text for line in found.title for item in line.leaf.items[:1] if item.text
        ) or None  # fmt: skip
        return row

    def _fitting_way(self, found: slide_kinds.Contents) -> list[dict[str, Any]]:
        """Return the first way that fits; if none does, the last, with its texts divided."""
        last: list[dict[str, Any]] = []
        for way in slide_kinds.ways(found, is_first=not self.slides):
            verdicts = [self._fitting.verdict(tree, self.writer.slots.ids) for tree in way]
            if all(not row.codes for row in verdicts):
                return slide_titles.once(way)
            last = way
            if all(not row.codes or row.title_alone for row in verdicts):
                shorter = self._shortened(way)
                slots = self.writer.slots.ids
                if not any(self._fitting.verdict(tree, slots).codes for tree in shorter):
                    return slide_titles.once(shorter)
        return slide_titles.once(self._shortened(last))

    def _shortened(self, way: list[dict[str, Any]]) -> list[dict[str, Any]]:
        slots = self.writer.slots.ids
        return [slide_titles.shortened(tree, self._fitting, slots) for tree in way]


def _sizes(pictures: Path) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for path in sorted(pictures.iterdir()):
        with PIL.Image.open(path) as picture:
            found[path.name] = picture.size
    return found
