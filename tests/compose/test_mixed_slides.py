"""Slides with several figures: from the author's kinds to primitives, each in its region."""

from __future__ import annotations

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.edition.blocks import Chart, Paragraph, Picture, Table, Withheld
from pipeline.edition.runs import MarkerRun
from pipeline.edition.texts import plain
from tests.conftest import GALLERY, Written, ready

MIXED = """
- kind: mixed
  title: T
  lead: L
  figures:
    - heading: "[[place]]"
      table: {alt: A, header: [a], rows: [[b]]}
    - chart: {withheld: whole}
    - chart:
        form: bar
        alt: A
        categories: [a]
        series: [{name: s, values: ["1"]}, {withheld: row}]
  remark: R
"""
SLOTS = "place: {grounds: [defence]}, whole: {grounds: [defence]}, row: {grounds: [defence]}"


def test_figures_of_a_mixed_slide_have_regions_of_their_own_in_reading_order(
    written: Written,
) -> None:
    slide = compose(load(written(MIXED, SLOTS)), "public").slides[0]
    assert [(type(block), block.region) for block in slide.blocks] == [
        (Paragraph, "body"),
        (Paragraph, "heading-1"),
        (Table, "figure-1"),
        (Withheld, "figure-2"),
        (Chart, "figure-3"),
        (Paragraph, "figure-3"),
        (Paragraph, "foot"),
    ]
    heading = slide.blocks[1]
    assert isinstance(heading, Paragraph)
    assert isinstance(heading.runs[0], MarkerRun)
    assert heading.runs[0].number == 1


def test_a_withheld_picture_of_several_keeps_its_cell() -> None:
    (slide,) = (s for s in ready(GALLERY, "public").slides if plain(s.title).startswith("Equip"))
    figures = [(type(b), b.region) for b in slide.blocks if b.region.startswith("figure")]
    assert figures == [(Picture, "figure-1"), (Picture, "figure-2"), (Withheld, "figure-3")]
