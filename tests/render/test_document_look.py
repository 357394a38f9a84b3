"""Pages of the Word document have what the slide has: tag, rule at the foot, heights."""

from __future__ import annotations

from functools import cache

import pytest
from lxml import etree

from pipeline.core import stable_zip
from pipeline.core.lengths import Pt, twips
from pipeline.design import theme
from pipeline.edition.blocks import Paragraph, Timeline
from pipeline.edition.slide import Slide
from pipeline.layout import timeline_layout
from pipeline.render.docx import render
from tests.conftest import GALLERY, ready

LOOK = theme.load().on_paper()
SCALE = LOOK.page_scale
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Twips that rounding may take.
NEAR = 2


@cache
def made() -> tuple[tuple[Slide, ...], dict[str, bytes]]:
    edition = ready(GALLERY, "public")
    return edition.slides, stable_zip.unpack(render(edition, theme.load()))


def root(name: str) -> etree._Element:
    return etree.fromstring(made()[1][f"word/{name}.xml"])


def number(element: etree._Element | None, name: str) -> int:
    assert element is not None
    return int(element.get(f"{W}{name}") or 0)


def near(points: float) -> object:
    return pytest.approx(twips(Pt(points)), abs=NEAR)


def test_pages_of_slides_have_the_tag_at_their_edge_and_the_first_and_last_have_none() -> None:
    header = root("header3")
    (shading,) = header.iter(f"{W}shd")
    assert shading.get(f"{W}fill") == LOOK.colour("accent")
    _, _, width, height = LOOK.slide.tag
    page = LOOK.document_slide
    column = page.width - page.margin[1] - page.margin[3]
    assert number(header.find(f".//{W}ind"), "right") == near(column - width * SCALE)
    assert number(header.find(f".//{W}spacing"), "line") == near(height * SCALE)
    sections = [
        section
        for section in root("document").iter(f"{W}sectPr")
        if section.find(f"{W}pgSz[@{W}orient]") is not None
    ]
    names = [section.find(f"{W}headerReference").values()[-1] for section in sections]
    tops = [number(section.find(f"{W}pgMar"), "header") for section in sections]
    bands = [section.find(f"{W}pgBorders") is not None for section in sections]
    assert bands[0]
    assert bands[-1]
    for name, top, band in zip(names, tops, bands, strict=True):
        assert (name, top > 0) == (("rId11", True) if band else ("rId12", False))


def test_the_foot_of_slides_has_a_rule_above_it() -> None:
    (foot,) = root("styles").xpath(
        "//w:style[@w:styleId='SlideFooter']", namespaces={"w": W.strip("{}")}
    )
    assert number(foot.find(f".//{W}pBdr/{W}top"), "sz") == 6


def test_a_timeline_s_columns_begin_where_its_points_stand_on_the_slide() -> None:
    tables = [
        table
        for table in root("document").iter(f"{W}tbl")
        if table.find(f"{W}tblPr/{W}tblStyle[@{W}val='TimelineTable']") is not None
    ]
    placed = [
        (slide, block, frame)
        for slide in made()[0]
        for block, frame in zip(slide.blocks, slide.frames, strict=True)
        if isinstance(block, Timeline)
    ]
    assert len(tables) == len(placed) >= 3
    for table, (_, block, frame) in zip(tables, placed, strict=True):
        columns = [number(column, "w") for column in table.iter(f"{W}gridCol")]
        strips = timeline_layout.strips(block, frame.width, LOOK)
        starts = [sum(columns[:index]) for index in range(len(columns))]
        assert starts == [near(strip.x * SCALE) for strip in strips]
        sizes = {number(size, "val") for size in table.iter(f"{W}sz")}
        assert round(LOOK.styles["year"].size(frame.step) * SCALE * 2) in sizes


def test_what_stands_lower_on_a_slide_does_so_on_its_page() -> None:
    text = made()[1]["word/document.xml"].decode()
    found = 0
    for slide in made()[0]:
        layout = LOOK.slide.layouts[slide.layout]
        if not layout.sink or slide.layout == "section":
            continue
        sunk = (slide.frames[0].y - 116) * SCALE
        assert sunk > 10
        style = "Quotation" if slide.layout == "quote" else ""
        assert isinstance(slide.blocks[0], Paragraph | Timeline)
        assert f'<w:spacing w:before="{twips(Pt(sunk))}"/>' in text, (slide.number, style)
        found += 1
    assert found >= 4
