"""Does the text fit its slide? Measured with the real fonts, once, for all formats.

``fit`` stacks the blocks of every region, steps down the type scale until they fit, and writes the
frames into the edition: what the deck shows on slide 5, the PDF shows on slide 5. Nothing measured
here depends on a withheld value: the public edition does not hold one (G5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, assert_never

import uharfbuzz

from pipeline.diagnostics import Problem, RenderError, Where
from pipeline.edition import (
    Block,
    BulletList,
    Cards,
    Edition,
    Frame,
    Item,
    Map,
    Paragraph,
    Primitive,
    Runs,
    Slide,
    Table,
    TextRun,
    Timeline,
    Withheld,
    all_runs,
)
from pipeline.theme import FONTS, STEPS, Box, Theme

#: Cards may grow beyond what their text needs by this factor, and no further.
_ELASTIC = 1.3
#: Points: the smallest height at which a map or a timeline can still be read.
_MIN_MAP = 200.0
_MIN_LINE = 34.0
#: Points added to a marker's width by its padding.
_MARKER_PADDING = 8.0
#: A line may break after white space and after a hyphen or slash inside a word.
_PIECES = re.compile(r"[^\s/-]*[/-]+|[^\s/-]+|[ \t]+")


#: HarfBuzz comes without types that hold.
hb: Any = uharfbuzz


@dataclass(frozen=True)
class _Face:
    font: Any
    units_per_em: int
    characters: frozenset[int]


@cache
def _face(family: str, *, bold: bool, italic: bool) -> _Face:
    style = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic"}
    name = style.get((bold, italic), "BoldItalic")
    path = FONTS / f"{family.replace(' ', '')}-{name}.ttf"
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    return _Face(hb.Font(face), face.upem, frozenset(face.unicodes))


@cache
def advance(text: str, family: str, *, bold: bool = False, italic: bool = False) -> float:
    """Return the width of a text at a size of 1 point, shaped without ligatures."""
    face = _face(family, bold=bold, italic=italic)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer, {"liga": False, "clig": False})
    width = sum(int(position.x_advance) for position in buffer.glyph_positions or ())
    return width / face.units_per_em


def line_count(runs: Runs, size: float, width: float, family: str, *, bold: bool = False) -> int:
    """Return on how many lines runs are set, breaking greedily as Office and browsers do.

    Args:
        runs: one paragraph.
        size: points.
        width: points available.
        family: family of the face.
        bold: the paragraph's style is bold.
    """
    lines, used, pending = 1, 0.0, 0.0
    for piece, piece_width in _pieces(runs, size, family, bold=bold):
        if piece.isspace():
            pending += piece_width
        elif used and used + pending + piece_width > width:
            lines, used, pending = lines + 1, piece_width, 0.0
        else:
            used, pending = used + pending + piece_width, 0.0
        while used > width:
            lines, used = lines + 1, used - width
    return lines


def _pieces(runs: Runs, size: float, family: str, *, bold: bool) -> Iterable[tuple[str, float]]:
    for run in runs:
        if isinstance(run, TextRun):
            heavy, italic = bold or run.strong, run.emphasis
            for piece in _PIECES.findall(run.text):
                yield piece, advance(piece, family, bold=heavy, italic=italic) * size
        elif run.kind == "marker":
            yield run.text, advance(run.text, family, bold=True) * size + _MARKER_PADDING
        else:
            yield run.mark, advance(run.mark, family) * size


def widest_word(runs: Runs, size: float, family: str, *, bold: bool = False) -> float:
    """Return the width in points of the widest piece that cannot be broken."""
    return max((width for _, width in _pieces(runs, size, family, bold=bold)), default=0.0)


class _Ruler:
    """Heights of blocks at one step of the type scale."""

    def __init__(self, theme: Theme, step: int) -> None:
        self.theme = theme
        self.step = step
        self.family = theme.fonts.deck.family

    def text(self, runs: Runs, style: str, width: float) -> float:
        """Return the height of one paragraph without the space below it."""
        look = self.theme.styles[style]
        size = look.size(self.step)
        lines = line_count(runs, size, width, self.family, bold=look.bold)
        return lines * size * self.theme.line_height

    def items(self, items: tuple[Item, ...], width: float, level: int = 0) -> list[float]:
        """Return the heights of list items, those below them included, in order."""
        space = self.theme.styles["body"].space
        inner = width - self.theme.list_indent * (level + 1)
        heights: list[float] = []
        for item in items:
            heights.append(self.text(item.runs, "body", inner) + space)
            heights += self.items(item.items, width, level + 1)
        return heights

    def bullets(self, block: BulletList, width: float) -> float:
        column = (width - self.theme.gap * (block.columns - 1)) / block.columns
        heights = self.items(block.items, column)
        rows = -(-len(heights) // block.columns)
        columns = [heights[start : start + rows] for start in range(0, len(heights), rows)]
        return max(sum(column) for column in columns) - self.theme.styles["body"].space

    def cards(self, block: Cards, width: float) -> float:
        theme = self.theme
        inner = (width - theme.gap * (block.columns - 1)) / block.columns - 2 * theme.card_padding
        card = max(
            self.text(card.heading, "card_heading", inner)
            + theme.styles["card_heading"].space
            + self.text(card.text, "card_text", inner)
            for card in block.cards
        )
        rows = -(-len(block.cards) // block.columns)
        return rows * (card + 2 * theme.card_padding) + (rows - 1) * theme.gap

    def timeline(self, block: Timeline, width: float) -> float:
        column = width / len(block.points) - self.theme.gap
        year, space = self.theme.styles["year"], self.theme.styles["year"].space
        text = max(self.text(point.text, "event", column) for point in block.points)
        return year.size(self.step) * self.theme.line_height + space + _MIN_LINE + text

    def columns(self, block: Table, width: float) -> tuple[float, ...]:
        """Return a table's column widths: no word broken, the rest shared by need."""
        padding = 2 * self.theme.cell_padding
        size = self.theme.styles["table"].size(self.step)
        needs: list[tuple[float, float]] = []
        for index in range(len(block.rows[0])):
            cells = [row[index] for row in block.rows]
            words = max(widest_word(c.runs, size, self.family, bold=bool(c.header)) for c in cells)
            whole = max(
                sum(w for _, w in _pieces(c.runs, size, self.family, bold=bool(c.header)))
                for c in cells
            )
            needs.append((words + padding + 1, max(whole - words, 0.0) + 1))
        spare = width - sum(least for least, _ in needs)
        total = sum(more for _, more in needs)
        return tuple(round(least + spare * more / total, 2) for least, more in needs)

    def table(self, block: Table, width: float) -> float:
        padding = 2 * self.theme.cell_padding
        widths = self.columns(block, width)
        return sum(
            max(
                self.text(cell.runs, "table", column - padding)
                for cell, column in zip(row, widths, strict=True)
            )
            + padding
            for row in block.rows
        )

    def height(self, block: Block, width: float) -> tuple[float, float]:
        """Return the least height of a block and the greatest that suits it, in points."""
        match block:
            case Paragraph():
                least = self.text(block.runs, block.style, width)
                return least, least
            case BulletList():
                least = self.bullets(block, width)
                return least, least
            case Cards():
                least = self.cards(block, width)
                return least, least * _ELASTIC
            case Timeline():
                least = self.timeline(block, width)
                return least, least
            case Table():
                least = self.table(block, width)
                return least, least
            case Map():
                return _MIN_MAP, float("inf")
            case Withheld():
                return self.theme.withheld_height, self.theme.withheld_height
            case _:
                assert_never(block)


