"""Figures in the Word document as inline drawings: charts and maps as native shapes, pictures."""

from __future__ import annotations

from base64 import b64decode
from functools import partial
from itertools import count

from pipeline.core.lengths import Pt, emu
from pipeline.core.ooxml_names import CHART_URI, GROUP_URI, NAMESPACES, PICTURE_URI
from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Chart, Map, Picture
from pipeline.edition.spoken_text import figure_name
from pipeline.layout import chart_layout, map_layout
from pipeline.render.docx.chart_shapes import ChartShapes
from pipeline.render.docx.drawing_colours import colour
from pipeline.render.docx.embedded_parts import Media
from pipeline.render.docx.runs import Pen, attribute, paragraph
from pipeline.render.drawingml import map_outlines
from pipeline.render.drawingml.chart_look import ChartLook
from pipeline.render.drawingml.map_outlines import MapShape
from pipeline.render.drawingml.native_chart import chart_part
from pipeline.render.drawingml.workbook import workbook

_LEGENDS = {
    "area": "LegendArea",
    "partner": "LegendPartner",
    "hatched": "LegendHatched",
    "dotted": "LegendDotted",
    "withheld": "LegendWithheld",
}
_GROUP_SPACES = " ".join(f'xmlns:{name}="{NAMESPACES[name]}"' for name in ("wpg", "wps"))
_CHART_SPACE = f'xmlns:c="{NAMESPACES["c"]}"'
_LOCKED = '<a:graphicFrameLocks noChangeAspect="1"/>'


class Pictures:
    """The figures of a document; they are counted from 1 in reading order."""

    def __init__(self, media: Media, name: str, theme: Theme, language: str) -> None:
        """Begin with no figures.

        Args:
            media: takes images and charts.
            name: what a figure is called in the edition's language.
            theme: for colours and type.
            language: BCP 47 tag of the edition.
        """
        self._media = media
        self._name = name
        self._theme = theme
        self._language = language
        self._counter = count(1)
        self._ids = count(1)
        self._size = ""

    def in_look(self, theme: Theme, size: str) -> Pictures:
        """Return a drawer of the same document's figures in another look.

        Args:
            theme: for colours and type.
            size: ending of the names of the styles of what stands below.
        """
        other = Pictures(self._media, self._name, theme, self._language)
        other._counter, other._ids, other._size = self._counter, self._ids, size
        return other

    def map(self, block: Map, box: Box, pen: Pen) -> list[str]:
        """Return a map and, below it, its legend.

        Args:
            block: the map.
            box: the greatest size of its views, in points.
            pen: writes the legend.
        """
        bare = tuple(row.model_copy(update={"label": ()}) for row in block.categories)
        drawn = block.model_copy(update={"categories": bare})
        views = map_layout.plan(drawn, Box(0, 0, box.width, box.height), self._theme).views
        last, line = map_outlines.bounds(views), map_layout.OUTLINE / 2
        bounds = Box(0, 0, last.x + last.width + line, last.y + last.height + line)
        number = next(self._ids)
        shapes = map_outlines.shapes(drawn, views, partial(colour, self._theme))
        # LibreOffice stretches what a group shows to its size, and has no description of groups
        ground = MapShape("Ground", map_outlines.empty(bounds))
        described = f' descr="{attribute(block.alt)}"'
        inner = (self._shape(ground, described), *map(self._shape, shapes))
        group = _group(bounds, "".join(inner))
        size = (bounds.width, bounds.height)
        figure = self._inline((GROUP_URI, group), size, block.alt, number)
        legend = [
            paragraph(_LEGENDS[category.fill] + self._size, pen.runs(category.label))
            for category in map_layout.legend_entries(block)
        ]
        return [paragraph(f"Figure{self._size}", figure), *legend]

    def _shape(self, shape: MapShape, more: str = "") -> str:
        """Return a shape of a group; ``more``: attributes besides its id and its name."""
        return (
            f'<wps:wsp><wps:cNvPr id="{next(self._ids)}" name="{shape.name}"{more}/>'
            f"<wps:cNvSpPr/><wps:spPr>{shape.appearance}</wps:spPr><wps:bodyPr/></wps:wsp>"
        )

    def chart(self, block: Chart, box: Box, scale: float) -> list[str]:
        """Return a chart drawn in a box of points; ``scale``: of the page to the slide."""
        theme, language = self._theme, self._language
        drawn = Box(0, 0, box.width / scale, box.height / scale)
        steps = (
            step
            for step in range(STEPS)
            if not chart_layout.demands(block, drawn.width, theme, step)[1]
        )
        plan = chart_layout.plan(block, drawn, theme, next(steps, STEPS - 1))
        face, paint = theme.fonts.deck.name, partial(colour, theme)
        look = ChartLook(language, paint, scale, face, in_text=True)
        shapes = ChartShapes(theme, language, drawn, scale).part(block, plan)
        part = chart_part(block, plan, drawn, look, has_shapes=bool(shapes))
        relation = self._media.chart(part, workbook(block, theme, language), shapes)
        content = f'<c:chart {_CHART_SPACE} r:id="{relation}"/>'
        size, number = (box.width, box.height), next(self._ids)
        figure = self._inline((CHART_URI, content), size, block.alt, number)
        return [paragraph(f"Figure{self._size}", figure)]

    def picture(self, block: Picture, box: Box, pen: Pen) -> list[str]:
        """Return a picture as large as the box allows, and its caption."""
        scale = min(box.width / block.width, box.height / block.height)
        relation = self._media.image(b64decode(block.data))
        wide, high = block.width * scale, block.height * scale
        number = next(self._ids)
        extent = f'cx="{emu(Pt(wide))}" cy="{emu(Pt(high))}"'
        content = (
            f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{attribute(self._name)}" '
            f'descr="{attribute(block.alt)}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        )
        figure = self._inline((PICTURE_URI, content), (wide, high), block.alt, number)
        drawn = [paragraph(f"Figure{self._size}", figure)]
        return drawn + (
            [paragraph(f"Caption{self._size}", pen.runs(block.caption))] if block.caption else []
        )

    def _inline(
        self, data: tuple[str, str], size: tuple[float, float], alt: str, number: int
    ) -> str:
        """Return a drawing that stands in text like a letter.

        Args:
            data: of what kind it is, and its content.
            size: in points.
            alt: alternative text.
            number: its id.
        """
        uri, content = data
        extent = f'cx="{emu(Pt(size[0]))}" cy="{emu(Pt(size[1]))}"'
        name = attribute(figure_name(self._name, next(self._counter)))
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {extent}/><wp:docPr id="{number}" name="{name}" descr="{attribute(alt)}"/>'
            f"<wp:cNvGraphicFramePr>{_LOCKED}</wp:cNvGraphicFramePr>"
            f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )


def _group(box: Box, shapes: str) -> str:
    """Return shapes as one group, whose inner coordinates are the points of its box."""
    place = map_outlines.place(box)
    inner = place.removesuffix("</a:xfrm>").partition("<a:off")[2]
    inner = f"<a:off{inner}".replace("<a:off", "<a:chOff").replace("<a:ext", "<a:chExt")
    place = f"{place.removesuffix('</a:xfrm>')}{inner}</a:xfrm>"
    return (
        f"<wpg:wgp {_GROUP_SPACES}><wpg:cNvGrpSpPr/><wpg:grpSpPr>{place}</wpg:grpSpPr>"
        f"{shapes}</wpg:wgp>"
    )
