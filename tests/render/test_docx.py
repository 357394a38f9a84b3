"""The working document, read back as a package: by python-docx, zipfile and lxml."""

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from lxml import etree

from pipeline.design import theme
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Card,
    Cards,
    Cell,
    Item,
    Map,
    MapCategory,
    Paragraph,
    Table,
    Timeline,
    TimelinePoint,
    Withheld,
)
from pipeline.edition.cover import Cover, CoverRow
from pipeline.edition.edition import Edition, to_json
from pipeline.edition.runs import MarkerRun, NoteRun, Runs, TextRun
from pipeline.edition.slide import Slide
from pipeline.edition.table_of_contents import heading_levels
from pipeline.layout import fit
from pipeline.render.docx import render
from pipeline.resources import covers
from pipeline.resources.labels import locale

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {
    "w": W[1:-1],
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}
THEME = theme.load()
MARKER = MarkerRun(text="[REDACTED]", spoken="redacted: x", number=1, grounds=("personal-data",))
NOTE = NoteRun(mark="*", index=0)

PARTS = {
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/app.xml",
    "docProps/core.xml",
    "word/_rels/document.xml.rels",
    "word/_rels/footnotes.xml.rels",
    "word/document.xml",
    "word/fontTable.xml",
    "word/footer1.xml",
    "word/footer2.xml",
    "word/footer3.xml",
    "word/footnotes.xml",
    "word/header1.xml",
    "word/header2.xml",
    "word/header3.xml",
    "word/numbering.xml",
    "word/settings.xml",
    "word/styles.xml",
    "word/theme/theme1.xml",
}


def words(text: str, **look: object) -> Runs:
    return (TextRun(text=text, **look),)


def items(*texts: str) -> tuple[Item, ...]:
    return tuple(Item(runs=words(text)) for text in texts)


def slide(*blocks: Block, **fields: object) -> Slide:
    return Slide(
        **{"number": 1, "layout": "text", "title": words("A title"), **fields}, blocks=blocks
    )


COVER = Cover(
    head=covers.forms()["note"].head,
    institution="Council of the European Union",
    secretariat="General Secretariat",
    place_date="Brussels, 7 February 2020",
    original="(OR. en)",
    stamp="DOCUMENT PARTIALLY ACCESSIBLE TO THE PUBLIC (01.03.2020)",
    number="14374/17",
    file=("Interinstitutional File: 2017/0003 (COD)",),
    marking="LIMITE",
    codes=("MIGR 43", "JAI 12"),
    disclaimer="A disclaimer.",
    document_type="NOTE",
    rows=(
        CoverRow(label="From:", lines=(words("Presidency"),)),
        CoverRow(label="To:", lines=(words("A committee"), words("The Council"))),
    ),
    lead_in=words("Delegations will find a text."),
    enclosure_author=words("ANNEX"),
    notices=("A notice.",),
    justifications="Justifications for redactions: x",
)

MAP = Map(
    view="world",
    inset="europe",
    alt='One "state" & another',
    categories=(
        MapCategory(label=words("An area"), fill="area", states=("FRA",)),
        MapCategory(label=words("A mandate"), fill="hatched", states=()),
        MapCategory(label=(), fill="partner", states=("CAN",)),
    ),
)

TABLE = Table(
    alt="Numbers by state",
    rows=(
        (
            Cell(runs=words("State"), header="column"),
            Cell(runs=words("Number"), header="column", numeric=True),
        ),
        (Cell(runs=words("A"), header="row"), Cell(runs=words("1"), numeric=True)),
        (Cell(runs=words("B"), header="row"), Cell(runs=words("2"), numeric=True)),
    ),
)

