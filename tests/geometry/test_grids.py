"""Grids of figures: equal cells with one top in each row, apart, at the largest type that fits."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.core.errors import Where
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Block, Map, MapCategory, Paragraph, Withheld
from pipeline.edition.runs import MarkerRun
from pipeline.edition.slide import FIGURE, Slide
from pipeline.layout import picture_layout
from pipeline.layout.fit import fit_slide
from tests.geometry.given import (
    LOOK,
    NEAR,
    are_apart,
    chart,
    is_inside,
    picture,
    placed,
    points,
    slide,
    table,
    words,
)

COLUMNS = chart("column", [[10.0, 20.0], [30.0, 40.0]])
TABLE = table([["Region", "2025"], ["North", "1"], ["South", "2"]])
EUROPE = Map(
    view="europe",
    alt="m",
    categories=(MapCategory(label=words("Candidates"), fill="area", states=("SRB",)),),
)
HELD = Withheld(marker=MarkerRun(text="[REDACTED]", spoken="s", number=1, grounds=()), words="x")
GRIDS: dict[str, list[Block]] = {
    "chart": [COLUMNS],
    "chart and table": [COLUMNS, TABLE],
    "three charts": [COLUMNS] * 3,
    "four charts": [COLUMNS] * 4,
    "four kinds": [COLUMNS, TABLE, EUROPE, HELD],
    "four maps": [EUROPE] * 4,
    "two tables": [TABLE, TABLE],
    "pictures": [picture(40, 30, "A caption"), picture(30, 60), picture(80, 20)],
    "six pictures": [picture(40, 30, "Seen from the ferry")] * 6,
}
TEXTS: dict[str, list[Block]] = {
    "no text": [],
    "a line": [Paragraph(style="lead", runs=words("A line above all figures"))],
    "points": [points(5)],
}


def grid(
    figures: Sequence[Block],
    text: Sequence[Block] = (),
    headings: Sequence[str] = (),
    foot: str = "",
) -> Slide:
    """Return a fitted slide of figures, whose headings may be left out (empty)."""
    blocks: list[Block] = list(text)
    for number, figure in enumerate(figures, start=1):
        heading = headings[number - 1] if headings else ""
        if heading:
            region = f"heading-{number}"
            blocks.append(Paragraph(region=region, style="heading", runs=words(heading)))
        blocks.append(figure.model_copy(update={"region": f"figure-{number}"}))
    if foot:
        blocks.append(Paragraph(region="foot", style="source", runs=words(foot)))
    (made,) = placed(slide(*blocks, layout="mixed"))
    return made


def frames(made: Slide, prefix: str) -> list[Box]:
    return [
        Box(frame.x, frame.y, frame.width, frame.height)
        for block, frame in zip(made.blocks, made.frames, strict=True)
        if block.region.startswith(prefix)
    ]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("figures", GRIDS)
def test_nothing_of_a_grid_overlaps_or_leaves_the_slide(figures: str, text: str) -> None:
    made = grid(GRIDS[figures], TEXTS[text], foot="Source: a paper")
    every = frames(made, "")
    assert are_apart(every)
    assert all(is_inside(box, Box(54, 116, 852, 372)) for box in every)
    assert frames(made, "foot")[0].y + frames(made, "foot")[0].height == pytest.approx(488, abs=0.1)


@pytest.mark.parametrize("figures", GRIDS)
def test_figures_of_a_row_have_one_top_and_columns_one_left_edge(figures: str) -> None:
    count = len(GRIDS[figures])
    made = grid(GRIDS[figures], headings=["A heading" if at % 2 else "" for at in range(count)])
    boxes = frames(made, FIGURE)
    tops, lefts = {box.y for box in boxes}, {box.x for box in boxes}
    assert len(tops) * len(lefts) >= count > len(tops) * (len(lefts) - 1)
    widths = [area.width for area in made.areas if area.region.startswith(FIGURE)]
    assert max(widths) - min(widths) < NEAR


def test_a_heading_of_two_lines_lowers_its_whole_row() -> None:
    long = "A heading that is so long that it takes two lines above its chart"
    made = grid([COLUMNS, COLUMNS], headings=["Short", long])
    one, other = frames(made, FIGURE)
    assert one.y == other.y
    assert one.height == other.height
    short, high = frames(made, "heading")
    assert short.y == high.y
    assert high.height > 1.5 * short.height
    assert {
        f.step for b, f in zip(made.blocks, made.frames, strict=True) if b.region[0] == "h"
    } == {1}


def test_all_figures_have_one_size_of_type() -> None:
    made = grid([COLUMNS, chart("bar", [[float(n) for n in range(5)]]), TABLE, COLUMNS])
    assert len({frame.step for frame in made.frames}) == 1
    wide = table([[f"Unbreakable{n}" for n in range(4)]] * 2)
    dense = grid([COLUMNS] * 3 + [wide])
    assert dense.frames[3].step > dense.frames[0].step  # a table alone has still smaller sizes


def test_a_long_text_stands_beside_its_figure_and_a_line_above_it() -> None:
    assert grid([COLUMNS], TEXTS["a line"]).layout == "mixed"
    assert grid(
        [COLUMNS], [points(7, "A point of so many words that it takes two lines")]
    ).layout == ("text-figure")


def test_pictures_of_a_row_have_one_room_whatever_their_captions_take() -> None:
    long = "A caption of so many words that it takes a second line and then, perhaps, a third one"
    made = grid([picture(60, 90, "Short"), picture(60, 90, long), picture(60, 90, "Short")])
    pixels = [
        picture_layout.place(block, box, LOOK, 0)[0]
        for block, box in zip(made.blocks, frames(made, FIGURE), strict=True)
        if block.kind == "picture"
    ]
    assert len({(box.y, box.width, box.height) for box in pixels}) == 1


def test_figures_that_do_not_fit_are_told_with_their_number() -> None:
    long = table([["a", "b"]] * 40)
    blocks = [
        block.model_copy(update={"region": f"figure-{n}"}) for n, block in ((1, long), (2, COLUMNS))
    ]
    _, problems = fit_slide(slide(*blocks, layout="mixed"), LOOK, Where("slide 1"))
    assert [row.code for row in problems] == ["slide-overflow"]
    assert problems[0].message.startswith("figure 1 is too full by ")
