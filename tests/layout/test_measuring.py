"""One test for each way in which fit once measured other than PDF and deck draw."""

from __future__ import annotations

import pypdfium2
import pytest

from pipeline.core.errors import Where
from pipeline.design import theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Cell,
    Chart,
    Item,
    Map,
    MapCategory,
    Paragraph,
    Series,
    Table,
    Timeline,
    TimelinePoint,
)
from pipeline.edition.runs import NoteRun, Runs, TextRun
from pipeline.edition.slide import Layout, Slide
from pipeline.layout import chart_layout, list_layout, map_layout, timeline_layout
from pipeline.layout.block_heights import Ruler
from pipeline.layout.fit import fit_slide
from pipeline.layout.text_metrics import advance, line_count, loosened, unbroken
from pipeline.render.pdf.weasyprint_setup import weasyprint

LOOK = theme.load()
FAMILY = "Carlito"
HERE = Where("slide 1")


def words(text: str) -> Runs:
    return (TextRun(text=text),)


def width(text: str, size: float = 20) -> float:
    return advance(text, FAMILY) * size


def slide(*blocks: Block, layout: Layout = "text", title: str = "Titel") -> Slide:
    return Slide(number=1, layout=layout, title=words(title), blocks=blocks)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("know-how", ["know-", "how"]),
        ("and/or", ["and/or"]),
        ("2019–2021", ["2019–", "2021"]),
        ("COVID-19", ["COVID-19"]),
        ("a well-known and/or", ["a", " ", "well-", "known", " ", "and/or"]),
    ],
)
def test_words_are_divided_where_office_divides_them(text: str, parts: list[str]) -> None:
    assert list(unbroken(text)) == parts


def test_a_reference_to_a_footnote_stays_with_its_word() -> None:
    runs = (*words("one two"), NoteRun(mark="12", index=0))
    room = width("one two") + 1
    assert line_count(words("one two"), 20, room, FAMILY) == 1
    assert line_count(runs, 20, room, FAMILY) == 2
    assert line_count(runs, 20, width("two12") + 1, FAMILY) == 2


def test_a_word_of_several_looks_is_not_broken_between_them() -> None:
    runs = (TextRun(text="a un"), TextRun(text="break", strong=True), TextRun(text="able"))
    room = width("unable") + advance("break", FAMILY, bold=True) * 20 + 1
    assert line_count(runs, 20, room, FAMILY) == 2


def test_a_long_word_is_broken_letter_by_letter() -> None:
    letter = width("W")
    assert line_count(words("W" * 10), 20, letter * 3.9, FAMILY) == 4
    assert line_count(words("W" * 10), 20, letter / 2, FAMILY) == 10


def test_cells_of_a_header_are_measured_in_bold() -> None:
    text = "minimum of " * 12
    bold = Table(alt="t", rows=((Cell(runs=words(text), header="column"),),))
    plain = Table(alt="t", rows=((Cell(runs=words(text)),),))
    room = width(text.strip()) / 2 + 1  # two lines, if it is not bold; one column has no padding
    assert Ruler(LOOK, 0).rows(plain, room)[0] < Ruler(LOOK, 0).rows(bold, room)[0]


def test_frames_of_tables_say_how_high_each_row_is() -> None:
    table = Table(alt="t", rows=((Cell(runs=words("a")),), (Cell(runs=words("b " * 200)),)))
    (placed,), _ = fit_slide(slide(table, layout="table"), LOOK, HERE)
    frame = placed.frames[0]
    assert sum(frame.rows) == pytest.approx(frame.height, abs=0.05)
    assert frame.rows[1] > 2 * frame.rows[0]


def test_legends_of_many_words_find_room() -> None:
    entries = tuple(
        MapCategory(label=words("Viele Wörter über wenige Länder " * 4), fill=fill, states=())
        for fill in ("area", "partner", "hatched", "dotted")
    )
    for view, inset in (("world", None), ("europe", None), ("world", "europe")):
        block = Map(view=view, inset=inset, alt="m", categories=entries)
        for across in (852, 430):
            least = map_layout.least_height(block, across, LOOK)
            plan = map_layout.plan(block, Box(0, 0, across, least), LOOK)
            assert plan.legend.y + plan.legend.height <= least + 0.01


def test_letters_become_smaller_before_a_word_of_a_timeline_is_broken() -> None:
    label = "Verhandlungsende"
    points = tuple(TimelinePoint(label=words(label), text=words("x")) for _ in range(4))
    block = Timeline(points=points)
    (placed,), problems = fit_slide(slide(block, layout="timeline"), LOOK, HERE)
    assert not problems
    ruler = Ruler(LOOK, placed.frames[0].step)
    strip = timeline_layout.strips(block, 852, LOOK)[0]
    assert placed.frames[0].step > 0
    assert not ruler.is_wider(words(label), "year", strip.width)


