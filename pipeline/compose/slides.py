"""Lowering of a slide of any kind to the edition's primitives, with notes and footnotes."""

from __future__ import annotations

import re
from typing import assert_never

from pydantic import TypeAdapter

from pipeline.compose import ruled_rows
from pipeline.compose.decision_slides import DecisionSlides
from pipeline.compose.opened_parts import notes_in, opened, shaded
from pipeline.compose.opener import Opener
from pipeline.compose.parts import Media
from pipeline.content import markup
from pipeline.content.model import parts as pieces
from pipeline.content.model import slides as kinds
from pipeline.edition.blocks import Block, BulletList, Item, Paragraph, Timeline, TimelinePoint
from pipeline.edition.runs import MarkerRun, NoteRun, Runs
from pipeline.edition.slide import Layout, Slide
from pipeline.edition.texts import all_runs, plain, rebuilt

#: A day as ISO 8601 writes it.
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CARDS: dict[int, Layout] = {2: "cards-2", 3: "cards-3", 4: "cards-4"}
#: Cards side by side, if the author does not say.
_USUAL_COLUMNS = 3


def compose(
    slide: kinds.Slide, number: int, opener: Opener, pictures: Media, *, with_notes: bool
) -> Slide:
    """Lower one slide.

    Args:
        slide: as authored.
        number: from 1.
        opener: of this edition.
        pictures: the dossier's, by file name.
        with_notes: this edition's deck carries the speaker notes (G16).
    """
    if isinstance(slide, kinds.WithheldSlide):
        value = opener.held(slide.slot)
        if value is None:
            marker = opener.marker(slide.slot)
            words = opener.phrases["withheld.slide"]
            return Slide(number=number, layout="text", title=(marker,), blocks=(), withheld=words)
        holds = opener.slots[slide.slot].holds
        held = opened(value, slide.slot, TypeAdapter[kinds.Slide](kinds.Slide), None, holds)
        return shaded(compose(held, number, opener, pictures, with_notes=with_notes))
    lowering = _Lowering(opener, slide, pictures)
    return lowering.seen(slide, lowering.slide(number, with_notes=with_notes))


def _marks(slide: kinds.GivenSlide) -> dict[str, NoteRun]:
    """Return references to a slide's footnotes; they are numbered when the slide is complete."""
    return {
        note: NoteRun(mark="", index=index)
        for index, note in enumerate(dict.fromkeys(notes_in(slide)))
    }