EVERYTHING = (
    Slide(
        number=1,
        layout="title",
        overline=(words("AN AGENCY"),),
        title=words("Στρατηγική"),
        blocks=(Paragraph(style="row", runs=(MARKER,)),),
    ),
    slide(Paragraph(style="lead", runs=words("A lead")), TABLE, TABLE, number=2),
    slide(
        BulletList(
            items=(Item(runs=words("one"), items=(Item(runs=words("two"), items=items("three")),)),)
        ),
        number=3,
        layout="section",
        numeral="I.",
        title=words("A part"),
    ),
    slide(
        Paragraph(
            runs=(
                *words("Plain "),
                *words("strong", strong=True),
                *words(" hidden", withheld=True),
                *words(" link", href="https://europa.eu/?a=1&b=2"),
                NOTE,
                *words(" again"),
                NOTE,
            )
        ),
        Withheld(marker=MARKER),
        Withheld(marker=MARKER),
        number=4,
        subtitle=words("A subtitle"),
        footnotes=((*words("* See "), *words("there", href="https://example.org"), *words(".")),),
    ),
    slide(
        Paragraph(style="lead", runs=words("Names")),
        BulletList(items=(*items("c1", "c2"), Item(runs=(*words("c3"), NOTE))), columns=2),
        MAP,
        number=5,
        layout="text-figure",
        footnotes=(words("(* A note.)"),),
    ),
    slide(BulletList(items=items("d1", "d2", "d3", "d4"), columns=2), number=6),
    slide(
        Cards(
            columns=2,
            cards=tuple(Card(number=n, heading=words(f"H{n}"), text=words(f"T{n}")) for n in "123"),
        ),
        Timeline(points=(TimelinePoint(label=words("2019"), text=words("begun")),) * 2),
        number=7,
    ),
    Slide(
        number=8,
        layout="closing",
        overline=(words("AN"), words("AGENCY")),
        title=words("Thanks"),
        blocks=(),
    ),
)


def edition(*slides: Slide, **fields: object) -> Edition:
    given = {
        "dossier": "small",
        "audience": "public",
        "language": "en",
        "reference": "14374/17",
        "file_stem": "st14374.en17",
        "marking": "LIMITE",
        "date": "2020-02-07",
        "title": "Numbers & names",
        "author": "Presidency",
        "page_word": "Page",
        "slide_word": "Slide {number}",
        "notes_word": "Notes",
        "map_word": "Map",
        "footer": ("14374/17", "LIMITE", "EN"),
        "cover": COVER,
        **fields,
    }
    return fit.fit(Edition(**given, slides=slides), THEME)


def drawn(*slides: Slide, **fields: object) -> bytes:
    return render(edition(*slides, **fields), THEME)


def part(package: bytes, name: str = "word/document.xml"):
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return etree.fromstring(archive.read(name))


def text_of(element) -> str:
    return "".join(
        "\n"
        if node.tag == f"{W}br"
        else chr(int(node.get(f"{W}char"), 16))
        if node.tag == f"{W}sym"
        else node.text or ""
        for node in element.iter(f"{W}t", f"{W}br", f"{W}sym")
    )


def style_of(paragraph) -> str | None:
    found = paragraph.find("w:pPr/w:pStyle", NS)
    return None if found is None else found.get(f"{W}val")


def lines(root) -> list[tuple[str, str]]:
    return [(style_of(p), text_of(p)) for p in root.iter(f"{W}p")]


@pytest.fixture(scope="module")
def package() -> bytes:
    return drawn(*EVERYTHING)


@pytest.fixture(scope="module")
def body(package):
    return part(package)


def test_two_calls_give_the_same_bytes(package):
    assert drawn(*EVERYTHING) == package


@pytest.mark.parametrize("seed", ["1", "2"])
def test_bytes_depend_on_no_hash_seed_time_zone_or_umask(package, tmp_path, seed):
    source = tmp_path / "edition.json"
    source.write_bytes(to_json(edition(*EVERYTHING)))
    code = (
        "import os, sys; os.umask(0o077)\n"
        "from pipeline.edition.edition import from_json\n"
        "from pipeline.design import theme\n"
        "from pipeline.render.docx import render\n"
        "given = from_json(open(sys.argv[1], 'rb').read())\n"
        "sys.stdout.buffer.write(render(given, theme.load()))\n"
    )
    zone = {"1": "Asia/Tokyo", "2": "America/Lima"}[seed]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
    root = Path(theme.__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", code, source],
        env=environment,
        cwd=root,
        capture_output=True,
        check=True,
    )
    assert run.stdout == package


def test_only_known_parts_are_in_the_package(package):
    with zipfile.ZipFile(BytesIO(package)) as archive:
        feet = {f"word/footer{number + 2}.xml" for number in range(2, len(EVERYTHING) + 1)}
        assert set(archive.namelist()) == PARTS | feet
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_python_docx_opens_it(package):
    document = Document(BytesIO(package))
    assert document.paragraphs[0].text == "Council of the European Union"
    assert document.paragraphs[0].style.name == "Institution"


