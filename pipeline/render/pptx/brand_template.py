"""Deck in a brand's template: its masters in our file; titles, footers and charts drawn its way.

Its placeholders are the brand's, and so are faces and colours, by the slots of its scheme. Sizes,
insets, anchors, bullets and the like are stated on the slide, because a brand sets them otherwise
than text was measured.
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree
from pptx.presentation import Presentation
from pptx.slide import SlideLayout

from pipeline.core import stable_zip
from pipeline.design.brand.pptx_template import DeckTemplate
from pipeline.design.theme import Theme
from pipeline.design.tokens import Box, HouseLayout
from pipeline.edition.runs import TextRun
from pipeline.edition.texts import title_lines
from pipeline.render import ooxml
from pipeline.render.drawingml.drawing_text import Xml, preset, xfrm, xml
from pipeline.render.drawingml.drawing_xml import el
from pipeline.render.pptx import deck_parts
from pipeline.render.pptx.slide_shapes import Paint, Sheet
from pipeline.render.pptx.text import Line, Setting, plain_line
from pipeline.render.pptx.text_styles import Style, style_of

_REPLACED = ("ppt/slideMasters/", "ppt/slideLayouts/", "ppt/theme/theme1.xml")
_NOTES_THEME = "ppt/theme/theme2.xml"
_RELATIONS = "ppt/_rels/presentation.xml.rels"
_NOTES_RELATIONS = "ppt/notesMasters/_rels/notesMaster1.xml.rels"
_TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument"
_KINDS = {
    "slideMasters": f"{_MAIN}.presentationml.slideMaster+xml",
    "slideLayouts": f"{_MAIN}.presentationml.slideLayout+xml",
    "theme": f"{_MAIN}.theme+xml",
}
_PICTURES = {"jpg": "jpeg", "emf": "x-emf", "wmf": "x-wmf", "tif": "tiff"}


def blank(ours: bytes, template: DeckTemplate) -> bytes:
    """Return our blank OPC file with the masters, layouts and themes of a brand."""
    parts = stable_zip.unpack(ours)
    notes_theme = f"ppt/theme/theme{len(template.themes) + 1}.xml"
    moved = parts.pop(_NOTES_THEME)
    kept = {key: data for key, data in parts.items() if not key.startswith(_REPLACED)}
    kept |= {**template.parts, notes_theme: moved}
    theme = notes_theme.rpartition("/")[2].encode()
    kept[_NOTES_RELATIONS] = kept[_NOTES_RELATIONS].replace(b"theme2.xml", theme)
    _name_masters(kept, template)
    kept[_TYPES] = _types(kept)
    return ooxml.pack(kept)


def _name_masters(parts: dict[str, bytes], template: DeckTemplate) -> None:
    """Write the brand's masters into the presentation, and where they are."""
    relations = etree.fromstring(parts[_RELATIONS])
    for row in list(relations):
        if str(row.get("Type", "")).endswith(("/slideMaster", "/theme")):
            relations.remove(row)
    root = etree.fromstring(parts["ppt/presentation.xml"])
    listed = deck_parts.child(root, "p:sldMasterIdLst")
    for row in list(listed):
        listed.remove(row)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rows = [("slideMaster", part, number) for part, number in template.masters]
    rows += [("theme", template.themes[template.masters[0][0]], "")]
    for count, (word, part, number) in enumerate(rows, start=1):
        key = f"rId{100 + count}"
        attributes = {"Id": key, "Type": f"{kind}/{word}", "Target": part.removeprefix("ppt/")}
        etree.SubElement(relations, f"{{{relations.nsmap[None]}}}Relationship", attributes)
        if number:
            listed.append(el("p:sldMasterId", {"id": number, "r:id": key}))
    for path, tree in ((_RELATIONS, relations), ("ppt/presentation.xml", root)):
        parts[path] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _types(parts: dict[str, bytes]) -> bytes:
    """Return the content types of an OPC file whose masters are a brand's."""
    root = etree.fromstring(parts[_TYPES])
    space = f"{{{root.nsmap[None]}}}"
    for row in list(root):
        named = str(row.get("PartName", "")).lstrip("/")
        if named and (named not in parts or named.startswith("ppt/theme/")):
            root.remove(row)
    known = {str(row.get("PartName", "")).lstrip("/") for row in root}
    endings: set[str] = set()
    for part in sorted(parts):
        folder = part.split("/")[1] if part.startswith("ppt/") else ""
        if folder == "media":
            endings.add(part.rpartition(".")[2])
        elif folder in _KINDS and part.endswith(".xml") and part not in known:
            override = {"PartName": f"/{part}", "ContentType": _KINDS[folder]}
            etree.SubElement(root, f"{space}Override", override)
    for ending in sorted(endings):
        default = {"Extension": ending, "ContentType": f"image/{_PICTURES.get(ending, ending)}"}
        root.insert(0, root.makeelement(f"{space}Default", default))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def layouts(presentation: Presentation, theme: Theme) -> dict[str, SlideLayout]:
    """Return the layouts of a package by our ids."""
    every = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    if theme.house is None:
        named = {layout.name: layout for layout in every}
        return {key: named[layout.name] for key, layout in theme.slide.layouts.items()}
    placed = {str(layout.part.partname).lstrip("/"): layout for layout in every}
    return {key: placed[layout.part] for key, layout in theme.house.layouts.items()}


