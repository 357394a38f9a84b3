"""Frames drawn on a slide in the place of a withheld figure, table or whole slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.lengths import Pt, emu
from pipeline.design.tokens import Box
from pipeline.edition.texts import title_lines
from pipeline.layout.withheld_layout import boxes, free_boxes, hatches
from pipeline.render.drawingml.drawing_text import Xml, xfrm, xml
from pipeline.render.pptx.slide_shapes import Paint, Sheet
from pipeline.render.pptx.text import Line, Setting, plain_line
from pipeline.render.pptx.text_styles import line, style_of

#: Step of the type scale at which the marker is set, whatever it stands for (G5).
STEP = 0
#: Widths: the frame, and the lines within it.
_FRAME, _HATCH = Pt(1.0), Pt(0.4)


def draw_frame(sheet: Sheet, box: Box, free: Sequence[Box] = ()) -> None:
    """Draw a frame with fine slanted lines: its size says nothing of what is withheld.

    Args:
        sheet: of the slide.
        box: the frame.
        free: where the lines leave out what was drawn before them.
    """
    sheet.add(_hatched(sheet, box, free))
    frame = Paint(line="paper" if sheet.dark else "grey", width=_FRAME)
    sheet.add(sheet.shape("Withheld frame", box, frame))


def draw_slide(sheet: Sheet) -> None:
    """Draw the frame of a slide that is withheld, behind its title, and the line below that.

    The title comes first in the order in which shapes are read, and that is also the order in
    which they are painted: so the frame's lines leave it out.
    """
    theme, slide = sheet.theme, sheet.slide
    if not slide.withheld:
        return
    frame = theme.region_box(slide.layout, "body")
    style = replace(style_of(theme, "remark", STEP, dark=sheet.dark), align="ctr", space=Pt(0))
    lines = [plain_line(slide.withheld_line, style)]
    draw_frame(sheet, frame, free_boxes(frame, (title_lines(slide)[1], lines[0].runs), theme))
    properties = sheet.properties("Withheld", lines, numbered=True)
    box = boxes(frame, theme)[1]
    sheet.add(sheet.text_shape(properties, box, lines, Setting(style, own=True), Paint()))


def title_line(sheet: Sheet, line_: Line) -> tuple[Line, Box]:
    """Return the title of a slide that is withheld, in the middle of its frame, and its box."""
    theme = sheet.theme
    look = replace(line_.style.look, size=theme.styles["body"].size(STEP))
    style = replace(line_.style, look=look, align="ctr")
    frame = theme.region_box(sheet.slide.layout, "body")
    return replace(line_, style=style), boxes(frame, theme)[0]


def _hatched(sheet: Sheet, box: Box, free: Sequence[Box]) -> Xml:
    """Return the slanted lines as one path: programs draw patterned fills each in its own way."""
    width, height = emu(box.width), emu(box.height)
    steps = "".join(_steps(box, free))
    path = xml("a:path", {"w": width, "h": height, "fill": "none"}, Xml(steps))
    paths = xml("a:pathLst", None, path)
    empty = [xml(f"a:{part}") for part in ("avLst", "gdLst", "ahLst", "cxnLst")]
    edge = {"l": "0", "t": "0", "r": "r", "b": "b"}
    geometry = xml("a:custGeom", None, *empty, xml("a:rect", edge), paths)
    properties = sheet.properties("Withheld ground", decoration=True)
    head = xml("p:nvSpPr", None, properties, xml("p:cNvSpPr"), xml("p:nvPr"))
    outline = line(sheet.theme, "rule", _HATCH)
    return xml(
        "p:sp", None, head, xml("p:spPr", None, xfrm(box), geometry, xml("a:noFill"), outline)
    )


def _steps(box: Box, free: Sequence[Box]) -> Iterator[str]:
    for start, end in hatches(box, free):
        points = [f'<a:pt x="{emu(Pt(x))}" y="{emu(Pt(y))}"/>' for x, y in (start, end)]
        yield f"<a:moveTo>{points[0]}</a:moveTo><a:lnTo>{points[1]}</a:lnTo>"
