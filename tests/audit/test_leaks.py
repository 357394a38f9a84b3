"""Deliberate leaks, each in one place of a finished file: the gate finds every one (G27)."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from itertools import product
from typing import Any

import pikepdf
import pytest

from pipeline.audit import checks
from pipeline.audit.leaks import scan
from pipeline.core.matching import Needle
from pipeline.edition.formats import FORMATS, Audience, Format
from tests.support import leaking
from tests.support.leaking import NEEDLES, VALUE, Change, adding, drawn, made, pdf_with, swap
from tests.support.thinned import thinned

FOUND = "leaked-value"
SLIDE, WORD = "ppt/slides/slide2.xml", "word/document.xml"
RUN = "<a:t>Noch ein Punkt</a:t></a:r>"
WORDS = "Noch ein Punkt</w:t></w:r>"


def run(properties: str, text: str = VALUE) -> str:
    return f'{RUN}<a:r><a:rPr lang="de-DE"{properties}<a:t>{text}</a:t></a:r>'


def word(properties: str, text: str = VALUE) -> str:
    return f"{WORDS}<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


WHITE = '><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:rPr>'
CLEAR = '><a:solidFill><a:srgbClr val="111111"><a:alpha val="0"/></a:srgbClr></a:solidFill></a:rPr>'
SHAPE = (
    '<p:sp><p:nvSpPr><p:cNvPr id="99" name="Text 9"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
    '<a:xfrm><a:off x="-9000000" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm></p:spPr>'
    f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>{VALUE}</a:t></a:r></a:p></p:txBody></p:sp>"
)
CORE, APP = "docProps/core.xml", "docProps/app.xml"
MARK = "Drei Ebenen, ein "


#: Name -> format, change, the code that the audit gives without knowing the value ("" if only the
#: keyed audit can know), whether the keyed audit must name the slot, too.
OFFICE: dict[str, tuple[Format, Change, str, bool]] = {
    "a run of text": ("pptx", swap(SLIDE, RUN, run("/>")), "text-differs", True),
    "a word in a document": ("docx", swap(WORD, WORDS, word("")), "text-differs", True),
    "an alt text": ("pptx", swap(SLIDE, 'name="Title"', f'name="Title" descr="{VALUE}"'),
        "text-differs", True),
    "the name of a shape": ("pptx", swap(SLIDE, 'name="Title"', f'name="{VALUE}"'),
        "unknown-markup", True),
    "a table's description": ("docx", swap(WORD, "Erfundene Zahlen für", f"{VALUE} für"),
        "text-differs", True),
    "a footer": ("docx", swap("word/footer1.xml", "LIMITE", f"LIMITE {VALUE}"),
        "text-differs", True),
    "a footnote": ("docx", swap("word/footnotes.xml", "Noch eine erfundene", VALUE),
        "text-differs", True),
    "a separator of footnotes": ("docx", swap("word/footnotes.xml", "<w:separator/>",
        f"<w:separator/><w:t>{VALUE}</w:t>"), "text-differs", True),
    "a layout": ("pptx", swap("ppt/slideLayouts/slideLayout3.xml", "<a:t>Title<", f"<a:t>{VALUE}<"),
        "unknown-markup", True),
    "a style's name": ("docx", swap("word/styles.xml", 'w:val="Body Text"', f'w:val="{VALUE}"'),
        "unknown-markup", True),
    "the theme's name": ("pptx", swap("ppt/theme/theme1.xml", 'name="Dossier"', f'name="{VALUE}"'),
        "unknown-markup", True),
    "a section's name": ("pptx", swap("ppt/presentation.xml", 'name="I. ', f'name="{VALUE} '),
        "unknown-markup", True),
    "a core property": ("pptx", swap(CORE, "<dc:subject>", f"<dc:subject>{VALUE}"),
        "foreign-property", True),
    "a property of another kind": ("docx", swap(CORE, "</cp:coreProperties>",
        f"<cp:keywords>{VALUE}</cp:keywords></cp:coreProperties>"), "unknown-markup", True),
    "a date with more than a date": ("docx", swap(CORE, "2024-02-07T00:00:00Z",
        f"2024-02-07T00:00:00Z {VALUE}"), "foreign-property", True),
    "an app property": ("docx", swap(APP, ">dossier<", f">{VALUE}<"), "foreign-property", True),
    "a part of custom properties": ("docx", adding("docProps/custom.xml",
        f"<p>{VALUE}</p>".encode()), "unknown-part", True),
    "custom XML": ("docx", adding("customXml/item1.xml", f"<p>{VALUE}</p>".encode()),
        "unknown-part", True),
    "a link's target": ("pptx", swap("ppt/slides/_rels/slide2.xml.rels", "example.eu",
        f"example.eu/{leaking.PERCENT}"), "unknown-link", True),
    "a relationship's target": ("docx", swap("word/_rels/document.xml.rels", 'Target="styles.xml"',
        f'Target="styles.xml?{VALUE}"'), "unknown-markup", True),
    "a relationship's type": ("docx", swap("word/_rels/document.xml.rels", "/relationships/styles",
        f"/relationships/{leaking.PLAIN}"), "unknown-markup", True),
    "a relationship's id": ("docx", swap("word/_rels/document.xml.rels", 'Id="rId1"',
        f'Id="{VALUE}"'), "unknown-markup", True),
    "a slide that no one sees": ("pptx", swap(SLIDE, "<p:sld ", '<p:sld show="0" '),
        "unknown-markup", False),
    "a slide that nothing leads to": ("pptx", adding("ppt/slides/slide99.xml",
        f"<p>{VALUE}</p>".encode()), "unknown-part", True),
    "a hidden shape": ("pptx", swap(SLIDE, 'name="Title"', 'name="Title" hidden="1"'),
        "unknown-markup", False),
    "a hidden run": ("docx", swap(WORD, WORDS, word("<w:vanish/>")), "unknown-markup", True),
    "a deleted run": ("docx", swap(WORD, WORDS, f"{WORDS}<w:del><w:r><w:delText>{VALUE}</w:delText>"
        "</w:r></w:del>"), "unknown-markup", True),
    "an inserted run": ("docx", swap(WORD, WORDS, f"{WORDS}<w:ins><w:r><w:t>{VALUE}</w:t></w:r>"
        "</w:ins>"), "unknown-markup", True),
    "a comment of a reviewer": ("docx", adding("word/comments.xml", f"<p>{VALUE}</p>".encode()),
        "unknown-part", True),
    "a bookmark": ("docx", swap(WORD, WORDS, f'{WORDS}<w:bookmarkStart w:name="{VALUE}"/>'),
        "unknown-markup", True),
    "a run of no size": ("pptx", swap(SLIDE, RUN, run(' sz="100"/>')), "hidden-text", True),
    "a white run": ("pptx", swap(SLIDE, RUN, run(WHITE)), "hidden-text", True),
    "a transparent run": ("pptx", swap(SLIDE, RUN, run(CLEAR)), "unknown-markup", True),
    "a white word": ("docx", swap(WORD, WORDS, word('<w:color w:val="FFFFFF"/>')),
        "hidden-text", True),
    "a word on its own colour": ("docx", swap(WORD, WORDS, word(
        '<w:color w:val="111111"/><w:shd w:val="clear" w:color="auto" w:fill="000000"/>')),
        "hidden-text", True),
    "a word of no size": ("docx", swap(WORD, WORDS, word('<w:sz w:val="1"/>')),
        "hidden-text", True),
    "the status text of a field": ("docx", swap(WORD, '<w:statusText w:type="text" w:val="',
        f'<w:statusText w:type="text" w:val="{VALUE} '), "text-differs", True),
    "text in a style for gaps": ("docx", swap(WORD, "<w:body>", '<w:body><w:p><w:pPr><w:pStyle '
        f'w:val="AfterTable"/></w:pPr><w:r><w:t>{VALUE}</w:t></w:r></w:p>'), "hidden-text", True),
    "a shape off the slide": ("pptx", swap(SLIDE, "</p:spTree>", f"{SHAPE}</p:spTree>"),
        "hidden-text", True),
    "a thumbnail": ("pptx", adding("docProps/thumbnail.jpeg", VALUE.encode()),
        "unknown-part", True),
    "a comment of the zip": ("docx", leaking.zip_comment, "loose-bytes", True),
    "a comment of a member": ("docx", leaking.zip_member(
        lambda info: setattr(info, "comment", VALUE.encode())), "loose-bytes", True),
    "an extra field": ("docx", leaking.zip_member(lambda info: setattr(
        info, "extra", b"\x99\x99\x1c\x00" + VALUE.encode()[:28].ljust(28))), "loose-bytes", True),
    "the time of a member": ("docx", leaking.zip_member(
        lambda info: setattr(info, "date_time", (2024, 2, 7, 9, 30, 0))), "loose-bytes", False),
    "the attributes of a member": ("docx", leaking.zip_member(
        lambda info: setattr(info, "external_attr", 0x17)), "loose-bytes", False),
    "bytes before the archive": ("docx", leaking.before_archive, "loose-bytes", True),
    "bytes after the archive": ("docx", lambda data: data + VALUE.encode(), "loose-bytes", True),
    "bytes between members": ("docx", leaking.between_members, "loose-bytes", True),
    "a member of a name that is taken": ("docx", leaking.duplicate, "loose-bytes", True),
    "the name of a member": ("docx", adding(f"word/{VALUE}.xml", b"<a/>"), "unknown-part", True),
    "a comment in XML": ("docx", swap(WORD, WORDS, f"{WORDS}<!-- {VALUE} -->"), "unreadable", True),
    "a processing instruction": ("pptx", swap(SLIDE, "<p:cSld>", f"<?x {VALUE}?><p:cSld>"),
        "unreadable", True),
    "a CDATA section": ("docx", swap(WORD, WORDS, f"{WORDS}<![CDATA[{VALUE}]]>"), "unreadable",
        True),
    "text between elements": ("docx", swap(WORD, WORDS, f"{WORDS}{VALUE}"), "unknown-markup", True),
    "an attribute": ("pptx", swap(SLIDE, "<p:cSld>", f'<p:cSld name="{VALUE}">'),
        "unknown-markup", True),
    "a namespace": ("pptx", swap(SLIDE, "<p:sld ", f'<p:sld xmlns:x="{VALUE}" '),
        "unknown-markup", True),
    "an element of a foreign namespace": ("docx", swap(WORD, WORDS,
        f'{WORDS}<x:p xmlns:x="urn:x">{VALUE}</x:p>'), "unknown-markup", True),
    "alternate content": ("pptx", swap(SLIDE, "</p:spTree>", '<mc:AlternateContent xmlns:mc="http:'
        f'//schemas.openxmlformats.org/markup-compatibility/2006">{SHAPE}</mc:AlternateContent>'
        "</p:spTree>"), "unknown-markup", True),
    "a nested zip": ("docx", adding("word/embeddings/sheet.xlsx", leaking.nested()),
        "unknown-part", True),
    "a zip where an image should be": ("docx", adding("word/media/image7.png", leaking.nested()),
        "foreign-data", True),
    "gzip in a part": ("docx", adding("word/media/image7.png", leaking.gzipped(VALUE)),
        "foreign-data", True),
    "UTF-16 in a part": ("docx", adding("word/header7.xml", f"<a>{VALUE}</a>".encode("utf-16")),
        "unreadable", True),
    "base64 in an attribute": ("pptx", swap(SLIDE, "<p:cSld>", f'<p:cSld name="{leaking.B64}">'),
        "unknown-markup", True),
    "hexadecimal digits in a text": ("docx", swap(WORD, WORDS, word("", leaking.HEX)),
        "text-differs", True),
    "entities": ("docx", swap(WORD, WORDS, word("", leaking.ENTITIES)), "text-differs", True),
    "several runs": ("docx", swap(WORD, WORDS, word("", "Wendelin Öster") + "<w:r><w:t>reicher-Wei"
        "ß</w:t></w:r>"), "text-differs", True),
    "soft hyphens inside": ("docx", swap(WORD, WORDS, word("", "\u00ad".join(VALUE))),
        "text-differs", True),
    "no accents": ("docx", swap(WORD, WORDS, word("", leaking.PLAIN)), "text-differs", True),
    "upper case": ("docx", swap(WORD, WORDS, word("", VALUE.upper())), "text-differs", True),
    "wide letters": ("docx", swap(WORD, WORDS, word("", "Ｗｅｎｄｅｌｉｎ Österreicher-Weiß")),
        "text-differs", True),
    "a digest": ("docx", swap(WORD, WORDS, word("", leaking.SHA)), "text-differs", True),
    "a lost marker": ("docx", swap(WORD, "[UNKENNTLICH GEMACHT]", ""), "text-differs", False),
    "a marker too many": ("pptx", swap(SLIDE, RUN, run("/>", "[UNKENNTLICH GEMACHT]")),
        "text-differs", False),
}  # fmt: skip


def codes(data: bytes, fmt: Format, name: str = "mini", *, keyed: bool) -> set[str]:
    needles = NEEDLES if keyed else ()
    found = checks.findings(data, fmt, f"x.{fmt}", leaking.edition(name), needles)
    assert VALUE not in "".join(str(row) for row in found), "G23: a finding quotes the value"
    assert leaking.PLAIN not in "".join(str(row) for row in found)
    return {row.code for row in found}


@pytest.mark.parametrize("leak", OFFICE)
def test_g27_a_value_in_an_office_file_is_found_in(leak: str) -> None:
    fmt, change, code, is_told = OFFICE[leak]
    data = change(made(fmt))
    assert code in codes(data, fmt, keyed=False)
    assert (FOUND in codes(data, fmt, keyed=True)) == is_told


@pytest.mark.parametrize(
    "image",
    [
        leaking.png((b"tEXt", b"Comment\0" + leaking.PLAIN.encode())),
        leaking.png((b"zTXt", b"Comment\0\0" + zlib.compress(VALUE.encode()))),
        leaking.png((b"iTXt", b"Comment\0\0\0\0\0" + VALUE.encode())),
        leaking.png((b"eXIf", b"II*\0" + VALUE.encode())),
        leaking.png(tail=VALUE.encode()),
        leaking.png((b"IDAT", zlib.compress(VALUE.encode()))),
    ],
    ids=["tEXt", "zTXt", "iTXt", "eXIf", "after the end", "too much image data"],
)
def test_g15_what_an_image_holds_besides_pixels_is_found(image: bytes) -> None:
    data = leaking.with_image(image)(made("docx", "gallery"))
    assert image_faults(data)
    if b"IDAT" not in image[33:41]:
        assert FOUND in codes(data, "docx", "gallery", keyed=True)


def image_faults(data: bytes) -> list[str]:
    """Return what is wrong with the image that ``with_image`` puts into a document."""
    found = checks.findings(data, "docx", "x.docx", leaking.edition("gallery"))
    return [row.message for row in found if "word/media/image1.png" in row.message]


def test_a_plain_image_passes_and_what_is_no_image_does_not() -> None:
    plain = leaking.with_image(leaking.png())(made("docx", "gallery"))
    assert image_faults(plain) == []
    for image in (b"", b"GIF89a", leaking.png()[:-6], leaking.png()[:40] + b"\0" * 30):
        broken = leaking.with_image(image)(made("docx", "gallery"))
        assert image_faults(broken)
        assert codes(broken, "docx", "gallery", keyed=False) == {"foreign-data"}


def _xmp(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as packet:
        packet["dc:publisher"] = {VALUE}


def _outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].title = VALUE


def _named(pdf: pikepdf.Pdf) -> None:
    dests = pikepdf.Dictionary(Names=[VALUE, pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])])
    pdf.Root.Names = pikepdf.Dictionary(Dests=dests)


def _annotation(subtype: str, **more: Any) -> Any:
    def change(pdf: pikepdf.Pdf) -> None:
        row = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{subtype}"), Rect=[0, 0, 9, 9], **more
        )
        pdf.pages[3].obj.Annots = pikepdf.Array([pdf.make_indirect(row)])

    return change


def _link(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"https://example.eu/{leaking.PERCENT}")
    _annotation("Link", A=action)(pdf)


def _form(pdf: pikepdf.Pdf) -> None:
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="a", V=VALUE)
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(field)])


def _layers(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=VALUE))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))


def _on_element(key: str) -> Any:
    def change(pdf: pikepdf.Pdf) -> None:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == pikepdf.Name.P:
                item[key] = VALUE
                return

    return change


def _letters(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
            text = bytes(item.ToUnicode.read_bytes())
            new = b"1 beginbfchar\n<0fff> <2603>\nendbfchar\nendcmap"
            item.ToUnicode = pdf.make_stream(text.replace(b"endcmap", new))
            return


def _second_packet(pdf: pikepdf.Pdf) -> None:
    stream = pdf.make_stream(VALUE.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    pdf.pages[1].obj.Metadata = stream


def _unused(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Resources.XObject["/x9"] = pdf.make_stream(
        VALUE.encode(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1]
    )


def _identifier(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.ID = pikepdf.Array([VALUE, VALUE])


def _labels(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(P=VALUE)])


def _attribute(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/A" in item and item.get("/S") != "/URI":
            item.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Summary=VALUE)
            return


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{VALUE}')")


def _attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = VALUE.encode()


def _private(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=VALUE))


def _info(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Keywords"] = VALUE


def _name(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Extra = pikepdf.Name(f"/{leaking.PLAIN.replace(' ', '')}")


def _image(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Resources.XObject["/x8"] = pdf.make_stream(
        b"\x80", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1,
        ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8)  # fmt: skip


SHOWN = "(%s) Tj ET"
PDF: dict[str, tuple[Any, str, bool]] = {
    "its information": (pdf_with(_info), "foreign-property", True),
    "its metadata packet": (pdf_with(_xmp), "foreign-property", True),
    "a second metadata packet": (pdf_with(_second_packet), "unknown-markup", True),
    "a bookmark": (pdf_with(_outline), "text-differs", True),
    "a named destination": (pdf_with(_named), "unknown-markup", True),
    "a link's target": (pdf_with(_link), "unknown-link", True),
    "bytes after its end": (lambda data: data + VALUE.encode(), "loose-bytes", True),
    "a second revision": (leaking.incremental, "loose-bytes", True),
    "a comment between objects": (leaking.between_objects, "loose-bytes", True),
    "a form that is not drawn": (pdf_with(_unused), "", True),
    "an attachment": (pdf_with(_attach), "active-content", True),
    "a script": (pdf_with(_script), "active-content", True),
    "an annotation": (pdf_with(_annotation("Text", Contents=VALUE)), "unknown-markup", True),
    "a form's field": (pdf_with(_form), "active-content", True),
    "a hidden layer": (pdf_with(_layers), "active-content", True),
    "private data of a program": (pdf_with(_private), "active-content", True),
    "the text that stands for a text": (pdf_with(_on_element("/ActualText")), "text-differs", True),
    "an alt text": (pdf_with(_on_element("/Alt")), "text-differs", True),
    "the long form of an abbreviation": (pdf_with(_on_element("/E")), "text-differs", True),
    "an attribute of the structure": (pdf_with(_attribute), "unknown-markup", True),
    "the title of an element": (pdf_with(_on_element("/T")), "unknown-markup", True),
    "an element's id": (pdf_with(_on_element("/ID")), "unknown-markup", True),
    "invisible text": (pdf_with(drawn(f"BT /Fx 20 Tf 3 Tr 1 0 0 1 99 99 Tm {SHOWN}")),
        "hidden-text", True),
    "text outside the page": (pdf_with(drawn(f"BT /Fx 20 Tf 1 0 0 1 9999 99 Tm {SHOWN}")),
        "hidden-text", True),
    "white text": (pdf_with(drawn(f"1 1 1 rg BT /Fx 20 Tf 1 0 0 1 400 60 Tm {SHOWN}")),
        "hidden-text", True),
    "text under a black box": (pdf_with(drawn(f"BT /Fx 20 Tf 1 0 0 1 200 60 Tm {SHOWN} 0 g "
        "150 40 700 60 re f")), "hidden-text", True),
    "tiny text": (pdf_with(drawn(f"BT /Fx 0.02 Tf 1 0 0 1 200 60 Tm {SHOWN}")),
        "hidden-text", True),
    "text that is clipped": (pdf_with(drawn(f"q 0 0 1 1 re W n BT /Fx 20 Tf 1 0 0 1 400 60 Tm "
        f"{SHOWN} Q")), "hidden-text", True),
    "plain text": (pdf_with(drawn(f"BT /Fx 20 Tf 1 0 0 1 200 60 Tm {SHOWN}")),
        "text-differs", True),
    "letters of a font that are not shown": (pdf_with(_letters), "foreign-data", False),
    "the file's id": (pdf_with(_identifier), "unknown-markup", True),
    "the labels of pages": (pdf_with(_labels), "unknown-markup", True),
    "a name": (pdf_with(_name), "unknown-markup", True),
    "an image": (pdf_with(_image), "unknown-markup", False),
}  # fmt: skip


@pytest.mark.parametrize("leak", thinned(PDF, 3))
def test_g17_g27_a_value_in_a_pdf_is_found_in(leak: str) -> None:
    change, code, is_told = PDF[leak]
    data = change(made("pdf"))
    if code:
        assert code in codes(data, "pdf", keyed=False)
    assert (FOUND in codes(data, "pdf", keyed=True)) == is_told


def test_g10_an_object_that_nothing_leads_to_is_found() -> None:
    """The library drops such objects when it saves, so one is written by hand."""
    data = made("pdf")
    start = data.rindex(b"startxref")
    body = b"9999 0 obj\n(" + leaking.PLAIN.encode() + b")\nendobj\n"
    loose = data[:start] + body + data[start:]
    assert "loose-bytes" in codes(loose, "pdf", keyed=False)
    assert FOUND in codes(loose, "pdf", keyed=True)


def test_a_leak_list_is_long_enough() -> None:
    assert len(OFFICE) + len(PDF) >= 100


@pytest.mark.parametrize(
    ("fmt", "name", "audience"),
    thinned(list(product(FORMATS, ("mini", "first"), ("public", "full"))), 3),
)
def test_g29_what_was_made_passes_keyed_and_unkeyed(
    fmt: Format, name: str, audience: Audience
) -> None:
    data = made(fmt, name, audience)
    said = leaking.edition(name, audience)
    assert checks.findings(data, fmt, "x", said) == ()
    if audience == "public":
        assert checks.findings(data, fmt, "x", said, NEEDLES) == ()
        assert checks.findings(data, fmt, "x") == ()


@pytest.mark.parametrize("fmt", FORMATS)
def test_g27_the_search_finds_every_value_of_a_full_edition(fmt: Format) -> None:
    """The mini-project's words are in its full edition: the keyed audit must name their slots."""
    needles = [Needle(f"s{number}", f"geheime Worte {number}") for number in (0, 1, 3, 4, 5)]
    found = scan.leaks(made(fmt, "mini", "full"), "x", needles)
    # the first value stands on the cover, which a deck does not have
    told = {"s1", "s3", "s4", "s5"} | ({"s0"} if fmt != "pptx" else set())
    assert {row.message.split("'")[1] for row in found} >= told - (
        {"s2"} if fmt != "pptx" else set()
    )


