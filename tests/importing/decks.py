"""Decks of other people, made for tests: with python-pptx, and what it cannot do with lxml."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import PIL.Image
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = f'xmlns:a="{A}" xmlns:p="{P}" xmlns:r="{R}"'

ROOT = Path(__file__).parent.parent.parent
TITLE, BULLETS, SECTION, TWO, COMPARED, ONLY_TITLE, BLANK = range(7)


class Deck:
    """A deck under construction."""

    def __init__(self) -> None:
        self.file: Any = Presentation()

    def slide(self, layout: int = BULLETS, title: str | None = None) -> Any:
        slide = self.file.slides.add_slide(self.file.slide_layouts[layout])
        if title is not None:
            slide.shapes.title.text = title
        return slide

    def data(self) -> bytes:
        stream = io.BytesIO()
        self.file.save(stream)
        return stream.getvalue()


def listed(body: Any, rows: Sequence[tuple[int, str]]) -> None:
    """Write paragraphs with levels into a placeholder."""
    frame = body.text_frame
    for index, (level, text) in enumerate(rows):
        paragraph = frame.paragraphs[0] if not index else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level


def box(slide: Any, place: tuple[float, float, float, float], *texts: str, size: float = 0) -> Any:
    """Add a text box; its place in inches: left, top, width, height."""
    shape = slide.shapes.add_textbox(*map(Inches, place))
    for index, text in enumerate(texts):
        frame = shape.text_frame
        paragraph = frame.paragraphs[0] if not index else frame.add_paragraph()
        paragraph.text = text
        if size:
            paragraph.font.size = Pt(size)
    return shape


def filled(slide: Any, place: tuple[float, float, float, float], colour: str = "000000") -> Any:
    """Add a box with a fill, without words."""
    shape = slide.shapes.add_shape(1, *map(Inches, place))
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    return shape


def runs(paragraph: Any, *parts: tuple[str, str]) -> None:
    """Write runs whose properties are given as XML: attributes and children of ``a:rPr``."""
    for text, properties in parts:
        attributes, _, children = properties.partition("|")
        run = paragraph.add_run()
        run.text = text
        made = etree.fromstring(f"<a:rPr {NAMES} {attributes}>{children}</a:rPr>")
        old = run._r.find(f"{{{A}}}rPr")
        if old is not None:
            run._r.remove(old)
        run._r.insert(0, made)


def picture(colour: str = "red", size: tuple[int, int] = (40, 30), kind: str = "PNG") -> io.BytesIO:
    stream = io.BytesIO()
    PIL.Image.new("RGB", size, colour).save(stream, kind)
    stream.seek(0)
    return stream


def table(slide: Any, rows: Sequence[Sequence[str]], top: float = 2.0) -> Any:
    shape = slide.shapes.add_table(
        len(rows), len(rows[0]), Inches(0.5), Inches(top), Inches(8), Inches(0.4 * len(rows))
    )
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            shape.table.cell(row, column).text = text
    return shape


def chart(
    slide: Any,
    kind: XL_CHART_TYPE,
    categories: Sequence[Any],
    series: Sequence[tuple[str, Sequence[float | None]]],
    number_format: str = "General",
) -> Any:
    data = CategoryChartData(number_format)
    data.categories = categories
    for name, values in series:
        data.add_series(name, values)
    return slide.shapes.add_chart(kind, Inches(1), Inches(2), Inches(6), Inches(4), data)


def points(
    slide: Any, kind: XL_CHART_TYPE, rows: Sequence[tuple[str, Sequence[tuple[float, float]]]]
) -> Any:
    data = XyChartData()
    for name, pairs in rows:
        series = data.add_series(name)
        for x, y in pairs:
            series.add_data_point(x, y)
    return slide.shapes.add_chart(kind, Inches(1), Inches(2), Inches(6), Inches(4), data)


def described(shape: Any, alt: str) -> Any:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)
    return shape
