"""Pictures of a deck: in their placeholder if there is one, with the caption below."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping

from pipeline.design.tokens import Box
from pipeline.edition.blocks import Picture
from pipeline.edition.slide import Frame
from pipeline.layout import picture_layout
from pipeline.render.drawingml.drawing_text import preset, xfrm, xml
from pipeline.render.pptx.slide_shapes import Paint, Sheet
from pipeline.render.pptx.text import Line, Setting
from pipeline.render.pptx.text_styles import style_of


def draw(
    sheet: Sheet, block: Picture, frame: Frame, holder: Mapping[str, str | int] | None
) -> None:
    """Draw a picture as large as its frame allows, and its caption."""
    box = Box(frame.x, frame.y, frame.width, frame.height)
    pixels, below = picture_layout.place(block, box, sheet.theme, frame.step)
    relation = sheet.media.image(b64decode(block.data))
    sheet.add(
        xml(
            "p:pic",
            None,
            xml(
                "p:nvPicPr",
                None,
                sheet.properties("Picture", numbered=True, alt=block.alt),
                xml("p:cNvPicPr", None, xml("a:picLocks", {"noGrp": 1, "noChangeAspect": 1})),
                xml("p:nvPr", None, xml("p:ph", holder) if holder else None),
            ),
            xml(
                "p:blipFill",
                None,
                xml("a:blip", {"r:embed": relation}),
                xml("a:stretch", None, xml("a:fillRect")),
            ),
            xml("p:spPr", None, xfrm(pixels), preset()),
        )
    )
    if block.caption:
        style = style_of(sheet.theme, "caption", frame.step)
        lines = [Line(block.caption, style)]
        properties = sheet.properties("Caption", lines, numbered=True)
        sheet.add(sheet.text_shape(properties, below, lines, Setting(style, own=True), Paint()))
