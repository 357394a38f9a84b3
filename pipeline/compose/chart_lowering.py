"""Lowering of charts: authored to printed numbers; withheld ones, and the notes on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.compose import chart_axis
from pipeline.compose.opened_parts import OpenedParts, bad_part
from pipeline.content import markup
from pipeline.content.model import parts as kinds
from pipeline.content.rules import figures
from pipeline.edition.blocks import Annotation, Block, Chart, Paragraph, Series
from pipeline.edition.runs import MarkerRun, NoteRun, Run, Runs, TextRun
from pipeline.edition.texts import plain

_COMMA, _COLON, _SEMICOLON = (TextRun(text=text) for text in (", ", ": ", "; "))


class _Told(NamedTuple):
    """Note below a chart on what is withheld; the number with which it ends, if any."""

    runs: Runs
    number: float | None = None


#: Forms whose categories keep their order: they are times, as a rule.
_IN_THEIR_ORDER = ("line", "area", "scatter")


class _Axes(NamedTuple):
    """Marks of a chart's axes, and the unit of the second one."""

    ticks: tuple[float, ...] = ()
    second: tuple[float, ...] = ()
    unit: str = ""


def _axes(spec: kinds.ChartSpec, series: Sequence[Series]) -> _Axes:
    """Return the axes of a chart: what is withheld from an edition decides of none (G5)."""
    if spec.form in {"pie", "doughnut"} or not series:
        return _Axes()
    if spec.form == "scatter":
        heights = [value or 0.0 for row in series for value in row.values]
        across = chart_axis.spanning([x for row in series for x in row.xs])
        return _Axes(chart_axis.spanning(heights), across, spec.x_unit or "")
    bars = spec.form not in {"line", "area"}
    left = [row for row in series if not row.right] or series
    ticks = chart_axis.ticks(left, stacked=spec.stacked, bars=bars)
    if len(left) == len(series):
        return _Axes(ticks)
    second = chart_axis.at_right([row for row in series if row.right], ticks)
    return _Axes(ticks, second, spec.right_unit or "")


class ChartLowering(OpenedParts):
    """Lowering of one slide's charts to primitives."""

    def chart(
        self, part: kinds.ChartSpec | kinds.WithheldPart, region: str = "body"
    ) -> list[Block]:
        """Lower a chart; a line of text below it says what of it is withheld."""
        spec = self.given(part, kinds.ChartSpec)
        if isinstance(spec, MarkerRun):
            return [self.withheld(spec, region)]
        alt = self.opener.text(spec.alt)
        unit = self.runs(spec.unit) if spec.unit else ()
        categories = tuple(self.runs(category) for category in spec.categories)
        series: list[Series] = []
        told: list[_Told] = []
        written: list[str] = []
        at_right: list[str] = []
        numbers: list[int] = []
        for number, row in enumerate(spec.series, start=1):
            own: list[str] = []
            drawn = self._series(row, categories, told, own)
            (at_right if drawn and drawn.right else written).extend(own)
            series += [drawn] if drawn else []
            numbers += [number] if drawn else []
        highlight, annotation = _highlight(spec, numbers), self._annotation(spec, numbers)
        is_whole = len(series) == len(spec.series)  # a sum without a withheld series would be wrong
        # those of this edition's own values: the public one does not know the others (G5)
        decimals = figures.most_decimals(written) if spec.decimals is None else spec.decimals
        form = chart_axis.Form(decimals, self.opener.phrases.language)
        second = form
        if spec.decimals is None:  # each axis has its own
            second = chart_axis.Form(figures.most_decimals(at_right), form.language)
        series = [chart_axis.printed(row, second if row.right else form) for row in series]
        if spec.order == "value" and spec.form not in _IN_THEIR_ORDER:
            order = chart_axis.by_value(series, len(categories))
            categories = tuple(categories[at] for at in order)
            series = [chart_axis.reordered(row, order) for row in series]
            if len(spec.series) == 1 and highlight:
                highlight = order.index(highlight - 1) + 1
            if annotation:
                place = order.index(annotation.place)
                annotation = annotation.model_copy(update={"place": place})
        axes = _axes(spec, series)
        if not axes.second:
            series = [row.model_copy(update={"right": False}) for row in series]
        is_combined = any(row.line for row in series)
        has_totals = spec.stacked and is_whole and not is_combined and spec.form != "area"
        chart = Chart(
            region=region,
            alt=alt,
            form=spec.form,
            stacked=spec.stacked,
            decimals=decimals,
            highlight=highlight,
            annotation=annotation,
            totals=chart_axis.totals(series, form) if has_totals else (),
            unit=unit,
            categories=categories,
            series=tuple(series),
            ticks=axes.ticks,
            tick_labels=chart_axis.tick_labels(axes.ticks, form),
            second_unit=axes.unit,
            second_ticks=axes.second,
            second_tick_labels=chart_axis.tick_labels(axes.second, form),
        )
        texts_ = [self._formed(entry) for entry in told]
        lines = [Paragraph(region=region, style="remark", runs=_listed(texts_))] if told else []
        if not series:
            return list(lines)
        return [self.seen(part, chart), *(self.seen(part, line) for line in lines)]

    def _annotation(self, spec: kinds.ChartSpec, numbers: list[int]) -> Annotation | None:
        """Lower the words at a number; an edition without its series does not have them."""
        given = spec.annotation
        if not given or given.series not in numbers:
            return None
        place, series = given.category - 1, numbers.index(given.series)
        return Annotation(place=place, series=series, runs=self.runs(given.text))

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
        points, xs = self._points(part, spec)
        places = categories or points
        if len(places) != len(spec.values):
            raise bad_part(part.withheld if isinstance(part, kinds.WithheldPart) else "")
        for category, value in zip(places, spec.values, strict=True):
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
        drawn = Series(
            name=name,
            values=tuple(values),
            shown=tuple(shown),
            xs=xs,
            shown_xs=tuple(plain(point) for point in points),
            line=bool(spec.form),
            right=spec.axis == "right",
        )
        drawn = self.seen(part, drawn)
        if drawn.name != name:
            told.append(_Told(drawn.name))
        return drawn

    def _points(
        self, part: kinds.SeriesSpec | kinds.WithheldPart, spec: kinds.SeriesSpec
    ) -> tuple[tuple[Runs, ...], tuple[float, ...]]:
        """Return where the points of a scatter chart stand, as printed and as numbers."""
        form = chart_axis.Form(figures.most_decimals(spec.x), self.opener.phrases.language)
        if not all(figures.NUMBER.fullmatch(x) for x in spec.x):
            raise bad_part(part.withheld if isinstance(part, kinds.WithheldPart) else "")
        xs = tuple(float(x) for x in spec.x)
        return tuple((TextRun(text=form.printed(x)),) for x in xs), xs

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


def _highlight(spec: kinds.ChartSpec, numbers: list[int]) -> int:
    """Return the number of what a chart is about, among the series that an edition draws."""
    if len(spec.series) == 1:
        return spec.highlight or 0
    return numbers.index(spec.highlight) + 1 if spec.highlight in numbers else 0


def _bare(runs: Runs) -> Runs:
    """Return runs without footnote references, which may stand once only."""
    return tuple(run for run in runs if not isinstance(run, NoteRun))


def _listed(texts_: Sequence[Runs]) -> Runs:
    """Return several texts as one, with semicolons between them."""
    out: list[Run] = []
    for text in texts_:
        out += [_SEMICOLON, *text] if out else text
    return tuple(out)