def test_the_cover_reads_from_top_to_bottom(body):
    cover = lines(body)[:19]
    assert cover == [
        ("Institution", "Council of the European Union"),
        ("Secretariat", "General Secretariat"),
        ("PlaceAndDate", "Brussels, 7 February 2020"),
        ("OriginalLanguage", "(OR. en)"),
        ("Stamp", "DOCUMENT PARTIALLY ACCESSIBLE TO THE PUBLIC (01.03.2020)"),
        ("DocumentNumber", "14374/17"),
        ("InterinstitutionalFile", "Interinstitutional File: 2017/0003 (COD)"),
        ("Marking", "LIMITE"),
        ("SubjectCode", "MIGR 43"),
        ("SubjectCode", "JAI 12"),
        ("Disclaimer", "A disclaimer."),
        ("DocumentType", "NOTE"),
        ("HeaderLabel", "From:"),
        ("HeaderText", "Presidency"),
        ("HeaderLabel", "To:"),
        ("HeaderText", "A committee"),
        ("HeaderText", "The Council"),
        ("LeadIn", "Delegations will find a text."),
        ("EnclosureAuthor", "ANNEX"),
    ]
    assert lines(body)[19:21] == [
        ("Notice", "A notice."),
        ("Justifications", "Justifications for redactions: x"),
    ]


def test_what_a_cover_lacks_leaves_no_paragraph():
    bare = COVER.model_copy(
        update={"original": "", "stamp": "", "file": "", "disclaimer": "", "notices": ()}
    )
    styles = {style for style, _ in lines(part(drawn(cover=bare)))}
    assert not styles & {
        "OriginalLanguage",
        "Stamp",
        "InterinstitutionalFile",
        "Disclaimer",
        "Notice",
    }


def test_the_header_table_has_row_headers_and_no_header_row(body):
    properties = body.find(".//w:tbl/w:tblPr", NS)
    look = properties.find("w:tblLook", NS)
    assert (look.get(f"{W}firstRow"), look.get(f"{W}firstColumn")) == ("0", "1")
    assert properties.find("w:tblDescription", NS).get(f"{W}val") == "From, To"
    assert body.find(".//w:tbl", NS).find(".//w:tblHeader", NS) is None


def test_slides_read_in_the_order_of_the_edition(body):
    texts = [text for _, text in lines(body)[21:] if text]
    assert texts == [
        *("AN AGENCY", "Στρατηγική", "[REDACTED]"),
        *("A title", "A lead", *("State", "Number", "A", "1", "B", "2") * 2),
        *("I. A part", "one", "two", "three"),
        *("A title\nA subtitle", "Plain strong hidden link* again*", "[REDACTED]", "[REDACTED]"),
        *("A title", "Names", "c1", "c2", "c3*", "An area", "A mandate"),
        *("A title", "d1", "d2", "d3", "d4"),
        *("A title", "1", "H1", "T1", "2", "H2", "T2", "3", "H3", "T3"),
        *("2019", "2019", "begun", "begun"),
        *("AN", "AGENCY", "Thanks"),
    ]


def test_a_marker_is_one_run_in_its_own_style(body):
    runs = [
        text_of(run)
        for run in body.iter(f"{W}r")
        if run.find("w:rPr/w:rStyle[@w:val='RedactionMarker']", NS) is not None
    ]
    assert runs == ["[REDACTED]"] * 3


def test_withheld_words_are_shown_in_their_own_style(body):
    run = body.find(".//w:rStyle[@w:val='WithheldText']", NS).getparent().getparent()
    assert text_of(run) == " hidden"


def test_runs_keep_strength_and_links(package, body):
    strong = [text_of(b.getparent().getparent()) for b in body.iter(f"{W}b")]
    assert [words for words in strong if words != "[REDACTED]"] == ["strong"]
    link = body.find(".//w:hyperlink", NS)
    relation = link.get(f"{{{NS['r']}}}id")
    targets = {
        row.get("Id"): (row.get("Target"), row.get("TargetMode"))
        for row in part(package, "word/_rels/document.xml.rels")
    }
    assert targets[relation] == ("https://europa.eu/?a=1&b=2", "External")
    assert text_of(link) == " link"


def test_line_breaks_and_tabs_become_elements():
    given = slide(Paragraph(runs=words("a\nb\tc  <d>")))
    root = part(render(edition().model_copy(update={"slides": (given,)}), THEME))
    paragraph = next(p for p in root.iter(f"{W}p") if style_of(p) == "BodyText")
    tags = [etree.QName(node).localname for node in paragraph.find("w:r", NS)]
    assert tags == ["t", "br", "t", "tab", "t"]
    assert text_of(paragraph) == "a\nbc  <d>"


