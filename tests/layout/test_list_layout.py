"""Columns of lists: no word, and no marker of any language, is broken in one of them."""

from __future__ import annotations

import pytest

from pipeline.core.errors import Where
from pipeline.design import theme
from pipeline.edition.blocks import BulletList, Item
from pipeline.edition.runs import MarkerRun, Runs, TextRun
from pipeline.edition.slide import Slide
from pipeline.layout import fit, list_layout
from pipeline.layout.regions import region_box
from pipeline.layout.text_metrics import widest_word
from pipeline.resources import labels

LOOK = theme.load()


def marker(language: str) -> Runs:
    text = labels.load(language, {}).marker("plain")
    return (MarkerRun(text=text, spoken="", number=1, grounds=("defence",), label=""),)


def fitted(last: Runs, columns: int) -> Slide:
    items = (*[Item(runs=(TextRun(text=name),)) for name in ("Brazil", "India")], Item(runs=last))
    block = BulletList(items=items, columns=columns)
    slide = Slide(
        number=1, layout="text-figure", title=(TextRun(text="Partners"),), blocks=(block,)
    )
    (placed,), problems = fit.fit_slide(slide, LOOK, Where("here"))
    assert problems == ()
    return placed


@pytest.mark.parametrize("language", labels.languages())
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_a_marker_in_a_list_beside_a_figure_is_never_broken(language: str, columns: int) -> None:
    slide = fitted(marker(language), columns)
    (block,) = slide.blocks
    assert isinstance(block, BulletList)
    width = region_box(slide, block.region, LOOK).width
    room = list_layout.column_width(block, width, LOOK) - LOOK.list_indent
    size = LOOK.styles["body"].size(slide.frames[0].step)
    assert widest_word(marker(language), size, LOOK.family("body")) <= room


def test_a_list_of_short_words_keeps_the_columns_that_it_was_given() -> None:
    (block,) = fitted((TextRun(text="South Africa"),), 2).blocks
    assert isinstance(block, BulletList)
    assert block.columns == 2
