"""Redaction markers of an edition: joined, numbered, printed; the legend and places of markers.

Numbers follow reading order, and every format prints the same text (G5, G6).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from operator import attrgetter
from typing import Any, Literal, TypeVar

from pipeline.compose.opener import ordered
from pipeline.content.model.redactions_yaml import Redactions
from pipeline.edition.blocks import BulletList, Cell, Item, Table
from pipeline.edition.edition import Edition
from pipeline.edition.primitive import Primitive
from pipeline.edition.running_text import RunningText, TextBlock, TextParagraph
from pipeline.edition.runs import MarkerRun, Runs, TextRun
from pipeline.edition.slide import Slide
from pipeline.edition.texts import markers, rebuilt
from pipeline.resources import labels

#: Between the labels of two grounds, not between details in brackets.
_BETWEEN_LABELS = re.compile(r", (?![^(]*\))")
#: What may stand between two markers that are joined: it says nothing by itself.
_NOTHING = re.compile(r"[\s,;/·–-]*")


@dataclass(frozen=True)
class MarkerStyle:
    """Style of markers: numbering and joining as the dossier sets them, and its phrases."""

    setting: Redactions
    phrases: labels.Labels

    def finish(self, edition: Edition) -> Edition:
        """Return an edition whose markers are joined, numbered and printed; slides renumbered."""
        if self.setting.join_adjacent:
            slides = _joined_neighbours(edition.slides, _is_marker_slide, self._joined_slides)
            numbered = tuple(
                slide.model_copy(update={"number": number})
                for number, slide in enumerate(slides, start=1)
            )
            edition = edition.model_copy(update={"slides": numbered})
            edition = rebuilt(edition, self._join_runs, self._join_block)
        numbers, numerals = count(1), _Numerals(self.phrases)

        def number(runs: Runs) -> Runs:
            return tuple(
                self._printed(run, next(numbers), numerals) if isinstance(run, MarkerRun) else run
                for run in runs
            )

        return on_markers(edition, number)

    def _printed(self, run: MarkerRun, number: int, numerals: _Numerals) -> MarkerRun:
        style, update = self.setting.marker, {"number": number, "text": run.text}
        if style == "numbered" and self.setting.numbering == "ground":
            update["numeral"] = numeral = numerals.of(run)
            update["text"] = self.phrases["marker_numbered"].format(number=numeral)
            named = f"{numeral}, {run.label}"
            update["spoken"] = self.phrases["marker_spoken"].format(grounds=named)
        elif style in ("numbered", "labelled"):
            text = self.phrases.marker(style)
            update["text"] = text.format(number=number, grounds=run.label)
        return run.model_copy(update=update)

    def _merged(self, first: MarkerRun, second: MarkerRun) -> MarkerRun:
        label = ", ".join(dict.fromkeys([first.label, second.label]))
        reasons = dict.fromkeys(reason for reason in (first.reason, second.reason) if reason)
        return first.model_copy(
            update={
                "grounds": ordered([*first.grounds, *second.grounds]),
                "label": label,
                "spoken": self.phrases["marker_spoken"].format(grounds=label),
                "reason": " ".join(reasons),
            }
        )

    def _join_runs(self, runs: Runs) -> Runs:
        out: list[Any] = []
        for run in runs:
            gap = out[-1] if out and isinstance(out[-1], TextRun) else None
            if isinstance(run, MarkerRun) and out:
                if isinstance(out[-1], MarkerRun):
                    out[-1] = self._merged(out[-1], run)
                    continue
                before = out[-2] if len(out) > 1 else None
                if gap and isinstance(before, MarkerRun) and _NOTHING.fullmatch(gap.text):
                    out[-2:] = [self._merged(before, run)]
                    continue
            out.append(run)
        return tuple(out)

    def _join_block(self, value: Primitive) -> Primitive:
        if isinstance(value, BulletList | Item):
            items = _joined_neighbours(value.items, _is_marker_item, self._joined_items)
            return value.model_copy(update={"items": items})
        if isinstance(value, RunningText):
            blocks = _joined_neighbours(value.blocks, _is_marker_paragraph, self._joined_paragraphs)
            return value.model_copy(update={"blocks": blocks})
        if isinstance(value, Table):
            rows = _joined_neighbours(value.rows, _is_marker_row, self._joined_rows)
            return value.model_copy(update={"rows": rows})
        return value

    def _joined_items(self, first: Item, second: Item) -> Item:
        return Item(runs=self._join_runs((*first.runs, *second.runs)))

    def _joined_paragraphs(self, first: TextBlock, second: TextBlock) -> TextBlock:
        runs = self._join_runs((*_runs_of(first), *_runs_of(second)))
        return first.model_copy(update={"runs": runs})

    def _joined_rows(self, first: tuple[Cell, ...], second: tuple[Cell, ...]) -> tuple[Cell, ...]:
        runs = self._join_runs((*first[0].runs, *second[0].runs))
        return (first[0].model_copy(update={"runs": runs}), *first[1:])

    def _joined_slides(self, first: Slide, second: Slide) -> Slide:
        return first.model_copy(update={"title": self._join_runs((*first.title, *second.title))})


class _Numerals:
    """Numerals of justifications: markers with the same grounds and details have the same one."""

    def __init__(self, phrases: labels.Labels) -> None:
        self._phrases = phrases
        self._known: dict[object, str] = {}

    def of(self, run: MarkerRun) -> str:
        """Return the numeral of a marker's justification; markers are asked in reading order."""
        # joined markers have their labels in the order in which they stood
        key = run.grounds, frozenset(_BETWEEN_LABELS.split(run.label))
        numeral = self._phrases["justification_number"].format(number=len(self._known) + 1)
        return self._known.setdefault(key, numeral)