def test_lists_have_levels_of_one_numbering_definition(package, body):
    found = [(style, text) for style, text in lines(body) if text in {"one", "two", "three"}]
    assert found == [("ListBullet", "one"), ("ListBullet2", "two"), ("ListBullet3", "three")]
    levels = {
        style.get(f"{W}styleId"): style.find("w:pPr/w:numPr/w:ilvl", NS).get(f"{W}val")
        for style in part(package, "word/styles.xml").iterfind("w:style", NS)
        if style.find("w:pPr/w:numPr", NS) is not None
    }
    assert levels == {"ListBullet": "0", "ListBullet2": "1", "ListBullet3": "2"}
    numbering = part(package, "word/numbering.xml")
    linked = [row.get(f"{W}val") for row in numbering.iterfind(".//w:pStyle", NS)]
    assert linked == list(levels)


def test_levels_below_the_third_stay_on_the_third():
    deep = Item(runs=words("4"))
    for text in "321":
        deep = Item(runs=words(text), items=(deep,))
    found = [
        style
        for style, text in lines(part(drawn(slide(BulletList(items=(deep,))))))
        if text in "1234" and text
    ]
    assert found == ["ListBullet", "ListBullet2", "ListBullet3", "ListBullet3"]


def test_footnotes_are_real_and_keep_their_marks(package, body):
    references = body.findall(".//w:footnoteReference", NS)
    assert [row.get(f"{W}id") for row in references] == ["1", "2"]
    assert {row.get(f"{W}customMarkFollows") for row in references} == {"1"}
    assert [text_of(row.getparent()) for row in references] == ["*", "*"]
    notes = part(package, "word/footnotes.xml").findall("w:footnote", NS)
    assert [text_of(note) for note in notes] == ["", "", "* See there.", "(* A note.)"]


def test_a_mark_at_the_start_of_a_note_has_its_own_run(package):
    note = part(package, "word/footnotes.xml").findall("w:footnote", NS)[2]
    assert text_of(note.find(".//w:r", NS)) == "*"


def test_a_link_in_a_footnote_belongs_to_the_footnotes_part(package):
    relations = part(package, "word/_rels/footnotes.xml.rels")
    assert [row.get("Target") for row in relations] == ["https://example.org"]


def test_a_second_reference_to_a_note_repeats_the_mark_only(body):
    paragraph = next(p for p in body.iter(f"{W}p") if text_of(p).startswith("Plain"))
    assert len(paragraph.findall(".//w:footnoteReference", NS)) == 1
    assert text_of(paragraph).count("*") == 2


def test_a_note_without_reference_is_not_lost():
    package = drawn(slide(Paragraph(runs=words("text")), footnotes=(words("1 Left over."),)))
    assert ("FootnoteText", "1 Left over.") in lines(part(package))


def test_numbered_marks_are_raised_and_signs_are_not():
    package = drawn(slide(Paragraph(runs=(NoteRun(mark="1", index=0), NoteRun(mark="*", index=9)))))
    styles = [row.get(f"{W}val") for row in part(package).iterfind(".//w:rStyle", NS)]
    assert styles == ["FootnoteReference", "FootnoteSign"]


def tables(body, style):
    """Return tables by their style; what only arranges has none, as Microsoft has it."""
    found = [(t, t.find("w:tblPr/w:tblStyle", NS)) for t in body.iter(f"{W}tbl")]
    return [t for t, named in found if ("" if named is None else named.get(f"{W}val")) == style]


def test_header_rows_repeat_and_rows_do_not_split(body):
    table = tables(body, "RuledTable")[0]
    rows = table.findall("w:tr", NS)
    assert [row.find("w:trPr/w:tblHeader", NS) is not None for row in rows] == [True, False, False]
    assert all(row.find("w:trPr/w:cantSplit", NS) is not None for row in rows)


def test_table_flags_tell_what_its_headers_are(body):
    properties = tables(body, "RuledTable")[0].find("w:tblPr", NS)
    look = properties.find("w:tblLook", NS)
    assert (look.get(f"{W}firstRow"), look.get(f"{W}firstColumn")) == ("1", "1")
    assert properties.find("w:tblCaption", NS).get(f"{W}val") == "A title"
    assert properties.find("w:tblDescription", NS).get(f"{W}val") == "Numbers by state"


def test_numbers_stand_right(body):
    found = [style for style, text in lines(body) if text in {"Number", "1", "2"}][:3]
    assert found == ["TableNumberHeading", "TableNumber", "TableNumber"]


