"""Documents with one word in a place where Word keeps words that no page shows.

``KINDS`` has a maker for each place: it gets the word and returns the document. Each document says
``Open words.`` beside it.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.support import document_xml
from tests.support.document_xml import field_, run
from tests.support.raw_document import RawDocument

OPEN = "Open words."
Maker = Callable[[str], RawDocument]
KINDS: dict[str, Maker] = {}
_WPS = document_xml.WPS
_GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def raw(body: str, *, around: bool = True) -> RawDocument:
    """Return a document with these blocks between others."""
    shown = paragraph(run(OPEN))
    return RawDocument(f"{shown}{body}{shown if around else ''}")


def _body(**kinds: str) -> None:
    """Add kinds that are some blocks of the body; @ stands for the word."""
    for name, text in kinds.items():
        KINDS[name.replace("_", "-")] = lambda word, text=text: raw(text.replace("@", word))


def _looks(**looks: str) -> None:
    """Add kinds that are a look of a run behind shown words."""
    _body(**{name: paragraph(run("Shown ") + run("@", look)) for name, look in looks.items()})


_looks(
    vanish="<w:vanish/>",
    vanish_on='<w:vanish w:val="on"/>',
    spec_vanish="<w:specVanish/>",
    white='<w:color w:val="FFFFFF"/>',
    nearly_white='<w:color w:val="FEFEFE"/>',
    white_of_the_theme='<w:color w:themeColor="background1"/>',
    white_of_the_theme_over_auto='<w:color w:val="auto" w:themeColor="light1"/>',
    tiny='<w:sz w:val="2"/>',
    yellow_on_yellow='<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>',
    green_on_green='<w:color w:val="00FF00"/><w:highlight w:val="green"/>',
    black_highlight='<w:highlight w:val="black"/>',
    black_shade='<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>',
    dark_pattern='<w:shd w:val="solid" w:color="000000" w:fill="auto"/>',
    no_fill="<w14:textFill><w14:noFill/></w14:textFill>",
    white_fill='<w14:textFill><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill>'
    "</w14:textFill>",
    clear_fill='<w14:textFill><w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha '
    'w14:val="100000"/></w14:srgbClr></w14:solidFill></w14:textFill>',
    paper_fill='<w14:textFill><w14:solidFill><w14:schemeClr w14:val="bg1"/></w14:solidFill>'
    "</w14:textFill>",
    squeezed='<w:w w:val="1"/>',
)

_CELL = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r>{}<w:t>{}</w:t></w:r></w:p></w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def cell(text: str, properties: str = "", look: str = "") -> str:
    return _CELL.format(properties, f"<w:rPr>{look}</w:rPr>" if look else "", text)


TOP = row(cell("One"), cell("Two"))
LOW = row(cell("Three"), cell("Four"))
_body(
    white_on_a_white_cell=table(
        TOP, row(cell("Three"), cell("@", '<w:shd w:val="clear" w:fill="FFFFFF"/>',
                                         '<w:color w:val="FFFFFF"/>'))),
    blue_on_a_blue_cell=table(
        TOP, row(cell("Three"), cell("@", '<w:shd w:val="clear" w:fill="1F3864"/>',
                                         '<w:color w:val="1F3864"/>'))),
    blue_on_a_blue_table=table(
        TOP, row(cell("Three"), cell("@", "", '<w:color w:val="1F3864"/>')),
        properties='<w:shd w:val="clear" w:fill="1F3864"/>'),
    black_cell=table(
        TOP, row(cell("Three"), cell("@", '<w:shd w:val="clear" w:fill="000000"/>',
                                         '<w:color w:val="000000"/>'))),
    deleted_row=table(TOP, row(cell("@"), cell("@"), properties='<w:del w:id="1"/>'), LOW),
    deleted_cell=table(row(cell("One"), cell("Two"), cell("@", '<w:cellDel w:id="1"/>')),
                        LOW),
    hidden_row=table(TOP, row(cell("@"), cell("@"), properties="<w:hidden/>"), LOW),
    flat_row=table(TOP, row(cell("@"), cell("@"),
                               properties='<w:trHeight w:val="1" w:hRule="exact"/>'), LOW),
    cell_below_a_merged_one=table(
        row(cell("One", '<w:vMerge w:val="restart"/>'), cell("Two")),
        row(cell("@", "<w:vMerge/>"), cell("Four"))),
    deleted=paragraph(run("Shown") + '<w:del w:id="1" w:author="a"><w:r><w:delText>@</w:delText>'
                      "</w:r></w:del>"),
    deleted_as_text=paragraph(run("Shown") + f'<w:del w:id="1">{run("@")}</w:del>'),
    moved_away=paragraph(run("Shown") + f'<w:moveFrom w:id="1">{run("@")}</w:moveFrom>'),
    deleted_within_inserted=paragraph(
        run("Shown") + f'<w:ins w:id="1"><w:del w:id="2">{run("@")}</w:del></w:ins>'),
    deleted_block=f'<w:del w:id="1">{paragraph(run("@"))}</w:del>',
    deleted_table=f'<w:moveFrom w:id="1">{table(row(cell("@"), cell("@")))}</w:moveFrom>',
    deleted_control=paragraph(
        f'{run("Shown")}<w:del w:id="3"><w:sdt><w:sdtContent>{run("@")}</w:sdtContent></w:sdt>'
        "</w:del>"),
    old_look=paragraph('<w:r><w:rPr><w:rPrChange w:id="1" w:author="@"><w:rPr><w:b/></w:rPr>'
                       "</w:rPrChange></w:rPr><w:t>Shown</w:t></w:r>"),
    old_number=paragraph(run("Shown"), '<w:numPr><w:numberingChange w:id="1" w:original="@"/>'
                         "</w:numPr>"),
    prompt=paragraph(run("Shown") + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
                     f'{run("@")}</w:sdtContent></w:sdt>'),
    prompt_block="<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
    f'{paragraph(run("@"))}</w:sdtContent></w:sdt>',
    prompt_of_a_cell=table(
        TOP, row(cell("Three"), "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
                   f'{cell("@")}</w:sdtContent></w:sdt>')),
    prompt_of_a_row=table(
        TOP, LOW, "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f'{row(cell("@"), cell("@"))}</w:sdtContent></w:sdt>'),
    choices_of_a_control=paragraph(
        '<w:sdt><w:sdtPr><w:alias w:val="@"/><w:tag w:val="@"/><w:dropDownList><w:listItem '
        'w:displayText="@" w:value="@"/></w:dropDownList><w:dataBinding w:xpath="/@"/></w:sdtPr>'
        f'<w:sdtContent>{run("Shown")}</w:sdtContent></w:sdt>'),
    name_of_a_tag=paragraph(
        '<w:smartTag w:uri="urn:@" w:element="@"><w:smartTagPr><w:attr w:name="@" w:val="@"/>'
        f'</w:smartTagPr>{run("Shown")}</w:smartTag><w:customXml w:uri="u" w:element="@">'
        f'<w:customXmlPr><w:placeholder w:val="@"/></w:customXmlPr>{run("Shown")}</w:customXml>'),
    bookmark=paragraph('<w:bookmarkStart w:id="1" w:name="_@"/>' + run("Shown")
                       + '<w:bookmarkEnd w:id="1"/>' + field_("REF _@ \\h", "Shown")),
    permission=paragraph('<w:permStart w:id="1" w:ed="@"/>' + run("Shown")),
    untaken_branch=paragraph(field_('IF 1 = 1 "Shown" "@"', "Shown")),
    field_within_a_field=paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
        f'{field_("DOCPROPERTY x", "@")}<w:r><w:instrText>= 1 "a" "b"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Shown</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    words_of_a_field=paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>@</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Shown</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    index_entry=paragraph(run("Shown") + field_('XE "@"', "@") + field_('TC "@" \\l 1', "@")),
    set_field=paragraph(run("Shown") + field_('SET x "@"', "@")),
    field_code=paragraph(field_('INCLUDETEXT "C:\\\\@.docx"', "Shown")),
    simple_field=paragraph(f'<w:fldSimple w:instr=" FILENAME \\p @ ">{run("Shown")}</w:fldSimple>'),
    choices_of_a_form=paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="@"/><w:helpText '
        'w:val="@"/><w:statusText w:val="@"/><w:textInput><w:default w:val="@"/></w:textInput>'
        '<w:ddList><w:listEntry w:val="Shown"/><w:listEntry w:val="@"/></w:ddList></w:ffData>'
        "</w:fldChar></w:r><w:r><w:instrText>FORMTEXT</w:instrText></w:r><w:r><w:fldChar "
        'w:fldCharType="separate"/></w:r><w:r><w:t>Shown</w:t></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r>'),
    data_of_a_field=paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"><w:fldData>@</w:fldData></w:fldChar></w:r><w:r>'
        '<w:instrText>ADDIN @</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>Shown</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    hidden_line_of_the_contents=paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("Shown 1 ") + run("@", "<w:vanish/>") + run("@", '<w:color w:val="FFFFFF"/>')
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    hidden_in_the_contents_control='<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery '
    'w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
    + paragraph(run("Shown 1 ") + run("@", "<w:vanish/>") + run("@ ", '<w:color w:val="FFFFFF"/>')
                + f'<w:moveFrom w:id="1">{run("@")}</w:moveFrom>')
    + "</w:sdtContent></w:sdt>",
    hidden_base_of_ruby=paragraph(
        f'<w:r><w:ruby><w:rt>{run("r")}</w:rt><w:rubyBase>{run("Shown")}'
        f'{run("@", "<w:vanish/>")}</w:rubyBase></w:ruby></w:r>'),
    hidden_ruby=paragraph(
        f'<w:r><w:ruby><w:rt>{run("@", "<w:vanish/>")}</w:rt><w:rubyBase>{run("Shown")}'
        "</w:rubyBase></w:ruby></w:r>"),
    ruby_of_hidden_words=paragraph(
        f'{run("Shown")}<w:r><w:rPr><w:vanish/></w:rPr><w:ruby><w:rt>{run("@")}</w:rt><w:rubyBase>'
        f'{run("x")}</w:rubyBase></w:ruby></w:r>'),
    phantom=paragraph(
        f'{run("Shown")}<m:oMath><m:r><m:t>x</m:t></m:r><m:phant><m:phantPr><m:show m:val="0"/>'
        "</m:phantPr><m:e><m:r><m:t>@</m:t></m:r></m:e></m:phant></m:oMath>"),
    hidden_in_a_formula=paragraph(
        f'{run("Shown")}<m:oMath><m:r><m:t>x</m:t></m:r><m:r><w:rPr><w:vanish/></w:rPr>'
        "<m:t>@</m:t></m:r></m:oMath>"),
    deleted_in_a_formula=paragraph(
        f'{run("Shown")}<m:oMath><m:r><m:t>x</m:t></m:r><w:del w:id="1"><m:r><m:t>@</m:t></m:r>'
        "</w:del></m:oMath>"),
    hidden_degree_of_a_root=paragraph(
        f'{run("Shown")}<m:oMath><m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg><m:r><m:t>@'
        "</m:t></m:r></m:deg><m:e><m:r><m:t>x</m:t></m:r></m:e></m:rad></m:oMath>"),
    hidden_limits_of_a_sum=paragraph(
        f'{run("Shown")}<m:oMath><m:nary><m:naryPr><m:subHide m:val="1"/></m:naryPr><m:sub><m:r>'
        "<m:t>@</m:t></m:r></m:sub><m:e><m:r><m:t>x</m:t></m:r></m:e></m:nary></m:oMath>"),
    picture_of_a_hidden_run=paragraph(
        run("Shown") + '<w:r><w:rPr><w:vanish/></w:rPr><w:drawing><wp:inline><wp:extent '
        f'cx="900000" cy="900000"/><wp:docPr id="7" name="@" descr="@"/><a:graphic><a:graphicData '
        f'uri="{_WPS}"><wps:wsp><wps:spPr/><wps:txbx><w:txbxContent>{paragraph(run("@"))}'
        "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
        "</w:r>"),
    deleted_row_of_a_table_within_a_cell=table(
        TOP, row(cell("Three"), "<w:tc>" + table(TOP, row(
            cell("@"), cell("@"), properties='<w:del w:id="1"/>')) + "<w:p/></w:tc>")),
    prompt_within_a_cell=table(
        TOP, row(cell("Three"), "<w:tc><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
                   f'<w:sdtContent>{paragraph(run("@"))}</w:sdtContent></w:sdt><w:p/></w:tc>')),
    hidden_row_of_a_table_in_a_box=table(row(
        "<w:tc>" + table(TOP, row(cell("@"), cell("@"), properties="<w:hidden/>"))
        + "<w:p/></w:tc>")),
    unshown_field_within_a_formula=paragraph(
        run("Shown") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><m:oMath><m:r><m:t>@</m:t>'
        '</m:r></m:oMath><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r>'),
    flat_line=paragraph(run("@"), '<w:spacing w:line="2" w:lineRule="exact"/>'),
    off_the_page=paragraph(
        run("@"), '<w:framePr w:w="2000" w:hAnchor="page" w:x="30000" w:y="1"/>'),
    indented_off_the_page=paragraph(run("@"), '<w:ind w:left="31000"/>'),
    unknown_wrapper=f'<x:p>{paragraph(run("@"))}</x:p>',
    unknown_run_part=paragraph(f'{run("Shown")}<w:r><x:t>@</x:t><w:dirty>@</w:dirty></w:r>'),
    comment_range=paragraph('<w:commentRangeStart w:id="0"/>' + run("Shown")
                            + '<w:proofErr w:type="@"/>'),
    second_choice=paragraph(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:t>Shown</w:t></mc:Choice>'
        '<mc:Choice Requires="wpg"><w:t>@</w:t></mc:Choice><mc:Fallback><w:t>@</w:t>'
        "</mc:Fallback></mc:AlternateContent></w:r>"),
)  # fmt: skip


def boxed(text: str) -> str:
    return f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"


_SMALL = (900_000, 900_000)


def anchored(
    inner: str, *, more: str = "", place: str = "", anchor: str = "", size: tuple[int, int] = _SMALL
) -> str:
    cx, cy = size
    place = place or (
        '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    )
    return (
        f'<w:r><w:drawing><wp:anchor behindDoc="0" {anchor}>{place}<wp:extent cx="{cx}" cy="{cy}"/>'
        f'<wp:wrapNone/><wp:docPr id="7" name="box" {more}/><a:graphic>{inner}</a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )


def shape(inner: str, properties: str = "", more: str = "") -> str:
    return (
        f'<a:graphicData uri="{_WPS}"><wps:wsp>{more}<wps:spPr>{properties}</wps:spPr>{inner}'
        "<wps:bodyPr/></wps:wsp></a:graphicData>"
    )


def placed(across: int, down: int) -> str:
    return (
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{across}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{down}</wp:posOffset></wp:positionV>'
    )


def _painted(colour: str) -> str:
    return f'<a:prstGeom prst="rect"/><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


FAR = 60_000_000
_IN_GROUP = (
    f'<a:graphicData uri="{_GROUP}"><wpg:wgp><wpg:grpSpPr/><wps:wsp><wps:cNvPr id="3" name="@" '
    f'hidden="1"/><wps:spPr/><wps:txbx>{boxed("@")}</wps:txbx></wps:wsp></wpg:wgp></a:graphicData>'
)
_body(
    hidden_shape=paragraph(anchored(shape(f'<wps:txbx>{boxed("@")}</wps:txbx>'),
                                     more='hidden="1" descr="@" title="@"')),
    anchor_that_is_hidden=paragraph(
        anchored(shape(f'<wps:txbx>{boxed("@")}</wps:txbx>'), anchor='hidden="1"')),
    hidden_shape_of_a_group=paragraph(anchored(_IN_GROUP)),
    hidden_old_shape=paragraph(
        '<w:r><w:pict><v:shape id="@" style="width:9pt;height:9pt;visibility:hidden" alt="@">'
        f'<v:textbox>{boxed("@")}</v:textbox></v:shape></w:pict></w:r>'),
    old_shape_without_display=paragraph(
        '<w:r><w:pict><v:rect style="display:none;width:9pt" alt="@">'
        f'<v:textbox>{boxed("@")}</v:textbox></v:rect></w:pict></w:r>'),
    box_right_of_the_page=paragraph(anchored(shape(f'<wps:txbx>{boxed("@")}</wps:txbx>'),
                                              place=placed(FAR, 0))),
    box_below_the_page=paragraph(anchored(shape(f'<wps:txbx>{boxed("@")}</wps:txbx>'),
                                           place=placed(0, FAR))),
    box_left_of_the_page=paragraph(anchored(shape(f'<wps:txbx>{boxed("@")}</wps:txbx>'),
                                             place=placed(-FAR, 0))),
    old_box_off_the_page=paragraph(
        '<w:r><w:pict><v:shape style="position:absolute;margin-left:-2000pt;margin-top:0;'
        f'width:90pt;height:90pt"><v:textbox>{boxed("@")}</v:textbox></v:shape></w:pict></w:r>'),
    box_without_size=paragraph(anchored(shape(f'<wps:txbx>{boxed("@")}</wps:txbx>'),
                                         size=(0, 0))),
    black_box_of_black_words=paragraph(anchored(shape(
        f'<wps:txbx><w:txbxContent>{paragraph(run("@", "<w:color w:val=chr34000000chr34/>"))}'
        "</w:txbxContent></wps:txbx>".replace("chr34", '"'), _painted("000000")))
        .replace("chr34", '"')),
    white_words_in_a_white_box=paragraph(anchored(shape(
        f'<wps:txbx><w:txbxContent>{paragraph(run("@", "<w:color w:val=chr34FFFFFFchr34/>"))}'
        "</w:txbxContent></wps:txbx>", _painted("FFFFFF"))).replace("chr34", '"')),
    below_a_black_shape=paragraph(run("@") + anchored(shape("", _painted("000000")),
                                                       size=(5_000_000, 300_000))),
    below_a_white_shape=paragraph(run("@") + anchored(shape("", _painted("FFFFFF")),
                                                       size=(5_000_000, 300_000))),
    below_a_grey_shape=paragraph(run("@") + anchored(shape("", _painted("808080")),
                                                      size=(5_000_000, 300_000))),
    below_a_shape_of_the_theme=paragraph(run("@") + anchored(shape(
        '<wps:style><a:lnRef idx="2"/><a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef>'
        "</wps:style>"), size=(5_000_000, 300_000))),
    below_an_old_black_shape=paragraph(
        run("@") + '<w:r><w:pict><v:rect style="position:absolute;margin-left:0;margin-top:0;'
        'width:400pt;height:20pt" fillcolor="black"/></w:pict></w:r>'),
    below_an_old_white_shape=paragraph(
        run("@") + '<w:r><w:pict><v:rect style="position:absolute;margin-left:0;margin-top:0;'
        'width:400pt;height:20pt" fillcolor="white"/></w:pict></w:r>'),
    handwriting=paragraph(
        run("Shown") + '<w:r><mc:AlternateContent><mc:Choice Requires="wpi"><w:drawing><wp:inline>'
        '<wp:docPr id="8" name="@"/><a:graphic><a:graphicData uri="ink"><w14:contentPart '
        'r:id="@"/></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback/>'
        "</mc:AlternateContent></w:r>"),
)  # fmt: skip
