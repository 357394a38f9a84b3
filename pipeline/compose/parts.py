"""Lowering of authored parts (lists, cards, tables, maps, charts) to the edition's primitives.

Every text is opened in the order in which it will be read. A part that is withheld as a whole is
opened here, or stays its marker.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from pipeline.compose import chart_axis
from pipeline.compose.opener import Marks, Opener
from pipeline.content import markup, media, yaml_positions
from pipeline.content.model import parts as kinds
from pipeline.content.model import slides
from pipeline.content.model.walk import slots_in, texts
from pipeline.content.rules import figures, table_grid
from pipeline.core.errors import ContentError, Problem, Where
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Card,
    Cards,
    Cell,
    Chart,
    Item,
    Map,
    MapCategory,
    MarkerRun,
    NoteRun,
    Paragraph,
    ParagraphStyle,
    Picture,
    Primitive,
    Run,
    Runs,
    Series,
    Table,
    TextRun,
    Timeline,
    TimelinePoint,
    Withheld,
)
from pipeline.edition.texts import rebuilt

_Part = TypeVar("_Part")
Media = Mapping[str, media.Image]


def bad_part(slot: str) -> ContentError:
    """Return the error for a slot whose value cannot be used; it names the slot only (G19, G23)."""
    message = f"the value of slot '{slot}' is not a valid part of a presentation"
    where = Where("withheld values")
    return ContentError(Problem(where, "bad-withheld-part", message, "withhold it anew"))


def opened(
    value: str,
    slot: str,
    model: TypeAdapter[_Part],
    notes: Container[str] | None,
    holds: Container[str],
) -> _Part:
    """Validate a withheld part, which is stored as YAML; an error names its slot only (G19, G23).

    Args:
        value: of the slot.
        slot: its id.
        model: of the part.
        notes: footnotes that the part may refer to; None for a slide, which has its own.
        holds: slots that may stand inside the part: those that its own slot declares.
    """
    document = yaml_positions.read(value, slot)
    try:
        if not document.problems:
            part = model.validate_python(document.tree)
            known = getattr(part, "footnotes", ()) if notes is None else notes
            inside = all(inner in holds for _, inner, _ in slots_in(part))
            if inside and all(note in known for note in notes_in(part)):
                return part
    except ValidationError:
        pass
    raise bad_part(slot) from None


Drawn = TypeVar("Drawn", bound=Primitive)


def shaded(drawn: Drawn) -> Drawn:
    """Mark every word of a part that the public edition does not have."""

    def shade(runs: Runs) -> Runs:
        return tuple(
            run.model_copy(update={"withheld": True}) if isinstance(run, TextRun) else run
            for run in runs
        )

    return rebuilt(drawn, shade)


def notes_in(part: object) -> Iterator[str]:
    """Yield the footnotes that a part refers to, in reading order."""
    for _, text in texts(part):
        yield from (one.id for one in text if isinstance(one, markup.Note))


class _Told(NamedTuple):
    """Note below a chart on what is withheld; the number with which it ends, if any."""

    runs: Runs
    number: float | None = None


class Parts:
    """Lowering of one slide's parts to primitives."""

    def __init__(self, opener: Opener, marks: Marks, pictures: Media) -> None:
        """Begin a slide.

        Args:
            opener: of this edition.
            marks: the slide's footnote references by note id.
            pictures: the dossier's, by file name.
        """
        self.opener = opener
        self.marks = marks
        self._pictures = pictures

    def runs(self, rich: markup.Rich) -> Runs:
        """Open a text."""
        return self.opener.runs(rich, self.marks)

    def lines(self, lines: Iterable[markup.Rich] | None) -> tuple[Runs, ...]:
        """Open several lines, if there are any."""
        return tuple(self.runs(line) for line in lines or ())

    def paragraphs(
        self, lines: Iterable[markup.Rich | None] | None, style: ParagraphStyle
    ) -> list[Block]:
        """Lower lines to paragraphs of a style."""
        return [Paragraph(style=style, runs=self.runs(line)) for line in lines or () if line]

    def given(self, part: _Part | kinds.WithheldPart, model: Any) -> _Part | MarkerRun:
        """Return a part as given, or what its slot holds for this audience, or the marker."""
        if not isinstance(part, kinds.WithheldPart):
            return part
        value = self.opener.held(part.withheld)
        if value is None:
            return self.opener.marker(part.withheld)
        holds = self.opener.slots[part.withheld].holds
        held = opened(value, part.withheld, TypeAdapter(model), self.marks, holds)
        return cast("_Part", held)

    def seen(self, part: object, drawn: Drawn) -> Drawn:
        """Shade what the public edition does not have: a part from its slot, or one marked."""
        if isinstance(part, kinds.Markable) and part.withhold is not None:
            if self.opener.audience == "public":  # refused before; never print it (G1)
                raise AssertionError("an unsealed part reached the public edition")
            return shaded(drawn)
        return shaded(drawn) if isinstance(part, kinds.WithheldPart) else drawn

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
            return Withheld(region=region, marker=spec)
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
            return Withheld(region=region, marker=spec)
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

    def timeline(self, given: slides.TimelineSlide) -> Block:
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

    def chart(
        self, part: kinds.ChartSpec | kinds.WithheldPart, region: str = "body"
    ) -> list[Block]:
        """Lower a chart; a line of text below it says what of it is withheld."""
        spec = self.given(part, kinds.ChartSpec)
        if isinstance(spec, MarkerRun):
            return [Withheld(region=region, marker=spec)]
        alt = self.opener.text(spec.alt)
        unit = self.runs(spec.unit) if spec.unit else ()
        categories = tuple(self.runs(category) for category in spec.categories)
        series: list[Series] = []
        told: list[_Told] = []
        written: list[str] = []
        for one in spec.series:
            drawn = self._series(one, categories, told, written)
            series += [drawn] if drawn else []
        # those of this edition's own values: the public one does not know the others (G5)
        decimals = figures.most_decimals(written) if spec.decimals is None else spec.decimals
        form = chart_axis.Form(decimals, self.opener.phrases.language)
        series = [chart_axis.printed(one, form) for one in series]
        ticks: tuple[float, ...] = ()
        if spec.form not in {"pie", "doughnut"}:
            ticks = chart_axis.ticks(series, stacked=spec.stacked, bars=spec.form != "line")
        chart = Chart(
            region=region,
            alt=alt,
            form=spec.form,
            stacked=spec.stacked,
            decimals=decimals,
            unit=unit,
            categories=categories,
            series=tuple(series),
            ticks=ticks,
            tick_labels=chart_axis.tick_labels(ticks, form),
        )
        texts_ = [self._formed(one) for one in told]
        lines = [Paragraph(region=region, style="remark", runs=_listed(texts_))] if told else []
        if not series:
            return list(lines)
        return [self.seen(part, chart), *(self.seen(part, line) for line in lines)]

    def _series(
        self,
        part: kinds.SeriesSpec | kinds.WithheldPart,
        categories: tuple[Runs, ...],
        told: list[_Told],
        written: list[str],
    ) -> Series | None:
        """Lower one series whose numbers are not yet printed; None if all of it is withheld.

        Args:
            part: as authored.
            categories: of the chart.
            told: gets what of it is withheld.
            written: gets the numbers as they are written.
        """
        spec = self.given(part, kinds.SeriesSpec)
        if isinstance(spec, MarkerRun):
            told.append(_Told((spec,)))
            return None
        name = self.runs(spec.name)
        values: list[float | None] = []
        shown: list[Runs] = []
        for category, value in zip(categories, spec.values, strict=True):
            run = self.runs(value)[0]
            if isinstance(run, MarkerRun):
                values.append(None)
                shown.append((run,))
                continue
            number = self._number(run, value)
            values.append(number)
            written.append(run.text if isinstance(run, TextRun) else "")
            word = self.opener.phrases["not_available"] if number is None else ""
            shown.append((run.model_copy(update={"text": word}),))
            if isinstance(run, TextRun) and run.withheld:
                place = (*_bare(name), _COMMA, *_bare(category), _COLON)
                told.append(_Told((*place, run), number))
        drawn = self.seen(part, Series(name=name, values=tuple(values), shown=tuple(shown)))
        if drawn.name != name:
            told.append(_Told(drawn.name))
        return drawn

    def _formed(self, told: _Told) -> Runs:
        """Return the note of a chart, its number with all its decimals."""
        last = told.runs[-1] if told.runs else None
        if told.number is None or not isinstance(last, TextRun):
            return told.runs
        form = chart_axis.Form(figures.most_decimals([last.text]), self.opener.phrases.language)
        text = form.printed(told.number)
        return (*told.runs[:-1], last.model_copy(update={"text": text}))

    def _number(self, run: Run, value: markup.Rich) -> float | None:
        """Return the number that a value prints."""
        words = run.text if isinstance(run, TextRun) else ""
        try:
            return figures.number((markup.Words(words),))
        except ValueError:
            slot = value[0].id if isinstance(value[0], markup.Slot) else ""
            raise bad_part(slot) from None

    def table(self, part: kinds.TableSpec | kinds.WithheldPart) -> Block:
        """Lower a table: its head, then its body, each cell in its place of the grid."""
        spec = self.given(part, kinds.TableSpec)
        if isinstance(spec, MarkerRun):
            return Withheld(marker=spec)
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
        drawn = Table(alt=alt, header_rows=len(head), rows=tuple(tuple(row) for row in rows))
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
        numeric = columns == 1 and column + 1 in spec.numeric
        runs = self.runs(cell.text if isinstance(cell, kinds.SpanningCell) else cell)
        return Cell(
            runs=runs if in_head else self._measured(runs, numeric=numeric),
            header="column" if in_head else "row" if names_row else "",
            numeric=numeric,
            columns=columns,
            rows=rows,
        )

    def _measured(self, runs: Runs, *, numeric: bool) -> Runs:
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
_COMMA, _COLON, _SEMICOLON = (TextRun(text=text) for text in (", ", ": ", "; "))


def _bare(runs: Runs) -> Runs:
    """Return runs without footnote references, which may stand once only."""
    return tuple(run for run in runs if not isinstance(run, NoteRun))


def _listed(texts_: Sequence[Runs]) -> Runs:
    """Return several texts as one, with semicolons between them."""
    out: list[Run] = []
    for text in texts_:
        out += [_SEMICOLON, *text] if out else text
    return tuple(out)


def _on_the_line(given: slides.TimelineSlide) -> list[float | None]:
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