def _layout(sheet: Sheet) -> HouseLayout:
    house = sheet.theme.house
    assert house is not None  # noqa: S101 - asked for in a house's deck alone
    return house.layouts[sheet.slide.layout]


def _draw(sheet: Sheet, properties: Xml, holder: str, body: Xml, box: Box) -> None:
    """Add a text in the brand's placeholder, or as a text box where the layout has none."""
    attributes = _layout(sheet).holders.get(holder)
    if attributes is not None:
        sheet.add(sheet.placeholder(properties, attributes, body, box))
        return
    head = xml("p:nvSpPr", None, properties, xml("p:cNvSpPr", {"txBox": 1}), xml("p:nvPr"))
    look = xml("p:spPr", None, xfrm(box), preset(), xml("a:noFill"))
    sheet.add(xml("p:sp", None, head, look, body))


def draw_title(sheet: Sheet) -> None:
    """Draw the title in the brand's style, at the size that was measured."""
    slide, theme, layout = sheet.slide, sheet.theme, _layout(sheet)
    token = theme.title_style(slide.layout)
    style = replace(style_of(theme, token, slide.title_step), align=layout.align)
    kicker = _beside(style_of(theme, "kicker", slide.title_step), style)
    rows = [
        (runs, look) for runs, look in zip(title_lines(slide), (kicker, style), strict=True) if runs
    ]
    lines: list[Line] = []
    if slide.numeral and layout.inline_numeral:
        first, look = rows[0]
        rows[0] = (TextRun(text=f"{slide.numeral} "), *first), look
    elif slide.numeral:
        lines.append(plain_line(slide.numeral, _beside(style_of(theme, "numeral"), style)))
    lines += [Line(runs, look) for runs, look in rows]
    setting = Setting(style, own=True, anchor=layout.anchor)
    body = sheet.typesetter.body("p:txBody", lines, setting)
    _draw(sheet, sheet.properties("Title", lines), "title", body, theme.title_box(slide.layout))


def _beside(style: Style, title: Style) -> Style:
    """Return a style as it stands beside a title: in its colour, on its side."""
    return replace(style, look=replace(style.look, colour=title.look.colour), align=title.align)


def draw_overline(sheet: Sheet, lines: list[Line]) -> None:
    """Draw the lines above a title; no brand has a placeholder for them."""
    box = sheet.theme.overline_box(sheet.slide.layout)
    assert box is not None  # noqa: S101 - layouts whose slides may have such lines have a box
    title = style_of(sheet.theme, sheet.theme.title_style(sheet.slide.layout))
    title = replace(title, align=_layout(sheet).align)
    lines = [Line(line.runs, _beside(line.style, title)) for line in lines]
    setting = Setting(lines[0].style, own=True)
    sheet.add(sheet.text_shape(sheet.properties("Overline", lines), box, lines, setting, Paint()))


def draw_footer(sheet: Sheet, words: str) -> None:
    """Draw the footer and the slide's number."""
    layout, theme = _layout(sheet), sheet.theme
    style = style_of(theme, "footer")
    style = replace(style, look=replace(style.look, colour=layout.footer_colour))
    left = replace(style, align=layout.footer_align)
    setting = Setting(left, own=True, anchor="ctr")
    body = sheet.typesetter.body("p:txBody", [plain_line(words, left)], setting)
    _draw(sheet, sheet.properties("Footer"), "footer", body, Box(*layout.footer))
    number = sheet.slide.number
    setting = replace(setting, base=replace(style, align=layout.number_align))
    shown = deck_parts.guid("slide number", number), str(number)
    field = sheet.typesetter.field("slidenum", *shown, style.look)
    body = sheet.typesetter.body("p:txBody", [], setting, field)
    _draw(sheet, sheet.properties("Slide number"), "number", body, Box(*layout.number))
