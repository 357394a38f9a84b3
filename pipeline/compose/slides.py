"""From the authors' kinds of slides to the few primitives that renderers draw."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any, TypeVar, assert_never, cast

from pydantic import TypeAdapter, ValidationError

from pipeline.compose.words import Marks, Opener
from pipeline.diagnostics import ContentError, Problem, Where
from pipeline.edition import (
    Block,
    BulletList,
    Card,
    Cards,
    Cell,
    Item,
    Layout,
    Map,
    MapCategory,
    MarkerRun,
    NoteRun,
    Paragraph,
    ParagraphStyle,
    Primitive,
    Runs,
    Slide,
    Table,
    TextRun,
    Timeline,
    TimelinePoint,
    Withheld,
    rebuilt,
)
from pipeline.source import markup, positions
from pipeline.source import slides as kinds
from pipeline.source.check import slots_in, texts

_Part = TypeVar("_Part")


def compose(slide: kinds.Slide, number: int, opener: Opener, *, with_notes: bool) -> Slide:
    """Lower one slide.

    Args:
        slide: as authored.
        number: from 1.
        opener: of this edition.
        with_notes: this edition's deck carries the speaker notes (G16).
    """
    if isinstance(slide, kinds.WithheldSlide):
        value = opener.held(slide.slot)
        if value is None:
            marker = opener.marker(slide.slot)
            return Slide(number=number, layout="text", title=(marker,), blocks=())
        opened = _opened(value, slide.slot, TypeAdapter[kinds.Slide](kinds.Slide), None)
        return _shaded(compose(opened, number, opener, with_notes=with_notes))
    lowering = _Lowering(opener, slide)
    return lowering.seen(slide, lowering.slide(number, with_notes=with_notes))


def _opened(
    value: str, slot: str, model: TypeAdapter[_Part], notes: Container[str] | None
) -> _Part:
    """Validate a withheld part, which is kept as YAML; an error names its slot only (G19, G23).

    Args:
        value: of the slot.
        slot: its id.
        model: of the part.
        notes: footnotes that the part may refer to; None for a slide, which has its own.
    """
    document = positions.read(value, slot)
    try:
        if not document.problems:
            part = model.validate_python(document.tree)
            known = getattr(part, "footnotes", ()) if notes is None else notes
            # a slot within a slot would have no declaration
            if not any(slots_in(part)) and all(note in known for note in _notes(part)):
                return part
    except ValidationError:
        pass
    message = f"the value of slot '{slot}' is not a valid part of a presentation"
    where = Where("withheld values")
    raise ContentError(Problem(where, "bad-withheld-part", message, "withhold it anew")) from None


_Drawn = TypeVar("_Drawn", bound=Primitive)


def _shaded(drawn: _Drawn) -> _Drawn:
    """Mark every word of a part that the public edition does not have."""

    def shade(runs: Runs) -> Runs:
        return tuple(
            run.model_copy(update={"withheld": True}) if isinstance(run, TextRun) else run
            for run in runs
        )

    return rebuilt(drawn, shade)


def _notes(part: object) -> Iterator[str]:
    """Yield the footnotes that a part refers to, in reading order."""
    for _, text in texts(part):
        yield from (one.id for one in text if isinstance(one, markup.Note))


def _marks(slide: kinds.GivenSlide) -> dict[str, NoteRun]:
    """Return a slide's footnote references: signs as given, the others numbered as first used."""
    order = dict.fromkeys(_notes(slide))
    marks: dict[str, NoteRun] = {}
    numbered = 0
    for index, note in enumerate(order):
        mark = slide.footnotes[note].mark
        if mark is None:
            numbered += 1
            mark = str(numbered)
        marks[note] = NoteRun(mark=mark, index=index)
    return marks


