"""Page breaks of long tables in the Word document: on which page each row stands.

A slide cuts a table at its own height; a page is higher, and there it is one, under one heading.
On which page each row stands is decided here and not left to chance: rows have least heights that
hold their text in any program, and one that would end where programs disagree, by the breadth of a
rule or a line of the title, is made higher until all of them put it on the next page.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.design.theme import STEPS, Theme
from pipeline.edition.blocks import Paragraph, Table
from pipeline.edition.runs import NoteRun, Runs, TextRun
from pipeline.edition.slide import Slide
from pipeline.edition.texts import all_runs
from pipeline.layout.block_heights import Ruler
from pipeline.layout.text_metrics import line_count
from pipeline.layout.title_layout import kicker_runs

#: Part of a cell's padding, as on the slide, that a row of the document has above and below.
CELL_PADDING = 0.7
#: Points that a rule adds to a row in some programs.
_RULE = 0.5
#: Points at a page's end that stay free: what stands together must not hang on them.
RESERVE = 6.0
#: Parts by which programs differ in the width of a line, and the least height of one.
_WIDTHS = (1.02, 0.98)
_LEAST_LINE = 1.1
#: Points: above a table in the document, what styles put around its texts; see ``styles.xml.j2``.
_HEADING_SPACE, _OVERLINE_SPACE, _SECTION_SPACE, _LEAD_SPACE = 20.0, 6.0, 0.0, 10.0
#: Text of a heading against that of the slide; see ``_macros.j2``.
_GROWTH = 1.15


@dataclass(frozen=True)
class _Span:
    """Points between the least and the most that programs take."""

    least: float = 0.0
    most: float = 0.0

    def __add__(self, other: _Span) -> _Span:
        return _Span(self.least + other.least, self.most + other.most)


def flowed(slide: Slide, parts: tuple[Slide, ...], theme: Theme) -> tuple[Slide, ...]:
    """Return the slides over which a table is divided, with what it takes in the document.

    Args:
        slide: as composed, with the whole table as its last block.
        parts: the fitted slides.
        theme: grid and type scale.
    """
    block = slide.blocks[-1] if slide.blocks else None
    if len(parts) == 1 or not isinstance(block, Table):
        return parts
    first, *further = parts
    frame = first.frames[-1]
    step = STEPS - 1 if frame.step < STEPS else theme.table_steps - 1
    ruler = Ruler(theme, step)
    rows, pages = _Flow(slide, block, theme).placed(ruler.rows(block, frame.width))
    whole = frame.model_copy(update={
        "columns": ruler.columns(block, frame.width), "rows": rows, "height": round(sum(rows), 2),
    })  # fmt: skip
    return (
        first.model_copy(update={"flow": whole, "sheets": pages}),
        *(part.model_copy(update={"sheets": 0}) for part in further),
    )


class _Flow:
    """The pages of one table."""

    def __init__(self, slide: Slide, block: Table, theme: Theme) -> None:
        self._slide = slide
        self._block = block
        self._theme = theme
        self._scale = theme.page_scale
        page = theme.document_slide
        self._width = page.width - page.margin[1] - page.margin[3]
        self._height = page.height - page.margin[0] - page.margin[2]

    def placed(self, measured: list[float]) -> tuple[tuple[float, ...], int]:
        """Return the least heights of the rows in points of the page, and how many pages they take.

        Args:
            measured: their heights in points of the slide.
        """
        spare = 2 * (1 - CELL_PADDING) * self._theme.cell_padding
        rows = [(height - spare) * self._scale for height in measured]
        count = self._block.header_rows
        head = _rows(rows[:count])
        used, pages = self._above() + head, 1
        known: set[int] = set()
        for index in range(count, len(rows)):
            notes = self._notes(index, known)
            with_row = used + _rows(rows[index : index + 1])
            if with_row.most + notes.most + RESERVE > self._height:
                # a program may put the row's footnotes, but not the row, on the page after this
                lacking = self._height - with_row.least + 1
                rows[index] += max(lacking, 0.0)
                used, pages, known = head, pages + 1, set()
                notes = self._notes(index, known)
                with_row = used + _rows(rows[index : index + 1])
            used = with_row + notes
            known |= self._references(index)
        return tuple(round(row, 2) for row in rows), pages

    def _references(self, index: int) -> set[int]:
        cells = (run for runs in all_runs(self._block.rows[index]) for run in runs)
        return {run.index for run in cells if isinstance(run, NoteRun)}

    def _notes(self, index: int, known: set[int]) -> _Span:
        """Return what the footnotes of a row take that are not on its page.

        Args:
            index: of the row.
            known: the footnotes of the page so far.
        """
        own = self._references(index) - known
        if not own:
            return _Span()
        return sum((self._note(note) for note in sorted(own)), _Span() if known else _ABOVE_NOTES)

    def _note(self, index: int) -> _Span:
        style = self._theme.styles["footnote"]
        size = min(style.sizes) * self._scale
        return self._paragraph(self._slide.footnotes[index], size, style.space, "footnote")

    def _paragraph(
        self, runs: Runs, size: float, space: float, style: str, *, is_narrow: bool = False
    ) -> _Span:
        """Return the height of a paragraph, with the space around it.

        Args:
            runs: its text.
            size: of its letters.
            space: around it.
            style: for its face.
            is_narrow: it keeps to the measure of running text.
        """
        theme, width = self._theme, self._width
        if is_narrow:
            width = min(width, theme.slide.measure * self._scale)
        family, bold = theme.family(style), theme.styles[style].bold
        least, most = (line_count(runs, size, width * part, family, bold=bold) for part in _WIDTHS)
        return _Span(least * size * _LEAST_LINE + space, most * size * theme.line_height + space)

    def _above(self) -> _Span:
        """Return what stands above the table: heading and paragraphs."""
        slide, theme, scale = self._slide, self._theme, self._scale
        found = _Span()
        for line in slide.overline:
            size = min(theme.styles["overline"].sizes) * scale * _GROWTH
            found += self._paragraph(line, size, _OVERLINE_SPACE, "overline")
        size = theme.styles["title"].size(slide.title_step) * scale
        numeral = (TextRun(text=f"{slide.numeral} "),) if slide.numeral else ()
        main = slide.subtitle or (*numeral, *slide.title)
        found += self._paragraph(main, size, _HEADING_SPACE, "title")
        kicker = theme.styles["kicker"].size(0) * scale
        if slide.subtitle:
            found += self._paragraph((*numeral, *slide.title), kicker, 0, "kicker")
        elif section := kicker_runs(slide.kicker):
            found += self._paragraph(section, kicker, _SECTION_SPACE, "kicker")
        elif not slide.overline:  # the title stands as low without it
            found += _Span(0, kicker * theme.line_height + _SECTION_SPACE)
        for block in slide.blocks[:-1]:
            if isinstance(block, Paragraph):
                size = min(theme.styles[block.style].sizes) * scale
                found += self._paragraph(block.runs, size, _LEAD_SPACE, block.style, is_narrow=True)
        texts = (*slide.overline, slide.title, slide.subtitle, *all_runs(slide.blocks[:-1]))
        noted = {run.index for runs in texts for run in runs if isinstance(run, NoteRun)}
        notes = sum((self._note(note) for note in sorted(noted)), _ABOVE_NOTES)
        return found + _Span(0, notes.most) if noted else found


#: Above footnotes, for their rule.
_ABOVE_NOTES = _Span(2.0, 26.0)


def _rows(heights: list[float]) -> _Span:
    return _Span(sum(heights), sum(heights) + _RULE * len(heights))
