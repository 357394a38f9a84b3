"""A finished file that says more, less or other than its edition is found, in every format."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest

from pipeline.audit import checks
from pipeline.audit.office import opc
from pipeline.audit.pdf.object_table import ObjectTable
from pipeline.core.errors import LeakError
from pipeline.edition.formats import FORMATS, Format
from tests.conftest import read_back
from tests.support.leaking import edition, made, rezipped


def codes(data: bytes, fmt: Format, name: str = "mini") -> set[str]:
    try:
        checks.audit(data, edition(name), fmt, f"x.{fmt}")
    except LeakError as error:
        return {problem.code for problem in error.problems}
    return set()


def replacing(old: str, new: str, where: str) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        return content.replace(old.encode(), new.encode(), 1) if where in name else content

    return change


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("name", ["mini", pytest.param("first", marks=pytest.mark.slow)])
def test_what_was_made_passes(fmt: Format, name: str) -> None:
    assert codes(made(fmt, name), fmt, name) == set()


BODY = {"pptx": "ppt/slides/slide2.xml", "docx": "word/document.xml"}


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Noch ein Punkt", "Noch ein Punkt geheim"),
        ("Noch ein Punkt", ""),
        ("[UNKENNTLICH GEMACHT]", "1 Million"),
        ("Noch ein Punkt", "Noch ein Punkt[UNKENNTLICH GEMACHT]"),
    ],
)
def test_changed_added_or_lost_text_is_found(fmt: Format, old: str, new: str) -> None:
    data = rezipped(made(fmt), replacing(old, new, BODY[fmt]))
    assert "text-differs" in codes(data, fmt)


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
def test_a_foreign_property_is_found(fmt: Format) -> None:
    data = rezipped(made(fmt), replacing("<dc:subject>", "<dc:subject>geheim ", "core.xml"))
    assert codes(data, fmt) == {"foreign-property"}


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
@pytest.mark.parametrize(
    "part",
    [
        "docProps/thumbnail.jpeg",
        "customXml/item1.xml",
        "ppt/vbaProject.bin",
        "word/comments.xml",
        "x",
    ],
)
def test_g12_a_part_that_is_not_ours_is_found(fmt: Format, part: str) -> None:
    data = rezipped(made(fmt), lambda _, content: content, {part: b"<a/>"})
    assert "unknown-part" in codes(data, fmt)


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
def test_g14_another_link_is_found(fmt: Format) -> None:
    data = rezipped(made(fmt), replacing("https://example.eu/a", "https://example.eu/z", ".rels"))
    assert codes(data, fmt) == {"unknown-link"}


def test_a_changed_alt_text_is_found() -> None:
    old = "Map of the world"
    for fmt, part in (("pptx", "slides/slide6.xml"), ("docx", "document.xml")):
        data = rezipped(made(fmt, "first"), replacing(old, "Secret map", part))
        assert "text-differs" in codes(data, fmt, "first")


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"x" * 999])
def test_g27_what_cannot_be_read_fails(fmt: Format, damage: bytes) -> None:
    assert "unreadable" in codes(damage, fmt)


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
def test_a_document_type_is_refused_before_any_entity(fmt: Format) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]>'
    data = rezipped(
        made(fmt),
        lambda name, content: (
            bomb.encode() + content.split(b"?>", 1)[-1] if name == BODY[fmt] else content
        ),
    )
    assert codes(data, fmt) == {"unreadable"}


def pdf_with(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made("pdf"))) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = b"geheim"


def _title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "geheim"


def _bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].title = "geheim"


def _keyword(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Keywords"] = "geheim"


def _text(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[2]
    page.contents_add(b"BT /F0 1 Tf 1 0 0 1 9 9 Tm <0001> Tj ET")
    page.obj.Annots = pikepdf.Array(
        [
            pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Link,
                    Rect=[0, 0, 9, 9],
                    A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://geheim.example"),
                )
            )
        ]
    )


def _lost_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[3]


def _alt(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.Alt = "geheim"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_script, "active-content"),
        (_attach, "active-content"),
        (_title, "foreign-property"),
        (_keyword, "foreign-property"),
        (_bookmark, "text-differs"),
        (_text, "unknown-link"),
        (_lost_page, "text-differs"),
        (_alt, "text-differs"),
    ],
)
def test_g17_a_pdf_that_is_more_than_pages_to_read_is_found(
    change: Callable[[pikepdf.Pdf], None], code: str
) -> None:
    assert code in codes(pdf_with(change), "pdf")


def test_g23_messages_of_the_audit_quote_nothing() -> None:
    data = rezipped(made("docx"), replacing("Noch ein", "geheim", BODY["docx"]))
    with pytest.raises(LeakError) as caught:
        checks.audit(data, edition(), "docx", "x.docx")
    assert "geheim" not in str(caught.value)


def test_the_deck_is_read_in_the_order_of_its_slides() -> None:
    reading = read_back(made("pptx", "first"), "pptx")
    assert "Thank you" in reading.pages[-1]
    assert len(reading.pages) == 9


def relabelled(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, static_id=True)
    return out.getvalue()


def test_page_labels_that_say_something_else_are_found() -> None:
    def prefixed(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels.Nums[1].P = pikepdf.String("geheim ")

    def lost(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.PageLabels

    for change in (prefixed, lost):
        assert "text-differs" in codes(relabelled(made("pdf"), change), "pdf")
    assert "unknown-markup" in codes(relabelled(made("pdf"), prefixed), "pdf")


def test_an_entry_of_the_contents_that_leads_elsewhere_is_found() -> None:
    def swapped(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].Annots[0].Dest[0] = pdf.pages[5].obj

    assert "text-differs" in codes(relabelled(made("pdf"), swapped), "pdf")
    for old, new in (('w:anchor="_Toc000000002"', 'w:anchor="_Toc000000003"'),
                     ('w:name="_Toc000000002"', 'w:name="_Toc000000009"')):  # fmt: skip
        data = rezipped(made("docx"), replacing(old, new, "document.xml"))
        assert "text-differs" in codes(data, "docx")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('w:name="_Toc000000002"', 'w:name="geheim"'),
        ('w:anchor="_Toc000000002"', 'w:anchor="title"'),
        ("\\z", "\\z \\t geheim"),
    ],
)
def test_places_and_fields_hold_no_words(old: str, new: str) -> None:
    """G7: bookmarks are named by ordinals."""
    assert old.encode() in opc.read(made("docx"), "docx")[0].members["word/document.xml"]
    data = rezipped(made("docx"), replacing(old, new, "document.xml"))
    assert "unknown-markup" in codes(data, "docx")


def test_what_leads_to_an_object_that_is_null_leads_to_nothing() -> None:
    rows = (b"<</Type/Catalog/Pages 2 0 R/Lang 3 0 R>>", b"<</Kids[]/Count 0>>", b"null")
    data, places = b"%PDF-1.7\n", [b"0000000000 65535 f \n"]
    for row in enumerate(rows, start=1):
        places.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % row
    begin = len(data)
    data += b"xref\n0 4\n%btrailer<</Root 1 0 R/Size 4>>\n" % b"".join(places)
    data += b"startxref\n%d\n%%%%EOF\n" % begin
    with pikepdf.open(io.BytesIO(data)) as pdf:
        table = ObjectTable(pdf)
        assert table.value("3 0 R") is None
        assert table.value("2 0 R")["/Count"] == 0
