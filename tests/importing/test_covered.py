"""What covers words, charts and pictures on a slide, and what only stands beside or below them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import PIL.Image
import pytest
from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from tests.importing import decks
from tests.importing.conftest import Import
from tests.importing.decks import Deck

SECRET = "Quarkgeheim"
PLACE = (1.0, 2.0, 6.0, 1.0)


def _xml(text: str) -> Any:
    head, _, tail = text.partition("/>") if text.endswith("/>") else text.partition(">")
    return etree.fromstring(f"{head} {decks.NAMES}{'/>' if text.endswith('/>') else '>'}{tail}")


def _unpainted(slide: Any, place: tuple[float, float, float, float] = PLACE) -> Any:
    shape = decks.filled(slide, place)
    shape.fill.background()
    return shape


def line(slide: Any) -> None:
    shape = slide.shapes.add_connector(1, Inches(1), Inches(2.25), Inches(7), Inches(2.25))
    shape.line.width, shape.line.color.rgb = Pt(30), RGBColor(0, 0, 0)


def outline(slide: Any) -> None:
    shape = _unpainted(slide)
    shape.line.width, shape.line.color.rgb = Pt(80), RGBColor(0, 0, 0)


def gradient(slide: Any) -> None:
    shape = _unpainted(slide)
    shape.fill.gradient()
    for stop in shape.fill.gradient_stops:
        stop.color.rgb = RGBColor(0, 0, 0)


def pattern(slide: Any) -> None:
    shape = _unpainted(slide)
    shape.fill.patterned()
    shape.fill.fore_color.rgb = shape.fill.back_color.rgb = RGBColor(0, 0, 0)


def black_picture(slide: Any) -> None:
    slide.shapes.add_picture(decks.picture("black"), *map(Inches, PLACE))


def white_picture(slide: Any) -> None:
    slide.shapes.add_picture(decks.picture("white"), *map(Inches, PLACE))


def paint_of_the_group(slide: Any) -> None:
    shape = _unpainted(slide)
    group = slide.shapes.add_group_shape([shape])
    properties = shape._element.spPr
    properties.replace(properties.find(f"{{{decks.A}}}noFill"), _xml("<a:grpFill/>"))
    paint = _xml("<a:solidFill><a:srgbClr val='000000'/></a:solidFill>")
    group._element.grpSpPr.append(paint)


def _turned_group(slide: Any, name: str, value: str) -> None:
    """Two boxes, of which the lower, black one is shown at the top."""
    shapes = [decks.filled(slide, (1, 6, 6, 0.8)), decks.filled(slide, (1, 2, 6, 0.02), "FF0000")]
    group = slide.shapes.add_group_shape(shapes)
    group._element.grpSpPr.find(f"{{{decks.A}}}xfrm").set(name, value)


def flipped_group(slide: Any) -> None:
    _turned_group(slide, "flipV", "1")


def turned_group(slide: Any) -> None:
    _turned_group(slide, "rot", "10800000")


def turned_box(slide: Any) -> None:
    decks.filled(slide, (0, 3.2, 4, 0.8)).rotation = 44


def black_cell(slide: Any) -> None:
    shape = slide.shapes.add_table(1, 1, *map(Inches, PLACE))
    shape.table.cell(0, 0).fill.solid()
    shape.table.cell(0, 0).fill.fore_color.rgb = RGBColor(0, 0, 0)


def white_box(slide: Any) -> None:
    decks.filled(slide, (1, 2, 3, 1), "FFFFFF")


def nearly_opaque(slide: Any) -> None:
    shape = decks.filled(slide, PLACE)
    shape._element.spPr.find(f"{{{decks.A}}}solidFill")[0].append(_xml("<a:alpha val='70000'/>"))


def block_signs(slide: Any) -> None:
    decks.box(slide, PLACE, "█" * 60)


def highlighted_spaces(slide: Any) -> None:
    shape = decks.box(slide, PLACE)
    black = "|<a:highlight><a:srgbClr val='000000'/></a:highlight>"
    decks.runs(shape.text_frame.paragraphs[0], (" " * 60, black))


COVERS = [line, outline, gradient, pattern, black_picture, white_picture, paint_of_the_group,
          flipped_group, turned_group, turned_box, black_cell, white_box, nearly_opaque,
          block_signs, highlighted_spaces]  # fmt: skip


@pytest.mark.parametrize("cover", COVERS, ids=lambda cover: cover.__name__)
def test_g38_words_under_anything_opaque_stay_behind(
    cover: Callable[[Any], None], imported: Import
) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Shown")
        shape = decks.box(slide, PLACE, SECRET)
        shape._element.nvSpPr.cNvPr.set("descr", SECRET)
        shape.name = SECRET
        cover(slide)

    made = imported(make)
    assert SECRET not in made.everything
    assert "Shown" in made.everything
    assert made.slots


def below_its_frame(slide: Any) -> None:
    decks.box(slide, (1, 2, 6, 0.4), "seen", "two", "three", SECRET)
    decks.filled(slide, (1, 2.8, 6, 1))


def beyond_its_frame(slide: Any) -> None:
    shape = decks.box(slide, (1, 2, 1, 0.4), f"The name of the agent is {SECRET}")
    shape.text_frame.word_wrap = False
    decks.filled(slide, (2.2, 2, 4, 0.5))


def without_a_size(slide: Any) -> None:
    decks.box(slide, (1, 2, 0, 0), SECRET).text_frame.word_wrap = False
    decks.filled(slide, (0.5, 1.9, 6, 1))


def upside_down(slide: Any) -> None:
    decks.box(slide, (1, 3, 6, 1), "seen", SECRET).rotation = 180
    decks.filled(slide, (1, 2.8, 6, 0.7))


def in_columns(slide: Any) -> None:
    shape = decks.box(slide, (2, 2, 6, 0.9), "first " * 12, SECRET)
    shape.text_frame._txBody.bodyPr.set("numCol", "2")
    decks.filled(slide, (5, 2, 3, 0.5))


def on_its_side(slide: Any) -> None:
    shape = decks.box(slide, (2, 2, 3, 3), "seen", SECRET)
    shape.text_frame._txBody.bodyPr.set("vert", "vert270")
    decks.filled(slide, (2.5, 2, 0.5, 3))


DOUBTFUL = [below_its_frame, beyond_its_frame, without_a_size, upside_down, in_columns, on_its_side]


@pytest.mark.parametrize("make", DOUBTFUL, ids=lambda make: make.__name__)
def test_g38_words_that_may_stand_under_a_box_stay_behind(
    make: Callable[[Any], None], imported: Import
) -> None:
    made = imported(lambda deck: make(deck.slide(decks.ONLY_TITLE, "Shown")))
    assert SECRET not in made.everything
    assert made.slots


def test_charts_under_a_white_box_stay_behind(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Shown")
        decks.chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, [SECRET, "y"], [("A", (1, 9487))])
        decks.filled(slide, (2, 3, 2, 1), "FFFFFF")

    made = imported(make)
    assert SECRET not in made.everything
    assert "9487" not in made.everything


def test_what_a_label_covers_of_a_picture_is_painted_in_its_colour(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Shown")
        place = map(Inches, (1, 2, 4, 4))
        slide.shapes.add_picture(decks.picture("red", (100, 100)), *place)
        decks.filled(slide, (1, 2, 2, 4), "0000FF").text_frame.text = "A label"

    made = imported(make)
    (path,) = (made.folder / "media").iterdir()
    colours = PIL.Image.open(io.BytesIO(path.read_bytes())).convert("RGB").getcolors()
    assert sorted(colours or []) == [(5000, (0, 0, 255)), (5000, (255, 0, 0))]
    assert "A label" in made.everything
    assert not made.slots


def card_below(slide: Any) -> None:
    decks.filled(slide, PLACE, "FFFFFF")
    decks.box(slide, PLACE, "seen words")


def picture_beside(slide: Any) -> None:
    decks.box(slide, PLACE, "seen words")
    slide.shapes.add_picture(decks.picture("red"), *map(Inches, (4, 2, 3, 1)))


def thin_rule(slide: Any) -> None:
    decks.box(slide, PLACE, "seen words")
    shape = slide.shapes.add_connector(1, Inches(1), Inches(2.45), Inches(7), Inches(2.45))
    shape.line.width, shape.line.color.rgb = Pt(2), RGBColor(0, 0, 0)


def frame_around(slide: Any) -> None:
    decks.box(slide, PLACE, "seen words")
    shape = _unpainted(slide, (0.8, 1.8, 6.4, 1.4))
    shape.line.width, shape.line.color.rgb = Pt(6), RGBColor(0, 0, 0)


def glass(slide: Any) -> None:
    decks.box(slide, PLACE, "seen words")
    shape = decks.filled(slide, PLACE, "FFFF00")
    shape._element.spPr.find(f"{{{decks.A}}}solidFill")[0].append(_xml("<a:alpha val='30000'/>"))


def box_under_the_words(slide: Any) -> None:
    decks.box(slide, (1, 2, 6, 3), "seen words")
    decks.filled(slide, (1, 3, 6, 1), "00AA00").text_frame.text = "others"


def words_of_a_black_shape(slide: Any) -> None:
    decks.filled(slide, PLACE).text_frame.text = "seen words"  # white by its style


ORDINARY = [card_below, picture_beside, thin_rule, frame_around, glass, box_under_the_words,
            words_of_a_black_shape]  # fmt: skip


@pytest.mark.parametrize("make", ORDINARY, ids=lambda make: make.__name__)
def test_ordinary_decoration_withholds_nothing(
    make: Callable[[Any], None], imported: Import
) -> None:
    made = imported(lambda deck: make(deck.slide(decks.ONLY_TITLE, "Shown")))
    assert "seen words" in str(made.slides)
    assert not made.slots


def test_a_box_over_a_column_leaves_the_title_and_the_column_beside_it(imported: Import) -> None:
    def make(deck: Deck) -> None:
        title = "A title of so many words that it needs two lines of large letters"
        slide = deck.slide(decks.ONLY_TITLE, title)
        decks.table(slide, [["seen", SECRET], ["also seen", SECRET]], top=2)
        decks.filled(slide, (4.4, 1.9, 4.2, 1))

    made = imported(make)
    (slide,) = made.slides
    assert slide["title"].startswith("A title")
    assert slide["table"]["header"][0] == "seen"
    assert slide["table"]["rows"][0][0] == "also seen"
    assert SECRET not in made.everything


def notes_hidden(shape: Any, page: Any) -> None:
    del page
    shape._element.nvSpPr.cNvPr.set("hidden", "1")


def notes_beside(shape: Any, page: Any) -> None:
    del page
    shape.left = Inches(-20)


def notes_white(shape: Any, page: Any) -> None:
    del page
    shape.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)


def notes_covered(shape: Any, page: Any) -> None:
    del shape
    slide = page.part.package.presentation_part.presentation.slides[0]
    page.shapes._spTree.append(decks.filled(slide, PLACE)._element)


def notes_highlighted(shape: Any, page: Any) -> None:
    del page
    run = shape.text_frame.paragraphs[0].runs[0]._r
    black = _xml("<a:highlight><a:srgbClr val='000000'/></a:highlight>")
    run.get_or_add_rPr().append(black)


NOTES = [notes_hidden, notes_beside, notes_white, notes_covered, notes_highlighted]


@pytest.mark.parametrize("hide", NOTES, ids=lambda hide: hide.__name__)
def test_g38_what_a_notes_page_hides_stays_behind(
    hide: Callable[[Any, Any], None], imported: Import
) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Shown")
        page = slide.notes_slide
        page.notes_text_frame.text = "seen words"
        shape = decks.box(slide, PLACE, SECRET)
        page.shapes._spTree.append(shape._element)
        hide(shape, page)

    made = imported(make)
    assert SECRET not in made.everything
    assert "seen words" in str(made.slides[0]["notes"])


LETTERS = {
    "no paint": "|<a:noFill/>",
    "nearly transparent": "|<a:solidFill><a:srgbClr val='FF0000'><a:alpha val='9000'/></a:srgbClr>"
    "</a:solidFill>",
    "white gradient": "|<a:gradFill><a:gsLst><a:gs pos='0'><a:srgbClr val='FFFFFF'/></a:gs>"
    "<a:gs pos='100000'><a:srgbClr val='FFFFFF'/></a:gs></a:gsLst></a:gradFill>",
}


@pytest.mark.parametrize("look", LETTERS.values(), ids=LETTERS)
def test_g38_letters_that_nobody_sees_stay_behind_and_are_told(look: str, imported: Import) -> None:
    def make(deck: Deck) -> None:
        shape = decks.box(deck.slide(decks.ONLY_TITLE, "Shown"), PLACE, "seen")
        decks.runs(shape.text_frame.add_paragraph(), (SECRET, look))

    made = imported(make)
    assert SECRET not in made.everything
    assert made.items(fate="left-out", what="paragraph")


def shrunk(slide: Any) -> None:
    body = decks.box(slide, PLACE, SECRET).text_frame._txBody.bodyPr
    body.clear()
    body.append(_xml("<a:normAutofit fontScale='1000'/>"))


def white_by_its_style(slide: Any) -> None:
    shape = _unpainted(slide)
    shape.line.fill.background()
    shape.text_frame.text = SECRET


def clipped(slide: Any) -> None:
    shape = decks.box(slide, (1, 2, 6, 0.5), "one", "two", "three", SECRET)
    shape.text_frame._txBody.bodyPr.set("vertOverflow", "clip")


def below_the_slide(slide: Any) -> None:
    decks.box(slide, (1, 7, 6, 0.4), "one", "two", "three", "four", "five", SECRET)


UNSEEN = [shrunk, white_by_its_style, clipped, below_the_slide]


@pytest.mark.parametrize("make", UNSEEN, ids=lambda make: make.__name__)
def test_g38_words_that_no_slide_shows_stay_behind_and_are_told(
    make: Callable[[Any], None], imported: Import
) -> None:
    made = imported(lambda deck: make(deck.slide(decks.ONLY_TITLE, "Shown")))
    assert SECRET not in made.everything
    assert made.items(fate="left-out", what="paragraph")


@pytest.mark.parametrize("text", [f"[REDACTED: {SECRET}]", f"[deleted – {SECRET}]"])
def test_g38_a_marker_that_bears_words_becomes_a_slot_without_them(
    text: str, imported: Import
) -> None:
    def make(deck: Deck) -> None:
        decks.box(deck.slide(decks.ONLY_TITLE, "Shown"), PLACE, f"seen {text}")

    made = imported(make)
    assert SECRET not in made.everything
    assert "seen [[withheld-1]]" in str(made.slides)


@pytest.mark.parametrize("place", [rf"C:\Users\{SECRET}\a.png", f"/home/{SECRET}/a.png"])
def test_g38_a_path_is_no_alternative_text(place: str, imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Shown")
        shape = slide.shapes.add_picture(decks.picture(), *map(Inches, PLACE))
        shape._element.nvPicPr.cNvPr.set("descr", place)

    made = imported(make)
    assert SECRET not in made.everything
    assert made.items(why="file-name", text=None)


def test_g38_the_title_of_an_axis_that_is_not_shown_stays_behind(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Shown")
        frame = decks.chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, ["x", "y"], [("A", (1, 2))])
        axis = frame.chart.category_axis
        axis.axis_title.text_frame.text = SECRET
        axis.visible = False

    assert SECRET not in imported(make).everything


@pytest.mark.parametrize("of", ["hidden", "beside"])
def test_g38_the_report_does_not_name_what_nobody_sees(of: str, imported: Import) -> None:
    def make(deck: Deck) -> None:
        shape = decks.box(deck.slide(decks.ONLY_TITLE, "Shown"), PLACE, SECRET)
        shape.name = SECRET
        shape._element.nvSpPr.cNvPr.set("descr", SECRET)
        if of == "hidden":
            shape._element.nvSpPr.cNvPr.set("hidden", "1")
        else:
            shape.left = Inches(-20)

    assert SECRET not in imported(make).everything


def test_spans_of_a_table_end_with_it(imported: Import) -> None:
    def make(deck: Deck) -> None:
        frame = decks.table(deck.slide(decks.ONLY_TITLE, "Shown"), [["a", "b"], ["c", "d"]])
        cell = frame.table.cell(1, 1)._tc
        cell.set("gridSpan", "100000000")
        cell.set("rowSpan", "1000000")

    made = imported(make)
    assert made.slides[0]["table"]["rows"] == [["c", "d"]]
