"""Every kind of the gallery in deck and document: native, in its layout, readable by others."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import docx
import pptx
import pytest
from pptx.enum.chart import XL_CHART_TYPE

from pipeline.design import theme
from pipeline.edition.blocks import Chart, Picture, Table
from pipeline.edition.slide import Slide
from pipeline.edition.texts import markers, slide_title
from tests.support.leaking import edition, made

LOOK = theme.load()


@pytest.fixture(scope="module")
def deck() -> Any:
    return pptx.Presentation(io.BytesIO(made("pptx", "gallery", "full")))


@pytest.fixture(scope="module")
def document() -> Any:
    return docx.Document(io.BytesIO(made("docx", "gallery")))


def slides(kind: type) -> list[Slide]:
    return [s for s in edition("gallery").slides if any(isinstance(b, kind) for b in s.blocks)]


def test_every_slide_has_the_layout_of_its_kind(deck: Any) -> None:
    names = [slide.slide_layout.name for slide in deck.slides]
    wanted = [LOOK.slide.layouts[s.layout].name for s in edition("gallery", "full").slides]
    assert names == wanted
    unused = {layout.name for layout in deck.slide_layouts} - set(names)
    assert unused == {"Two cards"} - set(names)


def test_every_placeholder_of_a_slide_is_one_of_its_layout_s(deck: Any) -> None:
    for slide in deck.slides:
        known = {(p.placeholder_format.idx, p.placeholder_format.type)
                 for p in slide.slide_layout.placeholders}  # fmt: skip
        used = [(p.placeholder_format.idx, p.placeholder_format.type) for p in slide.placeholders]
        assert set(used) <= known
        assert max(Counter(used).values()) == 1


def test_titles_of_slides_are_unique_where_nothing_is_withheld(deck: Any) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(titles) == len(set(titles))
    given = [slide_title(slide) for slide in edition("gallery", "full").slides]
    assert len(given) == len(set(given))


def test_shapes_have_names_and_ids_of_their_own(deck: Any) -> None:
    for slide in deck.slides:
        ids = [shape.shape_id for shape in slide.shapes]
        names = [shape.name for shape in slide.shapes]
        assert len(ids) == len(set(ids))
        assert len(names) == len(set(names))


def test_the_first_cards_fill_the_layout_s_placeholders(deck: Any) -> None:
    slide = next(s for s in deck.slides if s.slide_layout.name == "Three cards")
    held = {p.placeholder_format.idx: p.text_frame.text for p in slide.placeholders}
    words = [held[index].split("\n")[:2] for index in (11, 12, 13)]
    assert words == [["1", "Prepare"], ["2", "Decide"], ["3", "Act"]]


def test_charts_are_native_and_can_be_read_back(deck: Any) -> None:
    found = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    kinds = [chart.chart_type for chart in found]
    assert kinds == [
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        XL_CHART_TYPE.COLUMN_STACKED,
        XL_CHART_TYPE.BAR_CLUSTERED,
        XL_CHART_TYPE.LINE_MARKERS,
        XL_CHART_TYPE.BAR_STACKED,
        XL_CHART_TYPE.LINE_MARKERS,
        XL_CHART_TYPE.PIE,
        XL_CHART_TYPE.DOUGHNUT,
        XL_CHART_TYPE.PIE,
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        XL_CHART_TYPE.PIE,
        XL_CHART_TYPE.BAR_CLUSTERED,
        XL_CHART_TYPE.AREA,
        XL_CHART_TYPE.AREA_STACKED,
        XL_CHART_TYPE.XY_SCATTER,
        XL_CHART_TYPE.COLUMN_CLUSTERED,
    ]
    first = found[0].plots[0]
    assert list(first.categories) == ["2022", "2023", "2024", "2025"]
    assert [series.name for series in first.series] == ["Entries", "Exits"]
    assert list(first.series[0].values) == [820, 905, 1010, 1140]
    line = found[3].plots[0]
    assert line.series[1].values[3] is None


def test_g14_the_workbook_of_a_chart_can_be_opened_and_holds_what_it_plots(deck: Any) -> None:
    from xml.etree import ElementTree as ET  # noqa: PLC0415
    from zipfile import ZipFile  # noqa: PLC0415

    chart = next(s.chart for slide in deck.slides for s in slide.shapes if s.has_chart)
    blob = chart.part.chart_workbook.xlsx_part.blob
    with ZipFile(io.BytesIO(blob)) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
        table = ET.fromstring(book.read("xl/sharedStrings.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    held = {c: "".join(c.itertext()) for c in sheet.iter(f"{space}c")}
    told = ["".join(row.itertext()) for row in table]
    cells = {c.get("r"): told[int(v)] if c.get("t") == "s" else v for c, v in held.items()}
    assert cells["B1"] == "Entries"
    assert cells["A5"] == "2025"
    assert cells["C5"] == "798"
    assert "A1" not in cells


def test_merged_cells_are_merged_in_the_deck(deck: Any) -> None:
    table = next(s.table for slide in deck.slides for s in slide.shapes if s.has_table)
    spans = {
        (row, column): (cell.span_height, cell.span_width)
        for row in range(len(table.rows))
        for column in range(len(table.columns))
        if (cell := table.cell(row, column)).is_merge_origin
    }
    assert spans == {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2), (0, 4): (1, 2),
                     (2, 0): (2, 1), (5, 0): (1, 2)}  # fmt: skip
    assert table.cell(1, 0).is_spanned


def test_merged_cells_are_merged_in_the_document(document: Any) -> None:
    table = next(t for t in document.tables if t.cell(0, 0).text == "Region")
    assert table.cell(1, 0)._tc is table.cell(0, 0)._tc
    assert table.cell(0, 3)._tc is table.cell(0, 2)._tc
    assert table.cell(3, 0)._tc is table.cell(2, 0)._tc
    assert table.cell(5, 1)._tc is table.cell(5, 0)._tc
    assert table.cell(5, 2).text == "3\u00a0295.5"


def test_pictures_keep_their_proportions(deck: Any) -> None:
    pictures = [s for slide in deck.slides for s in slide.shapes if s.name.startswith("Picture")]
    given = [b for s in slides(Picture) for b in s.blocks if isinstance(b, Picture)]
    assert len(pictures) == len(given) == 5
    for shape, block in zip(pictures, given, strict=True):
        assert shape.width / shape.height == pytest.approx(block.width / block.height, rel=0.01)


def test_a_chart_s_numbers_stand_in_a_table_of_the_document(document: Any) -> None:
    charts = [b for s in slides(Chart) for b in s.blocks if isinstance(b, Chart)]
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert ["Thousand crossings", "Entries", "Exits"] in heads
    assert len(slides(Table)) == 7
    assert len(charts) == 15


def test_markers_are_the_same_in_both_editions_of_files() -> None:
    text = made("pptx", "gallery")
    presentation: Any = pptx.Presentation(io.BytesIO(text))
    found = 0
    for slide in presentation.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found += shape.text_frame.text.count("[REDACTED]")
            if shape.has_table:
                found += sum(
                    cell.text.count("[REDACTED]") for row in shape.table.rows for cell in row.cells
                )
    assert found == len(markers(edition("gallery"))) == 40


def test_the_numbers_of_a_chart_beside_points_stand_below_where_they_can_go_on(
    document: Any,
) -> None:
    """In the cell beside the points, twelve rows once pushed all of it off its heading's page."""
    first = [table.rows[-1].cells[0].text for table in document.tables]
    numbers = document.tables[first.index("Dec")]  # python-docx lists tables of the body alone
    assert len(numbers.rows) == 13


def test_the_marks_of_lying_bars_stand_below_them(deck: Any) -> None:
    """With the first category at the top, they once stood in the legend."""
    bars = [s.chart for slide in deck.slides for s in slide.shapes
            if s.has_chart and s.chart.chart_type == XL_CHART_TYPE.BAR_STACKED]  # fmt: skip
    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    assert bars
    for chart in bars:
        crosses = chart.value_axis._element.find(f"{space}crosses")
        assert crosses.get("val") == "max"
