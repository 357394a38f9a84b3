"""Places of markers in words: a row of the cover, a slide, the number of a paragraph in a text."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.edition.blocks import Table
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import RunningText, TextHeading, TextParagraph
from pipeline.edition.runs import MarkerRun
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
    """Yield the markers of a text, each with its place: ``ANNEX I, II A 12(a)``.

    What has no number is told by what the reader sees: a caption's ``Table 1`` and the name of the
    row, a heading's words; else by its count below the heading, ``II A ¶ 3``.
    """
    above: list[str] = []
    numbers: list[str] = []
    count, caption = 0, ""
    yield from ((run.number, text.label or plain(text.title)) for run in markers(text.title))
    for block in text.blocks:
        if isinstance(block, TextHeading):
            above = [*above[: block.level - 1], block.number.removesuffix(".") or plain(block.runs)]
            numbers, count, caption = [], 0, ""
            yield from ((run.number, _place(text, above)) for run in markers(block))
            continue
        count += 1
        if isinstance(block, TextParagraph):
            numbers = _numbers(numbers, block)
            caption = _beginning(plain(block.runs)) if block.style == "caption" else ""
            named, own = caption, "".join(numbers)
        else:
            named, own, caption = caption, "", ""
        place = _place(text, [named] if named else [*above, own or f"¶ {count}"])
        if isinstance(block, Table):
            yield from _in_table(block, place, _place(text, above))
        else:
            yield from ((run.number, place) for run in markers(block))
    for line in text.footnotes:
        mark = plain(line).partition(" ")[0]
        note = f"{_place(text, [phrases['notes']])} {mark}"
        yield from ((run.number, note) for run in markers(line))


def _place(text: RunningText, parts: list[str]) -> str:
    return ", ".join(part for part in (text.label, " ".join(filter(None, parts))) if part)


def _numbers(above: list[str], block: TextParagraph) -> list[str]:
    """Return the numbers and marks down to a paragraph; a dash has none of its own."""
    if not block.mark and block.level:  # it goes on in the entry above
        return above
    mark = block.mark.removesuffix(".")
    return [*above[: block.level], "" if mark == "–" else mark]


def _beginning(caption: str) -> str:
    """Return what numbers a caption, before its colon; nothing if no number stands there."""
    number, colon, _ = caption.partition(":")
    return number.strip() if colon and any(map(str.isdigit, number)) else ""


def _in_table(table: Table, place: str, above: str) -> Iterator[tuple[int, str]]:
    """Yield the markers of a table, each with the name of its row; a form has names alone."""
    is_form = not table.header_rows and all(row[0].header or row[0].columns > 1
                                            for row in table.rows)  # fmt: skip
    where = above if is_form else place
    for number, row in enumerate(table.rows[table.header_rows :], start=1):
        named = not markers(row[0])
        name = plain(row[0].runs).rstrip(": ") if named else ""
        told = ", ".join(filter(None, (where, name))) if name else f"{place}, {number}"
        yield from ((run.number, told) for run in markers(tuple(row)))
    for row in table.rows[: table.header_rows]:
        yield from ((run.number, place) for run in markers(tuple(row)))
