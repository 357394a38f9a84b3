"""Slides of every layout, from too empty to too full, in three scripts: always the same ones."""

from __future__ import annotations

import base64
import io
import random
from collections.abc import Callable

from PIL import Image

from pipeline.compose import chart_axis
from pipeline.edition.blocks import (
    Annotation,
    Block,
    BulletList,
    Card,
    Cards,
    Cell,
    Chart,
    ChartForm,
    Item,
    Map,
    MapCategory,
    Paragraph,
    Picture,
    Series,
    Table,
    Timeline,
    TimelinePoint,
)
from pipeline.edition.edition import Edition
from pipeline.edition.runs import NoteRun, Run, Runs, TextRun
from pipeline.edition.slide import Layout, Slide

#: Slides of all kinds, and with grids of figures; those before keep their words when some come.
_OF_ALL, _OF_GRIDS = 200, 30
COUNT = _OF_ALL + _OF_GRIDS
#: The largest filling; at 1 a slide is about as full as its layout allows.
_FULLEST = 1.4
_SCRIPTS = (
    ("bcdfghklmnprstvwz", "aeiou", "äöüéß"),
    ("βγδζθκλμνπρστφχψ", "αεηιουω", "άέήίόύώ"),
    ("бвгджзклмнпрстфхцчшщ", "аеиоуы", "йёэюя"),
)
_FORMS: tuple[tuple[ChartForm, bool], ...] = (
    ("column", False),
    ("column", True),
    ("bar", False),
    ("bar", True),
    ("line", False),
    ("pie", False),
    ("doughnut", False),
)
_STATES = ("FRA", "DEU", "ITA", "ESP", "POL", "SWE", "UKR", "MDA", "TUR", "CAN", "MLT")