def test_letters_become_smaller_before_a_word_of_a_title_is_broken() -> None:
    title = "Zusammenarbeit"
    given = slide(layout="section", title=title)
    (placed,), _ = fit_slide(given, LOOK, HERE)
    width_ = LOOK.title_box("section").width
    assert not Ruler(LOOK, placed.title_step).is_wider(words(title), "section_title", width_)


def test_the_last_item_before_a_further_slide_needs_no_space_below() -> None:
    size = LOOK.styles["body"].sizes[-1] * LOOK.line_height
    space = LOOK.styles["body"].space
    count = int((LOOK.region_box("text", "body").height + space) // (size + space))
    items = tuple(Item(runs=words(str(number))) for number in range(count))
    parts, problems = fit_slide(slide(BulletList(items=items)), LOOK, HERE)
    assert (len(parts), problems) == (1, ())
    parts, _ = fit_slide(slide(BulletList(items=items + items[:1])), LOOK, HERE)
    held = [len(block.items) for part in parts for block in part.blocks]
    assert held == [(count + 1) // 2, (count + 2) // 2], "both are as long"


def test_a_title_that_is_too_full_is_told_once_and_by_a_whole_point() -> None:
    items = tuple(Item(runs=words(f"Punkt {number}")) for number in range(40))
    given = slide(BulletList(items=items), title="Viele Wörter " * 30)
    parts, problems = fit_slide(given, LOOK, HERE)
    assert len(parts) > 1
    assert len(problems) == 1
    assert "by 0 points" not in problems[0].message


def test_a_kicker_above_a_title_of_two_lines_fits() -> None:
    given = Slide(
        number=1,
        layout="text",
        title=words("Der Gegenstand"),
        subtitle=words("Ein zweizeiliger Titel, der bei der kleinsten Stufe noch passen muss " * 2),
        blocks=(Paragraph(runs=words("Text")),),
    )
    assert fit_slide(given, LOOK, HERE)[1] == ()


def test_the_last_mark_of_an_axis_stays_in_the_frame() -> None:
    block = Chart(
        alt="c",
        form="bar",
        stacked=True,
        categories=(words("a"), words("b")),
        series=(Series(name=words("s"), values=(1.0, 2.0), shown=(words("1"), words("2"))),),
        ticks=(0.0, 1000.0),
        tick_labels=("0", "1\u00a0000"),
    )
    plan = chart_layout.plan(block, Box(0, 0, 400, 300), LOOK, 0)
    last = next(label for label in plan.labels if label.text == "1\u00a0000")
    assert last.x + advance("1\u00a0000", FAMILY) * plan.size / 2 <= 400


def test_columns_of_a_list_are_even() -> None:
    short = BulletList(items=tuple(Item(runs=words("Land")) for _ in range(7)), columns=3)
    assert [len(column) for column in list_layout.columns(short)] == [3, 3, 1]


@pytest.mark.parametrize("width", range(180, 260, 2))
def test_a_space_before_another_element_needs_room_as_in_the_pdf(width: int) -> None:
    """Else a line more is drawn than was measured, and the last one is cut."""
    runs = (
        TextRun(text="ordered commerce "),
        TextRun(text="links", href="https://example.eu"),
        TextRun(text=" to entrance controls at"),
    )
    html = 'ordered commerce <a href="https://example.eu">links</a> to entrance controls at'
    sheet = (
        "@page { size: 800pt 800pt; margin: 0 } body { margin: 0; font: bold 28pt Carlito } "
        f"p {{ margin: 0; width: {width}pt }}"
    )
    page = f"<style>{sheet}</style><p>{html}</p>"
    document = pypdfium2.PdfDocument(weasyprint.HTML(string=page).write_pdf())
    drawn = document[0].get_textpage().get_text_range().strip().count("\r\n") + 1
    document.close()
    assert line_count(runs, 28, width, FAMILY, bold=True) == drawn


#: Pieces of words: with and without spaces at their ends, within, and none at all.
PIECES = ("ab", "ab ", " ab", "ab cd", "x" * 30, "x" * 30 + " ab", "ab " + "x" * 30, "ab cd ef")


@pytest.mark.parametrize("first", PIECES)
@pytest.mark.parametrize("second", PIECES)
@pytest.mark.parametrize("third", PIECES)
def test_a_long_word_of_several_styles_may_be_broken_between_them(
    first: str, second: str, third: str
) -> None:
    runs = (TextRun(text=first, strong=True), TextRun(text=second), TextRun(text=third))
    whole, opened = first + second + third, loosened(runs)
    for index, at in ((1, len(first)), (2, len(first + second))):
        word = whole[:at].rpartition(" ")[2] + whole[at:].partition(" ")[0]
        is_within = whole[at - 1] != " " != whole[at]
        assert (index in opened) == (is_within and len(word) > 24), word
