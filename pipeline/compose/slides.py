"""From the authors' kinds of slides to the few primitives that renderers draw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar, assert_never

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
    NoteRun,
    Paragraph,
    ParagraphStyle,
    Runs,
    Slide,
    Table,
    Timeline,
    TimelinePoint,
    Withheld,
)
from pipeline.source import markup, positions
from pipeline.source import slides as kinds
from pipeline.source.check import texts

_Part = TypeVar("_Part")


def compose(slide: kinds.Slide, number: int, opener: Opener, *, with_notes: bool) -> Slide:
    """Lower one slide, in reading order so that markers are numbered as they are read.

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
            return Slide(number=number, layout="content", title=(marker,), blocks=())
        opened: kinds.Slide = _opened(value, slide.slot, TypeAdapter(kinds.Slide))
        return compose(opened, number, opener, with_notes=with_notes)
    return _Lowering(opener, slide).slide(number, with_notes=with_notes)


def _opened(value: str, slot: str, model: TypeAdapter[_Part]) -> _Part:
    """Validate a withheld part, which is kept as YAML; an error names its slot only (G19, G23)."""
    document = positions.read(value, slot)
    try:
        if not document.problems:
            return model.validate_python(document.tree)
    except ValidationError:
        pass
    message = f"the value of slot '{slot}' is not a valid part of a presentation"
    where = Where("withheld values")
    raise ContentError(Problem(where, "bad-withheld-part", message, "withhold it anew")) from None


def _marks(slide: kinds.GivenSlide) -> dict[str, NoteRun]:
    """Return a slide's footnote references: signs as given, the others numbered as first used."""
    order: dict[str, None] = {}
    for _, text in texts(slide):
        order.update({part.id: None for part in text if isinstance(part, markup.Note)})
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

    def _items(self, points: Iterable[kinds.Point]) -> tuple[Item, ...]:
        return tuple(
            Item(runs=self._runs(point.text), items=self._items(point.points)) for point in points
        )

    def _bullets(self, points: tuple[kinds.Point, ...]) -> list[Block]:
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
                return "content", blocks + self._bullets(given.points)
            case kinds.ClustersSlide() as given:
                return "content", [self._cards(given.clusters, 2, discs=given.numbered)]
            case kinds.AgreementsSlide() as given:
                return "content", self._agreements(given)
            case kinds.ArrangementsSlide() as given:
                return self._arrangements(given)
            case kinds.OfficersSlide() as given:
                return "content", self._officers(given)
            case kinds.BulletsSlide() as given:
                return "content", self._paragraphs(given.lead, "lead") + self._bullets(given.points)
            case kinds.TableSlide() as given:
                return "content", [*self._paragraphs(given.lead, "lead"), self._table(given.table)]
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
        items = tuple(Item(runs=self._runs(partner.name)) for partner in given.partners)
        blocks.append(BulletList(items=items, columns=2 if given.map else 3))
        if given.map is None:
            return "content", blocks
        states = tuple(partner.state for partner in given.partners if partner.state)
        return "split", [*blocks, self._map(given.map, states)]

    def _map(self, spec: kinds.MapSpec | kinds.WithheldPart, partners: tuple[str, ...]) -> Block:
        if isinstance(spec, kinds.WithheldPart):
            value = self.opener.held(spec.withheld)
            if value is None:
                return Withheld(region="figure", marker=self.opener.marker(spec.withheld))
            spec = _opened(value, spec.withheld, TypeAdapter(kinds.MapSpec))
        named = MapCategory(label=(), fill="partner", states=partners)
        return Map(
            view=spec.view,
            inset=spec.inset,
            alt=self.opener.text(spec.alt),
            categories=(
                *([named] if partners else []),
                *(
                    MapCategory(label=self._runs(row.label), fill=row.fill, states=row.states)
                    for row in spec.legend
                ),
            ),
        )

    def _officers(self, given: kinds.OfficersSlide) -> list[Block]:
        heading = self._runs(given.heading)
        posts = tuple(Item(runs=self._runs(officer)) for officer in given.officers)
        return [BulletList(items=(Item(runs=heading, items=posts), *self._items(given.points)))]

    def _table(self, spec: kinds.TableSpec | kinds.WithheldPart) -> Block:
        if isinstance(spec, kinds.WithheldPart):
            value = self.opener.held(spec.withheld)
            if value is None:
                return Withheld(marker=self.opener.marker(spec.withheld))
            spec = _opened(value, spec.withheld, TypeAdapter(kinds.TableSpec))
        alt = self.opener.text(spec.alt)
        header = tuple(
            Cell(runs=self._runs(text), header="column", numeric=index in spec.numeric)
            for index, text in enumerate(spec.header, start=1)
        )
        rows = tuple(
            tuple(
                Cell(
                    runs=self._runs(text),
                    header="row" if spec.row_headers and index == 1 else "",
                    numeric=index in spec.numeric,
                )
                for index, text in enumerate(row, start=1)
            )
            for row in spec.rows
        )
        return Table(alt=alt, rows=(header, *rows))
