"""Decks whose every word, number, note and picture is known, made with python-pptx and by hand.

``deck(number)`` gives one of any number of decks: the same bytes of content for the same number.
Each deck has every construct once or more, in an order and with sizes that vary with the number.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from PIL import Image, ImageDraw
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Emu, Inches

from tests.support.plain_words import WORDS

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_D = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_NAMES = f'xmlns:a="{_A}" xmlns:p="{_P}" xmlns:r="{_R}"'
TITLE, BULLETS, SECTION, TWO, COMPARED, ONLY_TITLE, BLANK = range(7)
_NATIVE = {
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "line": XL_CHART_TYPE.LINE,
    "pie": XL_CHART_TYPE.PIE,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
}
_OTHER = {"area": XL_CHART_TYPE.AREA, "radar": XL_CHART_TYPE.RADAR}


@dataclass
class KnownChart:
    """Numbers of a chart; ``is_native``: content has charts of its form."""

    form: str
    categories: list[str]
    series: list[tuple[str, list[float]]]
    is_native: bool = True


@dataclass
class KnownSlide:
    """All that a slide says.

    Attributes:
        lines: paragraphs in reading order, with their level; the title left out.
        bodies: how many bodies of text stand side by side.
    """

    title: str = ""
    lines: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    charts: list[KnownChart] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    pictures: int = 0
    bodies: int = 1


@dataclass
class Known:
    """A deck, and what it says.

    Attributes:
        hidden: words that must not arrive, by the place where they are planted.
    """

    name: str
    data: bytes
    slides: list[KnownSlide]
    hidden: dict[str, str]


class Deck:
    """A deck under construction."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.chance = random.Random(number)
        self.file: Any = Presentation()
        self.slides: list[KnownSlide] = []
        self.hidden: dict[str, str] = {}
        self.count = 0

    def words(self, least: int = 2, most: int = 6) -> str:
        """Return words of which no two texts have the same."""
        self.count += 1
        chosen = self.chance.choices(WORDS, k=self.chance.randint(least, most))
        return f"{' '.join(chosen).capitalize()} {self.number}-{self.count}"

    def secret(self, where: str) -> str:
        """Return words that must stay behind."""
        self.hidden[where] = f"Quarkgeheim{self.number}x{len(self.hidden)}"
        return self.hidden[where]

    def slide(self, layout: int, *, titled: bool = True) -> tuple[Any, KnownSlide]:
        shown = self.file.slides.add_slide(self.file.slide_layouts[layout])
        known = KnownSlide()
        if titled and shown.shapes.title is not None:
            known.title = self.words()
            shown.shapes.title.text = known.title
        self.slides.append(known)
        return shown, known

    def fill(self, frame: Any, known: KnownSlide, rows: list[tuple[int, str]]) -> None:
        for index, (level, text) in enumerate(rows):
            paragraph = frame.paragraphs[0] if not index else frame.add_paragraph()
            paragraph.text, paragraph.level = text, level
            known.lines.append((level, text))

    def listed(self, deepest: int = 2) -> list[tuple[int, str]]:
        rows, level = [(0, self.words())], 0
        for _ in range(self.chance.randint(3, 6)):
            level = self.chance.randint(0, min(level + 1, deepest))
            rows.append((level, self.words(2, 4)))
        return rows


def _first(deck: Deck) -> None:
    slide, known = deck.slide(TITLE)
    deck.fill(slide.placeholders[1].text_frame, known, [(0, deck.words()), (0, deck.words())])


def _bullets(deck: Deck) -> None:
    slide, known = deck.slide(BULLETS)
    deck.fill(slide.placeholders[1].text_frame, known, deck.listed())
    known.notes = [deck.words(5, 12) for _ in range(deck.chance.randint(1, 3))]
    slide.notes_slide.notes_text_frame.text = "\n".join(known.notes)


def _deep(deck: Deck) -> None:
    slide, known = deck.slide(BULLETS)
    rows = [(0, deck.words()), (1, deck.words()), (2, deck.words()), (1, deck.words())]
    deck.fill(slide.placeholders[1].text_frame, known, rows)


def _two(deck: Deck) -> None:
    slide, known = deck.slide(TWO)
    deck.fill(slide.placeholders[1].text_frame, known, deck.listed(1)[:4])
    deck.fill(slide.placeholders[2].text_frame, known, deck.listed(1)[:4])
    known.bodies = 2


def _table(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    rows, columns = deck.chance.randint(3, 5), deck.chance.randint(2, 4)
    known.cells = [[deck.words(1, 2) for _ in range(columns)] for _ in range(rows)]
    place = (Inches(1), Inches(2), Inches(8), Inches(3))
    table = slide.shapes.add_table(rows, columns, *place).table
    for row, texts in enumerate(known.cells):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text


def _merged(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    known.cells = [[deck.words(1, 2) for _ in range(3)] for _ in range(4)]
    known.cells[1][1:] = [known.cells[1][1]]  # covers two columns
    known.cells[3] = known.cells[3][1:]  # the first cell of the row above reaches down
    place = (Inches(1), Inches(2), Inches(8), Inches(3))
    table = slide.shapes.add_table(4, 3, *place).table
    table.cell(1, 1).merge(table.cell(1, 2))
    table.cell(2, 0).merge(table.cell(3, 0))
    places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2), (3, 1), (3, 2)]
    texts = [text for row in known.cells for text in row]
    for (row, column), text in zip(places, texts, strict=True):
        table.cell(row, column).text = text


