"""Decks of everything that office files may hold, in mixtures: what they say and hide is known.

``deck(number)`` gives one of any number of decks, each with half of all constructs, in an order of
its own; ``known_decks`` makes the plain ones.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from lxml import etree
from PIL import Image, ImageDraw
from pptx.chart.data import BubbleChartData, CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE, PROG_ID
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Emu, Inches, Pt

from tests.support.known_decks import (
    BLANK,
    BULLETS,
    COMPARED,
    ONLY_TITLE,
    SECTION,
    TITLE,
    TWO,
    Deck,
    Known,
    KnownChart,
    KnownSlide,
    described,
    drawn,
    numbers,
)

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = f'xmlns:a="{_A}" xmlns:p="{_P}" xmlns:r="{_R}"'
_X = XL_CHART_TYPE
#: Kinds of charts by what makes their data.
_OF_CATEGORIES = (
    _X.AREA, _X.AREA_STACKED, _X.AREA_STACKED_100, _X.BAR_CLUSTERED, _X.BAR_STACKED,
    _X.BAR_STACKED_100, _X.COLUMN_CLUSTERED, _X.COLUMN_STACKED, _X.COLUMN_STACKED_100,
    _X.DOUGHNUT, _X.DOUGHNUT_EXPLODED, _X.LINE, _X.LINE_MARKERS, _X.LINE_MARKERS_STACKED,
    _X.LINE_MARKERS_STACKED_100, _X.LINE_STACKED, _X.LINE_STACKED_100, _X.PIE, _X.PIE_EXPLODED,
    _X.RADAR, _X.RADAR_FILLED, _X.RADAR_MARKERS,
)  # fmt: skip
_OF_POINTS = (
    _X.XY_SCATTER, _X.XY_SCATTER_LINES, _X.XY_SCATTER_LINES_NO_MARKERS, _X.XY_SCATTER_SMOOTH,
    _X.XY_SCATTER_SMOOTH_NO_MARKERS, _X.BUBBLE, _X.BUBBLE_THREE_D_EFFECT,
)  # fmt: skip
_WHOLES = {_X.DOUGHNUT, _X.DOUGHNUT_EXPLODED, _X.PIE, _X.PIE_EXPLODED}
_SIGNS = (
    "key: value", "- not a list", "# no comment", "[[not-a-slot]]", "{x: 1}", "*stars*", "_lines_",
    r"back\slash", "a | b", "'quoted' \"twice\"", "yes", "0123", "1e5", "~", "100 %", "<tag>",
    "soft\u00adhyphen", "no\u00a0break", "«guillemets»", "–—", "½ ≤ €", "^note", "![x](y)",
    "[x]{lang=de}",
)  # fmt: skip
_TONGUES = (
    ("de-DE", "Übersicht über die Maßnahmen"), ("fr-FR", "L’état d’avancement des travaux"),
    ("el-GR", "Πρόοδος των εργασιών"), ("bg-BG", "Напредък на работата"), ("pl-PL", "Postęp prac"),
)  # fmt: skip
_MARKS = ("[REDACTED]", "[…deleted…]", "Text removed", "█████", "NOT ACCESSIBLE TO THE PUBLIC")


def box(slide: Any, place: Sequence[float], text: str = "") -> Any:
    """Add a text box; its place in inches."""
    shape = slide.shapes.add_textbox(*map(Inches, place))
    shape.text_frame.text = text
    return shape


def _black(slide: Any, place: Sequence[Any]) -> Any:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place)
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor(0, 0, 0)
    return shape


def _text(deck: Deck, layout: int = BULLETS) -> tuple[Any, KnownSlide]:
    """Return a slide with a short list."""
    slide, known = deck.slide(layout)
    deck.fill(slide.placeholders[1].text_frame, known, deck.listed(1)[:3])
    return slide, known


def _alt(deck: Deck, shape: Any, known: KnownSlide) -> None:
    text = deck.words(3, 7)
    described(shape, text)
    known.alternatives.append(text)


def _deep_list(deck: Deck) -> None:
    slide, known = deck.slide(BULLETS)
    rows = [(level, deck.words(1, 3)) for level in (0, 1, 2, 3, 4, 5, 2, 0, 1)]
    deck.fill(slide.placeholders[1].text_frame, known, rows)


def _compared(deck: Deck) -> None:
    slide, known = deck.slide(COMPARED)
    for at in (1, 2, 3, 4):
        rows = [(0, deck.words(1, 3))] if at % 2 else deck.listed(1)[:4]
        deck.fill(slide.placeholders[at].text_frame, known, rows)
    known.bodies = 2


def _free_columns(deck: Deck) -> None:
    """Heads above texts, each column made as a whole."""
    slide, known = deck.slide(ONLY_TITLE)
    count = deck.chance.randint(2, 3)
    for column in range(count):
        left = 0.5 + column * 9 / count
        for top, height in ((1.8, 0.5), (2.5, 2.0)):
            text = deck.words(2, 4)
            box(slide, (left, top, 8.4 / count, height), text)
            known.lines.append((0, text))
    known.bodies = count


def _rows_of_pairs(deck: Deck) -> None:
    """Labels at the left, what they label at the right, row by row."""
    slide, known = deck.slide(ONLY_TITLE)
    for row in range(deck.chance.randint(3, 5)):
        for left, width in ((0.6, 2.0), (3.0, 6.0)):
            text = deck.words(1, 3)
            box(slide, (left, 1.8 + 0.8 * row, width, 0.5), text)
            known.lines.append((0, text))


def _boxes(deck: Deck) -> None:
    """Boxes in a grid, as a chart of an organisation has them, with lines between."""
    slide, known = deck.slide(ONLY_TITLE)
    first = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *map(Inches, (3.5, 1.6, 3, 0.8)))
    first.text_frame.text = text = deck.words(1, 3)
    known.lines.append((0, text))
    for at in range(3):
        place = map(Inches, (0.6 + 3 * at, 3.6, 2.6, 0.9))
        shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *place)
        shape.text_frame.text = text = deck.words(1, 3)
        known.lines.append((0, text))
        line = slide.shapes.add_connector(MSO_CONNECTOR.ELBOW, 0, 0, 10, 10)
        line.begin_connect(first, 2)
        line.end_connect(shape, 0)


def _nested_groups(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    outer = slide.shapes.add_group_shape()
    for at in range(2):
        inner = outer.shapes.add_group_shape()
        for row in range(2):
            shape = inner.shapes.add_textbox(*map(Inches, (0.8 + 4.4 * at, 2 + row, 3.8, 0.8)))
            shape.text_frame.text = text = deck.words(1, 4)
            known.lines.append((0, text))
        group = inner._element.xpath("./p:grpSpPr/a:xfrm")[0]  # drawn half as large within
        for name in ("chOff", "chExt"):
            part = group.find(f"{{{_A}}}{name}")
            for key, value in part.attrib.items():
                part.set(key, str(int(value) * 2))
        for sub in inner.shapes:
            sub.left, sub.top, sub.width, sub.height = (
                Emu(2 * value) for value in (sub.left, sub.top, sub.width, sub.height)
            )


def _grid(deck: Deck) -> None:
    """A table with merged cells in its head, in rows and in columns."""
    slide, known = deck.slide(ONLY_TITLE)
    table = slide.shapes.add_table(5, 4, *map(Inches, (0.8, 1.8, 8.4, 3.5))).table
    table.cell(0, 1).merge(table.cell(0, 3))
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 1).merge(table.cell(4, 2))
    for row in range(5):
        known.cells.append([])
        for column in range(4):
            if not table.cell(row, column).is_spanned:
                table.cell(row, column).text = text = deck.words(1, 2)
                known.cells[-1].append(text)


def _long_table(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    rows = deck.chance.randint(8, 11)
    table = slide.shapes.add_table(rows, 5, *map(Inches, (0.5, 1.6, 9, 5))).table
    for row in range(rows):
        texts = [deck.words(1, 1), *(f"{deck.chance.uniform(1, 999):.1f}" for _ in range(4))]
        texts = texts if row else [deck.words(1, 1) for _ in range(5)]
        known.cells.append(texts)
        for column, text in enumerate(texts):
            table.cell(row, column).text = text


def _black_cells(deck: Deck) -> None:
    """A table in which one cell is black on black, and another says that it is withheld."""
    slide, known = deck.slide(ONLY_TITLE)
    table = slide.shapes.add_table(3, 3, *map(Inches, (0.8, 1.8, 8.4, 2.5))).table
    for row in range(3):
        known.cells.append([])
        for column in range(3):
            cell = table.cell(row, column)
            if (row, column) == (1, 1):
                cell.text = deck.secret("a black cell")
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor(0, 0, 0)
                cell.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(0, 0, 0)
            elif (row, column) == (2, 2):
                cell.text = "[REDACTED]"
            else:
                cell.text = text = deck.words(1, 2)
                known.cells[-1].append(text)


def _chart_of(deck: Deck, kind: Any, slide: Any, place: Sequence[float]) -> KnownChart:
    if kind in _OF_CATEGORIES:
        most = 1 if kind in _WHOLES else deck.chance.randint(1, 4)
        categories = [deck.words(1, 1) for _ in range(deck.chance.randint(3, 6))]
        series = [(deck.words(1, 1), numbers(deck, len(categories))) for _ in range(most)]
        data: Any = CategoryChartData()
        data.categories = categories
        for name, values in series:
            data.add_series(name, values)
    else:
        categories, series = [], []
        bubbles = kind in {_X.BUBBLE, _X.BUBBLE_THREE_D_EFFECT}
        data = BubbleChartData() if bubbles else XyChartData()
        for _ in range(deck.chance.randint(1, 3)):
            name, count = deck.words(1, 1), deck.chance.randint(3, 6)
            rows = [numbers(deck, count) for _ in range(3 if bubbles else 2)]
            points = data.add_series(name)
            for numbers_ in zip(*rows, strict=True):
                points.add_data_point(*numbers_)
            series.append((name, rows[1]))
    frame = slide.shapes.add_chart(kind, *map(Inches, place), data)
    frame.chart.has_title = False
    return KnownChart(str(kind), categories, series)


def _each_chart(deck: Deck) -> None:
    """Five kinds of charts, each on a slide; all kinds in six decks."""
    kinds = (*_OF_CATEGORIES, *_OF_POINTS)
    for at in range(5):
        kind = kinds[(5 * deck.number + at) % len(kinds)]
        slide, known = deck.slide(ONLY_TITLE)
        known.charts.append(_chart_of(deck, kind, slide, (1, 1.6, 8, 5)))
        _alt(deck, slide.shapes[-1], known)


def _chart_beside_text(deck: Deck) -> None:
    slide, known = deck.slide(TWO)
    deck.fill(slide.placeholders[1].text_frame, known, deck.listed(1)[:4])
    holder = slide.placeholders[2]
    holder._element.getparent().remove(holder._element)
    kind = deck.chance.choice((_X.COLUMN_CLUSTERED, _X.LINE, _X.PIE, _X.AREA))
    known.charts.append(_chart_of(deck, kind, slide, (5.2, 1.8, 4.3, 4.4)))


def _everything(deck: Deck) -> None:
    """A slide with a text, a table, a chart and a picture in its corners."""
    slide, known = deck.slide(ONLY_TITLE)
    text = deck.words(4, 8)
    box(slide, (0.5, 1.5, 4.2, 1), text)
    known.lines.append((0, text))
    known.charts.append(_chart_of(deck, _X.COLUMN_CLUSTERED, slide, (5.2, 1.5, 4.3, 2.6)))
    table = slide.shapes.add_table(2, 2, *map(Inches, (0.5, 4.4, 4.2, 1.4))).table
    known.cells = [[deck.words(1, 1) for _ in range(2)] for _ in range(2)]
    for row, texts in enumerate(known.cells):
        for column, words in enumerate(texts):
            table.cell(row, column).text = words
    slide.shapes.add_picture(drawn(deck), Inches(5.6), Inches(4.4), Inches(3))
    known.pictures = 1


def _of_a_kind(deck: Deck, kind: str) -> io.BytesIO:
    stream = io.BytesIO()
    image = Image.open(drawn(deck)).convert("RGB")
    more = {}
    if kind == "JPEG":
        more = {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0" + deck.secret("exif").encode()}
    image.save(stream, kind, **more)
    stream.seek(0)
    return stream


def _kinds_of_pictures(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    for at, kind in enumerate(("JPEG", "GIF", "BMP", "TIFF")):
        place = (Inches(0.6 + 4.4 * (at % 2)), Inches(1.6 + 2.7 * (at // 2)), Inches(3.4))
        shape = slide.shapes.add_picture(_of_a_kind(deck, kind), *place)
        _alt(deck, shape, known)
    known.pictures = 4


def _cropped(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    shape = slide.shapes.add_picture(drawn(deck), Inches(2), Inches(2), Inches(4))
    shape.crop_left, shape.crop_bottom = 0.25, 0.1
    _alt(deck, shape, known)
    shape = slide.shapes.add_picture(drawn(deck), Inches(6.5), Inches(2), Inches(2))
    shape.rotation = 90
    known.pictures = 2


_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80">'
    '<rect width="120" height="80" fill="#2255aa"/><circle cx="60" cy="40" r="30" fill="#fc0"/>'
    "</svg>"
)


def _vector(deck: Deck) -> None:
    """A picture as SVG, with its pixels for older programs."""
    slide, known = deck.slide(ONLY_TITLE)
    image = Image.new("RGB", (120, 80), "#2255aa")
    ImageDraw.Draw(image).ellipse((30, 10, 90, 70), fill="#ffcc00")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    stream.seek(0)
    shape = slide.shapes.add_picture(stream, Inches(2), Inches(2), Inches(5))
    _alt(deck, shape, known)
    name = PackURI(f"/ppt/media/vector{len(deck.slides)}.svg")
    part = Part(name, "image/svg+xml", slide.part.package, _SVG.encode())
    relation = slide.part.relate_to(part, f"{_R}/image")
    blip = shape._element.xpath(".//a:blip")[0]
    blip.append(
        etree.fromstring(
            f'<a:extLst xmlns:a="{_A}"><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
            '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
            f'xmlns:r="{_R}" r:embed="{relation}"/></a:ext></a:extLst>'
        )
    )
    known.pictures = 1


def _notes(deck: Deck) -> None:
    slide, known = _text(deck)
    known.notes = [deck.words(5, 12) for _ in range(deck.chance.randint(2, 4))]
    slide.notes_slide.notes_text_frame.text = "\n".join(known.notes)


def _signs(deck: Deck) -> None:
    """Words that YAML, Markdown or our own syntax would read."""
    slide, known = deck.slide(BULLETS)
    rows = [(0, f"{sign} {deck.words(1, 1)}") for sign in deck.chance.sample(_SIGNS, 5)]
    deck.fill(slide.placeholders[1].text_frame, known, rows)


def _tongues(deck: Deck) -> None:
    slide, known = deck.slide(BULLETS)
    frame = slide.placeholders[1].text_frame
    for at, (code, words) in enumerate(deck.chance.sample(_TONGUES, 3)):
        paragraph = frame.paragraphs[0] if not at else frame.add_paragraph()
        before = deck.words(1, 2)
        for text, lang in ((f"{before} ", "en-GB"), (words, code)):
            run = paragraph.add_run()
            run.text = text
            run._r.get_or_add_rPr().set("lang", lang)
        known.lines.append((0, f"{before} {words}"))


def _links(deck: Deck) -> None:
    slide, known = deck.slide(BULLETS)
    frame = slide.placeholders[1].text_frame
    addresses = ("mailto:unit@example.eu", f"https://example.eu/{deck.number}?a=1&b=2#c")
    for at, address in enumerate((*addresses, "javascript:alert(1)", "file:///c:/x.docx")):
        paragraph = frame.paragraphs[0] if not at else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text = deck.words(1, 3)
        run.hyperlink.address = address
        known.lines.append((0, text))
    known.links += addresses


def _sectioned(deck: Deck) -> None:
    slide, known = deck.slide(SECTION)
    deck.fill(slide.placeholders[1].text_frame, known, [(0, deck.words())])
    root = deck.file.part._element
    if not root.findall(f"{{{_P}}}extLst"):
        ids = "".join(f'<p14:sldId id="{row.get("id")}"/>' for row in root.sldIdLst)
        root.append(
            etree.fromstring(
                f'<p:extLst xmlns:p="{_P}"><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
                '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
                f'<p14:section name="Part" id="{{5A53D8C9-0A2B-4C1D-8E3F-000000000001}}">'
                f"<p14:sldIdLst>{ids}</p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>"
            )
        )


def _footed(deck: Deck) -> None:
    """Two slides with a foot, a number and a date, and one with a foot of its own."""
    for own in ("", "", deck.words(2, 4)):
        slide, known = _text(deck)
        for kind, text in (("ftr", own or "Unit X.1"), ("sldNum", "7"), ("dt", "1 May 2026")):
            layout = slide.slide_layout.placeholders
            holder = next(row for row in layout if row._element.xpath(f".//p:ph[@type='{kind}']"))
            index = holder.placeholder_format.idx
            slide.shapes._spTree.append(
                etree.fromstring(
                    f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="{70 + index}" name="{kind}"/>'
                    f'<p:cNvSpPr/><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr>'
                    "</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r>"
                    f"<a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
                )
            )
        if own:
            known.lines.append((0, own))


def _diagrammed(deck: Deck) -> None:
    from tests.support.known_decks import PARTS  # noqa: PLC0415 - the same construct

    next(part for part in PARTS if part.__name__ == "_diagram")(deck)


def _hidden_things(deck: Deck) -> None:
    """A hidden shape, a hidden slide, words beside, below and in the colour of the slide."""
    slide, _ = _text(deck)
    shape = box(slide, (1, 5.5, 3, 0.5), deck.secret("a hidden shape"))
    shape._element.xpath(".//p:cNvPr")[0].set("hidden", "1")
    box(slide, (11, 1, 3, 1), deck.secret("at the right of the slide"))
    box(slide, (1, 8, 3, 1), deck.secret("below the slide"))
    white = box(slide, (5, 5.5, 3, 0.5), deck.secret("white on white")).text_frame.paragraphs[0]
    white.runs[0].font.color.rgb = RGBColor(255, 255, 255)
    tiny = box(slide, (5, 6.2, 3, 0.5), deck.secret("tiny")).text_frame.paragraphs[0]
    tiny.runs[0].font.size = Pt(1)
    slide, _ = deck.slide(BULLETS, titled=False)
    slide.shapes.title.text = deck.secret("title of a hidden slide")
    slide.placeholders[1].text_frame.text = deck.secret("text of a hidden slide")
    slide.notes_slide.notes_text_frame.text = deck.secret("notes of a hidden slide")
    slide._element.set("show", "0")
    deck.slides.pop()


def _marked(deck: Deck) -> None:
    """Words of a line that are printed as withheld."""
    slide, known = deck.slide(BULLETS)
    frame = slide.placeholders[1].text_frame
    for at in range(3):
        paragraph = frame.paragraphs[0] if not at else frame.add_paragraph()
        before, after = deck.words(1, 2), deck.words(1, 2)
        paragraph.text = f"{before} {deck.chance.choice(_MARKS)} {after}"
        known.lines += [(0, before), (0, after)]


def _highlighted(deck: Deck) -> None:
    slide, known = deck.slide(BULLETS)
    paragraph = slide.placeholders[1].text_frame.paragraphs[0]
    before = deck.words(1, 2)
    paragraph.add_run().text = f"{before} "
    run = paragraph.add_run()
    run.text = deck.secret("highlighted in black")
    properties = run._r.get_or_add_rPr()
    properties.append(etree.fromstring(
        f'<a:highlight xmlns:a="{_A}"><a:srgbClr val="000000"/></a:highlight>'))  # fmt: skip
    known.lines.append((0, before))


def _boxed(deck: Deck) -> None:
    """Black boxes: over a text, over a column of a table, in a group, over part of a picture."""
    slide, _ = _text(deck)
    place = [*map(Inches, (1, 5.6, 4, 0.6))]
    box(slide, (1, 5.6, 4, 0.6), deck.secret("under a black box"))
    _black(slide, place)
    box(slide, (5.5, 5.6, 4, 0.6), deck.secret("under a black box of a group"))
    group = slide.shapes.add_group_shape()
    shape = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Inches, (5.4, 5.5, 4.2, 0.9)))
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor(0, 0, 0)
    slide, known = deck.slide(ONLY_TITLE)
    table = slide.shapes.add_table(3, 2, *map(Inches, (0.8, 2, 8, 1.5))).table
    for row in range(3):
        table.cell(row, 0).text = text = deck.words(1, 2)
        known.cells.append([text])
        table.cell(row, 1).text = deck.secret(f"row {row} of a covered column")
    _black(slide, [*map(Inches, (4.8, 1.9, 4.2, 1.8))])


def _commented_now(deck: Deck) -> None:
    """A comment of today's programs, in a thread."""
    slide, _ = _text(deck)
    words = deck.secret("a comment in a thread")
    xml = (
        '<p188:cmLst xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main" '
        f'xmlns:a="{_A}"><p188:cm id="{{0A1B2C3D-0000-0000-0000-000000000001}}" authorId="{{x}}">'
        f"<p188:txBody><a:bodyPr/><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p188:txBody></p188:cm>"
        "</p188:cmLst>"
    )
    name = PackURI(f"/ppt/comments/modernComment_{len(deck.slides)}.xml")
    kind = "application/vnd.ms-powerpoint.comments+xml"
    part = Part(name, kind, slide.part.package, xml.encode())
    slide.part.relate_to(part, "http://schemas.microsoft.com/office/2018/10/relationships/comments")


