"""On which page of the document each slide begins: as its contents say, also in LibreOffice."""

from __future__ import annotations

import random
import subprocess
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from pipeline.audit import checks
from pipeline.compose import chart_axis
from pipeline.core.errors import Where
from pipeline.design import theme
from pipeline.edition import table_of_contents as contents
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Card,
    Cards,
    Cell,
    Chart,
    ChartForm,
    Item,
    Paragraph,
    Series,
    Table,
)
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Audience
from pipeline.edition.runs import MarkerRun, NoteRun, TextRun
from pipeline.edition.slide import Layout, Slide
from pipeline.edition.texts import repeated_title
from pipeline.layout import fit
from pipeline.render.docx import render
from pipeline.render.pdf import render as render_pdf
from tests.conftest import GALLERY, read_back, ready
from tests.support import crowd

LOOK = theme.load()
_WORDS = ("word", "medium", "internationalisation", "is", "of")


def _runs(text: str) -> tuple[TextRun, ...]:
    return (TextRun(text=text),)


def _table(dice: random.Random, number: int, length: int) -> Slide:
    """Return a slide with a table of many rows, every second one with some footnotes."""
    notes: list[tuple[TextRun, ...]] = []
    rows = [tuple(Cell(runs=_runs(f"Head {i}"), header="column") for i in range(4))]
    for row in range(length):
        cells = [Cell(runs=_runs(f"Row {number}-{row}"), header="row")]
        for column in range(3):
            text: tuple[TextRun | NoteRun, ...] = _runs(
                " ".join(dice.choice(_WORDS) for _ in range(dice.randint(1, 22)))
            )
            if number % 2 and len(notes) < 2 and dice.random() < 0.1 and column:
                mark = str(len(notes) + 1)
                text = (*text, NoteRun(mark=mark, index=len(notes)))
                notes.append(_runs(f"{mark} A note" + " of words" * dice.randint(2, 12)))
            cells.append(Cell(runs=text))
        rows.append(tuple(cells))
    table = Table(alt=f"Table {number}.", header_rows=1, rows=tuple(rows))
    lead = Paragraph(style="lead", runs=_runs("A lead" + " of words" * dice.randint(1, 20)))
    return Slide(
        number=number,
        layout="table",
        title=_runs(f"Table {number}" + " title" * dice.randint(1, 12)),
        subtitle=_runs("A subtitle") if number % 4 == 1 else (),
        blocks=(lead, table) if number % 3 == 0 else (table,),
        footnotes=tuple(notes),
    )


def _edition(*slides: Slide) -> Edition:
    base = ready(GALLERY, "public")
    many = base.model_copy(update={"slides": slides, "contents_title": "Contents"})
    return fit.fit(many, LOOK)


def _long_tables(count: int, seed: int = 1) -> Edition:
    dice = random.Random(seed)
    return _edition(*(_table(dice, at, dice.randint(9, 45)) for at in range(1, count + 1)))


@pytest.fixture(scope="module")
def tables() -> Edition:
    return _long_tables(4)


def test_a_table_over_several_slides_is_one_in_the_document(tables: Edition) -> None:
    assert len(tables.slides) > 8
    document = Document(BytesIO(render(tables, LOOK)))
    lengths = [len(table.rows) for table in document.tables[1:]]
    wanted = [len(slide.blocks[-1].rows) for slide in contents.flowing(tables).slides]
    assert lengths == wanted
    assert len(lengths) == 4
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert len(headings) == 4
    assert not any("(1/" in text for text in headings)


def test_each_row_stands_in_a_document_once_and_the_header_repeats(tables: Edition) -> None:
    document = Document(BytesIO(render(tables, LOOK)))
    for number, table in enumerate(document.tables[1:], start=1):
        first = [row.cells[0].text for row in table.rows]
        assert first == ["Head 0", *(f"Row {number}-{row}" for row in range(len(first) - 1))]
        assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows[:2]] == [
            True,
            False,
        ]