class _Lowering(DecisionSlides):
    """One slide on its way down: its kind's layout and blocks, with footnotes and notes."""

    def __init__(self, opener: Opener, slide: kinds.GivenSlide, pictures: Media) -> None:
        super().__init__(opener, _marks(slide), pictures)
        self.source = slide

    def slide(self, number: int, *, with_notes: bool) -> Slide:
        given = self.source
        overline = self.lines(self._agency())
        title = self.runs(given.title)
        subtitle = self.runs(given.subtitle) if given.subtitle else ()
        layout, blocks = self._body()
        section = getattr(given, "section", None)
        drawn = Slide(
            number=number,
            layout="section" if section else layout,
            overline=overline,
            numeral=f"{section}." if section else "",
            title=title,
            subtitle=subtitle,
            blocks=tuple(blocks),
            notes=self.lines(given.notes) if with_notes else (),
        )
        return self._with_footnotes(drawn) if self.marks else drawn

    def _with_footnotes(self, drawn: Slide) -> Slide:
        """Number the footnotes in reading order, which is not that of the fields in a file."""
        ids = list(self.marks)
        used = (run.index for runs in all_runs(drawn) for run in runs if isinstance(run, NoteRun))
        order = list(dict.fromkeys([*used, *range(len(ids))]))
        signs = {at: self.source.footnotes[ids[at]].mark for at in order}
        numbers = iter(range(1, len(order) + 1))
        marks = {
            at: NoteRun(mark=signs[at] or str(next(numbers)), index=index)
            for index, at in enumerate(order)
        }

        def numbered(runs: Runs) -> Runs:
            return tuple(marks[run.index] if isinstance(run, NoteRun) else run for run in runs)

        footnotes = tuple(self._footnote(ids[at], marks[at].mark) for at in order)
        return rebuilt(drawn, numbered).model_copy(update={"footnotes": footnotes})

    def _agency(self) -> tuple[markup.Rich, ...]:
        match self.source:
            case kinds.TitleSlide(agency=agency):
                return (agency,) if agency else ()
            case kinds.ClosingSlide(agency=lines):
                return lines or ()
            case _:
                return ()

    def _footnote(self, note: str, mark: str) -> Runs:
        text = self.opener.runs(self.source.footnotes[note].text)
        if self.source.footnotes[note].mark:
            return text
        return (*self.opener.runs((markup.Words(f"{mark} "),)), *text)

    def _body(self) -> tuple[Layout, list[Block]]:
        match self.source:
            case (
                kinds.TitleSlide()
                | kinds.ClosingSlide()
                | kinds.AgendaSlide()
                | kinds.SectionSlide()
            ):
                return self._frame(self.source)
            case kinds.ObjectivesSlide() | kinds.ClustersSlide() | kinds.CardsSlide():
                return self._of_cards(self.source)
            case kinds.AgreementsSlide() | kinds.TimelineSlide():
                return "timeline", self._of_time(self.source)
            case kinds.ArrangementsSlide():
                return self._arrangements(self.source)
            case kinds.TableSlide() | kinds.MapSlide() | kinds.ChartSlide() | kinds.ImageSlide():
                return self._figure(self.source)
            case kinds.MixedSlide() | kinds.ImagesSlide():
                return self.mixed(self.source)
            case (
                kinds.BulletsSlide()
                | kinds.OfficersSlide()
                | kinds.ColumnsSlide()
                | kinds.QuoteSlide()
            ):
                return self._of_text(self.source)
            case (
                kinds.FiguresSlide()
                | kinds.DecisionSlide()
                | kinds.OptionsSlide()
                | kinds.NextStepsSlide()
                | kinds.MessageSlide()
            ):
                return self.decided(self.source)
            case _:
                assert_never(self.source)

    def _frame(
        self,
        given: kinds.TitleSlide | kinds.ClosingSlide | kinds.AgendaSlide | kinds.SectionSlide,
    ) -> tuple[Layout, list[Block]]:
        """Lower a slide that opens, divides or closes the deck; lists come later."""
        match given:
            case kinds.TitleSlide():
                return "title", _dated(self.paragraphs(given.lines, "row"))
            case kinds.SectionSlide():
                return "section", self.paragraphs(given.lead, "lead")
            case kinds.AgendaSlide() | kinds.ClosingSlide():
                return given.kind, []
            case _:
                assert_never(given)

    def _of_cards(
        self, given: kinds.ObjectivesSlide | kinds.ClustersSlide | kinds.CardsSlide
    ) -> tuple[Layout, list[Block]]:
        """Lower a slide of cards, with what stands before and after them."""
        blocks: list[Block] = []
        match given:
            case kinds.ClustersSlide():
                texts, columns = given.clusters, 2
            case kinds.ObjectivesSlide():
                texts, columns = given.objectives, len(given.objectives)
                blocks += self.paragraphs(given.lead, "lead")
                blocks += self.paragraphs((given.heading,), "heading")
            case kinds.CardsSlide():
                texts = given.cards
                columns = given.columns or min(len(given.cards), _USUAL_COLUMNS)
                blocks += self.paragraphs(given.lead, "lead")
            case _:
                assert_never(given)
        blocks.append(self.cards(texts, columns, discs=given.numbered))
        points = () if isinstance(given, kinds.ClustersSlide) else given.points
        return _CARDS[columns], blocks + self.bullets(points)

    def _of_time(self, given: kinds.AgreementsSlide | kinds.TimelineSlide) -> list[Block]:
        """Lower a slide with a line of time."""
        blocks: list[Block] = []
        if isinstance(given, kinds.TimelineSlide):
            blocks += [*self.paragraphs(given.lead, "lead"), self.timeline(given)]
        else:
            blocks.append(self._agreements(given))
        return blocks + self.paragraphs((given.remark,), "remark")

    def _of_text(
        self,
        given: kinds.BulletsSlide | kinds.OfficersSlide | kinds.ColumnsSlide | kinds.QuoteSlide,
    ) -> tuple[Layout, list[Block]]:
        """Lower a slide of text."""
        match given:
            case kinds.BulletsSlide():
                listed = ruled_rows.listed(self.items(given.points))
                return "text", [*self.paragraphs(given.lead, "lead"), listed]
            case kinds.OfficersSlide():
                return "text", self._officers(given)
            case kinds.ColumnsSlide():
                blocks = self._column(given.left, "body")
                return "columns", blocks + self._column(given.right, "second")
            case kinds.QuoteSlide():
                blocks = self.paragraphs(given.quote, "quote")
                return "quote", blocks + self.paragraphs((given.attribution,), "attribution")
            case _:
                assert_never(given)

    def _figure(
        self, given: kinds.TableSlide | kinds.MapSlide | kinds.ChartSlide | kinds.ImageSlide
    ) -> tuple[Layout, list[Block]]:
        """Lower a slide with a figure; with points, they stand beside it."""
        blocks = self.paragraphs(given.lead, "lead")
        if isinstance(given, kinds.TableSlide):
            return "table", [*blocks, self.table(given.table)]
        region = "figure" if given.points else "body"
        blocks += self.bullets(given.points)
        match given:
            case kinds.MapSlide():
                blocks.append(self.map(given.map, region=region))
            case kinds.ImageSlide():
                blocks.append(self.picture(given.image, region))
            case kinds.ChartSlide():
                blocks += self.chart(given.chart, region)
                if given.remark:
                    runs = self.runs(given.remark)
                    blocks.append(Paragraph(region=region, style="source", runs=runs))
            case _:
                assert_never(given)
        return "text-figure" if given.points else given.kind, blocks

    def _column(self, column: pieces.Column, region: str) -> list[Block]:
        """Lower one of two columns."""
        blocks = self.paragraphs((column.heading,), "heading")
        blocks += self.paragraphs(column.text, "body")
        blocks += self.bullets(column.points)
        return [block.model_copy(update={"region": region}) for block in blocks]

    def _agreements(self, given: kinds.AgreementsSlide) -> Block:
        points = tuple(
            TimelinePoint(
                label=self.runs((markup.Words(str(agreement.year)),)),
                text=self.runs(agreement.name),
            )
            for agreement in given.agreements
        )
        return Timeline(points=points)

    def _arrangements(self, given: kinds.ArrangementsSlide) -> tuple[Layout, list[Block]]:
        blocks = self.paragraphs((given.lead,), "lead")
        partners = [self.given(partner, pieces.Partner) for partner in given.partners]
        items = [
            Item(runs=(partner,) if isinstance(partner, MarkerRun) else self.runs(partner.name))
            for partner in partners
        ]
        shown = tuple(
            self.seen(partner, item) for item, partner in zip(items, given.partners, strict=True)
        )
        blocks.append(BulletList(items=shown, columns=2 if given.map else 3))
        if given.map is None:
            return "text", blocks
        states = tuple(
            partner.state
            for partner in partners
            if isinstance(partner, pieces.Partner) and partner.state
        )
        return "text-figure", [*blocks, self.map(given.map, states, "figure")]

    def _officers(self, given: kinds.OfficersSlide) -> list[Block]:
        heading = self.runs(given.heading)
        posts = tuple(Item(runs=self.runs(officer)) for officer in given.officers)
        return [BulletList(items=(Item(runs=heading, items=posts), *self.items(given.points)))]


def _dated(rows: list[Block]) -> list[Block]:
    """Return the lines of a title slide; a day that ends them is a date."""
    last = rows[-1] if rows else None
    if not isinstance(last, Paragraph) or not _DAY.fullmatch(plain(last.runs)):
        return rows
    return [*rows[:-1], last.model_copy(update={"style": "date"})]