def fit(edition: Edition, theme: Theme, places: Mapping[int, Where] | None = None) -> Edition:
    """Place every block of every slide.

    Args:
        edition: as composed.
        theme: grid and type scale.
        places: where each slide stands in the content, for messages.

    Raises:
        RenderError: with one problem for each region that is too full at the smallest size, and
            for each character that no font has.
    """
    problems: list[Problem] = []
    slides: list[Slide] = []
    for slide in edition.slides:
        where = (places or {}).get(slide.number, Where(f"slide {slide.number}"))
        slides.append(_fit_slide(slide, theme, where, problems))
        problems += _missing_glyphs(slide, theme.fonts.deck.family, where)
    cover = Where(edition.dossier)
    problems += _missing_glyphs(edition.cover, theme.fonts.cover.family, cover)
    if problems:
        raise RenderError(*problems)
    return edition.model_copy(update={"slides": tuple(slides)})


def _missing_glyphs(part: Primitive, family: str, where: Where) -> list[Problem]:
    known = _face(family, bold=False, italic=False).characters
    known |= _face("Liberation Sans", bold=False, italic=False).characters
    texts = (run.text for runs in all_runs(part) for run in runs if run.kind != "note")
    missing = sorted({ord(letter) for text in texts for letter in text} - known)
    hint = "use another character; the fonts stand in templates/fonts"
    return [
        Problem(where, "missing-glyph", f"no font has the character U+{code:04X}", hint)
        for code in missing
    ]