def numbers(deck: Deck, count: int) -> list[float]:
    return [round(deck.chance.uniform(1, 400), deck.chance.randint(0, 2)) for _ in range(count)]


def _charted(deck: Deck, form: str, kind: Any, *, is_native: bool) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    categories = [deck.words(1, 1) for _ in range(deck.chance.randint(3, 5))]
    names = [deck.words(1, 1) for _ in range(1 if form == "pie" else deck.chance.randint(1, 3))]
    series = [(name, numbers(deck, len(categories))) for name in names]
    data = CategoryChartData()
    data.categories = categories
    for name, values in series:
        data.add_series(name, values)
    place = (Inches(1), Inches(1.6), Inches(8), Inches(5))
    frame = slide.shapes.add_chart(kind, *place, data)
    frame.chart.has_title = False
    known.charts.append(KnownChart(form, categories, series, is_native))
    alternative = deck.words(4, 8)
    described(frame, alternative)
    known.alternatives.append(alternative)


def _native_chart(deck: Deck) -> None:
    for form in deck.chance.sample(sorted(_NATIVE), 3):
        _charted(deck, form, _NATIVE[form], is_native=True)


def _other_chart(deck: Deck) -> None:
    form = deck.chance.choice(sorted(_OTHER))
    _charted(deck, form, _OTHER[form], is_native=False)


def _scatter(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    data = XyChartData()
    name = deck.words(1, 1)
    xs, ys = numbers(deck, 4), numbers(deck, 4)
    points = data.add_series(name)
    for x, y in zip(xs, ys, strict=True):
        points.add_data_point(x, y)
    place = (Inches(1), Inches(1.6), Inches(8), Inches(5))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *place, data)
    frame.chart.has_title = False
    known.charts.append(KnownChart("scatter", [], [(name, ys)], is_native=False))


def drawn(deck: Deck) -> io.BytesIO:
    """Return a picture of its own: a few boxes of colour."""
    image = Image.new("RGB", (120, 80), tuple(deck.chance.choices(range(256), k=3)))  # type: ignore[arg-type]
    pen = ImageDraw.Draw(image)
    for _ in range(4):
        x, y = deck.chance.randint(0, 90), deck.chance.randint(0, 60)
        pen.rectangle((x, y, x + 40, y + 30), tuple(deck.chance.choices(range(256), k=3)))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    stream.seek(0)
    return stream


