"""HTML pages of running texts, for the PDF and the preview.

A text is one document, which flows over pages; the first one may begin below the cover. Content is
data: it is escaped, and nothing in it is looked up or fetched (G25).
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from pipeline.core.cache import Cache
from pipeline.design.theme import Theme
from pipeline.design.tokens import Page
from pipeline.edition import table_of_contents
from pipeline.edition.blocks import Chart, Map, Timeline
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import RunningText
from pipeline.edition.runs import NoteRun, Runs, TextRun
from pipeline.edition.slide import Frame
from pipeline.edition.text_outline import Heading, has_title, headings
from pipeline.edition.texts import all_runs
from pipeline.layout import figures_in_text, map_layout
from pipeline.layout.figures_in_text import Figure
from pipeline.render import slide_html
from pipeline.render.text_lists import nested

#: Points by which each level of lists stands further in; also between a mark and its text.
STEP = 28.35
#: Documents by all that they are made from, number of their first page, and whether a cover begins.
_written: Cache[tuple[str, int, bool], str] = Cache(64)


def style(edition: Edition, theme: Theme) -> str:
    """Return the style sheet of an edition's texts, which the cover above one needs as well."""
    paper = theme.on_paper()
    return slide_html.style(edition, theme) + slide_html.more_style(
        "text.css.j2",
        edition,
        paper,
        pages={"cover": theme.cover_page, "text": theme.cover_page, "lying": _lying(theme)},
        tables=figures_in_text.for_tables(theme),
        figures=figures_in_text.for_figures(theme),
        line=figures_in_text.LINE,
        caption=figures_in_text.CAPTION,
        step=STEP,
    )


def _lying(theme: Theme) -> Page:
    lying = RunningText(role="annex", anchor="", is_landscape=True, blocks=())
    return figures_in_text.page_of(lying, theme)


def page(edition: Edition, text: RunningText, theme: Theme, number: int) -> str:
    """Return the document of a text.

    Args:
        edition: that it stands in.
        text: one of its texts.
        theme: design tokens.
        number: of its first page; 1 if it begins below the cover. 0 for a sheet without an end, on
            which all footnotes stand below the text.
    """
    with_cover = table_of_contents.begins_on_cover(edition) and text is edition.texts[0]
    targets = table_of_contents.targets(edition)
    # it is not given the other texts, and so cannot depend on them
    common = edition.model_copy(update={"slides": (), "texts": ()})
    said = [row.model_dump_json() for row in (common, text, theme)]
    digest = sha256("\n".join([*said, *sorted(targets)]).encode()).hexdigest()
    key = (digest, number, with_cover)
    if (found := _written.get(key)) is None:
        found = _page(common, text, theme, number, targets, with_cover=with_cover)
        _written.keep(key, found)
    return found


def _page(
    edition: Edition,
    text: RunningText,
    theme: Theme,
    number: int,
    targets: frozenset[str],
    *,
    with_cover: bool,
) -> str:
    outline = list(headings(text))
    levels = {heading.index: (heading.title, heading.level + 1) for heading in outline}
    name = "lying" if text.is_landscape else "text"
    template = slide_html.environment().get_template("text.html.j2")
    context = _Figures(text, theme).context() | slide_html.cover_context(edition)
    return template.render(
        context,
        edition=edition,
        running=text,
        page_number=number,
        page_name="cover" if with_cover else name,
        with_cover=with_cover,
        targets=targets,
        title=_title(text, outline),
        headings=levels,
        parts=nested(text.blocks),
        footnotes=_marked(text),
        footnote=_First(len(text.footnotes) if number else 0),
        notes_below=not number,
        step=STEP,
    )


def _title(text: RunningText, outline: list[Heading]) -> str:
    return outline[0].title if has_title(text) else ""


def _marked(text: RunningText) -> list[tuple[str, Runs]]:
    """Return the notes of a text, each with its mark apart from its words."""
    marks = {run.index: run.mark for runs in all_runs(text) for run in runs
             if isinstance(run, NoteRun)}  # fmt: skip
    return [_parted(note, marks.get(index, "")) for index, note in enumerate(text.footnotes)]


def _parted(note: Runs, mark: str) -> tuple[str, Runs]:
    first = note[0] if note else None
    if not mark.isalnum() or not isinstance(first, TextRun) or not first.text.startswith(mark):
        return "", note
    rest = first.model_copy(update={"text": first.text.removeprefix(mark)})
    return mark, (rest, *note[1:])


class _First:
    """Tells the first reference to a note from later ones: the note stands with the first."""

    def __init__(self, count: int) -> None:
        self._open = set(range(count))

    def __call__(self, index: int) -> bool:
        is_first = index in self._open
        self._open.discard(index)
        return is_first


class _Figures:
    """Tables and figures of one text, with the places of what stands in them."""

    def __init__(self, text: RunningText, theme: Theme) -> None:
        self._theme = theme
        self._width = figures_in_text.width_of(figures_in_text.page_of(text, theme))
        self._tables = figures_in_text.for_tables(theme)
        self._figures = figures_in_text.for_figures(theme)

    def context(self) -> dict[str, Any]:
        """Return what the templates of blocks need."""
        drawn = slide_html.places(self._figures)
        charts = {name: place for name, place in drawn.items() if name.startswith(_DRAWN)}
        more = {"figure": self._figure, "legend_entries": map_layout.legend_entries}
        return slide_html.places(self._tables) | charts | more

    def _figure(self, block: Figure) -> tuple[Figure, Frame, Theme]:
        """Return a figure as it is drawn, its frame and its look."""
        frame = figures_in_text.frame(block, self._width, self._theme)
        look = self._figures if isinstance(block, Chart | Map) else self._tables
        if isinstance(block, Timeline):
            return figures_in_text.as_rows(block), frame, look
        return block, frame, look


#: Beginnings of the names of places in drawn figures.
_DRAWN = ("chart", "map", "swatch")