def _embedded(deck: Deck) -> None:
    slide, known = _text(deck)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("word/document.xml", deck.secret("an embedded file"))
    stream.seek(0)
    icon = drawn(deck)
    slide.shapes.add_ole_object(
        stream, PROG_ID.DOCX, Inches(7), Inches(5), Inches(1.5), Inches(1), icon_file=icon
    )
    known.pictures = 1


def _properties(deck: Deck) -> None:
    slide, _ = _text(deck)
    core = deck.file.core_properties
    for key in ("author", "comments", "keywords", "subject", "category", "last_modified_by"):
        setattr(core, key, deck.secret(f"property {key}"))
    words = deck.secret("custom XML")
    name = PackURI(f"/customXml/item{len(deck.slides)}.xml")
    part = Part(name, "application/xml", slide.part.package, f"<x>{words}</x>".encode())
    deck.file.part.relate_to(part, f"{_R}/customXml")
    words = deck.secret("a tag")
    xml = f'<p:tagLst xmlns:p="{_P}"><p:tag name="X" val="{words}"/></p:tagLst>'
    name = PackURI(f"/ppt/tags/tag{len(deck.slides)}.xml")
    kind = "application/vnd.openxmlformats-officedocument.presentationml.tags+xml"
    slide.part.relate_to(Part(name, kind, slide.part.package, xml.encode()), f"{_R}/tags")


