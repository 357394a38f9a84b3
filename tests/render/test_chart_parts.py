"""Native charts as text: every element where the format wants it, colours and language."""

from __future__ import annotations

from functools import partial
from typing import get_args
from xml.etree import ElementTree as ET

import pytest

from pipeline.design import theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Chart, ChartForm
from pipeline.layout import chart_layout
from pipeline.render.docx.drawing_colours import colour
from pipeline.render.drawingml.chart_look import ChartLook
from pipeline.render.drawingml.drawing_text import Xml
from pipeline.render.drawingml.native_chart import chart_part
from tests.conftest import ROOT, ready

LOOK = theme.load()
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
BOX = Box(0, 0, 800, 360)
#: Children of elements that we write, in the order of the schema (ECMA-376, 21.2).
ORDER = {
    "chartSpace": "date1904 roundedCorners chart spPr txPr externalData userShapes",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax",
    "ser": "idx order tx spPr invertIfNegative marker dPt dLbls cat val xVal yVal smooth",
    "dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize separator showLeaderLines",
    "dLbl": "idx tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize",
    "catAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr txPr "
    "crossAx crosses auto lblAlgn lblOffset noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines numFmt majorTickMark minorTickMark "
    "tickLblPos spPr txPr crossAx crosses crossBetween majorUnit",
}  # fmt: skip


def charts() -> list[Chart]:
    slides = ready(ROOT / "tests" / "projects" / "gallery", "full").slides
    return [block for slide in slides for block in slide.blocks if isinstance(block, Chart)]


def drawn(block: Chart, look: ChartLook) -> ET.Element:
    plan = chart_layout.plan(block, BOX, LOOK, 0)
    return ET.fromstring(chart_part(block, plan, BOX, look))


@pytest.mark.parametrize("in_text", [True, False])
def test_elements_of_charts_stand_in_the_order_of_the_schema(*, in_text: bool) -> None:
    look = ChartLook("en-GB", partial(colour, LOOK), in_text=in_text)
    found = charts()
    assert {block.form for block in found} == set(get_args(ChartForm))
    for block in found:
        for row in drawn(block, look).iter():
            order = ORDER.get(row.tag.removeprefix(C), "").split()
            places = [order.index(child.tag.removeprefix(C)) for child in row if order]
            assert places == sorted(places), (block.form, row.tag)


def test_colours_of_charts_are_those_of_their_file() -> None:
    """A clear area had the darker shade of its colour in documents."""
    asked: list[str] = []

    def marked(token: str) -> Xml:
        asked.append(token)
        return Xml(f'<a:schemeClr val="{token}"><a:lumMod val="1"/></a:schemeClr>')

    for block in charts():
        root = drawn(block, ChartLook("en-GB", marked))
        assert {row.get("val") for row in root.iter(f"{A}schemeClr")} <= set(asked)
        for row in root.iter(f"{A}schemeClr"):
            assert [child.tag.removeprefix(A) for child in row] in (["lumMod"], ["lumMod", "alpha"])
        is_clear = block.form == "area" and not block.stacked
        assert bool(list(root.iter(f"{A}alpha"))) == is_clear


def test_every_text_of_a_chart_has_its_language() -> None:
    for block in charts():
        root = drawn(block, ChartLook("el-GR", partial(colour, LOOK)))
        for tag in ("rPr", "defRPr", "endParaRPr"):
            assert {row.get("lang") for row in root.iter(A + tag)} <= {"el-GR"}