def test_each_header_row_has_its_own_rule_and_the_last_the_heavy_one():
    head = tuple(Cell(runs=words(t), header="column") for t in "ab")
    data = tuple(Cell(runs=words(t)) for t in "cd")
    root = part(drawn(slide(Table(alt="x", header_rows=2, rows=(head, head, data)))))
    rows = tables(root, "RuledTable")[0].findall("w:tr", NS)
    assert root.find(".//w:tbl//w:shd", NS) is None
    below = [row.findall("w:tc/w:tcPr/w:tcBorders/w:bottom", NS) for row in rows]
    assert [{rule.get(f"{W}val") for rule in row} for row in below[:2]] == [{"nil"}, {"single"}]
    assert [{rule.get(f"{W}sz") for rule in row} for row in below[1:]] == [{"16"}, {"6"}]


def test_columns_take_the_measured_proportions():
    placed = edition(slide(TABLE)).slides[0].frames[0].columns
    grid = tables(part(drawn(slide(TABLE))), "RuledTable")[0].findall("w:tblGrid/w:gridCol", NS)
    widths = [int(column.get(f"{W}w")) for column in grid]
    assert widths[0] / sum(widths) == pytest.approx(placed[0] / sum(placed), abs=0.001)


def test_adjacent_tables_and_boxes_stay_apart(body):
    styles = [style_of(p) if p.tag == f"{W}p" else "table" for p in body.find("w:body", NS)]
    assert ("table", "table") not in list(pairwise(styles))
    boxed = [i for i, style in enumerate(styles) if style == "WithheldBlock"]
    assert styles[boxed[0] + 1 : boxed[1]] == ["AfterTable"]


def test_a_last_row_of_cards_may_be_short(body):
    cards = next(t for t in tables(body, "") if "CardHeading" in {style for style, _ in lines(t)})
    rows = cards.findall("w:tr", NS)
    assert [len(row.findall("w:tc", NS)) for row in rows] == [2, 1]
    assert rows[1].find("w:trPr/w:gridAfter", NS).get(f"{W}val") == "1"


def test_a_timelines_labels_are_its_header_row(body):
    rows = tables(body, "TimelineTable")[0].findall("w:tr", NS)
    assert [text_of(row) for row in rows] == ["20192019", "begunbegun"]
    assert [row.find("w:trPr/w:tblHeader", NS) is not None for row in rows] == [True, False]


def test_a_map_is_a_group_of_shapes_with_alternative_text(body):
    drawing = body.find(".//wp:inline/wp:docPr", NS)
    assert (drawing.get("name"), drawing.get("descr")) == ("Map", 'One "state" & another')
    names = [row.get("name") for row in body.iterfind(".//{*}wsp/{*}cNvPr")]
    assert names[:3] == ["Ground", "Seas", "Land"]
    ids = [row.get("id") for row in (*body.iterfind(".//{*}docPr"), *body.iterfind(".//{*}cNvPr"))]
    assert len(ids) == len(set(ids))


def test_a_legend_has_swatches_but_no_signs(body):
    found = [row for row in lines(body) if row[0].startswith("Legend")]
    assert found == [("LegendArea", "An area"), ("LegendHatched", "A mandate")]


@pytest.mark.parametrize("fitted", [True, False])
def test_a_map_without_inset_or_frames_is_drawn_too(fitted):
    given = slide(MAP.model_copy(update={"inset": None}), layout="text-figure")
    whole = edition(given)
    if not fitted:
        whole = whole.model_copy(update={"slides": (given,)})
    extent = part(render(whole, THEME)).find(".//wp:inline/wp:extent", NS)
    page = THEME.document_slide
    assert 0 < int(extent.get("cx")) / 12700 <= page.width - page.margin[1] - page.margin[3]
    assert 60 < int(extent.get("cy")) / 12700 < page.height - page.margin[0] - page.margin[2]


def test_text_beside_a_figure_needs_no_list():
    root = part(drawn(slide(Paragraph(runs=words("beside")), TABLE, MAP, layout="text-figure")))
    cells = tables(root, "")[0].find("w:tr", NS).findall("w:tc", NS)
    assert "beside" in text_of(cells[0])
    assert cells[1].find(".//wp:inline", NS) is not None


def test_columns_flow_in_a_section_unless_a_footnote_is_on_the_page(body):
    columns = [row.get(f"{W}num") for row in body.iterfind(".//w:sectPr/w:cols", NS)]
    assert [number for number in columns if number] == ["2"]
    assert len(columns) == len(EVERYTHING) + 3  # the cover; what stands above and below columns
    with_note = BulletList(items=(*items("a", "b"), Item(runs=(NOTE,))), columns=3)
    root = part(drawn(slide(with_note, footnotes=(words("* n"),))))
    assert len(tables(root, "")[0].findall(".//w:tc", NS)) == 3