class _Lowering:
    """One slide on its way down: its kind's layout and blocks, with footnotes and notes."""

    def __init__(self, opener: Opener, slide: kinds.GivenSlide) -> None:
        self.opener = opener
        self.given = slide
        self.marks: Marks = _marks(slide)

    def slide(self, number: int, *, with_notes: bool) -> Slide:
        given = self.given
        overline = self._lines(self._agency())
        title = self._runs(given.title)
        subtitle = self._runs(given.subtitle) if given.subtitle else ()
        layout, blocks = self._body()
        section = getattr(given, "section", None)
        return Slide(
            number=number,
            layout="section" if section else layout,
            overline=overline,
            numeral=f"{section}." if section else "",
            title=title,
            subtitle=subtitle,
            blocks=tuple(blocks),
            footnotes=tuple(self._footnote(note) for note in self.marks),
            notes=self._lines(given.notes) if with_notes else (),
        )

    def _runs(self, rich: markup.Rich) -> Runs:
        return self.opener.runs(rich, self.marks)

    def _lines(self, lines: Iterable[markup.Rich] | None) -> tuple[Runs, ...]:
        return tuple(self._runs(line) for line in lines or ())

    def _agency(self) -> tuple[markup.Rich, ...]:
        match self.given:
            case kinds.TitleSlide(agency=agency):
                return (agency,) if agency else ()
            case kinds.ClosingSlide(agency=lines):
                return lines or ()
            case _:
                return ()

    def _footnote(self, note: str) -> Runs:
        text = self.opener.runs(self.given.footnotes[note].text)
        if self.given.footnotes[note].mark:
            return text
        return (*self.opener.runs((markup.Words(f"{self.marks[note].mark} "),)), *text)

    def _paragraphs(
        self, lines: Iterable[markup.Rich | None] | None, style: ParagraphStyle
    ) -> list[Block]:
        return [Paragraph(style=style, runs=self._runs(line)) for line in lines or () if line]

    def _given(self, part: _Part | kinds.WithheldPart, model: Any) -> _Part | MarkerRun:
        """Return a part as given, or what its slot holds for this audience, or the marker."""
        if not isinstance(part, kinds.WithheldPart):
            return part
        value = self.opener.held(part.withheld)
        if value is None:
            return self.opener.marker(part.withheld)
        return cast("_Part", _opened(value, part.withheld, TypeAdapter(model), self.marks))

    def seen(self, part: object, drawn: _Drawn) -> _Drawn:
        """Shade what the public edition does not have: a part from its slot, or one marked."""
        if isinstance(part, kinds.Markable) and part.withhold is not None:
            if self.opener.audience == "public":  # refused before; never print it (G1)
                raise AssertionError("an unsealed part reached the public edition")
            return _shaded(drawn)
        return _shaded(drawn) if isinstance(part, kinds.WithheldPart) else drawn

    def _items(self, points: kinds.Points) -> tuple[Item, ...]:
        return tuple(self._item(point) for point in points)

    def _item(self, point: kinds.Point | kinds.WithheldPart) -> Item:
        given = self._given(point, kinds.PointOrText)
        if isinstance(given, MarkerRun):
            return Item(runs=(given,))
        item = Item(runs=self._runs(given.text), items=self._items(given.points))
        return self.seen(point, item)

    def _bullets(self, points: kinds.Points) -> list[Block]:
        return [BulletList(items=self._items(points))] if points else []

    def _cards(
        self, texts_: Iterable[kinds.LabelledText], columns: int, *, discs: bool = False
    ) -> Block:
        cards = tuple(
            Card(
                number=str(index) if discs else "",
                heading=self._runs(text.label),
                text=self._runs(text.text),
            )
            for index, text in enumerate(texts_, start=1)
        )
        return Cards(columns=columns, cards=cards)

    def _body(self) -> tuple[Layout, list[Block]]:
        match self.given:
            case kinds.TitleSlide(lines=lines):
                return "title", self._paragraphs(lines, "row")
            case kinds.ObjectivesSlide() as given:
                blocks = self._paragraphs(given.lead, "lead")
                blocks += self._paragraphs((given.heading,), "heading")
                blocks += [self._cards(given.objectives, len(given.objectives))]
                return "text", blocks + self._bullets(given.points)
            case kinds.ClustersSlide() as given:
                return "text", [self._cards(given.clusters, 2, discs=given.numbered)]
            case kinds.AgreementsSlide() as given:
                return "text", self._agreements(given)
            case kinds.ArrangementsSlide() as given:
                return self._arrangements(given)
            case kinds.OfficersSlide() as given:
                return "text", self._officers(given)
            case kinds.BulletsSlide() as given:
                return "text", self._paragraphs(given.lead, "lead") + self._bullets(given.points)
            case kinds.TableSlide() as given:
                return "text", [*self._paragraphs(given.lead, "lead"), self._table(given.table)]
            case kinds.ClosingSlide():
                return "closing", []
            case _:
                assert_never(self.given)

    def _agreements(self, given: kinds.AgreementsSlide) -> list[Block]:
        points = tuple(
            TimelinePoint(
                label=self._runs((markup.Words(str(agreement.year)),)),
                text=self._runs(agreement.name),
            )
            for agreement in given.agreements
        )
        return [Timeline(points=points), *self._paragraphs((given.remark,), "remark")]

    def _arrangements(self, given: kinds.ArrangementsSlide) -> tuple[Layout, list[Block]]:
        blocks = self._paragraphs((given.lead,), "lead")
        partners = [self._given(partner, kinds.Partner) for partner in given.partners]
        items = [
            Item(runs=(one,) if isinstance(one, MarkerRun) else self._runs(one.name))
            for one in partners
        ]
        shown = tuple(
            self.seen(partner, item) for item, partner in zip(items, given.partners, strict=True)
        )
        blocks.append(BulletList(items=shown, columns=2 if given.map else 3))
        if given.map is None:
            return "text", blocks
        states = tuple(
            one.state for one in partners if isinstance(one, kinds.Partner) and one.state
        )
        return "text-figure", [*blocks, self._map(given.map, states)]

    def _map(self, part: kinds.MapSpec | kinds.WithheldPart, partners: tuple[str, ...]) -> Block:
        spec = self._given(part, kinds.MapSpec)
        if isinstance(spec, MarkerRun):
            return Withheld(region="figure", marker=spec)
        named = MapCategory(label=(), fill="partner", states=partners)
        alt = self.opener.text(spec.alt)
        legend = tuple(self._category(row) for row in spec.legend)
        drawn = Map(
            view=spec.view,
            inset=spec.inset,
            alt=alt,
            categories=(*([named] if partners else []), *legend),
        )
        return self.seen(part, drawn)

    def _category(self, row: kinds.LegendEntry | kinds.WithheldPart) -> MapCategory:
        entry = self._given(row, kinds.LegendEntry)
        if isinstance(entry, MarkerRun):
            return MapCategory(label=(entry,), fill="withheld", states=())
        drawn = MapCategory(label=self._runs(entry.label), fill=entry.fill, states=entry.states)
        return self.seen(row, drawn)

    def _officers(self, given: kinds.OfficersSlide) -> list[Block]:
        heading = self._runs(given.heading)
        posts = tuple(Item(runs=self._runs(officer)) for officer in given.officers)
        return [BulletList(items=(Item(runs=heading, items=posts), *self._items(given.points)))]

    def _table(self, part: kinds.TableSpec | kinds.WithheldPart) -> Block:
        spec = self._given(part, kinds.TableSpec)
        if isinstance(spec, MarkerRun):
            return Withheld(marker=spec)
        alt = self.opener.text(spec.alt)
        header = tuple(
            Cell(runs=self._runs(text), header="column", numeric=index in spec.numeric)
            for index, text in enumerate(spec.header, start=1)
        )
        drawn = Table(alt=alt, rows=(header, *(self._row(row, spec) for row in spec.rows)))
        return self.seen(part, drawn)

    def _row(
        self, row: kinds.GivenRow | kinds.WithheldPart, spec: kinds.TableSpec
    ) -> tuple[Cell, ...]:
        """Lower a row; one that is withheld has its marker in the first cell, the others empty."""
        given: kinds.GivenRow | MarkerRun = self._given(row, kinds.GivenRow)
        if isinstance(given, MarkerRun):
            first = Cell(runs=(given,), header="row" if spec.row_headers else "")
            return (first, *(Cell(runs=()) for _ in spec.header[1:]))
        texts_ = given.row if isinstance(given, kinds.KeyedRow) else given
        cells = (
            Cell(
                runs=self._runs(text),
                header="row" if spec.row_headers and index == 1 else "",
                numeric=index in spec.numeric,
            )
            for index, text in enumerate(texts_, start=1)
        )
        return tuple(self.seen(row, cell) for cell in cells)