def _picture(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    shape = slide.shapes.add_picture(drawn(deck), Inches(1), Inches(1.6), Inches(6))
    alternative = deck.words(4, 8)
    described(shape, alternative)
    known.alternatives.append(alternative)
    known.pictures = 1


def _pictures(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    for at in range(3):
        shape = slide.shapes.add_picture(
            drawn(deck), Inches(0.5 + 3.1 * at), Inches(2), Inches(2.8)
        )
        alternative = deck.words(3, 6)
        described(shape, alternative)
        known.alternatives.append(alternative)
    known.pictures = 3


def _text_and_picture(deck: Deck) -> None:
    slide, known = deck.slide(TWO)
    deck.fill(slide.placeholders[1].text_frame, known, deck.listed(1)[:4])
    holder = slide.placeholders[2]
    holder._element.getparent().remove(holder._element)
    shape = slide.shapes.add_picture(drawn(deck), Inches(5.2), Inches(2), Inches(4))
    alternative = deck.words(4, 8)
    described(shape, alternative)
    known.alternatives.append(alternative)
    known.pictures = 1


def _grouped(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    group = slide.shapes.add_group_shape()
    for at in range(3):
        box = group.shapes.add_textbox(Inches(1), Inches(2 + at), Inches(6), Inches(0.8))
        box.text_frame.text = text = deck.words()
        known.lines.append((0, text))


def _free(deck: Deck) -> None:
    slide, known = deck.slide(BLANK, titled=False)
    for at in range(3):
        box = slide.shapes.add_textbox(Inches(1), Inches(1 + 1.5 * at), Inches(6), Inches(1))
        box.text_frame.text = text = deck.words()
        known.lines.append((0, text))


def _linked(deck: Deck) -> None:
    slide, known = deck.slide(BULLETS)
    frame = slide.placeholders[1].text_frame
    for at in range(2):
        paragraph = frame.paragraphs[0] if not at else frame.add_paragraph()
        before, words = deck.words(), deck.words(1, 2)
        paragraph.add_run().text = f"{before} "
        run = paragraph.add_run()
        run.text = words
        address = f"https://example.eu/{deck.number}/{deck.count}"
        run.hyperlink.address = address
        known.links.append(address)
        known.lines.append((0, f"{before} {words}"))


def _diagram(deck: Deck) -> None:
    slide, known = deck.slide(ONLY_TITLE)
    nodes = [(0, deck.words(1, 2)), (1, deck.words(1, 2)), (0, deck.words(1, 2))]
    points = ['<dgm:pt modelId="0" type="doc"/>']
    wires = []
    for at, (level, text) in enumerate(nodes, start=1):
        points.append(
            f'<dgm:pt modelId="{at}"><dgm:t><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p>'
            "</dgm:t></dgm:pt>"
        )
        parent, order = ("1", 0) if level else ("0", at)
        wires.append(f'<dgm:cxn modelId="9{at}" srcId="{parent}" destId="{at}" srcOrd="{order}"/>')
    xml = (
        f'<dgm:dataModel xmlns:dgm="{_D}" xmlns:a="{_A}"><dgm:ptLst>{"".join(points)}</dgm:ptLst>'
        f"<dgm:cxnLst>{''.join(wires)}</dgm:cxnLst></dgm:dataModel>"
    )
    name = PackURI(f"/ppt/diagrams/data{len(deck.slides)}.xml")
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    part = Part(name, kind, slide.part.package, xml.encode())
    relation = slide.part.relate_to(part, f"{_R}/diagramData")
    slide.shapes._spTree.append(
        etree.fromstring(
            f'<p:graphicFrame {_NAMES}><p:nvGraphicFramePr><p:cNvPr id="77" name="Diagram"/>'
            "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>"
            '<p:xfrm><a:off x="914400" y="1828800"/><a:ext cx="6000000" cy="3000000"/></p:xfrm>'
            f'<a:graphic><a:graphicData uri="{_D}"><dgm:relIds xmlns:dgm="{_D}" '
            f'r:dm="{relation}" r:lo="{relation}" r:qs="{relation}" r:cs="{relation}"/>'
            "</a:graphicData></a:graphic></p:graphicFrame>"
        )
    )
    known.lines += nodes


def _hidden_slide(deck: Deck) -> None:
    slide, _ = deck.slide(BULLETS, titled=False)
    slide.shapes.title.text = deck.secret("hidden slide")
    slide._element.set("show", "0")


def _off_slide(deck: Deck) -> None:
    slide, known = deck.slide(BULLETS)
    deck.fill(slide.placeholders[1].text_frame, known, deck.listed(1)[:3])
    box = slide.shapes.add_textbox(Emu(-9_000_000), Inches(1), Inches(3), Inches(1))
    box.text_frame.text = deck.secret("off the slide")


def _covered(deck: Deck) -> None:
    slide, known = deck.slide(BULLETS)
    deck.fill(slide.placeholders[1].text_frame, known, deck.listed(1)[:3])
    place = (Inches(1), Inches(6), Inches(4), Inches(0.6))
    slide.shapes.add_textbox(*place).text_frame.text = deck.secret("under a black box")
    cover = slide.shapes.add_shape(1, *place)
    cover.fill.solid()
    cover.fill.fore_color.rgb = RGBColor(0, 0, 0)


def _commented(deck: Deck) -> None:
    slide, known = deck.slide(BULLETS)
    deck.fill(slide.placeholders[1].text_frame, known, deck.listed(1)[:3])
    words = deck.secret("comment")
    xml = (
        f'<p:cmLst {_NAMES}><p:cm authorId="0" idx="1"><p:pos x="1" y="1"/>'
        f"<p:text>{words}</p:text></p:cm></p:cmLst>"
    )
    name = PackURI(f"/ppt/comments/comment{len(deck.slides)}.xml")
    kind = "application/vnd.openxmlformats-officedocument.presentationml.comments+xml"
    part = Part(name, kind, slide.part.package, xml.encode())
    slide.part.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)


def _last(deck: Deck) -> None:
    slide, known = deck.slide(SECTION)
    deck.fill(slide.placeholders[1].text_frame, known, [(0, deck.words())])
    deck.file.core_properties.author = deck.secret("property")
    deck.file.core_properties.comments = deck.secret("comment of the file")


#: What each deck has, in this order, but for those between the first and the last.
PARTS: tuple[Callable[[Deck], None], ...] = (
    _bullets, _deep, _two, _table, _merged, _native_chart, _other_chart, _scatter, _picture,
    _pictures, _text_and_picture, _grouped, _free, _linked, _diagram, _hidden_slide, _off_slide,
    _covered, _commented,
)  # fmt: skip


def described(shape: Any, alternative: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alternative)


def deck(number: int, parts: int = len(PARTS)) -> Known:
    """Return a deck.

    Args:
        number: which one.
        parts: how many constructs it has between its first and its last slide.
    """
    made = Deck(number)
    _first(made)
    order = list(PARTS)
    made.chance.shuffle(order)
    for part in order[:parts]:
        part(made)
    _last(made)
    stream = io.BytesIO()
    made.file.save(stream)
    return Known(f"known-{number}.pptx", stream.getvalue(), made.slides, made.hidden)