@pytest.mark.parametrize("last", [TABLE, BulletList(items=items("a", "b"), columns=2)])
def test_the_last_section_ends_with_a_paragraph(last):
    children = list(part(drawn(slide(last))).find("w:body", NS))
    assert children[-1].tag == f"{W}sectPr"
    assert style_of(children[-2]) == "AfterTable"


def test_columns_may_follow_a_table():
    root = part(drawn(slide(TABLE, BulletList(items=items("a", "b"), columns=2))))
    assert [row.get(f"{W}num") for row in root.iterfind(".//w:cols", NS)] == [None, None, "2", None]


def test_the_cover_is_portrait_and_slides_are_landscape(package):
    sections = Document(BytesIO(package)).sections
    assert sections[0].orientation == WD_ORIENT.PORTRAIT
    assert {section.orientation for section in list(sections)[1:]} == {WD_ORIENT.LANDSCAPE}
    assert sections[1].page_width > sections[1].page_height


def test_a_document_without_slides_is_a_cover_only():
    sections = Document(BytesIO(drawn())).sections
    assert [section.orientation for section in sections] == [WD_ORIENT.PORTRAIT]


@pytest.mark.parametrize(
    ("name", "style", "page"),
    [
        ("footer1", "Footer", "Page 2"),
        ("footer2", "SlideFooter", "Slide 1 | Page 2"),
        ("footer4", "SlideFooter", "Slide 2 | Page 3"),
        ("footer3", "Footer", "Page 1"),
    ],
)
def test_footers_hold_number_marking_language_and_a_filled_field(package, name, style, page):
    root = part(package, f"word/{name}.xml")
    assert lines(root) == [(style, f"14374/17LIMITEEN  {page}")]
    fields = [row.text.strip() for row in root.iter(f"{W}instrText")]
    assert fields == ["PAGE"]
    assert root.find(".//w:fldChar[@w:dirty]", NS) is None
    assert [text_of(row.getparent().getparent()) for row in root.iter(f"{W}b")] == ["LIMITE"]
    assert len(root.findall(".//w:tab", NS)) == 2


def test_the_number_heads_the_upright_pages_after_the_cover_and_no_slide(package):
    cover, *rest = Document(BytesIO(package)).sections
    assert cover.different_first_page_header_footer
    assert "".join(row.text for row in cover.first_page_header.paragraphs) == ""
    assert cover.first_page_footer.paragraphs[0].text.startswith("14374/17\tLIMITE\tEN")
    assert [row.text for row in cover.header.paragraphs] == ["14374/17"]
    for section in rest:
        assert not section.different_first_page_header_footer
        assert not section.header.is_linked_to_previous
        assert [row.text for row in section.header.paragraphs] == [""]


def test_the_opening_and_the_closing_slide_stand_lower_beside_a_band(body):
    sections = body.findall(".//w:sectPr", NS)
    bands = [row.find("w:pgBorders/w:left", NS) is not None for row in sections]
    assert bands == [False, True, *[False] * (len(bands) - 3), True]
    tops = {row.find("w:pgMar", NS).get(f"{W}top") for row in sections}
    assert len(tops) == 3


def test_a_list_in_columns_may_stand_on_an_opening_slide():
    columned = BulletList(items=items("a", "b"), columns=2)
    root = part(drawn(slide(columned, layout="title", overline=(words("x"),)), slide(number=2)))
    bands = [row.find("w:pgBorders", NS) is not None for row in root.iterfind(".//w:sectPr", NS)]
    assert bands[0] is False
    assert bands[-1] is False
    assert all(bands[1:-1])


@pytest.mark.parametrize("title", ["", "Contents"])
def test_opening_asks_for_no_update(title):
    package = drawn(*EVERYTHING, contents_title=title)
    assert part(package, "word/settings.xml").find("w:updateFields", NS) is None
    assert part(package).find(".//w:fldChar[@w:dirty]", NS) is None


ENTRIES = [
    ("TOC1", "Στρατηγική", "1"),
    ("TOC1", "A title", "2"),
    ("TOC1", "I. A part", "3"),
    ("TOC2", "A title A subtitle", "4"),
    ("TOC2", "A title", "5"),
    ("TOC2", "A title", "6"),
    ("TOC2", "A title", "7"),
    ("TOC1", "Thanks", "8"),
]


