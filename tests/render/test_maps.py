"""Maps: what has a pattern shows it, at the size of the page, in every format."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from pipeline.design import theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Map, MapCategory
from pipeline.layout import map_layout
from pipeline.render import html, pptx
from pipeline.render.pdf.weasyprint_setup import weasyprint
from pipeline.render.svg import map_drawing
from tests.conftest import Written, ready
from tests.support import rasterise

#: Tones for a point of the page.
_SCALE = 3
#: Points round a state's point that are looked at: several cells of a pattern.
_ROUND = 12.0
#: Square points within its outline from which a state has room for a cell of a pattern.
_LEAST = 50.0
_SIZES = (Box(0, 0, 852, 356), Box(0, 0, 430, 376), Box(0, 0, 600, 420))
_PATTERNED = {"hatched": ("CAN", "AUS", "UKR", "MDA"), "dotted": ("BRA", "ROU", "POL", "FRA")}


def _map(view: str, inset: str | None) -> Map:
    rows = [MapCategory(label=(), fill="area", states=("DEU", "ITA", "HUN"))]
    rows += [
        MapCategory(label=(), fill=fill, states=states)  # type: ignore[arg-type]
        for fill, states in _PATTERNED.items()
    ]
    return Map(view=view, inset=inset, alt="A map", categories=tuple(rows))


def _shares(image: Image.Image, block: Map, box: Box) -> dict[tuple[str, str], float]:
    """Return for each patterned state of each view the share of its pixels in its colour.

    Args:
        image: of the map's views, ``_SCALE`` pixels for a point.
        block: the map.
        box: in which it was planned.
    """
    found: dict[tuple[str, str], float] = {}
    look = theme.load()
    colours = {"hatched": look.colours["attention"], "dotted": look.colours["second"]}
    for placed in map_layout.plan(block, box, look).views:
        for state in map_layout.states(placed, block):
            if state.fill not in colours:
                continue
            mask = _mask(image.size, placed, state)
            if mask.histogram()[255] < _LEAST * _SCALE**2:
                continue
            flat = Image.new("RGB", image.size, colours[state.fill])
            apart = ImageChops.difference(image, flat).convert("L").point(lambda v: 255 * (v < 60))
            inside = ImageChops.multiply(apart, mask).histogram()[255]
            found[state.code, placed.view.name] = inside / mask.histogram()[255]
    return found


def _mask(
    size: tuple[int, int], placed: map_layout.PlacedView, state: map_layout.DrawnState
) -> Image.Image:
    """Return a picture that is white within a state's outline, round its point."""
    whole, near = Image.new("L", size), Image.new("L", size)

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            (placed.box.x + x * placed.scale) * _SCALE,
            (placed.box.y + y * placed.scale) * _SCALE,
        )

    for ring in state.rings:
        points = [at(x, y) for x, y in zip(ring[::2], ring[1::2], strict=True)]
        ImageDraw.Draw(whole).polygon(points, fill=255)
    x, y = at(*placed.view.states[state.code].point)
    reach = _ROUND * _SCALE
    ImageDraw.Draw(near).rectangle((x - reach, y - reach, x + reach, y + reach), fill=255)
    within = whole.filter(ImageFilter.MinFilter(2 * _SCALE + 3))
    return ImageChops.multiply(within, near)


