"""Web page of an edition: flowing text with cover, contents and slides, without script.

The page is for reading on any screen and by screen readers: it has the structure of the slides and
not their geometry. It holds all it shows and fetches nothing. Templates are in
``templates/html/page``, one for each primitive in ``block/``; content is data (G25).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby

from markupsafe import Markup

from pipeline.design import web_css
from pipeline.design.brand import NONE, House
from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition import chart_text, table_of_contents
from pipeline.edition.blocks import Block, Chart, Map, Paragraph
from pipeline.edition.cover import CoverPart, CoverRow
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import RunningText
from pipeline.edition.runs import NoteRun, Runs, TextRun
from pipeline.edition.slide import Slide, cell_of, is_grid
from pipeline.edition.text_outline import after, before, has_title, headings
from pipeline.edition.texts import all_runs, plain
from pipeline.layout import chart_layout, map_layout
from pipeline.render import contents_html, slide_html
from pipeline.render.svg import chart_drawing, map_drawing
from pipeline.render.text_lists import nested

#: Points: a map is planned at this width, and as high as it then needs to be.
_MAP_WIDTH, _MAP_HEIGHT = 420.0, 4000.0
#: Points: widths at which a chart is tried, the narrowest that holds its texts is taken; and the
#: least of one that has the page's width to itself. Up to each width a chart has a class.
_CHART_WIDTHS = (380.0, 460.0, 540.0, 640.0, 760.0, 852.0)
_LEAST_ALONE = 760.0
#: Widths of windows at which the page changes; see ``style.css.j2``.
_NARROW, _MIDDLE = 380.0, 540.0
#: Height of a chart and of a pie as a part of their width: that of a slide's figure.
_CHART_SHAPE, _PIE_SHAPE = 0.46, 0.5


def render(edition: Edition, theme: Theme, _house: House = NONE) -> bytes:
    """Return the page.

    Args:
        edition: what one audience may read; where ``fit`` placed its blocks does not count.
        theme: design tokens.
    """
    style = web_css.sheet(theme, with_texts=bool(edition.texts))
    cover = edition.cover
    levels = slide_html.heading_levels(edition)
    page = slide_html.environment().get_template("page/page.html.j2")
    text = page.render(
        edition=edition,
        policy=web_css.policy(style),
        style=Markup(style),  # noqa: S704 - our own sheet, names in it escaped
        title=_title(edition),
        head=_head(cover.head),
        rows_name=_labels(cover.rows),
        below_name=_labels(cover.below),
        branches=contents_html.branches(table_of_contents.entries(edition)),
        sections=[
            *(_text(edition, text, theme.on_paper()) for text in before(edition)),
            *(
                _slide(edition, slide, level, theme.on_paper())
                for slide, level in zip(edition.slides, levels, strict=True)
            ),
            *(_text(edition, text, theme.on_paper()) for text in after(edition)),
        ],
    )
    return f"{text}\n".encode()


def _title(edition: Edition) -> Runs:
    """Return the document's title, with markers as markers."""
    first = edition.slides[0].title if edition.slides else ()
    runs = tuple(run for run in first if not isinstance(run, NoteRun))
    return runs if plain(runs) == edition.title else (TextRun(text=edition.title),)


class _References:
    """Names the places of references to footnotes: the first one is what a note leads to.

    Attributes:
        indices: footnotes that are referred to.
    """

    def __init__(self, holder: Slide | RunningText, key: str) -> None:
        """Begin a slide or a text, whose key stands in the names."""
        self._key = key
        self._seen: Counter[int] = Counter()
        runs = (run for texts in all_runs(holder) for run in texts)
        self.indices = {run.index for run in runs if isinstance(run, NoteRun)}

    def name(self, index: int) -> str:
        """Return the id of the next reference to a note."""
        self._seen[index] += 1
        place = f"ref-{self._key}-{index}"
        count = self._seen[index]
        return place if count == 1 else f"{place}-{count}"


def _labels(rows: Iterable[CoverRow]) -> str:
    return ", ".join(row.label.rstrip(": ") for row in rows)


#: Boxes in which parts of the cover stand together, and boxes within the letterhead.
_GROUPS: dict[CoverPart, tuple[str, str]] = {
    "institution": ("letterhead", "sender"),
    "secretariat": ("letterhead", "sender"),
    "place_date": ("letterhead", "date"),
    "original": ("letterhead", "date"),
    "file": ("facts", ""),
    "marking": ("facts", ""),
    "codes": ("facts", ""),
    "department": ("facts", ""),
    "unit": ("facts", ""),
    "telephone": ("facts", ""),
}


def _head(parts: Sequence[CoverPart]) -> list[tuple[str, list[tuple[str, list[CoverPart]]]]]:
    """Return what stands above the rows, in groups and in boxes within them."""
    groups = _GROUPS if "secretariat" in parts else {**_GROUPS, "place_date": ("facts", "")}
    rows: list[tuple[str, str, CoverPart]] = [(*groups.get(part, ("", "")), part) for part in parts]
    return [
        (group, [
            (box, [part for *_, part in inner])
            for box, inner in groupby(outer, lambda row: row[1])
        ])
        for group, outer in groupby(rows, lambda row: row[0])
    ]  # fmt: skip


