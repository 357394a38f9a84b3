"""Documents with one word in a part that no page shows: styles, heads, notes, pictures, charts.

``KINDS`` has these makers and those of ``hidden_in_documents``.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import xlsxwriter
from PIL import Image

from tests.support import document_xml, hidden_in_documents
from tests.support.document_xml import field_, run
from tests.support.hidden_in_documents import (
    FAR,
    LOW,
    OPEN,
    TOP,
    Maker,
    anchored,
    boxed,
    cell,
    paragraph,
    placed,
    raw,
    row,
    shape,
    table,
)
from tests.support.raw_document import ALL_NAMES, Link, RawDocument

KINDS: dict[str, Maker] = {**hidden_in_documents.KINDS}
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def _kind(name: str) -> Callable[[Maker], Maker]:
    def add(maker: Maker) -> Maker:
        KINDS[name] = maker
        return maker

    return add


@_kind("style-that-hides")
def _style(word: str) -> RawDocument:
    return raw(paragraph(run(word), '<w:pStyle w:val="H"/>')).xml(
        "styles", '<w:style w:type="paragraph" w:styleId="B"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="B"/></w:style>')  # fmt: skip


@_kind("style-of-letters-that-hides")
def _letters(word: str) -> RawDocument:
    return raw(paragraph(run("Shown ") + run(word, '<w:rStyle w:val="H"/>'))).xml(
        "styles", '<w:style w:type="character" w:styleId="B"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="H"><w:basedOn w:val="B"/></w:style>')  # fmt: skip


@_kind("white-style")
def _white(word: str) -> RawDocument:
    return raw(paragraph(run(word), '<w:pStyle w:val="H"/>')).xml(
        "styles", '<w:style w:type="paragraph" w:styleId="H"><w:rPr><w:color w:val="FFFFFF"/>'
        "</w:rPr></w:style>")  # fmt: skip


@_kind("flat-style")
def _flat(word: str) -> RawDocument:
    return raw(paragraph(run(word), '<w:pStyle w:val="H"/>')).xml(
        "styles", '<w:style w:type="paragraph" w:styleId="H"><w:pPr><w:spacing w:line="1" '
        'w:lineRule="exact"/></w:pPr></w:style>')  # fmt: skip


@_kind("table-style-that-hides")
def _oftable(word: str) -> RawDocument:
    return raw(table(TOP, row(cell(word), cell("Four")),
                      properties='<w:tblStyle w:val="T"/>')).xml(
        "styles", '<w:style w:type="table" w:styleId="T"><w:rPr><w:vanish/></w:rPr></w:style>'
    )  # fmt: skip


@_kind("white-table-style")
def _whitetable(word: str) -> RawDocument:
    return raw(table(row(cell(word), cell("x")), LOW,
                      properties='<w:tblStyle w:val="T"/><w:tblLook w:firstRow="1"/>')).xml(
        "styles", '<w:style w:type="table" w:styleId="T"><w:tblStylePr w:type="firstRow"><w:rPr>'
        '<w:color w:val="FFFFFF"/></w:rPr></w:tblStylePr></w:style>')  # fmt: skip


@_kind("defaults-that-hide")
def _usual(word: str) -> RawDocument:
    shown = run(OPEN, '<w:vanish w:val="0"/>')
    return RawDocument(paragraph(shown) + paragraph(run(word))).xml(
        "styles", "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault>"
        "</w:docDefaults>")  # fmt: skip


@_kind("dark-paper")
def _paper(word: str) -> RawDocument:
    made = raw(paragraph(run(word, '<w:color w:val="FFF2CC"/>')))
    made.before = '<w:background w:color="FFF2CC"/>'
    return made.xml("settings", "<w:displayBackgroundShape/>")


@_kind("comments")
def _comments(word: str) -> RawDocument:
    made = raw(paragraph('<w:commentRangeStart w:id="0"/>' + run("Shown")
                         + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    ))  # fmt: skip
    made.xml("comments", f'<w:comment w:id="0" w:author="{word}" w:initials="{word}">'
                         f"{paragraph(run(word))}</w:comment>")  # fmt: skip
    for kind in ("commentsExtended", "commentsIds", "commentsExtensible", "people"):
        made.part(f"word/{kind}.xml", f'<x a="{word}">{word}</x>', kind)
    return made


@_kind("properties")
def _properties(word: str) -> RawDocument:
    made = raw("")
    for name, kind in (("core", "metadata/core-properties"), ("app", "extended-properties"),
                       ("custom", "custom-properties")):  # fmt: skip
        made.part(f"docProps/{name}.xml", f"<x><y>{word}</y></x>")
        made.root_links.append(Link(f"p{name}", kind, f"docProps/{name}.xml"))
    return made


@_kind("settings")
def _settings(word: str) -> RawDocument:
    made = raw("").xml(
        "settings", f'<w:docVars><w:docVar w:name="{word}" w:val="{word}"/></w:docVars>'
        "<w:mailMerge>"
        f'<w:query w:val="{word}"/></w:mailMerge><w:attachedTemplate r:id="t"/>'
        f'<w:rsids><w:rsid w:val="{word}"/></w:rsids><w:captions><w:caption w:name="{word}"/>'
        "</w:captions>")  # fmt: skip
    outside = f"file:///C:/{word}.dotm"
    made.more_links["word/settings.xml"] = [Link("t", "attachedTemplate", outside, outside=True)]
    return made


@_kind("other-data")
def _other(word: str) -> RawDocument:
    made = raw(
        paragraph('<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x" w:storeItemID="{1}"/></w:sdtPr>'
                  f'<w:sdtContent>{run("Shown")}</w:sdtContent></w:sdt>'))  # fmt: skip
    made.part("customXml/item1.xml", f"<x>{word}</x>", "customXml")
    made.part("word/webSettings.xml", f"<x>{word}</x>", "webSettings")
    made.part("word/fontTable.xml", f'<x n="{word}"/>', "fontTable")
    return made.part("word/theme/theme1.xml", f'<a:theme {ALL_NAMES} name="{word}"/>', "theme")


@_kind("building-blocks")
def _glossary(word: str) -> RawDocument:
    text = f"<w:docPartBody>{paragraph(run(word))}</w:docPartBody>"
    text = f"<w:docParts><w:docPart>{text}</w:docPart></w:docParts>"
    return raw("").xml("glossaryDocument", text)


@_kind("files-within")
def _within(word: str) -> RawDocument:
    within = '<w:r><w:object><o:OLEObject r:id="ole"/></w:object></w:r>'
    made = raw(f'<w:altChunk r:id="chunk"/>{paragraph(within)}')
    made.part("word/a.html", f"<html><body>{word}</body></html>", "aFChunk", "chunk")
    made.part("word/embeddings/o.bin", word, "oleObject", "ole")
    return made.part("word/embeddings/o.xlsx", _workbook(word), "package")


def _unused(kind: str, more: str = "", settings: str = "") -> Maker:
    def make(word: str) -> RawDocument:
        made = raw("").xml("header", paragraph(run(word)))
        made.xml("settings", settings)
        made.body += (
            f'<w:sectPr><w:headerReference w:type="{kind}" r:id="{made.links[0].key}"/>'
            f"{more}</w:sectPr>"
        )
        return made

    return make


KINDS["head-of-a-first-page-that-has-none"] = _unused("first")
KINDS["head-of-even-pages-that-have-none"] = _unused("even")


@_kind("head-of-nothing")
def _no_head(word: str) -> RawDocument:
    return raw("").xml("header", paragraph(run(word)))


def _in_head(inner: str) -> Maker:
    def make(word: str) -> RawDocument:
        made = raw("").xml("header", inner.replace("@", word))
        made.body += (
            f'<w:sectPr><w:headerReference w:type="default" r:id="{made.links[0].key}"/></w:sectPr>'
        )
        return made

    return make


KINDS["white-in-a-head"] = _in_head(paragraph(run("Head ") + run("@", '<w:color w:val="FFFFFF"/>')))
KINDS["tiny-in-a-head"] = _in_head(paragraph(run("Head ") + run("@", '<w:sz w:val="1"/>')))
KINDS["hidden-in-a-head"] = _in_head(paragraph(run("Head ") + run("@", "<w:vanish/>")))
KINDS["hidden-shape-of-a-head"] = _in_head(
    paragraph(run("Head ") + anchored(shape(f"<wps:txbx>{boxed('@')}</wps:txbx>"),
                                       more='hidden="1"')))  # fmt: skip
KINDS["box-of-a-head-off-the-page"] = _in_head(
    paragraph(run("Head ") + anchored(shape(f"<wps:txbx>{boxed('@')}</wps:txbx>"),
                                       place=placed(FAR, 0))))  # fmt: skip
KINDS["prompt-of-a-head"] = _in_head(
    paragraph(run("Head ") + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
              f"{run('@')}</w:sdtContent></w:sdt>"))  # fmt: skip
KINDS["untaken-branch-of-a-head"] = _in_head(
    paragraph(field_('IF 1 = 1 "Shown" "@"', "Shown")))  # fmt: skip
KINDS["black-in-a-head"] = _in_head(
    paragraph(run("Head ") + run("@", '<w:highlight w:val="black"/>')))  # fmt: skip
KINDS["deleted-in-a-head"] = _in_head(
    paragraph(run("Head ") + f'<w:moveFrom w:id="1">{run("@")}</w:moveFrom>'))  # fmt: skip


def _note(body: str, note: str, kind: str = "footnote", properties: str = "") -> Maker:
    def make(word: str) -> RawDocument:
        text = f'<w:{kind} w:id="2"{properties}>{note.replace("@", word)}</w:{kind}>'
        return raw(body).xml(f"{kind}s", text)

    return make


_REFERRED = paragraph(run("Shown") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
KINDS["note-to-which-nothing-refers"] = _note("", paragraph(run("@")))
KINDS["endnote-to-which-nothing-refers"] = _note("", paragraph(run("@")), "endnote")
KINDS["note-of-deleted-words"] = _note(
    paragraph(run("Shown") + '<w:del w:id="1"><w:r><w:footnoteReference w:id="2"/></w:r></w:del>'),
    paragraph(run("@")))  # fmt: skip
KINDS["note-of-hidden-words"] = _note(
    paragraph(run("Shown") + '<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t>'
              '<w:footnoteReference w:id="2"/></w:r>'), paragraph(run("@")))  # fmt: skip
KINDS["hidden-in-a-note"] = _note(
    _REFERRED, paragraph(run(" Note ") + run("@", "<w:vanish/>")))  # fmt: skip
KINDS["deleted-in-a-note"] = _note(
    _REFERRED, paragraph(run(" Note ") + f'<w:del w:id="1">{run("@")}</w:del>'))  # fmt: skip
KINDS["hidden-shape-of-a-note"] = _note(
    _REFERRED, paragraph(run(" Note ") + anchored(shape(f"<wps:txbx>{boxed('@')}</wps:txbx>"),
                                                   more='hidden="1"')))  # fmt: skip
KINDS["deleted-row-of-a-note"] = _note(
    _REFERRED, paragraph(run(" Note")) + table(
        TOP, row(cell("@"), cell("@"), properties='<w:del w:id="1"/>')))  # fmt: skip
KINDS["prompt-of-a-note"] = _note(
    _REFERRED, paragraph(run(" Note")) + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    f"<w:sdtContent>{paragraph(run('@'))}</w:sdtContent></w:sdt>")  # fmt: skip


def _picture(
    data: bytes, end: str, fill: str = "", descr: str = "A lake", more: str = ""
) -> RawDocument:
    inline = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="600000"/><wp:docPr id="9" '
        f'name="Picture" descr="{descr}" {more}/><a:graphic><a:graphicData uri="{_PICTURE}">'
        "<pic:pic>"
        f'<pic:nvPicPr><pic:cNvPr id="1" name="p.png"/></pic:nvPicPr><pic:blipFill><a:blip '
        f'r:embed="img"/>{fill}</pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
    return raw(paragraph(inline)).part(f"word/media/i.{end}", data, "image", "img")


def _pixels(word: str = "") -> Image.Image:
    """Return a picture whose right half has a word in its pixels."""
    image = Image.new("RGB", (120, 80), (20, 90, 160))
    for at, letter in enumerate(word.encode()):
        image.putpixel((61 + at, 40), (letter, letter, letter))
    return image


@_kind("chunks-of-a-picture")
def _chunks(word: str) -> RawDocument:
    stream = io.BytesIO()
    _pixels().save(stream, "PNG")
    data, chunk = stream.getvalue(), b"tEXtComment\0" + word.encode()
    text = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return _picture(data[:33] + text + data[33:] + word.encode(), "png")


@_kind("exif-of-a-picture")
def _exif(word: str) -> RawDocument:
    stream, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = exif[0x013B] = word
    _pixels().save(stream, "JPEG", exif=exif, comment=word.encode(),
                   xmp=f"<x:xmpmeta>{word}</x:xmpmeta>".encode())  # fmt: skip
    return _picture(stream.getvalue(), "jpg")


@_kind("cropped-pixels")
def _cropped(word: str) -> RawDocument:
    stream = io.BytesIO()
    _pixels(word).save(stream, "PNG")
    return _picture(stream.getvalue(), "png", '<a:srcRect r="50000"/>')


@_kind("path-as-alternative-text")
def _path(word: str) -> RawDocument:
    stream = io.BytesIO()
    _pixels().save(stream, "PNG")
    return _picture(stream.getvalue(), "png", descr=f"C:\\Users\\{word}\\lake.png",
                    more=f'title="file:///home/{word}/lake.png"')  # fmt: skip


@_kind("path-as-name")
def _named(word: str) -> RawDocument:
    stream = io.BytesIO()
    _pixels().save(stream, "PNG")
    made = _picture(stream.getvalue(), "png")
    made.body = made.body.replace('name="Picture"', f'name="C:\\Users\\{word}\\lake.png"')
    made.body = made.body.replace('name="p.png"', f'name="{word}.png" descr="{word}"')
    return made


@_kind("tooltip-of-a-link")
def _tooltip(word: str) -> RawDocument:
    made = raw(paragraph(
        f'<w:hyperlink r:id="out" w:tooltip="{word}" w:docLocation="{word}" w:tgtFrame="{word}">'
        f"{run('Shown')}</w:hyperlink>"))  # fmt: skip
    made.links.append(Link("out", "hyperlink", "https://example.eu/", outside=True))
    made.links.append(Link("out2", "hyperlink", f"https://{word}.example.eu/", outside=True))
    return made


@_kind("place-of-a-link-to-a-file")
def _file_link(word: str) -> RawDocument:
    made = raw(paragraph(f'<w:hyperlink r:id="out">{run("Shown")}</w:hyperlink>'))
    made.links.append(Link("out", "hyperlink", f"file:///C:/{word}/x.docx", outside=True))
    return made


def _workbook(word: str, *, rows: bool = False) -> bytes:
    """Return a workbook with a word in hidden rows, columns and sheets, and in comments."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Sheet")
    for at, line in enumerate((("", "Posts"), ("North", 1), (word if rows else "South", 2))):
        sheet.write_row(at, 0, line)
    sheet.set_row(2, None, None, {"hidden": rows})
    sheet.write("Z9", word)
    sheet.set_column("Z:Z", None, None, {"hidden": True})
    sheet.write_comment("A1", word)
    other = book.add_worksheet("other")
    other.write("A1", word)
    other.very_hidden()
    book.set_properties({"author": word})
    book.close()
    return stream.getvalue()