def _broken_lines(deck: Deck) -> None:
    """Line breaks in a title and a point, tabs, fields, signs raised and words struck."""
    slide, known = deck.slide(BULLETS, titled=False)
    first, second = deck.words(1, 3), deck.words(1, 3)
    slide.shapes.title.text = f"{first}\v{second}"
    known.title = f"{first} {second}"
    frame = slide.placeholders[1].text_frame
    parts = [deck.words(1, 2) for _ in range(4)]
    frame.text = f"{parts[0]}\v{parts[1]}\t{parts[2]}"
    known.lines.append((0, " ".join(parts[:3])))
    paragraph = frame.add_paragraph()
    raised = ("baseline", "30000")
    for text, key, value in ((parts[3], *raised), ("m", "i", "1"), ("2", *raised)):
        run = paragraph.add_run()
        run.text = text
        run._r.get_or_add_rPr().set(key, value)
    known.lines.append((0, f"{parts[3]}m2"))


def _formula(deck: Deck) -> None:
    slide, known = _text(deck)
    text = deck.words(1, 2)
    shape = box(slide, (1, 5.5, 6, 0.8))
    shape.text_frame._txBody.remove(shape.text_frame._txBody.findall(f"{{{_A}}}p")[0])
    shape.text_frame._txBody.append(etree.fromstring(
        f'<a:p xmlns:a="{_A}"><a:r><a:t>{text} </a:t></a:r>'
        '<a14:m xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main">'
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
        "<m:r><m:t>E=mc</m:t></m:r></m:oMath></a14:m></a:p>"))  # fmt: skip
    known.lines.append((0, f"{text} E=mc"))


