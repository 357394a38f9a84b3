"""What Microsoft's accessibility checker asks of decks and documents, and contrast as drawn.

Each rule is a function from a finished file to what is wrong with it; ``RULES`` has them by format.
"""

from __future__ import annotations

import ctypes
import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pypdfium2
from pypdfium2 import raw

from pipeline.core import stable_zip
from pipeline.edition.formats import Format

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
#: Least contrast of text (WCAG 2.1, 1.4.3), and the least that half-toned edges leave of it.
LEAST = 4.5
_IN_CELLS = {
    "TableText", "TableNumber", "TableHeading", "TableRowHeading", "TableNumberHeading",
    "TimelineLabel",
}  # fmt: skip

Findings = Iterator[str]


def slides(data: bytes) -> Iterator[ET.Element]:
    parts = stable_zip.unpack(data)
    numbers = sorted(int(m[1]) for name in parts
                     if (m := re.fullmatch(r"ppt/slides/slide(\d+)\.xml", name)))  # fmt: skip
    for number in numbers:
        yield ET.fromstring(parts[f"ppt/slides/slide{number}.xml"])


def document(data: bytes) -> ET.Element:
    return ET.fromstring(stable_zip.unpack(data)["word/document.xml"])


def named(shape: ET.Element) -> ET.Element:
    return next(row for row in shape.iter(f"{P}cNvPr"))


def words(element: ET.Element) -> str:
    return "".join(row.text or "" for row in element.iter(f"{A}t"))


def figures_have_alternatives(data: bytes) -> Findings:
    """Every figure of a deck has an alternative, or is marked as decoration."""
    for number, slide in enumerate(slides(data), start=1):
        tree = slide.find(f"{P}cSld/{P}spTree")
        for shape in [] if tree is None else tree:
            kind = shape.tag.removeprefix(P)
            is_figure = kind in {"pic", "graphicFrame", "grpSp"}
            is_bare = kind == "sp" and not words(shape)
            if is_figure and not named(shape).get("descr"):
                yield f"slide {number}: a {kind} without an alternative"
            if is_bare and not any(True for _ in shape.iter(DECORATIVE)):
                yield f"slide {number}: a shape without text that is not decoration"


def titles_come_first_and_differ(data: bytes) -> Findings:
    """Every slide of a deck has a title of its own, which is read first."""
    told: list[str] = []
    for number, slide in enumerate(slides(data), start=1):
        shapes = [s for s in slide.iter(f"{P}sp") if words(s)]
        kinds = [next((ph.get("type", "") for ph in s.iter(f"{P}ph")), None) for s in shapes]
        places = [i for i, kind in enumerate(kinds) if kind in {"title", "ctrTitle"}]
        if not places:
            yield f"slide {number}: no title"
            continue
        # the lines above a title name who speaks
        if any(named(shape).get("name") != "Overline" for shape in shapes[: places[0]]):
            yield f"slide {number}: the title is not read first"
        told.append(re.sub(r"\[[^\]]*\]", "", words(shapes[places[0]])).strip())
    for title, count in Counter(filter(None, told)).items():
        if count > 1:
            yield f"{count} slides have the title '{title}'"


def tables_of_decks_have_header_rows(data: bytes) -> Findings:
    """Every table of a deck has a header row."""
    for number, slide in enumerate(slides(data), start=1):
        for table in slide.iter(f"{A}tbl"):
            properties = table.find(f"{A}tblPr")
            if properties is None or properties.get("firstRow") != "1":
                yield f"slide {number}: a table without a header row"


def runs_have_a_language(data: bytes) -> Findings:
    """Every run of a deck has a language."""
    for number, slide in enumerate(slides(data), start=1):
        for run in slide.iter(f"{A}r"):
            properties = run.find(f"{A}rPr")
            language = "" if properties is None else properties.get("lang", "")
            if not re.fullmatch(r"[a-z]{2}-[A-Z]{2}", language):
                yield f"slide {number}: a run without a language"


def file_has_title_and_language(data: bytes) -> Findings:
    """Every deck and document has a title and a language."""
    core = ET.fromstring(stable_zip.unpack(data)["docProps/core.xml"])
    told = {row.tag.rpartition("}")[2]: row.text or "" for row in core}
    if not told.get("title"):
        yield "no title"
    if not re.fullmatch(r"[a-z]{2}", told.get("language", "")):
        yield "no language"


