"""Lowering of lists, cards, tables, maps, pictures and timelines; for charts: ``chart_lowering``.

Every text is opened in the order in which it will be read. A part that is withheld as a whole is
opened here, or stays its marker.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pipeline.compose import chart_axis
from pipeline.compose.chart_lowering import ChartLowering
from pipeline.compose.opened_parts import bad_part
from pipeline.compose.opener import Marks, Opener
from pipeline.content import media
from pipeline.content.model import parts as kinds
from pipeline.content.model import slides
from pipeline.content.rules import figures, table_grid
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Card,
    Cards,
    Cell,
    Item,
    Map,
    MapCategory,
    Picture,
    Table,
    Timeline,
    TimelinePoint,
)
from pipeline.edition.runs import MarkerRun, Runs, TextRun

Media = Mapping[str, media.Image]


class Parts(ChartLowering):
    """Lowering of one slide's parts to primitives."""

    def __init__(self, opener: Opener, marks: Marks, pictures: Media) -> None:
        """Begin a slide.

        Args:
            opener: of this edition.
            marks: the slide's footnote references by note id.
            pictures: the dossier's, by file name.
        """
        super().__init__(opener, marks)
        self._pictures = pictures

    def items(self, points: kinds.Points) -> tuple[Item, ...]:
        """Lower points to items of a list."""
        return tuple(self._item(point) for point in points)

    def _item(self, point: kinds.Point | kinds.WithheldPart) -> Item:
        given = self.given(point, kinds.PointOrText)
        if isinstance(given, MarkerRun):
            return Item(runs=(given,))
        item = Item(runs=self.runs(given.text), items=self.items(given.points))
        return self.seen(point, item)

    def bullets(self, points: kinds.Points) -> list[Block]:
        """Lower points to a list, if there are any."""
        return [BulletList(items=self.items(points))] if points else []

    def cards(
        self, texts_: Iterable[kinds.LabelledText], columns: int, *, discs: bool = False
    ) -> Block:
        """Lower labelled texts to cards."""
        cards = tuple(
            Card(
                number=str(index) if discs else "",
                heading=self.runs(text.label),
                text=self.runs(text.text),
            )
            for index, text in enumerate(texts_, start=1)
        )
        return Cards(columns=columns, cards=cards)

    def map(
        self,
        part: kinds.MapSpec | kinds.WithheldPart,
        partners: tuple[str, ...] = (),
        region: str = "body",
    ) -> Block:
        """Lower a map; the partners that a slide lists beside it are coloured as well."""
        spec = self.given(part, kinds.MapSpec)
        if isinstance(spec, MarkerRun):
            return self.withheld(spec, region)
        named = MapCategory(label=(), fill="partner", states=partners)
        alt = self.opener.text(spec.alt)
        legend = tuple(self._category(row) for row in spec.legend)
        drawn = Map(
            region=region,
            view=spec.view,
            inset=spec.inset,
            alt=alt,
            categories=(*([named] if partners else []), *legend),
        )
        return self.seen(part, drawn)

    def _category(self, row: kinds.LegendEntry | kinds.WithheldPart) -> MapCategory:
        entry = self.given(row, kinds.LegendEntry)
        if isinstance(entry, MarkerRun):
            return MapCategory(label=(entry,), fill="withheld", states=())
        drawn = MapCategory(label=self.runs(entry.label), fill=entry.fill, states=entry.states)
        return self.seen(row, drawn)

    def picture(self, part: kinds.ImageSpec | kinds.WithheldPart, region: str = "body") -> Block:
        """Lower a picture."""
        spec = self.given(part, kinds.ImageSpec)
        if isinstance(spec, MarkerRun):
            return self.withheld(spec, region)
        if spec.file not in self._pictures:  # a file cannot be kept in the vault
            raise bad_part(part.withheld if isinstance(part, kinds.WithheldPart) else "")
        image = self._pictures[spec.file]
        drawn = Picture(
            region=region,
            alt=self.opener.text(spec.alt),
            caption=self.runs(spec.caption) if spec.caption else (),
            data=image.data,
            width=image.width,
            height=image.height,
        )
        return self.seen(part, drawn)

    def timeline(self, given: slides.TimelineSlide | kinds.TimelineSpec) -> Timeline:
        """Lower the entries of a timeline; a withheld one stays a marker without a label."""
        entries = [self.given(entry, kinds.TimelineEntry) for entry in given.entries]
        places = _on_the_line(given)
        points: list[TimelinePoint] = []
        for part, entry, at in zip(given.entries, entries, places, strict=True):
            if isinstance(entry, MarkerRun):
                points.append(TimelinePoint(label=(), text=(entry,), at=at))
                continue
            label, text = self.runs(entry.label), self.runs(entry.text)
            points.append(self.seen(part, TimelinePoint(label=label, text=text, at=at)))
        return Timeline(points=tuple(points))

    def table(self, part: kinds.TableSpec | kinds.WithheldPart) -> Block:
        """Lower a table: its head, then its body, each cell in its place of the grid."""
        spec = self.given(part, kinds.TableSpec)
        if isinstance(spec, MarkerRun):
            return self.withheld(spec)
        alt = self.opener.text(spec.alt)
        head: list[_Row] = [spec.groups] if spec.groups else []
        head.append(spec.header)
        body: list[_Row | MarkerRun] = []
        for row in spec.rows:
            given: kinds.GivenRow | MarkerRun = self.given(row, kinds.GivenRow)
            body.append(given.row if isinstance(given, kinds.KeyedRow) else given)
        try:
            rows = [
                *self._grid(head, spec, in_head=True),
                *self._grid(body, spec, in_head=False),
            ]
        except table_grid.UnevenRowError as error:
            row = spec.rows[error.row]
            raise bad_part(row.withheld if isinstance(row, kinds.WithheldPart) else "") from None
        for index, row in enumerate(spec.rows, start=len(head)):
            rows[index] = [self.seen(row, cell) for cell in rows[index]]
        if spec.total:
            rows[-1] = [strong(cell) for cell in rows[-1]]
        grid = tuple(tuple(row) for row in rows)
        drawn = Table(alt=alt, header_rows=len(head), total=spec.total, rows=grid)
        return self.seen(part, drawn)

    def _grid(
        self, rows: Sequence[_Row | MarkerRun], spec: kinds.TableSpec, *, in_head: bool
    ) -> list[list[Cell]]:
        """Return rows with a cell for every column; a withheld one has its marker across all."""
        width = figures.width_of(spec)
        sizes = [
            None if isinstance(row, MarkerRun) else [figures.size(cell) for cell in row]
            for row in rows
        ]
        out: list[list[Cell]] = []
        for row, begins in zip(rows, table_grid.columns_of(sizes, width), strict=True):
            cells = [Cell(runs=(), covered=True) for _ in range(width)]
            if isinstance(row, MarkerRun):
                cells[0] = Cell(runs=(row,), columns=width)
            else:
                for column, cell in zip(begins, row, strict=True):
                    cells[column] = self._cell(cell, column, spec, in_head=in_head)
            out.append(cells)
        return out

    def _cell(self, cell: kinds.Cell, column: int, spec: kinds.TableSpec, *, in_head: bool) -> Cell:
        columns, rows = figures.size(cell)
        names_row = spec.row_headers and not column
        numeric = all(at + 1 in spec.numeric for at in range(column, column + columns))
        runs = self.runs(cell.text if isinstance(cell, kinds.SpanningCell) else cell)
        return Cell(
            runs=runs if in_head else self.measured(runs, numeric=numeric),
            header="column" if in_head else "row" if names_row else "",
            numeric=numeric,
            columns=columns,
            rows=rows,
        )

    def measured(self, runs: Runs, *, numeric: bool) -> Runs:
        """Return a cell's text; a number of a column of numbers as the language writes it."""
        if len(runs) != 1 or not isinstance(run := runs[0], TextRun) or run.href:
            return runs
        phrases, text = self.opener.phrases, run.text
        if text == figures.NOT_AVAILABLE:
            text = phrases["not_available"]
        elif numeric:
            text = chart_axis.in_table(text, phrases.language)
        return runs if text == run.text else (run.model_copy(update={"text": text}),)


_Row = Sequence[kinds.Cell]


def strong(cell: Cell) -> Cell:
    """Return a cell in bold letters."""
    runs = tuple(
        run.model_copy(update={"strong": True}) if isinstance(run, TextRun) else run
        for run in cell.runs
    )
    return cell.model_copy(update={"runs": runs})


def _on_the_line(given: slides.TimelineSlide | kinds.TimelineSpec) -> list[float | None]:
    """Return where each entry of a timeline stands, from 0 to 1; None to space evenly."""
    times = [
        _days(entry.at)
        for entry in given.entries
        if isinstance(entry, kinds.TimelineEntry) and entry.at
    ]
    if given.spacing == "even" or len(times) != len(given.entries) or times[0] == times[-1]:
        return [None] * len(given.entries)
    return [round((time - times[0]) / (times[-1] - times[0]), 4) for time in times]


def _days(at: str) -> int:
    """Return the day of a time; a year or a month begins with its first."""
    year, month, day = (*at.split("-"), "1", "1")[:3]
    return date(int(year), int(month), int(day)).toordinal()
