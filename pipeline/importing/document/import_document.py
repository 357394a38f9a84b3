"""Content of an imported document: its cover, its text and its annexes, and the report."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.errors import ContentError, Problem, Where
from pipeline.importing import content_files, report
from pipeline.importing.document import references, written_text
from pipeline.importing.document.cover_reading import read_cover
from pipeline.importing.document.outline import Outline
from pipeline.importing.document.sheet import Sheet
from pipeline.importing.document.text_writer import BODY
from pipeline.importing.file_language import language_of
from pipeline.importing.found_document import Document
from pipeline.importing.made import Given, Made
from pipeline.importing.report import Gap, Report, SectionReport
from pipeline.importing.report_items import Item, of_told, settle
from pipeline.importing.text_content import Writer
from pipeline.importing.wanted import Wanted
from pipeline.resources import labels


def made(found: Document, given: Given, wanted: Wanted) -> Made:
    """Make the content of a dossier of a text document.

    Args:
        found: as it was read.
        given: the file.
        wanted: of the import.

    Raises:
        ContentError: something is wanted that only presentations have.
    """
    for option, is_wanted in (("--template", wanted.template), ("--hidden", wanted.hidden)):
        if is_wanted:
            message, hint = "this is for presentations", f"import the document without {option}"
            raise ContentError(Problem(Where(option), "not-a-presentation", message, hint))
    items = [of_told(told) for told in found.told]
    writer = Writer(language_of(found.languages, wanted.language, items), running=True)
    cover = read_cover(found.blocks, writer, wanted.number)
    of_cover = len(writer.items)
    nodes = Outline(labels.load(writer.language)["annex"]).arrange(cover.rest)
    places = references.resolved(nodes, found.notes)
    text = written_text.written(nodes, found.notes, places, writer)
    for sheet in text.sheets:
        sheet.settle()
    if cover.stamp and writer.slots.ids:
        cover.tree["access"] = {"date": cover.stamp, "scope": "partial"}
    settle(cover.tree, "dossier.yaml")
    files = {"dossier.yaml": content_files.written(cover.tree)}
    files |= {sheet.name: sheet.text for sheet in text.sheets}
    if not text.sheets:
        files[BODY] = _nothing(writer)
    slots = writer.slots.ids
    if slots:
        files["redactions.yaml"] = content_files.written(content_files.slots(slots))
    names = [name for name in files if name.endswith(".md")]
    gaps = [*report.cover_gaps(cover.tree), *_missing(text.sheets), *report.slot_gaps(slots)]
    if any(item.why == "language" for item in items):
        gaps.insert(0, Gap("dossier.yaml", "language", "the file does not say it"))
    sections = _sections(writer.items, of_cover, text.marks)
    told = Report(given.name, given.sha256, given.folder, [], items, 0, gaps, sections, names)
    return Made({name: content.encode() for name, content in files.items()}, told)


def _nothing(writer: Writer) -> str:
    """Return the body of a document of which nothing could be taken but its cover."""
    words = "nothing but the cover can be taken: the text is to be written"
    writer.items.append(Item("document", fate="left-out", why="empty", words=words))
    return "…\n"


def _sections(
    items: Sequence[Item], of_cover: int, marks: Sequence[tuple[int, str | None, str]]
) -> list[SectionReport]:
    """Divide the items of a document at its headings."""
    starts = [(0, None, "dossier.yaml"), (of_cover, None, BODY), *marks]
    ends = [*(start for start, _, _ in starts[1:]), len(items)]
    found: list[SectionReport] = []
    for (start, title, file), end in zip(starts, ends, strict=True):
        if start < end:
            found.append(SectionReport(len(found) + 1, title, file, list(items[start:end])))
    return found


def _missing(sheets: Sequence[Sheet]) -> list[Gap]:
    """Return the figures that have no alternative text."""
    found: list[Gap] = []
    for sheet in sheets:
        opened = 0
        lines: list[str] = []
        for number, line in enumerate(sheet.lines, start=1):
            is_fence = line.startswith(("```", "~~~"))
            if is_fence and opened:
                if not any(row.startswith(("alt:", "withheld:")) for row in lines):
                    what = "the figure has no alternative text"
                    found.append(Gap(sheet.name, f"line {opened}, alt", what))
                opened, lines = 0, []
            elif is_fence and line[3:].startswith(("table", "chart", "image")):
                opened = number
            elif opened:
                lines.append(line)
    return found
