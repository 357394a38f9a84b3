"""Words that a page shows arrive or are told, in whatever unusual way Word holds them."""

from __future__ import annotations

import pytest

from pipeline.audit.original import proof
from pipeline.cli import main
from tests.importing.conftest import Import
from tests.support.document_xml import WPS, field_, run
from tests.support.hidden_in_documents import (
    OPEN,
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
from tests.support.raw_document import RawDocument
from tests.support.thinned import thinned

_DROP = '<w:framePr w:dropCap="drop" w:lines="3"/>'
_BANNER = '<a:prstGeom prst="rect"/><a:solidFill><a:srgbClr val="4472C4"/></a:solidFill>'
_WHITE = '<w:color w:val="FFFFFF"/>'
_PARTS = {
    "styles": '<w:style w:type="paragraph" w:styleId="S"><w:pPr><w:shd w:val="clear" '
    'w:fill="1F3864"/></w:pPr></w:style><w:style w:type="table" w:styleId="T"><w:tblStylePr '
    f'w:type="firstRow"><w:rPr>{_WHITE}</w:rPr><w:tcPr><w:shd w:val="clear" w:fill="4472C4"/>'
    "</w:tcPr></w:tblStylePr></w:style>",
    "numbering": '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl><w:lvl w:ilvl="1"><w:start '
    'w:val="1"/><w:numFmt w:val="upperRoman"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    "footnotes": f'<w:footnote w:id="2">{paragraph(run(" The note."))}</w:footnote>',
}


def listed(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


def empty_field(code: str, form: str = "") -> str:
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{end}"


def formula(inner: str) -> str:
    return f"<m:oMath>{inner}</m:oMath>"


def part(name: str, text: str) -> str:
    return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"


_NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
_FONT = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}"/>'
_OVER = paragraph(run("a") + anchored(shape(f"<wps:txbx>{boxed('In a box')}</wps:txbx>")))
#: By name: blocks of a document, and what then stands in its text.
_ARRIVES: dict[str, tuple[str, str]] = {
    "initial": (
        paragraph(run("T"), _DROP) + paragraph(run("here was a lake.")), "There was a lake."),
    "end that is deleted": (
        "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>" + run("First ") + "</w:p>"
        + paragraph(run("second.")), "First second."),
    "white on a shaded style": (
        paragraph(run("Banner", _WHITE), '<w:pStyle w:val="S"/>'), "Banner"),
    "white on a cell": (
        table(row(cell("One"), cell("Two")),
              row(cell("a"), cell("Seen", '<w:shd w:val="clear" w:fill="000000"/>', _WHITE))),
        "a: Seen"),
    "head of a table style": (
        table(row(cell("Year"), cell("Posts")), row(cell("2024"), cell("7")),
              properties='<w:tblStyle w:val="T"/><w:tblLook w:firstRow="1"/>'), "Year | Posts"),
    "sign": (paragraph(run("a ") + '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'
                       + run(" b")), "a → b"),
    "letters of Symbol": (
        paragraph(run("Angle ") + run("abW", _FONT.format("Symbol"))), "Angle αβΩ"),
    "letters of Wingdings": (
        paragraph(run("Done ") + run("&#xF0FC;", _FONT.format("Wingdings"))), "Done ✓"),
    "hyphens": (
        paragraph("<w:r><w:t>North</w:t><w:noBreakHyphen/><w:t>East</w:t></w:r>"),
        "North\u2011East"),
    "ticked box": (
        paragraph(empty_field("FORMCHECKBOX", '<w:ffData><w:checkBox><w:checked/></w:checkBox>'
                              "</w:ffData>") + run(" agreed")), "☒ agreed"),
    "box that is not ticked": (
        paragraph(empty_field("FORMCHECKBOX", '<w:ffData><w:checkBox><w:default w:val="0"/>'
                              "</w:checkBox></w:ffData>") + run(" agreed")), "☐ agreed"),
    "choice": (
        paragraph(run("Place: ") + empty_field(
            "FORMDROPDOWN", '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Lake"/>'
            '<w:listEntry w:val="River"/></w:ddList></w:ffData>')), "Place: River"),
    "fraction": (
        paragraph(run("Share ") + formula(f"<m:f>{part('num', '1')}{part('den', '2')}</m:f>")),
        "Share 1/2"),
    "power": (
        paragraph(run("Area ") + formula(f"<m:sSup>{part('e', '10')}{part('sup', '6')}</m:sSup>")),
        "Area 10^6"),
    "brackets and a sum": (
        paragraph(run("So ") + formula(
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>{part("sub", "i")}<m:sup/><m:e><m:d>'
            f'<m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>{part("e", "x")}</m:d></m:e>'
            "</m:nary>")), "So ∑\\_i\\[x\\]"),
    "legal numbers": (
        paragraph(run("First"), listed(0)) + paragraph(run("Second"), listed(1)), "1.1 Second"),
    "controls of all levels": (
        "<w:sdt><w:sdtContent>"
        + table("<w:sdt><w:sdtContent>" + row(
            f"<w:sdt><w:sdtContent>{cell('In')}</w:sdtContent></w:sdt>",
            f"<w:tc><w:sdt><w:sdtContent>{paragraph(run('Within'))}</w:sdtContent></w:sdt></w:tc>")
            + "</w:sdtContent></w:sdt>", row(cell("a"), cell("b")))
        + "</w:sdtContent></w:sdt>", "In: Within"),
    "row that is inserted": (
        table(row(cell("a"), cell("b")),
              row(cell("New"), cell("row"), properties='<w:ins w:id="1"/>')), "New: row"),
    "box of a group": (
        paragraph(anchored(f'<a:graphicData uri="{WPS}"><wpg:wgp><wpg:grpSp><wps:wsp><wps:spPr/>'
                           f'<wps:txbx>{boxed("Deep words")}</wps:txbx></wps:wsp></wpg:grpSp>'
                           "</wpg:wgp></a:graphicData>")), "Deep words"),
    "box over a table": (
        table(row(f"<w:tc>{_OVER}</w:tc>", cell("b")),
              row(cell("c"), cell("d"))), "In a box"),
    "white words on a filled box": (
        paragraph(anchored(shape(
            f"<wps:txbx><w:txbxContent>{paragraph(run('Light', _WHITE))}</w:txbxContent>"
            "</wps:txbx>",
            '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'))), "Light"),
    "below a banner around which words flow": (
        paragraph(anchored(shape("", _BANNER)).replace("wrapNone", "wrapTopAndBottom"))
        + paragraph(run("Seen words")), "Seen words"),
    "before a banner": (
        paragraph(anchored(shape("", _BANNER)).replace('behindDoc="0"', 'behindDoc="1"')
                  + run("Seen words")), "Seen words"),
    "words that the web does not show": (paragraph(run("Printed", "<w:webHidden/>")), "Printed"),
    "heading and text in one line": (
        '<w:p><w:pPr><w:outlineLvl w:val="0"/><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>'
        + run("Lead.") + "</w:p>" + paragraph(run("Text.")), "# Lead.\n\nText."),
    "note in a heading": (
        paragraph(run("Head") + _NOTE, '<w:outlineLvl w:val="0"/>'), "# Head[^note-1]"),
    "note in a cell": (
        table(row(f"<w:tc>{paragraph(run('a') + _NOTE)}</w:tc>", cell("b")),
              row(cell("c"), cell("d"))), "a[^note-1]"),
}  # fmt: skip
#: By name: blocks, and the words of which the report tells.
_TOLD: dict[str, tuple[str, str]] = {
    "ruby": (
        paragraph(f'<w:r><w:ruby><w:rt>{run("above")}</w:rt><w:rubyBase>{run("Base")}</w:rubyBase>'
                  "</w:ruby></w:r>"), "above"),
    "drawn letters": (
        paragraph('<w:r><w:pict><v:shape style="width:99pt;height:40pt"><v:textpath '
                  'string="Drawn words"/></v:shape></w:pict></w:r>'), "Drawn words"),
    "canvas that is locked": (
        paragraph(anchored('<a:graphicData uri="l"><lc:lockedCanvas><a:sp><a:txSp><a:txBody><a:p>'
                           "<a:r><a:t>Locked words</a:t></a:r></a:p></a:txBody></a:txSp></a:sp>"
                           "</lc:lockedCanvas></a:graphicData>")), "Locked words"),
    "equation of a field": (
        paragraph(run("So ") + empty_field("EQ \\f(1,2)")), "EQ \\f(1,2)"),
    "button": (
        paragraph(run("So ") + empty_field("MACROBUTTON None Click")), "MACROBUTTON None Click"),
    "line of the contents": (paragraph(field_("TOC \\o", "Lakes 3")), "Lakes 3"),
}  # fmt: skip
_PLACES = {**_ARRIVES, **_TOLD}


def document(name: str) -> bytes:
    made = raw(_PLACES[name][0])
    for kind, inner in _PARTS.items():
        made.xml(kind, inner)
    return made.data()


@pytest.mark.parametrize("name", thinned(_PLACES, 2))
def test_what_a_page_shows_arrives_or_is_told(name: str, imported: Import) -> None:
    data = document(name)
    made = imported(data, name="given.docx")
    wanted = _PLACES[name][1]
    if name in _ARRIVES:
        assert wanted in made.text
    else:
        assert wanted in {item["text"] for item in made.items(fate="left-out")}
    assert made.text.startswith(OPEN)
    assert [*proof.findings(data, "given.docx", made.folder)] == []
    assert main(["check", str(made.folder)]) == 0


def test_numbers_of_lists_in_notes_stand_as_words(imported: Import) -> None:
    note = paragraph(run(" Of")) + paragraph(run("lakes"), listed(0))
    made = raw(paragraph(run("Shown") + _NOTE))
    made.xml("numbering", _PARTS["numbering"])
    made.xml("footnotes", f'<w:footnote w:id="2">{note}</w:footnote>')
    data = made.data()
    found = imported(data, name="given.docx")
    assert "[^note-1]: Of 1) lakes" in found.text
    assert [*proof.findings(data, "given.docx", found.folder)] == []


def with_head(inner: str, kind: str = "default", more: str = "") -> RawDocument:
    made = raw("").xml("header", inner)
    key = made.links[0].key
    made.body += f'<w:sectPr><w:headerReference w:type="{kind}" r:id="{key}"/>{more}</w:sectPr>'
    return made


@pytest.mark.parametrize(
    "made",
    [
        with_head(paragraph(run("Head words"))),
        with_head(paragraph(run("Head words")), "first", "<w:titlePg/>"),
        with_head(table(row(cell("Head"), cell("words")))),
        with_head(paragraph(run("Head ") + anchored(
            shape(f"<wps:txbx>{boxed('words')}</wps:txbx>"), place=placed(0, 0)))),
        with_head(paragraph('<w:r><w:pict><v:shape style="position:absolute;width:99pt;height:9pt">'
                            '<v:textpath string="Head words"/></v:shape></w:pict></w:r>')),
    ],
)  # fmt: skip
def test_heads_that_a_page_shows_are_told(made: RawDocument, imported: Import) -> None:
    found = imported(made.data(), name="given.docx")
    assert "Head words" in {item["text"] for item in found.items(fate="left-out")}


def test_a_filled_shape_on_the_page_is_told(imported: Import) -> None:
    banner = anchored(shape("", _BANNER), place=placed(0, 0), size=(7_500_000, 300_000))
    made = imported(raw(paragraph(banner)).data(), name="given.docx")
    assert made.items(why="black-box", fate="left-out")
    assert not made.slots
