"""Markers and the ground of withheld words: capitals in the middle, one drawing in all formats."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from PIL import Image

from pipeline.core import stable_zip
from pipeline.design import theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Chart, Series
from pipeline.edition.edition import view_for
from pipeline.edition.runs import MarkerRun, TextRun
from pipeline.layout import chart_layout, chart_parts
from pipeline.layout.text_metrics import beside_capitals
from pipeline.render import docx, html, pptx, slide_html
from pipeline.render.pdf.weasyprint_setup import weasyprint
from pipeline.render.svg import chart_drawing
from tests.conftest import GALLERY, ready, words_vault
from tests.conftest import load as source_of
from tests.support import rasterise

THEME = theme.load()
#: Pixels for a point.
_SCALE = 8
_BLACK, _WHITE = 60, 200


def _edges(image: Image.Image) -> tuple[float, float]:
    """Return the points between a ground's edges and its capitals, above and below."""
    tones = image.convert("L")
    found = tones.point(lambda tone: 255 * (tone < _BLACK)).getbbox()
    assert found
    left, top, right, bottom = found
    third = (right - left) // 3  # the letters, without what stands beside them
    middle = tones.crop((left + third, top, right - third, bottom))
    lines = (middle.crop((0, row, middle.width, row + 1)) for row in range(bottom - top))
    rows = [max(line.tobytes()) for line in lines]
    dark = [0, len(rows) - 1]
    light = [row for row, tone in enumerate(rows) if tone > _WHITE]
    return (light[0] - dark[0]) / _SCALE, (dark[-1] - light[-1]) / _SCALE


@pytest.mark.parametrize("size", [12, 18, 20, 24, 32])
@pytest.mark.parametrize("place", ["slide", "cover"])
def test_a_markers_capitals_stand_in_the_middle_of_its_ground(place: str, size: int) -> None:
    style = slide_html.style(THEME)
    family = THEME.fonts.cover.family if place == "cover" else THEME.fonts.deck.family
    text = (
        f"<style>{style} @page {{ size: 300pt 80pt; margin: 0 }}</style><body>"
        f'<main class="{place}" style="page: auto"><p style="position: static; margin: 20pt; '
        f'font: {size}pt/1.22 {family}"><span class="marker">HEHEHEHEH</span></p></main>'
    )
    document = pypdfium2.PdfDocument(weasyprint.HTML(string=text).write_pdf())
    above, below = _edges(document[0].render(scale=_SCALE).to_pil())
    assert above == pytest.approx(below, abs=0.5)
    assert above > 0


def test_a_marker_in_a_chart_stands_in_the_middle_of_its_ground() -> None:
    marker = MarkerRun(text="HEHEHEH", spoken="x", number=1, grounds=("defence",))
    series = Series(name=(TextRun(text="S"),), values=(1.0, None),
                    shown=((TextRun(text="1"),), (marker,)))  # fmt: skip
    chart = Chart(alt="A", form="bar", categories=((TextRun(text="a"),), (TextRun(text="b"),)),
                  series=(series,), ticks=(0, 1), tick_labels=("0", "1"))  # fmt: skip
    frame = Box(0, 0, 400, 200)
    text = chart_drawing.chart_svg(chart, frame, THEME, 0)
    label = next(
        one for one in chart_layout.plan(chart, frame, THEME, 0).labels if one.kind == "marker"
    )
    image = Image.open(io.BytesIO(rasterise.png(text, 400 * _SCALE))).convert("RGB")
    wide = chart_parts.marker_width(label.text, label.size, THEME.fonts.deck.family)
    cut = (label.x - wide / 2 + 1, label.y - 14, label.x + wide / 2 - 1, label.y + 14)
    above, below = _edges(image.crop(tuple(round(edge * _SCALE) for edge in cut)))
    assert above == pytest.approx(below, abs=0.5)


@pytest.mark.parametrize("family", ["Carlito", "Liberation Serif", "Liberation Sans"])
def test_a_ground_gets_room_on_one_side_alone(family: str) -> None:
    assert min(beside_capitals(family)) == 0
    assert max(beside_capitals(family)) < 0.2


def test_withheld_words_have_one_ground_and_one_line_in_every_format() -> None:
    edition = ready(GALLERY, "full", words_vault(source_of(GALLERY)))
    ground, line = THEME.colours["withheld_ground"], THEME.colours["withheld_line"]
    rule = re.compile(r"\.withheld \{[^}]*\}")
    sheet = rule.findall(slide_html.style(THEME))[0]
    assert f"background: {ground}" in sheet
    assert f"border-bottom: 1.5pt solid {line}" in sheet
    web = html.render(view_for(edition, "html"), THEME).decode()
    assert f"--withheld_ground: {ground}" in web
    assert "border-bottom: 2px solid var(--withheld_line)" in rule.findall(web)[0]
    for data, underlined in (
        (docx.render(view_for(edition, "docx"), THEME), f'w:val="thick" w:color="{line[1:]}"'),
        (pptx.render(view_for(edition, "pptx"), THEME), 'u="heavy"'),
    ):
        said = "".join(part.decode("utf-8", "replace") for part in stable_zip.unpack(data).values())
        assert ground[1:] in said
        assert line[1:] in said
        assert underlined in said
    for text in (sheet, rule.findall(web)[0]):
        assert "dashed" not in text
