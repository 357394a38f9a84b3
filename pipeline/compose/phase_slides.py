"""Lowering of phases of work to a table whose last columns are a line of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from babel.dates import format_date, format_interval, get_month_names

from pipeline.compose.mixed_slides import MixedSlides
from pipeline.compose.opened_parts import bad_part
from pipeline.content.model import parts as kinds
from pipeline.content.model import slides
from pipeline.content.phase_times import COLUMNS, Span, is_day, is_timed, window
from pipeline.edition.blocks import Cell, Table
from pipeline.edition.primitive import Bar
from pipeline.edition.runs import MarkerRun, Runs, TextRun

DONE = "✓"
_MILESTONE, _TODAY = "●", "▼"
#: Part of a slide's width for the names of phases: bars begin at 266 of 960 points.
_NAMES = 212 / 852
#: From this part of the line on, words end where their bar does, so that they have room.
_LATE = 0.6
#: Languages whose ways to write dates are not those of the Union's.
_LOCALES = {"en": "en_GB"}
#: A month's name of more letters is written as its number.
_LETTERS = 4
_QUARTER = 3


class PhaseSlides(MixedSlides):
    """Lowering of the slides that draw work as bars."""

    def phases(self, given: slides.NextStepsSlide) -> Table:
        """Lower phases; the line of time is that of those which this edition prints (G5)."""
        alt = self.opener.text(given.alt)
        parts = [(part, self.given(part, kinds.Phase)) for part in given.phases]
        shown = [phase for _, phase in parts if isinstance(phase, kinds.Phase)]
        span = window(shown)
        rows = self._phase_heads(span, given.today)
        heads = len(rows)
        for part, phase in parts:
            if isinstance(phase, MarkerRun):
                rows.append(across(phase, COLUMNS + 1))
                continue
            if not is_timed(phase):
                raise bad_part(part.withheld if isinstance(part, kinds.WithheldPart) else "")
            done = (TextRun(text=f"{DONE}\u00a0"),) if phase.done else ()
            name = Cell(runs=(*done, *self.runs(phase.name)), header="row")
            cells = (name, self._phase_time(phase, span))
            rows.append((*(self.seen(part, cell) for cell in cells), *_covered(COLUMNS - 1)))
        shares = (_NAMES, *((1 - _NAMES) / COLUMNS,) * COLUMNS)
        return Table(alt=alt, roomy=True, header_rows=heads, shares=shares, rows=tuple(rows))

    def _phase_heads(self, span: Span, today: str | None) -> list[tuple[Cell, ...]]:
        """Return the names of months or quarters and, above them, today."""
        name = (TextRun(text=self.opener.phrases["steps.step"]),)
        named = [_cell(text) for text in self._units(span)]
        at = span.place(today) if today else None
        if at is None:
            return [(Cell(runs=name, header="column"), *named)]
        words = self.opener.phrases["steps.today"]
        is_late = at > _LATE
        said = f"{words}\u00a0{_TODAY}" if is_late else f"{_TODAY}\u00a0{words}"
        bar = Bar(start=at, end=at, ends_words=is_late)
        above = Cell(runs=(TextRun(text=said),), header="column", columns=COLUMNS, bar=bar)
        first = Cell(runs=name, header="column", rows=2)
        return [
            (first, above, *_covered(COLUMNS - 1)),
            (Cell(runs=(), covered=True), *named),
        ]

    def _units(self, span: Span) -> Iterator[str]:
        """Yield the names of the months, as short as all can be, or of the quarters."""
        language = self.opener.phrases.language
        if span.months == _QUARTER:
            for day in span.days():
                yield format_date(day, "QQQ", locale=language)
            return
        locale = _LOCALES.get(language, language)
        short = get_month_names("abbreviated", "stand-alone", locale)
        names = [short[day.month].rstrip(".") for day in span.days()]
        if any(len(name) > _LETTERS for name in names):
            names = [str(day.month) for day in span.days()]
        yield from names

    def _phase_time(self, phase: kinds.Phase, span: Span) -> Cell:
        """Return the cell of a phase: its time in words, and the place of its bar."""
        language = self.opener.phrases.language
        if phase.at:
            at, words = span.place(phase.at), _in_words(phase.at, phase.at, language)
            is_late = at > _LATE
            words = f"{words}\u00a0{_MILESTONE}" if is_late else f"{_MILESTONE}\u00a0{words}"
            bar = Bar(start=at, end=at, done=phase.done, ends_words=is_late)
        else:
            first, last = phase.starts or "", phase.ends or ""
            start, end = span.begin(first), span.end(last)
            words = _in_words(first, last, language)
            bar = Bar(start=start, end=end, done=phase.done, ends_words=start > _LATE)
        return Cell(runs=(TextRun(text=words),), columns=COLUMNS, bar=bar)


def across(marker: MarkerRun, width: int) -> tuple[Cell, ...]:
    """Return a row that is withheld as a whole: its marker across all columns."""
    return (Cell(runs=(marker,), columns=width), *_covered(width - 1))


def _covered(count: int) -> Sequence[Cell]:
    return [Cell(runs=(), covered=True)] * count


def _cell(text: str) -> Cell:
    runs: Runs = (TextRun(text=text),)
    return Cell(runs=runs, header="column")


def _in_words(first: str, last: str, language: str) -> str:
    """Return a time as the language writes it: "Mar – Jun 2026", "9 Mar 2026"."""
    # as the Interinstitutional Style Guide writes dates: the day before its month
    locale = _LOCALES.get(language, language)
    by_day = is_day(first)
    begin, end = _day(first), _day(last)
    words: str = format_interval(begin, end, skeleton="yMMMd" if by_day else "yMMM", locale=locale)
    return words.replace("\u2009", " ").replace("\u202f", "\u00a0")


def _day(given: str) -> date:
    """Return the day of a time; a month's is its first."""
    year, month, *rest = map(int, given.split("-"))
    return date(year, month, rest[0] if rest else 1)