def test_contents_give_slides_and_a_document_counts_its_own_pages(tables: Edition) -> None:
    whole = contents.flowing(tables)
    starts = list(contents.first_pages(whole).values())
    sheets = [slide.sheets for slide in whole.slides]
    assert starts == [3 + sum(sheets[:at]) for at in range(4)]
    assert max(sheets) > 1
    document = Document(BytesIO(render(tables, LOOK)))
    listed = [p for p in document.paragraphs if p.style.name.startswith("toc")]
    numbers = [slide.number for slide in whole.slides]
    assert [int(p._p.xpath(".//w:t")[-1].text) for p in listed] == numbers
    feet = [section.footer.paragraphs[0].text for section in document.sections[1:]]
    assert [int(foot.split()[-1]) for foot in dict.fromkeys(feet)] == starts
    page = read_back(render_pdf(tables, LOOK), "pdf").pages[1]
    assert [int(line.split()[-1]) for line in page.splitlines()[1:5]] == numbers


def test_the_audit_knows_a_table_that_flows(tables: Edition) -> None:
    assert checks.findings(render(tables, LOOK), "docx", "a.docx", tables) == ()


def test_no_row_of_a_flowing_table_ends_where_programs_disagree(tables: Edition) -> None:
    page = LOOK.document_slide
    room = page.height - page.margin[0] - page.margin[2]
    for slide in contents.flowing(tables).slides:
        assert slide.flow is not None
        head, *rows = slide.flow.rows
        assert all(height + head < room for height in rows)
        pages = (sum(rows) + head) / (room - head)
        assert pages - 1 < slide.sheets < 2 * pages + 1


def test_footnotes_of_a_flowing_table_keep_their_marks() -> None:
    edition = _long_tables(3, seed=5)
    found = read_back(render(edition, LOOK), "docx").notes
    wanted = [
        note[0].text for slide in contents.flowing(edition).slides for note in slide.footnotes
    ]
    assert len(wanted) >= 2
    assert list(found) == wanted


#: Points that a page leaves free below what must stand together: another program may need them.
RESERVE = 6.0


def _free(page: pypdfium2.PdfPage) -> float:
    """Return how many points of a page are free above its lower margin."""
    margin = LOOK.document_slide.margin[2]
    feet = [found.get_bounds()[1] for found in page.get_objects(max_depth=4)]
    return min(foot for foot in feet if foot > margin - 2) - margin


def _wrong_pages(edition: Edition, folder: Path) -> list[str]:
    """Return the slides that do not take the pages of the document that were reckoned.

    Also those whose page is full to its end; footnotes stand there by themselves.
    """
    document = folder / "a.docx"
    document.write_bytes(render(edition, LOOK))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
        document,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    pdf = pypdfium2.PdfDocument(folder / "a.pdf")
    starts = [row.get_dest().get_index() + 1 for row in pdf.get_toc()]
    whole = contents.flowing(edition)
    assert len(starts) == len(whole.slides)
    ends = [*starts[1:], len(pdf) + 1]
    front = 2 + len(contents.pages(whole))
    assert starts[0] == front, "cover and contents"
    wrong = [
        f"slide {slide.number} ({slide.layout}) leaves {_free(pdf[start - 1]):.1f} points"
        for slide, start in zip(whole.slides, starts, strict=True)
        if not slide.footnotes and slide.flow is None and _free(pdf[start - 1]) < RESERVE
    ]
    return wrong + [
        f"slide {slide.number} ({slide.layout}) takes {end - start} pages, not {slide.sheets}"
        for slide, start, end in zip(whole.slides, starts, ends, strict=True)
        if end - start != slide.sheets
    ]


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["full", "public"])
def test_every_slide_of_the_gallery_takes_a_page(audience: Audience, tmp_path: Path) -> None:
    assert _wrong_pages(ready(GALLERY, audience), tmp_path) == []