_P = TypeVar("_P", bound=Primitive)


def on_markers(edition: Edition, change: Callable[[Runs], Runs]) -> Edition:
    """Return an edition with its markers changed, in reading order; most slides have none.

    Args:
        edition: of which only texts with markers are to be changed.
        change: gets the texts of the cover and of slides that have markers.
    """

    def changed(parts: tuple[_P, ...]) -> tuple[_P, ...]:
        return tuple(rebuilt(part, change) if markers(part) else part for part in parts)

    front = rebuilt(edition.model_copy(update={"slides": (), "texts": ()}), change)
    before = changed(edition.texts[: edition.texts_before])
    slides = changed(edition.slides)
    texts = (*before, *changed(edition.texts[edition.texts_before :]))
    return front.model_copy(update={"slides": slides, "texts": texts})


def _is_marker_item(item: Item) -> bool:
    return len(item.runs) == 1 and isinstance(item.runs[0], MarkerRun) and not item.items


def _runs_of(block: TextBlock) -> Runs:
    return block.runs if isinstance(block, TextParagraph) else ()


def _is_marker_paragraph(block: TextBlock) -> bool:
    """Tell whether a paragraph without a number, or a dash of a list, is a marker alone."""
    is_bare = isinstance(block, TextParagraph) and block.mark in {"", "–"}
    runs = _runs_of(block)
    return is_bare and len(runs) == 1 and isinstance(runs[0], MarkerRun)


def _is_marker_row(row: tuple[Cell, ...]) -> bool:
    alone = len(row[0].runs) == 1 and isinstance(row[0].runs[0], MarkerRun)
    return alone and not any(cell.runs for cell in row[1:])


def _is_marker_slide(slide: Slide) -> bool:
    alone = len(slide.title) == 1 and isinstance(slide.title[0], MarkerRun)
    return alone and not slide.subtitle and not slide.blocks


_T = TypeVar("_T")


def _joined_neighbours(
    parts: Iterable[_T], is_marker: Callable[[_T], bool], join: Callable[[_T, _T], _T]
) -> tuple[_T, ...]:
    out: list[_T] = []
    for part in parts:
        if out and is_marker(out[-1]) and is_marker(part):
            out[-1] = join(out[-1], part)
        else:
            out.append(part)
    return tuple(out)


