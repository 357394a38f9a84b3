"""Charts and maps of the Word document: native parts, in the places and sizes of their plan."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from itertools import product
from xml.etree import ElementTree as ET

import pytest

from pipeline.core import stable_zip
from pipeline.design import theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Chart, Map, Picture
from pipeline.edition.edition import view_for
from pipeline.edition.formats import Audience
from pipeline.layout import chart_layout
from pipeline.render.docx.chart_shapes import ChartShapes
from tests.conftest import GALLERY, ROOT, ready
from tests.support.made_files import Made

LOOK = theme.load()
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CDR = "{http://schemas.openxmlformats.org/drawingml/2006/chartDrawing}"
PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
GROUP = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"


@cache
def parts(audience: Audience = "public") -> dict[str, bytes]:
    return stable_zip.unpack(Made("gallery", audience, "docx").data)


@cache
def document() -> ET.Element:
    return ET.fromstring(parts()["word/document.xml"])


def blocks(kind: type[Chart | Map | Picture]) -> list[Chart | Map | Picture]:
    slides = view_for(ready(GALLERY, "public"), "docx").slides
    return [block for slide in slides for block in slide.blocks if isinstance(block, kind)]


def named(folder: str) -> list[str]:
    return [name for name in parts() if name.startswith(f"word/{folder}/") and "_rels" not in name]


def test_every_chart_is_a_part_with_a_workbook_and_every_picture_is_the_edition_s() -> None:
    count = len(blocks(Chart))
    assert len(named("charts")) == len(named("embeddings")) == count > 10
    pictures = {block.data for block in blocks(Picture) if isinstance(block, Picture)}
    assert len(named("media")) == len(pictures)


@pytest.mark.parametrize("kind", [Chart, Map])
def test_every_figure_has_its_alternative_text(kind: type[Chart | Map]) -> None:
    tag = f"{C}chart" if kind is Chart else f"{GROUP}wgp"
    found = [
        row.find(f"{PLACED}docPr").get("descr")  # type: ignore[union-attr]
        for row in document().iter(f"{PLACED}inline")
        if next(row.iter(tag), None) is not None
    ]
    assert found == [block.alt for block in blocks(kind)]
    assert all(found)


def numbers(row: ET.Element | None, *keys: str) -> tuple[int, ...]:
    assert row is not None
    return tuple(int(row.get(key, "-1")) for key in keys)


def test_a_map_s_group_is_as_large_as_its_place_and_an_empty_shape_of_it() -> None:
    """LibreOffice stretches what it draws of a group to the size of the group."""
    for row in document().iter(f"{PLACED}inline"):
        group = next(row.iter(f"{GROUP}wgp"), None)
        if group is None:
            continue
        size = numbers(row.find(f"{PLACED}extent"), "cx", "cy")
        own = group.find(f"{GROUP}grpSpPr/{A}xfrm")
        assert own is not None
        assert numbers(own.find(f"{A}ext"), "cx", "cy") == size
        assert numbers(own.find(f"{A}chExt"), "cx", "cy") == size
        ground, *others = group.findall(f"{SHAPE}wsp")
        assert numbers(ground.find(f"{SHAPE}spPr/{A}xfrm/{A}ext"), "cx", "cy") == size
        assert ground.find(f"{SHAPE}spPr/{A}noFill") is not None
        assert len(others) > 1
        assert sum(shape[0].get("name") == "Land" for shape in others) == 1


def test_letters_of_a_chart_are_those_of_its_slide_at_the_scale_of_the_page() -> None:
    usual = {round(round(size * LOOK.page_scale, 1) * 100)
             for size in LOOK.styles["chart_label"].sizes}  # fmt: skip
    for name in named("charts"):
        root = ET.fromstring(parts()[name])
        sizes = {int(row.get("sz", "0")) for row in root.iter(f"{A}defRPr") if row.get("sz")}
        assert sizes <= usual
        assert sizes


def test_a_chart_has_neither_ground_nor_outline_and_a_ring_no_numbers_of_its_own() -> None:
    for name in named("charts"):
        root = ET.fromstring(parts()[name])
        own = root.find(f"{C}spPr")
        assert own is not None
        assert [row.tag for row in own] == [f"{A}noFill", f"{A}ln"]
        if next(root.iter(f"{C}doughnutChart"), None) is not None:
            assert next(root.iter(f"{C}dLbls"), None) is None
            assert root.find(f"{C}chart/{C}legend") is None


@pytest.mark.parametrize(("width", "height"), tuple(product((120.0, 300.0, 852.0), (70.0, 300.0))))
def test_shapes_on_a_chart_stand_within_it_however_small_it_is(width: float, height: float) -> None:
    box = Box(0, 0, width, height)
    for block in blocks(Chart):
        assert isinstance(block, Chart)
        plan = chart_layout.plan(block, box, LOOK, 3)
        part = ChartShapes(LOOK, "en-GB", box, LOOK.page_scale).part(block, plan)
        if not part:
            continue
        root = ET.fromstring(part)
        for row in (*root.iter(f"{CDR}x"), *root.iter(f"{CDR}y")):
            assert 0 <= float(row.text or "-1") <= 1
        ids = [row.get("id") for row in root.iter(f"{CDR}cNvPr")]
        assert len(ids) == len(set(ids))


def test_a_document_without_a_chart_loads_no_library_of_decks() -> None:
    code = (
        "import sys; from pipeline.render import docx; "
        "print([m for m in sys.modules if m.split('.')[0] in ('pptx', 'xlsxwriter', 'resvg_py')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
