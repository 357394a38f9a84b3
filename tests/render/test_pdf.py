"""The PDF as a receiver's checker sees it: PDF/UA-1, headings, bookmarks, tags."""

from __future__ import annotations

import io
import json
from functools import cache
from itertools import pairwise, product

import page
import pikepdf
import pypdfium2
import pytest

from pipeline.audit import checks
from pipeline.compose import compose
from pipeline.compose.statement_of_reasons import statement
from pipeline.content.load import load
from pipeline.core.errors import RenderError
from pipeline.design import theme
from pipeline.edition.edition import Edition
from pipeline.edition.runs import TextRun
from pipeline.edition.texts import slide_title
from pipeline.layout.fit import fit
from pipeline.render import slide_html
from pipeline.resources import labels
from pipeline.workflow.publish import render
from tests.conftest import FIRST, GALLERY, MINI, Written, read_back, ready, words_vault
from tests.support.thinned import thinned


@cache
def edition(name: str) -> Edition:
    if name == "full, with values":
        return ready(MINI, "full", words_vault(load(MINI)))
    if name == "statement of reasons":
        return fit(statement(edition("mini"), labels.load("de")), theme.load())
    if name == "gallery, with values":
        return ready(GALLERY, "full", words_vault(load(GALLERY)))
    return ready({"first": FIRST, "gallery": GALLERY}.get(name, MINI), "public")


@cache
def made(name: str) -> bytes:
    return render(edition(name), "pdf", theme.load())


NAMES = [
    "first",
    "mini",
    "gallery",
    "full, with values",
    "gallery, with values",
    "statement of reasons",
]


@pytest.mark.parametrize(("name", "profile"), thinned(list(product(NAMES, ("ua1", "2a"))), 3))
def test_the_pdf_is_pdf_ua_1_and_pdf_a_2a_for_an_independent_validator(
    name: str, profile: str
) -> None:
    report = page.validate_pdf_bytes(made(name), profile=profile)
    assert report.is_compliant, report.to_json()


def test_a_pdf_without_tags_is_found_by_the_same_validator() -> None:
    """The validator can fail: the check above is not an empty one."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made("mini"))) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(out)
    assert not page.validate_pdf_bytes(out.getvalue(), profile="ua1").is_compliant


def test_the_one_metadata_packet_names_both_standards_and_can_be_read_as_it_stands() -> None:
    with pikepdf.open(io.BytesIO(made("first"))) as pdf:
        assert "/Filter" not in pdf.Root.Metadata
        packet = bytes(pdf.Root.Metadata.read_raw_bytes())
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata(set_pikepdf_as_editor=False) as read:
            assert read["pdfaid:part"] == "2"
            assert read["pdfaid:conformance"] == "A"
            assert read["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert packet.count(b"<rdf:RDF") == 1
    assert made("first").count(b"<?xpacket begin") == 1


def test_the_cover_is_portrait_and_the_slides_are_landscape() -> None:
    with pikepdf.open(io.BytesIO(made("first"))) as pdf:
        sizes = [[float(value) for value in sheet.mediabox[2:]] for sheet in pdf.pages]
    assert sizes[0] == pytest.approx([595.3, 841.9], abs=0.1)
    assert all(size == pytest.approx([960, 540], abs=0.1) for size in sizes[1:])
    assert len(sizes) == 10


def test_bookmarks_are_the_number_and_under_it_the_slides_by_section() -> None:
    with pikepdf.open(io.BytesIO(made("first"))) as pdf, pdf.open_outline() as outline:
        (top,) = outline.root
        below = [item.title for item in top.children]
        nested = [child.title for item in top.children for child in item.children]
    titles = [slide_title(slide) for slide in edition("first").slides]
    assert top.title == "WK 4146/2024 INIT"
    assert below == [titles[i] for i in (0, 1, 2, 3, 7, 8)]
    assert nested == titles[4:7]


def test_page_labels_are_the_numbers_printed_on_the_pages() -> None:
    """A viewer that is asked for page 3 goes to the third page, whose foot says so."""
    for name in NAMES:
        with pikepdf.open(io.BytesIO(made(name))) as pdf:
            document = pypdfium2.PdfDocument(made(name))
            labels = [document.get_page_label(index) for index in range(len(document))]
            texts = [sheet.get_textpage().get_text_range() for sheet in document]
            document.close()
            assert [page.label for page in pdf.pages] == labels
        assert labels == [str(n) for n in range(1, len(labels) + 1)]
        assert all(text.rstrip().endswith(label) for text, label in zip(texts, labels, strict=True))


def links(data: bytes) -> list[tuple[int, str]]:
    """Return where each link within a file leads, as the index of a page, and what is read out."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        order = {page.objgen: index for index, page in enumerate(pdf.pages)}
        return [
            (order[link.Dest[0].objgen], str(link.Contents))
            for page in pdf.pages
            for link in page.get("/Annots", ())
            if "/Dest" in link
        ]


def test_entries_of_the_contents_lead_to_their_slides() -> None:
    slides = edition("mini").slides
    wanted = [(index, slide_title(slide)) for index, slide in enumerate(slides, start=2)]
    assert list(dict.fromkeys(links(made("mini")))) == wanted
    assert links(made("first")) == []
    with pikepdf.open(io.BytesIO(made("mini"))) as pdf:
        assert "/Names" not in pdf.Root
        assert "/Dests" not in pdf.Root


def many(count: int, title: str) -> Edition:
    given = edition("mini")
    last = given.slides[-1]
    deck = tuple(
        last.model_copy(update={"number": number, "title": (TextRun(text=title),)})
        for number in range(1, count + 1)
    )
    return fit(given.model_copy(update={"slides": deck}), theme.load())


