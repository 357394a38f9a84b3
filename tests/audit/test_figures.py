"""G14, G15: charts, their workbooks and pictures hold what the edition says, and nothing else."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
import PIL.Image
import pytest

from pipeline.audit import checks
from pipeline.core import stable_zip
from pipeline.core.matching import Needle
from pipeline.edition.edition import view_for
from pipeline.edition.formats import FORMATS, Audience, Format
from pipeline.render import ooxml
from tests.support import leaking
from tests.support.leaking import made

VALUE = "Wendelin Weiss"
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
Change = Callable[[bytes], bytes]


def swapped(part: str, old: str, new: str) -> Change:
    def change(data: bytes) -> bytes:
        parts = stable_zip.unpack(data)
        assert old.encode() in parts[part], f"{old!r} is not in {part}"
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
        return ooxml.pack(parts)

    return change


def in_book(change: Change) -> Change:
    def outer(data: bytes) -> bytes:
        parts = stable_zip.unpack(data)
        name = next(name for name in sorted(parts) if name.endswith(".xlsx"))
        parts[name] = change(parts[name])
        return ooxml.pack(parts)

    return outer


def with_part(name: str, content: bytes) -> Change:
    return lambda data: ooxml.pack({**stable_zip.unpack(data), name: content})


def chart_part(data: bytes) -> str:
    return next(name for name in sorted(stable_zip.unpack(data)) if "/charts/chart" in name)


CELL = f'<c r="Z9" t="inlineStr"><is><t>{VALUE}</t></is></c></row></sheetData>'
LEAKS: dict[str, tuple[Change, str]] = {
    "a series's name in the chart": (
        lambda data: swapped(chart_part(data), "<c:v>Entries</c:v>", f"<c:v>{VALUE}</c:v>")(data),
        "text-differs",
    ),
    "a title in the chart": (
        lambda data: swapped(chart_part(data), "Thousand crossings", VALUE)(data),
        "text-differs",
    ),
    "a form of numbers": (
        lambda data: swapped(chart_part(data), ">[&gt;=1000000]", f">{VALUE}[&gt;=1000000]")(data),
        "unknown-markup",
    ),
    "a formula": (
        lambda data: swapped(chart_part(data), "Sheet1!$A$2", f"Sheet{VALUE}!$A$2")(data),
        "unknown-markup",
    ),
    "an element of the chart": (
        lambda data: swapped(
            chart_part(data), "<c:plotArea>", f"<c:userShapes>{VALUE}</c:userShapes><c:plotArea>"
        )(data),
        "unknown-markup",
    ),
    "a cell of the workbook": (
        in_book(swapped(SHEET, "</row></sheetData>", CELL)), "foreign-data",
    ),
    "a cell in place of another": (
        in_book(swapped(TEXTS, ">Entries</t>", f">{VALUE}</t>")), "foreign-data",
    ),
    "a text of the workbook that no cell has": (
        in_book(swapped(TEXTS, "</sst>", f"<si><t>{VALUE}</t></si></sst>")), "unreadable",
    ),
    "a part of the workbook": (
        in_book(with_part("docProps/core.xml", f"<a>{VALUE}</a>".encode())), "unknown-part",
    ),
    "the name of a sheet": (
        in_book(swapped("xl/workbook.xml", "Sheet1", VALUE)), "unknown-markup",
    ),
    "a comment in the workbook's bytes": (
        in_book(lambda data: data + VALUE.encode()), "loose-bytes",
    ),
    "a workbook that is none": (in_book(lambda _: VALUE.encode()), "unreadable"),
}  # fmt: skip
SHAPES, WORD = "word/drawings/drawing1.xml", "word/document.xml"
RELATIONS, TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LETTERS = "<a:t>Entries</a:t></a:r></a:p>"


def rewritten(part: str, pattern: str, new: str) -> Change:
    def change(data: bytes) -> bytes:
        parts = stable_zip.unpack(data)
        parts[part], count = re.subn(pattern.encode(), new.encode(), parts[part], count=1)
        assert count
        return ooxml.pack(parts)

    return change


def another(kind: str, target: str) -> Change:
    """Return what relates a document to a part once more."""
    row = f'<Relationship Id="rId999" Type="{KIND}/{kind}" Target="{target}"/></Relationships>'
    return swapped(RELATIONS, "</Relationships>", row)


def with_shapes(old: str, new: str) -> Change:
    return swapped(SHAPES, old, new)


#: What only a document has: shapes on its charts, groups of shapes in its text.
IN_DOCUMENTS: dict[str, tuple[Change, str]] = {
    "a label on a chart": (with_shapes(">Entries<", f">{VALUE}<"), "text-differs"),
    "a further paragraph of a label": (
        with_shapes(LETTERS, f"{LETTERS}<a:p><a:r><a:t>{VALUE}</a:t></a:r></a:p>"), "text-differs",
    ),
    "the name of a shape on a chart": (
        with_shapes('name="Chart label', f'name="{VALUE}'), "unknown-markup",
    ),
    "an alternative text of a shape on a chart": (
        with_shapes(' name="Chart', f' descr="{VALUE}" name="Chart'), "unknown-markup",
    ),
    "a formula of a shape on a chart": (
        with_shapes('textlink=""', f'textlink="{VALUE}"'), "unknown-markup",
    ),
    "a place on a chart": (with_shapes("<cdr:x>", f"<cdr:x>{VALUE}"), "unknown-markup"),
    "a picture on a chart": (
        with_shapes("</c:userShapes>", f"<cdr:pic>{VALUE}</cdr:pic></c:userShapes>"),
        "unknown-markup",
    ),
    "the name of a state": (swapped(WORD, 'name="Land"', f'name="{VALUE}"'), "unknown-markup"),
    "an alternative text of a state": (
        swapped(WORD, 'name="Land"', f'name="Land" descr="{VALUE}"'), "text-differs",
    ),
    "text in a group": (
        swapped(WORD, "<wps:bodyPr/>", "<wps:txbx><w:txbxContent><w:p><w:r><w:t>"
                f"{VALUE}</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/>"),
        "unknown-markup",
    ),
    "a fallback": (
        swapped(WORD, "<w:drawing>", f"<w:pict>{VALUE}</w:pict><w:drawing>"), "unknown-markup",
    ),
}  # fmt: skip
#: The same, where there is no value to be found.
UNSEEN: dict[str, tuple[Change, str]] = {
    "a shape beside its chart": (with_shapes("<cdr:x>0.", "<cdr:x>1."), "hidden-text"),
    "a label too small to read": (rewritten(SHAPES, r' sz="\d+"', ' sz="500"'), "hidden-text"),
    "letters of a chart too small to read": (
        rewritten("word/charts/chart1.xml", r' sz="\d+"', ' sz="500"'), "hidden-text",
    ),
    "a label of the colour of paper": (
        with_shapes('<a:schemeClr val="accent1"/></a:solidFill><a:latin',
                    '<a:srgbClr val="FFFFFF"/></a:solidFill><a:latin'), "hidden-text",
    ),
    "a chart that no text shows": (
        another("chart", "charts/chart1.xml"), "text-differs",
    ),
    "a workbook of no chart": (
        lambda data: another("package", "embeddings/Microsoft_Excel_Sheet9.xlsx")(
            with_part("word/embeddings/Microsoft_Excel_Sheet9.xlsx", b"PK")(data)), "unknown-part",
    ),
    "a chart less": (
        rewritten(WORD, r"<w:drawing>(?:(?!</w:drawing>).)*<c:chart .*?</w:drawing>", ""),
        "text-differs",
    ),
}  # fmt: skip


def codes(
    data: bytes, fmt: Format, *needles: Needle, full: bool = False, name: str = "gallery"
) -> set[str]:
    edition = leaking.edition(name, "full" if full else "public")
    found = checks.findings(data, fmt, f"x.{fmt}", view_for(edition, fmt), needles)
    assert VALUE not in "".join(map(str, found)), "G23: a finding quotes the value"
    return {row.code for row in found}


@pytest.mark.parametrize("audience", ["public", pytest.param("full", marks=pytest.mark.slow)])
@pytest.mark.parametrize("fmt", FORMATS)
def test_the_gallery_passes_the_audit(fmt: Format, audience: Audience) -> None:
    data = made(fmt, "gallery", audience)
    assert codes(data, fmt, full=audience == "full") == set()


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
@pytest.mark.parametrize("leak", LEAKS)
def test_g14_what_a_chart_does_not_plot_is_found_in(leak: str, fmt: Format) -> None:
    change, code = LEAKS[leak]
    data = change(made(fmt, "figures"))
    found = codes(data, fmt, Needle("speaker", VALUE), name="figures")
    assert {code, "leaked-value"} <= found


@pytest.mark.parametrize("leak", IN_DOCUMENTS)
def test_g14_what_a_figure_of_a_document_does_not_show_is_found_in(leak: str) -> None:
    change, code = IN_DOCUMENTS[leak]
    data = change(made("docx", "figures"))
    found = codes(data, "docx", Needle("speaker", VALUE), name="figures")
    assert {code, "leaked-value"} <= found


@pytest.mark.parametrize("fault", UNSEEN)
def test_g16_what_cannot_be_seen_of_a_figure_is_found(fault: str) -> None:
    change, code = UNSEEN[fault]
    assert code in codes(change(made("docx", "figures")), "docx", name="figures")


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
def test_g14_the_file_that_is_changed_has_nothing_to_be_found(fmt: Format) -> None:
    data = made(fmt, "figures")
    assert codes(data, fmt, Needle("speaker", VALUE), name="figures") == set()


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
def test_g14_a_number_that_is_withheld_is_found_in_a_workbook(fmt: Format) -> None:
    """The chart shows a gap; its workbook must have none of it either."""
    cell = '<c r="B3"><v>77.5</v></c>'
    parts = stable_zip.unpack(made(fmt, "gallery"))
    name = next(
        name
        for name, content in parts.items()
        if name.endswith(".xlsx") and b"Mountain" in stable_zip.unpack(content)[TEXTS]
    )
    book = swapped(SHEET, '<row r="3">', f'<row r="3">{cell}')(parts[name])
    assert "foreign-data" in codes(ooxml.pack({**parts, name: book}), fmt)


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
def test_g15_a_picture_that_is_not_the_edition_s_is_found(fmt: Format) -> None:
    parts = stable_zip.unpack(made(fmt, "gallery"))
    wanted = {len(part) for name, part in parts.items() if name.endswith(".png")}
    assert wanted
    other = io.BytesIO()
    PIL.Image.new("RGB", (960, 600), "red").save(other, "PNG")
    from base64 import b64decode  # noqa: PLC0415

    own = next(
        b64decode(block.data)
        for slide in leaking.edition("gallery").slides
        for block in slide.blocks
        if block.kind == "picture"
    )
    name = next(name for name, part in parts.items() if part == own)
    assert codes(ooxml.pack({**parts, name: other.getvalue()}), fmt) == {"foreign-data"}


def test_g15_pixels_that_are_not_the_edition_s_are_found_in_a_pdf() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made("pdf", "gallery"))) as pdf:
        image = next(
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == pikepdf.Name.Image
        )
        rows = bytes(image.read_raw_bytes())
        import zlib  # noqa: PLC0415

        pixels = bytearray(zlib.decompress(rows))
        pixels[100] ^= 0xFF
        parameters = image.DecodeParms
        image.write(zlib.compress(bytes(pixels)), filter=pikepdf.Name.FlateDecode)
        image.DecodeParms = parameters
        pdf.save(out, static_id=True)
    assert "foreign-data" in codes(out.getvalue(), "pdf")


def test_a_colour_profile_that_is_not_ours_is_found_in_a_pdf() -> None:
    """A profile has room for texts of its own."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made("pdf", "gallery"))) as pdf:
        profile = pdf.Root.OutputIntents[0].DestOutputProfile
        profile.write(bytes(profile.read_bytes()) + VALUE.encode())
        pdf.save(out, static_id=True)
    assert "unknown-markup" in codes(out.getvalue(), "pdf")
