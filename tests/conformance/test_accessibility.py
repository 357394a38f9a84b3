"""What Microsoft's accessibility checker asks of decks and documents, and contrast as drawn."""

from __future__ import annotations

import ctypes
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from pypdfium2 import raw

from pipeline import theme
from pipeline.build import render
from pipeline.render import ooxml
from tests.conformance.files import FILES, Made, edition

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
#: Least contrast of text (WCAG 2.1, 1.4.3), and the least that half-toned edges leave of it.
LEAST = 4.5

DECKS = [made for made in FILES if made.fmt == "pptx"]
DOCUMENTS = [made for made in FILES if made.fmt == "docx"]
PDFS = [made for made in FILES if made.fmt == "pdf"]


def slides(made: Made) -> Iterator[ET.Element]:
    parts = ooxml.unpack(made.data)
    numbers = sorted(int(m[1]) for name in parts
                     if (m := re.fullmatch(r"ppt/slides/slide(\d+)\.xml", name)))  # fmt: skip
    for number in numbers:
        yield ET.fromstring(parts[f"ppt/slides/slide{number}.xml"])


def named(shape: ET.Element) -> ET.Element:
    return next(row for row in shape.iter(f"{P}cNvPr"))


def words(element: ET.Element) -> str:
    return "".join(row.text or "" for row in element.iter(f"{A}t"))


@pytest.mark.parametrize("made", DECKS, ids=str)
def test_every_figure_of_a_deck_has_an_alternative_or_is_decoration(made: Made) -> None:
    for slide in slides(made):
        tree = slide.find(f"{P}cSld/{P}spTree")
        assert tree is not None
        for shape in tree:
            kind = shape.tag.removeprefix(P)
            if kind in {"pic", "graphicFrame", "grpSp"}:
                assert named(shape).get("descr")
            elif kind == "sp" and not words(shape):
                assert any(True for _ in shape.iter(DECORATIVE))


@pytest.mark.parametrize("made", DECKS, ids=str)
def test_every_slide_has_a_title_of_its_own_that_is_read_first(made: Made) -> None:
    titles: list[str] = []
    for slide in slides(made):
        shapes = [s for s in slide.iter(f"{P}sp") if words(s)]
        kinds = [next((ph.get("type", "") for ph in s.iter(f"{P}ph")), None) for s in shapes]
        place = next(i for i, kind in enumerate(kinds) if kind in {"title", "ctrTitle"})
        # the lines above a title name who speaks
        assert all(named(shape).get("name") == "Overline" for shape in shapes[:place])
        titles.append(words(shapes[place]))
    withheld = re.compile(r"\[[^\]]*\]")
    told = [title for title in titles if withheld.sub("", title).strip()]
    assert max(Counter(told).values()) == 1


@pytest.mark.parametrize("made", DECKS, ids=str)
def test_tables_of_a_deck_have_a_header_row_and_every_run_has_a_language(made: Made) -> None:
    for slide in slides(made):
        for table in slide.iter(f"{A}tbl"):
            properties = table.find(f"{A}tblPr")
            assert properties is not None
            assert properties.get("firstRow") == "1"
        for run in slide.iter(f"{A}r"):
            properties = run.find(f"{A}rPr")
            assert properties is not None
            assert re.fullmatch(r"[a-z]{2}-[A-Z]{2}", properties.get("lang", ""))


@pytest.mark.parametrize("made", [*DECKS, *DOCUMENTS], ids=str)
def test_every_file_has_a_title_and_a_language(made: Made) -> None:
    core = ET.fromstring(ooxml.unpack(made.data)["docProps/core.xml"])
    told = {row.tag.rpartition("}")[2]: row.text or "" for row in core}
    assert told["title"]
    assert told["language"] in {"en", "de"}


def document(made: Made) -> ET.Element:
    return ET.fromstring(ooxml.unpack(made.data)["word/document.xml"])