@pytest.fixture(scope="module")
def with_contents() -> bytes:
    return drawn(*EVERYTHING, contents_title="Contents")


def test_the_contents_are_filled_with_the_numbers_of_the_slides(with_contents):
    root = part(with_contents)
    rows = [p for p in root.iter(f"{W}p") if (style_of(p) or "").startswith("TOC")]
    assert (style_of(rows[0]), text_of(rows[0])) == ("TOCHeading", "Contents")
    found = []
    for row in rows[1:]:
        runs = list(row.iter(f"{W}r"))
        texts = [text_of(run) for run in runs]
        tab = [run.find("w:tab", NS) is not None for run in runs].index(True)
        found.append((style_of(row), "".join(texts[:tab]), "".join(texts[tab:])))
    assert found == ENTRIES
    assert lines(part(with_contents, "word/footer2.xml"))[0][1].endswith("EN  Slide 1 | Page 3")


def test_the_contents_are_one_field_whose_entries_lead_to_the_headings(with_contents):
    root = part(with_contents)
    written = [row.text.strip() for row in root.iter(f"{W}instrText")]
    markers = written.count("FORMTEXT")
    fields = [one for one in written if one != "FORMTEXT"]
    names = [f"_Toc{number:09d}" for number in range(1, 9)]
    assert fields == ['TOC \\o "1-2" \\h \\z \\u']
    kinds = [row.get(f"{W}fldCharType") for row in root.iter(f"{W}fldChar")]
    assert sorted(kinds) == sorted(["begin", "separate", "end"] * (1 + markers))
    assert next(root.iter(f"{W}fldChar")).get(f"{W}fldLock") == "1"
    assert [
        row.get(f"{W}anchor") for row in root.iterfind(".//w:hyperlink[@w:anchor]", NS)
    ] == names
    marked = {
        p.find("w:bookmarkStart", NS).get(f"{W}name"): style_of(p)
        for p in root.iter(f"{W}p")
        if p.find("w:bookmarkStart", NS) is not None
    }
    assert list(marked) == names
    assert {name[:-1] for name in marked.values()} == {"Heading"}


def test_a_marker_in_a_title_is_a_marker_in_the_contents():
    titles = (slide(title=(*words("a "), MARKER, NOTE), footnotes=(words("* n"),)),)
    root = part(drawn(*titles, contents_title="Contents"))
    row = next(p for p in root.iter(f"{W}p") if style_of(p) == "TOC1")
    assert row.find(".//w:rStyle[@w:val='RedactionMarker']", NS) is not None
    assert len(root.findall(".//w:footnoteReference", NS)) == 1


def test_contents_of_many_slides_take_several_pages_and_count_them():
    deck = [slide(number=number, title=words("long title " * 8)) for number in range(1, 61)]
    package = drawn(*deck, contents_title="Contents")
    rows = [p for p in part(package).iter(f"{W}p") if style_of(p) == "TOC1"]
    breaks = [p.find("w:pPr/w:pageBreakBefore", NS) is not None for p in rows]
    pages = 1 + sum(breaks)
    assert pages > 1
    assert text_of(rows[0]).endswith(" 1")
    assert lines(part(package, "word/footer2.xml"))[0][1].endswith(f"Page {pages + 2}")


def test_a_document_without_contents_has_no_bookmarks(body):
    assert body.find(".//w:bookmarkStart", NS) is None
    assert {row.text.strip() for row in body.iter(f"{W}instrText")} <= {"FORMTEXT"}


def test_headings_skip_no_level(body):
    levels = [
        int(style[-1])
        for style, _ in lines(body)
        if style.startswith("Heading") and style[-1].isdigit()
    ]
    assert levels == [1, 1, 1, 2, 2, 2, 2, 1]


def test_a_numeral_opens_a_section_and_the_closing_stands_alone():
    deck = [
        slide(),
        slide(numeral="I."),
        slide(),
        slide(numeral="II."),
        slide(),
        slide(layout="closing"),
        slide(),
    ]
    assert heading_levels(deck) == [1, 1, 2, 1, 2, 1, 1]


def test_each_slide_begins_a_page_once(body):
    breaking = {"Heading1", "Heading2"}
    count = 0
    for paragraph in body.iter(f"{W}p"):
        own = paragraph.find("w:pPr/w:pageBreakBefore", NS)
        if own is None:
            count += style_of(paragraph) in breaking
        else:
            count += own.get(f"{W}val") != "0"
    assert count == len(EVERYTHING)