@pytest.mark.slow
def test_every_slide_of_the_crowd_takes_a_page(tmp_path: Path) -> None:
    slides: list[Slide] = []
    for number in range(1, crowd.COUNT + 1):
        parts, problems = fit.fit_slide(crowd.slide(number), LOOK, Where(f"slide {number}"))
        slides += () if problems else parts
    numbered = (one.model_copy(update={"number": n}) for n, one in enumerate(slides, start=1))
    base = ready(GALLERY, "public").model_copy(update={"contents_title": "Contents"})
    edition = base.model_copy(update={"slides": tuple(numbered)})
    assert len(edition.slides) > 150
    assert _wrong_pages(edition, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [4])
def test_long_tables_take_the_pages_that_were_reckoned(seed: int, tmp_path: Path) -> None:
    assert _wrong_pages(_long_tables(12, seed), tmp_path) == []


def _charted(number: int, form: ChartForm, count: int, layout: Layout) -> Slide:
    """Return a slide with a chart of so many categories, alone or beside something."""
    dice = random.Random(number)
    several = 1 + 2 * (form in {"line", "column"} and number % 2)
    series: list[Series] = []
    for index in range(several):
        values = [float(dice.randint(20, 900)) for _ in range(count)]
        shown = tuple(_runs(f"{value:.0f}") for value in values)
        series.append(Series(name=_runs(f"Row {index}"), values=tuple(values), shown=shown))
    marks = chart_axis.ticks(series, stacked=False)
    chart = Chart(
        region="figure" if layout == "text-figure" else "body",
        alt="Chart.",
        form=form,
        unit=_runs("Thousand"),
        categories=tuple(_runs(f"{at}") for at in range(count)),
        series=tuple(series),
        ticks=marks,
        tick_labels=chart_axis.tick_labels(marks, chart_axis.Form(0, "en")),
    )
    source = Paragraph(region=chart.region, style="remark", runs=_runs("Source: invented."))
    points = BulletList(items=(Item(runs=_runs("One point")), Item(runs=_runs("Another"))))
    card = Cards(region="second", columns=1, cards=(Card(heading=_runs("A word"), text=()),))
    blocks: dict[Layout, tuple[Block, ...]] = {
        "chart": (chart, source),
        "text-figure": (points, chart, source),
        "message": (chart, source, card),
    }
    return Slide(
        number=number, layout=layout, title=_runs(f"Chart {number}"), blocks=blocks[layout]
    )


def test_a_title_of_which_something_is_withheld_does_not_stand_above_numbers_again() -> None:
    slide = _charted(1, "column", 14, "chart").model_copy(update={"sheets": 2})
    assert repeated_title(slide) == "Chart 1"
    assert repeated_title(slide.model_copy(update={"sheets": 1})) == ""
    marker = MarkerRun(text="[REDACTED]", spoken="s", number=1, grounds=())
    for run in (TextRun(text="held", withheld=True), marker):
        assert repeated_title(slide.model_copy(update={"title": (*slide.title, run)})) == ""


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["chart", "text-figure", "message"])
def test_charts_and_their_numbers_take_the_pages_that_were_reckoned(
    layout: Layout, tmp_path: Path
) -> None:
    forms: list[tuple[ChartForm, tuple[int, ...]]] = [
        ("column", (4, 8, 10, 14, 24)),
        ("bar", (3, 6, 9, 11)),
        ("line", (5, 9, 13, 21, 60)),
        ("area", (6, 11, 24)),
    ]
    pairs = [(form, count) for form, counts in forms for count in counts]
    slides = [_charted(at, *pair, layout) for at, pair in enumerate(pairs, start=1)]
    edition = _edition(*slides)
    sheets = {slide.sheets for slide in edition.slides}
    assert {1, 2} <= sheets
    assert checks.findings(render(edition, LOOK), "docx", "a.docx", edition) == ()
    assert _wrong_pages(edition, tmp_path) == []