class _Author:
    """Writes one slide: no word of it occurs twice, so that each is found where it stands."""

    def __init__(self, number: int) -> None:
        self.dice = random.Random(number)
        self.turn = number // len(KINDS)
        self.script = _SCRIPTS[self.turn % len(_SCRIPTS)]
        self.filling = self.dice.uniform(0.05, _FULLEST)
        self.used: set[str] = set()
        self.notes: list[Runs] = []

    def upto(self, most: int, least: int = 1) -> int:
        """Return a number that grows with the filling."""
        wanted = self.filling * most * self.dice.uniform(0.5, 1.0)
        return max(least, min(most, round(wanted)))

    def word(self) -> str:
        hard, soft, rare = self.script
        while True:
            long = self.dice.random() < 0.03
            syllables = (
                self.dice.randint(6, 11) if long else self.dice.choice((1, 2, 2, 2, 3, 3, 4))
            )
            word = ""
            for _ in range(syllables):
                word += self.dice.choice(hard) + self.dice.choice(soft)
                if self.dice.random() < 0.35:
                    word += self.dice.choice(hard if self.dice.random() < 0.8 else rare)
            if word not in self.used and len(word) > 1:
                self.used.add(word)
                return word.capitalize() if self.dice.random() < 0.2 else word

    def words(self, count: int) -> str:
        """Return words with the signs that stand between them in running text."""
        out: list[str] = []
        for index in range(count):
            word, chance = self.word(), self.dice.random()
            if chance < 0.04:
                word += f"-{self.word()}"
            elif chance < 0.05:
                word += f"/{self.word()}"
            elif chance < 0.06:
                word = f"({word})"
            elif chance < 0.07:
                word = f"“{word}”"
            if chance > 0.93 and index + 1 < count:
                word += self.dice.choice((",", ",", ";", ":", " –", "."))
            out.append(word)
        return " ".join(out)

    def runs(self, count: int, *, noted: bool = False) -> Runs:
        """Return a text of several looks, with a footnote if it is wanted."""
        runs: list[Run] = []
        chance = self.dice.random()
        if chance < 0.15 and count > 3:
            first, more = divmod(count, 3)
            runs.append(TextRun(text=self.words(first) + " "))
            runs.append(
                TextRun(text=self.words(first), strong=chance < 0.1, emphasis=chance > 0.05)
            )
            runs.append(TextRun(text=" " + self.words(first + more)))
        else:
            runs.append(TextRun(text=self.words(count)))
        if noted:
            mark = str(len(self.notes) + 1)
            runs.append(NoteRun(mark=mark, index=len(self.notes)))
            self.notes.append((TextRun(text=f"{mark} {self.words(self.upto(40, 4))}"),))
        return tuple(runs)

    def lead(self) -> list[Block]:
        wanted = self.dice.random() < 0.5
        noted = self.dice.random() < 0.3
        return (
            [Paragraph(style="lead", runs=self.runs(self.upto(30), noted=noted))] if wanted else []
        )

    def points(self, most: int = 14, region: str = "body") -> BulletList:
        def items(count: int, depth: int) -> tuple[Item, ...]:
            found: list[Item] = []
            while count > 0:
                below = 0
                if depth < 2 and count > 2 and self.dice.random() < 0.3:
                    below = self.dice.randint(1, min(3, count - 1))
                length = self.dice.choice((2, 4, 7, self.upto(20, 2)))
                found.append(Item(runs=self.runs(length), items=items(below, depth + 1)))
                count -= 1 + below
            return tuple(found)

        return BulletList(region=region, items=items(self.upto(most), 0))

    def cards(self, columns: int, most: int) -> Cards:
        count = self.dice.randint(min(2, most), most)
        numbered = self.dice.random() < 0.5
        cards = tuple(
            Card(
                number=str(index + 1) if numbered else "",
                heading=self.runs(self.dice.choice((1, 2, 3, 6))),
                text=self.runs(self.upto(90 // columns)) if self.dice.random() < 0.9 else (),
            )
            for index in range(count)
        )
        return Cards(columns=columns, cards=cards)

    def figure(self) -> str:
        """Return a number with digits that no other of the slide has."""
        while True:
            text = f"{self.dice.uniform(0, 9999):,.1f}"
            if text not in self.used:
                self.used.add(text)
                return text


def _text(author: _Author) -> tuple[Layout, list[Block]]:
    return "text", [*author.lead(), *author.lead(), author.points()]


def _listed(author: _Author) -> tuple[Layout, list[Block]]:
    items = tuple(
        Item(runs=author.runs(author.dice.choice((1, 1, 2, 3)))) for _ in range(author.upto(40))
    )
    columns = author.dice.choice((2, 3))
    return "text", [*author.lead(), BulletList(items=items, columns=columns)]


def _cards(author: _Author) -> tuple[Layout, list[Block]]:
    columns = 2 + author.turn % 3
    layouts: dict[int, Layout] = {2: "cards-2", 3: "cards-3", 4: "cards-4"}
    blocks = [*author.lead()]
    if author.dice.random() < 0.3:
        blocks.append(Paragraph(style="heading", runs=author.runs(author.dice.choice((2, 4, 9)))))
    blocks.append(author.cards(columns, author.dice.choice((columns, 2 * columns))))
    if author.dice.random() < 0.3:
        blocks.append(author.points(4))
    return layouts[columns], blocks


def _figures(author: _Author) -> tuple[Layout, list[Block]]:
    columns = 2 + author.turn % 3
    cards = tuple(
        Card(
            figure=(TextRun(text=author.figure()),),
            unit=author.runs(1) if author.dice.random() < 0.5 else (),
            heading=author.runs(author.upto(45)),
            text=author.runs(author.upto(12)) if author.dice.random() < 0.5 else (),
        )
        for _ in range(columns)
    )
    remark = Paragraph(style="remark", runs=author.runs(author.upto(15)))
    return "figures", [Cards(columns=columns, cards=cards), remark]


def _decision(author: _Author) -> tuple[Layout, list[Block]]:
    cards = tuple(
        Card(number=f"({letter})", heading=author.runs(author.upto(70)), text=())
        for letter in "abc"[: author.dice.randint(1, 3)]
    )
    heading = Paragraph(style="heading", runs=author.runs(author.upto(8)))
    return "decision", [heading, Cards(columns=1, form="requests", cards=cards)]


def _table(author: _Author) -> tuple[Layout, list[Block]]:
    width = author.dice.randint(2, 8)
    headed = author.dice.random() < 0.6
    numeric = {column for column in range(1, width) if author.dice.random() < 0.5}
    merged = author.dice.random() < 0.5 and width > 3
    most = author.dice.choice((2, 4, 8))

    def cell(column: int, header: str = "") -> Cell:
        if header == "column":
            runs = author.runs(author.dice.choice((1, 1, 2, 3)))
            return Cell(runs=runs, header="column", numeric=column in numeric)
        if column in numeric:
            return Cell(runs=(TextRun(text=author.figure()),), numeric=True)
        runs = author.runs(author.upto(most))
        return Cell(runs=runs, header="row" if headed and not column else "")

    covered = Cell(runs=(), covered=True)
    head = [tuple(cell(column, "column") for column in range(width))]
    if merged:
        group = Cell(runs=author.runs(3), header="column", columns=width - 1)
        corner = head[0][0].model_copy(update={"rows": 2})
        head = [(corner, group, *(covered,) * (width - 2)), (covered, *head[0][1:])]
    rows = [[cell(column) for column in range(width)] for _ in range(author.upto(16))]
    for above, row in zip(rows[::3], rows[1::3], strict=False):
        if merged:
            above[0] = above[0].model_copy(update={"rows": 2})
            row[0] = covered
    for row in rows[2::3]:
        if merged:
            row[0] = Cell(runs=author.runs(6), header=row[0].header, columns=2)
            row[1] = covered
    body = tuple(tuple(row) for row in rows)
    table = Table(alt="Table.", header_rows=len(head), rows=(*head, *body))
    return "table", [*author.lead(), table]


def _timeline(author: _Author) -> tuple[Layout, list[Block]]:
    count = author.dice.randint(2, 8)
    places: list[float | None] = [None] * count
    if author.dice.random() < 0.5:
        inner = sorted(round(author.dice.uniform(0.02, 0.98), 3) for _ in range(count - 2))
        places = [0.0, *inner, 1.0]
    points = tuple(
        TimelinePoint(
            label=author.runs(author.dice.choice((1, 1, 1, 2))),
            text=author.runs(author.upto(60 // count)),
            at=at,
        )
        for at in places
    )
    blocks: list[Block] = [*author.lead(), Timeline(points=points)]
    if author.dice.random() < 0.4:
        blocks.append(Paragraph(style="remark", runs=author.runs(author.upto(25))))
    return "timeline", blocks


def _columns(author: _Author) -> tuple[Layout, list[Block]]:
    blocks: list[Block] = []
    for region in ("body", "second"):
        if author.dice.random() < 0.6:
            blocks.append(Paragraph(region=region, style="heading", runs=author.runs(3)))
        if author.dice.random() < 0.5:
            blocks.append(Paragraph(region=region, style="body", runs=author.runs(author.upto(40))))
        blocks.append(author.points(9, region))
    return "columns", blocks


def _quote(author: _Author) -> tuple[Layout, list[Block]]:
    lines = [
        Paragraph(style="quote", runs=author.runs(author.upto(55))) for _ in range(author.upto(3))
    ]
    return "quote", [*lines, Paragraph(style="attribution", runs=author.runs(author.upto(20)))]


def _beside(author: _Author, block: Block, layout: Layout) -> tuple[Layout, list[Block]]:
    """Put points beside a figure, or let it stand alone."""
    if author.dice.random() < 0.4:
        figure = block.model_copy(update={"region": "figure"})
        return "text-figure", [*author.lead(), author.points(9), figure]
    return layout, [*author.lead(), block.model_copy(update={"region": "body"})]


def _chart(author: _Author, later: int = 0) -> tuple[Layout, list[Block]]:
    form, stacked = _FORMS[(author.turn + later) % len(_FORMS)]
    whole = form in {"pie", "doughnut"}
    count = author.upto(6, 2) if whole else author.upto(24)
    series: list[Series] = []
    for _ in range(1 if whole else author.upto(6)):
        values = [
            round(author.dice.uniform(1 if whole or stacked else -20, 900)) for _ in range(count)
        ]
        gaps = [not whole and author.dice.random() < 0.05 for _ in values]
        shown = [
            (TextRun(text="n/a" if gap else f"{value:,}"),)
            for value, gap in zip(values, gaps, strict=True)
        ]
        kept = [None if gap else float(value) for value, gap in zip(values, gaps, strict=True)]
        name = author.runs(author.dice.choice((1, 2, 4)))
        series.append(Series(name=name, values=tuple(kept), shown=tuple(shown)))
    marks = chart_axis.ticks(series, stacked=stacked)
    chart = Chart(
        alt="Chart.",
        form=form,
        stacked=stacked,
        unit=author.runs(2) if author.dice.random() < 0.5 else (),
        categories=tuple(
            (TextRun(text=author.words(author.dice.choice((1, 1, 2, 4, 12)))),)
            for _ in range(count)
        ),
        series=tuple(series),
        ticks=marks,
        tick_labels=chart_axis.tick_labels(marks, chart_axis.Form(0, "en")),
        annotation=_annotation(author, series)
        if not whole and author.dice.random() < 0.4
        else None,
    )
    layout, blocks = _beside(author, chart, "chart")
    if author.dice.random() < 0.4:
        runs = author.runs(author.upto(25))
        blocks.append(Paragraph(region=blocks[-1].region, style="remark", runs=runs))
    return layout, blocks


def _annotation(author: _Author, series: list[Series]) -> Annotation | None:
    """Return some words at a number that is there."""
    index = author.upto(len(series)) - 1
    there = [at for at, value in enumerate(series[index].values) if value is not None]
    runs = (TextRun(text=author.words(author.upto(4))[:40].strip()),)
    return Annotation(place=author.dice.choice(there), series=index, runs=runs) if there else None


def _message(author: _Author) -> tuple[Layout, list[Block]]:
    _, blocks = _chart(author, 6)
    figure = blocks[-1].model_copy(update={"region": "body"})
    point = Card(
        figure=(TextRun(text=author.figure()),),
        heading=author.runs(author.upto(60)),
        text=author.runs(author.upto(15)),
    )
    return "message", [figure, Cards(region="second", columns=1, cards=(point,))]


def _picture(author: _Author) -> tuple[Layout, list[Block]]:
    buffer = io.BytesIO()
    width, height = author.dice.choice(((32, 18), (12, 30), (20, 20)))
    Image.new("RGB", (width, height), "#8FB3E3").save(buffer, "PNG")
    picture = Picture(
        alt="Picture.",
        caption=author.runs(author.upto(40)) if author.dice.random() < 0.8 else (),
        data=base64.b64encode(buffer.getvalue()).decode(),
        width=width,
        height=height,
    )
    return _beside(author, picture, "image")


def _map(author: _Author) -> tuple[Layout, list[Block]]:
    fills = ("area", "partner", "hatched", "dotted")
    states = list(_STATES)
    author.dice.shuffle(states)
    entries = tuple(
        MapCategory(
            label=author.runs(author.upto(8)), fill=fill, states=tuple(states[2 * i : 2 * i + 2])
        )
        for i, fill in enumerate(fills[: author.upto(4)])
    )
    view = author.dice.choice(("world", "europe"))
    inset = "europe" if view == "world" and author.dice.random() < 0.4 else None
    return _beside(author, Map(alt="Map.", view=view, inset=inset, categories=entries), "map")


def _mixed(author: _Author) -> tuple[Layout, list[Block]]:
    """Several figures in a grid, below or beside a text."""
    blocks: list[Block] = [*author.lead()]
    if author.dice.random() < 0.5:
        blocks.append(author.points(6))
    makers = [author.dice.choice((_chart, _table, _picture, _map)) for _ in range(author.upto(4))]
    for number, make in enumerate(makers, start=1):
        if author.dice.random() < 0.5:
            runs = author.runs(author.dice.choice((2, 4)))
            blocks.append(Paragraph(region=f"heading-{number}", style="heading", runs=runs))
        figure = next(b for b in make(author)[1] if b.kind not in {"paragraph", "bullets"})
        blocks.append(figure.model_copy(update={"region": f"figure-{number}"}))
    if author.dice.random() < 0.3:
        foot = author.runs(author.upto(12))
        blocks.append(Paragraph(region="foot", style="source", runs=foot))
    return "mixed", blocks


def _section(author: _Author) -> tuple[Layout, list[Block]]:
    body: Callable[[_Author], tuple[Layout, list[Block]]] = author.dice.choice(
        (_text, _cards, _table, _timeline)
    )
    return "section", body(author)[1]


def _edge(author: _Author) -> tuple[Layout, list[Block]]:
    """First and last slides, and agendas."""
    layout = author.dice.choice(("title", "closing", "agenda"))
    if layout == "title":
        lines = range(author.upto(9))
        return "title", [Paragraph(style="row", runs=author.runs(author.upto(9))) for _ in lines]
    if layout == "closing":
        return "closing", []
    cards = tuple(
        Card(number="I" * (index % 3 + 1), heading=author.runs(author.upto(14)), text=())
        for index in range(author.upto(10, 2))
    )
    return "agenda", [Cards(columns=1, cards=cards)]


KINDS = (
    _text,
    _listed,
    _cards,
    _table,
    _timeline,
    _columns,
    _quote,
    _chart,
    _picture,
    _map,
    _figures,
    _decision,
    _message,
    _section,
    _edge,
)


def slide(number: int) -> Slide:
    """Return one of the crowd, from 1."""
    author = _Author(number)
    kind = KINDS[number % len(KINDS)] if number <= _OF_ALL else _mixed
    layout, blocks = kind(author)
    title = author.runs(author.upto(14))
    subtitle = author.runs(author.upto(12)) if author.dice.random() < 0.3 else ()
    overline: tuple[Runs, ...] = ()
    if layout in {"title", "closing"}:
        overline = tuple(author.runs(3) for _ in range(author.dice.randint(0, 2)))
    return Slide(
        number=number,
        layout=layout,
        overline=overline,
        numeral="IV." if layout == "section" else "",
        title=title,
        subtitle=subtitle,
        blocks=tuple(blocks),
        footnotes=tuple(author.notes),
    )


def edition(base: Edition) -> Edition:
    """Return the crowd as an edition with the frame of another."""
    slides = tuple(slide(number) for number in range(1, COUNT + 1))
    return base.model_copy(update={"slides": slides, "contents_title": ""})
