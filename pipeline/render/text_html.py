"""HTML pages of running texts, for the PDF and the preview.

A text is one document, which flows over pages; the first one may begin below the cover. Content is
data: it is escaped, and nothing in it is looked up or fetched (G25).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pipeline.core.cache import Cache
from pipeline.design.theme import Theme
from pipeline.design.tokens import Page
from pipeline.edition import table_of_contents
from pipeline.edition.blocks import Chart, Map, Timeline
from pipeline.edition.cover import Cover
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
#: Documents by all that they are made from.
_written: Cache[str, str] = Cache(64)


def style(theme: Theme) -> str:
    """Return the style sheet of texts, which the cover above one needs as well."""
    return slide_html.style(theme) + slide_html.more_style(
        "text.css.j2",
        theme.on_paper(),
        lying=lying(theme),
        tables=figures_in_text.for_tables(theme),
        figures=figures_in_text.for_figures(theme),
        line=figures_in_text.LINE,
        caption=figures_in_text.CAPTION,
        step=STEP,
    )


def lying(theme: Theme) -> Page:
    """Return the size and the margins of the pages of a text in landscape."""
    text = RunningText(role="annex", anchor="", is_landscape=True, blocks=())
    return figures_in_text.page_of(text, theme)


@dataclass(frozen=True)
class _Setting:
    """What a text's document is made from besides the text; all that it is given of an edition.

    Attributes:
        cover: stands above the text, if there is one.
        targets: anchors to which something leads.
        is_endless: a sheet without an end, on which all footnotes stand below the text.
    """

    language: str
    theme: Theme
    cover: Cover | None
    targets: frozenset[str]
    is_endless: bool

    def digest(self, text: RunningText) -> str:
        """Return the digest of all that a text's document is made from."""
        parts = [row.model_dump_json() if row else "" for row in (text, self.theme, self.cover)]
        said = "\n".join([*parts, self.language, str(self.is_endless), *sorted(self.targets)])
        return sha256(said.encode()).hexdigest()


def page(edition: Edition, text: RunningText, theme: Theme, *, is_endless: bool = False) -> str:
    """Return the document of a text.

    Args:
        edition: that it stands in.
        text: one of its texts.
        theme: design tokens.
        is_endless: a sheet without an end, on which all footnotes stand below the text.
    """
    with_cover = table_of_contents.begins_on_cover(edition) and text is edition.texts[0]
    cover = edition.cover if with_cover else None
    targets = table_of_contents.targets(edition)
    setting = _Setting(edition.language, theme, cover, targets, is_endless)
    key = setting.digest(text)
    if (found := _written.get(key)) is None:
        found = _page(text, setting)
        _written.keep(key, found)
    return found


def _page(text: RunningText, setting: _Setting) -> str:
    outline = list(headings(text))
    levels = {heading.index: (heading.title, heading.level + 1) for heading in outline}
    name = "lying" if text.is_landscape else "text"
    template = slide_html.environment().get_template("text.html.j2")
    cover = slide_html.cover_context(setting.cover) if setting.cover else {}
    return template.render(
        _Figures(text, setting.theme).context() | cover,
        language=setting.language,
        running=text,
        page_name="cover" if setting.cover else name,
        with_cover=setting.cover is not None,
        targets=setting.targets,
        title=_title(text, outline),
        headings=levels,
        parts=nested(text.blocks),
        footnotes=_marked(text),
        footnote=_First(0 if setting.is_endless else len(text.footnotes)),
        notes_below=setting.is_endless,
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
