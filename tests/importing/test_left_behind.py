"""G38: an import brings nothing unasked, and what was withheld in the file becomes slots."""

from __future__ import annotations

import io
import re
import zipfile

import PIL.Image
import pytest
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from tests.importing import decks
from tests.importing.conftest import Import
from tests.importing.decks import Deck
from tests.support import hostile

SECRET = "Quarkgeheim"
BLACK = "|<a:highlight><a:srgbClr val='000000'/></a:highlight>"
WHITE = "|<a:solidFill><a:srgbClr val='FFFFFF'/></a:solidFill>"


def hidden_slide(deck: Deck) -> None:
    deck.slide(decks.BULLETS, SECRET)._element.set("show", "0")
    deck.slide(decks.ONLY_TITLE, "Shown")


def hidden_shape(deck: Deck) -> None:
    shape = decks.box(deck.slide(decks.ONLY_TITLE, "Shown"), (1, 2, 3, 1), SECRET)
    shape._element.xpath(".//p:cNvPr")[0].set("hidden", "1")


def beside_the_slide(deck: Deck) -> None:
    decks.box(deck.slide(decks.ONLY_TITLE, "Shown"), (20, 2, 3, 1), SECRET)


def too_small(deck: Deck) -> None:
    shape = decks.box(deck.slide(decks.ONLY_TITLE, "Shown"), (1, 2, 3, 1), "seen")
    decks.runs(shape.text_frame.add_paragraph(), (SECRET, 'sz="100"'))


def white_on_white(deck: Deck) -> None:
    shape = decks.box(deck.slide(decks.ONLY_TITLE, "Shown"), (1, 2, 3, 1), "seen")
    decks.runs(shape.text_frame.add_paragraph(), (SECRET, WHITE))


def properties(deck: Deck) -> None:
    deck.slide(decks.ONLY_TITLE, "Shown")
    deck.file.core_properties.author = SECRET
    deck.file.core_properties.title = SECRET


def beneath_a_merged_cell(deck: Deck) -> None:
    rows = [["a", "b"], ["c", SECRET]]
    table = decks.table(deck.slide(decks.ONLY_TITLE, "Shown"), rows).table
    table.cell(1, 0).merge(table.cell(1, 1))
    table.cell(1, 0).text = "c"
    covered = table._tbl.tr_lst[1].tc_lst[1]
    covered.get_or_add_txBody().p_lst[0].add_r(SECRET)


def in_the_workbook_alone(deck: Deck) -> None:
    slide = deck.slide(decks.ONLY_TITLE, "Shown")
    frame = decks.chart(
        slide, XL_CHART_TYPE.COLUMN_CLUSTERED, ["x", "y"], [("A", (1, 2)), (SECRET, (3, 4))]
    )
    series = frame.chart._chartSpace.xpath(".//c:ser")[1]
    series.getparent().remove(series)


def in_a_hidden_row_of_the_workbook(deck: Deck) -> None:
    slide = deck.slide(decks.ONLY_TITLE, "Shown")
    frame = decks.chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, ["x", SECRET], [("A", (1, 2))])
    for name in ("strCache", "numCache"):
        for cache in list(frame.chart._chartSpace.iter(f"{{{decks.C}}}{name}")):
            cache.getparent().remove(cache)
    part = frame.chart.part.chart_workbook.xlsx_part
    part._blob = with_hidden_row(part.blob, 3)


def with_hidden_row(book: bytes, number: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                mark = f'<row r="{number}"'.encode()
                assert mark in data
                data = data.replace(mark, mark + b' hidden="1"')
            new.writestr(name, data)
    return made.getvalue()


def white_title_of_a_chart(deck: Deck) -> None:
    slide = deck.slide(decks.ONLY_TITLE, "Shown")
    frame = decks.chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, ["x", "y"], [("A", (1, 2))])
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = SECRET
    run = frame.chart.chart_title.text_frame.paragraphs[0].runs[0]
    run.font.color.rgb = RGBColor(255, 255, 255)


HIDDEN = [hidden_slide, hidden_shape, beside_the_slide, too_small, white_on_white, properties,
          beneath_a_merged_cell, in_the_workbook_alone, in_a_hidden_row_of_the_workbook,
          white_title_of_a_chart]  # fmt: skip


@pytest.mark.parametrize("make", HIDDEN, ids=lambda make: make.__name__)
def test_g38_what_is_hidden_stays_behind_and_is_not_quoted(make: object, imported: Import) -> None:
    made = imported(make)
    assert SECRET not in made.everything
    assert "Shown" in made.everything
    if make is not in_the_workbook_alone:
        assert made.items(fate="left-out")


def test_hidden_slides_are_taken_when_they_are_asked_for(imported: Import) -> None:
    made = imported(hidden_slide, hidden=True)
    assert [slide["title"] for slide in made.slides] == [SECRET, "Shown"]