def _slide(edition: Edition, slide: Slide, level: int, theme: Theme) -> Markup:
    text = (
        slide_html.environment()
        .get_template("page/slide.html.j2")
        .render(
            _context(edition, slide, str(slide.number), theme),
            slide=slide,
            level=level,
            place=edition.web.slide.replace("{number}", str(slide.number)),
            regions=_regions(slide, level),
            is_grid=is_grid(slide),
        )
    )
    return Markup(text)  # noqa: S704 - a template's own, escaped


def _text(edition: Edition, text: RunningText, theme: Theme) -> Markup:
    outline = list(headings(text))
    written = (
        slide_html.environment()
        .get_template("page/text.html.j2")
        .render(
            _context(edition, text, text.anchor, theme),
            running=text,
            title=has_title(text),
            levels={heading.index: heading.level + 1 for heading in outline},
            parts=nested(text.blocks),
        )
    )
    return Markup(written)  # noqa: S704 - a template's own, escaped


def _context(
    edition: Edition, holder: Slide | RunningText, key: str, theme: Theme
) -> dict[str, object]:
    """Return what the templates of a slide or a text need for what stands in it."""
    references = _References(holder, key)
    return {
        "edition": edition,
        "key": key,
        "referred": references.indices,
        "reference": references.name,
        "chart": partial(_chart, theme=theme),
        "chart_table": chart_text.as_table,
        "maps": partial(_maps, theme=theme),
        "legend_entries": map_layout.legend_entries,
        "swatch": partial(_swatch, theme=theme),
    }


def _regions(slide: Slide, level: int) -> list[list[tuple[Block, int, str]]]:
    """Return a slide's blocks by region, each with the level of headings below it and its name.

    Cards below a heading of the slide have headings one level deeper, so that no level is left out.
    """
    named = [(block, f"block-{slide.number}-{at}") for at, block in enumerate(slide.blocks, 1)]
    regions: list[list[tuple[Block, int, str]]] = []
    for _, group in groupby(named, key=lambda row: cell_of(row[0]) or row[0].region):
        blocks: list[tuple[Block, int, str]] = []
        below = level + 1
        for block, name in group:
            blocks.append((block, below, name))
            if isinstance(block, Paragraph) and block.style == "heading":
                below = level + 2
        regions.append(blocks)
    return regions


def _drawing(text: str, name: str, attributes: str) -> Markup:
    """Return a drawing of ours as part of a page: as wide as its place, its ids its own.

    Args:
        text: SVG.
        name: begins its ids.
        attributes: of its root.
    """
    text = re.sub(r"^<svg [^>]*?(viewBox=\"[^\"]*\")>", rf"<svg {attributes} \1>", text)
    text = re.sub(r"(<text [^<>]*?) font-family=\"[^\"<>]*\"", r"\1", text)
    text = text.replace("<defs></defs>", "")
    text = re.sub(r'(<pattern id="|"url\(#)', rf"\1{name}-", text)
    return Markup(re.sub(r">([^<>]+)<", _quoted, text))  # noqa: S704 - its texts are escaped


def _quoted(row: re.Match[str]) -> str:
    return f">{row[1].replace(chr(34), '&#34;').replace(chr(39), '&#39;')}<"


def _named(name: str) -> str:
    return f'role="img" aria-labelledby="{name}-title"'


def _chart(block: Chart, name: str, theme: Theme) -> Markup:
    frame = _chart_frame(block, theme)
    text = chart_drawing.chart_svg(block, frame, theme, 0)
    text = text.replace("<title>", f'<title id="{name}-title">', 1)
    size = f'width="{frame.width:.0f}" height="{frame.height:.0f}"'
    kind = "narrow" if frame.width <= _NARROW else "middle" if frame.width <= _MIDDLE else "wide"
    return _drawing(text, name, f'class="{kind}" {size} {_named(name)}')


def _chart_frame(block: Chart, theme: Theme) -> Box:
    """Return the narrowest frame that holds a chart's texts at their largest."""
    shape = _PIE_SHAPE if chart_text.is_whole(block) else _CHART_SHAPE
    least_width = 0 if block.region.startswith("figure") else _LEAST_ALONE
    widths = [width for width in _CHART_WIDTHS if width >= least_width]
    tried = [(width, *chart_layout.demands(block, width, theme, 0)) for width in widths]
    width, least, _ = next((row for row in tried if row[2] <= 0), tried[-1])
    return Box(0, 0, width, max(least, width * shape))


def _maps(block: Map, name: str, theme: Theme) -> list[Markup]:
    """Return a map's views, one below the other; the first one is named for all."""
    box = Box(0, 0, _MAP_WIDTH, _MAP_HEIGHT)
    views = [view for view in (block.view, block.inset) if view]
    drawn = [
        map_drawing.map_svg(block.model_copy(update={"view": view, "inset": None}), box, theme)
        for view in views
    ]
    title = Markup('<title id="{}">{}</title>').format(f"{name}-title", block.alt)
    first = drawn[0].replace("<defs>", f"{title}<defs>", 1)
    hidden = 'aria-hidden="true"'
    return [
        _drawing(first, name, _named(name)),
        *(_drawing(text, f"{name}-inset", hidden) for text in drawn[1:]),
    ]


def _swatch(fill: str, name: str, number: int, theme: Theme) -> Markup:
    return _drawing(
        map_drawing.swatch(fill, theme), f"{name}-swatch-{number}", 'aria-hidden="true"'
    )
