"""Places of markers in words: a row of the cover, a slide, the number of a paragraph in a text."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.edition.blocks import MarkerRun
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import RunningText, TextHeading, TextParagraph
from pipeline.edition.texts import markers, plain
from pipeline.resources import labels


def place_names(edition: Edition, phrases: labels.Labels) -> dict[int, str]:
    """Return the place of each numbered marker, in words: a row of the cover, or a slide."""
    out: dict[int, str] = {}
    cover = edition.cover
    for row in (*cover.rows, *cover.below):
        name = phrases["statement.cover_row"].format(row=row.label.rstrip(": "))
        out |= {run.number: name for run in markers(row)}
    out = {run.number: phrases["statement.cover"] for run in markers(cover)} | out
    for slide in edition.slides:
        name = phrases["statement.slide"].format(number=slide.number)
        notes = phrases["statement.notes"].format(number=slide.number)
        in_notes = {
            run.number for line in slide.notes for run in line if isinstance(run, MarkerRun)
        }
        out |= {run.number: notes if run.number in in_notes else name for run in markers(slide)}
    for text in edition.texts:
        out |= dict(_in_text(text, phrases))
    return out


def _in_text(text: RunningText, phrases: labels.Labels) -> Iterator[tuple[int, str]]:
    """Yield the markers of a text, each with the numbers above it: ``ANNEX I, II A 12(a)``.

    A paragraph without a number is told by its count; so is a figure without a caption.
    """
    above: list[str] = []
    numbers: list[str] = []
    label = text.label or plain(text.title)
    yield from ((run.number, label) for run in markers(text.title))
    for count, block in enumerate(text.blocks, start=1):
        if isinstance(block, TextHeading):
            above = [*above[: block.level - 1], block.number.removesuffix(".")]
            numbers = []
        elif isinstance(block, TextParagraph) and (block.mark or not block.level):
            mark = block.mark.removesuffix(".")
            numbers = [*numbers[: block.level], "" if mark == "–" else mark]
        inner = "".join(numbers)
        own = inner if isinstance(block, TextParagraph | TextHeading) else ""
        place = " ".join(part for part in (*above, own) if part)
        if not own and not isinstance(block, TextHeading):
            place = f"{place} ¶ {count}".strip()
        name = ", ".join(part for part in (text.label, place) if part)
        yield from ((run.number, name) for run in markers(block))
    notes = ", ".join(part for part in (text.label, phrases["notes"]) if part)
    yield from ((run.number, notes) for line in text.footnotes for run in markers(line))
