"""Running text in the Word document: headings, numbered paragraphs, lists, tables and figures.

Every paragraph has a style of ``templates/docx/word/styles.xml.j2``; numbers are Word's own lists
(``numbering``), cross-references are fields (``bookmarks``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from pipeline.core.lengths import Pt, twips
from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import Box
from pipeline.edition import chart_text
from pipeline.edition.blocks import (
    Chart,
    Map,
    Picture,
    Table,
    Timeline,
    Withheld,
)
from pipeline.edition.running_text import (
    PageBreak,
    RunningText,
    TextBlock,
    TextHeading,
    TextParagraph,
    TextStyle,
)
from pipeline.edition.text_outline import has_title, headings
from pipeline.layout import figures_in_text
from pipeline.render.docx import numbering, tables
from pipeline.render.docx.bookmarks import Bookmarks
from pipeline.render.docx.numbering import Family, Numbering
from pipeline.render.docx.pictures import Pictures
from pipeline.render.docx.runs import (
    AFTER_TABLE,
    WITHHELD_IN_TEXT,
    Footnotes,
    Notes,
    Pen,
    is_table,
    paragraph,
    style,
    text,
)
from pipeline.render.docx.sections import Body
from pipeline.render.docx.tables import TableLook

#: Points by which each level of lists stands further in; also between a mark and its text.
STEP = 28.35

_STYLES: dict[TextStyle, str] = {
    "body": "TextBody",
    "quote": "TextQuote",
    "speaker": "TextSpeaker",
    "caption": "TextCaption",
}
#: The only other empty paragraph there is: it keeps what follows away from a table.
_BELOW_TABLE = "BelowTable"
#: Points between the cover and a text that begins on its page, as in the PDF.
_BELOW_COVER = 22.0
_BEGINS = "<w:pageBreakBefore/>"


@dataclass(frozen=True)
class Texts:
    """Writer of running texts: what they share.

    Attributes:
        theme: of the edition.
        pen: writes into the document, without footnotes.
        footnotes: of the document.
        pictures: of the document.
        numbering: lists of the document.
        bookmarks: places of the document.
    """

    theme: Theme
    pen: Pen
    footnotes: Footnotes
    pictures: Pictures
    numbering: Numbering
    bookmarks: Bookmarks

    def add(self, given: RunningText, body: Body, *, below_cover: bool = False) -> None:
        """Add a text to the section that is open, which may begin with the cover."""
        self.numbering.begin_text()
        notes = Notes(given.footnotes, self.footnotes, "TextFootnote")
        refer = self.bookmarks.reference
        pen = replace(self.pen, note=notes.reference, reference=refer)
        page = figures_in_text.page_of(given, self.theme)
        writer = _Writer(self, pen, figures_in_text.width_of(page))
        if has_title(given):
            body.add([writer.title(given)])
        levels = {heading.index: heading.level for heading in headings(given)}
        for index, block in enumerate(given.blocks):
            added = writer.block(block, levels.get(index, 0))
            body.add(added if index or not below_cover else _lowered(added))
        body.add([paragraph("TextFootnote", pen.runs(note)) for note in notes.unused()])


def _lowered(parts: list[str]) -> list[str]:
    """Return what begins a text with the room that is between it and the cover above."""
    room = f'<w:spacing w:before="{twips(Pt(_BELOW_COVER))}"/>'
    if is_table(parts[0]):
        return [paragraph(AFTER_TABLE, "", room), *parts]
    head, tail = parts[0].split("</w:pPr>", 1)
    before, indent, after = head.partition("<w:ind ")
    return [f"{before}{room}{indent}{after}</w:pPr>{tail}", *parts[1:]]


@dataclass(frozen=True)
class _Writer:
    """The blocks of one text; ``width`` in points."""

    texts: Texts
    pen: Pen
    width: float

    def title(self, given: RunningText) -> str:
        """Return the label and the title of an annex, which are one heading."""
        bookmarks = self.texts.bookmarks
        label = bookmarks.target(text(given.label, style("AnnexLabel")), given.anchor)
        # the second break makes a low line of its own: room that no paragraph's spacing gives
        between = text("\n") + text("\n", style("AnnexGap")) if given.label and given.title else ""
        content = f"{label}{between}{self.pen.runs(given.title)}"
        return paragraph("AnnexTitle", bookmarks.listing(content, given.anchor))

    def block(self, block: TextBlock, level: int) -> list[str]:
        """Return a block; ``level``: of a heading in the outline, from 1."""
        match block:
            case TextHeading():
                return [self._heading(block, level)]
            case TextParagraph():
                return [self._paragraph(block)]
            case PageBreak():
                return [paragraph(AFTER_TABLE, "", _BEGINS)]
            case Table():
                return [self._table(block), paragraph(_BELOW_TABLE, "")]
            case Timeline():
                return self.block(figures_in_text.as_rows(block), level)
            case Chart() | Map() | Picture():
                return self._figure(block)
            case Withheld():
                words = text(f"\n{block.line}", style("WithheldLine")) if block.line else ""
                return [paragraph(WITHHELD_IN_TEXT, self.pen.runs((block.marker,)) + words)]
            case _:
                assert_never(block)

    def _heading(self, block: TextHeading, level: int) -> str:
        properties, mark = self._mark("heading", level - 1, block.number)
        content = self.texts.bookmarks.heading(mark + self.pen.runs(block.runs), block.anchor)
        return paragraph(f"Heading{level}", content, properties)

    def _paragraph(self, block: TextParagraph) -> str:
        properties, mark = self._mark("entry", block.level, block.mark)
        if block.level and not block.mark:
            properties = f'<w:ind w:left="{twips(Pt(STEP * (block.level + 1)))}"/>'
        bookmarks = self.texts.bookmarks
        if block.style == "caption":
            content = bookmarks.caption(block.runs, block.anchor, self.pen.runs)
        else:
            content = bookmarks.target(mark + self.pen.runs(block.runs), block.anchor)
        return paragraph(_STYLES[block.style], content, properties)

    def _mark(self, family: Family, level: int, mark: str) -> tuple[str, str]:
        """Return the property by which a paragraph gets its mark; else the mark itself."""
        if not mark:
            return "", ""
        if numbering.is_listed(mark):
            return self.texts.numbering.of(family, level, mark), ""
        left, hanging = twips(Pt(STEP * (level + 1))), twips(Pt(STEP))
        return f'<w:ind w:left="{left}" w:hanging="{hanging}"/>', text(f"{mark}\t")

    def _table(self, block: Table) -> str:
        frame = figures_in_text.frame(block, self.width, self.texts.theme)
        return self._grid(block, frame.columns, is_dense=frame.step >= STEPS)

    def _grid(self, block: Table, widths: tuple[float, ...], *, is_dense: bool) -> str:
        size = "PaperDense" if is_dense else "Paper"
        look = TableLook("", self.texts.theme, "TextTable", size)
        return tables.data(block, self.pen, widths, look)

    def _figure(self, block: Chart | Map | Picture) -> list[str]:
        theme = self.texts.theme
        pictures = self.texts.pictures.in_look(figures_in_text.for_figures(theme), "Paper")
        frame = figures_in_text.frame(block, self.width, theme)
        box = Box(0, 0, frame.width, frame.height)
        match block:
            case Chart():
                numbers = chart_text.as_table(block)
                columns = figures_in_text.frame(numbers, self.width, theme)
                grid = self._grid(numbers, columns.columns, is_dense=columns.step >= STEPS)
                return [*pictures.chart(block, box, 1), grid, paragraph(_BELOW_TABLE, "")]
            case Map():
                return pictures.map(block, box, self.pen)
            case Picture():
                return pictures.picture(
                    block, figures_in_text.picture_box(block, self.width), self.pen
                )
            case _:
                assert_never(block)
