"""Lowering of a text's figures, forms and tables, and of what all parts of a text need."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import assert_never

from pipeline.compose.opened_parts import shaded
from pipeline.compose.opener import Opener
from pipeline.compose.parts import Media, Parts
from pipeline.compose.text_numbers import shaded_runs
from pipeline.compose.text_values import Shape, opened_text
from pipeline.content import markup
from pipeline.content.model import parts as pieces
from pipeline.content.model import running_text as kinds
from pipeline.content.model.parts import WithheldPart
from pipeline.edition.blocks import (
    Block,
    Cell,
    Chart,
    Map,
    Paragraph,
    Picture,
    Table,
    Timeline,
    Withheld,
)
from pipeline.edition.running_text import TextBlock, TextParagraph
from pipeline.edition.runs import MarkerRun, NoteRun, Runs
from pipeline.edition.texts import plain

#: Widths of a form's labels and values, as shares of the text's: all forms stand alike.
_FORM = (0.28, 0.72)


class TextFigures(Parts):
    """Lowering of the figures of one body or annex."""

    is_in_text = True

    def __init__(
        self, opener: Opener, pictures: Media, footnotes: Mapping[str, markup.Rich]
    ) -> None:
        """Begin a body or an annex.

        Args:
            opener: of this edition.
            pictures: the dossier's, by file name.
            footnotes: of its file.
        """
        super().__init__(opener, {}, pictures)
        self._notes: list[tuple[markup.Rich, bool]] = []
        self._shading = 0
        self._use_notes(footnotes)

    def _use_notes(self, footnotes: Mapping[str, markup.Rich]) -> None:
        """Let the texts that follow refer to some footnotes."""
        begin = len(self._notes)
        self._notes += [(rich, self._shading > 0) for rich in footnotes.values()]
        self.marks = {
            note: NoteRun(mark="", index=begin + index) for index, note in enumerate(footnotes)
        }

    @contextmanager
    def _shaded(self) -> Generator[None]:
        """Shade what is lowered within: the public does not have it."""
        self._shading += 1
        yield
        self._shading -= 1

    @contextmanager
    def _from_slot(self, held: kinds.Text) -> Generator[None]:
        """Do the same for what comes from a slot, and may have footnotes of its own."""
        marks = self.marks
        with self._shaded():
            self._use_notes(held.footnotes)
            yield
        self.marks = marks

    def _held(self, slot: str, shape: Shape) -> kinds.Text | None:
        """Return what a slot holds for this audience, if it does."""
        value = self.opener.held(slot)
        return None if value is None else opened_text(value, slot, shape, self.opener)

    def _runs(self, rich: markup.Rich) -> Runs:
        runs = self.opener.runs(rich, self.marks)
        return shaded_runs(runs) if self._shading else runs

    def _form(self, form: kinds.Form) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for row in form.rows:
            if isinstance(row, WithheldPart):
                rows.append(self._withheld_row(row))
                continue
            if row.withhold is not None:
                self._shading += 1
            label = Cell(runs=self._runs(row.label), header="row")
            rows.append((label, Cell(runs=self._runs(row.value))))
            if row.withhold is not None:
                self._shading -= 1
        alt = ", ".join(filter(None, (plain(row[0].runs).rstrip(":") for row in rows)))
        return Table(alt=alt, header_rows=0, shares=_FORM, rows=tuple(rows))

    def _withheld_row(self, row: WithheldPart) -> tuple[Cell, ...]:
        held = self._held(row.withheld, "row")
        if held is None:
            marker = self.opener.marker(row.withheld)
            return (Cell(runs=(marker,), columns=2), Cell(runs=(), covered=True))
        (form,) = held.blocks
        assert isinstance(form, kinds.Form)  # noqa: S101 - see opened_text
        (given,) = form.rows
        assert isinstance(given, kinds.FormRow)  # noqa: S101 - see opened_text
        with self._from_slot(held):
            label = Cell(runs=self._runs(given.label), header="row")
            return (label, Cell(runs=self._runs(given.value)))

    def _grid_of(self, grid: kinds.Grid) -> Block:
        heads = [self.opener.text(_letters(cell)) for cell in grid.header]
        spec = pieces.TableSpec.model_construct(
            withhold=None,
            alt=(markup.Words(", ".join(filter(None, heads)) or "–"),),
            row_headers=False,
            numeric=grid.numeric,
            total=False,
            groups=None,
            header=grid.header,
            rows=grid.rows,
        )
        return self.table(spec)

    def figure(self, block: kinds.Figure | kinds.Form | kinds.Grid) -> list[TextBlock]:
        """Lower a figure or a table."""
        drawn: Sequence[Block]
        match block:
            case kinds.Form():
                return [self._form(block)]
            case kinds.Grid():
                drawn = [self._grid_of(block)]
            case kinds.TableFigure():
                drawn = [self.table(block.table)]
            case kinds.ChartFigure():
                drawn = self.chart(block.chart)
            case kinds.ImageFigure():
                drawn = [self.picture(block.image)]
            case kinds.MapFigure():
                drawn = [self.map(block.map)]
            case kinds.TimelineFigure():
                spec = self.given(block.timeline, pieces.TimelineSpec)
                if isinstance(spec, MarkerRun):
                    drawn = [self.withheld(spec)]
                else:
                    drawn = [self.seen(block.timeline, self.timeline(spec))]
            case _:
                assert_never(block)
        return [self._as_text(part) for part in drawn]

    def _as_text(self, block: Block) -> TextBlock:
        """Return a block of a slide as one of a text: a note below a chart is a paragraph."""
        match block:
            case Paragraph(runs=runs):
                return TextParagraph(style="caption", runs=runs)
            case Table() | Chart() | Map() | Picture() | Timeline() | Withheld():
                return shaded(block) if self._shading else block
            case _:
                raise AssertionError("a figure is drawn by other blocks")


def _letters(rich: markup.Rich) -> markup.Rich:
    """Return a text without its footnotes and references."""
    return tuple(part for part in rich if not isinstance(part, markup.Note | markup.Reference))