@pytest.mark.parametrize(
    "title",
    [pytest.param("kurz", marks=pytest.mark.slow), "Ein recht langer Titel, der bricht " * 2],
)
def test_long_contents_take_several_pages_and_pass_the_audit(title: str) -> None:
    drawn = many(70, title.strip())
    data = render(drawn, "pdf", theme.load())
    checks.audit(data, drawn, "pdf", "x.pdf")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        front = len(pdf.pages) - 70
    assert front > 2
    assert [page for page, _ in dict.fromkeys(links(data))][:1] == [front]
    assert page.validate_pdf_bytes(data, profile="ua1").is_compliant


def test_a_cover_that_is_too_long_is_refused() -> None:
    given = edition("first")
    lead_in = (TextRun(text="Viele Worte. " * 900),)
    cover = given.cover.model_copy(update={"lead_in": lead_in})
    with pytest.raises(RenderError) as error:
        render(given.model_copy(update={"cover": cover}), "pdf", theme.load())
    assert error.value.problems[0].code == "slide-overflow"


def test_numbers_with_slashes_stay_on_one_line_of_the_cover() -> None:
    given = edition("st-7606-2024")
    for filling in range(33, 39):
        words = "x " * filling + "88/c/01/26"
        rows = tuple(
            row.model_copy(update={"lines": ((TextRun(text=words),),)}) for row in given.cover.rows
        )
        cover = given.cover.model_copy(update={"rows": rows[-1:]})
        data = render(given.model_copy(update={"cover": cover}), "pdf", theme.load())
        said = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()
        assert "88/c/01/26" in said


def test_heading_levels_have_no_gap() -> None:
    for name in NAMES:
        levels = (1, *slide_html.heading_levels(edition(name)))
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_the_language_and_the_title_are_set() -> None:
    with pikepdf.open(io.BytesIO(made("mini"))) as pdf:
        assert str(pdf.Root.Lang) == "de"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]).endswith("Erfundenes Beispiel – ohne Karte")


def test_cells_below_a_group_of_columns_are_headed_by_it_and_by_their_row() -> None:
    """WeasyPrint counts columns as if no cell covered rows; the deck's table has both."""
    with pikepdf.open(io.BytesIO(made("gallery"))) as pdf:
        table = next(
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary)
            and item.get("/S") == pikepdf.Name.Table
            and _words(pdf, item).startswith("Region")
        )
        cells = [cell for row in _rows(table) for cell in row.K]
        names = {str(cell.ID): _words(pdf, cell) for cell in cells if "/ID" in cell}
        scopes = {_words(pdf, c): str(c.A.get("/Scope")) for c in cells if c.S == pikepdf.Name.TH}
        heads = {
            _words(pdf, cell): [names[str(one)] for one in cell.A.Headers]
            for cell in cells
            if cell.S == pikepdf.Name.TD
        }
    assert scopes["Entries"] == "/Column"
    assert scopes["North"] == "/Row"
    assert heads["1 204.5"] == ["North", "Entries", "2024"]
    assert heads["79.5"] == ["North", "Exits", "2025"]
    assert heads["Land"] == ["North", "Kind"]
    assert heads["2 871.0"] == ["All regions, all kinds", "Exits", "2025"]


def _rows(part: pikepdf.Object) -> list[pikepdf.Object]:
    if part.S == pikepdf.Name.TR:
        return [part]
    return [row for kid in part.K for row in _rows(kid)]


def _words(pdf: pikepdf.Pdf, element: pikepdf.Object) -> str:
    """Return the text that an element of the structure tree marks, by pdfium's own tree."""
    numbers, page_number = _marked(element, pdf)
    if page_number is None:
        return ""
    document = pypdfium2.PdfDocument(made("gallery"))
    sheet = document[page_number]
    layer = sheet.get_textpage()
    items = sheet.get_objects((pypdfium2.raw.FPDF_PAGEOBJ_TEXT,), textpage=layer)
    marked = [i.extract() for i in items
              if pypdfium2.raw.FPDFPageObj_GetMarkedContentID(i.raw) in numbers]  # fmt: skip
    document.close()
    return " ".join("".join(marked).replace("\r\n", " ").split())


def _marked(element: pikepdf.Object, pdf: pikepdf.Pdf) -> tuple[set[int], int | None]:
    numbers: set[int] = set()
    page_number: int | None = None
    pages = {sheet.objgen: index for index, sheet in enumerate(pdf.pages)}
    todo = [element]
    while todo:
        one = todo.pop()
        if isinstance(one, int):
            numbers.add(one)
        elif isinstance(one, pikepdf.Dictionary):
            if "/Pg" in one:
                page_number = pages[one.Pg.objgen]
            kids = one.get("/K", [])
            todo += list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return numbers, page_number


@pytest.mark.parametrize("key", ["title", "subtitle", "lead", "points"])
def test_no_word_is_divided_at_a_soft_hyphen(key: str, written: Written) -> None:
    """In headings, too, which WeasyPrint's own style sheet lets be divided."""
    rows: list[str] = []
    for count, letters in product(range(5, 9), range(1, 7)):
        name = f"{count}-{letters}"
        text = f"{'word ' * count}{'w' * letters} inter\u00adnationali\u00adsations {name}"
        fields = {"title": f"Title {name}", "points": ["a"], key: text}
        if key == "points":
            fields[key] = [text]
        rows.append(json.dumps({"kind": "bullets", **fields}, ensure_ascii=False))
    folder = written("\n".join(f"- {row}" for row in rows))
    drawn = fit(compose(load(folder), "public", None), theme.load())
    pages = read_back(render(drawn, "pdf", theme.load()), "pdf").pages
    slides = [page for page in pages if "word word" in page]
    assert len(slides) == len(rows)
    assert [page for page in slides if "internationalisations" not in page] == []