def _drawn(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _printed(text: str, width: float, height: float) -> Image.Image:
    """Return an SVG as the PDF's library prints it."""
    sheet = f"@page {{ size: {width}pt {height}pt; margin: 0 }} body {{ margin: 0 }}"
    data = weasyprint.HTML(string=f"<style>{sheet}</style>{text}").write_pdf()
    document = pypdfium2.PdfDocument(data)
    return document[0].render(scale=_SCALE).to_pil().convert("RGB")


@pytest.mark.parametrize(
    ("view", "inset", "box"),
    [
        ("europe", None, _SIZES[1]),
        pytest.param("world", "europe", _SIZES[2], marks=pytest.mark.slow),
    ],
)
def test_a_patterned_state_shows_its_pattern_in_picture_and_pdf(
    view: str, inset: str | None, box: Box
) -> None:
    block, look = _map(view, inset), theme.load()
    text = map_drawing.map_svg(block, box, look)
    plan = map_layout.plan(block, box, look)
    width = max(placed.box.x + placed.box.width for placed in plan.views)
    height = max(placed.box.y + placed.box.height for placed in plan.views)
    picture = _drawn(rasterise.png(text, round(width * _SCALE)))
    for image in (picture, _printed(text, width, height)):
        shares = _shares(image, block, box)
        wanted = {"FRA", "UKR", "POL"} if view == "europe" or inset else {"CAN", "AUS", "BRA"}
        assert wanted <= {code for code, _ in shares}
        assert {key: share for key, share in shares.items() if not 0.15 <= share <= 0.45} == {}


def test_the_pattern_of_a_view_has_a_cell_of_five_points() -> None:
    box = Box(0, 0, 600, 420)
    block = _map("world", "europe")
    text = map_drawing.map_svg(block, box, theme.load())
    for index, placed in enumerate(map_layout.plan(block, box, theme.load()).views):
        turned = f'patternTransform="scale({1 / placed.scale:.6f})"'
        for fill in _PATTERNED:
            head = f'<pattern id="{fill}-{index}" width="5" height="5"'
            assert f'{head} patternUnits="userSpaceOnUse" {turned}>' in text


_SLIDE = """
- kind: title
  agency: AGENCY
  title: A title
- kind: map
  title: Patterns
  map:
    view: world
    inset: europe
    alt: Invented groups of states.
    legend:
      - {label: Hatched, fill: hatched, states: [CAN, AUS, UKR, SGP]}
      - {label: Dotted, fill: dotted, states: [BRA, MDA, MLT]}
"""


def test_patterns_of_a_web_page_have_names_of_their_own(written: Written) -> None:
    data = html.render(ready(written(_SLIDE), "public"), theme.load()).decode()
    names = [part.partition('"')[0] for part in data.split('<pattern id="')[1:]]
    assert len(names) == len(set(names)) >= 6
    assert {part.partition(")")[0] for part in data.split("url(#")[1:]} == set(names)


@pytest.mark.parametrize("view", [pytest.param("world", marks=pytest.mark.slow), "europe"])
def test_the_lines_and_dots_of_a_deck_fill_their_states(view: str) -> None:
    box, look, block = _SIZES[0], theme.load(), _map(view, None)
    plan = map_layout.plan(block, box, look)
    placed = plan.views[0]
    image = Image.new("RGB", (round(box.width * _SCALE), round(box.height * _SCALE)), "white")
    pen, factor = ImageDraw.Draw(image), placed.scale * _SCALE
    for state in map_layout.states(placed, block):
        cell = map_layout.CELL / placed.scale
        if state.fill == "hatched":
            for ends in map_layout.hatches(state.rings, cell):
                line = [part * factor for part in ends]
                pen.line(line, fill=look.colours["attention"], width=round(1.2 * _SCALE))
        if state.fill == "dotted":
            for x, y in map_layout.dots(state.rings, cell):
                pen.circle((x * factor, y * factor), 1.4 * _SCALE, look.colours["second"])
    shares = _shares(image, block, box)
    assert len(shares) >= 4
    assert {key: share for key, share in shares.items() if not 0.15 <= share <= 0.45} == {}


@pytest.mark.slow
def test_a_patterned_state_shows_its_pattern_in_the_deck(written: Written, tmp_path: Path) -> None:
    from tools import office  # noqa: PLC0415

    edition = ready(written(_SLIDE), "public")
    (tmp_path / "deck.pptx").write_bytes(pptx.render(edition, theme.load()))
    document = pypdfium2.PdfDocument(office.as_pdf(tmp_path / "deck.pptx", tmp_path))
    image = document[1].render(scale=_SCALE).to_pil().convert("RGB")
    slide = edition.slides[1]
    block, frame = slide.blocks[0], slide.frames[0]
    assert isinstance(block, Map)
    crop = image.crop(
        tuple(
            round(edge * _SCALE)
            for edge in (frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)
        )
    )
    shares = _shares(crop, block, Box(0, 0, frame.width, frame.height))
    assert {"CAN", "AUS", "UKR", "BRA"} <= {code for code, _ in shares}
    assert {key: share for key, share in shares.items() if not 0.15 <= share <= 0.45} == {}


_FILLED = st.lists(
    st.sampled_from(("area", "partner", "hatched", "dotted")), min_size=1, unique=True
)
_STATES = ("FRA", "DEU", "UKR", "MLT", "ITA", "POL", "MDA", "LUX")


def _of_svg(text: str) -> set[str]:
    """Return the fills of a drawing's shapes, but for what is not coloured."""
    look = theme.load()
    tokens = {look.colours[map_drawing.FILLS[fill]]: fill for fill in ("area", "partner")}
    found = set(re.findall(r'<(?:path|circle|rect)[^>]* fill="([^"]+)"', text))
    named = {tokens.get(paint, paint) for paint in found}
    patterns = {paint[5:-1].partition("-")[0] for paint in named if paint.startswith("url(#")}
    plain = {"none", *(look.colours[token] for token in ("tint", "land", "paper"))}
    inside = {look.colours[map_drawing.FILLS[fill]] for fill in ("hatched", "dotted")}
    return {paint for paint in named - plain - inside if "url" not in paint} | patterns


@given(_FILLED, st.sampled_from(("world", "europe")), st.sampled_from((None, "world", "europe")))
@settings(max_examples=25)
def test_every_colour_of_a_map_is_in_its_legend_and_every_entry_on_the_map(
    fills: list[str], view: str, inset: str | None
) -> None:
    given_states = zip(fills, zip(_STATES[::2], _STATES[1::2], strict=True), strict=False)
    block = Map.model_validate(
        {
            "view": view,
            "inset": inset,
            "alt": "A map",
            "categories": [
                {"label": [{"kind": "text", "text": fill}], "fill": fill, "states": states}
                for fill, states in given_states
            ],
        }
    )
    look = theme.load()
    drawn = _of_svg(map_drawing.map_svg(block, _SIZES[0], look))
    swatches = [
        _of_svg(map_drawing.swatch(entry.fill, look)) for entry in map_layout.legend_entries(block)
    ]
    assert all(len(swatch) == 1 for swatch in swatches)
    assert drawn == set().union(*swatches) == set(fills)


def test_every_colour_of_a_map_in_a_deck_is_in_its_legend(written: Written) -> None:
    data = pptx.render(ready(written(_SLIDE), "public"), theme.load())
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        slide = etree.fromstring(parts.read("ppt/slides/slide2.xml"))
    lines: dict[str, set[str]] = {}
    for shape in slide.iterfind(".//{*}sp"):
        name = shape.find(".//{*}cNvPr").get("name").partition(" ")[0]
        edge = shape.find("./{*}spPr/{*}ln/{*}solidFill/*")
        if edge is not None:
            lines.setdefault(name, set()).add(edge.get("val"))
    states = {name: lines[name] for name in ("CAN", "AUS", "UKR", "SGP", "BRA", "MDA", "MLT")}
    assert all(len(found) == 1 for found in states.values())
    assert set().union(*states.values()) == lines["Legend"]
    assert len(lines["Legend"]) == 2