def with_legend(edition: Edition, setting: Redactions, phrases: labels.Labels) -> Edition:
    """Return an edition with its legend: a last slide, or without slides a last text."""
    last = legend(edition, setting, phrases)
    if edition.slides or not edition.texts:
        return edition.model_copy(update={"slides": (*edition.slides, last)})
    (table,) = last.blocks
    assert isinstance(table, Table)  # noqa: S101 - see legend
    anchor = f"text-{len(edition.texts) + 1}"
    text = RunningText(role="annex", title=last.title, anchor=anchor, blocks=(table,))
    count = len(edition.texts) + 1
    return edition.model_copy(update={"texts": (*edition.texts, text), "texts_before": count})


def in_order(edition: Edition) -> list[MarkerRun]:
    """Return an edition's markers in the order in which they are read."""
    return sorted(markers(edition), key=attrgetter("number"))


def legend(edition: Edition, setting: Redactions, phrases: labels.Labels) -> Slide:
    """Return a last slide that says what each numbered marker rests on, equal ones together."""
    if setting.numbering == "ground":
        return _legend_by_ground(edition, setting, phrases)
    rows: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for run in in_order(edition):
        rows.setdefault((run.label, run.grounds), []).append(run.number)
    header = [phrases[f"statement.{name}"] for name in ("number", "ground", "reference")]
    body = [
        [", ".join(map(str, numbers)), label, references(grounds)]
        for (label, grounds), numbers in rows.items()
    ]
    return table_slide(len(edition.slides) + 1, phrases["legend_title"], [header, *body])


def _legend_by_ground(edition: Edition, setting: Redactions, phrases: labels.Labels) -> Slide:
    """Return a last slide with a row for each justification; columns of nothing are left out."""
    runs: dict[str, list[MarkerRun]] = {}
    for run in in_order(edition):
        runs.setdefault(run.numeral, []).append(run)
    header = [phrases[f"statement.{name}"] for name in ("number", "ground", "reference")]
    header += [phrases["legend_scope"], phrases["statement.reason"]]
    rows = [
        [numeral, first.label, references(first.grounds), _scope(first, setting), _reasons(found)]
        for numeral, found in runs.items()
        for first in found[:1]
    ]
    kept = [column for column in range(len(header)) if any(row[column] for row in rows)]
    table = [[row[column] for column in kept] for row in (header, *rows)]
    return table_slide(len(edition.slides) + 1, phrases["legend_title"], table)


def _scope(run: MarkerRun, setting: Redactions) -> str:
    named = (setting.justifications.get(ground) for ground in run.grounds)
    return "; ".join(dict.fromkeys(row.scope for row in named if row and row.scope))


def _reasons(runs: Iterable[MarkerRun]) -> str:
    """Return the reasons of some markers, each once; those of a joined marker hold others."""
    found = dict.fromkeys(run.reason for run in runs)
    return " ".join(
        reason for reason in found if not any(reason in more and reason != more for more in found)
    )


def references(grounds: Iterable[str]) -> str:
    """Return the legal references of some grounds."""
    known = labels.grounds()
    return "; ".join(known[ground].reference for ground in grounds)


def table_slide(number: int, title: str, rows: list[list[str]]) -> Slide:
    """Return a slide with a table of plain texts whose first row is its header."""

    def cell(text: str, header: Literal["", "column", "row"]) -> Cell:
        return Cell(runs=(TextRun(text=text),) if text else (), header=header)

    table = Table(
        alt=title,
        rows=tuple(
            tuple(
                cell(text, "column" if not index else ("row" if not column else ""))
                for column, text in enumerate(row)
            )
            for index, row in enumerate(rows)
        ),
    )
    return Slide(number=number, layout="text", title=(TextRun(text=title),), blocks=(table,))