@pytest.mark.parametrize(
    "data",
    [
        VALUE.encode(),
        VALUE.encode("latin1"),
        VALUE.encode("utf-16-le"),
        b"x" + VALUE.encode("utf-16-be"),
        f'{{"size": 1, "note": "{VALUE}"}}'.encode(),
        VALUE.encode("unicode_escape"),
        leaking.B64.encode(),
        b"data:" + leaking.gzipped(VALUE),
        leaking.gzipped(leaking.B64),
        leaking.nested(),
        leaking.SHA.upper().encode(),
        hashlib.md5(VALUE.encode()).digest(),
        f"WENDELIN   oesterreicher {leaking.PLAIN}".encode(),
        b"\x00\xff" * 40 + VALUE.encode() + b"\xfe\x01" * 40,
    ],
)
def test_g20_any_bytes_can_be_searched(data: bytes) -> None:
    found = scan.leaks(data, "manifest.json", NEEDLES)
    assert {(row.code, row.message.split("'")[1]) for row in found} == {(FOUND, "speaker")}


def test_g20_a_file_name_is_searched_and_not_repeated() -> None:
    (row,) = scan.leaks(b"nothing", f"{leaking.PLAIN}.txt", NEEDLES)
    assert leaking.PLAIN not in str(row)
    assert row.code == FOUND