def _alternate(deck: Deck) -> None:
    """A shape in two forms, of which a program shows one."""
    slide, known = deck.slide(ONLY_TITLE)
    text = deck.words(2, 4)
    shape = (
        f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="81" name="New"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        '<p:spPr><a:xfrm><a:off x="914400" y="1828800"/><a:ext cx="6000000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:p><a:r>'
        f"<a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    slide.shapes._spTree.append(etree.fromstring(
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" '
        f'Requires="p14">{shape}</mc:Choice><mc:Fallback>{shape}</mc:Fallback>'
        "</mc:AlternateContent>"))  # fmt: skip
    known.lines.append((0, text))


def _untitled(deck: Deck) -> None:
    slide, known = deck.slide(BLANK, titled=False)
    for at in range(deck.chance.randint(1, 4)):
        text = deck.words()
        box(slide, (1, 1 + 1.2 * at, 7, 0.8), text)
        known.lines.append((0, text))


def _empty(deck: Deck) -> None:
    deck.slide(BLANK, titled=False)


def _long(deck: Deck) -> None:
    """A list that fills a slide in small letters."""
    slide, known = deck.slide(BULLETS)
    rows = [(0, deck.words(8, 16)) for _ in range(deck.chance.randint(8, 10))]
    deck.fill(slide.placeholders[1].text_frame, known, rows)


