"""Tables, charts and pictures of a deck become those of the content, with all that they say."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

import PIL.Image
import pytest
from lxml import etree
from PIL import ImageChops
from pptx.chart.data import BubbleChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from pipeline.audit.original import proof
from tests.importing import decks
from tests.importing.conftest import Import
from tests.importing.decks import Deck
from tests.importing.diagrams import with_diagram


def test_a_table_keeps_its_cells_spans_and_names_of_rows(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Table")
        rows = [["Region", "Kind", "2024"], ["North", "Land", "1 204.5"], ["", "Sea", "87"]]
        shape = decks.described(decks.table(slide, rows), "Entries by region")
        shape.table.first_col = True
        shape.table.cell(1, 0).merge(shape.table.cell(2, 0))

    (slide,) = imported(make).slides
    assert slide["table"] == {
        "alt": "Entries by region",
        "row_headers": True,
        "numeric": [3],
        "header": ["Region", "Kind", "2024"],
        "rows": [[{"text": "North", "rows": 2}, "Land", "1 204.5"], ["Sea", "87"]],
    }


def test_groups_above_a_header_stay_groups(imported: Import) -> None:
    def make(deck: Deck) -> None:
        rows = [["", "Entries", ""], ["", "2024", "2025"], ["North", "1", "2"]]
        shape = decks.table(deck.slide(decks.ONLY_TITLE, "Groups"), rows)
        shape.table.cell(0, 1).merge(shape.table.cell(0, 2))

    (slide,) = imported(make).slides
    assert slide["table"]["groups"] == ["", {"text": "Entries", "columns": 2}]
    assert slide["table"]["header"] == ["", "2024", "2025"]


def test_a_table_of_one_row_has_an_empty_header(imported: Import) -> None:
    (slide,) = imported(
        lambda deck: decks.table(deck.slide(decks.ONLY_TITLE, "Row"), [["a", "b"]])
    ).slides
    assert (slide["table"]["header"], slide["table"]["rows"]) == (["", ""], [["a", "b"]])


def test_a_table_of_twenty_columns_becomes_several(imported: Import) -> None:
    def make(deck: Deck) -> None:
        rows = [[f"h{at}" for at in range(20)], [f"v{at}" for at in range(20)]]
        decks.table(deck.slide(decks.ONLY_TITLE, "Wide"), rows)

    made = imported(make)
    cells = [text for text in made.everything.split() if text]
    assert all(sum(f"v{at}" in cell for cell in cells) for at in range(20))
    assert made.items(why="divided")
    assert all(slide["kind"] in {"table", "mixed"} for slide in made.slides)


FORMS = [
    (XL_CHART_TYPE.COLUMN_CLUSTERED, "column", False),
    (XL_CHART_TYPE.BAR_CLUSTERED, "bar", False),
    (XL_CHART_TYPE.COLUMN_STACKED, "column", True),
    (XL_CHART_TYPE.BAR_STACKED_100, "bar", True),
    (XL_CHART_TYPE.LINE_MARKERS, "line", False),
]


@pytest.mark.parametrize(("kind", "form", "stacked"), FORMS)
def test_a_chart_of_our_forms_keeps_its_numbers(
    kind: XL_CHART_TYPE, form: str, stacked: bool, imported: Import
) -> None:
    def make(deck: Deck) -> None:
        rows = [("A", (1.5, 2.25, 3)), ("B", (4, None, 6.1))]
        decks.chart(deck.slide(decks.ONLY_TITLE, "Chart"), kind, ["Jan", "Feb", "Mar"], rows)

    (slide,) = imported(make).slides
    chart = slide["chart"]
    assert (chart["form"], chart.get("stacked", False)) == (form, stacked)
    assert chart["categories"] == ["Jan", "Feb", "Mar"]
    assert {row["name"]: row["values"] for row in chart["series"]} == {
        "A": ["1.5", "2.25", "3"], "B": ["4", "n/a", "6.1"]
    }  # fmt: skip


def test_points_have_their_places_across(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Points")
        rows = [("A", ((1, 2), (3.5, 4))), ("B", ((0, 1), (2, 0.5)))]
        decks.points(slide, XL_CHART_TYPE.XY_SCATTER, rows)

    (slide,) = imported(make).slides
    assert slide["chart"]["form"] == "scatter"
    assert slide["chart"]["series"] == [
        {"name": "A", "x": ["1", "3.5"], "values": ["2", "4"]},
        {"name": "B", "x": ["0", "2"], "values": ["1", "0.5"]},
    ]


def test_points_that_only_another_series_has_are_none(imported: Import) -> None:
    def make(deck: Deck) -> None:
        rows = [("A", ((1, 2), (3.5, 4), (5, 6)))]
        frame = decks.points(deck.slide(decks.ONLY_TITLE, "Points"), XL_CHART_TYPE.XY_SCATTER, rows)
        for last in frame.chart._chartSpace.xpath(".//c:numCache/c:pt[@idx='2']"):
            last.getparent().remove(last)

    (slide,) = imported(make).slides
    assert slide["chart"]["series"] == [{"name": "A", "x": ["1", "3.5"], "values": ["2", "4"]}]


@pytest.mark.parametrize(("last", "form"), [(4.0, "area"), (None, "line")])
def test_areas_are_areas_unless_they_have_gaps(
    last: float | None, form: str, imported: Import
) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Areas")
        decks.chart(slide, XL_CHART_TYPE.AREA, ["x", "y"], [("A", (1, 2)), ("B", (3, last))])

    (slide,) = imported(make).slides
    assert slide["chart"]["form"] == form


def test_lines_over_columns_stay_one_chart(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Both")
        rows = [("A", (1, 2)), ("B", (3, 4))]
        frame = decks.chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, ["x", "y"], rows)
        columns = frame.chart._chartSpace.xpath(".//c:barChart")[0]
        lines = etree.fromstring(
            f'<c:lineChart xmlns:c="{decks.C}"><c:grouping val="standard"/>'
            '<c:axId val="7"/><c:axId val="8"/></c:lineChart>'
        )
        lines.insert(1, columns.xpath("c:ser")[1])
        columns.addnext(lines)

    (slide,) = imported(make).slides
    assert slide["chart"]["form"] == "column"
    assert slide["chart"]["series"] == [
        {"name": "A", "values": ["1", "2"]},
        {"name": "B", "form": "line", "axis": "right", "values": ["3", "4"]},
    ]


def test_a_radar_is_drawn_as_lines_and_told(imported: Import) -> None:
    def make(deck: Deck) -> None:
        rows = [("A", (1, 2.5)), ("B", (3.125, 4))]
        slide = deck.slide(decks.ONLY_TITLE, "Radar")
        decks.chart(slide, XL_CHART_TYPE.RADAR, ["x", "y"], rows)

    made = imported(make)
    (slide,) = made.slides
    assert slide["chart"]["form"] == "line"
    assert [row["values"] for row in slide["chart"]["series"]] == [["1", "2.5"], ["3.125", "4"]]
    assert made.items(why="as-line")


def test_bubbles_are_points_beside_a_table_of_their_sizes(imported: Import) -> None:
    def make(deck: Deck) -> None:
        data = BubbleChartData()
        pairs = (("A", ((1, 2, 30), (3, 4, 50))), ("B", ((5, 6, 70),)), ("C", ((7, 8, 90),)))
        for name, rows in pairs:
            series = data.add_series(name)
            for row in rows:
                series.add_data_point(*row)
        slide = deck.slide(decks.ONLY_TITLE, "Bubbles")
        place = [decks.Inches(side) for side in (1, 2, 6, 4)]
        slide.shapes.add_chart(XL_CHART_TYPE.BUBBLE, *place, data)

    (slide,) = imported(make).slides
    points, sizes = (figure.popitem()[1] for figure in slide["figures"])
    assert (points["form"], points["series"][0]["values"]) == ("scatter", ["2", "4"])
    assert sizes["header"] == ["", "A", "B", "C"]
    assert sizes["rows"] == [["1", "30", "70", "90"], ["2", "50", "", ""]]


def _two_plots(second: str) -> Callable[[Deck], None]:
    """Return a deck of a chart in which an area stands under another form."""

    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Both")
        rows = [("A", (1, 2)), ("B", (3, 4))]
        frame = decks.chart(slide, XL_CHART_TYPE.AREA, ["x", "y"], rows)
        areas = frame.chart._chartSpace.xpath(".//c:areaChart")[0]
        other = etree.fromstring(
            f'<c:{second} xmlns:c="{decks.C}"><c:grouping val="standard"/></c:{second}>'
        )
        other.insert(1, areas.xpath("c:ser")[1])
        for axis in areas.xpath("c:axId"):
            other.append(etree.fromstring(etree.tostring(axis)))
        areas.addnext(other)

    return make


@pytest.mark.parametrize("second", ["barChart", "lineChart"])
def test_forms_that_stand_over_each_other_stay_one_chart(second: str, imported: Import) -> None:
    made = imported(_two_plots(second))
    (slide,) = made.slides
    assert slide["chart"]["form"] == "line"
    assert [row["values"] for row in slide["chart"]["series"]] == [["1", "2"], ["3", "4"]]
    assert made.items(why="as-line")


def test_dates_are_days_and_titles_of_axes_are_words(imported: Import) -> None:
    def make(deck: Deck) -> None:
        days = [datetime.date(2024, 1, 31), datetime.date(2024, 2, 29)]
        frame = decks.chart(
            deck.slide(decks.ONLY_TITLE, "Days"), XL_CHART_TYPE.LINE, days, [("A", (1, 2))], "0.00"
        )
        frame.chart.value_axis.axis_title.text_frame.text = "Thousands"
        frame.chart.category_axis.axis_title.text_frame.text = "End of month"
        frame.chart.has_title = True
        frame.chart.chart_title.text_frame.text = "Entries"

    (slide,) = imported(make).slides
    chart = slide["chart"]
    assert chart["categories"] == ["2024-01-31", "2024-02-29"]
    assert (chart["unit"], slide["remark"], slide["lead"]) == (
        "Thousands", "End of month", ["Entries"]
    )  # fmt: skip


def test_a_chart_without_a_copy_of_its_numbers_has_those_of_its_workbook(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Workbook")
        frame = decks.chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, ["x", "y"], [("A", (1, 2.5))])
        space = frame.chart._chartSpace
        for name in ("strCache", "numCache"):
            for cache in list(space.iter(f"{{{decks.C}}}{name}")):
                cache.getparent().remove(cache)

    (slide,) = imported(make).slides
    assert slide["chart"]["categories"] == ["x", "y"]
    assert slide["chart"]["series"] == [{"name": "A", "values": ["1", "2.5"]}]


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (("2,0", "1,0", "0,0"), False),  # marks of an axis
        (("1,0", "2,50"), False),  # numbers of the chart
        (("2,0", "1,7", "0,0"), True),  # no steps of one length
        (("2,0", "1,0 km", "0,0"), True),
    ],
)
def test_numbers_laid_over_a_chart_are_its_own_or_content(
    texts: tuple[str, ...], kept: bool, imported: Import
) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Marks")
        chart = decks.chart(slide, XL_CHART_TYPE.LINE, ["x", "y"], [("A", (1, 2.5))])
        decks.described(chart, "Numbers")
        for at, text in enumerate(texts):
            decks.box(slide, (1.1, 2.3 + at, 0.5, 0.3), text)

    made = imported(make)
    told = {row["text"] for row in made.items(why="chart-label")}
    (slide,) = made.slides
    left = "points" in slide or "lead" in slide
    assert left is kept
    assert (told == set(texts)) is not kept


C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"


def test_labels_from_cells_units_of_axes_and_names_of_trend_lines_are_told(
    imported: Import,
) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Remarks")
        frame = decks.chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, ["x", "y"], [("A", (1, 2))])
        space = frame.chart._chartSpace
        series = space.xpath(".//c:ser")[0]
        series.insert(2, etree.fromstring(
            f"<c:trendline xmlns:c='{decks.C}'><c:name>Long run</c:name>"
            "<c:trendlineType val='linear'/></c:trendline>"
        ))  # fmt: skip
        series.append(etree.fromstring(
            f"<c:extLst xmlns:c='{decks.C}'><c:ext uri='{{02D57815-91ED-43cb-92C2-25804820EDAC}}'>"
            f"<c15:datalabelsRange xmlns:c15='{C15}'><c15:f>S!$A$1</c15:f><c15:dlblRangeCache>"
            "<c:ptCount val='1'/><c:pt idx='0'><c:v>from a cell</c:v></c:pt>"
            "</c15:dlblRangeCache></c15:datalabelsRange></c:ext></c:extLst>"
        ))  # fmt: skip
        space.xpath(".//c:valAx")[0].append(etree.fromstring(
            f"<c:dispUnits xmlns:c='{decks.C}'><c:builtInUnit val='millions'/></c:dispUnits>"
        ))  # fmt: skip

    made = imported(make)
    assert {row["text"] for row in made.items(fate="left-out", what="paragraph")} == {
        "Long run", "from a cell"
    }  # fmt: skip
    (unit,) = made.items(why="axis-unit")
    assert "millions" in unit["words"]
    assert made.slides[0]["chart"]["series"] == [{"name": "A", "values": ["1", "2"]}]
    data = (made.folder.parent / "given.pptx").read_bytes()
    assert [*proof.findings(data, "given.pptx", made.folder)] == []


def pixels(made: io.BytesIO | bytes) -> PIL.Image.Image:
    stream = io.BytesIO(made) if isinstance(made, bytes) else made
    return PIL.Image.open(stream).convert("RGB")


def halves(left: str, right: str, kind: str = "PNG", **extra: object) -> io.BytesIO:
    picture = PIL.Image.new("RGB", (40, 20), left)
    picture.paste(PIL.Image.new("RGB", (20, 20), right), (20, 0))
    stream = io.BytesIO()
    picture.save(stream, kind, **extra)
    stream.seek(0)
    return stream


def test_pixels_that_were_cropped_stay_behind(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Cropped")
        shape = slide.shapes.add_picture(halves("red", "blue"), 0, Inches(2))
        decks.described(shape, "A red field").crop_right = 0.5

    made = imported(make)
    (slide,) = made.slides
    assert slide["image"]["alt"] == "A red field"
    seen = pixels((made.folder / "media" / slide["image"]["file"]).read_bytes())
    assert seen.size == (20, 20)
    assert seen.getcolors() == [(400, (255, 0, 0))]
    assert made.items(why="cropped")


def test_what_else_a_picture_s_file_says_stays_behind(imported: Import) -> None:
    exif = PIL.Image.Exif()
    exif[0x010E] = "taken at the secret place"
    secret = halves("red", "blue", "JPEG", exif=exif).getvalue() + b"and more secret behind it"

    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Picture")
        slide.shapes.add_picture(io.BytesIO(secret), 0, Inches(2))

    made = imported(make)
    data = (made.folder / "media" / made.slides[0]["image"]["file"]).read_bytes()
    assert pixels(data).size == (40, 20)
    assert b"secret" not in data


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_other_pictures_become_png(kind: str, imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Picture")
        slide.shapes.add_picture(halves("red", "blue", kind), 0, Inches(2))

    made = imported(make)
    (name,) = (path.name for path in (made.folder / "media").iterdir())
    assert name.endswith(".png")


def test_a_diagram_is_a_nested_list(imported: Import) -> None:
    deck = Deck()
    deck.slide(decks.ONLY_TITLE, "Diagram")
    data = with_diagram(deck.data(), [(0, "Root"), (1, "First"), (1, "Second"), (2, "Below")])
    (slide,) = imported(data).slides
    assert slide["points"] == [
        {"text": "Root", "points": ["First", {"text": "Second", "points": ["Below"]}]}
    ]


def test_no_slide_with_a_figure_is_a_mere_list(imported: Import) -> None:
    def make(deck: Deck) -> None:
        for count in (1, 2, 3, 5):
            slide = deck.slide(decks.BULLETS, f"Figures {count}")
            decks.listed(slide.placeholders[1], [(0, "a point"), (1, "below it")] * count)
            for at in range(count):
                slide.shapes.add_picture(halves("red", "blue"), Inches(at), Inches(5))
            decks.table(slide, [["a", "b"], ["1", "2"]], top=6)

    made = imported(make)
    for slide in made.report["slides"]:
        kinds = {row["kind"] for row in slide["became"]}
        assert kinds - {"bullets"}, slide


def test_a_progressive_jpeg_is_whole(imported: Import) -> None:
    noise = PIL.Image.effect_noise((80, 60), 60).convert("RGB")
    stream = io.BytesIO()
    noise.save(stream, "JPEG", progressive=True, quality=90)

    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Picture")
        slide.shapes.add_picture(io.BytesIO(stream.getvalue()), 0, Inches(2))

    made = imported(make)
    kept = (made.folder / "media" / made.slides[0]["image"]["file"]).read_bytes()
    apart = ImageChops.difference(pixels(kept), pixels(stream.getvalue()))
    assert max(high for _, high in apart.getextrema()) < 16


def test_pixels_beyond_an_outline_are_white(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Outline")
        shape = slide.shapes.add_picture(decks.picture("red", (100, 100)), 0, Inches(2))
        shape._element.xpath(".//a:prstGeom")[0].set("prst", "star5")

    made = imported(make)
    seen = pixels((made.folder / "media" / made.slides[0]["image"]["file"]).read_bytes())
    assert seen.getpixel((2, 2)) == (255, 255, 255)
    assert seen.getpixel((50, 50)) == (255, 0, 0)
    assert made.items(why="masked")


def test_nine_pictures_stay_on_one_slide(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Pictures")
        for at in range(9):
            place = (0.4 + 1.9 * (at % 5), 2 + 2.6 * (at // 5), 1.6)
            slide.shapes.add_picture(decks.picture(), *map(decks.Inches, place))

    (slide,) = imported(make).slides
    assert (slide["kind"], len(slide["images"])) == ("images", 9)


def test_a_line_beside_each_picture_is_its_heading(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Pictures")
        for at, text in enumerate(("red one", "blue one")):
            decks.box(slide, (1, 2 + 2 * at, 1, 0.4), text)
            picture = decks.picture(text.split()[0], (60, 40))
            slide.shapes.add_picture(picture, Inches(2.2), Inches(2 + 2 * at), Inches(2), Inches(1))

    (slide,) = imported(make).slides
    assert slide["kind"] == "mixed"
    assert [figure["heading"] for figure in slide["figures"]] == ["red one", "blue one"]


def test_numbers_too_large_for_a_chart_stand_in_a_table(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Large")
        decks.chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, ["a", "b", "c"],
                    [("n", [1.5e15, 1e308, 2])])  # fmt: skip

    (slide,) = imported(make).slides
    assert slide["table"]["rows"] == [["a", "1500000000000000"], ["b", "1e+308"], ["c", "2"]]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("0%", "1234.5 as 123450%"),
        ('#,##0.0,"k"', "1234.5 as 1.2k"),
        ('"EUR "#,##0', "1234.5 as EUR 1,234"),
        ("0.00E+00", "1234.5 as 1.23E+03"),
        ("#,##0.0", ""),
        ("General", ""),
    ],
)
def test_a_format_that_shows_another_number_is_told(
    code: str, words: str, imported: Import
) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Format")
        decks.chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, ["a"], [("n", [1234.5])], code)

    made = imported(make)
    assert made.slides[0]["chart"]["series"][0]["values"] == ["1234.5"]
    told = [row["words"] for row in made.items(why="number-format", fate="changed")]
    assert told == ([f"the file's format shows {words}"] if words else [])