@pytest.mark.parametrize(
    ("text", "value", "is_found"),
    [
        ("Preis: 12 Euro", "12", True),
        ("Preis: 120 Euro", "12", False),
        ("size 1219200", "1219", False),
        ("<a x='12'/>", "12", False),
        ("<a>12</a>", "12", True),
        ("An Ann und Anna", "Ann", True),
        ("Anna", "Ann", False),
        ("Plan B", "B", True),
        ("plan b", "B", False),
        ("Nigeria", "Niger", False),
        ("C, not C#", "C#", True),
        ("C alone", "C#", False),
        ("1 234,5 t", "1 234,5", True),
    ],
)
def test_short_values_and_numbers_are_searched_as_whole_words(
    text: str, value: str, is_found: bool
) -> None:
    assert bool(scan.leaks(text.encode(), "x", [Needle("a", value)])) == is_found


def test_a_zip_that_cannot_be_opened_is_reported() -> None:
    found = scan.leaks(b"PK\x03\x04" + b"\x99" * 99, "x", NEEDLES)
    assert {row.code for row in found} == {"unreadable"}


def test_g29_a_nested_archive_is_opened_to_the_bottom() -> None:
    inner = leaking.nested()
    for _ in range(3):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a", inner)
        inner = out.getvalue()
    assert scan.leaks(inner, "x", NEEDLES)
