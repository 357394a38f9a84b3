"""Editions with running text made by hand: everything that a text can hold, in invented words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipeline import compose
from pipeline.content import load
from pipeline.design import theme
from pipeline.edition.blocks import Block, Cell, Chart, Map, Picture, Table, Timeline, Withheld
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Audience
from pipeline.edition.running_text import (
    PageBreak,
    RunningText,
    TextBlock,
    TextHeading,
    TextParagraph,
    TextStyle,
)
from pipeline.edition.runs import MarkerRun, NoteRun, ReferenceRun, Run, Runs, TextRun
from pipeline.layout import fit

_PROJECTS = Path(__file__).parents[1] / "projects"
_LONG = (
    "The working party took note of the state of play and invited delegations to send their "
    "comments in writing before the end of the month"
)


def words(*parts: str | Run) -> Runs:
    """Return runs; a text becomes one."""
    return tuple(TextRun(text=part) if isinstance(part, str) else part for part in parts)


def marker(number: int) -> MarkerRun:
    """Return a marker."""
    return MarkerRun(
        text="[REDACTED]", spoken="redacted: personal data", number=number,
        grounds=("personal-data",), label="protection of personal data",
    )  # fmt: skip


def note(index: int, first: int = 1) -> NoteRun:
    """Return a reference to a footnote."""
    return NoteRun(mark=str(index + first), index=index)


def heading(level: int, number: str, *parts: str | Run, anchor: str) -> TextHeading:
    """Return a heading."""
    return TextHeading(level=level, number=number, runs=words(*parts), anchor=anchor)


def paragraph(
    mark: str, *parts: str | Run, level: int = 0, style: TextStyle = "body", anchor: str = ""
) -> TextParagraph:
    """Return a paragraph."""
    return TextParagraph(mark=mark, runs=words(*parts), level=level, style=style, anchor=anchor)


def grid(rows: Iterable[Iterable[str | Runs]], *, heads: int = 1, alt: str = "A table") -> Table:
    """Return a table; without heads its first column names the rows."""
    made: list[tuple[Cell, ...]] = []
    for at, row in enumerate(rows):
        cells: list[Cell] = []
        for column, cell in enumerate(row):
            header = "column" if at < heads else "row" if not heads and not column else ""
            runs = words(cell) if isinstance(cell, str) else cell
            cells.append(Cell(runs=runs, header=header, numeric=bool(column > 1)))
        made.append(tuple(cells))
    return Table(alt=alt, header_rows=heads, rows=tuple(made))


@cache
def figures() -> dict[str, Block]:
    """Return a block of each kind of figure, from the gallery."""
    source = load.load(_PROJECTS / "gallery")
    found: dict[str, Block] = {}
    for slide in compose.compose(source, "public").slides:
        for block in slide.blocks:
            if isinstance(block, Chart | Map | Picture | Timeline | Withheld):
                found.setdefault(block.kind, block)
    return found


def body() -> RunningText:
    """Return a body with everything."""
    drawn = figures()
    rows = [["Line", "Description", "Amount"]]
    rows += [[str(9000 + at), f"Invented purpose number {at}", f"{at} 000"] for at in range(1, 41)]
    blocks: list[TextBlock] = [
        heading(1, "I.", "INTRODUCTION", note(0), anchor="text-1-1"),
        paragraph("1.", _LONG, note(1), ".", anchor="text-1-2"),
        paragraph("2.", "It heard ", marker(1), " and agreed on three points: "),
        paragraph("(a)", f"first, that {_LONG.lower()};", level=1),
        paragraph(
            "(b)", "second, that nothing more was said", note(2), ":", level=1, anchor="text-1-3"
        ),
        paragraph("(i)", "of the one matter;", level=2),
        paragraph("(ii)", "of the other.", level=2),
        paragraph("", "This goes on in the second point.", level=1),
        paragraph("–", "and a dash below a letter,", level=2),
        paragraph("(c)", "third.", level=1),
        heading(
            2,
            "A.",
            "A second level with ",
            TextRun(text="emphasis", emphasis=True),
            anchor="text-1-4",
        ),
        paragraph(
            "3.",
            "See paragraph ",
            ReferenceRun(text="1", anchor="text-1-2"),
            ", point ",
            ReferenceRun(text="2(b)", anchor="text-1-3"),
            " and ",
            ReferenceRun(text="ANNEX I", anchor="text-2"),
            ".",
        ),
        paragraph("5.", "A number was left out before this paragraph."),
        heading(3, "1.", "A third level", anchor="text-1-5"),
        heading(4, "", "A fourth level without a number", anchor="text-1-6"),
        paragraph("", f"A plain paragraph. {_LONG}."),
        paragraph("", "Somebody said so once.", style="quote"),
        paragraph("", "DK:", style="speaker"),
        paragraph("", f"{_LONG}."),
        paragraph("", "Table 1: invented amounts", style="caption"),
        grid(rows, alt="Invented amounts by line"),
        paragraph("", "A form follows."),
        grid(
            [["Chair", words(marker(2), note(3))], ["Date of meeting", "12 March 2024"]],
            heads=0,
            alt="A form",
        ),
        paragraph("", "Figure 1: an invented chart", style="caption"),
        drawn["chart"],
        drawn["map"],
        drawn["timeline"],
        drawn["picture"],
        Withheld(marker=marker(3), words="This figure is withheld: {grounds}"),
        PageBreak(),
        heading(1, "II.", "CONCLUSION", anchor="text-1-7"),
        paragraph("6.", f"{_LONG}."),
    ]
    notes = (
        words("1 A note to a heading."), words("2 See document 7606/24, ", marker(4), "."),
        words("3 A third note, ", TextRun(text="with a link", href="https://example.org/"), "."),
        words("4 A note in a form."),
    )  # fmt: skip
    return RunningText(role="body", anchor="text-1", blocks=tuple(blocks), footnotes=notes)


def annex(number: int, label: str, *, lies: bool = False) -> RunningText:
    """Return an annex with a numbering of its own."""
    return RunningText(
        role="annex",
        label=label,
        title=words("Questions to ", marker(5) if number == 2 else "delegations"),
        anchor=f"text-{number}",
        is_landscape=lies,
        blocks=(
            heading(1, "A.", "FIRST PART", anchor=f"text-{number}-1"),
            paragraph("1.", f"{_LONG}", note(0), "."),
            paragraph("2.", f"{_LONG}."),
            paragraph("–", "a dash at the first level;", level=1),
            paragraph("–", "another.", level=1),
            grid([["State", "Reply", "Number"], ["Utopia", "Yes", "1"], ["Arcadia", "No", "2"]]),
        ),
        footnotes=(words("1 A note of an annex."),),
    )


def edition(
    *,
    audience: Audience = "public",
    slides: bool = True,
    contents: bool = True,
    on_cover: bool = False,
    texts: tuple[RunningText, ...] | None = None,
) -> Edition:
    """Return a fitted edition with a body, some slides and two annexes."""
    source = load.load(_PROJECTS / "st-7606-2024")
    made = compose.compose(source, audience)
    shown = compose.compose(load.load(_PROJECTS / "gallery"), audience).slides[:3] if slides else ()
    given = texts or (body(), annex(2, "ANNEX I"), annex(3, "ANNEX II", lies=True))
    made = made.model_copy(update={
        "slides": shown, "texts": given, "texts_before": 1, "begins_on_cover": on_cover,
        "contents_title": "Contents" if contents else "",
    })  # fmt: skip
    return fit.fit(made, theme.load())