def test_no_page_begins_by_a_break_that_a_program_could_put_in_a_wrong_place():
    """Each slide is a section; a break in a style, taken back at a paragraph, tears pages."""
    package = drawn(slide(overline=(words("a"), words("b"))), slide())
    for name in ("document", "styles"):
        breaks = part(package, f"word/{name}.xml").findall(".//w:pageBreakBefore", NS)
        assert all(row.get(f"{W}val") is None for row in breaks)
    begins = [row.get(f"{W}val") for row in part(package).iterfind(".//w:sectPr/w:type", NS)]
    assert begins == ["nextPage"] * 3
    assert part(package, "word/styles.xml").find(".//w:pageBreakBefore", NS) is None


def test_heads_and_feet_declare_what_programs_look_for():
    package = drawn(slide())
    for name in ("footer1", "footer2", "footer3", "header1", "header2"):
        assert part(package, f"word/{name}.xml").nsmap["r"] == NS["r"]


def test_a_header_row_has_its_colour_and_its_rule_without_any_style():
    root = part(drawn(slide(TABLE)))
    row = tables(root, "RuledTable")[0].find("w:tr", NS)
    for cell in row.findall("w:tc", NS):
        assert cell.find("w:tcPr/w:tcBorders/w:bottom", NS).get(f"{W}sz") == "16"
        assert cell.find(".//w:rPr/w:color", NS).get(f"{W}val") == THEME.colour("accent")


def test_only_defined_styles_are_used(package):
    defined = {
        row.get(f"{W}styleId") for row in part(package, "word/styles.xml").iterfind("w:style", NS)
    }
    for name in ("document", "footnotes", "footer1", "footer2", "footer3", "header1", "header2"):
        root = part(package, f"word/{name}.xml")
        used = {row.get(f"{W}val") for row in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
        assert used <= defined
        assert all(style_of(paragraph) for paragraph in root.iter(f"{W}p"))


def test_styles_are_named_after_words_own(package):
    names = {style.name for style in Document(BytesIO(package)).styles}
    assert {"Normal", "Title", "Heading 1", "Heading 2", "List Bullet 3", "footnote text"} <= names
    assert {"Stamp", "Subject Code", "Redaction Marker", "Withheld Text"} <= names


def test_no_paragraph_is_empty_but_those_the_format_wants(package):
    for name in ("document", "footnotes", "footer1", "footer2"):
        for paragraph in part(package, f"word/{name}.xml").iter(f"{W}p"):
            drawn_ = paragraph.findall(".//w:drawing", NS) + paragraph.findall(
                "w:r/w:separator", NS
            )
            drawn_ += paragraph.findall("w:r/w:continuationSeparator", NS)
            assert text_of(paragraph) or drawn_ or style_of(paragraph) == "AfterTable"


def test_nothing_is_hidden_tracked_or_commented(body):
    banned = {"vanish", "ins", "del", "commentReference", "bookmarkStart"}
    assert not {etree.QName(node).localname for node in body.iter("{*}*")} & banned
    assert not [name for node in body.iter("{*}*") for name in node.attrib if "rsid" in name]


def test_properties_come_from_public_fields(package):
    properties = Document(BytesIO(package)).core_properties
    assert properties.title == "Numbers & names"
    assert (properties.author, properties.last_modified_by) == ("Presidency", "Presidency")
    assert properties.subject == "14374/17"
    assert properties.created.isoformat().startswith("2020-02-07T00:00:00")
    app = part(package, "docProps/app.xml")
    assert [(etree.QName(row).localname, row.text) for row in app] == [("Application", "dossier")]


@pytest.mark.parametrize(("language", "tag"), [("en", "en-GB"), ("de", "de-DE"), ("el", "el-GR")])
def test_the_language_is_set_for_all_text(language, tag):
    styles = part(drawn(language=language), "word/styles.xml")
    assert locale(language) == tag
    assert styles.find("w:docDefaults/w:rPrDefault/w:rPr/w:lang", NS).get(f"{W}val") == tag


def test_speaker_notes_are_not_printed():
    package = drawn(slide(notes=(words("say this"),)))
    with zipfile.ZipFile(BytesIO(package)) as archive:
        assert not [name for name in archive.namelist() if b"say this" in archive.read(name)]


def test_a_title_with_a_marker_is_not_repeated_as_a_tables_name():
    root = part(drawn(slide(TABLE, title=(MARKER,))))
    assert tables(root, "RuledTable")[0].find("w:tblPr/w:tblCaption", NS) is None