def _fit_slide(slide: Slide, theme: Theme, where: Where, problems: list[Problem]) -> Slide:
    ruler = _Ruler(theme, 0)
    footnotes = 0.0
    if slide.footnotes:
        space = theme.styles["footnote"].space
        width = theme.footnote_box(0, slide.layout).width
        footnotes = sum(ruler.text(note, "footnote", width) + space for note in slide.footnotes)
    title_step = _fit_title(slide, theme, where, problems)
    frames: dict[int, Frame] = {}
    for region in dict.fromkeys(block.region for block in slide.blocks):
        box = theme.region_box(slide.layout, region)
        floor = (
            theme.footnote_box(footnotes, slide.layout).y - theme.gap
            if footnotes
            else box.y + box.height
        )
        box = Box(box.x, box.y, box.width, min(box.height, floor - box.y))
        members = [(i, block) for i, block in enumerate(slide.blocks) if block.region == region]
        frames |= _stack(members, box, theme, (region, where), problems)
    return slide.model_copy(
        update={
            "frames": tuple(frames[index] for index in sorted(frames)),
            "title_step": title_step,
            "footnote_height": round(footnotes, 2),
        }
    )


def _fit_title(slide: Slide, theme: Theme, where: Where, problems: list[Problem]) -> int:
    box = theme.title_box(slide.layout)
    style = theme.title_style(slide.layout)
    over = 0.0
    for step in range(STEPS):
        ruler = _Ruler(theme, step)
        height = ruler.text(slide.subtitle or slide.title, style, box.width)
        if slide.subtitle:
            height += ruler.text(slide.title, "kicker", box.width)
        if slide.numeral:
            height += theme.styles["numeral"].size(0) * theme.line_height
        over = height - box.height
        if over <= 0:
            return step
    problems.append(_too_full(where, "title", over))
    return STEPS - 1


def _stack(
    members: list[tuple[int, Block]],
    box: Box,
    theme: Theme,
    place: tuple[str, Where],
    problems: list[Problem],
) -> dict[int, Frame]:
    """Stack blocks from the top of a box at the largest step at which they fit."""
    over = 0.0
    heights: list[tuple[float, float]] = []
    gaps: list[float] = []
    step = 0
    for step in range(STEPS):
        ruler = _Ruler(theme, step)
        heights = [ruler.height(block, box.width) for _, block in members]
        gaps = [_gap(block, theme) for _, block in members[:-1]]
        over = sum(least for least, _ in heights) + sum(gaps) - box.height
        if over <= 0.01:  # noqa: PLR2004 - rounding
            break
    else:
        problems.append(_too_full(place[1], place[0], over))
    spare = max(-over, 0.0)
    elastic = sum(most > least for least, most in heights)
    frames: dict[int, Frame] = {}
    top = box.y
    for (index, block), (least, most), gap in zip(members, heights, [*gaps, 0.0], strict=True):
        height = min(most, least + spare / elastic) if most > least else least
        columns = _Ruler(theme, step).columns(block, box.width) if isinstance(block, Table) else ()
        frames[index] = Frame(
            x=box.x,
            y=round(top, 2),
            width=box.width,
            height=round(height, 2),
            step=step,
            columns=columns,
        )
        top += height + gap
    return frames


def _gap(block: Block, theme: Theme) -> float:
    """Return the space below a block: its style's for a paragraph, else the theme's gap."""
    return theme.styles[block.style].space if isinstance(block, Paragraph) else theme.gap


def _too_full(where: Where, region: str, over: float) -> Problem:
    return Problem(
        where,
        "slide-overflow",
        f"the {region} is too full by {over:.0f} points at the smallest size",
        "shorten the text, or divide it over two slides",
    )