def test_g38_comments_are_counted_and_not_quoted(imported: Import) -> None:
    deck = Deck()
    deck.slide(decks.ONLY_TITLE, "Shown")
    comments = (
        f'<p:cmLst {decks.NAMES}><p:cm authorId="0" idx="1"><p:pos x="1" y="1"/>'
        f"<p:text>{SECRET} and more</p:text></p:cm></p:cmLst>"
    ).encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    row = f'<Relationship Id="rId9" Type="{kind}" Target="../comments/c1.xml"/></Relationships>'
    with zipfile.ZipFile(io.BytesIO(deck.data())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "ppt/slides/_rels/slide1.xml.rels"
    members[name] = members[name].replace(b"</Relationships>", row.encode())
    members["ppt/comments/c1.xml"] = comments
    made = imported(hostile.zipped([*members.items()]))
    assert SECRET not in made.everything
    (told,) = made.items(what="comment")
    assert told["words"] == "comments: 1, with 3 words"


MARKERS = ["[REDACTED]", "[ … deleted … ]", "[Text removed]", "Text removed",
           "NOT ACCESSIBLE TO THE PUBLIC", "DELETED", "[deleted]", "████ ███"]  # fmt: skip


@pytest.mark.parametrize("marker", MARKERS)
def test_a_printed_marker_becomes_a_slot_without_ground(marker: str, imported: Import) -> None:
    def make(deck: Deck) -> None:
        deck.slide(decks.BULLETS, "Talks").placeholders[1].text = f"Talks with {marker} go on"

    made = imported(make)
    assert made.slides[0]["points"] == ["Talks with [[withheld-1]] go on"]
    assert made.slots == ["withheld-1"]
    assert [row["fate"] for row in made.items(why="marker")] == ["to-withhold"]
    places = [row["place"] for row in made.report["to_write"]]
    assert "slots/withheld-1/grounds" in places


def test_a_word_that_only_reads_like_a_marker_stays(imported: Import) -> None:
    def make(deck: Deck) -> None:
        frame = deck.slide(decks.BULLETS, "DELETED FILES").placeholders[1].text_frame
        frame.text = "the text removed by delegations was deleted"

    made = imported(make)
    assert made.slides[0]["title"] == "DELETED FILES"
    assert made.slides[0]["points"] == ["the text removed by delegations was deleted"]


def test_words_highlighted_in_black_are_not_taken(imported: Import) -> None:
    def make(deck: Deck) -> None:
        frame = deck.slide(decks.BULLETS, "Talks").placeholders[1].text_frame
        decks.runs(frame.paragraphs[0], ("with ", ""), (SECRET, BLACK))

    made = imported(make)
    assert SECRET not in made.everything
    assert made.slides[0]["points"] == ["with [[withheld-1]]"]


def test_the_line_under_a_black_box_is_not_taken_and_its_neighbours_are(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Covered")
        shape = decks.box(slide, (1, 2, 6, 1.2))
        for index, text in enumerate(("first", f"{SECRET} line", "third")):
            frame = shape.text_frame
            paragraph = frame.paragraphs[0] if not index else frame.add_paragraph()
            decks.runs(paragraph, (text, 'sz="1800"'))
        decks.filled(slide, (1, 2.35, 6, 0.3))

    made = imported(make)
    assert SECRET not in made.everything
    assert made.slides[0]["lines" if "lines" in made.slides[0] else "points"] == [
        "first", "[[withheld-1]]", "third"
    ]  # fmt: skip


def test_cells_and_charts_under_a_black_box_are_not_taken(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Table")
        decks.table(slide, [["a", "b"], [SECRET, "seen"], ["c", "d"]], top=2)
        decks.filled(slide, (0.5, 2.45, 4, 0.3))
        slide = deck.slide(decks.ONLY_TITLE, "Chart")
        decks.chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, [SECRET, "y"], [("A", (1, 9487))])
        decks.filled(slide, (2, 3, 2, 1))

    made = imported(make)
    assert SECRET not in made.everything
    assert "9487" not in made.everything
    assert made.slides[0]["table"]["rows"][0] == ["[[withheld-1]]", "seen"]
    assert made.slides[1]["chart"] == {"withheld": "withheld-2"}


def test_pixels_under_a_black_box_are_black(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Picture")
        picture = decks.picture("red", (100, 100))
        slide.shapes.add_picture(picture, Inches(1), Inches(2), Inches(4), Inches(4))
        decks.filled(slide, (1, 2, 2, 4))

    made = imported(make)
    (path,) = (made.folder / "media").iterdir()
    colours = PIL.Image.open(path).convert("RGB").getcolors()
    assert sorted(colours or []) == [(5000, (0, 0, 0)), (5000, (255, 0, 0))]


def test_a_box_behind_words_hides_nothing(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Banner")
        decks.filled(slide, (1, 2, 6, 1))
        shape = decks.box(slide, (1, 2, 6, 1))
        decks.runs(shape.text_frame.paragraphs[0], ("white on black", f"{WHITE}"))

    made = imported(make)
    assert "white on black" in str(made.slides)
    assert not made.slots


#: Where a code of the report stands in the code: behind what it is about.
_CODE = re.compile(
    r'(?:Told|tell|leave|_leave|change|_left)\(\s*(?:[\w.]+, )?(?:"[a-z-]+", )?"([a-z0-9-]+)"[,)]'
)


def test_every_code_of_the_report_stands_in_the_manual() -> None:
    folder = decks.ROOT / "pipeline" / "importing"
    text = "\n".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    manual = (decks.ROOT / "docs" / "importing.md").read_text("utf-8")
    named = set(_CODE.findall(text))
    assert len(named) > 20
    assert sorted(code for code in named if f"`{code}`" not in manual) == []
