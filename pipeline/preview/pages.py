"""Pages of an edition for the browser: the PDF's HTML and style sheet, made ready for a screen.

What is changed in it: a page's landmark becomes a plain box, because many pages share a window; its
inline styles go under another name, because the policy of the window allows none and a script sets
them; markers say which slots they stand for. The words are those of the PDF.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import lxml.html
from lxml.etree import tostring
from markupsafe import escape

from pipeline.compose.markers import on_markers
from pipeline.core.cache import Cache
from pipeline.design.theme import Theme
from pipeline.edition import table_of_contents
from pipeline.edition.edition import Edition
from pipeline.edition.running_text import RunningText
from pipeline.edition.runs import MarkerRun, Runs, TextRun
from pipeline.edition.slide import Slide
from pipeline.edition.text_outline import after, before, headings
from pipeline.edition.texts import slide_title
from pipeline.layout import figures_in_text
from pipeline.layout.fullness import Fullness, fullness
from pipeline.render import contents_html, slide_html, text_html
from pipeline.resources import paths
from pipeline.resources.jinja import environment

#: Between what a marker says and the slots it stands for; content cannot hold it.
_BETWEEN = "\x1f"
#: Slides that are kept as they were drawn.
_KEPT = 2048


@dataclass(frozen=True)
class Page:
    """Page of an edition as HTML.

    Attributes:
        key: digest of all that it shows.
        id: the same for the page of the other edition: ``cover``, ``contents-2``, ``slide-3.1``.
        label: what a list of pages calls it.
        title: of the slide, on one line; empty for others.
        source: number of the slide as written, from 1; 0 for other pages.
        printed: number at its foot.
        width: points; ``height`` too, 0 for one that is as high as its words.
        html: what it shows.
        boxes: how full it is.
        file: of the running text that it shows; empty for others.
    """

    key: str
    id: str
    label: str
    title: str
    source: int
    printed: int
    width: float
    height: float
    html: str
    boxes: tuple[Fullness, ...] = ()
    file: str = ""


def sheet(edition: Edition, theme: Theme) -> str:
    """Return the style sheet of an edition's pages: the PDF's, and paper around them."""
    template = environment(paths.templates("serve")).get_template("paper.css.j2")
    style = text_html.style if edition.texts else slide_html.style
    return style(theme) + template.render(theme=theme, footer_gap=slide_html.FOOTER_GAP)


def numbered(edition: Edition) -> Edition:
    """Return an edition whose slides know their number when ``fit`` has divided them.

    The number becomes the last speaker note: no page shows it, and it stays on the first part.
    """
    slides = tuple(
        slide.model_copy(update={"notes": (*slide.notes, (TextRun(text=str(slide.number)),))})
        for slide in edition.slides
    )
    return edition.model_copy(update={"slides": slides})


def told(runs: Runs) -> Runs:
    """Return a text whose markers say which slots they stand for; see ``session``."""
    return tuple(
        run.model_copy(update={"spoken": f"{run.spoken}{_BETWEEN}{run.reason}"})
        if isinstance(run, MarkerRun)
        else run
        for run in runs
    )


class Drawing:
    """Drawer of pages, with a cache of those drawn."""

    def __init__(self) -> None:
        self._kept = Cache[tuple[str, ...], tuple[str, tuple[Fullness, ...]]](_KEPT)

    def pages(self, edition: Edition, theme: Theme, files: Mapping[str, str]) -> tuple[Page, ...]:
        """Return the pages of an edition.

        Args:
            edition: fitted, made by ``numbered``, its markers ``told``.
            theme: its design tokens.
            files: of its texts, by their anchors.
        """
        look = sha256(theme.model_dump_json().encode()).hexdigest()
        front: list[Page] = []
        if not table_of_contents.begins_on_cover(edition):
            front.append(_front(edition, theme, "cover", slide_html.cover(edition), 1))
        front += [
            _front(edition, theme, f"contents-{number}", text, number)
            for number, text in enumerate(contents_html.contents_pages(edition, {}), start=2)
        ]
        return (
            *front,
            *(_text(edition, text, theme, files) for text in before(edition)),
            *self._slides(edition, theme, look),
            *(_text(edition, text, theme, files) for text in after(edition)),
        )

    def _slides(self, edition: Edition, theme: Theme, look: str) -> list[Page]:
        sources = _sources(edition.slides)
        front = table_of_contents.front(edition)
        levels = slide_html.heading_levels(edition)
        found: list[Page] = []
        for slide, level, (source, part, parts) in zip(
            edition.slides, levels, sources, strict=True
        ):
            inner, boxes = self._drawn(edition, slide, theme, (look, level, part, parts))
            numbers = table_of_contents.slide_foot(edition, slide.number, front + slide.number)
            foot = _foot(edition, numbers)
            text = f'<div class="paper paper-slide on-{slide.layout}">{inner}{foot}</div>'
            title = slide_title(slide)
            found.append(
                Page(
                    key=_key(text, *map(str, boxes)),
                    id=f"slide-{source}.{part}" if source else f"added-{slide.number}",
                    label=f"Slide {slide.number}",
                    title=title,
                    source=source,
                    printed=slide.number,
                    width=theme.slide.width,
                    height=theme.slide.height,
                    html=text,
                    boxes=boxes,
                )
            )
        return found

    def _drawn(
        self, edition: Edition, slide: Slide, theme: Theme, setting: tuple[str, int, int, int]
    ) -> tuple[str, tuple[Fullness, ...]]:
        look, level, part, parts = setting
        bare = slide.model_copy(update={"number": 0, "notes": ()})
        key = (bare.model_dump_json(), look, f"{level} {part} {parts}", edition.language)
        if (kept := self._kept.get(key)) is not None:
            return kept
        made = (
            screened(slide_html.slide_page(edition.language, slide, theme, level)),
            fullness(slide, theme, parts),
        )
        self._kept.keep(key, made)
        return made


def _sources(slides: tuple[Slide, ...]) -> list[tuple[int, int, int]]:
    """Return for each fitted slide: number as written, which part of it, how many parts."""
    rows: list[list[int]] = []
    for slide in slides:
        if slide.notes or not rows:
            text = slide.notes[-1][0] if slide.notes else None
            rows.append([int(text.text) if isinstance(text, TextRun) else 0, 1])
        else:
            rows[-1][1] += 1
    return [(source, part, parts) for source, parts in rows for part in range(1, parts + 1)]


def _front(edition: Edition, theme: Theme, name: str, text: str, number: int) -> Page:
    kind = name.partition("-")[0]
    foot = _foot(edition, f"{edition.page_word} {number}")
    head = f'<p class="head">{escape(edition.reference)}</p>'
    inner = screened(text) + (head if kind == "contents" else "") + foot
    whole = f'<div class="paper paper-{kind}">{inner}</div>'
    label = "Cover" if kind == "cover" else f"Contents, page {number}"
    size = theme.cover_page.width, theme.cover_page.height
    return Page(_key(whole), name, label, "", 0, number, *size, whole)


def _text(edition: Edition, text: RunningText, theme: Theme, files: Mapping[str, str]) -> Page:
    """Return a running text as one sheet; the first one may have the cover above it.

    A text that has no file is made by the program: a legend of redactions.
    """
    # no place of ours needs an anchor: the window has its own
    plain = edition.model_copy(update={"contents_title": ""})
    inner = screened(text_html.page(plain, text, theme, is_endless=True))
    lies = " lies" if text.is_landscape else ""
    whole = f'<div class="paper paper-text{lies}">{inner}</div>'
    page = figures_in_text.page_of(text, theme)
    is_cover = text is edition.texts[0] and table_of_contents.begins_on_cover(edition)
    file = files.get(text.anchor, "")
    name = "cover" if is_cover else text.anchor if file else f"added-{text.anchor}"
    label = text.label or ("Cover" if is_cover else "Text")
    title = next((row.title for row in headings(text)), "")
    return Page(_key(whole), name, label, title, 0, 0, page.width, 0, whole, file=file)


def _foot(edition: Edition, numbers: str) -> str:
    left, middle, right = map(escape, edition.footer)
    return (
        f'<p class="foot foot-start">{left}</p><p class="foot foot-middle">{middle}</p>'
        f'<p class="foot foot-end">{right}  {escape(numbers)}</p>'
    )


def _key(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:32]


def screened(document: str) -> str:
    """Return the body of a document, made ready for the window."""
    body = lxml.html.document_fromstring(document).body
    assert body is not None  # noqa: S101 - our own template
    for element in body.iter("*"):
        if element.tag == "main":
            element.tag = "div"
        if "style" in element.attrib:
            element.attrib["data-style"] = element.attrib.pop("style")
        if element.tag == "a" and not element.get("href", "").startswith("#"):
            element.attrib.update({"target": "_blank", "rel": "noopener noreferrer"})
        if "data-spoken" in element.attrib:
            _named(element)
    return "".join(tostring(child, encoding="unicode", method="html") for child in body).strip()


def _named(marker: lxml.html.HtmlElement) -> None:
    """Say which slots a marker stands for; its spoken text stays with it."""
    spoken, _, slots = marker.attrib.pop("data-spoken").partition(_BETWEEN)
    marker.attrib["data-spoken"] = spoken
    if slots:
        marker.attrib["data-slot"] = slots


def with_slots(edition: Edition) -> Edition:
    """Return an edition whose markers say which slots they stand for."""
    return on_markers(edition, told)
