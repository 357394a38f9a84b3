"""Lowering of key figures, decisions, options, next steps and messages to cards and tables."""

from __future__ import annotations

from string import ascii_lowercase
from typing import assert_never

from pipeline.compose import chart_axis
from pipeline.compose.opened_parts import bad_part
from pipeline.compose.parts import strong
from pipeline.compose.phase_slides import DONE, PhaseSlides, across
from pipeline.content import markup
from pipeline.content.model import parts as kinds
from pipeline.content.model import slides
from pipeline.edition.blocks import Block, Card, Cards, Cell, Paragraph, Table
from pipeline.edition.runs import MarkerRun, Runs, TextRun
from pipeline.edition.slide import Layout

#: Words of a rating, and the mark before each: it says the same without colour.
_MARKS = {"meets": "●", "partly": "◐", "fails": "○"}
#: Shares of a table's width: the column of criteria; date, step and who is responsible.
#: Chosen by eye for a date in full and a name of two words on one line.
_CRITERIA = 0.28
_STEPS = (0.18, 0.57, 0.25)

DecisionKind = (
    slides.FiguresSlide
    | slides.DecisionSlide
    | slides.OptionsSlide
    | slides.NextStepsSlide
    | slides.MessageSlide
)


class DecisionSlides(PhaseSlides):
    """Lowering of the kinds of slides on which decisions rest."""

    def decided(self, given: DecisionKind) -> tuple[Layout, list[Block]]:
        """Lower a slide of one of these kinds."""
        match given:
            case slides.FiguresSlide():
                cards = tuple(self._figure_card(figure) for figure in given.figures)
                blocks: list[Block] = [Cards(columns=len(cards), cards=cards)]
                return "figures", blocks + self.paragraphs((given.remark,), "source")
            case slides.DecisionSlide():
                return "decision", self._decision(given)
            case slides.OptionsSlide():
                return "table", [self._options(given)]
            case slides.NextStepsSlide():
                drawn = self.phases(given) if given.phases else self._next_steps(given)
                return "table", [drawn]
            case slides.MessageSlide():
                return "message", self._message(given)
            case _:
                assert_never(given)

    def _phrase(self, key: str) -> Runs:
        return (TextRun(text=self.opener.phrases[key]),)

    def _figure_card(self, part: kinds.KeyFigure | kinds.WithheldPart) -> Card:
        """Lower a number with its statement; a withheld one is a marker in its place."""
        figure = self.given(part, kinds.KeyFigure)
        if isinstance(figure, MarkerRun):
            return Card(figure=(figure,), heading=(), text=())
        card = Card(
            figure=self._as_number(self.runs(figure.number)),
            unit=self.runs(figure.unit) if figure.unit else (),
            heading=self.runs(figure.statement),
            text=self.runs(figure.comparison) if figure.comparison else (),
        )
        return self.seen(part, card)

    def _as_number(self, runs: Runs) -> Runs:
        """Return a text; a number as the language writes it."""
        if len(runs) != 1 or not isinstance(run := runs[0], TextRun) or run.href:
            return runs
        text = chart_axis.in_table(run.text, self.opener.phrases.language)
        return (run.model_copy(update={"text": text}),)

    def _decision(self, given: slides.DecisionSlide) -> list[Block]:
        invitation = (
            self.runs(given.invitation) if given.invitation else self._phrase("decision.invited")
        )
        cards: list[Card] = []
        for letter, part in zip(ascii_lowercase, given.requests, strict=False):
            request = self.given(part, kinds.RequestOrText)
            number = f"({letter})"
            if isinstance(request, MarkerRun):
                cards.append(Card(number=number, heading=(request,), text=()))
                continue
            card = Card(number=number, heading=self.runs(request.text), text=())
            cards.append(self.seen(part, card))
        blocks: list[Block] = [
            Paragraph(style="heading", runs=invitation),
            Cards(columns=1, form="requests", cards=tuple(cards)),
        ]
        return blocks + self.paragraphs((given.forum,), "remark")

    def _message(self, given: slides.MessageSlide) -> list[Block]:
        blocks: list[Block] = []
        if given.chart:
            blocks += self.chart(given.chart)
        elif given.map:
            blocks.append(self.map(given.map))
        blocks += self.paragraphs((given.remark,), "source")
        card = self._figure_card(given.point)
        return [*blocks, Cards(region="second", columns=1, cards=(card,))]

    def _options(self, given: slides.OptionsSlide) -> Table:
        alt = self.opener.text(given.alt)
        count = len(given.options)
        rows = [self._options_head(given)]
        for part in given.criteria:
            criterion = self.given(part, kinds.Criterion)
            if isinstance(criterion, MarkerRun):
                rows.append(across(criterion, count + 1))
                continue
            if len(criterion.ratings) != count:
                raise bad_part(part.withheld if isinstance(part, kinds.WithheldPart) else "")
            cells = [
                Cell(runs=self.runs(criterion.criterion), header="row"),
                *(Cell(runs=self._rated(self.runs(rating))) for rating in criterion.ratings),
            ]
            rows.append(tuple(self.seen(part, cell) for cell in cells))
        if given.cost:
            label = Cell(runs=self.runs(given.cost.label), header="row")
            values = (self.measured(self.runs(value), numeric=True) for value in given.cost.values)
            rows.append((label, *(Cell(runs=runs) for runs in values)))
        shares = (_CRITERIA, *((1 - _CRITERIA) / count,) * count)
        return Table(alt=alt, marked=given.preferred or 0, shares=shares, rows=tuple(rows))

    def _options_head(self, given: slides.OptionsSlide) -> tuple[Cell, ...]:
        """Return the header: the options, of which one may be said to be preferred."""
        texts = [self._phrase("options.criterion")]
        for number, option in enumerate(given.options, start=1):
            is_preferred = number == given.preferred
            said = (*self._phrase("options.preferred"), TextRun(text=" ")) if is_preferred else ()
            texts.append((*said, *self.runs(option)))
        return tuple(Cell(runs=runs, header="column") for runs in texts)

    def _rated(self, runs: Runs) -> Runs:
        """Return a rating; one of the known words with its mark, in the dossier's language."""
        if len(runs) != 1 or not isinstance(run := runs[0], TextRun) or run.text not in _MARKS:
            return runs
        words = f"{_MARKS[run.text]}\u00a0{self.opener.phrases[f'options.{run.text}']}"
        return (run.model_copy(update={"text": words}),)

    def _next_steps(self, given: slides.NextStepsSlide) -> Table:
        alt = self.opener.text(given.alt)
        keys = ("steps.by", "steps.step", "steps.responsible")
        rows = [tuple(Cell(runs=self._phrase(key), header="column") for key in keys)]
        is_next = True
        for part in given.steps:
            step = self.given(part, kinds.NextStep)
            if isinstance(step, MarkerRun):
                rows.append(across(step, len(keys)))
                continue
            by = self.opener.runs((markup.Words(f"{DONE}\u00a0"),)) if step.done else ()
            cells = [
                Cell(runs=(*by, *self.runs(step.by)), header="row"),
                Cell(runs=self.runs(step.step)),
                Cell(runs=self.runs(step.responsible)),
            ]
            if is_next and not step.done:
                cells, is_next = [strong(cell) for cell in cells], False
            rows.append(tuple(self.seen(part, cell) for cell in cells))
        return Table(alt=alt, roomy=True, shares=_STEPS, rows=tuple(rows))