@pytest.mark.parametrize("made", DOCUMENTS, ids=str)
def test_every_picture_of_a_document_has_an_alternative(made: Made) -> None:
    for picture in document(made).iter(f"{WP}docPr"):
        assert picture.get("descr")


@pytest.mark.parametrize("made", DOCUMENTS, ids=str)
def test_tables_with_data_have_a_header_row_and_a_description(made: Made) -> None:
    for table in document(made).iter(f"{W}tbl"):
        style = next(row.get(f"{W}val") for row in table.iter(f"{W}tblStyle"))
        if style in {"RuledTable", "TimelineTable"}:
            first = next(table.iter(f"{W}tr"))
            assert first.find(f"{W}trPr/{W}tblHeader") is not None
        if style == "RuledTable":
            assert any(row.get(f"{W}val") for row in table.iter(f"{W}tblDescription"))


@pytest.mark.parametrize("made", DOCUMENTS, ids=str)
def test_no_empty_paragraph_makes_space(made: Made) -> None:
    """The format wants a paragraph between two tables: it is one point high, and no blank line."""
    for paragraph in document(made).iter(f"{W}p"):
        if "".join(row.text or "" for row in paragraph.iter(f"{W}t")):
            continue
        style = next((row.get(f"{W}val") for row in paragraph.iter(f"{W}pStyle")), None)
        has_picture = any(True for _ in paragraph.iter(f"{WP}docPr"))
        in_cell = style in {"TableText", "TableNumber", "TableHeading", "TableRowHeading",
                            "TableNumberHeading", "TimelineLabel"}  # fmt: skip
        assert has_picture or in_cell or style == "AfterTable", style


@pytest.mark.parametrize("made", DOCUMENTS, ids=str)
def test_headings_of_a_document_leave_no_level_out(made: Made) -> None:
    levels = [
        int(style.get(f"{W}val", "")[-1])
        for style in document(made).iter(f"{W}pStyle")
        if re.fullmatch(r"Heading\d", style.get(f"{W}val", ""))
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def luminance(colour: tuple[int, ...]) -> float:
    """Return the relative luminance of a colour (WCAG 2.1)."""
    parts = [value / 255 for value in colour[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def drawn(data: bytes) -> Iterator[tuple[int, str, float]]:
    """Yield each piece of text of a PDF: page, words, contrast with the ground it is drawn on."""
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    for number, sheet in enumerate(document, start=1):
        layer = sheet.get_textpage()
        image = sheet.render(scale=2).to_pil().convert("RGB")
        _, _, _, top = sheet.get_cropbox()
        for item in sheet.get_objects((raw.FPDF_PAGEOBJ_TEXT,), textpage=layer):
            said = item.extract().strip()
            left, low, right, high = item.get_bounds()
            if not said or right - left < 1:
                continue
            box = [int(v) for v in (2 * left - 2, 2 * (top - high) - 2, 2 * right + 2,
                                    2 * (top - low) + 2)]  # fmt: skip
            ground: Any = Counter(image.crop(tuple(box)).get_flattened_data()).most_common(1)[0][0]
            channels = [ctypes.c_uint() for _ in range(4)]
            raw.FPDFPageObj_GetFillColor(item.raw, *(ctypes.byref(c) for c in channels))
            yield number, said, contrast(tuple(c.value for c in channels[:3]), ground)
    document.close()


@pytest.mark.parametrize("made", PDFS, ids=str)
def test_text_can_be_told_from_its_ground_as_drawn(made: Made) -> None:
    # a bullet is decoration; its list says that it is one
    pale = [row for row in drawn(made.data) if row[2] < LEAST and row[1] not in {"•", "–"}]
    assert pale == []


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def test_pale_text_is_found() -> None:
    """The check above can fail: a theme whose muted colour is too light."""
    look = theme.load()
    pale = look.model_copy(update={"colours": {**look.colours, "muted": "#AAB2BC"}})
    data = render(edition("first dossier", "public"), "pdf", pale)
    assert any(row[2] < LEAST and row[1] not in {"•", "–"} for row in drawn(data))