def _picture_beside_boxes(deck: Deck) -> None:
    """A picture in the middle, words around it."""
    slide, known = deck.slide(ONLY_TITLE)
    slide.shapes.add_picture(drawn(deck), Inches(3.6), Inches(2.2), Inches(2.8), Inches(3))
    known.pictures = 1
    for top in (2.0, 4.6):
        for left in (0.5, 6.8):
            text = deck.words(1, 3)
            box(slide, (left, top, 2.6, 0.7), text)
            known.lines.append((0, text))


def _paths(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    shape = slide.shapes.add_picture(drawn(deck), Inches(2), Inches(2), Inches(4))
    described(shape, f"C:\\Users\\{deck.secret('a path as alternative text')}\\x.png")
    known.pictures = 1


#: 1x1 metafile of one rectangle: EMR_HEADER, EMR_RECTANGLE, EMR_EOF.
def _metafile() -> io.BytesIO:
    def record(kind: int, *values: int) -> bytes:
        body = b"".join(value.to_bytes(4, "little", signed=value < 0) for value in values)
        return kind.to_bytes(4, "little") + (8 + len(body)).to_bytes(4, "little") + body

    rectangle, end = record(43, 10, 10, 190, 90), record(14, 0, 0, 20)
    size = 88 + len(rectangle) + len(end)
    head = record(1, 0, 0, 200, 100, 0, 0, 5000, 2500, 0x464D4520, 0x10000, size, 3, 1, 0, 0, 0,
                  1000, 500, 320, 160)  # fmt: skip
    return io.BytesIO(head + rectangle + end)


def _emf(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    shape = slide.shapes.add_picture(drawn(deck), Inches(2), Inches(2), Inches(4))
    name = PackURI(f"/ppt/media/drawing{len(deck.slides)}.emf")
    part = Part(name, "image/x-emf", slide.part.package, _metafile().getvalue())
    relation = slide.part.relate_to(part, f"{_R}/image")
    shape._element.xpath(".//a:blip")[0].set(f"{{{_R}}}embed", relation)
    known.pictures = 1


def _twins(deck: Deck) -> None:
    """Shapes that were copied with their number: texts, and figures."""
    slide, known = deck.slide(ONLY_TITLE)
    for row in range(3):
        text = deck.words(1, 4)
        box(slide, (1, 1.8 + row, 6, 0.7), text)
        known.lines.append((0, text))
    figures, more = deck.slide(ONLY_TITLE)
    for column in range(2):
        place = (0.4 + 4.8 * column, 1.8, 4.3, 4)
        more.charts.append(_chart_of(deck, _X.COLUMN_CLUSTERED, figures, place))
    for shape in (*[*slide.shapes][1:], *[*figures.shapes][1:]):
        shape._element.xpath(".//p:cNvPr")[0].set("id", "5")


def _captioned(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    known.pictures = deck.chance.randint(2, 3)
    for at in range(known.pictures):
        left = 0.4 + 3.2 * at
        slide.shapes.add_picture(drawn(deck), *map(Inches, (left, 1.8, 2.8, 2)))
        text = deck.words(1, 2)
        box(slide, (left, 3.9, 2.8, 0.5), text)
        known.lines.append((0, text))


def _odd_charts(deck: Deck) -> None:
    """Charts of negative numbers, of shares, of one category, of thirty, of large numbers."""
    odd: dict[str, tuple[int, Callable[[], float]]] = {
        "negative": (4, lambda: -5.5), "share": (4, lambda: 0.25), "one": (1, lambda: 3),
        "thirty": (30, lambda: 7.5), "large": (4, lambda: 123456789.25),
    }  # fmt: skip
    for what in deck.chance.sample(sorted(odd), 2):
        slide, known = deck.slide(ONLY_TITLE)
        count, last = odd[what]
        categories = [deck.words(1, 1) for _ in range(count)]
        name, values = deck.words(1, 1), [*numbers(deck, count - 1), last()]
        data = CategoryChartData("0%" if what == "share" else "General")
        data.categories = categories
        data.add_series(name, values)
        kind = _X.LINE if what == "thirty" else _X.COLUMN_CLUSTERED
        frame = slide.shapes.add_chart(kind, *map(Inches, (1, 1.6, 8, 5)), data)
        frame.chart.has_title = False
        known.charts.append(KnownChart(what, categories, [(name, values)]))


def _film(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    film = io.BytesIO(deck.secret("a film").encode())
    slide.shapes.add_movie(film, *map(Inches, (2, 2, 4, 3)), poster_frame_image=drawn(deck))
    known.pictures = 1


def _other_covers(deck: Deck) -> None:
    """Words under a white box, and black ones in a black box; white ones in one are seen."""
    slide, known = deck.slide(ONLY_TITLE)
    box(slide, (1, 5.5, 4, 0.6), deck.secret("under a white box"))
    white = _black(slide, [*map(Inches, (0.9, 5.4, 4.4, 0.9))])
    white.fill.fore_color.rgb = RGBColor(255, 255, 255)
    shown = deck.words(1, 3)
    known.lines.append((0, shown))
    for top, text, shade in ((2, deck.secret("black in a black box"), 0), (3.5, shown, 255)):
        label = _black(slide, [*map(Inches, (1, top, 5, 0.8))])
        label.text_frame.text = text
        label.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(shade, shade, shade)


#: What half of which each deck has.
PARTS: tuple[Callable[[Deck], None], ...] = (
    _deep_list, _compared, _free_columns, _rows_of_pairs, _boxes, _nested_groups, _grid,
    _long_table, _black_cells, _each_chart, _chart_beside_text, _everything, _kinds_of_pictures,
    _cropped, _vector, _notes, _signs, _tongues, _links, _sectioned, _footed, _diagrammed,
    _hidden_things, _marked, _highlighted, _boxed, _commented_now, _embedded, _properties,
    _broken_lines, _formula, _alternate, _untitled, _empty, _long, _picture_beside_boxes, _paths,
    _twins, _captioned, _odd_charts, _film, _other_covers,
)  # fmt: skip


def deck(number: int) -> Known:
    """Return a deck with half of all constructs: of two that follow each other, all."""
    made = Deck(number)
    slide, known = made.slide(TITLE)
    made.fill(slide.placeholders[1].text_frame, known, [(0, made.words())])
    order = [part for at, part in enumerate(PARTS) if (at + number) % 2 or part is _each_chart]
    order += [_emf] if number % 3 == 0 else []
    made.chance.shuffle(order)
    for part in order:
        part(made)
    stream = io.BytesIO()
    made.file.save(stream)
    return Known(f"mixed-{number}.pptx", stream.getvalue(), made.slides, made.hidden)