def _charted(xml: str, word: str, *, rows: bool = False) -> RawDocument:
    made = raw(paragraph(
        '<w:r><w:drawing><wp:inline><wp:extent cx="3600000" cy="2400000"/><wp:docPr id="9" '
        'name="c" '
        f'descr="Posts"/><a:graphic><a:graphicData uri="{_CHART}"><c:chart r:id="ch"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"))  # fmt: skip
    made.part("word/charts/chart1.xml", xml, "chart", "ch")
    made.part("word/embeddings/w.xlsx", _workbook(word, rows=rows))
    made.more_links["word/charts/chart1.xml"] = [Link("w", "package", "/word/embeddings/w.xlsx")]
    return made


_PLAIN = document_xml.chart("Posts", ["North", "South"], ["1", "2"])


@_kind("workbook-of-a-chart")
def _of_chart(word: str) -> RawDocument:
    return _charted(_PLAIN.replace("</c:chart>", '</c:chart><c:externalData r:id="w"/>'), word)


@_kind("hidden-row-of-a-chart-without-numbers")
def _empty_chart(word: str) -> RawDocument:
    xml = (
        f'<c:chartSpace {ALL_NAMES}><c:chart><c:plotArea><c:barChart><c:barDir val="col"/>'
        '<c:grouping val="clustered"/><c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef>'
        "<c:f>Sheet!$B$1</c:f></c:strRef></c:tx><c:cat><c:strRef><c:f>Sheet!$A$2:$A$3</c:f>"
        "</c:strRef></c:cat><c:val><c:numRef><c:f>Sheet!$B$2:$B$3</c:f></c:numRef></c:val></c:ser>"
        '</c:barChart></c:plotArea><c:plotVisOnly val="1"/></c:chart><c:externalData r:id="w"/>'
        "</c:chartSpace>"
    )
    return _charted(xml, word, rows=True)


@_kind("filtered-series-of-a-chart")
def _filtered(word: str) -> RawDocument:
    more = (
        '<c:extLst><c:ext uri="{02D57815-91ED-43cb-92C2-25804820EDAC}"><c15:filteredBarSeries '
        'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:ser><c:tx><c:v>'
        f"{word}</c:v></c:tx></c15:ser></c15:filteredBarSeries></c:ext></c:extLst></c:barChart>"
    )
    return _charted(_PLAIN.replace("</c:barChart>", more), word)


@_kind("title-that-a-chart-does-not-show")
def _title(word: str) -> RawDocument:
    axis = (
        '<c:valAx><c:axId val="1"/><c:delete val="1"/><c:title><c:tx><c:rich><a:p><a:r><a:t>'
        f"{word}</a:t></a:r></a:p></c:rich></c:tx></c:title></c:valAx></c:plotArea>"
    )
    return _charted(_PLAIN.replace("</c:plotArea>", axis), word)


@_kind("points-of-a-diagram-without-a-line")
def _diagram(word: str) -> RawDocument:
    made = raw(paragraph(
        '<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="5" name="d"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram">'
        '<dgm:relIds r:dm="dm"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    ))  # fmt: skip
    points = "".join(
        f'<dgm:pt modelId="{key}" {kind}><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t>'
        "</dgm:pt>"
        for key, kind, text in (("0", 'type="doc"', ""), ("1", "", "Shown"),
                                ("2", 'type="pres"', word), ("3", "", word),
                                ("4", 'type="parTrans"', word))
    )  # fmt: skip
    return made.part(
        "word/diagrams/data1.xml", f"<dgm:dataModel {ALL_NAMES}><dgm:ptLst>{points}</dgm:ptLst>"
        '<dgm:cxnLst><dgm:cxn modelId="9" srcId="0" destId="1" srcOrd="0"/></dgm:cxnLst>'
        "</dgm:dataModel>", "diagramData", "dm")  # fmt: skip


@_kind("number-that-is-hidden")
def _number(word: str) -> RawDocument:
    made = raw(
        paragraph(run("Shown"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    )
    return made.xml(
        "numbering", '<w:abstractNum w:abstractNumId="1"><w:name w:val="n"/><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{word} %1"/><w:rPr>'
        "<w:vanish/></w:rPr></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId "
        'w:val="1"/></w:num>')  # fmt: skip


def word_of(kind: str) -> str:
    """Return the word that stands in the document of a kind."""
    letters = "".join(part[:3] for part in kind.split("-"))
    return f"Quark{letters}zz"


def document(kind: str) -> bytes:
    """Return the document of a kind."""
    return KINDS[kind](word_of(kind)).data()