def pictures_have_alternatives(data: bytes) -> Findings:
    """Every picture of a document has an alternative."""
    for picture in document(data).iter(f"{WP}docPr"):
        if not picture.get("descr"):
            yield "a picture without an alternative"


def tables_of_documents_have_headers_and_descriptions(data: bytes) -> Findings:
    """Tables of a document that hold data have a header row and a description."""
    for table in document(data).iter(f"{W}tbl"):
        own = table.find(f"{W}tblPr/{W}tblStyle")  # a table that arranges may hold others
        style = own.get(f"{W}val") if own is not None else None
        first = next(table.iter(f"{W}tr"))
        is_headed = first.find(f"{W}trPr/{W}tblHeader") is not None
        if style in {"RuledTable", "TimelineTable"} and not is_headed:
            yield "a table without a header row"
        described = any(row.get(f"{W}val") for row in table.iter(f"{W}tblDescription"))
        if style == "RuledTable" and not described:
            yield "a table without a description"


def no_empty_paragraph_makes_space(data: bytes) -> Findings:
    """The format wants a paragraph between two tables: it is one point high, and no blank line."""
    for paragraph in document(data).iter(f"{W}p"):
        if "".join(row.text or "" for row in paragraph.iter(f"{W}t")):
            continue
        style = next((row.get(f"{W}val") for row in paragraph.iter(f"{W}pStyle")), None)
        has_picture = any(True for _ in paragraph.iter(f"{WP}docPr"))
        plain = (style or "").removesuffix("Dense")
        if not has_picture and plain not in _IN_CELLS and style != "AfterTable":
            yield f"an empty paragraph ({style})"


def headings_leave_no_level_out(data: bytes) -> Findings:
    """Headings of a document begin at the first level and leave none out."""
    levels = [
        int(style.get(f"{W}val", "")[-1])
        for style in document(data).iter(f"{W}pStyle")
        if re.fullmatch(r"Heading\d", style.get(f"{W}val", ""))
    ]
    if levels[:1] != [1]:
        yield "the first heading is not of the first level"
    for before, after in itertools.pairwise(levels):
        if after - before > 1:
            yield f"a heading of level {after} after one of level {before}"


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
    pages = pypdfium2.PdfDocument(io.BytesIO(data))
    for number, sheet in enumerate(pages, start=1):
        layer = sheet.get_textpage()
        image = sheet.render(scale=2).to_pil().convert("RGB")
        _, _, _, top = sheet.get_cropbox()
        for item in sheet.get_objects((raw.FPDF_PAGEOBJ_TEXT,), textpage=layer):
            said = item.extract().strip()
            left, low, right, high = item.get_bounds()
            if not said or right - left < 1:
                continue
            # so far round it that even of a single stroke most is ground
            box = [int(v) for v in (2 * left - 4, 2 * (top - high) - 4, 2 * right + 4,
                                    2 * (top - low) + 4)]  # fmt: skip
            ground: Any = Counter(image.crop(tuple(box)).get_flattened_data()).most_common(1)[0][0]
            channels = [ctypes.c_uint() for _ in range(4)]
            raw.FPDFPageObj_GetFillColor(item.raw, *(ctypes.byref(c) for c in channels))
            yield number, said, contrast(tuple(c.value for c in channels[:3]), ground)
    pages.close()


def text_can_be_told_from_its_ground(data: bytes) -> Findings:
    """Text of a PDF has the contrast that the guidelines ask for, as drawn."""
    for number, said, found in drawn(data):
        # a bullet is decoration; its list says that it is one
        if found < LEAST and said not in {"•", "–"}:
            yield f"page {number}: contrast {found:.2f}"


RULES: dict[Format, tuple[Callable[[bytes], Findings], ...]] = {
    "pptx": (
        figures_have_alternatives,
        titles_come_first_and_differ,
        tables_of_decks_have_header_rows,
        runs_have_a_language,
        file_has_title_and_language,
    ),
    "docx": (
        pictures_have_alternatives,
        tables_of_documents_have_headers_and_descriptions,
        no_empty_paragraph_makes_space,
        headings_leave_no_level_out,
        file_has_title_and_language,
    ),
    "pdf": (text_can_be_told_from_its_ground,),
}
