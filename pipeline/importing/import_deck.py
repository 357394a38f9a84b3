"""Import of a presentation, start to end: read, written as a draft dossier, reported.

Read top to bottom: read, write each slide in the first way that fits, write the files, report.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import PIL.Image

from pipeline.content import load, media
from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, Problem, Where, shown_path
from pipeline.design import theme
from pipeline.importing import (
    content_files,
    furniture,
    house_template,
    placing,
    reader_process,
    report,
    report_page,
    slide_kinds,
    slide_titles,
)
from pipeline.importing.fitting import Fitting
from pipeline.importing.found import Deck, Slide
from pipeline.importing.house_template import HouseTemplate
from pipeline.importing.report import Gap, Report, SlideReport
from pipeline.importing.report_items import Item, of_told, plain, settle
from pipeline.importing.text_content import Writer
from pipeline.resources import labels

#: Bytes of a file that is read.
_LARGEST = 256 * 2**20
_USUAL_LANGUAGE = "en"


@dataclass(frozen=True)
class Wanted:
    """What is wanted of an import.

    Attributes:
        number: of the document, as printed; '' if it is not known.
        language: ISO 639-1; '' to take that of most of the file's words.
        hidden: take hidden slides, too.
        template: make the file the dossier's own template.
        force: replace what stands in the dossier's place.
    """

    number: str = ""
    language: str = ""
    hidden: bool = False
    template: bool = False
    force: bool = False


def import_deck(file: Path, folder: Path, wanted: Wanted) -> tuple[Report, load.Source]:
    """Make a dossier of a .pptx, and return its report and its content as loaded.

    Raises:
        ContentError: the file cannot be imported, or something stands in the dossier's place.
        WriteError: the system refused; nothing is left.
    """
    placing.require_free(folder, force=wanted.force)
    where = Where(shown_path(file))
    try:
        data = atomic_write.read(file, _LARGEST)
    except atomic_write.TooLargeError:
        message = f"the file is larger than {_LARGEST >> 20} MB"
        raise ContentError(Problem(where, "too-large", message)) from None
    except OSError:
        message = "the file is missing or cannot be read"
        raise ContentError(Problem(where, "no-file", message, "give a .pptx")) from None
    with placing.placed(folder, force=wanted.force) as staged:
        pictures = staged / media.FOLDER
        pictures.mkdir()
        deck = reader_process.read(data, pictures, where, hidden=wanted.hidden)
        template = house_template.made(data, where) if wanted.template else None
        if template is not None:
            (staged / house_template.FILE).write_bytes(template.data)
        maker = _Maker(deck, wanted, pictures, template)
        made = maker.made(file.name, hashlib.sha256(data).hexdigest(), folder.name)
        _write(staged, maker, made)
        if not any(pictures.iterdir()):
            pictures.rmdir()
        source = load.load(staged, staged.parent)
    return made, source


def _write(staged: Path, maker: _Maker, made: Report) -> None:
    cover, slides, slots = maker.cover, maker.slides, maker.writer.slots.ids
    files = {"dossier.yaml": cover, "presentation.yaml": {"slides": slides}}
    if slots:
        files["redactions.yaml"] = content_files.slots(slots)
    for name, tree in files.items():
        (staged / name).write_text(content_files.written(tree), "utf-8")
    (staged / report.FILE).write_text(made.as_json(), "utf-8")
    (staged / report.PAGE).write_bytes(report_page.as_html(made))


class _Maker:
    """Makes the content of a dossier of what was found."""

    def __init__(
        self, deck: Deck, wanted: Wanted, pictures: Path, template: HouseTemplate | None
    ) -> None:
        self.deck = deck
        self.document = [of_told(told) for told in deck.told]
        self.writer = Writer(self._language(wanted.language))
        self.slides: list[dict[str, Any]] = []
        self.cover = content_files.cover(
            self.writer.language, wanted.number, template.named if template else None
        )
        look = template.look if template else theme.load()
        self._fitting = Fitting(self.writer.language, _sizes(pictures), look)

    def _language(self, given: str) -> str:
        if given:
            return given
        known = labels.languages()
        found = [(count, name) for name, count in self.deck.languages.items() if name in known]
        if found:
            return max(found)[1]
        words = f"the file does not say its language: {_USUAL_LANGUAGE} was written"
        self.document.append(Item("property", fate="changed", why="language", words=words))
        return _USUAL_LANGUAGE

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
